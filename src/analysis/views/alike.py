"""Units that can be compared: in which order they stand, how far that order is sure, and what they did on the same indicators."""

from __future__ import annotations

from itertools import combinations

from analysis import charts
from analysis.errors import ParameterError, alternatives
from analysis.figures import Figure
from analysis.figures.indicators import natural
from analysis.figures.ranks import TOTALS
from analysis.pages.blocks import Block, Cell, Folded, Heading, Prose, Table
from analysis.pages.told import Marked, Told, joined
from analysis.views import achievement, ranks, status
from analysis.views.comparison import groups, named, reports, short, tip, units, within
from analysis.workbook import Workbook


def _kind(wb: Workbook, kind: str) -> str:
    return wb.words.or_plain("kind_of_unit", kind)


def ranked(wb: Workbook) -> list[Block]:
    """Units of a kind in the order of their score and absorption, with how far the order is sure; and why others are not ranked."""
    w = wb.words
    blocks: list[Block] = []
    for kind, peers in groups(wb):
        for name in TOTALS if len(peers) > 1 else ():
            blocks += _order(wb, kind, [f for f in (wb.fig(name, unit=u) for u in peers) if f.value is not None])
    alone = [peers[0] for _, peers in groups(wb) if len(peers) == 1] + [u for u, p in reports(wb) if p != wb.period]
    if alone:
        blocks.append(Prose(wb.told("ranks.alone", units=wb.listed([named(wb, u) for u in alone]), period=wb.when()), "note"))
    return [Heading(w("ranks.title"), "peringkat"), Prose(w("ranks.how")), *blocks]


def _order(wb: Workbook, kind: str, figures: list[Figure]) -> list[Block]:
    """The units with a value, the first first; below it those that cannot be compared."""
    found = [(figure, ranks.standing(wb, figure)) for figure in figures]
    standings = sorted((s for _, s in found if s), key=lambda s: (s.rank.number, natural(s.own.unit)))
    blocks: list[Block] = []
    if standings:
        w, name = wb.words, figures[0].figure
        caption = wb.told("ranks.table", figure=w(f"figure.{name}"), kind=_kind(wb, kind), period=wb.when())
        rows = [_standing(wb, s) for s in standings]
        blocks += [Prose(_first(wb, standings)), Table(caption, _columns(wb, name), rows, frozenset({1, 2, 3}), anchor=f"peringkat-{kind}-{name}")]
    return blocks + _refused(wb, kind, [figure for figure, s in found if s is None])


def _columns(wb: Workbook, name: str) -> list[str]:
    w = wb.words
    return [w("column.unit"), w(f"figure.{name}"), w("ranks.span"), w("figure.peringkat"), w("ranks.why")]


def _standing(wb: Workbook, found: ranks.Standing) -> list[Cell]:
    own = found.own
    return [_to_unit(wb, own.unit), wb.cell(own), ranks.span(wb, own), ranks.cell(wb, found), ranks.reason(wb, found)]


def _to_unit(wb: Workbook, unit: str) -> Cell:
    return Cell(short(wb, unit), f"{wb.way_to(unit)}/index.html", of=unit)


def _first(wb: Workbook, standings: list[ranks.Standing]) -> Told:
    """Who comes first by the rule, and whether that is sure."""
    first, could = standings[0], [s for s in standings if s.bounds[0] == 1]
    message = "ranks.first" if len(could) == 1 else "ranks.first_unsure"
    others = wb.listed([named(wb, s.own.unit) for s in could if s is not first]) if len(could) > 1 else ""
    name = within(wb, first.own.figure)
    return wb.told(message, figure=name, unit=named(wb, first.own.unit), value=wb.cell(first.own), others=others)


def _refused(wb: Workbook, kind: str, figures: list[Figure]) -> list[Block]:
    """Why units with a value are not ranked; nothing where only one has a value."""
    if len(figures) < 2:
        return []
    name, reasons = wb.words(f"figure.{figures[0].figure}"), {ranks.rank_of(wb, f).reason: f for f in figures}
    values = wb.listed([wb.told("ranks.valued", unit=named(wb, f.unit), value=wb.cell(f)) for f in figures])
    said = [wb.told("ranks.refused", figure=name, kind=_kind(wb, kind), values=values)]
    said += [wb.because(ranks.rank_of(wb, figure)) for figure in reasons.values()]
    if "peers_other_indicators" in reasons and figures[0].figure == "npss_nilai":
        said += [_measured(wb, figure.unit) for figure in figures]
    return [Prose(joined([_sentence(told) for told in said]), "note")]


