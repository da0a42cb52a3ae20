"""Case tables of rules, as inspectors write them: one file per rule, one row per case, the reason first.

Columns: `why,year,scope,case[,reading],<argument names…>,expected,refused`; arguments are numbers, fractions, JSON or words.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

CASES = Path(__file__).resolve().parents[2] / "tests" / "cases"
_TOLD = ("why", "year", "scope", "case", "reading", "expected", "refused")
_NUMBER = re.compile(r"-?\d+(?:\.\d+|/\d+)?")


@dataclass(frozen=True)
class Case:
    """One case: what the rule is given in a fiscal year, and the value expected or the reason for which it is refused."""

    rule: str
    why: str
    year: int
    scope: str
    case: str
    reading: str
    inputs: Mapping[str, Any]
    expected: str
    refused: str


def read_cases(file: Path) -> list[Case]:
    """The cases of one table; an empty cell is an argument not given."""
    with file.open(encoding="utf-8", newline="") as opened:
        return [_case(file.stem, row) for row in csv.DictReader(opened)]


def _case(rule: str, row: Mapping[str, str]) -> Case:
    inputs = {name: value_of(text) for name, text in row.items() if name not in _TOLD and text}
    told = {name: row.get(name) or "" for name in ("why", "scope", "case", "reading", "expected", "refused")}
    return Case(rule, year=int(row["year"]), inputs=inputs, **told)


def value_of(text: str) -> Any:
    """A cell as the rule takes it: a number or fraction, JSON with exact numbers, or words."""
    if text.startswith(("[", "{")):
        return _exact(json.loads(text, parse_float=Fraction, parse_int=Fraction))
    return _exact(text)


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _exact(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_exact(inner) for inner in value]
    return Fraction(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value
