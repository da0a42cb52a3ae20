"""What fails, place by place: the words printed there beside those that contradict them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from analysis.audit.finding import Finding, Quote, addressed
from analysis.audit.suites import SEVERITIES
from analysis.audit.telling import PAGE, printable
from analysis.pages.blocks import Block, Cell, Evidence, Heading, Prose, Quoted, Side, Table
from analysis.views import values
from analysis.workbook import Workbook

__all__ = ["PAGE", "SHOWN", "evidence", "failing", "findings", "gravest", "of_check", "short"]

SHOWN = 6
"""How many contradicting places are shown; the others are folded."""

_COMPUTED = {"sums", "figures"}
"""Suites whose findings are contradicted by what a figure was computed from."""


def failing(wb: Workbook, *severities: str) -> list[tuple[str, Finding]]:
    """What fails, of the given severities or of all, with its address on this page: the gravest first, then by check and place."""
    found = [(address, f) for address, f in addressed(wb.findings) if f.fails and (not severities or f.severity in severities)]
    return sorted(found, key=lambda entry: (SEVERITIES.index(entry[1].severity), entry[1].check, entry[1].place))


def findings(wb: Workbook) -> list[Block]:
    """Every failing place, by severity and check, with an overview in front."""
    w, found = wb.words, failing(wb)
    head = Heading(w("quality.findings"), "temuan")
    if not found:
        return [head, Prose(w("quality.no_findings"), "note")]
    guess = [Prose(w("evidence.guess_note"), "quiet")] if any(f.suggestion for _, f in found) else []
    blocks: list[Block] = [head, _overview(wb, found), *guess]
    for severity, group in groupby(found, key=lambda entry: entry[1].severity):
        same = list(group)
        blocks.append(Heading(w("quality.of_severity", severity=w(f"severity.{severity}"), count=len(same)), f"temuan-{severity}", 3))
        for check, places in groupby(same, key=lambda entry: entry[1].check):
            blocks += _of_check(wb, check, list(places))
    return blocks


def _overview(wb: Workbook, found: Sequence[tuple[str, Finding]]) -> Table:
    """Every check that fails with the number of its places, leading there."""
    w, rows = wb.words, []
    for check, group in groupby(found, key=lambda entry: entry[1].check):
        told = [f for _, f in group]
        first, waived = told[0], sum(bool(f.waiver) for f in told)
        severity = Cell(w(f"severity.{first.severity}"), tone=f"severity-{first.severity}")
        rows.append([Cell(f"{check} {wb.teller.sentence(first)}", f"#{of_check(check)}"), severity, Cell(str(len(told))), Cell(str(waived) if waived else "–")])
    columns = [w("column.check"), w("column.severity"), w("column.failing"), w("column.waived")]
    if all(row[-1].text == "–" for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Table(w("quality.overview"), columns, rows, frozenset({2, 3}))


def of_check(check: str) -> str:
    """The address of what a check found."""
    return f"pemeriksaan-{check}"


def _of_check(wb: Workbook, check: str, places: Sequence[tuple[str, Finding]]) -> list[Block]:
    first = places[0][1]
    return [
        Heading(f"{check} · {wb.teller.sentence(first)}", of_check(check), 4),
        Prose(wb.words("evidence.why", why=wb.teller.matters(first)), "quiet"),
        *(evidence(wb, finding, address) for address, finding in places),
    ]


def evidence(wb: Workbook, finding: Finding, address: str) -> Evidence:
    """One failing place: what is printed there, what contradicts it, and what follows."""
    w = wb.words
    place = wb.place(finding.document, finding.line) if finding.document in wb.facts.sources and finding.line else wb.teller.title(finding.document)
    words = finding.printed or values.value(wb, finding, finding.found)
    printed = Side(w("evidence.printed"), [_quoted(words, place) if words else Quoted(w("evidence.empty"), place)])
    against, expected = _against(wb, finding), values.expected(wb, finding)
    told = [
        ("evidence.read_as", values.read_as(wb, finding) if finding.printed else ""),
        ("evidence.expected", expected if finding.against else ""),
        ("evidence.reading", values.reading(wb, finding)),
        ("evidence.guess", printable(wb.teller.slip(finding))),
        ("evidence.waiver", finding.waiver),
    ]
    mark = f"{wb.teller.severity(finding)} · {finding.check}"
    shown = [(wb.words(name), value) for name, value in told if value]
    return Evidence(address, values.subject(wb, finding), mark, finding.severity, printed, against, shown, w("evidence.guess"))


def _against(wb: Workbook, finding: Finding) -> Side:
    """The places that contradict the finding; what was expected, where no place does."""
    w = wb.words
    if not finding.against:
        expected = values.expected(wb, finding)
        return Side(w("evidence.expected"), [_quoted(expected)] if expected else [Quoted(w("evidence.see_check"))])
    quotes = [_quote(wb, quote, finding) for quote in finding.against]
    name = w("evidence.against_computed") if finding.suite in _COMPUTED else w("evidence.against")
    rest = quotes[SHOWN:]
    return Side(name, quotes[:SHOWN], rest, w("evidence.more", count=len(rest)) if rest else "")


def _quote(wb: Workbook, quote: Quote, finding: Finding) -> Quoted:
    place = wb.teller.place(quote.document, quote.line, within=finding.document)
    label = values.about(wb, quote.label) if quote.label else ""
    return _quoted(quote.printed or wb.words("evidence.empty"), place, label)


def _quoted(words: str, place: str = "", label: str = "") -> Quoted:
    """A quotation; a bare number is set as one."""
    shown = printable(words)
    return Quoted(shown, printable(place), printable(label), bool(re.search(r"\d", shown)) and not re.search(r"[^\W\d_]{4}", shown))


def gravest(wb: Workbook, count: int) -> list[Cell]:
    """The first place of each of the gravest checks, told in one line and leading to its evidence."""
    firsts: Iterable[tuple[str, Finding]] = (next(group) for _, group in groupby(failing(wb), key=lambda entry: entry[1].check))
    return [Cell(short(wb, f), f"{PAGE}#{address}") for address, f in firsts if not f.waiver][:count]


def short(wb: Workbook, finding: Finding) -> str:
    """A finding in one line: check, what it is about, what is printed there."""
    printed = finding.printed or finding.found
    words = f" “{printable(printed if len(printed) <= 80 else printed[:79] + '…')}”" if printed else ""
    return f"{finding.check} · {values.subject(wb, finding)}{':' if words else ''}{words}"
