"""What several tests share: the real facts, a ledger over them, case tables, and invented documents."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from projects import REPORT, UNITS, folders_in, notebook, put, write_document, write_yaml

from analysis.cases import value_of
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.rules import law
from analysis.run import Folders, run
from analysis.tables import RAW, load

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases"

settings.register_profile("reproducible", deadline=None, derandomize=True, database=None)
settings.load_profile("reproducible")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The facts of the real documents, read once."""
    return load()


@pytest.fixture(scope="session")
def ledger(facts: Facts) -> Ledger:
    """A ledger over the real documents."""
    return Ledger(facts, law())


Invent = Callable[..., Path]


@pytest.fixture
def invent(tmp_path: Path) -> Invent:
    """Writes an invented raw folder with one document, and gives its path.

    Each keyword is a table: a list of rows with only the cells that matter; `sidecar` and `units` replace keys of
    source.yaml and of units.yaml, `corrections` is the content of corrections.yaml.
    """

    def write(*, sidecar: dict[str, Any] | None = None, units: Any = None, corrections: Any = None, **tables: list[dict[str, Any]]) -> Path:
        raw = tmp_path / "raw"
        shutil.rmtree(raw, ignore_errors=True)
        write_document(raw, tables, sidecar=sidecar, corrections=corrections)
        write_yaml(raw / "units.yaml", UNITS if units is None else units)
        return raw

    return write


@pytest.fixture(scope="session")
def audited_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented project with one report, whose audit and results are made: they rest on nothing that names their place."""
    root = tmp_path_factory.mktemp("audited")
    write_document(root / "raw", REPORT)
    write_yaml(root / "raw" / "units.yaml", UNITS)
    folders = folders_in(root)
    put(folders, _00_nothing=notebook())
    assert run(folders=folders, workers=1).ok
    shutil.rmtree(folders.reports)
    shutil.rmtree(folders.notebooks)
    return root


@pytest.fixture
def folders(audited_project: Path, tmp_path: Path) -> Folders:
    """A project of its own with one invented report, audited, and with pages that stand in for the real ones; no notebooks yet."""
    shutil.copytree(audited_project, tmp_path / "project")
    return folders_in(tmp_path / "project")


@pytest.fixture
def raw_copy(tmp_path: Path) -> Path:
    """A raw folder that holds a copy of one real document and of units.yaml."""
    raw = tmp_path / "raw"
    document = "kanreg-06-medan_rencana-kerja_2024"
    shutil.copytree(RAW / document, raw / document)
    shutil.copy(RAW / "units.yaml", raw / "units.yaml")
    return raw


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow comes first: begun last, it would go on alone after everything else has ended."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument `case` or `reading` runs once per row of the case tables of that folder."""
    for name, folder in (("case", CASES), ("reading", CASES / "readings")):
        if name in metafunc.fixturenames:
            rows = [row for file in sorted(folder.glob("*.csv")) for row in case_rows(file)]
            metafunc.parametrize(name, rows, ids=[f"{row['rule']}: {row['why']}" for row in rows])


def case_rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a case table: `inputs` are its arguments as exact values, an empty cell is an argument not given."""
    with file.open(encoding="utf-8", newline="") as opened:
        return [{"rule": file.stem, **row, "inputs": _inputs(row)} for row in csv.DictReader(opened)]


def _inputs(row: dict[str, str]) -> dict[str, Any]:
    told = {"why", "year", "scope", "case", "reading", "expected", "refused"}
    return {name: value_of(text) for name, text in row.items() if name not in told and text}


@pytest.fixture(scope="session")
def cases() -> list[dict[str, Any]]:
    """Every row of the case tables of rules."""
    return [row for file in sorted(CASES.glob("*.csv")) for row in case_rows(file)]


@pytest.fixture(scope="session")
def readings() -> list[dict[str, Any]]:
    """Every row of the case tables of other readings."""
    return [row for file in sorted((CASES / "readings").glob("*.csv")) for row in case_rows(file)]
