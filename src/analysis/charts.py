"""Charts: Altair specifications from plain rows, and their static SVG with a text alternative.

A chart never holds a figure of its own: it draws the rows of the table that stands below it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from html import escape
from typing import TYPE_CHECKING, Any, ParamSpec

from analysis.engine import drawing

if TYPE_CHECKING:
    import altair as alt

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, MUTED, GRID = "#1f2933", "#5f6b7a", "#d9dee5"
GOOD, BAD, NEUTRAL, SOFT = "#00735c", "#b3470a", "#0b5c9e", "#9fb3c8"
WIDTH = 720
ROW = 26
_FORMATS: dict[str, dict[str, Any]] = {
    "id": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""], "minus": "−", "percent": "%"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["Rp", ""], "minus": "−", "percent": "%"},
}


_TITLES: dict[str, Any] = {"titleColor": MUTED, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}


def svg(chart: alt.TopLevelMixin, *, title: str, description: str, lang: str) -> str:
    """Static SVG of `chart`, with title and description for those who cannot see it; the same input gives the same bytes."""
    picture = drawing.drawn(chart.to_dict(validate=False), {"vl_version": "6.4", "format_locale": _FORMATS[lang]})
    drawn = re.sub(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*"|aria-hidden="[^"]*")', "", picture)
    drawn = _stable_ids(drawn)
    name = hashlib.sha256(drawn.encode()).hexdigest()[:10]
    head = f'<svg role="img" aria-labelledby="t{name} d{name}" '
    told = f'><title id="t{name}">{escape(title)}</title><desc id="d{name}">{escape(description)}</desc>'
    return drawn.replace("<svg ", head, 1).replace(">", told, 1)


def prepare() -> None:
    """Puts one picture together without drawing it: what Altair works out at its first chart is there for all that follow."""
    chart = lines_over_time([{"label": "", "value": 0, "text": "", "series": "", "when": ""}], axis="")
    _stable_ids(str(chart.to_dict(validate=False)))


def _stable_ids(drawn: str) -> str:
    """Ids that count up per process are numbered anew within the picture."""
    found = dict.fromkeys(re.findall(r'\bid="((?:clip|gradient_?)\d+)"', drawn))
    for number, old in enumerate(found):
        drawn = re.sub(rf'(id="|url\(#|href="#){re.escape(old)}(?=["\)])', rf"\g<1>k{number}", drawn)
    return drawn


def _look(height: int) -> dict[str, Any]:
    """Size and style, the same for every picture."""
    config = _altair().Config(
        font=FONT,
        background="#ffffff",
        axis={"labelColor": INK, "gridColor": GRID, "domainColor": MUTED, "tickColor": MUTED, "labelLimit": 330, **_TITLES},
        legend={"labelColor": INK, "orient": "top", "direction": "horizontal", "labelLimit": 0, **_TITLES},
        view={"stroke": None},
        text={"fontSize": 11.5, "color": INK},
    )
    return {"width": WIDTH, "height": height, "padding": 6, "config": config}


def _altair() -> Any:
    """Altair, without an optional grammar of one of its libraries that takes seconds to build and is never used."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import altair

    return altair


def _data(rows: Sequence[dict[str, Any]]) -> Any:
    """The rows as the data of a picture; every number as a float."""
    return _altair().InlineData([{name: value if isinstance(value, (str, bool)) else float(value) for name, value in row.items()} for row in rows])


P = ParamSpec("P")


