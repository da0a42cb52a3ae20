"""The realisation of an indicator: stated by the document, or following from counts, parts and shorter periods."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule, variant
from analysis.rules.arithmetic import mean, nonzero

PROMISED = "dokumen perencanaan unit, sebagaimana dicetak"
MANUAL = "Manual IKU, menurut rumus yang dicetak dokumen"


@rule("target_iku", version="dinyatakan", measure="", reference=PROMISED, certainty="A")
@rule("target_pk", version="dinyatakan", measure="", reference=PROMISED, certainty="A")
@rule("target_renja", version="dinyatakan", measure="", reference=PROMISED, certainty="A")
@rule("target_renstra", version="dinyatakan", measure="", reference=PROMISED, certainty="A")
@rule("pembilang_iku", version="dinyatakan", measure="jumlah", reference=MANUAL, certainty="B")
@rule("penyebut_iku", version="dinyatakan", measure="jumlah", reference=MANUAL, certainty="B")
@rule("realisasi_iku", version="dinyatakan", case="stated", measure="", reference=MANUAL, certainty="B")
@rule("realisasi_iku", version="indeks", case="composite", measure="", reference=MANUAL, certainty="B")
@rule("realisasi_iku", version="serapan", case="absorption", measure="", reference=MANUAL, certainty="B")
def as_stated(nilai: Fraction) -> Fraction:
    """The value itself: as the document states it, as the index of its parts, or as the budget absorption."""
    return nilai


@rule("realisasi_iku", version="n-per-N", case="ratio", measure="pct", reference=MANUAL, certainty="B")
@rule("cakupan_pct", version="kelas-baik", measure="pct", reference=MANUAL, certainty="B")
@rule("realisasi_iku", version="kelas-baik", case="class_share", measure="pct", reference=MANUAL, certainty="B")
def cakupan_pct(pembilang: Fraction, penyebut: Fraction) -> Fraction:
    """pembilang / penyebut x 100; with nothing to cover there is no value (NotComputable).

    Source: kanreg-03 2024-TW3 lines 331, 377, 701, 780, 853, 1347.
    """
    return pembilang / nonzero(penyebut) * 100


@rule("realisasi_iku", version="rerata-unit", case="mean_of_children", measure="", reference=MANUAL, certainty="B")
@rule("realisasi_iku", version="rerata-periode", case="mean_of_periods", measure="", reference=MANUAL, certainty="B")
def realisasi_rerata(bagian: Sequence[Fraction]) -> Fraction:
    """The unweighted mean over the units below, or over the shorter periods. Source: deputi-pmk 2023 line 645, kanreg-07 line 645."""
    return mean(bagian)


@variant("realisasi_iku", "semua-anggota", case="class_share")
def cakupan_semua_pct(pembilang: Fraction, seluruh: Fraction) -> Fraction:
    """pembilang / the whole population x 100, those that gave no answer included."""
    return cakupan_pct(pembilang, seluruh)


@rule("agregat_iku", version="posisi-terakhir", case="last", measure="", reference=MANUAL, certainty="B")
@rule("agregat_iku", version="kumulatif", case="cumulative", measure="", reference=MANUAL, certainty="B")
def last_position(bagian: Sequence[Fraction]) -> Fraction:
    """The value of the last period that has one; a figure told year-to-date is already accumulated.

    Source: kanreg-07 lines 1129-1131; deputi-pmk 2023 lines 858-860, where the target of the last quarter becomes N/A.
    """
    if not bagian:
        raise NotComputable("nothing_available")
    return bagian[-1]


@rule("agregat_iku", version="rerata", case="mean", measure="", reference=MANUAL, certainty="B")
def mean_of_periods(bagian: Sequence[Fraction]) -> Fraction:
    """The unweighted mean of the periods that have a value. Source: kanreg-03 line 524, kanreg-07 line 645."""
    return mean(bagian)


@rule("agregat_iku", version="jumlah", case="sum", measure="", reference=MANUAL, certainty="B")
def sum_of_periods(bagian: Sequence[Fraction]) -> Fraction:
    """The sum over the periods; every one of them must have a value."""
    if not bagian:
        raise NotComputable("nothing_available")
    return sum(bagian, Fraction(0))


@variant("agregat_iku", "rerata-periode", case="last")
def mean_instead_of_last(bagian: Sequence[Fraction]) -> Fraction:
    """The mean of the periods instead of the last position."""
    return mean(bagian)


@variant("agregat_iku", "periode-terakhir", case="mean")
@variant("realisasi_iku", "periode-terakhir", case="mean_of_periods")
def realisasi_terakhir(bagian: Sequence[Fraction]) -> Fraction:
    """The last of the shorter periods instead of their mean."""
    return bagian[-1]


@variant("agregat_iku", "berbobot-responden", case="mean")
@variant("realisasi_iku", "berbobot-responden", case="mean_of_periods")
def mean_by_respondents(bagian: Sequence[Fraction], responden: Sequence[Fraction]) -> Fraction:
    """The mean of the shorter periods, each weighed by the respondents of its survey."""
    weighed = sum((part * people for part, people in zip(bagian, responden, strict=True)), Fraction(0))
    return weighed / nonzero(sum(responden, Fraction(0)))
