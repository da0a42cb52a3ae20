"""The data dictionary, the raw headers and the glossary agree."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis import claims, figures
from analysis.dictionary import TABLES, Table
from analysis.figures.ledger import BUILDERS
from analysis.rules import law
from analysis.tables import RAW

ENTRY = re.compile(r"\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")
HEADERS = sorted(RAW.glob("*/*.csv"))
RULES = {r.id for r in law().rules}


@pytest.fixture(scope="module")
def glossary(root: Path) -> dict[str, list[str]]:
    """The entries of docs/glossary.md: the term, and its meaning in both languages."""
    lines = (root / "docs" / "glossary.md").read_text("utf-8").splitlines()
    found = [match.groups() for line in lines if (match := ENTRY.fullmatch(line))]
    return {name: rest for name, *rest in found}


@pytest.mark.parametrize("file", HEADERS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_the_header_of_a_raw_table_is_that_of_the_dictionary(file: Path) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        header = next(csv.reader(opened))

    assert header == TABLES[file.stem].header


def test_every_table_of_the_dictionary_is_used_by_a_document() -> None:
    """Answers of a survey come from the analyst's own sheets: no published document prints them."""
    assert {file.stem for file in HEADERS} == set(TABLES) - {"answers"}


def test_every_column_has_an_entry_in_the_glossary(glossary: dict[str, list[str]]) -> None:
    raw = {column for table in TABLES.values() for column in ("document", *table.header)}
    results = {*figures.COLUMNS, *claims.COLUMNS}

    assert sorted((raw | results) - set(glossary)) == []


def test_every_figure_has_an_entry_in_the_glossary(glossary: dict[str, list[str]]) -> None:
    assert sorted((RULES | set(BUILDERS)) - set(glossary)) == []


def test_every_entry_says_the_term_and_both_meanings(glossary: dict[str, list[str]]) -> None:
    assert [name for name, told in glossary.items() if not all(text.strip() for text in told)] == []


def test_the_glossary_speaks_of_nothing_that_is_gone(glossary: dict[str, list[str]]) -> None:
    machinery = {"source", "table", "correction", "claim", "verdict", "variant", "rule", "parameter", "certainty"}
    machinery |= {"scope", "case", "ledger", "trace", "finding", "gate", "waiver", "manifest"}
    columns = {column for table in TABLES.values() for column in ("document", *table.header)}

    assert sorted(set(glossary) - columns - {*figures.COLUMNS, *claims.COLUMNS} - RULES - machinery) == []


def test_an_entry_stands_once_per_chapter(root: Path) -> None:
    chapters = (root / "docs" / "glossary.md").read_text("utf-8").split("\n## ")
    repeated = [name for chapter in chapters for name, times in Counter(m[0] for m in ENTRY.findall(chapter)).items() if times > 1]

    assert repeated == []


def test_every_figure_that_is_built_has_a_rule(root: Path) -> None:
    """Rules beyond them serve inputs that no document prints yet; each has its case table."""
    beyond = RULES - set(BUILDERS)

    assert sorted(set(BUILDERS) - RULES) == []
    assert sorted(id for id in beyond if not (root / "tests" / "cases" / f"{id}.csv").is_file()) == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_is_fit_to_be_read(table: Table) -> None:
    columns = {column.name: column for column in table.columns}

    assert len(columns) == len(table.columns)
    assert set(table.key) <= set(columns)
    assert columns["line"].required
    assert [c.name for c in table.columns if c.kind == "choice" and not c.choices] == []
    assert [c.name for c in table.columns if not c.means] == []


def test_a_column_of_money_is_a_number_and_says_so() -> None:
    kinds = {column.name: column.kind for table in TABLES.values() for column in table.columns}

    assert {name for name, kind in kinds.items() if name.endswith("_rp") and kind != "number"} == set()
