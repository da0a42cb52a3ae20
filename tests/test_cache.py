"""What a run makes again, and what it leaves as it is; what `plan` says of it before is what happens."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from projects import DOCUMENT, HOMES, OTHER, Project, page_of

from analysis.rules import law
from analysis.run.code import Code

REPORTS = ("kantor-a 2022", "kantor-a 2023", "kantor-b 2023")
NOTEBOOKS = ("00-summary", "01-data-quality", "02-achievement", "03-absorption", "04-efficiency", "05-reproduction", "06-small", "06-traces")
SPOKEN = ("", "en ")
"""What the steps of pages in each language begin with."""
COMPARISONS = {f"{lang}comparison {year} 10-comparison" for lang in SPOKEN for year in (2022, 2023)}
UNITS = {f"{lang}{unit} 11-years" for lang in SPOKEN for unit in ("kantor-a", "kantor-b")}
PAGES = {f"{lang}{report} {name}" for lang in SPOKEN for report in REPORTS for name in NOTEBOOKS} | COMPARISONS | UNITS
RESULTS = {f"{report} results" for report in REPORTS}
ALL = {"audit"} | RESULTS | PAGES


def of(*notebooks: str) -> set[str]:
    return {f"{lang}{report} {name}" for lang in SPOKEN for report in REPORTS for name in notebooks}


def about(unit: str) -> set[str]:
    """The steps of the reports of a unit."""
    return {step for step in ALL if step.removeprefix("en ").startswith(unit)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An invented project that was made once; nobody changes it."""
    project = Project.invented(tmp_path_factory.mktemp("made") / "project")
    assert set(project.foretold("--keep-notebooks")) == ALL
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    """A copy of it at another place."""
    return made.copy(tmp_path / "project")


# nothing changed


def test_a_second_run_makes_nothing_wherever_the_project_lies(project: Project) -> None:
    outputs, times = project.outputs(), project.times()

    plan = project.plan()
    again = project.kinerja("run")

    assert {row[0] for row in plan.values()} == {"current"}
    assert set(plan) == ALL
    assert json.loads((project.root / "data" / "processed" / ".records" / "imports.json").read_text("utf-8"))["imports"]
    assert again.stdout.splitlines()[-1].startswith("0 notebooks made in ")
    assert f", {len(PAGES)} were current; " in again.stdout
    assert project.run() == {}
    assert (project.outputs(), project.times()) == (outputs, times)


def test_two_fresh_runs_give_the_same_bytes_and_none_tells_the_time(made: Project, tmp_path: Path) -> None:
    fresh = Project.invented(tmp_path / "elsewhere")
    fresh.run("--keep-notebooks", "--workers", "3")

    assert fresh.outputs() == made.outputs()
    kinds = {Path(name).suffix for name in made.outputs()}
    assert kinds == {".csv", ".html", ".ipynb", ".json"}
    for name in made.outputs():
        text = ((made.processed if name.startswith("processed") else made.reports).parent / name).read_text("utf-8")
        assert not re.search(r"\d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT", text), name
        assert str(made.root) not in text, name


SAME = {
    "a comment in a code cell": ('"wb.show(traces.of_page(wb))"', '"# a comment\\n", "wb.show(traces.of_page(wb))  # more"'),
    "an empty line in a code cell": ('"wb.show(traces.of_page(wb))"', '"\\n", "\\n", "wb.show(traces.of_page(wb))\\n"'),
    "an empty line in prose": ('dampak setiap kesenjangan?\\n"', 'dampak setiap kesenjangan?\\n\\n  \\n"'),
    "the name of a cell": ('"id": "661029db7c47"', '"id": "saves"'),
}


@pytest.mark.parametrize("name", SAME)
def test_what_makes_no_difference_makes_nothing(project: Project, name: str) -> None:
    times = project.times()
    project.change("notebooks/02-achievement.ipynb", *SAME[name])

    assert project.foretold() == {}
    assert {page for page, time in project.times().items() if time != times[page]} <= {f"processed/{report.replace(' ', '/')}/run.json" for report in REPORTS}


# one thing changed


def test_another_literal_in_a_cell_makes_that_notebook_for_all_its_reports(project: Project) -> None:
    project.change("notebooks/06-small.ipynb", "period, 1)", "period, 2)")

    assert project.foretold() == {step: ["notebook"] for step in of("06-small")}


