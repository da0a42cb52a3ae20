"""The export of outputs of OM-SPAN: volumes and money of each RO, and the figures that follow."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from brought import context, csv_book, ledger_of, lefts, rows_of, unaccounted, whys, xlsx_book

from analysis.intake.files.cells import Book
from analysis.intake.layouts import output_omspan, recognised
from analysis.intake.reading import Asked

ABOVE = ["Kode Satker", "Nama Satker", "Program", "Kegiatan", "KRO/RO", "Uraian RO", "Pagu", "Realisasi", "Target Output", "Satuan", "Bulan Ini", None, None]
ABOVE += ["s.d. Bulan Ini", None, None, "GAP"]
BELOW = [None] * 10 + ["RVRO", "TPCRO", "PCRO", "RVRO", "TPCRO", "PCRO"]
MERGED = (*(f"{c}3:{c}4" for c in "ABCDEFGHIJQ"), "K3:M3", "N3:P3")
ROWS: list[list[Any]] = [
    ["'011001", "KANTOR REGIONAL A BKN CONTOH", "088.01.WA", "4842", None, "Pengelolaan Organisasi", 300, 150, None, None, *[None] * 6, None],
    [None, None, None, None, "EBC.954", "Layanan Manajemen SDM", 200, 150, 100, "Orang", 5, 80, 75, 60, 80, 75, -5],
    [None, None, None, None, "EBC.996", "Layanan Pendidikan", 100, 0, Decimal("12.5"), "%", 0, 50, 0, 10, 50, 40, -10],
    ["'022002", "KANTOR REGIONAL B BKN MISAL", "088.01.WA", "4842", "4842.EBC.954", "Layanan", 900, 450, 4, "Layanan", 1, 50, 50, 2, 50, 50, 0],
    ["'099999", "BALAI LAIN", "088.01.WA", "4842", "4842.EBC.954", "Layanan", 900, 450, 4, "Layanan", 1, 50, 50, 2, 50, 50, 0],
]


def export(folder: Path, *, title: str = "s.d. September 2024", rows: list[list[Any]] = ROWS) -> Book:
    return xlsx_book(folder, merged=MERGED, Output=[["CAPAIAN OUTPUT"], [title], ABOVE, BELOW, *rows])


def test_each_output_gives_its_volume_and_its_money(tmp_path: Path) -> None:
    book = export(tmp_path)

    found = recognised(book, Asked()).take(book, Asked(), context(tmp_path))

    assert found.proposal.layout == "output_omspan"
    assert found.proposal.certainty == "C"
    assert found.wrong == []
    assert unaccounted(book, found) == []
    assert {row: why for row, why in lefts(found).items() if row > 4} == {5: "group_sum", 9: "other_satker"}
    assert [tuple(row.values()) for row in rows_of(found, "outputs")] == [
        ("kantor-a", "2024-TW3", "4842.EBC.954", "Layanan Manajemen SDM", "orang", "100", "60"),
        ("kantor-a", "2024-TW3", "4842.EBC.996", "Layanan Pendidikan", "pct", "12,5", "10"),
        ("kantor-b", "2024-TW3", "4842.EBC.954", "Layanan", "layanan", "4", "2"),
    ]
    assert [(row["unit"], row["code"], row["level"], row["pagu_rp"]) for row in rows_of(found, "budget")] == [
        ("kantor-a", "4842.EBC.954", "ro", "200"),
        ("kantor-a", "4842.EBC.996", "ro", "100"),
        ("kantor-b", "4842.EBC.954", "ro", "900"),
    ]
    assert found.proposal.columns["Bulan Ini PCRO"] == ""
    assert found.proposal.columns["s.d. Bulan Ini RVRO"] == "outputs.realisasi"


def test_the_figures_of_volume_and_money_follow(tmp_path: Path) -> None:
    found = output_omspan.take(export(tmp_path), Asked("kantor-a", "2024"), context(tmp_path))
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2024-TW3"]})

    assert ledger.get("keluaran_pct", "output:4842.EBC.954", "kantor-a", "2024-TW3").number == 60
    assert ledger.get("keluaran_pct", "output:4842.EBC.996", "kantor-a", "2024-TW3").number == 80
    assert ledger.get("serapan_pct", "total", "kantor-a", "2024-TW3").number == 50


def test_a_text_export_with_one_volume_is_read(tmp_path: Path) -> None:
    rows = [
        ["Kode Satker", "Nama Satker", "Kegiatan", "Kode KRO", "Kode RO", "Uraian RO", "Target", "Satuan", "RVRO", "PCRO"],
        ["011001", "Kanreg A", "4842 - Organisasi", "EBC", "954", "Layanan", "1.000,5", "Orang", "500,25", "50"],
    ]

    found = output_omspan.take(csv_book(tmp_path, rows), Asked(period="2024"), context(tmp_path))

    assert [(row["code"], row["target"], row["realisasi"]) for row in rows_of(found, "outputs")] == [("4842.EBC.954", "1.000,5", "500,25")]
    assert not rows_of(found, "budget")


DAMAGES: dict[str, tuple[int, int, Any, list[tuple[str, str]]]] = {
    "a code of no form": (1, 4, "??", [("E6", "code_form")]),
    "an error of a formula": (1, 8, "#DIV/0!", [("I6", "cell_error")]),
}


@pytest.mark.parametrize(("row", "column", "value", "expected"), DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_cell_is_told_at_its_place(row: int, column: int, value: Any, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    rows = [[value if (r, c) == (row, column) else cell for c, cell in enumerate(cells)] for r, cells in enumerate(ROWS)]
    book = export(tmp_path, rows=rows)

    found = output_omspan.take(book, Asked("kantor-a"), context(tmp_path))

    assert whys(found) == expected
    assert unaccounted(book, found) == []


def test_a_period_and_a_known_office_are_needed(tmp_path: Path) -> None:
    book = export(tmp_path, title="s.d. September", rows=ROWS[-1:])

    found = output_omspan.take(book, Asked(), context(tmp_path))

    assert whys(found) == [("A2", "year_missing"), ("", "satker_unknown")]
    assert unaccounted(book, found) == []
