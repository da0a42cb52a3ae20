"""Tables with heads of an office's own: which columns mean what, which rows are none, and the figures that come of the rest."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from brought import context, csv_book, ledger_of, lefts, rows_of, unaccounted, whys, xlsx_book

from analysis.errors import ParameterError
from analysis.intake.layouts import columns
from analysis.intake.meaning.synonyms import themes
from analysis.intake.reading import Asked

ASKED = Asked(unit="kantor-a", period="2023")
INDICATORS = [
    {"unit": "kantor-a", "code": "IKU.1", "name": "Persentase temuan yang selesai", "system": "temuan"},
    {"unit": "kantor-a", "code": "IKU.2", "name": "Nilai IKPA", "system": "ikpa"},
]
PLAN = [
    ["LAPORAN KINERJA TAHUN 2023"],
    [],
    ["No", "Kode IKU", "Indikator Kinerja", "Satuan", "Target", "Realisasi", "Capaian (%)"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["1", "IKU 1", "Persentase temuan yang selesai", "%", "80", "90,5", "113,13"],
    ["", "SASARAN STRATEGIS 2"],
    ["2", "IKU-2", "Nilai IKPA", "Nilai", "95,00", "N/A", ""],
    ["", "Jumlah", "", "", "175", "90,5", ""],
    ["No", "Kode IKU", "Indikator Kinerja", "Satuan", "Target", "Realisasi", "Capaian (%)"],
    ["3", "IKU 3", "Jumlah layanan", "Layanan", "12", "11", "91,67"],
    ["Catatan: data sementara"],
]


def test_a_plan_of_an_office_becomes_targets_realisations_and_claims(tmp_path: Path) -> None:
    book = csv_book(tmp_path, PLAN)

    found = columns.take(book, ASKED, context(tmp_path))

    assert columns.fits(book)
    assert found.wrong == []
    assert unaccounted(book, found) == []
    assert lefts(found) == {1: "title", 3: "heads", 4: "column_numbers", 6: "words_only", 8: "total", 9: "heads_again", 11: "note"}
    assert [(row["code"], row["basis"], row["value"], row["measure"]) for row in rows_of(found, "targets")] == [
        ("IKU.1", "pk", "80", "pct"),
        ("IKU.2", "pk", "95,00", "nilai"),
        ("IKU.3", "pk", "12", "layanan"),
    ]
    assert [(row["code"], row["value"], row["status"]) for row in rows_of(found, "realisations")] == [
        ("IKU.1", "90,5", "final"),
        ("IKU.2", "N/A", "na"),
        ("IKU.3", "11", "final"),
    ]
    assert [(row["figure"], row["subject"], row["printed"]) for row in rows_of(found, "claims")] == [
        ("capaian_pct", "IKU.1", "113,13"),
        ("capaian_pct", "IKU.3", "91,67"),
    ]


def test_what_is_not_certain_is_proposed(tmp_path: Path) -> None:
    proposal = columns.take(csv_book(tmp_path, PLAN), ASKED, context(tmp_path)).proposal

    assert proposal.columns == {
        "No": "",
        "Kode IKU": "targets.code",
        "Indikator Kinerja": "indicators.name",
        "Satuan": "targets.measure",
        "Target": "targets.value",
        "Realisasi": "realisations.value",
        "Capaian (%)": "claims.printed",
        "=pk": "targets.basis",
        "=stated": "realisations.method",
        "=final": "realisations.status",
    }
    assert proposal.styles == {"Target": "id", "Realisasi": "id", "Capaian (%)": "id"}


def test_the_place_of_each_cell_is_kept(tmp_path: Path) -> None:
    found = columns.take(csv_book(tmp_path, PLAN), ASKED, context(tmp_path))

    (row,) = [row for row in found.taken if row.table == "realisations" and row.cells["code"] == "IKU.1"]
    assert (row.row, dict(row.columns)) == (5, {"code": 2, "value": 6, "measure": 4})


def test_a_plan_gives_the_figure_of_its_achievement(tmp_path: Path) -> None:
    found = columns.take(csv_book(tmp_path, PLAN), ASKED, context(tmp_path))
    defined = {"line": 1, "unit": "kantor-a", "since": 2023, "name": "x", "measure": "pct", "polarity": "max", "accumulation": "last", "system": "temuan"}

    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2023"]}, indicators=[{**defined, "code": f"IKU.{n}"} for n in (1, 2, 3)])

    assert ledger.get("capaian_pct", "IKU.1", "kantor-a", "2023").value == Fraction(905, 800) * 100


WIDE = [
    ["Unit Kerja", "Kode", "Indikator", "Target", None, None, None, "Realisasi", None],
    [None, None, None, "TW I", "TW II", "TW III", "TW IV", "TW I", "TW II"],
    ["Kanreg A", "IKU.1", "Temuan", 25, 50, 75, 100, 20, Decimal("51.5")],
    ["Kantor Regional B Badan Kepegawaian Negara Misal", "IKU.1", "Temuan", 10, 20, 30, 40, 12, None],
]
MERGED = ("A1:A2", "B1:B2", "C1:C2", "D1:G1", "H1:I1")


def test_a_wide_table_becomes_a_row_for_each_quarter(tmp_path: Path) -> None:
    book = xlsx_book(tmp_path, merged=MERGED, Target=WIDE)

    found = columns.take(book, Asked(period="2024"), context(tmp_path))

    assert unaccounted(book, found) == []
    assert found.wrong == []
    assert [(row["unit"], row["period"], row["value"]) for row in rows_of(found, "targets")] == [
        *(("kantor-a", f"2024-TW{n}", value) for n, value in enumerate(("25", "50", "75", "100"), 1)),
        *(("kantor-b", f"2024-TW{n}", value) for n, value in enumerate(("10", "20", "30", "40"), 1)),
    ]
    assert [(row["period"], row["value"]) for row in rows_of(found, "realisations")] == [
        ("2024-TW1", "20"),
        ("2024-TW2", "51,5"),
        ("2024-TW1", "12"),
    ]


def test_a_wide_table_without_merged_cells_is_read_alike(tmp_path: Path) -> None:
    merged = columns.take(xlsx_book(tmp_path, merged=MERGED, Target=WIDE), Asked(period="2024"), context(tmp_path))
    text = [[("" if cell is None else str(cell).replace(".5", ",5")) for cell in row] for row in WIDE]

    plain = columns.take(csv_book(tmp_path, text), Asked(period="2024"), context(tmp_path))

    assert [row.cells for row in plain.taken] == [row.cells for row in merged.taken]


def test_quarters_take_the_year_of_their_row_and_need_one(tmp_path: Path) -> None:
    rows = [["Tahun", "IKU", "Realisasi TW I", "Realisasi TW II"], ["2022", "IKU.1", "10", "20"], ["2023", "IKU.1", "30", "40"]]

    found = columns.take(csv_book(tmp_path, rows), Asked(unit="kantor-a"), context(tmp_path))
    without = columns.take(csv_book(tmp_path, [row[1:] for row in rows]), Asked(unit="kantor-a"), context(tmp_path))

    assert [row["period"] for row in rows_of(found, "realisations")] == ["2022-TW1", "2022-TW2", "2023-TW1", "2023-TW2"]
    assert whys(without) == [("B1", "year_missing")]
    assert lefts(without) == {1: "heads", 2: "not_read", 3: "not_read"}


def test_year_and_quarter_may_stand_in_two_columns(tmp_path: Path) -> None:
    rows = [["Tahun", "Triwulan", "Kode IKU", "Realisasi"], ["2024", "3", "1", "10"], ["2024", "TW IV", "2", "11"]]

    found = columns.take(csv_book(tmp_path, rows), Asked(unit="kantor-a"), context(tmp_path))

    assert [(row["period"], row["code"]) for row in rows_of(found, "realisations")] == [("2024-TW3", "IKU.1"), ("2024-TW4", "IKU.2")]


def test_targets_of_several_bases_stand_apart(tmp_path: Path) -> None:
    rows = [["Kode IKU", "Target Renstra", "Target PK"], ["IKU.1", "80", "85"]]

    found = columns.take(csv_book(tmp_path, rows), ASKED, context(tmp_path))

    assert [(row["basis"], row["value"]) for row in rows_of(found, "targets")] == [("renstra", "80"), ("pk", "85")]


def test_what_the_analyst_says_wins(tmp_path: Path) -> None:
    rows = [["Kode IKU", "Angka", "Target"], ["IKU.1", "80", "85"]]
    told = {"Angka": "targets.value", "Target": "", "=renja": "targets.basis"}

    found = columns.take(csv_book(tmp_path, rows), Asked("kantor-a", "2023", columns=told), context(tmp_path))

    assert rows_of(found, "targets") == [{"unit": "kantor-a", "period": "2023", "code": "IKU.1", "basis": "renja", "value": "80", "measure": "", "reason": ""}]
    assert found.proposal.columns == {"Kode IKU": "targets.code", "Angka": "targets.value", "Target": "", "=renja": "targets.basis"}


def test_a_proposal_that_is_kept_gives_the_same_rows_again(tmp_path: Path) -> None:
    first = columns.take(csv_book(tmp_path, PLAN), ASKED, context(tmp_path))
    kept = Asked("kantor-a", "2023", columns=first.proposal.columns, styles=first.proposal.styles)

    again = columns.take(csv_book(tmp_path, PLAN), kept, context(tmp_path))

    assert again == first


def test_a_column_that_no_raw_table_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"'targets\.valu' is not a column of a raw table; did you mean 'targets\.value'\?"):
        columns.take(csv_book(tmp_path, PLAN), Asked(columns={"Target": "targets.valu"}), context(tmp_path))


def test_indicators_that_are_only_named_are_found_by_their_name(tmp_path: Path) -> None:
    rows = [["Indikator Kinerja", "Realisasi"], ["NILAI  IKPA", "95"], ["Nilai SPBE", "3"]]

    found = columns.take(csv_book(tmp_path, rows), ASKED, context(tmp_path, indicators=INDICATORS))

    assert [row["code"] for row in rows_of(found, "realisations")] == ["IKU.2"]
    assert whys(found) == [("A3", "indicator_unknown")]


def test_a_column_that_no_head_names_is_found_by_its_values(tmp_path: Path) -> None:
    rows = [["X", "Kode IKU", "Y", "Realisasi"], ["kantor-a", "IKU.1", "TW I 2024", "5"], ["Kanreg B", "IKU.1", "s.d. Juni 2024", "6"]]

    found = columns.take(csv_book(tmp_path, rows), Asked(), context(tmp_path))

    assert [(row["unit"], row["period"]) for row in rows_of(found, "realisations")] == [("kantor-a", "2024-TW1"), ("kantor-b", "2024-TW2")]


DAMAGES: dict[str, tuple[list[list[str]], list[tuple[str, str]]]] = {
    "a head twice": ([["Kode IKU", "Realisasi", "Realisasi"], ["IKU.1", "1", "2"]], [("C1", "head_twice")]),
    "no unit of that name": ([["Satker", "Kode IKU", "Realisasi"], ["Kantor Z", "IKU.1", "1"]], [("A2", "unit_unknown")]),
    "a period that is none": ([["Periode", "Kode IKU", "Realisasi"], ["kadang", "IKU.1", "1"]], [("A2", "period_unknown")]),
    "a value without its key": ([["Kode IKU", "Realisasi"], ["IKU.1", "1"], ["", "2"]], [("A3", "key_empty")]),
    "a mixed column": ([["Kode IKU", "Realisasi"], ["1", "9,5"], ["2", "8,5"], ["3", "7.25"]], [("B4", "style_mixed")]),
    "nothing known": ([["Alpha", "Beta"], ["1", "2"]], [("", "no_heads")]),
    "heads without values": ([["Kode IKU", "Satuan"], ["IKU.1", "%"]], [("", "no_values_named")]),
}


@pytest.mark.parametrize(("rows", "expected"), DAMAGES.values(), ids=list(DAMAGES))
def test_what_is_wrong_is_told_at_its_place(rows: list[list[str]], expected: list[tuple[str, str]], tmp_path: Path) -> None:
    book = csv_book(tmp_path, rows)

    found = columns.take(book, ASKED, context(tmp_path))

    assert whys(found) == expected
    assert unaccounted(book, found) == []


def test_numbers_that_read_in_two_ways_wait_for_the_analyst(tmp_path: Path) -> None:
    rows = [["Kode IKU", "Realisasi"], ["1", "1.234"], ["2", "5.678"]]

    found = columns.take(csv_book(tmp_path, rows), ASKED, context(tmp_path))
    told = columns.take(csv_book(tmp_path, rows), Asked("kantor-a", "2023", styles={"Realisasi": "en"}), context(tmp_path))

    assert found.proposal.undecided == ["Realisasi"]
    assert "Realisasi" not in found.proposal.styles
    assert told.proposal.undecided == []
    assert told.proposal.styles == {"Realisasi": "en"}


def test_key_cells_merged_downwards_serve_all_their_rows(tmp_path: Path) -> None:
    rows = [["Satker", "Kode IKU", "Realisasi"], ["Kanreg A", "IKU.1", 1], [None, "IKU.2", 2]]

    found = columns.take(xlsx_book(tmp_path, merged=("A2:A3",), R=rows), Asked(period="2023"), context(tmp_path))

    assert [row["unit"] for row in rows_of(found, "realisations")] == ["kantor-a", "kantor-a"]


def test_a_sheet_without_a_table_is_left_beside_one_that_has_one(tmp_path: Path) -> None:
    book = xlsx_book(tmp_path, Data=[["Kode IKU", "Realisasi"], ["IKU.1", 5]], Petunjuk=[["Isi lembar Data"], ["Simpan"]])

    found = columns.take(book, ASKED, context(tmp_path))

    assert found.wrong == []
    assert [(left.sheet, left.row, left.why) for left in found.left] == [("Data", 1, "heads"), ("Petunjuk", 1, "no_table"), ("Petunjuk", 2, "no_table")]


def test_a_name_that_begins_like_a_total_is_a_row(tmp_path: Path) -> None:
    rows = [["Indikator Kinerja", "Kode IKU", "Realisasi"], ["Jumlah layanan", "IKU.1", "5"], ["Total", "", "5"]]

    found = columns.take(csv_book(tmp_path, rows), ASKED, context(tmp_path))

    assert [row["value"] for row in rows_of(found, "realisations")] == ["5"]
    assert lefts(found) == {1: "heads", 3: "total"}


def test_no_head_means_two_things_in_one_theme() -> None:
    for theme in themes().values():
        assert not set(theme.columns) & set(theme.figures), theme.name