def test_one_digit_of_a_raw_row_makes_exactly_what_read_that_row(project: Project) -> None:
    outputs, times = project.outputs(), project.times()
    project.change(f"data/raw/{DOCUMENT}/realisations.csv", "1,kantor-a,2022,IKU.1,stated,90", "1,kantor-a,2022,IKU.1,stated,91")
    expected = project.resting_on("rows realisations kantor-a 2022", "table realisations *", f"columns realisations {DOCUMENT}*")

    made = project.foretold("--keep-notebooks")

    assert expected - {"audit"} <= set(made) - {"audit"}
    assert {"audit", "kantor-a 2022 results", "kantor-a 2022 02-achievement", "kantor-a 2022 05-reproduction"} <= set(made)
    assert {"kantor-a 11-years", "comparison 2022 10-comparison"} <= set(made)
    followed = {step for step, why in made.items() if step not in expected}
    assert {word for step in followed for word in made[step]} <= {"results"}
    assert all("data" in made[step] for step in expected)
    current = {f"kantor-b 2023 {name}" for name in (*NOTEBOOKS, "results")} | of("06-small")
    assert current & set(made) == set()
    changed = {name for name, sha256 in project.outputs().items() if outputs.get(name) != sha256}
    assert {"reports/kantor-a/2022/02-achievement.html", "processed/kantor-a/2022/figures.csv"} <= changed
    for name in ("reports/kantor-b/2023/01-data-quality.html", "reports/kantor-b/2023/02-achievement.html", "processed/kantor-b/2023/figures.csv"):
        assert (project.outputs()[name], project.times()[name]) == (outputs[name], times[name])
    assert {page for page, time in project.times().items() if page.endswith(".html") and page not in HOMES and time != times[page]} == {
        f"reports/{page_of(step)}" for step in made if step in PAGES
    }


def test_a_digit_that_is_put_back_gives_the_same_bytes_again(project: Project) -> None:
    outputs = project.outputs()
    file, old, new = f"data/raw/{OTHER}/targets.csv", "2023,IKU.1,pk,80", "2023,IKU.1,pk,81"
    project.change(file, old, new)
    project.foretold("--keep-notebooks")
    between = project.outputs()
    project.change(file, new, old)
    project.foretold("--keep-notebooks")

    history = {"processed/kantor-b/2023/findings-before.csv", "processed/kantor-b/2023/run.json"}
    history |= {f"reports/{lang}kantor-b/2023/01-data-quality.{kind}" for lang in ("", "en/") for kind in ("html", "ipynb")}
    after = project.outputs()
    assert between["reports/kantor-b/2023/02-achievement.html"] != outputs["reports/kantor-b/2023/02-achievement.html"]
    assert {name for name in {*after, *outputs} if after.get(name) != outputs.get(name)} <= history


def test_a_changed_formula_makes_what_asked_for_its_rule(project: Project) -> None:
    project.change(
        "src/analysis/rules/efisiensi.py",
        "return _saved(keluaran) / nonzero(_earned(keluaran)) * 100",
        "return 0 + _saved(keluaran) / nonzero(_earned(keluaran)) * 100",
    )
    ids = {rule.id for rule in law().rules if "analysis.rules.efisiensi" in Code().rule_modules(rule.formula.__module__)}
    expected = project.resting_on(*(f"rule {id}" for id in ids))

    made = project.foretold()

    assert made == {step: ["rule"] for step in expected}
    assert of("04-efficiency") <= expected
    assert expected.isdisjoint(of("01-data-quality", "02-achievement", "06-small") | {"audit"})


def test_a_dated_parameter_makes_what_asked_for_it(project: Project) -> None:
    project.change("src/analysis/rules/efisiensi.yaml", "{since: 2021, until: 2023, value: 20,", "{since: 2021, until: 2023, value: 21,")
    expected = project.resting_on("parameter efisiensi_batas_pct")

    made = project.foretold()

    assert made == {step: ["rule"] for step in expected}
    assert of("04-efficiency") <= expected
    assert expected.isdisjoint(of("01-data-quality", "02-achievement", "06-small") | {"audit"})


def test_a_changed_module_makes_what_imports_it(project: Project) -> None:
    project.change("src/analysis/views/achievement.py", "from __future__ import annotations\n", "from __future__ import annotations\n\nNEW = 1\n")

    made = project.foretold()

    assert of("02-achievement") <= set(made)
    assert set(made) <= of("00-summary", "02-achievement", "05-reproduction") | COMPARISONS | UNITS
    assert {word for why in made.values() for word in why} == {"code"}


