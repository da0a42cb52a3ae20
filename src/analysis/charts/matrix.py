"""A matrix of values, each with the sign of how it stands: what is reached, missed, or has no value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, GOOD, INK, MUTED, ROW, WIDTH, about, altair, data_of, layered, look, unchecked

REACHED, MISSED, OPEN = "reached", "missed", "open"
"""How a value stands."""
_LOOKS: dict[str, dict[str, Any]] = {
    REACHED: {"sign": "M-0.8,0.1L-0.25,0.7L0.8,-0.7", "ink": GOOD, "filled": 0.12, "framed": 0},
    MISSED: {"sign": "M-0.6,-0.6L0.6,0.6M0.6,-0.6L-0.6,0.6", "ink": BAD, "filled": 0.2, "framed": 1.5},
    OPEN: {"sign": "M-0.45,0L0.45,0", "ink": MUTED, "filled": 0, "framed": 0},
}
"""How a cell looks: a tick, a cross and a dash are drawn, so that no font has to know them."""
_CELL, _CODES, _NAMES = 80, 60, 120
"""Room for a cell, for codes in front of the cells, and the least for names behind them; where that is not left, cells take it all."""

_LONG, _LINE = 10, 15
_SPLIT = f"length(datum.label) > {_LONG} ? split(datum.label, ' ') : datum.label"
"""The name of a column, word by word, each on a line of its own, where it is long."""


@unchecked
def matrix(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """A cell per `label` and `column` with its `text` and a sign for its `state`, and behind each row its `name`.

    Rows: label, name, column, text, state. Labels are short: on a narrow screen they and the cells are seen first.
    """
    alt = altair()
    labels, columns = (list(dict.fromkeys(row[name] for row in rows)) for name in ("label", "column"))
    room, behind = WIDTH - _CODES, _CELL * len(columns) + 6
    named = behind + _NAMES <= room
    above = 5 + _LINE * (max(len(name.split()) if len(name) > _LONG else 1 for name in columns) - 1)
    step = _CELL if named else min(1.3 * _CELL, room // len(columns))
    x = alt.X(
        "column:N",
        sort=columns,
        title=axis,
        scale=alt.Scale(range=[0, step * len(columns)], paddingInner=0.06, paddingOuter=0),
        axis=alt.Axis(orient="top", labelAngle=0, domain=False, labelLimit=step, titleAnchor="start", labelExpr=_SPLIT, labelPadding=above),
    )
    left = alt.Axis(domain=False, labelLimit=_CODES - 8, minExtent=_CODES - 6)
    y = alt.Y("label:N", sort=labels, title=None, scale=alt.Scale(paddingInner=0.06, paddingOuter=0), axis=left)
    base = alt.Chart(data_of([{**row, **_LOOKS[row["state"]]} for row in rows])).encode(y=y)
    ink = {"color": alt.Color("ink:N", scale=None), "stroke": alt.Stroke("ink:N", scale=None)}
    faint = {"strokeWidth": alt.StrokeWidth("framed:Q", scale=None), "fillOpacity": alt.FillOpacity("filled:Q", scale=None)}
    sign = {"shape": alt.Shape("sign:N", scale=None), "stroke": alt.Stroke("ink:N", scale=None)}
    layers = [
        base.mark_rect().encode(x=x, description=about(), **ink, **faint),
        base.mark_point(size=150, strokeWidth=2, opacity=1, xOffset=14 - step / 2).encode(x=x, description=about("named"), **sign),
        base.mark_text(align="right", dx=step / 2 - 8, color=INK).encode(x=x, text=alt.Text("text:N"), description=about("named")),
    ]
    if named:
        names = base.transform_filter(alt.datum.column == columns[-1]).mark_text(align="left", limit=room - behind - 12)
        layers.append(names.encode(x=alt.XValue(behind), text=alt.Text("name:N"), description=about("named")))
    return layered(*layers, **look((ROW + 2) * len(labels)))
