"""Great Expectations at work: one throw-away context, one validation per suite over all documents."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.audit.finding import Finding
from analysis.audit.forms import FORMS, cell_text
from analysis.audit.frames import subject_of
from analysis.audit.suites import Check, Suite
from analysis.errors import SuiteError


def engine() -> Any:
    """An ephemeral context of Great Expectations without telemetry, progress bars or files; warnings stay warnings."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # grammars that cost seconds and go unused
    shown = warnings.showwarning
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations
        from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

        in_memory = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        config = DataContextConfig(store_backend_defaults=in_memory, analytics_enabled=False)
        context: Any = great_expectations.get_context(project_config=config, mode="ephemeral")
        if warnings.showwarning is not shown:
            logging.captureWarnings(False)
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context


def validate(context: Any, suite: Suite, frame: pd.DataFrame, documents: Sequence[str]) -> list[Finding]:
    """What the suite says of every document. Raises SuiteError if a check cannot be built, run, or accounted for."""
    checks = {check.id: check for check in suite.checks if check.columns <= set(frame.columns)}
    results, batch = _results(context, suite.name, list(checks.values()), frame, documents)
    if set(results) != set(checks):
        raise SuiteError(f"{suite.name}.json: no result for {', '.join(sorted(set(checks) ^ set(results)))}; the audit is not complete")
    found = [f for check in checks.values() for f in _findings(check, results[check.id], frame, _domain(batch, check), documents)]
    idle = [check for check in suite.checks if check.id not in checks]
    return found + [_whole(check, document, "not_applicable", 0) for check in idle for document in documents]


def _results(context: Any, name: str, checks: Sequence[Check], frame: pd.DataFrame, documents: Sequence[str]) -> tuple[dict[str, Any], Any]:
    """The raw result of every check by its id, and the batch they were computed on."""
    from great_expectations import ExpectationSuite

    suite = ExpectationSuite(name=name, expectations=[check.as_written for check in checks])
    built = {(expectation.meta or {}).get("check") for expectation in suite.expectations}
    for check in checks:
        if check.id not in built:
            raise SuiteError(f"{name}.json: check {check.id} cannot be built from its arguments {dict(check.kwargs)}")
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch(batch_parameters={"dataframe": frame})
    told = batch.validate(suite, expectation_parameters={"documents": list(documents)}, result_format={"result_format": "COMPLETE"})
    results = {result.expectation_config.meta["check"]: result for result in told.results}
    for check, result in results.items():
        if error := _error(result.exception_info):
            raise SuiteError(f"{name}.json: check {check} could not be applied: {error}")
    return results, batch


def _error(told: Mapping[str, Any]) -> str:
    """The message of an exception, in either of the two shapes it is told in; '' if there was none."""
    for info in [told] if "raised_exception" in told else list(told.values()):
        if info["raised_exception"]:
            return " ".join(str(info["exception_message"]).split())
    return ""


def _domain(batch: Any, check: Check) -> pd.DataFrame:
    """The rows that meet the check's row condition, as the engine itself picks them."""
    condition = check.kwargs.get("row_condition")
    expectation = {"row_condition": _condition(condition)} if condition else {}
    rows: pd.DataFrame = batch.data.execution_engine.get_domain_records(expectation)
    return rows


def _condition(written: Mapping[str, Any]) -> Any:
    from great_expectations.expectations.row_conditions import deserialize_row_condition

    return deserialize_row_condition(written)


def _findings(check: Check, result: Any, frame: pd.DataFrame, domain: pd.DataFrame, documents: Sequence[str]) -> Iterator[Finding]:
    """One finding per failing place, or one per document where the check holds or says nothing."""
    form = FORMS[check.type]
    applied = form.applied(check.kwargs, domain)
    counts = applied.groupby("document").size().to_dict()
    failing = frame.loc[result.result.get("unexpected_index_list") or []]
    for document in documents:
        rows = counts.get(document, 0)
        if form.reach == "documents" and not rows and not result.success:
            yield _whole(check, document, "fails", rows, expected=form.expects(check.kwargs, {}), found="0")
        elif form.reach == "table" and rows and not result.success:
            yield _whole(check, document, "fails", rows, *_column_names(check, frame))
        elif (places := failing[failing["document"] == document]).empty:
            yield _whole(check, document, "holds" if rows else "not_applicable", rows)
        else:
            yield from (_place(check, document, row, rows) for row in places.to_dict("records"))


def _column_names(check: Check, frame: pd.DataFrame) -> tuple[str, str]:
    """The columns that lack, and those that are not known."""
    wanted, given = set(check.kwargs["column_set"]), {str(name) for name in frame.columns}
    return ", ".join(sorted(wanted - given)), ", ".join(sorted(given - wanted))


def _whole(check: Check, document: str, outcome: Any, applied: int, expected: str = "", found: str = "") -> Finding:
    says = check.says["id"]
    return Finding(check.id, check.suite, check.severity, outcome, document, None, "", "", "", says, expected, found, int(applied))


def _place(check: Check, document: str, row: Mapping[Any, Any], applied: int) -> Finding:
    line, unit, period = (cell_text(row.get(name)) for name in ("line", "unit", "period"))
    place = (document, int(line) if line else None, unit, period, subject_of(check.suite, row))
    return Finding(check.id, check.suite, check.severity, "fails", *place, check.says["id"], *_told(check, row), int(applied))


def _told(check: Check, row: Mapping[Any, Any]) -> tuple[str, str]:
    """What was expected at a row and what stands there; a check table tells both itself."""
    if check.suite == "sums":
        return cell_text(row["expected"]), cell_text(row["found"])
    columns = FORMS[check.type].columns(check.kwargs)
    shown = columns[:1] if check.type == "expect_column_pair_values_a_to_be_greater_than_b" else columns
    return FORMS[check.type].expects(check.kwargs, row), "; ".join(cell_text(row[name]) for name in shown)
