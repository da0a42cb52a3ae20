"""The first page of the site: what it is, all reports with their status at a glance, the search, the documents, how to read and check it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.facts import Facts
from analysis.numbers import exact
from analysis.pages.blocks import Cell, environment
from analysis.pages.frame import CHAPTERS, COMPARISON, framed, plain_page
from analysis.pages.listing import LIST, printed, searched
from analysis.pages.told import Marked
from analysis.pages.told import Told as Sentence
from analysis.pages.told import told as told_as
from analysis.words import Words, words

SEVERITIES = ("critical", "warning", "info")

Told = Mapping[str, Any]


def render_index(facts: Facts, told: Told, *, lang: str, languages: Iterable[str] = ()) -> str:
    """The first page. `told` holds `reports` and `comparisons` as the grid tells of them, `indicators` and `findings` as they are listed."""
    w, reports = words(lang), list(told["reports"])
    page = plain_page(lang, w("index.question"), w("site.name"), [Cell(w("site.home"))], path="index.html", languages=languages, scripts=["search"])
    latest, earlier = _by_age(reports)
    shown = {
        "w": w,
        "totals": _totals(w, told),
        "latest": _groups(facts, w, latest),
        "earlier": _groups(facts, w, earlier),
        "others": told_as(w.template("index.earlier"), {"count": _counted(w, len(earlier))}),
        "documents": _documents(facts, w),
        "comparisons": [Marked(w.period(period), "period", f"comparison/{period}/{COMPARISON}.html") for period, _ in told["comparisons"]],
        "list": LIST,
    }
    body = environment().get_template("index.html.j2").render(**shown)
    return framed(page | {"data": {"data-cari": searched(facts, told, w)}}, body)


def _by_age(reports: Sequence[Told]) -> tuple[list[Told], list[Told]]:
    """The last report of every unit that measures something, else the last one; and all others, the later ones first."""
    last = {report["unit"]: report for report in [*reports, *filter(_measured, reports)]}
    return list(last.values()), [report for report in reversed(reports) if report is not last[report["unit"]]]


def _measured(report: Told) -> bool:
    """Whether anything was reached or spent, and not only planned."""
    return report["figures"].get("measured", "0") != "0" or "serapan_pct" in report["figures"]


def _groups(facts: Facts, w: Words, reports: Sequence[Told]) -> list[dict[str, Any]]:
    """The reports by the unit above theirs; a unit is named once."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for unit in (code for code in facts.units if any(report["unit"] == code for report in reports)):
        own = [_report(w, report) for report in reports if report["unit"] == unit]
        name = Cell(facts.units[unit].names[w.lang], next(report["above"] for report in reports if report["unit"] == unit))
        groups.setdefault(_above(facts, unit, w.lang), []).append({"name": name, "code": unit, "reports": own})
    return [{"name": name, "units": units} for name, units in groups.items()]


def _above(facts: Facts, unit: str, lang: str) -> str:
    """The name of the unit above, its own for one with none above it."""
    return str(facts.units[facts.units[unit].parent or unit].names[lang])


def _totals(w: Words, told: Told) -> Sentence:
    """How many reports, reproduced figures and findings there are, each leading to where they are listed."""
    reports: Sequence[Told] = told["reports"]
    counted = {
        "reports": (len(reports), "#laporan"),
        "units": (len({r["unit"] for r in reports}), "#unit"),
        "match": (sum(r["claims"].get("match", 0) for r in reports), "#laporan"),
        "claims": (sum(sum(r["claims"].values()) for r in reports), "#laporan"),
        "findings": (len(told["findings"]), f"{LIST}#temuan"),
    }
    return told_as(w.template("index.totals"), {name: _counted(w, number, link) for name, (number, link) in counted.items()})


def _counted(w: Words, number: int, link: str = "") -> Marked:
    return Marked(w.number(Fraction(number), 0), "count", link if number else "")


def _report(w: Words, summary: Told) -> dict[str, Any]:
    """One report at a glance: each value leads to the page that it speaks of, where there is one."""
    there = [name for name, _ in summary["notebooks"]]
    figures: Mapping[str, str] = summary["figures"]
    verdicts, findings = summary["claims"], summary["findings"]
    status, said = figures.get("status", ""), sum(verdicts.values())

    def link(name: str, anchor: str = "") -> str:
        return f"{summary['folder']}/{name}.html{anchor}" if name in there else ""

    return {
        "period": Cell(w.period(str(summary["period"])), link("00-summary")),
        "score": Cell(w.number(_value(figures.get("npss_nilai"))), link("02-achievement")),
        "status": w(f"category.{status}") if status else "",
        "reached": _part(w, int(figures.get("reached", 0)), int(figures.get("measured", 0)), link("02-achievement")),
        "absorbed": Cell(w.measured(_value(figures.get("serapan_pct")), "pct"), link("03-absorption")),
        "reproduced": _part(w, verdicts.get("match", 0), said, link("05-reproduction")),
        "findings": [{"severity": s, "text": w(f"index.severity.{s}", count=findings[s])} for s in SEVERITIES if findings.get(s)],
        "quality": link("01-data-quality"),
        "others": [Cell(w.or_plain("chapter", name), link(name)) for name in there if name not in CHAPTERS],
        "failed": [Cell(w.or_plain("chapter", name), link(name)) for name, ok in summary["notebooks"] if not ok],
    }


def _part(w: Words, part: int, whole: int, link: str) -> dict[str, Any]:
    """`20 dari 24` with how long its bar is, of 100."""
    return {"cell": Cell(w("index.of", part=part, whole=whole) if whole else "–", link if whole else ""), "share": 100 * part // whole if whole else None}


def _documents(facts: Facts, w: Words) -> list[dict[str, str]]:
    return [
        {
            "title": str(s.sidecar["title"]),
            "issuer": facts.units[str(s.sidecar["issuer"])].names[w.lang],
            "period": w.period(str(s.sidecar["period"])),
            "lang": "",
        }
        | printed(w)
        for s in facts.sources.values()
    ]


def _value(text: str | None) -> Fraction | None:
    return exact(text) if text else None