def _sentence(told: Told) -> Told:
    """A reason as a sentence of its own."""
    first, *rest = told.parts
    return Told((first[:1].upper() + first[1:] if isinstance(first, str) else first, *rest))


def _measured(wb: Workbook, unit: str) -> Told:
    """By how many indicators a unit is measured, and which cannot be judged."""
    report = wb.of(unit, wb.period)
    without = [Marked(code, "code") for code in achievement.without(report)]
    judged = wb.cell(report.fig("jumlah_iku", "dinilai:semua"))
    return wb.told("ranks.measured_without" if without else "ranks.measured", unit=named(wb, unit), judged=judged, codes=wb.listed(without) if without else "")


def same_indicators(wb: Workbook, indicator: str = "") -> list[Block]:
    """Units of the same kind on the same indicators, or on the one named. Raises ParameterError if nobody measures that."""
    known = _codes(wb, units(wb))
    if indicator and indicator not in known:
        raise ParameterError(f"indicator '{indicator}' is not measured by any unit in {wb.period}; {alternatives(indicator, known)}")
    blocks = [block for kind, peers in groups(wb) for block in _of_kind(wb, kind, peers, indicator)]
    return [Heading(wb.words("comparison.same_title"), "indikator-sama"), *(blocks or [Prose(wb.words("comparison.no_peers"), "note")])]


def _codes(wb: Workbook, peers: list[str]) -> list[str]:
    rows = [row for u in peers for row in wb.ledger.rows("realisations", u, wb.period)]
    return sorted({str(row["code"]) for row in rows}, key=natural)


def _of_kind(wb: Workbook, kind: str, peers: list[str], indicator: str) -> list[Block]:
    """The indicators that several units of a kind have an achievement of: reached or not, in which order, and each in depth."""
    found = {c: [f for f in (wb.fig("capaian_pct", c, unit=u) for u in peers) if f.value is not None] for c in _codes(wb, peers) if indicator in {"", c}}
    shared = {code: figures for code, figures in found.items() if len(figures) > 1}
    if not shared:
        return []
    head = Heading(wb.words("comparison.same_table", kind=_kind(wb, kind)), f"indikator-{kind}", 3)
    if indicator:
        return [head, *_in_depth(wb, kind, indicator, peers)]
    depth = [Folded(_indicator(wb, code, peers), _in_depth(wb, kind, code, peers), f"{kind}-{code}") for code in shared]
    matrix = status.by_unit(wb, peers, anchor=f"status-{kind}", level=4)
    return [head, *matrix, *_achieved(wb, kind, peers, shared), Heading(wb.words("comparison.depth"), f"rincian-{kind}", 4), *depth]


def _achieved(wb: Workbook, kind: str, peers: list[str], shared: dict[str, list[Figure]]) -> list[Block]:
    """The achievements as dots, and below them the ranks."""
    w = wb.words
    drawn = [
        {"label": wb.indicator(c, peers), "value": f.number, "series": short(wb, f.unit), "of": c, "tip": f"{c} · {tip(wb, f)}"}
        for c, figures in shared.items()
        for f in figures
    ]
    achieved = [[Cell(wb.indicator(c, peers), of=c), *(wb.cell(wb.fig("capaian_pct", c, unit=u)) for u in peers)] for c in shared]
    placed = [[Cell(wb.indicator(c, peers), f"#{kind}-{c}", of=c), *(_ranked_cell(wb, c, u) for u in peers)] for c in shared]
    anchor = f"peringkat-{kind}"
    columns = [w("column.indicator"), *(short(wb, u) for u in peers)]
    numeric = frozenset(range(1, len(columns)))
    table = Table(w("figure.capaian_pct"), columns, achieved, numeric)
    standings = {c: [s for f in figures if (s := ranks.standing(wb, f))] for c, figures in shared.items()}
    sure = [c for c, found in standings.items() if found and all(s.sure for s in found)]
    told = [wb.told("comparison.same_finding", count=wb.counted(shared, f"#{anchor}"), kind=_kind(wb, kind))]
    told.append(wb.told("ranks.sure_of", codes=wb.listed([Marked(c, "code") for c in sure])) if sure else wb.told("ranks.sure_of_none"))
    drawing = charts.dots(drawn, axis=w("axis.capaian"), bounds=[100])
    chart = wb.chart(drawing, title=w("comparison.same_chart", kind=_kind(wb, kind)), finding=joined(told), table=table)
    return [chart, Table(w("ranks.by_indicator", kind=_kind(wb, kind)), columns, placed, numeric, anchor=anchor)]


