"""Planting: what a planted defect is, the register of kinds, and the ways to reach and reshape a printed cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TypeVar

from documents import Document, Row
from printing import number

from analysis.numbers import Printed, Style

T = TypeVar("T")
Plant = Callable[[Document, Random], "Planted | None"]
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True)
class Planted:
    """A document with one defect: the lines where it is, the cells that were changed (table and row), and what was done."""

    document: Document
    lines: frozenset[int]
    cells: frozenset[tuple[str, int]]
    told: str


@dataclass(frozen=True)
class Kind:
    """A kind of defect. An `evident` one contradicts the calendar, a regulation, a scale or the page itself, so that it needs no claim to be seen."""

    name: str
    title: str
    plant: Plant
    evident: bool


KINDS: dict[str, Kind] = {}


def defect(title: str, *, evident: bool = False) -> Callable[[Plant], Plant]:
    """Registers the decorated function as a kind of defect, named by its function."""

    def declare(plant: Plant) -> Plant:
        name = plant.__name__.replace("_", "-")
        KINDS[name] = Kind(name, title, plant, evident)
        return plant

    return declare


@dataclass(frozen=True)
class Spot:
    """A number in a cell of a document."""

    table: str
    index: int
    column: str
    row: Row
    printed: Printed
    style: Style

    @property
    def text(self) -> str:
        return self.row[self.column]

    @property
    def value(self) -> Fraction:
        return self.printed.value or Fraction(0)


def spots(document: Document, table: str, columns: Iterable[str], fits: Callable[[Row], bool] = lambda row: True) -> list[Spot]:
    """The numbers of a table in some columns and rows, except where a correction stands and where nothing but zero is printed."""
    found = []
    for index, row in enumerate(document.rows(table)):
        if fits(row) and not document.corrected(table, row):
            for column in columns:
                printed, style = document.printed(table, column, row), document.style(table, column, row)
                if printed is not None and printed.value and style is not None:
                    found.append(Spot(table, index, column, row, printed, style))
    return found


def one(random: Random, choices: Iterable[T]) -> T | None:
    """One of the choices, or None if there is none."""
    listed = list(choices)
    return random.choice(listed) if listed else None


def changed(document: Document, changes: Iterable[tuple[str, int, dict[str, str]]], told: str) -> Planted:
    """The document with cells replaced: table, row, and the new cells of the row."""
    copy = document.copy()
    lines, cells = set(), set()
    for table, index, new in changes:
        row = copy.tables[table][index]
        row.update(new)
        lines.add(int(row["line"]))
        cells.add((table, index))
    return Planted(copy, frozenset(lines), frozenset(cells), told)


def put(document: Document, spot: Spot, text: str | None) -> Planted | None:
    """The document with the cell of the spot printed as `text`, or None where that changes nothing."""
    if text is None or text == spot.text:
        return None
    return changed(document, [(spot.table, spot.index, {spot.column: text})], f"{spot.table}.{spot.column} '{spot.text}' -> '{text}'")


def reshaped(spot: Spot, change: Callable[[str], str]) -> str | None:
    """The cell with its digits changed, grouped and pointed as before."""
    found = _NUMBER.search(spot.text)
    if found is None:
        return None
    thousands, point = (".", ",") if spot.style == "id" else (",", ".")
    whole, _, part = found[0].partition(point)
    digits = change(whole.replace(thousands, "") + part)
    cut = len(digits) - len(part)
    if cut < 1:
        return None
    head = int(digits[:cut])
    shown = f"{head:,}".replace(",", thousands) if thousands in whole or thousands == "" else str(head)
    return spot.text[: found.start()] + shown + (point + digits[cut:] if part else "") + spot.text[found.end() :]


def restated(spot: Spot, value: Fraction) -> str:
    """The cell with another value, at the same precision and with the same signs around it."""
    found = _NUMBER.search(spot.text)
    new = number(abs(value), spot.style, spot.printed.decimals)
    if found is None:
        return new
    thousands = "." if spot.style == "id" else ","
    grouped = thousands in found[0] or abs(spot.value) < 1000
    return spot.text[: found.start()] + (new if grouped else new.replace(thousands, "")) + spot.text[found.end() :]


def other_digit(random: Random, digits: str) -> str:
    """One digit replaced by another; the first never becomes zero."""
    place = random.randrange(len(digits))
    choices = [d for d in "0123456789" if d != digits[place] and (place or d != "0")]
    return digits[:place] + random.choice(choices) + digits[place + 1 :]


def leaf_codes(document: Document) -> set[str]:
    """Codes of the budget lines that have none below them."""
    rows = document.rows("budget")
    return {row["code"] for row in rows} - {row["parent"] for row in rows}
