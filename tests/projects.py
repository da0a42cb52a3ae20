"""Invented projects in folders of their own: documents, notebooks, and what a run left of them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from analysis.dictionary import TABLES
from analysis.run import Folders

SIDECAR = {
    "title": "Laporan rekaan",
    "issuer": "kantor-a",
    "kind": "laporan-kinerja",
    "period": "2023",
    "dated": None,
    "text_lines": 100,
    "text_sha256": "0" * 64,
    "reports": [{"unit": "kantor-a", "periods": ["2023"]}],
    "number_styles": [{"style": "id"}],
}
UNITS = {
    "bkn": {"parent": None, "kind": "lembaga", "short": "BKN", "id": "Badan", "en": "Agency"},
    "kantor-a": {"parent": "bkn", "kind": "kantor-regional", "short": "A", "id": "Kantor A", "en": "Office A"},
    "kantor-b": {"parent": "bkn", "kind": "kantor-regional", "short": "B", "id": "Kantor B", "en": "Office B"},
}
PLACE = {"line": "1", "unit": "kantor-a", "period": "2023"}
DOCUMENT = "kantor-a_laporan-kinerja_2023"
INDICATOR = {"since": 2023, "code": "IKU.1", "name": "IKU", "measure": "pct", "polarity": "max", "accumulation": "last", "system": "temuan"}
REPORT: dict[str, list[dict[str, Any]]] = {
    "indicators": [INDICATOR],
    "targets": [{"code": "IKU.1", "basis": "pk", "value": "80"}],
    "realisations": [{"code": "IKU.1", "method": "stated", "value": "90", "status": "final"}],
    "claims": [{"figure": "capaian_pct", "subject": "IKU.1", "printed": "112,50"}, {"figure": "capaian_pct", "subject": "IKU.1#2", "printed": "113,50"}],
}
"""The tables of one document with one indicator, of which one figure is published right and one wrong."""


def write_document(
    raw: Path, tables: Mapping[str, list[dict[str, Any]]], *, name: str = DOCUMENT, sidecar: Mapping[str, Any] | None = None, corrections: Any = None
) -> None:
    """A raw folder of one document: each table is a list of rows with only the cells that matter."""
    folder = raw / name
    folder.mkdir(parents=True)
    write_yaml(folder / "source.yaml", {"document": name, **SIDECAR, **(sidecar or {})})
    if corrections is not None:
        write_yaml(folder / "corrections.yaml", corrections)
    for table, rows in tables.items():
        header = TABLES[table].header
        given = {column: value for column, value in PLACE.items() if column in header}
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(given | row for row in rows)


def write_yaml(file: Path, content: Any) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


DEFAULTS = 'unit = "x"\nperiod = "2000"\nlang = "id"\ndata_dir = ""\nout_dir = ""\n'


def notebook(*cells: str, parameters: str | None = DEFAULTS) -> str:
    """A notebook with a tagged cell of parameters, and these code cells."""
    sources = ([(parameters, ["parameters"])] if parameters is not None else []) + [(cell, []) for cell in cells]
    code = {"cell_type": "code", "execution_count": None, "outputs": []}
    written = [{**code, "id": f"c{n}", "metadata": {"tags": tags}, "source": source} for n, (source, tags) in enumerate(sources)]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def put(folders: Folders, **notebooks: str) -> None:
    """Notebooks by name: `_02_x` is 02-x.ipynb."""
    folders.notebooks.mkdir(exist_ok=True)
    for name, text in notebooks.items():
        (folders.notebooks / f"{name[1:].replace('_', '-')}.ipynb").write_text(text, "utf-8")


def folders_in(root: Path) -> Folders:
    """The folders of an invented project, which is shown by pages that stand in for the real ones."""
    return Folders(root / "raw", root / "data" / "processed", root / "reports", root, "stand_in_pages")


def hashes(*folders: Path) -> dict[str, str]:
    """SHA-256 of every output of a run by its path: pages, executed notebooks, results, manifests; records and logs are none."""
    files = {f"{folder.name}/{file.relative_to(folder)}": file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()}
    kept = {name: file for name, file in files.items() if not any(part.startswith(".") for part in Path(name).parts) and file.name != "log.jsonl"}
    return {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in kept.items()}
