"""A step of a run: one notebook through papermill, and its page."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.engine import NAME
from analysis.errors import KinerjaError
from analysis.output import hash_of, write
from analysis.run.executed import executed
from analysis.run.observing import Observed, observing
from analysis.run.parts import told

INJECTED = "injected-parameters"
"""The tag of the cell that tells a notebook its parameters."""


def execute(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Runs the notebook and writes its page; if it fails, a page that says why. It stops at the first failing cell.

    In a kernel of its own nobody sees what a notebook reads: such a page is never taken for current.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    page, notebook = Path(asked["page"]), Path(asked["notebook"])
    forked = asked["engine"] == "fork"
    reason, cells, used = "", [], Observed(Path(asked["root"]), set())
    try:
        with observing(asked, notebook) if forked else nullcontext(used) as used:
            shown = executed(asked, NAME if forked else None)
            cells = settled(shown, told(notebook, Path(asked["root"])))
            html = import_module(asked["pages"]).render(shown, **asked["shown"])
        if used.refused:
            raise KinerjaError(used.refused[0])
    except Exception as error:
        reason = reason_of(error)
        html = _failure(asked, reason)
    outputs = _written(page, html) | (_kept(page, shown) if asked["keep"] and not reason else {})
    return {"ok": not reason, "reason": reason, "seen": sorted(used.parts), "outputs": outputs, "observed": forked, "told": {"cells": cells}}


def give_up(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Writes the page of a notebook that was lost, for the `reason` that is given."""
    outputs = _written(Path(asked["page"]), _failure(asked, asked["reason"]))
    return {"ok": False, "reason": asked["reason"], "seen": [], "outputs": outputs, "told": {}}


def _written(page: Path, html: str) -> dict[str, str]:
    """The page, and beside it no executed notebook that an earlier run has kept: it would be of another page."""
    page.with_suffix(".ipynb").unlink(missing_ok=True)
    write(page, html)
    return {"page": hash_of(html.encode())}


def _failure(asked: Mapping[str, Any], reason: str) -> str:
    """The page of a notebook that did not run through."""
    return str(import_module(asked["pages"]).render_failure(reason, **asked["shown"]))


def settled(notebook: Any, place: str) -> list[float]:
    """Takes out of an executed notebook all that is another in every run, so that the same input gives the same bytes; gives the seconds of its cells.

    Out go times, the random name of the cell that papermill put in, and where on this machine the notebook lies: `place` says it from the root.
    """
    spent = []
    for cell in notebook.cells:
        shown = cell.metadata.get("papermill", {})
        spent.append(round(shown.get("duration") or 0.0, 3))
        cell.metadata.pop("execution", None)
        for holder in (shown, notebook.metadata.get("papermill", {})):
            for name in ("duration", "start_time", "end_time"):
                holder[name] = None
        if "id" in cell and INJECTED in cell.metadata.get("tags", ()):
            cell["id"] = INJECTED
    notebook.metadata["papermill"]["input_path"] = place
    return spent


def _kept(page: Path, notebook: Any) -> dict[str, str]:
    import nbformat

    text = str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]
    write(page.with_suffix(".ipynb"), text)
    return {"notebook": hash_of(text.encode())}


def reason_of(error: Exception) -> str:
    """Why a notebook failed: the sentence of a mistake that a user can act on, else the kind of error, its message and the cell."""
    kind, said = getattr(error, "ename", type(error).__name__), str(getattr(error, "evalue", error))
    if kind in _gentle(KinerjaError):
        return said
    cell = getattr(error, "exec_count", None)
    return f"{kind}: {said}" + (f" (cell {cell})" if cell else "")


def _gentle(kind: type[KinerjaError]) -> set[str]:
    return {kind.__name__}.union(*(_gentle(below) for below in kind.__subclasses__()))
