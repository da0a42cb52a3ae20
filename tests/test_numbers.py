"""Printed numbers: every form of the documents, what is refused, and what must hold for any number."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.numbers import Style, exact, parse, rounded, same_as_printed, to_text

TABLE = Path(__file__).parent / "cases" / "numbers" / "printed.csv"
with TABLE.open(encoding="utf-8", newline="") as opened:
    FORMS = list(csv.DictReader(opened))

styles = st.sampled_from(["id", "en"])
decimals = st.integers(0, 6)
values = st.tuples(st.integers(-(10**15), 10**15), decimals).map(lambda pair: Fraction(pair[0], 10 ** pair[1]))


def named(state: str) -> Any:
    """The rows of the table whose outcome starts with `state`; the empty state is a value."""
    rows = [row for row in FORMS if row["otherwise"].partition(":")[0] == state]
    return pytest.mark.parametrize("row", rows, ids=[row["why"] for row in rows])


@named("")
def test_printed_form_is_read(row: dict[str, str]) -> None:
    printed = parse(row["printed"], row["style"] or None)  # type: ignore[arg-type]

    assert (printed.state, printed.value, printed.decimals) == ("value", Fraction(row["value"]), int(row["decimals"]))
    assert printed.text == row["printed"]
    assert printed.percent == ("%" in row["printed"])


@pytest.mark.parametrize("row", [r for r in FORMS if r["otherwise"] in {"missing", "nil", "not_available"}], ids=lambda row: row["why"])
def test_printed_absence_is_told_apart_from_zero(row: dict[str, str]) -> None:
    printed = parse(row["printed"], row["style"])  # type: ignore[arg-type]

    assert (printed.state, printed.value) == (row["otherwise"], None)


@named("refused")
def test_unreadable_form_is_refused_with_advice(row: dict[str, str]) -> None:
    with pytest.raises(ValueError) as refused:
        parse(row["printed"], row["style"] or None)  # type: ignore[arg-type]

    assert str(refused.value).startswith(f"'{row['printed']}' ")
    assert row["otherwise"].removeprefix("refused: ") in str(refused.value)


def printed_as(value: Fraction, places: int, style: Style) -> str:
    """`value` with thousands grouped and `places` decimals, as a document of the style prints it."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):,.{places}f}"
    return text.translate(str.maketrans(",.", ".,")) if style == "id" else text


@given(value=values, places=decimals, style=styles)
def test_a_number_survives_printing_and_reading(value: Fraction, places: int, style: Style) -> None:
    printed = parse(printed_as(rounded(value, places), places, style), style)

    assert (printed.value, printed.decimals) == (rounded(value, places), places)
    assert parse(printed_as(rounded(value, 6), 6, style), style).value == value


@given(value=values, places=decimals)
def test_rounding_moves_a_number_by_half_a_unit_at_most(value: Fraction, places: int) -> None:
    printed = parse(printed_as(rounded(value, places), places, "en"), "en")

    assert abs(rounded(value, places) - value) <= printed.half_unit
    assert rounded(-value, places) == -rounded(value, places)
    assert same_as_printed(value, printed)


ties = [
    ("half goes up", "93.365", 2, "93.37"),
    ("half goes away from zero", "-93.365", 2, "-93.37"),
    ("just below half goes down", "93.3649999", 2, "93.36"),
    ("half of one", "0.5", 0, "1"),
    ("half of minus one", "-0.5", 0, "-1"),
    ("two and a half, not to even", "2.5", 0, "3"),
    ("nothing", "0", 2, "0"),
    ("a third", "1/3", 2, "0.33"),
    ("carried over", "99.995", 2, "100"),
]


@pytest.mark.parametrize(("why", "value", "places", "expected"), ties, ids=[t[0] for t in ties])
def test_ties_round_as_the_documents_do(why: str, value: str, places: int, expected: str) -> None:
    assert rounded(Fraction(value), places) == Fraction(expected)


either_way = [
    ("a tie rounded up (kanreg-06)", "85.625", "85,63", True),
    ("a tie rounded down (kanreg-07)", "93.365", "93,36", True),
    ("a tie rounded up", "93.365", "93,37", True),
    ("beyond the tie", "93.3651", "93,36", False),
    ("below the tie", "93.3649", "93,37", False),
    ("a whole number printed", "99.5", "100", True),
    ("a whole number printed, too far", "99.49", "100", False),
    ("an exact decimal", "16.7540685", "20,13", False),
]


@pytest.mark.parametrize(("why", "value", "printed", "expected"), either_way, ids=[e[0] for e in either_way])
def test_a_tie_is_the_same_either_way(why: str, value: str, printed: str, expected: bool) -> None:
    assert same_as_printed(Fraction(value), parse(printed, "id")) is expected


def test_what_is_no_number_is_not_compared() -> None:
    with pytest.raises(ValueError, match="'N/A' is not a number to compare with"):
        same_as_printed(Fraction(1), parse("N/A", "id"))


canonical = [
    ("a whole number", Fraction(100), "100"),
    ("a hundred keeps its zeros", Fraction(-100), "-100"),
    ("zero", Fraction(0), "0"),
    ("trailing zeros go", Fraction("85.90"), "85.9"),
    ("a third has fifteen places", Fraction(1, 3), "0.333333333333333"),
    ("two thirds are rounded", Fraction(2, 3), "0.666666666666667"),
    ("too small to tell is zero, without sign", Fraction(-1, 10**17), "0"),
    ("rupiah are whole", Fraction(26233601000), "26233601000"),
    ("a large amount keeps its cents", Fraction(10**18) + Fraction(1, 100), "1000000000000000000.01"),
]


@pytest.mark.parametrize(("why", "value", "expected"), canonical, ids=[c[0] for c in canonical])
def test_result_files_have_one_form_per_value(why: str, value: Fraction, expected: str) -> None:
    assert to_text(value) == expected


@given(value=values)
def test_the_form_of_result_files_reads_back(value: Fraction) -> None:
    assert Fraction(to_text(value)) == value
    assert to_text(Fraction(to_text(value))) == to_text(value)


@given(value=st.fractions(min_value=-(10**6), max_value=10**6))
def test_the_form_of_result_files_is_near(value: Fraction) -> None:
    assert abs(Fraction(to_text(value)) - value) <= Fraction(1, 2 * 10**15)


written = [
    ("a float stands for its shortest decimal", 93.26, Fraction("93.26")),
    ("a float of rupiah", 26233601000.0, Fraction(26233601000)),
    ("an integer", 7, Fraction(7)),
    ("a text", "0.1", Fraction(1, 10)),
    ("a decimal", Decimal("99.850"), Fraction("99.85")),
    ("a fraction", Fraction(1, 3), Fraction(1, 3)),
]


@pytest.mark.parametrize(("why", "number", "expected"), written, ids=[w[0] for w in written])
def test_exact_is_the_number_that_was_written(why: str, number: Any, expected: Fraction) -> None:
    assert exact(number) == expected


@given(value=st.tuples(st.integers(-(10**14), 10**14), st.integers(0, 4)).map(lambda pair: Fraction(pair[0], 10 ** pair[1])))
def test_a_printed_number_survives_a_float(value: Fraction) -> None:
    assert exact(float(value)) == value
