"""What few things hold most of a sum: bars from the longest down, with the shares added up beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import LOWER, MUTED, NEUTRAL, TALL, WIDTH, about, altair, data_of, layered, look, names_above, unchecked

_ROOM, _SHARES = 1.65, 90
"""How far the scale reaches beyond the longest bar, for what it says; and the room at the edge that no name takes."""


@unchecked
def pareto(rows: Sequence[dict[str, Any]], *, shares: str) -> Any:
    """A bar per `label` with its `text`, and at the right edge, under `shares`, its share together with those of all longer bars.

    Rows: label, value, text, share. Every bar says its value, so that no axis has to.
    """
    alt = altair()
    data, longest = data_of(rows), max(float(row["value"]) for row in rows)
    base, named, edge = alt.Chart(data), about("named"), alt.XValue("width")
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, _ROOM * longest], nice=False))
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None, axis=None)
    head = alt.Chart(data_of([{"shares": shares}])).mark_text(align="right", baseline="bottom", color=MUTED)
    return layered(
        base.mark_bar(height=13, color=NEUTRAL, yOffset=LOWER).encode(y=y, x=x, description=about()),
        names_above(data, y, WIDTH - _SHARES),
        base.mark_text(align="left", dx=5, dy=LOWER).encode(y=y, x=x, text=alt.Text("text:N"), description=named),
        base.mark_text(align="right", dy=LOWER).encode(y=y, x=edge, text=alt.Text("share:N"), description=named),
        head.encode(x=edge, y=alt.YValue(6), text=alt.Text("shares:N")),
        **look(TALL * len(rows)),
    )
