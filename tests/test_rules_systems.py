"""What must hold for any input of the measurement systems: bounds, order, scale, parts that make the whole, refusals."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.errors import RuleError
from analysis.law import NotComputable, Rule
from analysis.rules import law
from analysis.rules.bands import points

Kinds = dict[str, dict[str, Fraction]]

rupiah = st.integers(0, 10**10).map(Fraction)
some_rupiah = st.integers(1, 10**10).map(Fraction)
percent = st.fractions(0, 100, max_denominator=100)
scale = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


def value(id: str, year: int = 2024, case: str | None = None, **inputs: Any) -> Fraction:
    return Fraction(law().apply(id, year, case=case, **inputs).value)


def value_or_reason(id: str, **inputs: Any) -> Fraction | str:
    try:
        return value(id, **inputs)
    except NotComputable as refused:
        return refused.reason


def known(parameter: str, year: int = 2024) -> Any:
    return law().parameter_on(parameter, year).value


# Refusals


UNKNOWN = [r for r in law().rules if r.certainty == "U"]


@pytest.mark.parametrize("version", UNKNOWN, ids=[f"{r.id} {r.case or ''} {r.years}" for r in UNKNOWN])
def test_what_is_not_established_is_refused_by_name(version: Rule) -> None:
    year = version.since or version.until or 2024

    with pytest.raises(RuleError, match=f"rule '{version.id}' for fiscal year {year} is not established") as refused:
        law().apply(version.id, year, scopes={version.scope or ""}, case=version.case)

    assert version.reference in str(refused.value)


def test_what_the_sources_leave_open_is_registered_as_refused() -> None:
    expected = {
        ("kategori", "nspk"),
        ("capaian_pct", "stabil"),
        ("ikpa_up_tup_nilai", "tanpa_kkp"),
        ("nka_perencanaan_nilai", "kl"),
        ("efisiensi_sbk_nilai", None),
        ("ip_asn_pegawai_nilai", None),
        ("rb_nilai", None),
        ("merit_nilai", None),
        ("ikpa_penyerapan_nilai", None),
    }

    assert expected <= {(r.id, r.case) for r in UNKNOWN}


# Points by steps


STEPS = [p for p in law().parameters if isinstance(p.value, dict) and all(isinstance(step, dict) and "skor" in step for step in p.value.values())]


@pytest.mark.parametrize("parameter", STEPS, ids=[p.name for p in STEPS])
def test_steps_are_total_from_zero_and_go_one_way(parameter: Any) -> None:
    steps = parameter.value
    bounds = [step.get("gt", step.get("ge")) for step in steps.values()]
    values = sorted({bound + nudge for bound in bounds for nudge in (Fraction(0), Fraction(1, 1000))})
    told = [score for score, _ in itertools.groupby(points(v, steps) for v in values)]

    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == 0
    assert told == [step["skor"] for step in reversed(steps.values())]
    assert told in (sorted(told), sorted(told, reverse=True))
    with pytest.raises(NotComputable, match="below_last_band"):
        points(Fraction(-1, 1000), steps)


def test_every_table_of_points_is_among_the_steps() -> None:
    expected = {"ip_asn_kinerja_skor", "ikpa_revisi_skor", "ikpa_distribusi_skor", "ikpa_pengurang_skor", "ikpa_dispensasi_skor"}

    assert {p.name for p in STEPS} == expected


# One employee


@st.composite
def employees(draw: st.DrawFn) -> dict[str, Fraction]:
    trainings = known("ip_asn_kompetensi_skor", 2021)
    done = draw(st.lists(st.sampled_from(sorted({name for asked in trainings.values() for name in asked}))))
    return {
        "kualifikasi": value("ip_asn_kualifikasi_nilai", 2021, pendidikan=draw(st.sampled_from(sorted(known("ip_asn_kualifikasi_skor", 2021))))),
        "kompetensi": value("ip_asn_kompetensi_nilai", 2021, jabatan=draw(st.sampled_from(sorted(trainings))), diikuti=done),
        "kinerja": value("ip_asn_kinerja_nilai", 2021, prestasi=draw(percent)),
        "disiplin": value("ip_asn_disiplin_nilai", 2021, hukuman=draw(st.sampled_from(sorted(known("ip_asn_disiplin_skor", 2021))))),
    }


@given(dimensions=employees())
def test_every_employee_has_an_index_of_at_most_100(dimensions: dict[str, Fraction]) -> None:
    index = value("ip_asn_pegawai_nilai", 2021, dimensi=dimensions)

    assert index == sum(dimensions.values())
    assert 3 <= index <= 100


@pytest.mark.parametrize(("parameter", "dimension"), [("ip_asn_kualifikasi_skor", "kualifikasi"), ("ip_asn_disiplin_skor", "disiplin")])
def test_the_best_of_a_dimension_is_its_weight(parameter: str, dimension: str) -> None:
    assert max(known(parameter, 2021).values()) == known("ip_asn_bobot_pct", 2021)[dimension]


def test_every_kind_of_position_can_reach_the_weight_of_competence() -> None:
    assert {sum(asked.values()) for asked in known("ip_asn_kompetensi_skor", 2021).values()} == {known("ip_asn_bobot_pct", 2021)["kompetensi"]}


@given(low=percent, high=percent)
def test_the_points_for_performance_never_fall_with_the_score(low: Fraction, high: Fraction) -> None:
    low, high = sorted((low, high))

    assert value("ip_asn_kinerja_nilai", 2021, prestasi=low) <= value("ip_asn_kinerja_nilai", 2021, prestasi=high)


# Satisfaction, accountability, reform, merit


@given(elements=st.lists(st.lists(st.integers(1, 4).map(Fraction), min_size=1, max_size=8), min_size=1, max_size=9))
def test_the_satisfaction_index_of_answers_lies_between_25_and_100(elements: list[list[Fraction]]) -> None:
    scores = [value("ikm_unsur_nilai", jawaban=answers) for answers in elements]

    assert all(min(answers) <= score <= max(answers) for answers, score in zip(elements, scores, strict=True))
    assert 25 <= value("ikm_nilai", unsur=scores) <= 100


@given(people=st.integers(1, 10**7), more=st.integers(0, 10**7))
def test_the_sample_is_within_the_people_and_never_falls_with_them(people: int, more: int) -> None:
    sample = value("ikm_sampel_minimum", populasi=Fraction(people))

    assert 1 <= sample <= min(people, 384)
    assert sample <= value("ikm_sampel_minimum", populasi=Fraction(people + more))


GRADES = list(known("akip_jawaban_skor"))
grades = st.sampled_from(GRADES)


@given(component=st.sampled_from(sorted(known("akip_bobot_pct"))), a=grades, b=grades, c=grades, better=grades)
def test_a_component_lies_within_its_weight_and_never_falls_with_a_better_grade(component: str, a: str, b: str, c: str, better: str) -> None:
    a, better = sorted((a, better), key=GRADES.index, reverse=True)
    answers = {"keberadaan": a, "kualitas": b, "pemanfaatan": c}

    score = value("akip_komponen_nilai", komponen=component, jawaban=answers)

    assert 0 <= score <= known("akip_bobot_pct")[component]
    assert score <= value("akip_komponen_nilai", komponen=component, jawaban=answers | {"keberadaan": better})


@given(grade=grades)
def test_the_same_grade_everywhere_is_the_score_of_the_whole(grade: str) -> None:
    answers = dict.fromkeys(known("akip_subkomponen_bobot_pct"), grade)
    components = [value("akip_komponen_nilai", komponen=name, jawaban=answers) for name in known("akip_bobot_pct")]

    assert value("akip_nilai", bagian=components) == known("akip_jawaban_skor")[grade]


@given(data=st.data())
def test_the_reform_index_is_the_sum_of_its_sub_components(data: st.DataObject) -> None:
    weights = known("rb_bobot_pct", 2022)
    yes = {name: data.draw(st.integers(0, 10)) for name in weights}
    answers = {name: [Fraction(number < count) for number in range(10)] for name, count in yes.items()}

    parts = {name: value("rb_subkomponen_nilai", 2022, jawaban=answers[name], alokasi=weights[name]) for name in weights}
    index = value("rb_nilai", 2022, derajat_pct={name: Fraction(10 * count) for name, count in yes.items()})

    assert all(0 <= parts[name] <= weights[name] for name in weights)
    assert index == sum(parts.values())
    assert 0 <= index <= 100


@given(data=st.data())
def test_the_merit_value_lies_between_100_and_400_and_rises_with_a_level(data: st.DataObject) -> None:
    weights = known("merit_bobot_pct", 2023)
    levels = {name: Fraction(data.draw(st.integers(1, 4))) for name in weights}
    name = data.draw(st.sampled_from(sorted(weights)))
    assume(levels[name] < 4)

    merit = value("merit_nilai", 2023, aspek=levels)

    assert 100 <= merit <= 400
    assert value("merit_nilai", 2023, aspek=levels | {name: levels[name] + 1}) == merit + weights[name]


# Budget execution


kind_names = st.sampled_from(["pegawai", "barang", "modal", "bantuan_sosial"])
spending = st.fixed_dictionaries({"pagu": some_rupiah, "rpd": rupiah, "realisasi": rupiah})
months = st.lists(st.dictionaries(kind_names, spending, min_size=1), min_size=1, max_size=12)
quarters = st.lists(st.dictionaries(kind_names, spending, min_size=1), min_size=1, max_size=4)


def _scaled(periods: list[Kinds], by: Fraction) -> list[Kinds]:
    return [{name: {what: amount * by for what, amount in kind.items()} for name, kind in kinds.items()} for kinds in periods]


@given(periods=months, by=scale)
def test_deviation_scores_0_to_100_and_is_free_of_scale(periods: list[Kinds], by: Fraction) -> None:
    score = value("ikpa_deviasi_hal3_nilai", bulan=periods)

    assert 0 <= score <= 100
    assert value("ikpa_deviasi_hal3_nilai", bulan=_scaled(periods, by)) == score


@given(ceiling=some_rupiah, plan=some_rupiah, spent=rupiah)
def test_deviation_of_one_kind_is_the_same_rule_in_2022_and_2024(ceiling: Fraction, plan: Fraction, spent: Fraction) -> None:
    month = [{"barang": {"pagu": ceiling, "rpd": plan, "realisasi": spent}}]

    assert value("ikpa_deviasi_hal3_nilai", 2022, bulan=month) == value("ikpa_deviasi_hal3_nilai", 2024, bulan=month)


@given(periods=quarters, by=scale, more=rupiah)
def test_absorption_scores_0_to_100_is_free_of_scale_and_never_falls_with_spending(periods: list[Kinds], by: Fraction, more: Fraction) -> None:
    further = [{name: kind | {"realisasi": kind["realisasi"] + more} for name, kind in kinds.items()} for kinds in periods]

    score = value("ikpa_penyerapan_nilai", triwulan=periods)

    assert 0 <= score <= 100
    assert value("ikpa_penyerapan_nilai", triwulan=_scaled(periods, by)) == score
    assert score <= value("ikpa_penyerapan_nilai", triwulan=further)


@given(revisions=st.lists(st.integers(0, 20).map(Fraction), min_size=1, max_size=2))
def test_revisions_score_50_to_100_and_never_rise_with_one_more(revisions: list[Fraction]) -> None:
    score = value("ikpa_revisi_dipa_nilai", revisi=revisions)

    assert 50 <= score <= 100
    assert value("ikpa_revisi_dipa_nilai", revisi=[count + 1 for count in revisions]) <= score


signed = st.sampled_from(["sebelum_1_januari", "januari_maret", "april_juni", "juli_desember"])
contracts = st.lists(
    st.fixed_dictionaries(
        {"nilai": st.integers(1, 4 * 10**8).map(Fraction), "ditandatangani": signed, "jenis": st.sampled_from(["barang", "modal"])},
        optional={"triwulan_sp2d": st.integers(1, 4).map(Fraction)},
    ),
    max_size=12,
)
EARLY = {"nilai": Fraction(10**8), "ditandatangani": "januari_maret", "jenis": "modal", "triwulan_sp2d": Fraction(4)}


@given(others=contracts)
def test_contracts_score_0_to_100_or_are_refused_for_the_cap(others: list[dict[str, Any]]) -> None:
    score = value_or_reason("ikpa_belanja_kontraktual_nilai", kontrak=[EARLY, *others])

    assert score == "cap_not_established" if isinstance(score, str) else 0 < score <= 100


@given(days=st.lists(st.integers(0, 60).map(Fraction), min_size=1))
def test_bills_score_the_same_by_number_and_by_day(days: list[Fraction]) -> None:
    by_day = value("ikpa_penyelesaian_tagihan_nilai", case="hari", hari_kerja=days)

    assert 0 <= by_day <= 100
    assert value("ikpa_penyelesaian_tagihan_nilai", tepat_waktu=Fraction(sum(day <= 17 for day in days)), seluruh=Fraction(len(days))) == by_day


petty = st.fixed_dictionaries({"up": some_rupiah, "hari": st.integers(1, 90).map(Fraction), "share": percent})
additions = st.fixed_dictionaries({"tup": some_rupiah, "share": percent})
cards = st.fixed_dictionaries({"belanja": some_rupiah, "pagu_bulanan": some_rupiah})


@given(cash=st.lists(petty, min_size=1, max_size=5), added=st.lists(additions, min_size=1, max_size=3), used=st.lists(cards, min_size=1, max_size=4), by=scale)
def test_petty_cash_scores_10_to_101_is_free_of_scale_or_is_refused_for_the_cap(cash: Any, added: Any, used: Any, by: Fraction) -> None:
    def given_at(size: Fraction) -> dict[str, Any]:
        gup = [{"up": g["up"] * size, "gup": g["up"] * size * g["share"] / 100, "hari": g["hari"], "hari_sebulan": Fraction(30)} for g in cash]
        tup = [{"tup": t["tup"] * size, "setoran": t["tup"] * size * t["share"] / 100} for t in added]
        return {"gup": gup, "tup": tup, "kkp": [{what: amount * size for what, amount in q.items()} for q in used]}

    score = value_or_reason("ikpa_up_tup_nilai", **given_at(Fraction(1)))

    assert score == "cap_not_established" if isinstance(score, str) else 10 <= score <= 101
    assert value_or_reason("ikpa_up_tup_nilai", **given_at(by)) == score


outputs = st.fixed_dictionaries(
    {"pcro": percent, "tpcro": some_rupiah, "rvro": rupiah, "volume": some_rupiah, "terkonfirmasi": st.sampled_from(["ya", "tidak"])}
)


@given(day=st.integers(1, 10).map(Fraction), month=st.integers(1, 12).map(Fraction), ro=st.lists(outputs, min_size=1, max_size=6))
def test_outputs_score_0_to_100_and_a_late_report_costs_30(day: Fraction, month: Fraction, ro: list[dict[str, Any]]) -> None:
    timely, late = (value("ikpa_capaian_output_nilai", hari_kerja=Fraction(on), bulan=month, ro=ro) for on in (5, 6))

    assert timely - late == 30
    assert 0 <= late <= 70
    assert value("ikpa_capaian_output_nilai", hari_kerja=day, bulan=month, ro=ro) == (timely if day <= 5 else late)


@given(orders=st.integers(1, 10**6), few=st.integers(0, 10**6), many=st.integers(0, 10**6))
def test_more_dispensation_never_costs_less(orders: int, few: int, many: int) -> None:
    few, many = sorted((few, many))
    assume(many <= orders)
    shares = [{"spm": Fraction(orders), "dispensasi": Fraction(count)} for count in (few, many)]

    lower, higher = (value("ikpa_pengurang_nilai", **share) for share in shares)
    better, worse = (value("ikpa_dispensasi_spm_nilai", 2023, **share) for share in shares)

    assert 0 <= lower <= higher <= 1
    assert 80 <= worse <= better <= 100


# Efficiency, evaluation, achievement of a range


achieved = st.lists(st.integers(1, 1000).map(Fraction), min_size=1, max_size=12)


@given(outputs=achieved)
def test_the_geometric_mean_lies_between_the_least_and_the_arithmetic_mean(outputs: list[Fraction]) -> None:
    geometric = value("capaian_keluaran_pct", 2023, keluaran_pct=outputs)

    assert min(outputs) <= geometric <= sum(outputs, Fraction(0)) / len(outputs)
    assert geometric == value("capaian_keluaran_pct", 2023, keluaran_pct=outputs[::-1])
    assert abs(geometric ** len(outputs) / _product(outputs) - 1) < Fraction(1, 10**45)


def _product(values: list[Fraction]) -> Fraction:
    product = Fraction(1)
    for one in values:
        product *= one
    return product


@given(planning=percent, execution=percent)
def test_the_budget_performance_value_is_the_middle_of_its_halves(planning: Fraction, execution: Fraction) -> None:
    assert value("nka_nilai", perencanaan=planning, pelaksanaan=execution) == (planning + execution) / 2


@given(lower=some_rupiah, width=rupiah, low=rupiah, high=rupiah)
def test_the_achievement_of_a_range_rises_and_is_100_exactly_inside(lower: Fraction, width: Fraction, low: Fraction, high: Fraction) -> None:
    low, high = sorted((low, high))
    bounds = {"batas_bawah": lower, "batas_atas": lower + width}

    worse, better = (value("capaian_pct", case="range", realisasi=reached, **bounds) for reached in (low, high))

    assert worse <= better
    assert (worse == 100) == (lower <= low <= lower + width)


@given(target=some_rupiah, reached=rupiah)
def test_a_range_of_one_value_is_a_target(target: Fraction, reached: Fraction) -> None:
    plain = value("capaian_pct", case="max", realisasi=reached, target=target)

    assert value("capaian_pct", case="range", realisasi=reached, batas_bawah=target, batas_atas=target) == plain
