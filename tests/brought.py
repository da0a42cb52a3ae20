"""Files as analysts bring them, built by tests, and what becomes of their rows: all of them counted, and the figures that follow."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from projects import UNITS, write_document, write_yaml

from analysis.figures import Ledger
from analysis.intake.files.cells import Book
from analysis.intake.files.opening import opened
from analysis.intake.reading import Context, Reading
from analysis.rules import law
from analysis.sources import read_units
from analysis.tables import load

Rows = Sequence[Sequence[Any]]
NAMES = {
    "bkn": {"parent": None, "kind": "lembaga", "short": "BKN", "id": "Badan Kepegawaian Negara", "en": "National Civil Service Agency"},
    "kantor-a": {"parent": "bkn", "kind": "kantor-regional", "short": "Kanreg A", "id": "Kantor Regional A BKN Contoh", "en": "Regional Office A"},
    "kantor-b": {"parent": "bkn", "kind": "kantor-regional", "short": "Kanreg B", "id": "Kantor Regional B BKN Misal", "en": "Regional Office B"},
}
assert set(NAMES) == set(UNITS)


def csv_book(folder: Path, rows: Rows, *, name: str = "tabel.csv", separator: str = ",") -> Book:
    """A text of columns, read back."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    (folder / name).write_text(text.getvalue(), "utf-8")
    return opened(folder / name)


def xlsx_book(folder: Path, *, merged: Sequence[str] = (), forms: Mapping[str, str] | None = None, name: str = "buku.xlsx", **sheets: Rows) -> Book:
    """A workbook with these sheets, read back; merged ranges and number forms are those of the first of them."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    first = workbook.worksheets[0]
    for merge in merged:
        first.merge_cells(merge)
    for place, form in (forms or {}).items():
        first[place].number_format = form
    workbook.save(folder / name)
    return opened(folder / name)


def context(folder: Path, **existing: list[dict[str, str]]) -> Context:
    """Three units, and rows that the document already holds."""
    write_yaml(folder / "units.yaml", NAMES)
    return Context(read_units(folder / "units.yaml"), existing=existing)


def rows_of(reading: Reading, table: str) -> list[dict[str, str]]:
    return [dict(row.cells) for row in reading.taken if row.table == table]


def whys(reading: Reading) -> list[tuple[str, str]]:
    """Where something is wrong, and what."""
    return [(wrong.cell, wrong.why) for wrong in reading.wrong]


def lefts(reading: Reading) -> dict[int, str]:
    return {left.row: left.why for left in reading.left}


def unaccounted(book: Book, reading: Reading) -> list[tuple[str, int]]:
    """Rows that hold anything and are not exactly one of taken, left and wrong."""
    found = []
    for sheet in book.sheets:
        taken = {row.row for row in reading.taken if row.sheet == sheet.name}
        left = {row.row for row in reading.left if row.sheet == sheet.name}
        wrong = {wrong.row for wrong in reading.wrong if wrong.sheet == sheet.name} - left
        found += [(sheet.name, number) for number, _ in sheet.filled() if [number in taken, number in left, number in wrong].count(True) != 1]
    return found


def ledger_of(folder: Path, *readings: Reading, reports: Mapping[str, Sequence[str]], **more: list[dict[str, Any]]) -> Ledger:
    """The figures over the rows taken, once the loader of raw tables has read them from a folder of their own; `more` are rows beside them."""
    tables: dict[str, list[dict[str, Any]]] = {name: list(rows) for name, rows in more.items()}
    styles: list[dict[str, Any]] = [{"style": "id"}]
    for number, reading in enumerate(readings):
        for row in reading.taken:
            tables.setdefault(row.table, []).append({"line": 1000 * number + row.row, **row.cells})
        for head, style in reading.proposal.styles.items():
            table, _, column = reading.proposal.columns[head].partition(".")
            styles.append({"style": style, "file": table, "columns": [column], "lines": f"{1000 * number + 1}-{1000 * number + 999}"})
    raw = folder / "raw"
    sidecar = {"issuer": next(iter(reports)), "period": reports[next(iter(reports))][0], "text_lines": 9999, "number_styles": styles}
    write_document(raw, tables, sidecar={**sidecar, "reports": [{"unit": unit, "periods": list(periods)} for unit, periods in reports.items()]})
    write_yaml(raw / "units.yaml", NAMES)
    return Ledger(load(raw), law())
