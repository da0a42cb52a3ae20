"""Budget reports by levels: the tree of their codes, leaves as facts, sums as claims, and the figures that follow."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from brought import context, csv_book, ledger_of, lefts, rows_of, unaccounted, whys, xlsx_book

from analysis.intake.layouts import realisasi_anggaran, recognised
from analysis.intake.meaning.codes import Coded, tree_of_codes
from analysis.intake.reading import Asked

ASKED = Asked(unit="kantor-a", period="2024")
FULL = [
    ["LAPORAN REALISASI ANGGARAN"],
    ["TAHUN ANGGARAN 2024"],
    ["s.d. 30 September 2024"],
    ["Kode", "Uraian", "Pagu Revisi", "Realisasi s.d. Periode", "%", "Sisa Anggaran"],
    ["1", "2", "3", "4", "5", "6"],
    ["088.01.WA", "Program Dukungan Manajemen", "1.500.000", "750.000", "50,00", "750.000"],
    ["4842", "Pengelolaan Organisasi dan SDM", "500.000", "250.000", "50,00", "250.000"],
    ["4842.EBC", "Layanan Manajemen SDM Internal", "500.000", "250.000", "50,00", "250.000"],
    ["4842.EBC.954", "Layanan Manajemen SDM", "500.000", "250.000", "50,00", "250.000"],
    ["4842.EBC.954.051", "Pelaksanaan", "500.000", "250.000", "50,00", "250.000"],
    ["4842.EBC.954.051.0A", "Tanpa subkomponen", "500.000", "250.000", "50,00", "250.000"],
    ["4842.EBC.954.051.0A.521211", "Belanja Bahan", "200.000", "150.000", "75,00", "50.000"],
    ["", "- ATK", "200.000", "150.000", "75,00", "50.000"],
    ["4842.EBC.954.051.0A.524111", "Belanja Perjalanan Dinas", "300.000", "100.000", "33,33", "200.000"],
    ["4843", "Pengelolaan Keuangan", "1.000.000", "500.000", "50,00", "500.000"],
    ["4843.EBA.994.001.0A.511111", "Belanja Gaji Pokok", "900.000", "500.000", "55,56", "400.000"],
    ["", "JUMLAH", "1.500.000", "750.000", "50,00", "750.000"],
    ["Catatan: angka sementara"],
]


def test_a_report_of_whole_codes_gives_leaves_and_claims(tmp_path: Path) -> None:
    book = csv_book(tmp_path, FULL)

    found = recognised(book, Asked()).take(book, ASKED, context(tmp_path))

    assert found.proposal.layout == "realisasi_anggaran"
    assert found.proposal.certainty == "U"
    assert found.wrong == []
    assert unaccounted(book, found) == []
    assert lefts(found) == {1: "title", 2: "title", 3: "title", 4: "heads", 5: "column_numbers", 13: "below_account", 18: "note"}
    budget = {row["code"]: row for row in rows_of(found, "budget")}
    assert {(row["period"], row["version"], row["classification"]) for row in budget.values()} == {("2024-TW3", "perubahan", "keluaran")}
    assert [(code, row["level"], row["parent"], row["kind"], row["pagu_rp"]) for code, row in budget.items()] == [
        ("088.01.WA", "program", "", "", ""),
        ("4842", "kegiatan", "088.01.WA", "", ""),
        ("4842.EBC", "kro", "4842", "", ""),
        ("4842.EBC.954", "ro", "4842.EBC", "", ""),
        ("4842.EBC.954.051", "komponen", "4842.EBC.954", "", ""),
        ("4842.EBC.954.051.0A", "subkomponen", "4842.EBC.954.051", "", ""),
        ("4842.EBC.954.051.0A.521211", "akun", "4842.EBC.954.051.0A", "barang", "200.000"),
        ("4842.EBC.954.051.0A.524111", "akun", "4842.EBC.954.051.0A", "barang", "300.000"),
        ("4843", "kegiatan", "088.01.WA", "", ""),
        ("4843.EBA.994.001.0A.511111", "akun", "4843", "pegawai", "900.000"),
    ]
    assert [(row["code"][-6:], row["realisasi_rp"]) for row in rows_of(found, "spending")] == [
        ("521211", "150.000"),
        ("524111", "100.000"),
        ("511111", "500.000"),
    ]


def test_every_printed_sum_is_a_claim_and_one_that_does_not_add_up_is_seen(tmp_path: Path) -> None:
    found = realisasi_anggaran.take(csv_book(tmp_path, FULL), ASKED, context(tmp_path))
    claims = {(row["figure"], row["subject"]): row["printed"] for row in rows_of(found, "claims")}
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2024-TW3"]})

    def computed(figure: str, subject: str) -> Fraction:
        return ledger.get(figure, subject, "kantor-a", "2024-TW3").number

    assert claims["pagu_rp", "total"] == claims["pagu_rp", "088.01.WA"] == "1.500.000"
    assert computed("pagu_rp", "total") == computed("pagu_rp", "088.01.WA") == 1_400_000
    assert claims["pagu_rp", "4842"] == "500.000"
    assert computed("pagu_rp", "4842") == 500_000
    assert claims["realisasi_rp", "4842.EBC"] == "250.000"
    assert computed("realisasi_rp", "4842.EBC") == 250_000
    assert claims["serapan_pct", "4842.EBC.954.051.0A.521211"] == "75,00"
    assert computed("serapan_pct", "4842.EBC.954.051.0A.521211") == 75
    assert computed("serapan_pct", "kind:pegawai") == Fraction(500, 9)
    assert claims["sisa_rp", "4843"] == "500.000"


RELATIVE = [
    "088.01.WA",
    "4842",
    "EBC",
    "954",
    "051",
    "A",
    "521211",
    "524111",
    "052",
    "A",
    "521211",
    "956",
    "051",
    "A",
    "521211",
    "EBA",
    "994",
    "001",
    "A",
    "511111",
]
TREE = {
    "7": "4842.EBC.954.051.A.521211",
    "11": "4842.EBC.954.052.A.521211",
    "12": "4842.EBC.956",
    "13": "4842.EBC.956.051",
    "17": "4842.EBA.994",
    "18": "4842.EBA.994.001",
    "20": "4842.EBA.994.001.A.511111",
}


def lines(codes: Sequence[str], indents: Sequence[int] | None = None) -> list[Coded]:
    return [Coded(row, code, code, indent) for row, (code, indent) in enumerate(zip(codes, indents or [0] * len(codes), strict=True), 1)]


@pytest.mark.parametrize("indented", [False, True])
def test_codes_below_each_other_find_their_place(indented: bool) -> None:
    order = {9: 0, 4: 1, 3: 2, 6: 6, 1: 5}
    forms = [4 if n in (5, 9, 13, 18) else 3 if code.isdigit() and len(code) == 3 else order[len(code)] for n, code in enumerate(RELATIVE, 1)]
    levels = [2 if code in {"EBC", "EBA"} else form for code, form in zip(RELATIVE, forms, strict=True)]

    placed, unknown = tree_of_codes(lines(RELATIVE, levels if indented else None))

    assert unknown == []
    assert {number: placed[int(number) - 1].code for number in TREE} == TREE
    assert placed[11].level == "ro"
    assert placed[8].level == "komponen"


def test_outputs_without_components_carry_their_accounts() -> None:
    placed, _ = tree_of_codes(lines(["4842", "EBC", "954", "521211", "956", "521211", "521811"]))

    assert [one.code for one in placed] == [
        "4842",
        "4842.EBC",
        "4842.EBC.954",
        "4842.EBC.954.521211",
        "4842.EBC.956",
        "4842.EBC.956.521211",
        "4842.EBC.956.521811",
    ]


def test_kinds_of_spending_make_a_tree_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["Kode Akun", "Uraian", "Pagu", "Realisasi"],
        ["51", "Belanja Pegawai", "900", "450"],
        ["511111", "Gaji", "900", "450"],
        ["52", "Belanja Barang", "100", "20"],
    ]

    found = realisasi_anggaran.take(csv_book(tmp_path, rows), Asked("kantor-a", "2024"), context(tmp_path))
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2024"]})

    assert [(r["code"], r["parent"], r["level"], r["classification"], r["kind"], r["pagu_rp"]) for r in rows_of(found, "budget")] == [
        ("51", "", "kelompok", "belanja", "pegawai", ""),
        ("511111", "51", "akun", "belanja", "pegawai", "900"),
        ("52", "", "kelompok", "belanja", "barang", "100"),
    ]
    assert ledger.get("serapan_pct", "kind:barang", "kantor-a", "2024").number == 20


def test_codes_in_columns_of_their_own_are_read_with_their_names(tmp_path: Path) -> None:
    rows = [
        ["KEMENTERIAN", None, None, None, None, None],
        ["Kode", None, None, "Uraian", "Pagu", "Realisasi TA 2024", None],
        [None, None, None, None, None, "Periode Lalu", "s.d. Periode"],
        ["4842", None, None, "Organisasi", 300, 100, 150],
        [None, "EBC", None, "Layanan", 300, 100, 150],
        [None, None, "954", "Layanan SDM", 200, 90, 110],
        [None, None, "956", "Layanan BMN", 100, 10, 40],
    ]
    book = xlsx_book(tmp_path, merged=("A2:C3", "D2:D3", "E2:E3", "F2:G2"), LRA=rows)

    found = realisasi_anggaran.take(book, ASKED, context(tmp_path))

    assert found.wrong == []
    assert unaccounted(book, found) == []
    assert [(row["code"], row["realisasi_rp"]) for row in rows_of(found, "spending")] == [("4842.EBC.954", "110"), ("4842.EBC.956", "40")]
    assert found.proposal.columns["Realisasi TA 2024 s.d. Periode"] == "spending.realisasi_rp"
    assert found.proposal.columns["Realisasi TA 2024 Periode Lalu"] == ""


def test_code_and_name_in_one_cell_are_told_apart(tmp_path: Path) -> None:
    rows = [
        ["Kode/Uraian", "Pagu", "Realisasi"],
        ["4842 Organisasi dan SDM", "300", "150"],
        ["   4842.EBC - Layanan", "300", "150"],
        ["      4842.EBC.954 Layanan SDM", "300", "150"],
    ]

    found = realisasi_anggaran.take(csv_book(tmp_path, rows), ASKED, context(tmp_path))

    assert [(row["code"], row["name"]) for row in rows_of(found, "budget")] == [
        ("4842", "Organisasi dan SDM"),
        ("4842.EBC", "Layanan"),
        ("4842.EBC.954", "Layanan SDM"),
    ]


DAMAGES = {
    "a code of no form": (["X-1", "Lain", "1", "1", "", ""], [("A6", "code_form")]),
    "amounts without a code": (["", "Lain-lain", "1", "1", "", ""], [("A6", "line_without_code")]),
    "another style": (["4844", "Lain", "1,000,000", "1", "", ""], [("C6", "style_mixed")]),
}


@pytest.mark.parametrize(("row", "expected"), DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_row_is_told_at_its_place(row: list[str], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    book = csv_book(tmp_path, [*FULL[:5], row, *FULL[5:]])

    found = realisasi_anggaran.take(book, ASKED, context(tmp_path))

    assert whys(found) == expected
    assert unaccounted(book, found) == []


def test_a_report_needs_its_unit_and_its_period(tmp_path: Path) -> None:
    book = csv_book(tmp_path, FULL)
    bare = csv_book(tmp_path, FULL[3:], name="bare.csv")

    assert whys(realisasi_anggaran.take(book, Asked(), context(tmp_path))) == [("", "unit_missing")]
    assert whys(realisasi_anggaran.take(bare, Asked("kantor-a"), context(tmp_path))) == [("", "period_missing")]
    assert whys(realisasi_anggaran.take(book, Asked("kantor-a", "2023"), context(tmp_path))) == [("A3", "period_contradicted")]


def test_a_plain_table_of_two_amounts_is_no_such_report(tmp_path: Path) -> None:
    assert not realisasi_anggaran.fits(csv_book(tmp_path, [["Kode", "Pagu", "Realisasi"], ["x", "1", "2"], ["y", "1", "2"], ["z", "1", "2"]]))
