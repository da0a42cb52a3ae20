"""What leads from page to page: languages, periods, chapters, sections, terms, and the first page with its search."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from analysis.grid import Task
from analysis.languages import LANGUAGES, folder_of, language_of
from analysis.pages import render_index, render_list, sections, terms
from analysis.pages.blocks import Cell, Heading, Prose, Table, Tile, Tiles
from analysis.pages.frame import framed, page_of, plain_page
from analysis.run.records import FOLDER
from analysis.run.site import Site, site_of
from analysis.words import words

HOSTILE = "</script><script>alert(1)</script>\"'<!--"


# the pages around one

TASK = Task("02-achievement", "kanreg-06", "2023")
OTHERS = [("2022", "02-achievement"), ("2023-S1", "02-achievement"), ("2024", "02-achievement"), ("2025", "03-absorption"), ("2023", "00-summary")]
PAGES = frozenset(
    [TASK.page, replace(TASK, lang="en").page, *(f"kanreg-06/{period}/{name}.html" for period, name in OTHERS), "kanreg-07/2021/02-achievement.html"]
)


def test_a_page_is_told_what_lies_around_it() -> None:
    told = Site(PAGES).around(TASK)

    assert told == {"languages": ["id", "en"], "chapters": ["00-summary", "02-achievement"], "before": "2023-S1", "after": "2024", "unit": False}
    assert Site(PAGES).around(replace(TASK, lang="en"))["before"] == ""
    assert Site(PAGES | {"kanreg-06/index.html"}).around(TASK)["unit"]
    assert Site(PAGES | {"kanreg-06/index.html"}).around(replace(TASK, notebook="11-years", period="")) == {"languages": ["id"]}


def test_a_whole_run_keeps_of_its_languages_only_what_it_makes(tmp_path: Path) -> None:
    lying = ["kanreg-06/2020/02-achievement.html", "en/kanreg-06/2020/02-achievement.html"]
    for page in lying:
        for file in (tmp_path / page, (tmp_path / FOLDER / page).with_suffix(".json")):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    assert site_of([TASK], tmp_path).pages == {TASK.page, *lying}
    assert site_of([TASK], tmp_path, ["id"]).pages == {TASK.page, lying[1]}
    assert site_of([TASK], tmp_path, LANGUAGES).pages == {TASK.page}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_folder(lang: str) -> None:
    assert language_of(f"{folder_of(lang)}comparison/2023/10-comparison.html") == lang


# the frame

AROUND = {"languages": ["id", "en"], "chapters": ["00-summary", "02-achievement", "03-absorption"], "before": "2022", "after": "2024", "unit": True}


def links(lang: str = "id", around: dict[str, Any] = AROUND, body: str = "") -> list[str]:
    page = framed(page_of("02-achievement", "u", "Unit", "2023", lang, around), body)
    return [str(a["href"]) for a in BeautifulSoup(page, "html.parser").find_all("a")]


@pytest.mark.parametrize(("lang", "other"), [("id", "../../en/u/2023/02-achievement.html"), ("en", "../../../u/2023/02-achievement.html")])
def test_a_page_leads_to_the_site_the_unit_the_chapters_the_periods_and_the_other_language(lang: str, other: str) -> None:
    site = ["#isi", "../../index.html", "../index.html", "../../index.html#cari", other]
    chapters = ["00-summary.html", "03-absorption.html"]
    onward = [*chapters, "../2022/02-achievement.html", "../2024/02-achievement.html"]

    assert links(lang) == [*site, *chapters, *onward]


def test_a_page_leads_to_nothing_that_is_not_there() -> None:
    alone = {"languages": ["id"], "chapters": ["02-achievement"], "before": "", "after": "", "unit": False}

    assert links(around=alone) == ["#isi", "../../index.html", "../../index.html#cari"]


def test_the_policy_names_every_style_and_script_of_the_page_and_nothing_else() -> None:
    page = framed(plain_page("id", "Apa?", HOSTILE, [Cell("x")], path="index.html", scripts=["search"]), "")

    found = {kind: re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL) for kind in ("style", "script")}
    digests = {kind: " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts) for kind, texts in found.items()}
    assert (len(found["style"]), len(found["script"])) == (2, 2)
    assert f"style-src {digests['style']}; script-src {digests['script']}; " in page
    assert "alert(1)" not in found["style"][1]


def test_data_of_a_page_cannot_end_their_element() -> None:
    page = framed(plain_page("id", "Apa?", "x", [Cell("x")]) | {"data": {"data-x": {"a": HOSTILE}}}, "")

    (data,) = BeautifulSoup(page, "html.parser").find_all("script", type=True)
    assert json.loads(str(data.string)) == {"a": HOSTILE}


# sections


def test_sections_are_listed_and_every_heading_leads_to_its_own_address() -> None:
    body = "".join(Heading(f"Judul <b>{n}</b> & lain", f"bagian-{n}", level).html() for n, level in enumerate([2, 3, 2, 4, 2]))

    soup = BeautifulSoup(sections.addressed(body, words("id")), "html.parser")

    assert sections.contents(body) == [Cell(f"Judul <b>{n}</b> & lain", f"#bagian-{n}") for n in (0, 2, 4)]
    assert [(a.parent["id"], a["href"]) for a in soup.find_all("a")] == [(f"bagian-{n}", f"#bagian-{n}") for n in range(5)]
    assert sections.contents(Heading("Satu", "satu").html()) == []


# terms


def test_terms_are_explained_where_they_head_something_and_nowhere_else() -> None:
    table = Table("Serapan", ["Dampak pada NPSS", "Serapannya", "Pagu & pagu"], [[Cell("capaian"), Cell("1"), Cell("2")]])
    blocks = [Heading("IKU.4 dan Renstra", "h"), Tiles([Tile("Serapan", "1", "sisa")]), Prose("efisiensi"), table]

    marked, used = terms.marked("".join(block.html() for block in blocks), words("id"))

    shown = [(a.text, a["href"]) for a in BeautifulSoup(marked, "html.parser").find_all("a", class_="term")]
    assert shown == [
        ("IKU", "#istilah-iku"),
        ("Renstra", "#istilah-renstra"),
        ("Serapan", "#istilah-serapan"),
        ("NPSS", "#istilah-npss"),
        ("Pagu", "#istilah-pagu"),
    ]
    assert [term.name for term in used] == ["IKU", "NPSS", "pagu", "Renstra", "serapan"]


def test_a_heading_that_is_a_link_is_left_as_it_is() -> None:
    body = '<table><thead><tr><th scope="col"><a href="#x">NPSS</a></th></tr></thead></table>'

    assert terms.marked(body, words("id")) == (body, [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_of_a_term_is_of_one_term_and_every_term_says_what_it_means(lang: str) -> None:
    known = terms.known(lang)
    forms = [form for term in set(known.values()) for form in term.forms]

    assert len(forms) == len(set(forms))
    assert all(term.means and '"' not in term.means and term.name for term in known.values())


def test_the_terms_of_a_page_are_listed_at_its_foot() -> None:
    page = BeautifulSoup(framed(plain_page("en", "What?", "x", [Cell("x")]), Heading("Absorption", "a").html()), "html.parser")

    (listed,) = page.select("details.terms > dl > div")
    assert (listed["id"], page.select_one("a.term")["href"]) == ("istilah-serapan", "#istilah-serapan")  # type: ignore[index]


# the first page and its list


def unit(code: str, parent: str | None) -> Any:
    return SimpleNamespace(code=code, short=code.upper(), parent=parent, names={"id": f"Kantor {code}", "en": f"Office {code}"})


FACTS: Any = SimpleNamespace(units={code: unit(code, parent) for code, parent in (("bkn", None), ("a", "bkn"), ("b", "bkn"))}, sources={})
MEASURED = {"measured": "4", "reached": "3", "npss_nilai": "98.5", "status": "baik", "serapan_pct": "99"}


def report(code: str, period: str, **figures: str) -> dict[str, Any]:
    notebooks = [("00-summary", True), ("01-data-quality", True), ("02-achievement", True), ("05-reproduction", False)]
    counted = {"claims": {"match": 5, "mismatch": 1}, "findings": {"critical": 1, "warning": 0, "info": 2}}
    return {"unit": code, "period": period, "folder": f"{code}/{period}", "above": f"{code}/index.html", "notebooks": notebooks, "figures": figures, **counted}


INDICATOR = {"unit": "a", "code": "IKU.4", "name": HOSTILE, "reports": [{"period": "2023", "link": "a/2023/02-achievement.html#f-x"}]}
FINDING = {"check": "A02", "severity": "warning", "sentence": "Jumlah cocok.", "unit": "a", "period": "2023", "subject": "IKU.4", "place": "baris 7"}
TOLD = {
    "reports": [report("a", "2022", **MEASURED), report("a", "2023", **MEASURED), report("a", "2024"), report("b", "2023")],
    "comparisons": [("2023", True)],
    "indicators": [INDICATOR],
    "findings": [FINDING | {"printed": "12", "link": "a/2023/01-data-quality.html#temuan-A02-7"}],
}


def test_the_first_page_shows_the_last_measured_period_of_every_unit_and_leads_where_each_value_is_told() -> None:
    page = BeautifulSoup(render_index(FACTS, TOLD, lang="id", languages=["id", "en"]), "html.parser")

    latest, earlier = page.select(".glance table")
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in latest.select("tbody tr")]
    assert [row[:6] for row in rows] == [
        ["Kantor bkn"],
        ["Kantor a tidak dapat dibuat: Penghitungan ulang", "2023", "98,50 baik", "3 dari 4", "99,00\u00a0%", "5 dari 6"],
        ["Kantor b tidak dapat dibuat: Penghitungan ulang", "2023", "–", "–", "–", "5 dari 6"],
    ]
    assert [a["href"] for a in latest.select("tr:nth-of-type(2) td a")] == [
        "a/2023/00-summary.html",
        "a/2023/02-achievement.html",
        "a/2023/02-achievement.html",
        "a/2023/05-reproduction.html",
        "a/2023/01-data-quality.html#temuan",
    ]
    assert [cell.text for cell in earlier.select("tbody th[scope=row] > a")] == ["2024", "2022"]
    assert "en/index.html" in [a.get("href") for a in page.select(".tools a")]


def test_the_search_holds_units_indicators_and_findings_with_where_they_lead() -> None:
    page = BeautifulSoup(render_index(FACTS, TOLD, lang="id"), "html.parser")

    data = json.loads(str(page.find("script", id="data-cari").string))  # type: ignore[union-attr]
    found = [(entry["title"], entry["detail"], entry["links"]) for group in data["groups"] for entry in group["entries"]]
    assert found == [
        ("Kantor a", "", [["Dari tahun ke tahun", "a/index.html"], *([period, f"a/{period}/00-summary.html"] for period in ("2022", "2023", "2024"))]),
        ("Kantor b", "", [["Dari tahun ke tahun", "b/index.html"], ["2023", "b/2023/00-summary.html"]]),
        (HOSTILE, "IKU.4 · A", [["2023", "a/2023/02-achievement.html#f-x"]]),
        ("A02 · Jumlah cocok.", "Peringatan", [["A 2023 · IKU.4 · baris 7", "a/2023/01-data-quality.html#temuan-A02-7"]]),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_leads_to_all_that_the_search_finds_of_indicators_and_findings(lang: str) -> None:
    page = BeautifulSoup(render_list(FACTS, TOLD, lang=lang, languages=LANGUAGES), "html.parser")

    assert {"a/2023/02-achievement.html#f-x", "a/2023/01-data-quality.html#temuan-A02-7"} <= {a["href"] for a in page.select("main a")}
    assert [what.get("lang") for what in page.select(".entries .what")] == ([None] if lang == "id" else ["id"])
    assert not page.find_all("script", type=True)
