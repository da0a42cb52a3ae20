"""Counts of several kinds beside each other: a column for every kind, on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

from analysis.charts.look import INK, ROW, about, altair, data_of, layered, look, unchecked

_GAP, _LETTERS = 0.3, 16
"""How much of a column is kept free for what its longest bar says, and how long a line of its name may be."""


@unchecked
def columns(rows: Sequence[dict[str, Any]], *, colours: Mapping[str, str]) -> Any:
    """A bar per `label` in the column of its `series`, with its `text`; `colours` names the columns in order.

    Rows: label, value, text, series. Every column begins at its own line and all have one scale, so that lengths compare; nothing is told by colour alone.
    """
    alt = altair()
    names, most = list(colours), max(float(row["value"]) for row in rows)
    starts = {name: float(number) for number, name in enumerate(names)}
    shown = [{**row, "start": starts[row["series"]], "end": starts[row["series"]] + (1 - _GAP) * float(row["value"]) / most} for row in rows]
    heads = alt.Chart(data_of([{"series": name, "start": start, "head": fill(name, _LETTERS)} for name, start in starts.items()]))
    lines = max(fill(name, _LETTERS).count("\n") for name in names)
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, len(names)], nice=False))
    y = alt.Y("label:N", sort=list(dict.fromkeys(row["label"] for row in rows)), title=None, axis=alt.Axis(domain=False))
    colour = alt.Color("series:N", legend=None, scale=alt.Scale(domain=names, range=list(colours.values())))
    base = alt.Chart(data_of(shown))
    return layered(
        heads.mark_rule(color=INK).encode(x=x),
        heads.mark_text(align="left", baseline="bottom", fontWeight="bold", lineBreak="\n").encode(x=x, y=alt.YValue(-5 - 15 * lines), text=alt.Text("head:N")),
        base.mark_bar(height=14).encode(y=y, x=x, x2=alt.X2("end:Q"), color=colour, description=about()),
        base.mark_text(align="left", dx=5).encode(y=y, x=alt.X("end:Q"), text=alt.Text("text:N"), description=about("named")),
        **look(ROW * len({row["label"] for row in rows})),
    )
