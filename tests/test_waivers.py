"""Waivers: read fail-closed, in force between two days, and themselves under audit."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.audit import EXPECTATIONS, Finding, audit, load_suites, stops
from analysis.audit.relations import Examination
from analysis.audit.validation import engine, validate
from analysis.audit.waivers import FILE, Waiver, apply, load_waivers, waived
from analysis.errors import SuiteError
from analysis.facts import Facts

DOCUMENT = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
OTHER = "deputi-pmk_laporan-kinerja_2023"
DOCUMENTS = {DOCUMENT, OTHER}
CHECKS = {"S07", "S14", "V01"}
GOOD: dict[str, Any] = {
    "check": "S07",
    "document": DOCUMENT,
    "line": 102,
    "subject": "asn-dikelola",
    "reason": {"id": "Salah ketik, sudah diralat.", "en": "A misprint, since corrected."},
    "decided_by": "inspektur",
    "decided": "2025-01-31",
    "expires": "2025-12-31",
}
FINDING = Finding("S07", "sums", "critical", "fails", DOCUMENT, 102, "kanreg-03", "2024-TW3", "asn-dikelola", "", "391608", "391068", 6)
WAIVER = Waiver("S07", DOCUMENT, GOOD["reason"], "inspektur", date(2025, 1, 31), date(2025, 12, 31))
DURING, AFTER = date(2025, 6, 1), date(2026, 1, 10)


def read(tmp_path: Path, *entries: Any) -> list[Waiver]:
    return read_text(tmp_path, yaml.safe_dump(list(entries), allow_unicode=True))


def read_text(tmp_path: Path, text: str) -> list[Waiver]:
    (tmp_path / FILE).write_text(text, "utf-8")
    return load_waivers(tmp_path / FILE, CHECKS, DOCUMENTS)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


def test_a_waiver_is_read_as_it_is_written(tmp_path: Path) -> None:
    (waiver,) = read(tmp_path, GOOD)

    assert waiver == replace(WAIVER, line=102, subject="asn-dikelola")
    assert waiver.told == "inspektur (2025-12-31)"


def test_line_and_subject_may_be_left_out_and_days_need_no_quotes(tmp_path: Path) -> None:
    text = f"- {{check: S07, document: {DOCUMENT}, reason: {{id: a, en: b}}, decided_by: inspektur, decided: 2025-01-31, expires: 2025-12-31}}\n"

    (waiver,) = read_text(tmp_path, text)

    assert (waiver.line, waiver.subject, waiver.expires) == (None, "", date(2025, 12, 31))


def test_without_file_and_with_an_empty_list_nothing_is_waived(tmp_path: Path) -> None:
    assert load_waivers(tmp_path / FILE, CHECKS, DOCUMENTS) == []
    assert read_text(tmp_path, "# none\n[]\n") == []


def test_the_waivers_of_the_project_can_be_read(facts: Any) -> None:
    checks = {check.id for suite in load_suites() for check in suite.checks}

    assert isinstance(load_waivers(EXPECTATIONS / FILE, checks, facts.sources), list)


REFUSED: dict[str, tuple[Any, str]] = {
    "not an object": ("S07", r"waivers.yaml, entry 1: an object with the keys check, document"),
    "unknown key": (GOOD | {"expire": "2025-12-31"}, r"entry 1: key 'expire' is not known; did you mean 'expires'\?"),
    "unknown check": (GOOD | {"check": "S70"}, r"entry 1 \(S70\): check 'S70' is not known; did you mean 'S07'\?"),
    "unknown document": (GOOD | {"document": DOCUMENT[:-1]}, rf"document '{DOCUMENT[:-1]}' is not known; did you mean '{DOCUMENT}'\?"),
    "a check of waivers": (GOOD | {"check": "V01"}, "check 'V01' looks at waivers and cannot be waived"),
    "no check": (without("check"), "'check' is missing or empty"),
    "no document": (without("document"), "'document' is missing or empty"),
    "no reason": (without("reason"), "'reason.id' is missing or empty"),
    "reason in text": (GOOD | {"reason": "because"}, "'reason.id' is missing or empty"),
    "reason in one language": (GOOD | {"reason": {"id": "sebab"}}, "'reason.en' is missing or empty"),
    "blank reason": (GOOD | {"reason": {"id": "sebab", "en": "  "}}, "'reason.en' is missing or empty"),
    "reason in another language": (GOOD | {"reason": {"id": "sebab", "en": "why", "jv": "x"}}, "key 'reason.jv' is not known"),
    "no role": (without("decided_by"), "'decided_by' is missing or empty"),
    "a name": (GOOD | {"decided_by": "Inspektur Utama"}, "decided_by 'Inspektur Utama' must be a role in small letters"),
    "no decision": (without("decided"), "'decided' is missing or empty"),
    "no expiry": (without("expires"), "'expires' is missing or empty"),
    "endless": (GOOD | {"expires": "never"}, "expires 'never' is not a date; write it as 2025-12-31"),
    "day that is not there": (GOOD | {"expires": "2025-02-30"}, "expires '2025-02-30' is not a date"),
    "day without dashes": (GOOD | {"expires": "20251231"}, "expires '20251231' is not a date"),
    "day with time": (GOOD | {"expires": "2025-12-31 10:00:00"}, "is not a date"),
    "day in other digits": (GOOD | {"expires": "٢٠٢٥-١٢-٣١"}, "is not a date"),
    "expires before decided": (GOOD | {"expires": "2025-01-30"}, "expires 2025-01-30 lies before decided 2025-01-31"),
    "line in words": (GOOD | {"line": "all"}, "line 'all' is not a line of the document"),
    "line zero": (GOOD | {"line": 0}, "line '0' is not a line of the document"),
    "line too long to read": (GOOD | {"line": "9" * 5000}, "is not a line of the document"),
    "empty line": (GOOD | {"line": ""}, "'line' is missing or empty"),
    "lines in a list": (GOOD | {"line": [1, 2]}, "'line' is missing or empty"),
    "empty subject": (GOOD | {"subject": ""}, "'subject' is missing or empty"),
}


@pytest.mark.parametrize("entry", REFUSED)
def test_what_does_not_say_who_accepts_what_why_and_until_when_is_refused(tmp_path: Path, entry: str) -> None:
    given, sentence = REFUSED[entry]

    with pytest.raises(SuiteError, match=sentence):
        read(tmp_path, given)


UNREADABLE = {
    "object": ("check: S07\n", "a list of waivers is needed"),
    "empty": ("# nothing\n", "a list of waivers is needed"),
    "broken": ("- {check: S07\n", "cannot be read as YAML"),
    "key twice": ("- {check: S07, check: S14}\n", "a key is written twice"),
    "object of a program": ("- !!python/object/apply:os.getcwd []\n", "an object with the keys"),
    "merged": ("- &a {check: S07}\n- {<<: *a}\n", "is missing or empty"),
    "deep": ("[" * 5000, "cannot be read as YAML"),
}


@pytest.mark.parametrize("written", UNREADABLE)
def test_a_file_that_is_not_a_list_of_waivers_is_refused(tmp_path: Path, written: str) -> None:
    text, sentence = UNREADABLE[written]

    with pytest.raises(SuiteError, match=sentence):
        read_text(tmp_path, text)


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"- \xff\n")

    with pytest.raises(SuiteError, match="cannot be read as YAML in UTF-8"):
        load_waivers(tmp_path / FILE, CHECKS, DOCUMENTS)


def test_a_finding_has_one_waiver(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="entry 3: repeats entry 1"):
        read(tmp_path, GOOD, without("line"), GOOD | {"expires": "2026-12-31"})


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2025, 1, 30), ""),
        (date(2025, 1, 31), "inspektur (2025-12-31)"),
        (date(2025, 12, 31), "inspektur (2025-12-31)"),
        (date(2026, 1, 1), ""),
    ],
)
def test_a_waiver_is_in_force_from_the_decision_to_the_expiry(on: date, told: str) -> None:
    (finding,) = apply([FINDING], [WAIVER], on)

    assert finding.waiver == told
    assert bool(stops([finding])) == (not told)


@pytest.mark.parametrize(
    ("waiver", "covered"),
    [
        (WAIVER, True),
        (replace(WAIVER, line=102), True),
        (replace(WAIVER, line=103), False),
        (replace(WAIVER, subject="asn-dikelola"), True),
        (replace(WAIVER, subject="asn"), False),
        (replace(WAIVER, check="S14"), False),
        (replace(WAIVER, document=OTHER), False),
    ],
)
def test_a_waiver_covers_only_what_it_names(waiver: Waiver, covered: bool) -> None:
    (finding,) = apply([FINDING], [waiver], DURING)

    assert bool(finding.waiver) == covered


def test_only_failing_findings_are_waived_and_the_first_waiver_counts() -> None:
    held = replace(FINDING, outcome="holds", line=None, subject="")
    later = replace(WAIVER, decided_by="kepala biro", line=102)

    told = apply([held, FINDING, replace(FINDING, line=9)], [replace(later, line=5), later, WAIVER], DURING)

    assert [f.waiver for f in told] == ["", "kepala biro (2025-12-31)", "inspektur (2025-12-31)"]
    assert apply(told, [], DURING) == [held, FINDING, replace(FINDING, line=9)]


@pytest.mark.parametrize(
    ("waiver", "on", "expiry", "needed"),
    [
        (WAIVER, DURING, 0, 0),
        (WAIVER, date(2025, 12, 31), 0, 0),
        (WAIVER, AFTER, 10, 0),
        (replace(WAIVER, subject="mended"), DURING, 0, 1),
        (replace(WAIVER, subject="mended"), AFTER, 10, 1),
    ],
)
def test_waivers_are_compared_with_the_day_and_with_the_findings(waiver: Waiver, on: date, expiry: int, needed: int) -> None:
    rows = {row.relation: row for row in waived([waiver], [FINDING], on)}

    assert {name: row.difference for name, row in rows.items()} == {"waiver_expiry": expiry, "waiver_needed": needed}
    assert rows["waiver_expiry"].expected == f">= {on}"
    assert rows["waiver_needed"].found == str(int(not needed))


def test_an_expired_waiver_quotes_what_it_no_longer_covers() -> None:
    quoted = {on: [row.against for row in waived([WAIVER], [FINDING], on)] for on in (DURING, AFTER)}

    assert quoted[DURING] == [(), ()]
    assert [(quote.line, quote.printed, quote.label) for quote in quoted[AFTER][0]] == [(102, "391068", "asn-dikelola")]


@pytest.mark.parametrize(
    ("waivers", "on", "outcomes"),
    [
        ([WAIVER], DURING, {"V01": "holds", "V02": "holds"}),
        ([WAIVER], AFTER, {"V01": "fails", "V02": "holds"}),
        ([replace(WAIVER, line=7)], DURING, {"V01": "holds", "V02": "fails"}),
        ([], DURING, {"V01": "not_applicable", "V02": "not_applicable"}),
    ],
)
def test_expired_and_unneeded_waivers_are_findings_of_their_own(facts: Facts, waivers: list[Waiver], on: date, outcomes: dict[str, str]) -> None:
    (suite,) = [suite for suite in load_suites() if suite.name == "waivers"]
    examined = Examination(facts)
    examined.waived = list(waived(waivers, [FINDING], on))

    found = [f for f in validate(engine(), suite, examined) if f.document == DOCUMENT]

    assert {f.check: f.outcome for f in found} == outcomes
    assert {f.check: f.severity for f in found} == {"V01": "critical", "V02": "warning"}


def with_waivers(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    """The suites of the project with these waivers."""
    folder = tmp_path / "expectations"
    shutil.copytree(EXPECTATIONS, folder)
    (folder / FILE).write_text(yaml.safe_dump(list(entries)), "utf-8")
    return folder


def test_a_waiver_is_named_by_its_finding_until_it_expires(facts: Facts, tmp_path: Path) -> None:
    suites = with_waivers(tmp_path, GOOD)
    during, after = audit(facts, suites, on=DURING), audit(facts, suites, on=AFTER)

    assert {(f.line, f.subject): f.waiver for f in during if f.waiver} == {(102, "asn-dikelola"): "inspektur (2025-12-31)"}
    assert [f for f in during if f.fails and f.suite == "waivers"] == []
    assert [f for f in after if f.waiver] == []
    assert [(f.check, f.document, f.line) for f in after if f.fails and f.suite == "waivers"] == [("V01", DOCUMENT, 102)]


def test_an_audit_of_one_unit_does_not_call_the_waivers_of_others_unneeded(facts: Facts, tmp_path: Path) -> None:
    found = audit(facts, with_waivers(tmp_path, GOOD), units=["kanreg-07"], on=DURING)

    assert [f for f in found if f.fails and f.suite == "waivers"] == []
