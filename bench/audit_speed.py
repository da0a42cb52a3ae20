"""How long does the audit of one unit take once Great Expectations is loaded, beside the plain way to validate the same suites?

`first` is the audit of facts of which nothing was worked out before; `audit` is that of facts whose figures and claims an
audit before it has asked for, as where one process audits several units or documents. The plain way runs one
ValidationDefinition per suite in a context of its own, with complete results. Both are given the same check tables; the
audit's own time includes building them. Prints the best of three runs each, in seconds, and the ratio of the last two; then
the time of all documents, audited one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from analysis import audit
from analysis.audit.frames import frame_of
from analysis.audit.relations import Examination
from analysis.audit.suites import Suite, load_suites
from analysis.facts import Facts
from analysis.tables import load

RUNS = 3


def best(work: Callable[[], Any]) -> float:
    """The shortest of a few runs, in seconds."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def plainly(suites: list[Suite], examined: Examination) -> None:
    """Every suite by the documented way: a context, a batch definition, a validation definition."""
    import great_expectations as gx

    for suite in suites:
        frame = frame_of(examined, suite.name)
        context: Any = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False, "metric_calculations": False}
        asset = context.data_sources.add_pandas(suite.name).add_dataframe_asset(suite.name)
        checks = context.suites.add(gx.ExpectationSuite(name=suite.name, expectations=[check.as_written for check in suite.checks]))
        definition = gx.ValidationDefinition(name=suite.name, data=asset.add_batch_definition_whole_dataframe("all"), suite=checks)
        context.validation_definitions.add(definition)
        given = {"batch_parameters": {"dataframe": frame}, "expectation_parameters": {"documents": examined.documents}}
        definition.run(**given, result_format={"result_format": "COMPLETE"})


def _plain(suites: list[Suite], facts: Facts, units: list[str]) -> None:
    plainly(suites, Examination(facts, units))


def _first(facts: Facts, units: list[str]) -> None:
    audit.audit(replace(facts), units=units)


def _one_by_one(facts: Facts) -> None:
    known = replace(facts)
    for document in facts.sources:
        audit.audit(known, documents=[document])


def main() -> None:
    """Prints one line per unit that has a report of its own, one for all documents, and one for each in turn."""
    facts: Facts = load()
    suites = load_suites()
    audit.audit(facts, units=[facts.reports[0][0]])  # loads Great Expectations
    print(f"{'unit':24}{'first':>8}{'audit':>8}{'plain':>8}{'ratio':>8}")
    for unit in [*dict.fromkeys(unit for unit, _ in facts.reports), ""]:
        units = facts.family(unit) if unit else []
        first = best(partial(_first, facts, units))
        mine = best(partial(audit.audit, facts, units=units))
        plain = best(partial(_plain, suites, facts, units))
        print(f"{unit or '(all)':24}{first:8.2f}{mine:8.2f}{plain:8.2f}{plain / mine:8.1f}")
    print(f"{'(one by one)':24}{best(partial(_one_by_one, facts)):8.2f}")


if __name__ == "__main__":
    main()
