"""How a measured process is told what to make, and tells how long it took: one JSON object each way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.grid import ROOT

HERE = Path(__file__).parent
HOMES = ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")


class MeasuringError(Exception):
    """A measured process failed."""


def environment(home: Path) -> dict[str, str]:
    """That of this process with an empty home, so that nothing of the user's counts and nothing is left there."""
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    folders = {name: str(home / name.lower()) for name in HOMES}
    for folder in folders.values():
        Path(folder).mkdir(parents=True, exist_ok=True)
    return {**os.environ, **folders, "PYTHONPATH": path, "GX_ANALYTICS_ENABLED": "false"}


def asked_of(program: str, asked: Mapping[str, Any], home: Path) -> dict[str, Any]:
    """What a program of this folder tells in a process of its own, with `whole`, the seconds from its start to its end."""
    started = time.perf_counter()
    ended = _run([sys.executable, str(HERE / f"{program}.py")], home, json.dumps(dict(asked)))
    whole = time.perf_counter() - started
    return {**json.loads(ended.stdout.splitlines()[-1]), "whole": whole}


def kinerja(arguments: Sequence[str], home: Path) -> tuple[float, str]:
    """Seconds that the command took in a process of its own, and what it printed."""
    started = time.perf_counter()
    ended = _run([*COMMAND, *arguments], home)
    return time.perf_counter() - started, ended.stdout


COMMAND = (sys.executable, "-c", "from analysis.cli import app; app()")


def _run(command: Sequence[str], home: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, env=environment(home), check=False)
    if ended.returncode:
        raise MeasuringError(f"{' '.join(command[-1:])} ended with {ended.returncode}: {ended.stderr.strip()[-1000:]}")
    return ended
