"""Worked formulas: what is shown is what was computed, exactly, for every figure of the real documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims import claims_of
from analysis.errors import RuleError
from analysis.figures import Figure, Ledger, figures_of
from analysis.figures.expression import Amount, Expression, Negative, Pair, Sum, Term, evaluate, terms, written
from analysis.figures.figure import accepted
from analysis.figures.traced import Compared, Traced, Untraceable
from analysis.figures.worked import Banded, Computed, Counted, Ranked, Worked, worked
from analysis.law import Law, NotComputable, Rule
from analysis.rules import law
from analysis.rules.arithmetic import mean
from analysis.rules.bands import band
from analysis.rules.populasi import peringkat

A, B, C = (Term(Fraction(value), name) for value, name in ((6, "a"), (-3, "b"), (2, "c")))


def traced(term: Term, trail: list[Compared] | None = None) -> Traced:
    return Traced(term.value, term, [] if trail is None else trail)


a, b, c = traced(A), traced(B), traced(C)
WRITTEN: dict[str, tuple[Any, str, str]] = {
    "a quotient": (a / c * 100, "a ÷ c × 100", "6 ÷ 2 × 100"),
    "a number in front": (100 * (a - c), "100 × (a − c)", "100 × (6 − 2)"),
    "a difference of a difference": (a - (c - 1), "a − (c − 1)", "6 − (2 − 1)"),
    "a difference from a sum": (a + 1 - c, "a + 1 − c", "6 + 1 − 2"),
    "a quotient of a quotient": (a / (c / 4), "a ÷ (c ÷ 4)", "6 ÷ (2 ÷ 4)"),
    "a product of a product": (a * (c * 4), "a × c × 4", "6 × 2 × 4"),
    "a sum of sums is one": ((a + c) + (1 + a), "a + c + 1 + a", "6 + 2 + 1 + 6"),
    "a difference added": (a + (c - 1), "a + c − 1", "6 + 2 − 1"),
    "a negative number inside": (a + b, "a + b", "6 + (−3)"),
    "a negative number in front": (b * c, "b × c", "−3 × 2"),
    "a negative number below": (a / b, "a ÷ b", "6 ÷ (−3)"),
    "another sign": (a - -c, "a − (−c)", "6 − (−2)"),
    "another sign of a sum": (-(a + c), "−(a + c)", "−(6 + 2)"),
    "an amount": (abs(b - a) / c, "|b − a| ÷ c", "|−3 − 6| ÷ 2"),
    "a mean": (mean([a, c]), "(a + c) ÷ 2", "(6 + 2) ÷ 2"),
    "a mean of one": (mean([a]), "a", "6"),
    "a sum that starts from zero": (sum([a, c], Fraction(0)), "a + c", "6 + 2"),
    "a sum with a nil in it": (a + traced(Term(Fraction(0), "nil")), "a + nil", "6 + 0"),
    "what is greater": (max(a, c, Fraction(1)), "a", "6"),
}


def number(term: Term) -> str:
    return str(term.value).replace("-", "−")


@pytest.mark.parametrize("name", WRITTEN)
def test_a_formula_is_written_as_it_was_computed(name: str) -> None:
    value, names, numbers = WRITTEN[name]

    assert written(value.expression, lambda term: term.name or number(term)) == names
    assert written(value.expression, number) == numbers
    assert evaluate(value.expression) == value


def test_a_long_sum_is_shortened_as_it_is_asked() -> None:
    def shorten(parts: tuple[Expression, ...]) -> tuple[Sequence[Expression], str]:
        return parts[:2], f"… {len(parts) - 2}"

    assert written(((a + c + 1 + 2) / c).expression, number, shorten) == "(6 + 2 + … 2) ÷ 2"


small = st.fractions(min_value=-9, max_value=9, max_denominator=9)
numbers = st.builds(Term, small, st.sampled_from(["", "x", "y"]))
expressions: st.SearchStrategy[Expression] = st.recursive(
    numbers,
    lambda inner: st.one_of(
        st.builds(Pair, st.sampled_from(["−", "×"]), inner, inner),
        st.builds(Sum, st.lists(inner, min_size=2, max_size=4).map(tuple)),
        st.builds(Negative, inner),
        st.builds(Amount, inner),
    ),
    max_leaves=12,
)


def read(text: str) -> Fraction:
    """The value of a written formula whose numbers stand as `<n/d>`."""
    python = text.replace("−", "-").replace("×", "*").replace("÷", "/").replace("<", "Fraction('").replace(">", "')")
    return Fraction(eval(python, {"Fraction": Fraction}))


@given(expressions)
def test_a_written_formula_read_again_has_the_same_value(expression: Expression) -> None:
    text = written(expression, lambda term: f"{'−' if term.value < 0 else ''}<{abs(term.value)}>")
    plain = text if "|" not in text else ""

    assert not plain or read(plain) == evaluate(expression)


@pytest.mark.parametrize("take_apart", [lambda x: x**2, int, float, round, str, Fraction, lambda x: x.numerator, lambda x: x // 1, lambda x: 1 % x])
def test_a_number_that_is_taken_apart_is_not_traced(take_apart: Any) -> None:
    with pytest.raises(Untraceable):
        take_apart(a)


def test_numbers_that_remember_compare_and_hash_as_numbers_do() -> None:
    trail: list[Compared] = []
    x = traced(A, trail)

    assert (x == 6, x != 6, Fraction(6) == x, hash(x) == hash(6), bool(x), x in {Fraction(6)}) == (True, False, True, True, True, True)
    assert (x > 5, x >= 7, Fraction(6) >= x, x < 6) == (True, False, True, False)
    assert [(found.sign, evaluate(found.bound)) for found in trail] == [(">", 5), ("<", 7), ("≤", 6), ("≥", 6)]


def figure_of(rule: Rule, arguments: dict[str, Any]) -> Figure:
    value = rule.formula(**accepted(rule, arguments))
    return Figure("u", "2023", rule.id, "total", value, "", rule.version, "", "A", arguments=arguments)


def rule_of(formula: Any) -> Rule:
    return Rule("x", "1", formula, "", "", "A")


def worked_by(formula: Any, **arguments: Any) -> Worked | None:
    rule = rule_of(formula)
    return worked(figure_of(rule, arguments), Law([rule]), ())


BANDS = [{"gt": Fraction(90), "label": "high"}, {"ge": Fraction(50), "label": "middle"}, {"ge": Fraction(0), "label": "low"}]


@pytest.mark.parametrize(("value", "bounds"), [(95, (">", 90, None, None)), (90, ("≥", 50, "≤", 90)), (50, ("≥", 50, "≤", 90)), (1, ("≥", 0, "<", 50))])
def test_a_category_shows_the_bounds_of_its_band(value: int, bounds: tuple[Any, ...]) -> None:
    found = worked_by(lambda nilai: band(nilai, BANDS), nilai=Fraction(value))

    assert isinstance(found, Banded)
    told = [(side.sign, evaluate(side.bound)) if side else (None, None) for side in (found.lower, found.upper)]
    assert (*told[0], *told[1]) == bounds


def test_different_names_are_counted_once() -> None:
    assert worked_by(lambda anggota: Fraction(len(set(anggota))), anggota=["x", "y", "x"]) == Counted(("x", "y"))


def test_a_rank_shows_what_it_stands_behind() -> None:
    found = worked_by(peringkat, nilai=Fraction(80), semua=[Fraction(number) for number in (91, 80, 95, 70)])

    assert isinstance(found, Ranked)
    assert (evaluate(found.value), [evaluate(one) for one in found.above]) == (80, [91, 95])


DEFEATING = {
    "a number made anew": lambda nilai: Fraction(nilai) * 2,
    "its digits": lambda nilai: Fraction(nilai.numerator, 7),
    "a number that it does not depend on": lambda nilai: Fraction(100) if nilai > 0 else nilai,
    "a power": lambda nilai: nilai**2,
}


@pytest.mark.parametrize("name", DEFEATING)
def test_a_formula_that_leaves_no_expression_is_not_shown(name: str) -> None:
    assert worked_by(DEFEATING[name], nilai=Fraction(3)) is None


def test_another_reading_and_a_figure_without_value_have_no_formula_of_the_rule() -> None:
    rule = rule_of(lambda nilai: nilai + 1)
    figure = figure_of(rule, {"nilai": Fraction(1)})
    other = Figure(*figure.key, Fraction(2), "", "another", "", "A", arguments=figure.arguments)
    none = Figure(*figure.key, None, "", "1", "", "A", reason="target_missing")

    assert [worked(one, Law([rule]), ()) is None for one in (figure, other, none)] == [False, True, True]


# every figure of every report


@pytest.fixture(scope="module")
def computed(ledger: Ledger) -> dict[tuple[str, str, str, str], tuple[Figure, Worked | None]]:
    """Every figure with a value of all reports of the real documents, with its worked formula."""
    facts = ledger.facts
    found = [f for unit, period in facts.reports for f in figures_of(ledger, unit, [period], (claim.figure for claim in claims_of(ledger, unit, period)))]
    return {f.key: (f, worked(f, ledger.law, facts.unit(f.unit).scopes)) for f in found if f.value is not None}


def test_the_shown_formula_gives_exactly_the_figure(computed: dict[Any, tuple[Figure, Worked | None]]) -> None:
    for figure, found in computed.values():
        if isinstance(found, Computed):
            text = written(found.expression, lambda term: f"{'−' if term.value < 0 else ''}<{abs(term.value)}>")

            assert evaluate(found.expression) == figure.value, figure.key
            assert read(text) == figure.value, (figure.key, text)
        elif isinstance(found, Ranked):
            assert 1 + len(found.above) == figure.value, figure.key
        elif isinstance(found, Counted):
            assert len(found.names) == figure.value, figure.key


def test_the_numbers_in_a_formula_are_those_of_its_inputs(computed: dict[Any, tuple[Figure, Worked | None]]) -> None:
    for figure, found in computed.values():
        for term in terms(found.expression) if isinstance(found, Computed) else ():
            assert term.source is None or term.value == term.source.value, figure.key
            assert term.source is None or term.source in figure.inputs or term.name in figure.arguments, figure.key
            assert not term.name or term.name in figure.arguments or term.name in {p.name for p in figure.parameters}, figure.key


def test_a_category_is_that_of_every_value_between_its_bounds(computed: dict[Any, tuple[Figure, Worked | None]], ledger: Ledger) -> None:
    banded = [(figure, found) for figure, found in computed.values() if isinstance(found, Banded)]

    assert len(banded) > 300
    for figure, found in banded:
        rule = ledger.law.rule_on(figure.figure, int(figure.period[:4]), ledger.facts.unit(figure.unit).scopes, figure.case)
        (name,) = (name for name, value in figure.arguments.items() if isinstance(value, Figure))
        for side in filter(None, (found.lower, found.upper)):
            bound = evaluate(side.bound)
            beside = bound + (Fraction(1, 1000) if side is found.lower else Fraction(-1, 1000))
            values = {name: beside if side.sign in "<>" else bound} | {p.name: p.value for p in figure.parameters}
            assert rule.formula(**values) == figure.value, figure.key


def test_nearly_every_figure_has_a_worked_formula(computed: dict[Any, tuple[Figure, Worked | None]]) -> None:
    without = Counter(figure.figure for figure, found in computed.values() if found is None)
    print(f"{len(computed) - without.total()} of {len(computed)} figures have a worked formula; without: {dict(without)}")

    assert without.total() < len(computed) / 100
    assert set(without) <= {"blokir_rp"}


def test_every_rule_with_cases_is_traced_or_refused_without_a_wrong_value(cases: list[dict[str, Any]]) -> None:
    outcomes: Counter[str] = Counter()
    for case in cases:
        try:
            rule = law().rule_on(case["rule"], int(case["year"]), {case.get("scope") or ""} - {""}, case.get("case") or None)
            outcome = law().evaluate(rule, int(case["year"]), case["inputs"])
        except (NotComputable, RuleError):
            continue
        asked = {"arguments": case["inputs"], "case": rule.case, "parameters": outcome.parameters}
        figure = Figure("u", case["year"], rule.id, "total", outcome.value, "", rule.version, "", "A", **asked)
        found = worked(figure, Law([rule]), {rule.scope or ""})
        outcomes[type(found).__name__] += 1
        assert not isinstance(found, Computed) or evaluate(found.expression) == outcome.value

    assert outcomes["Computed"] > 100
