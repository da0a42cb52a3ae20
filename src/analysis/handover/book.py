"""A report as one document: its pages as chapters in the order of reading, the traces of all figures behind them, links to places in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.handover.content import Node, changed, plain, within
from analysis.handover.page import Page

ORDER = ("00-summary", "02-achievement", "03-absorption", "04-efficiency", "01-data-quality", "05-reproduction")
"""The chapters as they are read: what was reached, what it cost, and whether the figures can be trusted."""
TRACES = "06-traces"
"""The page that holds the traces of all figures of its report."""
TERMS = "07-terms"
APPENDICES = (TRACES, TERMS)
"""What is told once of all pages: where figures come from, and what terms mean."""

_APART = {"trace", "traces", "glossary"}


@dataclass(frozen=True)
class Chapter:
    """A part of the document with a heading of its own; `columns` side by side."""

    name: str
    title: str
    question: str
    blocks: list[Node]
    columns: int = 1


def in_order(pages: Iterable[Page]) -> list[Page]:
    """The pages in the order of reading; those not known come last, by name."""
    return sorted(pages, key=lambda page: (ORDER.index(page.name) if page.name in ORDER else len(ORDER), page.name))


def chapters_of(pages: Sequence[Page], title_of: Callable[[str], str]) -> list[Chapter]:
    """A chapter for each page, and behind them where every figure comes from and what terms mean, each figure and term once."""
    told = [page for page in in_order(pages) if page.name != TRACES]
    chapters = [Chapter(page.name, title_of(page.name), page.question, leveled(own(page.blocks))) for page in told]
    listed = [page for page in pages if page.name == TRACES]
    traces = Chapter(TRACES, title_of(TRACES), listed[0].question if listed else "", leveled(_traces(listed, told)), columns=2)
    terms = Chapter(TERMS, title_of(TERMS), "", _terms(pages))
    return [*chapters, *(chapter for chapter in (traces, terms) if chapter.blocks)]


def own(blocks: Iterable[Node]) -> list[Node]:
    """The blocks without what is told of all pages at once."""
    return [_thinned(block) for block in blocks if block["kind"] not in _APART]


def _thinned(block: Node) -> Node:
    return {**block, "of": own(block["of"])} if block["kind"] in {"folded", "framed", "quotation"} else block


def _traces(listed: Sequence[Page], others: Sequence[Page]) -> list[Node]:
    """All that the page of traces says, then the traces that only other pages have; what introduces them is said once."""
    seen: set[str] = set()
    found = [node for page in listed for node in _unseen(_opened(page.blocks), seen)]
    return found + [node for page in others for node in _unseen(_origins(page.blocks, introduced=bool(listed)), seen)]


def _opened(blocks: Iterable[Node]) -> Iterator[Node]:
    for block in blocks:
        yield from _opened(block["of"]) if block["kind"] == "traces" else [] if block["kind"] == "glossary" else [block]


def _origins(blocks: Iterable[Node], *, introduced: bool) -> Iterator[Node]:
    """The traces of a page, and the sentences above them unless traces are `introduced` already."""
    for block in within(blocks):
        if block["kind"] == "traces" and not introduced:
            yield from (inner for inner in block["of"] if inner["kind"] == "paragraph")
        elif block["kind"] == "trace":
            yield block


def _unseen(nodes: Iterable[Node], seen: set[str]) -> Iterator[Node]:
    """The nodes that were not there yet: traces by their address, words by themselves."""
    for node in nodes:
        known = node["ids"][0] if node["kind"] == "trace" else plain(node["text"]) if node["kind"] == "paragraph" else ""
        if not known or known not in seen:
            seen.add(known)
            yield node


def _terms(pages: Iterable[Page]) -> list[Node]:
    """The terms that pages explain, each once, by their names."""
    found = {
        plain(item["term"]): item
        for page in pages
        for node in within(page.blocks)
        if node["kind"] == "glossary"
        for held in node["of"]
        for item in held["items"]
    }
    return [{"kind": "terms", "key": False, "items": [found[name] for name in sorted(found, key=str.casefold)]}] if found else []


def leveled(blocks: Sequence[Node]) -> list[Node]:
    """The blocks with headings that go down by no more than one level at a time, from 2."""
    above = 1

    def level(told: str | Node) -> list[str | Node]:
        nonlocal above
        if isinstance(told, str) or told.get("kind") != "heading":
            return [told]
        above = min(max(told["level"], 2), above + 1, 4)
        return [{**told, "level": above}]

    return changed(blocks, level)
