"""Waterfalls: from one amount to another, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, GOOD, NEUTRAL, altair, data_of, look, unchecked


@unchecked
def steps(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """A waterfall: each step from `start` to `end`; totals and moves differ in colour. Rows: label, start, end, text, total."""
    alt = altair()
    data = data_of(
        [{**row, "colour": NEUTRAL if row["total"] else (GOOD if row["end"] >= row["start"] else BAD), "top": max(row["start"], row["end"])} for row in rows]
    )
    x = alt.X("label:N", sort=[row["label"] for row in rows], title=None, axis=alt.Axis(labelAngle=0, labelLimit=130))
    y = alt.Y("start:Q", title=axis, axis=alt.Axis(tickCount=6))
    bars = alt.Chart(data).mark_bar(size=58).encode(x=x, y=y, y2=alt.Y2("end:Q"), color=alt.Color("colour:N", scale=None))
    text = alt.Chart(data).mark_text(dy=-7).encode(x=x, y=alt.Y("top:Q"), text=alt.Text("text:N"))
    return alt.layer(bars, text, **look(260))
