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

from analysis import references
from analysis.dictionary import TABLES, Column, Table
from analysis.errors import InputError, ParameterError, alternatives
from analysis.numbers import Printed, Style, exact, parse
from analysis.periods import Period
from analysis.rules import law

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, in C where PyYAML has it: ten times as fast."""

FIGURES = frozenset(r.id for r in law().rules)
"""The figures that a document may claim: those that a rule gives."""

_SOURCE_KEYS = {"document", "title", "issuer", "kind", "period", "dated", "text_lines", "text_sha256", "reports", "number_styles", "tables", "bases"}
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
    and `line` in each row); `printed` are the same rows, by the same index, as they are printed, and `meant` the same
    again with corrections.yaml applied.
    """

    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    tables: Mapping[str, pd.DataFrame]
    printed: Mapping[str, pd.DataFrame]
    hashes: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def cell(self, table: str, row: Any, column: str) -> Printed:
        """The printed number of one cell, corrected where it was misprinted, parsed again in its declared style."""
        raw = self.printed[table].loc[row]
        source = self.sources[raw["document"]]
        return parse(str(self.meant[table].at[row, column]), source.style(table, column, int(raw["line"]), raw.to_dict()))

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
    if not raw.is_dir():
        raise InputError(f"{raw} is not a folder; name the one that holds units.yaml and the documents, for example with --data-dir")
    units = read_units(raw / "units.yaml")
    folders = sorted(p for p in raw.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not folders:
        raise InputError(f"{raw} holds no document: add a folder with source.yaml and its tables")
    documents = [_Document(folder, units, problems) for folder in folders]
    if problems:
        raise InputError(problems)
    tables = {name: _stack([d.tables[name] for d in documents]) for name in TABLES}
    printed = {name: _stack([d.printed[name] for d in documents]) for name in TABLES}
    meant = {name: _stack([d.meant[name] for d in documents]) for name in TABLES}
    return Facts(units, {d.source.document: d.source for d in documents}, tables, printed, _hashes(raw), meant)


def _hashes(raw: Path) -> dict[str, str]:
    """SHA-256 of every input file by its path below `raw`; hidden files are not input."""
    files = {f.relative_to(raw): f for f in sorted(raw.rglob("*")) if f.is_file()}
    return {str(place): hashlib.sha256(f.read_bytes()).hexdigest() for place, f in files.items() if not any(part.startswith(".") for part in place.parts)}


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


def _stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [f for f in frames if len(f)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _yaml(file: Path) -> Any:
    if not file.is_file():
        raise InputError(f"{file} is missing: every raw folder needs it; copy the form of another document")
    try:
        return yaml.load(file.read_text("utf-8"), Loader=_LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read as YAML in UTF-8: {' '.join(str(error).split())}") from error


class _Document:
    """One raw folder while it is read; problems are collected, not raised."""

    def __init__(self, folder: Path, units: Mapping[str, Unit], problems: list[str]):
        self.folder, self.units, self.problems = folder, units, problems
        self.tables: dict[str, pd.DataFrame] = {}
        self.printed: dict[str, pd.DataFrame] = {}
        self.meant: dict[str, pd.DataFrame] = {}
        try:
            self.source = Source(folder, self._sidecar(), self._corrections())
            self._check_source()
        except InputError as error:
            problems += error.problems
            return
        self._refuse_strangers()
        unused = [dict(entry) for entry in self.source.corrections]
        for table in TABLES.values():
            self._read(table, unused)
        for name, line, sentence in references.broken(self.tables):
            self._problem(f"{name}.csv", f"line {line}: {sentence}")
        for entry in unused:
            self._problem(
                "corrections.yaml",
                f"the correction of {entry['file']} line {entry['line']} finds no cell printed '{entry['printed']}'; remove it once the data no longer need it",
            )

    def _problem(self, file: str, sentence: str) -> None:
        self.problems.append(f"{self.folder.name}/{file}: {sentence}")

    def _sidecar(self) -> dict[str, Any]:
        """The content of source.yaml. Raises InputError where its form does not let the tables be read."""
        place = f"{self.folder.name}/source.yaml"
        sidecar = _yaml(self.folder / "source.yaml")
        if not isinstance(sidecar, dict):
            raise InputError(f"{place}: is not a list of keys with values; copy the form of another document")
        for key in ("number_styles", "tables"):
            entries = sidecar.get(key) or []
            if not isinstance(entries, list) or not all(isinstance(e, dict) and _readable(e.get("lines", 1)) for e in entries):
                raise InputError(f"{place}: '{key}' needs a list of entries, and lines written as 431-461, 502 or a list of both")
        wrong = [e for e in sidecar.get("number_styles") or () if not _is_style(e)]
        if wrong:
            raise InputError(f"{place}: number style {wrong[0]} needs style id or en, and no keys but {', '.join(sorted(_STYLE_KEYS))} of a known table")
        reports = sidecar.get("reports", [{"unit": "", "periods": []}])
        if not isinstance(reports, list) or not reports or not all(isinstance(r, dict) and isinstance(r.get("periods"), list) and "unit" in r for r in reports):
            raise InputError(f"{place}: 'reports' needs at least one entry, each with unit and periods")
        return sidecar

    def _corrections(self) -> list[dict[str, Any]]:
        """The entries of corrections.yaml. Raises InputError for one that does not name a cell, what is printed, meant and why."""
        file = self.folder / "corrections.yaml"
        entries = (_yaml(file) if file.exists() else None) or []
        for entry in entries if isinstance(entries, list) else [entries]:
            table = TABLES.get(str(entry.get("file"))) if isinstance(entry, dict) else None
            keys = set(entry) - {"key"} if table else set()
            told = isinstance(entry.get("why"), dict) and set(entry["why"]) == {"id", "en"} if table else False
            if table is None or not told or keys != _CORRECTION_KEYS or not {entry["column"], *(entry.get("key") or {})} <= set(table.header):
                needed = f"{', '.join(sorted(_CORRECTION_KEYS))} of a table and its columns, and why in both languages"
                raise InputError(f"{self.folder.name}/{file.name}: correction {entry} needs {needed}")
        return list(entries)

    def _check_source(self) -> None:
        sidecar = self.source.sidecar
        for key in sorted(_SOURCE_KEYS - set(sidecar) - {"tables", "bases"}):
            self._problem("source.yaml", f"'{key}' is missing")
        for key in sorted(set(sidecar) - _SOURCE_KEYS):
            self._problem("source.yaml", f"'{key}' is not known; {alternatives(key, _SOURCE_KEYS)}")
        if sidecar.get("document", self.folder.name) != self.folder.name:
            self._problem("source.yaml", f"document '{sidecar['document']}' is not the name of its folder")
        for name, column in (("issuer", Column("unit", "unit", "", required=True)), ("period", Column("period", "period", "", required=True))):
            if name in sidecar:
                self._cell(column, str(sidecar[name]), "source.yaml", f"'{name}'")
        for name in ("title", "kind"):
            if not isinstance(sidecar.get(name, " "), str) or not sidecar.get(name, " "):
                self._problem("source.yaml", f"'{name}' is empty; write it as printed")
        for entry in sidecar.get("tables") or ():
            if not isinstance(entry, dict) or set(entry) != {"name", "lines"}:
                self._problem("source.yaml", f"printed table {entry} needs a name and its lines, and nothing else")
        for unit, period in self.source.reports if "reports" in sidecar else ():
            self._cell(Column("unit", "unit", ""), unit, "source.yaml", "reports")
            self._cell(Column("period", "period", ""), period, "source.yaml", "reports")

    def _refuse_strangers(self) -> None:
        known = {f"{name}.csv" for name in TABLES} | {"source.yaml", "corrections.yaml"}
        for file in sorted(self.folder.iterdir()):
            if file.name.startswith("~$"):
                self._problem(file.name, "is the lock of a spreadsheet that is still open; close it")
            elif file.name not in known and not file.name.startswith("."):
                self._problem(file.name, f"is not a raw table; {alternatives(file.name, known)}")

    def _read(self, table: Table, unused: list[dict[str, Any]]) -> None:
        rows = list(self._rows(table))
        self._refuse_repeated_keys(table, rows)
        meant = [self._corrected(table, row, unused) for _, row in rows]
        typed = [self._cells(table, number, row, given) for (number, row), given in zip(rows, meant, strict=True)]
        self.tables[table.name] = _typed(table, [self._owned(row) for row in typed])
        self.printed[table.name] = _as_text(table, [self._owned(row) for _, row in rows])
        self.meant[table.name] = _as_text(table, [self._owned(row) for row in meant])

    def _owned(self, row: dict[str, Any]) -> dict[str, Any]:
        return {"document": self.folder.name, **row}

    def _cells(self, table: Table, number: int, row: dict[str, str], given: dict[str, str]) -> dict[str, Any]:
        """The typed cells of one row: `row` as printed names the place and the style, `given` is what is meant."""
        where, line = f"row {number} (line {row['line']})", int(row["line"]) if _whole(row["line"].strip()) else 0

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
            told = _about_header(header, table)
            self._problem(file.name, f"{told}; the header must be {','.join(table.header)}")
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
                if number.value is None:
                    return float("nan")
                if exact(float(number.value)) != number.value:
                    raise ValueError(f"'{text}' has more digits than can be kept exactly; give at most fifteen")
                return float(number.value)
            case "line" | "year":
                if not _whole(text):
                    raise ValueError(f"'{text}' is not a whole number; write the number of the line or year alone")
                if column.kind == "line" and int(text) > self.source.sidecar.get("text_lines", int(text)):
                    raise ValueError(f"the document's text has only {self.source.sidecar['text_lines']} lines (text_lines in source.yaml)")
                return int(text)
            case "period":
                return str(Period.parse(text))
            case "figure" if text not in FIGURES:
                raise ValueError(f"figure '{text}' is not known; {alternatives(text, FIGURES)}")
            case "unit" if text not in self.units:
                raise ValueError(f"unit '{text}' is not in units.yaml; {alternatives(text, self.units)}")
            case "choice" if text not in column.choices:
                raise ValueError(f"'{text}' is not known; {alternatives(text, column.choices)}")
        return text


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit()


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


def _as_text(table: Table, rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["document", *table.header], dtype=str)


def _about_header(header: list[str], table: Table) -> str:
    """What is wrong with the first row of a file."""
    missing, extra = [c for c in table.header if c not in header], [c for c in header if c not in table.header]
    if not header:
        return "the file is empty"
    if len(header) == 1 and ";" in header[0]:
        return "the columns are separated by semicolons; save it with commas"
    if missing:
        return f"column {', '.join(missing)} is missing"
    return f"column {', '.join(extra)} is not known" if extra else "the columns are in another order"


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
