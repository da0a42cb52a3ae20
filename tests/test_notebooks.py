"""Notebooks ask, show and save: short, without outputs, with a question and parameters, defining nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from analysis import traces
from analysis.lab import choosing, drawing, making, quarter, steps
from analysis.views import (
    absorption,
    achievement,
    alike,
    bands,
    checked,
    comparison,
    conventions,
    data_quality,
    efficiency,
    evidence,
    reproduction,
    summary,
    years,
)

START = Path("notebooks/mulai.ipynb")
"""What an analyst begins with; no page is made of it."""
NOTEBOOKS = sorted(Path("notebooks").glob("[0-9][0-9]-*.ipynb"))
PARAMETERS = ["unit", "period", "lang", "data_dir", "out_dir"]
VIEWS = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        *(absorption, achievement, alike, bands, checked, comparison, conventions, data_quality, efficiency, evidence),
        *(reproduction, summary, traces, years),
    )
}

LAB = {"choosing": choosing, "drawing": drawing, "making": making, "quarter": quarter, "steps": steps}


def test_there_is_one_notebook_per_question() -> None:
    expected = ["00-summary", "01-data-quality", "02-achievement", "03-absorption", "04-efficiency", "05-reproduction", "06-traces"]
    expected += ["10-comparison", "11-years"]

    assert [n.stem for n in NOTEBOOKS] == expected
    assert sorted(Path("notebooks").glob("*.ipynb")) == [*NOTEBOOKS, START]


@pytest.mark.parametrize("path", [*NOTEBOOKS, START], ids=lambda p: p.stem)
def test_a_notebook_keeps_its_form(path: Path) -> None:
    notebook = nbformat.read(path, 4)
    question, parameters, *rest = notebook.cells
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    nbformat.validate(notebook)
    assert question.cell_type == "markdown"
    assert question.source.partition("\n")[0].endswith("?")
    assert parameters.metadata.tags == ["parameters"]
    assert 6 <= len(notebook.cells) <= 14
    assert all(len(cell.source.splitlines()) <= 8 for cell in code)
    assert not any(cell.outputs or cell.execution_count for cell in code)
    assert not any(
        isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)) for cell in code for node in ast.walk(ast.parse(cell.source))
    )
    assert rest


@pytest.mark.parametrize("path", [n for n in NOTEBOOKS if n.stem not in {"10-comparison", "11-years"}], ids=lambda p: p.stem)
def test_a_notebook_of_a_report_takes_the_same_parameters(path: Path) -> None:
    parameters = ast.parse(nbformat.read(path, 4).cells[1].source).body

    assert [node.targets[0].id for node in parameters if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)] == PARAMETERS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_shows_only_what_its_views_have(path: Path) -> None:
    calls = [node.func for cell in nbformat.read(path, 4).cells[2:] for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    shown = [(f.value.id, f.attr) for f in calls if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id in VIEWS]

    assert shown
    assert [name for view, name in shown if not callable(getattr(VIEWS[view], name, None))] == []


def test_the_start_notebook_takes_the_parameters_of_all_and_calls_only_what_the_package_has() -> None:
    code = [ast.parse(cell.source) for cell in nbformat.read(START, 4).cells if cell.cell_type == "code"]
    given = [node.targets[0].id for node in code[0].body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    calls = [node.func for tree in code for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [(f.value.id, f.attr) for f in calls if isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id in LAB]

    assert given == [*PARAMETERS, "reports_dir"]
    assert {room for room, _ in named} == set(LAB)
    assert [name for room, name in named if not callable(getattr(LAB[room], name, None))] == []
