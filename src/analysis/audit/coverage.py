"""Coverage: which filled cells of the raw tables at least one check looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.audit.relations import Examination
from analysis.dictionary import TABLES

COLUMNS = ["document", "table", "column", "cells", "covered", "uncovered_lines"]
_PLACE = {"document", "line"}


def coverage(examined: Examination) -> pd.DataFrame:
    """One row per document, table and column: filled cells, those that a check was applied to, and the lines of all others.

    Line numbers say where a row stands and are no cells of their own. `uncovered_lines` are separated by blanks.
    """
    rows = [row for name in TABLES for row in _of_table(examined, name)]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_table(examined: Examination, name: str) -> Iterator[list[object]]:
    printed = examined.facts.printed[name].reindex(examined.places(name))
    for document, rows in printed.groupby("document", sort=True):
        for column in (c for c in rows.columns if c not in _PLACE):
            filled = rows.index[rows[column].astype(str).str.strip() != ""]
            bare = [int(row) for row in filled if (name, int(row), column) not in examined.covered]
            if len(filled):
                yield [document, name, column, len(filled), len(filled) - len(bare), " ".join(_lines(rows, bare))]


def _lines(rows: pd.DataFrame, bare: Sequence[int]) -> list[str]:
    return list(dict.fromkeys(str(rows.at[row, "line"]) for row in bare))
