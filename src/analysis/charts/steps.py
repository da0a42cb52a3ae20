"""Waterfalls: from one amount to another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from analysis.charts.look import BAD, GOOD, INK, LOWER, MUTED, NEUTRAL, PAPER, ROW, SOFT, TALL, about, altair, data_of, layered, look, names_above, unchecked

_ROOM = 0.22


@unchecked
def steps(rows: Sequence[dict[str, Any]], *, axis: str, judged: bool = False) -> Any:
    """Each step from `start` to `end`, each total from zero; what takes away is hollow. Rows: label, start, end, text, total.

    `judged` steps are good or bad, with their names above them; they are so small against their totals that the axis does not begin
    at zero, and totals are marks, not bars.
    """
    alt = altair()
    lower, height = (LOWER, TALL) if judged else (0, ROW)
    data = data_of([{**row, **_looks(row, judged), "top": max(row["start"], row["end"])} for row in rows])
    side = {"scale": alt.Scale(domain=[row["label"] for row in rows]), "title": None, "axis": None if judged else alt.Axis()}
    y = alt.Y("label:N", **side)
    x = alt.X("start:Q", title=axis, scale=alt.Scale(domain=_domain(rows, judged), nice=False, zero=False))
    fill, stroke = alt.Fill("fill:N", scale=None), alt.Stroke("stroke:N", scale=None)
    base = alt.Chart(data)
    told = {"y": y, "description": about()}
    moves = base.transform_filter("!datum.total") if judged else base
    bars = moves.mark_bar(height=14, strokeWidth=2, yOffset=lower).encode(x=x, x2=alt.X2("end:Q"), fill=fill, stroke=stroke, **told)
    totals = base.transform_filter("datum.total").mark_tick(size=20, thickness=4, opacity=1, color=INK, yOffset=lower)
    text = base.mark_text(align="left", dx=7, dy=lower).encode(y=y, x=alt.X("top:Q"), text=alt.Text("text:N"), description=about("named"))
    named = [totals.encode(x=alt.X("end:Q"), **told), names_above(data, y)] if judged else []
    return layered(_between(rows, side, lower), bars, *named, text, **look(height * len(rows) + 4))


def _looks(row: dict[str, Any], judged: bool) -> dict[str, str]:
    if row["total"]:
        return {"fill": NEUTRAL, "stroke": NEUTRAL}
    more, less = (GOOD, BAD) if judged else (SOFT, NEUTRAL)
    return {"fill": more, "stroke": more} if row["end"] >= row["start"] else {"fill": PAPER, "stroke": less}


def _domain(rows: Sequence[dict[str, Any]], judged: bool) -> list[float]:
    """From zero, or from a little below the least where steps are judged, with room for words at the right."""
    values = [float(row[end]) for row in rows for end in ("start", "end") if not (judged and row["total"] and end == "start")]
    low = min(values) if judged else min(0.0, *values)
    span = max(values) - low or 1.0
    return [low - 0.05 * span if judged else low, max(values) + _ROOM * span]


def _between(rows: Sequence[dict[str, Any]], side: dict[str, Any], lower: int) -> Any:
    """Thin lines that carry the amount from one step to the next."""
    alt = altair()
    data = data_of([{"at": one["end"], "from": one["label"], "to": other["label"]} for one, other in pairwise(rows)])
    chart = alt.Chart(data).mark_rule(color=MUTED, strokeDash=[2, 2], yOffset=lower, y2Offset=lower)
    return chart.encode(x=alt.X("at:Q"), y=alt.Y("from:N", **side), y2=alt.Y2("to:N"))
