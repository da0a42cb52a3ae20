"""Dots beside each other, for values of one thing under several headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, INK, SERIES, about, altair, data_of, layered, look, unchecked


@unchecked
def dots(rows: Sequence[dict[str, Any]], *, axis: str, bounds: Sequence[float] = ()) -> Any:
    """Dots per `label`, one shape and colour per `series`, with dashed bounds. Rows: label, value, series."""
    alt = altair()
    data = data_of(rows)
    names = list(dict.fromkeys(row["series"] for row in rows))
    y = alt.Y("label:N", sort=list(dict.fromkeys(row["label"] for row in rows)), title=None)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(nice=True, zero=False, padding=12), axis=alt.Axis(tickCount=8))
    palette = (INK, *(colour for colour in SERIES if colour != INK))
    colour = alt.Color("series:N", title=None, sort=names, scale=alt.Scale(domain=names, range=(palette * 3)[: len(names)]))
    shape = alt.Shape(
        "series:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=["diamond", "circle", "square", "triangle-up", "cross", "triangle-down"][: len(names)]),
    )
    offset = alt.YOffset("series:N", sort=names)
    points = alt.Chart(data).mark_point(filled=True, opacity=1, size=95).encode(y=y, x=x, yOffset=offset, color=colour, shape=shape, description=about())
    rules = [alt.Chart(data_of([{"bound": float(b)}])).mark_rule(color=BAD, strokeDash=[4, 3]).encode(x=alt.X("bound:Q")) for b in bounds]
    return layered(*rules, points, **look((16 + 12 * len(names)) * len({row["label"] for row in rows}) + 20))
