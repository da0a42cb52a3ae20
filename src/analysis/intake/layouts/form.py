"""The form of this project, filled in: what `kinerja new` and `kinerja form` write, in whatever order and language it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Book, Sheet
from analysis.intake.form import labels
from analysis.intake.form.book import VERSION, Mark
from analysis.intake.layouts.form_cells import Place
from analysis.intake.layouts.form_heads import Heads, heads_of, is_list, known_rows, mark_of, marked
from analysis.intake.layouts.form_rows import rows_of
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong
from analysis.languages import LANGUAGES
from analysis.numbers import Style
from analysis.sources import Source

NAME = "form"


def fits(book: Book) -> bool:
    """Whether the file says that it is a form."""
    return marked(book) is not None


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """Every row of every sheet: facts taken, what belongs to the form itself left, and cells that cannot be read told with their next step.

    Rows without unit or period are of those that the form is for, else of those that are asked.
    """
    mark = marked(book) or Mark("", asked.unit, asked.period, "", LANGUAGES[0])
    wrong, taken, left, others = list(_about(mark, asked)), list[Taken](), list[Left](), dict[str, str]()
    styles, whole, known = dict[str, Style](), set[str](), known_rows(book)
    for sheet in book.sheets:
        heads = heads_of(sheet, asked.columns)
        if heads is None:
            if not (sheet.hidden or mark_of(sheet) or is_list(sheet)):
                left += [Left(sheet.name, number, "form_other") for number, _ in sheet.filled()]
            continue
        others |= dict.fromkeys(heads.others, "")
        wrong += _about_heads(sheet, heads, mark.lang)
        styles |= _styles(heads, mark, asked)
        whole |= {heads.table} if "line" in heads.columns else set()
        for row in rows_of(sheet, heads, Place(mark, context.units, Source(Path(), context.source), styles, known)):
            if isinstance(row, Taken):
                taken.append(row)
            elif isinstance(row, Left):
                left.append(row)
            else:
                wrong += row
    return Reading(Proposal(NAME, others, styles), taken, left, wrong, whole)


def _styles(heads: Heads, mark: Mark, asked: Asked) -> dict[str, Style]:
    """The style of the columns with numbers, where it is not the usual one of an import."""
    columns = [column.name for column in TABLES[heads.table].columns if column.kind in {"number", "printed"} and column.name in heads.columns]
    told = {column: asked.styles.get(heads.written[column], asked.styles.get(f"{heads.table}.{column}", mark.style)) for column in columns}
    return {f"{heads.table}.{column}": style for column, style in told.items() if style != "id" or mark.style != "id"}


def _about(mark: Mark, asked: Asked) -> Iterator[Wrong]:
    """What is wrong with the form as a whole."""
    if mark.version != VERSION:
        yield Wrong("", "", mark.version, "form_version", {"version": mark.version, "known": VERSION})
    if asked.unit and mark.unit and asked.unit != mark.unit:
        yield Wrong("", "", mark.unit, "form_unit_asked", {"form": mark.unit, "asked": asked.unit})
    if asked.period and mark.period and asked.period != mark.period:
        yield Wrong("", "", mark.period, "form_period_asked", {"form": mark.period, "asked": asked.period})


def _about_heads(sheet: Sheet, heads: Heads, lang: str) -> Iterator[Wrong]:
    """Columns that are missing and have to be there, and those that are there twice."""
    missing = [c.name for c in TABLES[heads.table].columns if c.required and c.name not in {"line", "unit", "period", *heads.columns}]
    if missing:
        told = ", ".join(f"“{labels.head_of(heads.table, column, lang)}”" for column in missing)
        yield Wrong(sheet.name, "", "", "form_column", {"heads": told})
    for cell in heads.twice:
        yield Wrong(sheet.name, cell.place, cell.printed(), "form_twice", {"head": cell.printed()})
