"""How every picture looks: palette, size and style; Altair without its slow parts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from typing import Any, ParamSpec

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, MUTED, GRID = "#1f2933", "#5f6b7a", "#d9dee5"
GOOD, BAD, NEUTRAL, SOFT = "#00735c", "#b3470a", "#0b5c9e", "#9fb3c8"
SERIES = (NEUTRAL, BAD, GOOD, INK, "#7a4fa3", "#6b7280")
"""Colours of series, told apart by dash, shape or text as well."""
WIDTH = 720
ROW = 26
_TITLES: dict[str, Any] = {"titleColor": MUTED, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}


def look(height: int) -> dict[str, Any]:
    """Size and style, the same for every picture."""
    config = altair().Config(
        font=FONT,
        background="#ffffff",
        axis={"labelColor": INK, "gridColor": GRID, "domainColor": MUTED, "tickColor": MUTED, "labelLimit": 330, **_TITLES},
        legend={"labelColor": INK, "orient": "top", "direction": "horizontal", "labelLimit": 0, **_TITLES},
        view={"stroke": None},
        text={"fontSize": 11.5, "color": INK},
    )
    return {"width": WIDTH, "height": height, "padding": 6, "config": config}


def altair() -> Any:
    """Altair, without an optional grammar of one of its libraries that takes seconds to build and is never used."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    return import_module("altair")


def data_of(rows: Sequence[dict[str, Any]]) -> Any:
    """The rows as the data of a picture; every number as a float."""
    return altair().InlineData([{name: value if isinstance(value, (str, bool)) else float(value) for name, value in row.items()} for row in rows])


P = ParamSpec("P")


def unchecked(draw: Callable[P, Any]) -> Callable[P, Any]:
    """Altair would hold every part of the drawing against its schema, over and over; the tests hold the whole of it once."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Any:
        with altair().utils.schemapi.debug_mode(False):
            return draw(*args, **kwargs)

    return drawn
