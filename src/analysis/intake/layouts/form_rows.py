"""The rows of a filled-in form: which of them the form itself brings, which say nothing yet, and which are facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Cell, Sheet
from analysis.intake.form import labels
from analysis.intake.form.examples import PLACED, example
from analysis.intake.layouts.form_cells import Amiss, Place, line_of, read
from analysis.intake.layouts.form_heads import Heads
from analysis.intake.reading import Left, Taken, Wrong
from analysis.languages import LANGUAGES
from analysis.numbers import Style
from analysis.words import words

_OPEN = {"targets": {"value", "reason"}, "realisations": {"value", "numerator", "denominator", "status", "reason"}, "spending": {"realisasi_rp"}}
"""What is still to be entered in rows that were laid ready: while all of it is empty, a row tells nothing."""
_STYLES: tuple[Style, ...] = ("id", "en")
Row = Taken | Left | Sequence[Wrong]


def rows_of(sheet: Sheet, heads: Heads, place: Place) -> Iterator[Row]:
    """Every row that holds anything: a fact, a row left with its reason, or all that is wrong with one."""
    for number, _ in sheet.filled():
        if number <= heads.row:
            yield Left(sheet.name, number, "form_above" if number < heads.row else "form_heads")
            continue
        found = {name: sheet.cell(number, column) for name, column in heads.columns.items()}
        sign = sheet.cell(number, heads.number) if heads.number else Cell(number, 1, None)
        said = {name: labels.plain(cell.printed()) for name, cell in found.items() if cell.value is not None or cell.odd}
        why = _left(heads, said, sign)
        if why:
            yield Left(sheet.name, number, why)
        elif labels.plain(sign.printed()) in _signs("form.example"):
            yield [Wrong(sheet.name, sign.place, sign.printed(), "form_example")]
        elif labels.plain(sign.printed()) in _signs("form.known"):
            same = not place.known or labels.told(heads.table, said) in place.known
            yield Left(sheet.name, number, "form_known") if same else [Wrong(sheet.name, sign.place, sign.printed(), "form_known")]
        else:
            yield _fact(sheet.name, number, heads, found, place)


def _left(heads: Heads, said: Mapping[str, str], sign: Cell) -> str:
    """Why a row gives no fact, '' for one that should; `said` are the words of its filled cells."""
    table = heads.table
    if labels.plain(sign.printed()) in _signs("form.explanation") or _explains(table, said):
        return "form_explanation"
    if _is_example(heads, said) or (not said and labels.plain(sign.printed()) in _signs("form.example")):
        return "form_example"
    if not said:
        return "form_empty"
    if sum(labels.heads(table).get(text) == name for name, text in said.items()) > 2:
        return "form_heads"
    return "form_open" if table in _OPEN and not _OPEN[table] & set(said) else ""


@cache
def _signs(message: str) -> frozenset[str]:
    return frozenset(labels.plain(words(lang)(message)) for lang in LANGUAGES)


def _explains(table: str, said: Mapping[str, str]) -> bool:
    """Whether at least two cells hold the explanation of their column."""
    return any(sum(labels.plain(labels.means(table, name, lang)) == text for name, text in said.items()) > 1 for lang in LANGUAGES)


@cache
def _examples(table: str) -> tuple[Mapping[str, str], ...]:
    told = (example(table, lang, style) for lang in LANGUAGES for style in _STYLES)
    return tuple({name: labels.plain(text) for name, text in sample.items()} for sample in told)


def _is_example(heads: Heads, said: Mapping[str, str]) -> bool:
    """Whether the cells, those aside that are of the document, are those of an example, no more and no less."""
    told = {name: text for name, text in said.items() if name not in PLACED}
    return len(told) > 1 and any({name: text for name, text in sample.items() if text and name in heads.columns} == told for sample in _examples(heads.table))


def _fact(sheet: str, row: int, heads: Heads, found: Mapping[str, Cell], place: Place) -> Taken | list[Wrong]:
    """The row of the raw table, or what is wrong with each of its cells."""
    columns = [column for column in TABLES[heads.table].columns if column.name != "line"]
    cells, wrong = dict.fromkeys((column.name for column in columns), ""), []
    line = line_of(found["line"]) if "line" in found else None
    if isinstance(line, Amiss):
        wrong.append(_wrong(sheet, found["line"], line))
        line = None
    for column in sorted(columns, key=lambda column: column.kind in {"number", "printed"}):
        cell = found.get(column.name, Cell(row, 1, None))
        told = read(heads.table, column, cell, cells, place, line)
        if isinstance(told, Amiss):
            wrong.append(_wrong(sheet, cell, told))
        else:
            cells[column.name] = told
    if wrong:
        return wrong + _also_empty(sheet, heads, found, cells, {one.cell for one in wrong})
    return Taken(heads.table, sheet, row, cells, {name: column for name, column in heads.columns.items() if name != "line"}, line)


def _also_empty(sheet: str, heads: Heads, found: Mapping[str, Cell], cells: Mapping[str, str], told: set[str]) -> list[Wrong]:
    """Cells of a row with mistakes that have to be filled in and are not; rows without other mistakes are judged by the loader."""
    open_ = [column.name for column in TABLES[heads.table].columns if column.required and column.name in found and not cells.get(column.name)]
    empty = [(found[name], Amiss("empty_cell", {"table": heads.table, "column": name})) for name in open_ if found[name].place not in told]
    return [_wrong(sheet, cell, amiss) for cell, amiss in empty if cell.value is None]


def _wrong(sheet: str, cell: Cell, amiss: Amiss) -> Wrong:
    return Wrong(sheet, cell.place, cell.printed(), amiss.why, amiss.told)
