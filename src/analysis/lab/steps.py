"""The steps of a quarter after the documents are there: import, audit, figures, pages; each says what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import groupby

from analysis.audit.finding import Finding
from analysis.audit.suites import SEVERITIES
from analysis.figures.indicators import natural
from analysis.lab.quarter import no_choice
from analysis.pages.blocks import Block, Bullets, Cell, Heading, Prose, Table
from analysis.pages.told import Marked, Told, joined
from analysis.periods import Period
from analysis.views import data_quality, evidence, values
from analysis.workbook import Workbook

HEADLINE = ("npss_nilai", "status", "pagu_rp", "realisasi_rp", "serapan_pct", "efisiensi_pct", "nilai_efisiensi", "ikpa_nilai", "akip_nilai", "ip_asn_nilai")
"""The figures that stand for a report, in the order in which they are asked for."""
OF_INDICATORS = ("target_iku", "realisasi_iku", "capaian_pct", "ketercapaian")


def importing(wb: Workbook) -> list[Block]:
    """The commands that bring the analyst's own files in: those that mend the documents of the report, and those that begin the period after it."""
    if told := no_choice(wb):
        return told
    w, lang = wb.words, wb.words.lang
    items = [_told(wb, "correct", "kinerja", "form", name, "--lang", lang) for name in wb.facts.documents_of(wb.unit, wb.period)]
    name, begun = next_document(wb)
    file = f"data/forms/{name}.xlsx"
    items += [
        _told(wb, "begin", *begun),
        _told(wb, "look", "kinerja", "import", file, "--document", name, "--dry-run", "--lang", lang),
        _told(wb, "accept", "kinerja", "import", file, "--document", name, "--lang", lang),
    ]
    return [Heading(w("start.importing"), "impor"), Prose(w("start.import_how")), Bullets(items)]


def next_document(wb: Workbook) -> tuple[str, list[str]]:
    """The document of the period after this one, of the same kind as that of this one, and the words of the command that begins it."""
    kind = next((str(wb.facts.sources[name].sidecar["kind"]) for name in wb.facts.documents_of(wb.unit, wb.period)), "laporan-kinerja")
    after = str(Period.parse(wb.period).following)
    name = f"{wb.unit}_{kind}_{after.lower()}"
    return name, ["kinerja", "new", "--unit", wb.unit, "--period", after, "--kind", kind, "--document", name, "--lang", wb.words.lang]


def _told(wb: Workbook, step: str, *command: str) -> Cell:
    return Cell(wb.told(f"start.import.{step}", command=Marked(shlex.join(command), "code")))


def audited(wb: Workbook) -> list[Block]:
    """What the audit finds in the documents of the report: what to do about each severity, and below it check by check where it fails."""
    if told := no_choice(wb):
        return told
    heading, said = Heading(wb.words("start.audited"), "audit"), Prose(data_quality.sentence(wb, evidence.PAGE), "lead")
    severities = [severity for severity in SEVERITIES if evidence.failing(wb, severity)]
    return [*data_quality.gate(wb), heading, said, *(block for severity in severities for block in _of_severity(wb, severity))]


def _of_severity(wb: Workbook, severity: str) -> list[Block]:
    w, found = wb.words, evidence.failing(wb, severity)
    groups = [list(group) for _, group in groupby(found, key=lambda entry: entry[1].check)]
    rows = [_check(wb, group) for group in sorted(groups, key=lambda group: -len(group))]
    columns = [w("column.check"), w("start.places"), w("start.first_place"), w("column.suggestion")]
    heading = Heading(wb.told("start.severity", severity=w(f"severity.{severity}"), count=str(len(found))), f"audit-{severity}", 3)
    return [heading, Prose(w(f"start.next.{severity}"), "note"), Table(w("start.findings"), columns, rows, frozenset({1}))]


def _check(wb: Workbook, places: Sequence[tuple[str, Finding]]) -> list[Cell]:
    """A check with how often it fails, the first place that it fails at with what is printed there, and the slip that it looks like."""
    address, first = places[0]
    about = Marked(values.subject(wb, first), "named", f"{evidence.PAGE}#{address}")
    return [
        Cell(wb.told("start.check", check=Marked(first.check, "code"), sentence=Marked(wb.teller.sentence(first), "named"))),
        Cell(str(len(places)), f"{evidence.PAGE}#{evidence.of_check(first.check)}"),
        Cell(joined([Told((about,)), *evidence.quotation(first)], ": ")),
        Cell(wb.teller.slip(first) if first.suggestion else "–"),
    ]


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
