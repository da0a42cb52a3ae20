"""Where the heads of a table stand in a sheet, also over two or three rows, and which rows below them are none of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.intake.files.cells import Cell, Sheet
from analysis.intake.meaning.styling import readings

_SEARCHED = 60
"""Rows from the top of a sheet in which heads are looked for."""
_WORD = re.compile(r"[^\W_]+|%")
_TOTAL = re.compile(r"(?:grand |sub ?)?(?:jumlah|total)\b|rata rata\b|rerata\b")
_ALONE = re.compile(
    r"(?:grand total|sub ?total|sub ?jumlah|jumlah|total|rata rata|rerata)(?: (?:jumlah|total|keseluruhan|seluruhnya|seluruh|semua|umum|akhir))?"
)
_NOTES = re.compile(r"\s*(?:\*|\d\)|(?:catatan|keterangan|sumber|ket|note|nb)\b\s*[:.])", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """The head of one column: its words, those of several rows joined from above."""

    column: int
    words: str


@dataclass(frozen=True)
class Heads:
    """The heads of a table, in rows `first` to `last` of its sheet."""

    first: int
    last: int
    heads: Sequence[Head]

    def column(self, *names: str) -> int | None:
        """The first column whose plain words are one of `names`, else the first whose words begin so."""
        words = [(head.column, plain(head.words)) for head in self.heads]
        for fits in (str.__eq__, str.startswith):
            for name in names:
                for column, told in words:
                    if fits(told, name):
                        return column
        return None


@lru_cache(maxsize=1 << 14)
def plain(words: str) -> str:
    """Small letters and digits with single spaces: how heads are compared. A percent sign counts."""
    return " ".join(_WORD.findall(words.casefold()))


def heads_of(sheet: Sheet, known: Callable[[str], bool], *, least: int = 2) -> Heads | None:
    """The heads of the table in a sheet: around the first row with the most cells whose plain words are `known`; None below `least` of them."""
    rows = [(number, sum(known(plain(c.printed())) for c in cells if _is_words(c))) for number, cells in sheet.filled(_SEARCHED)]
    best, count = max(rows, key=lambda row: row[1], default=(0, 0))
    if count < least:
        return None
    first = last = best
    while first > 1 and last - first < 2 and _above(sheet, first - 1, first):
        first -= 1
    while last - first < 2 and _stacked(sheet, last, last + 1):
        last += 1
    columns = range(1, max(len(sheet.rows[number - 1]) for number in range(first, last + 1)) + 1)
    found = [Head(column, " ".join(_words(sheet, first, last, column))) for column in columns]
    return Heads(first, last, [head for head in found if head.words])


def _is_words(cell: Cell) -> bool:
    return isinstance(cell.value, str) and bool(cell.value.strip()) and not readings(cell)


def _above(sheet: Sheet, upper: int, lower: int) -> bool:
    """Whether row `upper` is an upper part of heads, and not a title: it names a column of its own that the row below leaves empty."""
    own = [c for c in sheet.rows[upper - 1] if c.value is not None and sheet.cell(lower, c.column).value is None]
    filled = [c for c in sheet.rows[upper - 1] if c.value is not None]
    return len(filled) > 1 and bool(own) and _stacked(sheet, upper, lower)


def _stacked(sheet: Sheet, upper: int, lower: int) -> bool:
    """Whether the words of row `lower` tell apart columns that row `upper` spans with one head: they do so from the first of them on, and mostly."""
    below = [c for c in (sheet.rows[lower - 1] if lower <= len(sheet.rows) else ()) if c.value is not None or c.odd]
    if not below or not all(_is_words(c) for c in below) or not all(_is_words(c) for c in sheet.rows[upper - 1] if c.value is not None):
        return False
    spans = _spans(sheet, upper, lower)
    own = [c for c in below if sheet.cell(upper, c.column).value is not None and c.column not in spans]
    return below[0] not in own and len(own) < len([c for c in below if c.column in spans])


def _spans(sheet: Sheet, upper: int, lower: int) -> dict[int, str]:
    """The columns of row `lower` that a head in row `upper` spans together with others, with the words of that head."""
    found: dict[int, str] = {}
    for cell in sheet.rows[upper - 1] if upper <= len(sheet.rows) else ():
        if cell.value is None:
            continue
        end = _end_of_merge(sheet, upper, cell.column) or _end_of_gap(sheet, upper, lower, cell.column)
        if end > cell.column:
            found |= dict.fromkeys(range(cell.column, end + 1), cell.printed())
    return found


def _end_of_merge(sheet: Sheet, row: int, column: int) -> int:
    """The last column of the merged range that begins at a place; 0 where none does."""
    for merged in sheet.merged:
        start, _, end = merged.partition(":")
        if start == Cell(row, column, None).place and end:
            return _number(re.sub(r"\d", "", end))
    return 0


def _end_of_gap(sheet: Sheet, upper: int, lower: int, column: int) -> int:
    end = column
    while sheet.cell(upper, end + 1).value is None and sheet.cell(lower, end + 1).value is not None:
        end += 1
    return end


def _number(letters: str) -> int:
    number = 0
    for sign in letters.upper():
        number = number * 26 + ord(sign) - 64
    return number


def _words(sheet: Sheet, first: int, last: int, column: int) -> list[str]:
    """The words above a column from the top, those of a head that spans it among them."""
    found = []
    for row in range(first, last + 1):
        own = sheet.cell(row, column).printed()
        words = own or (_spans(sheet, row, row + 1).get(column, "") if row < last else "")
        found += [" ".join(words.split())] if words else []
    return found


def why_left(sheet: Sheet, heads: Heads, number: int) -> str:
    """Why a row is none of the table's rows: the end of a message id intake.left.<why>, '' for a row of the table."""
    cells = [c for c in sheet.rows[number - 1] if c.value is not None or c.odd]
    if number < heads.first:
        return "title"
    if number <= heads.last:
        return "heads"
    if any(_same_as_row(sheet, row, cells) for row in range(heads.first, heads.last + 1)):
        return "heads_again"
    if _counts(cells):
        return "column_numbers"
    if _is_total(heads, cells):
        return "total"
    if _NOTES.match(cells[0].printed()) and len(cells) < 3:
        return "note"
    return "words_only" if len(cells) == 1 and len(heads.heads) > 2 and _is_words(cells[0]) else ""


def _is_total(heads: Heads, cells: Sequence[Cell]) -> bool:
    """Whether a row is a total: by its words alone, or by how they begin where a number or code should stand before them."""
    words = [plain(cell.printed()) for cell in cells[:3]]
    unnumbered = any(head.column < cells[0].column for head in heads.heads) or heads.column("kode", "code", "no") == cells[0].column
    return any(_ALONE.fullmatch(word) for word in words) or (unnumbered and bool(_TOTAL.match(words[0])))


def _same_as_row(sheet: Sheet, row: int, cells: Sequence[Cell]) -> bool:
    return len(cells) > 1 and all(plain(c.printed()) == plain(sheet.cell(row, c.column).printed()) != "" for c in cells)


def _counts(cells: Sequence[Cell]) -> bool:
    """Whether the cells only number the columns: 1, 2, 3 or (1), (2), (3) = (1) + (2)."""
    numbers = [re.match(r"\(?\s*(\d{1,2})\s*\)?(?![\d.,%])", c.printed()) for c in cells]
    found = [int(n[1]) for n in numbers if n]
    return len(found) == len(cells) > 2 and found == list(range(found[0], found[0] + len(found))) and found[0] in {0, 1}
