"""What can be chosen in a form, on a hidden sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.intake.form.book import KNOWN
from analysis.sheets import Sheets


class Lists:
    """The hidden sheet of what can be chosen: for each list the words, and beside them what raw tables hold."""

    def __init__(self, sheets: Sheets, name: str):
        self._sheets, self._name = sheets, name
        self._lists: dict[tuple[str, ...], tuple[str, Mapping[str, str]]] = {}
        self.known: list[str] = []

    def place(self, name: str, told: Mapping[str, str]) -> str:
        """Where a list stands, as a validation names it; `told` gives the words of each value."""
        self._lists.setdefault(tuple(told.values()), (name, told))
        column = 2 * list(self._lists).index(tuple(told.values()))
        return cells(self._name, column, 1, len(told))

    def write(self) -> None:
        sheet = self._sheets.book.add_worksheet(self._name)
        for number, (name, told) in enumerate(self._lists.values()):
            sheet.write_string(0, 2 * number, name, self._sheets.head)
            for row, (value, word) in enumerate(told.items(), 1):
                sheet.write_string(row, 2 * number, word)
                sheet.write_string(row, 2 * number + 1, value)
        for row, text in enumerate([KNOWN, *self.known] if self.known else ()):
            sheet.write_string(row, 2 * len(self._lists), text)
        sheet.hide()


def cells(sheet: str, column: int, first: int, last: int) -> str:
    """Cells of one column as a validation names them; rows and columns count from 0."""
    from xlsxwriter.utility import xl_range_abs

    return f"='{sheet}'!{xl_range_abs(first, column, last, column)}"
