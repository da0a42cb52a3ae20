"""Units and years side by side."""

from __future__ import annotations

from fractions import Fraction

from analysis import charts
from analysis.errors import ParameterError
from analysis.figures import Figure
from analysis.figures.ranks import TOTALS
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table
from analysis.pages.told import Marked, Told, joined
from analysis.periods import Period
from analysis.views import achievement, reproduction
from analysis.workbook import Workbook

_LEAST = 10.0
"""Points of percent that an axis spans at least."""
_HALF = 50.0


def reports(wb: Workbook) -> list[tuple[str, str]]:
    """The reports for the year, and for a unit without one its last report of a part of the year."""
    whole, parts = {}, {}
    for unit, period in wb.facts.reports:
        if period == wb.period:
            whole[unit] = period
        elif Period.parse(wb.period).contains(Period.parse(period)):
            parts[unit] = period
    return list({**parts, **whole}.items())


def units(wb: Workbook) -> list[str]:
    """The units with a report for the period."""
    found = [u for u, p in wb.facts.reports if p == wb.period]
    if not found:
        raise ParameterError(f"no unit has a report for period '{wb.period}'; known periods: {', '.join(sorted({p for _, p in wb.facts.reports}))}")
    return found


def groups(wb: Workbook) -> list[tuple[str, list[str]]]:
    """The units by kind and the body that they belong to: only those of one group can be compared."""
    found: dict[tuple[str, str | None], list[str]] = {}
    for unit in units(wb):
        found.setdefault((wb.facts.unit(unit).kind, wb.facts.unit(unit).parent), []).append(unit)
    return [(kind, members) for (kind, _), members in found.items()]


def full_name(wb: Workbook, unit: str) -> str:
    """The name of a unit in the language of the page."""
    return wb.facts.unit(unit).names[wb.words.lang]


def short(wb: Workbook, unit: str) -> str:
    """The short name of a unit, for charts and columns."""
    return wb.facts.unit(unit).short


def named(wb: Workbook, unit: str) -> Marked:
    """The short name of a unit, for sentences."""
    return Marked(short(wb, unit), "named")


def headline(wb: Workbook) -> list[Block]:
    """How many units report on the period or a part of it, and between whom their scores and absorptions lie."""
    told = [wb.told("comparison.lead", period=wb.when(), count=wb.counted(reports(wb), "#tabel-ikhtisar"))]
    for name in TOTALS:
        known = _in_order(wb, name)
        if len(known) > 1:
            told.append(wb.told("comparison.lies", figure=wb.words(f"figure.{name}"), **_ends(wb, known)))
    return [Prose(joined(told), "lead")]


def _in_order(wb: Workbook, name: str) -> list[Figure]:
    """A total of all units that have it, the least first."""
    found = [wb.fig(name, unit=u) for u in units(wb)]
    return sorted((f for f in found if f.value is not None), key=lambda f: (f.number, f.unit))


def _ends(wb: Workbook, known: list[Figure]) -> dict[str, object]:
    least, most = known[0], known[-1]
    return {"low": named(wb, least.unit), "least": wb.cell(least), "high": named(wb, most.unit), "most": wb.cell(most)}


def overview(wb: Workbook) -> list[Block]:
    """Score, targets reached, absorption and reproduced figures of every unit with a report for the period or for a part of it."""
    w = wb.words
    rows = [_glance(wb, unit, period) for unit, period in reports(wb)]
    columns = [w("column.unit"), w("figure.npss_nilai"), w("achievement.reached"), w("figure.pagu_rp"), w("figure.serapan_pct"), w("index.reproduced")]
    table = Table(wb.told("comparison.overview", period=wb.when()), columns, rows, frozenset(range(1, 6)), anchor="tabel-ikhtisar")
    return [Heading(w("comparison.overview_title"), "ikhtisar"), table, Prose(w("comparison.how"), "note"), *_absorbed(wb)]


def _glance(wb: Workbook, unit: str, period: str) -> list[Cell]:
    report, folder = wb.of(unit, period), wb.way_to(unit, period)
    score, ceiling, absorbed = (wb.cell(report.fig(name)) for name in ("npss_nilai", "pagu_rp", "serapan_pct"))
    judged, verdicts = achievement.measured(report), reproduction.counts(report)
    reached = _part(wb, len(achievement.reached(report)), len(judged), f"{folder}/02-achievement.html#indikator")
    reproduced = _part(wb, verdicts["match"], sum(verdicts.values()), f"{folder}/05-reproduction.html")
    return [_linked(wb, unit, period), score, reached, ceiling, absorbed, reproduced]


def _part(wb: Workbook, part: int, whole: int, link: str) -> Cell:
    return Cell(wb.words("of", part=part, whole=whole), link, numeric=True) if whole else Cell(wb.words("none.dash"), tone="quiet")


