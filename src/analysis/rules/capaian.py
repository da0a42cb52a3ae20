"""Achievement of an indicator against its target, and the gaps to other references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule, variant
from analysis.numbers import rounded
from analysis.rules.arithmetic import mean
from analysis.rules.bands import band

LKJ = "PermenPANRB 53/2014; perbandingan target dan realisasi"
RANGE = "PermenPANRB 8/2021 (target berupa rentang)"


@rule("capaian_pct", version="maksimum", case="max", measure="pct", since=2014, reference=LKJ, certainty="B")
@rule("capaian_tahunan_pct", version="maksimum", case="max", measure="pct", since=2014, reference=LKJ, certainty="B")
def capaian_pct(realisasi: Fraction, target: Fraction) -> Fraction:
    """realisasi / target x 100, for an indicator that should be high.

    Not capped: no document and no regulation of these bodies states a cap. A target of zero gives no
    value (NotComputable). Source: deputi-pmk 2023 line 419; reproduced by all five documents.
    """
    if target == 0:
        raise NotComputable("target_zero")
    return realisasi / target * 100


@rule("capaian_tahunan_pct", version="minimum", case="min", measure="pct", since=2021, reference="PermenPANRB 8/2021 (rencana minimize)", certainty="T")
@rule("capaian_pct", version="minimum", case="min", measure="pct", since=2021, reference="PermenPANRB 8/2021 (rencana minimize)", certainty="T")
def capaian_minimum_pct(realisasi: Fraction, target: Fraction) -> Fraction:
    """(1 + (1 - realisasi / target)) x 100, for an indicator that should be low.

    The regulation states it for individual plans; its use for organisations is recalled practice (T).
    """
    if target == 0:
        raise NotComputable("target_zero")
    return (2 - realisasi / target) * 100


@rule("capaian_tahunan_pct", version="rentang", case="range", measure="pct", since=2021, reference=RANGE, certainty="T")
@rule("capaian_pct", version="rentang", case="range", measure="pct", since=2021, reference=RANGE, certainty="T")
def capaian_rentang_pct(realisasi: Fraction, batas_bawah: Fraction, batas_atas: Fraction) -> Fraction:
    """realisasi / the bound that it passed x 100, for an indicator promised as a range; inside the range it is 100.

    Above the range the upper bound divides, below it the lower one. The regulation states it for individual
    plans; its use for organisations is recalled practice (T). Bounds the wrong way round give no value.
    """
    if batas_bawah > batas_atas:
        raise NotComputable("bounds_reversed")
    if batas_bawah <= realisasi <= batas_atas:
        return Fraction(100)
    return capaian_pct(realisasi, batas_atas if realisasi > batas_atas else batas_bawah)


@variant("capaian_pct", "dibatasi-120", case="max")
def capaian_capped_pct(realisasi: Fraction, target: Fraction) -> Fraction:
    """realisasi / target x 100, at most 120."""
    return min(capaian_pct(realisasi, target), Fraction(120))


@variant("capaian_pct", "dibulatkan-bertingkat", case="max")
def capaian_rounded_pct(realisasi: Fraction, target: Fraction) -> Fraction:
    """realisasi / target x 100, rounded to two decimals before it is used further."""
    return rounded(capaian_pct(realisasi, target), 2)


@variant("capaian_pct", "dibatasi-100", case="max")
def capaian_capped_at_target_pct(realisasi: Fraction, target: Fraction) -> Fraction:
    """realisasi / target x 100, at most 100."""
    return min(capaian_pct(realisasi, target), Fraction(100))


@rule("gap_target_nilai", version="selisih", measure="poin", reference=LKJ, certainty="B")
@rule("gap_tahun_lalu_nilai", version="selisih", measure="poin", reference=LKJ, certainty="B")
@rule("gap_akhir_renstra_nilai", version="selisih", measure="poin", reference=LKJ, certainty="B")
def gap_nilai(realisasi: Fraction, acuan: Fraction) -> Fraction:
    """realisasi - acuan, in the unit of the indicator: negative means below the reference."""
    return realisasi - acuan


@rule("gap_rekan_nilai", version="selisih-rerata", measure="poin", reference=LKJ, certainty="B")
def gap_rekan_nilai(realisasi: Fraction, rekan: Sequence[Fraction]) -> Fraction:
    """realisasi - the mean of the peers, in the unit of the indicator."""
    return realisasi - mean(rekan)


@rule("ketercapaian", version="realisasi-mencapai-target", measure="kategori", reference=LKJ, certainty="B")
def ketercapaian(capaian: Fraction) -> str:
    """Whether the realisation reaches the target: an achievement of at least 100. Source: kanreg-03 line 1415, kanreg-07 line 514."""
    return "tercapai" if capaian >= 100 else "tidak_tercapai"


@rule("status", version="kep-1.8-2020", scope="bkn", measure="kategori", since=2020, until=2024, reference="Keputusan Kepala BKN 1.8/KEP/2020", certainty="B")
def status(capaian: Fraction, status_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The status band of an achievement or score, by lower bounds without rounding.

    The printed table leaves 79-80 and 49-50 open; the reading by lower bounds is the workbook's (T).
    Source: deputi-pmk 2023 lines 475-480.
    """
    return band(capaian, status_rentang)


@rule("kategori_capaian", version="permendagri-86-2017", scope="kabupaten", measure="kategori", since=2017, reference="Permendagri 86/2017", certainty="B")
def kategori_capaian(capaian: Fraction, kategori_capaian_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The category of an achievement of a regional body. Above 100 the regulation has no band (NotComputable).

    Source: bkpsdm-way-kanan 2023 lines 1003-1012.
    """
    if capaian > 100:
        raise NotComputable("above_last_band")
    return band(capaian, kategori_capaian_rentang)
