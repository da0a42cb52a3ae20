"""Bullets: how far each of several things has come towards one goal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, BANDS, GOOD, INK, LOWER, MUTED, PAPER, TALL, WIDTH, about, altair, data_of, layered, look, names_above, unchecked

_ROOM, _WORDS, _LETTER, _NOTE = 1.15, 1.34, 6.6, 140
Range = tuple[float, float | None, str]
"""From, up to or open, and the name."""


@unchecked
def bullets(rows: Sequence[dict[str, Any]], *, axis: str, goal: float, missed: str, ranges: Sequence[Range] = ()) -> Any:
    """A bar per `label` up to `value`, against a mark at `goal`; what is missed is hollow and called `missed`. `ranges` stand behind, lowest first.

    Rows: label, value, text (at the bar), note (above it), reached.
    """
    alt = altair()
    top = max(_WORDS * float(goal), *(_ROOM * float(row["value"]) for row in rows))
    data = data_of([{**row, **_looks(row), "goal": goal, "word": missed, "end": goal if 0.8 * goal < row["value"] < goal else row["value"]} for row in rows])
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None, axis=None)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(grid=not ranges))
    base, named, edge = alt.Chart(data), about("named"), alt.XValue("width")
    bars = base.mark_bar(height=11, strokeWidth=2, yOffset=LOWER).encode(
        y=y, x=x, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None), description=about()
    )
    goals = base.mark_tick(size=21, thickness=2.5, color=INK, opacity=1, yOffset=LOWER).encode(y=y, x=alt.X("goal:Q"))
    text = base.mark_text(align="left", dx=6, dy=LOWER).encode(y=y, x=alt.X("end:Q"), text=alt.Text("text:N"), description=named)
    note = base.mark_text(align="right", dy=-LOWER - 4).encode(y=y, x=edge, text=alt.Text("note:N"), description=named)
    short = base.transform_filter("!datum.reached").mark_text(align="right", dy=LOWER, color=BAD, fontWeight="bold")
    word = short.encode(y=y, x=edge, text=alt.Text("word:N"), description=named)
    return layered(*_grounds(rows, y, ranges, top), bars, goals, names_above(data, y, WIDTH - _NOTE), text, note, word, **look(TALL * len(rows)))


def _looks(row: dict[str, Any]) -> dict[str, str]:
    return {"fill": GOOD, "stroke": GOOD} if row["reached"] else {"fill": PAPER, "stroke": BAD}


def _grounds(rows: Sequence[dict[str, Any]], y: Any, ranges: Sequence[Range], top: float) -> list[Any]:
    """The ranges behind every bar, with their names above the first; where they are narrow, neighbours take turns on two lines."""
    shown = [(lower, min(top, top if upper is None else upper), name) for lower, upper, name in ranges if lower < top]
    if not shown:
        return []
    alt = altair()
    grounds = sorted((number % 2, lower, upper) for number, (lower, upper, _) in enumerate(shown))
    strips = data_of([{"label": row["label"], "from": lower, "to": upper, "ground": BANDS[kind]} for kind, lower, upper in grounds for row in rows])
    ground = alt.Fill("ground:N", scale=None)
    behind = alt.Chart(strips).mark_bar(height=21, yOffset=LOWER).encode(y=y, x=alt.X("from:Q"), x2=alt.X2("to:Q"), fill=ground)
    tight = any(_LETTER * len(name) > WIDTH * (upper - lower) / top for lower, upper, name in shown)
    lines = [range(0, len(shown), 2), range(1, len(shown), 2)] if tight else [range(len(shown))]
    return [behind, *(_names([shown[number] for number in line], -3 - 15 * place) for place, line in enumerate(lines) if line)]


def _names(ranges: Sequence[tuple[float, float, str]], dy: int) -> Any:
    """The names of ranges, each over its middle."""
    alt = altair()
    data = data_of([{"middle": (lower + upper) / 2, "name": name} for lower, upper, name in ranges])
    chart = alt.Chart(data).mark_text(baseline="bottom", color=MUTED, fontStyle="italic", dy=dy)
    return chart.encode(x=alt.X("middle:Q"), y=alt.YValue(0), text=alt.Text("name:N"))
