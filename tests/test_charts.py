"""Charts: each drawing keeps to the schema of Vega-Lite, and holds the rows of its table and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from analysis import charts

ROWS: list[dict[str, Any]] = [
    {"label": "IKU.1", "value": Fraction(191, 2), "text": "95,50", "reached": False, "series": "a", "when": "2022"},
    {"label": "IKU.2", "value": Fraction(-3), "text": "−3,00", "reached": False, "series": "b", "when": "2022"},
    {"label": "IKU.3", "value": 120, "text": "120,00", "reached": True, "series": "a", "when": "2023"},
]
STEPS: list[dict[str, Any]] = [
    {"label": "awal", "start": Fraction(0), "end": Fraction(7, 2), "text": "3,50", "total": True},
    {"label": "blokir", "start": Fraction(7, 2), "end": Fraction(3), "text": "0,50", "total": False},
]
LEGEND = {True: "ya", False: "tidak"}
DRAWINGS: dict[str, Callable[[], Any]] = {
    "bars_to_target": lambda: charts.bars_to_target(ROWS, axis="Judul", goal=100, legend=LEGEND),
    "diverging_bars": lambda: charts.diverging_bars(ROWS, axis="Judul", legend=LEGEND),
    "plain_bars": lambda: charts.plain_bars(ROWS, axis="Judul"),
    "steps": lambda: charts.steps(STEPS, axis="Judul"),
    "lines_over_time": lambda: charts.lines_over_time(ROWS, axis="Judul"),
    "dots": lambda: charts.dots(ROWS, axis="Judul", bounds=[100]),
    "stacked_bars": lambda: charts.stacked_bars(ROWS, axis="Judul", colours={"a": charts.GOOD, "b": charts.BAD}),
}


def titles(spec: Any) -> set[str]:
    """Every title in a specification, at any depth."""
    if isinstance(spec, list):
        return set().union(*map(titles, spec))
    if not isinstance(spec, dict):
        return set()
    own = {spec["title"]} if isinstance(spec.get("title"), str) else set()
    return own.union(*(titles(inner) for inner in spec.values()))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_keeps_to_the_schema(name: str) -> None:
    spec = DRAWINGS[name]().to_dict(validate=True)

    assert (spec["width"], spec["padding"], spec["config"]["font"]) == (charts.WIDTH, 6, charts.FONT)
    assert titles(spec) == {"Judul"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_holds_the_rows_of_its_table(name: str) -> None:
    rows = STEPS if name == "steps" else ROWS
    expected = [{key: value if isinstance(value, (str, bool)) else float(value) for key, value in row.items()} for row in rows]

    data = [rows for rows in DRAWINGS[name]().to_dict()["datasets"].values() if "label" in rows[0]]

    assert len(data) == 1
    assert [{key: row[key] for key in plain} for row, plain in zip(data[0], expected, strict=True)] == expected


def test_a_drawing_leaves_altair_as_it_was() -> None:
    import altair

    DRAWINGS["dots"]()

    assert altair.utils.schemapi.DEBUG_MODE is True
