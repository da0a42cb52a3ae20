"""The row of every check table: what is printed at one place, beside what it must agree with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.audit.finding import Quote
from analysis.claims import Claim, reconcile
from analysis.figures import Cell, Figure, Ledger
from analysis.rules import law
from analysis.tables import Facts

COLUMNS = ["document", "line", "unit", "period", "relation", "subject", "expected", "found", "difference", "variant"]
"""What a suite may look at in a check table."""
EVIDENCE = ["printed", "against", "suggestion", "table", "row"]
"""What a check table carries beside it for the reader."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """One thing that is printed, compared with what the rest says.

    `relation` names what is compared, `difference` is 0 where it agrees, another number where it does not, and None where
    nothing can be said. `found` and `expected` are canonical text, `printed` the words at the place, `against` the places
    that contradict it or that it was computed from. `variant` names another reading that gives what is printed;
    `suggestion` a likely slip as `<message id>:<value>`. `table` and `row` are the place in the raw tables.
    """

    document: str
    line: int
    unit: str
    period: str
    relation: str
    subject: str
    printed: str
    found: str
    expected: str
    difference: Fraction | int | None
    against: tuple[Quote, ...] = ()
    variant: str = ""
    suggestion: str = ""
    table: str = ""
    row: int | None = None


class Examination:
    """The facts under audit, with what several check tables need of them, computed once.

    `units` limits the audit to rows of these units; figures are still computed from everything.
    """

    def __init__(self, facts: Facts, units: Iterable[str] = ()):
        self.facts, self.ledger = facts, Ledger(facts, law())
        self.units = frozenset(units)

    @property
    def documents(self) -> list[str]:
        """The documents under audit: all, or those that report on one of the units."""
        told = self.facts.sources.items()
        return sorted(document for document, source in told if not self.units or self.units & {unit for unit, _ in source.reports})

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a raw table under audit, by their index among the facts."""
        frame = self.facts.tables[name]
        return frame[frame["unit"].isin(self.units)] if self.units and "unit" in frame.columns else frame

    def rows(self, name: str) -> list[Row]:
        """The rows of a raw table under audit, each with its `index` among the facts."""
        frame = self.table(name)
        told: list[Row] = frame.assign(index=frame.index).to_dict("records")  # type: ignore[assignment]
        return told

    @cached_property
    def claims(self) -> list[tuple[Row, Claim]]:
        """Every published figure with its verdict, in the order of the documents."""
        return [(row, reconcile(self.ledger, row)) for row in self.rows("claims")]

    def quote(self, table: str, row: int, column: str) -> Quote:
        """What the raw table prints in one cell, uncorrected."""
        printed: Mapping[Any, Any] = self.facts.printed[table].loc[row].to_dict()
        label = next((str(printed[name]) for name in ("name", "label", "subject", "code", "member") if printed.get(name)), "")
        return Quote(str(printed["document"]), int(printed["line"]), column, str(printed[column]), label)

    def quotes(self, *figures: Figure) -> tuple[Quote, ...]:
        """The printed cells that figures rest on, through all figures on the way, each once in reading order."""
        found = {(cell.table, cell.row, cell.column): cell for figure in figures for cell in cells_of(figure)}
        return tuple(sorted(self.quote(cell.table, cell.row, cell.column) for cell in found.values() if cell.row is not None))


def cells_of(figure: Figure) -> Iterator[Cell]:
    """The printed cells below a figure, at any depth."""
    for item in figure.inputs:
        if isinstance(item, Cell):
            yield item
        else:
            yield from cells_of(item)


def frame_of(rows: Iterable[Compared]) -> pd.DataFrame:
    """A check table: the rows in the columns `COLUMNS` and `EVIDENCE`; nothing to say is missing."""
    names = [*COLUMNS, *EVIDENCE]
    frame = pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names).astype(object)
    frame["variant"] = [value or None for value in frame["variant"]]
    frame["difference"] = [float("nan") if value is None else float(value) for value in frame["difference"]]
    return frame.astype({"difference": "float64", "line": "Int64", "row": "Int64"})
