"""A home for notebooks: an environment that is the same everywhere, and a kernel that is this very Python."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def environment(home: Path) -> dict[str, str]:
    """What notebooks find in their environment: the same everywhere, and nothing of the user's home."""
    folders = {"HOME": "home", "IPYTHONDIR": "ipython", "JUPYTER_PATH": "jupyter"}
    folders |= {f"JUPYTER_{kind}_DIR": f"jupyter-{kind.lower()}" for kind in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {f"XDG_{kind}_HOME": f"xdg-{kind.lower()}" for kind in ("CONFIG", "CACHE", "DATA")}
    fixed = {"PYTHONHASHSEED": "0", "TZ": "UTC", "PYTHONNOUSERSITE": "1", "GX_ANALYTICS_ENABLED": "false"}
    return fixed | {name: str(home / folder) for name, folder in folders.items()}


def kernelspec(home: Path) -> None:
    """Declares the stock kernel `python3` of this Python ahead of all others, and makes the folder that is a home to notebooks."""
    folder = home / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    (home / "home").mkdir()
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "Python 3 (ipykernel)", "language": "python"}), "utf-8")
