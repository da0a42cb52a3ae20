"""The rules: one module per measurement system, its dated parameters in the YAML file beside it; `arithmetic` and `bands` serve them all."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import yaml

from analysis.errors import RuleError
from analysis.law import CERTAINTIES, Law, Parameter, Rule
from analysis.numbers import exact

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader of YAML, in C where PyYAML has it: ten times as fast."""


@cache
def law() -> Law:
    """All rules and parameters of this package, assembled and checked for overlaps."""
    return Law(_declared(), read_parameters(FOLDER))


def _declared() -> list[Rule]:
    modules = [import_module(f"{__name__}.{m.name}") for m in iter_modules([str(FOLDER)])]
    return [r for module in modules for formula in vars(module).values() for r in getattr(formula, "rules", ())]


def read_parameters(folder: Path) -> list[Parameter]:
    """The dated parameters of every YAML file in `folder`. Raises RuleError for an entry that lacks its basis."""
    return [p for file in sorted(folder.glob("*.yaml")) for p in _parameters_of(file)]


def _parameters_of(file: Path) -> list[Parameter]:
    entries = yaml.load(file.read_text("utf-8"), Loader=LOADER)
    found = []
    for entry in entries:
        for dated in entry["values"]:
            if dated.get("certainty") not in CERTAINTIES or not dated.get("reference"):
                raise RuleError(f"{file.name}: a value of '{entry['parameter']}' needs a reference and a certainty from A to U")
            found.append(Parameter(name=entry["parameter"], unit=entry["unit"], **{**dated, "value": _exact(dated["value"])}))
    return found


def _exact(value: Any) -> Any:
    """Numbers as exact fractions, at any depth; other values unchanged."""
    if isinstance(value, dict):
        return {key: _exact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_exact(inner) for inner in value]
    return exact(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
