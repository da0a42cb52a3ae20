"""A body that reports for the first time: its entry in units.yaml, below those that are there, whose comments stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml

from analysis.errors import ParameterError, alternatives
from analysis.rules import LOADER
from analysis.sources import Unit, read_units

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ./()-]*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True)
class NewUnit:
    """A body to be added; `parent` '' for one that is below none, `en` '' where it has no English name."""

    code: str
    parent: str
    kind: str
    short: str
    name: str
    en: str = ""


def with_unit(file: Path, unit: NewUnit) -> tuple[dict[str, Unit], str]:
    """The units together with the new one, and the text of units.yaml that says so.

    Raises ParameterError for a body that is there already, that lacks something, or whose parent is not known.
    """
    known = read_units(file) if file.is_file() else {}
    _refuse(unit, known)
    above = known[unit.parent].scopes if unit.parent else frozenset[str]()
    names = {"id": unit.name, "en": unit.en or unit.name}
    added = Unit(unit.code, unit.parent or None, unit.kind, unit.short, names, above | {unit.code, unit.kind})
    return {**known, unit.code: added}, _with(file.read_text("utf-8") if file.is_file() else "", unit)


def _refuse(unit: NewUnit, known: Mapping[str, Unit]) -> None:
    if unit.code in known:
        raise ParameterError(f"unit '{unit.code}' is in units.yaml already; leave out --parent, --kind-of-unit, --short, --name and --name-en")
    if not _CODE.fullmatch(unit.code):
        raise ParameterError(f"'{unit.code}' is not a code of a unit; write it in small letters with hyphens, for example kanreg-10")
    given = {"--kind-of-unit": unit.kind, "--short": unit.short, "--name": unit.name}
    if missing := [option for option, value in given.items() if not value.strip()]:
        raise ParameterError(f"unit '{unit.code}' is new and lacks {', '.join(missing)}")
    if unit.parent and unit.parent not in known:
        raise ParameterError(f"the parent '{unit.parent}' is not in units.yaml; {alternatives(unit.parent, known)}")
    kinds = {one.kind for one in known.values()}
    if unit.kind not in kinds and get_close_matches(unit.kind, kinds, n=1, cutoff=0.8):
        raise ParameterError(f"the kind of unit '{unit.kind}' is not known; {alternatives(unit.kind, kinds)}")


def _with(text: str, unit: NewUnit) -> str:
    """The text of units.yaml with one more entry at its end, which reads as it is meant."""
    cells = {"parent": unit.parent or None, "kind": unit.kind, "short": unit.short, "id": unit.name, "en": unit.en or unit.name}
    entry = f"{unit.code}: {{{', '.join(f'{key}: {_scalar(value)}' for key, value in cells.items())}}}\n"
    added = f"{text.rstrip()}\n{entry}".lstrip()
    if yaml.load(added, Loader=LOADER) != {**(yaml.load(text, Loader=LOADER) or {}), unit.code: cells}:
        raise ParameterError(f"unit '{unit.code}' cannot be written below the others; add it to units.yaml by hand: {entry.strip()}")
    return added


def _scalar(value: str | None) -> str:
    if value is None:
        return "null"
    plain = _PLAIN.fullmatch(value) and value == value.strip() and value.casefold() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=False)
