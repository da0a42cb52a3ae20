"""Where the answers of a survey stand in a sheet: the row of heads, and what each head means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from analysis.intake.files.cells import Sheet
from analysis.rules import LOADER

_WORDS = Path(__file__).with_suffix("").with_name("skm.yaml")
_NUMBERED = re.compile(r"(?:u|unsur)\s*(\d{1,2})\b\W*(.*)", re.IGNORECASE | re.DOTALL)
_DEEPEST, _LOOKED_AT = 30, 40
"""Rows among which the heads are looked for, and rows below them that show what stands there."""
_FEWEST = 5
"""Elements that make a sheet one of a survey, where it does not name respondents, elements and scores."""
TARGETS = {
    "service": "answers.service",
    "when": "answers.period",
    "period": "answers.period",
    "code": "answers.code",
    "respondent": "answers.respondents",
    "element": "answers.subject",
    "score": "answers.points",
    "served": "members.value",
}
"""What the roles of columns are called where they are proposed; who a respondent is, is only compared within the sheet."""


@dataclass(frozen=True)
class Heads:
    """The row of heads, the column of each role, and the column and name of each element by its number. `told` is what each head was read as."""

    row: int
    roles: Mapping[str, int]
    elements: Mapping[int, tuple[int, str]]
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether a row is one answer."""
        return not self.elements


@cache
def known(group: str) -> Mapping[str, str]:
    """The words of a group in plain letters, each with what it is read as."""
    told: dict[str, Any] = yaml.load(_WORDS.read_text("utf-8"), Loader=LOADER)
    found = told[group]
    return {plain(word): str(meaning) for meaning, words in found.items() for word in words} if isinstance(found, dict) else {plain(w): w for w in found}


def plain(words: object) -> str:
    """Words in small letters, with one blank instead of any signs between them; signs alone as they are."""
    text = " ".join(re.sub(r"[\W_]+", " ", str(words)).split()).casefold()
    return text or str(words).strip().casefold()


def element_of(words: object) -> tuple[int, str] | None:
    """The number of an element and its name: `U3 Waktu`, `Unsur 3`, or a name that everybody uses."""
    text = " ".join(str(words).split())
    if match := _NUMBERED.fullmatch(text):
        return int(match[1]), match[2].strip() or text
    number = known("elements").get(plain(text))
    return (int(number), text) if number else None


def heads_of(sheet: Sheet, chosen: Mapping[str, str]) -> Heads | None:
    """The heads of the sheet, with those that the analyst has `chosen`; None where it is no sheet of answers."""
    for number in range(1, min(_DEEPEST, len(sheet.rows)) + 1):
        heads = _heads(number, {cell.column: cell.value for cell in sheet.rows[number - 1] if isinstance(cell.value, str)}, chosen)
        if heads and (heads.is_long or (len(heads.elements) >= _FEWEST and _are_scores(sheet, heads))):
            return heads
    return None


def _heads(row: int, words: Mapping[int, str], chosen: Mapping[str, str]) -> Heads | None:
    roles: dict[str, int] = {}
    elements: dict[int, tuple[int, str]] = {}
    told: dict[str, str] = {}
    wanted = {plain(head): target for head, target in chosen.items()}
    for column, text in words.items():
        role, target = _role(text, wanted.get(plain(text)))
        if role == "element_of" and (found := element_of(target)) and found[0] not in elements:
            elements[found[0]] = (column, element_of(text)[1] if element_of(text) else text)  # type: ignore[index]
            told[text] = f"answers.element:U{found[0]}"
        elif role in TARGETS and role not in roles:
            roles[role], told[text] = column, TARGETS[role]
        else:
            told[text] = ""
    in_order = {number: elements[number] for number in sorted(elements)}
    is_long = {"respondent", "element", "score"} <= set(roles)
    return Heads(row, roles, {} if is_long else in_order, told) if in_order or is_long else None


def _role(text: str, target: str | None) -> tuple[str, str]:
    """The role of a head, and the element that it names: as the analyst says, else as the words are known."""
    if target is not None:
        if target.startswith("answers.element:"):
            return "element_of", target.removeprefix("answers.element:")
        role = known("heads").get(plain(text), "")
        return (role if TARGETS.get(role) == target else next((r for r, name in TARGETS.items() if name == target), "")), ""
    return ("element_of", text) if element_of(text) else (known("heads").get(plain(text), ""), "")


def _are_scores(sheet: Sheet, heads: Heads) -> bool:
    """Whether what stands below the elements are answers on the scale, three of four at least."""
    below = [sheet.cell(row, column).value for row in range(heads.row + 1, heads.row + 1 + _LOOKED_AT) for column, _ in heads.elements.values()]
    filled = [value for value in below if value is not None]
    fitting = sum(_is_score(value) for value in filled)
    return bool(filled) and fitting * 4 >= len(filled) * 3


def _is_score(value: object) -> bool:
    return not isinstance(value, bool) and (plain(value) in {"1", "2", "3", "4"} or plain(value) in known("scores"))


def served_of(sheet: Sheet) -> Heads | None:
    """The heads of a sheet that tells how many people each service served."""
    for number in range(1, min(_DEEPEST, len(sheet.rows)) + 1):
        found = [(cell.column, str(cell.value)) for cell in sheet.rows[number - 1] if isinstance(cell.value, str)]
        roles = {role: column for column, text in reversed(found) if (role := known("heads").get(plain(text))) in {"service", "served"}}
        if len(roles) == 2:
            return Heads(number, roles, {}, {text: TARGETS.get(known("heads").get(plain(text), ""), "") for _, text in found})
    return None
