"""A form that was filled in: whatever an analyst does to it is read rightly or told, and nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filled_forms import FIRST, HEADS, TARGET, changed, column, enter, facts, form, read, reasons
from openpyxl import Workbook

from analysis.dictionary import TABLES
from analysis.intake.files.opening import opened
from analysis.intake.form import labels
from analysis.intake.form.book import KNOWN
from analysis.intake.layouts.form import fits, marked
from analysis.intake.reading import Asked
from analysis.languages import LANGUAGES
from analysis.words import words

EXPECTED = TARGET


def nothing(book: Workbook) -> None:
    pass


def renamed(book: Workbook) -> None:
    book["Target"].title = "Lembar kerja 7"


def without_help(book: Workbook) -> None:
    book["Target"].delete_rows(HEADS + 1, 2)


def rows_above(book: Workbook) -> None:
    book["Target"].insert_rows(1, 4)
    book["Target"]["A1"] = "KANTOR A"


def other_order(book: Workbook) -> None:
    """The columns from right to left, as whoever moves columns leaves them."""
    sheet = book["Target"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(reversed(row), 1):
            sheet.cell(number, place).value = value


def without_unit(book: Workbook) -> None:
    sheet = book["Target"]
    sheet.delete_cols(column(sheet, "targets", "unit"))


def heads_in_english(book: Workbook) -> None:
    sheet = book["Target"]
    for name in TABLES["targets"].header:
        if name != "line":
            sheet.cell(HEADS, column(sheet, "targets", name)).value = labels.head_of("targets", name, "en").upper()


def without_guide(book: Workbook) -> None:
    del book["Petunjuk"]


def without_lists(book: Workbook) -> None:
    del book["Daftar"]


def without_numbers(book: Workbook) -> None:
    book["Target"].delete_cols(1)


def heads_again(book: Workbook) -> None:
    sheet = book["Target"]
    for cell in sheet[HEADS]:
        sheet.cell(FIRST + 3, cell.column).value = cell.value


CHANGES = [nothing, renamed, without_help, rows_above, other_order, without_unit, heads_in_english, without_lists, without_numbers, heads_again]


@pytest.mark.parametrize("change", CHANGES)
def test_a_form_is_read_whatever_was_moved_in_it(tmp_path: Path, change: Callable[[Workbook], None]) -> None:
    reading = read(changed(tmp_path, change))

    assert facts(reading) == [EXPECTED]
    assert reading.wrong == []


def test_a_form_without_guide_is_read_for_the_unit_that_is_asked(tmp_path: Path) -> None:
    file = changed(tmp_path, without_guide, form(tables={"targets": [{**TARGET, "unit": ""}]}))

    assert not fits(opened(file))
    assert facts(read(file, Asked("kantor-a", "2024-TW3", "form"))) == [EXPECTED]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_form_says_what_it_is(tmp_path: Path, lang: str) -> None:
    written = form(lang, style="en")

    assert marked(opened(changed(tmp_path, nothing, written))) == written.mark


def test_rows_without_unit_are_of_the_form(tmp_path: Path) -> None:
    reading = read(changed(tmp_path, nothing, form(tables={"spending": [{"code": "EBA.962", "classification": "keluaran", "realisasi_rp": "Rp5.000"}]})))

    assert facts(reading, "spending") == [
        {"unit": "kantor-a", "period": "2024-TW3", "code": "EBA.962", "classification": "keluaran", "realisasi_rp": "Rp5.000"}
    ]


CELLS: list[tuple[str, str, Any, str]] = [
    ("targets", "value", 97.5, "97,5"),
    ("targets", "value", 97, "97"),
    ("targets", "value", "4,00", "4,00"),
    ("targets", "value", " 97,50 % ", "97,50 %"),
    ("targets", "code", "001.02", "001.02"),
    ("targets", "code", 4842, "4842"),
    ("targets", "unit", "Kantor A", "kantor-a"),
    ("targets", "unit", "office a", "kantor-a"),
    ("targets", "unit", "kantor-a", "kantor-a"),
    ("targets", "period", "TW III", "2024-TW3"),
    ("targets", "period", "Triwulan 3 2023", "2023-TW3"),
    ("targets", "period", "s.d. September 2024", "2024-TW3"),
    ("targets", "period", "Third quarter of 2024", "2024-TW3"),
    ("targets", "period", 2023, "2023"),
    ("targets", "basis", "Perjanjian Kinerja", "pk"),
    ("targets", "basis", "performance agreement (PK)", "pk"),
    ("targets", "basis", "renja", "renja"),
    ("realisations", "value", 0.9875, "0,9875"),
    ("budget", "pagu_rp", 1250000000, "1250000000"),
    ("budget", "pagu_rp", "Rp. 1.250.000.000,-", "Rp. 1.250.000.000,-"),
]
REST: dict[str, dict[str, Any]] = {
    "targets": {"code": "IKU.1", "basis": "Perjanjian Kinerja", "value": "1"},
    "realisations": {"code": "IKU.1", "method": "Tercetak langsung", "status": "Final"},
    "budget": {"code": "1", "name": "Layanan", "version": "Pagu murni", "classification": "Program dan keluaran", "level": "KRO"},
}


@pytest.mark.parametrize(("table", "name", "value", "expected"), CELLS)
def test_a_cell_is_read_as_it_is_meant_and_printed(tmp_path: Path, table: str, name: str, value: Any, expected: str) -> None:
    reading = read(changed(tmp_path, enter(table, {**REST[table], name: value}), form()))

    assert reasons(reading) == []
    assert facts(reading, table)[0][name] == expected


def test_a_cell_of_percent_keeps_its_sign(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        enter("targets", {**REST["targets"], "value": 0.9875})(book)
        book["Target"].cell(FIRST, column(book["Target"], "targets", "value")).number_format = "0.00%"

    assert facts(read(changed(tmp_path, change, form())))[0]["value"] == "98,75%"


def test_a_number_is_written_in_the_style_of_the_form_or_of_its_line(tmp_path: Path) -> None:
    english = changed(tmp_path, enter("targets", {**REST["targets"], "value": 97.5}), form(style="en"))
    reading = read(english)

    assert facts(reading)[0]["value"] == "97.5"
    assert reading.proposal.styles["targets.value"] == "en"

    lined = changed(tmp_path, enter("targets", {**REST["targets"], "value": 97.5, "line": 38}), form(lines=True))
    assert facts(read(lined, source={"number_styles": [{"style": "id"}, {"lines": [38], "style": "en"}]}))[0]["value"] == "97.5"


WRONG: list[tuple[str, str, Any, str]] = [
    ("targets", "basis", "Perjanjian Kinerjaa", "form_choice"),
    ("targets", "unit", "Kantor Z", "form_unit"),
    ("targets", "period", "kapan-kapan", "form_period"),
    ("targets", "code", 1.1, "form_code"),
    ("targets", "code", date(2024, 1, 2), "form_date"),
    ("targets", "value", date(2024, 1, 2), "form_date"),
    ("targets", "value", True, "form_truth"),
    ("targets", "value", "=1+1", "form_no_value"),
    ("targets", "value", "#N/A", "form_error"),
    ("claims", "figure", "Capaiann", "form_choice"),
]


@pytest.mark.parametrize(("table", "name", "value", "why"), WRONG)
def test_a_cell_that_cannot_be_read_is_told_at_its_place(tmp_path: Path, table: str, name: str, value: Any, why: str) -> None:
    rest = REST.get(table, {"subject": "IKU.1", "printed": "1"})
    file = changed(tmp_path, enter(table, {**rest, name: value}), form())

    reading = read(file)

    sheet = labels.sheet_of(table, "id")
    place = (
        f"{chr(64 + next(c for c in range(1, 20) if labels.plain(str(opened_head(file, sheet, c))) == labels.plain(labels.head_of(table, name, 'id'))))}{FIRST}"
    )
    assert reasons(reading) == [(sheet, place, why)]
    assert facts(reading, table) == []


def opened_head(file: Path, sheet: str, number: int) -> object:
    return next(s for s in opened(file).sheets if s.name == sheet).cell(HEADS, number).value


def test_the_line_of_a_text_must_be_a_number(tmp_path: Path) -> None:
    reading = read(changed(tmp_path, enter("targets", {**REST["targets"], "line": "12a"}), form(lines=True)))

    assert [why for _, _, why in reasons(reading)] == ["form_line"]


def test_every_reason_has_its_sentences() -> None:
    source = "".join(file.read_text("utf-8") for file in (Path(labels.__file__).parents[1] / "layouts").glob("form*.py"))
    told = {id.rpartition(".")[2] for id in words("id").named("intake.wrong") if ".form_" in id}

    assert len(told) > 12
    assert sorted(why for why in told if f'"{why}"' not in source and why not in {"form_no_value", "form_error"}) == []
    assert sorted(why for why in told for lang in LANGUAGES if not words(lang).known(f"intake.next.{why}")) == []


def left(file: Path, sheet: str) -> dict[int, str]:
    return {one.row: one.why for one in read(file).left if one.sheet == sheet}


def test_rows_of_the_form_itself_are_left_with_their_reason(tmp_path: Path) -> None:
    told = left(changed(tmp_path, nothing), "Target")

    assert told == {1: "form_above", 2: "form_above", 3: "form_heads", 4: "form_explanation", 5: "form_example"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_is_never_a_fact(tmp_path: Path, lang: str) -> None:
    def unmarked(book: Workbook) -> None:
        for sheet in book.worksheets[1:-1]:
            sheet.cell(5, 1).value = None

    for change in (nothing, unmarked):
        reading = read(changed(tmp_path, change, form(lang)))

        assert [*reading.taken, *reading.wrong] == []
        assert sum(one.why == "form_example" for one in reading.left) == len(form(lang).tables)


def test_a_fact_that_is_written_over_the_example_is_told_of(tmp_path: Path) -> None:
    reading = read(changed(tmp_path, enter("targets", {"code": "IKU.7"}, row=5)))

    assert reasons(reading) == [("Target", "A5", "form_example")]
    assert facts(reading) == [EXPECTED]


def test_rows_that_were_laid_ready_and_not_filled_in_are_told_of(tmp_path: Path) -> None:
    ready = {"realisations": [{"code": "IKU.1", "method": "stated"}], "spending": [{"code": "1", "classification": "keluaran"}]}
    file = changed(tmp_path, nothing, form(tables=ready))

    assert [left(file, sheet)[FIRST] for sheet in ("Realisasi", "Belanja")] == ["form_open", "form_open"]
    assert read(file).taken == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (nothing, None),
        (without_lists, None),
        (enter("targets", {"value": "98"}), "form_known"),
    ],
)
def test_a_row_that_another_document_tells_is_not_told_twice(tmp_path: Path, change: Callable[[Workbook], None], why: str | None) -> None:
    file = changed(tmp_path, change, form(tables={"targets": [{**TARGET, KNOWN: "x"}]}, origin="x"))

    assert reasons(read(file)) == ([("Target", "A6", why)] if why else [])
    assert read(file).taken == []
    assert left(file, "Target").get(FIRST) == (None if why else "form_known")


def test_a_known_row_is_a_fact_once_its_sign_is_cleared(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Target"].cell(FIRST, 1).value = None

    assert facts(read(changed(tmp_path, change, form(tables={"targets": [{**TARGET, KNOWN: "x"}]}, origin="x")))) == [EXPECTED]


def test_columns_and_sheets_of_the_analyst_are_named_and_not_read(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Target"]
        sheet.cell(HEADS, sheet.max_column + 1).value = "Catatan saya"
        sheet.cell(FIRST + 1, sheet.max_column).value = "tanyakan lagi"
        book.create_sheet("Coretan")["B2"] = "jangan lupa"

    file = changed(tmp_path, change)

    assert facts(read(file)) == [EXPECTED]
    assert read(file).proposal.columns == {"Catatan saya": ""}
    assert (left(file, "Target")[FIRST + 1], left(file, "Coretan")) == ("form_empty", {2: "form_other"})


def test_a_column_that_is_needed_and_gone_is_told_of(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Target"].delete_cols(column(book["Target"], "targets", "basis"))

    (wrong,) = read(changed(tmp_path, change)).wrong

    assert (wrong.sheet, wrong.cell, wrong.why, wrong.told) == ("Target", "", "form_column", {"heads": "“Dasar janji”"})


def test_a_head_that_stands_there_twice_is_told_of(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Target"].cell(HEADS, book["Target"].max_column + 1).value = "Kode"

    assert [why for _, _, why in reasons(read(changed(tmp_path, change)))] == ["form_twice"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [(Asked(unit="bkn"), "form_unit_asked"), (Asked(period="2023"), "form_period_asked"), (Asked("kantor-a", "2024-TW3"), None)],
)
def test_a_form_for_something_else_than_is_asked_is_told_of(tmp_path: Path, asked: Asked, why: str | None) -> None:
    assert [one.why for one in read(changed(tmp_path, nothing), asked).wrong] == ([why] if why else [])


def test_a_form_of_a_later_version_is_told_of(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Petunjuk"]["B4"] = "kinerja-9"

    (wrong,) = read(changed(tmp_path, change)).wrong

    assert (wrong.why, wrong.told["version"]) == ("form_version", "kinerja-9")


def test_no_row_of_a_sheet_that_is_read_is_lost(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        for row in range(FIRST, FIRST + 20):
            enter("targets", {"code": f"IKU.{row}", "basis": "pk" if row % 3 else "salah", "value": row if row % 2 else None}, row)(book)

    file = changed(tmp_path, change, form())
    reading = read(file)
    told = {(one.sheet, one.row) for one in (*reading.taken, *reading.left)} | {(one.sheet, int(one.cell[1:])) for one in reading.wrong}

    sheets = [sheet for sheet in opened(file).sheets if sheet.name not in {"Petunjuk", "Daftar"}]
    assert told == {(sheet.name, number) for sheet in sheets for number, _ in sheet.filled()}
