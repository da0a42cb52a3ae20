"""A child at work, as its parent sees it."""

from __future__ import annotations

import json
import os
import resource  # noqa: F401  # by wait4, and better before the first fork
import signal
import sys
import time
from pathlib import Path

from analysis.engine import child
from analysis.engine.call import Call

_MIB = 1 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system tells the largest resident size of a process."""


def resident(pid: int | str) -> int:
    """MiB that a process has in memory, shared pages too; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE // _MIB
    except (OSError, IndexError):
        return 0


class Running:
    """A forked child with what it was asked; its answer comes in at `reader`."""

    def __init__(self, pid: int, number: int, call: Call, reader: int) -> None:
        self.pid, self.number, self.call, self.reader = pid, number, call, reader
        self._started = time.monotonic()
        self.deadline = self._started + call.limit
        self._before = resident("self")
        self._received = bytearray()
        self._killed = ""
        self.answered = False
        """Whether the child has said all that it will, and is about to end."""

    def read(self) -> bool:
        """Takes what has come; False when no more will."""
        content = os.read(self.reader, 1 << 20)
        self._received += content
        self.answered = not content and self._received.endswith(b"}")
        return bool(content)

    def grown(self) -> int:
        """MiB that the child has added to what it was forked with."""
        return resident(self.pid) - self._before

    def ended(self) -> bool:
        """Whether the child is no more. It is not laid to rest yet, so that its group is still its own."""
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def kill(self, reason: str) -> None:
        """Ends the child with all that it started, for a `reason` that is reported."""
        self._killed = self._killed or reason
        child.kill_group(self.pid)

    def finish(self) -> tuple[bytes, float, int]:
        """Of a child that has ended: its answer as JSON, the seconds it took, and the MiB by which its memory grew at most."""
        child.kill_group(self.pid)
        _, status, usage = os.wait4(self.pid, 0)
        os.set_blocking(self.reader, False)
        try:
            while self.read():
                pass
        except BlockingIOError:
            pass
        os.close(self.reader)
        grown = usage.ru_maxrss * _UNIT // _MIB - self._before
        return self._answer(status), time.monotonic() - self._started, max(0, grown)

    def _answer(self, status: int) -> bytes:
        if self._killed:
            return _lost(self._killed)
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            return _lost(f"killed by signal {number} ({signal.Signals(number).name})" if number in list(signal.Signals) else f"killed by signal {number}")
        return bytes(self._received) if self._received.endswith(b"}") else _lost("ended without an answer")


def _lost(reason: str) -> bytes:
    return json.dumps({"lost": reason}).encode()
