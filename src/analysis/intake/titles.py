"""What the words above a table say of all its rows."""

from __future__ import annotations

from analysis.intake.cells import Sheet
from analysis.intake.spelling import period_of


def period_title(sheet: Sheet, first: int) -> tuple[str, str]:
    """The words in the rows before row `first` that name a period, with a year or without, and the cell where their row begins; '' where none do."""
    for number in range(1, first):
        cells = [cell for cell in (sheet.rows[number - 1] if number <= len(sheet.rows) else ()) if cell.value is not None]
        for words in _parts([cell.printed() for cell in cells]):
            if period_of(words, 2000):
                return words, cells[0].place
    return "", ""


def _parts(texts: list[str]) -> list[str]:
    """The words of a row as they may name its period: all of them, cell by cell, and from a word on that often begins it."""
    whole = " ".join(texts)
    at = [whole.casefold().find(word) for word in ("sampai", "s.d", "s/d", "triwulan", "semester", "bulan", "periode", "tahun")]
    return [whole, *texts, *(whole[start:] for start in at if start > 0)] if whole else []
