"""The tables of a report as the pages show them, with the exact value behind every number that leads to its trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.handover.book import APPENDICES, Chapter
from analysis.handover.content import Node, plain, within
from analysis.handover.exact import Exact, exact_of
from analysis.handover.layout import text_of
from analysis.words import Words


@dataclass(frozen=True)
class Value:
    """A cell: its words, and the exact value if it is a number with a trace."""

    text: str
    exact: Exact | None = None


@dataclass(frozen=True)
class Listed:
    """A table: its `number` in the report (2.3), its chapter, caption, headings and rows."""

    number: str
    chapter: str
    title: str
    caption: str
    columns: list[str]
    rows: list[list[Value]]

    @property
    def units(self) -> list[str]:
        """The units of its numbers."""
        return list(dict.fromkeys(value.exact.unit for row in self.rows for value in row if value.exact and value.exact.unit))


def tables_of(chapters: Sequence[Chapter], values: Mapping[str, str], w: Words) -> list[Listed]:
    """All tables in the order of reading; `values` are the exact ones by the address of their trace."""
    found = []
    for number, chapter in enumerate((one for one in chapters if one.name not in APPENDICES), 1):
        tables = [node for node in within(chapter.blocks) if node["kind"] == "table"]
        found += [_listed(f"{number}.{place}", chapter, table, values, w) for place, table in enumerate(tables, 1)]
    return found


def _listed(number: str, chapter: Chapter, table: Node, values: Mapping[str, str], w: Words) -> Listed:
    heads = [[text_of(cell) if cell else "" for cell in row] for row in _grid(table["head"])]
    columns = [" – ".join(dict.fromkeys(text for text in told if text)) for told in zip(*heads, strict=True)]
    rows = [[_value(cell, values, w) for cell in row] for row in _grid([*table["rows"], *table["foot"]])]
    return Listed(number, chapter.name, chapter.title, plain(table["caption"]), columns, rows)


def _grid(rows: Sequence[Sequence[Node]]) -> list[list[Node | None]]:
    """The cells by row and column, all rows of one length; a cell that spans several places stands in the first of them."""
    taken: dict[tuple[int, int], Node | None] = {}
    for line, row in enumerate(rows):
        column = 0
        for cell in row:
            while (line, column) in taken:
                column += 1
            places = [(line + down, column + right) for down in range(cell["rowspan"]) for right in range(cell["colspan"])]
            taken |= dict.fromkeys(places, None) | {(line, column): cell}
    width = 1 + max((column for _, column in taken), default=-1)
    return [[taken.get((line, column)) for column in range(width)] for line in range(len(rows))]


def _value(cell: Node | None, values: Mapping[str, str], w: Words) -> Value:
    if cell is None:
        return Value("")
    text = text_of(cell)
    match [block["text"] for block in cell["of"] if block["kind"] == "paragraph"], len(cell["of"]):
        case [[{"kind": "link"} as link]], 1:
            return Value(text, exact_of(plain(link["of"]), "", _trace(link), values, w))
        case [[{"kind": "link"} as link, {"kind": "sup"} as mark]], 1:
            return Value(text, exact_of(plain(link["of"]), plain(mark["of"]), _trace(link), values, w))
    return Value(text)


def _trace(link: Node) -> str:
    """The address of the trace that a link leads to."""
    return str(link["to"]).partition("#")[2]
