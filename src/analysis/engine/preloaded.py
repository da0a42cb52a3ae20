"""The preloaded process: `python -m analysis.engine.preloaded`, started by a pool and spoken to in lines of JSON.

It imports what notebooks need once, runs what prepares them, and forks a child for every call. It has one thread and never uses
a library that starts others; it watches its children, ends those that take too long or too much, and ends with its pool.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import selectors
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.engine import child
from analysis.engine.call import Call, raised, too_long
from analysis.engine.running import Running
from analysis.errors import KinerjaError

_LOOK = 0.05
"""Seconds between two looks at the memory of children that have a bound."""
_TASKS = Path("/proc/self/task")


class Preloaded:
    """The loop of the process: requests come in at `source`, answers go out at `target`."""

    def __init__(self, source: int, target: int) -> None:
        self._source, self._target = source, target
        self._waiting: deque[tuple[int, Call]] = deque()
        self._running: dict[int, Running] = {}
        self._workers = 1
        self._unread = b""
        self._frozen = False
        self._open = True
        self._selector = selectors.DefaultSelector()
        self._selector.register(source, selectors.EVENT_READ)
        self._woken, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(wake, False)
        self._wake = wake
        signal.signal(signal.SIGCHLD, lambda *ignored: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self._selector.register(self._woken, selectors.EVENT_READ)

    def serve(self) -> None:
        """Until the pool closes its end."""
        try:
            while self._open:
                self._start()
                ready = {key.fd for key, _ in self._selector.select(self._patience())}
                if self._woken in ready:
                    with suppress(BlockingIOError):
                        os.read(self._woken, 4096)
                for running in [r for r in self._running.values() if r.reader in ready and not r.read()]:
                    self._selector.unregister(running.reader)
                self._watch()
                if self._source in ready:
                    self._receive()
        except BrokenPipeError:
            pass
        finally:
            for pid in self._running:
                child.kill_group(pid)

    def _receive(self) -> None:
        content = os.read(self._source, 1 << 20)
        self._open = bool(content)
        *lines, self._unread = (self._unread + content).split(b"\n")
        for line in lines:
            request = json.loads(line)
            getattr(self, f"_do_{request.pop('do')}")(**request)

    def _say(self, what: str, number: int = -1, **more: Any) -> None:
        self._write(json.dumps({"is": what, "number": number, **more}).encode())

    def _write(self, line: bytes) -> None:
        rest = memoryview(line + b"\n")
        while rest:
            rest = rest[os.write(self._target, rest) :]

    # requests

    def _do_begin(self, workers: int, preload: list[str], path: list[str]) -> None:
        self._workers = workers
        sys.path.extend(folder for folder in path if folder not in sys.path)
        try:
            for name in preload:
                import_module(name)
        except Exception as error:
            self._say("broken", reason=f"what notebooks need cannot be loaded: {raised(error)}")
        logging.captureWarnings(False)
        if tqdm := sys.modules.get("tqdm"):
            tqdm.tqdm.monitor_interval = 0
        self._say("ready")

    def _do_workers(self, workers: int) -> None:
        self._workers = workers

    def _do_prepare(self, number: int, call: dict[str, Any]) -> None:
        self._frozen = False
        self._say("started", number)
        try:
            Call(**call)()
        except BaseException as error:
            self._say("broken", number, reason=str(error) if isinstance(error, KinerjaError) else f"{call['name']} {raised(error)}")
        self._say("prepared", number)

    def _do_submit(self, number: int, call: dict[str, Any]) -> None:
        self._waiting.append((number, Call(**call)))

    def _do_cancel(self) -> None:
        self._say("cancelled", numbers=[number for number, _ in self._waiting])
        self._waiting.clear()

    # children

    def _start(self) -> None:
        while self._waiting and self._room():
            if reason := obstacle():
                self._waiting.clear()
                return self._say("broken", reason=reason)
            if not self._frozen:
                gc.collect()
                gc.freeze()
                self._frozen = True
            number, call = self._waiting.popleft()
            self._fork(number, call)
        return None

    def _room(self) -> bool:
        """Whether one more may begin: a child that has answered works no longer, and only few may be on their way out."""
        return sum(not running.answered for running in self._running.values()) < self._workers and len(self._running) < 2 * self._workers

    def _fork(self, number: int, call: Call) -> None:
        parent = os.getpid()
        reader, writer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        if not (pid := os.fork()):
            self._work(parent, call, writer)
        os.close(writer)
        self._running[pid] = Running(pid, number, call, reader)
        self._selector.register(reader, selectors.EVENT_READ)
        self._say("started", number, pid=pid)

    def _work(self, parent: int, call: Call, writer: int) -> None:
        """In the child: the call, its answer, the end. Nothing of the parent's is touched, least of all what it does when it exits."""
        answer = b""
        try:
            child.begin(parent)
            self._selector.close()
            for descriptor in (self._target, self._woken, self._wake, *(running.reader for running in self._running.values())):
                os.close(descriptor)
            answer = _answer(call)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            with suppress(BaseException):
                rest = memoryview(answer)
                while rest:
                    rest = rest[os.write(writer, rest) :]
                os.close(writer)  # the next child begins while the system takes this one away
            os._exit(0)

    def _patience(self) -> float | None:
        """Seconds until a child has to be looked at."""
        if not self._running:
            return None
        if any(running.call.memory for running in self._running.values()):
            return _LOOK
        return max(0.0, min(running.deadline for running in self._running.values()) - time.monotonic())

    def _watch(self) -> None:
        leaving = False
        for running in list(self._running.values()):
            if running.ended():
                if not leaving:  # in the order of their answers
                    self._finish(running)
            elif time.monotonic() >= running.deadline:
                running.kill(too_long(running.call.limit))
            elif running.call.memory and running.grown() > running.call.memory:
                running.kill(f"more than {running.call.memory} MiB of memory")
            leaving |= running.answered and running.pid in self._running

    def _finish(self, running: Running) -> None:
        del self._running[running.pid]
        with suppress(KeyError):
            self._selector.unregister(running.reader)
        answer, seconds, peak = running.finish()
        head = json.dumps({"is": "done", "number": running.number, "seconds": seconds, "peak": peak})
        self._write(head[:-1].encode() + b', "answer": ' + answer + b"}")


def _answer(call: Call) -> bytes:
    """The answer to a call as JSON: its value, or what was raised."""
    try:
        return json.dumps({"value": call()}).encode()
    except BaseException as error:
        try:
            return json.dumps({"lost": raised(error)}).encode()
        except Exception:
            return json.dumps({"lost": f"raised {type(error).__name__}"}).encode()


def obstacle() -> str:
    """Why this process must not fork, in one sentence; empty if it may."""
    if reason := child.obstacle():
        return reason
    end = time.monotonic() + 1
    while _TASKS.is_dir() and (threads := len(list(_TASKS.iterdir()))) > 1:
        if time.monotonic() > end:
            return f"a process that forks may have one thread only, and libraries have started {threads - 1} more; never use {', '.join(child.NEVER)} in it"
        time.sleep(0.01)
    return ""


def main() -> None:
    """Serves the pool that started this process."""
    source, target = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if not sys.flags.safe_path:
        del sys.path[0]  # the folder where it was started
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # an optional grammar that takes seconds to build
    Preloaded(source, target).serve()
    os._exit(0)


if __name__ == "__main__":
    main()
