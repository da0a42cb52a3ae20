"""What Great Expectations builds again and again while it validates, built once; what it finds stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

_BUILT: dict[str, Any] = {}
"""Expectations by all that they are built from; they do not change on the way."""


@contextmanager
def remembered() -> Iterator[None]:
    """Within it an expectation, its configuration and the rows of a row condition are made once, and frames have no fingerprint, which nobody reads."""
    from great_expectations.execution_engine import pandas_execution_engine as pandas_engine
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.row_conditions import deserialize_row_condition

    plainly: Any = (Expectation.configuration, ExpectationConfiguration.to_domain_obj, pandas_engine.PandasExecutionEngine._apply_row_condition_filter)
    kept: dict[Any, tuple[Any, Any]] = {}

    def once(of: Any, more: str, build: Callable[[], Any]) -> Any:
        """What is built of an object, which is held so that no other takes its id."""
        if (id(of), more) not in kept:
            kept[id(of), more] = (of, build())
        return kept[id(of), more][1]

    def configuration(self: Any) -> Any:
        return once(self, "", lambda: plainly[0].fget(self))

    def domain_object(self: Any) -> Any:
        return once(self, "", lambda: _built(self, lambda: plainly[1](self)))

    def rows(self: Any, data: Any, condition: Any, domain: Any) -> Any:
        return once(data, _told(deserialize_row_condition(condition)), lambda: plainly[2](self, data, condition, domain))

    with ExitStack() as stack:
        stack.enter_context(patch.object(Expectation, "configuration", property(configuration)))
        stack.enter_context(patch.object(ExpectationConfiguration, "to_domain_obj", domain_object))
        stack.enter_context(patch.object(pandas_engine.PandasExecutionEngine, "_apply_row_condition_filter", rows))
        stack.enter_context(patch.object(pandas_engine, "HASH_THRESHOLD", 0))
        yield


def _built(configuration: Any, build: Callable[[], Any]) -> Any:
    kwargs = {name: _told(value) for name, value in configuration.kwargs.items()}
    told = repr((configuration.type, kwargs, configuration.meta, configuration.severity))
    if told not in _BUILT:
        _BUILT[told] = build()
    return _BUILT[told]


def _told(value: Any) -> str:
    """Everything that an argument says; a row condition shown as text would not tell a number from its digits."""
    return f"json {value.json()}" if hasattr(value, "json") else repr(value)
