"""Stacked bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, BANDS, PAPER, ROW, SOFT, about, altair, data_of, look, unchecked

_INSIDE = {BAD: PAPER, SOFT: BANDS[0]}
"""What bars are filled with whose colour stands around them, so that they differ without colours."""


@unchecked
def stacked_bars(rows: Sequence[dict[str, Any]], *, axis: str, colours: dict[str, str]) -> Any:
    """Bars per `label` stacked by `series`. Rows: label, value, series."""
    alt = altair()
    data = data_of([{**row, "rank": list(colours).index(row["series"])} for row in rows])
    y = alt.Y("label:N", sort=list(dict.fromkeys(row["label"] for row in rows)), title=None)
    x = alt.X("value:Q", title=axis, stack="zero", axis=alt.Axis(tickMinStep=1, format="d"))
    fills = [_INSIDE.get(colour, colour) for colour in colours.values()]
    fill = alt.Fill("series:N", title=None, sort=list(colours), scale=alt.Scale(domain=list(colours), range=fills))
    stroke = alt.Stroke("series:N", title=None, sort=list(colours), scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    return (
        alt.Chart(data, **look(ROW * len({row["label"] for row in rows}) + 10))
        .mark_bar(height=15, strokeWidth=1.5)
        .encode(y=y, x=x, fill=fill, stroke=stroke, order=alt.Order("rank:Q"), description=about())
    )
