"""The row of every check table: what is printed at one place, beside what it must agree with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.audit.finding import Quote
from analysis.figures import Cell, Figure
from analysis.tables import Facts

COLUMNS = ["document", "line", "unit", "period", "relation", "subject", "expected", "found", "difference", "variant"]
"""What a suite may look at in a check table."""
EVIDENCE = ["printed", "against", "suggestion", "table", "row"]
"""What a check table carries beside it for the reader."""


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


def frame_of(rows: Iterable[Compared]) -> pd.DataFrame:
    """A check table: the rows in the columns `COLUMNS` and `EVIDENCE`; nothing to say is missing."""
    told = [[getattr(row, name) for name in (*COLUMNS, *EVIDENCE)] for row in rows]
    frame = pd.DataFrame(told, columns=[*COLUMNS, *EVIDENCE])
    frame["difference"] = [float("nan") if value is None else float(value) for value in frame["difference"]]
    return frame.astype({"difference": "float64", "line": "Int64", "row": "Int64"})


def quote(facts: Facts, table: str, row: int, column: str) -> Quote:
    """What the raw table prints in one cell, uncorrected."""
    printed: Mapping[Any, Any] = facts.printed[table].loc[row].to_dict()
    label = str(printed.get("name") or printed.get("label") or printed.get("subject") or printed.get("code") or printed.get("member") or "")
    return Quote(str(printed["document"]), int(printed["line"]), column, str(printed[column]), label)


def quotes_of(facts: Facts, figure: Figure) -> tuple[Quote, ...]:
    """The printed cells that a figure was computed from, through all figures on the way, each once in reading order."""
    cells: dict[tuple[str, int, str], Quote] = {}
    for cell in _cells(figure):
        told = quote(facts, cell.table, cell.row, cell.column) if cell.row is not None else Quote(cell.document, cell.line, cell.column, "", cell.label)
        cells.setdefault((cell.table, cell.row or 0, cell.column), told)
    return tuple(sorted(cells.values()))


def _cells(figure: Figure) -> Iterable[Cell]:
    for item in figure.inputs:
        if isinstance(item, Cell):
            yield item
        else:
            yield from _cells(item)
