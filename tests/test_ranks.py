"""Ranks: how far they are sure within the bounds of the figures, and who is compared with whom."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from projects import DOCUMENT, OTHER, UNITS, report_of, write_document, write_yaml

from analysis.figures import Figure, Ledger
from analysis.figures.ranks import rank_span, ranked
from analysis.rules import law
from analysis.tables import load

Ends = tuple[float, float, float]
"""The least, the value and the greatest of a figure."""

SPANS: dict[str, tuple[Ends, list[Ends], tuple[int, int, int]]] = {
    "alone": ((1, 2, 3), [], (1, 1, 1)),
    "clearly first": ((90, 91, 92), [(80, 81, 82)], (1, 1, 1)),
    "clearly last of three": ((70, 71, 72), [(80, 81, 82), (90, 91, 92)], (3, 3, 3)),
    "overlap with the one above": ((79, 80, 81), [(80, 81, 82), (60, 60, 60)], (2, 1, 2)),
    "overlap with the one below": ((79, 80, 81), [(78, 79, 80), (90, 90, 90)], (2, 2, 3)),
    "overlap with all": ((50, 80, 99), [(60, 70, 75), (85, 90, 95)], (2, 1, 3)),
    "one in the middle of three, sure of the first": ((79, 80, 81), [(90, 91, 92), (79, 80, 81), (60, 61, 62)], (2, 2, 3)),
    "exactly the same share the better rank": ((80, 80, 80), [(80, 80, 80), (90, 90, 90)], (2, 2, 2)),
    "the same as printed, but rounded": ((79.5, 80, 80.5), [(79.5, 80, 80.5)], (1, 1, 2)),
    "ranges that only touch share a rank at worst": ((79, 80, 81), [(81, 82, 83)], (2, 1, 2)),
    "exact beside rounded": ((100, 100, 100), [(99.5, 100, 100.5)], (1, 1, 2)),
}


def figure(number: int, ends: Ends) -> Figure:
    low, value, high = (Fraction(end) for end in ends)
    return Figure(f"kantor-{number}", "2023", "serapan_pct", "total", value, "pct", "", "", "B", low=low, high=high)


@pytest.mark.parametrize("name", SPANS)
def test_a_rank_is_as_sure_as_the_order_of_the_figures(name: str) -> None:
    ends, others, expected = SPANS[name]
    everyone = [figure(number, one) for number, one in enumerate([ends, *others])]

    span = rank_span(everyone[0], everyone)

    assert (span.value, span.low, span.high) == expected


@pytest.mark.parametrize("name", SPANS)
def test_the_bounds_of_a_rank_hold_the_rank_and_stay_among_those_compared(name: str) -> None:
    everyone = [figure(number, one) for number, one in enumerate([SPANS[name][0], *SPANS[name][1]])]

    spans = [rank_span(one, everyone) for one in everyone]

    assert all(1 <= span.low <= span.value <= span.high <= len(everyone) for span in spans)
    assert min(span.low for span in spans) == 1


def offices(raw: Path, **other: Any) -> Ledger:
    """Two regional offices below the same body with one indicator; `other` is what is told otherwise of the second."""
    write_document(raw, report_of("kantor-a", "2023"), name=DOCUMENT, sidecar={"reports": [{"unit": "kantor-a", "periods": ["2023"]}]})
    tables = report_of("kantor-b", "2023")
    for table, changes in other.items():
        tables[table] = [row | changes for row in tables[table]]
    write_document(raw, tables, name=OTHER, sidecar={"issuer": "kantor-b", "reports": [{"unit": "kantor-b", "periods": ["2023"]}]})
    write_yaml(raw / "units.yaml", UNITS)
    return Ledger(load(raw), law())


COMPARED: dict[str, tuple[dict[str, Any], str]] = {
    "the same indicator": ({}, ""),
    "an indicator of another system": ({"indicators": {"system": "merit"}}, "peers_other_indicators"),
    "an indicator in another unit of measure": ({"indicators": {"measure": "indeks"}}, "peers_other_indicators"),
    "an indicator that should be low is recalled": ({"indicators": {"polarity": "min"}}, "peers_recalled"),
    "no realisation": ({"realisations": {"value": "", "reason": "tidak_dicetak"}}, "peers_missing"),
}


@pytest.mark.parametrize("name", COMPARED)
def test_only_what_can_be_compared_is_ranked(tmp_path: Path, name: str) -> None:
    changes, reason = COMPARED[name]

    rank = offices(tmp_path / "raw", **changes).get("peringkat_unit", "IKU.1/capaian_pct", "kantor-a", "2023")

    assert (rank.reason, rank.value is None) == (reason, bool(reason))


def test_a_rank_leads_to_every_figure_that_it_compares(tmp_path: Path) -> None:
    ledger = offices(tmp_path / "raw", realisations={"value": "92"})

    first, second = (ledger.get("peringkat_unit", "IKU.1/capaian_pct", unit, "2023") for unit in ("kantor-b", "kantor-a"))

    assert ranked(ledger, "kantor-a", "2023") == ["IKU.1/capaian_pct"]
    assert (first.value, second.value) == (1, 2)
    assert {i.unit for i in second.inputs if isinstance(i, Figure)} == {"kantor-a", "kantor-b"}


def test_under_a_reading_the_rank_is_another(tmp_path: Path) -> None:
    ledger = offices(tmp_path / "raw", realisations={"value": "92"})

    rank = ledger.under("dibatasi-100").get("peringkat_unit", "IKU.1/capaian_pct", "kantor-a", "2023")

    assert (rank.value, rank.low, rank.high) == (1, 1, 1)
