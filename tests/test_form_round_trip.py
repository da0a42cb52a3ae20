"""Every real document goes into a form and comes back byte for byte."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.intake.form import filled, workbook
from analysis.intake.layouts.form import fits, marked, take
from analysis.intake.opening import opened
from analysis.intake.reading import Asked, Context, Reading
from analysis.languages import LANGUAGES
from analysis.output import csv_of
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
