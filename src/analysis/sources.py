"""Who and what the raw folders are of: the tree of units, and each document with its sidecar and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from analysis.dictionary import TABLES
from analysis.errors import InputError
from analysis.numbers import Style
from analysis.periods import Period
from analysis.rules import LOADER

_STYLE_KEYS = {"style", "lines", "file", "columns", "where"}
_CORRECTION_KEYS = {"file", "line", "column", "printed", "meant", "why"}
_UNIT_KEYS = {"parent", "kind", "short", "id", "en"}


@dataclass(frozen=True)
class Unit:
    """A public body. `scopes` are the codes and kinds of the body and of all above it: what a rule may be limited to."""

    code: str
    parent: str | None
    kind: str
    short: str
    names: Mapping[str, str]
    scopes: frozenset[str]


@dataclass(frozen=True)
class SheetLines:
    """A sheet of a spreadsheet, or a text file of columns (`sheet` is '' there), whose rows are lines of a document: its row 1 would be line `before` + 1."""

    file: str
    sheet: str
    before: int
    columns: Mapping[str, Any]
    """Where the columns of the raw tables stand, by `table.column`: a letter, or, where several columns of the sheet gave one, `{column: {word: letter}}`
    with what the row says in a column that tells them apart."""

    def cell(self, line: int, column: str, row: Mapping[str, Any]) -> str:
        """The cell in which a `column` (`targets.value`) of the raw `row` at a line stands; '' where that is not known."""
        found = self.columns.get(column, "")
        while isinstance(found, Mapping):
            by, letters = next(iter(found.items()))
            found = {str(word): letter for word, letter in letters.items()}.get(str(row.get(by, "")), "")
        return f"{found}{line - self.before}" if found else ""


@dataclass(frozen=True)
class Source:
    """A received document: its sidecar, the folder that holds its raw tables, and where our reading of its text was corrected."""

    folder: Path
    sidecar: Mapping[str, Any]
    corrections: Sequence[Mapping[str, Any]] = ()

    @property
    def document(self) -> str:
        return str(self.sidecar["document"])

    @property
    def reports(self) -> list[tuple[str, str]]:
        """The (unit, period) pairs that this document gives enough data to report on."""
        return [(str(r["unit"]), str(p)) for r in self.sidecar["reports"] for p in r["periods"]]

    def place(self, line: int) -> str:
        """The printed table that `line` belongs to, the last of several, or '' outside any."""
        return self._places.get(line, "")

    def sheet(self, line: int) -> SheetLines | None:
        """The sheet whose row `line` is; None for a line of the document's text. `sheets` in the sidecar lists file, sheet, lines and columns."""
        found = next((s for s in self.sidecar.get("sheets") or () if line in _lines(s["lines"])), None)
        return SheetLines(found["file"], found.get("sheet", ""), _lines(found["lines"]).spans[0][0] - 1, found.get("columns") or {}) if found else None

    @cached_property
    def _places(self) -> dict[int, str]:
        """The printed table of every line that lies in one."""
        tables = [(str(t["name"]), _lines(t["lines"])) for t in self.sidecar.get("tables") or ()]
        return {line: name for name, lines in tables for first, last in lines.spans for line in range(first, last + 1)}

    def reproduces(self, line: int) -> bool:
        """Whether `line` belongs to a text by others that the document only reproduces (`reproduced` in its sidecar)."""
        return any(line in _lines(entry["lines"]) for entry in self.sidecar.get("reproduced") or ())

    def style(self, file: str, column: str, line: int, row: Mapping[str, str]) -> Style | None:
        """The number style declared for a cell: the last matching entry of number_styles, None if there is none."""
        style = None
        for entry in self.sidecar.get("number_styles") or ():
            fits = (
                entry.get("file", file) == file
                and column in entry.get("columns", [column])
                and ("lines" not in entry or line in _lines(entry["lines"]))
                and all(row.get(name) in [str(v) for v in values] for name, values in entry.get("where", {}).items())
            )
            style = entry["style"] if fits else style
        return style


class _Lines:
    """A set of lines written as `431-461`, 502, or a list of both."""

    def __init__(self, written: Any):
        parts = written if isinstance(written, list) else [written]
        pairs = [str(part).partition("-") for part in parts]
        self.spans = [(int(first), int(last or first)) for first, _, last in pairs]

    def __contains__(self, line: int) -> bool:
        return any(first <= line <= last for first, last in self.spans)


_CACHE: dict[str, _Lines] = {}


def _lines(written: Any) -> _Lines:
    key = str(written)
    if key not in _CACHE:
        _CACHE[key] = _Lines(written)
    return _CACHE[key]


def read_units(file: Path) -> dict[str, Unit]:
    """The tree of bodies. Raises InputError for an entry that lacks a key, a parent that is not there, and a circle of parents."""
    entries: dict[str, dict[str, Any]] = _yaml(file)
    if not isinstance(entries, dict) or not all(isinstance(e, dict) and set(e) == _UNIT_KEYS for e in entries.values()):
        raise InputError(f"{file}: every unit needs the keys {', '.join(sorted(_UNIT_KEYS))}, and no others")
    missing = [f"{file}: unit '{c}' names parent '{e['parent']}', which is not listed" for c, e in entries.items() if e["parent"] not in {None, *entries}]
    if missing:
        raise InputError(missing)

    def scopes(code: str) -> Iterator[str]:
        seen: list[str] = []
        above: str | None = code
        while above:
            if above in seen:
                raise InputError(f"{file}: unit '{above}' is above itself; correct the parents of {', '.join(seen)}")
            seen.append(above)
            yield from (above, entries[above]["kind"])
            above = entries[above]["parent"]

    return {c: Unit(c, e["parent"], e["kind"], e["short"], {"id": e["id"], "en": e["en"]}, frozenset(scopes(c))) for c, e in entries.items()}