def _unchecked(draw: Callable[P, Any]) -> Callable[P, Any]:
    """Altair would hold every part of the drawing against its schema, over and over; the tests hold the whole of it once."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Any:
        with _altair().utils.schemapi.debug_mode(False):
            return draw(*args, **kwargs)

    return drawn


@_unchecked
def bars_to_target(rows: Sequence[dict[str, Any]], *, axis: str, goal: float, legend: dict[bool, str]) -> Any:
    """Horizontal bars per `label` up to `value`, against a line at `goal`; reached and missed differ in colour and hatch text.

    Rows: label, value, text, reached.
    """
    alt = _altair()
    data = _data([{**row, "group": legend[bool(row["reached"])], "end": goal if 0.9 * goal < row["value"] < goal else row["value"]} for row in rows])
    order = [row["label"] for row in rows]
    y = alt.Y("label:N", sort=order, title=None)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domainMin=0, nice=True))
    colour = alt.Color("group:N", title=None, scale=alt.Scale(domain=[legend[True], legend[False]], range=[GOOD, BAD]))
    bars = alt.Chart(data).mark_bar(height=15).encode(y=y, x=x, color=colour)
    text = alt.Chart(data).mark_text(align="left", dx=5).encode(y=y, x=alt.X("end:Q"), text=alt.Text("text:N"))
    line = alt.Chart(_data([{"goal": goal}])).mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.4).encode(x=alt.X("goal:Q"))
    return alt.layer(bars, line, text, **_look(ROW * len(rows) + 10))


@_unchecked
def diverging_bars(rows: Sequence[dict[str, Any]], *, axis: str, legend: dict[bool, str]) -> Any:
    """Bars to both sides of zero, per `label`: what adds and what takes away. Rows: label, value, text."""
    alt = _altair()
    data = _data([{**row, "group": legend[row["value"] >= 0], "align": 6 if row["value"] >= 0 else -6} for row in rows])
    order = [row["label"] for row in rows]
    room = max(abs(row["value"]) for row in rows) / 6
    domain = [float(min(0, *(row["value"] for row in rows)) - room), float(max(0, *(row["value"] for row in rows)) + room)]
    y = alt.Y("label:N", sort=order, title=None)
    colour = alt.Color("group:N", title=None, scale=alt.Scale(domain=[legend[True], legend[False]], range=[GOOD, BAD]))
    bars = alt.Chart(data).mark_bar(height=15).encode(y=y, x=alt.X("value:Q", title=axis, scale=alt.Scale(domain=domain, nice=False)), color=colour)
    plus = alt.Chart(data).transform_filter("datum.value >= 0").mark_text(align="left", dx=5).encode(y=y, x=alt.X("value:Q"), text=alt.Text("text:N"))
    minus = alt.Chart(data).transform_filter("datum.value < 0").mark_text(align="right", dx=-5).encode(y=y, x=alt.X("value:Q"), text=alt.Text("text:N"))
    zero = alt.Chart(_data([{"zero": 0.0}])).mark_rule(color=INK).encode(x=alt.X("zero:Q"))
    return alt.layer(bars, zero, plus, minus, **_look(ROW * len(rows) + 10))


@_unchecked
def plain_bars(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """Horizontal bars, longest as given first. Rows: label, value, text."""
    alt = _altair()
    data = _data(rows)
    y = alt.Y("label:N", sort=[row["label"] for row in rows], title=None)
    bars = (
        alt.Chart(data).mark_bar(height=15, color=NEUTRAL).encode(y=y, x=alt.X("value:Q", title=axis, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=8)))
    )
    text = alt.Chart(data).mark_text(align="left", dx=5).encode(y=y, x=alt.X("value:Q"), text=alt.Text("text:N"))
    return alt.layer(bars, text, **_look(ROW * len(rows) + 10))


@_unchecked
def steps(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """A waterfall: each step from `start` to `end`; totals and moves differ in colour. Rows: label, start, end, text, total."""
    alt = _altair()
    data = _data(
        [{**row, "colour": NEUTRAL if row["total"] else (GOOD if row["end"] >= row["start"] else BAD), "top": max(row["start"], row["end"])} for row in rows]
    )
    x = alt.X("label:N", sort=[row["label"] for row in rows], title=None, axis=alt.Axis(labelAngle=0, labelLimit=130))
    y = alt.Y("start:Q", title=axis, axis=alt.Axis(tickCount=6))
    bars = alt.Chart(data).mark_bar(size=58).encode(x=x, y=y, y2=alt.Y2("end:Q"), color=alt.Color("colour:N", scale=None))
    text = alt.Chart(data).mark_text(dy=-7).encode(x=x, y=alt.Y("top:Q"), text=alt.Text("text:N"))
    return alt.layer(bars, text, **_look(260))


@_unchecked
def lines_over_time(rows: Sequence[dict[str, Any]], *, axis: str) -> Any:
    """One line per `series` over `when`, told apart by colour, dash and the text at each point. Rows: when, value, series, text."""
    alt = _altair()
    data = _data(rows)
    names = list(dict.fromkeys(row["series"] for row in rows))
    x = alt.X("when:O", title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=axis, scale=alt.Scale(zero=False, nice=True, padding=18))
    palette = [NEUTRAL, BAD, GOOD, INK, "#7a4fa3", "#6b7280"]
    colour = alt.Color("series:N", title=None, sort=names, scale=alt.Scale(domain=names, range=(palette * 3)[: len(names)]))
    dash = alt.StrokeDash("series:N", title=None, sort=names, legend=None)
    base = alt.Chart(data)
    line = base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour, strokeDash=dash)
    points = base.mark_point(filled=True, size=60).encode(x=x, y=y, color=colour)
    text = base.mark_text(dy=-11).encode(x=x, y=y, text=alt.Text("text:N"))
    return alt.layer(line, points, text, **_look(280))


@_unchecked
def dots(rows: Sequence[dict[str, Any]], *, axis: str, bounds: Sequence[float] = ()) -> Any:
    """Dots per `label`, one shape and colour per `series`, with dashed bounds. Rows: label, value, series."""
    alt = _altair()
    data = _data(rows)
    names = list(dict.fromkeys(row["series"] for row in rows))
    y = alt.Y("label:N", sort=list(dict.fromkeys(row["label"] for row in rows)), title=None)
    x = alt.X("value:Q", title=axis, scale=alt.Scale(nice=True, zero=False, padding=12), axis=alt.Axis(tickCount=8))
    palette = [INK, NEUTRAL, GOOD, BAD, "#7a4fa3", "#6b7280"]
    colour = alt.Color("series:N", title=None, sort=names, scale=alt.Scale(domain=names, range=(palette * 3)[: len(names)]))
    shape = alt.Shape(
        "series:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=["diamond", "circle", "square", "triangle-up", "cross", "triangle-down"][: len(names)]),
    )
    offset = alt.YOffset("series:N", sort=names)
    points = alt.Chart(data).mark_point(filled=True, size=95).encode(y=y, x=x, yOffset=offset, color=colour, shape=shape)
    rules = [alt.Chart(_data([{"bound": float(b)}])).mark_rule(color=BAD, strokeDash=[4, 3]).encode(x=alt.X("bound:Q")) for b in bounds]
    return alt.layer(*rules, points, **_look((16 + 12 * len(names)) * len({row["label"] for row in rows}) + 20))


@_unchecked
def stacked_bars(rows: Sequence[dict[str, Any]], *, axis: str, colours: dict[str, str]) -> Any:
    """Bars per `label` stacked by `series`. Rows: label, value, series."""
    alt = _altair()
    data = _data([{**row, "rank": list(colours).index(row["series"])} for row in rows])
    y = alt.Y("label:N", sort=list(dict.fromkeys(row["label"] for row in rows)), title=None)
    colour = alt.Color("series:N", title=None, sort=list(colours), scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    return (
        alt.Chart(data, **_look(ROW * len({row["label"] for row in rows}) + 10))
        .mark_bar(height=16, stroke="#ffffff")
        .encode(y=y, x=alt.X("sum(value):Q", title=axis, axis=alt.Axis(tickMinStep=1, format="d")), color=colour, order=alt.Order("rank:Q"))
    )
