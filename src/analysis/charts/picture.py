"""Static SVG of a chart, with a text alternative: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.charts.letters import with_words_cut
from analysis.charts.look import APART, FONT
from analysis.charts.slim import slim
from analysis.engine import drawing

if TYPE_CHECKING:
    import altair as alt

_FORMATS: dict[str, dict[str, Any]] = {
    "id": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""], "minus": "−", "percent": "%"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["Rp", ""], "minus": "−", "percent": "%"},
}


def svg(chart: alt.TopLevelMixin, *, title: str, description: str, lang: str) -> str:
    """Static SVG of `chart`, with title and description for those who cannot see it; the same input gives the same bytes.

    A mark whose row says what it is `of` carries it as `data-of`, and the row's `tip` as its title; labels and legends lead to the same.
    """
    spec = with_words_cut(chart.to_dict(validate=False))
    inner, box = slim(drawing.drawn(spec, {"vl_version": "6.4", "format_locale": _FORMATS[lang]}), known(spec))
    name = hashlib.sha256(f"{title}\n{description}\n{inner}".encode()).hexdigest()[:10]
    head = f'<svg aria-labelledby="t{name} d{name}" fill="none" font-family="{FONT}" role="img" viewBox="{box}" width="{box.split()[2]}">'
    return f'{head}<title id="t{name}">{escape(title, quote=False)}</title><desc id="d{name}">{escape(description, quote=False)}</desc>{inner}</svg>'


def svg_of(spec: dict[str, Any], *, lang: str) -> str:
    """A Vega-Lite specification drawn as it is, with the font of all charts and numbers in the form of the language."""
    config = {"font": FONT, **spec.get("config", {})}
    return drawing.drawn({**spec, "config": config}, {"vl_version": "6.4", "format_locale": _FORMATS[lang]})


def known(spec: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """What the labels and series of a picture are about: that of all their rows."""
    found: dict[str, dict[str, None]] = {}
    for rows in spec.get("datasets", {}).values():
        for row in rows:
            for name in ("label", "series", "group"):
                if name in row and row["named"] != APART:
                    found.setdefault(str(row[name]), {})[row["named"].removesuffix(APART)] = None
    return {words: tuple(of) for words, of in found.items()}
