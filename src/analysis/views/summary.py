"""One page for the head of the unit: five questions with a verdict in a word, why, and what it rests on; then what costs most and what is gravest."""

from __future__ import annotations

from analysis.pages.blocks import Answer, Answers, Block, Bullets, Cell, Heading, Prose, Table
from analysis.pages.told import Marked, Told, joined
from analysis.views import absorption, achievement, data_quality, efficiency, evidence, reproduction, values
from analysis.workbook import Workbook

ACHIEVEMENT, ABSORPTION, EFFICIENCY, REPRODUCTION = "02-achievement", "03-absorption", "04-efficiency", "05-reproduction"
STEPS = "langkah"
"""Where the next steps are listed."""
LACKING = {"target_missing", "realisation_missing", "tidak_dicetak", "counts_missing", "parts_missing"}
"""Reasons of an indicator without achievement that its document could mend."""


def answers(wb: Workbook) -> list[Block]:
    """The five questions of a head of office, in the order in which they are asked."""
    return [Answers([_promised(wb), _costs(wb), _spent(wb), _trusted(wb), _next(wb)])]


def _judged(good: int, of: int, waiting: int = 0) -> str:
    """The verdict where `good` of several are as they should be, and others are `waiting` to be judged."""
    return "no" if not good else "yes" if good == of and not waiting else "partly"


def _answer(wb: Workbook, question: str, verdict: str, said: Told, page: str, place: str = "", rests: str | Told = "") -> Answer:
    more = Cell(wb.words("summary.more", chapter=wb.words(f"chapter.{page}")), f"{page}.html{place}")
    return Answer(wb.words(f"asked.{question}"), question, wb.words(f"judged.{verdict}"), verdict, said, rests if verdict != "open" else "", more)


def _promised(wb: Workbook) -> Answer:
    """Whether the targets that can be judged were reached."""
    codes, judged, reached = wb.subjects("capaian_pct"), achievement.measured(wb), achievement.reached(wb)
    if not judged:
        return _answer(wb, "promised", "open", achievement.sentence(wb) if codes else wb.told("achievement.nothing"), ACHIEVEMENT)
    counts = {name: wb.cell(wb.fig("jumlah_iku", f"dinilai:{which}")) for name, which in (("reached", "tercapai"), ("judged", "semua"))}
    said = [wb.told("summary.promised", **counts)]
    waiting, score = achievement.without(wb), wb.fig("npss_nilai")
    said += [wb.told("summary.unjudged", count=wb.counted(waiting, achievement.UNJUDGED))] if waiting else []
    said += [wb.told("summary.score", score=wb.cell(score), status=wb.cell(wb.fig("status")))] if score.value is not None else []
    verdict = _judged(len(reached), len(judged), len(waiting))
    return _answer(wb, "promised", verdict, joined(said), ACHIEVEMENT, "#indikator", wb.words("rests.promised"))


def _costs(wb: Workbook) -> Answer:
    """Which indicator took most from the score, or fell furthest behind its target."""
    missed, scored = _costliest(wb), _scored(wb)
    if not achievement.measured(wb):
        return _answer(wb, "costs", "open", wb.told("summary.nothing_to_weigh"), ACHIEVEMENT)
    if not missed:
        seen = "none_seen" if achievement.without(wb) else "no_gap"
        return _answer(wb, "costs", seen, wb.told(f"summary.{seen}"), ACHIEVEMENT, "#indikator")
    worst = {"indicator": Marked(wb.indicator(missed[0]), "named"), **{n: wb.cell(wb.fig(f"{n}_iku", missed[0])) for n in ("realisasi", "target")}}
    if scored:
        said = wb.told("summary.costs_score", impact=wb.cell(wb.fig("dampak_npss_nilai", missed[0]), signed=True), **worst)
        return _answer(wb, "costs", "gap", said, ACHIEVEMENT, "#dampak", wb.words("rests.costs_score"))
    said = wb.told("summary.furthest", capaian=wb.cell(wb.fig("capaian_pct", missed[0])), **worst)
    return _answer(wb, "costs", "gap", said, ACHIEVEMENT, "#indikator", wb.words("rests.costs_target"))


def _scored(wb: Workbook) -> bool:
    return wb.fig("npss_nilai").value is not None


def _costliest(wb: Workbook) -> list[str]:
    """The indicators below target: what takes most from the score first, or what is furthest behind."""
    name = "dampak_npss_nilai" if _scored(wb) else "capaian_pct"
    return sorted(achievement.missing_most(wb), key=lambda c: wb.fig(name, c).number)


def _spent(wb: Workbook) -> Answer:
    """Whether what was spent is in proportion to what was reached, for the indicators that have a ceiling of their own."""
    own = [s for s in efficiency.computable(wb) if s != "total"]
    said = [absorption.sentence(wb)]
    if not own:
        said += [efficiency.sentence(wb)] if wb.fig("serapan_pct").value is not None else []
        return _answer(wb, "spent", "open", joined(said), ABSORPTION)
    total = wb.fig("efisiensi_pct")
    said.append(wb.told("summary.efficiency", efisiensi=wb.cell(total)))
    thrifty = [s for s in own if wb.fig("efisiensi_pct", s).number >= 0]
    rests = wb.told("rests.spent", reference=Marked(total.reference, "law"))
    return _answer(wb, "spent", _judged(len(thrifty), len(own)), joined(said), EFFICIENCY, rests=rests)


