"""The audit of documents one by one: the same findings, coverage and closed rows as the audit of everything, and kept for later."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis import audit
from analysis.audit import EXPECTATIONS, Audited
from analysis.audit.gate import gate, read, written
from analysis.audit.kept import COVERED, FINDINGS, GATE, read_document, write_document
from analysis.audit.waivers import FILE
from analysis.errors import ParameterError
from analysis.facts import Facts
from analysis.tables import load

PMK = "deputi-pmk_laporan-kinerja_2023"
K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def broken(facts: Facts) -> Facts:
    """The real facts with one negative ceiling, which a critical check stops."""
    frame = facts.tables["budget"].copy()
    frame.loc[frame.index[(frame["document"] == PMK) & (frame["pagu_awal_rp"] > 0)][0], "pagu_awal_rp"] *= -1
    return replace(facts, tables={**facts.tables, "budget": frame})


@pytest.fixture(scope="module")
def whole(broken: Facts) -> Audited:
    return audit.examine(broken, on=DAY)


def one_by_one(facts: Facts, suites: Path = EXPECTATIONS) -> list[Audited]:
    """The audit of every document, each of facts that nothing was worked out of before."""
    return [audit.examine(replace(facts), suites, documents=[document], on=DAY) for document in sorted(facts.sources)]


@pytest.fixture(scope="module")
def parts(broken: Facts) -> list[Audited]:
    return one_by_one(broken)


def same(one: Audited, other: Audited) -> bool:
    return one.findings == other.findings and one.coverage.equals(other.coverage)


def test_documents_one_by_one_give_the_audit_of_everything(whole: Audited, parts: Sequence[Audited]) -> None:
    assert [finding for part in parts for finding in part.findings] == whole.findings
    assert same(audit.together(parts), whole)


def test_an_audit_of_everything_falls_into_those_of_its_documents(broken: Facts, whole: Audited, parts: Sequence[Audited]) -> None:
    for document, part in zip(sorted(broken.sources), parts, strict=True):
        assert same(audit.of_document(whole, document), part)


def test_some_documents_give_their_part_of_the_audit_of_everything(broken: Facts, whole: Audited) -> None:
    told = audit.examine(broken, documents=[K3, PMK], on=DAY)

    assert told.findings == [finding for finding in whole.findings if finding.document in {K3, PMK}]
    assert told.coverage.equals(whole.coverage[whole.coverage["document"].isin([K3, PMK])].reset_index(drop=True))


def test_units_within_a_document_are_units_of_its_reports(broken: Facts) -> None:
    assert audit.audit(broken, units=["kanreg-03"], documents=[K3], on=DAY) == audit.audit(broken, units=["kanreg-03"], on=DAY)
    assert audit.audit(broken, units=["kanreg-03"], documents=[PMK], on=DAY) == []


def test_an_audit_of_a_unit_tells_what_the_audit_of_everything_tells_of_it(broken: Facts, whole: Audited) -> None:
    told = {replace(finding, applied=0) for finding in whole.findings if finding.fails and finding.unit == "deputi-pmk"}

    assert {replace(f, applied=0) for f in audit.audit(broken, units=["deputi-pmk"], on=DAY) if f.fails and f.unit == "deputi-pmk"} == told


def test_an_unknown_document_is_refused_with_the_nearest_known(facts: Facts) -> None:
    with pytest.raises(ParameterError, match=f"did you mean '{PMK}'"):
        audit.audit(facts, documents=[PMK[:-1]])


def test_a_waiver_is_of_its_document(facts: Facts, tmp_path: Path) -> None:
    suites = Path(shutil.copytree(EXPECTATIONS, tmp_path / "expectations"))
    words = {"reason": {"id": "Sudah dijawab.", "en": "Answered."}, "decided_by": "inspektur", "decided": "2025-01-01"}
    entries = [("S07", K3, "2026-12-31"), ("S08", K3, "2025-06-30"), ("T05", PMK, "2026-12-31")]
    waivers = [{"check": check, "document": document, "expires": day, **words} for check, document, day in entries]
    (suites / FILE).write_text(yaml.safe_dump(waivers), "utf-8")

    whole = audit.examine(facts, suites, on=DAY)

    assert {(f.check, f.document) for f in whole.findings if f.suite == "waivers" and f.fails} >= {("V01", K3), ("V02", PMK)}
    assert same(audit.together(one_by_one(facts, suites)), whole)


@pytest.fixture
def two(invent: Callable[..., Path]) -> Facts:
    """Two documents of one unit that state the same things otherwise, so that each is told beside the other."""
    numbers = [("2023-TW1", "10"), ("2023-TW2", "20")]
    given: dict[str, list[dict[str, Any]]] = {
        "indicators": [
            {"since": "2023", "code": "IKU.1", "name": "Cakupan", "measure": "instansi", "polarity": "max", "accumulation": "cumulative", "system": "nspk"}
        ],
        "targets": [{"line": "7", "code": "IKU.1", "basis": basis, "value": "80"} for basis in ("pk", "measurement", "renstra")],
        "realisations": [{"line": "8", "code": "IKU.1", "period": period, "method": "stated", "value": value, "status": "final"} for period, value in numbers],
        "claims": [{"line": "9", "figure": "capaian_pct", "subject": "IKU.1", "printed": "90,5"}],
    }
    raw = invent(**given)
    first = raw / "kantor-a_laporan-kinerja_2023"
    later = raw / "kantor-a_laporan-monev_2023"
    shutil.copytree(first, later)
    source = yaml.safe_load((later / "source.yaml").read_text("utf-8"))
    (later / "source.yaml").write_text(yaml.safe_dump(source | {"document": later.name}), "utf-8")
    for name, was, now in (("targets", "80", "70"), ("realisations", ",20,", ",5,"), ("claims", "90,5", "80,5")):
        text = (later / f"{name}.csv").read_text("utf-8")
        (later / f"{name}.csv").write_text(text.replace(was, now), "utf-8")
    (later / "indicators.csv").unlink()
    return load(raw)


def test_what_two_documents_say_otherwise_is_told_in_the_audit_of_one(two: Facts) -> None:
    whole = audit.examine(two, on=DAY)
    parts = one_by_one(two)

    assert {f.suite for f in whole.findings if f.fails and {quote.document for quote in f.against} - {f.document}} >= {"agreement"}
    assert same(audit.together(parts), whole)


# What is kept of a document.


@pytest.mark.parametrize("number", range(5))
def test_the_audit_of_a_document_is_read_as_it_was_written(broken: Facts, parts: Sequence[Audited], tmp_path: Path, number: int) -> None:
    audited = parts[number]
    stopped = written(broken, gate(broken, audited.findings))
    write_document(tmp_path / "kept", audited, stopped)

    found = read_document(tmp_path / "kept")

    assert found is not None
    assert found[0].findings == [replace(finding, table="", row=None) for finding in audited.findings]
    assert found[0].coverage.equals(audited.coverage)
    assert found[1] == stopped


def test_the_closed_rows_of_all_documents_are_those_of_the_whole_audit(broken: Facts, whole: Audited, parts: Sequence[Audited], tmp_path: Path) -> None:
    for number, audited in enumerate(parts):
        write_document(tmp_path / str(number), audited, written(broken, gate(broken, audited.findings)))

    told = [read_document(tmp_path / str(number)) for number in range(len(parts))]

    assert read(broken, [stop for found in told if found for stop in found[1]]) == gate(broken, whole.findings) != {}


def test_reports_are_told_the_same_from_what_is_kept(broken: Facts, whole: Audited, parts: Sequence[Audited], tmp_path: Path) -> None:
    write_document(tmp_path, audit.together(parts), [])
    found = read_document(tmp_path)

    assert found is not None
    for unit, period in broken.reports:
        kept, told = (audit.of_report(broken, audited, unit, period) for audited in (found[0], whole))
        assert [f.cells for f in kept.findings] == [f.cells for f in told.findings]
        assert kept.coverage.equals(told.coverage)


@pytest.mark.parametrize("name", [FINDINGS, COVERED, GATE])
@pytest.mark.parametrize("content", [None, b"", b"\xff", b"[]", b"{}", b'{"files": {}, "stopped": [1]}'])
def test_what_is_not_whole_is_not_read(parts: Sequence[Audited], tmp_path: Path, name: str, content: bytes | None) -> None:
    write_document(tmp_path, parts[0], [])
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)

    assert read_document(tmp_path) is None


def test_files_of_two_audits_are_not_read_as_one(parts: Sequence[Audited], tmp_path: Path) -> None:
    write_document(tmp_path / "one", parts[0], [])
    write_document(tmp_path / "other", parts[1], [])
    shutil.copy(tmp_path / "one" / FINDINGS, tmp_path / "other" / FINDINGS)

    assert read_document(tmp_path / "other") is None
    assert json.loads((tmp_path / "one" / GATE).read_text("utf-8"))["stopped"] == []
