"""What a forked child does before anything else, so that it is alone: nothing of it reaches its parent, and it ends with it."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import sys
import threading

FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""Whether processes are forked here. On macOS the system's own libraries do not survive it."""
NEVER = ("vl_convert", "polars", "duckdb")
"""Libraries that start threads of their own and hang in every child once their process has used them."""
_DIES_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of <sys/prctl.h>."""
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_alone: set[int] = set()


def is_child() -> bool:
    """Whether this process is a child that was forked to run one thing and end."""
    return os.getpid() in _alone


def begin(parent: int) -> None:
    """Makes this process, just forked by `parent`, a child: own session, no input, signals and random numbers of its own."""
    os.setsid()
    if _LIBC is not None:
        _LIBC.prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    _alone.add(os.getpid())
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGPIPE, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN if number == signal.SIGPIPE else signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


def kill_group(pid: int) -> None:
    """Ends the child `pid` and all that it started; silent if they have ended."""
    for end in (os.killpg, os.kill):
        try:
            end(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


def obstacle() -> str:
    """Why this process must not fork, in one sentence; empty if it may: one thread, and none of the libraries that hang afterwards."""
    if found := [name for name in NEVER if sys.modules.get(name) is not None]:
        return f"a process that forks may not use {', '.join(found)}, whose threads no child inherits; use it in a process of its own"
    others = [t.name for t in threading.enumerate() if t is not threading.current_thread() and type(t).__name__ != "TMonitor"]
    return f"a process that forks may have one thread only, and this one has also {', '.join(others)}" if others else ""
