"""The tables that are handed over: exact values shown as pages show them, everything else words, and never a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from handed import HOSTILE, figures_table, page, report, shown

from analysis.errors import InputError
from analysis.handover import spreadsheets
from analysis.handover.exact import exact_of, values_of
from analysis.output import csv_of, write_folder
from analysis.pages.blocks import Cell, Table
from analysis.sheets import sheet_name
from analysis.words import words


def workbook(made: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made))


def rows(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def read(made: dict[str, bytes], ending: str) -> list[list[str]]:
    (content,) = [content for name, content in made.items() if name.endswith(ending)]
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))


def test_a_number_with_a_trace_is_the_exact_value_shown_as_on_the_page(tmp_path: Path) -> None:
    sheet = workbook(spreadsheets.xlsx(report(tmp_path)))["2.1 Capaian menurut indikator"]
    found = {cell.coordinate: (cell.value, cell.number_format) for row in sheet.iter_rows(min_row=6) for cell in row if cell.data_type == "n" and cell.value}

    percent, plain = '#,##0.00"\u00a0% T"', "#,##0.00"
    assert found == {
        "B6": (91.08974358974359, f"{percent};{percent};{percent}"),
        "C6": (-0.278445512820513, f'{plain};"−"{plain};{plain}'),
        "C7": (-0.001, f"{plain};{plain};{plain}"),
        "C8": (7828401000, '"Rp"#,##0;"Rp"#,##0;"Rp"#,##0'),
    }
    assert [sheet[place].value for place in ("A6", "B7", "B8")] == ["IKU.1 biasa", "baik", "Rp7,83 miliar"]


def test_the_workbook_lists_its_tables_with_source_and_units(tmp_path: Path) -> None:
    book = workbook(spreadsheets.xlsx(report(tmp_path)))
    listed, sheet = book.worksheets

    assert rows(listed)[0][0] == "Tabel laporan analisis kinerja · Unit U · 2023"
    assert rows(listed)[1][0] == "Sumber: dihitung ulang dari Dokumen 2023."
    assert rows(listed)[-2:] == [["Nomor", "Bab", "Tabel", "Baris", "Satuan"], ["2.1", "Capaian", "Capaian menurut indikator", 3, "% dan Rp"]]
    assert (listed["C7"].hyperlink.location, sheet["A3"].hyperlink.location) == ("'2.1 Capaian menurut indikator'!A1", "'Daftar tabel'!A1")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].value) == ("B6", "A5:C8", "Capaian menurut indikator")
    assert [8 <= sheet.column_dimensions[column].width <= 61 for column in "ABC"] == [True] * 3


@pytest.mark.parametrize("value", [*HOSTILE, "+1", "-1+2", "\t=1", "＝1", "http://x.test", "1e5", "007"])
def test_no_value_becomes_a_formula_a_link_or_a_number(tmp_path: Path, value: str) -> None:
    table = Table(value, [value, "b"], [[Cell(value), Cell(value)]])
    own = report(tmp_path, _02_achievement=page(shown(table)))

    cells = [cell for sheet in workbook(spreadsheets.xlsx(own)) for row in sheet.iter_rows() for cell in row]
    told = [cell for file in spreadsheets.csvs(own).values() for row in csv.reader(io.StringIO(file.decode())) for cell in row]

    shown_as = " ".join(value.replace("\u202e", "\ufffd").split())
    assert [cell.value for cell in cells if cell.value == shown_as and cell.data_type == "s"] != []
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or (cell.hyperlink and not cell.hyperlink.location)] == []
    assert [cell for cell in told if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝")] == []
    assert any(cell in (shown_as, f"'{shown_as}") for cell in told)


def test_csv_files_hold_exact_values_and_say_what_they_are(tmp_path: Path) -> None:
    made = spreadsheets.csvs(report(tmp_path))

    assert sorted(made) == ["u_2023_id.csv", "u_2023_id.txt", "u_2023_id_02-achievement_2.1.csv"]
    assert read(made, "2.1.csv") == [
        ["Indikator", "Capaian", "Dampak"],
        ["IKU.1 biasa", "91.08974358974359", "-0.278445512820513"],
        ["IKU.2", "baik", "-0.001"],
        ["Pagu", "Rp7,83 miliar", "7828401000"],
    ]
    assert read(made, "id.csv")[1] == ["u_2023_id_02-achievement_2.1.csv", "2.1", "Capaian", "Capaian menurut indikator", "3", "% dan Rp"]
    assert made["u_2023_id.txt"].decode().startswith("Tabel laporan analisis kinerja · Unit U · 2023\nSumber: dihitung ulang dari Dokumen 2023.\n")


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (report(tmp_path / name) for name in ("a", "b"))

    assert spreadsheets.xlsx(first) == spreadsheets.xlsx(second)
    assert spreadsheets.csvs(first) == spreadsheets.csvs(second)


def test_cells_that_span_places_stand_in_the_first_of_them(tmp_path: Path) -> None:
    head = '<thead><tr><th rowspan="2">A</th><th colspan="2">B</th></tr><tr><th>C</th><th>D</th></tr></thead>'
    body = '<tbody><tr><th rowspan="2">x</th><td>1</td><td>2</td></tr><tr><td colspan="2">3</td></tr></tbody>'
    own = report(tmp_path, _02_achievement=page(f"<table><caption>T</caption>{head}{body}</table>"))

    assert read(spreadsheets.csvs(own), "1.1.csv") == [["A", "B – C", "D"], ["x", "1", "2"], ["", "3", ""]]


def test_tables_of_traces_are_not_among_them(tmp_path: Path) -> None:
    inner = shown(figures_table())
    own = report(tmp_path, _02_achievement=page(f'{inner}<section><article id="f-a"><h3>A</h3>{inner}</article></section>'))

    assert sorted(spreadsheets.csvs(own)) == ["u_2023_id.csv", "u_2023_id.txt", "u_2023_id_02-achievement_1.1.csv"]


@pytest.mark.parametrize(
    ("shown_as", "lang", "value", "form"),
    [
        ("12,35", "id", "12.345", "#,##0.00;#,##0.00;#,##0.00"),
        ("+1,5", "id", "1.5", '"+"#,##0.0;#,##0.0;#,##0.0'),
        ("1,234.50%", "en", "1234.5", '#,##0.00"%";#,##0.00"%";#,##0.00"%"'),
        ("−Rp1.000", "id", "-1000", '"Rp"#,##0;"−Rp"#,##0;"Rp"#,##0'),
        ("12,34", "id", "12.345", None),
        ("1,25", "id", "1250000", None),
        ("baik", "id", "12.345", None),
        ("12,35", "id", "", None),
        ("12,35", "id", "baik", None),
    ],
)
def test_a_value_is_exact_only_where_it_is_the_number_shown(shown_as: str, lang: str, value: str, form: str | None) -> None:
    found = exact_of(shown_as, "", "f-x", {"f-x": value}, words(lang))

    assert (found.form if found else None) == form


def test_an_address_that_two_figures_share_tells_no_value(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    keys = [("u", "2023", "x", "a b", "1"), ("u", "2023", "x", "a-b", "2"), ("u", "2023", "x", "c", "3")]
    file.write_text(csv_of(("unit", "period", "figure", "subject", "value"), keys), "utf-8")

    assert values_of(file) == {"f-x-c-u-2023": "3"}
    with pytest.raises(InputError, match=r"none\.csv cannot be read .*kinerja run"):
        values_of(tmp_path / "none.csv")


def test_names_of_sheets_are_short_and_plain() -> None:
    assert sheet_name("2.1 [Apa]: *siapa*? a/b\\c 'd' " + "x" * 40) == "2.1  Apa    siapa   a b c 'd' x"
    assert sheet_name("'") == "-"


def test_a_folder_is_written_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    write_folder(folder, {"a.csv": b"1", "b.csv": b"2"})
    write_folder(folder, {"a.csv": b"3"})

    with pytest.raises(TypeError):
        write_folder(folder, {"a.csv": b"4", "b.csv": "text"})  # type: ignore[dict-item]

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"a.csv": b"3"}
    assert [file.name for file in tmp_path.iterdir()] == ["made"]
