"""Two measures of the same things against each other, in four fields with names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from analysis.charts.look import INK, MUTED, NEUTRAL, about, altair, data_of, layered, look, unchecked

_HEIGHT, _BESIDE, _APART, _LINE = 300, 150, 17, 16


@unchecked
def quadrants(
    rows: Sequence[dict[str, Any]], *, axes: tuple[str, str], cross: tuple[float, float], names: tuple[str, str, str, str], least: float, full: float
) -> Any:
    """A dot per `label` at `x` and `y`, the fields named, and beside them the labels, led to their dots. Rows: label, x, y.

    `cross` parts the fields, `names` go from the upper left one by lines; no axis spans less than `least`, so that little does not look like much,
    and the axis across has no numbers beyond `full`.
    """
    alt = altair()
    across, up = (_domain([float(row[axis]) for row in rows], centre, least) for axis, centre in zip(("x", "y"), cross, strict=True))
    data = data_of(_beside(rows, up))
    x = alt.X(
        "x:Q",
        title=axes[0],
        scale=alt.Scale(domain=across, nice=False, zero=False),
        axis=alt.Axis(grid=False, labelExpr=f"datum.value > {full} ? '' : datum.label"),
    )
    y = alt.Y("y:Q", title=axes[1], scale=alt.Scale(domain=up, nice=False, zero=False), axis=alt.Axis(grid=False))
    base = alt.Chart(data)
    beside = {"y": alt.Y("beside:Q"), "description": about("named")}
    lead = base.mark_rule(color=MUTED, strokeWidth=1).encode(x=x, y=y, x2=alt.X2Value("width"), y2=alt.Y2("beside:Q"), description=about("named"))
    dots = base.mark_point(filled=True, fill=NEUTRAL, opacity=1, size=90).encode(x=x, y=y, description=about())
    text = base.mark_text(align="left", dx=6, limit=_BESIDE).encode(x=alt.XValue("width"), text=alt.Text("label:N"), **beside)
    lines = [
        alt.Chart(data_of([{"at": at}])).mark_rule(color=INK, strokeDash=[5, 3]).encode(**{axis: getattr(alt, axis.upper())("at:Q")})
        for axis, at in zip(("x", "y"), cross, strict=True)
    ]
    return layered(*lines, lead, *_fields(names), dots, text, **look(_HEIGHT))


def _domain(values: Sequence[float], cross: float, least: float) -> list[float]:
    """All values, with enough on both sides of `cross` to name the fields there."""
    low, high = min(*values, cross), max(*values, cross)
    span = max(high - low, least)
    return [min(low, cross - 0.3 * span) - 0.08 * span, max(high, cross + 0.3 * span) + 0.08 * span]


def _beside(rows: Sequence[dict[str, Any]], up: list[float]) -> list[dict[str, Any]]:
    """The rows from the top down, each with the height at which its label finds room."""
    gap = _APART * (up[1] - up[0]) / _HEIGHT
    ordered = sorted(rows, key=lambda row: (-float(row["y"]), -float(row["x"]), row["label"]))
    heights = [float(row["y"]) for row in ordered]
    for upper, lower in pairwise(range(len(heights))):
        heights[lower] = min(heights[lower], heights[upper] - gap)
    lift = max(0.0, up[0] + gap / 2 - heights[-1])
    heights = [height + lift for height in heights]
    return [{**row, "beside": height} for row, height in zip(ordered, heights, strict=True)]


def _fields(names: tuple[str, str, str, str]) -> list[Any]:
    """The names of the fields: of the upper ones above them, of the lower ones at their foot."""
    alt = altair()
    corners = [("left", 8, 0, 0), ("right", -8, "width", 0), ("left", 8, 0, "height"), ("right", -8, "width", "height")]
    return [
        alt.Chart(data_of([{"name": name.replace(", ", ",\n")}]))
        .mark_text(align=side, dx=dx, dy=-8 - _LINE * name.count(", "), color=MUTED, fontStyle="italic", lineBreak="\n", lineHeight=_LINE)
        .encode(x=alt.XValue(at), y=alt.YValue(edge), text=alt.Text("name:N"))
        for name, (side, dx, at, edge) in zip(names, corners, strict=True)
    ]
