"""The rows of a table whose columns are known, as rows of raw tables: keys are looked up, values stay as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from analysis.dictionary import TABLES, Column
from analysis.intake.files.cells import Cell, Sheet
from analysis.intake.meaning.heads import Heads, why_left
from analysis.intake.meaning.keys import as_period, code_of, indicator_of, unit_of, year_asked
from analysis.intake.meaning.mapping import Use, Uses, values_of
from analysis.intake.meaning.satkers import unit_told
from analysis.intake.meaning.spelling import needs_year, period_of
from analysis.intake.meaning.synonyms import choice, measure_of
from analysis.intake.meaning.tablestyles import TableStyles, is_number
from analysis.intake.reading import Asked, Context, Left, Taken, Wrong
from analysis.numbers import parse
from analysis.periods import Period

_SUBJECTS = {"keluaran_pct": "output:{code}"}
"""What a claim of a figure is about, where it is not the code alone."""


class Stop(Exception):
    """A cell without which its row cannot be read."""

    def __init__(self, wrong: Wrong):
        self.wrong = wrong
        super().__init__(wrong.why)


@dataclass
class TableRows:
    """A table in a sheet: every row below its heads is taken, left or wrong."""

    sheet: Sheet
    heads: Heads
    uses: Uses
    asked: Asked
    context: Context
    taken: list[Taken] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @cached_property
    def numbers(self) -> TableStyles:
        """The styles in which the numbers are written."""
        return TableStyles(self.sheet, self.heads, self.uses, self.asked)

    def read(self) -> TableRows:
        for number, _ in self.sheet.filled():
            if why := why_left(self.sheet, self.heads, number):
                self.left.append(Left(self.sheet.name, number, why))
                continue
            try:
                rows = list(self._row(number))
            except Stop as stop:
                self.wrong.append(stop.wrong)
                if stop.wrong.row != number:
                    self.left.append(Left(self.sheet.name, number, "not_read"))
                continue
            self.taken += rows
            if not rows:
                self.left.append(Left(self.sheet.name, number, "no_values"))
        return self

    def _row(self, number: int) -> Iterator[Taken]:
        self._refuse_unread(number)
        tables = self._filled(number)
        if not tables:
            return
        keys = {"unit": self._unit(number), **self._keys(number)}
        line = next((int(c.printed()) for use in self.uses.of("line") if (c := self._cell(number, use.column)).printed().isdigit()), None)
        for table, group in tables:
            cells, columns = self._cells(number, table, group, keys)
            yield Taken(table, self.sheet.name, number, cells, columns, line)

    def _filled(self, number: int) -> list[tuple[str, list[Use]]]:
        """The raw tables for which the row holds anything, with the columns of one period, basis and figure each."""
        found: dict[tuple[str, str, str, str], list[Use]] = {}
        for use in self.uses.uses:
            table, _, column = use.meaning.target.partition(".")
            if column in (values_of(table) or TABLES[table].header if table in TABLES else ()) and self._cell(number, use.column).printed():
                found.setdefault((table, use.meaning.period, use.meaning.basis, use.meaning.figure), []).append(use)
        return [(table, uses) for (table, *_), uses in found.items()]

    def _refuse_unread(self, number: int) -> None:
        """A cell that shows an error, lacks its value, or is written in another style than its column."""
        for use in self.uses.uses:
            cell = self.sheet.cell(number, use.column)
            if cell.odd:
                raise Stop(Wrong(self.sheet.name, cell.place, cell.printed(), f"cell_{cell.odd}", {"head": use.head}))
            found = self.numbers.styles.get(use.meaning.target)
            if found and cell in found.strangers:
                raise Stop(Wrong(self.sheet.name, cell.place, cell.printed(), "style_mixed", {"head": use.head, "style": found.style}))

    def _cell(self, row: int, column: int) -> Cell:
        """The cell, or the one above that it is merged with."""
        cell = self.sheet.cell(row, column)
        return self.sheet.cell(self._merged[row, column], column) if cell.value is None and (row, column) in self._merged else cell

    @cached_property
    def _merged(self) -> dict[tuple[int, int], int]:
        """The first row of what cells merged downwards belong to, in the columns that hold keys."""
        found: dict[tuple[int, int], int] = {}
        for use in self.uses.uses:
            for merged in self.sheet.merged:
                ends = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", merged)
                if ends and not is_number(use.meaning.target) and self.sheet.cell(int(ends[2]), use.column).place == f"{ends[1]}{ends[2]}":
                    found |= {(row, use.column): int(ends[2]) for row in range(int(ends[2]) + 1, int(ends[4]) + 1)}
        return found

    def _unit(self, number: int) -> str:
        for use in self.uses.of("unit"):
            cell = self._cell(number, use.column)
            unit = unit_told(cell.printed(), self.asked, self.context) or unit_of(cell.printed(), self.context.units)
            if unit is None:
                raise Stop(Wrong(self.sheet.name, self._place(number, use), cell.printed(), "unit_unknown", {"known": ", ".join(self.context.units)}))
            return unit
        if not self.asked.unit:
            raise Stop(Wrong(self.sheet.name, "", "", "unit_missing", {}))
        return self.asked.unit

    def _place(self, number: int, use: Use) -> str:
        return Cell(number, use.column, None).place

    def _keys(self, number: int) -> dict[str, str]:
        """The period that columns of the row name, '' where none does."""
        uses = self.uses.of("period")
        words = " ".join(as_period(use.head, self._cell(number, use.column).printed()) for use in uses).strip()
        if not words:
            return {"period": self.asked.period}
        period = period_of(words, year_asked(self.asked))
        if period is None:
            why = "year_missing" if needs_year(words) else "period_unknown"
            raise Stop(Wrong(self.sheet.name, self._place(number, uses[0]), words, why, {}))
        return {"period": str(period)}

    def _period(self, number: int, use: Use, keys: Mapping[str, str]) -> str:
        """The period of a value: the one that its head names, in the year of its row."""
        if not use.meaning.period:
            if not keys["period"]:
                raise Stop(Wrong(self.sheet.name, "", "", "period_missing", {}))
            return keys["period"]
        found = period_of(use.meaning.period, Period.parse(keys["period"]).year if keys["period"] else None)
        if found is None:
            raise Stop(Wrong(self.sheet.name, self._place(self.heads.last, use), use.head, "year_missing", {}))
        return str(found)

    def _cells(self, number: int, table: str, group: Sequence[Use], keys: Mapping[str, str]) -> tuple[dict[str, str], dict[str, int]]:
        cells: dict[str, str] = {}
        columns: dict[str, int] = {}
        for column in TABLES[table].columns[1:]:
            use = next((u for u in group if u.meaning.target == f"{table}.{column.name}"), None) or next(
                (u for u in self.uses.uses if u.meaning.target in {column.name, f"{table}.{column.name}"} and u.meaning.period == ""), None
            )
            if use and not (is_number(use.meaning.target) and use not in group):
                cells[column.name], columns[column.name] = self._words(number, use, column), use.column
            else:
                cells[column.name] = self.uses.constants.get(f"{table}.{column.name}", "")
        cells["unit"], cells["period"] = keys["unit"], self._period(number, group[0], keys)
        cells |= {"basis": group[0].meaning.basis} if group[0].meaning.basis else {}
        self._complete(number, table, cells, columns, group[0])
        for column in TABLES[table].columns[1:]:
            if column.required and not cells[column.name]:
                raise Stop(self._missing(number, table, column.name, columns))
        return cells, columns

    def _missing(self, number: int, table: str, column: str, columns: Mapping[str, int]) -> Wrong:
        if column in columns:
            return Wrong(self.sheet.name, Cell(number, columns[column], None).place, "", "key_empty", {"column": f"{table}.{column}"})
        return Wrong(self.sheet.name, "", "", "column_missing", {"column": f"{table}.{column}"})

    def _words(self, number: int, use: Use, column: Column) -> str:
        cell = self._cell(number, use.column)
        if column.kind in {"number", "printed"}:
            return cell.printed(self.numbers.proposed.get(use.head, "id"))
        words = " ".join(cell.printed().split())
        if column.name == "measure":
            return measure_of(words)
        if column.name in {"code", "parent"}:
            return code_of(words, use.head)
        return choice(words, column.choices) if column.choices else words

    def _complete(self, number: int, table: str, cells: dict[str, str], columns: dict[str, int], use: Use) -> None:
        """What follows from other cells: the code of an indicator that is only named, the subject of a claim, a value that is not available."""
        names = self.uses.of("name")
        code, at = cells.get("code", ""), columns.get("code")
        if table == "claims":
            at = next((u.column for u in self.uses.of("code")), None)
            code = code_of(self._cell(number, at).printed(), self.uses.of("code")[0].head) if at else ""
        if not code and names and table in {"targets", "realisations", "claims"}:
            named, at = self._cell(number, names[0].column), names[0].column
            code = indicator_of(self.context, cells["unit"], name=named.printed())
            if not code:
                raise Stop(Wrong(self.sheet.name, self._place(number, names[0]), named.printed(), "indicator_unknown", {"unit": cells["unit"]}))
        if table == "claims":
            figure = use.meaning.figure or cells["figure"]
            cells |= {"figure": figure, "subject": cells["subject"] or (_SUBJECTS.get(figure, "{code}").format(code=code) if code else "")}
            columns |= {"subject": at} if at and code else {}
        elif "code" in cells:
            cells["code"] = code
            columns |= {"code": at} if at else {}
        if table == "realisations" and _state(cells["value"]) == "not_available":
            cells["status"] = "na"


def _state(text: str) -> str:
    try:
        return parse(text, "id").state
    except ValueError:
        return ""
