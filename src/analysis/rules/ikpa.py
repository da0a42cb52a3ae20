"""IKPA: how well the budget was executed, as the Ministry of Finance scores it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule, variant
from analysis.rules.arithmetic import mean
from analysis.rules.bands import band

PER_5_2022 = "PER-5/PB/2022"
PER_5_2024 = "PER-5/PB/2024"


@rule("ikpa_nilai", version="per-5-pb-2024", measure="nilai", since=2024, until=2024, reference=PER_5_2024, certainty="B")
@rule(
    "ikpa_nilai",
    version="per-5-pb-2024-penyesuaian-2025",
    measure="nilai",
    since=2025,
    until=2025,
    reference="PER-5/PB/2024 dengan penyesuaian Inpres 1/2025 (nilai tidak ditemukan)",
    certainty="U",
)
@rule("ikpa_nilai", version="per-5-pb-2022", measure="nilai", since=2022, until=2023, reference=PER_5_2022, certainty="B")
def ikpa_nilai(indikator: Mapping[str, Fraction], pengurang: Fraction, ikpa_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """sum(weight x value) / sum(weights of the indicators that apply) - deduction for SPM dispensation.

    Indicators that do not apply drop out and the rest is rescaled (Konversi Bobot).
    Source: kanreg-07 lines 1370-1466; reproduces kanreg-03 lines 1295-1306.
    """
    weights = {name: ikpa_bobot_pct[name] for name in indikator if name in ikpa_bobot_pct}
    if not weights:
        raise NotComputable("nothing_available")
    return sum((weights[name] * indikator[name] for name in weights), Fraction(0)) / sum(weights.values()) - pengurang


@variant("ikpa_nilai", "tidak-berlaku-sebagai-0")
def ikpa_missing_as_zero_nilai(indikator: Mapping[str, Fraction], pengurang: Fraction, ikpa_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """As the rule, but an indicator without value counts as 0."""
    return ikpa_nilai({name: indikator.get(name, Fraction(0)) for name in ikpa_bobot_pct}, pengurang, ikpa_bobot_pct)


@variant("ikpa_nilai", "bobot-tercetak")
def ikpa_by_printed_weights_nilai(indikator: Mapping[str, Fraction], pengurang: Fraction, bobot_tercetak: Mapping[str, Fraction]) -> Fraction:
    """As the rule, but with the weights that the document prints."""
    return ikpa_nilai(indikator, pengurang, bobot_tercetak)


@variant("ikpa_nilai", "rerata-aspek")
def ikpa_of_aspects_nilai(indikator: Mapping[str, Fraction], pengurang: Fraction, ikpa_aspek: Mapping[str, list[str]]) -> Fraction:
    """The mean of the aspect values - deduction, as if the aspects weighed the same."""
    values = [[indikator[name] for name in names if name in indikator] for names in ikpa_aspek.values()]
    return mean([mean(present) for present in values if present]) - pengurang


@rule("nilai_akhir_komponen", version="per-5-pb-2024", case="ikpa", measure="nilai", since=2024, until=2024, reference=PER_5_2024, certainty="B")
def nilai_akhir_komponen(indikator: Mapping[str, Fraction], komponen: str, ikpa_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """value x weight / 100 of one indicator; one that does not apply adds nothing (NotComputable). Source: kanreg-07 line 1436."""
    if komponen not in indikator or komponen not in ikpa_bobot_pct:
        raise NotComputable("parts_missing")
    return indikator[komponen] * ikpa_bobot_pct[komponen] / 100


@rule("ikpa_aspek_nilai", version="per-5-pb-2024", measure="nilai", since=2024, until=2024, reference=PER_5_2024, certainty="B")
def ikpa_aspek_nilai(indikator: Mapping[str, Fraction], aspek: str, ikpa_aspek: Mapping[str, list[str]]) -> Fraction:
    """The simple mean of the indicators of an aspect; shown only, it does not enter the final value. Source: kanreg-07 line 1486."""
    return mean([indikator[name] for name in ikpa_aspek.get(aspek, ()) if name in indikator])


@rule("kategori", version="per-5-pb-2022", case="ikpa", measure="kategori", since=2022, until=2024, reference="PER-5/PB/2022 dan PER-5/PB/2024", certainty="B")
def kategori_ikpa(nilai: Fraction, ikpa_rentang: list[Mapping[str, Any]]) -> str:
    """The category of the final value: from 95, from 89, from 70, below."""
    return band(nilai, ikpa_rentang)
