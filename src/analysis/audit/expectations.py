"""Our own expectation for Great Expectations: what is printed agrees with what it is compared with. Importing it registers it."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider


class RelationsDisagreeing(TableMetricProvider):
    """Index of the rows of a check table that have one of the relations and a difference other than 0, and how many have one at all."""

    metric_name = "table.relations_disagreeing"
    value_keys = ("relations",)

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(cls, execution_engine: Any, metric_domain_kwargs: Any, metric_value_kwargs: Any, **_: Any) -> Any:  # noqa: N805  # called by its names
        frame = execution_engine.get_domain_records(metric_domain_kwargs)
        judged = frame["relation"].isin(metric_value_kwargs["relations"]) & frame["difference"].notna()
        return {"index": frame.index[judged & (frame["difference"] != 0)].tolist(), "count": int(judged.sum())}


class ExpectPrintedToAgree(BatchExpectation):
    """Every row of a check table that has one of `relations` and can be judged has the difference 0."""

    relations: list[str]

    metric_dependencies: ClassVar[tuple[str, ...]] = ("table.relations_disagreeing",)
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id", "table")
    success_keys: ClassVar[tuple[str, ...]] = ("relations",)

    def _validate(self, metrics: dict[str, Any], runtime_configuration: Any = None, execution_engine: Any = None) -> Any:
        found = metrics["table.relations_disagreeing"]
        failing = found["index"]
        told = {"element_count": found["count"], "unexpected_count": len(failing), "unexpected_index_list": failing}
        return {"success": not failing, "result": told}
