"""An analyst at work: what she can choose, what is there and missing, how blocks look in a notebook that is open, and the start notebook itself."""

from __future__ import annotations

import html
import json
import pydoc
import re
import shlex
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import pytest
import typer
from conftest import Invent
from hypothesis import given, settings
from hypothesis import strategies as st
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from typer.testing import CliRunner

import analysis
from analysis import audit, cli
from analysis import run as runs
from analysis.desk import Desk
from analysis.errors import InputError, ParameterError
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.grid import Choices, choices, plan
from analysis.lab import choosing, making, opening, quarter, steps
from analysis.lab.choosing import Chosen, Form, offered
from analysis.languages import LANGUAGES
from analysis.notebooks import parameters_of
from analysis.pages import live
from analysis.pages.blocks import Cell, Heading, Prose, Table
from analysis.pages.traces import Group, Trace, Traces
from analysis.rules import law
from analysis.run import Folders
from analysis.tables import load
from analysis.workbook import Workbook, open_workbook, workbook_on

NOTEBOOKS = sorted(Path("notebooks").glob("*.ipynb"))
START = Path("notebooks/mulai.ipynb")
REPORTS = [("kanreg-03", "2024-TW3", "id"), ("deputi-pmk", "2021", "en")]


def fits(facts: Any, folder: Path, *names: str) -> bool:
    """Whether the command takes this choice."""
    units, periods, notebooks = ([name] if name else [] for name in names)
    try:
        return bool(plan(facts, units=units, periods=periods, notebooks=notebooks, folder=folder))
    except ParameterError:
        return False


def ways(known: Choices) -> set[tuple[str, ...]]:
    """Every choice that the form leads to, drop-down by drop-down."""
    return {
        (unit, period, notebook)
        for unit in offered(known, Chosen(), "unit")
        for period in offered(known, Chosen(unit), "period")
        for notebook in offered(known, Chosen(unit, period), "notebook")
    }


def test_the_form_offers_what_the_command_takes_and_nothing_else(facts: Facts) -> None:
    folder = Path("notebooks")
    units, periods = ["", *facts.units, "x"], ["", *sorted({period for _, period in facts.reports}), "1999", "2024-09"]
    notebooks = ["", *(file.stem for file in NOTEBOOKS), "99-none"]

    taken = {names for names in product(units, periods, notebooks) if fits(facts, folder, *names)}

    assert taken == ways(choices(facts, folder))
    assert len(taken) > 100


class Told:
    """Reports as they may be told of."""

    def __init__(self, reports: list[tuple[str, str]]):
        self.reports = reports


PERIODS = st.sampled_from(["2022", "2023", "2023-S1", "2024-TW3", "2024-09"])
NAMES = st.sets(st.sampled_from(["00-a", "02-b", "10-c", "11-d"]), min_size=1)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("abc"), PERIODS), min_size=1, max_size=6, unique=True), NAMES)
def test_whatever_reports_and_notebooks_there_are_form_and_command_agree(tmp_path_factory: Any, reports: list[tuple[str, str]], names: set[str]) -> None:
    folder, told = tmp_path_factory.mktemp("notebooks"), Told(sorted(reports))
    for name in names:
        (folder / f"{name}.ipynb").touch()

    taken = {n for n in product(["", *"abcd"], ["", "2022", "2023", "2023-S1", "2024-TW3", "2024-09", "2024"], ["", *sorted(names)]) if fits(told, folder, *n)}

    assert taken == ways(choices(told, folder))


@pytest.fixture(scope="session")
def desk(ledger: Ledger) -> Desk:
    return Desk(ledger)


def form_of(desk: Desk, unit: str = "", period: str = "", notebook: str = "", lang: str = "id", place: Folders | None = None) -> Form:
    return Form(desk, Chosen(unit, period, notebook, lang), place or Folders())


