"""Raw files to typed tables: with `sources`, the only reader of data/raw.

Every row keeps its document and line, every number its printed form. What cannot be read as declared is
reported all at once, by file and row, with advice; nothing is guessed and nothing is repaired here.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import references
from analysis.dictionary import TABLES, Column, Table
from analysis.errors import InputError, ParameterError, Problem, alternatives, waiting_told
from analysis.facts import Facts
from analysis.numbers import Style, exact, parse
from analysis.periods import Period
from analysis.rules import law
from analysis.sources import Unit, read_source, read_units, waits

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
FIGURES = frozenset(r.id for r in law().rules)
"""The figures that a document may claim: those that a rule gives."""
WORDS = frozenset(r.id for r in law().rules if r.measure == "kategori")
"""Those of them that are words, not numbers."""

_TEXT = {"text_lines", "text_sha256"}
"""What tells of the text that lines refer to; a document whose rows all come from sheets has none."""
_OPTIONAL = {"tables", "bases", "reproduced", "sheets", "imports"}
_SOURCE_KEYS = _OPTIONAL | _TEXT | {"document", "title", "issuer", "kind", "period", "dated", "reports", "number_styles"}


def load(raw: Path = RAW) -> Facts:
    """All documents below `raw` that hold facts. Raises InputError with every problem found, each with file, row and advice."""
    raw = Path(raw)
    problems: list[str | Problem] = []
    if not raw.is_dir():
        raise InputError(f"{raw} is not a folder; name the one that holds units.yaml and the documents, for example with --data-dir")
    units = read_units(raw / "units.yaml")
    folders = sorted(p for p in raw.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not folders:
        raise InputError(f"{raw} holds no document: add a folder with source.yaml and its tables")
    documents = [_Document(folder, units, problems) for folder in folders]
    if problems:
        raise InputError(problems)
    waiting = {folder.name for folder in folders if waits(folder)}
    documents = [d for d in documents if d.folder.name not in waiting]
    if not documents:
        raise InputError([waiting_told(name) for name in sorted(waiting)])
    tables = {name: _stack([d.tables[name] for d in documents]) for name in TABLES}
    printed = {name: _stack([d.printed[name] for d in documents]) for name in TABLES}
    meant = {name: _stack([d.meant[name] for d in documents]) for name in TABLES}
    return Facts(units, {d.source.document: d.source for d in documents}, tables, printed, _hashes(raw, waiting), meant, tuple(sorted(waiting)))


def problems_of(folder: Path) -> list[str | Problem]:
    """What is wrong with one document whose folder lies beside units.yaml; nothing where it can be loaded. Raises InputError for units.yaml itself."""
    problems: list[str | Problem] = []
    _Document(folder, read_units(folder.parent / "units.yaml"), problems)
    return problems


def _hashes(raw: Path, waiting: Collection[str]) -> dict[str, str]:
    """SHA-256 of every input file by its path below `raw`; hidden files and documents that wait for their facts are not input."""
    files = {f.relative_to(raw): f for f in sorted(raw.rglob("*")) if f.is_file() and f.relative_to(raw).parts[0] not in waiting}
    return {str(place): hashlib.sha256(f.read_bytes()).hexdigest() for place, f in files.items() if not any(part.startswith(".") for part in place.parts)}


def _stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [f for f in frames if len(f)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


class _Document:
    """One raw folder while it is read; problems are collected, not raised."""

    def __init__(self, folder: Path, units: Mapping[str, Unit], problems: list[str | Problem]):
        self.folder, self.units, self.problems = folder, units, problems
        self.tables: dict[str, pd.DataFrame] = {}
        self.printed: dict[str, pd.DataFrame] = {}
        self.meant: dict[str, pd.DataFrame] = {}
        self._numbers: dict[str, list[int]] = {}
        try:
            self.source = read_source(folder)
            self._check_source()
        except InputError as error:
            problems += error.problems
            return
        self._refuse_strangers()
        unused = [dict(entry) for entry in self.source.corrections]
        for table in TABLES.values():
            self._read(table, unused)
        for name, index, column, sentence in references.broken(self.tables):
            self._problem(f"{name}.csv", sentence, self._numbers[name][index], column)
        for entry in unused:
            self._problem(
                "corrections.yaml",
                f"the correction of {entry['file']} line {entry['line']} finds no cell printed '{entry['printed']}'; remove it once the data no longer need it",
            )

    def _problem(self, file: str, sentence: str, row: int | None = None, column: str = "") -> None:
        self.problems.append(Problem(f"{self.folder.name}/{file}", sentence, row, column))

    def _check_source(self) -> None:
        sidecar = self.source.sidecar
        for key in sorted(_SOURCE_KEYS - set(sidecar) - _OPTIONAL - (_TEXT if sidecar.get("sheets") or waits(self.folder) else set())):
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
        self._numbers[table.name] = [number for number, _ in rows]
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

        if table.name == "claims" and given["figure"] not in WORDS:
            self._refuse_unreadable(given["printed"], where, number, style_of(table.columns[-1]))
        return {c.name: self._cell(c, given[c.name], f"{table.name}.csv", where, style_of(c), number) for c in table.columns}

    def _refuse_unreadable(self, printed: str, where: str, number: int, style: Callable[[], Style | None]) -> None:
        """A claim of a number that is none in the declared style."""
        try:
            parse(printed, style())
        except ValueError as error:
            self._problem("claims.csv", f"{where}, column printed: {error}", number, "printed")

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
                self._problem(
                    file.name, f"row {reader.line_num} has {len(cells)} cells, the header {len(header)}; quote cells that contain a comma", reader.line_num
                )

    def _refuse_repeated_keys(self, table: Table, rows: Sequence[tuple[int, dict[str, str]]]) -> None:
        seen: dict[tuple[str, ...], str] = {}
        for number, row in rows if table.key else ():
            key = tuple(row[k] for k in table.key)
            place = f"row {number} (line {row['line']})"
            first = seen.setdefault(key, place)
            if first != place:
                told = ", ".join(f"{k} '{v}'" for k, v in zip(table.key, key, strict=True))
                self._problem(f"{table.name}.csv", f"{place} repeats the key {told} of {first}; keep one row, print the other again as a claim", number)

    def _corrected(self, table: Table, row: dict[str, str], unused: list[dict[str, Any]]) -> dict[str, str]:
        for entry in unused:
            key = {"line": entry["line"], **entry.get("key", {})}
            if entry["file"] == table.name and row[entry["column"]] == entry["printed"] and all(row[k] == str(v) for k, v in key.items()):
                unused.remove(entry)
                return row | {entry["column"]: entry["meant"]}
        return row

    def _cell(self, column: Column, text: str, file: str, where: str, style: Callable[[], Style | None] = lambda: None, number: int | None = None) -> Any:
        text = text.strip()
        try:
            if not text and not column.required:
                return float("nan") if column.kind in {"number", "year"} else ""
            return self._value(column, text, style)
        except (ValueError, ParameterError) as error:
            self._problem(file, f"{where}, column {column.name}: {error}", number, column.name)
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
                if column.kind == "line" and int(text) > self.source.sidecar.get("text_lines", int(text)) and self.source.sheet(int(text)) is None:
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
    found: list[str | Problem] = []
    document = _Document(Path(sys.argv[1]), read_units(Path(sys.argv[1]).parent / "units.yaml"), found)
    print(*found, sep="\n")
    print({name: len(frame) for name, frame in document.tables.items() if len(frame)})
    sys.exit(bool(found))
