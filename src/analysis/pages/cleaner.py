"""What may stand on a page: markup that neither runs nor loads anything nor leads out of the site."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_HTML = (
    {"a", "abbr", "article", "b", "blockquote", "br", "caption", "code", "dd", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3"}
    | {"h4", "hr"}
    | {"img", "li", "nav", "ol", "p", "pre", "q", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr", "ul"}
)
_DRAWN = {"desc", "g", "line", "path", "svg", "text", "title", "tspan"}
_MARKS = {"line", "path", "text"}
_LOOKS = {"d", "dx", "dy", "fill", "fill-opacity", "font-family", "font-size", "font-style", "font-weight", "opacity", "stroke", "stroke-dasharray"} | {
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "transform",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
}
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir"},
    "a": {"href", "title", "aria-label"},
    "abbr": {"title"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan", "rowspan", "data-of"},
    "td": {"colspan", "rowspan"},
    "tr": {"data-of"},
    "details": {"open"},
    "div": {"tabindex", "role", "aria-label", "aria-labelledby"},
    "nav": {"aria-label"},
    "article": {"tabindex"},
    "section": {"tabindex", "role", "aria-label", "aria-labelledby"},
    **dict.fromkeys(_DRAWN - {"desc", "title"}, _LOOKS),
    **dict.fromkeys(_MARKS, _LOOKS | {"data-of"}),
    "svg": {"aria-hidden", "aria-labelledby", "fill", "font-family", "role", "viewBox", "width"},
}
_PICTURE = re.compile(r"data:image/(png|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_WITHIN = re.compile(r"(?:\.\./)*(?:[\w.-]+(?:/[\w.-]+)*)?(?:#[\w.:-]+)?")
_VOID = re.compile(r"<((?:br|hr|img)\b[^<>]*)>")


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Pictures only as data, links only inside the site, and a drawing refers to nothing."""
    if attribute == "src":
        return value if tag == "img" and _PICTURE.fullmatch(value) else None
    if attribute == "tabindex":
        return value if value in {"0", "-1"} else None
    if attribute == "href":
        return value if _WITHIN.fullmatch(value) else None
    if attribute in _LOOKS and "url" in value.casefold():
        return None
    return value


@cache
def _cleaner() -> Any:
    """The sanitiser, built once per process."""
    import nh3

    return nh3.Cleaner(
        tags=_HTML | _DRAWN,
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed,
        link_rel=None,
        url_schemes={"data"},
        url_relative="pass_through",
        clean_content_tags={"script", "style"},
    )


def sanitize_html(markup: str) -> str:
    """The markup with nothing in it that could run, load or leave the site, in the form that a parser writes it again."""
    clean = _cleaner().clean(str(markup))
    return _VOID.sub(r"<\1/>", clean.replace("&nbsp;", "\u00a0"))
