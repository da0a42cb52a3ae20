"""The budget: ceilings, spending, absorption and what remains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule, variant

DIPA = "DIPA; pagu akhir = pagu awal - blokir + penambahan"
REALISASI = "PMK 62/2023 dan pendahulunya; realisasi terhadap pagu setelah revisi"
LINES = "hitungan atas baris anggaran periode ini"


@rule("pagu_rp", version="baris", case="leaf", measure="rp", reference=DIPA, certainty="B")
def pagu_rp(pagu_awal: Fraction, blokir: Fraction, penambahan: Fraction) -> Fraction:
    """pagu awal - blokir + penambahan; a nil blocking or addition counts as none. Source: deputi-pmk 2023 line 1306."""
    return pagu_awal - blokir + penambahan


@variant("pagu_rp", "pagu-awal", case="leaf")
def pagu_awal_rp(pagu_awal: Fraction, blokir: Fraction, penambahan: Fraction) -> Fraction:
    """The ceiling before blocking and additions."""
    return pagu_awal


@rule("pagu_rp", version="dinyatakan", case="stated", measure="rp", reference="pagu akhir sebagaimana dicetak", certainty="B")
def pagu_dinyatakan_rp(nilai: Fraction) -> Fraction:
    """The final ceiling as the document states it."""
    return nilai


@rule("pagu_awal_rp", version="jumlah", measure="rp", reference="jumlah baris di bawahnya", certainty="B")
@rule("pagu_rp", version="jumlah", case="sum", measure="rp", reference="jumlah baris di bawahnya", certainty="B")
@rule("realisasi_rp", version="jumlah", measure="rp", reference="jumlah baris di bawahnya", certainty="B")
def sum_of_lines(baris: Sequence[Fraction]) -> Fraction:
    """The sum of the lines below; of no lines there is none (NotComputable). Source: deputi-pmk 2023 lines 1392-1481."""
    if not baris:
        raise NotComputable("nothing_available")
    return sum(baris, Fraction(0))


Moves = Sequence[Sequence[Mapping[str, Fraction]]]
"""By unit, the lines with their amounts `blokir` and `penambahan`."""


@rule("blokir_rp", version="bruto-per-baris", measure="rp", reference=DIPA, certainty="B")
def blokir_rp(unit: Moves) -> Fraction:
    """The sum of what was blocked, line by line. Source: deputi-pmk 2023 lines 1448-1453."""
    return sum((max(line["blokir"], Fraction(0)) for lines in unit for line in lines), Fraction(0))


@rule("penambahan_rp", version="bruto-per-baris", measure="rp", reference=DIPA, certainty="B")
def penambahan_rp(unit: Moves) -> Fraction:
    """The sum of what was added, line by line; a negative blocking is an addition. Source: deputi-pmk 2023 lines 1448-1453."""
    return sum((line["penambahan"] + max(-line["blokir"], Fraction(0)) for lines in unit for line in lines), Fraction(0))


@variant("blokir_rp", "neto-per-unit")
def blokir_net_rp(unit: Moves) -> Fraction:
    """By unit, what was blocked beyond what was added."""
    return sum((max(_net(lines), Fraction(0)) for lines in unit), Fraction(0))


@variant("penambahan_rp", "neto-per-unit")
def penambahan_net_rp(unit: Moves) -> Fraction:
    """By unit, what was added beyond what was blocked."""
    return sum((max(-_net(lines), Fraction(0)) for lines in unit), Fraction(0))


@rule("blokir_neto_rp", version="neto", measure="rp", reference=DIPA, certainty="B")
def blokir_neto_rp(unit: Moves) -> Fraction:
    """blokir - penambahan over the lines; negative if more was added. Source: deputi-pmk 2023 lines 1391-1432."""
    return sum((_net(lines) for lines in unit), Fraction(0))


def _net(lines: Sequence[Mapping[str, Fraction]]) -> Fraction:
    return sum((line["blokir"] - line["penambahan"] for line in lines), Fraction(0))


@rule("serapan_pct", version="realisasi-per-pagu", measure="pct", reference=REALISASI, certainty="B")
def serapan_pct(realisasi: Fraction, pagu: Fraction) -> Fraction:
    """realisasi / pagu akhir x 100; a ceiling of zero gives no value. Source: deputi-pmk 2023 line 1304."""
    if pagu == 0:
        raise NotComputable("ceiling_zero")
    return realisasi / pagu * 100


@rule("sisa_rp", version="pagu-kurang-realisasi", measure="rp", reference=REALISASI, certainty="B")
def sisa_rp(realisasi: Fraction, pagu: Fraction) -> Fraction:
    """pagu akhir - realisasi. Source: deputi-pmk 2023 line 1320."""
    return pagu - realisasi


@rule("sisa_pct", version="sisa-per-pagu", measure="pct", reference=REALISASI, certainty="B")
def sisa_pct(realisasi: Fraction, pagu: Fraction) -> Fraction:
    """sisa / pagu akhir x 100."""
    return 100 - serapan_pct(realisasi, pagu)


@rule("bagian_sisa_pct", version="sisa-per-jumlah", measure="pct", reference=LINES, certainty="B")
def bagian_sisa_pct(sisa: Fraction, jumlah: Fraction) -> Fraction:
    """sisa baris / jumlah sisa x 100; where nothing is left in sum there is no share (NotComputable)."""
    if jumlah <= 0:
        raise NotComputable("nothing_left")
    return sisa / jumlah * 100


@rule("bagian_sisa_kumulatif_pct", version="sisa-terbesar-dahulu", measure="pct", reference=LINES, certainty="B")
def bagian_sisa_kumulatif_pct(sisa: Sequence[Fraction], jumlah: Fraction) -> Fraction:
    """The shares of a line and of all lines with more left, added up."""
    return bagian_sisa_pct(sum_of_lines(sisa), jumlah)
