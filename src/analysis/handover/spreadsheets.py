"""The tables of a report for those who go on computing with them: one workbook, or CSV files. No cell is ever a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.handover.exact import values_of
from analysis.handover.report import Report
from analysis.handover.tables import Listed, Value, tables_of
from analysis.output import csv_of
from analysis.periods import Period
from analysis.sheets import Column, Content, Leading, Number, Sheets, sheet_name, workbook_of

_NARROWEST, _WIDEST = 8, 60
_RISKY = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def xlsx(report: Report) -> bytes:
    """The tables as a workbook: a list of them with their source, and a sheet for each."""
    w, tables = report.words, _tables(report)
    names = {table.number: sheet_name(f"{table.number} {table.caption or table.title}") for table in tables}

    def fill(sheets: Sheets) -> None:
        listed = w("handover.list")
        rows: list[list[Content]] = [
            [table.number, table.title, Leading(table.caption, names[table.number]), len(table.rows), w.join(table.units)] for table in tables
        ]
        sheets.table(listed, _list_columns(report), rows, frozen=1, above=_told(report))
        for table in tables:
            above: list[Content] = [table.caption, f"{report.title} · {table.title} · {table.number}", Leading(listed, listed)]
            sheets.table(names[table.number], _columns(table), [[_content(value) for value in row] for row in table.rows], frozen=1, above=above)

    return workbook_of(f"{w('handover.tables')} · {report.title}", Period.parse(report.period).end, fill)


def csvs(report: Report) -> dict[str, bytes]:
    """The tables as CSV files by name, a list of them, and in words where they come from."""
    tables, listed = _tables(report), []
    found = {f"{report.label}.txt": "".join(f"{line}\n" for line in _told(report)).encode()}
    for table in tables:
        name = f"{report.label}_{table.chapter}_{table.number}.csv"
        found[name] = csv_of(_inert(table.columns), [_inert([_exact(value) for value in row]) for row in table.rows]).encode()
        listed.append([name, table.number, table.title, table.caption, str(len(table.rows)), report.words.join(table.units)])
    heads = [report.words("handover.file"), *(name for name, _ in _list_columns(report))]
    return {**found, f"{report.label}.csv": csv_of(_inert(heads), map(_inert, listed)).encode()}


def _tables(report: Report) -> list[Listed]:
    return tables_of(report.chapters, values_of(report.results / "figures.csv"), report.words)


def _told(report: Report) -> list[str]:
    """What the tables are, where they come from, and how their numbers are to be read."""
    w = report.words
    source = w("handover.source", documents=w.join(report.documents))
    return [f"{w('handover.tables')} · {report.title}", source, w("handover.numbers"), w("handover.inert")]


def _list_columns(report: Report) -> list[Column]:
    widths = {"number": 8, "chapter": 22, "table": 70, "rows": 8, "units": 12}
    return [(report.words(f"handover.column.{name}"), width) for name, width in widths.items()]


def _columns(table: Listed) -> list[Column]:
    found = []
    for place, name in enumerate(table.columns):
        longest = max((len(line) for row in table.rows for line in row[place].text.split("\n")), default=0)
        word = max((len(one) for one in name.split()), default=0)
        found.append((name, min(max(longest + 2, word + 4, _NARROWEST), _WIDEST)))
    return found


def _content(value: Value) -> Content:
    return Number(float(value.exact.value), value.exact.form) if value.exact else value.text


def _exact(value: Value) -> str:
    return value.exact.text if value.exact else value.text


def _inert(texts: Sequence[str]) -> list[str]:
    """The texts, those that a spreadsheet would take for a formula behind an apostrophe."""
    return [f"'{text}" if _RISKY.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text for text in texts]
