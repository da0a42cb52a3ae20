"""The grid, the result files, and runs over an invented document with stand-in notebooks and pages."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import DEFAULTS, notebook, put

from analysis.audit import Audited, Finding
from analysis.audit.kept import NOTHING
from analysis.errors import InputError, ParameterError
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.grid import plan
from analysis.notebooks import parameters_of
from analysis.output import hash_of, write
from analysis.rules import law
from analysis.run import Asked, Event, Folders, Summary, Task, run
from analysis.run.manifest import code_hashes
from analysis.run.pages import reason_of
from analysis.run.results import as_text, build, tables_of


def finding() -> Finding:
    return Finding("X01", "targets", "warning", "fails", "kantor-a_laporan-kinerja_2023", 7, "kantor-a", "2023", "IKU.1", "salah", "1", "2", 1)


def audited(*findings: Finding) -> Audited:
    covered = pd.DataFrame([[f.document, "targets", "value", 3, 2, "7"] for f in findings], columns=NOTHING.coverage.columns)
    return Audited(list(findings), covered)


def page(folders: Folders, address: str) -> Any:
    return json.loads((folders.reports / address).read_text("utf-8"))


def manifest(folders: Folders) -> Any:
    return json.loads((folders.out / "kantor-a" / "2023" / "run.json").read_text("utf-8"))


def outcomes(summary: Summary) -> dict[str, bool]:
    return {result.task.notebook: result.ok for result in summary.results}


# planning


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 26 * 2 + 9 + 5),
        ({"units": ["kanreg-03"]}, 2 + 1),
        ({"units": ["kanreg-03", "kanreg-07"]}, 3 * 2 + 2),
        ({"periods": ["2024-TW3"]}, 2),
        ({"periods": ["2024"]}, 2 * 2 + 1),
        ({"notebooks": ["02-achievement"]}, 26),
        ({"notebooks": ["10-comparison"]}, 5),
        ({"notebooks": ["10-comparison"], "periods": ["2022"]}, 1),
        ({"notebooks": ["11-years"]}, 9),
        ({"notebooks": ["11-years"], "units": ["kanreg-06"]}, 1),
        ({"units": ["deputi-pmk"], "periods": ["2023"]}, 2),
        ({"units": ["deputi-pmk"], "periods": ["2023"], "notebooks": ["00-summary"]}, 1),
    ],
)
def test_a_plan_is_every_report_by_every_notebook_one_comparison_a_year_and_one_page_a_unit(facts: Facts, tmp_path: Path, filters: Any, expected: int) -> None:
    for name in ("00-summary", "02-achievement", "10-comparison", "11-years"):
        (tmp_path / f"{name}.ipynb").touch()
    (tmp_path / "draft.ipynb").touch()

    tasks = plan(facts, **filters, folder=tmp_path)

    assert len(tasks) == len(set(tasks)) == 2 * expected
    assert [replace(task, lang="en") for task in tasks[:expected]] == tasks[expected:]


def test_a_plan_follows_the_reports_and_ends_with_the_comparisons(facts: Facts, tmp_path: Path) -> None:
    for name in ("10-comparison", "02-achievement", "00-summary"):
        (tmp_path / f"{name}.ipynb").touch()

    tasks = plan(facts, periods=["2024", "2024-TW3"], languages=["id"], folder=tmp_path)

    reports = [("kanreg-03", "2024-TW3"), ("kanreg-06", "2024"), ("kanreg-07", "2024")]
    assert tasks == [Task(n, u, p) for u, p in reports for n in ("00-summary", "02-achievement")] + [Task("10-comparison", "", "2024")]
    assert [task.page for task in tasks[-2:]] == ["kanreg-07/2024/02-achievement.html", "comparison/2024/10-comparison.html"]


def test_the_page_over_all_periods_of_a_unit_stands_between_its_reports_and_the_comparisons(facts: Facts, tmp_path: Path) -> None:
    for name in ("02-achievement", "10-comparison", "11-years"):
        (tmp_path / f"{name}.ipynb").touch()

    tasks = plan(facts, languages=["id"], folder=tmp_path)

    of_units = [task for task in tasks if not task.period]
    first, after = tasks.index(of_units[0]), tasks.index(of_units[-1]) + 1
    assert [task.unit for task in of_units] == list(dict.fromkeys(unit for unit, _ in facts.reports))
    assert of_units[0].page == "deputi-pmk/index.html"
    assert [report for report in facts.reports if of_units[0].covers(report)] == [("deputi-pmk", year) for year in ("2021", "2022", "2023")]
    assert all(task.unit and task.period for task in tasks[:first])
    assert not any(task.unit for task in tasks[after:])


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"units": ["kanreg-3"]}, "unit 'kanreg-3' is not among the reports; did you mean 'kanreg-03'?"),
        ({"periods": ["2024-TW4"]}, "period '2024-TW4' is not among the reports; did you mean '2024-TW3'?"),
        ({"notebooks": ["02-achievment"]}, "notebook '02-achievment' is not among the reports; did you mean '02-achievement'?"),
        ({"notebooks": ["zzz"]}, "notebook 'zzz' is not among the reports; Known: 02-achievement, 10-comparison, 11-years."),
        ({"periods": [""]}, "period '' is not among the reports; Known: 2020, 2021, 2022, 2023, 2024, 2024-TW3."),
        (
            {"units": ["kanreg-03"], "periods": ["2023"]},
            "nothing fits unit kanreg-03 and period 2023 at once; reports there are: kanreg-03 2024-TW3",
        ),
    ],
)
def test_a_filter_that_nothing_has_is_refused(facts: Facts, tmp_path: Path, filters: Any, sentence: str) -> None:
    for name in ("02-achievement", "10-comparison", "11-years"):
        (tmp_path / f"{name}.ipynb").touch()

    with pytest.raises(ParameterError) as refused:
        plan(facts, **filters, folder=tmp_path)

    assert str(refused.value) == sentence


def test_a_folder_without_notebooks_is_refused(facts: Facts, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="holds no notebook"):
        plan(facts, folder=tmp_path)


# parameters


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", {}),
        ('unit = "a"\nperiod = "2023"', {"unit": "a", "period": "2023"}),
        ("# the unit\nn: int = -3\nboth = [1, 'x']", {"n": -3, "both": [1, "x"]}),
        ("a = b = None", {"a": None, "b": None}),
    ],
)
def test_parameters_are_the_literals_of_the_tagged_cell(tmp_path: Path, source: str, expected: dict[str, Any]) -> None:
    file = tmp_path / "02-x.ipynb"
    file.write_text(notebook("other = 1", parameters=source), "utf-8")

    assert parameters_of(file) == expected


def test_a_notebook_without_tagged_cell_knows_no_parameters(tmp_path: Path) -> None:
    file = tmp_path / "02-x.ipynb"
    file.write_text(notebook("unit = 'a'", parameters=None), "utf-8")

    assert parameters_of(file) == {}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (notebook(parameters="unit = input()"), "only give literals"),
        (notebook(parameters="import os"), "only give literals"),
        (notebook(parameters="unit ="), "only give literals"),
        (notebook(parameters="unit[0] = 1"), "only give literals"),
        (notebook(parameters="unit: str"), "only give literals"),
        ("{", "cannot be read as a notebook"),
        ("[]", "cannot be read as a notebook"),
        ("{}", "cannot be read as a notebook"),
        ('{"cells": ["x"]}', "cannot be read as a notebook"),
    ],
)
def test_parameters_that_are_no_literals_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "02-x.ipynb"
    file.write_text(text, "utf-8")

    with pytest.raises(ParameterError, match=sentence) as refused:
        parameters_of(file)

    assert f"{tmp_path.name}/02-x.ipynb" in str(refused.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"parameters": {"periode": "2023"}}, "parameter 'periode' is not known to notebooks/02-achievement.ipynb; did you mean 'period'?"),
        ({"parameters": {"extra": "1"}}, "parameter 'extra' is not known to notebooks/03-absorption.ipynb; Known: data_dir, lang, out_dir, period, unit."),
        ({"parameters": {"unit": "kantor-a"}}, "parameter 'unit' is set by the run itself; choose it with --unit"),
        ({"units": ["kantor-b"]}, "unit 'kantor-b' is not among the reports; did you mean 'kantor-a'?"),
        ({"languages": ["id", "jv"]}, "language 'jv' is not known; Known: en, id."),
    ],
)
def test_what_is_not_known_is_refused_before_anything_is_written(folders: Folders, given: dict[str, Any], sentence: str) -> None:
    put(folders, _02_achievement=notebook(parameters=DEFAULTS + "extra = 0"), _03_absorption=notebook())
    before = files(folders.root)

    with pytest.raises(ParameterError) as refused:
        run(Asked(**given), folders=folders)

    assert str(refused.value) == sentence
    assert files(folders.root) == before


def files(root: Path) -> set[Path]:
    return {file for file in root.rglob("*") if file.is_file()}


# results


def test_two_builds_are_the_same_bytes(facts: Facts, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(facts, Ledger(facts, law()), audited(finding()), "deputi-pmk", "2023", tmp_path / name)

    files = ["claims.csv", "coverage.csv", "figures.csv", "findings.csv", "run.json"]
    written = {name: [(tmp_path / name / "deputi-pmk" / "2023" / file).read_bytes() for file in files] for name in ("one", "two")}
    assert sorted(p.name for p in (tmp_path / "one" / "deputi-pmk" / "2023").iterdir()) == files
    assert written["one"] == written["two"]
    assert not any(b"\r" in content or str(tmp_path).encode() in content for content in written["one"])


def test_figures_of_a_report_hold_all_that_its_claims_rest_on(ledger: Ledger) -> None:
    frame = tables_of(ledger, "deputi-pmk", "2023")["figures.csv"]

    rows = frame[["unit", "period", "figure", "subject"]].to_dict("records")
    keys = {tuple(row.values()) for row in rows}
    claimed = tables_of(ledger, "deputi-pmk", "2023")["claims.csv"][["unit", "period", "figure", "subject"]].to_dict("records")
    inputs = [tuple(i.values()) for cell in frame["inputs"] for i in json.loads(cell) if "figure" in i]
    assert {row["unit"] for row in rows} > {"deputi-pmk", "dit-ppu"}
    assert {tuple(row.values()) for row in claimed} <= keys
    assert set(inputs) <= keys
    assert [tuple(row.values()) for row in rows] == sorted(keys)


def test_the_manifest_tells_what_a_report_was_made_from(facts: Facts, ledger: Ledger, tmp_path: Path) -> None:
    built = build(facts, ledger, NOTHING, "deputi-pmk", "2023", tmp_path, parameters={"indicator": "IKU.1"})

    told = json.loads((tmp_path / "deputi-pmk" / "2023" / "run.json").read_text("utf-8"))
    efficiency = [(rule["version"], rule["years"], rule["certainty"]) for rule in told["rules"] if rule["id"] == "efisiensi_pct"]
    bound = [(p["value"], p["years"]) for p in told["rule_parameters"] if p["name"] == "efisiensi_batas_pct"]
    assert told["parameters"] == {"unit": "deputi-pmk", "period": "2023", "indicator": "IKU.1"}
    assert told["inputs"] == facts.hashes
    assert efficiency == [("pmk-22-2021", "2021-2023", "T")]
    assert bound == [("20", "2021-2023")]
    assert {"src/analysis/run/results.py", "src/analysis/rules/capaian.yaml", "requirements.lock"} <= set(told["code"])
    assert set(told["outputs"]) == {"figures.csv", "claims.csv", "findings.csv", "coverage.csv"}
    assert built.figures == len((tmp_path / "deputi-pmk" / "2023" / "figures.csv").read_text("utf-8").splitlines()) - 1


def test_findings_that_change_stay_beside_the_new_ones(facts: Facts, ledger: Ledger, tmp_path: Path) -> None:
    folder, k3 = tmp_path / "kanreg-03" / "2024-TW3", "kanreg-03-bandung_laporan-kinerja_2024-tw3"
    old = replace(finding(), document=k3, unit="kanreg-03", period="2024-TW3")
    new = replace(old, check="X02")

    def make(*findings: Finding) -> list[str | None]:
        build(facts, ledger, audited(*findings), "kanreg-03", "2024-TW3", tmp_path)
        texts = [file.read_text("utf-8") if file.is_file() else None for file in (folder / name for name in ("findings.csv", "findings-before.csv"))]
        assert "findings-before.csv" not in json.loads((folder / "run.json").read_text("utf-8"))["outputs"]
        return texts

    first, again, second, same, third = make(old), make(old), make(new), make(new), make(old)

    assert first == again
    assert first[1] is None
    assert second == same
    assert second[1] == first[0]
    assert third == [first[0], second[0]]


def test_coverage_is_that_of_the_report_s_documents(facts: Facts, ledger: Ledger, tmp_path: Path) -> None:
    own, other = (replace(finding(), document=d) for d in ("kanreg-03-bandung_laporan-kinerja_2024-tw3", "deputi-pmk_laporan-kinerja_2023"))

    build(facts, ledger, audited(own, other), "kanreg-03", "2024-TW3", tmp_path)

    rows = (tmp_path / "kanreg-03" / "2024-TW3" / "coverage.csv").read_text("utf-8").splitlines()
    assert rows == ["document,table,column,cells,covered,uncovered_lines", f"{own.document},targets,value,3,2,7"]


def test_code_hashes_follow_every_byte_and_no_cache(tmp_path: Path) -> None:
    for folder in ("notebooks/.ipynb_checkpoints", "expectations"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "notebooks" / "02-x.ipynb").write_text("1", "utf-8")
    (tmp_path / "expectations" / "targets.json").write_text("1", "utf-8")
    before = code_hashes(tmp_path)
    (tmp_path / "notebooks" / ".ipynb_checkpoints" / "02-x.ipynb").write_text("1", "utf-8")
    (tmp_path / "expectations" / "targets.json").write_text("2", "utf-8")

    after = code_hashes(tmp_path)

    assert {name for name in after if after[name] != before.get(name)} == {"expectations/targets.json"}
    assert "notebooks/02-x.ipynb" in after
    assert not any("__pycache__" in name for name in after)


def test_a_parameter_is_written_exactly() -> None:
    assert as_text({"a": [Fraction(1, 4), "x"], "b": {"c": Fraction(20)}}) == {"a": ["0.25", "x"], "b": {"c": "20"}}


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "figures.csv"
    write(file, "old\n")

    def crash(*ignored: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", crash)

    with pytest.raises(OSError, match="disk full"):
        write(file, "new\n")

    assert file.read_text("utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [file]


def told(ename: str, evalue: str, cell: int) -> Exception:
    """An error in a cell, as papermill tells it."""
    error = Exception("a long text")
    error.__dict__.update(ename=ename, evalue=evalue, exec_count=cell)
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ParameterError("unit 'x' is not known"), "unit 'x' is not known"),
        (ValueError("no"), "ValueError: no"),
        (told("ZeroDivisionError", "division by zero", 3), "ZeroDivisionError: division by zero (cell 3)"),
        (told("RuleError", "no rule is in force", 3), "no rule is in force"),
        (told("Refused", "a notebook may not", 3), "a notebook may not"),
    ],
)
def test_a_failure_says_why(error: Exception, expected: str) -> None:
    assert reason_of(error) == expected


# whole runs


def test_a_run_finishes_the_others_when_some_notebooks_fail(folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "none.py"))
    put(
        folders,
        _01_environment=notebook(
            "import os, sys, json\n"
            "fixed = [os.environ.get(n) for n in ('PYTHONHASHSEED', 'TZ', 'GX_ANALYTICS_ENABLED', 'PYTHONSTARTUP')]\n"
            "print(json.dumps([sys.executable, os.getcwd(), os.path.expanduser('~'), fixed, unit, period, lang, data_dir, out_dir]))"
        ),
        _02_error=notebook("1 / 0"),
        _03_refused=notebook("from analysis.errors import RuleError\nraise RuleError('no rule is in force')"),
        _04_slow=notebook("import time\ntime.sleep(60)"),
        _05_killed=notebook("import os\nos.kill(os.getpid(), 9)"),
        _09_lost=notebook(),
        _10_comparison=notebook("print(period, out_dir)", parameters='period = ""\nout_dir = ""'),
    )
    events: list[Event] = []

    summary = run(Asked(languages=["id"], limit=6), folders=folders, workers=2, on_event=events.append)

    reasons = {r.task.notebook: r.reason for r in summary.results if not r.ok}
    said = json.loads(page(folders, "kantor-a/2023/01-environment.html")[-1])
    assert reasons == {
        "02-error": "ZeroDivisionError: division by zero (cell 3)",
        "03-refused": "no rule is in force",
        "04-slow": "no answer within 6 seconds",
        "05-killed": "killed by signal 9 (SIGKILL)",
        "09-lost": "ended without an answer",
    }
    assert {name: ok for name, ok in outcomes(summary).items() if ok} == {"01-environment": True, "10-comparison": True}
    for name, reason in reasons.items():
        assert (folders.reports / f"kantor-a/2023/{name}.html").read_text("utf-8") == f"FAILED {reason}"
    assert page(folders, "kantor-a/2023/01-environment.html")[:5] == ["01-environment", "kantor-a", "2023", "id", "Kantor A"]
    assert said[:2] == [sys.executable, str(folders.root)]
    assert Path(said[2]).is_absolute()
    assert Path(said[2]) != Path.home()
    assert not Path(said[2]).exists()
    assert said[3:] == [["0", "UTC", "false", None], "kantor-a", "2023", "id", "raw", "data/processed"]
    assert page(folders, "comparison/2023/10-comparison.html")[-1] == "2023 data/processed\n"
    assert not summary.ok
    assert [event.stage for event in events] == ["read", *["execute"] * 8, "index", "index"]
    assert [event.done for event in events if event.result] == [1, 2, 3, 4, 5, 6, 7]


def test_the_index_and_the_manifest_hold_what_was_made(folders: Folders) -> None:
    put(folders, _02_x=notebook("print('a')"), _03_y=notebook("assert False"), _10_comparison=notebook())

    summary = run(Asked(languages=["en"], keep_notebooks=True), folders=folders, workers=1)

    index = page(folders, "en/index.html")
    found = findings(folders)
    assert index["comparisons"] == [["2023", True]]
    assert index["reports"] == [
        {
            "unit": "kantor-a",
            "period": "2023",
            "folder": "kantor-a/2023",
            "above": "",
            "notebooks": [["02-x", True], ["03-y", False]],
            "figures": {"measured": "1", "reached": "1"},
            "claims": {"match": 1, "mismatch": 1},
            "findings": {severity: found[severity] for severity in ("critical", "warning", "info")},
        }
    ]
    assert found.total() > 0
    assert {name.partition("/")[0] for name in manifest(folders)["outputs"]} == {"figures.csv", "claims.csv", "findings.csv", "coverage.csv", "reports"}
    assert manifest(folders)["outputs"]["reports/en/kantor-a/2023/02-x.html"] == summary.results[0].sha256
    assert manifest(folders)["parameters"] == {"unit": "kantor-a", "period": "2023"}
    assert dict(summary.built[0].claims) == {"match": 1, "mismatch": 1}
    assert dict(summary.built[0].findings) == dict(found)
    assert "'a'" in (folders.reports / "en/kantor-a/2023/02-x.ipynb").read_text("utf-8")
    assert summary.index == folders.reports / "en" / "index.html"


def test_the_page_of_a_unit_lies_first_in_its_folder_and_its_reports_know_of_it(folders: Folders) -> None:
    put(folders, _02_x=notebook(), _11_years=notebook("print(unit)", parameters='unit = "x"'))

    both = run(Asked(), folders=folders, workers=1)
    told = page(folders, "kantor-a/index.html"), page(folders, "kantor-a/2023/02-x.html"), page(folders, "index.html")["reports"][0]
    again = run(Asked(units=["kantor-a"]), folders=folders, workers=1)
    year = run(Asked(periods=["2023"]), folders=folders, workers=1)
    (folders.notebooks / "11-years.ipynb").unlink()
    without = run(Asked(), folders=folders, workers=1)

    assert both.ok
    assert told[0] == ["11-years", "kantor-a", "", "id", "Kantor A", {"languages": ["id", "en"]}, "kantor-a\n"]
    assert (told[1][-2]["unit"], told[2]["above"]) == (True, "kantor-a/index.html")
    assert [r.task.page for r in again.results if not r.task.period] == ["kantor-a/index.html", "en/kantor-a/index.html"]
    assert not any(r.made for r in (*again.results, *year.results))
    assert [r.task.notebook for r in year.results] == ["02-x", "02-x"]
    assert without.removed == ("en/kantor-a/index.html", "kantor-a/index.html")
    assert page(folders, "kantor-a/2023/02-x.html")[-2]["unit"] is False


def findings(folders: Folders) -> Counter[str]:
    """How many findings of the report fail, by severity, as its result file tells."""
    frame = pd.read_csv(folders.out / "kantor-a" / "2023" / "findings.csv", dtype=str, keep_default_na=False)
    return Counter(frame.loc[frame["outcome"] == "fails", "severity"])


def test_fail_fast_starts_no_more_notebooks(folders: Folders) -> None:
    put(folders, _01_bad=notebook("raise ValueError('no')"), **{f"_0{n}_next": notebook() for n in range(2, 8)})

    summary = run(Asked(languages=["id"]), folders=folders, workers=1, fail_fast=True)

    started = {result.task.notebook for result in summary.results}
    assert "01-bad" in started
    assert len(started) < 7
    assert len(started) + len(summary.skipped) == 7
    assert not summary.ok
    assert not (folders.reports / summary.skipped[-1].page).exists()


def test_pages_no_longer_in_the_grid_go_only_with_a_whole_run(folders: Folders) -> None:
    put(folders, _02_x=notebook(), _03_y=notebook())
    run(Asked(languages=["id"], keep_notebooks=True), folders=folders, workers=1)
    (folders.reports / "own.html").write_text("mine", "utf-8")
    (folders.notebooks / "03-y.ipynb").unlink()
    old = folders.reports / "kantor-a/2023/03-y.html"

    part = run(Asked(languages=["id"], notebooks=["02-x"]), folders=folders, workers=1)
    kept = old.exists()
    whole = run(Asked(languages=["id"]), folders=folders, workers=1)

    assert (part.removed, kept) == ((), True)
    assert (whole.removed, old.exists(), old.with_suffix(".ipynb").exists()) == (("kantor-a/2023/03-y.html",), False, False)
    assert (folders.reports / "own.html").read_text("utf-8") == "mine"
    assert [name for name, _ in page(folders, "index.html")["reports"][0]["notebooks"]] == ["02-x"]
    assert [name for name in manifest(folders)["outputs"] if name.startswith("reports/")] == ["reports/kantor-a/2023/02-x.html"]


def test_an_executed_notebook_lies_only_beside_the_page_that_it_made(folders: Folders) -> None:
    put(folders, _02_x=notebook("1"), _03_y=notebook("1"), _04_z=notebook("1"))
    run(Asked(languages=["id"], keep_notebooks=True), folders=folders, workers=2)
    put(folders, _02_x=notebook("2"), _03_y=notebook("import os\nos._exit(1)"))

    run(Asked(languages=["id"]), folders=folders, workers=2)

    assert [file.name for file in sorted((folders.reports / "kantor-a" / "2023").iterdir())] == ["02-x.html", "03-y.html", "04-z.html", "04-z.ipynb"]


def test_a_page_stays_in_the_manifest_as_long_as_its_basis_does(folders: Folders) -> None:
    put(folders, _02_x=notebook(), _03_y=notebook())
    first = run(Asked(languages=["id"]), folders=folders, workers=1)
    whole = manifest(folders)
    run(Asked(languages=["id"], notebooks=["02-x"]), folders=folders, workers=1, force=True)
    same = manifest(folders)
    put(folders, _03_y=notebook("1"))
    run(Asked(languages=["id"], notebooks=["02-x"]), folders=folders, workers=1)

    assert first.ok
    assert same == whole
    assert sorted(manifest(folders)["outputs"]) == ["claims.csv", "coverage.csv", "figures.csv", "findings.csv", "reports/kantor-a/2023/02-x.html"]


WRITES = "from pathlib import Path\nPath(out_dir, unit, period, '{name}.csv').write_text('mine{more}')"


def test_a_notebook_that_writes_over_a_result_is_told_and_the_result_is_built_again(folders: Folders) -> None:
    put(folders, _02_x=notebook(WRITES.format(name="figures", more="")))

    summary = run(Asked(languages=["id"]), folders=folders, workers=1)
    (folders.notebooks / "02-x.ipynb").unlink()
    put(folders, _03_y=notebook())
    again = run(Asked(languages=["id"]), folders=folders, workers=1)

    assert summary.altered == ("kantor-a/2023/figures.csv",)
    assert outcomes(summary) == {"02-x": True}
    assert not summary.ok
    assert (again.ok, again.altered) == (True, ())
    assert manifest(folders)["outputs"]["figures.csv"] == hash_of((folders.out / "kantor-a" / "2023" / "figures.csv").read_bytes())


def test_a_result_file_that_cannot_be_read_is_told(folders: Folders) -> None:
    put(folders, _02_x=notebook(WRITES.format(name="claims", more="\\n1")))

    with pytest.raises(InputError, match=r"claims\.csv cannot be read .*build it again"):
        run(Asked(languages=["id"]), folders=folders, workers=1)


def test_notebooks_run_in_kernels_of_their_own_where_that_is_asked_for(folders: Folders) -> None:
    put(folders, _02_x=notebook("import os\nprint(unit, os.environ['TZ'])"), _03_y=notebook("1 / 0"))

    summary = run(Asked(languages=["id"], engine="kernel"), folders=folders, workers=2)
    again = run(Asked(languages=["id"], engine="kernel"), folders=folders, workers=2)

    assert {r.task.notebook: r.reason for r in summary.results} == {"02-x": "", "03-y": "ZeroDivisionError: division by zero (cell 3)"}
    assert page(folders, "kantor-a/2023/02-x.html")[-1] == "kantor-a UTC\n"
    assert [r.made for r in again.results] == [True, True]
