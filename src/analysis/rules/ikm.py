"""The satisfaction survey below its index: the answers to one element, and how many must be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule, variant
from analysis.numbers import rounded
from analysis.rules.arithmetic import mean, nonzero, share
from analysis.rules.indeks import IKM

UNANSWERED = f"{IKM} (unsur yang tidak dijawab belum diatur: rata-rata atas yang menjawab)"
COUNTED = "cacah jawaban responden"

Tally = Sequence[tuple[Fraction, Fraction]]
"""Points, and how many respondents gave them."""


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


@rule("ikm_unsur_nilai", version="rekap-jawaban", case="lengkap", measure="nilai", since=2017, reference=IKM, certainty="B")
@rule("ikm_unsur_nilai", version="rekap-jawaban-terisi", case="tidak_lengkap", measure="nilai", since=2017, reference=UNANSWERED, certainty="T")
def ikm_unsur_rekap_nilai(lengkap: Tally, tidak_lengkap: Tally, ikm_jawaban: Sequence[Fraction]) -> Fraction:
    """sum(answer x respondents) / sum(respondents) over all who answered the element, also those who left out others.

    An answer that is not on the scale is refused (NotComputable).
    """
    return _of_all([*lengkap, *tidak_lengkap], ikm_jawaban)


@variant("ikm_unsur_nilai", "responden-lengkap", case="lengkap")
@variant("ikm_unsur_nilai", "responden-lengkap", case="tidak_lengkap")
def ikm_unsur_lengkap_nilai(lengkap: Tally, ikm_jawaban: Sequence[Fraction]) -> Fraction:
    """As the rule, but over those respondents only who answered every element."""
    return _of_all(lengkap, ikm_jawaban)


def _of_all(tally: Tally, scale: Sequence[Fraction]) -> Fraction:
    if any(answer not in scale for answer, _ in tally):
        raise NotComputable("outside_scale")
    if not tally:
        raise NotComputable("nothing_available")
    return _sum(answer * people for answer, people in tally) / nonzero(_sum(people for _, people in tally))


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))


@rule("ikm_unsur_konversi_nilai", version="permenpanrb-14-2017", measure="nilai", since=2017, reference=IKM, certainty="B")
def ikm_unsur_konversi_nilai(unsur: Fraction) -> Fraction:
    """25 x the mean score of an element: what its category is read from, on the scale of 25 to 100."""
    return 25 * unsur


@rule("ikm_jawaban_rendah_pct", version="permenpanrb-14-2017", measure="pct", since=2017, reference=f"{IKM} (tidak baik dan kurang baik)", certainty="B")
def ikm_jawaban_rendah_pct(jawaban: Tally, ikm_jawaban_rendah: Sequence[Fraction]) -> Fraction:
    """answers of 1 and 2 to one element / all answers to it x 100."""
    low = _sum(people for answer, people in jawaban if answer in ikm_jawaban_rendah)
    return share(low, _sum(people for _, people in jawaban)) * 100


@rule("ikm_responden_orang", version="cacah", measure="jumlah", since=2017, reference=COUNTED, certainty="B")
def ikm_responden_orang(responden: Sequence[Fraction]) -> Fraction:
    """The number of respondents who answered one element at least; without any there is no survey (NotComputable)."""
    if not responden:
        raise NotComputable("nothing_available")
    return _sum(responden)


@rule("ikm_tidak_lengkap_orang", version="cacah", measure="jumlah", since=2017, reference=COUNTED, certainty="B")
def ikm_tidak_lengkap_orang(responden: Fraction, lengkap: Sequence[Fraction]) -> Fraction:
    """All respondents less those who answered every element."""
    return responden - _sum(lengkap)


@rule("ikm_kecukupan_sampel", version="krejcie-morgan", measure="kategori", since=2017, reference=f"{IKM} (tabel Krejcie dan Morgan)", certainty="T")
def ikm_kecukupan_sampel(responden: Fraction, sampel: Fraction) -> str:
    """Whether the respondents are as many as the minimum sample."""
    return "sampel_terpenuhi" if responden >= sampel else "sampel_belum_terpenuhi"
