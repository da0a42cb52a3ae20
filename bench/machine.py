"""Where a measurement was made: versions, processors and memory; no names of hosts, users or folders."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

LIBRARIES = ("papermill", "nbconvert", "nbclient", "ipykernel", "ipython", "jupyter_client", "pandas", "altair", "vl-convert-python", "great-expectations")


def versions() -> dict[str, str]:
    """Versions of Python and of the libraries that the figures rest on."""
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in LIBRARIES}}


def machine() -> dict[str, Any]:
    """Processors, the name of their kind, and MiB of memory; '' and 0 where the system does not tell."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    kind = _entry("/proc/cpuinfo", "model name") or platform.machine()
    return {
        "system": platform.system(),
        "processors": processors,
        "processor": kind,
        "memory_mib": int((_entry("/proc/meminfo", "MemTotal") or "0").split()[0]) // 1024,
    }


def _entry(file: str, name: str) -> str:
    """The first value under a name in a file of `name: value` lines."""
    try:
        pairs = (line.partition(":") for line in Path(file).read_text("utf-8").splitlines())
        return next(value.strip() for key, _, value in pairs if key.strip() == name)
    except (OSError, StopIteration):
        return ""
