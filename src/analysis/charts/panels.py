"""Small drawings that stand side by side: one indicator over the years, one kind of spending over the quarters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.charts.look import BAD, BANDS, GRID, INK, MUTED, NEUTRAL, PAPER, about, altair, data_of, layered, look, unchecked
from analysis.charts.matrix import MISSED, OPEN

_WIDE, _HIGH = 280, 118
_ABOVE, _BELOW = -10, 16


@unchecked
def over_years(rows: Sequence[dict[str, Any]], *, when: Sequence[str], goal: float | None = None) -> Any:
    """What was realised by period as a line, each period's target as a bar across, and the target at the end of the plan as a dashed line.

    Rows: when, value, text, kind (`realised` or `target`), state. A missed target leaves its point hollow. `when` are all periods in order.
    """
    alt = altair()
    realised, targets = ([row for row in rows if row["kind"] == kind] for kind in ("realised", "target"))
    due = {row["when"]: row["value"] for row in targets}
    shown = [{**row, "run": _run(realised, when, row), **_looks(row), "below": row["value"] < due.get(row["when"], row["value"])} for row in realised]
    span = [float(row["value"]) for row in rows] + ([] if goal is None else [float(goal)])
    x, y = _times(when), _heights(span)
    layers = [] if goal is None else [alt.Chart(data_of([{"value": goal}])).mark_rule(color=MUTED, strokeDash=[5, 3], strokeWidth=1.5).encode(y=y)]
    if targets:
        layers.append(
            alt.Chart(data_of(targets)).mark_tick(color=INK, thickness=3, size=26, orient="horizontal", opacity=1).encode(x=x, y=y, description=about())
        )
    base = alt.Chart(data_of(shown))
    points = {"fill": alt.Fill("inside:N", scale=None), "stroke": alt.Stroke("around:N", scale=None)}
    layers += [
        base.mark_line(color=NEUTRAL, strokeWidth=2).encode(x=x, y=y, detail=alt.Detail("run:N")),
        base.mark_point(size=60, strokeWidth=2, opacity=1).encode(x=x, y=y, description=about(), **points),
        base.transform_filter("!datum.below").mark_text(dy=_ABOVE).encode(x=x, y=y, text=alt.Text("text:N"), description=about("named")),
        base.transform_filter("datum.below").mark_text(dy=_BELOW).encode(x=x, y=y, text=alt.Text("text:N"), description=about("named")),
    ]
    return layered(*layers, **_size())


@unchecked
def over_quarters(rows: Sequence[dict[str, Any]], *, when: Sequence[str]) -> Any:
    """What is expected by the end of each quarter as a step to reach, and what was reached as a point. Rows: when, value, text, kind, state.

    `kind` is `target` or `realised`. A missed target leaves its point hollow; a diamond is held against no target of its own.
    """
    alt = altair()
    x = _times(when, paddingInner=0.08, paddingOuter=0)
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[0, max(112.0, *(1.12 * float(row["value"]) for row in rows))], nice=False))
    expected, reached = ([row for row in rows if row["kind"] == kind] for kind in ("target", "realised"))
    steps, points = alt.Chart(data_of(expected)), alt.Chart(data_of([{**row, **_looks(row), "shape": _shape(row)} for row in reached]))
    looks = {"fill": alt.Fill("inside:N", scale=None), "stroke": alt.Stroke("around:N", scale=None), "shape": alt.Shape("shape:N", scale=None)}
    layers = [
        steps.mark_bar(color=BANDS[0]).encode(x=x, y=y, description=about()),
        steps.mark_tick(color=INK, thickness=2, size=60, orient="horizontal", opacity=1).encode(x=x, y=y),
        steps.mark_text(dy=_ABOVE).encode(x=x, y=y, text=alt.Text("text:N"), description=about("named")),
    ]
    if reached:
        layers.append(points.mark_point(size=80, strokeWidth=2, opacity=1).encode(x=x, y=y, description=about(), **looks))
        layers.append(points.mark_text(dy=_BELOW, fontWeight="bold").encode(x=x, y=y, text=alt.Text("text:N"), description=about("named")))
    return layered(*layers, **_size())


def _shape(row: dict[str, Any]) -> str:
    return "diamond" if row["state"] == OPEN else "circle"


def _size() -> dict[str, Any]:
    return {**look(_HIGH), "width": _WIDE}


def _times(when: Sequence[str], **padding: float) -> Any:
    alt = altair()
    axis = alt.Axis(labelAngle=0, domainColor=GRID, labelExpr="split(datum.label, '\\n')", labelPadding=6)
    return alt.X("when:N", title=None, sort=list(when), scale=alt.Scale(domain=list(when), **padding), axis=axis)


def _heights(span: Sequence[float]) -> Any:
    """An axis that is not drawn, since every point says its value, with room above and below for what they say."""
    alt = altair()
    low, high = min(span), max(span)
    room = (high - low) * 0.28 or abs(high) * 0.28 or 1.0
    return alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[low - room, high + room], nice=False, zero=False))


def _run(realised: Sequence[dict[str, Any]], when: Sequence[str], row: dict[str, Any]) -> int:
    """A number for the unbroken run of periods that the row belongs to: a line does not bridge a period without value."""
    known = {other["when"] for other in realised}
    return sum(name not in known for name in when[: when.index(row["when"])])


def _looks(row: dict[str, Any]) -> dict[str, str]:
    return {"inside": PAPER, "around": BAD} if row["state"] == MISSED else {"inside": NEUTRAL, "around": NEUTRAL}