def test_a_changed_suite_makes_the_audit_and_the_pages_whose_traces_tell_of_it(project: Project) -> None:
    project.change("expectations/realisations.json", "Tabel realisasi memuat tepat kolom", "Tabel realisasi memuat persis kolom")

    made = project.foretold()

    assert {"audit", *of("01-data-quality", "02-achievement", "06-traces")} <= set(made)
    assert set(made).isdisjoint(of("06-small"))
    assert all("suite" in why for step, why in made.items() if step == "audit" or step.endswith("01-data-quality"))


def test_a_changed_message_makes_the_pages_of_its_language_and_no_audit(project: Project) -> None:
    file = project.root / "src" / "analysis" / "messages" / "id.po"
    file.write_text(file.read_text("utf-8") + "\n# a remark\n", "utf-8")

    made = project.foretold()

    assert made == {step: ["template"] for step in PAGES if not step.startswith("en ")}


def test_another_lock_makes_everything(project: Project) -> None:
    file = project.root / "requirements.lock"
    file.write_text(file.read_text("utf-8") + "# another\n", "utf-8")

    assert project.foretold("--unit", "kantor-b") == {step: ["lock"] for step in {"audit", *about("kantor-b")}}
    assert {tuple(row[:2]) for step, row in project.plan().items() if step in about("kantor-a") | COMPARISONS} == {("run", "lock")}


def test_by_force_everything_is_made_and_comes_out_the_same(project: Project) -> None:
    outputs = project.outputs()

    made = project.foretold("--force", "--keep-notebooks", "--unit", "kantor-b")

    assert made == {step: ["forced"] for step in {"audit", *about("kantor-b")}}
    assert project.outputs() == outputs


def test_pages_in_another_language_rest_on_the_same_results_and_lead_to_each_other(made: Project, tmp_path: Path) -> None:
    project, only = Project.invented(tmp_path / "project"), ("--unit", "kantor-b", "--notebook", "06-small")
    page, twin = (f"reports/{lang}kantor-b/2023/06-small.html" for lang in ("", "en/"))

    english = project.foretold(*only, "--lang", "en")
    alone = project.outputs()
    both = project.foretold(*only)
    again = project.foretold(*only, "--lang", "en")

    assert set(english) == {"audit", "kantor-b 2023 results", "en kantor-b 2023 06-small"}
    assert page not in alone
    assert both == {"kantor-b 2023 06-small": ["new"], "en kantor-b 2023 06-small": ["parameter"]}
    assert again == {}
    assert 'href="../../../kantor-b/2023/06-small.html"' in (project.root / twin).read_text("utf-8")
    assert 'href="../../en/kantor-b/2023/06-small.html"' in (project.root / page).read_text("utf-8")


def test_another_parameter_makes_what_is_told_it(project: Project) -> None:
    made = project.foretold("--notebook", "10-comparison", "-p", "indicator=IKU.1")

    assert made == {step: ["parameter"] for step in COMPARISONS}


@pytest.mark.parametrize("damage", ["deleted", "altered"])
def test_an_output_that_is_not_what_was_left_is_made_alone(project: Project, damage: str) -> None:
    outputs = project.outputs()
    page, result = project.reports / "kantor-a" / "2023" / "02-achievement.html", project.processed / "kantor-b" / "2023" / "claims.csv"
    for file in (page, result):
        file.unlink() if damage == "deleted" else file.write_text("mine", "utf-8")

    made = project.foretold("--keep-notebooks")

    assert made["kantor-a 2023 02-achievement"] == ["output"]
    assert made["kantor-b 2023 results"] == ["output"]
    assert set(made) - {"kantor-a 2023 02-achievement", "kantor-b 2023 results"} <= project.resting_on("file data/processed/kantor-b/2023/claims.csv")
    assert project.outputs() == outputs


def test_an_executed_notebook_that_was_not_kept_is_made_when_it_is_asked_for(project: Project) -> None:
    (project.reports / "kantor-b" / "2023" / "06-small.ipynb").unlink()

    assert project.foretold() == {}
    assert project.foretold("--keep-notebooks") == {"kantor-b 2023 06-small": ["output"]}


# files of notebooks

