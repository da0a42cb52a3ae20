"""The command: what it shows, what it refuses, and its exit codes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from analysis import cli
from analysis import run as runs
from analysis.errors import InputError, ParameterError, RuleError, SuiteError
from analysis.handover import delivery
from analysis.handover.report import Report
from analysis.output import write
from analysis.run import Asked, Built, Event, Summary, Task
from analysis.run import Result as Outcome
from analysis.verify import Verdict, Verification


def kinerja(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


def rows(result: Result) -> list[list[str]]:
    return [line.split("\t") for line in result.stdout.splitlines() if "\t" in line]


GOOD = Outcome(Task("02-achievement", "kanreg-03", "2024-TW3"), True, seconds=1.5)
BAD = Outcome(Task("03-absorption", "kanreg-03", "2024-TW3"), False, "ValueError: [no]", 2.0)
ALL = Outcome(Task("10-comparison", "", "2024"), True, seconds=1.0)
BUILT = Built("kanreg-03", "2024-TW3", 7, {"match": 5, "mismatch": 2}, {})


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command asks of a run; `answer` is what the run gives, or raises."""
    asked: dict[str, Any] = {"answer": Summary((GOOD, ALL), (BUILT,), Path("reports/index.html"), 3.0)}

    def stand_in(wanted: Asked, **given: Any) -> Summary:
        asked.update(given, asked=wanted)
        given["on_event"](asked.get("first") or Event("read"))
        given["on_event"](Event("build", 1, 1, "kanreg-03 2024-TW3 results"))
        given["on_event"](Event("execute", 1, 2, "kanreg-03 2024-TW3 02-achievement", GOOD, 0.5, 2.0))
        if isinstance(asked["answer"], Exception):
            raise asked["answer"]
        summary: Summary = asked["answer"]
        return summary

    monkeypatch.setattr(runs, "run", stand_in)
    return asked


def test_a_run_ends_with_a_row_per_report(told: dict[str, Any]) -> None:
    result = kinerja("run")

    assert result.exit_code == 0
    assert rows(result)[1:] == [["kanreg-03", "2024-TW3", "1", "0", "7", "5", "2", "0", "1.5"], ["(all)", "2024", "1", "0", "", "", "", "", "1.0"]]
    assert result.stderr.splitlines() == ["[1/2] kanreg-03 2024-TW3 02-achievement: ok, 1.5 s · 0.5 a second, 2 s left"]
    assert result.stdout.splitlines()[-1] == "2 notebooks made in 3.0 s; open reports/index.html"


def test_what_was_current_is_told_and_another_run_that_is_waited_for(told: dict[str, Any]) -> None:
    told["answer"] = Summary((GOOD, replace(ALL, made=False)), (BUILT,), Path("i"), 0.25)
    told["first"] = Event("wait")

    result = kinerja("run")

    assert result.stdout.splitlines()[-1] == "1 notebooks made in 0.2 s, 1 were current; open i"
    assert result.stderr.splitlines()[0] == "another run is at work on these folders; waiting for it to end"


def test_the_options_of_a_run_reach_it(told: dict[str, Any], tmp_path: Path) -> None:
    options = ["--unit", "a", "--unit", "b", "--period", "2023", "--notebook", "02-x", "-p", "n=1=2", "-p", "m=", "--lang", "en", "--workers", "3"]
    folders = ["--data-dir", str(tmp_path / "raw"), "--out-dir", str(tmp_path / "out"), "--reports-dir", str(tmp_path / "pages")]

    result = kinerja("run", *options, *folders, "--fail-fast", "--keep-notebooks", "--force", "--engine", "kernel")

    assert result.exit_code == 0
    wanted = told["asked"]
    assert (wanted.units, wanted.periods, wanted.notebooks) == (["a", "b"], ["2023"], ["02-x"])
    assert (wanted.parameters, wanted.languages, wanted.engine, wanted.keep_notebooks) == ({"n": "1=2", "m": ""}, ["en"], "kernel", True)
    assert (told["workers"], told["fail_fast"], told["force"]) == (3, True, True)
    assert (told["folders"].data, told["folders"].out, told["folders"].reports) == (tmp_path / "raw", tmp_path / "out", tmp_path / "pages")


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (Summary((GOOD, BAD), (BUILT,), Path("i"), 3.0), "FAILED kanreg-03 2024-TW3 03-absorption: ValueError: [no]"),
        (Summary((BAD,), (), Path("i"), 3.0, skipped=(GOOD.task,)), "1 notebooks were not started after the failure: kanreg-03/2024-TW3/02-achievement.html"),
        (Summary((GOOD,), (), Path("i"), 3.0, altered=("a/2023/figures.csv",)), "written over by a notebook, so no longer what was built: a/2023/figures.csv"),
    ],
)
def test_what_went_wrong_is_told_and_gives_exit_code_one(told: dict[str, Any], summary: Summary, sentence: str) -> None:
    told["answer"] = summary

    result = kinerja("run")

    assert result.exit_code == 1
    assert sentence in result.stdout.splitlines()