@pytest.mark.parametrize(
    "chosen", [("kanreg-06", "2023", "02-achievement", "en"), ("", "2023", "10-comparison", "id"), ("kanreg-07", "", "11-years", "id"), ("", "", "", "en")]
)
def test_the_words_of_the_form_ask_the_command_for_the_same(desk: Desk, chosen: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(runs, "run", lambda wanted, **more: asked.append(wanted) or runs.Summary((), (), Path("i"), 0.0))
    form = form_of(desk, *chosen)

    result = CliRunner().invoke(cli.app, form.arguments[1:])

    assert result.exit_code == 0
    assert vars(asked[0]) | {"on": None} == vars(making.asked_of(form)) | {"on": None}


def test_a_period_that_the_unit_does_not_have_gives_way_to_its_last_one(desk: Desk) -> None:
    form = form_of(desk, "kanreg-03", "2024-TW3", "02-achievement")

    form.choose(unit="kanreg-06")

    assert form.chosen == Chosen("kanreg-06", "2024", "02-achievement", "id")


@pytest.mark.parametrize(
    ("given", "sentence"), [({"unit": "kanreg-3"}, "did you mean 'kanreg-03'"), ({"period": "2019"}, "Known: 2024-TW3"), ({"lang": "fr"}, "not known")]
)
def test_what_cannot_be_chosen_is_refused_with_what_can(desk: Desk, given: dict[str, str], sentence: str) -> None:
    form = form_of(desk, "kanreg-03", "2024-TW3")

    with pytest.raises(ParameterError, match=sentence):
        form.choose(**given)
    assert form.chosen == Chosen("kanreg-03", "2024-TW3", "", "id")


def test_a_choice_in_one_drop_down_changes_what_the_others_offer(desk: Desk) -> None:
    form = form_of(desk, "kanreg-06", "2023")
    lists = {one.description: one for one in form.widget.children[:4]}

    lists["Unit"].value = "kanreg-07"

    assert [value for _, value in lists["Periode"].options] == ["", "2023", "2024"]
    assert form.chosen.unit == "kanreg-07"
    assert "--unit kanreg-07 --period 2023" in form.widget.children[4].value
    lists["Bahasa"].value = "en"
    assert [one.description for one in form.widget.children[:4]] == ["Language", "Unit", "Period", "Analysis"]
    assert dict(lists["Periode"].options)["All periods"] == ""


def test_the_form_can_be_read_where_no_drop_down_shows(desk: Desk) -> None:
    form = form_of(desk, "kanreg-03", "2024-TW3", lang="en")

    shown = form.table.html()

    units = {unit for unit, _ in desk.ledger.facts.reports}
    assert all(desk.ledger.facts.unit(unit).names["en"] in shown for unit in units)
    assert "Third quarter of 2024" in shown
    assert form.command in shown
    assert "<select" not in shown


def text_of(blocks: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", block.html()) for block in blocks)


def test_real_documents_tell_what_they_lack(facts: Facts, desk: Desk) -> None:
    regional, planned = form_of(desk, "kanreg-03", "2024-TW3").workbook(), form_of(desk, "kanreg-06", "2024").workbook()

    assert quarter.unpromised(regional) == [f"IKU.{n}" for n in (1, 2, 6, 7, 8, 9, 13, 14)]
    assert [(s.code, s.questions, s.answered) for s in quarter.unanswered(facts, "kanreg-03", "2024-TW3")] == [("IKU.3", 10, 0), ("IKU.4", 9, 0)]
    assert quarter.unmeasured(planned) == [f"IKU.{n}" for n in range(1, 15)]
    assert not facts.rows("spending", "kanreg-06", "2024")
    assert {row["code"] for row in quarter.unspent(facts, "kanreg-06", "2024")} <= {row["code"] for row in facts.rows("budget", "kanreg-06", "2024")}
    assert quarter.unreported(facts, "kanreg-03") == ["2022", "2023", "2024"]


def test_raw_data_are_audited_once_for_all_workbooks_on_them(invent: Invent, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, examine = [], audit.examine
    monkeypatch.setattr("analysis.audit.examine", lambda facts: asked.append(facts) or examine(facts))
    desk = Desk(Ledger(load(invent(**FULL)), law()))

    found = [workbook_on(desk, "kantor-a", "2023", lang=lang, out=Path("nowhere")).findings for lang in LANGUAGES]

    assert len(asked) == 1
    assert found[0] == found[1] != []


BUDGET = {"version": "murni", "classification": "keluaran", "level": "ro", "name": "Keluaran", "parent": "", "pagu_rp": "100"}
SPENT = {"classification": "keluaran", "realisasi_rp": "90"}
FULL: dict[str, list[dict[str, Any]]] = {
    "indicators": [
        {"since": 2023, "code": code, "name": code, "measure": "pct", "polarity": "max", "accumulation": "last", "system": "ikm"} for code in ("IKU.1", "IKU.2")
    ],
    "targets": [{"code": code, "basis": "pk", "value": "80"} for code in ("IKU.1", "IKU.2")],
    "realisations": [{"code": code, "method": "stated", "value": "90", "status": "final"} for code in ("IKU.1", "IKU.2")],
    "budget": [BUDGET | {"code": "1", "level": "kro", "pagu_rp": ""}, BUDGET | {"code": "1.1", "parent": "1"}, BUDGET | {"code": "1.2", "parent": "1"}],
    "spending": [SPENT | {"code": "1.1"}, SPENT | {"code": "1.2"}],
    "components": [{"system": "ikm", "code": "IKU.1", "subject": f"element:U{n}", "name": "Unsur", "weight": "1", "score": "3,5"} for n in (1, 2)],
}


def without(table: str, **cells: str) -> dict[str, list[dict[str, Any]]]:
    """The tables without the rows that have these cells."""
    return {**FULL, table: [row for row in FULL[table] if not all(row.get(name) == value for name, value in cells.items())]}


def lacks(raw: Path) -> dict[str, list[str]]:
    """What is told missing of an invented report."""
    wb = open_workbook("kantor-a", "2023", data_dir=str(raw))
    facts = wb.facts
    found = {
        "unmeasured": quarter.unmeasured(wb),
        "unpromised": quarter.unpromised(wb),
        "silent": quarter.silent(wb),
        "unspent": [row["code"] for row in quarter.unspent(facts, "kantor-a", "2023")],
        "unbudgeted": [row["code"] for row in quarter.unbudgeted(facts, "kantor-a", "2023")],
        "unanswered": [f"{s.code} {s.answered}/{s.questions}" for s in quarter.unanswered(facts, "kantor-a", "2023")],
    }
    told = text_of(quarter.missing(wb))
    assert all((wb.words(f"start.{kind}", count=len(items)) in told) == bool(items) for kind, items in found.items())
    return {kind: items for kind, items in found.items() if items}


HOLES = [
    (FULL, {}),
    (without("realisations", code="IKU.2"), {"unmeasured": ["IKU.2"]}),
    (without("targets", code="IKU.1"), {"unpromised": ["IKU.1"]}),
    ({**without("targets", code="IKU.2"), "realisations": FULL["realisations"][:1]}, {"silent": ["IKU.2"]}),
    (without("spending", code="1.2"), {"unspent": ["1.2"]}),
    ({**FULL, "spending": [SPENT | {"code": "1"}]}, {}),
    ({**FULL, "spending": [*FULL["spending"], SPENT | {"code": "9"}]}, {"unbudgeted": ["9"]}),
    ({**FULL, "budget": [*FULL["budget"], BUDGET | {"code": "1.3", "parent": "1", "pagu_rp": ""}]}, {}),
    ({**FULL, "budget": [*FULL["budget"], BUDGET | {"code": "1.1", "version": "perubahan"}], "spending": FULL["spending"][:1]}, {}),
    ({**FULL, "components": [FULL["components"][0], FULL["components"][1] | {"score": ""}]}, {"unanswered": ["IKU.1 1/2"]}),
]


@pytest.mark.parametrize(
    ("tables", "expected"), HOLES, ids=["full", "unmeasured", "unpromised", "silent", "unspent", "above", "unbudgeted", "no amount", "revised", "unanswered"]
)
def test_each_hole_is_told_and_no_other(invent: Invent, tables: dict[str, Any], expected: dict[str, list[str]]) -> None:
    assert lacks(invent(**tables)) == expected


def test_what_is_there_counts_the_rows_of_every_table(invent: Invent) -> None:
    wb = open_workbook("kantor-a", "2023", data_dir=str(invent(**FULL)))

    table = [block for block in quarter.there(wb) if isinstance(block, Table)][1]

    assert [str(row[1]) for row in table.rows] == ["2", "0", "2", "2", "3", "2", "2", "0", "0", "0", "0", "0", "0"]


@pytest.mark.parametrize("shows", [quarter.there, quarter.missing, steps.importing, steps.audited, steps.figures], ids=lambda f: f.__name__)
def test_without_a_unit_and_a_period_a_step_asks_for_them(desk: Desk, shows: Any) -> None:
    wb = form_of(desk, "kanreg-03").workbook()

    assert text_of(shows(wb)).strip() == wb.words("start.choose_one")


def test_the_commands_that_bring_files_in_name_the_document_and_the_period_after(desk: Desk) -> None:
    wb = form_of(desk, "kanreg-03", "2024-TW3", lang="en").workbook()

    told = html.unescape(text_of(steps.importing(wb)))

    name = "kanreg-03_laporan-kinerja_2024-tw4"
    assert "kinerja form kanreg-03-bandung_laporan-kinerja_2024-tw3 --lang en" in told
    assert f"kinerja new --unit kanreg-03 --period 2024-TW4 --kind laporan-kinerja --document {name} --lang en" in told
    assert f"kinerja import data/forms/{name}.xlsx --document {name} --dry-run --lang en" in told


def test_the_command_knows_the_words_of_every_step(desk: Desk) -> None:
    known = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    blocks = steps.importing(form_of(desk, "kanreg-03", "2024-TW3").workbook())
    commands = [shlex.split(html.unescape(told)) for told in re.findall(r'<span class="code">(kinerja .*?)</span>', "".join(b.html() for b in blocks))]

    assert len(commands) == 4
    for words in commands:
        context = known[words[1]].make_context(words[1], words[2:])
        assert context.params["lang"] == "id"


def test_findings_stand_by_severity_with_what_to_do(desk: Desk) -> None:
    wb = form_of(desk, "kanreg-03", "2024-TW3", lang="en").workbook()
    failing = [finding for finding in wb.findings if finding.fails]

    blocks = steps.audited(wb)

    counted = sum(int(str(row[1])) for block in blocks if isinstance(block, Table) for row in block.rows)
    assert counted == len(failing)
    assert all(wb.words(f"start.next.{finding.severity}") in text_of(blocks) for finding in failing)


def test_pages_that_are_not_made_lead_nowhere_and_the_command_makes_them(desk: Desk, tmp_path: Path) -> None:
    place = Folders(out=tmp_path / "out", reports=tmp_path / "pages")
    form = form_of(desk, "kanreg-03", "2024-TW3", "02-achievement", place=place)

    table = next(block for block in making.pages(form) if isinstance(block, Table))

    assert [[str(cell) for cell in row[2:]] for row in table.rows] == [["02 Capaian", "belum ada"]]
    assert not table.rows[0][2].link
    assert form.command.endswith(f"--out-dir {tmp_path / 'out'} --reports-dir {tmp_path / 'pages'}")


def test_the_button_makes_the_pages_that_are_chosen_when_it_is_pressed(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    form, asked = form_of(desk, "kanreg-03", "2024-TW3"), []

    def done(words: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        asked.append((words, button.disabled))
        return subprocess.CompletedProcess(words, 6, "7 notebooks made", "\na warning")

    button, _ = making.Maker(form).button().children
    monkeypatch.setattr("analysis.lab.making.subprocess.run", done)
    button.click()

    assert [(words[-len(form.arguments[1:]) :], disabled) for words, disabled in asked] == [(form.arguments[1:], True)]
    assert "7 notebooks made\na warning" in capsys.readouterr().out
    assert not button.disabled


def test_a_page_that_is_there_is_led_to(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "pages" / "kanreg-03" / "2024-TW3" / "02-achievement.html"
    page.parent.mkdir(parents=True)
    page.touch()
    form = form_of(desk, "kanreg-03", "2024-TW3", "02-achievement", place=Folders(out=tmp_path / "out", reports=tmp_path / "pages"))
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "notebooks" / "mulai.ipynb"))

    shown = live.output(making.pages(form), form.workbook().page)["text/html"]

    assert '<a hidden href="../pages/kanreg-03/2024-TW3/02-achievement.html"></a><button class="way" ' in shown


TRACES = Traces("Asal", (), "Tutup", [Group([Trace("f-a-total", "A", "", "1", points=())])], "", [])


def test_in_an_open_notebook_a_number_opens_its_trace_and_addresses_are_its_own(tmp_path: Path) -> None:
    (tmp_path / "01.html").touch()
    links = [Cell("1", "#f-a-total"), Cell("2", "01.html#x"), Cell("3", "02.html"), Cell("4", "#bagian")]

    shown = live.output([Heading("Bagian", "bagian"), Table("T", ["a"] * 4, [links]), TRACES], tmp_path)["text/html"]

    own = {name: live._own(name) for name in ("f-a-total", "bagian")}
    assert f'<button class="way" type="button" popovertarget="{own["f-a-total"]}">1</button>' in shown
    assert f'<article popover id="{own["f-a-total"]}"' in shown
    assert f'popovertarget="{own["f-a-total"]}" popovertargetaction="hide">Tutup</button>' in shown
    assert f'href="#{own["bagian"]}">4</a>' in shown
    assert f'<h2 id="{own["bagian"]}">' in shown
    assert '01.html#x"></a><button class="way" ' in shown
    assert '<span class="">3</span>' in shown


def test_the_style_holds_within_blocks_alone() -> None:
    style = live._style(tuple(live._SHEETS))
    depth, ends = 0, []
    for place, sign in enumerate(style):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        ends += [place] if sign == "}" and depth == 0 else []

    assert style.startswith(".kinerja{&.kinerja.kinerja{")
    assert ends == [len(style) - 1]
    assert not re.search(r":root|(?<![\w-])body\{|prefers-color-scheme|</", style)


def told_by(kernel: Any, code: str, metadata: dict[str, str]) -> dict[str, Any]:
    """What a kernel displays when a cell is asked for with this metadata."""
    client, shown = kernel.client(), {}
    client.start_channels()
    client.wait_for_ready(timeout=60)
    content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
    message = client.session.msg("execute_request", content, metadata=metadata)
    client.shell_channel.send(message)
    while True:
        heard = client.get_iopub_msg(timeout=60)
        if heard["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if heard["msg_type"] == "error":
            raise AssertionError("\n".join(heard["content"]["traceback"]))
        if heard["msg_type"] == "display_data":
            shown = heard["content"]["data"]
        if heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
            client.stop_channels()
            return shown


@pytest.fixture(scope="module")
def kernel() -> Any:
    """A stock kernel."""
    manager = KernelManager(kernel_name="python3", transport="ipc")
    manager.start_kernel()
    yield manager
    manager.shutdown_kernel(now=True)


def test_a_kernel_shows_the_style_to_whom_has_the_notebook_open_and_to_nobody_else(kernel: Any) -> None:
    code = "from analysis.pages.blocks import Prose\nProse('Isi <b>')"

    open_, executed = told_by(kernel, code, {"cellId": "a1"}), told_by(kernel, code, {})

    assert executed == {"text/html": Prose("Isi <b>").html(), "text/plain": "<Prose>"}
    assert open_["text/html"].startswith("<style>.kinerja{")
    assert Prose("Isi <b>").html() in open_["text/html"]


def executed(path: Path, **given: str) -> Any:
    """The notebook as the stock kernel executes it, with parameters of its own in the cell of parameters."""
    notebook = nbformat.read(path, 4)
    told = parameters_of(path) | given
    notebook.cells[1].source = "\n".join(f"{name} = {value!r}" for name, value in told.items())
    NotebookClient(notebook, timeout=200, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    return notebook


def outputs(notebook: Any, form: str) -> list[str]:
    return [output["data"][form] for cell in notebook.cells for output in cell.get("outputs", ()) if form in output.get("data", {})]


@pytest.mark.filterwarnings("ignore:Kernel is running over TCP")
@pytest.mark.parametrize(("unit", "period", "lang"), REPORTS, ids=[" ".join(report) for report in REPORTS])
def test_the_start_notebook_runs_by_the_stock_kernel(unit: str, period: str, lang: str, tmp_path: Path) -> None:
    places = {"out_dir": str(tmp_path / "out"), "reports_dir": str(tmp_path / "pages")}

    notebook = executed(START, unit=unit, period=period, lang=lang, **places)

    shown = "".join(outputs(notebook, "text/html"))
    assert f"kinerja run --unit {unit} --period {period} --lang {lang}" in shown
    assert {"en": "What is missing", "id": "Yang belum ada"}[lang] in shown
    assert 'class="traces"' in shown
    assert [svg[:4] for svg in outputs(notebook, "image/svg+xml")] == ["<svg"]
    assert "<style>" not in re.sub(r"<style scoped>.*?</style>", "", shown, flags=re.DOTALL)
    assert not any(output.output_type == "error" or output.get("name") == "stderr" for cell in notebook.cells for output in cell.get("outputs", ()))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Kernel is running over TCP")
@pytest.mark.parametrize(
    ("name", "given"), [("10-comparison", {"period": "2021", "lang": "en"}), ("11-years", {"unit": "kanreg-07", "lang": "en"})], ids=["10", "11"]
)
def test_what_puts_reports_side_by_side_runs_by_the_stock_kernel_for_others_than_its_defaults(name: str, given: dict[str, str]) -> None:
    shown = "".join(outputs(executed(Path(f"notebooks/{name}.ipynb"), **given), "text/html"))

    assert 'class="traces"' in shown
    assert "<style>" not in shown


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_begins_with_a_choice_that_there_is(path: Path, facts: Facts) -> None:
    told = parameters_of(path)
    name = path.stem if path.stem[:2].isdigit() else ""

    assert (told.get("unit", ""), told.get("period", ""), name) in ways(choices(facts))
    assert told["lang"] in LANGUAGES


def test_the_package_opens_its_doors_late_and_tells_where_they_are() -> None:
    source = "import sys, analysis; print(*sorted({m.partition('.')[0] for m in sys.modules} & {'pandas', 'altair', 'babel', 'ipywidgets', 'IPython'}))"

    loaded = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout.split()

    assert loaded == []
    assert analysis.open_workbook is open_workbook
    assert analysis.choose is choosing.choose
    help_text = pydoc.plain(pydoc.render_doc(analysis))
    assert all(f"{name}(" in help_text for name in analysis.__all__)
    assert "Where to begin" in help_text
    with pytest.raises(AttributeError, match="no attribute 'opn'"):
        analysis.opn  # noqa: B018


def test_the_lines_of_help_are_true(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.workbook.desk_of", lambda folder: desk)
    monkeypatch.setattr("analysis.lab.choosing.desk_of", lambda folder: desk)
    lines = [line.strip() for line in (analysis.__doc__ or "").splitlines() if line.startswith("    ") and ("analysis." in line or "wb." in line)]

    known: dict[str, Any] = {"analysis": analysis}
    for line in lines:
        if "draw_offline" not in line and ".load" not in line:
            exec(line, known)

    assert isinstance(known["wb"], Workbook)
    assert all((Path("src/analysis") / name).exists() or (Path("src/analysis") / f"{name}.py").exists() for name in ("tables", "rules", "law", "lab", "verify"))


def test_jupyterlab_opens_at_the_start_notebook_and_asks_for_no_news() -> None:
    words = opening.options("--no-browser")
    said = json.loads((opening.SETTINGS / "overrides.json").read_text("utf-8"))

    assert Path(opening.START) == START
    assert START.is_file()
    assert f"--LabApp.default_url=/lab/tree/{START}" in words
    assert words[-1] == "--no-browser"
    assert shutil.which("python", path=opening.environment()["PATH"]) == str(Path(sys.executable).with_name("python"))
    assert said["@jupyterlab/apputils-extension:notification"] == {"checkForUpdates": False, "fetchNews": "false"}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a folder"):
        choosing.choose(data_dir=str(tmp_path / "none"))
