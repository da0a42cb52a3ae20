"""Is the data fit to judge by?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from analysis import audit
from analysis.audit.finding import Finding
from analysis.audit.suites import SEVERITIES
from analysis.audit.telling import OUTCOMES, printable
from analysis.audit.waivers import FILE, load_waivers
from analysis.figures import Figure
from analysis.figures.ledger import STOPPED
from analysis.pages.blocks import Block, Bullets, Cell, Folded, Heading, Notice, Prose, Table, Tile, Tiles
from analysis.views import evidence
from analysis.views.checked import share
from analysis.views.evidence import PAGE, failing
from analysis.workbook import Workbook

_LISTED = 12
"""How many new or gone findings are listed at once; the others are folded."""
_NAMED = 8
"""How many kinds of stopped figures are named at once; the others are folded."""


def headline(wb: Workbook) -> list[Block]:
    """How many checks hold, fail and do not apply, how much they look at, and whether anything stops the judgement."""
    w = wb.words
    checks = {o: len({(f.check, f.document) for f in wb.findings if f.outcome == o}) for o in OUTCOMES}
    detail = w("quality.checks_detail", holds=checks["holds"], fails=checks["fails"], none=checks["not_applicable"])
    tiles = [Tile(w("quality.checks"), str(sum(checks.values())), detail, "#cakupan")]
    tiles += [_tile(wb, severity) for severity in SEVERITIES]
    accepted = [f for _, f in failing(wb) if f.waiver]
    tiles.append(Tile(w("quality.waived"), str(len(accepted)), w("quality.waived_detail"), "#pengecualian" if accepted else ""))
    covered = share(wb)
    if covered is not None:
        tiles.append(Tile(w("quality.covered"), w.measured(covered, "pct"), w("quality.covered_detail"), "#sel"))
    return [Tiles(tiles), Prose(sentence(wb), "lead")]


def _tile(wb: Workbook, severity: str) -> Tile:
    found = failing(wb, severity)
    link, tone = f"#temuan-{severity}" if found else "", "bad" if found and severity == "critical" else ""
    return Tile(wb.words(f"severity.{severity}"), str(len(found)), wb.words(f"severity.{severity}_detail"), link, tone)


def sentence(wb: Workbook) -> str:
    """Whether the data are fit, in one sentence; an accepted finding counts no more."""
    w, number = wb.words, {s: sum(not f.waiver for _, f in failing(wb, s)) for s in SEVERITIES}
    if number["critical"]:
        figures = len(stopped(wb))
        return w("quality.stopped", count=number["critical"], figures=figures) if figures else w("quality.stopped_none", count=number["critical"])
    told = [w(f"index.severity.{s}", count=n) for s, n in number.items() if n]
    return w("quality.fit_with", found=w.join(told)) if told else w("quality.fit")


def stopped(wb: Workbook) -> list[Figure]:
    """The figures of the report that have no value because a check failed on the data below them, by check."""
    found = [figure for figure in wb.figures if figure.reason.startswith(STOPPED)]
    return sorted(found, key=lambda figure: (figure.reason, figure.unit != wb.unit, figure.period != wb.period))


def gate(wb: Workbook) -> list[Block]:
    """A warning before anything is judged, if figures of the report were stopped; nothing otherwise."""
    figures = stopped(wb)
    return [Notice(wb.words("gate.stopped", count=len(figures)), [Cell(wb.words("gate.why"), f"{PAGE}#terhenti")])] if figures else []


def stops(wb: Workbook) -> list[Block]:
    """What was stopped and why: each failing check with the places that it failed at and the figures that have no value for it."""
    w, figures = wb.words, stopped(wb)
    critical = [(address, f) for address, f in failing(wb, "critical") if not f.waiver]
    if not figures and not critical:
        return []
    blocks: list[Block] = [Heading(w("gate.title"), "terhenti")]
    for check, group in groupby(figures, key=_check):
        blocks += _stopped_by(wb, check, list(group), [(address, f) for address, f in critical if f.check == check])
    stopping = {_check(figure) for figure in figures}
    idle = [Cell(evidence.short(wb, f), f"#{address}") for address, f in critical if f.check not in stopping]
    return [*blocks, Notice(w("gate.idle", count=len(idle)), idle)] if idle else blocks


def _check(figure: Figure) -> str:
    return figure.reason.removeprefix(STOPPED)


def _stopped_by(wb: Workbook, check: str, figures: Sequence[Figure], places: Sequence[tuple[str, Finding]]) -> list[Block]:
    """The places that a check failed at, and below them the figures without value: name by name, those that tell most of the report first."""
    w = wb.words
    because = [Cell(evidence.short(wb, f), f"#{address}") for address, f in places] or [Cell(w("gate.elsewhere", check=check))]
    why = w("gate.by", count=len(figures), check=check, sentence=audit.sentence(check, w.lang))
    about = {figure.figure: [f for f in figures if f.figure == figure.figure] for figure in figures}
    names = sorted(about, key=lambda name: (all(f.subject != "total" for f in about[name]), len(about[name]), w(f"figure.{name}")))
    said = [Cell(f"{w(f'figure.{name}')}: {w.join(_subject(wb, figure) for figure in about[name])}") for name in names]
    more = [Folded(w("gate.more", count=len(said) - _NAMED), [Bullets(said[_NAMED:])])] if len(said) > _NAMED else []
    return [Notice(why, because), Prose(w("gate.figures")), Bullets(said[:_NAMED]), *more]


def _subject(wb: Workbook, figure: Figure) -> str:
    elsewhere = [wb.facts.unit(figure.unit).names[wb.words.lang]] if figure.unit != wb.unit else []
    elsewhere += [wb.words.period(figure.period)] if figure.period != wb.period else []
    return f"{wb.subject(figure.subject)}{f' ({wb.words.join(elsewhere)})' if elsewhere else ''}"


def trend(wb: Workbook) -> list[Block]:
    """What is new, gone and the same since the last audit of the report that found something else."""
    w, now = wb.words, failing(wb)
    head = Heading(w("trend.title"), "perubahan")
    if wb.before is None:
        return [head, Prose(w("trend.first"))]
    then = audit.addressed(f for f in wb.before if f.fails)
    known, kept = {address for address, _ in then}, {address for address, _ in now}
    new = [(address, f) for address, f in now if address not in known]
    gone = [(address, f) for address, f in then if address not in kept]
    told = w("trend.counted", new=len(new), gone=len(gone), same=len(now) - len(new))
    blocks: list[Block] = [head, Prose(told)]
    for name, items in (("new", [Cell(evidence.short(wb, f), f"#{a}") for a, f in new]), ("gone", [Cell(evidence.short(wb, f)) for _, f in gone])):
        if items:
            more = [Folded(w("trend.more", count=len(items) - _LISTED), [Bullets(items[_LISTED:])])] if len(items) > _LISTED else []
            blocks += [Heading(w(f"trend.{name}", count=len(items)), f"perubahan-{name}", 3), Bullets(items[:_LISTED]), *more]
    return blocks


def waivers(wb: Workbook) -> list[Block]:
    """The findings that someone in charge accepts, with the reason and the day on which it ends."""
    w, accepted = wb.words, [(address, f) for address, f in failing(wb) if f.waiver]
    head = Heading(w("quality.waivers"), "pengecualian")
    if not accepted:
        return [head, Prose(w("quality.no_waivers"))]
    known = load_waivers(audit.EXPECTATIONS / FILE, wb.teller.checks, wb.facts.sources)
    rows = []
    for address, f in accepted:
        reason = next((str(waiver.reason[w.lang]) for waiver in known if waiver.covers(f) and waiver.told == f.waiver), "–")
        rows.append([Cell(evidence.short(wb, f), f"#{address}"), Cell(printable(f.waiver)), Cell(reason)])
    return [head, Table(w("quality.waivers_table"), [w("column.check"), w("column.waiver"), w("column.why")], rows)]


def corrections(wb: Workbook) -> list[Block]:
    """Where the raw data are read otherwise than the text has them, and why."""
    w = wb.words
    entries = [(source, entry) for source in (wb.facts.sources[d] for d in wb.documents) for entry in source.corrections]
    if not entries:
        return []
    rows = [[Cell(wb.place(s.document, int(e["line"]))), Cell(str(e["printed"])), Cell(str(e["meant"])), Cell(str(e["why"][w.lang]))] for s, e in entries]
    return [
        Heading(w("quality.corrections"), "koreksi"),
        Table(w("quality.corrections_table"), [w("column.place"), w("column.printed"), w("column.meant"), w("column.why")], rows),
    ]
