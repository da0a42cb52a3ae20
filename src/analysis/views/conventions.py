"""What would each other convention do to the headline figures?"""

from __future__ import annotations

from collections.abc import Sequence

from analysis import charts
from analysis.figures import Figure
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table
from analysis.pages.told import Marked
from analysis.workbook import Workbook

CONVENTIONAL = {"class_share", "mean_of_periods"}
"""Ways to a realisation that documents also go by other readings."""


def of_scores(wb: Workbook) -> list[Block]:
    """The score of the unit, its composite indices and its coverage, by the rule and under every other convention."""
    indices = [wb.fig(name, s) for name in ("ikpa_nilai", "ikm_nilai", "akip_nilai", "ip_asn_nilai", "agregat_iku") for s in wb.subjects(name)]
    coverage = [f for s in wb.subjects("realisasi_iku") if (f := wb.fig("realisasi_iku", s)).case in CONVENTIONAL]
    score = [wb.fig("npss_nilai")] if wb.subjects("npss_nilai") else []
    return _lab(wb, [*score, *indices, *coverage])


def of_money(wb: Workbook) -> list[Block]:
    """Absorption and efficiency of the unit, by the rule and under every other convention."""
    return _lab(wb, [wb.fig(name) for name in ("serapan_pct", "sisa_rp", "efisiensi_pct", "nilai_efisiensi") if "total" in wb.subjects(name)])


def _lab(wb: Workbook, headlines: Sequence[Figure]) -> list[Block]:
    w = wb.words
    told = {figure.key: wb.ledger.readings(figure) for figure in headlines}
    moved = [figure for figure in headlines if told[figure.key]]
    if not moved:
        return [Heading(w("lab.title"), "pembacaan-lain"), Prose(w("lab.none"), "note")] if headlines else []
    rows = [row for figure in moved for row in _rows(wb, figure, told[figure.key])]
    columns = [w("column.figure"), w("column.reading"), w("column.value"), w("column.against_rule")]
    table = Table(w("lab.table"), columns, rows, frozenset({2, 3}), anchor="tabel-pembacaan-lain")
    return [Heading(w("lab.title"), "pembacaan-lain"), Prose(w("lab.how")), *_score_chart(wb, moved[0], told[moved[0].key]), table]


def _rows(wb: Workbook, figure: Figure, readings: dict[str, Figure]) -> list[list[Cell]]:
    w = wb.words
    name = Cell(f"{w(f'figure.{figure.figure}')} · {wb.subject(figure.subject)}")
    rows = [[name, Cell(w("efficiency.by_rule"), tone="rule"), wb.cell(figure), Cell("")]]
    for reading, other in sorted(readings.items(), key=lambda pair: (pair[1].number, pair[0])):
        moved = w.measured(other.number - figure.number, "rp" if figure.measure == "rp" else "", signed=True) if figure.value is not None else "–"
        rows.append([Cell(name.text, tone="quiet"), Cell(w(f"variant.{reading}")), Cell(wb.said(other)), Cell(moved)])
    return rows


def _score_chart(wb: Workbook, figure: Figure, readings: dict[str, Figure]) -> list[Block]:
    """The first headline as dots, where enough readings give it a value."""
    w = wb.words
    if figure.value is None or len(readings) < 2 or figure.measure == "rp":
        return []
    ordered = sorted(readings.items(), key=lambda pair: (pair[1].number, pair[0]))
    name = w(f"figure.{figure.figure}")
    told = [(w("efficiency.by_rule"), figure), *((w(f"variant.{reading}"), other) for reading, other in ordered)]
    drawn = [
        {"label": name, "series": reading, "value": other.number, "text": wb.said(other), "rule": other is figure, "tip": f"{reading}: {wb.said(other)}"}
        for reading, other in told
    ]
    rows = [[Cell(reading), wb.cell(other) if other is figure else Cell(wb.said(other))] for reading, other in told]
    table = Table(w("lab.chart", figure=name), [w("column.reading"), w("column.value")], rows, frozenset({1}))
    furthest = max(ordered, key=lambda pair: abs(pair[1].number - figure.number))[0]
    finding = wb.told("lab.finding", value=wb.cell(figure), furthest=Marked(w(f"variant.{furthest}"), "named"))
    return [wb.chart(charts.readings(drawn, axis=name), title=w("lab.chart", figure=name), finding=finding, table=table)]