def test_removed_pages_are_told(told: dict[str, Any]) -> None:
    told["answer"] = Summary((GOOD,), (), Path("i"), 3.0, removed=("a/2023/x.html",))

    result = kinerja("run")

    assert result.exit_code == 0
    assert "removed 1 pages that are no longer in the grid: a/2023/x.html" in result.stdout


@pytest.mark.parametrize(
    ("error", "code"),
    [(ParameterError("no such unit"), 2), (InputError(["first [bad]", "second"]), 3), (RuleError("no rule"), 4), (SuiteError("no suite"), 5)],
)
def test_mistakes_are_sentences_with_a_fixed_exit_code(told: dict[str, Any], error: Exception, code: int) -> None:
    told["answer"] = error

    result = kinerja("run")

    assert result.exit_code == code
    assert [line for line in result.stderr.splitlines() if not line.startswith("[1/2]")] == str(error).splitlines()
    assert result.stdout == ""


def test_errors_of_programmers_keep_their_traceback(told: dict[str, Any]) -> None:
    told["answer"] = ZeroDivisionError("bug")

    assert isinstance(kinerja("run").exception, ZeroDivisionError)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["run", "-p", "period"], 2, "'period' is not a parameter; write it as name=value"),
        (["run", "-p", "=2023"], 2, "'=2023' is not a parameter; write it as name=value"),
        (["run", "--lang", "jv"], 2, "language 'jv' is not known; Known: en, id."),
        (["run", "--workers", "0"], 2, "greater than or equal to 1"),
        (["rules", "2023", "--id", "efisiensi"], 2, "rule or parameter 'efisiensi' is not known; did you mean 'efisiensi_pct'?"),
        (["rules", "1023"], 2, "greater than or equal to 2000"),
        (["plan", "--unit", "kanreg-3"], 2, "unit 'kanreg-3' is not among the reports; did you mean 'kanreg-03'?"),
        (["plan", "--data-dir", "nowhere"], 3, "nowhere is not a folder"),
        (["verify", "nowhere"], 2, "nowhere holds no figures.csv"),
        (["perform"], 2, "perform"),
    ],
)
def test_what_is_not_known_is_refused(arguments: list[str], code: int, sentence: str) -> None:
    result = kinerja(*arguments)

    assert result.exit_code == code
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_a_plan_shows_every_step_and_makes_none(told: dict[str, Any], tmp_path: Path) -> None:
    asked = ["--period", "2024-TW3", "--period", "2024", "--notebook", "02-achievement", "--notebook", "10-comparison"]

    result = kinerja("plan", *asked, "--out-dir", str(tmp_path / "out"), "--reports-dir", str(tmp_path / "pages"))

    reports = ["kanreg-03 2024-TW3", "kanreg-06 2024", "kanreg-07 2024"]
    pages = [*(f"{report} 02-achievement" for report in reports), "comparison 2024 10-comparison"]
    steps = ["audit", *(f"{r} results" for r in reports), *(f"{lang}{page}" for lang in ("", "en ") for page in pages)]
    assert result.exit_code == 0
    assert rows(result) == [["step", "state", "why", "seconds"], *([step, "run", "new", ""] for step in steps)]
    assert result.stdout.splitlines()[-2] == "12 to run, 0 perhaps, 0 current"
    assert result.stdout.splitlines()[-1].endswith("; 12 steps were never made, so nothing is known of them")
    assert "asked" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("year", "version", "certainty", "status", "basis"),
    [
        ("2019", "pmk-214-2017", "A", "in force", "PMK 214/PMK.02/2017"),
        ("2023", "pmk-22-2021", "T", "in force", "PMK 22/PMK.02/2021"),
        ("2024", "pmk-62-2023", "U", "refused", "PMK 62/2023"),
    ],
)
def test_rules_of_a_year_show_their_basis_and_certainty(year: str, version: str, certainty: str, status: str, basis: str) -> None:
    result = kinerja("rules", year, "--id", "efisiensi_pct")

    (row,) = rows(result)[1:]
    assert result.exit_code == 0
    assert [row[0], row[1], row[4], row[5]] == ["efisiensi_pct", version, certainty, status]
    assert basis in row[6]