def reports_of(units: Iterable[str], sources: Iterable[Source]) -> list[tuple[str, str]]:
    """All (unit, period) pairs that the sources report on, in the order of the units and of time."""
    order = {code: number for number, code in enumerate(units)}
    return sorted({pair for source in sources for pair in source.reports}, key=lambda pair: (order[pair[0]], Period.parse(pair[1])))


def waits(folder: Path) -> bool:
    """Whether a document is only begun: its sidecar is there, and no raw table yet."""
    return (folder / "source.yaml").is_file() and not any((folder / f"{table}.csv").is_file() for table in TABLES)


def read_source(folder: Path) -> Source:
    """The document of one raw folder. Raises InputError where its sidecar or corrections cannot be worked with."""
    return Source(folder, _sidecar(folder), _corrections(folder))


def _sidecar(folder: Path) -> dict[str, Any]:
    """The content of source.yaml. Raises InputError where its form does not let the tables be read."""
    place = f"{folder.name}/source.yaml"
    sidecar = _yaml(folder / "source.yaml")
    if not isinstance(sidecar, dict):
        raise InputError(f"{place}: is not a list of keys with values; copy the form of another document")
    for key in ("number_styles", "tables", "reproduced", "sheets"):
        entries = sidecar.get(key) or []
        if not isinstance(entries, list) or not all(isinstance(e, dict) and _readable(e.get("lines", 1)) for e in entries):
            raise InputError(f"{place}: '{key}' needs a list of entries, and lines written as 431-461, 502 or a list of both")
    wrong = [e for e in sidecar.get("number_styles") or () if not _is_style(e)]
    if wrong:
        raise InputError(f"{place}: number style {wrong[0]} needs style id or en, and no keys but {', '.join(sorted(_STYLE_KEYS))} of a known table")
    if odd := [e for e in sidecar.get("sheets") or () if not (isinstance(e.get("file"), str) and isinstance(e.get("columns") or {}, dict))]:
        raise InputError(f"{place}: sheet {odd[0]} needs its file, and columns as 'table.column: letter'")
    if lost := [f"{column}: {at}" for e in sidecar.get("sheets") or () for column, at in (e.get("columns") or {}).items() if not _leads_to_letters(at)]:
        raise InputError(f"{place}: '{lost[0]}' names no column of a sheet; write a letter, or {{period: {{2024-TW1: D, 2024-TW2: E}}}}")
    reports = sidecar.get("reports", [{"unit": "", "periods": []}])
    if not isinstance(reports, list) or not reports or not all(isinstance(r, dict) and isinstance(r.get("periods"), list) and "unit" in r for r in reports):
        raise InputError(f"{place}: 'reports' needs at least one entry, each with unit and periods")
    return sidecar


def _leads_to_letters(at: Any) -> bool:
    """Whether this is a letter, or letters by the words of one column of a raw table."""
    if not isinstance(at, dict):
        return isinstance(at, str) and at.isalpha()
    parts = list(at.values())
    return len(parts) == 1 and isinstance(parts[0], dict) and all(map(_leads_to_letters, parts[0].values()))


def _corrections(folder: Path) -> list[dict[str, Any]]:
    """The entries of corrections.yaml. Raises InputError for one that does not name a cell, what is printed, meant and why."""
    file = folder / "corrections.yaml"
    entries = (_yaml(file) if file.exists() else None) or []
    for entry in entries if isinstance(entries, list) else [entries]:
        table = TABLES.get(str(entry.get("file"))) if isinstance(entry, dict) else None
        keys = set(entry) - {"key"} if table else set()
        told = isinstance(entry.get("why"), dict) and set(entry["why"]) == {"id", "en"} if table else False
        if table is None or not told or keys != _CORRECTION_KEYS or not {entry["column"], *(entry.get("key") or {})} <= set(table.header):
            needed = f"{', '.join(sorted(_CORRECTION_KEYS))} of a table and its columns, and why in both languages"
            raise InputError(f"{folder.name}/{file.name}: correction {entry} needs {needed}")
    return list(entries)


def _yaml(file: Path) -> Any:
    if not file.is_file():
        raise InputError(f"{file} is missing: every raw folder needs it; copy the form of another document")
    try:
        return yaml.load(file.read_text("utf-8"), Loader=LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as YAML in UTF-8: {' '.join(str(error).split())}") from error


def _readable(lines: Any) -> bool:
    try:
        _lines(lines)
    except ValueError:
        return False
    return True


def _is_style(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of number_styles names a style, a known table and lists of its columns and values, and nothing else."""
    file, columns, where = entry.get("file"), entry.get("columns", []), entry.get("where", {})
    known = {c for name, table in TABLES.items() for c in table.header if file in {None, name}}
    listed = isinstance(columns, list) and isinstance(where, dict) and all(isinstance(values, list) for values in where.values())
    return listed and entry.get("style") in {"id", "en"} and set(entry) <= _STYLE_KEYS and file in {None, *TABLES} and {*columns, *where} <= known
