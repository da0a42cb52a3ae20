"""How JupyterLab is opened over the project: at the start notebook, with the pages within reach, and without asking any network for anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from analysis.grid import ROOT

START = "notebooks/mulai.ipynb"
SETTINGS = Path(__file__).parent / "settings"
"""What JupyterLab holds for set until its user sets it otherwise: no news, no search for newer versions."""


def options(*more: str, root: Path = ROOT) -> list[str]:
    """The options that JupyterLab is opened with; `more` come last and hold."""
    return [
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{START}",
        f"--LabApp.app_settings_dir={SETTINGS}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *more,
    ]


def environment() -> dict[str, str]:
    """The environment of JupyterLab: in its terminals `kinerja` is the command of this very Python."""
    return {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}
