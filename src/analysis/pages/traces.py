"""Where numbers come from, as blocks: the trace of each figure, the rules that traces refer to, and the way back to the number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from analysis.pages.blocks import Block, Cell, macros
from analysis.pages.told import Told

Said = str | Cell | Told


@dataclass(frozen=True, repr=False)
class Quote:
    """Words as a document prints them, in quotation marks."""

    words: str

    def __str__(self) -> str:
        return f"“{self.words}”"

    def __html__(self) -> str:
        return Markup(f"<q>{escape(self.words)}</q>")


@dataclass(frozen=True, repr=False)
class Point:
    """One thing that is told of a figure or a rule: what it is called, and what is said of it."""

    name: str
    said: Sequence[Said]


@dataclass(frozen=True, repr=False)
class Trace:
    """Where one figure comes from: its value, its formula with names and with numbers, and point by point all that it rests on."""

    anchor: str
    name: str
    subject: str
    value: Said
    formula: Sequence[str] = ()
    points: Sequence[Point] = ()


@dataclass(frozen=True, repr=False)
class Rule:
    """A rule that traces refer to, told once."""

    anchor: str
    name: str
    definition: str
    points: Sequence[Point] = ()


@dataclass(frozen=True, repr=False)
class Group:
    """Traces that belong together below a heading; without name they follow each other below the title."""

    traces: Sequence[Trace]
    name: str = ""
    anchor: str = ""


@dataclass(frozen=True, repr=False)
class Traces(Block):
    """The traces of a page and the rules that they refer to: closed until a number leads to one of them, or all `opened`."""

    title: str
    lead: Sequence[Said]
    close: str
    groups: Sequence[Group]
    rules_title: str
    rules: Sequence[Rule]
    opened: bool = False

    def html(self) -> str:
        return str(macros("traces.html.j2").traces(self))


_MARKS = re.compile(r'<svg\b.*?</svg>|<details\b|</details>|<a href="#(f-[\w.-]+)"', re.DOTALL)
_CLOSING = re.compile(r'href="#n-(f-[\w.-]+)"')


def returning(markup: str) -> str:
    """The page with an address before one link to each trace, so that whoever closes the trace is back there.

    It is the first link that nothing folds away, else the first. Drawings are left as they are. A trace to which nothing
    leads closes to where all traces begin.
    """
    places = sorted(_places(markup).items(), key=lambda place: place[1])
    numbers = {name: f"n-{number}" for number, (name, _) in enumerate(places, start=1)}
    ends = [0, *(at for _, at in places), len(markup)]
    pieces = [markup[start:end] for start, end in pairwise(ends)]
    marked = "".join([pieces[0], *(f'<span id="{number}"></span>{piece}' for number, piece in zip(numbers.values(), pieces[1:], strict=True))])
    return _CLOSING.sub(lambda match: f'href="#{numbers.get(match[1], "n-0")}"', marked)


def _places(markup: str) -> dict[str, int]:
    """Where the link stands, by trace, to which closing it leads back."""
    open_, folded, depth = dict[str, int](), dict[str, int](), 0
    for match in _MARKS.finditer(markup):
        if match[1]:
            (folded if depth else open_).setdefault(match[1], match.start())
        else:
            depth += {"<d": 1, "</": -1}.get(match[0][:2], 0)
    return folded | open_
