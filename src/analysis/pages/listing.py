"""Every indicator and every finding of the site: as a page to read, and as what the search looks through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from analysis.facts import Facts
from analysis.languages import LANGUAGES
from analysis.pages.blocks import Cell, environment
from analysis.pages.frame import framed, plain_page
from analysis.words import Words, words

LIST = "daftar.html"
"""The page of the lists, beside the first page."""

_CODE = re.compile(r"[A-Z0-9]")
"""How the code of an indicator, objective or line begins; other subjects are told on the page."""

Told = Mapping[str, Any]


def render_list(facts: Facts, told: Told, *, lang: str, languages: Iterable[str] = ()) -> str:
    """All indicators by name and all findings by check, each leading to the pages that tell of it."""
    w = words(lang)
    crumbs = [Cell(w("site.home"), "index.html"), Cell(w("list.name"))]
    page = plain_page(lang, w("list.question"), w("list.name"), crumbs, path=LIST, languages=languages)
    indicators = sorted(_indicators(facts, told, w), key=lambda entry: (_plain(entry["title"]), entry["detail"]))
    letters = [{"letter": letter, "entries": list(entries)} for letter, entries in groupby(indicators, key=lambda entry: _plain(entry["title"])[:1].upper())]
    shown = {"w": w, "letters": letters, "findings": list(_findings(facts, told, w))}
    return framed(page | {"title": f"{w('list.name')} · {w('site.name')}"}, environment().get_template("list.html.j2").render(**shown))


def searched(facts: Facts, told: Told, w: Words) -> dict[str, Any]:
    """What the search looks through: groups of entries, each with words that it is found by and the places that it leads to."""
    groups = (("units", _units(facts, told, w)), ("indicators", _indicators(facts, told, w)), ("findings", _findings(facts, told, w)))
    says = {name: w.template(f"search.{name}") for name in ("found", "none", "more", "narrow")}
    return {"groups": [{"name": w(f"search.{name}"), "entries": list(entries)} for name, entries in groups], "says": says}


def _units(facts: Facts, told: Told, w: Words) -> Iterator[dict[str, Any]]:
    for unit, reports in _by(told["reports"], "unit").items():
        links = [[w.period(r["period"]), f"{r['folder']}/00-summary.html" if ("00-summary", True) in r["notebooks"] else ""] for r in reports]
        above = [[w("chapter.11-years"), reports[0]["above"]]] if reports[0]["above"] else []
        yield _entry(facts.units[unit].names[w.lang], "", f"{unit} {facts.units[unit].short}", [*above, *links])


def _indicators(facts: Facts, told: Told, w: Words) -> Iterator[dict[str, Any]]:
    for one in told["indicators"]:
        unit = facts.units[one["unit"]]
        links = [[w.period(report["period"]), report["link"]] for report in reversed(one["reports"])]
        title = one["name"] or one["code"]
        yield _entry(title, w("list.of", code=one["code"], unit=unit.short), f"{unit.code} {unit.names[w.lang]}", links) | printed(w)


def _findings(facts: Facts, told: Told, w: Words) -> Iterator[dict[str, Any]]:
    """The checks that fail somewhere, by id, with the places that they fail at."""
    for check, places in sorted(_by(told["findings"], "check").items()):
        first = places[0]
        links = [[_place(facts, one, w), one["link"]] for one in places]
        detail = w(f"severity.{first['severity']}")
        yield _entry(f"{check} · {first['sentence']}", detail, "", links) | {"anchor": f"temuan-{check}", "tone": f"severity-{first['severity']}"}


def _place(facts: Facts, one: Told, w: Words) -> str:
    """Where a finding is, in one line: the report, the code of what it is about, and the place in the document."""
    code = one["subject"] if _CODE.match(one["subject"]) else ""
    return " · ".join(part for part in (f"{facts.units[one['unit']].short} {w.period(one['period'])}", code, one["place"]) if part)


def printed(w: Words) -> dict[str, str]:
    """The language of words as documents print them, where it is not that of the page."""
    return {} if w.lang == LANGUAGES[0] else {"lang": LANGUAGES[0]}


def _entry(title: str, detail: str, words: str, links: Sequence[Sequence[str]]) -> dict[str, Any]:
    return {"title": title, "detail": detail, "words": words, "lang": "", "links": [list(link) for link in links]}


def _by(rows: Iterable[Told], name: str) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def _plain(text: str) -> str:
    """What a title is sorted by: letters and digits in small letters."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
