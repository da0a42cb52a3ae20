"""Which lines hold the money that was not spent?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from analysis import charts
from analysis.figures import Figure
from analysis.figures.unspent import most_first
from analysis.pages.blocks import Block, Cell, Table
from analysis.workbook import Workbook

_SHOWN, _TOLD = 12, 3
"""How many lines are drawn, and how many a sentence adds up."""


def chart(wb: Workbook, names: Mapping[str, str]) -> list[Block]:
    """The lines with the most left, `names` by code, each with its share and that of all before it."""
    w = wb.words
    left = [figure for figure in most_first([wb.fig("sisa_rp", code) for code in wb.subjects("bagian_sisa_pct")]) if figure.number > 0]
    if len(left) < 2 or wb.fig("bagian_sisa_pct", left[0].subject).value is None:
        return []
    twice = {name for name, count in Counter(names[figure.subject] for figure in left).items() if count > 1}
    labels = {code: f"{code} {name}" if name in twice else name for code, name in names.items()}
    drawn = [_bar(wb, figure, labels[figure.subject]) for figure in left[:_SHOWN]]
    columns = ("sisa_rp", "bagian_sisa_pct", "bagian_sisa_kumulatif_pct", "serapan_pct")
    last = left[: min(_TOLD, len(left) - 1)]
    rows = [
        [Cell(f"{f.subject} {names[f.subject]}", tone="is-first" if f in last else "", of=f.subject), *(wb.cell(wb.fig(name, f.subject)) for name in columns)]
        for f in left
    ]
    table = Table(w("unspent.chart"), [w("column.line"), *(w(f"figure.{name}") for name in columns)], rows, frozenset({1, 2, 3, 4}), anchor="sisa-data")
    values = {"count": wb.counted(last, "#sisa-data", "is-first"), "lines": wb.counted(left, "#sisa-data"), "share": wb.cell(_cumulated(wb, last[-1]))}
    finding = wb.told("unspent.finding" if len(last) > 1 else "unspent.one", **values, sisa=wb.money(wb.fig("sisa_rp")))
    return [wb.chart(charts.pareto(drawn, shares=w("unspent.shares")), title=w("unspent.chart"), finding=finding, table=table)]


def _cumulated(wb: Workbook, left: Figure) -> Figure:
    return wb.fig("bagian_sisa_kumulatif_pct", left.subject)


def _bar(wb: Workbook, left: Figure, name: str) -> dict[str, object]:
    w, share, together = wb.words, wb.said(wb.fig("bagian_sisa_pct", left.subject)), wb.said(_cumulated(wb, left))
    tip = w("unspent.tip", line=name, sisa=wb.said(left), share=share, together=together)
    text = w("unspent.text", sisa=w.money(left.number), share=share)
    return {"label": name, "value": left.number, "text": text, "share": together, "of": left.subject, "tip": tip}
