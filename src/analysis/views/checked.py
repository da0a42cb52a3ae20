"""What was checked: every check with its outcome, and which cells of the raw tables no check looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

import pandas as pd

from analysis import charts
from analysis.audit.telling import OUTCOMES
from analysis.pages.blocks import Block, Cell, Folded, Heading, Prose, Table
from analysis.pages.told import Told
from analysis.views.evidence import of_check
from analysis.workbook import Workbook

BY_SUITE, EVERY_CHECK, CELLS = "tabel-kelompok", "tabel-pemeriksaan", "tabel-sel"
"""Where the outcomes by suite, every check, and the filled cells by table are listed."""


def suites(wb: Workbook) -> list[Block]:
    """By suite, how many checks hold, fail and do not apply; then every check, the rows it was applied to, and why it does not apply."""
    w = wb.words
    names = sorted({f.suite for f in wb.findings}, key=wb.teller.suite)
    if not names:
        return []
    outcomes: Counter[tuple[str, str]] = Counter((suite, outcome) for _, suite, _, outcome in {(f.check, f.suite, f.document, f.outcome) for f in wb.findings})
    drawn = [{"label": wb.teller.suite(s), "value": outcomes[s, o], "series": w(f"outcome.{o}")} for s in names for o in OUTCOMES if outcomes[s, o]]
    rows = [[Cell(wb.teller.suite(s)), *(Cell(str(outcomes[s, o])) for o in OUTCOMES)] for s in names]
    foot = [[Cell(w("subject.total")), *(Cell(str(sum(outcomes[s, o] for s in names))) for o in OUTCOMES)]]
    table = Table(w("quality.coverage"), [w("column.suite"), *(w(f"outcome.{o}") for o in OUTCOMES)], rows, frozenset({1, 2, 3}), foot, BY_SUITE)
    colours = {w("outcome.holds"): charts.GOOD, w("outcome.fails"): charts.BAD, w("outcome.not_applicable"): charts.SOFT}
    drawing = charts.stacked_bars(drawn, axis=w("axis.checks"), colours=colours)
    return [
        Heading(w("quality.coverage"), "cakupan"),
        wb.chart(drawing, title=w("quality.coverage"), finding=w("quality.coverage_how"), table=table),
        Folded(w("quality.all_checks"), [_all_checks(wb)]),
    ]


def _all_checks(wb: Workbook) -> Table:
    """Every check once for each document, in the order of the checks."""
    w, documents = wb.words, {f.document for f in wb.findings}
    once = {(f.check, f.document): f for f in wb.findings}
    columns = [w(f"column.{name}") for name in ("check", "outcome", "rows", "not_applicable", *(["document"] if len(documents) > 1 else []))]
    rows = [
        [
            Cell(f"{f.check} {wb.teller.sentence(f)}", f"#{of_check(f.check)}" if f.fails else ""),
            Cell(w(f"outcome.{f.outcome}"), tone="severity-warning" if f.fails else ""),
            Cell(str(f.applied)),
            Cell(wb.teller.not_applicable(f) or "–"),
            *([Cell(wb.teller.title(f.document))] if len(documents) > 1 else []),
        ]
        for _, f in sorted(once.items())
    ]
    return Table(w("quality.all_checks"), columns, rows, frozenset({2}), anchor=EVERY_CHECK)


def cells(wb: Workbook) -> int:
    """How many filled cells the report's documents have."""
    return int(wb.coverage["cells"].sum())


def looked_at(wb: Workbook) -> Told:
    """How many of the filled cells at least one check looks at."""
    return wb.told("of", part=wb.counted(int(wb.coverage["covered"].sum()), f"#{CELLS}"), whole=wb.counted(cells(wb), f"#{CELLS}"))


def coverage(wb: Workbook) -> list[Block]:
    """How many filled cells of each raw table a check looks at, and where the others stand."""
    w = wb.words
    if not cells(wb):
        return []
    told, bare = wb.coverage, int((wb.coverage["cells"] - wb.coverage["covered"]).sum())
    totals = [(str(name), int(group["cells"].sum()), int(group["covered"].sum())) for name, group in told.groupby("table", sort=False)]
    foot = [_row(wb, w("subject.total"), sum(n for _, n, _ in totals), sum(n for _, _, n in totals))]
    columns = [w("column.raw_table"), w("column.cells"), w("column.looked_at"), w("column.share")]
    table = Table(w("cells.table"), columns, [_row(wb, wb.teller.suite(name), *n) for name, *n in totals], frozenset({1, 2, 3}), foot, CELLS)
    blocks: list[Block] = [Heading(w("cells.title"), "sel"), Prose(wb.told("cells.sentence", cells=looked_at(wb))), table]
    return [*blocks, Folded(w("cells.uncovered"), [Prose(w("cells.meaning")), _uncovered(wb)])] if bare else blocks


def _row(wb: Workbook, name: str, cells: int, covered: int) -> list[Cell]:
    w = wb.words
    return [Cell(name), Cell(w.number(Fraction(cells), 0)), Cell(w.number(Fraction(covered), 0)), Cell(w.measured(Fraction(100 * covered, cells), "pct"))]


def _uncovered(wb: Workbook) -> Table:
    """Per table and column the cells that no check looks at, with the lines of the document they stand in."""
    w, several = wb.words, wb.coverage["document"].nunique() > 1
    columns = [w(f"column.{name}") for name in ("raw_table", "column", "uncovered", "lines", *(["document"] if several else []))]
    told: pd.DataFrame = wb.coverage[wb.coverage["covered"] < wb.coverage["cells"]]
    rows = [
        [
            Cell(wb.teller.suite(str(row["table"]))),
            Cell(str(row["column"])),
            Cell(w.number(Fraction(int(row["cells"]) - int(row["covered"])), 0)),
            Cell(ranges(int(line) for line in str(row["uncovered_lines"]).split())),
            *([Cell(wb.teller.title(str(row["document"])))] if several else []),
        ]
        for row in told.to_dict("records")
    ]
    return Table(w("cells.uncovered"), columns, rows, frozenset({2}))


def ranges(lines: Iterable[int]) -> str:
    """Line numbers in order, neighbours joined: `3, 7–9`."""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
