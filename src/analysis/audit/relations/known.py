"""What the facts give once, whichever of them are under audit: figures, and what every published one is beside its recomputation."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pandas as pd

from analysis.claims import Claim, reconcile
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.figures.ledger import Key
from analysis.rules import law

Row = dict[str, Any]
Spot = tuple[str, int, str]
"""A cell of the raw tables: table, row among the facts, column."""


class Known:
    """The figures of the facts and the verdicts on their claims, each worked out at the first asking.

    `frames` holds the tables as suites are applied to them, by name.
    """

    def __init__(self, facts: Facts):
        self.facts, self.ledger = facts, Ledger(facts, law())
        self.frames: dict[str, pd.DataFrame] = {}
        self._claims: dict[int, Claim] = {}
        self._cells: dict[str, dict[int, tuple[Row, Row]]] = {}

    def cells(self, name: str) -> dict[int, tuple[Row, Row]]:
        """The rows of a raw table by their index among the facts, as printed and as meant."""
        if name not in self._cells:
            printed, meant = (frame[name].to_dict("records") for frame in (self.facts.printed, self.facts.meant))
            self._cells[name] = dict(zip(self.facts.printed[name].index.tolist(), zip(printed, meant, strict=True), strict=True))  # type: ignore[arg-type]
        return self._cells[name]

    def claim(self, row: Row) -> Claim:
        """The verdict on one row of the claims."""
        index = int(row["index"])
        if index not in self._claims:
            self._claims[index] = reconcile(self.ledger, row)
        return self._claims[index]

    def printed(self, figure: Key) -> list[tuple[Row, Claim]]:
        """Every print of a figure with its verdict, in the order of the documents."""
        return [(row, self.claim(row)) for row in self._prints.get(figure, ())]

    @cached_property
    def _prints(self) -> dict[Key, list[Row]]:
        found: dict[Key, list[Row]] = {}
        for row in self.facts.records("claims"):
            found.setdefault(figure_of(row), []).append(row)
        return found

    def document(self, spot: Spot) -> str:
        """The document in which a cell of the raw tables is printed, '' if none prints it."""
        return self._documents[spot[0]].get(spot[1], "")

    @cached_property
    def _documents(self) -> dict[str, dict[int, str]]:
        return {name: dict(zip(frame.index.tolist(), frame["document"].tolist(), strict=True)) for name, frame in self.facts.printed.items()}


def figure_of(row: Row) -> Key:
    """The figure that a row of the claims prints; what follows `#` only tells its prints apart."""
    return str(row["unit"]), str(row["period"]), str(row["figure"]), str(row["subject"]).partition("#")[0]


_LAST: list[Known] = []


def known(facts: Facts) -> Known:
    """What was worked out of these very facts before, if they were the last that were asked for; facts do not change."""
    if not _LAST or _LAST[0].facts is not facts:
        _LAST[:] = [Known(facts)]
    return _LAST[0]
