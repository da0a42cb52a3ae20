"""What all pages have in common: head with style and policy, navigation, foot with code and script. No page asks any network for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.pages.blocks import Cell, macros
from analysis.words import words

CHAPTERS = ("00-summary", "01-data-quality", "02-achievement", "03-absorption", "04-efficiency", "05-reproduction")
COMPARISON, YEARS = "10-comparison", "11-years"
STYLES = ("base", "tables", "blocks", "charts", "panels", "evidence", "origins", "home", "print")
"""The style sheets, in the order in which they hold."""
SCRIPTS = ("charts",)
"""What makes pages livelier where scripts may run; nothing is lost where they may not."""
_HERE = Path(__file__).parent


@cache
def _style() -> str:
    """All style sheets as one text without line breaks."""
    return "".join(line.strip() for name in STYLES for line in (_HERE / "styles" / f"{name}.css").read_text("utf-8").splitlines())


@cache
def _script() -> str:
    """All scripts as one text, each line as a page keeps it."""
    lines = (line.strip() for name in SCRIPTS for line in (_HERE / "scripts" / f"{name}.js").read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line)


@cache
def _policy() -> str:
    """The content security policy: nothing is loaded, and only this very style and script hold."""
    allowed = {"default-src": "'none'", "img-src": "data:", "style-src": _digest(_style()), "script-src": _digest(_script()) if _script() else "'none'"}
    return "; ".join(f"{name} {value}" for name, value in {**allowed, "base-uri": "'none'", "form-action": "'none'"}.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page_of(name: str, unit_name: str, period: str, lang: str) -> dict[str, Any]:
    """What stands around the analysis `name` of a unit and period; `unit_name` is empty for the comparison of units, `period` for all periods of a unit."""
    w = words(lang)
    if not period:
        return plain_page(lang, w.or_plain("question", name), unit_name, [Cell(w("site.home"), "../index.html"), Cell(unit_name)])
    chapters = [] if name == COMPARISON else [Cell(w(f"chapter.{c}"), "" if c == name else f"{c}.html") for c in CHAPTERS]
    crumbs = [Cell(w("site.home"), "../../index.html"), Cell(unit_name or w(f"chapter.{COMPARISON}")), Cell(w.period(period))]
    page = plain_page(lang, w.or_plain("question", name), f"{unit_name} · {w.period(period)}" if unit_name else w.period(period), crumbs)
    return page | {"title": f"{w.or_plain('chapter', name)} · {page['who']}", "chapters": chapters}


def plain_page(lang: str, question: str, who: str, crumbs: Sequence[Cell]) -> dict[str, Any]:
    """What stands around any page: it answers `question` about `who`, and `crumbs` lead to where it lies in the site."""
    w = words(lang)
    return {
        "lang": lang,
        "title": who,
        "policy": _policy(),
        "style": _style(),
        "script": _script(),
        "skip": w("site.skip"),
        "crumbs": crumbs,
        "crumbs_label": w("site.crumbs"),
        "chapters": [],
        "chapters_label": w("site.chapters"),
        "who": who,
        "question": question,
        "code": [],
        "code_label": w("site.code"),
        "colophon": w("site.colophon"),
    }


def head(page: Mapping[str, Any]) -> str:
    """All of a page up to its content, escaped."""
    return macros("page.html.j2").head(page)  # type: ignore[no-any-return]


def foot(page: Mapping[str, Any]) -> str:
    """All of a page after its content, escaped."""
    return macros("page.html.j2").foot(page)  # type: ignore[no-any-return]


def framed(page: Mapping[str, Any], body: str) -> str:
    """A whole page around escaped markup."""
    return tidy(f"{head(page)}\n{body}\n{foot(page)}")


def tidy(markup: str) -> str:
    """No trailing blanks, no empty lines."""
    return "\n".join(line.rstrip(" \t") for line in markup.split("\n") if line and not line.isspace()).strip() + "\n"
