"""What the suites are applied to: the typed tables, with missing cells as missing and default measures filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.audit.relations import CHECK_TABLES, Examination
from analysis.audit.relations import frame_of as check_frame
from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.periods import Period

_SUBJECTS: dict[str, str] = {
    "components": "{subject}",
    "members": "{population}:{member}/{attribute}",
    "bands": "{scheme}:{order}",
    "statements": "{subject}",
    "claims": "{figure} {subject}",
    **dict.fromkeys(CHECK_TABLES, "{subject}"),
}
"""How the subject of a finding is made from the row; of all other tables it is the code."""


def frame_of(examined: Examination, suite: str) -> pd.DataFrame:
    """The rows that a suite is applied to, numbered from 0 in the order of the raw table; empty text is missing."""
    facts, frames = examined.facts, examined.known.frames
    if suite in CHECK_TABLES:
        complete = all(set(table.header) <= set(facts.tables[name].columns) for name, table in TABLES.items())
        return check_frame(CHECK_TABLES[suite].rows(examined) if complete else ())
    if suite not in frames:
        frames[suite] = _frame(facts, suite)
    return frames[suite].loc[examined.places(suite)].reset_index(drop=True)


def _frame(facts: Facts, suite: str) -> pd.DataFrame:
    raw = facts.tables[suite]
    told = {name: cells if cells.dtype.kind in "fi" else _filled(cells) for name, cells in raw.items()}
    frame = pd.DataFrame(told, index=raw.index, columns=raw.columns)
    if suite in {"targets", "realisations"} and {"unit", "code", "period", "measure"} <= set(frame.columns):
        frame["measure"] = _measures(facts, frame)
    return frame


def _filled(cells: pd.Series[Any]) -> pd.Series[Any]:
    """The cells with nothing where the text is empty."""
    return pd.Series([None if isinstance(cell, str) and not cell else cell for cell in cells.tolist()], cells.index, dtype=object)


def subject_of(suite: str, row: Mapping[Any, Any]) -> str:
    """What a row is about, as findings name it."""
    told = {str(name): "" if value is None or value != value else value for name, value in row.items()}
    try:
        return _SUBJECTS.get(suite, "{code}").format(**told)
    except KeyError:
        return ""


def _measures(facts: Facts, frame: pd.DataFrame) -> list[Any]:
    """The measure of every row: its own, or that of its indicator in the fiscal year."""
    defined: dict[tuple[Any, Any], list[Mapping[Any, Any]]] = defaultdict(list)
    for row in facts.tables["indicators"].to_dict("records"):
        defined[row["unit"], row["code"]].append(row)

    def measure(row: Mapping[Any, Any]) -> Any:
        if row["measure"] is not None or row["period"] is None:
            return row["measure"]
        year = Period.parse(str(row["period"])).year
        return next((d["measure"] for d in defined[row["unit"], row["code"]] if d["since"] <= year and not d["until"] < year), None)

    return [measure(row) for row in frame.to_dict("records")]
