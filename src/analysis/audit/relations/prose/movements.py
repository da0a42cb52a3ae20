"""Movements of amounts and targets: does what is said of spending, of a raised target, or of all targets together follow from the figures?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.prose.statement import Said, Statement
from analysis.audit.relations.prose.trends import SUPPOSED, UP, direction, evidence, figure_of, number_in, row, said_direction
from analysis.errors import ParameterError
from analysis.figures import Figure
from analysis.numbers import to_text
from analysis.periods import Period

_AMOUNTS = {"pagu_rp", "realisasi_rp", "serapan_pct"}
_SCORES = {"npss_nilai"}
_SPAN = re.compile(r"\b(?:dari|tahun)\s+(20\d\d)\s+(?:sampai dengan|hingga|s\.?d\.?|s/d)\s+(?:tahun\s+)?(20\d\d)\b", re.IGNORECASE)
_LAST_YEARS = re.compile(r"\bdalam (\d) tahun terakhir\b", re.IGNORECASE)
_EVERY_YEAR = re.compile(r"\b(?:terus|selalu|setiap tahun\w*|konsisten)\b", re.IGNORECASE)
_RAISED = re.compile(r"\btarget\b.{0,40}\b(dinaikkan|diturunkan)\s+menjadi\s+(\d+(?:[.,]\d+)*)", re.IGNORECASE)
_BEYOND = re.compile(r"\b(?:melampaui|melebihi|di atas)\s+(\d+(?:[.,]\d+)*)", re.IGNORECASE)
_WHOLE = {"renstra", "kinerja", "capaian", "document", "dokumen"}
_ALL_MET = re.compile(r"\b(?:merealisasikan|mencapai|memenuhi)\s+(?:seluruh\s+|semua\s+)?target\b", re.IGNORECASE)


def moved_on(ex: Examination, said: Said) -> Iterator[Compared]:
    """Every movement said of an amount, of a target, or of all achievements, where the figures are there."""
    for statement in said:
        if statement.kind == "comparison" and not SUPPOSED.search(statement.words):
            found = _of_amounts(ex, statement) or _of_a_score(ex, statement) or _of_a_target(ex, statement) or _of_all(ex, statement)
            if found is not None:
                yield found


def _total(ex: Examination, statement: Statement, year: int) -> Figure | None:
    try:
        found = ex.ledger.get(statement.subject, "total", statement.unit, str(year))
    except ParameterError:
        return None
    return found if isinstance(found.value, Fraction) else None


def _of_amounts(ex: Examination, statement: Statement) -> Compared | None:
    """The amount of the last year named against that of the first; against each year before where it is said of every year."""
    said, years = said_direction(statement.words), _years(statement)
    told = [figure for year in years if (figure := _total(ex, statement, year))] if statement.subject in _AMOUNTS and said else []
    if said is None or len(told) < 2 or len(told) < len(years):
        return None
    steps = list(pairwise(told)) if _EVERY_YEAR.search(statement.words) else [(told[0], told[-1])]
    actual = next((d for one, other in steps if (d := direction(one.number, other.number)) != said), said)
    shown = "; ".join(f"{year}: {to_text(figure.number)}" for year, figure in zip(years, told, strict=True))
    return row(statement, said, f"{actual} ({shown})", actual == said, evidence(ex, *told))


def _years(statement: Statement) -> list[int]:
    """The years that a sentence spans, the year of the statement among them."""
    if match := _SPAN.search(statement.words):
        return list(range(int(match[1]), int(match[2]) + 1))
    if match := _LAST_YEARS.search(statement.words):
        return list(range(statement.year - int(match[1]), statement.year + 1))
    return []


def _of_a_score(ex: Examination, statement: Statement) -> Compared | None:
    """A score of the whole that is said to lie beyond a number."""
    match = _BEYOND.search(statement.words) if statement.subject in _SCORES else None
    bound, score = number_in(match[1]) if match else None, _total(ex, statement, statement.year)
    if match is None or bound is None or score is None:
        return None
    return row(statement, f"> {to_text(bound)}", to_text(score.number), score.number > bound, evidence(ex, score))


def _of_a_target(ex: Examination, statement: Statement) -> Compared | None:
    """A target that is said to be raised or lowered to a number, against the target of the year before."""
    match = _RAISED.search(statement.words)
    number = number_in(match[2]) if match else None
    before = figure_of(ex, "target_iku", statement, Period.parse(statement.period).year_before) if match else None
    if match is None or number is None or before is None:
        return None
    said = UP if match[1].casefold() == "dinaikkan" else "turun"
    actual = direction(before.number, number)
    return row(statement, said, f"{actual} ({before.period}: {to_text(before.number)})", actual == said, evidence(ex, before))


def _of_all(ex: Examination, statement: Statement) -> Compared | None:
    """Targets that are said to be met altogether, against every achievement of the year."""
    if statement.subject not in _WHOLE or not _ALL_MET.search(statement.words):
        return None
    codes = sorted({r["code"] for r in ex.facts.records("indicators") if r["unit"] == statement.unit})
    told = [ex.ledger.get("capaian_pct", code, statement.unit, statement.period) for code in codes]
    missed = [figure for figure in told if isinstance(figure.value, Fraction) and figure.number < 100]
    if not any(isinstance(figure.value, Fraction) for figure in told):
        return None
    shown = "; ".join(f"{figure.subject}: {to_text(round(figure.number, 2))}" for figure in missed)
    return row(statement, ">= 100", shown or ">= 100", not missed, evidence(ex, *missed))
