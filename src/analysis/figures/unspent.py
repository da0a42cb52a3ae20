"""Which lines hold what was not spent: the share of each, and the shares added up from the largest on."""

from __future__ import annotations

from typing import Any

from analysis.figures.figure import Figure
from analysis.figures.indicators import natural
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.figures.money import spent, tree_of
from analysis.law import NotComputable


def lines_with_spending(ledger: Ledger, unit: str, period: str) -> list[str]:
    """The leaves of the main tree that have spending, if there are several."""
    try:
        leaves = tree_of(ledger, unit, period).leaves
    except NotComputable:
        return []
    at = Place(ledger, unit, period, "total")
    found = [line.code for line in leaves if spent(at, line)]
    return found if len(found) > 1 else []


@builds("bagian_sisa_pct", subjects=lines_with_spending)
def bagian_sisa_pct(at: Place) -> Call:
    return Call({"sisa": at.figure("sisa_rp"), "jumlah": at.figure("sisa_rp", "total")})


@builds("bagian_sisa_kumulatif_pct", subjects=lines_with_spending)
def bagian_sisa_kumulatif_pct(at: Place) -> Call:
    """The line and those with more left, most first."""
    own = at.figure("sisa_rp")
    if own.value is None:
        raise NotComputable(own.reason)
    left = [at.figure("sisa_rp", code) for code in lines_with_spending(at.ledger, at.unit, at.period)]
    first = [figure for figure in most_first(left) if most_left(figure) <= most_left(own)]
    return Call({"sisa": first, "jumlah": at.figure("sisa_rp", "total")})


def most_first(left: list[Figure]) -> list[Figure]:
    """What is left on lines, most first; lines without value are left out."""
    return sorted((figure for figure in left if figure.value is not None), key=most_left)


def most_left(figure: Figure) -> tuple[Any, ...]:
    """Sort key that puts more before less, and of two lines with as much left the lower code first."""
    return (-figure.number, natural(figure.subject))