def test_a_year_without_rule_is_told() -> None:
    result = kinerja("rules", "2016", "--id", "efisiensi_pct")

    assert rows(result)[1:] == []
    assert "no version in force for fiscal year 2016: efisiensi_pct" in result.stdout


def test_rules_hold_the_dated_parameters(told: dict[str, Any]) -> None:
    bound = [row for row in rows(kinerja("rules", "2023")) if row[0] == "efisiensi_batas_pct"]
    every = [row for row in rows(kinerja("rules")) if row[0] == "efisiensi_batas_pct"]

    assert [(row[1], row[2], row[4]) for row in bound] == [("20", "2021-2023", "T")]
    assert [row[2] for row in every] == ["2017-2020", "2021-2023"]


@pytest.mark.parametrize(
    ("verdicts", "code", "line"),
    [
        ([Verdict("a", "2023", "same")], 0, "same a 2023"),
        ([Verdict("a", "2023", "same", changed=("d/x.csv",))], 0, "same a 2023; raw files changed since: d/x.csv"),
        (
            [Verdict("b", "2023", "same"), Verdict("a", "2023", "different", "value was 1, is 2", 3, ("d/x.csv",), ("src/analysis/law.py",))],
            1,
            "different a 2023: value was 1, is 2 (and 3 more differences); raw files changed since: d/x.csv; code changed since: src/analysis/law.py",
        ),
        ([Verdict("a", "2023", "cannot_rebuild", "no file"), Verdict("b", "2023", "different", "x")], 2, "cannot rebuild a 2023: no file"),
    ],
)
def test_a_verification_tells_every_verdict(monkeypatch: pytest.MonkeyPatch, verdicts: list[Verdict], code: int, line: str) -> None:
    monkeypatch.setattr("analysis.verify.verify", lambda published, raw: Verification(tuple(verdicts)))

    result = kinerja("verify")

    assert result.exit_code == code
    assert line in result.stdout.splitlines()
    assert result.stdout.splitlines()[-1].startswith(f"{len(verdicts)} reports: ")


def test_every_command_and_option_explains_itself() -> None:
    commands = {command.name or command.callback.__name__: command for command in cli.app.registered_commands if command.callback}

    assert set(commands) == {"run", "plan", "audit", "rules", "verify", "pdf", "tables", "import", "new", "form"}
    for name in commands:
        result = kinerja(name, "--help")
        assert result.exit_code == 0
        assert result.stdout.count("--") > 1


def test_the_help_starts_without_heavy_libraries() -> None:
    heavy = {
        "pandas",
        "numpy",
        "yaml",
        "great_expectations",
        "altair",
        "papermill",
        "nbconvert",
        "babel",
        "bs4",
        "typst",
        "pikepdf",
        "xlsxwriter",
        "openpyxl",
        "python_calamine",
        "analysis.tables",
    }
    source = "import sys, analysis.cli; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout.split()

    assert "analysis.cli" in loaded
    assert heavy & set(loaded) == set()


