"""Periods: does the document name its own, does a chapter keep its year, is the plan that of the year, and in which year of it are we?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.audit.relations.compared import Compared
from analysis.audit.relations.prose.dates import quarter
from analysis.audit.relations.prose.numerals import number_of
from analysis.audit.relations.prose.statement import Said, Statement, alike, judged, words_of
from analysis.facts import Facts
from analysis.periods import Period

RELATIONS = ("own_period", "own_plan", "chapter_period", "plan_year")

_ITSELF = {"document", "dokumen"}
_ITS_PLANS = {"renja", "pk", "perjanjian-kinerja", "program", "capaian", "regulasi", "rencana-kerja"}
"""Subjects of which a document tells its own period only: what it planned, promised and reached."""
_THIS_YEAR = re.compile(r"\b(20\d\d) ini\b")
_BUDGET_YEAR = re.compile(r"\bAPB[DN]\s+(20\d\d)\b")
_ONE_YEAR = re.compile(r"(?<![-–—\d])(?<![-–—] )\b(20\d\d)\b(?!\s*[-–—]\s*20\d\d)")
_OF_PLAN = re.compile(r"tahun (ke\w+|pertama) (?:dari|dalam) (?:Rencana Strategis|Renstra)\b.*?(20\d\d)\s*[-–—]\s*(20\d\d)", re.IGNORECASE)
_PLAN_BEGINS = re.compile(r"(20\d\d)\s*\(Awal Renstra", re.IGNORECASE)
_USUAL_SPAN = 5
"""Years of a plan of which each is counted; a longer one begins or ends within a year."""


def asked(statement: Statement) -> bool:
    """Whether one of these relations is asked of the period that a statement names."""
    return statement.subject in _ITSELF | _ITS_PLANS or bool(_THIS_YEAR.search(statement.words) or _BUDGET_YEAR.search(statement.words))


def named(facts: Facts, said: Said) -> Iterator[Compared]:
    """Every period named, by each relation that can be asked of it."""
    for statement in said:
        yield from _itself(facts, said, statement)
        yield from _plans(facts, said, statement)
        yield from _of_plan(facts, said, statement)
    yield from _chapters(facts, said)


def _itself(facts: Facts, said: Said, statement: Statement) -> Iterator[Compared]:
    """A document that names its own period, or says "this year", names the period of its source."""
    own = Period.parse(str(facts.sources[statement.document].sidecar["period"]))
    if statement.kind != "period_name":
        return
    this = _THIS_YEAR.search(statement.words)
    if statement.subject in _ITSELF:
        yield from _against(facts, said, statement, "own_period", own, statement.value)
    elif this:
        yield from _against(facts, said, statement, "own_period", own.whole_year, this[1])


def _plans(facts: Facts, said: Said, statement: Statement) -> Iterator[Compared]:
    """The plan, promise, achievement or budget that a document tells of a period is that of the period."""
    budget = _BUDGET_YEAR.search(statement.words)
    if statement.kind == "period_name" and statement.subject in _ITS_PLANS:
        yield from _against(facts, said, statement, "own_plan", Period.parse(statement.period), statement.value)
    elif budget:
        yield from _against(facts, said, statement, "own_plan", Period(statement.year, 1, 12), budget[1])


def _against(facts: Facts, said: Said, statement: Statement, relation: str, own: Period, value: str) -> Iterator[Compared]:
    """The period in `value` beside the one that it must be; what it leaves out agrees."""
    part, years = quarter(value), _ONE_YEAR.findall(value)
    year = int(years[-1]) if years else own.year
    if not part and not years:
        return
    same_quarter = part is None or own.is_year or 3 * part[0] == own.last
    named = f"{year}-TW{part[0]}" if part else str(year)
    others = [s for s in said if s.document == statement.document and s.kind == "period_name" and s.subject in _ITSELF and _is(own, s.value)]
    yield judged(
        statement,
        relation,
        found=named,
        expected=own if part else own.year,
        difference=abs(year - own.year) or int(not same_quarter),
        against=words_of(facts, *others[:1]),
        suggestion=f"carried_over:{named}" if (year, part) != (own.year, None) and year <= own.year else "",
    )


def _is(own: Period, value: str) -> bool:
    """Whether `value` names the period, and not only a part of its name."""
    part = quarter(value)
    return str(own.year) in value and (own.is_year or (part is not None and 3 * part[0] == own.last))


def _chapters(facts: Facts, said: Said) -> Iterator[Compared]:
    """A chapter or table told of one period names the same year wherever it is named."""
    titles = (s for s in said if s.kind == "period_name" and s.subject.partition(":")[0] in {"bab", "tabel"} and re.fullmatch(r"20\d\d", s.value))
    for (document, *_), places in alike(titles, lambda s: (s.document, s.unit, s.period, s.subject)):
        if len(places) > 1:
            own = str(Period.parse(str(facts.sources[document].sidecar["period"])).year)
            expected = own if any(s.value == own for s in places) else places[-1].value
            for statement in places:
                against = words_of(facts, *(s for s in places if s.value == expected))
                apart = abs(int(statement.value) - int(expected))
                yield judged(statement, "chapter_period", found=statement.value, expected=expected, difference=apart, printed=statement.words, against=against)


def _of_plan(facts: Facts, said: Said, statement: Statement) -> Iterator[Compared]:
    """The year of a plan that a report says it is on, counted from the first year of the plan."""
    match = _OF_PLAN.search(statement.words)
    order = number_of(match[1]) if match else None
    if match is None or order is None:
        return
    begins = [(s, told) for s in said if s.document == statement.document and (told := _PLAN_BEGINS.search(s.words))]
    first, last = int(match[2]), int(match[3])
    certain = any(told[1] == match[2] for _, told in begins) or last - first < _USUAL_SPAN
    expected = statement.year - first + 1
    against = words_of(facts, *(s for s, _ in begins))
    yield judged(
        statement, "plan_year", found=order, expected=expected, difference=abs(order - expected) if certain else None, printed=match[0], against=against
    )
