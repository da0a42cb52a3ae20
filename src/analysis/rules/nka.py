"""The budget performance value (NKA): planning and execution in halves (PMK 62/2023)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import rule
from analysis.rules.bands import band

PMK_62 = "PMK 62/2023 Pasal 249"
FIRST = f"{PMK_62} (tahun pertama yang dinilai belum dapat dipastikan: 2023 atau 2024)"
KMK_466 = "PMK 62/2023; KMK 466/2023"


@rule("nka_nilai", version="pmk-62-2023", measure="nilai", since=2024, reference=PMK_62, certainty="A")
@rule("nka_nilai", version="pmk-62-2023-tahun-pertama", measure="nilai", since=2023, until=2023, reference=FIRST, certainty="T")
def nka_nilai(perencanaan: Fraction, pelaksanaan: Fraction, nka_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """50 % of the planning value + 50 % of the execution value, which is the IKPA."""
    return (nka_bobot_pct["perencanaan"] * perencanaan + nka_bobot_pct["pelaksanaan"] * pelaksanaan) / 100


@rule("nka_perencanaan_nilai", version="kmk-466-2023-satker", case="satker", measure="nilai", since=2023, reference=KMK_466, certainty="C")
def nka_perencanaan_nilai(efektivitas: Fraction, efisiensi: Fraction, nka_perencanaan_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """75 % effectiveness (achievement of the RO) + 25 % efficiency (against the SBK), for a satker."""
    return (nka_perencanaan_bobot_pct["efektivitas"] * efektivitas + nka_perencanaan_bobot_pct["efisiensi"] * efisiensi) / 100


@rule("kategori", version="pmk-62-2023", case="nka", measure="kategori", since=2024, reference=f"{PMK_62}; PMK 107/2024 Pasal 251", certainty="A")
@rule("kategori", version="pmk-62-2023-tahun-pertama", case="nka", measure="kategori", since=2023, until=2023, reference=FIRST, certainty="T")
def kategori_nka(nilai: Fraction, nka_rentang: Sequence[Mapping[str, Any]]) -> str:
    """The category of the budget performance value: above 90, 80, 60, 50, and below."""
    return band(nilai, nka_rentang)
