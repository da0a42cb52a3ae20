"""Notes of what a computation used: taken where it is read, handed on where a result is used again."""

from __future__ import annotations

from contextlib import suppress

import pytest

from analysis.reads import Noted, Noting, again, collected, note, observed, unobserved


def test_a_note_reaches_every_collector_around_it_and_no_other() -> None:
    note("rows", "before")
    with collected() as outer:
        note("rows", "a")
        with collected() as inner:
            note("rows", "b")
        with collected() as second:
            again([("rows", "c")])
        note("rows", "d")
    note("rows", "after")

    assert inner == {("rows", "b")}
    assert second == {("rows", "c")}
    assert outer == {("rows", name) for name in "abcd"}


def test_what_was_noted_before_an_error_is_not_lost() -> None:
    with collected() as outer:
        with suppress(ValueError), collected() as inner:
            note("rows", "a")
            raise ValueError
        note("rows", "b")

    assert inner == {("rows", "a")}
    assert outer == {("rows", "a"), ("rows", "b")}


def test_a_function_is_called_once_and_its_notes_are_taken_by_everybody_who_uses_its_value() -> None:
    called = []

    def compute() -> int:
        note("rows", "a")
        called.append(1)
        return 7

    noting = Noting(compute)
    with collected() as first:
        one = noting()
    with collected() as second:
        two = noting()
    with collected() as third:
        pass

    assert (one, two, called) == (7, 7, [1])
    assert first == second == {("rows", "a")}
    assert third == set()


def test_functions_that_use_each_other_hand_on_what_they_read() -> None:
    inner = Noting(lambda: note("rows", "inner"))
    outer = Noting(lambda: (inner(), note("rows", "outer")))
    inner()
    outer()

    with collected() as found:
        outer()

    assert found == {("rows", "inner"), ("rows", "outer")}


def test_a_function_that_fails_is_called_again() -> None:
    tries = []

    def compute() -> int:
        tries.append(1)
        note("rows", "a")
        if len(tries) == 1:
            raise ValueError
        return 7

    noting = Noting(compute)
    with pytest.raises(ValueError), collected() as failed:
        noting()
    with collected() as found:
        assert noting() == 7

    assert failed == found == {("rows", "a")}


def test_a_mapping_notes_which_of_its_values_are_looked_at() -> None:
    plain = {"a": 1, "b": 2}
    noted = Noted(Noted(plain, "other"), "table", "")

    with collected() as names:
        known = (list(noted), len(noted), "a" in noted, noted.get("c"))
    with collected() as values:
        assert noted["a"] == 1
    with collected() as every:
        assert dict(noted) == plain

    assert known == (["a", "b"], 2, True, None)
    assert names <= {("table", "c", "")}
    assert values == {("table", "a", "")}
    assert every == {("table", "a", ""), ("table", "b", "")}


def test_files_count_again_after_what_is_unobserved() -> None:
    with suppress(ValueError), unobserved():
        inside = observed()
        raise ValueError

    assert (inside, observed()) == (False, True)
