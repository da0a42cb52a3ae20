"""A document as rows of text: read from a raw folder, changed, and written again."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from analysis.dictionary import TABLES
from analysis.numbers import Printed, Style, parse
from analysis.sources import Source

Row = dict[str, str]
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True)
class Document:
    """One raw folder: the rows of its tables as printed, its sidecar, its corrections, and the units that it speaks of."""

    name: str
    tables: dict[str, list[Row]]
    sidecar: dict[str, Any]
    units: Mapping[str, Any] = field(default_factory=dict)
    corrections: list[dict[str, Any]] = field(default_factory=list)

    def copy(self) -> Document:
        """The same document, to be changed."""
        tables = {name: [dict(row) for row in rows] for name, rows in self.tables.items()}
        return Document(self.name, tables, deepcopy(self.sidecar), self.units, self.corrections)

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def style(self, table: str, column: str, row: Row) -> Style | None:
        return Source(Path(self.name), self.sidecar).style(table, column, int(row["line"]), row)

    def printed(self, table: str, column: str, row: Row) -> Printed | None:
        """The number in a cell, or None where it holds none that can be read."""
        try:
            told = parse(row[column], self.style(table, column, row))
        except ValueError:
            return None
        return told if told.value is not None else None

    def corrected(self, table: str, row: Row) -> bool:
        """Whether an entry of corrections.yaml speaks of the row's line."""
        return any(entry["file"] == table and str(entry["line"]) == row["line"] for entry in self.corrections)

    def write(self, raw: Path) -> None:
        """Writes the folder of the document below `raw`, in place of one that lies there."""
        folder = raw / self.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _dump(folder / "source.yaml", self.sidecar)
        if self.corrections:
            _dump(folder / "corrections.yaml", self.corrections)
        for name, rows in self.tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, TABLES[name].header, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def write_all(documents: Iterable[Document], raw: Path) -> None:
    """A raw folder with `units.yaml` and the documents."""
    units: dict[str, Any] = {}
    for document in documents:
        units |= document.units
        document.write(raw)
    _dump(raw / "units.yaml", units)


def cloned(document: Document, suffix: str) -> Document:
    """The same document of other units, each with the suffix, so that several copies can lie in one raw folder."""
    copy = document.copy()
    for row in (row for rows in copy.tables.values() for row in rows):
        row["unit"] += suffix
    name = f"{document.name}{suffix}"
    sidecar = copy.sidecar | {"document": name, "issuer": f"{copy.sidecar['issuer']}{suffix}"}
    sidecar["reports"] = [{"unit": f"{told['unit']}{suffix}", "periods": told["periods"]} for told in copy.sidecar["reports"]]
    corrections = [_of(told, "key", suffix) for told in document.corrections]
    units = {f"{code}{suffix}": told | {"parent": f"{told['parent']}{suffix}"} for code, told in document.units.items() if told["parent"]}
    roots = {code: told for code, told in document.units.items() if not told["parent"]}
    units |= roots | {f"{code}{suffix}": told | {"parent": code} for code, told in roots.items()}
    return Document(name, copy.tables, sidecar, units, corrections)


def _of(told: dict[str, Any], name: str, suffix: str) -> dict[str, Any]:
    """An entry whose key names the unit with the suffix."""
    key = told.get(name) or {}
    return told | {name: key | {"unit": f"{key['unit']}{suffix}"}} if "unit" in key else told


def read(folder: Path) -> Document:
    """The document that lies in a raw folder, with the units of the file above it."""
    tables = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        if file.exists():
            with file.open(encoding="utf-8-sig", newline="") as opened:
                tables[name] = list(csv.DictReader(opened))
    corrections = folder / "corrections.yaml"
    told = _load(corrections) if corrections.exists() else []
    return Document(folder.name, tables, _load(folder / "source.yaml"), _load(folder.parent / "units.yaml"), told or [])


def _load(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def _dump(file: Path, content: Any) -> None:
    file.write_text(yaml.dump(content, Dumper=_DUMPER, allow_unicode=True, sort_keys=False), "utf-8")
