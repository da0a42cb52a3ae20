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
_LONGEST = 1.3
"""How much higher than wide a drawing may be at full width."""


def drawing_of(tag: Tag, told: str) -> dict[str, Any] | None:
    """The drawing as `svg`, the share of the `width` that it may take so that it fits on a page, and what it shows as `alt`, else `told`.

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
    return {"kind": "drawing", "svg": tag.decode(formatter="minimal"), "alt": alt, "width": _share(tag)}


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


def _share(tag: Tag) -> float:
    box = [float(number) for number in re.findall(r"-?[\d.]+", str(tag.attrs.get("viewBox", "")))]
    higher = box[3] / box[2] if len(box) == 4 and box[2] > 0 else 1.0
    return round(min(1.0, _LONGEST / higher), 4) if higher else 1.0
