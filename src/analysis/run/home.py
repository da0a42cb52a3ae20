"""A home for notebooks: an environment that is the same everywhere, and a kernel that is this very Python."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.output import hash_of


@contextmanager
def home_of(out: Path) -> Iterator[Path]:
    """A private folder for the run that has `out` for itself alone; what a run that was killed left of its own is taken away."""
    prefix = f"kinerja-{hash_of(str(out.resolve()).encode())[:12]}-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as home:
        yield Path(home)


def environment(home: Path) -> dict[str, str]:
    """What notebooks find in their environment: the same everywhere, and nothing of the user's home."""
    folders = {"HOME": "home", "IPYTHONDIR": "ipython", "JUPYTER_PATH": "jupyter"}
    folders |= {f"JUPYTER_{kind}_DIR": f"jupyter-{kind.lower()}" for kind in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {f"XDG_{kind}_HOME": f"xdg-{kind.lower()}" for kind in ("CONFIG", "CACHE", "DATA")}
    fixed = {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC", "PYTHONNOUSERSITE": "1", "GX_ANALYTICS_ENABLED": "false"}
    folders["TMPDIR"] = "tmp"
    return fixed | {name: str(home / folder) for name, folder in folders.items()}


def kernelspec(home: Path) -> None:
    """Declares the stock kernel `python3` of this Python ahead of all others, and makes the folder that is a home to notebooks."""
    folder = home / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    for name in ("home", "tmp"):
        (home / name).mkdir()
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3 (ipykernel)", "language": "python"}), "utf-8")
