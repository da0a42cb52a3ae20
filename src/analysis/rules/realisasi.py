"""The realisation of an indicator: stated by the document, or following from counts, parts and shorter periods."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule, variant
from analysis.rules.rerata import mean

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
    if penyebut == 0:
        raise NotComputable("denominator_zero")
    return pembilang / penyebut * 100


@rule("realisasi_iku", version="rerata-unit", case="mean_of_children", measure="", reference=MANUAL, certainty="B")
@rule("realisasi_iku", version="rerata-periode", case="mean_of_periods", measure="", reference=MANUAL, certainty="B")
def realisasi_rerata(bagian: Sequence[Fraction]) -> Fraction:
    """The unweighted mean over the units below, or over the shorter periods. Source: deputi-pmk 2023 line 645, kanreg-07 line 645."""
    return mean(bagian)


@variant("realisasi_iku", "periode-terakhir")
def realisasi_terakhir(bagian: Sequence[Fraction]) -> Fraction:
    """The last of the shorter periods instead of their mean."""
    return bagian[-1]
