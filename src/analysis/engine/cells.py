"""The cells of a notebook, run in this very process.

Both ends are the libraries' own: a real IPython kernel runs the cells, and papermill's client collects what they give. Only the
network between them is left out. The process is that of the notebook afterwards: it should end soon.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import logging
import os
import re
import signal
import sys
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ipykernel
import nbformat
import traitlets
from ipykernel.ipkernel import IPythonKernel
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import nbbase
from papermill.clientwrap import PapermillNotebookClient
from traitlets.config import Config

from analysis.engine.descriptors import Descriptors
from analysis.engine.turned import Turned
from analysis.engine.wire import Stream, Wire

_AGAIN = 0.5
"""Seconds until a cell that does not stop when its time is up is told so again."""
_LOADED_LATE = ("bdb", *(f"IPython.core.{name}" for name in ("application", "completerlib", "crashhandler", "logger", "oinspect")))
"""Modules that a kernel loads when it starts or runs its first cell."""
_in_cell = contextvars.ContextVar("_in_cell", default=False)


class Kernel(IPythonKernel):
    """The stock kernel without debugger and threads."""

    debugger_class = traitlets.Any(lambda *given: None)

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits behind a cell that fails."""


_warm: list[Any] = []


def warm(argument: Mapping[str, Any]) -> None:
    """Does once, before processes are forked, what every notebook needs: a kernel that nobody has used, and what checks notebooks."""
    nbbase.validate = _validated
    for minor in range(6):
        nbformat.validate({"nbformat": 4, "nbformat_minor": minor, "metadata": {}, "cells": []})
    for name in _LOADED_LATE:
        with suppress(ImportError):
            import_module(name)
    if not _warm:
        _warm.append(contextvars.Context().run(_new_kernel))


def lay_ready(cells: Iterable[str]) -> None:
    """Turns cells into plain Python for the kernel that is warm, so that processes that are forked afterwards need not."""
    for made in _warm:
        made.shell.transform_cell.lay_ready(cells)


def kernel() -> Any:
    """A kernel as one that was just started."""
    made = _warm.pop() if _warm else _new_kernel()
    made.session.made_in = made.session.pid = os.getpid()
    _as_launched()
    return made


def _new_kernel() -> Any:
    _leave_out_the_debugger()
    config = Config(HistoryManager={"enabled": False, "hist_file": ":memory:"})
    log = logging.getLogger(__name__)
    thread = SimpleNamespace(parent_thread=None)
    made: Any = Kernel.instance(
        config=config, session=Wire(key=b""), iopub_socket="iopub", shell_channel_thread=thread, log=log, user_ns={}, _execute_sleep=0.0
    )
    made.shell.extension_manager.load_extension("storemagic")
    made.shell.transform_cell = Turned(made.shell)
    started = type(made.shell).run_cell_async
    started.__signature__ = inspect.signature(started)  # the kernel looks at it before every cell
    return made


def _leave_out_the_debugger() -> None:
    """The kernel looks for its debugger, which nobody uses here: a large library that starts a program when it is loaded."""
    absent = "debugpy" not in sys.modules
    if absent:
        sys.modules["debugpy"] = None  # type: ignore[assignment]
    import_module("ipykernel.debugger")
    if absent:
        del sys.modules["debugpy"]


def _as_launched() -> None:
    """What programs find around them when a kernel is launched."""
    sys.argv = [str(Path(ipykernel.__file__).parents[1] / "ipykernel_launcher.py"), "-f", "kernel.json"]
    if "" not in sys.path:
        sys.path.insert(0, "")
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.environ["JPY_PARENT_PID"] = str(os.getppid())


class Kernelside:
    """What papermill's client takes for its connection to a kernel."""

    def __init__(self, made: Any) -> None:
        self._kernel = made
        self._tasks: list[asyncio.Task[None]] = []
        self.session = made.session
        self.shell_channel, self.iopub_channel = made.session.channels["shell"], made.session.channels["iopub"]

    def execute(self, code: str, store_history: bool = True, stop_on_error: bool = True) -> str:
        """The id of the request to run `code`, which runs as soon as the loop does."""
        if self._kernel.shell.exit_now:
            raise DeadKernelError("Kernel died")
        content = {"code": code, "silent": False, "store_history": store_history, "user_expressions": {}, "allow_stdin": False}
        request = self.session.msg("execute_request", {**content, "stop_on_error": stop_on_error})
        self._tasks.append(asyncio.get_running_loop().create_task(self._run(request)))
        return str(request["msg_id"])

    def kernel_info(self) -> str:
        """The id of the request for what the kernel is, answered at once."""
        request = self.session.msg("kernel_info_request")
        self.session.send("shell", "kernel_info_reply", self._kernel.kernel_info, parent=request)
        return str(request["msg_id"])

    def is_alive(self) -> bool:
        return True

    def limit(self, seconds: float | None) -> None:
        """The code that runs next is stopped after so many seconds; None is never."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGALRM, self._stop)
            signal.setitimer(signal.ITIMER_REAL, seconds or 0, _AGAIN if seconds else 0)

    def _stop(self, *ignored: object) -> None:
        """Interrupts the code of a cell, and waits no longer for what it awaits; its answer comes too late."""
        _flush()
        self.shell_channel.end()
        if _in_cell.get():
            raise KeyboardInterrupt

    async def _run(self, request: dict[str, Any]) -> None:
        _in_cell.set(True)
        made = self._kernel
        try:
            made.set_parent([], request, "shell")
            made._publish_status("busy", "shell")
            await made.execute_request("shell", [], request)
            _flush()
        except (Exception, KeyboardInterrupt) as error:
            failed = {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []}
            self.session.send("shell", "execute_reply", failed, parent=request)
        finally:
            _in_cell.set(False)
            self.limit(None)
            made._publish_status("idle", "shell")


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


class Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client of a kernel in this process."""

    def _get_timeout(self, cell: Any) -> Any:
        seconds = super()._get_timeout(cell)
        if cell is not None:
            self.kc.limit(seconds)
        return seconds


def run(manager: Any, **options: Any) -> None:
    """Runs the cells of `manager.nb`, papermill's notebook execution manager, which is told as each begins and ends.

    Stops at the first that fails, as papermill does. Raises CellTimeoutError and DeadKernelError of nbclient.
    """
    contextvars.Context().run(_run, manager, options)


_validate: Any = nbbase.validate
_FRESH: dict[str, Any] = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")


def _validated(node: Any, ref: str | None = None) -> Any:
    """As nbformat validates; a display of plain texts and a new cell, as nearly all are, are known to be valid and not held against the schema again."""
    if ref == "display_data" and set(node) == {"output_type", "metadata", "data"} and node.metadata == {}:
        data = node.data
        if isinstance(data, dict) and all(isinstance(part, str) for item in data.items() for part in item):
            return None
    if ref == "code_cell" and node.keys() == {"id", "source", *_FRESH} and _FRESH.items() <= node.items():
        return None if isinstance(node["source"], str) and _ID.fullmatch(str(node["id"])) else _validate(node, ref)
    return _validate(node, ref)


def _run(manager: Any, options: dict[str, Any]) -> None:
    nbbase.validate = _validated
    made = kernel()
    client = Client(manager, km=SimpleNamespace(has_kernel=True), **options)
    client.kc = Kernelside(made)
    with Descriptors() as descriptors:
        streams = {name: Stream(made.session, name, descriptors) for name in ("stdout", "stderr")}
        descriptors.streams = streams
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = streams["stdout"], streams["stderr"]
        try:
            client.execute()
        finally:
            sys.stdout, sys.stderr = before
