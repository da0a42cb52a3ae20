"""The audit: every expectation suite over every document, with three outcomes and the failing places."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from analysis.audit.finding import COLUMNS, Finding, Quote, addressed, findings_of, in_order, to_frame
from analysis.audit.gate import gate, stops
from analysis.audit.kept import Audited, of_document, of_report, together
from analysis.audit.suites import EXPECTATIONS, Check, Suite, load_suites, reason, sentence
from analysis.audit.waivers import FILE, apply, load_waivers, waived
from analysis.errors import ParameterError, alternatives
from analysis.facts import Facts

WAIVERS = "waivers"
"""The suite that looks at the waivers themselves."""

__all__ = [
    "COLUMNS",
    "EXPECTATIONS",
    "Audited",
    "Check",
    "Finding",
    "Quote",
    "Suite",
    "addressed",
    "audit",
    "examine",
    "findings_of",
    "gate",
    "load_suites",
    "of_document",
    "of_report",
    "reason",
    "sentence",
    "stops",
    "to_frame",
    "together",
]


def audit(facts: Facts, suites: Path = EXPECTATIONS, *, units: Collection[str] = (), documents: Collection[str] = (), on: date | None = None) -> list[Finding]:
    """What every suite says of every document, sorted by document, check and line.

    One finding per failing place, one per check that holds or does not apply; accepted ones name their waiver. `units`
    limits the audit to rows of these units and to the documents that report on them, `documents` to these documents; what
    they are compared with is never limited. `on` is the day by which waivers are judged, by default today. Raises
    SuiteError for suites and waivers that are not understood in full or cannot be applied, ParameterError for a document
    that is not there. Writes no file.
    """
    return examine(facts, suites, units=units, documents=documents, on=on).findings


def examine(facts: Facts, suites: Path = EXPECTATIONS, *, units: Collection[str] = (), documents: Collection[str] = (), on: date | None = None) -> Audited:
    """The findings of `audit`, and the coverage of the raw tables. Those of several documents `together` are those of one audit of them.

    A waiver is of its document, and is judged wherever the whole document is under audit.
    """
    from analysis.audit.coverage import coverage
    from analysis.audit.relations import Examination
    from analysis.audit.validation import engine, validate

    loaded, examined, day = load_suites(suites), Examination(facts, units, _known(facts, documents)), on or date.today()
    waivers = load_waivers(suites / FILE, {check.id for suite in loaded for check in suite.checks}, facts.sources)
    definition = engine()
    found = [f for suite in loaded if suite.name != WAIVERS for f in validate(definition, suite, examined)]
    examined.waived = list(waived([w for w in waivers if not units and w.document in examined.documents], found, day))
    own = [f for suite in loaded if suite.name == WAIVERS for f in validate(definition, suite, examined)]
    return Audited(in_order([*apply(found, waivers, day), *own]), coverage(examined))


def _known(facts: Facts, documents: Collection[str]) -> Collection[str]:
    for document in documents:
        if document not in facts.sources:
            raise ParameterError(f"document '{document}' is not known; {alternatives(document, facts.sources)}")
    return documents
