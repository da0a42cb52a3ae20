"""How every picture looks: palette, size and style; what its marks are about; Altair without its slow parts."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from typing import Any, ParamSpec

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
PAPER, INK, MUTED, GRID = "#ffffff", "#1f2933", "#5f6b7a", "#d9dee5"
GOOD, BAD, NEUTRAL, SOFT = "#00735c", "#b3470a", "#0b5c9e", "#73839a"
BANDS = ("#e6ebf0", "#f3f6f8")
"""Grounds of neighbouring ranges, which their names tell apart."""
SERIES = (NEUTRAL, BAD, GOOD, INK, "#7a4fa3", "#6b7280")
"""Colours of series, told apart by dash, shape or text as well."""
PALETTE = tuple(dict.fromkeys((PAPER, INK, MUTED, GRID, GOOD, BAD, NEUTRAL, SOFT, *BANDS, *SERIES)))
"""Every colour of a picture; `styles/charts.css` has the counterpart of each on dark ground."""
WIDTH = 720
"""Width of a whole picture with all its words."""
ROW = 26
APART = "\u241f"
"""Stands between what a mark is about and its sentence, on the way through the library that draws."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TITLES: dict[str, Any] = {"titleColor": MUTED, "labelFontSize": 12.5, "titleFontSize": 12.5, "titleFontWeight": "normal"}


def look(height: int) -> dict[str, Any]:
    """Size and style, the same for every picture: words beside the axes take their room from what is drawn."""
    config = altair().Config(
        font=FONT,
        background="transparent",
        axis={"labelColor": INK, "gridColor": GRID, "domainColor": MUTED, "tickColor": MUTED, "ticks": False, "labelPadding": 6, "labelLimit": 250, **_TITLES},
        axisQuantitative={"domain": False, "tickCount": 7},
        legend={"labelColor": INK, "orient": "top", "direction": "horizontal", "labelLimit": 0, **_TITLES},
        view={"stroke": None},
        text={"fontSize": 12.5, "color": INK},
    )
    return {"width": WIDTH, "height": height, "padding": 4, "autosize": {"type": "fit-x", "contains": "padding"}, "config": config}


def altair() -> Any:
    """Altair, without an optional grammar of one of its libraries that takes seconds to build and is never used."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    return import_module("altair")


def data_of(rows: Sequence[dict[str, Any]]) -> Any:
    """The rows as the data of a picture; every number as a float.

    A row may say with `of` what it is about (one word for script and style, such as `IKU.4`), and with `tip` in a sentence what it tells.
    """
    return altair().InlineData([{**{name: _plain(value) for name, value in row.items()}, **_about(row)} for row in rows])


def _plain(value: Any) -> Any:
    return _UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else value if isinstance(value, bool) else float(value)


def _about(row: dict[str, Any]) -> dict[str, str]:
    of = key(_plain(row.get("of", "")))
    return {"about": f"{of}{APART}{_plain(row.get('tip', ''))}", "named": f"{of}{APART}"}


def key(of: str) -> str:
    """What a mark or a row is about, as one word: several of them stand side by side."""
    return "_".join(of.split())


def about(field: str = "about") -> Any:
    """The channel that leads what a row is about, and its sentence, to its mark; with `named` only what it is about, for words and lines."""
    return altair().Description(f"{field}:N")


P = ParamSpec("P")


def unchecked(draw: Callable[P, Any]) -> Callable[P, Any]:
    """Altair would hold every part of the drawing against its schema, over and over; the tests hold the whole of it once."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Any:
        with altair().utils.schemapi.debug_mode(False):
            return draw(*args, **kwargs)

    return drawn
