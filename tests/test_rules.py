"""Every rule against its case table, and what must hold for any input."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import RuleError
from analysis.law import Law, NotComputable, Parameter, Rule, rule, variant
from analysis.numbers import rounded
from analysis.rules import law, read_parameters
from analysis.rules.anggaran import serapan_pct, sisa_pct, sisa_rp
from analysis.rules.arithmetic import mean
from analysis.rules.bands import band
from analysis.rules.capaian import capaian_minimum_pct, capaian_pct
from analysis.rules.efisiensi import efisiensi_pct, efisiensi_terbatas_pct, nilai_efisiensi
from analysis.rules.ikpa import ikpa_nilai
from analysis.rules.kartu_skor import bobot_efektif_pct, dampak_npss_nilai, nkp_nilai, npss_nilai, score_of_parts

FOLDER = Path(__file__).parent / "cases"
amounts = st.integers(0, 10**12).map(Fraction)
positive = st.fractions(min_value=Fraction(1, 100), max_value=10**6, max_denominator=10**4)
scores = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**4)


def _expected(text: str) -> Fraction | str:
    try:
        return Fraction(text)
    except ValueError:
        return text


def test_case(case: dict[str, Any]) -> None:
    """One row of tests/cases/<rule id>.csv."""
    refusals = {"RuleError": RuleError}
    where = {"scopes": {case["scope"]} - {""}, "case": case["case"] or None}

    if case["refused"]:
        with pytest.raises(refusals.get(case["refused"], NotComputable)) as refused:
            law().apply(case["rule"], int(case["year"]), **where, **case["inputs"])

        assert case["refused"] in {getattr(refused.value, "reason", "RuleError")}
        assert not case["expected"]
    else:
        assert law().apply(case["rule"], int(case["year"]), **where, **case["inputs"]).value == _expected(case["expected"])


def test_reading(reading: dict[str, Any]) -> None:
    """One row of tests/cases/readings/<rule id>.csv: another reading, tried only to explain a published figure."""
    version = law().readings(reading["rule"], reading["case"] or None)[reading["reading"]]

    if reading["refused"]:
        with pytest.raises(NotComputable, match=f"^{reading['refused']}$"):
            law().evaluate(version, int(reading["year"]), reading["inputs"])
    else:
        assert law().evaluate(version, int(reading["year"]), reading["inputs"]).value == _expected(reading["expected"])


def test_every_rule_has_a_case_table_and_every_table_a_rule() -> None:
    expected = {r.id for r in law().rules}

    assert {file.stem for file in FOLDER.glob("*.csv")} == expected


def test_the_name_of_a_case_is_used_once(cases: list[dict[str, Any]]) -> None:
    names = [(case["rule"], case["why"]) for case in cases]

    assert [name for name in names if names.count(name) > 1] == []


def test_every_version_is_exercised(cases: list[dict[str, Any]]) -> None:
    """Also the refused ones: a year in which the version would be picked if it were established."""
    known = Law([replace(r, certainty="A") for r in law().rules])
    exercised = {(picked.id, picked.version) for case in cases if (picked := _picked(known, case))}

    assert {(r.id, r.version) for r in law().rules} - exercised == set()


def _picked(known: Law, case: dict[str, Any]) -> Rule | None:
    try:
        return known.rule_on(case["rule"], int(case["year"]), {case["scope"]} - {""}, case["case"] or None)
    except RuleError:
        return None


def test_the_first_and_last_fiscal_year_of_a_version_and_the_years_outside_are_cased(cases: list[dict[str, Any]]) -> None:
    years = {(case["rule"], int(case["year"])) for case in cases}
    edges = {(r.id, year) for r in law().rules for year in (r.since and r.since - 1, r.since, r.until, r.until and r.until + 1) if year}

    assert edges - years == set()


def test_every_dated_value_that_a_formula_takes_is_exercised(cases: list[dict[str, Any]]) -> None:
    used = {(p.name, p.years) for case in cases if not case["refused"] for p in _applied(case).parameters}
    taken = {name for name, _ in used}

    assert {(p.name, p.years) for p in law().parameters if p.name in taken} - used == set()


def _applied(case: dict[str, Any]) -> Any:
    return law().apply(case["rule"], int(case["year"]), scopes={case["scope"]} - {""}, case=case["case"] or None, **case["inputs"])


def test_every_other_reading_is_exercised(readings: list[dict[str, Any]]) -> None:
    expected = {(v.id, v.variant) for v in law().variants}

    assert {(r["rule"], r["reading"]) for r in readings} == expected


# What must hold for any input


@given(low=positive, high=positive, target=positive)
def test_capaian_rises_with_the_realisation_where_high_is_good(low: Fraction, high: Fraction, target: Fraction) -> None:
    low, high = sorted((low, high))

    assert capaian_pct(low, target) <= capaian_pct(high, target)
    assert (capaian_pct(low, target) == capaian_pct(high, target)) == (low == high)


@given(low=positive, high=positive, target=positive)
def test_capaian_falls_with_the_realisation_where_low_is_good(low: Fraction, high: Fraction, target: Fraction) -> None:
    low, high = sorted((low, high))

    assert capaian_minimum_pct(low, target) >= capaian_minimum_pct(high, target)


@given(realised=positive, target=positive, scale=positive)
def test_capaian_is_free_of_scale(realised: Fraction, target: Fraction, scale: Fraction) -> None:
    assert capaian_pct(realised * scale, target * scale) == capaian_pct(realised, target)
    assert capaian_minimum_pct(realised * scale, target * scale) == capaian_minimum_pct(realised, target)


@given(realised=positive, target=positive)
def test_both_polarities_agree_on_what_is_reached(realised: Fraction, target: Fraction) -> None:
    assert (capaian_pct(realised, target) >= 100) == (realised >= target)
    assert (capaian_minimum_pct(realised, target) >= 100) == (realised <= target)


@given(values=st.lists(scores, min_size=1), shift=scores)
def test_a_mean_lies_between_its_least_and_greatest_part(values: list[Fraction], shift: Fraction) -> None:
    assert min(values) <= mean(values) <= max(values)
    assert mean([value + shift for value in values]) == mean(values) + shift


@given(spent=amounts, ceiling=amounts.filter(bool))
def test_what_is_spent_and_what_is_left_make_the_ceiling(spent: Fraction, ceiling: Fraction) -> None:
    assert serapan_pct(spent, ceiling) + sisa_pct(spent, ceiling) == 100
    assert sisa_rp(spent, ceiling) + spent == ceiling


outputs = st.lists(st.tuples(amounts.filter(bool), positive, amounts), min_size=1, max_size=6)


@given(outputs=outputs)
def test_efficiency_is_bounded_and_scores_between_0_and_100(outputs: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    efficiency = efisiensi_pct(outputs)
    bounded = efisiensi_terbatas_pct(efficiency, Fraction(20))

    assert efficiency <= 100
    assert -20 <= bounded <= 20
    assert 0 <= nilai_efisiensi(bounded, Fraction(20)) <= 100


@given(outputs=outputs, scale=positive)
def test_efficiency_is_free_of_scale(outputs: list[tuple[Fraction, Fraction, Fraction]], scale: Fraction) -> None:
    scaled = [(ceiling * scale, achieved, spent * scale) for ceiling, achieved, spent in outputs]

    assert efisiensi_pct(scaled) == efisiensi_pct(outputs)


trees = st.lists(st.lists(st.lists(scores, min_size=1, max_size=5), min_size=1, max_size=4), min_size=4, max_size=4)
"""Perspectives of objectives of indicators, each with its achievement."""
PERSPECTIVES = ("stakeholder", "customer", "internal_process", "learning_growth")
WEIGHT = Fraction(25)


def _npss(tree: list[list[list[Fraction]]]) -> Fraction:
    perspectives = [score_of_parts([score_of_parts(indicators) for indicators in objectives]) for objectives in tree]
    return npss_nilai(dict(zip(PERSPECTIVES, (nkp_nilai(score, WEIGHT) for score in perspectives), strict=True)), PERSPECTIVES)


@settings(max_examples=40)
@given(tree=trees)
def test_what_the_indicators_add_and_take_makes_the_score_less_100(tree: list[list[list[Fraction]]]) -> None:
    leaves = [(achieved, Fraction(len(indicators)), Fraction(len(objectives))) for objectives in tree for indicators in objectives for achieved in indicators]

    assert sum(dampak_npss_nilai(*leaf, WEIGHT) for leaf in leaves) == _npss(tree) - 100
    assert sum(bobot_efektif_pct(*leaf, WEIGHT) for leaf in leaves) == 100


def test_the_scorecard_of_deputi_pmk_2023() -> None:
    """Printed 101.70, with 106.04 and 100.47 above (lines 424-461)."""
    tree = [
        [["100"]],
        [["100.28"]],
        [["100"], ["120"], ["109.16"], ["101.04"], ["100"]],
        [["104.49"], ["100"], ["100", "91.09"], ["103.69", "100"]],
    ]
    exact = [[[Fraction(text) for text in indicators] for indicators in objectives] for objectives in tree]

    assert [rounded(score_of_parts([score_of_parts(i) for i in o]), 2) for o in exact] == [100, Fraction("100.28"), Fraction("106.04"), Fraction("100.47")]
    assert rounded(_npss(exact), 2) == Fraction("101.70")


printed_at_2 = [
    ("ikpa_nilai", "kanreg-03 September 2024, printed 95.19", "95.19"),
    ("ikpa_nilai", "kanreg-07 December 2024, printed 98.40", "98.40"),
    ("ikpa_aspek_nilai", "kanreg-07 December 2024, execution, printed 96.48", "96.48"),
    ("ikm_nilai", "955 points from 29 answers over 9 elements, printed 91.48", "91.48"),
    ("efisiensi_pct", "worked example of PMK 214: 25.67 (earned 12,780,000,000, spent 9,500,000,000)", "25.67"),
    ("realisasi_iku", "class share: kanreg-07 2023, 34 of 49 agencies, printed 69.39", "69.39"),
    ("serapan_pct", "deputi-pmk 2023 line 1474, printed 99.85", "99.85"),
    ("ikpa_deviasi_hal3_nilai", "official training example: March deviates by 18, printed 88.33", "88.33"),
    ("ikpa_penyerapan_nilai", "worked example of quarter I, printed 92.67", "92.67"),
    ("ikpa_penyerapan_nilai", "worked example of quarter II, printed 85.15", "85.15"),
    ("ikpa_belanja_kontraktual_nilai", "worked example: 112.5, 90 and 80 make 97", "97.00"),
    ("ikpa_capaian_output_nilai", "worked example: 100, 100 and 80.95 on time, printed 95.56", "95.56"),
    ("ikpa_pengurang_nilai", "worked example: 2 of 550", "0.75"),
    ("capaian_keluaran_pct", "worked example of PMK 214: 122, 80 and 142 (111.49; the annex prints 111.60 from unrounded parts)", "111.49"),
    ("rb_subkomponen_nilai", "kanreg-03 2024-TW3 line 1125: three of ten answered yes, allocation 10", "3.00"),
]


@pytest.mark.parametrize(("id", "why", "printed"), printed_at_2, ids=[f"{id} {printed}" for id, _, printed in printed_at_2])
def test_worked_examples_at_the_printed_precision(id: str, why: str, printed: str, cases: list[dict[str, Any]]) -> None:
    case = next(c for c in cases if (c["rule"], c["why"]) == (id, why))

    assert rounded(_applied(case).value, 2) == Fraction(printed)


BANDS = [p for p in law().parameters if p.name.endswith("_rentang")]


@pytest.mark.parametrize("parameter", BANDS, ids=[f"{p.name} {p.years}" for p in BANDS])
def test_bands_are_total_from_their_lowest_bound_and_never_fall(parameter: Parameter) -> None:
    steps = list(parameter.value)
    bounds = [step.get("gt", step.get("ge")) for step in steps]
    labels = [step["label"] for step in reversed(steps)]
    values = sorted({bound + nudge for bound in bounds for nudge in (Fraction(-1, 1000), Fraction(0), Fraction(1, 1000))})
    inside = [value for value in values if value >= bounds[-1]]

    assert bounds == sorted(bounds, reverse=True)
    assert len(set(labels)) == len(labels)
    assert [label for label, _ in itertools.groupby(band(value, steps) for value in inside)] == labels
    with pytest.raises(NotComputable, match="below_last_band"):
        band(bounds[-1] - Fraction(1, 1000), steps)


@given(values=st.tuples(*[scores] * 7), deduction=positive)
def test_ikpa_is_the_plain_weighted_mean_when_every_indicator_applies(values: tuple[Fraction, ...], deduction: Fraction) -> None:
    weights = law().parameter_on("ikpa_bobot_pct", 2024).value
    indicators = dict(zip(weights, values, strict=True))
    expected = sum(weights[name] * value for name, value in indicators.items()) / 100 - deduction

    assert sum(weights.values()) == 100
    assert ikpa_nilai(indicators, deduction, weights) == expected


@given(data=st.data())
def test_ikpa_rescaled_stays_between_its_least_and_greatest_indicator(data: st.DataObject) -> None:
    weights = law().parameter_on("ikpa_bobot_pct", 2024).value
    names = data.draw(st.lists(st.sampled_from(sorted(weights)), min_size=1, unique=True))
    indicators = {name: data.draw(scores) for name in names}

    assert min(indicators.values()) <= ikpa_nilai(indicators, Fraction(0), weights) <= max(indicators.values())


WEIGHTS = [p for p in law().parameters if p.name.endswith("_bobot_pct")]


@pytest.mark.parametrize("parameter", WEIGHTS, ids=[f"{p.name} {p.years}" for p in WEIGHTS])
def test_the_weights_of_an_index_make_100(parameter: Parameter) -> None:
    assert sum(parameter.value.values()) == 100


# The law itself


@rule("contoh_pct", version="lama", measure="pct", since=2018, until=2020, reference="Peraturan 1", certainty="B")
@rule("contoh_pct", version="baru", measure="pct", since=2021, reference="Peraturan 2", certainty="T")
@rule("contoh_pct", version="khusus", scope="bkn", measure="pct", since=2021, reference="Peraturan 3", certainty="A")
@rule("belum_pct", version="belum", measure="pct", reference="Peraturan 4", certainty="U")
@variant("contoh_pct", "lain")
def _example(masukan: Fraction, batas_pct: Fraction) -> Fraction:
    """masukan + batas."""
    return masukan + batas_pct


SMALL = Law(
    _example.rules,
    [
        Parameter("batas_pct", Fraction(10), "pct", "Peraturan 1", "B", since=2018, until=2020),
        Parameter("batas_pct", Fraction(20), "pct", "Peraturan 2", "C", since=2021, until=2022),
        Parameter("batas_pct", None, "pct", "Peraturan 5", "B", since=2024),
    ],
)


def test_the_fiscal_year_picks_the_version_and_the_parameter() -> None:
    old, new = SMALL.apply("contoh_pct", 2020, masukan=Fraction(1)), SMALL.apply("contoh_pct", 2021, masukan=Fraction(1))

    assert (old.value, old.rule.version, old.certainty) == (11, "lama", "B")
    assert (new.value, new.rule.version, new.certainty) == (21, "baru", "T")


def test_the_version_of_a_body_goes_before_the_general_one() -> None:
    assert SMALL.rule_on("contoh_pct", 2022, {"bkn", "lembaga"}).version == "khusus"
    assert SMALL.rule_on("contoh_pct", 2022, {"kabupaten"}).version == "baru"


def test_the_weakest_certainty_is_carried() -> None:
    assert SMALL.apply("contoh_pct", 2021, scopes={"bkn"}, masukan=Fraction(1)).certainty == "C"


refusals = [
    ("unknown rule", "contoh_rp", 2020, "rule 'contoh_rp' is not known; did you mean 'contoh_pct'?"),
    (
        "year without rule",
        "contoh_pct",
        2017,
        "for fiscal year 2017 here. Known: 2018-2020 Peraturan 1; 2021-… Peraturan 2; 2021-… Peraturan 3 .bkn..",
    ),
    ("not established", "belum_pct", 2020, "rule 'belum_pct' for fiscal year 2020 is not established"),
    ("year without parameter", "contoh_pct", 2023, "no parameter 'batas_pct' is in force for fiscal year 2023. Known: 2018-2020 Peraturan 1; 2021-2022"),
    ("parameter without value", "contoh_pct", 2024, "parameter 'batas_pct' for fiscal year 2024 is not established"),
]


@pytest.mark.parametrize(("why", "id", "year", "says"), refusals, ids=[r[0] for r in refusals])
def test_the_law_refuses_with_what_is_known(why: str, id: str, year: int, says: str) -> None:
    with pytest.raises(RuleError, match=says):
        SMALL.apply(id, year, masukan=Fraction(1))


def test_two_versions_in_force_at_once_are_refused() -> None:
    first = Rule("x_pct", "1", _example, "pct", "Peraturan 1", "A", since=2020)

    with pytest.raises(RuleError, match="'x_pct' has two versions in force at once: 2020-… Peraturan 1 and …-2020 Peraturan 2"):
        Law([first, replace(first, version="2", reference="Peraturan 2", since=None, until=2020)])
    with pytest.raises(RuleError, match="'b_pct' has two versions in force at once"):
        Law([], [Parameter("b_pct", 1, "pct", "a", "A"), Parameter("b_pct", 2, "pct", "b", "A", since=2020)])


def test_a_dated_value_without_its_basis_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("- parameter: batas_pct\n  unit: pct\n  values:\n    - {since: 2020, value: 1, certainty: B}\n", "utf-8")

    with pytest.raises(RuleError, match=r"x.yaml: a value of 'batas_pct' needs a reference and a certainty"):
        read_parameters(tmp_path)


def test_every_rule_and_parameter_says_what_it_rests_on() -> None:
    assert [r.id for r in law().rules if not r.reference or not r.definition] == []
    assert [p.name for p in law().parameters if not p.reference or not p.unit] == []


def test_a_new_fiscal_year_is_a_new_entry_beside_the_old(tmp_path: Path) -> None:
    """A fictional year with other weights in a folder of parameters of its own: the old years answer as before."""
    weights = {"revisi_dipa": 40, "penyerapan": 60}
    entry = {"since": 2097, "until": None, "certainty": "T", "reference": "peraturan rekaan", "value": weights}
    (tmp_path / "rekaan.yaml").write_text(yaml.safe_dump([{"parameter": "ikpa_bobot_pct", "unit": "pct", "values": [entry]}]), "utf-8")
    version = Rule("ikpa_nilai", "rekaan", ikpa_nilai, "nilai", "peraturan rekaan", "T", since=2097)
    later = Law([*law().rules, *law().variants, version], [*law().parameters, *read_parameters(tmp_path)])
    values = {"revisi_dipa": Fraction(50), "penyerapan": Fraction(100)}

    expected = law().apply("ikpa_nilai", 2024, indikator=values, pengurang=0).value

    assert later.apply("ikpa_nilai", 2097, indikator=values, pengurang=0).value == 80
    assert later.apply("ikpa_nilai", 2024, indikator=values, pengurang=0).value == expected
    with pytest.raises(RuleError, match="no rule 'ikpa_nilai' is in force for fiscal year 2096"):
        later.apply("ikpa_nilai", 2096, indikator=values, pengurang=0)


def test_a_new_year_that_overlaps_an_old_one_is_refused() -> None:
    version = Rule("ikpa_nilai", "rekaan", ikpa_nilai, "nilai", "peraturan rekaan", "T", since=2024)

    with pytest.raises(RuleError, match="'ikpa_nilai' has two versions in force at once"):
        Law([*law().rules, version], law().parameters)


@pytest.mark.parametrize("convention", law().conventions)
def test_a_law_under_another_reading_keeps_its_rules_and_what_it_refuses(convention: str) -> None:
    other = law().under(convention)
    changed = [r for r in other.rules if r.version == convention]

    assert [(r.id, r.since, r.until, r.scope, r.case) for r in other.rules] == [(r.id, r.since, r.until, r.scope, r.case) for r in law().rules]
    assert changed
    assert all(r.certainty != "U" for r in changed)


def test_an_unknown_reading_is_refused_with_the_nearest() -> None:
    with pytest.raises(RuleError, match="did you mean 'penyebut-pagu'"):
        law().under("penyebut-pag")
