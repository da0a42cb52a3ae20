"""Efficiency of resources: what the output cost against its ceiling (PMK 214/PMK.02/2017 and after)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from analysis.law import NotComputable, rule, variant
from analysis.rules.arithmetic import nonzero

Outputs = Sequence[tuple[Fraction, Fraction, Fraction]]
"""By output: final ceiling and spending in rupiah around its achievement in percent."""

PMK_214 = "PMK 214/PMK.02/2017"
PMK_22 = "PMK 22/PMK.02/2021 (rumus PMK 214/PMK.02/2017 diteruskan)"
PMK_62 = "PMK 62/2023 dan KMK 466/2023 (efisiensi terhadap SBK)"


@rule("efisiensi_pct", version="pmk-62-2023", measure="pct", since=2024, reference=PMK_62, certainty="U")
@rule("efisiensi_pct", version="pmk-22-2021", measure="pct", since=2021, until=2023, reference=PMK_22, certainty="T")
@rule("efisiensi_pct", version="pmk-214-2017", measure="pct", since=2017, until=2020, reference=PMK_214, certainty="A")
def efisiensi_pct(keluaran: Outputs) -> Fraction:
    """sum(pagu x capaian - realisasi) / sum(pagu x capaian) x 100, capaian as a percentage; not bounded.

    A ceiling or achievement of zero gives no value (NotComputable).
    """
    return _saved(keluaran) / nonzero(_earned(keluaran)) * 100


@variant("efisiensi_pct", "penyebut-realisasi")
def efisiensi_per_realisasi_pct(keluaran: Outputs) -> Fraction:
    """sum(pagu x capaian - realisasi) / sum(realisasi) x 100."""
    return _saved(keluaran) / nonzero(sum((spent for _, _, spent in keluaran), Fraction(0))) * 100


@variant("efisiensi_pct", "penyebut-pagu")
def efisiensi_per_pagu_pct(keluaran: Outputs) -> Fraction:
    """sum(pagu x capaian - realisasi) / sum(pagu) x 100."""
    return _saved(keluaran) / nonzero(sum((ceiling for ceiling, _, _ in keluaran), Fraction(0))) * 100


def _earned(keluaran: Outputs) -> Fraction:
    return sum((ceiling * achieved / 100 for ceiling, achieved, _ in keluaran), Fraction(0))


def _saved(keluaran: Outputs) -> Fraction:
    return _earned(keluaran) - sum((spent for _, _, spent in keluaran), Fraction(0))


@rule("efisiensi_terbatas_pct", version="pmk-22-2021", measure="pct", since=2021, until=2023, reference=PMK_22, certainty="T")
@rule("efisiensi_terbatas_pct", version="pmk-214-2017", measure="pct", since=2017, until=2020, reference=PMK_214, certainty="B")
def efisiensi_terbatas_pct(efisiensi: Fraction, efisiensi_batas_pct: Fraction) -> Fraction:
    """efisiensi, kept between minus and plus the bound. Source: deputi-pmk 2023 line 1695."""
    return max(-efisiensi_batas_pct, min(efisiensi_batas_pct, efisiensi))


@rule("nilai_efisiensi", version="pmk-22-2021", measure="nilai", since=2021, until=2023, reference=PMK_22, certainty="T")
@rule("nilai_efisiensi", version="pmk-214-2017", measure="nilai", since=2017, until=2020, reference=PMK_214, certainty="T")
def nilai_efisiensi(efisiensi_terbatas: Fraction, efisiensi_batas_pct: Fraction) -> Fraction:
    """50 + efisiensi terbatas / batas x 50: -20 % scores 0, 0 % scores 50, +20 % scores 100."""
    return 50 + efisiensi_terbatas / efisiensi_batas_pct * 50


@rule("capaian_keluaran_pct", version="pmk-22-2021", measure="pct", since=2021, until=2023, reference=PMK_22, certainty="T")
@rule("capaian_keluaran_pct", version="pmk-214-2017", measure="pct", since=2017, until=2020, reference=PMK_214, certainty="A")
def capaian_keluaran_pct(keluaran_pct: Sequence[Fraction]) -> Fraction:
    """The geometric mean of the achievements of the outputs, in percent; one output without any makes it 0.

    A root is seldom a fraction: the value holds to 50 digits. Below zero there is none (NotComputable).
    """
    if not keluaran_pct:
        raise NotComputable("nothing_available")
    if min(keluaran_pct) < 0:
        raise NotComputable("outside_scale")
    product = Fraction(1)
    for achieved in keluaran_pct:
        product *= achieved
    return _root(product, len(keluaran_pct))


def _root(value: Fraction, degree: int) -> Fraction:
    if value == 0 or degree == 1:
        return value
    with localcontext() as context:
        context.prec = 60
        root = (Decimal(value.numerator) / Decimal(value.denominator)) ** (Decimal(1) / degree)
        context.prec = 50
        return Fraction(+root)
