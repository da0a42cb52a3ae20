"""The printed tables of categories: where they meet, leave a gap, or overlap."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import Any

from analysis.figures import Cell as Source
from analysis.pages.blocks import Block, Cell, Folded, Table
from analysis.workbook import Workbook

Row = dict[str, Any]


def tables(wb: Workbook) -> list[Block]:
    """Every printed table of categories of the unit's documents, each row with how it meets the next lower one."""
    w, rows = wb.words, _rows(wb)
    if not rows:
        return []
    told = [line for _, table in groupby(rows, key=_place) for line in _lines(wb, list(table))]
    columns = [w("column.scheme"), w("column.place"), w("column.label"), w("column.lower"), w("column.upper"), w("column.seam")]
    return [Folded(w("bands.title"), [Table(w("bands.table"), columns, told, frozenset({3, 4}))])]


def _rows(wb: Workbook) -> list[Row]:
    """The rows of all printed tables, table by table, best category first."""
    owners = dict.fromkeys(place for document in wb.documents for place in wb.facts.columns("bands", document, "unit", "period"))
    rows = [row for unit, period in owners for row in wb.ledger.rows("bands", unit, period)]
    printings: dict[tuple[str, ...], list[list[Row]]] = {}
    for row in sorted(rows, key=lambda r: r["line"]):
        tables = printings.setdefault((row["document"], row["scheme"], row["basis"]), [])
        if not tables or any(other["order"] == row["order"] for other in tables[-1]):
            tables.append([])
        tables[-1].append(row)
    return [{**row, "printing": n} for tables in printings.values() for n, table in enumerate(tables) for row in sorted(table, key=lambda r: int(r["order"]))]


def _place(row: Row) -> tuple[Any, ...]:
    return (row["document"], row["scheme"], row["basis"], row["printing"])


def _lines(wb: Workbook, table: list[Row]) -> list[list[Cell]]:
    w = wb.words
    bounds = [(wb.ledger.cell("bands", row, "lower"), wb.ledger.cell("bands", row, "upper")) for row in table]
    below = [upper for _, upper in bounds[1:]] + [None]
    return [
        [
            Cell(f"{w.or_plain('scheme', row['scheme'])} ({w.or_plain('basis', row['basis'])})"),
            Cell(wb.place(row["document"], int(row["line"]))),
            Cell(" ".join(part for part in (row["grade"], row["label"]) if part)),
            Cell(_bound(wb, lower)),
            Cell(_bound(wb, upper)),
            _seam(wb, lower, next_upper),
        ]
        for row, (lower, upper), next_upper in zip(table, bounds, below, strict=True)
    ]


def _bound(wb: Workbook, cell: Source | None) -> str:
    return wb.plain_number(cell.value) if cell else "–"


def _seam(wb: Workbook, lower: Source | None, upper_below: Source | None) -> Cell:
    """How a category meets the one below it: a shared bound, a gap that values can fall into, or an overlap."""
    w = wb.words
    if lower is None or upper_below is None:
        return Cell("")
    low, high = sorted((lower.value, upper_below.value))
    kind = "shared" if low == high else "gap" if upper_below.value < lower.value else "overlap"
    narrow = kind == "gap" and high - low <= Fraction(1, 100)
    text = w(f"seam.{'step' if narrow else kind}", low=wb.plain_number(low), high=wb.plain_number(high))
    return Cell(text, tone="bad" if kind == "overlap" else "quiet" if narrow or kind == "shared" else "")
