"""The check table of the prose: what documents say in words beside the calendar, their own tables, and the law in force."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.audit.compared import Compared
from analysis.audit.prose import bases, counts, elements, trends, when, years
from analysis.audit.prose.statement import statements
from analysis.tables import Facts

RELATIONS = (*when.RELATIONS, *years.RELATIONS, *counts.RELATIONS, *elements.RELATIONS, *trends.RELATIONS, *bases.RELATIONS)
"""Everything that a row may compare."""


def prose(facts: Facts) -> Iterator[Compared]:
    """Every statement, and every legal basis of a source, that one of the `RELATIONS` can be asked of.

    `difference` is 0 where the words agree, another number where they contradict, and None where nothing can be said.
    """
    said = statements(facts)
    for part in (when.dated, years.named, counts.counted, elements.elements, trends.moved, bases.cited):
        yield from part(facts, said)