OWN = "data/own/weights.csv"
OPENS = {
    "a file": "print(open('data/own/weights.csv').read())",
    "a path": "from pathlib import Path\nprint(Path('data/own/weights.csv').resolve().read_text())",
    "pandas": "import pandas\nprint(pandas.read_csv('data/own/weights.csv').sum().sum())",
}


@pytest.fixture
def own(project: Project) -> Project:
    (project.root / OWN).parent.mkdir()
    (project.root / OWN).write_text("a,b\n1,2\n", "utf-8")
    return project


def test_a_file_that_a_notebook_opens_counts_without_being_declared(own: Project) -> None:
    for number, source in enumerate(OPENS.values(), start=7):
        own.put(f"0{number}-own", source)
    own.put("06-small", "import os\nprint(sorted(os.listdir('data/own')))")
    options = ("--unit", "kantor-b", "--lang", "id")
    first = own.foretold(*options)
    (own.root / OWN).write_text("a,b\n1,3\n", "utf-8")
    told = own.plan(*options)
    changed = own.foretold(*options)
    (own.root / OWN).with_name("other.csv").write_text("", "utf-8")
    listed = own.foretold(*options)

    assert first == {f"kantor-b 2023 0{n}-own": ["new"] for n in (7, 8, 9)} | {"kantor-b 2023 06-small": ["notebook"]}
    assert changed == {f"kantor-b 2023 0{n}-own": ["files"] for n in (7, 8, 9)}
    assert told["kantor-b 2023 07-own"][1] == f"files: file {OWN}"
    assert listed == {"kantor-b 2023 06-small": ["files"]}


def test_raw_files_and_results_of_others_that_a_notebook_opens_itself_count(project: Project) -> None:
    project.put("06-small", f"print(open('data/raw/{DOCUMENT}/targets.csv').read() if unit == 'kantor-b' else '')")
    project.put("07-own", "print(open('data/processed/kantor-a/2022/figures.csv').read())")
    options = ("--notebook", "06-small", "--notebook", "07-own", "--lang", "id")
    project.foretold(*options)
    project.change(f"data/raw/{DOCUMENT}/targets.csv", "1,kantor-a,2022,IKU.1,pk,80", "1,kantor-a,2022,IKU.1,pk,81")

    again = project.foretold(*options)

    assert {step: why for step, why in again.items() if step in of("06-small", "07-own")} == {
        "kantor-b 2023 06-small": ["files"],
        **{f"{report} 07-own": ["results"] for report in REPORTS},
    }


REFUSED = {
    "a file elsewhere": ("open('/etc/passwd').read()", "a notebook may not read '/etc/passwd'"),
    "a swallowed error": ("try:\n    open('/etc/passwd').read()\nexcept Exception:\n    pass", "a notebook may not read '/etc/passwd'"),
    "the network": ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "a notebook may not use the network, as it did for '127.0.0.1'"),
    "a program": ("import subprocess\nsubprocess.run(['date'])", "a notebook may not start other programs, as it did with 'date'"),
}


def test_what_cannot_be_observed_is_refused_by_name_and_tried_again(project: Project) -> None:
    for number, (source, _) in enumerate(REFUSED.values(), start=6):
        project.put(f"{number:02}-own", source) if number < 10 else project.put(f"1{number - 9}-own", source)
    options = ("--unit", "kantor-b", "--lang", "id", *(word for n in range(6, 10) for word in ("--notebook", f"{n:02}-own")))
    (project.root / "notebooks" / "06-small.ipynb").unlink()

    first = project.run(*options, code=1)
    again = project.foretold(*options, code=1)

    reasons = [first[f"kantor-b 2023 {n:02}-own"]["reason"] for n in range(6, 10)]
    assert all(reason.startswith(sentence) for reason, (_, sentence) in zip(reasons, REFUSED.values(), strict=True)), reasons
    assert again == {f"kantor-b 2023 {n:02}-own": ["failed"] for n in range(6, 10)}
    assert "/etc/passwd" in (project.reports / "kantor-b" / "2023" / "07-own.html").read_text("utf-8")


