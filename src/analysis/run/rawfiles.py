"""The raw files as they lie: what they are known by, row by row, without typing a cell of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.errors import InputError, ParameterError, waiting_told
from analysis.output import hash_of
from analysis.periods import Period
from analysis.reads import Read
from analysis.sources import Source, Unit, read_source, read_units, reports_of, waits

Rows = Mapping[str, list[list[str]]]
"""The rows of a table by document."""


class RawFiles:
    """What lies below data/raw at one moment, read once: sources, units, reports, and a digest of whatever was read of the tables.

    Raises InputError if there is no such folder, and for units and sidecars that cannot be worked with; the tables
    themselves are judged by those who type them.
    """

    def __init__(self, folder: Path):
        if not folder.is_dir():
            raise InputError(f"{folder} is not a folder; name the one that holds units.yaml and the documents, for example with --data-dir")
        files = {file.relative_to(folder): file for file in sorted(folder.rglob("*")) if file.is_file()}
        seen = {place.as_posix(): file for place, file in files.items() if not any(part.startswith(".") for part in place.parts)}
        self.waiting = sorted(name for name in {place.partition("/")[0] for place in seen if "/" in place} if waits(folder / name))
        """The documents that are only begun: nothing of them is input."""
        self.folder = folder
        self._bytes = {place: file.read_bytes() for place, file in seen.items() if place.partition("/")[0] not in self.waiting}

    @cached_property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file by its path below the folder; hidden files are not input."""
        return {place: hash_of(content) for place, content in self._bytes.items()}

    @cached_property
    def units(self) -> dict[str, Unit]:
        return read_units(self.folder / "units.yaml")

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The documents by name; without any, there is nothing to report."""
        folders = sorted({Path(place).parts[0] for place in self._bytes if "/" in place})
        if not folders and self.waiting:
            raise InputError([waiting_told(name) for name in self.waiting])
        if not folders:
            raise InputError(f"{self.folder} holds no document: add a folder with source.yaml and its tables")
        return {name: read_source(self.folder / name) for name in folders}

    @cached_property
    def reports(self) -> list[tuple[str, str]]:
        """All (unit, period) pairs with a report. Raises InputError for one of a unit that is not known."""
        strangers = [f"{d}/source.yaml: unit '{u}' is not in units.yaml" for d, s in self.sources.items() for u, _ in s.reports if u not in self.units]
        if strangers:
            raise InputError(strangers)
        return reports_of(self.units, self.sources.values())

    def documents_of(self, unit: str, period: str) -> list[str]:
        """The documents that give the report of the unit and period."""
        return [name for name, source in self.sources.items() if (unit, period) in source.reports]

    def digest(self, read: Read) -> str:
        """What a read would find now: two digests differ exactly if what was looked at differs. '' for a kind of read that is not of raw data."""
        match read:
            case ("rows", table, unit, period):
                return self._told(self._placed(table).get((unit, period), {}))
            case ("periods", table, unit):
                return _digest(sorted({period for owner, period in self._placed(table) if owner == unit}))
            case ("table", table, document):
                return self._told({name: rows for name, rows in self._rows(table).items() if document in {"", name}})
            case ("columns", table, document, *names):
                return _digest([self._source(document), self._columns(table, document, names)])
            case ("source", document):
                return self._source(document)
            case ("reports",):
                return _digest([(name, source.reports) for name, source in self.sources.items()])
            case ("units",):
                return self.hashes.get("units.yaml", "")
        return ""

    def _told(self, rows: Rows) -> str:
        """Rows count with the sidecar of their document, which says how their numbers are written, and its corrections."""
        return _digest([(document, self._source(document), told) for document, told in rows.items()])

    def _columns(self, table: str, document: str, names: Sequence[str]) -> list[list[str]]:
        """The cells of some columns; the whole file where it does not have them."""
        header, *rows = self._rows(table).get(document, [[]])
        if not set(names) <= set(header):
            return [header, *rows]
        places = [header.index(name) for name in names]
        return [[row[place] for place in places] if len(row) == len(header) else row for row in rows]

    def _source(self, document: str) -> str:
        return _digest([self.hashes.get(f"{document}/{name}", "") for name in ("source.yaml", "corrections.yaml")])

    def _rows(self, table: str) -> Rows:
        """The rows of every document's file of a table, its header first; a file that is no text counts as it is."""
        if table not in self._read:
            files = {place.partition("/")[0]: content for place, content in self._bytes.items() if place.endswith(f"/{table}.csv")}
            self._read[table] = {document: list(_cells(content)) or [[]] for document, content in files.items()}
        return self._read[table]

    @cached_property
    def _read(self) -> dict[str, Rows]:
        return {}

    def _placed(self, table: str) -> dict[tuple[str, str], dict[str, list[list[str]]]]:
        """The rows of a table by unit and period, then by document."""
        if table not in self._places:
            found: dict[tuple[str, str], dict[str, list[list[str]]]] = {}
            for document, (header, *rows) in self._rows(table).items():
                for row in rows:
                    found.setdefault(_place(dict(zip(header, row, strict=False))), {}).setdefault(document, [header]).append(row)
            self._places[table] = found
        return self._places[table]

    @cached_property
    def _places(self) -> dict[str, dict[tuple[str, str], dict[str, list[list[str]]]]]:
        return {}


def _cells(content: bytes) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    except (UnicodeDecodeError, csv.Error):
        yield [hash_of(content)]


def _place(row: Mapping[str, str]) -> tuple[str, str]:
    """Unit and period as the typed tables have them; a table without periods has an empty one."""
    unit, period = row.get("unit", "").strip(), row.get("period", "").strip()
    try:
        return unit, str(Period.parse(period)) if period else ""
    except ParameterError:
        return unit, period


def _digest(told: Iterable[Any]) -> str:
    return hash_of(json.dumps(list(told), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
