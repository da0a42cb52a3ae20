"""Bars: against a target, to both sides of zero, plain, stacked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, GOOD, INK, NEUTRAL, ROW, altair, data_of, look, unchecked


@unchecked
def bars_to_target(rows: Sequence[dict[str, Any]], *, axis: str, goal: float, legend: dict[bool, str]) -> Any:
    """Horizontal bars per `label` up to `value`, against a line at `goal`; reached and missed differ in colour and hatch text.

    Rows: label, value, text, reached.
    """
    alt = altair()
    data = data_of([{**row, "group": legend[bool(row["reached"])], "end": goal if 0.9 * goal < row["value"] < goal else row["value"]} for row in rows])
    order = [row["label"] for row in rows]
    y = alt.Y("label:N", sort=order, title=None)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domainMin=0, nice=True))
    colour = alt.Color("group:N", title=None, scale=alt.Scale(domain=[legend[True], legend[False]], range=[GOOD, BAD]))
    bars = alt.Chart(data).mark_bar(height=15).encode(y=y, x=x, color=colour)
    text = alt.Chart(data).mark_text(align="left", dx=5).encode(y=y, x=alt.X("end:Q"), text=alt.Text("text:N"))
    line = alt.Chart(data_of([{"goal": goal}])).mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.4).encode(x=alt.X("goal:Q"))
    return alt.layer(bars, line, text, **look(ROW * len(rows) + 10))


@unchecked
def diverging_bars(rows: Sequence[dict[str, Any]], *, axis: str, legend: dict[bool, str]) -> Any:
    """Bars to both sides of zero, per `label`: what adds and what takes away. Rows: label, value, text."""
    alt = altair()
    data = data_of([{**row, "group": legend[row["value"] >= 0], "align": 6 if row["value"] >= 0 else -6} for row in rows])
    order = [row["label"] for row in rows]
    room = max(abs(row["value"]) for row in rows) / 6
    domain = [float(min(0, *(row["value"] for row in rows)) - room), float(max(0, *(row["value"] for row in rows)) + room)]
    y = alt.Y("label:N", sort=order, title=None)
    colour = alt.Color("group:N", title=None, scale=alt.Scale(domain=[legend[True], legend[False]], range=[GOOD, BAD]))
    bars = alt.Chart(data).mark_bar(height=15).encode(y=y, x=alt.X("value:Q", title=axis, scale=alt.Scale(domain=domain, nice=False)), color=colour)
    plus = alt.Chart(data).transform_filter("datum.value >= 0").mark_text(align="left", dx=5).encode(y=y, x=alt.X("value:Q"), text=alt.Text("text:N"))
    minus = alt.Chart(data).transform_filter("datum.value < 0").mark_text(align="right", dx=-5).encode(y=y, x=alt.X("value:Q"), text=alt.Text("text:N"))
    zero = alt.Chart(data_of([{"zero": 0.0}])).mark_rule(color=INK).encode(x=alt.X("zero:Q"))
    return alt.layer(bars, zero, plus, minus, **look(ROW * len(rows) + 10))


@unchecked
def plain_bars(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """Horizontal bars, longest as given first. Rows: label, value, text."""
    alt = altair()
    data = data_of(rows)
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None)
    bars = (
        alt.Chart(data).mark_bar(height=15, color=NEUTRAL).encode(y=y, x=alt.X("value:Q", title=axis, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=8)))
    )
    text = alt.Chart(data).mark_text(align="left", dx=5).encode(y=y, x=alt.X("value:Q"), text=alt.Text("text:N"))
    return alt.layer(bars, text, **look(ROW * len(rows) + 10))


@unchecked
def stacked_bars(rows: Sequence[dict[str, Any]], *, axis: str, colours: dict[str, str]) -> Any:
    """Bars per `label` stacked by `series`. Rows: label, value, series."""
    alt = altair()
    data = data_of([{**row, "rank": list(colours).index(row["series"])} for row in rows])
    y = alt.Y("label:N", sort=list(dict.fromkeys(row["label"] for row in rows)), title=None)
    colour = alt.Color("series:N", title=None, sort=list(colours), scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    return (
        alt.Chart(data, **look(ROW * len({row["label"] for row in rows}) + 10))
        .mark_bar(height=16, stroke="#ffffff")
        .encode(y=y, x=alt.X("sum(value):Q", title=axis, axis=alt.Axis(tickMinStep=1, format="d")), color=colour, order=alt.Order("rank:Q"))
    )