HANDED = ["--unit", "kanreg-03", "--period", "2024-TW3", "--lang", "en"]


@pytest.fixture
def handed(told: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What is handed over lies here; a report in every form is its name, but that of kanreg-06 cannot be made."""

    def stand_in(report: Report, folder: Path) -> Path:
        if report.unit == "kanreg-06":
            raise InputError("no pages")
        write(folder / report.label, " ".join(file.name for file in report.files))
        return folder / report.label

    monkeypatch.setattr(delivery, "FORMS", dict.fromkeys(("pdf", "xlsx", "csv"), stand_in))
    return tmp_path / "handed"


@pytest.mark.parametrize("command", [("pdf",), ("tables",), ("tables", "--format", "csv")])
def test_reports_that_are_current_are_handed_over(told: dict[str, Any], handed: Path, command: tuple[str, ...]) -> None:
    result = kinerja(*command, *HANDED, "--out", str(handed))

    assert result.exit_code == 0
    assert (told["asked"].units, told["asked"].periods, told["asked"].languages) == (["kanreg-03"], ["2024-TW3"], ["en"])
    assert result.stdout.splitlines() == [f"kanreg-03 2024-TW3: {handed}/kanreg-03_2024-TW3_en"]
    assert (handed / "kanreg-03_2024-TW3_en").read_text("utf-8") == "02-achievement.html"


def test_a_report_that_cannot_be_handed_over_keeps_no_other_back(told: dict[str, Any], handed: Path) -> None:
    other = replace(GOOD, task=Task("02-achievement", "kanreg-06", "2023"))
    told["answer"] = Summary((other, GOOD, replace(BAD, task=Task("00-summary", "kanreg-07", "2024"))), (BUILT,), Path("i"), 3.0)

    result = kinerja("pdf", "--out", str(handed))

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"kanreg-03 2024-TW3: {handed}/kanreg-03_2024-TW3_id",
        "FAILED kanreg-06 2023: no pages",
        "FAILED kanreg-07 2024: the page kanreg-07/2024/00-summary.html could not be made: ValueError: [no]",
    ]
    assert [file.name for file in handed.iterdir()] == ["kanreg-03_2024-TW3_id"]


def test_a_report_without_results_is_told_with_the_next_step(told: dict[str, Any], tmp_path: Path) -> None:
    result = kinerja("pdf", *HANDED, "--out", str(tmp_path / "handed"), "--reports-dir", str(tmp_path))

    assert result.exit_code == 1
    assert result.stdout.startswith("FAILED kanreg-03 2024-TW3: ")
    assert "kinerja run" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_two_years_of_a_rule_stand_side_by_side() -> None:
    told = kinerja("rules", "2022", "--against", "2024", "--id", "ikpa_nilai", "--id", "ikpa_bobot_pct", "--id", "npss_nilai")

    assert told.exit_code == 0
    compared = {row[0]: row[2:] for row in rows(told)[1:]}
    assert set(compared) == {"ikpa_nilai", "ikpa_bobot_pct"}
    assert ["PER-5/PB/2022" in compared["ikpa_nilai"][0], "PER-5/PB/2024" in compared["ikpa_nilai"][1]] == [True, True]
    assert ['"deviasi_hal3": "10"' in compared["ikpa_bobot_pct"][0], '"deviasi_hal3": "15"' in compared["ikpa_bobot_pct"][1]] == [True, True]
    assert "2 differ, 1 are the same" in told.output


def test_one_rule_is_explained_with_an_executed_example() -> None:
    told = kinerja("rules", "--id", "ikpa_nilai", "--explain")

    assert told.exit_code == 0
    assert "95.19" in told.output
    assert "PER-5/PB/2024" in told.output
    assert "tidak-berlaku-sebagai-0" in told.output


@pytest.mark.parametrize("asked", [("rules", "--explain"), ("rules", "--against", "2024"), ("rules", "--id", "ikpa_bobot_pct", "--explain")])
def test_a_question_about_rules_that_lacks_a_part_is_answered_with_the_next_step(asked: tuple[str, ...]) -> None:
    told = kinerja(*asked)

    assert told.exit_code == 2
