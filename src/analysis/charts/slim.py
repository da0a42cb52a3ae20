"""A drawing without what only its maker needs: marks say what they are about, looks are told once, numbers are short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from analysis.charts.look import APART, FACE

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPE = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "dx", "dy", "opacity", "fill-opacity", "stroke-opacity", "transform", "d")
_LOOKS = ("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size", "font-weight", "font-style", "text-anchor")
_PLAIN = {"opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "1", "text-anchor": "start", "font-weight": "normal"}
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e[-+]?\d+)?")
_MOVED = re.compile(r"translate\(([^,)]+),([^)]+)\)")

Known = Mapping[str, tuple[str, ...]]
"""What a label stands for, by its words."""


@dataclass(frozen=True)
class _Mark:
    """A shape or words: where its group lies, how it looks, its own attributes, what stands in it."""

    place: tuple[float, float]
    looks: tuple[tuple[str, str], ...]
    tag: str
    own: tuple[tuple[str, str], ...]
    words: str = ""
    of: str = ""
    tip: str = ""

    @property
    def bare(self) -> bool:
        """Whether it is a line or a shape that means nothing by itself."""
        return not self.of and not self.tip and (self.tag == "line" or [name for name, _ in self.own] == ["d"])


def slim(drawn: str, known: Known) -> tuple[str, str]:
    """What stands inside the drawing, and its `viewBox`. Raises ValueError for a drawing that refers to parts of its own."""
    root = ElementTree.fromstring(drawn)
    if root.find(f".//{_SVG}defs") is not None:
        raise ValueError("a drawing with clip paths or gradients is not understood here")
    groups = groupby(_marks(root, (0.0, 0.0), known, ""), key=lambda mark: (mark.place, mark.looks))
    return "".join(_group(place, looks, list(marks)) for (place, looks), marks in groups), str(root.get("viewBox"))


def _marks(node: Element, place: tuple[float, float], known: Known, role: str) -> Iterator[_Mark]:
    """All that is to be seen, in the order in which it is drawn."""
    for child in node:
        tag, kind = child.tag.removeprefix(_SVG), child.get("class", "")
        if tag == "g":
            (x, y), within = _shift(child.get("transform", "")), f"{role} {kind}"
            entry = known if "role-scope" not in node.get("class", "") else {word: known[word] for word in _words_in(child) if word in known}
            yield from _marks(child, (place[0] + x, place[1] + y), entry, within)
        elif child.get("stroke") or child.get("fill", "transparent") != "transparent":
            yield _mark(child, tag, place, known, role)


def _words_in(node: Element) -> list[str]:
    return [text.text or "" for text in node.iter(f"{_SVG}text")]


def _mark(node: Element, tag: str, place: tuple[float, float], known: Known, role: str) -> _Mark:
    of, apart, tip = node.get("aria-label", "").partition(APART)
    words = "".join(_inner(node))
    if not apart:
        of, tip = _of_label(node, known) if "-label" in role or "legend" in role else ("", "")
    given = {name: value for name, value in node.attrib.items() if _PLAIN.get(name) != value}
    if "stroke" not in given:
        given.pop("stroke-width", None)
    looks = tuple((name, _short(given[name]).removesuffix("px")) for name in _LOOKS if name in given)
    own = {name: _short(given[name]) for name in _SHAPE if name in given}
    if given.get("font-family", FACE) != FACE:
        own["font-family"] = given["font-family"]
    return _Mark(place, looks, tag, tuple(_settled(tag, own, "<" in words).items()), words, of, tip)


def _of_label(node: Element, known: Known) -> tuple[str, str]:
    """What a label or the sign of a legend is about; a label cut short is about what it begins, and says it whole."""
    text = node.text or ""
    cut = text.endswith("…")
    fitting = [words for words in known if not text or words == text or (cut and words.startswith(text[:-1].rstrip()))]
    if len(fitting) != 1:
        return "", ""
    return " ".join(known[fitting[0]]), fitting[0] if cut else ""


def _inner(node: Element) -> Iterator[str]:
    """The words of a text, line by line."""
    yield escape(node.text or "", quote=False)
    for line in node:
        own = "".join(f' {name}="{escape(_short(line.attrib[name]))}"' for name in ("x", "y", "dx", "dy") if name in line.attrib)
        yield f"<tspan{own}>{escape(line.text or '', quote=False)}</tspan>"


def _settled(tag: str, own: dict[str, str], parted: bool) -> dict[str, str]:
    """The attributes with a plain move put into the coordinates of a line or of words."""
    moved = _MOVED.fullmatch(own.get("transform", ""))
    if tag == "line":
        x, y = (float(part) for part in moved.groups()) if moved else (0.0, 0.0)
        own.pop("transform", None)
        ends = {"x1": x, "y1": y, "x2": x + float(own.pop("x2", 0)), "y2": y + float(own.pop("y2", 0))}
        return {name: _brief(value) for name, value in ends.items()} | own
    if tag == "text" and moved and not parted:
        del own["transform"]
        return {"x": moved[1], "y": moved[2], **own}
    return own


def _group(place: tuple[float, float], looks: tuple[tuple[str, str], ...], marks: list[_Mark]) -> str:
    shown = []
    for bare, run in groupby(marks, key=lambda mark: mark.bare):
        same = list(run)
        shown += [_path(same)] if bare else [_element(mark) for mark in same]
    move = f' transform="translate({_brief(place[0])},{_brief(place[1])})"' if any(place) else ""
    return f"<g{move}{_written(looks)}>{''.join(shown)}</g>"


def _path(marks: list[_Mark]) -> str:
    """Lines and shapes of the same looks as one."""
    told: dict[str, None] = {}
    for mark in marks:
        at = dict(mark.own)
        told[at.get("d") or f"M{at['x1']},{at['y1']}L{at['x2']},{at['y2']}"] = None
    return f'<path d="{"".join(told)}"></path>'


def _element(mark: _Mark) -> str:
    of = f' data-of="{escape(mark.of)}"' if mark.of else ""
    tip = f"<title>{escape(mark.tip, quote=False)}</title>" if mark.tip else ""
    return f"<{mark.tag}{of}{_written(mark.own)}>{tip}{mark.words}</{mark.tag}>"


def _written(attributes: tuple[tuple[str, str], ...]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes)


def _shift(transform: str) -> tuple[float, float]:
    """How far a group is moved. Raises ValueError for a group that is turned or scaled."""
    if not transform:
        return 0.0, 0.0
    moved = _MOVED.fullmatch(transform)
    if moved is None:
        raise ValueError(f"a group moved by '{transform}' is not understood here")
    return float(moved[1]), float(moved[2])


def _short(text: str) -> str:
    """The text with short numbers; a colour as it is."""
    return text if text.startswith("#") else _NUMBER.sub(lambda number: _brief(float(number[0])), text)


def _brief(number: float) -> str:
    """A number to a tenth of a point."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
