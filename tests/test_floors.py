"""A module imports only from floors below its own, or beside it without a circle; the rules are pure."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

FLOORS = (
    {"errors", "numbers", "periods", "languages", "chapters", "law", "reads"},
    {"rules", "peraturan"},
    {"tables", "facts", "sources", "dictionary", "references", "cases"},
    {"figures"},
    {"claims"},
    {"audit", "desk", "intake", "naming", "words", "output", "sheets", "notebooks", "engine"},
    {"charts"},
    {"pages"},
    {"workbook"},
    {"traces"},
    {"views"},
    {"grid", "run", "verify", "reference", "handover", "lab"},
    {"cli", "cli_import", "cli_intake", "console", "options"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
PACKAGE = Path(__file__).parents[1] / "src" / "analysis"
PURE = {"__future__", "analysis", "calendar", "collections", "dataclasses", "datetime", "decimal", "difflib", "fractions"}
PURE |= {"contextlib", "contextvars", "functools", "html", "inspect", "math", "re", "typing"}
IMPURE = {"open", "input", "print", "now", "today", "utcnow", "eval", "exec", "__import__"}
HEAVY = {"pandas", "numpy", "great_expectations", "altair", "papermill", "nbconvert", "babel", "rich"}


def imported(tree: ast.AST) -> set[str]:
    """Full names of what a module imports, wherever in it; `from a import b` counts as a.b."""
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | {f"{node.module}.{a.name}" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for a in node.names}


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def rooms_used(source: str) -> set[str]:
    return {name.split(".")[1] for name in imported(ast.parse(source)) if name.startswith("analysis.")}


USED: dict[str, set[str]] = defaultdict(set)
for _file in PACKAGE.rglob("*.py"):
    USED[room_of(_file)] |= rooms_used(_file.read_text("utf-8")) - {room_of(_file), "__version__"}
USED.pop("__init__", None)


def test_every_module_has_a_floor() -> None:
    assert sorted(set(USED) - set(FLOOR)) == []


@pytest.mark.parametrize("room", sorted(USED))
def test_a_module_imports_nothing_from_above(room: str) -> None:
    assert sorted(other for other in USED[room] if FLOOR.get(other, 99) > FLOOR.get(room, 99)) == []


def test_modules_of_one_floor_do_not_import_each_other_in_a_circle() -> None:
    assert set(TopologicalSorter(USED).static_order()) >= set(USED)


def test_the_check_sees_imports_of_every_form() -> None:
    source = "import analysis.audit\nfrom analysis import charts\ndef late():\n    from analysis.figures.money import Tree\n"

    assert rooms_used(source) == {"audit", "charts", "figures"}


PURE_FILES = [f for f in [*PACKAGE.glob("*.py"), *PACKAGE.glob("rules/*.py")] if FLOOR.get(room_of(f), 9) < 2 and f.name != "__init__.py"]


@pytest.mark.parametrize("file", PURE_FILES, ids=lambda file: file.stem)
def test_rules_and_the_ground_floor_read_no_file_and_no_clock(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    used = {node.attr if isinstance(node, ast.Attribute) else node.id for node in ast.walk(tree) if isinstance(node, (ast.Attribute, ast.Name))}

    assert {name.partition(".")[0] for name in imported(tree)} - PURE == set()
    assert used & IMPURE == set()


def test_the_rules_start_without_heavy_libraries() -> None:
    source = "import sys, analysis.law, analysis.rules; analysis.rules.law(); print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout.split()

    assert "analysis.rules.ikpa" in loaded
    assert HEAVY & set(loaded) == set()
