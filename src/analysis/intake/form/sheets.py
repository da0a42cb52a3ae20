"""The sheets of a form: heads, what to enter, an example, the rows that are known, and lists to choose from; no cell is a formula and nothing is locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import ceil
from typing import Any

from analysis.dictionary import TABLES, Column, Table
from analysis.intake.form import labels
from analysis.intake.form.book import KNOWN, Form
from analysis.intake.form.examples import PLACED, example
from analysis.intake.form.lists import Lists
from analysis.intake.form.lists import cells as cells_of
from analysis.periods import Period
from analysis.sheets import Sheets
from analysis.words import words

HEAD, EXPLANATION, EXAMPLE, FIRST = 2, 3, 4, 5
"""The rows of a sheet, the first of them 0: a title and what it is about stand above the heads, facts begin at `FIRST`."""
_FREE, _PRINTED, _LISTED = 25, 10, 2000
"""Empty rows that are drawn and that are printed, and how far down lists are offered."""
_BLUE, _PALE, _GREY, _YELLOW = "#0B4674", "#E8F0F7", "#767676", "#FFF6D6"
_WIDTHS = {"line": 8, "unit": 17, "period": 18, "since": 9, "until": 9, "code": 15, "name": 46, "words": 60, "printed": 20, "label": 24, "reason": 22}
_WIDTHS |= {"parent": 12, "measure": 12, "objective": 11, "indicator": 17, "figure": 32, "grade": 10, "order": 9, "perspective": 24}
_CODES = {
    ("targets", "code"): "indicators",
    ("realisations", "code"): "indicators",
    ("components", "code"): "indicators",
    ("indicators", "objective"): "objectives",
    ("budget", "parent"): "budget",
    ("spending", "code"): "budget",
}
"""Columns of codes that another sheet defines."""


class FormSheets:
    """The sheets of one form while they are written."""

    def __init__(self, sheets: Sheets, form: Form):
        self.sheets, self.form, self.lang = sheets, form, form.mark.lang
        self.words = words(self.lang)
        self.lists = Lists(sheets, self.words("form.lists"))

    @cached_property
    def units(self) -> dict[str, str]:
        """The words for all units, those of the form's own first."""
        told, own = labels.unit_words(self.form.units), self.form.mark.unit
        return {code: told[code] for code in sorted(told, key=lambda code: own not in {code, self.form.units[code].parent})}

    @cached_property
    def periods(self) -> dict[str, str]:
        """The words for the parts of the form's year, and for whatever periods its rows are of."""
        named = {row["period"] for rows in self.form.tables.values() for row in rows if row.get("period")}
        years = sorted({Period.parse(period).year for period in named} | {Period.parse(self.form.mark.period).year}, reverse=True)
        own = labels.period_words(years[0], self.lang)
        return own | {str(year): str(year) for year in years} | {period: self.words.period(period) for period in sorted(named)}

    def columns(self, table: Table) -> list[Column]:
        """The columns of a sheet in their order, after the first, which numbers rows."""
        return [column for column in labels.in_order(table) if self.form.lines or column.name != "line"]

    def table(self, table: Table) -> None:
        """Writes the sheet of one raw table."""
        sheet = self.sheets.book.add_worksheet(labels.sheet_of(table.name, self.lang))
        columns = self.columns(table)
        self._head(sheet, table, columns)
        self._rows(sheet, table, columns)
        for place, column in enumerate(columns, 1):
            self._offer(sheet, table, column, place)
        self._page(sheet, columns)
        sheet.print_area(0, 0, FIRST + len(self.form.tables[table.name]) + _PRINTED - 1, len(columns))

    def width(self, table: Table, column: Column) -> int:
        """The width of a column in characters."""
        if column.kind == "choice" and column.name not in _WIDTHS:
            return min(26, max(13, *(len(word) + 3 for word in labels.choices(table.name, column.name, self.lang).values())))
        return _WIDTHS.get(column.name, 18 if column.kind != "number" or column.name.endswith("_rp") else 14)

    def _head(self, sheet: Any, table: Table, columns: Sequence[Column]) -> None:
        title, about = self.sheets.book.add_format({"bold": 1, "font_size": 15, "font_color": _BLUE}), self.sheets.book.add_format({"font_color": _GREY})
        head = self.sheets.format(bold=1, bg_color=_BLUE, font_color="#FFFFFF", valign="vcenter")
        told = self.sheets.format(bg_color=_PALE, font_size=9, font_color="#333333")
        shown = self.sheets.format(italic=1, font_color=_GREY, num_format="@")
        sheet.set_row(0, 24)
        sheet.write_string(0, 0, labels.sheet_of(table.name, self.lang), title)
        sheet.write_string(1, 0, self.words(f"form.about.{table.name}"), about)
        sheet.set_column(0, 0, 12, self.sheets.book.add_format({"num_format": "@"}))
        for row, word, looks in ((HEAD, "form.number", head), (EXPLANATION, "form.explanation", told), (EXAMPLE, "form.example", shown)):
            sheet.write_string(row, 0, self.words(word), looks)
        sample, lines = self._example(table), 1
        for place, column in enumerate(columns, 1):
            width, means = self.width(table, column), labels.means(table.name, column.name, self.lang)
            sheet.set_column(place, place, width, self.sheets.book.add_format(_form_of(column)))
            sheet.write_string(
                HEAD, place, labels.head_of(table.name, column.name, self.lang) + (f" {labels.REQUIRED}" if self._required(column) else ""), head
            )
            sheet.write_string(EXPLANATION, place, means, told)
            sheet.write_string(EXAMPLE, place, sample.get(column.name, ""), shown)
            lines = max(lines, ceil(len(means) / (1.1 * width)))
        sheet.set_row(HEAD, 32)
        sheet.set_row(EXPLANATION, 12.5 * lines + 4)

    def _required(self, column: Column) -> bool:
        """Lines, units and periods follow from the place and the guide where they are empty."""
        return column.required and column.name not in {"line", "unit", "period"}

    def _example(self, table: Table) -> dict[str, str]:
        mark = self.form.mark
        year = mark.period[:4]
        placed = {"line": "123", "unit": self.units[mark.unit], "period": self.words.period(mark.period), "since": year}
        return example(table.name, self.lang, mark.style) | {name: value for name, value in placed.items() if name in PLACED}

    def _rows(self, sheet: Any, table: Table, columns: Sequence[Column]) -> None:
        rows = self.form.tables[table.name]
        blank: list[Mapping[str, str]] = [{}] * _FREE
        number = self.sheets.format(font_color=_GREY, num_format="@")
        for row, cells in enumerate([*rows, *blank], FIRST):
            sheet.write_string(row, 0, self._sign(table, row, cells), number)
            self._height(sheet, row, [(len(cells.get(c.name, "")), self.width(table, c)) for c in columns if c.kind in {"text", "printed"}])
            for place, column in enumerate(columns, 1):
                value = cells.get(column.name, "")
                carried = {"font_color": _GREY} if cells.get(KNOWN) else {"bg_color": _YELLOW} if self.form.origin and value else {}
                looks = self.sheets.format(**_form_of(column), **carried)
                if value:
                    sheet.write_string(row, place, labels.shown(table.name, column, value, self.lang, self.units), looks)
                else:
                    sheet.write_blank(row, place, None, looks)

    def _sign(self, table: Table, row: int, cells: Mapping[str, str]) -> str:
        """What stands before a row: its number, or that it is known already; then the lists remember how it reads."""
        if not cells.get(KNOWN):
            return str(row - FIRST + 1) if cells else ""
        texts = {c.name: labels.shown(table.name, c, cells.get(c.name, ""), self.lang, self.units) for c in table.columns if c.name != "line"}
        self.lists.known.append(labels.told(table.name, texts))
        return self.words("form.known")

    def _height(self, sheet: Any, row: int, texts: Sequence[tuple[int, int]]) -> None:
        """Room for texts that need more than one line; programs that do not measure them themselves would cut them off."""
        lines = max((ceil(length / width) for length, width in texts), default=1)
        if lines > 1:
            sheet.set_row(row, 15 * lines)

    def _offer(self, sheet: Any, table: Table, column: Column, place: int) -> None:
        """The list to choose from, where a column has one: of known words other entries are refused, of codes and periods they are asked about."""
        source, strict = self._listed(table, column)
        if source:
            told = {
                "error_title": labels.head_of(table.name, column.name, self.lang)[:32],
                "error_message": self.words("form.refused" if strict else "form.unusual"),
            }
            sheet.data_validation(FIRST, place, _LISTED, place, {"validate": "list", "source": source, "error_type": "stop" if strict else "warning", **told})

    def _listed(self, table: Table, column: Column) -> tuple[str, bool]:
        match column.kind:
            case "choice" | "figure":
                return self.lists.place(f"{table.name}.{column.name}", labels.choices(table.name, column.name, self.lang)), True
            case "unit":
                return self.lists.place("unit", self.units), True
            case "period":
                return self.lists.place("period", self.periods), False
        return self._defined(_CODES.get((table.name, column.name), "")), False

    def _defined(self, table: str) -> str:
        """The cells of the sheet that defines codes; '' where the form does not have it."""
        if table not in self.form.tables:
            return ""
        place = next(number for number, column in enumerate(self.columns(TABLES[table]), 1) if column.name == "code")
        return cells_of(labels.sheet_of(table, self.lang), place, FIRST, FIRST + len(self.form.tables[table]) + _FREE - 1)

    def _page(self, sheet: Any, columns: Sequence[Column]) -> None:
        lead = [column.name for column in columns]
        sheet.freeze_panes(FIRST - 2, 1 + max((lead.index(name) + 1 for name in ("line", "code") if name in lead[:2]), default=0))
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD100000"})
        sheet.set_tab_color(_BLUE)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
        sheet.set_footer(f"&L&8{self.form.mark.document} · &A&R&8{self.words('form.page')}")


def _form_of(column: Column) -> dict[str, str | int]:
    """Words and printed numbers stay as they are typed; amounts are shown with thousands."""
    if column.name.endswith("_rp"):
        return {"num_format": "#,##0", "align": "right"}
    side = {"number": "right", "line": "center", "year": "center"}.get(column.kind)
    return {"num_format": "@", "align": side} if side else {"num_format": "@"}
