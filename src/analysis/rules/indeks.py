"""Composite indices: satisfaction, professionalism, accountability, management survey, standard systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule, variant
from analysis.rules.arithmetic import mean, nonzero
from analysis.rules.bands import band

IP_ASN = "PermenPANRB 38/2018; Peraturan BKN 8/2019"
IP_ASN_2023 = "PermenPANRB 38/2018; surat BKN 4190/B-BM.02.01/SD/K/2024 (isi belum dilihat, bobot dimensi diteruskan)"
AKIP = "PermenPANRB 88/2021"
IKM = "PermenPANRB 14/2017"
LKJ_PMK = "Laporan Kinerja Deputi PMK 2023 baris"

SURVEY_2023: dict[str, Any] = {"version": "lkj-pmk-2023", "scope": "bkn", "since": 2023, "until": 2023, "certainty": "C"}
"""The survey of performance management is told by one document, for one year."""


@rule("ikm_nilai", version="permenpanrb-14-2017", measure="indeks", since=2017, reference=IKM, certainty="B")
def ikm_nilai(unsur: Sequence[Fraction]) -> Fraction:
    """25 x the mean of the element scores on the scale 1 to 4, each element weighing 1/n. Source: kanreg-03 lines 483-567."""
    return 25 * mean(unsur)


@variant("ikm_nilai", "bobot-0,11")
def ikm_printed_weight_nilai(unsur: Sequence[Fraction]) -> Fraction:
    """25 x the sum of the element scores x 0.11, the rounded weight printed on many forms for nine elements."""
    return 25 * sum(unsur, Fraction(0)) * Fraction("0.11")


@rule("ip_asn_nilai", version="bkn-8-2019", case="parts", measure="indeks", since=2019, until=2022, reference=IP_ASN, certainty="B")
@rule("ip_asn_nilai", version="bkn-8-2019-diteruskan", case="parts", measure="indeks", since=2023, reference=IP_ASN_2023, certainty="T")
@rule("akip_nilai", version="permenpanrb-88-2021", measure="nilai", since=2021, reference=AKIP, certainty="B")
def sum_of_parts(bagian: Sequence[Fraction]) -> Fraction:
    """The sum of the weighted dimensions or components. Source: deputi-pmk 2023 lines 1055-1087, kanreg-07 lines 1268-1289."""
    if not bagian:
        raise NotComputable("nothing_available")
    return sum(bagian, Fraction(0))


@rule(
    "ip_asn_nilai", version="rerata-unit", case="units", measure="indeks", since=2019, reference="rerata direktorat (deputi-pmk 2023 baris 1107)", certainty="B"
)
@rule("nilai_akhir_komponen", version="rerata-unit", case="units", measure="nilai", reference="rerata direktorat (deputi-pmk 2023 baris 1118)", certainty="B")
def mean_of_units(unit: Sequence[Fraction]) -> Fraction:
    """The unweighted mean over the units below."""
    return mean(unit)


@rule("nilai_akhir_komponen", version="permenpanrb-14-2017", case="ikm", measure="nilai", since=2017, reference=IKM, certainty="B")
def ikm_part(unsur: Fraction, banyak_unsur: Fraction) -> Fraction:
    """score of the element / number of elements. Source: kanreg-07 lines 669-678."""
    return unsur / nonzero(banyak_unsur)


@variant("nilai_akhir_komponen", "bobot-0,11", case="ikm")
def ikm_part_printed_weight(unsur: Fraction, banyak_unsur: Fraction) -> Fraction:
    """score of the element x 0.11, the rounded weight printed on many forms."""
    return unsur * Fraction("0.11")


@rule("nilai_akhir_komponen", case="survei_kinerja", measure="nilai", reference=f"{LKJ_PMK} 933", **SURVEY_2023)
def survei_part(aspek: tuple[Fraction, Fraction, Fraction]) -> Fraction:
    """weight x score / maximum of one aspect; a maximum of zero gives no value (NotComputable)."""
    weight, score, most = aspek
    return weight * score / nonzero(most)


@rule("bobot_pct", version="permenpanrb-88-2021", case="akip", measure="pct", since=2021, reference=AKIP, certainty="B")
@rule("bobot_pct", version="bkn-8-2019", case="ip_asn", measure="pct", since=2019, reference=IP_ASN, certainty="B")
@rule("bobot_pct", version="per-5-pb", case="ikpa", measure="pct", since=2022, until=2024, reference="PER-5/PB/2022 dan PER-5/PB/2024", certainty="B")
@rule("bobot_pct", version="permenpanrb-40-2018", case="merit", measure="pct", since=2018, until=2023, reference="PermenPANRB 40/2018", certainty="B")
@rule("nilai_maksimum", version="sama-dengan-bobot", case="weight", measure="nilai", reference="nilai tertinggi suatu bagian ialah bobotnya", certainty="B")
def weight_of_part(bobot: Fraction) -> Fraction:
    """The weight that the regulation sets for the part."""
    return bobot


@variant("bobot_pct", "skema-sebelumnya", case="akip")
@variant("bobot_pct", "skema-sebelumnya", case="ikpa")
def weight_of_former_scheme(bobot_sebelumnya: Fraction) -> Fraction:
    """The weight that the regulation before the one in force set for the part."""
    return bobot_sebelumnya


@rule("bobot_pct", version="jumlah", case="sum", measure="pct", reference="jumlah bobot tercetak di bawahnya", certainty="B")
@rule("nilai_maksimum", version="jumlah", case="sum", measure="nilai", reference="jumlah nilai maksimum tercetak", certainty="B")
def sum_of_printed(baris: Sequence[Fraction]) -> Fraction:
    """The sum of the printed weights or maxima."""
    return sum_of_parts(baris)


@rule("survei_kinerja_nilai", measure="nilai", reference=f"{LKJ_PMK} 933", **SURVEY_2023)
def survei_kinerja_nilai(aspek: Sequence[tuple[Fraction, Fraction, Fraction]]) -> Fraction:
    """The sum over aspects of weight x score / maximum, on a scale of 100.

    `aspek` holds (weight in percent, score, maximum). The printed column formula g = f / (e x 2) is circular;
    this is the reading under which it works. Source: deputi-pmk 2023 lines 927-943.
    """
    return sum_of_parts([survei_part(part) for part in aspek])


@rule("si_pct", version="rerata-aplikasi", measure="pct", reference="Manual IKU pemanfaatan sistem informasi; kanreg-03 baris 1044", certainty="B")
def si_pct(aplikasi: Sequence[Fraction]) -> Fraction:
    """The mean of the shares of users per application: a mean of ratios, not a ratio of sums."""
    return mean(aplikasi)


@rule("kategori", version="permenpanrb-14-2017", case="ikm", measure="kategori", since=2017, reference=IKM, certainty="B")
def kategori_ikm(nilai: Fraction, ikm_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The quality of service by the index on the scale 25 to 100, by lower bounds."""
    return band(nilai, ikm_rentang)


