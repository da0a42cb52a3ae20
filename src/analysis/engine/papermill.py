"""The papermill engine `kinerja`: each notebook in a forked child of the process that asks, or right here if that is one already.

Papermill looks for engines while it is imported itself: import papermill before this module, or call `analysis.engine.register`.
"""

from __future__ import annotations

import logging
import os
import pickle
import selectors
import time
import warnings
from contextlib import suppress
from datetime import datetime
from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from analysis.engine import child

KERNELS = {"python3", "python", "", None}
"""Kernels that mean this very Python."""
_GRACE = 5.0
"""Seconds that a child has for saying that its time is up."""
_SIZE = 1 << 20
log = logging.getLogger(__name__)
_used: set[int] = set()
"""Children that have run a notebook themselves."""


class ForkEngine(Engine):  # type: ignore[misc]
    """Executes a notebook in a process of its own that is ready at once, since it is forked."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str | None, **options: Any) -> None:
        """Runs the cells of `nb_man.nb`. Raises what papermill's own engine raises; a child that dies is a DeadKernelError."""
        if child.is_child() and kernel_name in KERNELS and os.getpid() not in _used:
            _used.add(os.getpid())
            _run(_Timed(nb_man), **options)
        elif reason := _obstacle(kernel_name):
            log.warning("The notebook runs in a kernel of papermill's own: %s.", reason)
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
        else:
            _Fork(nb_man, options).follow()


def _obstacle(kernel_name: str | None) -> str:
    if kernel_name not in KERNELS:
        return f"'{kernel_name}' is another kernel than this Python"
    if os.getpid() in _used:
        return "this process has run a notebook already, and is no longer what it was"
    return child.obstacle() if child.FORKS else "processes cannot be forked safely on this system"


def _run(manager: Any, **options: Any) -> None:
    from analysis.engine import cells  # late: heavy, and only in a child

    cells.run(manager, **_settings(options))


def _settings(options: dict[str, Any]) -> dict[str, Any]:
    """The options of a run as papermill's engine hands them to its client."""
    known = ("execution_timeout", "start_timeout", "input_path", "timeout", "startup_timeout")
    limit = options.get("execution_timeout") or options.get("timeout")
    settings: dict[str, Any] = merge_kwargs(remove_args(known, **options), timeout=limit, log=logger)
    return settings


class _Timed:
    """Papermill's manager, told when a cell began in a form that it need not find out: it takes a time in any form whatever, at some cost."""

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    def __getattr__(self, name: str) -> Any:
        return getattr(self._manager, name)

    def cell_complete(self, cell: Any, cell_index: int) -> None:
        noted = cell.metadata.papermill
        began, noted["start_time"] = noted.get("start_time"), None
        self._manager.cell_complete(cell, cell_index=cell_index)
        if began:
            noted |= {"start_time": began, "duration": (datetime.fromisoformat(noted["end_time"]) - datetime.fromisoformat(began)).total_seconds()}


class _Told:
    """In the child: stands for papermill's manager, and tells the parent what it is told."""

    def __init__(self, nb: Any, to: int) -> None:
        self.nb, self._to = nb, to

    def cell_start(self, cell: Any, cell_index: int) -> None:
        self.tell("cell_start", cell_index, cell)

    def cell_exception(self, cell: Any, cell_index: int, exception: BaseException | None = None) -> None:
        self.tell("cell_exception", cell_index, cell)

    def cell_complete(self, cell: Any, cell_index: int) -> None:
        self.tell("cell_complete", cell_index, cell)

    def autosave_cell(self) -> None:
        """The parent saves as cells end."""

    def tell(self, *event: Any) -> None:
        content = memoryview(pickle.dumps(event))
        message = memoryview(len(content).to_bytes(8, "big") + content)
        while message:
            message = message[os.write(self._to, message) :]


class _Fork:
    """A child that runs the cells of a notebook, and what it tells, applied to papermill's manager in this process."""

    def __init__(self, manager: Any, options: dict[str, Any]) -> None:
        self._manager, self._options = manager, options
        self._logged = PapermillNotebookClient(manager, km=object(), **_settings(options))
        self._end: tuple[BaseException | None, dict[str, Any]] | None = None

    def follow(self) -> None:
        """Returns when all cells have run or one has failed. Raises what ended the child, and DeadKernelError if it died."""
        reader, writer = os.pipe()
        parent = os.getpid()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if not pid:
            self._work(parent, reader, writer)
        os.close(writer)
        try:
            self._listen(reader)
        finally:
            os.close(reader)
            child.kill_group(pid)
            os.waitpid(pid, 0)
        if self._end is None:
            raise DeadKernelError("Kernel died")
        error, metadata = self._end
        self._manager.nb.metadata.update(metadata)
        if error is not None:
            raise error

    def _work(self, parent: int, reader: int, writer: int) -> None:
        told = _Told(self._manager.nb, writer)
        error: BaseException | None = None
        try:
            os.close(reader)
            child.begin(parent)
            quiet = dict.fromkeys(("log_output", "stdout_file", "stderr_file"))
            _run(told, **{**self._options, **quiet, "log_output": False})
        except BaseException as raised:
            error = raised
        with suppress(BaseException):
            told.tell("end", error if _travels(error) else RuntimeError(f"{type(error).__name__}: {error}"), dict(told.nb.metadata))
        os._exit(0)

    def _listen(self, reader: int) -> None:
        received = bytearray()
        deadline: float | None = None
        with selectors.DefaultSelector() as selector:
            selector.register(reader, selectors.EVENT_READ)
            while self._end is None:
                if not selector.select(None if deadline is None else max(0.0, deadline - time.monotonic())):
                    raise DeadKernelError("Kernel died")
                content = os.read(reader, _SIZE)
                if not content:
                    return
                received += content
                while len(received) >= 8 and len(received) >= (size := 8 + int.from_bytes(received[:8], "big")):
                    event = pickle.loads(received[8:size])
                    del received[:size]
                    deadline = self._apply(*event, deadline=deadline)

    def _apply(self, what: str, first: Any, second: Any, *, deadline: float | None) -> float | None:
        """Does what the child told; gives the time until which it must tell something again."""
        if what == "end":
            self._end = (first, second)
            return deadline
        manager, cell = self._manager, self._manager.nb.cells[first]
        if what == "cell_start":
            manager.cell_start(cell, first)
            seconds = self._logged._get_timeout(cell)
            return time.monotonic() + seconds + _GRACE if seconds else None
        kept = cell.metadata.get("papermill", {})
        cell.update(second)
        cell.metadata["papermill"] = kept
        if what == "cell_complete":
            for output in cell.get("outputs", []):
                self._logged.log_output_message(output)
        getattr(manager, what)(cell, cell_index=first)
        return None


def _travels(error: BaseException | None) -> bool:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return False
    return True
