"""The project's own notebooks under both engines: each in a Jupyter kernel of its own is the judge, and nothing differs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.facts import Facts
from analysis.grid import Task, plan

pytestmark = pytest.mark.slow

KINERJA = str(Path(sys.executable).with_name("kinerja"))
CHOSEN: tuple[dict[str, str], ...] = (
    {"unit": "dit-kinerja", "period": "2023", "lang": "id"},
    {"notebook": "10-comparison", "period": "2024", "lang": "en"},
    {"notebook": "11-years", "unit": "kanreg-06", "lang": "en"},
)
"""All notebooks: of one report, the comparison of a year in which documents meet, the years of the unit with the most."""


def made(engine: str, folder: Path) -> Path:
    """The site of the chosen notebooks, with the executed notebooks beside their pages; audit and results are shared by both engines."""
    reports = folder / engine
    for chosen in CHOSEN:
        places = ["--out-dir", str(folder / "processed"), "--reports-dir", str(reports)]
        command = [KINERJA, "run", "--engine", engine, "--keep-notebooks", *places, *(word for name in chosen for word in (f"--{name}", chosen[name]))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return reports


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("engines")
    return {engine: made(engine, folder) for engine in ("fork", "kernel")}


def asked(facts: Facts) -> list[Task]:
    """The cells of the grid that were chosen."""
    filters = [({name: [value] for name, value in one.items() if name != "lang"}, one["lang"]) for one in CHOSEN]
    return [task for only, lang in filters for task in plan(facts, languages=[lang], **{f"{name}s": values for name, values in only.items()})]  # type: ignore[arg-type]


def cells(notebook: Path) -> list[Any]:
    """What is in the cells of an executed notebook, but for times."""
    told = json.loads(notebook.read_text("utf-8"))
    return [[cell["cell_type"], cell["source"], cell.get("execution_count"), cell.get("outputs"), cell["metadata"].get("tags")] for cell in told["cells"]]


def test_every_page_is_the_same_bytes(sites: dict[str, Path], facts: Facts) -> None:
    expected = {task.page for task in asked(facts)}
    pages = {engine: {page: (site / page).read_bytes() for page in expected} for engine, site in sites.items()}

    assert len(expected) == len({task.notebook for task in plan(facts)})
    assert pages["fork"] == pages["kernel"]


def test_every_executed_notebook_holds_the_same_outputs(sites: dict[str, Path], facts: Facts) -> None:
    notebooks = {engine: {n.relative_to(site).as_posix(): cells(n) for n in site.rglob("*.ipynb")} for engine, site in sites.items()}

    assert set(notebooks["fork"]) == {task.page.replace(".html", ".ipynb") for task in asked(facts)}
    assert notebooks["fork"] == notebooks["kernel"]
