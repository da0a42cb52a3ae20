"""Tallies: do targets, changes, the parts of a whole and what is left out, as the prose counts them, agree with the tables?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from analysis.audit.finding import Quote
from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.known import Row
from analysis.audit.relations.prose.numerals import counted
from analysis.audit.relations.prose.statement import Said, Statement, judged, words_of
from analysis.figures import WHOLE
from analysis.numbers import exact, to_text
from analysis.periods import Period

RELATIONS = ("tally",)

_TARGET = re.compile(r"(IKU\.\d+)/target(?:-[a-z]+)*")
_ADDED = re.compile(r"([a-z-]+)/penambahan-(pusat|daerah)")
_CENTRAL = re.compile(r"kementerian|lembaga", re.IGNORECASE)
_LEFT_OUT = re.compile(r"\btidak (?:menjadi|dihitung|termasuk)\b.{0,30}\b(?:realisasi|capaian)\b", re.IGNORECASE)
_ASSESSED = re.compile(r"([a-z-]+)-dinilai")
_APART = "-tidak-dinilai"


def tallied(ex: Examination, said: Said) -> Iterator[Compared]:
    """Every count said that the tables count as well."""
    for statement in (s for s in said if s.kind == "count"):
        value = counted(statement.value)
        if value is not None:
            for told in (_target, _added, _left_out, _assessed):
                yield from told(ex, statement, value)
    yield from _wholes(ex, said)


def _row(statement: Statement, value: int, expected: Fraction | int, against: tuple[Quote, ...]) -> Compared:
    apart = abs(Fraction(value) - expected)
    return judged(statement, "tally", found=value, expected=to_text(Fraction(expected)), difference=apart, printed=statement.words, against=against)


def _target(ex: Examination, statement: Statement, value: int) -> Iterator[Compared]:
    """A target said in prose beside that of the indicator."""
    match = _TARGET.fullmatch(statement.subject)
    target = ex.ledger.get("target_iku", match[1], statement.unit, statement.period) if match else None
    if target is not None and isinstance(target.value, Fraction) and target.measure in WHOLE:
        yield _row(statement, value, target.number, ex.quotes(target))


def _members(ex: Examination, statement: Statement, population: str, period: str) -> list[Row]:
    found = ex.ledger.rows("members", statement.unit, period, population=population)
    return [row for row in found if row["document"] == statement.document and row["value"] == row["value"]]


def _added(ex: Examination, statement: Statement, value: int) -> Iterator[Compared]:
    """Agencies said to be added, central or regional, beside the change of their number from the year before."""
    match = _ADDED.fullmatch(statement.subject)
    if match is None:
        return
    times = [str(Period.parse(statement.period).year_before), statement.period]
    years = [_members(ex, statement, match[1], time) for time in times]
    shared = {row["attribute"] for row in years[0]} & {row["attribute"] for row in years[1]}
    central = match[2] == "pusat"
    parts = [[row for row in rows if row["attribute"] in shared and bool(_CENTRAL.search(row["member"])) == central] for rows in years]
    if len(shared) == 1 and all(parts):
        before, after = (sum((exact(row["value"]) for row in rows), Fraction(0)) for rows in parts)
        yield _row(statement, value, after - before, tuple(ex.quote("members", row["index"], "value") for rows in parts for row in rows if central))


def _left_out(ex: Examination, statement: Statement, value: int) -> Iterator[Compared]:
    """Things said not to count towards a result, beside the published share that counts them."""
    population = statement.subject.partition(":")[0]
    if not _LEFT_OUT.search(statement.words):
        return
    rows = _members(ex, statement, population, statement.period)
    inside = next((row for row in rows if row["member"] == "ya"), None)
    total = sum((exact(row["value"]) for row in rows), Fraction(0))
    if inside is None or not total:
        return
    share = exact(inside["value"]) / total * 100
    for row in ex.ledger.rows("realisations", statement.unit, statement.period):
        cell = ex.facts.cell("realisations", row["index"], "value")
        if cell.value is not None and cell.percent and abs(cell.value - share) <= cell.half_unit < share:
            meant = (exact(inside["value"]) - value) / total * 100
            against = (ex.quote("realisations", row["index"], "value"),)
            found, expected = f"{row['code']}: {cell.text}", f"{to_text(round(meant, 2))}%"
            yield judged(statement, "tally", found=found, expected=expected, difference=value, printed=statement.words, against=against)


def _assessed(ex: Examination, statement: Statement, value: int) -> Iterator[Compared]:
    """Those said to be assessed beside those that the classes hold."""
    match = _ASSESSED.fullmatch(statement.subject)
    rows = [row for row in _members(ex, statement, match[1], statement.period) if row["attribute"] == "jumlah"] if match else []
    if rows:
        held = sum((exact(row["value"]) for row in rows), Fraction(0))
        yield _row(statement, value, held, tuple(ex.quote("members", row["index"], "value") for row in rows))


def _wholes(ex: Examination, said: Said) -> Iterator[Compared]:
    """A whole that is said beside those assessed and those said not to be, told for the same time."""
    counts = [s for s in said if s.kind == "count" and counted(s.value) is not None]
    for statement in (s for s in counts if s.subject.endswith("-unit")):
        people = statement.subject.removesuffix("-unit")
        apart = _members(ex, statement, people + _APART, statement.period)
        same = (
            s for s in counts if (s.document, s.unit, Period.parse(s.period).end) == (statement.document, statement.unit, Period.parse(statement.period).end)
        )
        assessed = next((s for s in same if s.subject in {f"{people}-ip-asn", f"{people}-dinilai"}), None)
        if apart and assessed is not None:
            total = sum((exact(row["value"]) for row in apart), Fraction(counted(assessed.value) or 0))
            against = (*words_of(ex.facts, assessed), *(ex.quote("members", row["index"], "value") for row in apart))
            yield _row(statement, counted(statement.value) or 0, total, against)
