"""Bounds and divisors that a document states: does every value keep to them, and is there anything to divide by?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from analysis.audit.relations.compared import Compared, Examination, beside
from analysis.audit.relations.prose.numerals import counted
from analysis.audit.relations.prose.statement import Said, Statement, judged, words_of
from analysis.audit.relations.prose.trends import number_in
from analysis.numbers import to_text

RELATIONS = ("stated_bound", "nothing_to_share")

_BOUND = re.compile(r"(\w+)/batas-(maksimal|minimal)")
_NONE = {"tidak ada", "nihil", "nol"}


def bounded(ex: Examination, said: Said) -> Iterator[Compared]:
    """Every figure of a kind that has a stated bound, and every indicator that shares out what is said not to be there."""
    for statement in (s for s in said if s.kind == "count"):
        yield from _figures(ex, said, statement)
        yield from _shares(ex, said, statement)


def _figures(ex: Examination, said: Said, statement: Statement) -> Iterator[Compared]:
    """The published figures beside the bound that their document states for them."""
    match = _BOUND.fullmatch(statement.subject)
    bound = number_in(statement.value.rstrip("%")) if match else None
    if match is None or bound is None:
        return
    highest = match[2] == "maksimal"
    for row, claim in ex.claims:
        value = claim.number.value if claim.number else None
        if (claim.figure.figure, claim.document, claim.figure.period[:4]) == (match[1], statement.document, str(statement.year)) and value is not None:
            beyond = max(value - bound if highest else bound - value, Fraction(0))
            expected = f"{'<=' if highest else '>='} {to_text(bound)}"
            spot, others = ("claims", int(row["index"]), "printed"), [("statements", statement.row, "value")]
            compared = beside(ex, spot, row, "stated_bound", str(row["subject"]), value, expected, beyond, others)
            yield replace(compared, against=words_of(ex.facts, statement) if beyond else ())


def _shares(ex: Examination, said: Said, statement: Statement) -> Iterator[Compared]:
    """The share of things dealt with, where the document says that there were none."""
    thing = statement.subject
    if not thing.isalpha() or not (counted(statement.value) == 0 or statement.value.casefold() in _NONE) or _others(said, statement):
        return
    for indicator in ex.facts.records("indicators"):
        inside = indicator["unit"] == statement.unit and indicator["since"] <= statement.year and not indicator["until"] < statement.year
        if (
            inside
            and indicator["measure"] == "pct"
            and re.search(rf"\b{thing}\b.*\bditindaklanjuti\b|\btindak lanjut {thing}\b", indicator["name"], re.IGNORECASE)
        ):
            reached = ex.ledger.get("realisasi_iku", indicator["code"], statement.unit, statement.period)
            if isinstance(reached.value, Fraction):
                against = ex.quotes(reached)
                found = f"{indicator['code']}: {reached.text}"
                difference = reached.number != 0
                yield judged(statement, "nothing_to_share", found=found, expected="N/A", difference=difference, printed=statement.words, against=against)


def _others(said: Said, statement: Statement) -> bool:
    """Whether the line tells of other things that were to be dealt with."""
    same = (s for s in said if (s.document, s.line, s.kind) == (statement.document, statement.line, "count") and s is not statement)
    return any(counted(s.value) for s in same)
