"""Published figures against recomputed ones, at the printed precision, with a verdict each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.errors import InputError
from analysis.facts import Facts
from analysis.figures import WHOLE, Figure, Ledger, Span
from analysis.numbers import Printed, parse, same_as_printed, to_text
from analysis.periods import Period
from analysis.tables import WORDS

COLUMNS = ["document", "line", "unit", "period", "figure", "subject", "printed", "recomputed", "difference", "verdict", "variant", "note"]
TRUNCATED = "dipotong"
"""Name of the reading that cuts a figure off instead of rounding it."""


@dataclass(frozen=True)
class Claim:
    """A figure as a document prints it, beside the same figure as the facts give it.

    `verdict` is `match`, `mismatch` or `not_recomputable`; `variant` names the readings that would give the printed
    figure; `note` is a message id: why nothing could be recomputed, or what a match rests on.
    """

    document: str
    line: int
    unit: str
    period: str
    printed: str
    figure: Figure
    difference: Fraction | None
    verdict: str
    variant: str = ""
    note: str = ""
    number: Printed | None = None

    def given_by(self, ledger: Ledger, reading: str) -> bool:
        """Whether the figure under another reading rounds to the printed one."""
        figure = ledger.under(reading).get(self.figure.figure, self.figure.subject, self.figure.unit, self.figure.period)
        return self.number is not None and isinstance(figure.value, Fraction) and _fits(self.number, figure)

    @property
    def row(self) -> tuple[str, ...]:
        difference = "" if self.difference is None else to_text(self.difference)
        place = (self.document, str(self.line), self.unit, self.period, self.figure.figure, self.figure.subject)
        return (*place, self.printed, self.figure.text, difference, self.verdict, self.variant, self.note)


def claims_of(ledger: Ledger, unit: str, period: str) -> list[Claim]:
    """The claims that belong to the report of `unit` and `period`, each with its verdict, in the order of the documents."""
    facts = ledger.facts
    own = [row for document in facts.documents_of(unit, period) for row in _rows(facts, document, (unit, period))]
    return [reconcile(ledger, row) for row in own]


def claims_about(ledger: Ledger, figure: Figure) -> list[Claim]:
    """What documents print of one figure, each with its verdict, in their order."""
    rows = ledger.facts.grouped("claims", figure.unit, figure.period, "figure").get((figure.figure,), ())
    return [reconcile(ledger, row) for row in rows if str(row["subject"]).partition("#")[0] == figure.subject]


def _rows(facts: Facts, document: str, report: tuple[str, str]) -> list[dict[str, Any]]:
    """The claims of a document that belong to a report, in their order."""
    places = dict.fromkeys(facts.columns("claims", document, "unit", "period"))
    own = [place for place in places if report_of(facts, document, *place) == report]
    return sorted((row for place in own for row in facts.rows("claims", *place) if row["document"] == document), key=lambda row: int(row["index"]))


def report_of(facts: Facts, document: str, unit: str, period: str) -> tuple[str, str]:
    """The report that a claim belongs to: of its unit and period, or the nearest that covers it.

    A part of a year belongs to the report of the year, a year to its last part with a report; what lies outside all
    of them, and what is said of a body without report, belongs to the last report of the document.
    """
    own = facts.sources[document].reports
    mine = sorted((Period.parse(p) for u, p in own if u == unit))
    when = Period.parse(period)
    if when in mine:
        return unit, period
    covering = [p for p in mine if p.contains(when)] or [p for p in mine if when.contains(p)]
    if mine:
        return unit, str((covering or mine)[-1])
    return max(own, key=lambda report: (report[0] == facts.sources[document].sidecar["issuer"], Period.parse(report[1])))


def reconcile(ledger: Ledger, row: dict[str, Any]) -> Claim:
    """The verdict on one row of claims.csv. Raises InputError if the printed figure cannot be read in the declared style."""
    subject, _, _ = str(row["subject"]).partition("#")
    figure = ledger.get(str(row["figure"]), subject, str(row["unit"]), str(row["period"]))
    printed = str(row["printed"])
    number = None if figure.figure in WORDS else _number(ledger, row, figure)
    verdict = _of_words(printed, figure) if number is None else _of_number(ledger, number, figure)
    return Claim(str(row["document"]), int(str(row["line"])), figure.unit, figure.period, printed, figure, *verdict, number)


Verdict = tuple[Fraction | None, str, str, str]


def _of_words(printed: str, figure: Figure) -> Verdict:
    said = _plain(printed)
    if said in {"n/a", "", "-", "–"}:
        return (None, "mismatch" if figure.value else "match", "", "")
    if not isinstance(figure.value, str):
        return None, "not_recomputable", "", figure.reason
    names = {_plain(figure.value), *(_plain(alias) for alias in figure.aliases)}
    return None, "match" if said in names else "mismatch", "", ""


def _plain(words: str) -> str:
    """Lower case, with hyphens between words read as spaces; the minus of a grade such as A- stays."""
    return " ".join(re.sub(r"[-_](?=\w)", " ", words.casefold()).split())


def _number(ledger: Ledger, row: dict[str, Any], figure: Figure) -> Printed:
    source = ledger.facts.sources[str(row["document"])]
    told = {name: str(value) for name, value in row.items()}
    try:
        return parse(str(row["printed"]), source.style("claims", "printed", int(str(row["line"])), told))
    except ValueError as error:
        raise InputError(f"{source.document}/claims.csv: line {row['line']}, {figure.figure} of {figure.subject}: {error}") from None


def _of_number(ledger: Ledger, printed: Printed, figure: Figure) -> Verdict:
    if printed.value is None:
        return _of_absence(printed, figure)
    if not isinstance(figure.value, Fraction):
        return None, "not_recomputable", ";".join(_readings_that_fit(ledger.readings(figure), printed)), figure.reason
    if printed.percent and figure.measure in WHOLE:
        return None, "mismatch", "", "unit_differs"
    value = _signed_like(printed, figure).value
    difference = printed.value - value
    if same_as_printed(value, printed):
        return difference, "match", "", ""
    if _fits(printed, figure):
        return difference, "match", "", "explained_by_rounding"
    fitting = _readings_that_fit(ledger.readings(figure), printed)
    fitting += [TRUNCATED] if not fitting and _cut(value, printed.decimals) == printed.value else []
    return difference, "mismatch", ";".join(fitting), "several_readings_fit" if len(fitting) > 1 else ""


def _of_absence(printed: Printed, figure: Figure) -> Verdict:
    """A printed dash or N/A is right where nothing can be computed."""
    if figure.value is None:
        return None, "match", "", figure.reason
    return None, "mismatch", "", "value_printed_as_absent"


def _readings_that_fit(readings: Mapping[str, Figure], printed: Printed) -> list[str]:
    """The readings that give the printed figure, or if none does, those that give it within the rounding of their inputs."""
    exactly = [name for name, other in readings.items() if same_as_printed(_signed_like(printed, other).value, printed)]
    return exactly or [name for name, other in readings.items() if _fits(printed, other)]


def _signed_like(printed: Printed, figure: Figure) -> Span:
    """The value and its span in the sign of the document: distances to the end of the plan are printed without sign."""
    low, high = (figure.number if end is None else end for end in (figure.low, figure.high))
    span = Span(figure.number, low, high)
    unsigned = figure.figure == "gap_akhir_renstra_nilai" and printed.value is not None and printed.value >= 0
    return Span(-span.value, -span.high, -span.low) if unsigned and span.value < 0 else span


def _fits(printed: Printed, figure: Figure) -> bool:
    """Whether the span of the figure, from inputs that round to what is printed, reaches the printed figure."""
    told = _signed_like(printed, figure)
    return printed.value is not None and told.low - printed.half_unit <= printed.value <= told.high + printed.half_unit


def _cut(value: Fraction, decimals: int) -> Fraction:
    return Fraction(int(value * 10**decimals), 10**decimals)


def rows_of(claims: Iterable[Claim]) -> list[tuple[str, ...]]:
    """One row per claim in the columns of `claims.csv`, all text, sorted by place."""
    placed = sorted((claim.document, claim.line, claim.row[2:]) for claim in claims)
    return [(document, str(line), *rest) for document, line, rest in placed]


def to_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """The rows of `claims.csv` as a table."""
    return pd.DataFrame(rows_of(claims), columns=COLUMNS, dtype=str)
