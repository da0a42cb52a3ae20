"""What programs write to descriptors 1 and 2, past Python, read back into its streams."""

from __future__ import annotations

import codecs
import os
import selectors
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol

_SIZE = 1 << 16
"""What a pipe holds at most: one reading takes all that was written before."""
_PATIENCE = 10.0
"""Seconds to wait for the reader to end: longer than ever needed, and not for ever."""
NUMBERS = {"stdout": 1, "stderr": 2}


class Writable(Protocol):
    """Takes text."""

    def write(self, string: str) -> Any: ...


class _Pipe:
    """One descriptor turned into a pipe."""

    def __init__(self, name: str) -> None:
        self.name, self.number = name, NUMBERS[name]
        self.original = os.dup(self.number)
        self.reader, writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.dup2(writer, self.number)
        os.close(writer)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self, *, final: bool) -> str:
        """The text that has come; a character that is not complete is kept back, unless what came last is `final`."""
        content = b""
        with suppress(BlockingIOError):
            content = os.read(self.reader, _SIZE)
        return self._decoder.decode(content, final)


class Descriptors:
    """A context in which descriptors 1 and 2 belong to `streams`, one per name."""

    def __init__(self) -> None:
        self.streams: dict[str, Any] = {}
        self._lock = threading.RLock()

    def __enter__(self) -> Descriptors:
        self._pipes = [_Pipe(name) for name in NUMBERS]
        self.original = {pipe.name: pipe.original for pipe in self._pipes}
        self._ends, self._end = os.pipe()
        self._thread = threading.Thread(target=self._read, name="descriptors", daemon=True)
        self._thread.start()
        return self

    def drain(self) -> None:
        """Returns once everything written so far has reached the streams."""
        self._take(self._pipes, final=True)

    def _take(self, pipes: Sequence[_Pipe], *, final: bool = False) -> None:
        with self._lock:
            for pipe in pipes:
                text = pipe.read(final=final)
                if text and pipe.name in self.streams:
                    self.streams[pipe.name].write(text)

    def _read(self) -> None:
        """Takes up what comes between two drains, so that whoever writes never waits for room."""
        with selectors.DefaultSelector() as selector:
            for pipe in self._pipes:
                selector.register(pipe.reader, selectors.EVENT_READ, pipe)
            selector.register(self._ends, selectors.EVENT_READ)
            while all(pipes := [key.data for key, _ in selector.select()]):
                self._take(pipes)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.drain()
        os.write(self._end, b"\0")
        self._thread.join(_PATIENCE)
        for pipe in self._pipes:
            os.dup2(pipe.original, pipe.number)
            os.close(pipe.original)
            os.close(pipe.reader)
        os.close(self._ends)
        os.close(self._end)
