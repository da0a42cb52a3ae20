"""The project's own notebooks under both engines: each in a Jupyter kernel of its own is the judge, and nothing differs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

KINERJA = str(Path(sys.executable).with_name("kinerja"))
CHOSEN = (["--unit", "deputi-pmk", "--period", "2023"], ["--notebook", "10-comparison", "--period", "2024"])
"""All notebooks: of the report with the most figures, and the comparison of a year in which documents meet."""


def made(engine: str, folder: Path) -> Path:
    """The site of the chosen notebooks, with the executed notebooks beside their pages; audit and results are shared by both engines."""
    reports = folder / engine
    for chosen in CHOSEN:
        places = ["--out-dir", str(folder / "processed"), "--reports-dir", str(reports)]
        command = [KINERJA, "run", "--engine", engine, "--keep-notebooks", *places, *chosen]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return reports


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("engines")
    return {engine: made(engine, folder) for engine in ("fork", "kernel")}


def cells(notebook: Path) -> list[Any]:
    """What is in the cells of an executed notebook, but for times."""
    told = json.loads(notebook.read_text("utf-8"))
    return [[cell["cell_type"], cell["source"], cell.get("execution_count"), cell.get("outputs"), cell["metadata"].get("tags")] for cell in told["cells"]]


def test_every_page_is_the_same_bytes(sites: dict[str, Path]) -> None:
    pages = {engine: {p.relative_to(site): p.read_bytes() for p in site.rglob("*/*.html")} for engine, site in sites.items()}

    assert len(pages["fork"]) == 7
    assert pages["fork"] == pages["kernel"]


def test_every_executed_notebook_holds_the_same_outputs(sites: dict[str, Path]) -> None:
    notebooks = {engine: {n.relative_to(site): cells(n) for n in site.rglob("*.ipynb")} for engine, site in sites.items()}

    assert len(notebooks["fork"]) == 7
    assert notebooks["fork"] == notebooks["kernel"]
