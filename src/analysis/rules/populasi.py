"""Counted populations: totals, numbers, shares and means of agencies, staff groups, services and outputs."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule
from analysis.rules.arithmetic import mean, nonzero

COUNT = "hitungan atas baris yang dicetak dokumen"


@rule("jumlah", version="jumlah", measure="", reference=COUNT, certainty="B")
def jumlah(nilai: Sequence[Fraction]) -> Fraction:
    """The sum of the values told of the members; of none there is none (NotComputable)."""
    if not nilai:
        raise NotComputable("nothing_available")
    return sum(nilai, Fraction(0))


@rule("skor", version="bkn-8-2019", measure="indeks", reference="PermenPANRB 38/2018; Peraturan BKN 8/2019", certainty="B")
def skor(dimensi: Sequence[Fraction]) -> Fraction:
    """The index of a member as the sum of its dimensions. Source: kanreg-03 lines 409-445."""
    return jumlah(dimensi)


@rule("anggota_kelas_baik", version="jumlah-kelas", case="counts", measure="jumlah", reference=COUNT, certainty="B")
def members_by_counts(jumlah: Sequence[Fraction]) -> Fraction:
    """The sum of the counts printed per class."""
    return sum(jumlah, Fraction(0))


@rule("jumlah_baris", version="hitung", measure="jumlah", reference=COUNT, certainty="B")
@rule("anggota_kelas_baik", version="hitung", case="members", measure="jumlah", reference=COUNT, certainty="B")
@rule("banyaknya", version="hitung", measure="jumlah", reference=COUNT, certainty="B")
def banyaknya(anggota: Sequence[str]) -> Fraction:
    """How many different members there are."""
    return Fraction(len(set(anggota)))


@rule("porsi_pct", version="bagian", measure="pct", reference=COUNT, certainty="B")
def porsi_pct(bagian: Fraction, seluruh: Fraction) -> Fraction:
    """bagian / seluruh x 100."""
    return bagian / nonzero(seluruh) * 100


@rule("nisbah_pct", version="nisbah", measure="pct", reference=COUNT, certainty="B")
def nisbah_pct(pembilang: Fraction, penyebut: Fraction) -> Fraction:
    """pembilang / penyebut x 100: two things told of the same members, a part and its maximum, a realisation and the end of the plan.

    Source: deputi-pmk 2023 lines 672, 953-956; kanreg-07 lines 1052-1084.
    """
    return porsi_pct(pembilang, penyebut)


@rule("rerata", version="rerata", measure="", reference=COUNT, certainty="B")
def rerata(nilai: Sequence[Fraction]) -> Fraction:
    """The unweighted mean over the members."""
    return mean(nilai)


@rule("peringkat_unit", version="menurun", measure="peringkat", reference=COUNT, certainty="B")
@rule("peringkat", version="menurun", measure="peringkat", reference=COUNT, certainty="B")
def peringkat(nilai: Fraction, semua: Sequence[Fraction]) -> Fraction:
    """The rank from the highest value; equal values share the better rank."""
    return Fraction(1 + sum(other > nilai for other in semua))


@rule("keluaran_pct", version="volume", measure="pct", reference="realisasi volume / target volume", certainty="B")
def keluaran_pct(realisasi: Fraction, target: Fraction) -> Fraction:
    """realisasi / target volume x 100; a target of zero gives no value."""
    if target == 0:
        raise NotComputable("target_zero")
    return realisasi / target * 100


@rule("kinerja_program_pct", version="rerata-subkegiatan", measure="pct", reference="bkpsdm-way-kanan 2023 baris 1405-1413 (disimpulkan)", certainty="C")
def kinerja_program_pct(keluaran: Sequence[Fraction]) -> Fraction:
    """The unweighted mean of the output achievements of the sub-activities."""
    return mean(keluaran)
