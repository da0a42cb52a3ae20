"""The form as a workbook: complete in both languages, without formulas, and the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from filled_forms import FIRST, HEADS, UNITS, column, form
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from analysis.dictionary import TABLES, Table
from analysis.intake.form import labels
from analysis.intake.form.book import KNOWN, Form, needed, workbook
from analysis.intake.form.examples import example
from analysis.languages import LANGUAGES
from analysis.periods import Period
from analysis.tables import FIGURES
from analysis.words import words

ALL = dict.fromkeys(TABLES, ())


def book_of(lang: str = "id", **more: Any) -> Workbook:
    return load_workbook(io.BytesIO(workbook(form(lang, **{"tables": ALL, **more}))))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_content_gives_the_same_bytes(lang: str) -> None:
    assert workbook(form(lang)) == workbook(form(lang))


def test_a_form_does_not_say_when_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(form()))) as packed:
        core = packed.read("docProps/core.xml").decode()

    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2024-09-30"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_is_a_formula_and_no_sheet_is_locked(lang: str) -> None:
    content = workbook(form(lang, tables={"targets": [{"code": "=1+1", "value": "http://example.org"}]}, lines=True))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]

    assert len(sheets) == len(needed("laporan-kinerja")) + 2
    assert [xml for xml in sheets if "<f>" in xml or "<f " in xml or "sheetProtection" in xml] == []
    assert load_workbook(io.BytesIO(content))[labels.sheet_of("targets", lang)].cell(FIRST, 3).value == "=1+1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_its_head_and_its_explanation(lang: str) -> None:
    book = book_of(lang, lines=True)

    for table in TABLES.values():
        sheet = book[labels.sheet_of(table.name, lang)]
        told = {labels.heads(table.name)[labels.plain(str(cell.value))]: sheet.cell(HEADS + 1, cell.column).value for cell in sheet[HEADS][1:]}
        assert told == {c.name: labels.means(table.name, c.name, lang) for c in table.columns}
        assert all(told.values())


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_head_stands_for_one_column_in_every_language(table: Table) -> None:
    told = [(labels.plain(labels.head_of(table.name, c.name, lang)), c.name) for lang in LANGUAGES for c in table.columns]
    own = [(c.name, c.name) for c in table.columns]

    assert sorted({head for head, name in told if dict([*own, *told])[head] != name}) == []
    assert not {head for head, _ in told} & {labels.plain(words(lang)("form.number")) for lang in LANGUAGES}


CHOOSING = [(table.name, c.name) for table in TABLES.values() for c in table.columns if c.kind in {"choice", "figure"}]


@pytest.mark.parametrize(("table", "name"), CHOOSING)
def test_a_word_stands_for_one_value_in_every_language(table: str, name: str) -> None:
    known = next(c for c in TABLES[table].columns if c.name == name)
    told = [(labels.plain(word), value) for lang in LANGUAGES for value, word in labels.choices(table, name, lang).items()]

    assert sorted({word for word, value in told if dict(told)[word] != value}) == []
    assert {value for _, value in told} == set(known.choices or FIGURES)
    assert {labels.value_of(table, known, f" {word.upper()} ") for word, _ in told} == {value for _, value in told}
    assert all(labels.value_of(table, known, value) for value in known.choices)


def listed(book: Workbook, table: str, name: str, lang: str) -> tuple[list[str], Any]:
    """The words that a column offers, and how the validation is meant."""
    sheet = book[labels.sheet_of(table, lang)]
    letter = sheet.cell(FIRST, column(sheet, table, name, lang)).coordinate
    rule = next(rule for rule in sheet.data_validations.dataValidation if letter in rule.sqref)
    place, _, cells = rule.formula1.rpartition("!")
    left, top, _, bottom = range_boundaries(cells.replace("$", ""))
    return [str(book[place.strip("'")].cell(row, left).value or "") for row in range(top, bottom + 1)], rule


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("table", "name"), [*CHOOSING, ("targets", "unit")])
def test_a_list_offers_exactly_the_known_values(lang: str, table: str, name: str) -> None:
    book = book_of(lang)

    offered, rule = listed(book, table, name, lang)

    known = next(c for c in TABLES[table].columns if c.name == name)
    values = set(UNITS) if name == "unit" else set(known.choices or FIGURES)
    assert {labels.unit_of(word, UNITS) if name == "unit" else labels.value_of(table, known, word) for word in offered} == values
    assert (len(offered), rule.errorStyle or "stop") == (len(values), "stop")


def test_the_lists_lie_on_a_hidden_sheet_beside_what_they_stand_for() -> None:
    book = book_of()
    sheet = book["Daftar"]

    assert [s.title for s in book.worksheets if s.sheet_state != "visible"] == ["Daftar"]
    words_of = next(cell.column for cell in sheet[1] if cell.value == "targets.basis")
    assert [(sheet.cell(row, words_of).value, sheet.cell(row, words_of + 1).value) for row in range(2, 6)] == [
        (word, value) for value, word in labels.choices("targets", "basis", "id").items()
    ]


def test_periods_offer_the_parts_of_the_year_and_ask_about_others() -> None:
    offered, rule = listed(book_of(tables={**ALL, "targets": [{"code": "1", "period": "2022"}]}), "targets", "period", "id")

    periods = [labels.period_of(word) for word in offered]
    assert (len(periods), periods[0], periods[-1], rule.errorStyle) == (20, "2024", "2022", "warning")
    assert all(period and Period.parse(period) for period in periods)


def test_codes_are_offered_from_the_sheet_that_defines_them() -> None:
    book = book_of(tables={**ALL, "indicators": [{"code": "IKU.1"}, {"code": "IKU.2"}]})

    offered, rule = listed(book, "targets", "code", "id")

    assert [code for code in offered if code] == ["IKU.1", "IKU.2"]
    assert rule.errorStyle == "warning"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_has_an_example_that_a_document_could_hold(table: str, lang: str) -> None:
    told = example(table, lang, "id")

    assert [c.name for c in TABLES[table].columns if c.required and c.name not in {"line", "unit", "period", "since"} and not told[c.name]] == []
    for c in (c for c in TABLES[table].columns if c.kind in {"choice", "figure"} and told[c.name]):
        assert labels.value_of(table, c, told[c.name])


def cells_of(book: Workbook, table: str, row: int) -> Iterator[tuple[str, Any]]:
    sheet = book[labels.sheet_of(table, "id")]
    return ((c.name, sheet.cell(row, column(sheet, table, c.name))) for c in TABLES[table].columns if c.name != "line")


def test_codes_and_printed_numbers_are_cells_of_text_below_the_last_row_too() -> None:
    book = book_of()

    for row in (FIRST, FIRST + 20):
        forms = {name: cell.number_format for name, cell in cells_of(book, "budget", row)}
        assert {name for name, told in forms.items() if told != "@"} == {"pagu_awal_rp", "blokir_rp", "penambahan_rp", "pagu_rp"}


def test_heads_stay_in_sight_and_are_printed_on_every_page() -> None:
    book = book_of()

    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes is not None
        assert sheet.freeze_panes.endswith("4")
        assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("$3:$3", "landscape", 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_names_every_sheet_and_every_step_that_matters(lang: str) -> None:
    carried: Form = form(lang, tables={"targets": [{"code": "1"}, {"code": "2", KNOWN: "x"}]}, origin="kantor-a_lama_2023", lines=True)
    book = load_workbook(io.BytesIO(workbook(carried)))
    guide = book.worksheets[0]

    told = "\n".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    assert guide.title == words(lang)("form.guide")
    assert all(labels.sheet_of(table, lang) in told for table in carried.tables)
    assert {link.location for row in guide.iter_rows() for cell in row if (link := cell.hyperlink)} == {f"'{s.title}'!A1" for s in book.worksheets[1:-1]}
    for part in ("kinerja-1", "kantor-a_laporan-kinerja_2024-tw3", "kantor-a_lama_2023", "kinerja import", "98,50%", words(lang)("form.step.names")):
        assert part in told


def test_only_a_form_with_rows_carried_over_speaks_of_yellow_cells() -> None:
    told = "".join(str(cell.value) for row in book_of().worksheets[0].iter_rows() for cell in row)

    assert words("id")("form.key.carried") not in told
    assert words("id")("form.key.known") not in told


def test_a_file_of_a_plan_asks_for_nothing_that_was_reached() -> None:
    assert {"realisations", "spending"} & set(needed("rencana-kerja")) == set()
    assert {"realisations", "spending"} <= set(needed("laporan-kinerja"))


def test_units_with_one_short_name_are_told_apart() -> None:
    twins = {**UNITS, "kantor-b": UNITS["kantor-a"]}

    assert labels.unit_words(twins)["kantor-b"] == "A (kantor-b)"
    assert (labels.unit_of("A (kantor-b)", twins), labels.unit_of("A", twins)) == ("kantor-b", None)
