"""How every picture looks: palette, size and style; what its marks are about; Altair without its slow parts."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from functools import cache, wraps
from importlib import import_module
from typing import Any, Concatenate, ParamSpec

FACE = "Liberation Sans"
"""The one face that is asked for while a picture is drawn; it comes with the library that draws."""
FONT = f"{FACE}, Arial, Helvetica, sans-serif"
PAPER, INK, MUTED, GRID = "#ffffff", "#1f2933", "#5f6b7a", "#d9dee5"
GOOD, BAD, NEUTRAL, SOFT = "#00735c", "#b3470a", "#0b5c9e", "#73839a"
BANDS = ("#e6ebf0", "#f3f6f8")
"""Grounds of neighbouring ranges, which their names tell apart."""
SERIES = (NEUTRAL, BAD, GOOD, INK, "#7a4fa3", "#6b7280")
"""Colours of series, told apart by dash, shape or text as well."""
PALETTE = tuple(dict.fromkeys((PAPER, INK, MUTED, GRID, GOOD, BAD, NEUTRAL, SOFT, *BANDS, *SERIES)))
"""Every colour of a picture; `styles/charts.css` has the counterpart of each on dark ground."""
WIDTH = 600
"""Width of a whole picture with all its words; pages show it a little larger, telephones smaller."""
ROW, TALL = 26, 44
"""Height of a row, and of one whose name stands above its bar."""
LOWER = 8
APART = "\u241f"
"""Stands between what a mark is about and its sentence, on the way through the library that draws."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BEYOND = re.compile(r"[^\x00-\uffff]")
"""Signs that the library that draws would cut in halves where it shortens words, and then draw nothing at all."""
_TITLES: dict[str, Any] = {"titleColor": MUTED, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal"}


def look(height: int) -> dict[str, Any]:
    """Size and style, the same for every picture: words beside the axes take their room from what is drawn."""
    config = altair().Config(
        font=FACE,
        background="transparent",
        axis={"labelColor": INK, "gridColor": GRID, "domainColor": MUTED, "tickColor": MUTED, "ticks": False, "labelPadding": 6, "labelLimit": 210, **_TITLES},
        axisQuantitative={"domain": False, "tickCount": 6},
        legend={"labelColor": INK, "orient": "top", "direction": "horizontal", "labelLimit": 0, **_TITLES},
        view={"stroke": None},
        text={"fontSize": 13, "color": INK},
    )
    return {"width": WIDTH, "height": height, "padding": 4, "autosize": {"type": "fit-x", "contains": "padding"}, "config": config}


def altair() -> Any:
    """Altair, without an optional grammar of one of its libraries that takes seconds to build and is never used."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    return import_module("altair")


Row = dict[str, Any]


def data_of(rows: Sequence[Row]) -> Any:
    """The rows as the data of a picture; every number as a float. Altair copies lists again for every layer, and leaves a tuple as it is."""
    return altair().InlineData(tuple({name: value if isinstance(value, (str, bool)) else float(value) for name, value in ready(row).items()} for row in rows))


def ready(row: Row) -> Row:
    """A row whose words can be drawn, with what its marks are about in words of their own.

    It may say with `of` what it is about (one word for script and style, such as `IKU.4`), and with `tip` in a sentence what it tells.
    """
    if "named" in row:
        return row
    of, tip = (_UNPRINTABLE.sub("\ufffd", row.get(name, "")) for name in ("of", "tip"))
    drawn = {name: _drawn(value) if isinstance(value, str) else value for name, value in row.items() if name not in {"of", "tip"}}
    return {**drawn, "about": f"{key(of)}{APART}{tip}", "named": f"{key(of)}{APART}"}


def _drawn(words: str) -> str:
    return _BEYOND.sub("\u25a1", _UNPRINTABLE.sub("\ufffd", words))


def key(of: str) -> str:
    """What a mark or a row is about, as one word: several of them stand side by side."""
    return "_".join(of.split())


def about(field: str = "about") -> Any:
    """The channel that leads what a row is about, and its sentence, to its mark; with `named` only what it is about, for words and lines."""
    return altair().Description(f"{field}:N")


def names_above(data: Any, y: Any, limit: int = WIDTH) -> Any:
    """The `label` of each tall row, above its bar, which stands `LOWER` than the middle."""
    chart = altair().Chart(data).mark_text(align="left", dy=-LOWER - 4, limit=limit)
    return chart.encode(y=y, x=altair().XValue(0), text=altair().Text("label:N"), description=about("named"))


def layered(*charts: Any, **look: Any) -> Any:
    """The charts upon each other."""
    return _layered()(layer=list(charts), **look)


@cache
def _layered() -> Any:
    """Altair's layers without the search for parameters, which copies every part three times over and of which none of ours has any."""
    alt = altair()
    return type("Layers", (alt.LayerChart,), {"__init__": alt.TopLevelLayerSpec.__init__})


P = ParamSpec("P")


def unchecked(draw: Callable[Concatenate[Sequence[Row], P], Any]) -> Callable[Concatenate[Sequence[Row], P], Any]:
    """A drawing of rows that are ready for it.

    Altair would hold every part of the drawing against its schema, over and over; the tests hold the whole of it once.
    """

    @wraps(draw)
    def drawn(rows: Sequence[Row], /, *args: P.args, **kwargs: P.kwargs) -> Any:
        with altair().utils.schemapi.debug_mode(False):
            return draw([ready(row) for row in rows], *args, **kwargs)

    return drawn
