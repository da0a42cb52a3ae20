"""The whole run over the real documents, as `make report` makes it: every page there, every link answered, every figure verified.

Then what the next run makes."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import HOMES, Project, hashes, page_of
from told_numbers import Site

from analysis.facts import Facts
from analysis.grid import plan
from analysis.handover.book import chapters_of
from analysis.handover.content import changed, within
from analysis.handover.page import Page as ReadPage
from analysis.handover.page import read_page
from analysis.languages import folder_of, language_of
from analysis.tables import RAW

pytestmark = pytest.mark.slow

CONTRACT = ["unit", "period", "figure", "subject", "value", "measure", "rule", "rule_version", "reference", "inputs"]


class Page(HTMLParser):
    """What a page holds: anchors, links, pictures, tables with their captions, headings."""

    def __init__(self, markup: str):
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if name := attributes.get("id"):
            self.anchors.add(name)
        if tag == "a" and (href := attributes.get("href")):
            self.links.append(href)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the whole project after a first run."""
    project = Project.copied(tmp_path_factory.mktemp("whole") / "project")
    shutil.copytree(RAW, project.raw)
    made = project.run("--keep-notebooks")
    assert all(line["ok"] and line["why"] == ["new"] for line in made.values())
    return project


@pytest.fixture(scope="module")
def site(whole: Project) -> tuple[Path, Path]:
    """Reports and results of the whole run."""
    return whole.reports, whole.processed


@pytest.fixture(scope="module")
def pages(site: tuple[Path, Path]) -> dict[str, Page]:
    """Every page of the site by its address."""
    reports, _ = site
    return {file.relative_to(reports).as_posix(): Page(file.read_text("utf-8")) for file in reports.rglob("*.html")}


def test_every_report_has_all_its_pages_and_none_failed(site: tuple[Path, Path], facts: Facts, pages: dict[str, Page]) -> None:
    expected = {task.page for task in plan(facts)} | {f"{folder}{name}.html" for folder in ("", "en/") for name in ("index", "daftar")}

    assert set(pages) == expected
    assert len(expected) > 300
    assert all(json.loads(file.read_text("utf-8"))["ok"] for file in (site[0] / ".records").rglob("*.json"))


def test_every_link_and_anchor_of_the_site_resolves(pages: dict[str, Page]) -> None:
    broken = []
    for address, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            found = (Path("/") / Path(address).parent / target).resolve().relative_to("/").as_posix() if target else address
            if found not in pages or (anchor and anchor not in pages[found].anchors):
                broken.append((address, link))

    assert broken == []


def test_no_page_asks_the_network_or_runs_what_its_policy_does_not_name(site: tuple[Path, Path], pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        markup = (site[0] / address).read_text("utf-8")
        run = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in re.findall(r"<script>(.*?)</script>", markup, re.DOTALL)]

        assert f"script-src {' '.join(run) or chr(39) + 'none' + chr(39)}; " in markup, address
        assert not {tag for tag, _ in page.tags} & {"link", "iframe", "object", "embed", "base"}, address
        assert not any(attributes.keys() & {"src", "action"} for tag, attributes in page.tags if tag in {"script", "form"}), address
        assert not re.search(r"(?:src|href|url\()[\s=\"']*(?:https?:)?//", (site[0] / address).read_text("utf-8")), address


