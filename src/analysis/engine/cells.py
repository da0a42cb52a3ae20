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
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from queue import Empty
from types import SimpleNamespace
from typing import Any

import ipykernel
import nbformat
import traitlets
from ipykernel.iostream import IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import nbbase
from papermill.clientwrap import PapermillNotebookClient
from traitlets.config import Config

from analysis.engine.descriptors import Descriptors

_AGAIN = 0.5
"""Seconds until a cell that does not stop when its time is up is told so again."""
_LOADED_LATE = ("bdb", *(f"IPython.core.{name}" for name in ("application", "completerlib", "crashhandler", "logger", "oinspect")))
"""Modules that a kernel loads when it starts or runs its first cell."""
_in_cell = contextvars.ContextVar("_in_cell", default=False)


class Channel:
    """The messages of one kind, in order; threads may put, the loop gets."""

    def __init__(self) -> None:
        self._messages: deque[dict[str, Any]] = deque()
        self._arrived = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.ended = False

    def put(self, message: dict[str, Any]) -> None:
        if self.ended:
            return
        self._messages.append(message)
        if self._loop is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._arrived.set)

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """The next message. Raises queue.Empty when `timeout` seconds have passed, or the time of the cell."""
        self._loop = asyncio.get_running_loop()
        while not self._messages:
            if self.ended:
                raise Empty
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout)
            except TimeoutError:
                raise Empty from None
        return self._messages.popleft()

    def end(self) -> None:
        """Takes nothing more, and whoever waits waits no longer."""
        self.ended = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._arrived.set)


class Wire(Session):
    """A session that hands each message to a channel, after the same trip through JSON as over a network."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.channels = {"shell": Channel(), "iopub": Channel()}
        self.made_in = os.getpid()

    def send(  # type: ignore[override]
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, ident: Any = None, buffers: Any = None, **more: Any
    ) -> Any:
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent, more.get("header"), more.get("metadata"))
        if os.getpid() != self.made_in:
            _from_below(message)
            return None
        try:
            message["content"] = _carried(message["content"])
        except (TypeError, ValueError):
            message["content"] = self.unpack(self.pack(message["content"]))
        message["buffers"] = buffers or message.get("buffers", [])
        self.channels["shell" if stream == "shell" else "iopub"].put(message)
        return message


def _carried(value: Any) -> Any:
    """The value as it comes out of JSON, where that is another like itself. Raises TypeError or ValueError where it may be anything else."""
    kind = type(value)
    if kind is str:
        value.isascii() or value.encode()
    elif kind is dict:
        if any(type(name) is not str for name in value):
            raise TypeError
        return {name: _carried(inner) for name, inner in value.items()}
    elif kind is list:
        return [_carried(inner) for inner in value]
    elif kind not in (int, bool, type(None)):
        raise TypeError
    return value


def _from_below(message: dict[str, Any]) -> None:
    """What a process forked by a cell prints goes through its descriptors; what it displays is lost, as everywhere."""
    if message["msg_type"] == "stream":
        text = memoryview(message["content"]["text"].encode("utf-8", "replace"))
        while text:
            text = text[os.write(1 if message["content"]["name"] == "stdout" else 2, text) :]


class _Thread(IOPubThread):
    """In place of the thread that sends: whoever writes sends when it flushes."""

    def __init__(self) -> None:
        self.thread: Any = None
        self.io_loop: Any = None
        self._pid = os.getpid()

    def schedule(self, f: Any) -> None:
        if os.getpid() != self._pid:
            f()


class Stream(OutStream):
    """Standard output or error of a notebook, which takes up what was written to the descriptor before it sends."""

    def __init__(self, session: Session, name: str, descriptors: Descriptors) -> None:
        super().__init__(session, _Thread(), name, watchfd=False)  # type: ignore[no-untyped-call]
        self._original_stdstream_copy = descriptors.original[name]
        self._descriptors, self._pid = descriptors, os.getpid()

    def flush(self) -> None:
        if os.getpid() == self._pid:
            self._descriptors.drain()
        self._flush()  # type: ignore[no-untyped-call]


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
    made.shell.transform_cell = _Turned(made.shell)
    started = type(made.shell).run_cell_async
    started.__signature__ = inspect.signature(started)  # the kernel looks at it before every cell
    return made


class _Turned:
    """Cells turned into plain Python, as the shell does it.

    The kernel has each cell turned, and then the shell the same cell again: the second is given what the first got. Cells that were turned by `lay_ready` are
    not turned again, as long as nothing is changed about how the shell does it; one of a single line means what the names in it mean at that moment.
    """

    def __init__(self, shell: Any) -> None:
        self._shell, self._turn, self._at_first = shell, shell.transform_cell, self._ways(shell)
        self._ready: dict[str, str] = {}
        self._once: dict[str, str] = {}

    def __call__(self, raw_cell: str) -> str:
        if raw_cell in self._ready and self._ways(self._shell) == self._at_first:
            return self._ready[raw_cell]
        if raw_cell in self._once:
            return self._once.pop(raw_cell)
        self._once = {raw_cell: self._turn(raw_cell)}
        return self._once[raw_cell]

    def lay_ready(self, cells: Iterable[str]) -> None:
        for cell in cells:
            with suppress(SyntaxError):
                turned = self._turn(cell)
                if len(turned.splitlines()) > 1:
                    self._ready[cell] = turned

    @staticmethod
    def _ways(shell: Any) -> list[Any]:
        manager = shell.input_transformer_manager
        return [*manager.cleanup_transforms, *manager.line_transforms, *manager.token_transformers, *shell.input_transformers_post]


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
