"""Survey elements: does the number that the prose gives an element carry the name that it is said to have?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.audit.finding import Quote
from analysis.audit.relations.compared import Compared, quote
from analysis.audit.relations.prose.statement import Said, Statement, judged
from analysis.facts import Facts

RELATIONS = ("element_name",)

_NUMBERS = r"[A-Z]?\d+(?:\s*(?:,|dan)\s*[A-Z]?\d+)*"
_NAMED = re.compile(rf"\bunsur\s+({_NUMBERS})\s*(?:\(([^)]+)\)|yaitu\s+([^,.]+?)\s+dengan\b)", re.IGNORECASE)


def elements(facts: Facts, said: Said) -> Iterator[Compared]:
    """Every element that is said with its number and its name, beside the elements listed for the same indicator."""
    for statement in said:
        match = _NAMED.search(statement.words)
        if match is None:
            continue
        name, listed = match[2] or match[3], _listed(facts, statement)
        known = [listed[number] for number in re.findall(r"\d+", match[1]) if number in listed]
        if known:
            names = [row["name"] for _, row in known]
            meant = [number for number, (_, row) in listed.items() if _letters(row["name"]) == _letters(name)]
            yield judged(
                statement,
                "element_name",
                found=name,
                expected="; ".join(names),
                difference=not all(_letters(name) in _letters(told) for told in names),
                printed=match[0],
                against=tuple(_quote(facts, row) for row, _ in known),
                suggestion=f"is_element:U{meant[0]}" if meant and not _scored(facts, statement, [row["subject"] for _, row in known]) else "",
            )


def _listed(facts: Facts, statement: Statement) -> dict[str, tuple[int, dict[str, Any]]]:
    """The elements of the indicator in the components, by their number: each the first time that it is listed."""
    code = re.split("[/#]", statement.subject)[0]
    table = facts.tables["components"]
    rows = table[(table["document"] == statement.document) & (table["unit"] == statement.unit) & (table["code"] == code)]
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for index, row in zip(rows.index, rows.to_dict("records"), strict=True):
        if match := re.fullmatch(r"element:U(\d+)", str(row["subject"])):
            found.setdefault(match[1], (int(index), {str(name): cell for name, cell in row.items()}))
    return found


def _scored(facts: Facts, statement: Statement, subjects: list[str]) -> bool:
    """Whether the score that is said is one that the numbered elements have, so that it is the name that is wrong."""
    table, code = facts.printed["components"], re.split("[/#]", statement.subject)[0]
    rows = table[(table["document"] == statement.document) & (table["unit"] == statement.unit) & (table["code"] == code)]
    scores = {str(score) for score in rows[rows["subject"].isin(subjects)]["score"] if score}
    return bool(scores & set(re.findall(r"\d+(?:[.,]\d+)?", statement.text)))


def _quote(facts: Facts, row: int) -> Quote:
    return quote(facts, "components", row, "name")


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold())
