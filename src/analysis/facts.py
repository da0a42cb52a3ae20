"""The facts: every row of every document, typed and as printed. Whoever looks at them leaves a note of what was looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.errors import ParameterError, alternatives
from analysis.numbers import Printed, parse
from analysis.periods import Period
from analysis.reads import Noted, note
from analysis.sources import Source, Unit, reports_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """Everything read from data/raw.

    `tables` are typed frames (numbers as float64, missing as NaN, text as str, keys unique, columns `document`
    and `line` in each row); `printed` are the same rows, by the same index, as they are printed, and `meant` the same
    again with corrections.yaml applied. `hashes` are the SHA-256 of the files, by their path below data/raw. `waiting` are
    the documents that are only begun: nothing of them is among the rest.
    """

    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    tables: Mapping[str, pd.DataFrame]
    printed: Mapping[str, pd.DataFrame]
    hashes: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    waiting: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name in ("tables", "printed", "meant"):
            object.__setattr__(self, name, Noted(getattr(self, name), "table", ""))
        object.__setattr__(self, "sources", Noted(self.sources, "source"))

    def rows(self, table: str, unit: str, period: str) -> list[Row]:
        """The typed rows of a table for a unit and period, each with `table`, its name, and `index`, its place in the frame.

        The period of a table without periods is empty. The rows are shared: read only.
        """
        note("rows", table, unit, period)
        return self._by_place(table).get((unit, period), [])

    def grouped(self, table: str, unit: str, period: str, *names: str) -> Mapping[tuple[Any, ...], Sequence[Row]]:
        """The rows of a table for a unit and period by their cells in some columns; made once, read only."""
        rows, key = self.rows(table, unit, period), (table, unit, period, *names)
        if key not in self._groups:
            found: dict[tuple[Any, ...], list[Row]] = {}
            for row in rows:
                found.setdefault(tuple(row[name] for name in names), []).append(row)
            self._groups[key] = found
        return self._groups[key]

    def periods(self, table: str, unit: str) -> list[str]:
        """The periods for which a table has rows of the unit, in order."""
        note("periods", table, unit)
        return sorted({period for owner, period in self._by_place(table) if owner == unit and period}, key=Period.parse)

    def records(self, table: str, document: str = "") -> list[Row]:
        """The typed rows of a table in their order, of one document or of all, in the form that `rows` gives them."""
        note("table", table, document)
        rows = self._records(table)
        return [row for row in rows if row["document"] == document] if document else rows

    def columns(self, table: str, document: str, *names: str) -> list[tuple[Any, ...]]:
        """The typed cells of some columns of a table in a document, row by row, for what rests on nothing else of it."""
        note("columns", table, document, *names)
        return [tuple(row[name] for name in names) for row in self._records(table) if row["document"] == document]

    def cell(self, table: str, row: Any, column: str) -> Printed:
        """The printed number of one cell of a row that was read, corrected where it was misprinted, parsed again in its declared style."""
        raw = self._printed(table)[row]
        style = _plain(self.sources)[raw["document"]].style(table, column, int(raw["line"]), raw)
        return parse(str(self._meant(table)[row][column]), style)

    def quoted(self, table: str, row: Any, column: str) -> tuple[str, str]:
        """The words of one cell of a row that was read: as they are printed, and as they are meant."""
        return self._printed(table)[row][column], self._meant(table)[row][column]

    def words_of(self, table: str, row: Any) -> Row:
        """All words of a row that was read, by column, as they are printed."""
        return self._printed(table)[row]

    def _records(self, table: str) -> list[Row]:
        if table not in self._typed:
            frame = _plain(self.tables)[table]
            rows: list[Row] = frame.to_dict("records")
            self._typed[table] = [{**row, "table": table, "index": index} for row, index in zip(rows, frame.index.tolist(), strict=True)]
        return self._typed[table]

    def _by_place(self, table: str) -> dict[tuple[str, str], list[Row]]:
        if table not in self._placed:
            found: dict[tuple[str, str], list[Row]] = {}
            for row in self._records(table):
                found.setdefault((row["unit"], row.get("period", "")), []).append(row)
            self._placed[table] = found
        return self._placed[table]

    def _printed(self, table: str) -> dict[Any, dict[str, str]]:
        """The printed rows of a table by their index."""
        if table not in self._raw:
            self._raw[table] = _plain(self.printed)[table].to_dict("index")
        return self._raw[table]

    def _meant(self, table: str) -> dict[Any, dict[str, str]]:
        """The printed rows of a table as they are meant, by their index."""
        if table not in self._means:
            self._means[table] = _plain(self.meant)[table].to_dict("index")
        return self._means[table]

    def lay_out(self) -> None:
        """Works out in advance what every look at rows and cells needs; it reads nothing that would count."""
        for table in _plain(self.tables):
            self._by_place(table)
            self._printed(table)
            self._meant(table)

    @cached_property
    def _typed(self) -> dict[str, list[Row]]:
        return {}

    @cached_property
    def _placed(self) -> dict[str, dict[tuple[str, str], list[Row]]]:
        return {}

    @cached_property
    def _raw(self) -> dict[str, dict[Any, dict[str, str]]]:
        return {}

    @cached_property
    def _groups(self) -> dict[tuple[str, ...], dict[tuple[Any, ...], list[Row]]]:
        return {}

    @cached_property
    def _means(self) -> dict[str, dict[Any, dict[str, str]]]:
        return {}

    def file_row(self, table: str, row: Any) -> tuple[str, int]:
        """Document and row number in its file of a row of `printed`; the header is row 1."""
        document = str(self.printed[table].at[row, "document"])
        return document, self._places(table, document).index(row) + 2

    def row_of(self, table: str, document: str, number: int) -> int | None:
        """The row of `printed` that stands at a row number of a document's file; None if there is none."""
        places = self._places(table, document) if table in self.printed else []
        return int(places[number - 2]) if 2 <= number < len(places) + 2 else None

    def _places(self, table: str, document: str) -> list[Any]:
        frame = self.printed[table]
        return frame.index[frame["document"] == document].tolist()

    def unit(self, code: str) -> Unit:
        """The unit `code`. Raises ParameterError with the nearest known code."""
        if code not in self.units:
            raise ParameterError(f"unit '{code}' is not known; {alternatives(code, self.units)}")
        return self.units[code]

    def children(self, code: str) -> list[str]:
        return [u.code for u in self.units.values() if u.parent == code]

    def family(self, code: str) -> list[str]:
        """The unit and all units below it."""
        return [code, *(member for child in self.children(code) for member in self.family(child))]

    @property
    def reports(self) -> list[tuple[str, str]]:
        """All (unit, period) pairs with a report, in the order of units.yaml and time."""
        note("reports")
        return self._reports

    @cached_property
    def _reports(self) -> list[tuple[str, str]]:
        return reports_of(self.units, _plain(self.sources).values())

    def documents_of(self, unit: str, period: str = "") -> list[str]:
        """The documents that give a report on the unit, of the period or of any."""
        note("reports")
        return [d for d, s in _plain(self.sources).items() if any(u == unit and period in {"", p} for u, p in s.reports)]


def _plain(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values without notes: for what was already told of."""
    return values.plain if isinstance(values, Noted) else values
