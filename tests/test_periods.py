"""Reporting periods: their forms, order and nesting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ParameterError
from analysis.periods import Period

forms = [
    ("a year", "2023", (2023, 1, 12), date(2023, 12, 31)),
    ("first semester", "2024-S1", (2024, 1, 6), date(2024, 6, 30)),
    ("second semester", "2024-S2", (2024, 7, 12), date(2024, 12, 31)),
    ("first quarter", "2024-TW1", (2024, 1, 3), date(2024, 3, 31)),
    ("third quarter", "2024-TW3", (2024, 7, 9), date(2024, 9, 30)),
    ("fourth quarter", "2024-TW4", (2024, 10, 12), date(2024, 12, 31)),
    ("a month", "2024-09", (2024, 9, 9), date(2024, 9, 30)),
    ("February of a leap year", "2024-02", (2024, 2, 2), date(2024, 2, 29)),
    ("February of another year", "2023-02", (2023, 2, 2), date(2023, 2, 28)),
    ("December", "2024-12", (2024, 12, 12), date(2024, 12, 31)),
]
wrong = [
    "",
    "24",
    "2024-",
    "2024-S3",
    "2024-S0",
    "2024-TW5",
    "2024-TW0",
    "2024-tw3",
    "2024-13",
    "2024-00",
    "2024-9",
    "1999",
    "2100",
    "2024 ",
    "2024\n",
    "TW3-2024",
    "20２4",
]
every = [f"2024{part}" for part in ("", "-S1", "-S2", *(f"-TW{n}" for n in range(1, 5)), *(f"-{n:02d}" for n in range(1, 13)))]
periods = st.builds(lambda year, part: f"{year}{part[4:]}", st.integers(2000, 2099), st.sampled_from(every))


@pytest.mark.parametrize(("why", "text", "months", "end"), forms, ids=[f[0] for f in forms])
def test_a_period_is_read(why: str, text: str, months: tuple[int, int, int], end: date) -> None:
    period = Period.parse(text)

    assert (period.year, period.first, period.last) == months
    assert period.end == end
    assert str(period) == text


@pytest.mark.parametrize("text", wrong)
def test_another_form_is_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(ParameterError) as refused:
        Period.parse(text)

    assert str(refused.value) == f"'{text}' is not a period; write 2023, 2024-S1, 2024-TW3 or 2024-09"


@given(text=periods)
def test_a_period_survives_writing_and_reading(text: str) -> None:
    assert str(Period.parse(text)) == text


@given(text=periods)
def test_the_year_before_is_the_same_part_of_it(text: str) -> None:
    period, before = Period.parse(text), Period.parse(text).year_before

    assert str(before)[4:] == text[4:]
    assert before.year == period.year - 1
    assert before < period


@given(text=periods)
def test_what_follows_a_period_begins_the_day_after_it_ends_and_is_as_long(text: str) -> None:
    period, after = Period.parse(text), Period.parse(text).following

    assert date(after.year, after.first, 1) == period.end + timedelta(days=1)
    assert after.last - after.first == period.last - period.first


@given(text=periods)
def test_a_year_contains_its_parts_and_nothing_contains_itself(text: str) -> None:
    period = Period.parse(text)

    assert period.whole_year.contains(period) != period.is_year
    assert not period.contains(period)
    assert not period.whole_year.year_before.contains(period)


nested = [
    ("2024", "2024-S1", True),
    ("2024-S1", "2024-TW2", True),
    ("2024-S1", "2024-TW3", False),
    ("2024-S2", "2024-TW3", True),
    ("2024-TW3", "2024-09", True),
    ("2024-TW3", "2024-10", False),
    ("2024-TW3", "2024-S2", False),
    ("2024", "2023-TW3", False),
]


@pytest.mark.parametrize(("outer", "inner", "expected"), nested)
def test_containing_is_strict(outer: str, inner: str, expected: bool) -> None:
    assert Period.parse(outer).contains(Period.parse(inner)) is expected


def test_order_is_by_year_then_start() -> None:
    texts = ["2024-TW3", "2023", "2024-09", "2024-S1", "2024"]

    assert [str(p) for p in sorted(map(Period.parse, texts))] == ["2023", "2024-S1", "2024", "2024-TW3", "2024-09"]
