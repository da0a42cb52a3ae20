"""The indicators of IKPA on plan, absorption and output, from their raw parts (PER-5/PB/2024; where told PER-5/PB/2022)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule
from analysis.rules.arithmetic import mean, share
from analysis.rules.bands import Steps, points
from analysis.rules.ikpa import PER_5_2022, PER_5_2024

IN_2022: dict[str, Any] = {"version": "per-5-pb-2022", "measure": "nilai", "since": 2022, "until": 2023, "reference": PER_5_2022}
IN_2024: dict[str, Any] = {"version": "per-5-pb-2024", "measure": "nilai", "since": 2024, "until": 2024, "reference": PER_5_2024}

Kinds = Mapping[str, Mapping[str, Fraction]]
"""By kind of spending (pegawai, barang, modal, bantuan_sosial), amounts in rupiah: `pagu`, `realisasi`, `rpd`."""


@rule("ikpa_revisi_dipa_nilai", certainty="C*", **IN_2024)
def ikpa_revisi_dipa_nilai(revisi: Sequence[Fraction], ikpa_revisi_skor: Steps, ikpa_nilai_maksimum: Fraction) -> Fraction:
    """The mean over the semesters of the points for the number of revisions that keep the ceiling, at most 100.

    `revisi` counts them semester by semester, not cumulated: up to one 110, two 100, more 50.
    """
    if len(revisi) > 2:
        raise NotComputable("outside_scale")
    return min(mean([points(count, ikpa_revisi_skor) for count in revisi]), ikpa_nilai_maksimum)


@rule("ikpa_deviasi_hal3_nilai", certainty="C", **IN_2024)
def ikpa_deviasi_hal3_nilai(bulan: Sequence[Kinds], ikpa_deviasi_bulan: Fraction, ikpa_deviasi_ambang_pct: Fraction) -> Fraction:
    """100 - the mean of the monthly deviations of spending from plan; a mean up to the threshold of 5 % scores 100.

    A month weighs |realisasi - RPD| / RPD of each kind, at most 100 %, by its share of the ceiling; 0/0 is 0 and
    spending without plan 100 (C). December is left out: `bulan` starts in January and counts to November.
    """
    return _score_of_deviation([_weighted_deviation(kinds) for kinds in bulan[: int(ikpa_deviasi_bulan)]], ikpa_deviasi_ambang_pct)


@rule("ikpa_deviasi_hal3_nilai", certainty="T", **IN_2022)
def ikpa_deviasi_2022_nilai(bulan: Sequence[Kinds], ikpa_deviasi_ambang_pct: Fraction) -> Fraction:
    """100 - the mean of the monthly deviations, each the plain mean of the kinds; a mean up to 5 % scores 100.

    Mean of kinds and threshold are told (B); that no cap of a kind and no month is left out is our reading (T).
    Spending without plan gives no value (NotComputable).
    """
    return _score_of_deviation([mean([_deviation(kind) for kind in kinds.values()]) for kinds in bulan], ikpa_deviasi_ambang_pct)


def _score_of_deviation(months: Sequence[Fraction], threshold: Fraction) -> Fraction:
    strayed = mean(months)
    return Fraction(100) if strayed <= threshold else max(Fraction(0), 100 - strayed)


def _weighted_deviation(kinds: Kinds) -> Fraction:
    unplanned = {name for name, kind in kinds.items() if kind["rpd"] == 0 and kind["realisasi"] != 0}
    strayed = {name: Fraction(100) if name in unplanned else min(Fraction(100), _deviation(kind)) for name, kind in kinds.items()}
    return _by_ceiling(strayed, kinds)


def _deviation(kind: Mapping[str, Fraction]) -> Fraction:
    if kind["rpd"] == 0 and kind["realisasi"] != 0:
        raise NotComputable("denominator_zero")
    return abs(kind["realisasi"] - kind["rpd"]) / kind["rpd"] * 100 if kind["rpd"] else Fraction(0)


def _by_ceiling(values: Mapping[str, Fraction], kinds: Kinds) -> Fraction:
    """The mean of `values` weighted by the ceilings of the kinds; without any ceiling there is none (NotComputable)."""
    ceiling = sum((kinds[name]["pagu"] for name in values), Fraction(0))
    if ceiling == 0:
        raise NotComputable("ceiling_zero")
    return sum((value * kinds[name]["pagu"] for name, value in values.items()), Fraction(0)) / ceiling


@rule("ikpa_penyerapan_nilai", certainty="C*", **IN_2024)
def ikpa_penyerapan_nilai(
    triwulan: Sequence[Kinds],
    ikpa_target_penyerapan_pct: Mapping[str, Sequence[Fraction]],
    ikpa_target_penyerapan_bansos_pct: Mapping[str, Sequence[Fraction]],
    ikpa_nilai_maksimum: Fraction,
) -> Fraction:
    """The mean over the quarters so far of cumulative spending / (ceiling x target of the quarter) x 100, by kind at most 100.

    Kinds are weighted by their ceiling, net of what is blocked; a kind without ceiling is left out. More than
    four quarters, or a kind without target, give no value (NotComputable).
    """
    targets = {**ikpa_target_penyerapan_pct, **ikpa_target_penyerapan_bansos_pct}
    if not {name for kinds in triwulan for name in kinds} <= set(targets):
        raise NotComputable("class_unknown")
    if len(triwulan) > 4:
        raise NotComputable("outside_scale")
    return mean([_absorbed(kinds, {n: t[number] for n, t in targets.items()}, ikpa_nilai_maksimum) for number, kinds in enumerate(triwulan)])


def _absorbed(kinds: Kinds, targets: Mapping[str, Fraction], most: Fraction) -> Fraction:
    planned = {name: kind["pagu"] * targets[name] / 100 for name, kind in kinds.items() if kind["pagu"] != 0}
    return _by_ceiling({name: min(most, kinds[name]["realisasi"] / due * 100) for name, due in planned.items()}, kinds)


@rule("target_serapan_pct", certainty="B", **{**IN_2024, "measure": "pct"})
def target_serapan_pct(jenis: str, triwulan: Fraction, ikpa_target_penyerapan_pct: Mapping[str, Sequence[Fraction]]) -> Fraction:
    """The share of the ceiling of a kind that should be spent by the end of a quarter, counted from the start of the year.

    A kind without target, or a fifth quarter, gives no value (NotComputable). Source: kanreg-07 2024 lines 1395-1408.
    """
    if jenis not in ikpa_target_penyerapan_pct:
        raise NotComputable("class_unknown")
    for quarter, due in enumerate(ikpa_target_penyerapan_pct[jenis], start=1):
        if quarter == triwulan:
            return due
    raise NotComputable("outside_scale")


@rule("ikpa_capaian_output_nilai", certainty="C", **IN_2024)
def ikpa_capaian_output_nilai(
    hari_kerja: Fraction,
    bulan: Fraction,
    ro: Sequence[Mapping[str, Any]],
    ikpa_output_bobot_pct: Mapping[str, Fraction],
    ikpa_output_batas_hari: Fraction,
    ikpa_ketepatan_skor: Mapping[str, Fraction],
    ikpa_nilai_maksimum: Fraction,
) -> Fraction:
    """30 % timeliness + 70 % the mean of the outputs (RO), of one month.

    `hari_kerja` is the workday of the next month on which the outputs were reported. An RO tells `pcro`, `tpcro`,
    `rvro`, `volume` and `terkonfirmasi` (ya or tidak): PCRO / TPCRO x 100, from December or a PCRO of 100 on
    RVRO / volume x 100, at most 100; unconfirmed or with a PCRO of 0 it scores 0.
    """
    reached = mean([min(ikpa_nilai_maksimum, _ro(output, bulan)) for output in ro])
    return _output(hari_kerja, reached, ikpa_output_bobot_pct, ikpa_output_batas_hari, ikpa_ketepatan_skor)


@rule("ikpa_capaian_output_nilai", certainty="T", **IN_2022)
def ikpa_capaian_output_2022_nilai(
    hari_kerja: Fraction,
    capaian_ro: Fraction,
    ikpa_output_bobot_pct: Mapping[str, Fraction],
    ikpa_output_batas_hari: Fraction,
    ikpa_ketepatan_skor: Mapping[str, Fraction],
) -> Fraction:
    """30 % timeliness + 70 % the achievement of the outputs as given; how it was measured then is not told."""
    return _output(hari_kerja, capaian_ro, ikpa_output_bobot_pct, ikpa_output_batas_hari, ikpa_ketepatan_skor)


def _output(day: Fraction, reached: Fraction, weights: Mapping[str, Fraction], limit: Fraction, scores: Mapping[str, Fraction]) -> Fraction:
    timely = scores["tepat" if day <= limit else "terlambat"]
    return (weights["ketepatan_waktu"] * timely + weights["capaian_ro"] * reached) / 100


def _ro(output: Mapping[str, Any], month: Fraction) -> Fraction:
    if output["terkonfirmasi"] != "ya" or output["pcro"] == 0:
        return Fraction(0)
    done, due = (output["rvro"], output["volume"]) if month == 12 or output["pcro"] >= 100 else (output["pcro"], output["tpcro"])
    if due == 0:
        raise NotComputable("target_zero")
    return Fraction(done / due * 100)


@rule("ikpa_pengurang_nilai", certainty="B", **IN_2024)
def ikpa_pengurang_nilai(spm: Fraction, dispensasi: Fraction, ikpa_pengurang_skor: Steps) -> Fraction:
    """What comes off the final value, by the SPM of quarter IV with dispensation per thousand SPM, not rounded before.

    The printed steps leave gaps (0.099 to 0.1, 0.99 to 1, 4.99 to 5); they are read by lower bounds.
    """
    return points(share(dispensasi, spm) * 1000, ikpa_pengurang_skor)


@rule("ikpa_dispensasi_spm_nilai", certainty="T", **IN_2022)
def ikpa_dispensasi_spm_nilai(spm: Fraction, dispensasi: Fraction, ikpa_dispensasi_skor: Steps) -> Fraction:
    """The value of the indicator on dispensation, by the SPM with dispensation per thousand SPM; from 2024 a deduction."""
    return points(share(dispensasi, spm) * 1000, ikpa_dispensasi_skor)
