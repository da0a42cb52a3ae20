"""Static SVG of a chart, with a text alternative: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.engine import drawing

if TYPE_CHECKING:
    import altair as alt

_FORMATS: dict[str, dict[str, Any]] = {
    "id": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""], "minus": "−", "percent": "%"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["Rp", ""], "minus": "−", "percent": "%"},
}


def svg(chart: alt.TopLevelMixin, *, title: str, description: str, lang: str) -> str:
    """Static SVG of `chart`, with title and description for those who cannot see it; the same input gives the same bytes."""
    picture = drawing.drawn(chart.to_dict(validate=False), {"vl_version": "6.4", "format_locale": _FORMATS[lang]})
    drawn = re.sub(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*"|aria-hidden="[^"]*")', "", picture)
    drawn, name = own_ids(drawn)
    head = f'<svg role="img" aria-labelledby="t{name} d{name}" '
    told = f'><title id="t{name}">{escape(title)}</title><desc id="d{name}">{escape(description)}</desc>'
    return drawn.replace("<svg ", head, 1).replace(">", told, 1)


def own_ids(drawn: str) -> tuple[str, str]:
    """The picture with ids that no other on its page has, in place of those that count up per process; and the name in them."""
    found = dict.fromkeys(re.findall(r'\bid="((?:clip|gradient_?)\d+)"', drawn))
    for number, old in enumerate(found):
        drawn = re.sub(rf'(id="|url\(#|href="#){re.escape(old)}(?=["\)])', rf"\g<1>@-{number}", drawn)
    name = hashlib.sha256(drawn.encode()).hexdigest()[:10]
    return re.sub(r'(id="|url\(#|href="#)@', rf"\g<1>k{name}", drawn), name
