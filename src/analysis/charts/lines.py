"""Lines over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

from analysis.charts.look import SERIES, about, altair, data_of, layered, look, unchecked

_NAMED = 6
"""So many lines are named at their ends; of more, a legend tells them apart."""
_HIGH, _LINE, _CLOSE = 280, 17, 24
"""The height of the picture, of a line of words, and of a point with what it says."""
_LOOKS: dict[str, Sequence[Any]] = {
    "Color": SERIES,
    "Shape": ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down"),
    "StrokeDash": ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 2], [12, 4]),
}
"""How series are told apart: by all of these at once."""


@unchecked
def lines_over_time(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """One line per `series` over `when`, told apart by colour, dash, shape and the name at its end, with what its last point says.

    Rows: when, value, series, text.
    """
    alt = altair()
    names, when = (list(dict.fromkeys(row[name] for row in rows)) for name in ("series", "when"))
    few = len(names) <= _NAMED
    x = alt.X("when:O", title=None, sort=sorted(when), axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=axis, scale=alt.Scale(domain=_domain(rows), nice=False, zero=False))
    last = {name: max((row for row in rows if row["series"] == name), key=lambda row: str(row["when"])) for name in names}
    looks = {name: _look(kind, names, None if few else alt.Undefined) for name, kind in (("color", "Color"), ("shape", "Shape"), ("strokeDash", "StrokeDash"))}
    colour, shape, dash = ({name: looks[name]} for name in looks)
    base = alt.Chart(data_of(rows))
    layers = [
        base.mark_line(strokeWidth=2).encode(x=x, y=y, description=about("named"), **colour, **dash),
        base.mark_point(filled=True, opacity=1, size=60).encode(x=x, y=y, description=about(), **colour, **shape),
    ]
    for under, move in ((False, -12), (True, 13)):
        said = [row for row in _said(rows, list(last.values()) if few else []) if row["under"] is under]
        layers += [alt.Chart(data_of(said)).mark_text(dy=move).encode(x=x, y=y, text=alt.Text("text:N"), description=about("named"))] if said else []
    return layered(*layers, *(_ends(last, _domain(rows), y, colour, shape) if few else []), **look(_HIGH))


def _look(kind: str, names: Sequence[str], legend: Any) -> Any:
    """A channel that gives each series a look of its own."""
    alt = altair()
    found = [one for one, _ in zip(cycle(_LOOKS[kind]), names, strict=False)]
    return getattr(alt, kind)("series:N", title=None, sort=list(names), legend=legend, scale=alt.Scale(domain=list(names), range=found))


def _said(rows: Sequence[dict[str, Any]], elsewhere: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What points say, above them, or below where another point is close above; between two close points there is no room for words."""
    low, high = _domain(rows)
    near = (high - low) * _CLOSE / _HIGH
    said: list[dict[str, Any]] = []
    for when in dict.fromkeys(row["when"] for row in rows):
        points = {float(row["value"]): row for row in rows if row["when"] == when}
        for value, row in points.items():
            above, below = (any(0 < sign * (other - value) < near for other in points) for sign in (1, -1))
            if row["text"] and row not in elsewhere and not (above and below):
                said.append({"when": when, "value": value, "text": row["text"], "under": above, "of": row.get("of", "")})
    return said


def _domain(rows: Sequence[dict[str, Any]]) -> list[float]:
    values = [float(row["value"]) for row in rows]
    room = 0.12 * (max(values) - min(values)) or 0.1 * abs(max(values)) or 1.0
    return [min(values) - room, max(values) + room]


def _ends(last: Mapping[str, dict[str, Any]], span: Sequence[float], y: Any, colour: dict[str, Any], shape: dict[str, Any]) -> list[Any]:
    """Sign and name of each line at the right edge, level with its last point; names that would lie on each other are moved apart."""
    alt = altair()
    levels = apart({name: float(row["value"]) for name, row in last.items()}, (span[1] - span[0]) * _LINE / _HIGH, span[1])
    rows = [{"series": name, "value": level, "end": f"{name} {last[name]['text']}".strip(), "of": last[name].get("of", "")} for name, level in levels.items()]
    ends = alt.Chart(data_of(rows))
    place = {"x": alt.XValue("width"), "y": y, "description": about("named")}
    return [
        ends.mark_point(filled=True, opacity=1, size=50, xOffset=10).encode(**place, **colour, **shape),
        ends.mark_text(align="left", dx=20, fontWeight="bold").encode(text=alt.Text("end:N"), **place, **colour),
    ]


def apart(wanted: Mapping[str, float], least: float, highest: float) -> dict[str, float]:
    """The levels wanted, highest first, moved so far that they lie at least `least` apart and none above `highest`."""
    found: dict[str, float] = {}
    limit = highest
    for name in sorted(wanted, key=lambda name: (-wanted[name], name)):
        found[name] = min(wanted[name], limit)
        limit = found[name] - least
    return found
