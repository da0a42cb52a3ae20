"""What kinds of findings are there, and how grave are they?"""

from __future__ import annotations

from collections import Counter

from analysis import charts
from analysis.audit.suites import SEVERITIES
from analysis.pages.blocks import Block, Cell, Heading, Table
from analysis.pages.told import Marked, Told
from analysis.views.evidence import failing, of_check
from analysis.workbook import Workbook

_TABLE = "jenis-temuan-data"
_COLOURS = {"critical": charts.BAD, "warning": charts.NEUTRAL, "info": charts.SOFT}


def by_kind(wb: Workbook) -> list[Block]:
    """How many places fail, by suite and severity; every count leads to the first check that it counts. Nothing where one suite found all."""
    w, found = wb.words, [finding for _, finding in failing(wb)]
    counts = Counter((f.suite, f.severity) for f in found)
    totals = Counter(f.suite for f in found)
    if len(totals) < 2:
        return []
    suites = sorted(totals, key=lambda suite: (*(-counts[suite, severity] for severity in SEVERITIES), wb.teller.suite(suite)))
    first = {(f.suite, f.severity): f"#{of_check(f.check)}" for f in reversed(found)}
    rows = [[Cell(wb.teller.suite(s), of=s), *(Cell(str(counts[s, v]), first.get((s, v), "")) for v in SEVERITIES), Cell(str(totals[s]))] for s in suites]
    columns = [w("column.suite"), *(w(f"severity.{severity}") for severity in SEVERITIES), w("subject.total")]
    table = Table(w("found.chart"), columns, rows, frozenset({1, 2, 3, 4}), anchor=_TABLE)
    drawn = [_bar(wb, suite, severity, counts[suite, severity]) for suite in suites for severity in SEVERITIES if counts[suite, severity]]
    drawing = charts.columns(drawn, colours={w(f"severity.{severity}"): _COLOURS[severity] for severity in SEVERITIES})
    return [Heading(w("found.title"), "jenis-temuan"), wb.chart(drawing, title=w("found.chart"), finding=_finding(wb, totals), table=table)]


def _bar(wb: Workbook, suite: str, severity: str, count: int) -> dict[str, object]:
    name, grade = wb.teller.suite(suite), wb.words(f"severity.{severity}")
    tip = wb.words("found.tip", suite=name, severity=grade, count=count)
    return {"label": name, "value": count, "text": str(count), "series": grade, "of": suite, "tip": tip}


def _finding(wb: Workbook, totals: Counter[str]) -> Told:
    """How many findings of each severity there are, and which suite has the most."""
    found = [(severity, failing(wb, severity)) for severity in SEVERITIES]
    parts = [wb.told(f"found.{severity}", count=wb.counted(places, f"#temuan-{severity}")) for severity, places in found if places]
    most = max(totals.values())
    named = [Marked(wb.teller.suite(suite), "named") for suite in sorted(totals, key=wb.teller.suite) if totals[suite] == most]
    return wb.told("found.finding", parts=wb.listed(parts), suites=wb.listed(named), count=wb.counted(most, f"#{_TABLE}", "is-told"))
