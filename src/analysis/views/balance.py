"""Did money and results go together: which indicators reached their target, and how much of their own ceiling was spent on them?"""

from __future__ import annotations

from analysis import charts
from analysis.pages.blocks import Block, Cell, Heading, Table
from analysis.workbook import Workbook

_FEWEST = 3
_LEAST = 10.0
"""Points of percent that an axis spans at least."""


def against_absorption(wb: Workbook) -> list[Block]:
    """Achievement against absorption, for reports where several indicators have a ceiling of their own."""
    w = wb.words
    codes = [c for c in wb.subjects("capaian_pct") if wb.fig("capaian_pct", c).value is not None and wb.fig("serapan_pct", c).value is not None]
    whole = wb.fig("serapan_pct")
    if len(codes) < _FEWEST or whole.value is None:
        return []
    drawn = [_dot(wb, code) for code in codes]
    names = (w("balance.reached_less"), w("balance.reached_more"), w("balance.missed_less"), w("balance.missed_more"))
    axes = (w("axis.serapan"), w("axis.capaian"))
    drawing = charts.quadrants(drawn, axes=axes, cross=(float(whole.number), 100.0), names=names, least=_LEAST, full=100)
    figures = ("capaian_pct", "pagu_rp", "realisasi_rp", "serapan_pct")
    missed = [c for c in codes if wb.fig("ketercapaian", c).value == "tidak_tercapai"]
    rows = [[Cell(wb.indicator(c), tone="" if c in missed else "is-reached", of=c), *(wb.cell(wb.fig(name, c)) for name in figures)] for c in codes]
    columns = [w("column.indicator"), *(w(f"figure.{name}") for name in figures)]
    table = Table(w("balance.table"), columns, rows, frozenset({1, 2, 3, 4}), anchor="tabel-serapan-capaian")
    spent = sorted(codes, key=lambda c: wb.fig("serapan_pct", c).number)
    link = f"#{table.anchor}"
    counted = {"count": wb.counted(codes, link), "reached": wb.counted(len(codes) - len(missed), link, "is-reached")}
    low, high = (wb.cell(wb.fig("serapan_pct", c)) for c in (spent[0], spent[-1]))
    finding = wb.told("balance.finding", **counted, low=low, high=high, whole=wb.cell(whole))
    return [Heading(w("balance.title"), "serapan-capaian"), wb.chart(drawing, title=w("balance.chart"), finding=finding, table=table)]


def _dot(wb: Workbook, code: str) -> dict[str, object]:
    achieved, absorbed = wb.fig("capaian_pct", code), wb.fig("serapan_pct", code)
    tip = wb.words("balance.tip", indicator=wb.indicator(code), capaian=wb.said(achieved), serapan=wb.said(absorbed))
    return {"label": wb.indicator(code), "x": absorbed.number, "y": achieved.number, "of": code, "tip": tip}
