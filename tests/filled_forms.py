"""Forms of an invented office, opened and changed as an analyst changes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dictionary import TABLES
from analysis.intake.files.opening import opened
from analysis.intake.form import labels
from analysis.intake.form.book import Form, Mark, Rows, needed, workbook
from analysis.intake.layouts.form import take
from analysis.intake.reading import Asked, Context, Reading, Wrong
from analysis.sources import Unit

HEADS = 3
FIRST = 6
"""The rows of the heads and of the first fact, counted from 1."""
UNITS = {
    "bkn": Unit("bkn", None, "lembaga", "BKN", {"id": "Badan", "en": "Agency"}, frozenset({"bkn", "lembaga"})),
    "kantor-a": Unit("kantor-a", "bkn", "kantor-regional", "A", {"id": "Kantor A", "en": "Office A"}, frozenset({"bkn", "kantor-a"})),
}
TARGET = {"unit": "kantor-a", "period": "2024", "code": "IKU.1", "basis": "pk", "value": "97,50%"}


def form(lang: str = "id", tables: Mapping[str, Rows] | None = None, **more: Any) -> Form:
    """A form for a report of the office, with all sheets of its kind and with these rows."""
    mark = Mark("kantor-a_laporan-kinerja_2024-tw3", "kantor-a", "2024-TW3", "laporan-kinerja", lang, more.pop("style", "id"))
    return Form(mark, "Laporan", UNITS, {**dict.fromkeys(needed(mark.kind), ()), **(tables or {})}, **more)


def changed(folder: Path, change: Callable[[Workbook], object], written: Form | None = None) -> Path:
    """The form as a file, after somebody worked in it."""
    file = folder / "kantor-a.xlsx"
    file.write_bytes(workbook(written or form(tables={"targets": [TARGET]})))
    book = load_workbook(file)
    change(book)
    book.save(file)
    return file


def read(file: Path, asked: Asked | None = None, source: Mapping[str, Any] | None = None) -> Reading:
    """What is read of the file."""
    return take(opened(file), asked or Asked(), Context(UNITS, source or {}))


def column(sheet: Worksheet, table: str, name: str, lang: str = "id") -> int:
    """The column of a sheet, by the column of the raw table."""
    wanted = labels.head_of(table, name, lang)
    return next(cell.column for cell in sheet[HEADS] if labels.plain(str(cell.value)) == labels.plain(wanted))


def enter(table: str, cells: Mapping[str, Any], row: int = FIRST, lang: str = "id") -> Callable[[Workbook], None]:
    """Somebody who writes these cells into a row of a sheet."""

    def change(book: Workbook) -> None:
        sheet = book[labels.sheet_of(table, lang)]
        for name, value in cells.items():
            sheet.cell(row, column(sheet, table, name, lang)).value = value

    return change


def facts(reading: Reading, table: str = "targets") -> list[dict[str, str]]:
    """The filled cells of the rows of a table."""
    assert set(TABLES) >= {taken.table for taken in reading.taken}
    return [{name: text for name, text in taken.cells.items() if text} for taken in reading.taken if taken.table == table]


def reasons(reading: Reading) -> list[tuple[str, str, str]]:
    """Sheet, cell and reason of all that is wrong."""
    return [(one.sheet, one.cell, one.why) for one in reading.wrong if isinstance(one, Wrong)]
