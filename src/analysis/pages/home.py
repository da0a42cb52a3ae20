"""The first page of the site: all reports with their status at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.facts import Facts
from analysis.numbers import exact
from analysis.pages.blocks import Cell, environment
from analysis.pages.frame import COMPARISON, framed, plain_page
from analysis.words import Words, words


def render_index(facts: Facts, summaries: Sequence[Mapping[str, Any]], *, lang: str, comparisons: Sequence[tuple[str, bool]] = ()) -> str:
    """The list of all reports with their status at a glance."""
    w = words(lang)
    page = plain_page(lang, w("index.question"), w("site.name"), [Cell(w("site.home"))])
    groups = [
        {"anchor": unit, "name": facts.units[unit].names[lang], "reports": [_report(w, s) for s in summaries if s["unit"] == unit]}
        for unit in dict.fromkeys(str(s["unit"]) for s in summaries)
    ]
    documents = [
        {"title": s.sidecar["title"], "issuer": facts.units[str(s.sidecar["issuer"])].names[lang], "period": w.period(str(s.sidecar["period"]))}
        for s in facts.sources.values()
    ]
    compared = [{"link": f"comparison/{p}/{COMPARISON}.html", "text": w("index.comparison", period=w.period(p))} for p, _ in comparisons]
    return framed(page, environment().get_template("index.html.j2").render(w=w, groups=groups, documents=documents, comparisons=compared))


def _report(w: Words, summary: Mapping[str, Any]) -> dict[str, Any]:
    folder = f"{summary['unit']}/{summary['period']}"
    figures: Mapping[str, str] = summary["figures"]
    verdicts, findings = summary["claims"], summary["findings"]
    said = sum(verdicts.values())
    status = figures.get("status", "")
    pages = [{"link": f"{folder}/{name}.html", "text": w.or_plain("chapter", name), "tone": "" if ok else "bad"} for name, ok in summary["notebooks"]]
    return {
        "link": pages[0]["link"] if pages else "",
        "period": w.period(str(summary["period"])),
        "npss": w.number(_value(figures.get("npss_nilai"))),
        "status": w(f"category.{status}") if status else "–",
        "tone": "",
        "reached": w("index.of", part=figures["reached"], whole=figures["measured"]) if figures.get("measured", "0") != "0" else "–",
        "serapan": w.measured(_value(figures.get("serapan_pct")), "pct"),
        "reproduced": w("index.of", part=verdicts.get("match", 0), whole=said) if said else "–",
        "findings": w.join(w(f"index.severity.{s}", count=n) for s, n in findings.items() if n) or w("index.no_findings"),
        "pages": pages,
    }


def _value(text: str | None) -> Fraction | None:
    return exact(text) if text else None
