"""How did the indicators go over the years, and how far is it to the targets of the plan?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analysis import charts
from analysis.figures import Figure
from analysis.figures.indicators import definition, end_of_plan, indicators, natural
from analysis.figures.ledger import Place
from analysis.law import NotComputable
from analysis.pages.blocks import Block, Cell, Heading, Panel, Table
from analysis.pages.told import Marked, Told, joined
from analysis.periods import Period
from analysis.views import status
from analysis.workbook import Workbook

_TABLE = "antartahun-data"


def years(wb: Workbook) -> list[Block]:
    """Every indicator with a realisation of at least two periods: realised, promised for each year, and promised for the end of the plan."""
    w, when, codes = wb.words, _periods(wb), several(wb)
    if not codes:
        return []
    last = {code: _realised(wb, code, when)[-1] for code in codes}
    rows = [_row(wb, code, period, last[code]) for code in codes for period in when if _known(wb, code, period)]
    columns = [w("column.indicator"), w("column.period"), w("figure.realisasi_iku"), w("figure.target_iku"), w("figure.target_renstra")]
    table = Table(w("over_time.table"), columns, rows, frozenset({2, 3, 4}), anchor=_TABLE)
    panels = [_panel(wb, code, when) for code in codes]
    block = wb.panels(panels, title=w("over_time.chart"), finding=_finding(wb, list(last.values())), how=w("over_time.how"), table=table)
    return [Heading(w("over_time.title"), "antartahun"), block]


def several(wb: Workbook) -> list[str]:
    """The indicators with realisations of at least two periods."""
    when = _periods(wb)
    return [code for code in _codes(wb, when) if len(_realised(wb, code, when)) > 1]


def _periods(wb: Workbook) -> list[str]:
    """The years that documents say anything of, and the period of the report."""
    known = {p for table in ("targets", "realisations") for p in wb.ledger.periods(wb.unit, table) if Period.parse(p).is_year}
    return [str(period) for period in sorted(map(Period.parse, known | {wb.period}), key=lambda p: (p.year, p.last, p.first))]


def _codes(wb: Workbook, when: Sequence[str]) -> list[str]:
    return sorted({code for period in when for code in indicators(wb.ledger, wb.unit, period)}, key=natural)


def _realised(wb: Workbook, code: str, when: Sequence[str]) -> list[Figure]:
    """The realisations up to the period of the report, as far as they are told in the unit of the last of them."""
    end = Period.parse(wb.period)
    found = [wb.fig("realisasi_iku", code, period=p) for p in when if Period.parse(p).year < end.year or p == wb.period]
    told = [figure for figure in found if figure.value is not None]
    return [figure for figure in told if figure.measure == told[-1].measure]


def _target(wb: Workbook, code: str, period: str, measure: str) -> Figure | None:
    figure = wb.fig("target_iku", code, period=period)
    return figure if figure.value is not None and figure.measure == measure else None


def _goal(wb: Workbook, code: str, measure: str) -> Figure | None:
    """The target of the last year of the plan, if there is one in the same unit."""
    try:
        figure = end_of_plan(Place(wb.ledger, wb.unit, wb.period, code), code)
    except NotComputable:
        return None
    return figure if figure.value is not None and figure.measure == measure else None


def _panel(wb: Workbook, code: str, when: Sequence[str]) -> Panel:
    realised = _realised(wb, code, when)
    last, names = realised[-1], {period: _short(wb, period) for period in when}
    promised = [figure for period in when if (figure := _target(wb, code, period, last.measure))]
    goal = _goal(wb, code, last.measure)
    drawn = [_point(wb, figure, "realised", names) for figure in realised] + [_point(wb, figure, "target", names) for figure in promised]
    shown = [names[p] for p in when if any(p == figure.period for figure in (*realised, *promised, *([goal] if goal else [])))]
    drawing = charts.over_years(drawn, when=shown, goal=float(goal.number) if goal else None)
    return wb.panel(drawing, name=_named(wb, code, last.period), told=_said(wb, last, goal))


def _short(wb: Workbook, period: str) -> str:
    """The name of a period for an axis, a part of a year on two lines."""
    year, _, part = period.partition("-")
    return f"{wb.words(f'quarter.{part}')}\n{year}" if wb.words.known(f"quarter.{part}") else wb.words.period(period).replace(" ", "\n")


def _point(wb: Workbook, figure: Figure, kind: str, names: dict[str, str]) -> dict[str, object]:
    w, value = wb.words, wb.said(figure)
    state = status.state_of(wb, figure.subject, figure.unit, figure.period)
    tip = w(f"over_time.tip_{kind}", code=figure.subject, period=w.period(figure.period), value=value)
    plain = w.number(figure.number, 0 if figure.number.denominator == 1 else 2)
    return {"when": names[figure.period], "value": figure.number, "text": plain, "kind": kind, "state": state, "of": figure.subject, "tip": tip}


def _named(wb: Workbook, code: str, period: str) -> str:
    try:
        return f"{code} {definition(wb.ledger, wb.unit, period, code)['name']}"
    except NotComputable:
        return code


def _said(wb: Workbook, last: Figure, goal: Figure | None) -> Told:
    """Where the indicator stands: against the target of its last period, the period before, and the end of the plan."""
    told, period = [], last.period
    target, change, gap = (wb.fig(name, last.subject, period=period) for name in ("target_iku", "gap_tahun_lalu_nilai", "gap_akhir_renstra_nilai"))
    kind = "now" if target.value is not None else "now_only"
    told.append(wb.told(f"over_time.{kind}", period=wb.when(period), realised=wb.cell(last), target=wb.cell(target)))
    reported = (wb.unit, period) in wb.facts.reports
    if change.value is not None and reported:
        told.append(wb.told("over_time.change" if change.value else "over_time.same", change=wb.cell(change, signed=True)))
    if goal and gap.value is not None and reported:
        told.append(wb.told("over_time.plan", year=wb.when(goal.period), goal=wb.cell(goal), gap=wb.cell(gap, signed=True)))
    left_out = _otherwise_measured(wb, last)
    if left_out:
        told.append(wb.told("over_time.unit_break", years=wb.listed([wb.when(p) for p in left_out])))
    return joined(told)


def _otherwise_measured(wb: Workbook, last: Figure) -> list[str]:
    """Years before whose realisation is told in another unit, so that it cannot stand on the same line."""
    before = [wb.fig("realisasi_iku", last.subject, period=p) for p in _periods(wb) if p < last.period]
    return [figure.period for figure in before if figure.value is not None and figure.measure != last.measure]


def _finding(wb: Workbook, last: Sequence[Figure]) -> Told:
    """How many indicators rose and fell at last, and how many have reached the target of the plan."""
    told = [wb.told("over_time.moved", parts=wb.listed(parts))] if (parts := _moves(wb, last)) else []
    planned = [gap for f in last if (gap := _gap(wb, f)).value is not None]
    if planned:
        told.append(_planned(wb, planned))
    return joined(told) if told else wb.told("over_time.only", count=wb.counted(last, f"#{_TABLE}", "is-last"))


def _gap(wb: Workbook, last: Figure) -> Figure:
    return wb.fig("gap_akhir_renstra_nilai", last.subject, period=last.period)


def _way(wb: Workbook, last: Figure) -> str:
    """Whether the indicator rose or fell at last; '' where that cannot be told."""
    change = wb.fig("gap_tahun_lalu_nilai", last.subject, period=last.period)
    return "" if change.value is None else "up" if change.number > 0 else "down" if change.number < 0 else "level"


def _moves(wb: Workbook, last: Sequence[Figure]) -> list[Told]:
    """`8 indikator naik`, `2 indikator turun`, as far as there are any."""
    moved = Counter(_way(wb, f) for f in last)
    return [wb.told(f"over_time.{way}", count=wb.counted(moved[way], f"#{_TABLE}", f"is-{way}")) for way in ("up", "down", "level") if moved[way]]


def _planned(wb: Workbook, gaps: Sequence[Figure]) -> Told:
    """How many indicators have reached the target of the last year of the plan, and which have not."""
    short = [Marked(gap.subject, "code") for gap in gaps if not _reached(wb, gap)]
    kind = "all" if not short else "none" if len(short) == len(gaps) else "some"
    reached, count = wb.counted(len(gaps) - len(short), f"#{_TABLE}", "is-reached"), wb.counted(gaps, f"#{_TABLE}", "is-planned")
    return wb.told(f"over_time.planned_{kind}", reached=reached, count=count, codes=wb.listed(short) if short else "")


def _reached(wb: Workbook, gap: Figure) -> bool:
    lower = definition(wb.ledger, gap.unit, gap.period, gap.subject)["polarity"] == "min"
    return gap.number <= 0 if lower else gap.number >= 0


def _known(wb: Workbook, code: str, period: str) -> bool:
    return any(wb.fig(name, code, period=period).value is not None for name in ("realisasi_iku", "target_iku", "target_renstra"))


def _row(wb: Workbook, code: str, period: str, last: Figure) -> list[Cell]:
    """What is known of a period; the row of the last realisation is marked with what the sentences count."""
    gap = _gap(wb, last)
    marks = ["is-last", f"is-{_way(wb, last)}", *(["is-planned"] if gap.value is not None else [])]
    marks += ["is-reached"] if gap.value is not None and _reached(wb, gap) else []
    figures = (wb.fig(name, code, period=period) for name in ("realisasi_iku", "target_iku", "target_renstra"))
    return [
        Cell(code, tone=" ".join(marks) if period == last.period else ""),
        Cell(wb.words.period(period)),
        *(wb.cell(figure) if figure.value is not None else Cell(wb.said(figure), tone="quiet") for figure in figures),
    ]
