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
from analysis.pages.told import Marked, Told
from analysis.views import evidence
from analysis.views.checked import BY_SUITE, EVERY_CHECK, cells, looked_at
from analysis.views.evidence import PAGE, failing
from analysis.workbook import Workbook

_LISTED = 12
"""How many new or gone findings are listed at once; the others are folded."""
_NAMED = 8
"""How many kinds of stopped figures are named at once; the others are folded."""
IDLE = "kritis-lain"
"""Where critical findings are listed that stop no figure."""


def headline(wb: Workbook) -> list[Block]:
    """How many checks hold, fail and do not apply, how much they look at, and whether anything stops the judgement."""
    w = wb.words
    checks = {o: len({(f.check, f.document) for f in wb.findings if f.outcome == o}) for o in OUTCOMES}
    by_outcome = {o: wb.counted(count, f"#{BY_SUITE}") for o, count in checks.items()}
    detail = wb.told("quality.checks_detail", holds=by_outcome["holds"], fails=by_outcome["fails"], none=by_outcome["not_applicable"])
    tiles = [Tile(w("quality.checks"), wb.counted(sum(checks.values()), f"#{EVERY_CHECK}"), detail)]
    tiles += [_tile(wb, severity) for severity in SEVERITIES]
    accepted = [f for _, f in failing(wb) if f.waiver]
    tiles.append(Tile(w("quality.waived"), wb.counted(accepted, "#pengecualian"), w("quality.waived_detail")))
    if cells(wb):
        tiles.append(Tile(w("quality.covered"), looked_at(wb), w("quality.covered_detail")))
    return [Tiles(tiles), Prose(sentence(wb), "lead")]


def _tile(wb: Workbook, severity: str) -> Tile:
    found = failing(wb, severity)
    tone = "bad" if found and severity == "critical" else ""
    return Tile(wb.words(f"severity.{severity}"), wb.counted(found, f"#temuan-{severity}"), wb.words(f"severity.{severity}_detail"), tone=tone)


def unanswered(wb: Workbook, severity: str) -> list[tuple[str, Finding]]:
    """What fails with the severity and is not accepted."""
    return [entry for entry in failing(wb, severity) if not entry[1].waiver]


def sentence(wb: Workbook, page: str = "") -> Told:
    """Whether the data are fit, in one sentence; an accepted finding counts no more. `page` is told where the findings are on another."""
    number = {s: wb.counted(unanswered(wb, s), f"{page}#temuan-{s}") for s in SEVERITIES}
    if unanswered(wb, "critical"):
        figures = stopped(wb)
        if not figures:
            return wb.told("quality.stopped_none", count=number["critical"])
        return wb.told("quality.stopped", count=number["critical"], figures=wb.counted(figures, f"{page}#terhenti"))
    told = [wb.told(f"index.severity.{s}", count=n) for s, n in number.items() if unanswered(wb, s)]
    return wb.told("quality.fit_with", found=wb.listed(told)) if told else wb.told("quality.fit")


def stopped(wb: Workbook) -> list[Figure]:
    """The figures of the report that have no value because a check failed on the data below them, by check."""
    found = [figure for figure in wb.figures if figure.reason.startswith(STOPPED)]
    return sorted(found, key=lambda figure: (figure.reason, figure.unit != wb.unit, figure.period != wb.period))


def gate(wb: Workbook) -> list[Block]:
    """A warning before anything is judged, if figures of the report were stopped; nothing otherwise."""
    figures = stopped(wb)
    if not figures:
        return []
    return [Notice(wb.told("gate.stopped", count=wb.counted(figures, f"{PAGE}#terhenti")), [Cell(wb.words("gate.why"), f"{PAGE}#terhenti")])]


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
    idle = [evidence.short(wb, f, f"#{address}") for address, f in critical if f.check not in stopping]
    return [*blocks, Notice(wb.told("gate.idle", count=wb.counted(idle, f"#{IDLE}")), idle, IDLE)] if idle else blocks


def _check(figure: Figure) -> str:
    return figure.reason.removeprefix(STOPPED)


def _stopped_by(wb: Workbook, check: str, figures: Sequence[Figure], places: Sequence[tuple[str, Finding]]) -> list[Block]:
    """The places that a check failed at, and below them the figures without value: name by name, those that tell most of the report first."""
    w = wb.words
    address, code = f"terhenti-{check}", Marked(check, "code")
    because = [evidence.short(wb, f, f"#{place}") for place, f in places] or [Cell(wb.told("gate.elsewhere", check=code))]
    why = wb.told("gate.by", count=wb.counted(figures, f"#{address}"), check=code, sentence=Marked(audit.sentence(check, w.lang), "named"))
    about = {figure.figure: [f for f in figures if f.figure == figure.figure] for figure in figures}
    names = sorted(about, key=lambda name: (all(f.subject != "total" for f in about[name]), len(about[name]), w(f"figure.{name}")))
    said = [Cell(Told((Marked(f"{w(f'figure.{name}')}: {w.join(_subject(wb, figure) for figure in about[name])}", "named"),))) for name in names]
    more = [Folded(wb.told("gate.more", count=wb.counted(said[_NAMED:])), [Bullets(said[_NAMED:])])] if len(said) > _NAMED else []
    return [Notice(why, because, address), Prose(w("gate.figures")), Bullets(said[:_NAMED]), *more]


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
    counted = {name: wb.counted(entries, f"#perubahan-{name}") for name, entries in (("new", new), ("gone", gone))}
    blocks: list[Block] = [head, Prose(wb.told("trend.counted", **counted))]
    for name, items in (("new", [evidence.short(wb, f, f"#{a}") for a, f in new]), ("gone", [evidence.short(wb, f) for _, f in gone])):
        if items:
            rest = items[_LISTED:]
            more = [Folded(wb.told("trend.more", count=wb.counted(rest)), [Bullets(rest)])] if rest else []
            blocks += [Heading(wb.told(f"trend.{name}", count=counted[name]), f"perubahan-{name}", 3), Bullets(items[:_LISTED]), *more]
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
        rows.append([evidence.short(wb, f, f"#{address}"), Cell(printable(f.waiver)), Cell(reason)])
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
