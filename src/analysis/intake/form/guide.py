"""The first sheet of a form: what it is for, how it is filled in, and which sheets there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from analysis.intake.form import labels
from analysis.intake.form.book import KNOWN, Form
from analysis.intake.form.examples import restyled
from analysis.intake.form.sheets import FormSheets
from analysis.words import Words

_BLUE, _GREY, _PALE, _YELLOW = "#0B4674", "#767676", "#E8F0F7", "#FFF6D6"
_WIDTHS = (24, 44, 62, 14)


def told_of(form: Form, w: Words) -> list[tuple[str, str, str]]:
    """The lines by which a form is known: what is told, in the form that is read back, and in words."""
    mark = form.mark
    return [
        (w("form.mark.form"), mark.version, w("form.mark.untouched")),
        (w("form.mark.document"), mark.document, form.title),
        (w("form.mark.unit"), mark.unit, form.units[mark.unit].names[mark.lang]),
        (w("form.mark.period"), mark.period, w.period(mark.period)),
        (w("form.mark.kind"), mark.kind, ""),
        (w("form.mark.language"), mark.lang, w(f"form.language.{mark.lang}")),
        (w("form.mark.style"), mark.style, w(f"form.style.{mark.style}")),
    ]


def steps(form: Form, w: Words) -> list[str]:
    """What to do, one thing after the other."""
    mark = form.mark
    numbers = {name: restyled(text, "en", mark.style) for name, text in (("percent", "98.50%"), ("decimal", "3.40"), ("thousands", "1,250,000"))}
    place = {"unit": form.units[mark.unit].short, "period": w.period(mark.period)}
    told = [w("form.step.sheets"), w("form.step.rows"), w("form.step.choices"), w("form.step.numbers", **numbers), w("form.step.empty")]
    told += [w("form.step.place", **place)]
    told += [w("form.step.carried", document=form.origin)] if _has(form, known=False) else []
    told += [w("form.step.known", document=form.origin)] if _has(form, known=True) else []
    told += [w("form.step.lines")] if form.lines else []
    return [*told, w("form.step.names"), w("form.step.import", file=f"{mark.document}.xlsx")]


def _has(form: Form, *, known: bool) -> bool:
    """Whether a form begins with rows that are carried over: those that are known already, or those that are to be checked."""
    return bool(form.origin) and any(bool(row.get(KNOWN)) == known for rows in form.tables.values() for row in rows)


def write_guide(pages: FormSheets) -> None:
    """Writes the guide as the next sheet of the form."""
    guide = _Guide(pages)
    guide.mark()
    guide.steps()
    guide.keys()
    guide.sheets()
    guide.page()


class _Guide:
    """The guide while it is written, from top to bottom."""

    def __init__(self, pages: FormSheets):
        self.pages, self.form, self.words, self.format = pages, pages.form, pages.words, pages.sheets.book.add_format
        self.sheet: Any = pages.sheets.book.add_worksheet(self.words("form.guide"))
        self.row = 0
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)

    def mark(self) -> None:
        self.sheet.set_row(0, 30)
        self.sheet.write_string(0, 0, self.words("form.guide.title"), self.format({"bold": 1, "font_size": 18, "font_color": _BLUE}))
        self.sheet.write_string(1, 0, self.form.title, self.format({"font_size": 12, "font_color": _GREY}))
        self.row = 3
        looks = (self._boxed(bold=1, bg_color=_PALE), self._boxed(num_format="@"), self._boxed(font_color=_GREY))
        for cells in told_of(self.form, self.words):
            self._line(cells, looks)

    def steps(self) -> None:
        self._heading("form.steps")
        number, told = self.format({"bold": 1, "font_color": _BLUE, "align": "right", "valign": "top"}), self.format({"text_wrap": 1, "valign": "top"})
        for count, step in enumerate(steps(self.form, self.words), 1):
            self.sheet.write_string(self.row, 0, f"{count}.", number)
            self.sheet.merge_range(self.row, 1, self.row, 2, step, told)
            self.sheet.set_row(self.row, 15.5 * ceil(len(step) / (sum(_WIDTHS[1:3]) * 1.02)) + 3)
            self.row += 1

    def keys(self) -> None:
        self._heading("form.keys")
        looks: Sequence[tuple[str, str, Mapping[str, str | int]]] = (
            (labels.REQUIRED, "form.key.required", {"bold": 1, "align": "center"}),
            (self.words("form.explanation"), "form.key.explanation", {"bg_color": _PALE, "font_size": 9}),
            (self.words("form.example"), "form.key.example", {"italic": 1, "font_color": _GREY}),
            *([(self.words("form.known"), "form.key.known", {"font_color": _GREY})] if _has(self.form, known=True) else []),
            *([("", "form.key.carried", {"bg_color": _YELLOW})] if _has(self.form, known=False) else []),
        )
        for sign, told, look in looks:
            self.sheet.write_string(self.row, 0, sign, self._boxed(**look))
            self.sheet.write_string(self.row, 1, self.words(told))
            self.row += 1

    def sheets(self) -> None:
        self._heading("form.sheets")
        head = self._boxed(bold=1, bg_color=_BLUE, font_color="#FFFFFF")
        for column, told in enumerate(("form.sheets", "form.sheets.about", "", "form.sheets.rows")):
            self.sheet.write_string(self.row, column, self.words(told) if told else "", head)
        self.sheet.merge_range(self.row, 1, self.row, 2, self.words("form.sheets.about"), head)
        self.row += 1
        link, about, count = self._boxed(font_color=_BLUE, underline=1), self._boxed(), self._boxed(align="center")
        for table, rows in self.form.tables.items():
            name = labels.sheet_of(table, self.form.mark.lang)
            told = self.words(f"form.about.{table}")
            self.sheet.write_url(self.row, 0, f"internal:'{name}'!A1", link, name)
            self.sheet.merge_range(self.row, 1, self.row, 2, told, about)
            self.sheet.write_number(self.row, 3, len(rows), count)
            self.sheet.set_row(self.row, 15.5 * ceil(len(told) / (sum(_WIDTHS[1:3]) * 1.02)) + 3)
            self.row += 1

    def page(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color("#2E7D4F")
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_footer(f"&L&8{self.form.mark.document} · &A&R&8{self.words('form.page')}")
        self.sheet.activate()

    def _heading(self, message: str) -> None:
        self.sheet.set_row(self.row + 1, 22)
        self.sheet.write_string(self.row + 1, 0, self.words(message), self.format({"bold": 1, "font_size": 13, "font_color": _BLUE, "valign": "vcenter"}))
        self.row += 2

    def _line(self, cells: Sequence[str], looks: Sequence[Any]) -> None:
        for column, (text, look) in enumerate(zip(cells, looks, strict=True)):
            self.sheet.write_string(self.row, column, text, look)
        self.row += 1

    def _boxed(self, **looks: str | int) -> Any:
        return self.pages.sheets.format(**looks)
