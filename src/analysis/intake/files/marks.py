"""What the XML of a workbook tells beside values: how far cells reach, what is odd, formatted, merged and hidden; and how much of it is borne."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

MOST_ROWS, MOST_COLUMNS = 500_000, 1_000
MOST_CELLS = 8_000_000
"""Of all sheets together, counted as the rectangles that their filled cells span."""
MOST_ODD = 500_000
"""Errors, formulas without value, and merged ranges in one sheet."""
MOST_ELEMENTS = {"sst": 6_000_000, "styleSheet": 500_000, "workbook": 100_000, "Relationships": 20_000, "Types": 20_000}
"""Elements of a part that libraries keep in memory, by its root."""
Place = tuple[int, int]


class Hostile(Exception):
    """Why XML is not read on: the end of a message id, and what fills its braces."""

    def __init__(self, why: str, **told: Any):
        super().__init__(why)
        self.why, self.told = why, told


@dataclass
class Marks:
    """What a worksheet tells of its cells. Places are (row, column) from 1."""

    no_value: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    styles: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)
    """By column, the rows from which on its numbers have another style than above, and the numbers of these styles."""
    merged: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    cells: int = 0
    last: Place = (0, 0)

    def style(self, row: int, column: int) -> int:
        """The number of the style of a cell that holds a number."""
        rows, styles = self.styles.get(column, ((), ()))
        at = bisect_right(rows, row)
        return styles[at - 1] if at else 0


@dataclass
class Styles:
    """The number forms of a workbook: `formats` by their own number, `used` the number of the format of each style."""

    formats: dict[int, str] = field(default_factory=dict)
    used: list[int] = field(default_factory=list)
