"""The bureaucratic reform index: sub-components from their answers, and the index from all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule
from analysis.rules.arithmetic import mean

PANRB_26_2020: dict[str, Any] = {
    "version": "permenpanrb-26-2020",
    "measure": "nilai",
    "since": 2020,
    "until": 2022,
    "reference": "PermenPANRB 26/2020; kanreg-03 2024-TW3 baris 1107-1139",
    "certainty": "B",
}

Answer = Fraction | Sequence[Fraction]
"""Yes is 1, no is 0, a step of an ordinal scale lies between; several parts stand in a list of their own."""


@rule("rb_subkomponen_nilai", **PANRB_26_2020)
def rb_subkomponen_nilai(jawaban: Sequence[Answer], alokasi: Fraction) -> Fraction:
    """sum of the answers / number of questions x allocation; an indicator of several parts counts as their mean.

    Three times yes of ten questions with an allocation of 10 is 3. Source: kanreg-03 2024-TW3 line 1125.
    """
    told = [answer if isinstance(answer, Sequence) else [answer] for answer in jawaban]
    if any(not 0 <= part <= 1 for parts in told for part in parts):
        raise NotComputable("outside_scale")
    return mean([mean(parts) for parts in told]) * alokasi


@rule("rb_nilai", **PANRB_26_2020)
def rb_nilai(derajat_pct: Mapping[str, Fraction], rb_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """sum(weight x degree in percent) / 100 over all sub-components, between 0 and 100; none may be missing."""
    if set(derajat_pct) != set(rb_bobot_pct):
        raise NotComputable("parts_missing")
    if any(not 0 <= degree <= 100 for degree in derajat_pct.values()):
        raise NotComputable("outside_scale")
    return sum((rb_bobot_pct[name] * degree for name, degree in derajat_pct.items()), Fraction(0)) / 100
