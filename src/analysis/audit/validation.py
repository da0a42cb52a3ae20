"""Great Expectations at work: one throw-away context, one validation per suite over all documents."""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.audit.finding import Finding
from analysis.audit.forms import FORMS, cell_text
from analysis.audit.frames import frame_of, subject_of
from analysis.audit.relations import CHECK_TABLES, COLUMNS, Examination, Spot
from analysis.audit.remembered import remembered
from analysis.audit.suites import Check, Suite
from analysis.errors import SuiteError

_SELDOM = "scipy.stats"
"""A large module that Great Expectations imports for expectations that no suite here holds."""


def engine() -> Any:
    """What takes frames to be validated, in an ephemeral context of Great Expectations without telemetry, progress bars or files.

    Warnings stay warnings. One engine serves one audit in one thread: frames given from several threads would be mixed up.
    """
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # grammars that cost seconds and go unused
    _load_late(_SELDOM)
    shown = warnings.showwarning
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations
        from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults, ProgressBarsConfig

        import analysis.audit.expectations  # noqa: F401  # registers our own

        in_memory = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
        config = DataContextConfig(store_backend_defaults=in_memory, analytics_enabled=False, progress_bars=ProgressBarsConfig(globally=False))
        context: Any = great_expectations.get_context(project_config=config, mode="ephemeral")
        if warnings.showwarning is not shown:
            logging.captureWarnings(False)
    return context.data_sources.add_pandas("facts").add_dataframe_asset("tables").add_batch_definition_whole_dataframe("all")


def _load_late(name: str) -> None:
    """Has a module loaded when something in it is asked for first, not when it is imported; it is left as it is where it was imported before."""
    parent, _, last = name.rpartition(".")
    if name in sys.modules or (spec := importlib.util.find_spec(name)) is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if parent:
        setattr(sys.modules[parent], last, module)


def validate(definition: Any, suite: Suite, examined: Examination) -> list[Finding]:
    """What the suite says of every document. Raises SuiteError if a check cannot be built, run, or accounted for."""
    with remembered():
        return _validate(definition, suite, examined)


def _validate(definition: Any, suite: Suite, examined: Examination) -> list[Finding]:
    frame = frame_of(examined, suite.name)
    asked = [check for check in suite.checks if check.columns <= set(frame.columns)]
    domains = _domains(asked, frame)
    applied = {check.id: FORMS[check.type].applied(check.kwargs, domains.get(check.id, frame)) for check in asked}
    said = [check for check in asked if applied[check.id] or FORMS[check.type].reach == "documents"]
    needing = examined.documents if suite.name in CHECK_TABLES else examined.needing(suite.name)
    results = _results(definition, frame[COLUMNS] if suite.name in CHECK_TABLES else frame, suite.name, said, needing) if said else {}
    documents = frame["document"].tolist()
    examined.covered.update(*_covered(examined, suite, frame, applied))
    found = [f for check in asked for f in _findings(examined, check, results.get(check.id), frame, documents, applied[check.id], needing)]
    idle = [check for check in suite.checks if check not in asked]
    return found + [_whole(check, document, "not_applicable", 0, reason="column_missing") for check in idle for document in examined.documents]


def _results(definition: Any, frame: pd.DataFrame, name: str, checks: Sequence[Check], documents: Sequence[str]) -> dict[str, Any]:
    """The raw result of every check by its id. Failing places are looked for only where a check fails."""
    from great_expectations.validator.v1_validator import Validator

    validator = Validator(definition, "BOOLEAN_ONLY", {"dataframe": frame})
    results = _validated(validator, name, checks, documents)
    validator.result_format = "COMPLETE"
    return results | _validated(validator, name, [check for check in checks if not results[check.id].success], documents)


def _validated(validator: Any, name: str, checks: Sequence[Check], documents: Sequence[str]) -> dict[str, Any]:
    from great_expectations import ExpectationSuite

    if not checks:
        return {}
    suite = ExpectationSuite(name=name, expectations=[check.as_written for check in checks])
    built = {(expectation.meta or {}).get("check") for expectation in suite.expectations}
    for check in checks:
        if check.id not in built:
            raise SuiteError(f"{name}.json: check {check.id} cannot be built from its arguments {dict(check.kwargs)}")
    told = validator.validate_expectation_suite(suite, {"documents": list(documents)})
    results = {result.expectation_config.meta["check"]: result for result in told.results}
    for check, result in results.items():
        if error := _error(result.exception_info):
            raise SuiteError(f"{name}.json: check {check} could not be applied: {error}")
    if missing := sorted({check.id for check in checks} ^ set(results)):
        raise SuiteError(f"{name}.json: no result for {', '.join(missing)}; the audit is not complete")
    return results


def _error(told: Mapping[str, Any]) -> str:
    """The message of an exception, in either of the two shapes it is told in; '' if there was none."""
    for info in [told] if "raised_exception" in told else list(told.values()):
        if info["raised_exception"]:
            return " ".join(str(info["exception_message"]).split())
    return ""


