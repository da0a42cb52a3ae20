"""The figures of one report, as the result file `figures.csv` holds them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.figures import course, indicators, indices, money, plan, populations, ranks, scorecard, survey, unspent
from analysis.figures.figure import Figure
from analysis.figures.ledger import Ledger

COLUMNS = ["unit", "period", "figure", "subject", "value", "measure", "rule", "rule_version", "reference", "inputs", "certainty", "reason"]
CHAPTERS = (indicators, scorecard, money, unspent, course, plan, indices, survey, populations, ranks)
"""The modules whose builders are declared when they are imported."""


def figures_of(ledger: Ledger, unit: str, periods: Iterable[str], also: Iterable[Figure] = ()) -> list[Figure]:
    """Every figure of the unit in the periods, the figures `also`, and every figure that those were computed from, sorted by key."""
    found: dict[tuple[str, str, str, str], Figure] = {}
    waiting = [*also, *(figure for period in periods for figure in ledger.all(unit, period))]
    while waiting:
        figure = waiting.pop()
        if figure.key not in found:
            found[figure.key] = figure
            waiting += [i for i in figure.inputs if isinstance(i, Figure)]
    return [found[key] for key in sorted(found)]


def rows_of(figures: Iterable[Figure]) -> list[tuple[str, ...]]:
    """One row per figure in the columns of `figures.csv`; all text, empty where there is no value."""
    return [
        (f.unit, f.period, f.figure, f.subject, f.text, f.measure, f.figure, f.rule_version, f.reference, f.inputs_json, f.certainty, f.reason) for f in figures
    ]


def to_frame(figures: Iterable[Figure]) -> pd.DataFrame:
    """The rows of `figures.csv` as a table."""
    return pd.DataFrame(rows_of(figures), columns=COLUMNS, dtype=str)
