"""The course that a regulation expects spending to take through the year."""

from __future__ import annotations

from fractions import Fraction

from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.figures.money import budget_subjects
from analysis.law import NotComputable
from analysis.periods import Period

QUARTERS = ("TW1", "TW2", "TW3", "TW4")
_TARGETS = "ikpa_target_penyerapan_pct"


def regulated(ledger: Ledger, unit: str, period: str) -> list[str]:
    """Kinds of spending by quarter, `kind:barang/TW2`, for a unit of BKN with a budget in a year whose regulation sets their course."""
    targets = ledger.parameter(_TARGETS, Period.parse(period).year)
    if targets is None or "bkn" not in ledger.facts.unit(unit).scopes or not budget_subjects(ledger, unit, period):
        return []
    return [f"kind:{kind}/{quarter}" for kind in targets.value for quarter in QUARTERS]


@builds("target_serapan_pct", subjects=regulated)
def target_serapan_pct(at: Place) -> Call:
    """What the regulation expects of a kind of spending by the end of a quarter."""
    kind, _, quarter = at.subject.removeprefix("kind:").partition("/")
    if quarter not in QUARTERS:
        raise NotComputable("not_in_documents")
    return Call({"jenis": kind, "triwulan": Fraction(QUARTERS.index(quarter) + 1)})