def _domains(checks: Sequence[Check], frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows that meet the row condition of every check that has one, by its id, as Great Expectations itself picks them."""
    from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
    from great_expectations.expectations.row_conditions import deserialize_row_condition

    conditions = {check.id: condition for check in checks if len(frame) and (condition := check.kwargs.get("row_condition"))}
    engine = PandasExecutionEngine(batch_data_dict={"rows": frame}) if conditions else None
    return {name: engine.get_domain_records({"row_condition": deserialize_row_condition(told)}) for name, told in conditions.items() if engine}


def _findings(
    examined: Examination, check: Check, result: Any, frame: pd.DataFrame, documents: Sequence[str], applied: Sequence[int], needing: Sequence[str]
) -> Iterator[Finding]:
    """One finding per failing place, or one per document where the check holds or says nothing; without result it applies to no row.

    `documents` are those of the rows of the frame, `applied` the rows that the check is applied to, and `needing` the documents that must have rows.
    """
    form = FORMS[check.type]
    counts, known = Counter(documents[at] for at in applied), set(documents)
    failing: dict[str, list[int]] = {}
    for at in (result.result.get("unexpected_index_list") if result else None) or ():
        failing.setdefault(documents[at], []).append(at)
    for document in examined.documents:
        rows = counts[document]
        if form.reach == "documents" and not rows and document in needing and not result.success:
            yield _whole(check, document, "fails", rows, expected=form.expects(check.kwargs, {}), found="0")
        elif form.reach == "table" and rows and not result.success:
            yield _whole(check, document, "fails", rows, *_column_names(check, frame))
        elif document in failing:
            told, places = _compared if check.suite in CHECK_TABLES else _place, failing[document]
            yield from (told(examined, check, document, at, row, rows) for at, row in zip(places, frame.loc[places].to_dict("records"), strict=True))
        else:
            reason = "defined_beside" if form.reach == "documents" and document not in needing else "empty" if document in known else "no_rows"
            yield _whole(check, document, "holds" if rows else "not_applicable", rows, reason="" if rows else reason)


def _covered(examined: Examination, suite: Suite, frame: pd.DataFrame, applied: Mapping[str, Sequence[int]]) -> Iterator[Iterable[Spot]]:
    """The raw cells of the same document that checks look at in the rows they are applied to; the structure of a table covers no cell."""
    if suite.name in CHECK_TABLES:
        own = list(zip(*(frame[name].tolist() for name in ("table", "row", "column")), strict=True))
        documents, rests = frame["document"].tolist(), frame["rests"].tolist()
        for at in set().union(*applied.values()):
            yield [spot for spot in rests[at] if examined.known.document(spot) == documents[at]]
            yield () if pd.isna(own[at][1]) else (own[at],)
        return
    raw = examined.places(suite.name).tolist()
    for check in (check for check in suite.checks if check.id in applied and FORMS[check.type].reach not in {"table", "documents"}):
        yield [(suite.name, raw[at], column) for column in check.columns for at in applied[check.id]]


def _column_names(check: Check, frame: pd.DataFrame) -> tuple[str, str]:
    """The columns that lack, and those that are not known."""
    wanted, given = set(check.kwargs["column_set"]), {str(name) for name in frame.columns}
    return ", ".join(sorted(wanted - given)), ", ".join(sorted(given - wanted))


def _whole(check: Check, document: str, outcome: Any, applied: int, expected: str = "", found: str = "", reason: str = "") -> Finding:
    says = check.says["id"]
    return Finding(check.id, check.suite, check.severity, outcome, document, None, "", "", "", says, expected, found, int(applied), reason=reason)


def _failing(check: Check, document: str, told: Mapping[Any, Any], applied: int, expected: str, found: str, **evidence: Any) -> Finding:
    """A finding that fails at a row; `told` is what the row holds."""
    line, unit, period = (cell_text(told.get(name)) for name in ("line", "unit", "period"))
    place = (document, int(line) if line else None, unit, period, subject_of(check.suite, told))
    return Finding(check.id, check.suite, check.severity, "fails", *place, check.says["id"], expected, found, int(applied), **evidence)


def _place(examined: Examination, check: Check, document: str, at: int, row: Mapping[Any, Any], applied: int) -> Finding:
    """A failing row of a raw table: what is printed in the cells that the check looks at."""
    form, index = FORMS[check.type], int(examined.places(check.suite)[at])
    columns = form.columns(check.kwargs)
    shown = columns[:1] if form.fixed.get("or_equal") else columns
    printed = examined.facts.printed[check.suite]
    known = [name for name in columns if index in printed.index and name in printed.columns]
    words = "; ".join(str(printed.at[index, name]) for name in shown if name in known)
    against = tuple(examined.quote(check.suite, index, name) for name in known if name not in shown)
    found = "; ".join(cell_text(row[name]) for name in shown)
    return _failing(check, document, row, applied, form.expects(check.kwargs, row), found, printed=words, against=against, table=check.suite, row=index)


def _compared(examined: Examination, check: Check, document: str, at: int, row: Mapping[Any, Any], applied: int) -> Finding:
    """A failing row of a check table, which tells itself what is printed, what was expected, and what contradicts it."""
    evidence = {name: row[name] for name in ("printed", "against", "suggestion", "table")}
    index = None if pd.isna(row["row"]) else int(row["row"])
    return _failing(check, document, row, applied, cell_text(row["expected"]), cell_text(row["found"]), row=index, **evidence)