def test_the_pages_of_a_notebook_that_is_gone_go_with_a_whole_run(project: Project) -> None:
    (project.root / "notebooks" / "06-small.ipynb").unlink()

    part = project.kinerja("run", "--unit", "kantor-b")
    kept = (project.reports / "kantor-b" / "2023" / "06-small.html").exists()
    whole = project.kinerja("run")

    gone = [f"{lang}{report.replace(' ', '/')}/06-small.html" for lang in ("en/", "") for report in REPORTS]
    assert ("removed" in part.stdout, kept) == (False, True)
    assert f"removed 6 pages that are no longer in the grid: {', '.join(gone)}" in whole.stdout
    assert not any((project.reports / page).with_suffix(suffix).exists() for page in gone for suffix in (".html", ".ipynb"))
    assert "06-small" not in (project.reports / "index.html").read_text("utf-8")
    manifest = json.loads((project.processed / "kantor-b" / "2023" / "run.json").read_text("utf-8"))
    assert "reports/kantor-b/2023/06-small.html" not in manifest["outputs"]


# plans


def test_a_plan_tells_the_truth_of_comparisons_alone(project: Project) -> None:
    project.change(f"data/raw/{OTHER}/targets.csv", "2023,IKU.1,pk,80", "2023,IKU.1,pk,81")

    made = project.foretold("--notebook", "10-comparison")

    assert {"audit", "comparison 2023 10-comparison"} <= set(made)


def test_a_row_that_the_audit_stops_makes_everything_for_the_gate(project: Project) -> None:
    file = project.raw / OTHER / "indicators.csv"
    header, row = file.read_text("utf-8").splitlines()
    file.write_text(f"{header}\n{row}\n{row.replace('IKU.1', 'IKU.02')}\n", "utf-8")

    made = project.foretold()

    stopped = json.loads((project.processed / "kantor-b" / "2023" / "run.json").read_text("utf-8"))["stopped"]
    assert [(row["check"], row["row"]) for row in stopped] == [("I04", 3)]
    assert set(made) == ALL
    assert made["kantor-a 2022 06-small"] == ["gate"]
    assert set(made["kantor-b 2023 results"]) == {"data", "gate", "results"}


def test_a_plan_says_how_much_there_is_and_names_what_changed(project: Project) -> None:
    project.change(f"data/raw/{OTHER}/targets.csv", "2023,IKU.1,pk,80", "2023,IKU.1,pk,81")

    done = project.kinerja("plan")
    rows = {row[0]: row[1:] for row in (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)}

    assert rows["audit"][:2] == ["run", "data: rows targets kantor-b 2023, table targets "]
    assert "rows targets kantor-b 2023" in rows["kantor-b 2023 02-achievement"][1]
    assert rows["kantor-a 2022 results"][:2] == ["perhaps", "follows"]
    assert "kantor-b 2023 06-small" not in {step for step, row in rows.items() if row[0] == "run"}
    assert re.search(r"^\d+ to run, \d+ perhaps, \d+ current$", done.stdout, re.M)
    records = project.records()
    assert {step: row[2] for step, row in rows.items() if step in records} == {step: f"{records[step]['seconds']:.1f}" for step in rows if step in records}
    assert re.fullmatch(r"about [\d to]+ s of work with \d+ at a time", done.stdout.splitlines()[-1])


HEAVY = {"pandas", "numpy", "babel", "altair", "papermill", "nbconvert", "great_expectations", "jinja2", "IPython"}


@pytest.mark.parametrize("options", [["plan", "--all"], ["run", "--help"], ["plan", "--help"]])
def test_nothing_heavy_is_loaded_to_plan_and_to_help(made: Project, options: list[str]) -> None:
    source = (
        f"import sys; sys.argv = ['kinerja', *{options!r}]\nfrom analysis.cli import app\ntry:\n    app()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", source], env=made.environment, cwd=made.root, capture_output=True, text=True, check=True)

    assert "typer" in done.stderr.split()
    assert HEAVY & set(done.stderr.split()) == set()


# two at once


def test_two_runs_at_once_both_end_well(project: Project) -> None:
    outputs = project.outputs()
    for folder in (project.processed, project.reports):
        for file in [file for file in folder.rglob("*") if file.is_file()]:
            file.unlink()

    both = [
        subprocess.Popen(project.command("run", "--keep-notebooks"), env=project.environment, cwd=project.root, stdout=-1, stderr=-1, text=True)
        for _ in range(2)
    ]
    told = [one.communicate() for one in both]

    assert [one.returncode for one in both] == [0, 0]
    assert sum("another run is at work on these folders; waiting for it to end" in errors for _, errors in told) == 1
    assert sorted("0 notebooks made" in said for said, _ in told) == [False, True]
    assert project.outputs() == outputs
