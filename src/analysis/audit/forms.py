"""The kinds of expectation that the audit understands: their arguments, what they are applied to, what they expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Any, Literal

import pandas as pd

from analysis.errors import SuiteError, alternatives

Kwargs = Mapping[str, Any]
Reach = Literal["cells", "rows", "table", "documents", "relations"]
DOCUMENTS = {"$PARAMETER": "documents"}
"""How a suite writes the set of all documents."""

_OPERATORS = {"==", "!=", "<", "<=", ">", ">="}


@dataclass(frozen=True)
class Form:
    """One kind of expectation. `reach` tells what it is applied to: filled cells, all rows, the table, every document, or relations."""

    reach: Reach
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    fixed: Kwargs = field(default_factory=dict)
    expects: Callable[[Kwargs, Mapping[Any, Any]], str] = lambda kwargs, row: ""

    def columns(self, kwargs: Kwargs) -> list[str]:
        """The columns that the check looks at."""
        named = [kwargs[name] for name in ("column", "column_A", "column_B") if name in kwargs]
        compared = ("relation", "difference") if self.reach == "relations" else ()
        return [str(name) for name in (*named, *kwargs.get("column_list", ()), *compared)]

    def refuse_unclear(self, kwargs: Any, place: str) -> None:
        """Raises SuiteError for arguments that are unknown, missing, or would be read in another way than they look."""
        if not isinstance(kwargs, dict):
            raise SuiteError(f"{place}: kwargs must be an object")
        known = {*self.required, *self.optional, *self.fixed} | ({"row_condition"} if self.reach in {"cells", "rows"} else set())
        for name in sorted(set(kwargs) - known):
            raise SuiteError(f"{place}: argument '{name}' is not known here; {alternatives(name, known)}")
        for name in (*self.required, *self.fixed):
            if name not in kwargs:
                raise SuiteError(f"{place}: argument '{name}' is missing")
        for name, value in self.fixed.items():
            if kwargs[name] != value:
                raise SuiteError(f"{place}: argument '{name}' must be {value!r} here, not {kwargs[name]!r}")
        if self.optional and not {"min_value", "max_value"} & set(kwargs):
            raise SuiteError(f"{place}: min_value or max_value is needed, or the check demands nothing")
        if "row_condition" in kwargs:
            _refuse_unclear_condition(kwargs["row_condition"], place)

    def applied(self, kwargs: Kwargs, rows: pd.DataFrame) -> list[int]:
        """Those of the rows in the check's domain that it says something of: where its cells are filled, or all."""
        if self.reach not in {"relations", "cells"} or rows.empty:
            return rows.index.tolist()
        if self.reach == "relations":
            said = rows["relation"].isin(kwargs["relations"]) & rows["difference"].notna()
        else:
            said = reduce(and_, (rows[name].notna() for name in self.columns(kwargs)))
        return rows.index[said].tolist()


def _refuse_unclear_condition(condition: Any, place: str) -> None:
    """Only structured conditions: one in text would be run as code."""
    if not isinstance(condition, dict):
        raise SuiteError(f"{place}: row_condition in text would be run as code; write it as an object of type comparison, nullity, and, or")
    shape = {key for key in condition if key != "type"}
    match condition.get("type"):
        case "comparison" if shape == {"column", "operator", "parameter"} and condition["operator"] in _OPERATORS and _names_column(condition):
            return
        case "nullity" if shape == {"column", "is_null"} and isinstance(condition["is_null"], bool) and _names_column(condition):
            return
        case "and" | "or" if shape == {"conditions"} and condition["conditions"]:
            for inner in condition["conditions"]:
                _refuse_unclear_condition(inner, place)
        case _:
            raise SuiteError(f"{place}: row_condition {condition} is not a comparison, nullity, and, or")


def _names_column(condition: Kwargs) -> bool:
    column = condition["column"]
    return isinstance(column, dict) and set(column) == {"name"} and isinstance(column["name"], str)


def condition_columns(condition: Any) -> set[str]:
    """The columns that a row condition looks at."""
    if not condition:
        return set()
    if "conditions" in condition:
        return {name for inner in condition["conditions"] for name in condition_columns(inner)}
    return {str(condition["column"]["name"])}


def cell_text(value: Any) -> str:
    """A cell as findings write it: whole numbers without decimals, empty where there is none."""
    if value is None or value != value or value is pd.NA:
        return ""
    return format(value, ".15g") if isinstance(value, float) else str(value)


def _bounds(kwargs: Kwargs, row: Mapping[Any, Any]) -> str:
    low, high = (kwargs.get(name) for name in ("min_value", "max_value"))
    if low is not None and low == high:
        return cell_text(low)
    above = "" if low is None else f"{'>' if kwargs.get('strict_min') else '>='} {low}"
    below = "" if high is None else f"{'<' if kwargs.get('strict_max') else '<='} {high}"
    return ", ".join(part for part in (above, below) if part)


FORMS: dict[str, Form] = {
    "expect_table_columns_to_match_set": Form("table", ("column_set",), fixed={"exact_match": True}),
    "expect_column_distinct_values_to_contain_set": Form("documents", (), fixed={"column": "document", "value_set": DOCUMENTS}, expects=lambda k, r: ">= 1"),
    "expect_compound_columns_to_be_unique": Form("rows", ("column_list",), fixed={"ignore_row_if": "never"}, expects=lambda k, r: "1"),
    "expect_column_values_to_not_be_null": Form("rows", ("column",)),
    "expect_column_values_to_be_null": Form("rows", ("column",)),
    "expect_column_values_to_be_between": Form("cells", ("column",), ("min_value", "max_value", "strict_min", "strict_max"), expects=_bounds),
    "expect_column_value_lengths_to_be_between": Form("cells", ("column",), ("min_value", "max_value"), expects=_bounds),
    "expect_column_values_to_be_in_set": Form("cells", ("column", "value_set"), expects=lambda k, r: ", ".join(map(str, k["value_set"]))),
    "expect_column_values_to_match_regex": Form("cells", ("column", "regex"), expects=lambda k, r: str(k["regex"])),
    "expect_printed_to_agree": Form("relations", ("relations",)),
    "expect_column_pair_values_a_to_be_greater_than_b": Form(
        "cells",
        ("column_A", "column_B"),
        fixed={"or_equal": True, "ignore_row_if": "either_value_is_missing"},
        expects=lambda k, r: f">= {cell_text(r[k['column_B']])}",
    ),
}
"""By the name that Great Expectations gives it."""
