"""Did spending keep to the course that the regulation of the year expects, quarter by quarter?"""

from __future__ import annotations

from analysis import charts
from analysis.figures import Figure
from analysis.figures.course import QUARTERS
from analysis.pages.blocks import Block, Cell, Heading, Panel, Table
from analysis.pages.told import Marked, Told
from analysis.workbook import Workbook

_TABLE, _ALL = "triwulanan-data", "total"


def regulated(wb: Workbook) -> list[Block]:
    """The absorption expected by quarter and kind of spending, beside what was reached; nothing where no regulation of the year is known."""
    kinds = list(dict.fromkeys(subject.partition("/")[0] for subject in wb.subjects("target_serapan_pct")))
    if not kinds:
        return []
    w, reached = wb.words, {kind: _reached(wb, kind) for kind in (*kinds, _ALL)}
    rows = [[Cell(wb.subject(kind), of=kind), *(wb.cell(_due(wb, kind, quarter)) for quarter in QUARTERS)] for kind in kinds]
    rows += [
        [Cell(w("regulated.reached_row", kind=wb.subject(kind))), *(_known(wb, found.get(q)) for q in QUARTERS)] for kind, found in reached.items() if found
    ]
    reference = _due(wb, kinds[0], QUARTERS[0]).reference
    columns = [w("kinds.column"), *(w(f"quarter.{quarter}") for quarter in QUARTERS)]
    table = Table(wb.told("regulated.table", reference=Marked(reference, "law")), columns, rows, frozenset({1, 2, 3, 4}), anchor=_TABLE)
    panels = [_panel(wb, kind, reached[kind], reached[_ALL]) for kind in kinds]
    finding = _finding(wb, kinds, reached[_ALL], reference)
    return [Heading(w("regulated.title"), "triwulanan"), wb.panels(panels, title=w("regulated.chart"), finding=finding, how=w("regulated.how"), table=table)]


def _due(wb: Workbook, kind: str, quarter: str) -> Figure:
    return wb.fig("target_serapan_pct", f"{kind}/{quarter}")


def _reached(wb: Workbook, kind: str) -> dict[str, Figure]:
    """The absorption of a kind, or of everything, by the end of each quarter that the documents tell; that of the year is that of its last."""
    year = wb.period[:4]
    found = {quarter: wb.fig("serapan_pct", kind, period=f"{year}-{quarter}") for quarter in QUARTERS}
    if found[QUARTERS[-1]].value is None:
        found[QUARTERS[-1]] = wb.fig("serapan_pct", kind, period=year)
    return {quarter: figure for quarter, figure in found.items() if figure.value is not None}


def _known(wb: Workbook, figure: Figure | None) -> Cell:
    return wb.cell(figure) if figure else Cell(wb.words("none.dash"), tone="quiet")


def _panel(wb: Workbook, kind: str, own: dict[str, Figure], everything: dict[str, Figure]) -> Panel:
    """One kind of spending; where its own spending is not told, that of everything stands for comparison."""
    names = {quarter: wb.words(f"quarter.{quarter}").replace(" ", "\n") for quarter in QUARTERS}
    due = {quarter: _due(wb, kind, quarter) for quarter in QUARTERS}
    drawn = [_mark(wb, figure, "target", names[quarter], charts.OPEN) for quarter, figure in due.items()]
    for quarter, figure in (own or everything).items():
        state = charts.OPEN if not own else charts.REACHED if figure.number >= due[quarter].number else charts.MISSED
        drawn.append(_mark(wb, figure, "realised", names[quarter], state))
    drawing = charts.over_quarters(drawn, when=list(names.values()))
    return wb.panel(drawing, name=wb.subject(kind), told=_said(wb, kind, own, everything))


def _mark(wb: Workbook, figure: Figure, kind: str, name: str, state: str) -> dict[str, object]:
    plain = wb.words.number(figure.number, 0 if figure.number.denominator == 1 else 2)
    tip = wb.words(f"regulated.tip_{kind}", subject=wb.subject(figure.subject), quarter=name.replace("\n", " "), value=wb.said(figure))
    return {"when": name, "value": figure.number, "text": plain, "kind": kind, "state": state, "of": figure.subject.partition("/")[0], "tip": tip}


def _said(wb: Workbook, kind: str, own: dict[str, Figure], everything: dict[str, Figure]) -> Told:
    found = own or everything
    if not found:
        return wb.told("regulated.nothing")
    quarter = max(found)
    values = {"quarter": wb.words(f"quarter.{quarter}"), "target": wb.cell(_due(wb, kind, quarter)), "reached": wb.cell(found[quarter])}
    return wb.told("regulated.own" if own else "regulated.all", **values)


def _finding(wb: Workbook, kinds: list[str], everything: dict[str, Figure], reference: str) -> Told:
    """Where the absorption of everything lies between the lowest and the highest target of its last quarter."""
    quarter = max(everything, default=QUARTERS[-1])
    due = sorted((_due(wb, kind, quarter) for kind in kinds), key=lambda figure: figure.number)
    low, high = due[0], due[-1]
    values: dict[str, object] = {"quarter": wb.words(f"quarter.{quarter}"), "low": wb.cell(low), "high": wb.cell(high), "law": Marked(reference, "law")}
    if not everything:
        return wb.told("regulated.not_told", **values)
    reached = everything[quarter]
    where = "below" if reached.number < low.number else "above" if reached.number >= high.number else "between"
    return wb.told(f"regulated.{where}", reached=wb.cell(reached), **values)