def _indicator(wb: Workbook, code: str, peers: list[str]) -> Marked:
    return Marked(wb.indicator(code, peers), "named")


def _ranked_cell(wb: Workbook, code: str, unit: str) -> Cell:
    found = ranks.standing(wb, wb.fig("capaian_pct", code, unit=unit))
    return ranks.cell(wb.of(unit, wb.period), found) if found else Cell(wb.words("none.dash"), tone="quiet")


def _in_depth(wb: Workbook, kind: str, code: str, peers: list[str]) -> list[Block]:
    """One indicator: target, realisation, achievement and rank of every unit, and where the order of the realisations is another."""
    w = wb.words
    achieved = [f for f in (wb.fig("capaian_pct", code, unit=u) for u in peers) if f.value is not None or f.reason != "not_in_documents"]
    rows = [_depth_row(wb, figure) for figure in achieved]
    columns = [w("column.unit"), *(w(f"figure.{n}") for n in ("target_iku", "realisasi_iku", "capaian_pct")), w("ranks.span"), w("figure.peringkat")]
    caption = wb.told("ranks.of_indicator", indicator=_indicator(wb, code, peers), period=wb.when())
    table = Table(caption, [*columns, w("ranks.why")], rows, frozenset(range(1, 6)), anchor=f"tabel-{kind}-{code}")
    turned = _turned(wb, code, [f for f in achieved if f.value is not None])
    return [table, *([Prose(turned, "note")] if turned else [])]


def _depth_row(wb: Workbook, achieved: Figure) -> list[Cell]:
    found, report = ranks.standing(wb, achieved), wb.of(achieved.unit, achieved.period)
    values = [report.cell(report.fig(name, achieved.subject)) for name in ("target_iku", "realisasi_iku")]
    name = _to_unit(wb, achieved.unit)
    if found:
        return [name, *values, wb.cell(achieved), ranks.span(wb, achieved), ranks.cell(report, found), ranks.reason(wb, found)]
    reason = wb.because(achieved if achieved.value is None else ranks.rank_of(wb, achieved))
    dash = Cell(wb.words("none.dash"), tone="quiet")
    return [name, *values, wb.cell(achieved), dash, dash, Cell(_sentence(reason), tone="reason")]


def _turned(wb: Workbook, code: str, achieved: list[Figure]) -> Told | None:
    """Two units of which the one with the higher realisation has the lower achievement, for its target is higher; None if there are none."""
    realised = {f.unit: wb.fig("realisasi_iku", code, unit=f.unit) for f in achieved}
    for one, other in sorted(combinations(achieved, 2), key=lambda pair: -abs(pair[0].number - pair[1].number)):
        if realised[one.unit].measure != realised[other.unit].measure or one.case != "max" or other.case != "max":
            continue
        low, high = sorted((one, other), key=lambda f: realised[f.unit].number)
        if realised[low.unit].number < realised[high.unit].number and low.number > high.number:
            cells = {name: wb.cell(realised[f.unit]) for name, f in (("less", low), ("more", high))}
            targets = {name: wb.cell(wb.fig("target_iku", code, unit=f.unit)) for name, f in (("less_target", low), ("more_target", high))}
            return wb.told("ranks.turned", low=named(wb, low.unit), high=named(wb, high.unit), **cells, **targets)
    return None
