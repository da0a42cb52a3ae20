"""Expectation suites as they lie in `expectations/`: read fail-closed, so that no check is ever dropped in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from analysis.audit.finding import Severity
from analysis.audit.forms import FORMS, condition_columns
from analysis.audit.relations import CHECK_TABLES, COLUMNS
from analysis.dictionary import TABLES
from analysis.errors import SuiteError, alternatives

EXPECTATIONS = Path(__file__).resolve().parents[3] / "expectations"
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")
LANGUAGES = ("id", "en")

_TABLES = {name: ["document", *table.header] for name, table in TABLES.items()} | dict.fromkeys(CHECK_TABLES, COLUMNS)
_ID = re.compile(r"[A-Z]\d\d")
_REMEMBERED = 256
"""Texts of suites that are remembered as they were understood."""


@dataclass(frozen=True)
class Check:
    """One expectation: its id, what it demands of which columns, and its sentence and reason in both languages."""

    id: str
    suite: str
    type: str
    kwargs: Mapping[str, Any]
    severity: Severity
    says: Mapping[str, str]
    why: Mapping[str, str]

    @property
    def columns(self) -> set[str]:
        """The columns that must be there for the check to be applied; none for a check of the whole table."""
        form = FORMS[self.type]
        return set(form.columns(self.kwargs)) | condition_columns(self.kwargs.get("row_condition"))

    @property
    def as_written(self) -> dict[str, Any]:
        return {"type": self.type, "kwargs": dict(self.kwargs), "severity": self.severity, "meta": {"check": self.id}}


@dataclass(frozen=True)
class Suite:
    """The checks of one table."""

    name: str
    checks: tuple[Check, ...]


def load_suites(folder: Path = EXPECTATIONS) -> list[Suite]:
    """The suites below `folder`, by name. Raises SuiteError with file and place for anything not understood in full."""
    files = sorted(Path(folder).glob("*.json"))
    if not files:
        raise SuiteError(f"{folder} holds no suite: the audit needs one JSON file per table. Known tables: {', '.join(sorted(_TABLES))}.")
    suites = [_read(file) for file in files]
    seen: dict[str, str] = {}
    for check in (check for suite in suites for check in suite.checks):
        if check.id in seen:
            raise SuiteError(f"{check.suite}.json: check id '{check.id}' is already used in {seen[check.id]}.json; an id is never used twice")
        seen[check.id] = check.suite
    return suites


def sentence(check: str, lang: str = "id", folder: Path = EXPECTATIONS) -> str:
    """What the check demands, in one sentence of `lang`. Raises SuiteError for an unknown check or language."""
    return _found(check, folder).says[_language(lang)]


def reason(check: str, lang: str = "id", folder: Path = EXPECTATIONS) -> str:
    """Why the check matters, in one sentence of `lang`. Raises SuiteError for an unknown check or language."""
    return _found(check, folder).why[_language(lang)]


def _found(check: str, folder: Path) -> Check:
    known = _by_id(folder)
    if check not in known:
        raise SuiteError(f"check '{check}' is in no suite of {folder}; {alternatives(check, known)}")
    return known[check]


def _language(lang: str) -> str:
    if lang not in LANGUAGES:
        raise SuiteError(f"language '{lang}' has no sentences; {alternatives(lang, LANGUAGES)}")
    return lang


@cache
def _by_id(folder: Path) -> dict[str, Check]:
    return {check.id: check for suite in load_suites(folder) for check in suite.checks}


def _read(file: Path) -> Suite:
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise SuiteError(f"{file.name} cannot be read as JSON in UTF-8: {error}") from error
    return _suite(Path(file.name), text)


@lru_cache(_REMEMBERED)
def _suite(file: Path, text: str) -> Suite:
    """The suite that a text holds, understood once."""
    try:
        written = json.loads(text, object_pairs_hook=_without_repeats)
    except ValueError as error:
        raise SuiteError(f"{file.name} cannot be read as JSON in UTF-8: {error}") from error
    _keys(written, {"name", "expectations"}, file.name)
    if written["name"] != file.stem or file.stem not in _TABLES:
        raise SuiteError(f"{file.name}: name '{written['name']}' must be the table's and the file's; {alternatives(file.stem, _TABLES)}")
    if not isinstance(written["expectations"], list) or not written["expectations"]:
        raise SuiteError(f"{file.name}: 'expectations' must be a list with at least one check")
    checks = tuple(_check(file, number, entry) for number, entry in enumerate(written["expectations"], 1))
    letters = {check.id[0] for check in checks}
    if len(letters) > 1:
        raise SuiteError(f"{file.name}: check ids begin with {' and '.join(sorted(letters))}; a suite has one letter")
    return Suite(file.stem, checks)


def _without_repeats(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(names) > len(set(names)):
        raise ValueError(f"a key is written twice among {', '.join(names)}")
    return dict(pairs)


def _check(file: Path, number: int, entry: Any) -> Check:
    place = f"{file.name}, expectation {number}"
    _keys(entry, {"type", "kwargs", "severity", "meta"}, place)
    _keys(entry["meta"], {"check", "says", "why"}, f"{place}, meta")
    if not _ID.fullmatch(str(entry["meta"]["check"])):
        raise SuiteError(f"{place}: check id '{entry['meta']['check']}' must be a letter and two digits, such as T01")
    place = f"{place} ({entry['meta']['check']})"
    if entry["severity"] not in SEVERITIES:
        raise SuiteError(f"{place}: severity '{entry['severity']}' is not known; {alternatives(str(entry['severity']), SEVERITIES)}")
    for told in ("says", "why"):
        _keys(entry["meta"][told], set(LANGUAGES), f"{place}, meta.{told}")
        for lang in LANGUAGES:
            if not str(entry["meta"][told][lang]).strip():
                raise SuiteError(f"{place}: the sentence meta.{told}.{lang} is empty; say it in one sentence")
    if entry["type"] not in FORMS:
        raise SuiteError(f"{place}: expectation type '{entry['type']}' is not known; {alternatives(str(entry['type']), FORMS)}")
    check = Check(entry["meta"]["check"], file.stem, entry["type"], entry["kwargs"], entry["severity"], entry["meta"]["says"], entry["meta"]["why"])
    FORMS[check.type].refuse_unclear(check.kwargs, place)
    _refuse_unknown_columns(check, place)
    _refuse_unknown_relations(check, place)
    return check


def _keys(written: Any, wanted: set[str], place: str) -> None:
    """Refuses anything but an object with exactly the keys `wanted`."""
    if not isinstance(written, dict):
        raise SuiteError(f"{place}: an object with the keys {', '.join(sorted(wanted))} is needed here")
    for key in sorted(set(written) - wanted):
        raise SuiteError(f"{place}: key '{key}' is not known; {alternatives(key, wanted)}")
    for key in sorted(wanted - set(written)):
        raise SuiteError(f"{place}: '{key}' is missing; every entry needs {', '.join(sorted(wanted))}")


def _refuse_unknown_columns(check: Check, place: str) -> None:
    known: Iterable[str] = _TABLES[check.suite]
    for column in sorted(check.columns | set(check.kwargs.get("column_set", ()))):
        if column not in known:
            raise SuiteError(f"{place}: table '{check.suite}' has no column '{column}'; {alternatives(column, known)}")


def _refuse_unknown_relations(check: Check, place: str) -> None:
    relations = check.kwargs.get("relations")
    if relations is None:
        return
    known = CHECK_TABLES[check.suite].relations if check.suite in CHECK_TABLES else frozenset[str]()
    if not isinstance(relations, list) or not relations:
        raise SuiteError(f"{place}: 'relations' must be a list with at least one relation")
    for relation in relations:
        if relation not in known:
            raise SuiteError(f"{place}: check table '{check.suite}' has no relation '{relation}'; {alternatives(str(relation), known)}")
