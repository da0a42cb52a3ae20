"""The arithmetic that the indices and scores of this field share: the mean, and a part of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from analysis.law import NotComputable


def mean(values: Sequence[Fraction]) -> Fraction:
    """Arithmetic mean; of nothing there is none (NotComputable)."""
    if not values:
        raise NotComputable("nothing_available")
    return sum(values, Fraction(0)) / len(values)


def nonzero(whole: Fraction) -> Fraction:
    """What is divided by; nothing is a share of zero (NotComputable)."""
    if whole == 0:
        raise NotComputable("denominator_zero")
    return whole


def share(part: Fraction, whole: Fraction) -> Fraction:
    """The part of a whole that holds it, 0 to 1; a part outside the whole has none (NotComputable)."""
    if not 0 <= part <= nonzero(whole):
        raise NotComputable("outside_scale")
    return part / whole


def root(value: Fraction) -> Fraction:
    """The square root, cut off after fifteen decimals; of a negative number there is none (NotComputable)."""
    if value < 0:
        raise NotComputable("outside_scale")
    return Fraction(isqrt(value.numerator * 10**30 // value.denominator), 10**15)
