"""Extremes: is what is said to be highest or lowest the highest or lowest of its like?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.prose.statement import Said, Statement, judged
from analysis.errors import ParameterError
from analysis.figures import Figure
from analysis.numbers import to_text

RELATIONS = ("extreme",)

_HIGHEST = re.compile(r"\b(?:tertinggi|paling tinggi)\b", re.IGNORECASE)
_LOWEST = re.compile(r"\b(?:terendah|paling rendah)\b", re.IGNORECASE)


def extremes(ex: Examination, said: Said) -> Iterator[Compared]:
    """Every member of a population and every line of the budget that is said to be highest or lowest, where all have values."""
    for statement in said:
        high, low = (bool(words.search(statement.text)) for words in (_HIGHEST, _LOWEST))
        if statement.kind == "comparison" and high != low:
            yield from _judged(ex, statement, high)


def _judged(ex: Examination, statement: Statement, high: bool) -> Iterator[Compared]:
    told = _scores(ex, statement) if ":" in statement.subject else _absorption(ex, statement)
    own = told.get(statement.subject)
    if own is None or len(told) < 2:
        return
    best = (max if high else min)(told.values(), key=lambda figure: figure.number)
    found, expected = (f"{figure.subject}: {to_text(round(figure.number, 2))}" for figure in (own, best))
    evidence = tuple(sorted({*ex.quotes(own), *ex.quotes(best)}))
    yield judged(statement, "extreme", found=found, expected=expected, difference=abs(own.number - best.number), printed=statement.words, against=evidence)


def _scores(ex: Examination, statement: Statement) -> dict[str, Figure]:
    """The scores of all members of the population, at the time of the statement."""
    population = statement.subject.partition(":")[0]
    rows = ex.ledger.rows("members", statement.unit, statement.period, population=population)
    return _known(ex, statement, "skor", {f"{population}:{row['member']}" for row in rows})


def _absorption(ex: Examination, statement: Statement) -> dict[str, Figure]:
    """The absorption of all lines of the budget of the same level."""
    rows = ex.ledger.rows("budget", statement.unit, statement.period)
    levels = {row["level"] for row in rows if row["code"] == statement.subject}
    return _known(ex, statement, "serapan_pct", {row["code"] for row in rows if row["level"] in levels})


def _known(ex: Examination, statement: Statement, figure: str, subjects: set[str]) -> dict[str, Figure]:
    found = {}
    for subject in sorted(subjects):
        try:
            told = ex.ledger.get(figure, subject, statement.unit, statement.period)
        except ParameterError:
            return {}
        if isinstance(told.value, Fraction):
            found[subject] = told
    return found
