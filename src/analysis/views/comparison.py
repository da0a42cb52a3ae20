"""Units and years side by side."""

from __future__ import annotations

from analysis import charts
from analysis.errors import ParameterError, alternatives
from analysis.figures.indicators import natural
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table
from analysis.periods import Period
from analysis.workbook import Workbook


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


def _name(wb: Workbook, unit: str) -> str:
    return wb.facts.unit(unit).names[wb.words.lang]


def _short(wb: Workbook, unit: str) -> str:
    return wb.facts.unit(unit).short


def overview(wb: Workbook) -> list[Block]:
    """Score and absorption of every unit with a report for the period."""
    w, names = wb.words, ("npss_nilai", "pagu_rp", "realisasi_rp", "serapan_pct")
    rows = [[_linked(wb, u, p), *(wb.cell(wb.fig(n, unit=u, period=p)) for n in names)] for u, p in reports(wb)]
    table = Table(w("comparison.overview", period=w.period(wb.period)), [w("column.unit"), *(w(f"figure.{n}") for n in names)], rows, frozenset({1, 2, 3, 4}))
    known = [(u, wb.fig("serapan_pct", unit=u)) for u in units(wb)]
    known = sorted(((u, f) for u, f in known if f.value is not None), key=lambda pair: pair[1].number)
    blocks: list[Block] = [Heading(w("comparison.overview_title"), "ikhtisar"), Prose(w("comparison.how"), "note"), table]
    if len(known) > 1:
        drawn = [{"label": _short(wb, u), "value": f.number, "series": w("figure.serapan_pct")} for u, f in known]
        drawing = charts.dots(drawn, axis=w("axis.serapan"), bounds=[100])
        rows = [[Cell(_name(wb, u)), wb.cell(f)] for u, f in known]
        table = Table(w("comparison.absorption_title"), [w("column.unit"), w("figure.serapan_pct")], rows, frozenset({1}))
        low, high = known[0], known[-1]
        finding = w("comparison.absorption", low=_name(wb, low[0]), least=wb.said(low[1]), high=_name(wb, high[0]), most=wb.said(high[1]))
        blocks.append(wb.chart(drawing, title=w("comparison.absorption_title"), finding=finding, table=table))
    return blocks


def _linked(wb: Workbook, unit: str, period: str) -> Cell:
    """The unit, leading to its report; a part of the year is said."""
    part = "" if period == wb.period else f" ({wb.words.period(period)})"
    return Cell(_name(wb, unit) + part, f"../../{unit}/{period}/00-summary.html")


def same_indicators(wb: Workbook, indicator: str = "") -> list[Block]:
    """Units of the same kind on the same indicators, or on the one named. Raises ParameterError if nobody measures that."""
    known = _codes(wb, units(wb))
    if indicator and indicator not in known:
        raise ParameterError(f"indicator '{indicator}' is not measured by any unit in {wb.period}; {alternatives(indicator, known)}")
    w = wb.words
    blocks: list[Block] = []
    kinds = dict.fromkeys((wb.facts.unit(u).kind, wb.facts.unit(u).parent) for u in units(wb))
    for kind, parent in kinds:
        peers = [u for u in units(wb) if (wb.facts.unit(u).kind, wb.facts.unit(u).parent) == (kind, parent)]
        shared = [c for c in _codes(wb, peers) if indicator in {"", c} and sum(wb.fig("realisasi_iku", c, unit=u).value is not None for u in peers) > 1]
        if len(peers) < 2 or not shared:
            continue
        rows = [
            [
                Cell(wb.indicator(c, peers)),
                *(wb.cell(wb.fig("realisasi_iku", c, unit=u)) for u in peers),
                *(wb.cell(wb.fig("capaian_pct", c, unit=u)) for u in peers),
            ]
            for c in shared
        ]
        columns = [
            w("column.indicator"),
            *(f"{w('short.realisasi_iku')} {_short(wb, u)}" for u in peers),
            *(f"{w('short.capaian_pct')} {_short(wb, u)}" for u in peers),
        ]
        blocks.append(Table(w("comparison.same_table", kind=w.or_plain("kind_of_unit", kind)), columns, rows, frozenset(range(1, 20))))
        drawn = [
            {"label": c, "value": wb.fig("capaian_pct", c, unit=u).number, "series": _short(wb, u)}
            for c in shared
            for u in peers
            if wb.fig("capaian_pct", c, unit=u).value is not None
        ]
        if drawn:
            table = Table(
                w("figure.capaian_pct"),
                [w("column.indicator"), *(_short(wb, u) for u in peers)],
                [[Cell(c), *(wb.cell(wb.fig("capaian_pct", c, unit=u)) for u in peers)] for c in shared],
                frozenset(range(1, 9)),
            )
            title = w("comparison.same_chart", kind=w.or_plain("kind_of_unit", kind))
            blocks.append(
                wb.chart(
                    charts.dots(drawn, axis=w("axis.capaian"), bounds=[100]),
                    title=title,
                    finding=w("comparison.same_finding", count=len(shared), units=len(peers)),
                    table=table,
                )
            )
    if not blocks:
        blocks = [Prose(w("comparison.no_peers"), "note")]
    return [Heading(w("comparison.same_title"), "indikator-sama"), *blocks]


def _codes(wb: Workbook, peers: list[str]) -> list[str]:
    rows = [row for u in peers for row in wb.ledger.rows("realisations", u, wb.period)]
    return sorted({str(row["code"]) for row in rows}, key=natural)


def over_years(wb: Workbook) -> list[Block]:
    """The score and absorption of each unit over all years with a report."""
    w = wb.words
    years = sorted({p for _, p in wb.facts.reports if len(p) == 4})
    everyone = list(dict.fromkeys(u for u, p in wb.facts.reports if p in years))
    blocks: list[Block] = []
    for figure in ("npss_nilai", "serapan_pct"):
        known = {(u, y): wb.fig(figure, unit=u, period=y) for u in everyone for y in years}
        listed = [u for u in everyone if any(known[u, y].value is not None for y in years)]
        if not listed:
            continue
        rows = [[Cell(_name(wb, u)), *(wb.cell(known[u, y]) for y in years)] for u in listed]
        table = Table(w("comparison.years_table", figure=w(f"figure.{figure}")), [w("column.unit"), *years], rows, frozenset(range(1, 9)))
        drawn = [
            {"when": y, "value": known[u, y].number, "series": _short(wb, u), "text": w.number(known[u, y].number) if len(listed) < 4 else ""}
            for u in listed
            for y in years
            if known[u, y].value is not None
        ]
        title = w("comparison.years_chart", figure=w(f"figure.{figure}"))
        blocks.append(
            wb.chart(
                charts.lines_over_time(drawn, axis=w(f"figure.{figure}")),
                title=title,
                finding=w("comparison.years_finding", units=len(listed), first=years[0], last=years[-1]),
                table=table,
            )
        )
    return [Heading(w("comparison.years_title"), "antartahun"), *blocks] if blocks else []
