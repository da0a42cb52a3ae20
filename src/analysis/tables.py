"""Raw files to typed tables: the only reader of data/raw.

Every row keeps its document and line, every number its printed form. What cannot be read as declared is
reported all at once, by file and row, with advice; nothing is guessed and nothing is repaired here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.dictionary import TABLES, Column, Table
from analysis.errors import InputError, ParameterError, alternatives
from analysis.numbers import Printed, Style, parse
from analysis.periods import Period

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
_SOURCE_KEYS = {"document", "title", "issuer", "kind", "period", "dated", "text_lines", "text_sha256", "reports", "number_styles", "tables", "bases"}
_STYLE_KEYS = {"style", "lines", "file", "columns", "where"}


@dataclass(frozen=True)
class Unit:
    """A public body. `scopes` are the codes and kinds of the body and of all above it: what a rule may be limited to."""

    code: str
    parent: str | None
    kind: str
    names: Mapping[str, str]
    scopes: frozenset[str]


@dataclass(frozen=True)
class Source:
    """A received document: its sidecar, and the folder that holds its raw tables."""

    folder: Path
    sidecar: Mapping[str, Any]

    @property
    def document(self) -> str:
        return str(self.sidecar["document"])

    @property
    def reports(self) -> list[tuple[str, str]]:
        """The (unit, period) pairs that this document gives enough data to report on."""
        return [(str(r["unit"]), str(p)) for r in self.sidecar["reports"] for p in r["periods"]]

    def place(self, line: int) -> str:
        """The printed table that `line` belongs to, or '' outside any."""
        found = [t["name"] for t in self.sidecar.get("tables") or () if line in _lines(t["lines"])]
        return str(found[-1]) if found else ""

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


@dataclass(frozen=True)
class Facts:
    """Everything read from data/raw.

    `tables` are typed frames (numbers as float64, missing as NaN, text as str, keys unique, columns `document`
    and `line` in each row); `printed` are the same rows, by the same index, as they are printed.
    """

    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    tables: Mapping[str, pd.DataFrame]
    printed: Mapping[str, pd.DataFrame]
    hashes: Mapping[str, str] = field(default_factory=dict)

    def cell(self, table: str, row: Any, column: str) -> Printed:
        """The printed number of one cell, parsed again in its declared style."""
        raw = self.printed[table].loc[row]
        source = self.sources[raw["document"]]
        return parse(raw[column], source.style(table, column, int(raw["line"]), raw.to_dict()))

    def unit(self, code: str) -> Unit:
        """The unit `code`. Raises ParameterError with the nearest known code."""
        if code not in self.units:
            raise ParameterError(f"unit '{code}' is not known; {alternatives(code, self.units)}")
        return self.units[code]

    def children(self, code: str) -> list[str]:
        return [u.code for u in self.units.values() if u.parent == code]

    def family(self, code: str) -> list[str]:
        """The unit and all units below it."""
        return [code, *(member for child in self.children(code) for member in self.family(child))]

    @cached_property
    def reports(self) -> list[tuple[str, str]]:
        """All (unit, period) pairs with a report, in the order of units.yaml and time."""
        order = {code: number for number, code in enumerate(self.units)}
        pairs = {pair for source in self.sources.values() for pair in source.reports}
        return sorted(pairs, key=lambda p: (order[p[0]], Period.parse(p[1])))


def load(raw: Path = RAW) -> Facts:
    """All documents below `raw`. Raises InputError with every problem found, each with file, row and advice."""
    raw = Path(raw)
    problems: list[str] = []
    units = read_units(raw / "units.yaml")
    folders = sorted(p for p in raw.iterdir() if p.is_dir())
    if not folders:
        raise InputError(f"{raw} holds no document: add a folder with source.yaml and its tables")
    documents = [_Document(folder, units, problems) for folder in folders]
    if problems:
        raise InputError(problems)
    tables = {name: _stack([d.tables[name] for d in documents]) for name in TABLES}
    printed = {name: _stack([d.printed[name] for d in documents]) for name in TABLES}
    hashes = {str(f.relative_to(raw)): hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(raw.rglob("*")) if f.is_file()}
    return Facts(units, {d.source.document: d.source for d in documents}, tables, printed, hashes)


def read_units(file: Path) -> dict[str, Unit]:
    """The tree of bodies. Raises InputError for a parent that is not there."""
    entries: dict[str, dict[str, Any]] = _yaml(file)
    missing = [f"{file}: unit '{c}' names parent '{e['parent']}', which is not listed" for c, e in entries.items() if e["parent"] not in {None, *entries}]
    if missing:
        raise InputError(missing)

    def scopes(code: str | None) -> Iterator[str]:
        while code:
            yield from (code, entries[code]["kind"])
            code = entries[code]["parent"]

    return {c: Unit(c, e["parent"], e["kind"], {"id": e["id"], "en": e["en"]}, frozenset(scopes(c))) for c, e in entries.items()}


def _stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [f for f in frames if len(f)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _yaml(file: Path) -> Any:
    if not file.is_file():
        raise InputError(f"{file} is missing: every raw folder needs it; copy the form of another document")
    try:
        return yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as YAML in UTF-8: {' '.join(str(error).split())}") from error


class _Document:
    """One raw folder while it is read; problems are collected, not raised."""

    def __init__(self, folder: Path, units: Mapping[str, Unit], problems: list[str]):
        self.folder, self.units, self.problems = folder, units, problems
        self.tables: dict[str, pd.DataFrame] = {}
        self.printed: dict[str, pd.DataFrame] = {}
        try:
            self.source = Source(folder, _yaml(folder / "source.yaml"))
            self._check_source()
            self.corrections = _yaml(folder / "corrections.yaml") if (folder / "corrections.yaml").exists() else []
        except InputError as error:
            problems += error.problems
            return
        self._refuse_strangers()
        unused = list(self.corrections)
        for table in TABLES.values():
            self._read(table, unused)
        for entry in unused:
            self._problem(
                "corrections.yaml",
                f"the correction of {entry['file']} line {entry['line']} finds no cell printed '{entry['printed']}'; remove it once the data no longer need it",
            )

    def _problem(self, file: str, sentence: str) -> None:
        self.problems.append(f"{self.folder.name}/{file}: {sentence}")

    def _check_source(self) -> None:
        sidecar = self.source.sidecar
        for key in sorted(_SOURCE_KEYS - set(sidecar) - {"tables", "bases"}):
            self._problem("source.yaml", f"'{key}' is missing")
        for key in sorted(set(sidecar) - _SOURCE_KEYS):
            self._problem("source.yaml", f"'{key}' is not known; {alternatives(key, _SOURCE_KEYS)}")
        if sidecar.get("document") != self.folder.name:
            self._problem("source.yaml", f"document '{sidecar.get('document')}' is not the name of its folder")
        for entry in sidecar.get("number_styles") or ():
            if set(entry) - _STYLE_KEYS or entry.get("style") not in {"id", "en"}:
                self._problem("source.yaml", f"number style {entry} needs style id or en, and no keys but {', '.join(sorted(_STYLE_KEYS))}")
        for unit, period in self.source.reports if "reports" in sidecar else ():
            self._cell(Column("unit", "unit", ""), unit, "source.yaml", "reports")
            self._cell(Column("period", "period", ""), period, "source.yaml", "reports")

    def _refuse_strangers(self) -> None:
        known = {f"{name}.csv" for name in TABLES} | {"source.yaml", "corrections.yaml"}
        for file in sorted(self.folder.iterdir()):
            if file.name not in known and not file.name.startswith("."):
                self._problem(file.name, f"is not a raw table; {alternatives(file.name, known)}")

    def _read(self, table: Table, unused: list[dict[str, Any]]) -> None:
        rows = list(self._rows(table))
        self._refuse_repeated_keys(table, rows)
        typed = [{"document": self.source.document, **self._cells(table, number, row, unused)} for number, row in rows]
        self.tables[table.name] = _typed(table, typed)
        self.printed[table.name] = pd.DataFrame([{"document": self.source.document, **row} for _, row in rows], columns=["document", *table.header], dtype=str)

    def _cells(self, table: Table, number: int, row: dict[str, str], unused: list[dict[str, Any]]) -> dict[str, Any]:
        """The typed cells of one row, corrections applied."""
        given = self._corrected(table, row, unused)
        where, line = f"row {number} (line {row['line']})", int(row["line"]) if row["line"].isdigit() else 0

        def style_of(column: Column) -> Callable[[], Style | None]:
            return lambda: self.source.style(table.name, column.name, line, row)

        return {c.name: self._cell(c, given[c.name], f"{table.name}.csv", where, style_of(c)) for c in table.columns}

    def _rows(self, table: Table) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a file with their number in it; the header is row 1."""
        file = self.folder / f"{table.name}.csv"
        if not file.exists():
            return
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._problem(file.name, f"is not UTF-8 (byte {error.start}); save it as CSV UTF-8")
            return
        if "\0" in text:
            self._problem(file.name, "holds NUL bytes; save it again as CSV UTF-8")
            return
        reader = csv.reader(io.StringIO(text, newline=""))
        header = next(reader, [])
        if header != table.header:
            missing, extra = [c for c in table.header if c not in header], [c for c in header if c not in table.header]
            told = (
                f"column {', '.join(missing)} is missing"
                if missing
                else f"column {', '.join(extra)} is not known"
                if extra
                else "the columns are in another order"
            )
            self._problem(file.name, f"{told if header else 'the file is empty'}; the header must be {','.join(table.header)}")
            return
        for cells in reader:
            if len(cells) == len(header):
                yield reader.line_num, dict(zip(header, cells, strict=True))
            else:
                self._problem(file.name, f"row {reader.line_num} has {len(cells)} cells, the header {len(header)}; quote cells that contain a comma")

    def _refuse_repeated_keys(self, table: Table, rows: Sequence[tuple[int, dict[str, str]]]) -> None:
        keys = Counter(tuple(row[k] for k in table.key) for _, row in rows)
        for number, row in rows:
            key = tuple(row[k] for k in table.key)
            if table.key and keys[key] > 1:
                keys[key] = 0
                told = ", ".join(f"{k} '{v}'" for k, v in zip(table.key, key, strict=True))
                self._problem(f"{table.name}.csv", f"row {number} (line {row['line']}) repeats the key {told}; keep one row, print the other again as a claim")

    def _corrected(self, table: Table, row: dict[str, str], unused: list[dict[str, Any]]) -> dict[str, str]:
        for entry in unused:
            key = {"line": entry["line"], **entry.get("key", {})}
            if entry["file"] == table.name and row[entry["column"]] == entry["printed"] and all(row[k] == str(v) for k, v in key.items()):
                unused.remove(entry)
                return row | {entry["column"]: entry["meant"]}
        return row

    def _cell(self, column: Column, text: str, file: str, where: str, style: Callable[[], Style | None] = lambda: None) -> Any:
        text = text.strip()
        try:
            if not text and not column.required:
                return float("nan") if column.kind in {"number", "year"} else ""
            return self._value(column, text, style)
        except (ValueError, ParameterError) as error:
            self._problem(file, f"{where}, column {column.name}: {error}")
            return None

    def _value(self, column: Column, text: str, style: Callable[[], Style | None]) -> Any:
        if not text:
            raise ValueError("the cell is empty; every row needs it")
        match column.kind:
            case "number":
                number = parse(text, style())
                return float(number.value) if number.value is not None else float("nan")
            case "line" | "year":
                if not text.isdigit():
                    raise ValueError(f"'{text}' is not a whole number")
                return int(text)
            case "period":
                return str(Period.parse(text))
            case "unit" if text not in self.units:
                raise ValueError(f"unit '{text}' is not in units.yaml; {alternatives(text, self.units)}")
            case "choice" if text not in column.choices:
                raise ValueError(f"'{text}' is not known; {alternatives(text, column.choices)}")
        return text


def _typed(table: Table, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["document", *table.header])
    numeric = [c.name for c in table.columns if c.kind in {"number", "year"}]
    return frame.astype(dict.fromkeys(numeric, "float64") | {"line": "Int64"})


if __name__ == "__main__":  # python -m analysis.tables data/raw/<document>: the problems of one document
    found: list[str] = []
    document = _Document(Path(sys.argv[1]), read_units(Path(sys.argv[1]).parent / "units.yaml"), found)
    print(*found, sep="\n")
    print({name: len(frame) for name, frame in document.tables.items() if len(frame)})
    sys.exit(bool(found))
