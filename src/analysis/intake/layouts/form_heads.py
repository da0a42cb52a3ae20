"""Where the facts of a filled-in form stand: its mark, and the heads of its sheets, in any order and language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.form import labels
from analysis.intake.form.book import KNOWN, VERSION, Mark
from analysis.languages import LANGUAGES
from analysis.words import words

_FAR = 60
"""Rows in which heads are looked for."""
_MARKED = ("form", "document", "unit", "period", "kind", "language", "style")
_NAME, _, _ = VERSION.partition("-")


@dataclass(frozen=True)
class Heads:
    """The heads of a sheet: the raw table that it is of, their row, the column of the sheet for each of its columns, and which column numbers rows."""

    table: str
    row: int
    columns: Mapping[str, int]
    number: int | None
    twice: Sequence[Cell] = ()
    """Heads that stand for a column that another one stands for already."""
    others: Sequence[str] = ()
    """Heads that are none of this form."""
    written: Mapping[str, str] = field(default_factory=dict)
    """The head of each column as the sheet writes it."""


def marked(book: Book) -> Mark | None:
    """What a form says of itself; None where a file does not say that it is one. What it does not tell is ''."""
    return next((mark for sheet in book.sheets if (mark := mark_of(sheet))), None)


def mark_of(sheet: Sheet) -> Mark | None:
    """The mark that stands on one sheet."""
    named = {labels.plain(words(lang)(f"form.mark.{name}")): name for lang in LANGUAGES for name in _MARKED}
    told: dict[str, str] = {}
    for _, cells in _first(sheet):
        said = [cell.printed() for cell in cells if cell.printed()]
        if len(said) > 1 and labels.plain(said[0]) in named:
            told.setdefault(named[labels.plain(said[0])], said[1])
    if not told.get("form", "").startswith(f"{_NAME}-"):
        return None
    lang = told.get("language", "")
    period = labels.period_of(told.get("period", "")) or ""
    return Mark(
        told.get("document", ""),
        told.get("unit", ""),
        period,
        told.get("kind", ""),
        lang if lang in LANGUAGES else LANGUAGES[0],
        "en" if told.get("style") == "en" else "id",
        told["form"],
    )


def _first(sheet: Sheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    return sheet.filled(_FAR)


def is_list(sheet: Sheet) -> bool:
    """Whether a sheet holds nothing but the lists to choose from."""
    first = [cell.printed() for cell in (sheet.rows[0] if sheet.rows else ()) if cell.printed()]
    known = {"unit", "period", KNOWN, *(f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns)}
    return bool(first) and set(first) <= known


def known_rows(book: Book) -> frozenset[str]:
    """How the rows read that a form only repeats; none where its lists are gone."""
    sheets = [sheet for sheet in book.sheets if is_list(sheet)]
    columns = [(sheet, cell.column) for sheet in sheets for cell in sheet.rows[0] if cell.printed() == KNOWN]
    return frozenset(sheet.cell(number, column).printed() for sheet, column in columns for number, _ in sheet.filled() if number > 1) - {""}


def heads_of(sheet: Sheet, wanted: Mapping[str, str]) -> Heads | None:
    """The heads of a sheet; None where it has none. `wanted` says `table.column` for heads of the analyst's own."""
    best, most = None, 0.0
    for number, cells in _first(sheet):
        texts = [cell for cell in cells if isinstance(cell.value, str) and cell.value.strip()]
        for table in TABLES if len(texts) > 1 else ():
            found = _found(table, number, texts, wanted)
            named = labels.plain(sheet.name) in {table, *(labels.plain(labels.sheet_of(table, lang)) for lang in LANGUAGES)}
            worth = len(found.columns) + 0.5 * named - 0.01 * (len(TABLES[table].columns) - len(found.columns))
            enough = len(found.columns) >= (2 if named else 3) and 2 * len(found.columns) >= len(found.others)
            if enough and worth > most:
                best, most = found, worth
    return best


def _found(table: str, row: int, texts: Sequence[Cell], wanted: Mapping[str, str]) -> Heads:
    own = {labels.plain(head): place.partition(".")[2] for head, place in wanted.items() if place.partition(".")[0] == table}
    known = {**labels.heads(table), **own}
    columns, written = dict[str, int](), dict[str, str]()
    twice, others, number = [], [], None
    for cell in texts:
        said = labels.plain(cell.printed())
        if said in known and known[said] not in columns:
            columns[known[said]], written[known[said]] = cell.column, cell.printed()
        elif said in known:
            twice.append(cell)
        elif said.rstrip(".") in {labels.plain(words(lang)("form.number")) for lang in LANGUAGES}:
            number = cell.column
        else:
            others.append(cell.printed())
    return Heads(table, row, columns, number, twice, others, written)
