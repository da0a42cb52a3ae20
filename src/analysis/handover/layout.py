"""How tables and long words find room on a page of paper: the width of every column, the size of the type, where a word may break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.handover.content import Node, changed, plain

_ROOM = {8.5: 118.0, 7.5: 134.0, 6.5: 155.0}
"""How many characters side by side fit between the margins, by the size of the type in points."""
_LYING = {7.5: 206.0, 6.5: 238.0}
"""The same on a page that lies on its side."""
_NARROW, _COMFORTABLE, _WIDE = 16, 26, 60
"""A column of texts no longer than the first is as wide as they are; one of longer texts should have the second, and wants no more than the third."""
_HEADING = 14
_AROUND = 2.4
"""The blank around a cell, in characters."""
_BETWEEN_WORDS, _BETWEEN_LINES = re.compile(r"[ \n\u200b-]"), re.compile(r"\n")
_LONG_WORD = re.compile(r"(?<!\S)(?![0-9a-f]{64}\b)\S{25,}")
_PIECE = re.compile(r"[^/_.:#\u200b-]{1,12}[/_.:#-]*|[/_.:#-]+")


_CONTAINERS = {"beside", "framed", "list", "quotation", "terms", "trace"}
"""Kinds of blocks that hold their content in a frame, a column or an item."""


def laid_out(blocks: Sequence[Node]) -> list[Any]:
    """The blocks with the widths and type size of every table, and with places where long words may break."""
    return [_upright(block) for block in changed(blocks, _laid)]


def _upright(told: Any, within: bool = False) -> Any:
    """The block with no page turned within a container, where none can begin: a table there stays upright."""
    if isinstance(told, list):
        return [_upright(one, within) for one in told]
    if not isinstance(told, dict):
        return told
    inner = within or told.get("kind") in _CONTAINERS
    whole = {name: _upright(value, inner) for name, value in told.items()}
    return {**whole, "lying": False} if within and told.get("kind") == "table" else whole


def _laid(told: str | Node) -> list[Any]:
    if isinstance(told, str):
        return [breakable(told)]
    return [{**told, **table_layout(told)}] if told.get("kind") == "table" else [told]


def breakable(text: str) -> str:
    """The text with places in its very long words where a line may end."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(_PIECE.findall(found[0].replace("\u200b", ""))), text)


def table_layout(table: Node) -> dict[str, Any]:
    """`widths`: 0 for a column as wide as its content, else its share of what is left; `size` of the type; whether the page is `lying`."""
    columns = _columns(table)
    needed = sum(_AROUND + column.needed for column in columns)
    comfortable = sum(_AROUND + column.comfortable for column in columns)
    upright = [(size, False, room) for size, room in _ROOM.items() if comfortable <= room or (size == min(_ROOM) and needed <= room)]
    size, lying, room = [*upright, *((size, True, room) for size, room in _LYING.items() if needed <= room), (min(_LYING), True, _LYING[min(_LYING)])][0]
    fits = sum(_AROUND + column.whole for column in columns) <= room
    wanted = sum(column.wanted for column in columns if not column.narrow) or 1
    spare = max(0.0, room - needed)
    shares = [_AROUND + column.needed + (0 if column.narrow else spare * column.wanted / wanted) for column in columns]
    widths = [0 if fits else round(share, 2) for share in shares]
    return {"widths": widths, "size": size, "lying": lying}


@dataclass(frozen=True)
class _Column:
    """What a column needs, in characters: `least` for its longest word, `natural` for its longest line, `whole` with its heading in one line."""

    least: float
    natural: float
    whole: float

    @property
    def narrow(self) -> bool:
        return self.natural <= _NARROW

    @property
    def needed(self) -> float:
        return self.natural if self.narrow else self.least

    @property
    def comfortable(self) -> float:
        return max(self.needed, min(self.natural, _COMFORTABLE))

    @property
    def wanted(self) -> float:
        """How much more than the least it would have."""
        return min(self.natural, _WIDE) - min(self.least, _WIDE) + 1


def _columns(table: Node) -> list[_Column]:
    """The columns; headings break between words, and what spans several columns counts for none."""
    heads, rows = _texts(table["head"]), _texts([*table["rows"], *table["foot"]])
    found = []
    for column in range(max((*heads, *rows), default=-1) + 1):
        heading, words = (_longest(heads.get(column, ()), between) for between in (_BETWEEN_LINES, _BETWEEN_WORDS))
        least, natural = _longest(rows.get(column, ()), _BETWEEN_WORDS), _longest(rows.get(column, ()), _BETWEEN_LINES)
        found.append(_Column(max(words, least), max(words, min(heading, _HEADING), natural), max(heading, natural)))
    return found


def _texts(rows: Sequence[Sequence[Node]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in rows:
        column = 0
        for cell in row:
            if cell["colspan"] == 1:
                found.setdefault(column, []).append(text_of(cell))
            column += cell["colspan"]
    return found


def _longest(texts: Iterable[str], between: re.Pattern[str]) -> float:
    return max((_width(part) for text in texts for part in between.split(text)), default=0)


def _width(text: str) -> float:
    """The length of a text in characters of ordinary width; capitals are wider."""
    return len(text) + 0.3 * sum(sign.isupper() for sign in text)


def text_of(cell: Node) -> str:
    """The words of a cell, a line for each block."""
    return "\n".join(line for block in cell["of"] for line in _lines(block) if line)


def _lines(block: Node) -> list[str]:
    if block["kind"] in {"paragraph", "heading"}:
        return [plain(block["text"])]
    if block["kind"] == "list":
        return [line for item in block["items"] for inner in item for line in _lines(inner)]
    return [line for inner in block.get("of", ()) for line in _lines(inner)]
