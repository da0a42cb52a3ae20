"""What lies ready for all that looks at the same raw data: the facts, their figures, the claims held against them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis import claims as published
from analysis import figures as computed
from analysis.claims import Claim, claims_of
from analysis.figures import Figure, Ledger, figures_of
from analysis.output import csv_of
from analysis.reads import Noting
from analysis.rules import law
from analysis.tables import load


class Desk:
    """What lies ready for workbooks: the ledger over the facts, and the claims and figures of reports once they were asked for.

    `current` says that the stored results were made from them.
    """

    def __init__(self, ledger: Ledger, *, current: bool = False):
        self.ledger, self.current = ledger, current
        self.audited: Any = None
        """What an audit of all documents said, once somebody has asked for it."""
        self._claims: dict[tuple[str, str], Noting[list[Claim]]] = {}
        self._figures: dict[tuple[str, str], Noting[list[Figure]]] = {}
        self._texts: dict[tuple[str, str], Noting[dict[str, str]]] = {}

    def claims(self, unit: str, period: str) -> list[Claim]:
        """Every published figure of a report with its verdict."""
        if (unit, period) not in self._claims:
            self._claims[unit, period] = Noting(lambda: claims_of(self.ledger, unit, period))
        return self._claims[unit, period]()

    def figures(self, unit: str, period: str) -> list[Figure]:
        """Every figure of a report, and every figure that its claims speak of."""
        if (unit, period) not in self._figures:
            self._figures[unit, period] = Noting(lambda: figures_of(self.ledger, unit, [period], (c.figure for c in self.claims(unit, period))))
        return self._figures[unit, period]()

    def texts(self, unit: str, period: str) -> dict[str, str]:
        """The result files of a report that hold its figures and claims, by name."""

        def written() -> dict[str, str]:
            figures, claims = computed.rows_of(self.figures(unit, period)), published.rows_of(self.claims(unit, period))
            return {"figures.csv": csv_of(computed.COLUMNS, figures), "claims.csv": csv_of(published.COLUMNS, claims)}

        if (unit, period) not in self._texts:
            self._texts[unit, period] = Noting(written)
        return self._texts[unit, period]()


_laid: dict[Path, Desk] = {}


def lay(folder: Path, ledger: Ledger) -> Desk:
    """Lays the facts and figures of a raw folder ready for every workbook of this process and of those forked from it.

    The results stored for them are taken for current: a run lays them out after it has brought the results up to date.
    """
    _laid[folder.resolve()] = Desk(ledger, current=True)
    return _laid[folder.resolve()]


def desk_of(folder: Path) -> Desk:
    """What was laid out of a raw folder, else the folder read anew."""
    return _laid.get(folder.resolve()) or Desk(Ledger(load(folder), law()))
