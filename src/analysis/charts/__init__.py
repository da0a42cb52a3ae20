"""Charts: Altair specifications from plain rows, and their static SVG with a text alternative.

A chart never holds a figure of its own: it draws the rows of the table that stands below it.
"""

from __future__ import annotations

from analysis.charts.bars import stacked_bars
from analysis.charts.bullets import bullets
from analysis.charts.columns import columns
from analysis.charts.dots import dots
from analysis.charts.lines import lines_over_time
from analysis.charts.look import BAD, FONT, GOOD, NEUTRAL, SOFT, WIDTH
from analysis.charts.matrix import MISSED, OPEN, REACHED, matrix
from analysis.charts.panels import over_quarters, over_years
from analysis.charts.pareto import pareto
from analysis.charts.picture import known, svg, svg_of
from analysis.charts.quadrants import quadrants
from analysis.charts.readings import readings
from analysis.charts.steps import steps

__all__ = [
    "BAD",
    "FONT",
    "GOOD",
    "MISSED",
    "NEUTRAL",
    "OPEN",
    "REACHED",
    "SOFT",
    "WIDTH",
    "bullets",
    "columns",
    "dots",
    "lines_over_time",
    "matrix",
    "over_quarters",
    "over_years",
    "pareto",
    "prepare",
    "quadrants",
    "readings",
    "stacked_bars",
    "steps",
    "svg",
    "svg_of",
]


def prepare() -> None:
    """Puts one picture together without drawing it: what Altair works out at its first chart is there for all that follow."""
    chart = lines_over_time([{"label": "", "value": 0, "text": "", "series": "", "when": ""}], axis="")
    known(chart.to_dict(validate=False))
