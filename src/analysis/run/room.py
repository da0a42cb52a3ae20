"""The room that a run has: processors, memory, and the output folders for itself alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.output import hold

NEEDED = 256
"""MiB that a step is reckoned with when workers are counted."""
_LEAST = 1024
_MEMORY = Path("/proc/meminfo")


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free() -> int | None:
    """MiB of memory that can be had, None where the system does not say."""
    try:
        lines = dict(line.split(":", 1) for line in _MEMORY.read_text("ascii").splitlines())
        return int(lines["MemAvailable"].split()[0]) // 1024
    except (OSError, ValueError, KeyError):
        return None


def workers_of(asked: int | None) -> int:
    """How many steps at a time: as asked, else one a processor as far as the memory reaches."""
    memory = free()
    fit = processors() if memory is None else min(processors(), max(1, memory // NEEDED))
    return asked or fit


def memory(workers: int) -> int:
    """MiB that one step may take before it is ended: its share of what is free, and always enough for an ordinary notebook; 0 for no bound."""
    found = free()
    return 0 if found is None else max(_LEAST, found // workers)


@contextmanager
def alone(folders: Iterable[Path], on_wait: Callable[[], None]) -> Iterator[None]:
    """The folders for this run alone: another one that writes there is waited for. The hold ends with the process, however it ends."""
    with ExitStack() as stack:
        for folder in sorted(folders):
            folder.mkdir(parents=True, exist_ok=True)
            hold(stack.enter_context((folder / ".lock").open("ab")).fileno(), on_wait)
        yield
