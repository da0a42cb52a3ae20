"""An indicator as it was drawn: how its value follows, what the value is, and what the document prints of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction


def nothing() -> None:
    """Prints nothing."""


@dataclass(frozen=True)
class Drawn:
    """`cells` fill its row of realisations; `write` prints what the value rests on. Without value it is not available."""

    method: str
    value: Fraction | None
    write: Callable[[], None] = nothing
    cells: dict[str, str] = field(default_factory=dict)
