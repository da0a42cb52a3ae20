"""What the search and the lists of the site hold: every indicator and every finding of the reports that are built, with the page that tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis import audit
from analysis.audit import kept
from analysis.audit.finding import Finding
from analysis.audit.telling import PAGE, Teller
from analysis.errors import InputError
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.figures.indicators import definition, natural
from analysis.grid import rows_of
from analysis.law import NotComputable
from analysis.periods import Period
from analysis.rules import law
from analysis.workbook import TRACES, address_of

ACHIEVEMENT = "02-achievement.html"

Report = Mapping[str, Any]
"""A built report as the summaries tell of it."""


def listed(facts: Facts, reports: Sequence[Report], out: Path, lang: str) -> dict[str, list[dict[str, Any]]]:
    """`indicators` and `findings` of the reports; an indicator leads to its achievement, a finding to its evidence.

    A finding that several reports share is listed once, with the first of them.
    """
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    teller = Teller(facts, audit.load_suites(), lang)
    for report in reports:
        for finding, told in _findings(report, out, teller):
            found.setdefault(tuple(finding.cells), told)
    return {"indicators": _indicators(facts, reports, out), "findings": list(found.values())}


def _shown(report: Report, page: str) -> bool:
    """Whether the report has a page, and its notebook ran through."""
    return (page.removesuffix(".html"), True) in report["notebooks"]


def _indicators(facts: Facts, reports: Sequence[Report], out: Path) -> list[dict[str, Any]]:
    """An indicator of a unit with its periods; it is called as in the last of them."""
    ledger, found = Ledger(facts, law()), dict[tuple[str, str], dict[str, Any]]()
    for report in sorted((r for r in reports if _shown(r, ACHIEVEMENT)), key=lambda r: Period.parse(r["period"])):
        unit, period = report["unit"], report["period"]
        rows = rows_of(out / report["folder"] / "figures.csv", "unit", "period", "figure", "subject", "value")
        for row in (row for row in rows if (row["unit"], row["period"], row["figure"]) == (unit, period, "capaian_pct")):
            code, page = row["subject"], ACHIEVEMENT if row["value"] else TRACES
            entry = found.setdefault((unit, code), {"unit": unit, "code": code, "name": "", "reports": []})
            entry["name"] = _name(ledger, unit, period, code) or entry["name"]
            entry["reports"].append({"period": period, "link": f"{report['folder']}/{page}#{address_of('capaian_pct', code, unit, period)}"})
    return [found[key] for key in sorted(found, key=lambda key: (key[0], natural(key[1])))]


def _name(ledger: Ledger, unit: str, period: str, code: str) -> str:
    try:
        return str(definition(ledger, unit, period, code)["name"])
    except NotComputable:
        return ""


def _findings(report: Report, out: Path, teller: Teller) -> Iterator[tuple[Finding, dict[str, Any]]]:
    """What fails in a report, each place by itself."""
    stored = kept.stored(out / report["folder"])
    if stored is None:
        raise InputError(f"{out / report['folder']} holds no findings that can be read; remove it and run again")
    for address, f in audit.addressed(finding for finding in stored.findings if finding.fails):
        told = {
            "check": f.check,
            "severity": f.severity,
            "sentence": teller.sentence(f),
            "unit": report["unit"],
            "period": report["period"],
            "subject": teller.label(f.subject, f.document),
            "place": teller.place(f.document, f.line, within=f.document),
            "printed": f.printed,
            "link": f"{report['folder']}/{PAGE}#{address}" if _shown(report, PAGE) else "",
        }
        yield f, told
