"""Names and places of codes: is a code called as in its table, and placed under the programme of the budget?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.audit.relations.compared import Compared, quote
from analysis.audit.relations.prose.statement import Said, Statement, judged
from analysis.facts import Facts

RELATIONS = ("one_name", "own_programme")

_OTHERWISE = re.compile(r"nama berbeda dari (.+)")
_TABLES = ("indicators", "objectives", "budget")
Found = tuple[str, int, dict[str, Any]]
"""A table, and a row of it with its place."""


def called(facts: Facts, said: Said) -> Iterator[Compared]:
    """Every name said of a code, and every programme that codes are said to belong to."""
    for statement in said:
        yield from _name(facts, statement)
        yield from _programme(facts, statement)


def _name(facts: Facts, statement: Statement) -> Iterator[Compared]:
    """The name of an indicator, an objective or a budget code beside that of its table."""
    code, _, part = statement.subject.partition("/")
    other = _OTHERWISE.fullmatch(statement.value) if statement.kind == "comparison" else None
    if other is None and not (statement.kind == "category" and part == "name"):
        return
    found = _row(facts, statement, code)
    if found is not None:
        name, against = str(found[2]["name"]), (quote(facts, found[0], found[1], "name"),)
        differs = _letters(name) != _letters(statement.words)
        yield judged(statement, "one_name", found=statement.words, expected=name, difference=differs, printed=statement.words, against=against)


def _row(facts: Facts, statement: Statement, code: str) -> Found | None:
    """The first row of a table of the document that has the code."""
    own = (statement.document, statement.unit, code)
    found = (row for table in _TABLES for row in facts.records(table) if (row["document"], row["unit"], row["code"]) == own)
    return next(((row["table"], int(row["index"]), row) for row in found), None)


def _programme(facts: Facts, statement: Statement) -> Iterator[Compared]:
    """The programme that codes are said to belong to beside the one above them in the budget."""
    kind, _, codes = statement.subject.partition(":")
    if (statement.kind, kind) != ("category", "program"):
        return
    lines = [line for code in codes.split(";") if (line := _row(facts, statement, code)) and line[0] == "budget"]
    above = {line[2]["parent"]: found for line in lines if (found := _row(facts, statement, str(line[2]["parent"])))}
    names = {str(found[2]["name"]): found for found in above.values() if found[2]["level"] == "program"}
    if names:
        differs = any(_letters(name) not in _letters(statement.value) for name in names)
        against = tuple(quote(facts, table, row, "name") for table, row, _ in names.values())
        yield judged(statement, "own_programme", found=statement.value, expected="; ".join(names), difference=differs, printed=statement.words, against=against)


def _letters(name: str) -> str:
    """The letters of a name; a letter that is doubled counts once, as its spelling varies."""
    plain = re.sub(r"\([^)]*\)", "", name.casefold().partition(":")[2] if ": " in name else name.casefold())
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", plain))
