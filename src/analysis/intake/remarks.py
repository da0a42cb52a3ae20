"""A copy of the analyst's workbook with a remark at every cell that is wrong, and a first sheet that lists them. The original is never touched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError
from analysis.intake.files.cells import Book, Cell
from analysis.intake.files.opening import MANY
from analysis.intake.reading import Wrong
from analysis.intake.telling import WRONG_HEADS, heads, next_step, reason, wrong_rows
from analysis.languages import LANGUAGES
from analysis.output import printable, write_bytes
from analysis.sheets import sheet_name
from analysis.words import Words, words

_AUTHOR = "kinerja"
_LONGEST = 32_767
_WIDTHS = (24, 18, 8, 24, 60, 60)


def without_remarks(book: Book) -> Book:
    """The book without the list of remarks that an earlier import put before its sheets."""
    titles = {words(lang)("intake.remarks.title") for lang in LANGUAGES}
    return replace(book, sheets=[sheet for sheet in book.sheets if sheet.cell(1, 1).value not in titles])


def write_remarks(path: Path, book: Book, wrong: Sequence[Wrong], lang: str, to: Path | None = None) -> Path:
    """Writes the copy beside the file, as `<name>-catatan.xlsx`, or to the path that is given. Raises ParameterError where that would replace a file that is
    none of these copies."""
    place = to or path.with_name(f"{path.stem}-catatan.xlsx")
    if place.exists() and (place.resolve() == path.resolve() or not _ours(place)):
        raise ParameterError(f"{place} is there and is no copy with remarks; name another file with --remarks")
    if place.suffix.casefold() != ".xlsx":
        raise ParameterError(f"{place} must end in .xlsx: remarks are written into a workbook")
    write_bytes(place, with_remarks(path, book, wrong, lang))
    return place


def with_remarks(path: Path, book: Book, wrong: Sequence[Wrong], lang: str) -> bytes:
    """The copy: the analyst's own workbook with its forms where that can be kept, else its cells alone. No formula is executed, no text becomes one."""
    w = words(lang)
    if book.sheets and book.sheets[0].name and sum(len(row) for sheet in book.sheets for row in sheet.rows) <= MANY:
        try:
            return _annotated(path, book, wrong, w)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            pass
    return _rebuilt(book, wrong, w)


def _ours(place: Path) -> bool:
    try:
        with zipfile.ZipFile(place) as package:
            return f">{_AUTHOR}<".encode() in package.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


def _by_sheet(book: Book, wrong: Sequence[Wrong], w: Words) -> dict[str, dict[str, str]]:
    """The remark of each cell, by sheet."""
    found: dict[str, dict[str, str]] = {sheet.name: {} for sheet in book.sheets}
    for one in wrong:
        if one.cell and one.sheet in found:
            told = found[one.sheet].get(one.cell)
            said = f"{reason(one, w)}\n{next_step(one, w)}"
            found[one.sheet][one.cell] = f"{told}\n\n{said}" if told else said
    return found


def _free(name: str, taken: Sequence[str]) -> str:
    used = {one.casefold() for one in taken}
    return next(one for one in (name, *(f"{name} {number}" for number in range(2, 99))) if one.casefold() not in used)


def _annotated(path: Path, book: Book, wrong: Sequence[Wrong], w: Words) -> bytes:
    import openpyxl
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment

    copy = openpyxl.load_workbook(path, keep_links=False)
    for sheet in copy.worksheets:
        if sheet.title not in {one.name for one in book.sheets}:
            copy.remove(sheet)
    for name, remarks in _by_sheet(book, wrong, w).items():
        for place, said in remarks.items():
            cell = copy[name][place]
            cell = _first_of_merged(copy[name], place) if isinstance(cell, MergedCell) else cell
            cell.comment = Comment(printable(said), _AUTHOR, height=160, width=360)
    first = copy.create_sheet(_free(w("intake.remarks.sheet"), copy.sheetnames), 0)
    for number, row in enumerate(_list(book, wrong, w), 1):
        for column, text in enumerate(row, 1):
            cell = first.cell(number, column)
            cell.value, cell.data_type = _short(text), "s"
    for width, letter in zip(_WIDTHS, "ABCDEF", strict=True):
        first.column_dimensions[letter].width = width
    copy.active = 0
    copy.properties.creator = _AUTHOR
    content = io.BytesIO()
    copy.save(content)
    return content.getvalue()


def _first_of_merged(sheet: Any, place: str) -> Any:
    """The cell that carries the words of the merged range in which a cell lies."""
    inside = next(one for one in sheet.merged_cells.ranges if place in one)
    return sheet.cell(inside.min_row, inside.min_col)


def _rebuilt(book: Book, wrong: Sequence[Wrong], w: Words) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "default_date_format": "yyyy-mm-dd"}
    copy = xlsxwriter.Workbook(content, options)
    copy.set_properties({"author": _AUTHOR, "created": datetime(2000, 1, 1)})
    names = [sheet_name(sheet.name or Path(book.file).stem) for sheet in book.sheets]
    first = copy.add_worksheet(_free(w("intake.remarks.sheet"), names))
    for number, row in enumerate(_list(book, wrong, w)):
        for column, text in enumerate(row):
            first.write_string(number, column, _short(text))
    for column, width in enumerate(_WIDTHS):
        first.set_column(column, column, width)
    remarks = _by_sheet(book, wrong, w)
    for name, sheet in zip(names, book.sheets, strict=True):
        into = copy.add_worksheet(name)
        for cells in sheet.rows:
            for cell in cells:
                _put(into, cell)
        for place, said in remarks[sheet.name].items():
            into.write_comment(place, printable(said), {"author": _AUTHOR, "x_scale": 3, "y_scale": 2})
    copy.close()
    return content.getvalue()


def _put(sheet: Any, cell: Cell) -> None:
    """A cell with its value; what a workbook cannot hold as a number is put as words."""
    row, column, value = cell.row - 1, cell.column - 1, cell.value
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, float(value))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value if isinstance(value, datetime) else datetime.combine(value, time()))
    elif value is not None:
        sheet.write_string(row, column, _short(str(value)))


def _list(book: Book, wrong: Sequence[Wrong], w: Words) -> list[tuple[str, ...]]:
    return [
        (w("intake.remarks.title"),),
        (w("intake.remarks.how", file=book.file, count=len(wrong)),),
        (),
        heads(WRONG_HEADS, w),
        *wrong_rows(book.file, wrong, w),
    ]


def _short(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
