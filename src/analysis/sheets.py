"""Workbooks for those who work in a spreadsheet: no cell is ever a formula, and the same content gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from analysis.output import printable

_LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORM = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}


@dataclass(frozen=True)
class Number:
    """A number and the form in which it is shown, as spreadsheets write forms."""

    value: float
    form: str


@dataclass(frozen=True)
class Leading:
    """Words that lead to another sheet of the same workbook."""

    words: str
    sheet: str


Content = str | int | Number | Leading
Column = tuple[str, int]
"""Its heading and its width in characters."""


def sheet_name(text: str) -> str:
    """The text as the name of a sheet may be: short, and without the signs that are kept for references."""
    return _NOT_IN_NAMES.sub(" ", printable(" ".join(text.split())))[:_LONGEST_NAME].strip(" '") or "-"


def workbook_of(title: str, on: date, fill: Callable[[Sheets], None]) -> bytes:
    """The workbook that `fill` puts sheets into, dated by what it tells of and not by when it was made."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    book.set_properties({"title": title, "author": "kinerja", "created": datetime.combine(on, time())})
    fill(Sheets(book))
    book.close()
    return content.getvalue()


class Sheets:
    """The sheets of a workbook in one form: a bold heading that stays, a filter, wrapped text, printable on A4."""

    def __init__(self, book: Any):
        self.book = book
        self._formats: dict[tuple[tuple[str, str | int], ...], Any] = {}
        self.head = self.format(bold=1, bg_color="#E7E6E6")
        self.plain = self.format()

    def format(self, **looks: str | int) -> Any:
        """Cells in the common form with some looks of their own."""
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**_FORM, **looks})
        return self._formats[key]

    def table(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Content]], *, frozen: int, above: Sequence[Content] = ()) -> Any:
        """A sheet with the rows below their headings, of which the first `frozen` columns stay in sight; lines `above` tell what it is."""
        sheet = self.book.add_worksheet(name)
        top = len(above) + 1 if above else 0
        for line, words in enumerate(above):
            self._above(sheet, line, words)
        for number, (heading, width) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(top, number, _cell(heading), self.head)
        for line, row in enumerate(rows, top + 1):
            for number, value in enumerate(row):
                self._write(sheet, line, number, value)
        sheet.freeze_panes(top + 1, frozen)
        sheet.autofilter(top, 0, top + len(rows), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{top + len(rows) + 1}"})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        return sheet

    def _above(self, sheet: Any, line: int, words: Content) -> None:
        looks = self.book.add_format({"bold": line == 0, "font_size": 13 if line == 0 else 11})
        if isinstance(words, Leading):
            sheet.write_url(line, 0, _place(words), string=_cell(words.words))
        else:
            sheet.write_string(line, 0, _cell(str(words)), looks)

    def _write(self, sheet: Any, line: int, number: int, value: Content) -> None:
        if isinstance(value, Number):
            sheet.write_number(line, number, value.value, self.format(num_format=value.form))
        elif isinstance(value, Leading):
            sheet.write_url(line, number, _place(value), self.format(font_color="#0B4674", underline=1), _cell(value.words))
        elif isinstance(value, int):
            sheet.write_number(line, number, value, self.plain)
        elif value:
            sheet.write_string(line, number, _cell(value), self.plain)
        else:
            sheet.write_blank(line, number, None, self.plain)


def _place(told: Leading) -> str:
    return "internal:'{}'!A1".format(told.sheet.replace("'", "''"))


def _cell(text: str) -> str:
    shown = printable("\n".join(text.splitlines()))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
