"""What all pages have in common: head with style and policy, navigation, foot with terms, code and script. No page asks any network for anything."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis import chapters
from analysis.pages import sections, terms, ways
from analysis.pages.blocks import Cell, macros
from analysis.words import words

CHAPTERS, COMPARISON = chapters.CHAPTERS, chapters.COMPARISON
STYLES = ("base", "frame", "tables", "blocks", "answers", "charts", "panels", "evidence", "traces", "terms", "home", "print")
"""The style sheets, in the order in which they hold."""
SEEN_IN = {"answers": "answers", "panels": "panels", "evidence": "evidence|quoted|words|where|told", "home": "listed|entries|glance|search"}
"""Style sheets that only a page with such a class needs."""
SCRIPTS: tuple[str, ...] = ("charts", "traces")
"""What makes every page livelier where scripts may run; nothing is lost where they may not."""
_HERE = Path(__file__).parent


@cache
def _style(names: tuple[str, ...]) -> str:
    """Style sheets as one text without line breaks."""
    return "".join(line.strip() for name in names for line in (_HERE / "styles" / f"{name}.css").read_text("utf-8").splitlines())


def _needed(body: str) -> tuple[str, ...]:
    """The style sheets of a page with this content."""
    return tuple(name for name in STYLES if name not in SEEN_IN or re.search(f'class="(?:{SEEN_IN[name]})', body))


@cache
def _script(names: tuple[str, ...]) -> str:
    """Scripts as one text, each line as a tidy page keeps it."""
    lines = (line.strip() for name in names for line in (_HERE / "scripts" / f"{name}.js").read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line)


def _running(title: str) -> str:
    """The style of one page alone: its title at the head of every printed sheet."""
    plain = "".join(c if c == " " or (c.isascii() and c.isalnum()) else f"\\{ord(c):x} " for c in title)
    return f'@page{{@top-left{{content:"{plain}"}}}}'


def _policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """The content security policy: nothing is loaded, and only these very styles and scripts hold."""
    allowed = {"default-src": "'none'", "img-src": "data:", "style-src": _digests(styles), "script-src": _digests(scripts) or "'none'"}
    return "; ".join(f"{name} {value}" for name, value in {**allowed, "base-uri": "'none'", "form-action": "'none'"}.items())


def _digests(texts: Iterable[str]) -> str:
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts)


def page_of(name: str, unit: str, unit_name: str, period: str, lang: str, around: Mapping[str, Any]) -> dict[str, Any]:
    """What stands around the analysis `name`; `unit` and its name are empty for the comparison of units, `period` for all periods of a unit.

    `around` tells of the pages around it as `ways` describes it.
    """
    w, languages = words(lang), around.get("languages", ())
    if not period:
        crumbs = [Cell(w("site.home"), "../index.html"), Cell(unit_name)]
        page = plain_page(lang, w.or_plain("question", name), unit_name, crumbs, path=f"{unit}/index.html", languages=languages)
        return page | {"title": f"{w.or_plain('chapter', name)} · {unit_name}"}
    compared = name == COMPARISON
    crumbs = [
        Cell(w("site.home"), "../../index.html"),
        Cell(unit_name or w(f"chapter.{COMPARISON}"), "../index.html" if around.get("unit") else ""),
        Cell(w.period(period)),
    ]
    who = f"{unit_name} · {w.period(period)}" if unit_name else w.period(period)
    path = f"{unit or 'comparison'}/{period}/{name}.html"
    page = plain_page(lang, w.or_plain("question", name), who, crumbs, path=path, languages=languages)
    chapters = [] if compared else ways.chapters(w, name, around)
    checked = "" if compared else w("site.verify_report", command=f"kinerja verify data/processed/{unit}/{period}")
    return page | {
        "title": f"{w.or_plain('chapter', name)} · {who}",
        "chapters": chapters,
        "onward": ways.onward(w, name, around),
        **({"verify": checked} if checked else {}),
    }


def plain_page(
    lang: str, question: str, who: str, crumbs: Sequence[Cell], *, path: str = "", languages: Iterable[str] = (), scripts: Sequence[str] = ()
) -> dict[str, Any]:
    """What stands around any page: it answers `question` about `who`, and `crumbs` lead to where it lies in the site.

    `path` is its address among the pages of its language, `languages` those that it is in, `scripts` those that it has of its own.
    """
    w = words(lang)
    return {
        "lang": lang,
        "w": w,
        "title": who,
        "crumbs": crumbs,
        "chapters": [],
        "onward": [],
        "who": who,
        "question": question,
        "code": [],
        "languages": ways.languages(lang, path, languages),
        "search": ways.search(path) if path else "",
        "scripts": [_script(names) for names in (SCRIPTS, tuple(scripts)) if names],
        "data": {},
        "verify": w("site.verify"),
    }


def framed(page: Mapping[str, Any], body: str) -> str:
    """A whole page around escaped markup, whose headings get addresses and whose terms are explained."""
    w = page["w"]
    marked, known = terms.marked(body, w)
    styles = [_style(_needed(body)), _running(page["title"])]
    whole = {
        **page,
        "styles": styles,
        "policy": _policy(styles, page["scripts"]),
        "contents": sections.contents(body),
        "terms": known,
        "data": {name: _inert(data) for name, data in page["data"].items()},
    }
    template = macros("page.html.j2")
    return tidy(f"{template.head(whole)}\n{sections.addressed(marked, w)}\n{template.foot(whole)}")


def _inert(data: Any) -> str:
    """Data as JSON in which nothing can end the element that holds it."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


def tidy(markup: str) -> str:
    """No trailing blanks, no empty lines."""
    return "\n".join(line.rstrip(" \t") for line in markup.split("\n") if line and not line.isspace()).strip() + "\n"
