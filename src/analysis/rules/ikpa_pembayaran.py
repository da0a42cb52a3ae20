"""The indicators of IKPA on contracts, bills and petty cash, from their raw parts (PER-5/PB/2024)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule
from analysis.rules.arithmetic import mean, nonzero, share
from analysis.rules.bands import Steps, points
from analysis.rules.ikpa_indikator import IN_2022, IN_2024

SIGNED = ("sebelum_1_januari", "januari_maret", "april_juni", "juli_desember")
"""When a contract was signed, in order."""


@rule("ikpa_belanja_kontraktual_nilai", certainty="C*", **IN_2024)
def ikpa_belanja_kontraktual_nilai(
    kontrak: Sequence[Mapping[str, Any]],
    ikpa_kontrak_minimum_rp: Fraction,
    ikpa_akselerasi_maksimum_rp: Fraction,
    ikpa_distribusi_skor: Steps,
    ikpa_kontrak_dini_skor: Mapping[str, Fraction],
    ikpa_akselerasi_skor: Sequence[Fraction],
    ikpa_kontraktual_bobot_pct: Mapping[str, Fraction],
) -> Fraction:
    """20 % distribution + 40 % early contracts + 40 % acceleration of capital contracts.

    A contract tells `nilai` in rupiah, `ditandatangani` (one of SIGNED), `jenis` of spending and, if it was paid at
    once, the `triwulan_sp2d`. Distribution is the share signed to 30 June by number; early contracts and capital
    contracts up to the maximum score by contract. An empty part, or a value above 100, is not told: no value.
    """
    counted = [c for c in kontrak if c["nilai"] >= ikpa_kontrak_minimum_rp]
    if not {c["ditandatangani"] for c in counted} <= set(SIGNED):
        raise NotComputable("class_unknown")
    quick = [c for c in counted if c["jenis"] == "modal" and c["nilai"] <= ikpa_akselerasi_maksimum_rp and c.get("triwulan_sp2d")]
    scores = {
        "distribusi": points(_first_half_pct(counted), ikpa_distribusi_skor),
        "kontrak_dini": mean([ikpa_kontrak_dini_skor[when] for c in counted if (when := c["ditandatangani"]) in ikpa_kontrak_dini_skor]),
        "akselerasi": mean([_of_quarter(c["triwulan_sp2d"], ikpa_akselerasi_skor) for c in quick]),
    }
    return _below_the_cap(_weighted(scores, ikpa_kontraktual_bobot_pct))


def _first_half_pct(contracts: Sequence[Mapping[str, Any]]) -> Fraction:
    if not contracts:
        raise NotComputable("nothing_available")
    return Fraction(sum(c["ditandatangani"] in SIGNED[:3] for c in contracts), len(contracts)) * 100


def _of_quarter(quarter: Fraction, scores: Sequence[Fraction]) -> Fraction:
    if quarter not in range(1, len(scores) + 1):
        raise NotComputable("outside_scale")
    return scores[int(quarter) - 1]


def _weighted(scores: Mapping[str, Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    return sum((weights[name] * score for name, score in scores.items()), Fraction(0)) / 100


def _below_the_cap(value: Fraction) -> Fraction:
    """The value, as long as it needs no cap: none is established above 100 (NotComputable)."""
    if value > 100:
        raise NotComputable("cap_not_established")
    return value


@rule("ikpa_penyelesaian_tagihan_nilai", certainty="B", **IN_2024)
def ikpa_penyelesaian_tagihan_nilai(tepat_waktu: Fraction, seluruh: Fraction) -> Fraction:
    """contractual SPM-LS on time / all contractual SPM-LS x 100; of none the regulation tells no value (NotComputable)."""
    return share(tepat_waktu, seluruh) * 100


@rule("ikpa_penyelesaian_tagihan_nilai", certainty="C*", case="hari", **IN_2024 | {"version": "per-5-pb-2024-per-spm"})
def ikpa_tagihan_per_spm_nilai(hari_kerja: Sequence[Fraction], ikpa_tagihan_batas_hari: Fraction) -> Fraction:
    """The same from each SPM by its workdays since the handover (BAST or BAPP): on time within 17."""
    on_time = sum(days <= ikpa_tagihan_batas_hari for days in hari_kerja)
    return ikpa_penyelesaian_tagihan_nilai(Fraction(on_time), Fraction(len(hari_kerja)))


@rule("ikpa_up_tup_nilai", certainty="T", **IN_2022)
def ikpa_up_tup_2022_nilai(komponen: Mapping[str, Fraction], ikpa_up_tup_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """50 % timeliness + 25 % amount of GUP + 25 % deposit of TUP, from the values of the three; none may be missing."""
    if set(komponen) != set(ikpa_up_tup_bobot_pct):
        raise NotComputable("parts_missing")
    return _weighted(komponen, ikpa_up_tup_bobot_pct)


@rule("ikpa_up_tup_nilai", certainty="C", **IN_2024)
def ikpa_up_tup_nilai(
    gup: Sequence[Mapping[str, Fraction]],
    tup: Sequence[Mapping[str, Fraction]],
    kkp: Sequence[Mapping[str, Fraction]],
    ikpa_tunai_bobot_pct: Mapping[str, Fraction],
    ikpa_up_tup_bobot_pct: Mapping[str, Fraction],
    ikpa_ketepatan_skor: Mapping[str, Fraction],
    ikpa_kkp_target_pct: Sequence[Fraction],
    ikpa_kkp_skor: Mapping[str, Fraction],
) -> Fraction:
    """90 % cash (50 timeliness, 25 monthly GUP, 25 deposit of TUP) + 10 % government credit card (KKP).

    A GUP tells `up`, `gup`, the `hari` since the SP2D before and the `hari_sebulan` that make it a month; a TUP `tup`
    and its `setoran`; a quarter of KKP its cumulative `belanja` and the `pagu_bulanan`. Nothing is told of an empty
    part, of a quarter without transactions, nor of monthly GUP above 100: no value then (NotComputable).
    """
    cash = {
        "ketepatan_waktu": mean([ikpa_ketepatan_skor["tepat" if g["hari"] <= g["hari_sebulan"] else "terlambat"] for g in gup]),
        "gup_disebulankan": _below_the_cap(mean([_monthly_pct(g) for g in gup])),
        "setoran_tup": _kept_pct(tup),
    }
    if len(kkp) > len(ikpa_kkp_target_pct):
        raise NotComputable("outside_scale")
    cards = mean([ikpa_kkp_skor["tercapai" if _used_pct(q) >= ikpa_kkp_target_pct[n] else "tidak_tercapai"] for n, q in enumerate(kkp)])
    return _weighted({"tunai": _weighted(cash, ikpa_tunai_bobot_pct), "kkp": cards}, ikpa_up_tup_bobot_pct)


def _monthly_pct(gup: Mapping[str, Fraction]) -> Fraction:
    return gup["gup"] / nonzero(gup["up"]) * 100 * gup["hari_sebulan"] / nonzero(gup["hari"])


def _kept_pct(tup: Sequence[Mapping[str, Fraction]]) -> Fraction:
    given, returned = (sum((t[name] for t in tup), Fraction(0)) for name in ("tup", "setoran"))
    return 100 - share(returned, given) * 100


def _used_pct(quarter: Mapping[str, Fraction]) -> Fraction:
    """Cumulative use of the card in percent of twelve monthly ceilings."""
    if quarter["belanja"] == 0:
        raise NotComputable("not_established")
    if quarter["pagu_bulanan"] == 0:
        raise NotComputable("ceiling_zero")
    return quarter["belanja"] / (12 * quarter["pagu_bulanan"]) * 100
