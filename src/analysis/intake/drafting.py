"""The document as it would be after an import: its rows with those of the file in them, and its sidecar. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.dictionary import TABLES, Table
from analysis.intake.blocks import Block, allotted, blocks_of, sheets_written, spans
from analysis.intake.files.cells import Book, letter
from analysis.intake.layouts import form
from analysis.intake.reading import Asked, Context, Reading, Taken, Wrong
from analysis.intake.sidecar import with_entries
from analysis.numbers import Style

_BREAK = re.compile(r"\s*[\r\n]+\s*")
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """A row of a raw table as printed; `taken` is the row of the file that it comes from, None for one that the document held before."""

    cells: Cells
    taken: Taken | None = None


@dataclass
class Draft:
    """A document as it would be: rows by table, the text of its sidecar, and what stands in the way. `before` are its rows as they are."""

    document: str
    before: Mapping[str, Sequence[Cells]]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    sidecar: str = ""
    wrong: list[Wrong] = field(default_factory=list)


def drafted(document: str, sidecar: str, context: Context, book: Book, reading: Reading, asked: Asked) -> Draft:
    """The document with the rows of the file instead of those that it gave before; `sidecar` is the text of source.yaml to begin with."""
    source, lines = context.source, [int(row["line"]) for rows in context.existing.values() for row in rows if row["line"].isdecimal()]
    blocks = allotted(source, lines, book, reading)
    draft = Draft(document, context.existing)
    files = _superseded(source, book, reading)
    replaced = [*(block for file in files for block in blocks_of(source, file).values()), *blocks.values()]
    for name, table in TABLES.items():
        taken = [Row(_cells(table, one, blocks), one) for one in reading.taken if one.table == name]
        existing = context.existing.get(name, ())
        kept = [row for row in existing if name not in reading.whole or _of_a_sheet(row, source)]
        draft.rows[name] = _merged(table, existing, kept, taken, replaced, draft.wrong)
    draft.sidecar = _sidecar(sidecar, book, reading, asked, blocks, replaced, files, draft.wrong)
    return draft


def _superseded(source: Mapping[str, Any], book: Book, reading: Reading) -> list[str]:
    """The files whose rows this one brings anew: itself, and of a form every form of the document before it."""
    former = [entry["file"] for entry in source.get("imports") or () if entry.get("layout") == reading.proposal.layout == form.NAME]
    return list(dict.fromkeys([book.file, *former]))


def _cells(table: Table, taken: Taken, blocks: Mapping[str, Block]) -> dict[str, str]:
    line = taken.line if taken.line is not None else blocks[taken.sheet].first + taken.row - 1
    return {column: str(line) if column == "line" else _BREAK.sub(" ", taken.cells.get(column, "").strip()) for column in table.header}


def key_of(table: Table, cells: Cells) -> tuple[str, ...]:
    """What tells a row from the others of its table."""
    return tuple(cells[column] for column in table.key or table.header)


def _of_a_sheet(cells: Cells, source: Mapping[str, Any]) -> bool:
    """Whether a row of the document comes from a sheet and not from its text."""
    return any(_line(cells) in block for block in blocks_of(source).values())


def _merged(table: Table, existing: Sequence[Cells], kept: Sequence[Cells], taken: Sequence[Row], replaced: Sequence[Block], wrong: list[Wrong]) -> list[Row]:
    """Rows that the document keeps without those that the file gave before, and the rows of the file; in the order of lines where they were so before."""
    merged = [Row(cells) for cells in kept if not any(_line(cells) in block for block in replaced)]
    index, added = {key_of(table, row.cells): number for number, row in reversed(list(enumerate(merged)))}, []
    for row in taken:
        number = index.get(key_of(table, row.cells))
        if number is None:
            added.append(row)
            continue
        other = merged[number]
        if other.cells["line"] == row.cells["line"]:
            merged[number] = row
            del index[key_of(table, row.cells)]
        elif differing := [column for column in table.header if column != "line" and other.cells[column] != row.cells[column]]:
            wrong.append(elsewhere(table, row, other, differing[0]))
    merged += added
    ordered = [_line(cells) for cells in existing]
    return sorted(merged, key=lambda row: _line(row.cells)) if ordered == sorted(ordered) else merged


def _line(cells: Cells) -> int:
    return int(cells["line"]) if cells["line"].isdecimal() else 0


def elsewhere(table: Table, row: Row, other: Row, column: str) -> Wrong:
    """A row whose key the document already has from another place, with another value."""
    assert row.taken is not None
    told = {"table": table.name, "column": column, "line": other.cells["line"], "there": other.cells[column] or "–", "here": row.cells[column] or "–"}
    return Wrong(row.taken.sheet, place(row.taken, column), row.cells[column], "elsewhere", told)


def place(taken: Taken, column: str) -> str:
    """The cell in which a column of a row stands; the first cell of the row where it comes from none."""
    number = taken.columns.get(column) or min(taken.columns.values(), default=1)
    return f"{letter(number)}{taken.row}"


def _sidecar(
    text: str, book: Book, reading: Reading, asked: Asked, blocks: Mapping[str, Block], replaced: Sequence[Block], files: Sequence[str], wrong: list[Wrong]
) -> str:
    """The text of source.yaml with what the import tells: the blocks of the sheets, the styles of numbers, and what was accepted."""
    proposal = reading.proposal
    told = {name: value for name, value in (("unit", asked.unit), ("period", asked.period)) if value}
    columns, styles = dict(proposal.columns), dict(proposal.styles)
    accepted = {"file": book.file, "layout": proposal.layout, **told, "columns": columns, "styles": styles, "sha256": book.sha256}
    text = with_entries(text, "sheets", lambda entry: entry.get("file") in files, sheets_written(book, reading, blocks))
    text = with_entries(text, "number_styles", lambda entry: _inside(entry, replaced), _styles(reading, blocks, wrong))
    return with_entries(text, "imports", lambda entry: entry.get("file") in files, [accepted])


def _inside(entry: Mapping[str, Any], blocks: Sequence[Block]) -> bool:
    """Whether an entry of number_styles speaks of lines of these blocks alone."""
    written = entry.get("lines", [])
    numbers = [int(number) for part in (written if isinstance(written, list) else [written]) for number in str(part).split("-")]
    return bool(numbers) and any(min(numbers) in block and max(numbers) in block for block in blocks)


def _styles(reading: Reading, blocks: Mapping[str, Block], wrong: list[Wrong]) -> list[dict[str, Any]]:
    """The entries of number_styles for the rows of the file: Indonesian style, but for the columns of which the proposal says otherwise."""
    entries: list[dict[str, Any]] = [{"lines": block.written, "style": "id"} for block in blocks.values()]
    styles: dict[str, Style] = {}
    for head, style in reading.proposal.styles.items():
        target = reading.proposal.columns.get(head, head)
        if styles.setdefault(target, style) != style:
            wrong.append(Wrong("", "", head, "styles_differ", {"column": target}))
    for target, style in styles.items():
        table, _, column = target.partition(".")
        lines = {taken.line if taken.line is not None else blocks[taken.sheet].first + taken.row - 1 for taken in reading.taken if taken.table == table}
        if column in {one.name for one in TABLES[table].columns} if table in TABLES else False:
            told = [block.written for block in blocks.values() if any(line in block for line in lines)]
            told_lines = [*told, *spans(line for line in lines if not any(line in block for block in blocks.values()))]
            if (style == "en" or len(told_lines) > len(told)) and told_lines:
                entries.append({"lines": told_lines, "file": table, "columns": [column], "style": style})
    return entries
