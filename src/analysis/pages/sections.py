"""The sections of a page: a list of them at its head, and a link to the address of each at its heading."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from analysis.pages.blocks import Cell
from analysis.words import Words

_HEADING = re.compile(r'<h([234])((?: [\w-]+="[^"]*")*) id="([^"]+)"([^>]*)>(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FEWEST = 3
"""Sections that are worth a list."""


def contents(body: str) -> list[Cell]:
    """The sections of the markup of a page, leading there; nothing where they are few."""
    found = list(_sections(body))
    return found if len(found) >= _FEWEST else []


def _sections(body: str) -> Iterator[Cell]:
    for level, _, anchor, _, text in _HEADING.findall(body):
        if level == "2":
            yield Cell(html.unescape(_TAG.sub("", text)).strip(), f"#{html.unescape(anchor)}")


def addressed(body: str, w: Words) -> str:
    """The markup with a link at every heading that has an address."""
    label = html.escape(w("site.address"))
    return _HEADING.sub(rf'<h\1\2 id="\3"\4>\5 <a aria-label="{label}" class="here" href="#\3">#</a></h\1>', body)
