"""How was the ceiling used, by line and over time, and what holds the money that was not spent?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from analysis import charts
from analysis.figures import Figure
from analysis.figures.money import Line, Tree, tree_of
from analysis.law import NotComputable
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table, Tile, Tiles
from analysis.pages.told import Marked, Told, joined
from analysis.periods import Period
from analysis.views import unspent
from analysis.workbook import Workbook

AMOUNTS = ("pagu_rp", "realisasi_rp", "serapan_pct", "sisa_rp")


def tree(wb: Workbook) -> Tree | None:
    """The budget tree of the report, or None if the documents print no budget."""
    try:
        return tree_of(wb.ledger, wb.unit, wb.period)
    except NotComputable:
        return None


def headline(wb: Workbook) -> list[Block]:
    """Ceiling, spending, absorption and what is left; or which data are missing."""
    absorbed = wb.fig("serapan_pct")
    if tree(wb) is None:
        return [Prose(sentence(wb), "note")]
    tiles = [_tile(wb, wb.fig(name)) for name in AMOUNTS]
    return [Tiles(tiles), Prose(joined([sentence(wb), *_largest(wb)]), "lead" if absorbed.value is not None else "note")]


def _tile(wb: Workbook, figure: Figure) -> Tile:
    """A key figure; an amount is told in millions or billions with the exact one below it."""
    exact = figure.measure == "rp" and figure.value is not None
    return Tile(wb.words(f"figure.{figure.figure}"), wb.money(figure) if exact else wb.cell(figure), wb.cell(figure) if exact else "")


def sentence(wb: Workbook) -> Told:
    """The absorption in one sentence, from the figures."""
    absorbed, pagu = wb.fig("serapan_pct"), wb.fig("pagu_rp")
    if tree(wb) is None:
        return wb.told("absorption.no_budget", unit=wb.name, period=wb.when())
    if absorbed.value is None:
        reason = wb.because(absorbed)
        return wb.told("absorption.no_ceiling", reason=reason) if pagu.value is None else wb.told("absorption.no_spending", pagu=wb.money(pagu), reason=reason)
    return wb.told("absorption.finding", serapan=wb.cell(absorbed), pagu=wb.money(pagu), sisa=wb.money(wb.fig("sisa_rp")))


def _largest(wb: Workbook) -> list[Told]:
    """The line that most is left on, if there are several."""
    lines = _unspent(wb)
    if len(lines) < 2 or lines[0].number <= 0:
        return []
    return [wb.told("absorption.largest", line=Marked(_names(wb)[lines[0].subject], "named"), sisa=wb.money(lines[0]))]


def _number(figure: Figure) -> Fraction | None:
    return figure.value if isinstance(figure.value, Fraction) else None


def _names(wb: Workbook) -> dict[str, str]:
    """The names of the budget lines by code."""
    found = tree(wb)
    return {line.code: str(line.row["name"]) for line in found.lines} if found else {}


def _unspent(wb: Workbook) -> list[Figure]:
    """What is left on each budget line that has spending, most first."""
    found = tree(wb)
    leaves = {line.code for line in found.leaves} if found else set()
    figures = [wb.fig("sisa_rp", code) for code in sorted(leaves)]
    return sorted((f for f in figures if f.value is not None), key=lambda f: (-f.number, f.subject))


def ceiling(wb: Workbook) -> list[Block]:
    """From the first ceiling through blocking and additions to what was spent and what is left."""
    w = wb.words
    figures = [wb.fig(name) for name in ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "pagu_rp", "realisasi_rp", "sisa_rp")]
    if any(f.value is None for f in figures[:4]):
        return []
    if any(f.value is None for f in figures[4:]):
        figures = figures[:4]
    size, axis = w.scale(max(f.number for f in figures))
    rows = [[Cell(w(f"figure.{f.figure}"), of=f.figure), wb.cell(f)] for f in figures]
    table = Table(w("ceiling.chart"), [w("column.amount"), w("column.rupiah")], rows, frozenset({1}))
    told = (replace(wb.cell(f), text=w.money(f.number)) for f in figures)
    amounts = dict(zip(("awal", "blokir", "tambahan", "akhir", "realisasi", "sisa"), told, strict=False))
    finding = joined(wb.told(message, **amounts) for message in ("ceiling.finding", *(["ceiling.spent"] if "realisasi" in amounts else [])))
    drawing = charts.steps(_falls(wb, figures, size), axis=axis)
    return [Heading(w("ceiling.title"), "pagu"), wb.chart(drawing, title=w("ceiling.chart"), finding=finding, table=table)]


def _falls(wb: Workbook, figures: list[Figure], size: int) -> list[dict[str, object]]:
    """The amounts as steps: what is blocked or spent takes away, what is added adds, the others are totals."""
    w, at = wb.words, Fraction(0)
    rows: list[dict[str, object]] = []
    for figure in figures:
        way = {"blokir_rp": -1, "penambahan_rp": 1, "realisasi_rp": -1}.get(figure.figure, 0)
        start, at = at if way else Fraction(0), at + way * figure.number if way else figure.number
        text = f"{'−' if way < 0 else '+' if way else ''}{w.money(figure.number)}" if figure.number else w.money(figure.number)
        step = {"label": w(f"short.{figure.figure}"), "start": start / size, "end": at / size, "text": text, "total": not way}
        rows.append({**step, "of": figure.figure, "tip": f"{w(f'figure.{figure.figure}')}: {wb.said(figure)}"})
    return rows


def lines(wb: Workbook) -> list[Block]:
    """Every budget line with ceiling, spending, absorption and remainder."""
    w, found = wb.words, tree(wb)
    if found is None or len(found.lines) < 2:
        return []
    spent = any(wb.fig("realisasi_rp", line.code).value is not None for line in found.lines)
    names = AMOUNTS if spent else ("pagu_rp",)
    rows = [[Cell(_titled(line), tone=f"level-{len(line.ancestors)}"), *(wb.cell(wb.fig(name, line.code)) for name in names)] for line in found.lines]
    foot = [[Cell(w("subject.total")), *(wb.cell(wb.fig(name)) for name in names)]]
    table = Table(w("lines.table"), [w("column.line"), *(w(f"figure.{name}") for name in names)], rows, frozenset({1, 2, 3, 4}), foot, "tabel-baris")
    return [Heading(w("lines.title"), "baris"), *unspent.chart(wb, _names(wb)), table]


def _titled(line: Line) -> str:
    """Code and name; a code of our own making, where none is printed, is not shown."""
    name = str(line.row["name"])
    return f"{line.code} {name}" if any(c.isdigit() for c in line.code) else name


def kinds(wb: Workbook) -> list[Block]:
    """By kind of spending, and by indicator where the lines serve one each."""
    w = wb.words
    groups = [
        ("kinds", [s for s in wb.subjects("pagu_rp") if s.startswith("kind:")]),
        ("by_indicator", [s for s in wb.subjects("pagu_rp") if s.startswith("IKU.")]),
    ]
    blocks: list[Block] = []
    for group, subjects in groups:
        if not subjects:
            continue
        names = AMOUNTS if any(wb.fig("realisasi_rp", s).value is not None for s in subjects) else ("pagu_rp",)
        rows = [[Cell(wb.indicator(s) if s.startswith("IKU.") else wb.subject(s)), *(wb.cell(wb.fig(n, s)) for n in names)] for s in subjects]
        blocks.append(Table(w(f"{group}.table"), [w(f"{group}.column"), *(w(f"figure.{n}") for n in names)], rows, frozenset({1, 2, 3, 4})))
    return [Heading(w("kinds.title"), "jenis"), *blocks] if blocks else []


def years(wb: Workbook) -> list[Block]:
    """The same unit, and the units below it, over the years."""
    w = wb.words
    periods = sorted({p for u, p in wb.facts.reports if u == wb.unit and len(p) == len(wb.period or p)})
    units = [wb.unit, *wb.facts.children(wb.unit)]
    known = {(u, p): wb.fig("serapan_pct", unit=u, period=p) for u in units for p in periods}
    units = [u for u in units if any(known[u, p].value is not None for p in periods)]
    periods = [p for p in periods if any(known[u, p].value is not None for u in units)]
    if len(periods) < 2 and len(units) < 2:
        return [Heading(w("years.title"), "tahun"), Prose(w("years.one_only"), "note")] if units else []
    name = {u: wb.facts.unit(u).names[w.lang] for u in units}
    rows = [[Cell(name[u], of=u), *(wb.cell(known[u, p]) for p in periods)] for u in units]
    table = Table(w("years.table"), [w("column.unit"), *(w.period(p) for p in periods)], rows, frozenset(range(1, 9)))
    blocks: list[Block] = [Heading(w("years.title"), "tahun")]
    drawn = [_point(wb, known[u, p]) for u in units for p in periods if known[u, p].value is not None]
    if len(periods) < 2:
        return [*blocks, table]
    first, last = known[wb.unit, periods[0]], known[wb.unit, periods[-1]]
    finding = wb.told("years.finding", first=wb.cell(first), start=wb.when(periods[0]), last=wb.cell(last), end=wb.when(periods[-1]))
    return [*blocks, wb.chart(charts.lines_over_time(drawn, axis=w("axis.serapan")), title=w("years.chart"), finding=finding, table=table)]


def _point(wb: Workbook, absorbed: Figure) -> dict[str, object]:
    """The absorption of a unit in a period; only that of the unit itself is written beside its point."""
    w, unit = wb.words, wb.facts.unit(absorbed.unit)
    tip = w("years.tip", unit=unit.names[w.lang], period=w.period(absorbed.period), serapan=wb.said(absorbed))
    text = w.number(absorbed.number) if absorbed.unit == wb.unit else ""
    return {"when": absorbed.period, "value": absorbed.number, "series": unit.short, "text": text, "of": absorbed.unit, "tip": tip}


def missing(wb: Workbook) -> list[Block]:
    """Which data the documents lack for the rest of the question, and why that matters."""
    w = wb.words
    blocks: list[Block] = []
    if tree(wb) is None:
        return blocks
    if wb.fig("serapan_pct").value is None and not wb.ledger.rows("spending", wb.unit, wb.period):
        blocks.append(Prose(wb.told("absorption.spending_missing", period=wb.when()), "note"))
    year = Period.parse(wb.period).whole_year
    if not wb.subjects("target_serapan_pct") and not any(year.contains(Period.parse(p)) and p != wb.period for p in wb.ledger.periods(wb.unit, "spending")):
        blocks.append(Prose(w("absorption.quarters_missing"), "note"))
    return blocks
