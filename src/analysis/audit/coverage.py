"""Coverage: which filled cells of the raw tables at least one check looks at."""

from __future__ import annotations

from collections.abc import Iterator

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
    printed, covered = examined.facts.printed[name], examined.covered
    printed = printed[printed.index.isin(examined.places(name))]
    documents, lines, index = (cells.tolist() for cells in (printed["document"], printed["line"], printed.index))
    rows: dict[str, list[int]] = {}
    for at, document in enumerate(documents):
        rows.setdefault(document, []).append(at)
    columns = {column: printed[column].tolist() for column in printed.columns if column not in _PLACE}
    for document in sorted(rows):
        for column, cells in columns.items():
            filled = [at for at in rows[document] if str(cells[at]).strip()]
            bare = [at for at in filled if (name, index[at], column) not in covered]
            if filled:
                yield [document, name, column, len(filled), len(filled) - len(bare), " ".join(dict.fromkeys(str(lines[at]) for at in bare))]
