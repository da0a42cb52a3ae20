"""The engine: notebooks and functions in forked children of one preloaded process. It knows nothing of what they compute."""

from __future__ import annotations

NAME = "kinerja"
"""How papermill knows the engine."""


def register() -> None:
    """Makes the papermill engine `kinerja` known in this process, also where the package is not installed."""
    from papermill.engines import papermill_engines

    from analysis.engine.papermill import ForkEngine

    papermill_engines.register(NAME, ForkEngine)
