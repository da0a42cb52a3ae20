"""A page of a report, read again: its question, what it says, and the traces of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.errors import InputError
from analysis.handover.content import Node, blocks_of, inlines_of, is_trace, plain
from analysis.output import printable

MAIN = "isi"
"""The id of a page's main content."""


@dataclass(frozen=True)
class Page:
    """A page by its `name` (02-achievement): the question that it answers, and what it says in its `lang`."""

    name: str
    lang: str
    question: str
    blocks: tuple[Node, ...]


def read_page(file: Path) -> Page:
    """The page in `file`. Raises InputError if it cannot be read or is none of ours."""
    try:
        soup = BeautifulSoup(printable(file.read_text("utf-8", errors="replace")), "html.parser")
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror or error}); build it again with `kinerja run --force`") from error
    for sign in soup.find_all("svg", role=["presentation", "none"]):
        sign.extract()
    main = soup.find(id=MAIN)
    if not isinstance(main, Tag):
        raise InputError(f"{file} is not a page of a report: it has no main content; build it again with `kinerja run --force`")
    title = soup.find("h1")
    beside = [node for tag in _outside(soup, main) for node in blocks_of(tag)]
    question = plain(inlines_of(title)) if isinstance(title, Tag) else ""
    if isinstance(title, Tag):
        title.extract()
    lang = str(soup.html.get("lang", "")) if soup.html else ""
    return Page(file.stem, lang, question, (*blocks_of(main), *beside))


def _outside(soup: BeautifulSoup, main: Tag) -> list[Tag]:
    """What holds traces outside of the main content, each part once."""
    parts = soup.body.find_all(True, recursive=False) if soup.body else []
    return [part for part in parts if part is not main and part.find(is_trace) is not None and main not in part.descendants]
