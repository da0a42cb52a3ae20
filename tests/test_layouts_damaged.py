"""Files of every layout with cells, rows and columns changed at random: nothing breaks, no row is lost, and what is taken fits its table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from brought import context, unaccounted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_layouts_columns import PLAN, WIDE
from test_layouts_ikpa import A_ROW, ABOVE, B_ROW, BELOW, SEPTEMBER, office
from test_layouts_ip_asn import AGENCIES, EMPLOYEES, NIP
from test_layouts_output import ABOVE as OUT_ABOVE
from test_layouts_output import BELOW as OUT_BELOW
from test_layouts_output import ROWS
from test_layouts_realisasi import FULL
from test_layouts_rpd import by_columns, by_rows

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.layouts import layouts
from analysis.intake.reading import Asked, Context

IKPA = [["IKPA"], ["Sampai Dengan : SEPTEMBER"], ABOVE, BELOW, *office(1, A_ROW, SEPTEMBER), *office(2, B_ROW, SEPTEMBER)]
FILES: dict[str, tuple[str, Sequence[Sequence[Any]]]] = {
    "plan": ("columns", PLAN),
    "wide": ("columns", WIDE),
    "ikpa": ("ikpa_omspan", IKPA),
    "budget": ("realisasi_anggaran", FULL),
    "agencies": ("ip_asn", AGENCIES),
    "employees": ("ip_asn", EMPLOYEES),
    "outputs": ("output_omspan", [["CAPAIAN OUTPUT"], ["s.d. September 2024"], OUT_ABOVE, OUT_BELOW, *ROWS]),
    "plan of withdrawals, by rows": ("rpd", by_rows()),
    "plan of withdrawals, by columns": ("rpd", by_columns()),
}
STRANGE = st.sampled_from(
    [None, "", "   ", "Jumlah", "-", "N/A", "1.234", "12,5", "12.5", 7, Decimal("0.5"), True, "51", "954", "Nilai", "TW IV", "2024", "'0", "Catatan:"]
)
CHANGE = st.tuples(st.integers(0, 20), st.integers(0, 17), STRANGE, st.sampled_from(["", "", "", "error", "no_value"]))


def book(rows: Sequence[Sequence[Any]], odd: dict[tuple[int, int], Any]) -> Book:
    cells = [[Cell(r, c, value if value != "" else None, odd=odd.get((r, c), "")) for c, value in enumerate(row, 1)] for r, row in enumerate(rows, 1)]
    return Book("x.xlsx", "", [Sheet("S", cells)])


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return context(tmp_path_factory.mktemp("units"))


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(CHANGE, min_size=1, max_size=4),
    st.sets(st.integers(0, 20), max_size=2),
    st.sampled_from(["", "2024", "2024-TW3"]),
    st.sampled_from(["", "kantor-a"]),
)
def test_a_damaged_file_loses_no_row(name: str, known: Context, changes: list[tuple[int, int, Any, Any]], dropped: set[int], period: str, unit: str) -> None:
    layout, rows = FILES[name]
    changed = [list(row) for row in rows]
    odd: dict[tuple[int, int], Any] = {}
    for row, column, value, oddity in changes:
        if row < len(changed):
            changed[row] += [None] * (column + 1 - len(changed[row]))
            changed[row][column] = "#REF!" if oddity == "error" else None if oddity == "no_value" else value
            odd |= {(row + 1, column + 1): oddity} if oddity and not dropped else {}
    brought = book([row for number, row in enumerate(changed) if number not in dropped], odd)

    found = layouts()[layout].take(brought, Asked(unit, period), known)

    assert unaccounted(brought, found) == []
    assert all(set(row.cells) <= set(TABLES[row.table].header) and row.row > 0 for row in found.taken)
    assert NIP not in repr(found.taken)


@pytest.mark.parametrize("name", FILES)
def test_an_undamaged_file_is_taken(name: str, known: Context, tmp_path: Path) -> None:
    layout, rows = FILES[name]

    found = layouts()[layout].take(book(rows, {}), Asked("kantor-a", "2024" if name not in {"plan"} else "2023"), known)

    assert found.taken
    assert found.wrong == [] or {wrong.why for wrong in found.wrong} == {"indicator_unknown"}
