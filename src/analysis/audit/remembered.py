"""What Great Expectations builds again and again while it validates, built once; what it finds stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

_BUILT: dict[str, Any] = {}
"""Expectations by all that they are built from; they do not change on the way."""
_NAMED: dict[str, Any] = {}
"""The names of metrics and their domains by all that they are made from."""
_MOST = 5000
"""How many of them are kept."""


@contextmanager
def remembered() -> Iterator[None]:
    """Within it an expectation, its configuration and the rows of a row condition are made once, and frames have no fingerprint, which nobody reads."""
    from great_expectations.core.id_dict import IDDict
    from great_expectations.execution_engine import pandas_execution_engine as pandas_engine
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.row_conditions import deserialize_row_condition

    built, filtered, named = ExpectationConfiguration.to_domain_obj, pandas_engine.PandasExecutionEngine._apply_row_condition_filter, IDDict.to_id
    configured: Any = Expectation.configuration
    kept: dict[Any, tuple[Any, Any]] = {}

    def once(of: Any, more: str, build: Callable[[], Any]) -> Any:
        """What is built of an object, which is held so that no other takes its id."""
        if (id(of), more) not in kept:
            kept[id(of), more] = (of, build())
        return kept[id(of), more][1]

    configurations: dict[int, tuple[Any, Any]] = {}

    def configuration(self: Any) -> Any:
        if (told := configurations.get(id(self))) is None:
            told = configurations[id(self)] = (self, configured.fget(self))
        return told[1]

    def domain_object(self: Any) -> Any:
        told = (self.type, self.meta, self.severity, self.id, self.notes, self.description)
        return once(self, "", lambda: _at_first(_BUILT, (told, _all_told(self.kwargs)), lambda: built(self)))

    def rows(self: Any, data: Any, condition: Any, domain: Any) -> Any:
        return once(data, _told(deserialize_row_condition(condition)), lambda: filtered(self, data, condition, domain))

    def name(self: Any, *keys: Any, **more: Any) -> Any:
        plain = type(self) is IDDict and not keys and not more
        return _at_first(_NAMED, _all_told(self), lambda: named(self)) if plain else named(self, *keys, **more)

    with ExitStack() as stack:
        stack.enter_context(patch.object(Expectation, "configuration", property(configuration)))
        stack.enter_context(patch.object(ExpectationConfiguration, "to_domain_obj", domain_object))
        stack.enter_context(patch.object(pandas_engine.PandasExecutionEngine, "_apply_row_condition_filter", rows))
        stack.enter_context(patch.object(IDDict, "to_id", name))
        stack.enter_context(patch.object(pandas_engine, "HASH_THRESHOLD", 0))
        yield


def _at_first(kept: dict[str, Any], told: Any, build: Callable[[], Any]) -> Any:
    """What is built of something that is told in full; what was kept of too many things is forgotten."""
    key = repr(told)
    if key not in kept:
        if len(kept) > _MOST:
            kept.clear()
        kept[key] = build()
    return kept[key]


def _all_told(arguments: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted((name, _told(value)) for name, value in arguments.items())


def _told(value: Any) -> str:
    """Everything that an argument says; a row condition shown as text would not tell a number from its digits."""
    return f"json {value.json()}" if hasattr(value, "json") else repr(value)
