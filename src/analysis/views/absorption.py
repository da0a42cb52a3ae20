"""How was the ceiling used, by line and over time, and what holds the money that was not spent?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from analysis import charts
from analysis.figures import Figure
from analysis.figures.money import Line, Tree, tree_of
from analysis.law import NotComputable
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table, Tile, Tiles
from analysis.pages.told import joined
from analysis.periods import Period
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
    w, absorbed = wb.words, wb.fig("serapan_pct")
    if tree(wb) is None:
        return [Prose(w("absorption.no_budget", unit=wb.name, period=w.period(wb.period)), "note")]
    cells = {name: wb.cell(wb.fig(name)) for name in AMOUNTS}
    tiles = [
        Tile(
            w(f"figure.{name}"),
            w.money(wb.fig(name).number) if name.endswith("_rp") and wb.fig(name).value is not None else cell.text,
            cell.text if name.endswith("_rp") else "",
            cell.link,
        )
        for name, cell in cells.items()
    ]
    return [Tiles(tiles), Prose(sentence(wb), "lead" if absorbed.value is not None else "note")]


def sentence(wb: Workbook) -> str:
    """The absorption in one sentence, from the figures."""
    w, absorbed = wb.words, wb.fig("serapan_pct")
    if tree(wb) is None:
        return w("absorption.no_budget", unit=wb.name, period=w.period(wb.period))
    if absorbed.value is None:
        pagu = _number(wb.fig("pagu_rp"))
        reason = wb.reason(absorbed)
        return w("absorption.no_ceiling", reason=reason) if pagu is None else w("absorption.no_spending", pagu=w.money(pagu), reason=reason)
    lines = _unspent(wb)
    said = w("absorption.finding", serapan=wb.said(absorbed), pagu=w.money(wb.fig("pagu_rp").number), sisa=w.money(wb.fig("sisa_rp").number))
    if len(lines) > 1 and wb.fig("sisa_rp").number > 0:
        share = lines[0].number / wb.fig("sisa_rp").number * 100
        said += " " + w("absorption.largest", line=_names(wb)[lines[0].subject], share=w.measured(share, "pct"))
    return said


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
    return [Heading(w("lines.title"), "baris"), *_unspent_chart(wb), table]


def _titled(line: Line) -> str:
    """Code and name; a code of our own making, where none is printed, is not shown."""
    name = str(line.row["name"])
    return f"{line.code} {name}" if any(c.isdigit() for c in line.code) else name


def _unspent_chart(wb: Workbook) -> list[Block]:
    w, left, total = wb.words, [f for f in _unspent(wb) if f.number > 0][:12], _number(wb.fig("sisa_rp"))
    if len(left) < 2 or not total:
        return []
    size, axis = w.scale(left[0].number)
    names = _names(wb)
    drawn = [{"label": names[f.subject], "value": f.number / size, "text": w.money(f.value if isinstance(f.value, Fraction) else None)} for f in left]
    rows = [[Cell(f"{f.subject} {names[f.subject]}"), wb.cell(f), wb.cell(wb.fig("serapan_pct", f.subject))] for f in left]
    table = Table(w("unspent.chart"), [w("column.line"), w("figure.sisa_rp"), w("figure.serapan_pct")], rows, frozenset({1, 2}))
    first = sum((f.number for f in left[:3]), Fraction(0))
    finding = w("unspent.finding", count=min(3, len(left)), share=w.measured(first / total * 100, "pct"), sisa=w.money(total))
    return [wb.chart(charts.plain_bars(drawn, axis=axis), title=w("unspent.chart"), finding=finding, table=table)]


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
    rows = [[Cell(name[u]), *(wb.cell(known[u, p]) for p in periods)] for u in units]
    table = Table(w("years.table"), [w("column.unit"), *(w.period(p) for p in periods)], rows, frozenset(range(1, 9)))
    blocks: list[Block] = [Heading(w("years.title"), "tahun")]
    drawn = [
        {"when": p, "value": known[u, p].number, "series": wb.facts.unit(u).short, "text": w.number(known[u, p].number) if u == wb.unit else ""}
        for u in units
        for p in periods
        if known[u, p].value is not None
    ]
    if len(periods) < 2:
        return [*blocks, table]
    first, last = known[wb.unit, periods[0]], known[wb.unit, periods[-1]]
    finding = w("years.finding", first=wb.said(first), start=w.period(periods[0]), last=wb.said(last), end=w.period(periods[-1]))
    return [*blocks, wb.chart(charts.lines_over_time(drawn, axis=w("axis.serapan")), title=w("years.chart"), finding=finding, table=table)]


def regulated(wb: Workbook) -> list[Block]:
    """The absorption that the regulation of the year expects by quarter and kind of spending, beside what was reached."""
    w, targets = wb.words, wb.ledger.parameter("ikpa_target_penyerapan_pct", Period.parse(wb.period).year)
    if targets is None or tree(wb) is None or "bkn" not in wb.facts.unit(wb.unit).scopes:
        return []
    quarters = [f"{wb.period[:4]}-TW{n}" for n in range(1, 5)]
    rows = [[Cell(w(f"kind.{kind}")), *(Cell(w.measured(value, "pct")) for value in values)] for kind, values in targets.value.items()]
    table = Table(w("regulated.table", reference=targets.reference), [w("kinds.column"), *(w.period(q) for q in quarters)], rows, frozenset({1, 2, 3, 4}))
    absorbed = wb.fig("serapan_pct")
    said = [Prose(w("regulated.reached", serapan=wb.said(absorbed), period=w.period(wb.period)))] if absorbed.value is not None else []
    return [Heading(w("regulated.title"), "triwulanan"), *said, table]


def missing(wb: Workbook) -> list[Block]:
    """Which data the documents lack for the rest of the question, and why that matters."""
    w = wb.words
    blocks: list[Block] = []
    if tree(wb) is None:
        return blocks
    if wb.fig("serapan_pct").value is None and not wb.ledger.rows("spending", wb.unit, wb.period):
        blocks.append(Prose(w("absorption.spending_missing", period=w.period(wb.period)), "note"))
    year = Period.parse(wb.period).whole_year
    if not regulated(wb) and not any(year.contains(Period.parse(p)) and p != wb.period for p in wb.ledger.periods(wb.unit, "spending")):
        blocks.append(Prose(w("absorption.quarters_missing"), "note"))
    return blocks
