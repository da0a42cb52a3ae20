"""A matrix of values, each with the sign of how it stands: what is reached, missed, or has no value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, GOOD, INK, MUTED, ROW, WIDTH, altair, data_of, look, unchecked

REACHED, MISSED, OPEN = "reached", "missed", "open"
"""How a value stands."""
_LOOKS: dict[str, dict[str, Any]] = {
    REACHED: {"sign": "M-0.8,0.1L-0.25,0.7L0.8,-0.7", "ink": GOOD, "filled": 0.12, "framed": 0},
    MISSED: {"sign": "M-0.6,-0.6L0.6,0.6M0.6,-0.6L-0.6,0.6", "ink": BAD, "filled": 0.2, "framed": 1.5},
    OPEN: {"sign": "M-0.45,0L0.45,0", "ink": MUTED, "filled": 0, "framed": 0},
}
"""How a cell looks: a tick, a cross and a dash are drawn, so that no font has to know them."""
_WIDEST = 104
_NAMES = 250
"""The least room for the names of the rows, in pixels; they take what the columns leave."""


@unchecked
def matrix(rows: Sequence[dict[str, Any]]) -> Any:
    """A cell per `label` and `column` with its `text` and a sign for its `state`. Rows: label, column, text, state."""
    alt = altair()
    shown = [{**row, **_LOOKS[row["state"]]} for row in rows]
    labels, columns = (list(dict.fromkeys(row[name] for row in rows)) for name in ("label", "column"))
    step = min(_WIDEST, WIDTH // max(1, len(columns)))
    names = _NAMES + WIDTH - step * len(columns)
    x = alt.X(
        "column:N",
        sort=columns,
        title=None,
        scale=alt.Scale(paddingInner=0.05, paddingOuter=0, round=True),
        axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelPadding=6, labelLimit=step),
    )
    y = alt.Y(
        "label:N",
        sort=labels,
        title=None,
        scale=alt.Scale(paddingInner=0.12, paddingOuter=0, round=True),
        axis=alt.Axis(ticks=False, domain=False, labelAlign="left", labelPadding=names, labelLimit=names - 10, minExtent=names),
    )
    base = alt.Chart(data_of(shown)).encode(x=x, y=y)
    cells = base.mark_rect().encode(
        color=alt.Color("ink:N", scale=None),
        stroke=alt.Stroke("ink:N", scale=None),
        strokeWidth=alt.StrokeWidth("framed:Q", scale=None),
        fillOpacity=alt.FillOpacity("filled:Q", scale=None),
    )
    signs = base.mark_point(size=190, strokeWidth=2, opacity=1, xOffset=18 - step / 2).encode(
        shape=alt.Shape("sign:N", scale=None), stroke=alt.Stroke("ink:N", scale=None)
    )
    text = base.mark_text(align="right", dx=step / 2 - 10, color=INK).encode(text=alt.Text("text:N"))
    return alt.layer(cells, signs, text, **{**look((ROW + 2) * len(labels)), "width": step * len(columns)})
