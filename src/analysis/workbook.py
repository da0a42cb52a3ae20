"""What a notebook holds in its hands: the facts, figures, claims and findings of one unit and period, and how to show them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import audit
from analysis.audit import Audited, Finding, kept
from analysis.audit.finding import in_order
from analysis.audit.gate import read
from analysis.audit.suites import SEVERITIES
from analysis.audit.telling import Teller
from analysis.claims import Claim
from analysis.desk import Desk, desk_of
from analysis.errors import ParameterError
from analysis.figures import Figure, Ledger
from analysis.figures.indicators import definition, natural
from analysis.figures.ledger import BUILDERS, STOPPED, Stopped
from analysis.languages import folder_of, printed
from analysis.law import NotComputable
from analysis.naming import Names, place_told
from analysis.output import csv_of, hash_of, update
from analysis.pages import blocks, live
from analysis.pages.blocks import Block, Cell, Table
from analysis.pages.told import Marked, Told, listed, told
from analysis.rules import law
from analysis.tables import RAW
from analysis.words import Words, words

PROCESSED = RAW.parent / "processed"
SITE = RAW.parents[1] / "reports"
"""Where pages lie that a run has made."""
TRACES = "06-traces.html"
"""The page of a report that holds the traces of all its figures."""


def open_workbook(unit: str = "", period: str = "", *, lang: str = "id", data_dir: str = "", out_dir: str = "") -> Workbook:
    """The workbook of `unit` and `period`, read from `data_dir` (default: the project's raw data).

    Without a unit it is over all units of the period, without a period over all periods of the unit.
    Raises ParameterError if the documents hold no such unit or period, InputError if they cannot be read.
    """
    return workbook_on(desk_of(Path(data_dir) if data_dir else RAW), unit, period, lang=lang, out=Path(out_dir) if out_dir else PROCESSED)


def workbook_on(desk: Desk, unit: str, period: str, *, lang: str, out: Path, site: Path = SITE) -> Workbook:
    """The workbook of `unit` and `period` on what lies ready of a raw folder; `site` is where links to pages lead.

    Raises ParameterError as `open_workbook` does.
    """
    facts = desk.ledger.facts
    if unit:
        known = [p for u, p in facts.reports if u == facts.unit(unit).code]
        if period not in known and (period or not known):
            raise ParameterError(f"there is no report of '{unit}' for period '{period}'; known periods: {', '.join(known) or 'none'}")
    made = Workbook(desk, unit, period, words(lang), out)
    made.site = site
    return made


class Workbook:
    """Everything about one unit and period. Figures that are shown are remembered, so that the page can tell their origin."""

    site = SITE
    """Where the pages lie that links lead to while the notebook is open."""

    def __init__(self, desk: Desk, unit: str, period: str, words: Words, out: Path, within: Workbook | None = None):
        self.desk, self.facts, self.unit, self.period, self.words, self.out = desk, desk.ledger.facts, unit, period, words, out
        self.shown: dict[tuple[str, str, str, str], Figure] = within.shown if within else {}
        self._within, self._reports = within, dict[tuple[str, str], Workbook]()

    def of(self, unit: str, period: str) -> Workbook:
        """The workbook of one report, for a page over several: what it shows stands on that page, and leads to the traces of the report."""
        if (unit, period) not in self._reports:
            self._reports[unit, period] = Workbook(self.desk, unit, period, self.words, self.out, self)
        return self._reports[unit, period]

    def way_to(self, *folders: str) -> str:
        """From the page that is made to a folder of the site: a report, a unit, a comparison."""
        return "../" * (2 if (self._within or self).period else 1) + "/".join(folders)

    @property
    def periods(self) -> list[str]:
        """The periods for which the unit has a report, in order."""
        return [period for unit, period in self.facts.reports if unit == self.unit]

    @property
    def name(self) -> str:
        """The unit as the reader knows it."""
        return self.facts.unit(self.unit).names[self.words.lang]

    @property
    def figures(self) -> list[Figure]:
        """Every figure of the report, and every figure that its claims speak of."""
        return self._own.figures(self.unit, self.period)

    @property
    def claims(self) -> list[Claim]:
        """Every published figure of the report with its verdict."""
        return self._own.claims(self.unit, self.period)

    @property
    def ledger(self) -> Ledger:
        """The figures, with those left out that rest on rows which the audit stops."""
        return self._own.ledger

    @cached_property
    def _own(self) -> Desk:
        if self._within:
            return self._within._own
        return self.desk if self._stopped == self.desk.ledger.stopped else Desk(Ledger(self.facts, law(), self._stopped))

    @property
    def findings(self) -> list[Finding]:
        """The findings of the audit: those stored for this report if raw data and suites are the same, else audited anew."""
        return self._audited.findings

    @cached_property
    def failing(self) -> list[tuple[str, Finding]]:
        """What fails, with its address on the page of findings: the gravest first, then by check and place."""
        return sorted(
            audit.addressed(finding for finding in self.findings if finding.fails),
            key=lambda entry: (SEVERITIES.index(entry[1].severity), entry[1].check, entry[1].place),
        )

    @property
    def coverage(self) -> pd.DataFrame:
        """Which filled cells of the report's documents the audit looked at, by document, table and column."""
        return self._audited.coverage

    @cached_property
    def before(self) -> list[Finding] | None:
        """The findings of the last audit of this report that were not those of now, None if there was none."""
        return kept.before(self.folder, self._findings_text)

    @cached_property
    def teller(self) -> Teller:
        """The words for findings."""
        return Teller(self.facts, audit.load_suites(), self.words.lang)

    @property
    def folder(self) -> Path:
        """Where the result files of the report lie."""
        return self.out / self.unit / self.period

    @property
    def page(self) -> Path:
        """The folder of the site that the pages of the report lie in."""
        return self.site / folder_of(self.words.lang) / "/".join(part for part in (self.unit or "comparison", self.period) if part)

    @cached_property
    def _audited(self) -> Audited:
        """What the audit says of the report; nothing where several reports are put side by side."""
        if not (self.unit and self.period):
            return kept.NOTHING
        told = kept.stored(self.folder) if self.desk.current or self._made else None
        return told or audit.of_report(self.facts, self._anew, self.unit, self.period)

    @cached_property
    def _stopped(self) -> Stopped:
        """The rows that the audit of all documents stops."""
        if self.desk.current:
            return self.desk.ledger.stopped
        return read(self.facts, self._made.get("stopped", ())) if self._made else audit.gate(self.facts, self._anew.findings)

    @cached_property
    def _anew(self) -> Audited:
        told: Audited = self.desk.audited or audit.examine(self.facts)
        self.desk.audited = told
        return told

    @cached_property
    def _made(self) -> dict[str, Any] | None:
        """The manifest of this report, or of the first report that is built where several are put side by side, if it was made from what lies here now."""
        reports = [report for report in self.facts.reports if self.unit in {"", report[0]} and self.period in {"", report[1]}]
        stored = (self._stored(self.out / unit / period / "run.json", audit.EXPECTATIONS) for unit, period in reports)
        return next((made for made in stored if made is not None), None)

    def _stored(self, manifest: Path, suites: Path) -> dict[str, Any] | None:
        """The manifest, if it was made from these raw data by these suites."""
        try:
            made: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
            stored = {name: digest for name, digest in made["code"].items() if name.startswith("expectations/")}
            same = made["inputs"] == dict(self.facts.hashes) and stored == {f"expectations/{f.name}": hash_of(f.read_bytes()) for f in suites.iterdir()}
            return made if same else None
        except (OSError, ValueError, KeyError):
            return None

    def fig(self, figure: str, subject: str = "total", *, unit: str | None = None, period: str | None = None) -> Figure:
        """One figure of this unit and period, or of another."""
        return self.ledger.get(figure, subject, unit or self.unit, period or self.period)

    def read(self, figure: Figure, reading: str) -> Figure:
        """The same figure under another convention, followed through the whole chain."""
        return self.ledger.under(reading).get(figure.figure, figure.subject, figure.unit, figure.period)

    def subjects(self, figure: str) -> list[str]:
        """The subjects for which the report has a figure."""
        found = [f.subject for f in self.figures if f.figure == figure and (f.unit, f.period) == (self.unit, self.period)]
        return sorted(found, key=natural)

    def cell(self, figure: Figure, *, signed: bool = False, places: int | None = None) -> Cell:
        """A table cell with the figure, leading to its trace; a dash where there is no value.

        Figures of other reports, and those without a value, lead to the page of all traces of their report.
        """
        link = self._apart(figure) if self.unit and self.period else ""
        if not link:
            self.shown[figure.key] = figure
        text = self.said(figure, signed=signed, places=places)
        mark = "T" if figure.certainty == "T" and figure.value is not None else ""
        return Cell(text, link or f"#{anchor(figure)}", numeric=figure.measure != "kategori", tone="" if figure.value is not None else "quiet", mark=mark)

    def _apart(self, figure: Figure) -> str:
        own = not self._within and (figure.unit, figure.period) == (self.unit, self.period)
        return f"{TRACES}#{anchor(figure)}" if own and figure.value is None and figure.key in self.keys else self.elsewhere(figure)

    @cached_property
    def keys(self) -> set[tuple[str, str, str, str]]:
        """The figures of the report by unit, period, figure and subject."""
        return {figure.key for figure in self.figures}

    def elsewhere(self, figure: Figure) -> str:
        """Where another report tells of its own figure, from the page that is made; '' if that is a page of its report, or no report has it."""
        own, known = (figure.unit, figure.period) == (self.unit, self.period), (figure.unit, figure.period) in self.facts.reports
        if (
            (own and not self._within)
            or not known
            or figure.figure not in BUILDERS
            or figure.subject not in BUILDERS[figure.figure][1](self.ledger, figure.unit, figure.period)
        ):
            return ""
        return f"{self.way_to(figure.unit, figure.period)}/{TRACES}#{anchor(figure)}"

    def said(self, figure: Figure, *, signed: bool = False, places: int | None = None) -> str:
        """The figure as text: number with unit, category in words, or the short reason why there is none."""
        if isinstance(figure.value, str):
            return self.words.or_plain("category", figure.value)
        if figure.value is None:
            kind = {"belum_ada_nilai_resmi": "na", "belum_ada_target": "na", "nil_printed": "nil"}.get(figure.reason, "dash")
            return self.words(f"none.{kind}")
        if places is not None:
            return self.words.number(figure.value, places, signed=signed)
        return self.words.measured(figure.value, figure.measure, signed=signed)

    def money(self, figure: Figure) -> Cell:
        """An amount as sentences tell it, in millions or billions of rupiah, leading to its origin."""
        cell = self.cell(figure)
        return replace(cell, text=self.words.money(figure.value)) if isinstance(figure.value, Fraction) else cell

    def counted(self, items: Sized | int, link: str = "", among: str = "") -> Marked:
        """How many `items` there are, leading to where they are listed one by one; none are listed nowhere.

        `among` is the class of those cells that are counted where others are listed too, or `is-told` for a number in a table of counts.
        """
        number = items if isinstance(items, int) else len(items)
        return Marked(self.words.number(Fraction(number), 0), "count", link if number else "", among)

    def when(self, period: str = "") -> Marked:
        """A period, that of the report if none is given, as a sentence tells it."""
        return Marked(self.words.period(period or self.period), "period")

    def at(self, document: str, line: int) -> Marked:
        """A place in a document as a sentence tells it."""
        return Marked(self.place(document, line), "where")

    def told(self, message: str, **values: object) -> Told:
        """The message as a sentence whose numbers lead to where they come from; `values` are texts, cells and other sentences.

        Where one is counted, the message is `message.one` if the catalogue has it.
        """
        one = f"{message}.one"
        return told(self.words.template(one if str(values.get("count")) == "1" and self.words.known(one) else message), values)

    def listed(self, items: Sequence[object]) -> Told:
        """`a, b, and c` as part of a sentence."""
        return listed(self.words.join(f"{{{n}}}" for n in range(len(items))), items)

    def because(self, figure: Figure) -> Told:
        """Why a figure has no value, as a sentence tells it."""
        if figure.reason.startswith(STOPPED):
            return self.told("reason.stopped", check=Marked(figure.reason.removeprefix(STOPPED), "code"))
        return self.told(f"reason.{figure.reason}")

    def reason(self, figure: Figure) -> str:
        """Why a figure has no value, in plain words."""
        return str(self.because(figure))

    def indicator(self, code: str, units: Iterable[str] = ()) -> str:
        """`IKU.4 Jumlah instansi …` as the documents name it, for this unit or the first of `units` that has it."""
        for unit in units or (self.unit,):
            try:
                return printed(f"{code} {definition(self.ledger, unit, self.period, code)['name']}", self.words.lang)
            except NotComputable:
                continue
        return code

    def subject(self, subject: str) -> str:
        """What a figure is about, in the reader's words."""
        return self._names.subject(subject)

    @cached_property
    def _names(self) -> Names:
        return Names(self.facts, self.documents, self.words)

    def show(self, *items: Block) -> None:
        """Displays blocks one below the other; in a notebook that somebody has open, as one output in the style of a page."""
        from IPython.display import display

        if items and live.asked_here():
            display(live.output(items, self.page), raw=True)  # type: ignore[no-untyped-call]
            return
        for item in items:
            display(item)  # type: ignore[no-untyped-call]

    def chart(self, drawing: Any, *, title: str, finding: str | Told, table: Table, unfolded: bool = False) -> blocks.Chart:
        """A chart block: the drawing as SVG, the sentence it shows, and its table."""
        from analysis import charts

        picture = charts.svg(drawing, title=title, description=str(finding), lang=self.words.lang)
        return blocks.Chart(title, finding, picture, table, self.words("chart.data"), unfolded)

    def panel(self, drawing: Any, *, name: str, told: str | Told) -> blocks.Panel:
        """A small drawing as SVG, with its name and the sentence it shows."""
        from analysis import charts

        return blocks.Panel(name, charts.svg(drawing, title=name, description=str(told), lang=self.words.lang), told)

    def panels(self, panels: Sequence[blocks.Panel], *, title: str, finding: str | Told, how: str, table: Table) -> blocks.Panels:
        """Small drawings side by side, the sentence they show, and their table."""
        return blocks.Panels(title, finding, how, panels, table, self.words("chart.data"))

    @cached_property
    def documents(self) -> list[str]:
        """The documents that hold something of the unit; none for a page over all units."""
        return self.facts.documents_of(self.unit)

    @property
    def basis(self) -> str:
        """Which document the line numbers of this page refer to, in a sentence; empty if there are several."""
        sidecar = self.facts.sources[self.documents[0]].sidecar if len(self.documents) == 1 else {}
        return self.words("place.basis", title=sidecar["title"]) if "text_lines" in sidecar else ""

    def plain_number(self, value: Fraction) -> str:
        """A printed number with as many decimals as it needs, at most four."""
        return self.words.number(value, next((n for n in range(4) if 10**n % value.denominator == 0), 4))

    def place(self, document: str, line: int, column: str = "", row: Mapping[str, Any] | None = None) -> str:
        """`Tabel 32, baris 1671`, with the title of the document in front where a page draws on several.

        Of a sheet the very cell if a `column` is named, and the `row` of the raw table as printed."""
        source = self.facts.sources[document]
        return place_told(source, line, self.words, within=self.documents == [document], column=column, row=row)

    def frame(self, *figures: str) -> pd.DataFrame:
        """The figures as a table for further analysis: subject by figure, exact values as floats."""
        rows = [f for f in self.figures if f.figure in figures and (f.unit, f.period) == (self.unit, self.period)]
        table = pd.DataFrame(
            [(f.subject, f.figure, float(f.value) if isinstance(f.value, Fraction) else f.value) for f in rows], columns=["subject", "figure", "value"]
        )
        return table.pivot_table(index="subject", columns="figure", values="value", aggfunc="first", sort=False)

    def save(self, *names: str) -> None:
        """Writes `figures`, `claims` or `findings` of this report as result files, whole or not at all; a file that holds them is left as it is."""
        for name in names:
            if name == "findings":
                kept.keep(self.folder, self._findings_text)
            else:
                update(self.folder / f"{name}.csv", self._own.texts(self.unit, self.period)[f"{name}.csv"])

    @cached_property
    def _findings_text(self) -> str:
        """`findings.csv` of this report."""
        return csv_of(audit.COLUMNS, (finding.cells for finding in in_order(self.findings)))


def anchor(figure: Figure) -> str:
    """The stable address of a figure on a page."""
    return address_of(figure.figure, figure.subject, figure.unit, figure.period)


def address_of(figure: str, subject: str, unit: str, period: str) -> str:
    """The stable address of the figure of a subject in a report."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", f"f-{figure}-{subject.replace('/', '.')}-{unit}-{period}")


def rows_of(*rows: Sequence[Any]) -> list[list[Cell]]:
    """Table rows from plain values and cells."""
    return [blocks.cells(*row) for row in rows]
