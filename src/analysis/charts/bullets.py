"""Bullets: how far each of several things has come towards one goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, BANDS, GOOD, INK, MUTED, PAPER, about, altair, data_of, look, unchecked

_ROW, _ROOM, _LETTER, _PLOT = 30, 1.28, 6.3, 330


@unchecked
def bullets(rows: Sequence[dict[str, Any]], *, axis: str, goal: float, missed: str, ranges: Sequence[tuple[float, float | None, str]] = ()) -> Any:
    """A bar per `label` up to `value`, against a mark at `goal`; what is missed is hollow and called `missed`.

    Rows: label, value, text (at the bar), note (beside it), reached. `ranges` stand behind, lowest first: from, up to or open, and the name.
    """
    alt = altair()
    top = _ROOM * max(float(goal), *(float(row["value"]) for row in rows))
    data = data_of([{**row, **_looks(row), "word": missed, "end": goal if 0.8 * goal < row["value"] < goal else row["value"]} for row in rows])
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(grid=not ranges))
    fill, stroke = alt.Fill("fill:N", scale=None), alt.Stroke("stroke:N", scale=None)
    base = alt.Chart(data)
    bars = base.mark_bar(height=13, strokeWidth=2).encode(y=y, x=x, fill=fill, stroke=stroke, description=about())
    text = base.mark_text(align="left", dx=6).encode(y=y, x=alt.X("end:Q"), text=alt.Text("text:N"), description=about("named"))
    beside = {"y": y, "x": alt.value("width"), "description": about("named")}
    reached = base.transform_filter("datum.reached").mark_text(align="left", dx=8).encode(text=alt.Text("note:N"), **beside)
    short = base.transform_filter("!datum.reached").mark_text(align="left", dx=8, dy=-7).encode(text=alt.Text("note:N"), **beside)
    word = base.transform_filter("!datum.reached").mark_text(align="left", dx=8, dy=7, color=BAD, fontWeight="bold").encode(text=alt.Text("word:N"), **beside)
    line = alt.Chart(data_of([{"goal": goal}])).mark_rule(color=INK, strokeWidth=2).encode(x=alt.X("goal:Q"))
    return alt.layer(*_grounds(ranges, top), bars, line, text, reached, short, word, **look(_ROW * len(rows)))


def _looks(row: dict[str, Any]) -> dict[str, str]:
    return {"fill": GOOD, "stroke": GOOD} if row["reached"] else {"fill": PAPER, "stroke": BAD}


def _grounds(ranges: Sequence[tuple[float, float | None, str]], top: float) -> list[Any]:
    """The ranges as grounds of the picture, with their names above it; where they are narrow, neighbours take turns on two lines."""
    shown = [(lower, min(top, top if upper is None else upper), name) for lower, upper, name in ranges if lower < top]
    if not shown:
        return []
    alt = altair()
    tight = any(_LETTER * len(name) > _PLOT * (upper - lower) / top for lower, upper, name in shown)
    data = data_of(
        [
            {"from": lower, "to": upper, "middle": (lower + upper) / 2, "name": name, "ground": BANDS[number % 2], "line": number % 2 if tight else 0}
            for number, (lower, upper, name) in enumerate(shown)
        ]
    )
    base = alt.Chart(data)
    ground = base.mark_rect().encode(x=alt.X("from:Q"), x2=alt.X2("to:Q"), fill=alt.Fill("ground:N", scale=None))
    names = [
        base.transform_filter(f"datum.line == {line}")
        .mark_text(baseline="bottom", color=MUTED, dy=-3 - 14 * line)
        .encode(x=alt.X("middle:Q"), y=alt.value(0), text=alt.Text("name:N"))
        for line in ((0, 1) if tight else (0,))
    ]
    return [ground, *names]
