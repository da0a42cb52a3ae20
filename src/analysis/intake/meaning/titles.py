"""What the words above a table say of all its rows."""

from __future__ import annotations

from analysis.intake.files.cells import Cell, Sheet
from analysis.intake.meaning.spelling import needs_year, period_of


def period_title(sheet: Sheet, first: int) -> tuple[str, str]:
    """The words in the rows before row `first` that name a period, with a year or without, and the cell where their row begins; '' where none do.

    A part of a year goes before a year alone, which completes it where it stands in another row.
    """
    found = [(words, cells[0].place) for number in range(1, first) if (cells := _filled(sheet, number)) and (words := _named([c.printed() for c in cells]))]
    parts = [(words, place) for words, place in found if _is_part(words)]
    years = [words for words, _ in found if not _is_part(words)]
    if parts and needs_year(parts[0][0]) and years:
        return f"{parts[0][0]} {period_of(years[0])}", parts[0][1]
    return (parts or found or [("", "")])[0]


def _filled(sheet: Sheet, number: int) -> list[Cell]:
    return [cell for cell in (sheet.rows[number - 1] if number <= len(sheet.rows) else ()) if cell.value is not None]


def _is_part(words: str) -> bool:
    found = period_of(words, 2000)
    return found is not None and not (found.is_year and not needs_year(words) and words.casefold().find("sampai") < 0)


def _named(texts: list[str]) -> str:
    """The words of a row that name its period: all of them, one cell, or from a word on that often begins it."""
    whole = " ".join(texts)
    at = [whole.casefold().find(word) for word in ("sampai", "s.d", "s/d", "triwulan", "semester", "bulan", "periode", "tahun", "ta ", "per ")]
    return next((words for words in [whole, *texts, *(whole[start:] for start in at if start > 0)] if period_of(words, 2000)), "")
