"""Invented projects in folders of their own: documents, notebooks, and what a run left of them."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
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
DOCUMENT, OTHER = "kantor-a_laporan-kinerja_2023", "kantor-b_laporan-kinerja_2023"
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


HERE = Path(__file__).parents[1]
START = "import sys; from analysis.cli import app; sys.argv[0] = 'kinerja'; app()"
COPIED = ("src", "expectations", "notebooks", "requirements.lock")


def report_of(unit: str, *periods: str, **replaced: Any) -> dict[str, list[dict[str, Any]]]:
    """The tables of `REPORT` for a unit, with the same rows for each period."""
    places = [{"unit": unit, "period": period, **replaced} for period in periods]
    tables = {name: [row | place for place in places for row in rows] for name, rows in REPORT.items()}
    cut = {name: [{column: cell for column, cell in row.items() if column in TABLES[name].header} for row in rows] for name, rows in tables.items()}
    return {**cut, "indicators": [INDICATOR | {"unit": unit, "since": periods[0]}]}


@dataclass(frozen=True)
class Project:
    """A whole project of its own, package and suites included, worked with as a user does: by commands."""

    root: Path

    @classmethod
    def copied(cls, root: Path) -> Project:
        """This project as it lies, without documents."""
        root.mkdir(parents=True, exist_ok=True)
        for name in COPIED:
            shutil.copytree(HERE / name, root / name) if (HERE / name).is_dir() else shutil.copy2(HERE / name, root / name)
        return cls(root)

    @classmethod
    def invented(cls, root: Path) -> Project:
        """A project with three reports of two units from two documents, under the notebooks of this one and one that is small."""
        project = cls.copied(root)
        both = [{"unit": "kantor-a", "periods": ["2022", "2023"]}]
        write_document(project.raw, report_of("kantor-a", "2022", "2023"), sidecar={"reports": both})
        other = {"issuer": "kantor-b", "reports": [{"unit": "kantor-b", "periods": ["2023"]}]}
        write_document(project.raw, report_of("kantor-b", "2023"), name=OTHER, sidecar=other)
        write_yaml(project.raw / "units.yaml", UNITS)
        project.put("06-small", "print(unit, period, 1)")
        return project

    def put(self, name: str, *cells: str) -> None:
        """A notebook with these code cells."""
        (self.root / "notebooks" / f"{name}.ipynb").write_text(notebook(*cells), "utf-8")

    def copy(self, root: Path) -> Project:
        """The same project at another place, with all that runs have left."""
        shutil.copytree(self.root, root)
        return Project(root)

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def command(self, *options: str) -> list[str]:
        return [sys.executable, "-c", START, *options]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(self.root / "src"), "COLUMNS": "200"}

    def kinerja(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*options), env=self.environment, cwd=self.root, capture_output=True, text=True, check=False)

    def change(self, path: str, old: str, new: str) -> None:
        """Puts `new` for the one place that holds `old`."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1, (path, old, text.count(old))
        file.write_text(text.replace(old, new), "utf-8")

    def plan(self, *options: str) -> dict[str, list[str]]:
        """State, reasons and seconds of every step."""
        done = self.kinerja("plan", "--all", *options)
        assert done.returncode == 0, done.stderr
        rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
        return {row[0].replace("(all)", "comparison"): row[1:] for row in rows[1:]}

    def run(self, *options: str, code: int = 0) -> dict[str, dict[str, Any]]:
        """What a run has made, as its log tells, step by step."""
        before = self.logged()
        done = self.kinerja("run", *options)
        assert done.returncode == code, done.stdout + done.stderr
        return {line["step"]: line for line in self.logged()[len(before) :]}

    def logged(self) -> list[dict[str, Any]]:
        file = self.processed / "log.jsonl"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.is_file() else []

    def foretold(self, *options: str, code: int = 0) -> dict[str, list[str]]:
        """The steps that a run has made with the reasons why; the plan before it must have told the truth."""
        planned = self.plan(*options)
        made = {step: line["why"] for step, line in self.run(*options, code=code).items() if not step.endswith("index")}
        states = {state: {step for step, row in planned.items() if row[0] == state} for state in ("run", "perhaps", "current")}
        assert states["run"] <= set(made) <= states["run"] | states["perhaps"]
        records = self.records()
        for step in states["run"]:
            state, reasons, seconds = planned[step]
            assert set(reasons.partition(":")[0].split(", ")) <= set(made[step]), (step, reasons, made[step])
            assert bool(seconds) != ("new" in reasons), (step, state, seconds)
            assert step in records
        return made

    def records(self) -> dict[str, dict[str, Any]]:
        """What is remembered of every step but the index."""
        found = {}
        for folder, place in (
            (self.processed, "results/*/*.json"),
            (self.processed, "audit.json"),
            (self.reports, "*/*/*.json"),
            (self.reports, "*/index.json"),
            (self.reports, "en/*/*/*.json"),
            (self.reports, "en/*/index.json"),
        ):
            for file in (folder / ".records").glob(place):
                parts = file.relative_to(folder / ".records").with_suffix("").parts
                if parts == ("en", "index"):
                    continue
                name = " ".join([*parts[1:], "results"]) if parts[0] == "results" else " ".join(parts).replace(" index", " 11-years")
                found[name] = json.loads(file.read_text("utf-8"))
        return found

    def resting_on(self, *parts: str) -> set[str]:
        """The steps that have seen one of these parts, or one that begins so where it ends in a star."""
        return {step for step, record in self.records().items() if any(_named(part, seen) for seen in record["seen"] for part in parts)}

    def outputs(self) -> dict[str, str]:
        return hashes(self.processed, self.reports)

    def times(self) -> dict[str, int]:
        """When every output was written last."""
        return {name: (self.root / ("data" if name.startswith("processed") else "") / name).stat().st_mtime_ns for name in self.outputs()}


HOMES = {f"reports/{lang}{name}.html" for lang in ("", "en/") for name in ("index", "daftar")}
"""The first pages of the languages, with their lists."""


def page_of(step: str) -> str:
    """The address of the page that a step makes, below the reports."""
    return f"{step.replace(' 11-years', ' index').replace(' ', '/')}.html"


def _named(part: str, seen: str) -> bool:
    return seen.startswith(part[:-1]) if part.endswith("*") else seen == part
