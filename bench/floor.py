"""The floor: what the cells of notebooks call, in their order, in one process without kernel, papermill and children.

Raw data are loaded before; the figures of the reports are computed, charts go to a drawing server, and the blocks of each notebook become its page.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from analysis import pages
from analysis.engine.drawing import Drawing
from analysis.languages import LANGUAGES
from analysis.output import hash_of, write
from analysis.pages.blocks import Block
from analysis.run import desk
from analysis.workbook import Workbook

_shown: list[Block] = []


def collect(workbook: Workbook, *items: Block) -> None:
    """In place of Workbook.show: keeps what a cell shows."""
    _shown.extend(items)


def parameterized(task: Mapping[str, Any]) -> Any:
    """The notebook of a task with its parameters."""
    return parameterize_notebook(load_notebook_node(task["notebook"]), task["arguments"])


def page_of(notebook: Any, shown: Mapping[str, Any]) -> str:
    """The page of a notebook whose code cells are called as they lie."""
    named: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _shown.clear()
            exec(cell.source, named)
            cell.outputs = [nbformat.from_dict({"output_type": "display_data", "metadata": {}, "data": {"text/html": block.html()}}) for block in _shown]  # type: ignore[no-untyped-call]
    return pages.render(notebook, **shown)


def main() -> None:
    """Makes the pages of the first notebooks and of the rest; tells the seconds of both, and the digest of every page."""
    asked = json.load(sys.stdin)
    Workbook.show = collect  # type: ignore[method-assign,assignment]
    with TemporaryDirectory() as folder, Drawing(Path(folder)) as drawing:
        os.environ.update(drawing.environment)
        desk.open_desk({"data": asked["data"], "root": asked["root"], "home": folder, "pages": "analysis.pages", "languages": LANGUAGES})
        notebooks = {task["page"]: parameterized(task) for part in ("first", "rest") for task in asked[part]}
        seconds, digests = {}, {}
        for part in ("first", "rest"):
            started = time.perf_counter()
            reports = list(dict.fromkeys((task["shown"]["unit"], task["shown"]["period"]) for task in asked[part]))
            desk.compute({"data": asked["data"], "out": asked["out"], "pages": "analysis.pages", "reports": reports, "stopped": asked["stopped"]})
            for task in asked[part]:
                html = page_of(notebooks[task["page"]], task["shown"])
                write(Path(asked["reports"]) / task["page"], html)
                digests[task["page"]] = hash_of(html.encode())
            seconds[part] = time.perf_counter() - started
    print(json.dumps({**seconds, "each": seconds["rest"] / len(asked["rest"]), "digests": digests}))


if __name__ == "__main__":
    main()
