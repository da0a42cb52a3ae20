"""The register of findings as a workbook for an auditor's working papers; no cell of it is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from analysis.audit.finding import Finding
from analysis.audit.telling import Teller, gravest_first, printable

_LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
_COLOURS = {"critical": "#F4C7C3", "warning": "#FCE8B2", "info": "#D9E2EC"}
_STATES = ("open", "answered", "mended", "upheld", "dropped")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Basis:
    """What a register rests on: the command, the day by which waivers are judged, and the SHA-256 of every input file."""

    command: str
    on: date
    inputs: Mapping[str, str]


Column = tuple[str, int]
"""Its heading and its width in characters."""


def register(findings: Sequence[Finding], teller: Teller, basis: Basis) -> bytes:
    """The workbook with a sheet of failing findings, one of every check and its outcome, and one of what it rests on.

    The same findings and basis give the same bytes.
    """
    import xlsxwriter

    w, content = teller.words, io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    book.set_properties({"title": w("register.title"), "author": "kinerja", "created": datetime.combine(basis.on, time())})
    sheets = _Sheets(book)
    failing = gravest_first(findings)
    sheet = sheets.table(w("register.findings"), _finding_columns(teller), [_finding_row(n, f, teller) for n, f in enumerate(failing, 1)], frozen=3)
    for row, finding in enumerate(failing, 1):
        sheet.write_string(row, 1, _cell(teller.severity(finding)), sheets.marked[finding.severity])
    if failing:
        last = len(_finding_columns(teller)) - 1
        sheet.data_validation(1, last, len(failing), last, {"validate": "list", "source": [w(f"register.status.{state}") for state in _STATES]})
    sheets.table(w("register.checks"), _check_columns(teller), _check_rows(findings, teller), frozen=2)
    _about(sheets, findings, teller, basis)
    book.close()
    return content.getvalue()


def _finding_columns(teller: Teller) -> list[Column]:
    names = ("number", "severity", "check", "sentence", "matters", "document", "printed_table", "text_line", "unit", "period", "subject")
    more = ("printed", "found", "expected", "against", "suggestion", "waiver", "page", "response", "conclusion", "status")
    widths = (5, 13, 11, 40, 40, 32, 20, 8, 16, 10, 26, 18, 18, 18, 48, 30, 22, 36, 32, 32, 18)
    return [(teller.words(f"column.{name}"), width) for name, width in zip((*names, *more), widths, strict=True)]


def _finding_row(number: int, f: Finding, teller: Teller) -> list[str | int]:
    """A failing finding; the three cells of the auditor stay empty."""
    head: list[str | int] = [number, teller.severity(f), f.check, teller.sentence(f), teller.matters(f), teller.title(f.document)]
    place = [teller.printed_table(f.document, f.line), f.line or "", f.unit, f.period, f.subject]
    return [*head, *place, f.printed, f.found, f.expected, "\n".join(teller.against(f)), teller.slip(f), f.waiver, teller.page(f), "", "", ""]


def _check_columns(teller: Teller) -> list[Column]:
    names = ("check", "suite", "severity", "sentence", "document", "outcome", "rows", "failing", "waived", "not_applicable")
    widths = (11, 18, 13, 60, 40, 14, 10, 10, 13, 44)
    return [(teller.words(f"column.{name}"), width) for name, width in zip(names, widths, strict=True)]


def _check_rows(findings: Sequence[Finding], teller: Teller) -> list[list[str | int]]:
    """Every check and document once: the outcome, the rows it was applied to, the places that fail, and why it does not apply."""
    ordered = sorted(findings, key=lambda f: (f.check, f.document))
    rows: list[list[str | int]] = []
    for _, group in groupby(ordered, key=lambda f: (f.check, f.document)):
        same = list(group)
        f, failing = same[0], sum(f.fails for f in same)
        told = [f.check, teller.suite(f.suite), teller.words(f"severity.{f.severity}"), teller.sentence(f), teller.title(f.document)]
        rows.append([*told, teller.words(f"outcome.{f.outcome}"), f.applied, failing, sum(bool(f.waiver) for f in same), teller.not_applicable(f)])
    return rows


def _about(sheets: _Sheets, findings: Sequence[Finding], teller: Teller, basis: Basis) -> None:
    w = teller.words
    told = [(w("register.command"), basis.command), (w("register.on"), str(basis.on))]
    told += [(w("register.counted"), sentence) for sentence in teller.counts(findings)]
    told += [(w("register.lines"), w("register.lines_basis")), (w("register.slips"), w("register.slips_basis"))]
    rows: list[Sequence[str | int]] = [*told, (w("register.input"), "SHA-256"), *sorted(basis.inputs.items())]
    sheets.table(w("register.about"), [(w("register.about"), 60), (w("column.value"), 100)], rows, frozen=1)


class _Sheets:
    """The sheets of a workbook in one form: a bold heading that stays, a filter, wrapped text, printable on A4."""

    def __init__(self, book: Any):
        self.book = book
        form = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.head = book.add_format({**form, "bold": True, "bg_color": "#E7E6E6"})
        self.plain = book.add_format(form)
        self.marked = {severity: book.add_format({**form, "bg_color": colour}) for severity, colour in _COLOURS.items()}

    def table(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str | int]], *, frozen: int) -> Any:
        """A sheet with the rows below their headings, of which the first `frozen` columns stay in sight."""
        sheet = self.book.add_worksheet(name)
        for number, (heading, width) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, heading, self.head)
        for line, row in enumerate(rows, 1):
            for number, value in enumerate(row):
                self._write(sheet, line, number, value)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _write(self, sheet: Any, line: int, number: int, value: str | int) -> None:
        if isinstance(value, int):
            sheet.write_number(line, number, value, self.plain)
        elif value:
            sheet.write_string(line, number, _cell(value), self.plain)
        else:
            sheet.write_blank(line, number, None, self.plain)


def _cell(text: str) -> str:
    shown = printable("\n".join(text.splitlines()))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
