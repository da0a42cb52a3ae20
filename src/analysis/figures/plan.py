"""How far spending strays from the plan of withdrawals (halaman III DIPA), month by month and kind by kind.

The plan is a population of its own in the members table: `halaman-iii-dipa`, whose members are the kinds of spending, with what was planned and
spent in each month alone (`rpd_rp`, `realisasi_rp`), and the ceiling (`pagu_rp`) of the month or, where none is told, of the year.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from analysis.figures.figure import Cell, Figure
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.law import NotComputable
from analysis.periods import Period

PLAN = "halaman-iii-dipa"


def planned(ledger: Ledger, unit: str, period: str) -> list[str]:
    """The whole of the budget, where the plan of the last month of the period is told."""
    when = Period.parse(period)
    return ["total"] if ledger.rows("members", unit, str(Period(when.year, when.last, when.last)), population=PLAN) else []


@builds("ikpa_deviasi_hal3_nilai", subjects=planned)
def ikpa_deviasi_hal3_nilai(at: Place) -> Call:
    """From January to the last month of the period; a month without plan leaves no value."""
    return Call({"bulan": [_month(at, month) for month in range(1, at.when.last + 1)]})


def _month(at: Place, month: int) -> dict[str, dict[str, Cell | Figure]]:
    rows = at.rows("members", period=Period(at.when.year, month, month), population=PLAN)
    kinds = list(dict.fromkeys(row["member"] for row in rows))
    if not kinds:
        raise NotComputable("parts_missing")
    return {
        kind: {"rpd": _amount(at, rows, kind, "rpd_rp"), "realisasi": _amount(at, rows, kind, "realisasi_rp"), "pagu": _ceiling(at, rows, kind)}
        for kind in kinds
    }


def _amount(at: Place, rows: list[dict[str, Any]], kind: str, attribute: str) -> Cell:
    """An amount as printed; a printed dash is nothing, at its place."""
    found = [row for row in rows if row["member"] == kind and row["attribute"] == attribute]
    if not found:
        raise NotComputable("parts_missing")
    row = found[0]
    return at.ledger.cell("members", row, "value") or Cell(row["document"], int(row["line"]), "value", Fraction(0), table="members", row=row["index"])


def _ceiling(at: Place, rows: list[dict[str, Any]], kind: str) -> Cell | Figure:
    """The ceiling of a kind: told with the plan of the month or of the year, else that of the budget."""
    for told in (rows, at.rows("members", period=at.when.whole_year, population=PLAN)):
        if any(row["member"] == kind and row["attribute"] == "pagu_rp" for row in told):
            return _amount(at, told, kind, "pagu_rp")
    return at.figure("pagu_rp", f"kind:{kind}")
