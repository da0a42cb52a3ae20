"""What few things hold most of a sum: bars from the longest down, with the shares added up beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import MUTED, NEUTRAL, ROW, about, altair, data_of, look, unchecked


@unchecked
def pareto(rows: Sequence[dict[str, Any]], *, shares: str) -> Any:
    """A bar per `label` with its `text`, and at the right edge, under `shares`, its share together with those of all longer bars.

    Rows: label, value, text, share. Every bar says its value, so that no axis has to.
    """
    alt = altair()
    base = alt.Chart(data_of(rows))
    longest = max(float(row["value"]) for row in rows)
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, 2.2 * longest], nice=False))
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None)
    edge = alt.value("width")
    head = alt.Chart(data_of([{"shares": shares}])).mark_text(align="right", baseline="bottom", color=MUTED)
    return alt.layer(
        base.mark_bar(height=15, color=NEUTRAL).encode(y=y, x=x, description=about()),
        base.mark_text(align="left", dx=5).encode(y=y, x=x, text=alt.Text("text:N"), description=about("named")),
        base.mark_text(align="right").encode(y=y, x=edge, text=alt.Text("share:N"), description=about("named")),
        head.encode(x=edge, y=alt.value(-4), text=alt.Text("shares:N")),
        **look(ROW * len(rows)),
    )
