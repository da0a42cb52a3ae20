"""What several tests share: the real facts, a ledger over them, case tables, and invented documents."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from analysis.cases import value_of
from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.rules import law
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
Invent = Callable[..., Path]


@pytest.fixture
def invent(tmp_path: Path) -> Invent:
    """Writes an invented raw folder with one document, and gives its path.

    Each keyword is a table: a list of rows with only the cells that matter; `sidecar` and `units` replace keys of
    source.yaml and of units.yaml, `corrections` is the content of corrections.yaml.
    """

    def write(*, sidecar: dict[str, Any] | None = None, units: Any = None, corrections: Any = None, **tables: list[dict[str, Any]]) -> Path:
        raw = tmp_path / "raw"
        folder = raw / "kantor-a_laporan-kinerja_2023"
        shutil.rmtree(raw, ignore_errors=True)
        folder.mkdir(parents=True)
        _yaml(raw / "units.yaml", UNITS if units is None else units)
        _yaml(folder / "source.yaml", {"document": folder.name, **SIDECAR, **(sidecar or {})})
        if corrections is not None:
            _yaml(folder / "corrections.yaml", corrections)
        for name, rows in tables.items():
            header = TABLES[name].header
            given = {column: value for column, value in PLACE.items() if column in header}
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(given | row for row in rows)
        return raw

    return write


def _yaml(file: Path, content: Any) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


@pytest.fixture
def raw_copy(tmp_path: Path) -> Path:
    """A raw folder that holds a copy of one real document and of units.yaml."""
    raw = tmp_path / "raw"
    document = "kanreg-06-medan_rencana-kerja_2024"
    shutil.copytree(RAW / document, raw / document)
    shutil.copy(RAW / "units.yaml", raw / "units.yaml")
    return raw


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
