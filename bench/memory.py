"""Memory of a run with all its processes: the sum of their proportional shares (PSS), which counts a shared page once."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from choice import WORKERS
from told import HERE, MeasuringError, environment

from analysis.engine.running import resident
from analysis.grid import ROOT

PROCESSES = Path("/proc")
EVERY = 0.05
"""Seconds between two looks."""
STAGES = {"execute": "pss_mib_two_workers", "audit": "pss_mib_audit", "build": "pss_mib_results"}


def family(pid: int, parents: Mapping[int, int]) -> set[int]:
    """A process and all below it, of the parents of all processes."""
    below = defaultdict(set)
    for child, parent in parents.items():
        below[parent].add(child)
    found, waiting = {pid}, [pid]
    while waiting:
        waiting += (fresh := below[waiting.pop()] - found)
        found |= fresh
    return found


def parents() -> dict[int, int]:
    """The parent of every process of the machine."""
    found = {}
    for folder in PROCESSES.iterdir():
        if folder.name.isdecimal():
            try:
                found[int(folder.name)] = int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    return found


def share(pid: int) -> int:
    """KiB of memory that are a process's share; 0 of one that has ended."""
    try:
        lines = (PROCESSES / str(pid) / "smaps_rollup").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def taken(pid: int) -> int:
    """KiB that a process and all below it have together; 0 if one came or went meanwhile.

    The shares of those that were looked at before it went would count for pages that others already counted as theirs.
    """
    before = _living(pid)
    shares = sum(map(share, before))
    return shares if _living(pid) == before else 0


def _living(pid: int) -> set[int]:
    """A process and all below it that have memory."""
    return {one for one in family(pid, parents()) if resident(one)}


def memory_round(scratch: Path) -> dict[str, float]:
    """The peaks of a whole run from nothing, in MiB by stage; nothing where the system does not tell."""
    if not (PROCESSES / "self" / "smaps_rollup").exists():
        return {}
    asked = {"workers": WORKERS, "out": str(scratch / "out"), "reports": str(scratch / "reports")}
    command = [sys.executable, str(HERE / "staged.py"), json.dumps(asked)]
    stage, peaks = ["read"], dict[str, int]()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=environment(scratch / "home")) as process:
        listener = threading.Thread(target=_listen, args=(process, stage), daemon=True)
        listener.start()
        while process.poll() is None:
            now = stage[0]
            peaks[now] = max(peaks.get(now, 0), taken(process.pid))
            time.sleep(EVERY)
        listener.join()
    if process.returncode:
        raise MeasuringError(f"the run whose memory was looked at ended with {process.returncode}")
    return {name: peaks[stage] / 1024 for stage, name in STAGES.items() if stage in peaks}


def _listen(process: subprocess.Popen[str], stage: list[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        stage[0] = line.strip()
