"""Generated documents are right by construction: they load, every claim of theirs holds, and the audit raises no alarm; a planted defect is seen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from defects import KINDS
from documents import Document, cloned, read, write_all
from generated import documents
from printing import number, spelled
from trial import trial

from analysis.audit import audit
from analysis.claims import reconcile
from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.rules import law
from analysis.tables import load


@pytest.fixture(scope="module")
def made() -> list[Document]:
    """Twelve documents of all sizes, years and number styles."""
    return documents(12)


@pytest.fixture(scope="module")
def raw(made: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    write_all(made, folder)
    return folder


@pytest.fixture(scope="module")
def loaded(raw: Path) -> Facts:
    return load(raw)


def test_documents_are_of_every_kind_of_table_and_both_styles(loaded: Facts) -> None:
    styles = {source.sidecar["number_styles"][0]["style"] for source in loaded.sources.values()}

    assert styles == {"id", "en"}
    assert {name for name in TABLES if len(loaded.tables[name])} == set(TABLES) - {"answers"}
    assert {period[:4] for _, period in loaded.reports} == {"2023", "2024"}


def test_every_claim_of_a_generated_document_holds(loaded: Facts) -> None:
    ledger = Ledger(loaded, law())
    rows = [{str(name): value for name, value in row.items()} for row in loaded.tables["claims"].to_dict("records")]

    verdicts = Counter((claim.verdict, claim.note) for claim in (reconcile(ledger, row) for row in rows))

    assert set(verdicts) == {("match", "")}
    assert verdicts["match", ""] > 3000


def test_the_audit_raises_no_alarm_on_a_generated_document(loaded: Facts) -> None:
    alarms = [finding for finding in audit(loaded) if finding.fails and finding.severity != "info"]

    assert [(a.check, a.document, a.line, a.subject, a.expected, a.found) for a in alarms] == []


def test_the_same_seed_draws_the_same_documents(made: list[Document]) -> None:
    again, other = documents(2), documents(1, seed=2)

    assert [d.tables for d in again] == [d.tables for d in made[:2]]
    assert other[0].tables != made[0].tables


def test_a_document_is_read_as_it_was_written(made: list[Document], raw: Path) -> None:
    found = read(raw / made[2].name)

    assert (found.tables, found.sidecar) == ({name: made[2].tables[name] for name in TABLES if name in made[2].tables}, made[2].sidecar)


def test_copies_of_a_document_lie_side_by_side(made: list[Document], tmp_path: Path) -> None:
    write_all([cloned(made[0], "~1~"), cloned(made[0], "~2~")], tmp_path)

    copies = load(tmp_path)

    assert len(copies.reports) == 2
    assert len(copies.tables["claims"]) == 2 * len(made[0].tables["claims"])


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_defect_changes_a_document_at_its_lines(made: list[Document], name: str) -> None:
    planted = [result for document in made if (result := KINDS[name].plant(document, Random(7)))]

    assert planted
    for result in planted:
        before = next(document for document in made if document.name == result.document.name)
        assert result.lines
        assert (result.document.tables, result.document.sidecar) != (before.tables, before.sidecar)


def test_a_trial_tells_what_became_of_each_defect(made: list[Document]) -> None:
    names = ("row-doubled", "digit-in-total", "digit-in-target")
    tasks = [(name, False, made[0], planted) for name in names if (planted := KINDS[name].plant(made[0], Random(7)))]

    refused, found, target = trial(tasks, {})

    assert (refused.found, refused.refused, refused.at_place) == (True, True, True)
    assert (found.found, found.refused, found.pinpointed) == (True, False, True)
    assert target.found or target.unseen in {"", "rests on no claim", "its claims still hold"}


def test_numbers_are_printed_in_both_styles_and_in_words() -> None:
    assert (number(-1234, "id", 2), number(1234567, "en")) == ("-1.234,00", "1,234,567")
    assert [spelled(n) for n in (11, 18, 27, 100, 143)] == ["sebelas", "delapan belas", "dua puluh tujuh", "seratus", "seratus empat puluh tiga"]
