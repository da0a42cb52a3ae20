"""The ways that lead from a page: to other chapters, other periods, the other language and the search.

What a page is told of those around it: `languages` that it is in, `chapters` of its report that there are, the periods `before` and
`after` with the same analysis, and whether the `unit` has a page. What is not told is as in a whole site of one report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.chapters import CHAPTERS
from analysis.languages import folder_of
from analysis.pages.blocks import Cell
from analysis.words import Words, words


@dataclass(frozen=True)
class Way:
    """A link: what kind of way it is, what it is called and where it leads; `lang` is the language that it leads to."""

    kind: str
    text: str
    link: str
    name: str = ""
    lang: str = ""


def _up(path: str) -> str:
    """From a page to where the pages of its language begin."""
    return "../" * path.count("/")


def search(path: str) -> str:
    """From a page to the search of the site in its language."""
    return f"{_up(path)}index.html#cari"


def languages(lang: str, path: str, there: Iterable[str]) -> list[Way]:
    """The same page in the other languages; nothing where its address is not told."""
    top = _up(path) + ("../" if folder_of(lang) else "")
    return [Way("language", words(other)("site.language"), f"{top}{folder_of(other)}{path}", lang=other) for other in there if path and other != lang]


def chapters(w: Words, name: str, around: Mapping[str, Any]) -> list[Cell]:
    """The analyses of the report, that of the page itself without link."""
    there = list(around.get("chapters", CHAPTERS))
    shown = there if name in there else [*there, name]
    return [Cell(w.or_plain("chapter", c), "" if c == name else f"{c}.html") for c in shown]


def onward(w: Words, name: str, around: Mapping[str, Any]) -> list[Way]:
    """The chapters before and after, and the same page of the periods before and after."""
    there = list(around.get("chapters", CHAPTERS))
    at = there.index(name) if name in there else None
    read = {"previous": there[at - 1 : at], "next": there[at + 1 : at + 2]} if at is not None else {}
    ways = [Way(kind, w.or_plain("chapter", c), f"{c}.html", w(f"site.{kind}_chapter")) for kind, found in read.items() for c in found]
    periods = {"before": around.get("before", ""), "after": around.get("after", "")}
    return ways + [Way(kind, w.period(p), f"../{p}/{name}.html", w(f"site.{kind}")) for kind, p in periods.items() if p]
