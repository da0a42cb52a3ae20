"""The register of findings as a workbook for an auditor's working papers; no cell of it is ever a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from analysis.audit.finding import Finding
from analysis.audit.telling import Teller, gravest_first
from analysis.sheets import Column, Sheets, workbook_of

_COLOURS = {"critical": "#F4C7C3", "warning": "#FCE8B2", "info": "#D9E2EC"}
_STATES = ("open", "answered", "mended", "upheld", "dropped")


@dataclass(frozen=True)
class Basis:
    """What a register rests on: the command, the day by which waivers are judged, and the SHA-256 of every input file."""

    command: str
    on: date
    inputs: Mapping[str, str]


def register(findings: Sequence[Finding], teller: Teller, basis: Basis) -> bytes:
    """The workbook with a sheet of failing findings, one of every check and its outcome, and one of what it rests on.

    The same findings and basis give the same bytes.
    """

    def fill(sheets: Sheets) -> None:
        _findings(sheets, gravest_first(findings), teller)
        sheets.table(teller.words("register.checks"), _check_columns(teller), _check_rows(findings, teller), frozen=2)
        _about(sheets, findings, teller, basis)

    return workbook_of(teller.words("register.title"), basis.on, fill)


def _findings(sheets: Sheets, failing: Sequence[Finding], teller: Teller) -> None:
    w, columns = teller.words, _finding_columns(teller)
    sheet = sheets.table(w("register.findings"), columns, [_finding_row(n, f, teller) for n, f in enumerate(failing, 1)], frozen=3)
    for row, finding in enumerate(failing, 1):
        sheet.write_string(row, 1, teller.severity(finding), sheets.format(bg_color=_COLOURS[finding.severity]))
    if failing:
        last = len(columns) - 1
        sheet.data_validation(1, last, len(failing), last, {"validate": "list", "source": [w(f"register.status.{state}") for state in _STATES]})


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


def _about(sheets: Sheets, findings: Sequence[Finding], teller: Teller, basis: Basis) -> None:
    w = teller.words
    told = [(w("register.command"), basis.command), (w("register.on"), str(basis.on))]
    told += [(w("register.counted"), sentence) for sentence in teller.counts(findings)]
    told += [(w("register.lines"), w("register.lines_basis")), (w("register.slips"), w("register.slips_basis"))]
    rows: list[Sequence[str | int]] = [*told, (w("register.input"), "SHA-256"), *sorted(basis.inputs.items())]
    sheets.table(w("register.about"), [(w("register.about"), 60), (w("column.value"), 100)], rows, frozen=1)
