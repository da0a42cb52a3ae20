"""The arithmetic mean, as every index and score of this field uses it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from analysis.law import NotComputable


def mean(values: Sequence[Fraction]) -> Fraction:
    """Arithmetic mean; of nothing there is none (NotComputable)."""
    if not values:
        raise NotComputable("nothing_available")
    return sum(values, Fraction(0)) / len(values)
