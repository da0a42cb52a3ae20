"""Ranks of units among those that can be compared with them: of the same kind below the same body, under the same rule, by the same indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from analysis.figures.figure import Figure, Span
from analysis.figures.indicators import definition, indicators, peers_of
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.law import NotComputable

TOTALS = ("npss_nilai", "serapan_pct")
"""The figures of a whole unit that units are ranked by; of each indicator it is the achievement."""


def ranked(ledger: Ledger, unit: str, period: str) -> list[str]:
    """`total/npss_nilai`, `IKU.4/capaian_pct`: what has a value for the unit and for another one of its kind."""
    asked = [("total", name) for name in TOTALS] + [(code, "capaian_pct") for code in indicators(ledger, unit, period)]
    peers = peers_of(ledger, unit)
    return [f"{s}/{n}" for s, n in asked if _has(ledger, n, s, unit, period) and any(_has(ledger, n, s, peer, period) for peer in peers)]


def _has(ledger: Ledger, figure: str, subject: str, unit: str, period: str) -> bool:
    return isinstance(ledger.get(figure, subject, unit, period).value, Fraction)


@builds("peringkat_unit", subjects=ranked)
def peringkat_unit(at: Place) -> Call:
    """The rank by a figure among the units that can be compared; its bounds say how far the order of the figures is sure."""
    subject, _, name = at.subject.rpartition("/")
    own = at.figure(name, subject)
    everyone = [own, *_comparable(at, own)]
    return Call({"nilai": own, "semua": everyone}, span=rank_span(own, everyone))


def _comparable(at: Place, own: Figure) -> list[Figure]:
    """The same figure of the units that can be compared. Raises NotComputable with the reason if there is none.

    Under the rules themselves a figure that rests on what is only recalled is not ranked.
    """
    if not isinstance(own.value, Fraction):
        raise NotComputable(own.reason)
    peers = [p for p in (at.figure(own.figure, own.subject, unit=u) for u in peers_of(at.ledger, at.unit)) if isinstance(p.value, Fraction)]
    if not peers:
        raise NotComputable("peers_missing")
    if not at.ledger.reread:
        peers = [p for p in peers if "T" not in {p.certainty, own.certainty}]
    for reason, told in (("peers_recalled", None), ("peers_other_rule", _rule), ("peers_other_indicators", _measured)):
        peers = [p for p in peers if told is None or told(at, p) == told(at, own)]
        if not peers:
            raise NotComputable(reason)
    return peers


def _rule(at: Place, figure: Figure) -> Any:
    return figure.rule_version, figure.measure


def _measured(at: Place, figure: Figure) -> Any:
    """What a figure measures: an indicator by its system, measure and polarity; a score by the indicators that it is made of."""
    if figure.figure == "capaian_pct":
        return _indicator(at, figure.unit, figure.subject)
    if figure.figure != "npss_nilai":
        return None
    codes = indicators(at.ledger, figure.unit, figure.period)
    return {(code, *_indicator(at, figure.unit, code)) for code in codes if at.figure("capaian_pct", code, unit=figure.unit).value is not None}


def _indicator(at: Place, unit: str, code: str) -> tuple[str, ...]:
    row = definition(at.ledger, unit, at.period, code)
    return tuple(str(row[name]) for name in ("system", "measure", "polarity"))


def rank_span(own: Figure, everyone: Sequence[Figure]) -> Span:
    """The rank from the highest value, and the best and the worst that it could be within the bounds of the figures.

    It could be better than a figure whose range it overlaps, and worse; figures that are exactly the same share a rank.
    """
    others = [figure for figure in everyone if figure.key != own.key]
    low, high = ends(own)
    rank = 1 + _count(figure.number > own.number for figure in others)
    best = 1 + _count(ends(figure)[0] > high for figure in others)
    return Span(rank, best, 1 + _count(ends(figure)[1] > low for figure in others))


def ends(figure: Figure) -> tuple[Fraction, Fraction]:
    """The least and the greatest that a figure could be."""
    return (figure.number if figure.low is None else figure.low), (figure.number if figure.high is None else figure.high)


def _count(true: Iterable[bool]) -> Fraction:
    return Fraction(sum(true))
