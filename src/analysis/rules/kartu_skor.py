"""The balanced scorecard of BKN: from achievements to the score of the unit (Keputusan Kepala BKN 1.8/KEP/2020)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule, variant
from analysis.numbers import rounded
from analysis.rules.arithmetic import mean

BSC: dict[str, Any] = {
    "version": "kep-1.8-2020",
    "scope": "bkn",
    "since": 2020,
    "until": 2024,
    "reference": "Keputusan Kepala BKN 1.8/KEP/2020",
    "certainty": "B",
}


@rule("nss_nilai", measure="nilai", **BSC)
@rule("skor_perspektif_nilai", measure="nilai", **BSC)
def score_of_parts(nilai: Sequence[Fraction]) -> Fraction:
    """The mean of the parts that have a value: indicators of an objective, objectives of a perspective.

    Parts that are N/A are left out (kanreg-03 2024-TW3 line 1415). Source: deputi-pmk 2023 lines 424-461.
    """
    return mean(nilai)


@variant("nss_nilai", "tanpa-nilai-sebagai-0")
@variant("skor_perspektif_nilai", "tanpa-nilai-sebagai-0")
def score_with_missing_as_zero(nilai: Sequence[Fraction], tanpa_nilai: Fraction) -> Fraction:
    """The mean of all parts, those without value counted as 0."""
    return mean([*nilai, *[Fraction(0)] * int(tanpa_nilai)])


@variant("nss_nilai", "tanpa-nilai-sebagai-100")
@variant("skor_perspektif_nilai", "tanpa-nilai-sebagai-100")
def score_with_missing_as_reached(nilai: Sequence[Fraction], tanpa_nilai: Fraction) -> Fraction:
    """The mean of all parts, those without value counted as 100."""
    return mean([*nilai, *[Fraction(100)] * int(tanpa_nilai)])


@variant("skor_perspektif_nilai", "rerata-indikator")
def score_of_indicators(indikator: Sequence[Fraction]) -> Fraction:
    """The mean over the indicators of the perspective instead of over its objectives."""
    return mean(indikator)


@variant("nss_nilai", "dibulatkan-bertingkat")
@variant("skor_perspektif_nilai", "dibulatkan-bertingkat")
def score_rounded(nilai: Sequence[Fraction]) -> Fraction:
    """The mean of the parts, rounded to two decimals before it is used further."""
    return rounded(mean(nilai), 2)


@rule("nkp_nilai", measure="nilai", **BSC)
def nkp_nilai(skor: Fraction, bobot_perspektif_pct: Fraction) -> Fraction:
    """skor perspektif x bobot / 100. Source: deputi-pmk 2023 line 421."""
    return skor * bobot_perspektif_pct / 100


@variant("nkp_nilai", "dibulatkan-bertingkat")
def nkp_rounded(skor: Fraction, bobot_perspektif_pct: Fraction) -> Fraction:
    """skor perspektif x bobot / 100, rounded to two decimals before it is added up."""
    return rounded(nkp_nilai(skor, bobot_perspektif_pct), 2)


@rule("npss_nilai", measure="nilai", **BSC)
def npss_nilai(nkp: Mapping[str, Fraction], perspektif: Sequence[str]) -> Fraction:
    """The sum of the NKP of all perspectives. Source: deputi-pmk 2023 lines 421-429.

    How the weights move when a whole perspective has no value is not established: no value then.
    """
    if set(nkp) != set(perspektif):
        raise NotComputable("perspective_without_score")
    return sum(nkp.values(), Fraction(0))


@variant("npss_nilai", "perspektif-tersedia")
def npss_of_available_nilai(nkp: Mapping[str, Fraction], perspektif: Sequence[str]) -> Fraction:
    """The NKP of the perspectives that have one, scaled up to the whole weight."""
    return mean(list(nkp.values())) * len(perspektif)


@rule("bobot_perspektif_pct", measure="pct", **BSC)
def bobot_perspektif(bobot_perspektif_pct: Fraction) -> Fraction:
    """The weight of a perspective. Source: deputi-pmk 2023 line 421."""
    return bobot_perspektif_pct


@rule("bobot_efektif_pct", measure="pct", **BSC)
def bobot_efektif_pct(capaian: Fraction, banyak_iku: Fraction, banyak_ss: Fraction, bobot_perspektif_pct: Fraction) -> Fraction:
    """bobot perspektif / objectives with a value / indicators of the objective with a value."""
    if banyak_iku == 0 or banyak_ss == 0:
        raise NotComputable("nothing_available")
    return bobot_perspektif_pct / banyak_ss / banyak_iku


@rule("dampak_npss_nilai", measure="poin", **BSC)
def dampak_npss_nilai(capaian: Fraction, banyak_iku: Fraction, banyak_ss: Fraction, bobot_perspektif_pct: Fraction) -> Fraction:
    """bobot efektif x (capaian - 100) / 100: what the indicator adds to the score above 100, or takes from it.

    Over all indicators with a value it adds up exactly to NPSS - 100.
    """
    return bobot_efektif_pct(capaian, banyak_iku, banyak_ss, bobot_perspektif_pct) * (capaian - 100) / 100


@rule("jumlah_iku", version="hitung", measure="jumlah", reference="hitungan atas indikator periode ini", certainty="B")
@rule("jumlah_ss", version="hitung", measure="jumlah", reference="hitungan atas indikator periode ini", certainty="B")
@rule("jumlah_perspektif", version="hitung", measure="jumlah", reference="hitungan atas indikator periode ini", certainty="B")
def count(anggota: Sequence[str]) -> Fraction:
    """How many different indicators, objectives or perspectives there are."""
    return Fraction(len(set(anggota)))
