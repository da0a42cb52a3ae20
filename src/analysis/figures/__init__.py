"""Every figure of a unit and period: the rule in force applied to the facts, with the trace down to the cell."""

from analysis.figures.figure import WHOLE, Cell, Figure, Span
from analysis.figures.ledger import Ledger
from analysis.figures.report import COLUMNS, figures_of, rows_of, to_frame

__all__ = ["COLUMNS", "WHOLE", "Cell", "Figure", "Ledger", "Span", "figures_of", "rows_of", "to_frame"]
