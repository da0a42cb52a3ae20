"""What a figure was computed from: figures that lead to their own trace, cells with the words as printed and their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.dictionary import TABLES
from analysis.figures import Cell as Source
from analysis.figures import Figure
from analysis.pages.blocks import Cell
from analysis.pages.told import Told
from analysis.pages.traces import Quote, Said
from analysis.traces.names import Names
from analysis.workbook import Workbook

Leads = Callable[[Figure], str]
"""The address of the trace of a figure, '' if no page has it."""


def inputs(wb: Workbook, figure: Figure, leads: Leads, most: int, rest_at: str) -> list[Said]:
    """The first inputs of a figure, and how many there are more, with the address where those are told."""
    names, roles = Names(wb, figure), _roles(figure)
    told: list[Said] = [
        _figure(wb, names, item, leads) if isinstance(item, Figure) else _cell(wb, item, roles.get(id(item), "")) for item in figure.inputs[:most]
    ]
    rest = len(figure.inputs) - most
    return [*told, wb.told("trace.inputs_more", count=Cell(str(rest), rest_at))] if rest > 0 else told


def _roles(figure: Figure) -> dict[int, str]:
    """The arguments that are a cell each, by the cell: only where there are several does it matter which is which."""
    single = {id(value): name for name, value in figure.arguments.items() if isinstance(value, Source)}
    return single if len(single) > 1 else {}


def _figure(wb: Workbook, names: Names, other: Figure, leads: Leads) -> Told:
    value = wb.said(other) if other.value is not None else f"{wb.said(other)} ({wb.reason(other).rstrip('.')})"
    return wb.told("trace.input_figure", name=Cell(names.of_figure(other), leads(other)), value=value)


def _cell(wb: Workbook, cell: Source, role: str) -> Told:
    """The words as printed, what its row is about, and its place; of a cell that was read otherwise also how and why."""
    name = " · ".join(part for part in (wb.words.or_plain("argument", role) if role else "", cell.label) if part)
    row = None if cell.row is None else wb.facts.words_of(cell.table, cell.row)
    place = wb.place(cell.document, cell.line, f"{cell.table}.{cell.column}", row)
    if cell.row is None or not _is_number(cell):
        return Told((", ".join(part for part in (name, place) if part),))
    printed, meant = wb.facts.quoted(cell.table, cell.row, cell.column)
    shown = Quote(printed) if printed.strip() else wb.words("trace.input_empty")
    told = wb.told("trace.input_named" if name else "trace.input_cell", printed=shown, name=name, place=place)
    return told if printed == meant else told + wb.told("trace.corrected", meant=Quote(meant), why=_why(wb, cell, printed, meant))


def _is_number(cell: Source) -> bool:
    return cell.table in TABLES and cell.column in TABLES[cell.table].numbers


def _why(wb: Workbook, cell: Source, printed: str, meant: str) -> str:
    """The reason that corrections.yaml gives for reading a cell otherwise."""
    place = {"file": cell.table, "line": cell.line, "column": cell.column, "printed": printed, "meant": meant}
    entries: Sequence[dict[str, dict[str, str]]] = [dict(e) for e in wb.facts.sources[cell.document].corrections if place.items() <= e.items()]
    return entries[0]["why"][wb.words.lang] if entries else ""
