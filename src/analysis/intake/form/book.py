"""The form that an analyst fills in: a workbook with a guide, and one sheet for every kind of raw table that a document needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.numbers import Style
from analysis.periods import Period
from analysis.sheets import Sheets, workbook_of
from analysis.sources import Source, Unit

VERSION = "kinerja-1"
"""What marks a workbook as a form, and in which way it is laid out."""
KNOWN = "known"
"""In a row of a form: that it is told already by another document, and stands there only to be looked up."""
Rows = Sequence[Mapping[str, str]]
_REPORTED = ("indicators", "objectives", "targets", "realisations", "budget", "spending", "components", "members", "outputs", "claims")
_PLANNED = ("indicators", "objectives", "targets", "budget", "outputs", "claims")
_PLANS = ("rencana", "perjanjian", "renja", "renstra", "rkt")


@dataclass(frozen=True)
class Mark:
    """What a form says of itself: the document that it is for, with its unit, period and kind, its language, and how numbers are written in it."""

    document: str
    unit: str
    period: str
    kind: str
    lang: str
    style: Style = "id"
    version: str = VERSION


@dataclass(frozen=True)
class Form:
    """What a form holds. `tables` are its raw tables with their rows as printed, by column; `origin` is the document from which rows were carried over.

    `lines` tells whether rows name a line of the document's text.
    """

    mark: Mark
    title: str
    units: Mapping[str, Unit]
    tables: Mapping[str, Rows] = field(default_factory=dict)
    origin: str = ""
    lines: bool = False


def needed(kind: str) -> tuple[str, ...]:
    """The raw tables that a document of a kind usually gives: a plan has nothing reached and nothing spent."""
    return _PLANNED if kind.startswith(_PLANS) else _REPORTED


def usual_style(source: Source) -> Style:
    """The number style of a document where nothing else is said of a cell."""
    styles = [entry["style"] for entry in source.sidecar.get("number_styles") or () if set(entry) == {"style"}]
    return styles[-1] if styles else "id"


def filled(facts: Facts, document: str, lang: str) -> Form:
    """The form of a document that is there, with all its rows as they are printed. Raises KeyError for a document that is not."""
    source = facts.sources[document]
    sidecar = source.sidecar
    mark = Mark(document, str(sidecar["issuer"]), str(sidecar["period"]), str(sidecar["kind"]), lang, usual_style(source))
    tables = {name: [_without_sheet_line(source, row) for row in _printed(facts, name, document)] for name in TABLES}
    wanted = {name: rows for name, rows in tables.items() if rows or name in needed(mark.kind)}
    return Form(mark, str(sidecar["title"]), facts.units, wanted, lines="text_lines" in sidecar)


def _printed(facts: Facts, table: str, document: str) -> Rows:
    frame = facts.printed[table]
    chosen = frame[frame["document"] == document][TABLES[table].header].to_dict("records")
    return [{str(name): str(cell) for name, cell in row.items()} for row in chosen]


def _without_sheet_line(source: Source, row: Mapping[str, str]) -> Mapping[str, str]:
    """The row without its line where that is the row of a sheet, which another form need not have."""
    return {**row, "line": ""} if source.sheet(int(row["line"])) else row


def workbook(form: Form) -> bytes:
    """The form as an Excel workbook: the same form gives the same bytes."""
    from analysis.intake.form.guide import write_guide
    from analysis.intake.form.sheets import FormSheets

    def fill(sheets: Sheets) -> None:
        pages = FormSheets(sheets, form)
        write_guide(pages)
        for table in form.tables:
            pages.table(TABLES[table])
        pages.lists.write()

    return workbook_of(form.title, Period.parse(form.mark.period).end, fill)
