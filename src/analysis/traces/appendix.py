"""The traces of a page as its appendix, and those of a whole report as a page of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from analysis.claims import Claim, claims_about
from analysis.figures import Figure
from analysis.figures.indicators import natural
from analysis.pages.blocks import Block, Bullets, Cell, Heading, Prose
from analysis.pages.told import Told
from analysis.pages.traces import Group, Point, Quote, Said, Trace, Traces
from analysis.traces.checks import Checks
from analysis.traces.formulas import formulas
from analysis.traces.inputs import inputs
from analysis.traces.rules import Rules
from analysis.workbook import TRACES, Workbook, anchor


@dataclass(frozen=True)
class Most:
    """How many of each a trace tells."""

    inputs: int
    findings: int
    claims: int


_FIRST, _ALL = Most(inputs=6, findings=4, claims=3), Most(inputs=60, findings=60, claims=60)
Key = tuple[str, str, str, str]


def of_page(wb: Workbook) -> Traces:
    """Where every figure shown so far comes from; what those were computed from is told on the page of all traces."""
    figures = _in_order(wb, wb.shown.values())
    return _Appendix(wb, set(wb.shown), opened=False).block(figures)


def of_report(wb: Workbook) -> Traces:
    """Where every figure of the report comes from, by the kind of figure."""
    figures = _by_kind(wb)
    return _Appendix(wb, {figure.key for figure in figures}, opened=True).block(figures)


def contents(wb: Workbook) -> list[Block]:
    """What the page of all traces holds, and its kinds of figures, each leading to its traces."""
    w, kinds = wb.words, Counter(figure.figure for figure in _by_kind(wb))
    counted = {kind: wb.counted(count, f"#{_kind(kind)}") for kind, count in kinds.items()}
    listed = [Cell(wb.told("trace.kind", kind=Cell(w(f"figure.{kind}"), f"#{_kind(kind)}"), count=count)) for kind, count in counted.items()]
    return [Prose(wb.told("trace.how_all", count=wb.counted(kinds.total(), "#asal")), "lead"), Heading(w("trace.contents"), "jenis"), Bullets(listed)]


def _kind(figure: str) -> str:
    return f"jenis-{figure.replace('_', '-')}"


def _by_kind(wb: Workbook) -> list[Figure]:
    """The figures of the report, their kinds in the order of the alphabet."""
    return sorted(_in_order(wb, wb.figures), key=lambda f: (wb.words(f"figure.{f.figure}").casefold(), f.figure))


def _in_order(wb: Workbook, figures: Iterable[Figure]) -> list[Figure]:
    """By kind, those of the report itself first."""
    return sorted(figures, key=lambda f: (f.figure, f.unit != wb.unit, f.unit, f.period, natural(f.subject)))


class _Appendix:
    """The traces of some figures; `listed` are those that have a trace on the same page, where all are `opened` or none."""

    def __init__(self, wb: Workbook, listed: set[Key], *, opened: bool):
        self.wb, self.listed, self.opened = wb, listed, opened
        self.most = _ALL if opened else _FIRST
        self.rules, self.checks = Rules(wb), Checks(wb)

    def block(self, figures: list[Figure]) -> Traces:
        w = self.wb.words
        traces = {figure.key: self._trace(figure) for figure in figures}
        if self.opened:
            kinds = groupby(figures, key=lambda f: f.figure)
            groups = [Group([traces[f.key] for f in same], w(f"figure.{kind}"), _kind(kind)) for kind, same in kinds]
        else:
            groups = [Group(list(traces.values()))]
        return Traces(w("trace.title"), self._lead(figures), w("trace.close"), groups, w("trace.rules"), self.rules.told, self.opened)

    def _lead(self, figures: list[Figure]) -> list[Said]:
        wb, w = self.wb, self.wb.words
        every = Cell(w("chapter.06-traces"), TRACES)
        how: list[Said] = [] if self.opened else [wb.told("trace.how", every=every) if wb.unit and wb.period else w("trace.how_here")]
        marks = [w("trace.marks")] if any(f.certainty == "T" and f.value is not None for f in figures) else []
        return [*how, *([wb.basis] if wb.basis else []), *marks]

    def _trace(self, figure: Figure) -> Trace:
        wb, claims = self.wb, claims_about(self.wb.ledger, figure)
        value = wb.said(figure) if figure.value is not None else _sentence(wb.reason(figure))
        told = {
            "rule": [self.rules.reference(figure)] if figure.rule_version else [],
            "inputs": self._inputs(figure),
            "checks": self.checks.said(figure, claims, self.most.findings),
            "claims": self._claims(claims),
        }
        points = [Point(wb.words(f"trace.{name}"), said) for name, said in told.items() if said]
        return Trace(anchor(figure), wb.words(f"figure.{figure.figure}"), self._subject(figure), value, formulas(wb, figure), points)

    def _inputs(self, figure: Figure) -> list[Said]:
        return inputs(self.wb, figure, self.leads, self.most.inputs, "" if self.opened else self._elsewhere(figure))

    def _subject(self, figure: Figure) -> str:
        wb = self.wb
        named = wb.indicator(figure.subject, [figure.unit]) if self.opened and figure.subject.startswith("IKU.") else wb.subject(figure.subject)
        told = [named] if figure.subject != "total" else []
        told += [wb.facts.unit(figure.unit).names[wb.words.lang]] if figure.unit != wb.unit else []
        told += [wb.words.period(figure.period)] if figure.period != wb.period else []
        return " · ".join(told)

    def _claims(self, claims: list[Claim]) -> list[Said]:
        """What documents print of the figure, and whether that is what was computed; first what it is not."""
        rest, ordered = len(claims) - self.most.claims, sorted(claims, key=lambda claim: claim.verdict == "match")
        return [*(self._claim(claim) for claim in ordered[: self.most.claims]), *([self.wb.words("trace.more", count=rest)] if rest > 0 else [])]

    def _claim(self, claim: Claim) -> Told:
        wb, w = self.wb, self.wb.words
        readings = w.join(w.or_plain("variant", name) for name in claim.variant.split(";")) if claim.variant else ""
        verdict = w(f"trace.{claim.verdict}")
        said = w("trace.verdict_read", verdict=verdict, readings=readings) if readings else verdict
        return wb.told("trace.claim", printed=Quote(claim.printed), place=wb.place(claim.document, claim.line), verdict=said)

    def leads(self, figure: Figure) -> str:
        """Where the trace of a figure is: on this page, else on the page of all traces of a report that has it."""
        return f"#{anchor(figure)}" if figure.key in self.listed else self._elsewhere(figure)

    def _elsewhere(self, figure: Figure) -> str:
        """Where a report tells of a figure, '' if none does."""
        wb = self.wb
        if wb.unit and wb.period and figure.key in wb.keys:
            return f"{TRACES}#{anchor(figure)}"
        return wb.elsewhere(figure)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
