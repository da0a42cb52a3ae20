"""What programs write to descriptors 1 and 2, past Python, read back into its streams."""

from __future__ import annotations

import codecs
import os
import selectors
import threading
from types import TracebackType
from typing import Any, Protocol

_SIZE = 1 << 16
_PATIENCE = 10.0
"""Seconds to wait for the reader: longer than ever needed, and not for ever."""
NUMBERS = {"stdout": 1, "stderr": 2}


class Writable(Protocol):
    """Takes text."""

    def write(self, string: str) -> Any: ...


class _Pipe:
    """One descriptor turned into a pipe; what passes before `mark` has been handed on once `passed` is set."""

    def __init__(self, name: str) -> None:
        self.name, self.number = name, NUMBERS[name]
        self.original = os.dup(self.number)
        self.reader, writer = os.pipe()
        os.dup2(writer, self.number)
        self.writer = os.dup(writer)
        os.close(writer)
        self.mark = b"\0" + os.urandom(16)
        self.passed = threading.Event()
        self._rest = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self) -> tuple[str, bool]:
        """The text that came, and whether the mark came with it; the beginning of a mark is kept back until it is known to be none."""
        content = self._rest + os.read(self.reader, _SIZE)
        before, mark, after = content.partition(self.mark)
        content = before + after
        kept = next((n for n in range(min(len(self.mark) - 1, len(content)), 0, -1) if content.endswith(self.mark[:n])), 0)
        self._rest = content[len(content) - kept :]
        return self._decoder.decode(content[: len(content) - kept], final=bool(mark and not kept)), bool(mark)


class Descriptors:
    """A context in which descriptors 1 and 2 belong to `streams`, one per name."""

    def __init__(self) -> None:
        self.streams: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._ended = False

    def __enter__(self) -> Descriptors:
        self._pipes = [_Pipe(name) for name in NUMBERS]
        self.original = {pipe.name: pipe.original for pipe in self._pipes}
        self._thread = threading.Thread(target=self._read, name="descriptors", daemon=True)
        self._thread.start()
        return self

    def drain(self) -> None:
        """Returns once everything written so far has reached the streams."""
        with self._lock:
            for pipe in self._pipes:
                pipe.passed.clear()
                os.write(pipe.writer, pipe.mark)
            for pipe in self._pipes:
                pipe.passed.wait(_PATIENCE)

    def _read(self) -> None:
        with selectors.DefaultSelector() as selector:
            for pipe in self._pipes:
                selector.register(pipe.reader, selectors.EVENT_READ, pipe)
            while not self._ended:
                for key, _ in selector.select():
                    pipe = key.data
                    text, marked = pipe.read()
                    if text and pipe.name in self.streams:
                        self.streams[pipe.name].write(text)
                    if marked:
                        pipe.passed.set()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.drain()
        self._ended = True
        os.write(self._pipes[0].writer, self._pipes[0].mark)
        self._thread.join(_PATIENCE)
        for pipe in self._pipes:
            os.dup2(pipe.original, pipe.number)
            for descriptor in (pipe.original, pipe.reader, pipe.writer):
                os.close(descriptor)
