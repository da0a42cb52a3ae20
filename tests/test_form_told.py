"""What somebody who fills in a form for the first time is told: every mistake at once, in the order of the sheets, in the words of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
import yaml
from projects import UNITS, write_yaml
from typer.testing import CliRunner

from analysis import cli
from analysis.audit.telling import Teller
from analysis.intake import telling
from analysis.intake.form import labels
from analysis.intake.form.begun import Wanted, begin
from analysis.intake.form.new_unit import NewUnit
from analysis.intake.importing import Import, prepared
from analysis.intake.layouts import layouts
from analysis.intake.reading import Asked
from analysis.languages import LANGUAGES
from analysis.tables import load
from analysis.words import words
from analysis.workbook import open_workbook

INDICATOR = {"code": "IKU.1", "name": "Surat", "since": "2024", "measure": "pct", "polarity": "max", "accumulation": "last", "system": "program"}
TARGET = {"code": "IKU.1", "basis": "pk", "value": "80"}
REACHED = {"code": "IKU.1", "method": "stated", "value": "90", "status": "final"}
GOOD = {"indicators": [INDICATOR], "targets": [TARGET], "realisations": [REACHED]}
FIRST = 6
"""The row of a sheet in which facts begin."""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "raw"
    folder.mkdir(parents=True)
    write_yaml(folder / "units.yaml", UNITS)
    return folder


def filled_in(raw: Path, tables: Mapping[str, Sequence[Mapping[str, str]]], lang: str = "en") -> Import:
    """What an import says of a new form with these rows."""
    place = begin(raw, Wanted("kantor-a", "2024-TW1", "laporan-kinerja", lang)).form
    book = openpyxl.load_workbook(place)
    for table, rows in tables.items():
        sheet = book[labels.sheet_of(table, lang)]
        heads = {labels.plain(str(cell.value)): cell.column for cell in sheet[3]}
        for number, row in enumerate(rows, FIRST):
            for column, text in row.items():
                sheet.cell(number, heads[labels.plain(labels.head_of(table, column, lang))]).value = text
    book.save(place)
    return prepared(place, Asked(), raw)


def test_a_row_with_one_mistake_does_not_hide_another(raw: Path) -> None:
    found = filled_in(raw, {**GOOD, "realisations": [REACHED | {"period": "Triwlan I", "status": ""}]})

    assert [(one.cell, one.why) for one in found.wrong] == [("D6", "form_period"), ("I6", "empty_cell")]


def test_mistakes_come_in_the_order_of_the_sheets(raw: Path) -> None:
    wrong = {
        "indicators": [INDICATOR, INDICATOR | {"code": "IKU.9", "polarity": "x"}],
        "targets": [TARGET | {"code": "IKU.2"}, TARGET | {"unit": "x"}],
        "realisations": [REACHED | {"unit": "x"}],
    }

    found = filled_in(raw, wrong)

    assert [(one.sheet, one.cell) for one in found.wrong] == [("Indicators", "J7"), ("Targets", "B6"), ("Targets", "C7"), ("Realisations", "C6")]


@pytest.mark.parametrize(("lang", "head"), [("en", "“Status of the value” is empty"), ("id", "“Status nilai” kosong")])
def test_a_column_is_called_by_its_head(raw: Path, lang: str, head: str) -> None:
    found = filled_in(raw, {**GOOD, "realisations": [REACHED | {"status": ""}]}, lang)

    assert telling.reason(found.wrong[0], words(lang)).startswith(head)


def test_what_the_form_brings_itself_is_one_number(raw: Path) -> None:
    found = filled_in(raw, GOOD)

    assert telling.count_rows(found.counts, words("en"))[1] == ("Indicators", "6", "1", "5", "0", "part of the form itself: 5")


def test_the_first_unit_of_all_needs_no_list_of_units(raw: Path) -> None:
    (raw / "units.yaml").unlink()

    begin(raw, Wanted("kantor-x", "2024", "lkjip"), NewUnit("kantor-x", "", "kantor-regional", "X", "Kantor X"))

    assert list(yaml.safe_load((raw / "units.yaml").read_text("utf-8"))) == ["kantor-x"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_layout_has_a_name_that_readers_know(lang: str) -> None:
    assert [name for name in layouts() if not words(lang).known(f"intake.layout.{name}")] == []


def test_a_row_of_a_sheet_is_placed_by_file_sheet_and_row(raw: Path) -> None:
    document = filled_in(raw, GOOD).draft.document
    prepared(raw.parent / "forms" / f"{document}.xlsx", Asked(), raw).accept()

    facts = load(raw)
    line = int(facts.printed["realisations"]["line"].iloc[0])

    assert Teller(facts, (), "en").place(document, line) == "Laporan kinerja Triwulan I 2024 Kantor A, sheet Realisations, row 6"
    assert open_workbook("kantor-a", "2024-TW1", lang="en", data_dir=str(raw)).place(document, line) == "sheet Realisations, row 6"
    letter = facts.sources[document].sheet(line).columns["realisations.value"]
    assert (
        open_workbook("kantor-a", "2024-TW1", lang="en", data_dir=str(raw)).place(document, line, "realisations.value") == f"sheet Realisations, cell {letter}6"
    )


def test_files_are_named_from_where_the_command_is_given(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(raw.parents[1])
    new = ["new", "--unit", "kantor-c", "--parent", "bkn", "--kind-of-unit", "kantor-regional", "--short", "C", "--name", "C"]

    told = CliRunner().invoke(cli.app, [*new, "--period", "2024", "--kind", "lkjip", "--lang", "en", "--data-dir", str(raw)]).stdout

    assert told.splitlines()[0] == "The unit kantor-c was added to data/raw/units.yaml."


@pytest.mark.parametrize(("lang", "meant"), [("en", "(perhaps A)"), ("id", "(mungkin A)")])
def test_a_unit_that_is_misspelt_is_guessed_in_the_language_that_is_asked_for(raw: Path, lang: str, meant: str) -> None:
    listed = raw / "units.yaml"
    listed.write_text(listed.read_text("utf-8").replace("short: A", "short: Kantor Contoh"), "utf-8")

    found = filled_in(raw, {**GOOD, "realisations": [REACHED | {"unit": "kantor-conto"}]}, lang)

    assert meant.replace("A", "Kantor Contoh") in telling.next_step(found.wrong[0], words(lang))
