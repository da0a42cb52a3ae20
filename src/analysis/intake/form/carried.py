"""What a new form takes over from the last report of its unit: definitions, promised targets, names of what is measured; never what was reached or spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.intake.form.book import KNOWN, Rows
from analysis.intake.form.examples import restyled
from analysis.numbers import Style
from analysis.periods import Period

Row = dict[str, str]
_EMPTIED = {
    "budget": ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "pagu_rp"),
    "components": ("score",),
}
"""The cells of rows that are carried over which are to be filled in anew."""


@dataclass(frozen=True)
class Carried:
    """The document that rows come from, '' if there is none, and the rows by table as printed."""

    origin: str = ""
    tables: Mapping[str, Rows] = field(default_factory=dict)


def carried(facts: Facts, unit: str, period: Period, style: Style) -> Carried:
    """What the last report of a unit up to `period`, else its first, gives the form of that period, with its numbers written in `style`."""
    reports = sorted((Period.parse(p) for u, p in facts.reports if u == unit), key=lambda p: (p.end, p))
    before = [p for p in reports if p.end <= period.end]
    if not reports:
        return Carried()
    last = before[-1] if before else reports[0]
    document = facts.documents_of(unit, str(last))[-1]
    return Carried(document, _Last(facts, document, unit, last, period, style).tables())


class _Last:
    """The rows of a last report as a new form begins with them."""

    def __init__(self, facts: Facts, document: str, unit: str, last: Period, period: Period, style: Style):
        self.facts, self.document, self.units = facts, document, set(facts.family(unit))
        self.last, self.period, self.style = last, period, style

    def tables(self) -> dict[str, Rows]:
        budget, indicators = _once("budget", self._budget()), _once("indicators", self._defined("indicators"))
        found = {
            "indicators": indicators,
            "objectives": _once("objectives", self._defined("objectives")),
            "targets": _once("targets", self._targets()),
            "realisations": _once("realisations", self._realisations(indicators)),
            "budget": budget,
            "spending": _leaves(budget, str(self.period)),
            "components": _once("components", (row for row in self._moved("components") if KNOWN not in row)),
        }
        return {table: rows for table, rows in found.items() if rows}

    def _rows(self, table: str) -> Iterator[Row]:
        """The rows of the units as they are meant, with numbers in the style of the form and without lines."""
        source, columns = self.facts.sources[self.document], TABLES[table].columns
        for typed in self.facts.records(table, self.document):
            if typed["unit"] in self.units:
                told = {c.name: self.facts.quoted(table, typed["index"], c.name) for c in columns}
                printed = {name: text for name, (text, _) in told.items()}
                row = {name: meant for name, (_, meant) in told.items() if name != "line"}
                for column in TABLES[table].numbers:
                    row[column] = restyled(row[column], source.style(table, column, int(printed["line"]), printed), self.style)
                yield row

    def _defined(self, table: str) -> Iterator[Row]:
        """The definitions of the last report; those that still hold are known, those that end before the year of the form begin anew with it."""
        year = self.period.year
        for row in self._rows(table):
            if int(row["since"]) <= self.last.year <= int(row["until"] or self.last.year):
                holds = int(row["since"]) <= year <= int(row["until"] or year)
                yield self._known(row) if holds else row | {"since": str(year), "until": ""}

    def _targets(self) -> Iterator[Row]:
        """The targets of the year, which are known; without any, those of the last year wait for their new value."""
        rows = [row for row in self._rows("targets") if Period.parse(row["period"]).is_year]
        own = [row for row in rows if row["period"] == str(self.period.year)]
        last = (row for row in rows if row["period"] == str(self.last.year))
        yield from map(self._known, own)
        yield from () if own else ({**row, "period": str(self.period.year), "value": "", "reason": ""} for row in last)

    def _realisations(self, indicators: Rows) -> Iterator[Row]:
        """A row for each indicator, obtained as it was the last time; its value is still to come."""
        told = sorted(self._rows("realisations"), key=lambda row: Period.parse(row["period"]).end)
        methods = {(row["unit"], row["code"]): row["method"] for row in told}
        for row in indicators:
            method = methods.get((row["unit"], row["code"]), "stated")
            yield {**dict.fromkeys(TABLES["realisations"].header, ""), "unit": row["unit"], "period": str(self.period), "code": row["code"], "method": method}

    def _moved(self, table: str) -> Iterator[Row]:
        """The rows of the last period, or of its year, as rows of the form's."""
        for row in self._rows(table):
            own = row["period"] == str(self.last)
            if own or row["period"] == str(self.last.year):
                moved = row | {"period": str(self.period if own else self.period.year)}
                yield self._known(row) if moved["period"] == row["period"] else moved | dict.fromkeys(_EMPTIED.get(table, ()), "")

    def _known(self, row: Row) -> Row:
        """A row that holds for the new document as well: it is shown, and not to be told again."""
        return row | {KNOWN: self.document}

    def _budget(self) -> Iterator[Row]:
        """The lines of the last version of each tree; a new year begins with its first ceiling."""
        rows = list(self._moved("budget"))
        revised = {row["classification"] for row in rows if row["version"] == "perubahan"}
        for row in rows:
            if (row["version"] == "perubahan") == (row["classification"] in revised):
                yield row if self.period.year == self.last.year else row | {"version": "murni"}


def _once(table: str, rows: Iterator[Row]) -> list[Row]:
    """The rows without those that repeat the key of another."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in TABLES[table].key), row)
    return list(found.values())


def _leaves(budget: Rows, period: str) -> list[Row]:
    """A row of spending for each budget line without others below it, its amount still to come."""
    above = {(row["classification"], row["parent"]) for row in budget}
    lines = [row for row in budget if (row["classification"], row["code"]) not in above]
    return [{"unit": row["unit"], "period": period, "classification": row["classification"], "code": row["code"], "realisasi_rp": ""} for row in lines]