def _linked(wb: Workbook, unit: str, period: str) -> Cell:
    """The unit, leading to its report; a part of the year is said."""
    part = "" if period == wb.period else f" ({wb.words.period(period)})"
    return Cell(full_name(wb, unit) + part, f"{wb.way_to(unit, period)}/00-summary.html", of=unit)


def _absorbed(wb: Workbook) -> list[Block]:
    """Who used the ceiling, as dots; nothing where fewer than two units have an absorption."""
    w, known = wb.words, _in_order(wb, "serapan_pct")
    if len(known) < 2:
        return []
    drawn = [{"label": short(wb, f.unit), "value": f.number, "series": w("figure.serapan_pct"), "of": f.unit, "tip": tip(wb, f)} for f in known]
    rows = [[Cell(full_name(wb, f.unit), of=f.unit), wb.cell(f)] for f in known]
    table = Table(w("comparison.absorption_title"), [w("column.unit"), w("figure.serapan_pct")], rows, frozenset({1}))
    drawing = charts.dots(drawn, axis=w("axis.serapan"), bounds=[100])
    return [wb.chart(drawing, title=w("comparison.absorption_title"), finding=wb.told("comparison.absorption", **_ends(wb, known)), table=table)]


def within(wb: Workbook, figure: str) -> str:
    """The name of a figure within a sentence: an abbreviation stays as it is."""
    name = wb.words(f"figure.{figure}")
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def tip(wb: Workbook, figure: Figure) -> str:
    """What a mark of a chart tells of the figure of a unit."""
    return f"{full_name(wb, figure.unit)}: {wb.words(f'figure.{figure.figure}')} {wb.said(figure)}"


