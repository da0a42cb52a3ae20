"""The steps of a quarter after the documents are there: import, audit, figures, pages; each says what to do next."""

from __future__ import annotations

from itertools import groupby

from analysis.figures.indicators import natural
from analysis.lab.quarter import no_choice
from analysis.pages.blocks import Block, Bullets, Cell, Heading, Prose, Table
from analysis.pages.told import Marked
from analysis.views import data_quality, evidence
from analysis.workbook import Workbook

HEADLINE = ("npss_nilai", "status", "pagu_rp", "realisasi_rp", "serapan_pct", "efisiensi_pct", "nilai_efisiensi", "ikpa_nilai", "akip_nilai", "ip_asn_nilai")
"""The figures that stand for a report, in the order in which they are asked for."""
OF_INDICATORS = ("target_iku", "realisasi_iku", "capaian_pct", "ketercapaian")


def importing(wb: Workbook) -> list[Block]:
    """The commands that bring the analyst's own files in, one after the other, for the unit and period."""
    w = wb.words
    asked = f"--unit {wb.unit or 'UNIT'} --period {wb.period or 'PERIOD'}"
    commands = [("form", f"kinerja new {asked}"), ("look", f"kinerja import FILE.xlsx {asked}"), ("accept", f"kinerja import FILE.xlsx {asked} --accept")]
    items = [Cell(wb.told(f"start.import.{name}", command=Marked(command, "code"))) for name, command in commands]
    return [Heading(w("start.importing"), "impor"), Prose(w("start.import_how")), Bullets(items, ordered=True)]


def audited(wb: Workbook) -> list[Block]:
    """What the audit finds in the documents of the report, check by check, the gravest first, and what to do about each."""
    if told := no_choice(wb):
        return told
    w, found = wb.words, evidence.failing(wb)
    blocks: list[Block] = [*data_quality.gate(wb), Heading(w("start.audited"), "audit"), Prose(data_quality.sentence(wb, evidence.PAGE), "lead")]
    rows = []
    for (severity, check), group in groupby(found, key=lambda entry: (entry[1].severity, entry[1].check)):
        places = list(group)
        address, first = places[0]
        rows.append(
            [
                Cell(w(f"severity.{severity}"), tone=f"severity-{severity}"),
                Cell(wb.told("start.check", check=Marked(check, "code"), sentence=Marked(wb.teller.sentence(first), "named"))),
                Cell(str(len(places)), f"{evidence.PAGE}#{evidence.of_check(check)}"),
                evidence.short(wb, first, f"{evidence.PAGE}#{address}"),
                Cell(f"{wb.teller.slip(first)}. {w(f'start.next.{severity}')}" if first.suggestion else w(f"start.next.{severity}")),
            ]
        )
    if not rows:
        return blocks
    columns = [w("column.severity"), w("column.check"), w("start.places"), w("start.first_place"), w("start.next")]
    return [*blocks, Table(w("start.findings"), columns, rows, frozenset({2}))]


def figures(wb: Workbook) -> list[Block]:
    """The figures that stand for the report, and every indicator; each number leads to where it comes from."""
    if told := no_choice(wb):
        return told
    w = wb.words
    known = {figure.figure for figure in wb.figures if figure.subject == "total" and (figure.unit, figure.period) == (wb.unit, wb.period)}
    shown = [wb.fig(name) for name in HEADLINE if name in known]
    rows = [[Cell(w(f"figure.{f.figure}")), wb.cell(f), Cell(f.reference or (wb.reason(f) if f.reason else ""))] for f in shown]
    blocks: list[Block] = [Heading(w("start.figures"), "angka"), Prose(w("start.figures_how"))]
    if rows:
        blocks.append(Table(w("start.headline"), [w("column.figure"), w("column.value"), w("column.basis")], rows, frozenset({1})))
    codes = sorted(wb.subjects("capaian_pct"), key=natural)
    by_code = [[Cell(wb.indicator(code)), *(wb.cell(wb.fig(name, code)) for name in OF_INDICATORS)] for code in codes]
    columns = [w("column.indicator"), *(w(f"figure.{name}") for name in OF_INDICATORS)]
    return [*blocks, Table(w("start.indicators"), columns, by_code, frozenset({1, 2, 3}))] if by_code else blocks
