"""A run: the results of every report from the raw data, every notebook of the grid executed, every page written."""

from analysis.grid import Task, arguments_of, parameters_of, plan
from analysis.run.batch import Event, Folders, Summary, run
from analysis.run.engine import LIMIT, Result
from analysis.run.results import Built, build, tables_of

__all__ = ["LIMIT", "Built", "Event", "Folders", "Result", "Summary", "Task", "arguments_of", "build", "parameters_of", "plan", "run", "tables_of"]