def balance(wb: Workbook) -> list[Block]:
    """Results against money: the share of targets reached and the absorption of every unit that has both."""
    w = wb.words
    shares = {u: share for u in units(wb) if wb.fig("serapan_pct", unit=u).value is not None and (share := _share(wb, u)) is not None}
    if len(shares) < 3:
        return []
    absorbed = sorted((wb.fig("serapan_pct", unit=u) for u in shares), key=lambda f: (f.number, f.unit))
    middle = absorbed[len(absorbed) // 2]
    drawn = [
        {"label": short(wb, f.unit), "x": f.number, "y": shares[f.unit], "of": f.unit, "tip": w("comparison.balance_tip", **_both(wb, f))} for f in absorbed
    ]
    names = (w("comparison.more_less"), w("comparison.more_more"), w("comparison.less_less"), w("comparison.less_more"))
    axes = (w("axis.serapan"), w("axis.reached"))
    drawing = charts.quadrants(drawn, axes=axes, cross=(float(middle.number), _HALF), names=names, least=_LEAST, full=100)
    counts = {u: [wb.cell(wb.fig("jumlah_iku", subject, unit=u)) for subject in _COUNTED] for u in shares}
    rows = [[Cell(full_name(wb, f.unit), of=f.unit), *counts[f.unit], wb.cell(f)] for f in reversed(absorbed)]
    columns = [w("column.unit"), w("comparison.targets_judged"), w("achievement.reached"), w("figure.serapan_pct")]
    table = Table(w("comparison.balance_table"), columns, rows, frozenset({1, 2, 3}), anchor="tabel-uang-hasil")
    told = {"all": [u for u in shares if shares[u] == 100], "few": [u for u in shares if shares[u] < _HALF]}
    said = [wb.told(f"comparison.balance_{name}", units=wb.listed([named(wb, u) for u in found])) for name, found in told.items() if found]
    said.append(wb.told("comparison.balance_spent", low=wb.cell(absorbed[0]), high=wb.cell(absorbed[-1]), middle=wb.cell(middle)))
    finding = joined(said)
    return [Heading(w("comparison.balance_title"), "uang-hasil"), wb.chart(drawing, title=w("comparison.balance_chart"), finding=finding, table=table)]


_COUNTED = ("dinilai:semua", "dinilai:tercapai")


def _share(wb: Workbook, unit: str) -> Fraction | None:
    """How many of a hundred targets that can be judged were reached."""
    judged, reached = (wb.fig("jumlah_iku", subject, unit=unit).value for subject in _COUNTED)
    return reached / judged * 100 if isinstance(judged, Fraction) and isinstance(reached, Fraction) and judged else None


def _both(wb: Workbook, absorbed: Figure) -> dict[str, str]:
    judged, reached = (wb.said(wb.fig("jumlah_iku", subject, unit=absorbed.unit)) for subject in _COUNTED)
    return {"unit": full_name(wb, absorbed.unit), "judged": judged, "reached": reached, "serapan": wb.said(absorbed)}


def over_years(wb: Workbook) -> list[Block]:
    """The score and absorption of each unit over all years with a report, and how far the last lies from the first."""
    w = wb.words
    years = sorted({p for _, p in wb.facts.reports if Period.parse(p).is_year})
    everyone = list(dict.fromkeys(u for u, p in wb.facts.reports if p in years))
    blocks = [block for name in TOTALS for block in _development(wb, name, everyone, years)]
    return [Heading(w("comparison.years_title"), "antartahun"), *blocks] if blocks else []


def _development(wb: Workbook, name: str, everyone: list[str], years: list[str]) -> list[Block]:
    w = wb.words
    known = {u: [f for f in (wb.fig(name, unit=u, period=y) for y in years) if f.value is not None] for u in everyone}
    listed = [u for u in everyone if known[u]]
    if not listed:
        return []
    rows = [[_to_unit(wb, u), *(_in_year(wb, name, u, y) for y in years), _difference(wb, known[u])] for u in listed]
    anchor = f"antartahun-{name}"
    columns = [w("column.unit"), *years, w("comparison.difference")]
    table = Table(w("comparison.years_table", figure=w(f"figure.{name}")), columns, rows, frozenset(range(1, len(years) + 2)), anchor=anchor)
    drawn = [
        {
            "when": f.period,
            "value": f.number,
            "series": short(wb, u),
            "text": w.number(f.number) if len(listed) < 4 else "",
            "of": u,
            "tip": f"{w.period(f.period)} · {tip(wb, f)}",
        }
        for u in listed
        for f in known[u]
    ]
    title = w("comparison.years_chart", figure=within(wb, name))
    drawing = charts.lines_over_time(drawn, axis=w(f"figure.{name}"))
    return [
        wb.chart(drawing, title=title, finding=_moved(wb, name, list(known.values()), anchor), table=table, unfolded=True),
        *_otherwise_measured(wb, name, known),
    ]


def _otherwise_measured(wb: Workbook, name: str, known: dict[str, list[Figure]]) -> list[Block]:
    """The units whose first and last score were made of other indicators, so that their difference says little."""
    told = [_judged_then_and_now(wb, found) for found in known.values() if len(found) > 1 and _judged(wb, found[0]) != _judged(wb, found[-1])]
    return [Prose(wb.told("comparison.years_otherwise", units=wb.listed(told)), "note")] if told and name == "npss_nilai" else []


def _judged(wb: Workbook, score: Figure) -> list[str]:
    return achievement.measured(wb.of(score.unit, score.period))


def _judged_then_and_now(wb: Workbook, scores: list[Figure]) -> Told:
    then, now = (wb.cell(wb.fig("jumlah_iku", "dinilai:semua", unit=f.unit, period=f.period)) for f in (scores[0], scores[-1]))
    return wb.told("comparison.years_judged", unit=named(wb, scores[0].unit), then=then, now=now)


def _in_year(wb: Workbook, name: str, unit: str, year: str) -> Cell:
    """A total of a unit in a year; a mere dash where there is no report."""
    report = wb.of(unit, year)
    return report.cell(report.fig(name)) if (unit, year) in wb.facts.reports else Cell(wb.words("none.dash"), tone="quiet")


def _to_unit(wb: Workbook, unit: str) -> Cell:
    return Cell(full_name(wb, unit), f"{wb.way_to(unit)}/index.html", of=unit)


def _difference(wb: Workbook, figures: list[Figure]) -> Cell:
    """How far the last value lies from the first."""
    if len(figures) < 2:
        return Cell(wb.words("none.dash"), tone="quiet")
    return Cell(wb.words.number(figures[-1].number - figures[0].number, signed=True), numeric=True)


def _moved(wb: Workbook, name: str, known: list[list[Figure]], anchor: str) -> Told:
    """Which unit moved most between its first and its last year; only how many have a value where none has two years."""
    series = [figures for figures in known if len(figures) > 1]
    if not series:
        return wb.told("comparison.years_single", figure=within(wb, name), units=wb.counted([f for f in known if f], f"#{anchor}"))
    most = max(series, key=lambda figures: (abs(figures[-1].number - figures[0].number), figures[0].unit))
    first, last = most[0], most[-1]
    ends = {"first": wb.cell(first), "start": wb.when(first.period), "last": wb.cell(last), "end": wb.when(last.period)}
    fallen = [named(wb, figures[0].unit) for figures in series if figures[-1].number < figures[0].number]
    told = wb.told("comparison.years_fallen", units=wb.listed(fallen)) if fallen else wb.told("comparison.years_none_fallen")
    return joined([wb.told("comparison.years_finding", figure=within(wb, name), unit=named(wb, first.unit), **ends), told])
