"""Which number style the cells of a column are written in: said by those that only one style can read, never by those that both can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.intake.files.cells import Cell
from analysis.numbers import Style, parse


@dataclass(frozen=True)
class Styled:
    """What the cells of a column tell of their style.

    `style` is None where no cell needs one (spreadsheet numbers, and words that both styles read alike), and where none can be told:
    then `open` holds the cells that can be read in two ways. `strangers` are the cells that only the other style reads.
    """

    style: Style | None
    open: Sequence[Cell] = ()
    strangers: Sequence[Cell] = ()


def styled(cells: Sequence[Cell], told: Style | None = None) -> Styled:
    """The style of a column: the one that was `told`, else that of the most cells which only one style reads."""
    written = [(cell, readings(cell)) for cell in cells]
    only: dict[Style, list[Cell]] = {"id": [], "en": []}
    for cell, values in written:
        if len(values) == 1:
            only[next(iter(values))].append(cell)
    style = told or _of_most(only)
    if style is None:
        return Styled(None, [cell for cell, values in written if len(set(values.values())) > 1])
    return Styled(style, strangers=only["en" if style == "id" else "id"])


def _of_most(only: dict[Style, list[Cell]]) -> Style | None:
    if not only["id"] and not only["en"]:
        return None
    return "id" if len(only["id"]) >= len(only["en"]) else "en"


def readings(cell: Cell) -> dict[Style, object]:
    """The number that a cell of words is in each style that reads it; nothing for a number of the spreadsheet, an empty cell, a dash or other words."""
    if not isinstance(cell.value, str):
        return {}
    found: dict[Style, object] = {}
    for style in ("id", "en"):
        try:
            printed = parse(cell.value, style)
        except ValueError:
            continue
        if printed.value is not None:
            found[style] = printed.value
    return found
