"""The check table of the prose: what documents say in words beside the calendar, their own tables, and the law in force."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.prose import bases, bounds, counts, elements, extremes, matters, movements, names, programmes, tallies, trends, when, years
from analysis.audit.relations.prose.statement import statements

RELATIONS = (
    *when.RELATIONS,
    *years.RELATIONS,
    *counts.RELATIONS,
    *elements.RELATIONS,
    *trends.RELATIONS,
    *bases.RELATIONS,
    *matters.RELATIONS,
    *bounds.RELATIONS,
    *names.RELATIONS,
    *extremes.RELATIONS,
    *tallies.RELATIONS,
    *programmes.RELATIONS,
)
"""Everything that a row may compare."""


def prose(ex: Examination) -> Iterator[Compared]:
    """Every statement, and every legal basis of a source, that one of the `RELATIONS` can be asked of.

    `difference` is 0 where the words agree, another number where they contradict, and None where nothing can be said.
    """
    said = statements(ex.facts, set(ex.documents))
    for part in (when.dated, years.named, counts.counted, elements.elements, matters.of_its_period, names.called):
        yield from ex.under_audit(part(ex.facts, said))
    for asked in (bases.cited, trends.moved, movements.moved_on, bounds.bounded, extremes.extremes, tallies.tallied, programmes.programmes):
        yield from ex.under_audit(asked(ex, said))