@rule("kategori", version="bkn-8-2019", case="ip_asn", measure="kategori", since=2019, reference=IP_ASN, certainty="B")
def kategori_ip_asn(nilai: Fraction, ip_asn_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The category of the professionalism index, by lower bounds without rounding: 80.87 is sedang (kanreg-03 line 434)."""
    return band(nilai, ip_asn_rentang)


@rule("kategori", version="permenpanrb-88-2021", case="akip", measure="kategori", since=2021, reference=AKIP, certainty="B")
def kategori_akip(nilai: Fraction, akip_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The predicate of the accountability score: above 90, 80, 70, 60, 50, 30."""
    return band(nilai, akip_rentang)


@rule("kategori", version="permenpanrb-26-2020", case="rb", measure="kategori", since=2020, until=2022, reference="PermenPANRB 26/2020", certainty="B")
@rule("kategori", version="permenpanrb-3-2023", case="rb", measure="kategori", since=2023, reference="PermenPANRB 3/2023 dan 9/2023", certainty="T")
def kategori_rb(nilai: Fraction, rb_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The grade of the bureaucratic reform index."""
    return band(nilai, rb_rentang)


@rule("kategori", version="permenpanrb-40-2018", case="merit", measure="kategori", since=2018, until=2023, reference="PermenPANRB 40/2018", certainty="B")
def kategori_merit(nilai: Fraction, merit_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The category of the merit system by its value; below 100 the scale has none (NotComputable)."""
    return band(nilai, merit_rentang)


@rule("merit_nilai", version="permenpanrb-40-2018", measure="nilai", since=2018, until=2023, reference="PermenPANRB 40/2018", certainty="T")
def merit_nilai(aspek: Mapping[str, Fraction], merit_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """sum(weight x level 1 to 4) over the eight aspects, between 100 and 400; none may be missing (NotComputable)."""
    if set(aspek) != set(merit_bobot_pct):
        raise NotComputable("parts_missing")
    if any(not 1 <= level <= 4 for level in aspek.values()):
        raise NotComputable("outside_scale")
    return sum((merit_bobot_pct[name] * level for name, level in aspek.items()), Fraction(0))


@rule("kategori", case="survei_kinerja", measure="kategori", reference=f"{LKJ_PMK} 923-927", **SURVEY_2023)
def kategori_survei_kinerja(nilai: Fraction, survei_kinerja_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The category of an agency by its survey score, by lower bounds: 43.8, printed in two classes, is kurang."""
    return band(nilai, survei_kinerja_rentang)
