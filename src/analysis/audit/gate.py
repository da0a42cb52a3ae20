"""The gate: which raw rows a failing critical check closes, so that nothing is computed from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.audit.finding import Finding
from analysis.facts import Facts
from analysis.figures.ledger import Stopped


def stops(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that close the gate: critical, failing, and accepted by no waiver."""
    return [f for f in findings if f.fails and f.severity == "critical" and not f.waiver]


def gate(facts: Facts, findings: Sequence[Finding]) -> dict[tuple[str, int], str]:
    """The raw rows that are closed, each with the check that closes it.

    A finding at a row closes the row; one about a whole table of a document closes all its rows; one that stands in no
    raw table closes nothing.
    """
    return {place: finding.check for finding in stops(findings) for place in _rows(facts, finding)}


def _rows(facts: Facts, finding: Finding) -> Iterator[tuple[str, int]]:
    if finding.row is not None:
        yield finding.table, finding.row
    elif finding.suite in facts.tables:
        frame = facts.tables[finding.suite]
        yield from ((finding.suite, int(row)) for row in frame.index[frame["document"] == finding.document])


def written(facts: Facts, stopped: Stopped) -> list[dict[str, Any]]:
    """The closed rows as the manifest keeps them: by document, table and row of the file, with the check."""
    told = [{"check": check, "document": (place := facts.file_row(table, row))[0], "table": table, "row": place[1]} for (table, row), check in stopped.items()]
    return sorted(told, key=lambda entry: (str(entry["document"]), str(entry["table"]), entry["row"]))


def read(facts: Facts, told: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    """The closed rows that a manifest keeps. Rows that the facts do not have are left out: their inputs have changed."""
    found = {}
    for entry in told:
        row = facts.row_of(str(entry["table"]), str(entry["document"]), int(entry["row"]))
        if row is not None:
            found[str(entry["table"]), row] = str(entry["check"])
    return found
