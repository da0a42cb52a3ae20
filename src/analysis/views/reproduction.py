"""Which published figures can be reproduced, which cannot, and why?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from analysis import charts
from analysis.claims import Claim
from analysis.figures import Figure
from analysis.pages.blocks import Block, Cell, Folded, Heading, Prose, Table, Tile, Tiles
from analysis.pages.told import Marked, Told
from analysis.workbook import Workbook

VERDICTS = ("match", "mismatch", "not_recomputable")
EVERY_CLAIM = "angka-terbit"
"""Where all claims are listed, verdict by verdict."""
_DRAWN = 14
"""How many kinds of figures are drawn; the table has all."""
COLOURS = {"match": charts.GOOD, "mismatch": charts.BAD, "not_recomputable": charts.SOFT}


def counts(wb: Workbook) -> Counter[str]:
    """How many claims have each verdict."""
    return Counter(claim.verdict for claim in wb.claims)


def headline(wb: Workbook) -> list[Block]:
    """How many published figures were reproduced; or that the documents publish none here."""
    w, found = wb.words, counts(wb)
    if not found:
        return [Prose(w("reproduction.nothing"), "note")]
    tones = {"match": "good", "mismatch": "bad" if found["mismatch"] else ""}
    tiles = [Tile(w(f"verdict.{v}"), counted(wb, v), w(f"verdict.{v}_detail"), tone=tones.get(v, "")) for v in VERDICTS]
    return [Tiles(tiles), Prose(sentence(wb), "lead")]


def counted(wb: Workbook, verdict: str, page: str = "") -> Marked:
    """How many claims have the verdict, leading to their list on this page, or on `page`."""
    return wb.counted(counts(wb)[verdict], f"{page}#{verdict.replace('_', '-')}")


def sentence(wb: Workbook, page: str = "") -> Told:
    """The verdicts in one sentence. `page` is told where the claims are listed on another."""
    found, total = counts(wb), wb.counted(wb.claims, f"{page}#{EVERY_CLAIM}")
    if not wb.claims:
        return wb.told("reproduction.nothing")
    if found["match"] == len(wb.claims):
        return wb.told("reproduction.all", total=total) if len(wb.claims) > 1 else wb.told("reproduction.only")
    rest = [wb.told(f"reproduction.rest_{v}", count=counted(wb, v, page)) for v in VERDICTS[1:] if found[v]]
    return wb.told("reproduction.finding", match=counted(wb, "match", page), total=total, rest=wb.listed(rest))


def by_figure(wb: Workbook) -> list[Block]:
    """The verdicts by kind of figure."""
    w = wb.words
    found = Counter((c.figure.figure, c.verdict) for c in wb.claims)
    if not found:
        return []
    totals = Counter(c.figure.figure for c in wb.claims)
    wrong = Counter(c.figure.figure for c in wb.claims if c.verdict == "mismatch")
    names = sorted(totals, key=lambda f: (-wrong[f], -found[f, "not_recomputable"], -totals[f], f))
    rows = [[Cell(w(f"figure.{f}"), of=f), *(Cell(str(found[f, v])) for v in VERDICTS)] for f in names]
    table = Table(
        w("reproduction.by_figure"), [w("column.figure"), *(w(f"verdict.{v}") for v in VERDICTS)], rows, frozenset({1, 2, 3}), anchor="tabel-jenis-angka"
    )
    drawn = [_bar(wb, f, v, found[f, v]) for f in names[:_DRAWN] for v in VERDICTS if found[f, v]]
    drawing = charts.columns(drawn, colours={w(f"verdict.{v}"): COLOURS[v] for v in VERDICTS})
    worst = [f for f in names if wrong[f] and wrong[f] == max(wrong.values())]
    named = wb.listed([Marked(w(f"figure.{f}"), "named") for f in worst])
    finding = (
        wb.told("reproduction.worst", figure=named, count=wb.counted(wrong[worst[0]], "#tabel-jenis-angka", "is-told"))
        if worst
        else wb.told("reproduction.all_match")
    )
    return [Heading(w("reproduction.by_figure"), "menurut-jenis"), wb.chart(drawing, title=w("reproduction.chart"), finding=finding, table=table)]


def _bar(wb: Workbook, figure: str, verdict: str, count: int) -> dict[str, object]:
    w = wb.words
    name, told = w(f"figure.{figure}"), w(f"verdict.{verdict}")
    return {
        "label": name,
        "value": count,
        "text": str(count),
        "series": told,
        "of": figure,
        "tip": w("reproduction.tip", figure=name, verdict=told, count=count),
    }


def mismatches(wb: Workbook) -> list[Block]:
    """Every published figure that the facts do not give, with the reading that would: the first of three lists that hold every claim."""
    w, wrong = wb.words, [c for c in wb.claims if c.verdict == "mismatch"]
    head = [Heading(w("reproduction.one_by_one"), EVERY_CLAIM), Heading(w("verdict.mismatch"), "mismatch", 3)]
    if not wrong:
        return [*head, Prose(w("reproduction.no_mismatch"), "note")] if wb.claims else []
    columns = [w("column.place"), w("column.figure"), w("column.printed"), w("column.recomputed"), w("column.difference"), w("column.explanation")]
    return [
        *head,
        Prose(w("reproduction.mismatch_how")),
        Table(w("reproduction.mismatches"), columns, [_row(wb, c) for c in wrong], frozenset({2, 3, 4})),
    ]


def _what(wb: Workbook, claim: Claim) -> str:
    w, figure = wb.words, claim.figure
    elsewhere = [] if figure.unit == wb.unit else [wb.facts.unit(figure.unit).names[w.lang]]
    when = [] if figure.period == wb.period else [w.period(figure.period)]
    return " · ".join([w(f"figure.{figure.figure}"), wb.subject(figure.subject), *elsewhere, *when])


def _row(wb: Workbook, claim: Claim) -> list[Cell]:
    w = wb.words
    measure = claim.figure.measure
    difference = w.measured(claim.difference, "poin" if measure == "pct" else measure, signed=True) if claim.difference is not None else "–"
    return [
        Cell(wb.place(claim.document, claim.line)),
        Cell(_what(wb, claim)),
        Cell(claim.printed),
        wb.cell(claim.figure),
        Cell(difference),
        Cell(explanation(wb, claim)),
    ]


def explanation(wb: Workbook, claim: Claim) -> str:
    """What the verdict rests on, in a sentence."""
    w = wb.words
    if claim.verdict == "not_recomputable":
        return wb.reason(claim.figure) if claim.note == claim.figure.reason else w(f"reason.{claim.note}")
    if claim.variant:
        names = w.join(w(f"variant.{name}") for name in claim.variant.split(";"))
        return w("reproduction.several" if claim.note == "several_readings_fit" else "reproduction.variant", names=names)
    return w(f"note.{claim.note}") if claim.note and w.known(f"note.{claim.note}") else w("reproduction.unexplained") if claim.verdict == "mismatch" else ""


def unrecomputable(wb: Workbook) -> list[Block]:
    """Every published figure whose inputs the documents do not print, with what is missing."""
    w, open_ = wb.words, [c for c in wb.claims if c.verdict == "not_recomputable"]
    if not open_:
        return []
    rows = [[Cell(wb.place(c.document, c.line)), Cell(_what(wb, c)), Cell(c.printed), Cell(explanation(wb, c))] for c in open_]
    columns = [w("column.place"), w("column.figure"), w("column.printed"), w("column.missing")]
    return [Heading(w("verdict.not_recomputable"), "not-recomputable", 3), Table(w("reproduction.open"), columns, rows, frozenset({2}))]


def matches(wb: Workbook) -> list[Block]:
    """Every published figure that was reproduced, folded away."""
    w, right = wb.words, [c for c in wb.claims if c.verdict == "match"]
    if not right:
        return []
    columns = [w("column.place"), w("column.figure"), w("column.printed"), w("column.recomputed"), w("column.explanation")]
    rows = [[Cell(wb.place(c.document, c.line)), Cell(_what(wb, c)), Cell(c.printed), _quiet(wb, c), Cell(explanation(wb, c))] for c in right]
    table = Table(w("reproduction.matches"), columns, rows, frozenset({2, 3}))
    return [Heading(w("verdict.match"), "match", 3), Folded(wb.told("reproduction.show_matches", count=wb.counted(right)), [table])]


def _quiet(wb: Workbook, claim: Claim) -> Cell:
    """The recomputed value, without an origin of its own on this page: there are hundreds."""
    return Cell(wb.said(claim.figure), numeric=True)


def first_mismatches(claims: Sequence[Claim], count: int) -> list[Claim]:
    """The differences that no reading explains first, causes before consequences, in the order of the document."""
    wrong = {c.figure.key: c for c in reversed(claims) if c.verdict == "mismatch"}
    return sorted(wrong.values(), key=lambda c: (bool(c.variant), _depth(c, wrong), c.document, c.line))[:count]


def _depth(claim: Claim, wrong: Mapping[tuple[str, str, str, str], Claim]) -> int:
    """0 for a difference of its own, 1 for one that an input published differently may have caused."""
    inputs = {(i.figure, i.subject) for i in claim.figure.inputs if isinstance(i, Figure)}
    return int(any((figure, subject) in inputs for _, _, figure, subject in wrong))
