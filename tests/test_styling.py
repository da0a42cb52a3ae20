"""The number style of a column, from the cells that leave no doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.files.cells import Cell
from analysis.intake.meaning.styling import styled
from analysis.numbers import Style

COLUMNS: dict[str, tuple[list[str], Style | None, list[str], list[str]]] = {
    "decimal comma": (["1.234", "12,5", "7"], "id", [], []),
    "decimal point": (["1,234", "12.50", "7"], "en", [], []),
    "two points of thousands": (["1.234.567", "1.000"], "id", [], []),
    "nothing to tell": (["7", "100%", "-", "", "N/A"], None, [], []),
    "only what reads in two ways": (["1.234", "95.190", "7"], None, ["1.234", "95.190"], []),
    "words beside": (["belum ada", "98,75%"], "id", [], []),
    "mixed": (["12,5", "13,5", "98.75", "1.234"], "id", [], ["98.75"]),
    "mixed the other way": (["12,5", "98.75", "99.10"], "en", [], ["12,5"]),
}


def column(texts: list[str]) -> list[Cell]:
    return [Cell(row, 3, text or None) for row, text in enumerate(texts, 2)]


@pytest.mark.parametrize(("texts", "style", "open_", "strangers"), COLUMNS.values(), ids=list(COLUMNS))
def test_the_style_of_a_column(texts: list[str], style: Style | None, open_: list[str], strangers: list[str]) -> None:
    found = styled(column(texts))

    assert found.style == style
    assert [cell.value for cell in found.open] == open_
    assert [cell.value for cell in found.strangers] == strangers


def test_a_style_that_was_told_wins_and_names_what_contradicts_it() -> None:
    found = styled(column(["1.234", "12,5"]), "en")

    assert found.style == "en"
    assert [cell.place for cell in found.strangers] == ["C3"]


def test_numbers_of_a_spreadsheet_need_no_style() -> None:
    assert styled([Cell(2, 3, Decimal("1234.5")), Cell(3, 3, 7)]).style is None


@given(st.lists(st.from_regex(r"[1-9][0-9]{0,2}(\.[0-9]{3})*(,[0-9]{1,3})?", fullmatch=True), min_size=1, max_size=8))
def test_a_column_in_one_style_never_holds_a_stranger_nor_is_taken_for_the_other(texts: list[str]) -> None:
    assert not styled(column(texts), "id").strangers
    assert styled(column(texts)).style in {"id", None}
