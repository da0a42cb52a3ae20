"""What fails, place by place: the words printed there beside those that contradict them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from analysis.audit.finding import Finding, Quote
from analysis.audit.telling import PAGE, printable
from analysis.languages import printed
from analysis.pages.blocks import Block, Cell, Evidence, Heading, Prose, Quoted, Side, Table
from analysis.pages.told import Marked, Told, joined
from analysis.views import values
from analysis.workbook import Workbook

__all__ = ["PAGE", "SHOWN", "evidence", "failing", "findings", "gravest", "of_check", "quotation", "short"]

SHOWN = 6
"""How many contradicting places are shown; the others are folded."""

_LONGEST = 80
_COMPUTED = {"sums", "figures"}
"""Suites whose findings are contradicted by what a figure was computed from."""


def failing(wb: Workbook, *severities: str) -> list[tuple[str, Finding]]:
    """What fails, of the given severities or of all, with its address on this page: the gravest first, then by check and place."""
    return [(address, f) for address, f in wb.failing if not severities or f.severity in severities]


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
        counted = wb.counted(same, f"#temuan-{severity}")
        blocks.append(Heading(wb.told("quality.of_severity", severity=w(f"severity.{severity}"), count=counted), f"temuan-{severity}", 3))
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
        Heading(Told((Marked(check, "code"), " · ", Marked(wb.teller.sentence(first), "named"))), of_check(check), 4),
        Prose(wb.words("evidence.why", why=wb.teller.matters(first)), "quiet"),
        *(evidence(wb, finding, address) for address, finding in places),
    ]


def evidence(wb: Workbook, finding: Finding, address: str) -> Evidence:
    """One failing place: what is printed there, what contradicts it, and what follows."""
    w = wb.words
    place = wb.place(finding.document, finding.line) if finding.document in wb.facts.sources and finding.line else wb.teller.title(finding.document)
    words = finding.printed or values.value(wb, finding, finding.found)
    said = _quoted(wb, words, place)
    there = Side(w("evidence.printed"), [replace(said, own=not finding.printed) if words else Quoted(w("evidence.empty"), place, own=True)])
    against, expected = _against(wb, finding), values.expected(wb, finding)
    told = [
        ("evidence.read_as", values.read_as(wb, finding) if finding.printed else ""),
        ("evidence.expected", expected if finding.against else ""),
        ("evidence.reading", values.reading(wb, finding)),
        ("evidence.guess", wb.teller.slip(finding)),
        ("evidence.waiver", finding.waiver),
    ]
    mark = f"{wb.teller.severity(finding)} · {finding.check}"
    shown = [(w(name), printable(value)) for name, value in told if value]
    tone = f"{finding.severity} waived" if finding.waiver else finding.severity
    return Evidence(address, values.subject(wb, finding), mark, tone, there, against, shown, w("evidence.guess"))


def _against(wb: Workbook, finding: Finding) -> Side:
    """The places that contradict the finding; what was expected, where no place does."""
    w = wb.words
    if not finding.against:
        expected = values.expected(wb, finding)
        return Side(w("evidence.expected"), [Quoted(expected or w("evidence.see_check"), figures=_is_number(expected), own=True)])
    quotes = [_quote(wb, quote, finding) for quote in finding.against]
    name = w("evidence.against_computed") if finding.suite in _COMPUTED else w("evidence.against")
    rest = quotes[SHOWN:]
    return Side(name, quotes[:SHOWN], rest, wb.told("evidence.more", count=wb.counted(rest)) if rest else "")


def _quote(wb: Workbook, quote: Quote, finding: Finding) -> Quoted:
    """A contradicting place; what it is about is told where it is not what the finding is about."""
    w, place = wb.words, wb.teller.place(quote.document, quote.line, within=finding.document)
    if quote.column == "member" and quote.label:
        return _quoted(wb, quote.label.partition(" / ")[0], place)
    same = values.about(wb, quote.label) == values.about(wb, finding.subject)
    told = [values.about(wb, quote.label) if quote.label and not same else ""]
    told += [w(f"{group}.{quote.column}") for group in ("figure", "cell") if w.known(f"{group}.{quote.column}")][:1]
    told += [wb.facts.unit(quote.unit).names[w.lang]] if quote.unit in wb.facts.units and quote.unit != finding.unit else []
    told += [w.period(quote.period)] if quote.period and quote.period != finding.period else []
    label = " · ".join(part for part in told if part)
    return _quoted(wb, quote.printed, place, label) if quote.printed else Quoted(w("evidence.empty"), place, label, own=True)


def _quoted(wb: Workbook, words: str, place: str = "", label: str = "") -> Quoted:
    """A quotation; one without words is set as a number."""
    shown, bare = printable(words), _is_number(printable(words))
    return Quoted(shown if bare else printed(shown, wb.words.lang), printable(place), printable(label), bare)


def _is_number(text: str) -> bool:
    """Whether it holds no word, and is short enough to be set as a number."""
    return bool(text) and not re.search(r"[^\W\d_]{4}", text) and len(text) <= 40


def gravest(wb: Workbook, count: int) -> list[tuple[str, Finding]]:
    """The first place of each of the gravest checks that no waiver covers, with its address."""
    waiting = [entry for entry in failing(wb) if not entry[1].waiver]
    return [next(group) for _, group in groupby(waiting, key=lambda entry: entry[1].check)][:count]


def short(wb: Workbook, finding: Finding, link: str = "") -> Cell:
    """A finding in one line: check, what it is about, what is printed there; `link` leads to its evidence."""
    about = Marked(f"{finding.check} · {values.subject(wb, finding)}", "named", link)
    return Cell(joined([Told((about,)), *quotation(finding)], ": "))


def quotation(finding: Finding) -> list[Told]:
    """What is printed at the place, as a quotation that fits a line; nothing where nothing is."""
    said = printable(finding.printed)
    return [Told((Marked(said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…", "words"),))] if said else []
