"""Which lines of a document the rows of a sheet are: every sheet has a block of its own, with room to grow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.intake.files.cells import Book, letter
from analysis.intake.reading import Reading, Taken

_ROUND = 1_000
_TELLING = ("period", "basis", "figure", "subject", "attribute", "system", "version", "unit", "code")
"""Columns of raw tables that may say from which column of its sheet a row comes, those first that heads of columns name most."""


@dataclass(frozen=True)
class Block:
    """Lines `first` to `last`; row 1 of the sheet is line `first`."""

    first: int
    last: int

    def __contains__(self, line: int) -> bool:
        return self.first <= line <= self.last

    @property
    def written(self) -> str:
        return f"{self.first}-{self.last}"


def blocks_of(source: Mapping[str, Any], file: str | None = None) -> dict[str, Block]:
    """The blocks of the sheets of a file as the sidecar gives them, by sheet; of all files, by file and sheet, without one."""
    entries = [entry for entry in source.get("sheets") or () if file in {None, entry["file"]}]
    return {str(entry.get("sheet", "")) if file else f"{entry['file']}/{entry.get('sheet', '')}": _block(entry["lines"]) for entry in entries}


def allotted(source: Mapping[str, Any], lines: Iterable[int], book: Book, reading: Reading) -> dict[str, Block]:
    """A block for every sheet whose rows are lines: the one it had where it still fits, else one behind all lines that are in use."""
    had, heights = blocks_of(source, book.file), {sheet.name: len(sheet.rows) for sheet in book.sheets}
    last = max([int(source.get("text_lines") or 0), *lines, *(block.last for block in blocks_of(source).values())], default=0)
    found = {}
    for name in dict.fromkeys(taken.sheet for taken in reading.taken if taken.line is None):
        if name in had and heights[name] <= had[name].last - had[name].first + 1:
            found[name] = had[name]
            continue
        first = -(-last // _ROUND) * _ROUND + 1
        last = first - 1 + (heights[name] // _ROUND + 1) * _ROUND
        found[name] = Block(first, last)
    return found


def sheets_written(book: Book, reading: Reading, blocks: Mapping[str, Block]) -> list[dict[str, Any]]:
    """The entries of `sheets` in the sidecar, with the columns of the sheet in which the columns of raw tables stand."""
    entries = []
    for name, block in blocks.items():
        columns: dict[str, list[tuple[Taken, str]]] = {}
        for taken in reading.taken:
            if taken.sheet == name and taken.line is None:
                for column, number in taken.columns.items():
                    columns.setdefault(f"{taken.table}.{column}", []).append((taken, letter(number)))
        told = {column: found for column, places in sorted(columns.items()) if (found := _letters(places))}
        entries.append({"file": book.file, "sheet": name, "lines": block.written, "columns": told})
    return entries


def _letters(places: Sequence[tuple[Taken, str]]) -> Any:
    """The letter that rows have in common, else their letters by the words of a column that tells them apart, and so on; None if none does.

    A table with a column for every quarter gives several rows of a raw table from one row of its sheet, told apart by their period.
    """
    if len({at for _, at in places}) == 1:
        return places[0][1]
    parted = [(by, parts) for by in _TELLING if len(parts := _parted(places, by)) > 1]
    alone = [(by, parts) for by, parts in parted if all(len({at for _, at in part}) == 1 for part in parts.values())]
    for by, parts in (alone or parted)[:1]:
        found = {words: inner for words, part in parts.items() if (inner := _letters(part))}
        return {by: found} if found else None
    return None


def _parted(places: Sequence[tuple[Taken, str]], by: str) -> dict[str, list[tuple[Taken, str]]]:
    parts: dict[str, list[tuple[Taken, str]]] = {}
    for taken, at in places:
        parts.setdefault(taken.cells.get(by, ""), []).append((taken, at))
    return parts


def spans(lines: Iterable[int]) -> list[str | int]:
    """Lines as source.yaml writes them: 7, or 7-9 for those that follow each other."""
    found: list[list[int]] = []
    for line in sorted(set(lines)):
        if found and line == found[-1][1] + 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    return [first if first == last else f"{first}-{last}" for first, last in found]


def _block(lines: Any) -> Block:
    parts: Sequence[Any] = lines if isinstance(lines, list) else [lines]
    numbers = [int(number) for part in parts for number in str(part).split("-")]
    return Block(min(numbers), max(numbers))
