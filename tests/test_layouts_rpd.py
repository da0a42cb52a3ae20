"""Plans of withdrawals: amounts of each month and kind, and the IKPA value of how far spending strays from them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from brought import context, csv_book, ledger_of, lefts, rows_of, unaccounted, whys, xlsx_book

from analysis.intake.layouts import recognised, rpd
from analysis.intake.reading import Asked

ASKED = Asked("kantor-a", "2024")
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"]
PLAN, SPENT = [100] * 12, [90] * 12


def by_rows(plan: Sequence[Any] = PLAN, spent: Sequence[Any] = SPENT) -> list[list[Any]]:
    """Two rows for each kind, months side by side."""
    heads = ["Jenis Belanja", "Keterangan", "Pagu", *MONTHS, "Jumlah"]
    rows: list[list[Any]] = [["DEVIASI HALAMAN III DIPA"], ["Tahun Anggaran 2024"], heads]
    rows += [["51 Belanja Pegawai", "RPD", 1200, *plan, 1200], [None, "Realisasi", None, *spent, 1080], [None, "Deviasi", None, *[10] * 12, 120]]
    rows += [["52 Belanja Barang", "RPD", 1200, *plan, 1200], [None, "Realisasi", None, *plan, 1200], [None, "Deviasi", None, *[0] * 12, 0]]
    return [*rows, ["Jumlah", "RPD", 2400, *[200] * 12, 2400]]


def by_columns() -> list[list[Any]]:
    """A row for each kind, plan and spending of each month side by side."""
    above: list[Any] = ["Kode", "Pagu", *(cell for month in MONTHS for cell in (month, None, None))]
    below: list[Any] = [None, None, *(["RPD", "Realisasi", "% Deviasi"] * 12)]
    return [["TA 2024"], above, below, ["51", 1200, *[100, 90, 10] * 12], ["52", 1200, *[100, 100, 0] * 12]]


@pytest.mark.parametrize("rows", [by_rows(), by_columns()], ids=["rows", "columns"])
def test_every_amount_of_a_month_is_taken_once(rows: list[list[Any]], tmp_path: Path) -> None:
    book = xlsx_book(tmp_path, RPD=rows)

    found = recognised(book, Asked()).take(book, ASKED, context(tmp_path))

    assert found.proposal.layout == "rpd"
    assert found.proposal.certainty == "U"
    assert found.wrong == []
    assert unaccounted(book, found) == []
    members = rows_of(found, "members")
    assert len(members) == 2 * (1 + 12 + 12)
    assert {row["population"] for row in members} == {"halaman-iii-dipa"}
    kept = {(row["member"], row["period"], row["attribute"]): row["value"] for row in members}
    assert kept["pegawai", "2024-09", "realisasi_rp"] == "90"
    assert kept["barang", "2024-12", "rpd_rp"] == "100"
    assert kept["pegawai", "2024", "pagu_rp"] == "1200"


@pytest.mark.parametrize("rows", [by_rows(), by_columns()], ids=["rows", "columns"])
def test_the_plan_gives_the_value_of_the_indicator(rows: list[list[Any]], tmp_path: Path) -> None:
    found = rpd.take(xlsx_book(tmp_path, RPD=rows), ASKED, context(tmp_path))
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2024-TW3"]})

    figures = {figure.key[1:]: figure for figure in ledger.all("kantor-a", "2024-TW3")}

    assert figures["2024-TW3", "ikpa_deviasi_hal3_nilai", "total"].value == 100


def test_a_month_that_strays_is_weighed_by_its_ceiling(tmp_path: Path) -> None:
    book = xlsx_book(tmp_path, RPD=by_rows(spent=[60] * 12))

    ledger = ledger_of(tmp_path, rpd.take(book, ASKED, context(tmp_path)), reports={"kantor-a": ["2024"]})

    assert ledger.get("ikpa_deviasi_hal3_nilai", "total", "kantor-a", "2024").value == 80
    assert ledger.get("ikpa_deviasi_hal3_nilai", "total", "kantor-a", "2024-03").value == 80


def test_a_dash_is_nothing_and_a_month_that_is_missing_leaves_no_value(tmp_path: Path) -> None:
    dashed = [["-" if cell == 90 else cell for cell in row] for row in by_rows()]
    short = [[*row[:3], None, *row[4:]] if number > 2 else row for number, row in enumerate(by_rows())]

    ledger = ledger_of(tmp_path / "a", rpd.take(xlsx_book(tmp_path, RPD=dashed), ASKED, context(tmp_path)), reports={"kantor-a": ["2024"]})
    missing = ledger_of(tmp_path / "b", rpd.take(xlsx_book(tmp_path, RPD=short), ASKED, context(tmp_path)), reports={"kantor-a": ["2024"]})

    assert ledger.get("ikpa_deviasi_hal3_nilai", "total", "kantor-a", "2024").value == Fraction(50)
    assert missing.get("ikpa_deviasi_hal3_nilai", "total", "kantor-a", "2024").reason == "parts_missing"


def test_a_ceiling_that_the_plan_does_not_tell_is_that_of_the_budget(tmp_path: Path) -> None:
    bare = [[*row[:2], *row[3:]] if number > 1 else row for number, row in enumerate(by_rows(spent=[60] * 12))]
    line = {"period": "2024", "version": "perubahan", "classification": "belanja", "level": "akun", "name": "x"}
    budget = [{**line, "code": "51", "kind": "pegawai", "pagu_rp": "3000"}, {**line, "code": "52", "kind": "barang", "pagu_rp": "1000"}]

    found = rpd.take(xlsx_book(tmp_path, RPD=bare), ASKED, context(tmp_path))
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2024"]}, budget=budget)

    assert ledger.get("ikpa_deviasi_hal3_nilai", "total", "kantor-a", "2024").value == 70


def test_months_of_one_sort_are_what_the_title_says(tmp_path: Path) -> None:
    rows = [["RENCANA PENARIKAN DANA TAHUN 2024"], ["Jenis Belanja", *MONTHS], ["Belanja Modal", *["1.000"] * 12], ["521111 Bahan", *["5"] * 12]]

    found = rpd.take(csv_book(tmp_path, rows), Asked("kantor-a", styles=dict.fromkeys(MONTHS, "id")), context(tmp_path))

    assert {(row["member"], row["attribute"]) for row in rows_of(found, "members")} == {("modal", "rpd_rp")}
    assert lefts(found) == {1: "title", 2: "heads", 4: "other_kind"}


def test_what_is_not_told_is_asked(tmp_path: Path) -> None:
    rows = [["HALAMAN III DIPA"], ["Jenis Belanja", *MONTHS], ["Belanja Modal", *["7"] * 12]]
    book = csv_book(tmp_path, rows)

    found = rpd.take(book, Asked(), context(tmp_path))

    assert whys(found) == [("", "period_missing"), ("", "unit_missing"), ("", "plan_or_spending")]
    assert unaccounted(book, found) == []


def test_a_table_of_months_that_is_no_plan_is_none(tmp_path: Path) -> None:
    assert not rpd.fits(csv_book(tmp_path, [["Uraian", *MONTHS], ["Layanan", *["1"] * 12]]))
