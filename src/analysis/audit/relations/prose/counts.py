"""Counts: do digits and words agree, does a list hold as many as is said, is one count told once, and each thing counted once?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.audit.finding import Quote
from analysis.audit.relations.compared import Compared, quote
from analysis.audit.relations.prose.numerals import counted as number
from analysis.audit.relations.prose.numerals import number_of
from analysis.audit.relations.prose.statement import Said, Statement, alike, judged, words_of
from analysis.facts import Facts
from analysis.periods import Period

RELATIONS = ("digits_and_words", "list_agrees", "count_agrees", "counted_once")

_DIGITS_FIRST = re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)\s*\(([A-Za-z ]+)\)")
_WORDS_FIRST = re.compile(r"\b([A-Za-z]+)\s*\((\d+)\)")
_LIST = re.compile(r"(?<![\w.,])(\d+|[A-Za-z]+)(?:\s*\([A-Za-z ]+\))?\s+[A-Za-z-]+,?\s+(?:yaitu|yakni)\s*:?\s*(.+)")
_LAST = re.compile(r",?\s+(?:dan|serta)\s+")
_ITEM = re.compile(r"(\d+)\.\s")
_LISTED = {"sasaran-strategis": "objectives", "SS": "objectives", "IKU": "indicators"}
"""What a document counts of itself, and the table that lists it."""
_SOME = re.compile(r"\bke(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\b|\btersebut\b", re.IGNORECASE)
"""Words for those just named, which need not be all."""
_PARTS = {"rencana", "realisasi", "rencana_waktu", "penetapan"}
"""What tells one planned and enacted item from another."""


def counted(facts: Facts, said: Said) -> Iterator[Compared]:
    """Every count said, by each relation that can be asked of it."""
    for statement in said:
        yield from _digits_and_words(statement)
        yield from _lists(facts, said, statement)
    counts = [s for s in said if s.kind == "count" and _value(s) is not None]
    yield from _said_once(facts, counts)
    yield from _in_tables(facts, counts)
    yield from _items(facts, said)


def _value(statement: Statement) -> int | None:
    return number(statement.value.partition("(")[0])


def _digits_and_words(statement: Statement) -> Iterator[Compared]:
    """A number in digits with its words beside it, in either order."""
    pairs = {(m[1], m[2], m[0]) for m in _DIGITS_FIRST.finditer(statement.words)} | {(m[2], m[1], m[0]) for m in _WORDS_FIRST.finditer(statement.words)}
    for digits, words, printed in sorted(pairs):
        value, spoken = number(digits), number_of(words)
        if value is not None and spoken is not None:
            yield judged(statement, "digits_and_words", found=spoken, expected=value, difference=abs(value - spoken), printed=printed)


def _lists(facts: Facts, said: Said, statement: Statement) -> Iterator[Compared]:
    """A count with what is counted listed after it, in the sentence or as numbered items of the same line."""
    match = _LIST.search(statement.words)
    promised = number(match[1]) if match else None
    if match and promised is not None:
        fewest, most = _items_in(match[2])
        if fewest <= promised <= most or promised < fewest or (_LAST.search(match[2]) and promised > most):
            held = promised if fewest <= promised <= most else fewest if promised < fewest else most
            yield judged(statement, "list_agrees", found=held, expected=promised, difference=abs(promised - held), printed=statement.words)
        return
    numbered = [s for s in said if (s.document, s.line) == (statement.document, statement.line) and s is not statement and _ITEM.match(s.words)]
    value = _value(statement) if statement.kind == "count" and not _ITEM.match(statement.words) else None
    if numbered and value is not None:
        held = len({s.subject for s in numbered})
        yield judged(
            statement, "list_agrees", found=held, expected=value, difference=abs(value - held), printed=statement.words, against=words_of(facts, *numbered)
        )


def _items_in(text: str) -> tuple[int, int]:
    """The fewest and the most items that a list may hold: `dan` may join two items, or stand within one."""
    parts = [part for part in text.split(";" if ";" in text else ",") if part.strip()]
    return len(parts), sum(len([p for p in _LAST.split(part) if p.strip()]) for part in (" " + part for part in parts))


def _said_once(facts: Facts, counts: Sequence[Statement]) -> Iterator[Compared]:
    """One subject is told with one value at one time; what differs is told beside the value and the line that come first."""
    for _, places in alike(counts, lambda s: (s.document, s.unit, Period.parse(s.period).end, s.subject)):
        if len(places) > 1:
            first = places[0]
            for statement in places:
                apart = abs((_value(statement) or 0) - (_value(first) or 0))
                others = [s for s in places if _value(s) != _value(statement)]
                found, against = _value(statement), words_of(facts, *others)
                yield judged(statement, "count_agrees", found=found, expected=_value(first), difference=apart, printed=statement.words, against=against)


def _in_tables(facts: Facts, counts: Sequence[Statement]) -> Iterator[Compared]:
    """A counted population, or the objectives and indicators, as many as the tables list in the same year."""
    for statement in counts:
        found = _codes(facts, statement) if statement.subject in _LISTED else _members(facts, statement)
        if found is not None:
            listed, against = found
            value = _value(statement) or 0
            yield judged(statement, "count_agrees", found=value, expected=listed, difference=abs(value - listed), printed=statement.words, against=against)


def _codes(facts: Facts, statement: Statement) -> tuple[int, tuple[Quote, ...]] | None:
    """The objectives or indicators that the tables list for the year; None where the words are of some of them."""
    name, own = _LISTED[statement.subject], (statement.document, statement.unit)
    rows = [
        row for row in facts.records(name) if (row["document"], row["unit"]) == own and row["since"] <= statement.year and not row["until"] < statement.year
    ]
    if not rows or _SOME.search(statement.words):
        return None
    return len({row["code"] for row in rows}), tuple(quote(facts, name, row["index"], "name") for row in rows)


def _members(facts: Facts, statement: Statement) -> tuple[int, tuple[Quote, ...]] | None:
    """The members of the population and class named by the subject: those listed, or the sum of the numbers told per class."""
    population, _, wanted = statement.subject.partition(":")
    told = facts.rows("members", statement.unit, statement.period)
    rows = [row for row in told if (row["document"], row["population"]) == (statement.document, population) and row["attribute"] in {"jumlah", "kelas"}]
    rows = [row for row in rows if not wanted or row["class"] == wanted or (row["member"], row["attribute"]) == (wanted, "jumlah")]
    kinds = {row["attribute"] for row in rows}
    if len(kinds) != 1:
        return None
    listed = len({row["member"] for row in rows}) if kinds == {"kelas"} else int(sum(row["value"] for row in rows if row["value"] == row["value"]))
    return listed, tuple(quote(facts, "members", row["index"], "name") for row in rows)


def _items(facts: Facts, said: Said) -> Iterator[Compared]:
    """Items of a numbered list that are told with the same plan, order and days are one item, counted once."""
    parts = [s for s in said if s.subject.rpartition("/")[2] in _PARTS and re.search(r":\d+/", s.subject)]
    for _, rows in alike(parts, lambda s: (s.document, s.unit, s.period, s.subject.partition(":")[0])):
        first: dict[tuple[tuple[str, str], ...], Statement] = {}
        for _, told in alike(rows, lambda s: int(re.findall(r":(\d+)/", s.subject)[0])):
            same = tuple((s.subject.rpartition("/")[2], s.value) for s in told)
            before = first.setdefault(same, told[0])
            found, expected = (s.subject.partition("/")[0] for s in (told[0], before))
            against = words_of(facts, *(s for s in rows if s.line == before.line))
            same_as = f"same_as:{expected}"
            yield judged(told[0], "counted_once", found=found, expected=expected, difference=found != expected, against=against, suggestion=same_as)
