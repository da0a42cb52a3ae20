"""The IKPA export of OM-SPAN: every row of every office, the figure that follows, and forms that are refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from brought import context, ledger_of, lefts, rows_of, unaccounted, whys, xlsx_book

from analysis.intake.files.cells import Book
from analysis.intake.layouts import ikpa_omspan, recognised
from analysis.intake.reading import Asked

ABOVE = ["No", "Kode KPPN", "Kode BA", "Kode Satker", "Uraian Satker", "Keterangan", "Kualitas Perencanaan Anggaran", None]
ABOVE += ["Kualitas Pelaksanaan Anggaran", None, None, None, "Kualitas Hasil Pelaksanaan Anggaran"]
ABOVE += ["Nilai Total", "Konversi Bobot", "Dispensasi SPM (Pengurang)", "Nilai Akhir (Nilai Total/Konversi Bobot)"]
BELOW = [None] * 6 + ["Revisi DIPA", "Deviasi Halaman III DIPA", "Penyerapan Anggaran", "Belanja Kontraktual", "Penyelesaian Tagihan"]
BELOW += ["Pengelolaan UP dan TUP", "Capaian Output"]
MERGED = (*(f"{c}3:{c}4" for c in "ABCDEFNOPQ"), "G3:H3", "I3:L3")
WEIGHTS = [10, 15, 20, 10, 10, 10, 25]
SEPTEMBER = ["100.00", "72.24", "96.75", "100.00", "100.00", "100.00", "100.00"]
A_ROW = ("'000", "'088", "'011001", "KANTOR REGIONAL A BADAN KEPEGAWAIAN NEGARA CONTOH")


def office(
    number: int, row: tuple[str, str, str, str], values: list[Any], *, total: str = "95.19", conversion: str = "100%", final: str = "95.19"
) -> list[list[Any]]:
    """The four rows of an office as OM-SPAN writes them."""
    weighted = [f"{Decimal(str(v)) * w / 100:.2f}" for v, w in zip(values, WEIGHTS, strict=True)]
    return [
        [number, *row, "Nilai", *values, total, conversion, "0.00", final],
        [None] * 5 + ["Bobot", *WEIGHTS],
        [None] * 5 + ["Nilai Akhir", *weighted],
        [None] * 5 + ["Nilai Aspek", "86.12", None, "99.19", None, None, None, "100.00"],
    ]


def export(folder: Path, *offices: list[list[Any]], title: tuple[Any, ...] = ("Sampai Dengan : SEPTEMBER",)) -> Book:
    rows = [["INDIKATOR PELAKSANAAN ANGGARAN"], list(title), ABOVE, BELOW, *(row for rows in offices for row in rows)]
    return xlsx_book(folder, merged=MERGED, IKPA=rows)


def test_the_export_of_one_office_gives_its_components_and_claims(tmp_path: Path) -> None:
    book = export(tmp_path, office(1, A_ROW, SEPTEMBER))
    own = [{"unit": "kantor-a", "code": "IKU.13", "name": "Nilai IKPA", "system": "ikpa"}]

    found = recognised(book, Asked()).take(book, Asked(period="2024"), context(tmp_path, indicators=own))

    assert found.wrong == []
    assert unaccounted(book, found) == []
    assert lefts(found) == {1: "title", 2: "title", 3: "heads", 4: "heads"}
    components = rows_of(found, "components")
    assert [(row["subject"], row["score"]) for row in components] == [
        ("component:revisi_dipa", "100.00"),
        ("component:deviasi_hal3", "72.24"),
        ("component:penyerapan", "96.75"),
        ("component:belanja_kontraktual", "100.00"),
        ("component:penyelesaian_tagihan", "100.00"),
        ("component:up_tup", "100.00"),
        ("component:capaian_output", "100.00"),
        ("component:dispensasi_spm", "0.00"),
    ]
    assert {(row["unit"], row["period"], row["system"], row["code"]) for row in components} == {("kantor-a", "2024-TW3", "ikpa", "IKU.13")}
    claims = {(row["figure"], row["subject"]): row["printed"] for row in rows_of(found, "claims")}
    assert claims["ikpa_nilai", "IKU.13"] == "95.19"
    assert claims["bobot_pct", "component:deviasi_hal3"] == "15"
    assert claims["nilai_akhir_komponen", "component:penyerapan"] == "19.35"
    assert claims["ikpa_aspek_nilai", "aspect:pelaksanaan"] == "99.19"
    assert found.proposal.styles["Nilai"] == "en"
    assert found.proposal.certainty == "B"


def test_the_figure_is_the_one_that_is_printed(tmp_path: Path) -> None:
    book = export(tmp_path, office(1, A_ROW, SEPTEMBER))

    found = ikpa_omspan.take(book, Asked("kantor-a", "2024-TW3"), context(tmp_path))
    figure = ledger_of(tmp_path, found, reports={"kantor-a": ["2024-TW3"]}).get("ikpa_nilai", "total", "kantor-a", "2024-TW3")

    assert figure.number == pytest.approx(95.186, abs=1e-9)


def test_numbers_of_the_spreadsheet_give_the_same_figure(tmp_path: Path) -> None:
    book = export(tmp_path, office(1, A_ROW, [Decimal(v) for v in SEPTEMBER]))

    found = ikpa_omspan.take(book, Asked("kantor-a", "2024-TW3"), context(tmp_path))
    figure = ledger_of(tmp_path, found, reports={"kantor-a": ["2024-TW3"]}).get("ikpa_nilai", "total", "kantor-a", "2024-TW3")

    assert figure.number == pytest.approx(95.186, abs=1e-9)


B_ROW = ("'000", "'088", "'022002", "KANTOR REGIONAL B BKN MISAL")
OTHER = ("'000", "'088", "'099999", "BALAI LAIN")


def test_only_the_offices_that_are_wanted_are_taken(tmp_path: Path) -> None:
    book = export(tmp_path, office(1, A_ROW, SEPTEMBER), office(2, B_ROW, SEPTEMBER), office(3, OTHER, SEPTEMBER))

    every = ikpa_omspan.take(book, Asked(period="2024"), context(tmp_path))
    one = ikpa_omspan.take(book, Asked("kantor-b", "2024"), context(tmp_path))
    told = ikpa_omspan.take(book, Asked("kantor-b", "2024", columns={"099999": "unit:kantor-b", "022002": "unit:bkn"}), context(tmp_path))

    assert {(row.cells["unit"], row.row) for row in every.taken if row.table == "components"} == {("kantor-a", 5), ("kantor-b", 9)}
    assert {row.row for row in one.taken} == {9, 10, 11, 12}
    assert {row.row for row in told.taken} == {13, 14, 15, 16}
    for found in (every, one, told):
        assert unaccounted(book, found) == []
        assert {why for row, why in lefts(found).items() if row > 4} == {"other_satker"}


def test_an_indicator_that_does_not_apply_is_not_a_zero(tmp_path: Path) -> None:
    values = ["100.00", "72.24", "96.75", "0.00", "100.00", "100.00", "100.00"]
    book = export(tmp_path, office(1, A_ROW, values, total="85.19", conversion="90%", final="94.65"))

    found = ikpa_omspan.take(book, Asked("kantor-a", "2024"), context(tmp_path))
    figure = ledger_of(tmp_path, found, reports={"kantor-a": ["2024-TW3"]}).get("ikpa_nilai", "total", "kantor-a", "2024-TW3")

    assert "component:belanja_kontraktual" not in {row["subject"] for row in rows_of(found, "components")}
    assert figure.number == pytest.approx(85.186 / 0.9, abs=1e-9)


def test_a_real_zero_counts(tmp_path: Path) -> None:
    values = ["100.00", "72.24", "96.75", "0.00", "100.00", "100.00", "100.00"]
    book = export(tmp_path, office(1, A_ROW, values, total="85.19", final="85.19"))

    found = ikpa_omspan.take(book, Asked("kantor-a", "2024"), context(tmp_path))

    assert "component:belanja_kontraktual" in {row["subject"] for row in rows_of(found, "components")}


def test_two_zeros_of_which_either_may_not_apply_are_told(tmp_path: Path) -> None:
    values = ["100.00", "72.24", "96.75", "0.00", "0.00", "100.00", "100.00"]
    book = export(tmp_path, office(1, A_ROW, values, conversion="90%"))

    found = ikpa_omspan.take(book, Asked("kantor-a", "2024"), context(tmp_path))

    assert whys(found) == [("O5", "zero_or_not_applicable")]
    assert found.taken == []


PERIODS = {
    "the year is asked for": (("Sampai Dengan : AGUSTUS",), "2024", "2024-08", []),
    "December is the year": (("Sampai Dengan : DESEMBER",), "2024", "2024", []),
    "words in two cells": (("Sampai Dengan :", "JUNI"), "2024", "2024-TW2", []),
    "the period itself": (("Sampai Dengan : SEPTEMBER",), "2024-TW3", "2024-TW3", []),
    "another period": (("Sampai Dengan : SEPTEMBER",), "2024-TW2", "", [("A2", "period_contradicted")]),
    "no year": (("Sampai Dengan : SEPTEMBER",), "", "", [("A2", "year_missing")]),
    "no title": (("",), "2024-TW3", "2024-TW3", []),
    "nothing at all": (("",), "", "", [("", "period_missing")]),
}


@pytest.mark.parametrize(("title", "asked", "period", "wrong"), PERIODS.values(), ids=list(PERIODS))
def test_the_period_is_that_of_the_title_in_the_year_that_is_asked_for(
    title: tuple[str, ...], asked: str, period: str, wrong: list[tuple[str, str]], tmp_path: Path
) -> None:
    book = export(tmp_path, office(1, A_ROW, SEPTEMBER), title=title)

    found = ikpa_omspan.take(book, Asked("kantor-a", asked), context(tmp_path))

    assert whys(found) == wrong
    assert {row.cells["period"] for row in found.taken} == ({period} if period else set())
    assert unaccounted(book, found) == []


def test_the_only_office_is_the_unit_that_is_asked_for_unless_it_bears_the_name_of_another(tmp_path: Path) -> None:
    nameless = ikpa_omspan.take(export(tmp_path, office(1, OTHER, SEPTEMBER)), Asked("kantor-a", "2024"), context(tmp_path))
    other = ikpa_omspan.take(export(tmp_path, office(1, B_ROW, SEPTEMBER)), Asked("kantor-a", "2024"), context(tmp_path))
    unknown = ikpa_omspan.take(export(tmp_path, office(1, OTHER, SEPTEMBER)), Asked(period="2024"), context(tmp_path))

    assert {row.cells["unit"] for row in nameless.taken} == {"kantor-a"}
    assert whys(other) == [("", "unit_contradicted")]
    assert whys(unknown) == [("", "satker_unknown")]


def test_a_cell_with_an_error_stops_its_office_alone(tmp_path: Path) -> None:
    broken = office(1, A_ROW, SEPTEMBER)
    broken[0][8] = "#REF!"
    mixed = office(2, B_ROW, SEPTEMBER)
    mixed[2][8] = "19,35"

    book = export(tmp_path, broken, mixed)
    found = ikpa_omspan.take(book, Asked(period="2024"), context(tmp_path))

    assert whys(found) == [("I5", "cell_error"), ("I11", "style_mixed")]
    assert not found.taken
    assert unaccounted(book, found) == []


def test_a_row_without_an_office_is_told(tmp_path: Path) -> None:
    rows = office(1, A_ROW, SEPTEMBER)
    book = export(tmp_path, [rows[1]], rows)

    found = ikpa_omspan.take(book, Asked("kantor-a", "2024"), context(tmp_path))

    assert whys(found) == [("F5", "ikpa_row_alone")]
    assert unaccounted(book, found) == []


def test_the_form_of_before_2022_is_recognised_and_refused(tmp_path: Path) -> None:
    heads = [
        "No",
        "Kode KPPN",
        "Kode BA",
        "Kode Satker",
        "Uraian Satker",
        "Keterangan",
        "Revisi DIPA",
        "Deviasi Halaman III DIPA",
        "Pagu Minus",
        "Data Kontrak",
    ]
    heads += [
        "Pengelolaan UP dan TUP",
        "LPJ Bendahara",
        "Dispensasi SPM",
        "Penyerapan Anggaran",
        "Penyelesaian Tagihan",
        "Capaian Output",
        "Retur SP2D",
        "Renkas",
    ]
    rows = [["Sampai Dengan : DESEMBER"], heads, [1, *A_ROW, "Nilai", *[100] * 12], [None] * 5 + ["Bobot", *[5] * 12], [None] * 5 + ["Nilai Akhir", *[5] * 12]]
    book = xlsx_book(tmp_path, IKPA=rows)

    found = recognised(book, Asked()).take(book, Asked("kantor-a", "2021"), context(tmp_path))

    assert found.proposal.layout == "ikpa_omspan"
    assert whys(found) == [("", "ikpa_before_2022")]
    assert not found.taken
    assert unaccounted(book, found) == []


def test_a_table_of_an_office_is_no_export(tmp_path: Path) -> None:
    assert not ikpa_omspan.fits(xlsx_book(tmp_path, A=[["Kode IKU", "Indikator", "Realisasi"], ["IKU.13", "Nilai IKPA", 95]]))
