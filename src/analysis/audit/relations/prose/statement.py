"""A statement in prose, and the row of the check table that judges it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import groupby
from typing import TypeVar

from analysis.audit.finding import Quote
from analysis.audit.relations.compared import Compared, quote
from analysis.facts import Facts
from analysis.periods import Period

Key = TypeVar("Key")


@dataclass(frozen=True)
class Statement:
    """One row of `statements`: what is said of which subject, with its place and its row in the raw table."""

    document: str
    line: int
    unit: str
    period: str
    kind: str
    subject: str
    value: str
    words: str
    row: int

    @property
    def year(self) -> int:
        """The fiscal year that is spoken of."""
        return Period.parse(self.period).year

    @property
    def text(self) -> str:
        """Value and words together, for what may stand in either."""
        return f"{self.value} | {self.words}"


Said = Sequence[Statement]


def statements(facts: Facts, documents: Collection[str]) -> list[Statement]:
    """All statements of the documents, in their order."""
    names = [field.name for field in fields(Statement)][:-1]
    said = (
        {name: row[name] for name in names} | {"line": int(row["line"])} | {"row": int(row["index"])}
        for row in facts.records("statements")
        if row["document"] in documents
    )
    return [Statement(**told) for told in said]


def judged(
    statement: Statement,
    relation: str,
    *,
    found: object,
    expected: object,
    difference: Fraction | int | bool | None,
    printed: str = "",
    against: tuple[Quote, ...] = (),
    suggestion: str = "",
) -> Compared:
    """The row on one statement; a difference told as True or False is 1 or 0, and only what fails has something against it."""
    weight = int(difference) if isinstance(difference, bool) else difference
    return Compared(
        document=statement.document,
        line=statement.line,
        unit=statement.unit,
        period=statement.period,
        relation=relation,
        subject=statement.subject,
        printed=printed or statement.value or statement.words,
        found=str(found),
        expected=str(expected),
        difference=weight,
        against=against if weight else (),
        suggestion=suggestion if weight else "",
        table="statements",
        row=statement.row,
        column="value" if statement.value else "words",
    )


def words_of(facts: Facts, *said: Statement) -> tuple[Quote, ...]:
    """The words of statements as printed, for the side that contradicts."""
    return tuple(quote(facts, "statements", statement.row, "words") for statement in said)


def alike(said: Iterable[Statement], key: Callable[[Statement], Key]) -> Iterator[tuple[Key, list[Statement]]]:
    """The statements by what `key` makes of them, in their order."""
    ordered = sorted(said, key=lambda statement: (repr(key(statement)), statement.row))
    for told, group in groupby(ordered, key=key):
        yield told, list(group)
