"""A drawing of a page on its own: words set in a type that every PDF brings along, and a text alternative."""

from __future__ import annotations

import re
from typing import Any

from bs4 import Tag

TYPE = "Libertinus Serif"
"""The type of the words: narrower than that for which the drawing was laid out, so that every word keeps its place."""
_NAMES = {name.lower(): name for name in ("viewBox", "preserveAspectRatio", "clipPath", "clipPathUnits", "textLength", "lengthAdjust", "linearGradient")}
"""Names whose capitals a parser of pages does not keep."""
_LEFT_OUT = ("title", "desc", "script", "style", "a11y")
_KEPT = re.compile(r"aria-.*|role|data-.*|class|tabindex|lang|href|id")
_POINTS, _WIDEST, _HIGHEST = 0.8, 482.0, 430.0
"""The points of paper that a point of the drawing takes, and how wide and high a drawing may be, in points of paper."""


def drawing_of(tag: Tag, told: str) -> dict[str, Any] | None:
    """The drawing as `svg`, its `width` on paper, and what it shows as `alt`, else `told`.

    None for one of which nothing is told: it only decorates.
    """
    said = [str(part.get_text(" ", strip=True)) for part in tag.find_all(["title", "desc"], recursive=False)]
    alt = ". ".join(one.removesuffix(".") for one in said if one) or str(tag.get("aria-label") or "") or told
    if not alt:
        return None
    for part in tag.find_all(list(_LEFT_OUT)):
        part.extract()
    for part in [tag, *tag.find_all(True)]:
        _mend(part)
    tag["xmlns"] = "http://www.w3.org/2000/svg"
    return {"kind": "drawing", "svg": tag.decode(formatter="minimal"), "alt": alt, "width": _width(tag)}


def _mend(part: Tag) -> None:
    """Names as SVG has them, words in our own type, and nothing that only a browser needs; parts that others refer to keep their ids."""
    part.name = _NAMES.get(part.name, "g" if part.name == "a" else part.name)
    held = {_NAMES.get(name, name): value for name, value in part.attrs.items()}
    part.attrs = {name: value for name, value in held.items() if not _KEPT.fullmatch(name) or (name == "id" and part.name in {"clipPath", "linearGradient"})}
    if "font-family" in part.attrs:
        part.attrs["font-family"] = TYPE
    for name in ("fill", "stroke"):
        if str(part.attrs.get(name, "")).casefold() == "currentcolor":
            part.attrs[name] = "#1f2933"


def _width(tag: Tag) -> float:
    """Points of paper from side to side, so that the drawing leaves room for words on its page; as many as there are where it does not say."""
    box = [float(number) for number in re.findall(r"-?[\d.]+", str(tag.attrs.get("viewBox", "")))]
    if len(box) != 4 or min(box[2:]) <= 0:
        return _WIDEST
    return round(min(_POINTS * box[2], _HIGHEST * box[2] / box[3]), 2)
