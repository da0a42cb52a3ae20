"""The cells of a filled-in form as raw tables hold them: words become codes, numbers keep their digits, what cannot be read is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from analysis.dictionary import Column
from analysis.intake.files.cells import Cell
from analysis.intake.form import labels
from analysis.intake.form.book import Mark
from analysis.numbers import Style
from analysis.sources import Source, Unit


@dataclass(frozen=True)
class Place:
    """What a row is of where it does not tell it itself: the mark of its form, and the document, which says how its numbers are written."""

    mark: Mark
    units: Mapping[str, Unit]
    source: Source
    styles: Mapping[str, Style] = field(default_factory=dict)
    """The style of columns that are written otherwise than the form, by `table.column`."""
    known: frozenset[str] = frozenset()
    """How the rows read that the form only repeats."""

    @property
    def year(self) -> int | None:
        return int(self.mark.period[:4]) if self.mark.period else None

    def style(self, table: str, column: str, line: int | None, row: Mapping[str, str]) -> Style:
        """The style in which the number of a cell is written: that of the document's line, or of the form for what is no line of its text."""
        told = self.source.style(table, column, line, row) if line is not None else self.styles.get(f"{table}.{column}")
        return told or self.mark.style


@dataclass(frozen=True)
class Amiss:
    """Why a cell cannot be read: the end of a message id, and what fills its braces."""

    why: str
    told: Mapping[str, Any] = field(default_factory=dict)


def line_of(cell: Cell) -> int | Amiss | None:
    """The line of the text that a cell names, None for an empty cell."""
    text = cell.printed("en")
    if not text and not cell.odd:
        return None
    return int(text) if text.isascii() and text.isdigit() and not cell.odd else Amiss("form_line")


def read(table: str, column: Column, cell: Cell, row: Mapping[str, str], place: Place, line: int | None) -> str | Amiss:
    """A cell as the raw table holds it; `row` are the cells of the row that are read already."""
    if cell.odd:
        return Amiss(f"form_{cell.odd}")
    if isinstance(cell.value, bool):
        return Amiss("form_truth")
    if isinstance(cell.value, date) and column.kind != "period":
        return Amiss("form_date")
    match column.kind:
        case "choice" | "figure":
            return _chosen(table, column, cell.printed(), place.mark.lang)
        case "unit":
            return _unit(cell.printed(), place)
        case "period":
            return _period(cell, place)
        case "text" if isinstance(cell.value, Decimal):
            return Amiss("form_code")
        case "number" | "printed":
            return cell.printed(place.style(table, column.name, line, row))
    return cell.printed()


def _chosen(table: str, column: Column, said: str, lang: str) -> str | Amiss:
    value = labels.value_of(table, column, said) if said else ""
    if value is not None:
        return value
    known = labels.choices(table, column.name, lang)
    told = _nearest(said, known.values()) if len(known) > 12 else ", ".join(known.values())
    return Amiss("form_choice", {"head": labels.head_of(table, column.name, lang), "known": told})


def _nearest(said: str, known: Iterable[str]) -> str:
    """The words that are meant most likely, or all of them where none is near; capitals do not count."""
    words = {labels.plain(word): word for word in known}
    near = get_close_matches(labels.plain(said.replace("-", " ")), words, n=1)
    return words[near[0]] if near else ", ".join(words.values())


def _unit(said: str, place: Place) -> str | Amiss:
    """An empty cell is that of the form's own unit."""
    if not said:
        return place.mark.unit
    return labels.unit_of(said, place.units) or Amiss("form_unit", {"near": _nearest(said, labels.unit_words(place.units).values())})


def _period(cell: Cell, place: Place) -> str | Amiss:
    """An empty cell is that of the form's own period; a month that a spreadsheet turned into a day is its month again."""
    if isinstance(cell.value, date):
        months = "m" in cell.form.casefold() and "d" not in cell.form.casefold()
        return f"{cell.value.year}-{cell.value.month:02d}" if months else Amiss("form_date")
    said = cell.printed()
    return (labels.period_of(said, place.year) or Amiss("form_period")) if said else place.mark.period
