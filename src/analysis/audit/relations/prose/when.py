"""Dates: does the calendar have them, with that weekday, within the period, in the order of law, in the year of their number?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from analysis.audit.relations.compared import Compared
from analysis.audit.relations.prose.dates import ROMAN, WEEKDAYS, SaidDate, as_of, dates, dates_with_weekday, months
from analysis.audit.relations.prose.statement import Said, Statement, alike, judged, words_of
from analysis.facts import Facts
from analysis.periods import Period

RELATIONS = ("date_possible", "weekday", "date_in_period", "enacted_before_promulgated", "number_year", "number_month")

_UP_TO = re.compile(r"\b(?:sampai dengan|s/d|data per)\b", re.IGNORECASE)
_SIGNED = ("document", "dokumen", "penandatanganan")
_TO_COME = re.compile(r"\bakan\b|rencana", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:Tahun\s+|/)(\d{4})\s+(?:tanggal|tgl\.?)\s+(\d.*)", re.IGNORECASE)
_SUBJECT_YEAR = re.compile(r"[-/](\d{4})$")
_GAZETTE = re.compile(r"\[(\d{4})-\d+\]")
_MONTH_OF_NUMBER = re.compile(rf"/({'|'.join(sorted(ROMAN, key=len, reverse=True))})/(\d{{4}})\b")


def dated(facts: Facts, said: Said) -> Iterator[Compared]:
    """Every date said, by each relation that can be asked of it."""
    for statement in said:
        yield from _possible(statement)
        yield from _weekdays(statement)
        yield from _within(facts, said, statement)
    yield from _signed(facts, said)
    yield from _enacted(facts, said)
    yield from _numbered(said)
    yield from _orders(facts, said)


def _dates_of(statement: Statement) -> list[SaidDate]:
    return dates(statement.value) or dates(statement.words)


def _possible(statement: Statement) -> Iterator[Compared]:
    for told in _dates_of(statement):
        exists, last = told.day_of_calendar is not None, told.last_of_month
        yield judged(statement, "date_possible", found=told.printed, expected=f"1-{last}", difference=not exists, printed=told.printed)


def _weekdays(statement: Statement) -> Iterator[Compared]:
    text = statement.words if any(dates_with_weekday(statement.words)) else statement.value
    for name, told in dates_with_weekday(text):
        if told.day_of_calendar is not None:
            actual = WEEKDAYS[told.day_of_calendar.weekday()]
            yield judged(statement, "weekday", found=name, expected=actual, difference=name != actual, printed=told.printed, suggestion=f"weekday:{actual}")


def _within(facts: Facts, said: Said, statement: Statement) -> Iterator[Compared]:
    """Data that are told as of a month or day lie in the fiscal year that they are told of."""
    told = as_of(statement.words)
    if told is None:
        return
    year, month = told
    others = (s for s in said if s.document == statement.document and s.kind == "date" and _UP_TO.search(s.words))
    against = words_of(facts, *(s for s in others if any(d.year == statement.year for d in dates(s.value))))
    relation, found = "date_in_period", f"{year}-{month:02d}"
    yield judged(statement, relation, found=found, expected=statement.year, difference=abs(year - statement.year), printed=statement.words, against=against)


def _signed(facts: Facts, said: Said) -> Iterator[Compared]:
    """Nothing that a document tells of happened after it was signed; what is planned or belongs to a later period is not judged."""
    for document, source in facts.sources.items():
        signed = _last_day(str(source.sidecar.get("dated") or ""))
        if signed is None:
            continue
        signature = [s for s in said if s.document == document and s.kind == "date" and s.subject in _SIGNED]
        for statement in (s for s in said if s.document == document and s.kind == "date" and s.subject not in _SIGNED):
            happened = [d.day_of_calendar for d in _dates_of(statement) if d.day_of_calendar]
            if happened and not _TO_COME.search(f"{statement.subject} {statement.words}") and Period.parse(statement.period).end <= signed:
                late = (max(happened) - signed).days
                against = words_of(facts, *signature)
                yield judged(statement, "date_in_period", found=max(happened), expected=f"<= {signed}", difference=max(late, 0), against=against)


def _last_day(printed: str) -> date | None:
    """The day of signing; of a month without a day its last."""
    full, month = dates(printed), months(printed)
    if full:
        return full[0].day_of_calendar
    return Period(month[0][0], month[0][1], month[0][1]).end if month else None


def _enacted(facts: Facts, said: Said) -> Iterator[Compared]:
    """A regulation is enacted not later than it is promulgated."""
    for _, pair in alike((s for s in said if s.kind == "date"), lambda s: (s.document, s.unit, s.subject.rpartition("/")[0])):
        days = {s.subject.rpartition("/")[2]: (s, d[0].day_of_calendar) for s in pair if (d := _dates_of(s))}
        enacted, promulgated = days.get("ditetapkan"), days.get("diundangkan")
        if enacted and promulgated and enacted[1] and promulgated[1]:
            late = max((enacted[1] - promulgated[1]).days, 0)
            against = words_of(facts, promulgated[0])
            yield judged(enacted[0], "enacted_before_promulgated", found=enacted[1], expected=f"<= {promulgated[1]}", difference=late, against=against)


def _numbered(said: Said) -> Iterator[Compared]:
    """A regulation or letter is dated in the year of its number, and promulgated in the year of its gazette."""
    told: set[tuple[str, int, str, str]] = set()
    for statement in sorted(said, key=lambda s: s.kind != "date"):
        for number, day in _year_and_date(statement):
            key = (statement.document, statement.line, number, day.printed)
            if key not in told:
                told.add(key)
                yield judged(statement, "number_year", found=day.year, expected=number, difference=abs(day.year - int(number)), printed=statement.words)


def _year_and_date(statement: Statement) -> Iterator[tuple[str, SaidDate]]:
    if match := _NUMBERED.search(statement.words):
        yield from ((match[1], day) for day in dates(match[2])[:1])
    elif statement.kind == "date" and (match := _SUBJECT_YEAR.search(statement.subject) or _GAZETTE.search(statement.words)):
        yield from ((match[1], day) for day in _dates_of(statement)[:1])


def _orders(facts: Facts, said: Said) -> Iterator[Compared]:
    """The day on which an order was given lies in the month that its number carries in Roman figures."""
    for _, item in alike((s for s in said if "/" in s.subject), lambda s: (s.document, s.unit, s.subject.partition("/")[0])):
        order = next(((s, match) for s in item if s.subject.endswith("/realisasi") and (match := _MONTH_OF_NUMBER.search(s.value))), None)
        given = next(((s, told[0]) for s in item if s.subject.endswith("/penetapan") and (told := _dates_of(s))), None)
        if order and given:
            (written, match), (statement, day) = order, given
            month = ROMAN.index(match[1]) + 1
            apart = abs(12 * (day.year - int(match[2])) + day.month - month)
            found, expected = f"{day.year}-{day.month:02d}", f"{match[2]}-{month:02d}"
            yield judged(statement, "number_month", found=found, expected=expected, difference=apart, against=words_of(facts, written))
