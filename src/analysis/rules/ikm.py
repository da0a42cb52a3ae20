"""The satisfaction survey below its index: the answers to one element, and how many must be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule
from analysis.numbers import rounded
from analysis.rules.arithmetic import mean
from analysis.rules.indeks import IKM


@rule("ikm_unsur_nilai", version="permenpanrb-14-2017", measure="nilai", since=2017, reference=IKM, certainty="B")
def ikm_unsur_nilai(jawaban: Sequence[Fraction], ikm_jawaban: Sequence[Fraction]) -> Fraction:
    """The mean of the answers to one element (NRR); an answer that is not on the scale is refused (NotComputable)."""
    if any(answer not in ikm_jawaban for answer in jawaban):
        raise NotComputable("outside_scale")
    return mean(jawaban)


@rule("ikm_sampel_minimum", version="permenpanrb-14-2017", measure="jumlah", since=2017, reference=f"{IKM} (tabel Krejcie dan Morgan)", certainty="T")
def ikm_sampel_minimum(populasi: Fraction, ikm_sampel: Mapping[str, Fraction]) -> Fraction:
    """chi2 x N x p x q / (d^2 x (N - 1) + chi2 x p x q), rounded to people as the table of Krejcie and Morgan prints it.

    For 1,000 people 278. Of nobody there is no sample (NotComputable).
    """
    if populasi < 1:
        raise NotComputable("nothing_available")
    spread = ikm_sampel["chi2"] * ikm_sampel["p"] * (1 - ikm_sampel["p"])
    return rounded(populasi * spread / (ikm_sampel["d"] ** 2 * (populasi - 1) + spread), 0)
