"""Every real document goes into a form and comes back byte for byte, and with it every figure."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.figures import COLUMNS, Ledger, rows_of
from analysis.intake.files.opening import opened
from analysis.intake.form.begun import form_of
from analysis.intake.form.book import filled, workbook
from analysis.intake.importing import prepared
from analysis.intake.layouts.form import fits, marked, take
from analysis.intake.reading import Asked, Context, Reading
from analysis.languages import LANGUAGES
from analysis.output import csv_of, write_bytes
from analysis.rules import law
from analysis.tables import RAW, load

DOCUMENTS = sorted(folder.name for folder in RAW.iterdir() if folder.is_dir())


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load(RAW)


def brought_back(facts: Facts, document: str, lang: str, folder: Path) -> Reading:
    """What is read of the form of a document."""
    file = folder / f"{document}.xlsx"
    file.write_bytes(workbook(filled(facts, document, lang)))
    book = opened(file)

    assert fits(book)
    mark = marked(book)
    assert mark
    assert (mark.document, mark.lang) == (document, lang)
    return take(book, Asked(), Context(facts.units, facts.sources[document].sidecar))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_comes_back_from_its_form_byte_for_byte(facts: Facts, tmp_path: Path, document: str, lang: str) -> None:
    reading = brought_back(facts, document, lang, tmp_path)

    rows: dict[str, list[list[str]]] = defaultdict(list)
    for taken in reading.taken:
        cells = {"line": str(taken.line), **taken.cells}
        rows[taken.table].append([cells[name] for name in TABLES[taken.table].header])
    written = {f"{table}.csv": csv_of(TABLES[table].header, told).encode() for table, told in rows.items()}
    assert reading.wrong == []
    assert written == {file.name: file.read_bytes() for file in (RAW / document).glob("*.csv")}
    assert {left.why for left in reading.left} == {"form_above", "form_heads", "form_explanation", "form_example"}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A copy of the real documents."""
    return Path(shutil.copytree(RAW, tmp_path / "data" / "raw"))


def figures(raw: Path, unit: str, period: str) -> str:
    """What figures.csv of a report holds of its own figures."""
    ledger = Ledger(load(raw), law())
    return csv_of(COLUMNS, rows_of(list(ledger.all(unit, period))))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_form_that_is_imported_again_changes_no_row_and_no_figure(facts: Facts, raw: Path, document: str) -> None:
    place = form_of(raw, document)
    write_bytes(place, workbook(filled(facts, document, "id")))

    found = prepared(place, Asked(), raw)
    written = found.accept()

    unit, period = facts.sources[document].reports[-1]
    assert (found.draft.document, found.wrong, found.any_change) == (document, [], False)
    assert written == ["source.yaml"]
    assert {file.name: file.read_bytes() for file in (raw / document).glob("*.csv")} == {f.name: f.read_bytes() for f in (RAW / document).glob("*.csv")}
    assert figures(raw, unit, period) == figures(RAW, unit, period)


def test_a_row_that_is_deleted_or_corrected_in_the_form_is_so_in_the_document(facts: Facts, raw: Path) -> None:
    from openpyxl import load_workbook

    document = "kanreg-07-palembang_rencana-kerja_2025"
    place = form_of(raw, document)
    write_bytes(place, workbook(filled(facts, document, "id")))
    book = load_workbook(place)
    sheet = book["Target"]
    head = [cell.value for cell in sheet[3]]
    sheet.cell(6, head.index("Target") + 1).value = "61%"
    sheet.delete_rows(7)
    book.save(place)

    found = prepared(place, Asked(), raw)
    found.accept()

    before, after = ((folder / document / "targets.csv").read_text("utf-8").splitlines() for folder in (RAW, raw))
    assert found.wrong == []
    assert after == [before[0], before[1].replace("60%", "61%"), *before[3:]]
