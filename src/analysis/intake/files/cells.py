"""What a spreadsheet or a text file of columns holds, cell by cell, before anybody says what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Literal

from analysis.numbers import Style

Oddity = Literal["", "no_value", "error"]
"""`no_value`: a formula that was saved without its value; `error`: a value such as #N/A or #DIV/0!."""

_WORDS_IN_FORM = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its place (row and column count from 1), the words or value that it holds, and the form in which the spreadsheet shows numbers."""

    row: int
    column: int
    value: str | int | Decimal | bool | date | None
    form: str = ""
    odd: Oddity = ""

    @property
    def place(self) -> str:
        """`F12`, as the spreadsheet calls it."""
        return f"{letter(self.column)}{self.row}"

    def printed(self, style: Style = "id") -> str:
        """The words as they stand; a number exactly, in digits without thousands marks, with a percent sign where the spreadsheet shows one."""
        if self.value is None:
            return ""
        if isinstance(self.value, int | Decimal) and not isinstance(self.value, bool):
            percent = "%" in _WORDS_IN_FORM.sub("", self.form).partition(";")[0]
            text = format(Decimal(self.value) * 100 if percent else Decimal(self.value), "f")
            text = text.rstrip("0").rstrip(".") if "." in text else text
            return (text.replace(".", ",") if style == "id" else text) + ("%" if percent else "")
        return str(self.value).strip()


@dataclass(frozen=True)
class Sheet:
    """One sheet; a text file of columns is a single sheet without a name. Rows from 1 without gaps, each of them as long as it needs to be."""

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    merged: Sequence[str] = ()
    """Ranges of merged cells, `A1:C1`: their words stand in the first cell, the others are empty."""
    hidden_rows: Sequence[int] = ()
    """Rows that the spreadsheet does not show; they are read like the others."""

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place, an empty one where the file holds none."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else Cell(row, column, None)

    def filled(self, most: int | None = None) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The rows that hold anything, with their number; of the first `most` rows only, where a number is given."""
        rows = islice(enumerate(self.rows, 1), most)
        return ((number, cells) for number, cells in rows if any(cell.value is not None or cell.odd for cell in cells))

    def held(self) -> set[int]:
        """The numbers of the rows that hold anything."""
        holds: Callable[[int], bool] | None = getattr(self.rows, "holds", None)
        return {number for number in range(1, len(self.rows) + 1) if holds(number)} if holds else {number for number, _ in self.filled()}


@dataclass(frozen=True)
class Book:
    """A file that was brought: its name without folders, the SHA-256 of its bytes, and its sheets."""

    file: str
    sha256: str
    sheets: Sequence[Sheet]


def letter(column: int) -> str:
    """`A` for 1, `AA` for 27."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
