"""The accountability evaluation: one component from its grades, and the older total of five components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule
from analysis.rules.indeks import AKIP


@rule("akip_nilai", version="permenpanrb-12-2015", measure="nilai", since=2015, until=2020, reference="PermenPANRB 12/2015", certainty="T")
def akip_2015_nilai(bagian: Sequence[Fraction], akip_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """The sum of the five weighted components of the older scheme; with fewer there is no total (NotComputable)."""
    if len(bagian) != len(akip_bobot_pct):
        raise NotComputable("parts_missing")
    return sum(bagian, Fraction(0))


@rule("akip_komponen_nilai", version="permenpanrb-88-2021", measure="nilai", since=2021, reference=AKIP, certainty="T")
def akip_komponen_nilai(
    komponen: str,
    jawaban: Mapping[str, str],
    akip_bobot_pct: Mapping[str, Fraction],
    akip_subkomponen_bobot_pct: Mapping[str, Fraction],
    akip_jawaban_skor: Mapping[str, Fraction],
) -> Fraction:
    """weight of the component x sum(share of the sub-component x score of its grade), shares and scores in percent.

    `jawaban` grades keberadaan, kualitas and pemanfaatan from AA to E; none may be missing.
    """
    if set(jawaban) != set(akip_subkomponen_bobot_pct):
        raise NotComputable("parts_missing")
    if komponen not in akip_bobot_pct or not set(jawaban.values()) <= set(akip_jawaban_skor):
        raise NotComputable("class_unknown")
    graded = sum((share * akip_jawaban_skor[jawaban[name]] for name, share in akip_subkomponen_bobot_pct.items()), Fraction(0))
    return akip_bobot_pct[komponen] * graded / 10_000
