"""One notebook through papermill: its own steps, in their order, but for writing the executed notebook, which only some runs keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from analysis.engine import register
from analysis.notebooks import plain_code

_KERNEL, _LANGUAGE = "python3", "python"
_STARTS = 3
"""How often a kernel is started at most: its ports are chosen before it takes them, and another process may take one in between."""
_NEVER_BEGAN = "Kernel died before replying to kernel_info"
_ready: dict[str, Any] = {}
"""Notebooks as they were read, by their file."""


def lay_ready(asked: Mapping[str, Sequence[str]]) -> None:
    """Reads notebooks and looks through their code, for processes that are forked afterwards; one that cannot be read is left to whoever executes it."""
    from papermill.iorw import load_notebook_node

    from analysis.engine import cells

    _ready.clear()
    for file in asked["notebooks"]:
        with suppress(Exception):
            _ready[file] = load_notebook_node(file)
    code = [cell.source for notebook in _ready.values() for cell in notebook.cells if cell.cell_type == "code"]
    cells.lay_ready(code)
    for source in code:
        plain_code(source)


def executed(asked: Mapping[str, Any], engine: str | None) -> Any:
    """The notebook with what its cells gave. Raises PapermillExecutionError at the first that fails, and RuntimeError if no kernel can be started."""
    starts = 1
    while True:
        try:
            return _executed(asked, engine)
        except RuntimeError as error:
            if starts == _STARTS or str(error) != _NEVER_BEGAN:
                raise
        starts += 1


def _executed(asked: Mapping[str, Any], engine: str | None) -> Any:
    from papermill import execute, iorw
    from papermill.engines import papermill_engines
    from papermill.utils import chdir

    register()
    file: str = asked["notebook"]
    notebook = _ready.pop(file, None) or iorw.load_notebook_node(file)
    if asked["arguments"]:
        notebook = execute.parameterize_notebook(notebook, dict(asked["arguments"]), kernel_name=_KERNEL, language=_LANGUAGE, engine_name=engine)
    notebook = execute.remove_error_markers(execute.prepare_notebook_metadata(notebook, file, None))
    with chdir(asked["root"]):
        notebook = papermill_engines.execute_notebook_with_engine(
            engine, notebook, kernel_name=_KERNEL, output_path=None, input_path=file, progress_bar=False, log_output=False, start_timeout=60
        )
    execute.raise_for_execution_errors(notebook, None)
    return notebook
