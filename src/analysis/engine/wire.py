"""What lies between a kernel and its client in one process, in place of the network: channels, the session that fills them, the streams of a notebook."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from contextlib import suppress
from queue import Empty
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream
from jupyter_client.session import Session

from analysis.engine.descriptors import Descriptors


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
            message["content"] = carried(message["content"])
        except (TypeError, ValueError):
            message["content"] = self.unpack(self.pack(message["content"]))
        message["buffers"] = buffers or message.get("buffers", [])
        self.channels["shell" if stream == "shell" else "iopub"].put(message)
        return message


def carried(value: Any) -> Any:
    """The value as it comes out of JSON, where that is another like itself. Raises TypeError or ValueError where it may be anything else."""
    kind = type(value)
    if kind is str:
        value.isascii() or value.encode()
    elif kind is dict:
        if any(type(name) is not str for name in value):
            raise TypeError
        return {name: carried(inner) for name, inner in value.items()}
    elif kind is list:
        return [carried(inner) for inner in value]
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