def _trusted(wb: Workbook) -> Answer:
    """Whether anything stops the judgement, or is left to explain."""
    found = reproduction.counts(wb)
    doubts = [*data_quality.unanswered(wb, "warning"), *(c for c in wb.claims if c.verdict != "match")]
    stops = data_quality.stopped(wb) or data_quality.unanswered(wb, "critical")
    said = [reproduction.sentence(wb, f"{REPRODUCTION}.html"), data_quality.sentence(wb, evidence.PAGE)]
    page = REPRODUCTION if found["mismatch"] and not stops else "01-data-quality"
    return _answer(wb, "trusted", "no" if stops else "partly" if doubts else "yes", joined(said), page, rests=wb.words("rests.trusted"))


def _next(wb: Workbook) -> Answer:
    """What must be done next, by whom and where."""
    steps = [Cell(step) for step in (*_stopped(wb), *_gaps(wb), *_corrections(wb), *_explanations(wb), *_lacking(wb), *_waiting(wb))]
    verdict = wb.told("judged.steps", count=wb.counted(steps, f"#{STEPS}")) if steps else wb.words("judged.done")
    said = "" if steps else wb.words("next.nothing")
    return Answer(wb.words("asked.next"), "next", verdict, "steps" if steps else "yes", said, steps=Bullets(steps, True, STEPS) if steps else None)


def _stopped(wb: Workbook) -> list[Told]:
    figures = data_quality.stopped(wb)
    return [wb.told("next.stopped", count=wb.counted(figures, f"{evidence.PAGE}#terhenti"))] if figures else []


def _gaps(wb: Workbook) -> list[Told]:
    return [
        wb.told(
            "next.gap",
            indicator=Marked(wb.indicator(code), "named"),
            realisasi=wb.cell(wb.fig("realisasi_iku", code)),
            target=wb.cell(wb.fig("target_iku", code)),
        )
        for code in _costliest(wb)[:3]
    ]


def _corrections(wb: Workbook) -> list[Told]:
    """Printed figures that do not follow from the facts, causes before consequences."""
    return [
        wb.told(
            "next.correct",
            figure=wb.words(f"figure.{c.figure.figure}"),
            subject=Marked(wb.subject(c.figure.subject), "named"),
            place=Marked(wb.place(c.document, c.line), "where", f"{REPRODUCTION}.html#mismatch"),
            printed=Marked(c.printed, "words"),
            value=wb.cell(c.figure),
        )
        for c in reproduction.first_mismatches(wb.claims, 2)
    ]


def _explanations(wb: Workbook) -> list[Told]:
    """The warnings that nobody has answered."""
    waiting = data_quality.unanswered(wb, "warning")
    if not waiting:
        return []
    return [wb.told("next.explain", count=wb.counted(waiting, f"{evidence.PAGE}#temuan-warning"))]


def _lacking(wb: Workbook) -> list[Told]:
    """What the documents must print before the questions that are open can be judged."""
    reasons = {wb.fig("capaian_pct", c).reason for c in achievement.without(wb)} & LACKING
    lacking = [wb.told("next.print", indicators=Cell(wb.words("next.unjudged"), achievement.UNJUDGED))] if reasons else []
    if not wb.subjects("capaian_pct"):
        lacking.append(wb.told("next.indicators"))
    if wb.fig("serapan_pct").value is None:
        return [*lacking, wb.told("next.budget")]
    return lacking if efficiency.subjects(wb) or not wb.subjects("capaian_pct") else [*lacking, wb.told("next.link")]


def _waiting(wb: Workbook) -> list[Told]:
    """Official values that are not out yet."""
    codes = [c for c in achievement.without(wb) if wb.fig("capaian_pct", c).reason == "belum_ada_nilai_resmi"]
    return [wb.told("next.wait", codes=wb.listed([Marked(c, "code", achievement.UNJUDGED) for c in codes]))] if codes else []


def costliest(wb: Workbook) -> list[Block]:
    """The indicators that cost most, or fell furthest behind their target, side by side; one alone is told in the answer."""
    w, missed, scored = wb.words, _costliest(wb)[:5], _scored(wb)
    if len(missed) < 2:
        return []
    names = ["target_iku", "realisasi_iku", "capaian_pct", *(["dampak_npss_nilai"] if scored else [])]
    rows = [[Cell(wb.indicator(c)), *(wb.cell(wb.fig(n, c), signed=n == "dampak_npss_nilai") for n in names)] for c in missed]
    columns = [w("column.indicator"), *(w(f"figure.{n}") for n in names)]
    return [Heading(w("summary.costliest"), "termahal"), Table(w("summary.costliest_table"), columns, rows, frozenset(range(1, 5)))]


def findings(wb: Workbook) -> list[Block]:
    """One finding of each of the gravest checks, leading to its evidence, and where all of them are."""
    gravest = evidence.gravest(wb, 5)
    if not gravest:
        return []
    items = [
        Cell(
            wb.told(
                "summary.finding",
                severity=wb.words(f"severity.{finding.severity}"),
                subject=joined([Told((Marked(values.subject(wb, finding), "named", f"{evidence.PAGE}#{address}"),)), *evidence.quotation(finding)], ": "),
                check=Marked(f"{finding.check} {wb.teller.sentence(finding)}", "named"),
            )
        )
        for address, finding in gravest
    ]
    everything = wb.told("summary.findings_all", count=wb.counted(evidence.failing(wb), f"{evidence.PAGE}#temuan"))
    return [Heading(wb.words("summary.findings"), "temuan"), Bullets(items), Prose(everything)]
