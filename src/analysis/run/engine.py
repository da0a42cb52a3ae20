"""One notebook through papermill, and its page at once: in a worker process, in an environment of its own."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.errors import KinerjaError
from analysis.grid import Task
from analysis.output import hash_of, write

LIMIT = 300.0
"""Seconds that a notebook may take."""

_LONGEST_SOCKET = 90
"""Characters of a socket's path that every system with Unix sockets accepts."""


@dataclass(frozen=True)
class Job:
    """A task with all that a worker needs: where the notebook and its page lie, what the notebook is told, how long it may take.

    `pages` names the module with `render` and `render_failure`; `shown` are the words for the page: unit name and language;
    `home` is a folder for everything that kernels leave behind.
    """

    task: Task
    notebook: Path
    arguments: Mapping[str, str]
    page: Path
    root: Path
    home: Path
    pages: str
    shown: Mapping[str, str]
    limit: float = LIMIT
    keep: bool = False


@dataclass(frozen=True)
class Result:
    """How one task went: `reason` says why not, `sha256` is that of its page."""

    task: Task
    ok: bool
    reason: str = ""
    seconds: float = 0.0
    sha256: str = ""


def environment(home: Path) -> dict[str, str]:
    """What kernels find in their environment: the same everywhere, and nothing of the user's home."""
    folders = {"HOME": "home", "IPYTHONDIR": "ipython", "JUPYTER_PATH": "jupyter"}
    folders |= {f"JUPYTER_{kind}_DIR": f"jupyter-{kind.lower()}" for kind in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {f"XDG_{kind}_HOME": f"xdg-{kind.lower()}" for kind in ("CONFIG", "CACHE", "DATA")}
    fixed = {"PYTHONHASHSEED": "0", "TZ": "UTC", "PYTHONNOUSERSITE": "1", "GX_ANALYTICS_ENABLED": "false"}
    return fixed | {name: str(home / folder) for name, folder in folders.items()}


def prepare(home: Path) -> None:
    """Makes this process a worker: its kernels run this very Python, whatever kernels the machine knows by the same name."""
    os.environ.update(environment(home))
    os.environ.pop("PYTHONSTARTUP", None)
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # an optional grammar that takes seconds to build
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")


def kernelspec(home: Path) -> None:
    """Declares the stock kernel `python3` of this Python ahead of all others."""
    folder = home / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    (home / "home").mkdir()
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3 (ipykernel)", "language": "python"}), "utf-8")


def execute(job: Job) -> Result:
    """Runs the notebook and writes its page; if it fails, a page that says why."""
    started = time.perf_counter()
    reason = ""
    try:
        html = import_module(job.pages).render(_executed(job), **_heading(job))
    except Exception as error:
        reason = reason_of(error, job.limit)
        html = failure(job, reason)
    write(job.page, html)
    return Result(job.task, not reason, reason, time.perf_counter() - started, hash_of(html.encode()))


def failure(job: Job, reason: str) -> str:
    """The page of a notebook that did not run through."""
    return str(import_module(job.pages).render_failure(reason, **_heading(job)))


def _heading(job: Job) -> dict[str, str]:
    return {"name": job.task.notebook, "unit": job.task.unit, "period": job.task.period, **job.shown}


def _executed(job: Job) -> Any:
    """The executed notebook. It stops at the first failing cell, and when its time is up."""
    import papermill

    end = time.monotonic() + job.limit
    kept = job.page.with_suffix(".ipynb") if job.keep else None
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
    return papermill.execute_notebook(
        _literal(job.notebook),
        _literal(kept) if kept else None,
        parameters=dict(job.arguments),
        kernel_name="python3",
        language="python",
        cwd=str(job.root),
        progress_bar=False,
        log_output=False,
        request_save_on_cell_execute=False,
        shutdown_kernel="immediate",
        timeout_func=lambda cell: max(0.1, end - time.monotonic()),
        config=_transport(job),
    )


def _literal(path: Path) -> str:
    """The path so that papermill, which fills in braces, leaves it as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _transport(job: Job) -> Any:
    """Kernels are spoken to over sockets in a private folder, not over the network, where the system has such sockets."""
    from traitlets.config import Config

    socket = str(job.home / f"{os.getpid()}-{time.monotonic_ns()}")
    local = os.name == "posix" and len(socket) < _LONGEST_SOCKET
    return Config(KernelManager={"transport": "ipc", "ip": socket} if local else {})


def reason_of(error: Exception, limit: float) -> str:
    """Why a notebook failed: the sentence of a mistake that a user can act on, else the kind of error, its message and the cell."""
    kind, said = getattr(error, "ename", type(error).__name__), str(getattr(error, "evalue", error))
    if kind in _gentle(KinerjaError):
        return said
    if kind == "CellTimeoutError":
        return f"the notebook did not finish within {limit:g} seconds"
    if kind == "DeadKernelError":
        return "the kernel of the notebook died; it may have run out of memory, try fewer workers"
    cell = getattr(error, "exec_count", None)
    return f"{kind}: {said}" + (f" (cell {cell})" if cell else "")


def _gentle(kind: type[KinerjaError]) -> set[str]:
    return {kind.__name__}.union(*(_gentle(below) for below in kind.__subclasses__()))
