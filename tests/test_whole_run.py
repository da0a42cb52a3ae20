"""The whole run over the real documents, as `make report` makes it: every page there, every link answered, every figure verified."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from analysis.facts import Facts
from analysis.grid import plan

pytestmark = pytest.mark.slow

KINERJA = str(Path(sys.executable).with_name("kinerja"))
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
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Reports, results and output of a whole run in folders of its own."""
    folder = tmp_path_factory.mktemp("whole")
    command = [KINERJA, "run", "--out-dir", str(folder / "processed"), "--reports-dir", str(folder / "reports")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "reports", folder / "processed", done.stdout


@pytest.fixture(scope="module")
def pages(site: tuple[Path, Path, str]) -> dict[str, Page]:
    """Every page of the site by its address."""
    reports, _, _ = site
    return {file.relative_to(reports).as_posix(): Page(file.read_text("utf-8")) for file in reports.rglob("*.html")}


def test_every_report_has_all_its_pages_and_none_failed(site: tuple[Path, Path, str], facts: Facts, pages: dict[str, Page]) -> None:
    expected = {task.page for task in plan(facts)} | {"index.html"}

    assert set(pages) == expected
    assert len(expected) > 150
    assert all(json.loads((site[0] / "pages.json").read_text("utf-8")).values())


def test_every_link_and_anchor_of_the_site_resolves(pages: dict[str, Page]) -> None:
    broken = []
    for address, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            found = (Path("/") / Path(address).parent / target).resolve().relative_to("/").as_posix() if target else address
            if found not in pages or (anchor and anchor not in pages[found].anchors):
                broken.append((address, link))

    assert broken == []


def test_no_page_asks_the_network_or_runs_anything(site: tuple[Path, Path, str], pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe", "object", "embed", "form", "base"}, address
        assert not re.search(r"(?:src|href|url\()[\s=\"']*(?:https?:)?//", (site[0] / address).read_text("utf-8")), address


def test_every_page_can_be_read_without_eyes(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        names = [tag for tag, _ in page.tags]

        assert next(a["lang"] for tag, a in page.tags if tag == "html") == "id", address
        assert names.count("h1") == 1, address
        assert names.count("table") == names.count("caption"), address
        assert all(a.get("alt") for tag, a in page.tags if tag == "img"), address
        assert all(a.get("scope") for tag, a in page.tags if tag == "th"), address
        ids = [a["id"] for _, a in page.tags if a.get("id")]
        assert len(ids) == len(set(ids)), (address, sorted({i for i in ids if ids.count(i) > 1}))


def test_nothing_unfinished_is_shown(site: tuple[Path, Path, str]) -> None:
    for file in site[0].rglob("*.html"):
        shown = re.sub(r"<pre>.*?</pre>|<style>.*?</style>|src=\"[^\"]*\"", "", file.read_text("utf-8"), flags=re.DOTALL)

        assert not re.search(r"\bnan\b|\bNone\b|Fraction\(|\{[a-z_]+\}", shown), file


def test_an_inspector_finds_the_figures_reproduced(site: tuple[Path, Path, str]) -> None:
    done = subprocess.run([KINERJA, "verify", str(site[1])], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_result_files_keep_their_contract(site: tuple[Path, Path, str], facts: Facts) -> None:
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


def test_a_page_shows_the_headline_figures_of_its_result_file(site: tuple[Path, Path, str]) -> None:
    reports, processed, _ = site
    figures = pd.read_csv(processed / "deputi-pmk" / "2023" / "figures.csv", dtype=str, keep_default_na=False)
    own = figures[(figures.unit == "deputi-pmk") & (figures.period == "2023") & (figures.subject == "total")].set_index("figure").value
    summary = (reports / "deputi-pmk" / "2023" / "00-summary.html").read_text("utf-8")

    assert f"{float(own['npss_nilai']):.2f}".replace(".", ",") in summary
    assert f"{float(own['serapan_pct']):.2f}".replace(".", ",") in summary
