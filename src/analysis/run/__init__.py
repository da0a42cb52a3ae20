"""A run: the results of every report from the raw data, every notebook of the grid executed, every page written.

What is listed here is loaded when it is asked for: a step of a run does not rest on how runs are planned and told.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.grid import Task, arguments_of, plan
    from analysis.run.asked import Asked
    from analysis.run.batch import Event, Result, Summary, run
    from analysis.run.manifest import Built
    from analysis.run.steps import LIMIT, Folders

__all__ = ["LIMIT", "Asked", "Built", "Event", "Folders", "Result", "Summary", "Task", "arguments_of", "plan", "run"]

_PLACES = {
    "analysis.grid": ("Task", "arguments_of", "plan"),
    "analysis.run.asked": ("Asked",),
    "analysis.run.batch": ("Event", "Result", "Summary", "run"),
    "analysis.run.manifest": ("Built",),
    "analysis.run.steps": ("LIMIT", "Folders"),
}


def __getattr__(name: str) -> Any:
    for place, names in _PLACES.items():
        if name in names:
            return getattr(import_module(place), name)
    raise AttributeError(f"module 'analysis.run' has no attribute '{name}'")
