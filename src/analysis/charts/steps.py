"""Waterfalls: from one amount to another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from analysis.charts.look import BAD, GOOD, INK, MUTED, NEUTRAL, PAPER, ROW, SOFT, about, altair, data_of, look, unchecked

_ROOM = 0.2


@unchecked
def steps(rows: Sequence[dict[str, Any]], *, axis: str, judged: bool = False) -> Any:
    """Each step from `start` to `end`, each total from zero; what takes away is hollow. Rows: label, start, end, text, total.

    `judged` steps are good or bad, and stand so close to their totals that the axis does not begin at zero: totals are marks, not bars.
    """
    alt = altair()
    more, less = (GOOD, BAD) if judged else (SOFT, NEUTRAL)
    data = data_of([{**row, **_looks(row, more, less), "top": max(row["start"], row["end"])} for row in rows])
    y = alt.Y("label:N", scale=_order(rows), title=None, axis=alt.Axis(domain=not judged))
    x = alt.X("start:Q", title=axis, scale=alt.Scale(domain=_domain(rows, judged), nice=False, zero=False))
    fill, stroke = alt.Fill("fill:N", scale=None), alt.Stroke("stroke:N", scale=None)
    base = alt.Chart(data)
    told = {"y": y, "description": about()}
    moves = base.transform_filter("!datum.total") if judged else base
    bars = moves.mark_bar(height=15, strokeWidth=2).encode(x=x, x2=alt.X2("end:Q"), fill=fill, stroke=stroke, **told)
    marks = base.transform_filter("datum.total").mark_tick(size=20, thickness=4, opacity=1, color=INK).encode(x=alt.X("end:Q"), **told) if judged else None
    text = base.mark_text(align="left", dx=7).encode(y=y, x=alt.X("top:Q"), text=alt.Text("text:N"), description=about("named"))
    return alt.layer(_between(rows), bars, *([marks] if judged else []), text, **look(ROW * len(rows) + 4))


def _looks(row: dict[str, Any], more: str, less: str) -> dict[str, str]:
    if row["total"]:
        return {"fill": NEUTRAL, "stroke": NEUTRAL}
    return {"fill": more, "stroke": more} if row["end"] >= row["start"] else {"fill": PAPER, "stroke": less}


def _domain(rows: Sequence[dict[str, Any]], judged: bool) -> list[float]:
    """From zero, or from a little below the least where steps are judged, with room for words at the right."""
    values = [float(row[end]) for row in rows for end in ("start", "end") if not (judged and row["total"] and end == "start")]
    low = min(values) if judged else min(0.0, *values)
    span = max(values) - low or 1.0
    return [low - 0.05 * span if judged else low, max(values) + _ROOM * span]


def _order(rows: Sequence[dict[str, Any]]) -> Any:
    return altair().Scale(domain=[row["label"] for row in rows])


def _between(rows: Sequence[dict[str, Any]]) -> Any:
    """Thin lines that carry the amount from one step to the next."""
    alt = altair()
    data = data_of([{"at": one["end"], "from": one["label"], "to": other["label"]} for one, other in pairwise(rows)])
    y, y2 = alt.Y("from:N", scale=_order(rows)), alt.Y2("to:N")
    return alt.Chart(data).mark_rule(color=MUTED, strokeDash=[2, 2]).encode(x=alt.X("at:Q"), y=y, y2=y2)
