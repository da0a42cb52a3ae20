"""`kinerja audit`: what it selects, refuses, shows, writes, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import yaml
from typer.testing import CliRunner, Result

from analysis import audit, cli, reference
from analysis.audit import COLUMNS, EXPECTATIONS, Finding, Quote, load_suites
from analysis.audit.waivers import FILE, apply, load_waivers
from analysis.errors import EXIT_CODES, ParameterError, SuiteError
from analysis.facts import Facts
from analysis.run import audited as work
from analysis.run.audited import FILES, SHOWN, Asked, audited, select
from analysis.run.steps import Folders

K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
PMK = "deputi-pmk_laporan-kinerja_2023"
WK = "bkpsdm-way-kanan_lkjip_2023"
DAY = date(2025, 6, 1)

WARNING = Finding("S07", "sums", "warning", "fails", K3, 102, "kanreg-03", "2024-TW3", "asn-dikelola", "", "391608", "391068", 6)
CRITICAL = Finding("S14", "sums", "critical", "fails", PMK, 1524, "dit-ppu", "2023", "total", "", "<= 0", "5", 3)
NOTE = Finding("S15", "sums", "info", "fails", PMK, 1306, "deputi-pmk", "2023", "total", "", "1", "2", 9)
ELSEWHERE = Finding("S07", "sums", "warning", "fails", WK, 1541, "kab-way-kanan", "2023", "guru-sd", "", "2220", "2210", 9)
WHOLE = Finding("K02", "claims", "warning", "fails", WK, None, "", "", "", "", ">= 1", "0", 0)
HOLDS = Finding("S08", "sums", "warning", "holds", K3, None, "", "", "", "", "", "", 4)
IDLE = Finding("K05", "claims", "warning", "not_applicable", PMK, None, "", "", "", "", "", "", 0, reason="empty")
ALL = (WARNING, CRITICAL, NOTE, ELSEWHERE, WHOLE, HOLDS, IDLE)

Kinerja = Callable[..., Result]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, facts: Facts) -> list[Finding]:
    """What the audit finds; a test may replace its content."""
    told = list(ALL)

    def audited_on(facts: Facts, suites: Path = EXPECTATIONS, *, on: date) -> list[Finding]:
        return apply(told, load_waivers(suites / FILE, {f.check for f in told}, facts.sources), on)

    monkeypatch.setattr(audit, "audit", audited_on)
    monkeypatch.setattr(work, "load", lambda folder: facts)
    return told


@pytest.fixture
def kinerja(tmp_path: Path) -> Kinerja:
    """Runs `kinerja audit` with the options, its files in the folder `out` of the test."""

    def run(*options: str) -> Result:
        return CliRunner().invoke(cli.app, ["audit", "--out-dir", str(tmp_path / "out"), "--on", str(DAY), *options])

    return run


def rows(result: Result) -> list[list[str]]:
    return [line.split("\t") for line in result.stdout.splitlines() if "\t" in line]


def checks(result: Result) -> list[str]:
    return [row[1].partition(" ")[0] for row in rows(result)[1:]]


def waivers_in(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    """A copy of the suites with these waivers."""
    folder = tmp_path / "expectations"
    shutil.copytree(EXPECTATIONS, folder)
    (folder / FILE).write_text(yaml.safe_dump(list(entries)), "utf-8")
    return folder


def accepts(finding: Finding, **other: Any) -> dict[str, Any]:
    when = {"decided": "2025-01-01", "expires": "2025-12-31"}
    return {"check": finding.check, "document": finding.document, "reason": {"id": "a", "en": "b"}, "decided_by": "inspektur"} | when | other


# What is shown.


def test_the_table_shows_failing_findings_the_gravest_first(found: list[Finding], kinerja: Kinerja) -> None:
    result = kinerja("--lang", "en")

    assert rows(result)[0] == ["Severity", "Check", "Place", "Subject", "Printed", "Expected", "Contradicted by", "Likely slip"]
    assert [(row[0], row[1].partition(" ")[0]) for row in rows(result)[1:]] == [
        ("Critical", "S14"),
        ("Warning", "K02"),
        ("Warning", "S07"),
        ("Warning", "S07"),
        ("Note", "S15"),
    ]
    assert "5 findings: 1 critical, 3 warnings, 1 notes; 0 of them waived." in result.stdout.splitlines()
    assert "7 checks of 3 documents: 1 hold, 5 fail, 1 do not apply." in result.stdout.splitlines()


def test_a_row_quotes_what_is_printed_and_what_contradicts_it(found: list[Finding], kinerja: Kinerja) -> None:
    against = tuple(Quote(K3, n, "value", str(n), "asn") for n in range(200, 201 + SHOWN))
    found[:] = [replace(WARNING, printed="391.068", against=against, suggestion="transposed:391.608")]

    (row,) = rows(kinerja())[1:]

    assert row[2:6] == ["Laporan Kinerja Triwulan III 2024, baris 102", "kanreg-03 2024-TW3 asn-dikelola", "391.068", "391608"]
    assert row[6].startswith("baris 200: “200” (asn); ")
    assert row[6].endswith("; dan 1 tempat lain")
    assert row[7] == "Mungkin dua angka tertukar: 391.608"


def test_printed_text_can_neither_move_the_cursor_nor_break_the_table(found: list[Finding], kinerja: Kinerja) -> None:
    found[:] = [replace(WARNING, subject="a\tb\nc\x1b[2J", printed="[red]x[/red]")]

    (row,) = rows(kinerja())[1:]

    assert (len(row), row[3], row[4]) == (8, "kanreg-03 2024-TW3 a b c\ufffd[2J", "[red]x[/red]")


# What is selected.

SELECTED = {
    "everything": ([], ["S14", "K02", "S07", "S07", "S15"]),
    "a unit, with those below it": (["--unit", "deputi-pmk"], ["S14", "S15"]),
    "a unit alone": (["--unit", "dit-ppu"], ["S14"]),
    "what the reports of a unit carry": (["--unit", "bkpsdm-way-kanan"], ["K02", "S07"]),
    "two units": (["--unit", "dit-ppu", "--unit", "kanreg-03"], ["S14", "S07"]),
    "a document": (["--document", WK], ["K02", "S07"]),
    "two documents": (["--document", WK, "--document", K3], ["K02", "S07", "S07"]),
    "a check": (["--check", "S07"], ["S07", "S07"]),
    "a check of a document": (["--check", "S07", "--document", K3], ["S07"]),
    "two checks": (["--check", "S15", "--check", "S14"], ["S14", "S15"]),
    "warnings and graver": (["--severity", "warning"], ["S14", "K02", "S07", "S07"]),
    "critical": (["--severity", "critical"], ["S14"]),
}


@pytest.mark.parametrize("asked", SELECTED)
def test_options_select_findings(found: list[Finding], kinerja: Kinerja, asked: str) -> None:
    options, expected = SELECTED[asked]

    assert checks(kinerja(*options)) == expected


def test_of_a_unit_are_also_the_checks_that_hold_on_its_documents(facts: Facts) -> None:
    told = select(facts, ALL, Asked(DAY, units=["kanreg-03"]))

    assert told == [WARNING, HOLDS]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--unit", "kanreg-3"], "unit 'kanreg-3' is not known; did you mean 'kanreg-03'?"),
        (["--document", K3[:-2]], f"document '{K3[:-2]}' is not known; did you mean '{K3}'?"),
        (["--check", "S070"], "check 'S070' is not known; did you mean 'S07'?"),
        (["--check", "S07", "--check", "s07"], "check 's07' is not known"),
        (["--unit", "kanreg-03", "--document", WK], "no check was made of what is asked for"),
        (["--severity", "fatal"], "fatal"),
        (["--lang", "jv"], "jv"),
        (["--on", "1 June"], "1 June"),
        (["--on", "2025-02-30"], "2025-02-30"),
    ],
)
def test_what_is_not_known_is_refused_before_a_file_is_written(
    found: list[Finding], kinerja: Kinerja, tmp_path: Path, options: list[str], sentence: str
) -> None:
    result = kinerja(*options)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_severity_that_is_not_known_is_refused_by_the_work_itself(found: list[Finding], tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="severity 'warn' is not known; did you mean 'warning'"):
        audited(Asked(DAY, severity="warn"), out=tmp_path)


# How it ends.


@pytest.mark.parametrize(
    ("findings", "options", "code"),
    [
        ([HOLDS, IDLE], [], 0),
        ([NOTE, HOLDS], [], 0),
        ([NOTE, WARNING], [], 6),
        (ALL, [], 7),
        (ALL, ["--unit", "kanreg-03"], 6),
        (ALL, ["--check", "S15"], 0),
        (ALL, ["--severity", "critical"], 7),
        ([WARNING], ["--severity", "critical"], 0),
        ([replace(CRITICAL, waiver="inspektur (2025-12-31)"), replace(WARNING, outcome="holds")], [], 7),
    ],
)
def test_the_exit_code_is_that_of_the_gravest_finding(
    found: list[Finding], kinerja: Kinerja, findings: Sequence[Finding], options: list[str], code: int
) -> None:
    found[:] = findings

    assert kinerja(*options).exit_code == code


def test_exit_codes_are_not_those_of_mistakes_and_are_documented() -> None:
    told = CliRunner().invoke(cli.app, ["audit", "--help"], env={"COLUMNS": "200"}).stdout
    intro = reference.checks().partition("\n## ")[0]

    assert EXIT_CODES == {"info": 0, "warning": 6, "critical": 7}
    for code in (6, 7):
        assert f"{code}: a " in told
        assert f"| {code} |" in intro


@pytest.mark.parametrize(
    ("on", "waived", "code"),
    [(date(2024, 12, 31), 0, 7), (date(2025, 6, 1), 1, 6), (date(2026, 1, 1), 0, 7)],
    ids=["not yet decided", "in force", "expired"],
)
def test_a_waiver_counts_by_the_day_that_is_asked_for(found: list[Finding], tmp_path: Path, on: date, waived: int, code: int) -> None:
    result = audited(Asked(on, lang="en"), out=tmp_path / "out", suites=waivers_in(tmp_path, accepts(CRITICAL)))

    assert result.exit_code == code
    assert f"{waived} of them waived." in result.sentences[0]
    assert result.rows[0][0] == ("Critical, waived" if waived else "Critical")


def test_a_waiver_that_is_not_understood_stops_the_audit(found: list[Finding], tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="check 'S41' is not known; did you mean"):
        audited(Asked(DAY), out=tmp_path / "out", suites=waivers_in(tmp_path, accepts(CRITICAL, check="S41")))

    assert not (tmp_path / "out").exists()


# What is written.


def test_every_file_holds_the_selected_findings(found: list[Finding], kinerja: Kinerja, tmp_path: Path) -> None:
    result = kinerja("--document", PMK)

    out = tmp_path / "out"
    written = list(csv.DictReader(io.StringIO((out / "findings.csv").read_text("utf-8"))))
    assert sorted(file.name for file in out.iterdir()) == sorted(FILES)
    assert list(written[0]) == COLUMNS
    assert [(row["check"], row["outcome"]) for row in written] == [("K05", "not_applicable"), ("S14", "fails"), ("S15", "fails")]
    assert len(json.loads((out / "findings.sarif").read_text("utf-8"))["runs"][0]["results"]) == 2
    assert len(list(ElementTree.parse(out / "findings.junit.xml").iter("testcase"))) == 3
    assert openpyxl.load_workbook(out / "register.xlsx")["Temuan"].max_row == 3
    assert result.stdout.splitlines()[-1] == f"Tersimpan di {out}: {', '.join(FILES)}."


def test_the_register_says_which_command_and_files_it_comes_from(found: list[Finding], kinerja: Kinerja, tmp_path: Path, facts: Facts) -> None:
    kinerja("--unit", "kanreg-03", "--check", "S07")

    told = {row[0]: row[1] for row in openpyxl.load_workbook(tmp_path / "out" / "register.xlsx")["Keterangan"].iter_rows(values_only=True)}
    inputs = {f"data/raw/{name}": sha256 for name, sha256 in facts.hashes.items()}
    assert told["Perintah"] == "kinerja audit --unit kanreg-03 --check S07 --severity info --lang id --on 2025-06-01"
    assert told["Pengecualian dinilai per tanggal"] == "2025-06-01"
    assert inputs.items() <= told.items()
    assert {"expectations/sums.json", f"expectations/{FILE}"} <= set(told)


def test_files_appear_whole_or_not_at_all(found: list[Finding], kinerja: Kinerja, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinerja()
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    found[:] = [WARNING]
    monkeypatch.setattr("os.fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    result = kinerja()

    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


def test_data_that_cannot_be_read_are_refused(kinerja: Kinerja) -> None:
    result = kinerja("--data-dir", "nowhere")

    assert result.exit_code == 3
    assert "nowhere is not a folder" in result.stderr


def test_the_usual_folder_lies_below_the_results(found: list[Finding], tmp_path: Path) -> None:
    told = audited(Asked(DAY), Folders(out=tmp_path / "processed"))

    assert told.sentences[-1].startswith(f"Tersimpan di {tmp_path / 'processed' / 'audit'}: ")
    assert (tmp_path / "processed" / "audit" / "register.xlsx").is_file()


def test_the_real_documents_give_the_same_bytes_twice(kinerja: Kinerja, tmp_path: Path) -> None:
    first = kinerja()
    before = {name: (tmp_path / "out" / name).read_bytes() for name in FILES}
    second = kinerja()

    assert first.exit_code in {6, 7}
    assert first.stdout == second.stdout
    assert {name: (tmp_path / "out" / name).read_bytes() for name in FILES} == before
    assert ["S07", "391068", "391608"] in [[row[1].partition(" ")[0], row[4].replace(".", ""), row[5].replace(".", "")] for row in rows(first)[1:]]


# The page of checks.


def test_the_page_tells_every_check_with_its_sentences_and_reasons() -> None:
    page = reference.checks()

    for check in (check for suite in load_suites() for check in suite.checks):
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {check.id} |")]
        assert f"| {check.severity} |" in row
        assert all(told[lang] in row for told in (check.says, check.why) for lang in ("id", "en"))
        assert check.type.removeprefix("expect_") in row


def test_the_page_of_checks_is_current(root: Path) -> None:
    assert (root / "docs" / "checks.md").read_text("utf-8") == reference.checks()
