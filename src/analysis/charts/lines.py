"""Lines over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import SERIES, altair, data_of, look, unchecked


@unchecked
def lines_over_time(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """One line per `series` over `when`, told apart by colour, dash and the text at each point. Rows: when, value, series, text."""
    alt = altair()
    data = data_of(rows)
    names = list(dict.fromkeys(row["series"] for row in rows))
    x = alt.X("when:O", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=axis, scale=alt.Scale(zero=False, nice=True, padding=18))
    colour = alt.Color("series:N", title=None, sort=names, scale=alt.Scale(domain=names, range=(SERIES * 3)[: len(names)]))
    dash = alt.StrokeDash("series:N", title=None, sort=names, legend=None)
    base = alt.Chart(data)
    line = base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour, strokeDash=dash)
    points = base.mark_point(filled=True, size=60).encode(x=x, y=y, color=colour)
    text = base.mark_text(dy=-11).encode(x=x, y=y, text=alt.Text("text:N"))
    return alt.layer(line, points, text, **look(280))
