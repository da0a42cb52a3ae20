"""Bands and steps as data: which class a value falls into, and what it scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable

Steps = Mapping[str, Mapping[str, Fraction]]
"""By name, from the highest: the lower bound of a step (`gt` above, `ge` from) and its points, `skor`."""


def band(value: Fraction, bands: Sequence[Mapping[str, Any]]) -> str:
    """The label of the first band, from best to worst, whose lower bound `value` exceeds (`gt`) or reaches (`ge`)."""
    return str(_first_reached(value, bands)["label"])


def points(value: Fraction, steps: Steps) -> Fraction:
    """The points of the first step, from the highest, whose lower bound `value` exceeds or reaches; below all none (NotComputable)."""
    return Fraction(_first_reached(value, steps.values())["skor"])


def _first_reached(value: Fraction, steps: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    for step in steps:
        above, at_least = step.get("gt"), step.get("ge")
        if (above is not None and value > above) or (at_least is not None and value >= at_least):
            return step
    raise NotComputable("below_last_band")
