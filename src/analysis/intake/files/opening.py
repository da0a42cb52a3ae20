"""Files of cells as they are: a workbook or a text of columns becomes a Book, or is refused with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, overload

from analysis.errors import ParameterError
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.files.guard import Package, content_of, guarded, packed
from analysis.intake.files.marks import Marks
from analysis.intake.files.text import rows_of_text
from analysis.intake.refused import Refused
from analysis.output import hash_of

MANY = 200_000
"""Cells from which on a workbook is read by the faster library."""
_EXACT = 1 << 53
"""Up to here every whole number can be told from the next one by spreadsheets."""
Value = str | int | Decimal | bool | date | None


def opened(path: Path) -> Book:
    """What the file holds, cell by cell: numbers exact, codes as text, dates as dates; trailing rows and columns without content are not there.

    A cell whose formula was saved without a value has none and is `no_value`; one that shows an error holds its words and is `error`.
    Raises ParameterError where there is no such file, Refused for one that cannot be read safely and wholly.
    """
    path = Path(path)
    if not path.is_file():
        raise ParameterError(f"{path} is not a file; name the workbook or the CSV file that is to be read")
    content = content_of(path)
    if packed(content):
        return Book(path.name, hash_of(content), _sheets(path.name, content))
    return Book(path.name, hash_of(content), [Sheet("", Rows(rows_of_text(path.name, content), _texts))])


class Rows(Sequence[Sequence[Cell]]):
    """The rows of a sheet: values are kept as they were read, and become cells when they are looked at."""

    def __init__(self, values: Sequence[Sequence[Any]], cells: Callable[[int, Sequence[Any]], Sequence[Cell]], odd: frozenset[int] = frozenset()):
        self._values, self._cells, self.odd = values, cells, odd
        self._last: tuple[int, Sequence[Cell]] = (-1, ())
        self._length = len(values)
        while self._length and not any(cell.value is not None or cell.odd for cell in self[self._length - 1]):
            self._length -= 1

    @property
    def values(self) -> Sequence[Sequence[Any]]:
        """The values as the library gave them, for who counts many of them; of a row in `odd` only its cells tell what they hold."""
        return self._values[: self._length] if self._length < len(self._values) else self._values

    def holds(self, number: int) -> bool:
        """Whether a row holds anything: what its cells would tell, without making them."""
        return number in self.odd or any(value is not None and (not isinstance(value, str) or bool(value.strip())) for value in self._values[number - 1])

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Sequence[Cell]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[Cell]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[Cell] | Sequence[Sequence[Cell]]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._length))]
        number = index + self._length if index < 0 else index
        if not 0 <= number < self._length:
            raise IndexError(index)
        if self._last[0] != number:
            self._last = (number, _cut(self._cells(number + 1, self._values[number])))
        return self._last[1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


def _cut(cells: Sequence[Cell]) -> Sequence[Cell]:
    last = len(cells)
    while last and cells[last - 1].value is None and not cells[last - 1].odd:
        last -= 1
    return cells[:last]


def _texts(row: int, values: Sequence[str]) -> Sequence[Cell]:
    return tuple(Cell(row, column, value if value.strip() else None) for column, value in enumerate(values, 1))


def _sheets(file: str, content: bytes) -> list[Sheet]:
    """The sheets of a workbook once the guard has let it pass, by one of two libraries, with the same meaning."""
    from analysis.intake.files.readers import by_calamine, by_openpyxl, listed

    package = guarded(file, content)
    for read in (by_openpyxl, by_calamine) if package.cells <= MANY else (by_calamine, by_openpyxl):
        try:
            parts = listed(content)
            values = dict(read(content, [sheet.name for sheet in parts]))
            marked = [package.marks[sheet.part] for sheet in parts]
            break
        except Exception as error:  # a library may fall over what it does not have to read: then the other one is asked
            failed = error
    else:
        raise Refused(file, "broken_zip") from failed
    forms = _forms(package)
    sheets = []
    for sheet, marks in zip(parts, marked, strict=True):
        cells = _Cells(marks, forms)
        rows = [*values[sheet.name], *[()] * (marks.last[0] - len(values[sheet.name]))]
        sheets.append(
            Sheet(
                sheet.name,
                Rows(rows, cells, frozenset(row for row, _ in (*marks.no_value, *marks.errors))),
                sheet.hidden,
                tuple(marks.merged),
                tuple(marks.hidden),
            )
        )
    return sheets


def _forms(package: Package) -> list[str]:
    """The number form of each style; that of numbers in the plain style is ''."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    known = {**BUILTIN_FORMATS, **package.styles.formats}
    return ["" if known.get(number, "General") == "General" else str(known[number]) for number in package.styles.used]


class _Cells:
    """The cells of a row from their values and from what the XML tells of them."""

    def __init__(self, marks: Marks, forms: Sequence[str]):
        self.marks, self.forms = marks, forms

    def __call__(self, row: int, values: Sequence[Any]) -> Sequence[Cell]:
        return tuple(self._cells(row, values))

    def _cells(self, row: int, values: Sequence[Any]) -> Iterator[Cell]:
        marks = self.marks
        width = max(len(values), marks.last[1] if marks.no_value or marks.errors else 0)
        for column in range(1, width + 1):
            place = (row, column)
            if place in marks.errors:
                yield Cell(row, column, marks.errors[place], odd="error")
            elif place in marks.no_value:
                yield Cell(row, column, None, odd="no_value")
            else:
                value = _value(values[column - 1]) if column <= len(values) else None
                number = isinstance(value, int | Decimal) and not isinstance(value, bool)
                style = marks.style(row, column) if number else 0
                yield Cell(row, column, value, self.forms[style] if number and style < len(self.forms) else "")


def _value(value: Any) -> Value:
    """A value as every reader gives it: whole numbers as int, others exactly as written, a midnight as its day, blank words as nothing."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        if not isfinite(value):
            return str(value)
        return int(value) if abs(value) < _EXACT and value == int(value) else Decimal(repr(float(value)))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value if isinstance(value, date) else str(value)
