"""A run: the results of every report from the raw data, every notebook of the grid executed, every page written."""

from analysis.grid import Task, arguments_of, plan
from analysis.run.batch import Asked, Event, Result, Summary, run
from analysis.run.manifest import Built
from analysis.run.steps import LIMIT, Folders

__all__ = ["LIMIT", "Asked", "Built", "Event", "Folders", "Result", "Summary", "Task", "arguments_of", "plan", "run"]
