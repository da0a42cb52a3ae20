"""The plainest of layouts, for trying an import as a whole: a sheet is named after a raw table, its first filled row names the columns, the others are rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong

Given = dict[str, object]


@dataclass
class Plain:
    """Takes rows below heads; `loses` are rows that it forgets, as no layout may."""

    NAME: str = "plain"
    loses: tuple[int, ...] = ()
    undecided: tuple[str, ...] = ()

    def fits(self, book: Book) -> bool:
        return any((sheet.name or "targets") in TABLES for sheet in book.sheets)

    def take(self, book: Book, asked: Asked, context: Context) -> Reading:
        taken: list[Taken] = []
        left: list[Left] = []
        wrong: list[Wrong] = []
        for sheet in book.sheets:
            if (sheet.name or "targets") in TABLES:
                self._take(sheet, asked, taken, left, wrong)
        columns = dict(asked.columns)
        return Reading(Proposal(self.NAME, columns, dict(asked.styles), self.undecided), taken, left, wrong)

    def _take(self, sheet: Sheet, asked: Asked, taken: list[Taken], left: list[Left], wrong: list[Wrong]) -> None:
        table, heads = sheet.name or "targets", {}
        for number, cells in sheet.filled():
            if number in self.loses:
                continue
            if not heads:
                heads = {str(cell.value): cell.column for cell in cells if cell.value is not None}
                left.append(Left(sheet.name, number, "heads"))
            elif str(cells[0].value).startswith("Jumlah"):
                left.append(Left(sheet.name, number, "total"))
            else:
                wrong += [Wrong(sheet.name, cell.place, str(cell.value or ""), cell.odd) for cell in cells if cell.odd]
                taken.append(Taken(table, sheet.name, number, _printed(heads, cells, table, asked), heads))


def _printed(heads: dict[str, int], cells: Sequence[Cell], table: str, asked: Asked) -> dict[str, str]:
    by_column = {cell.column: cell for cell in cells}
    own = {"unit": asked.unit, "period": asked.period}
    told = {head: by_column[column].printed(asked.styles.get(f"{table}.{head}", "id")) for head, column in heads.items() if column in by_column}
    return {**{column: value for column, value in own.items() if column in TABLES[table].header}, **told}
