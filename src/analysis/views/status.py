"""Which targets were reached, period by period or unit by unit?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from analysis import charts
from analysis.figures import Figure
from analysis.figures.indicators import definition, indicators, natural
from analysis.law import NotComputable
from analysis.pages.blocks import Block, Cell, Heading, Table
from analysis.pages.told import Marked, Told, joined
from analysis.workbook import Workbook

_STATES = {"tercapai": charts.REACHED, "tidak_tercapai": charts.MISSED}


@dataclass(frozen=True)
class Column:
    """One column of a matrix: what it is called, and whose figures of which period stand in it."""

    name: str
    unit: str
    period: str


def by_period(wb: Workbook, unit: str = "", *, anchor: str = "status", level: int = 2) -> list[Block]:
    """The indicators of a unit over all periods with a report; nothing where there is only one."""
    unit = unit or wb.unit
    columns = [Column(wb.words.period(period), unit, period) for period in sorted(p for u, p in wb.facts.reports if u == unit)]
    return _blocks(wb, "period", columns, anchor, level)


def by_unit(wb: Workbook, units: Sequence[str], period: str = "", *, anchor: str = "status", level: int = 2) -> list[Block]:
    """The indicators that units of the same kind share, in one period; nothing where fewer than two have any."""
    return _blocks(wb, "unit", [Column(wb.facts.unit(unit).short, unit, period or wb.period) for unit in units], anchor, level)


def _blocks(wb: Workbook, kind: str, columns: Sequence[Column], anchor: str, level: int) -> list[Block]:
    known = {column: set(indicators(wb.ledger, column.unit, column.period)) for column in columns}
    filled = [column for column in columns if any(_achieved(wb, code, column).value is not None for code in known[column])]
    codes = sorted(set().union(*(known[column] for column in filled)), key=natural)
    if len(filled) < 2:
        return []
    w, title = wb.words, wb.words(f"status.{kind}_chart")
    cells = {(code, column): _achieved(wb, code, column) for code in codes for column in filled if code in known[column]}
    names = {code: _name(wb, code, filled) for code in codes}
    drawn = [_row(wb, names[code], code, column, cells.get((code, column))) for code in codes for column in filled]
    rows = [[Cell(f"{code} {names[code]}", of=code), *(_cell(wb, cells.get((code, column))) for column in filled)] for code in codes]
    table = Table(title, [w("column.indicator"), *(c.name for c in filled)], rows, frozenset(range(1, len(filled) + 1)), anchor=f"{anchor}-data")
    finding = _finding(wb, list(cells.values()), f"#{anchor}-data")
    return [
        Heading(w(f"status.{kind}_title"), anchor, level),
        wb.chart(charts.matrix(drawn, axis=w("axis.capaian")), title=title, finding=finding, table=table),
    ]


def _achieved(wb: Workbook, code: str, column: Column) -> Figure:
    return wb.fig("capaian_pct", code, unit=column.unit, period=column.period)


def state_of(wb: Workbook, code: str, unit: str, period: str) -> str:
    """Whether the target of an indicator is reached or missed; open where that cannot be told."""
    return _STATES.get(str(wb.fig("ketercapaian", code, unit=unit, period=period).value), charts.OPEN)


def _state(wb: Workbook, figure: Figure | None) -> str:
    return state_of(wb, figure.subject, figure.unit, figure.period) if figure else charts.OPEN


def _row(wb: Workbook, name: str, code: str, column: Column, figure: Figure | None) -> dict[str, object]:
    w, state = wb.words, _state(wb, figure)
    told = wb.said(figure) if figure else w("none.dash")
    text = w.number(figure.number) if figure and figure.value is not None else told
    return {"label": code, "name": name, "column": column.name, "text": text, "state": state, "of": code}


def _name(wb: Workbook, code: str, columns: Sequence[Column]) -> str:
    """What the last of the columns calls the indicator."""
    for column in reversed(columns):
        with suppress(NotComputable):
            return str(definition(wb.ledger, column.unit, column.period, code)["name"])
    return ""


def _cell(wb: Workbook, figure: Figure | None) -> Cell:
    """The achievement, with the word where the target is missed; marked for what sentences count."""
    if figure is None:
        return Cell(wb.words("none.dash"), tone="quiet")
    cell, state = wb.cell(figure), _state(wb, figure)
    tone = f"{cell.tone} is-{state}{'' if state == charts.OPEN else ' is-judged'}".strip()
    return replace(cell, text=f"{cell.text} {wb.words('status.missed')}", tone=f"bad {tone}") if state == charts.MISSED else replace(cell, tone=tone)


def _finding(wb: Workbook, figures: Sequence[Figure], link: str) -> Told:
    """How many of the achievements reach their target, and which indicator misses it most often."""
    states = Counter(_state(wb, figure) for figure in figures)
    missed = Counter(figure.subject for figure in figures if _state(wb, figure) == charts.MISSED)
    judged = wb.counted(states[charts.REACHED] + states[charts.MISSED], link, "is-judged")
    counted = {name: wb.counted(count, link, f"is-{name}") for name, count in states.items()} | {"judged": judged}
    told = [wb.told(f"status.{'all' if not missed else 'finding' if states[charts.REACHED] else 'all_missed'}", **counted)]
    most = max(missed.values(), default=0)
    if most > 1:
        codes = [Marked(code, "code") for code in sorted((code for code, count in missed.items() if count == most), key=natural)]
        told.append(wb.told("status.most", codes=wb.listed(codes)))
    if states[charts.OPEN]:
        told.append(wb.told("status.open_told", **counted))
    return joined(told)
