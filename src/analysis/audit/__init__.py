"""The audit: every expectation suite over every document, with three outcomes and the failing places."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from analysis.audit.finding import COLUMNS, Finding, Quote, findings_of, in_order, to_frame
from analysis.audit.gate import gate, stops
from analysis.audit.suites import EXPECTATIONS, Check, Suite, load_suites, reason, sentence
from analysis.tables import Facts

__all__ = [
    "COLUMNS",
    "EXPECTATIONS",
    "Check",
    "Finding",
    "Quote",
    "Suite",
    "audit",
    "findings_of",
    "gate",
    "load_suites",
    "reason",
    "sentence",
    "stops",
    "to_frame",
]


def audit(facts: Facts, suites: Path = EXPECTATIONS, *, units: Collection[str] = ()) -> list[Finding]:
    """What every suite says of every document, sorted by document, check and line.

    One finding per failing place, one per check that holds or does not apply. `units` limits the audit to rows of these
    units and to the documents that report on them. Raises SuiteError for a suite that is not understood in full or cannot
    be applied. Writes no file.
    """
    from analysis.audit.relations import Examination
    from analysis.audit.validation import engine, validate

    loaded, examined = load_suites(suites), Examination(facts, units)
    definition = engine()
    return in_order(f for suite in loaded for f in validate(definition, suite, examined))