def test_every_page_can_be_read_without_eyes(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        names = [tag for tag, _ in page.tags]

        assert next(a["lang"] for tag, a in page.tags if tag == "html") == language_of(address), address
        assert names.count("h1") == 1, address
        assert names.count("table") == names.count("caption"), address
        assert all(a.get("alt") for tag, a in page.tags if tag == "img"), address
        assert all(a.get("scope") for tag, a in page.tags if tag == "th"), address
        ids = [a["id"] for _, a in page.tags if a.get("id")]
        assert len(ids) == len(set(ids)), (address, sorted({i for i in ids if ids.count(i) > 1}))


def test_nothing_unfinished_is_shown(site: tuple[Path, Path]) -> None:
    for file in site[0].rglob("*.html"):
        shown = re.sub(r"<pre.*?</pre>|<script.*?</script>|<style>.*?</style>|src=\"[^\"]*\"", "", file.read_text("utf-8"), flags=re.DOTALL)

        assert not re.search(r"\bnan\b|\bNone\b(?! of )|Fraction\(|\{[a-z_]+\}", shown), file


def test_every_number_in_prose_leads_to_its_source(whole: Project) -> None:
    read = Site(whole.reports, whole.processed, whole.raw, whole.root / "expectations")

    assert [why for address in read.addresses for why in read.untold(address)] == []


def test_an_inspector_finds_the_figures_reproduced(whole: Project) -> None:
    done = whole.kinerja("verify")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_search_holds_every_finding_of_the_audit_once(site: tuple[Path, Path]) -> None:
    audits = [pd.read_csv(file, dtype=str, keep_default_na=False) for file in (site[1] / "audit").glob("*/findings.csv")]
    data = re.search(r'type="application/json">(.*?)</script>', (site[0] / "en" / "index.html").read_text("utf-8"), re.DOTALL)

    assert data
    held = {group["name"]: sum(len(entry["links"]) for entry in group["entries"]) for group in json.loads(data[1])["groups"]}
    assert held["Findings"] == sum((audited["outcome"] == "fails").sum() for audited in audits) > 200


def test_the_result_files_keep_their_contract(site: tuple[Path, Path], facts: Facts) -> None:
    for unit, period in facts.reports:
        folder = site[1] / unit / period
        figures = pd.read_csv(folder / "figures.csv", dtype=str, keep_default_na=False)

        assert list(figures.columns[:10]) == CONTRACT
        assert figures[["unit", "period", "figure", "subject"]].apply(tuple, axis=1).is_monotonic_increasing
        assert not figures.duplicated(["unit", "period", "figure", "subject"]).any()
        assert ((figures["value"] != "") | (figures["reason"] != "")).all()
        manifest = json.loads((folder / "run.json").read_text("utf-8"))
        assert set(manifest["inputs"]) == set(facts.hashes)
        assert {f"reports/{unit}/{period}/00-summary.html", "figures.csv", "claims.csv", "findings.csv"} <= set(manifest["outputs"])


def test_a_page_shows_the_headline_figures_of_its_result_file(site: tuple[Path, Path]) -> None:
    reports, processed = site
    figures = pd.read_csv(processed / "deputi-pmk" / "2023" / "figures.csv", dtype=str, keep_default_na=False)
    own = figures[(figures.unit == "deputi-pmk") & (figures.period == "2023") & (figures.subject == "total")].set_index("figure").value
    summary = (reports / "deputi-pmk" / "2023" / "00-summary.html").read_text("utf-8")

    assert f"{float(own['npss_nilai']):.2f}".replace(".", ",") in summary
    assert f"{float(own['serapan_pct']):.2f}".replace(".", ",") in summary


# the next run


def test_the_next_run_makes_nothing(whole: Project, tmp_path: Path) -> None:
    project = whole.copy(tmp_path / "project")

    assert {row[0] for row in project.plan().values()} == {"current"}
    assert project.run() == {}


def test_a_first_run_of_some_units_with_folders_elsewhere_gives_the_same_bytes(whole: Project, tmp_path: Path) -> None:
    raw = shutil.copytree(RAW, tmp_path / "documents")
    folders = ["--data-dir", str(raw), "--out-dir", str(tmp_path / "processed"), "--reports-dir", str(tmp_path / "reports")]
    asked = ["--unit", "dit-kinerja", "--unit", "kanreg-03", *folders]

    done = whole.kinerja("run", *asked, "--workers", "3")
    planned = whole.kinerja("plan", *asked)

    assert done.returncode == 0, done.stdout + done.stderr
    made = {
        name: sha256 for name, sha256 in hashes(tmp_path / "processed", tmp_path / "reports").items() if name not in HOMES and not name.endswith("run.json")
    }
    assert made == {name: sha256 for name, sha256 in whole.outputs().items() if name in made}
    assert len([name for name in made if name.endswith(".html")]) > 50
    assert ", 0 perhaps, " in planned.stdout
    assert planned.stdout.startswith("step\tstate\twhy\tseconds\n0 to run")


DOCUMENT = "kanreg-06-medan_rencana-kerja_2024"
DIGIT = ('331,kanreg-06,2023,IKU.3,stated,"94,78"', '331,kanreg-06,2023,IKU.3,stated,"94,79"')


def test_one_digit_of_a_real_document_makes_what_read_that_row_and_nothing_else(whole: Project, tmp_path: Path) -> None:
    project = whole.copy(tmp_path / "project")
    outputs, times = project.outputs(), project.times()
    project.change(f"data/raw/{DOCUMENT}/realisations.csv", *DIGIT)
    expected = project.resting_on(
        "rows realisations kanreg-06 2023", "table realisations ", f"table realisations {DOCUMENT}", f"columns realisations {DOCUMENT}*"
    )

    made = project.foretold("--keep-notebooks")

    own = {f"{lang}kanreg-06 2023 {name}" for lang in ("", "en ") for name in ("00-summary", "02-achievement", "05-reproduction")} | {"kanreg-06 2023 results"}
    assert {"audit", "comparison 2023 10-comparison", "en comparison 2023 10-comparison"} | own <= set(made)
    assert all("data" in made[step] for step in expected)
    assert {word for step, why in made.items() if step not in expected for word in why} <= {"results", "gate"}
    assert not any(step.removeprefix("en ").startswith(("deputi-pmk", "dit-", "kanreg-03", "bkpsdm-way-kanan")) for step in made), sorted(made)
    after, later = project.outputs(), project.times()
    written = {name for name in after if name.endswith(".html") and later[name] != times[name]}
    assert written - HOMES == {f"reports/{page_of(step)}" for step in made if "results" not in step and step != "audit"}
    changed = {name for name, sha256 in after.items() if outputs[name] != sha256 and not name.endswith("run.json")}
    assert "processed/kanreg-06/2023/figures.csv" in changed
    places = {name.replace("reports/en/", "reports/").split("/")[1] for name in changed}
    assert places <= {"kanreg-06", "kanreg-07", "comparison", "index.html", "daftar.html", "audit"}


@pytest.mark.parametrize(("unit", "period", "lang"), [("deputi-pmk", "2023", "id"), ("kanreg-03", "2024-TW3", "en")])
def test_a_report_is_handed_over_with_a_trace_for_every_figure(whole: Project, unit: str, period: str, lang: str) -> None:
    before, asked = whole.outputs(), ["--unit", unit, "--period", period, "--lang", lang]

    done = [whole.kinerja(*command, *asked) for command in (("pdf",), ("tables",), ("tables", "--format", "csv"))]

    label = f"{unit}_{period}_{lang}"
    assert [(one.returncode, one.stdout) for one in done] == [
        (0, f"{unit} {period}: {whole.root / 'handover' / label}{ending}\n") for ending in (".pdf", ".xlsx", "_csv")
    ]
    assert whole.outputs() == before
    files = sorted((whole.reports / folder_of(lang) / unit / period).glob("*.html"))
    linked_to, told = _traces([read_page(file) for file in files])
    assert len(linked_to) > 20
    assert linked_to <= told


def _traces(pages: list[ReadPage]) -> tuple[set[str], set[str]]:
    """The traces to which pages link, and those that the document tells."""
    chapters = chapters_of(pages, str)
    linked_to: set[str] = set()

    def seen(one: Any) -> list[Any]:
        if isinstance(one, dict) and one.get("kind") == "link" and "#f-" in one["to"] and "/" not in one["to"]:
            linked_to.add(one["to"].partition("#")[2])
        return [one]

    for chapter in chapters:
        changed(chapter.blocks, seen)
    return linked_to, {node["ids"][0] for chapter in chapters for node in within(chapter.blocks) if node["kind"] == "trace"}
