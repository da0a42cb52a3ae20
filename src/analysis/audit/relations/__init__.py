"""Check tables: what the suites beyond the raw tables are applied to, and the relations that each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from analysis.audit.relations import agreement, claimed, populations, prose, scales, series, sums, surveys
from analysis.audit.relations.compared import COLUMNS, EVIDENCE, Compared, Examination, frame_of
from analysis.audit.relations.known import Spot
from analysis.figures.ledger import BUILDERS

__all__ = ["CHECK_TABLES", "COLUMNS", "EVIDENCE", "CheckTable", "Compared", "Examination", "Spot", "frame_of"]


EXPIRY, NEEDED = "waiver_expiry", "waiver_needed"
"""The day on which a waiver ends; the finding that it is for."""


@dataclass(frozen=True)
class CheckTable:
    """One check table: how it is made, and every relation that a row of it may have."""

    rows: Callable[[Examination], Iterable[Compared]]
    relations: frozenset[str]


_TOTALS = frozenset(claimed.SUMMED)

CHECK_TABLES: Mapping[str, CheckTable] = {
    "sums": CheckTable(sums.sums, _TOTALS | {sums.WHOLE_SET, sums.OVERSPENT, sums.UNFUNDED, surveys.TALLIED, claimed.CONSEQUENCE}),
    "figures": CheckTable(claimed.figures, frozenset(BUILDERS) - _TOTALS | {claimed.CONSEQUENCE}),
    "agreement": CheckTable(
        agreement.agreement,
        frozenset(
            {
                *(claimed.REPEATED, claimed.CONSEQUENCE, agreement.SAID_TWICE, agreement.IN_TWO_DOCUMENTS, agreement.MEASURE),
                *(agreement.PROMISED, agreement.PLANNED, agreement.OF_ITS_YEAR, populations.ONE_POPULATION, surveys.SCORED),
            }
        ),
    ),
    "scales": CheckTable(scales.scales, frozenset({scales.OVERLAP, scales.GAP, scales.CONVERSION, scales.ONCE, scales.WITHIN})),
    "series": CheckTable(
        series.series,
        frozenset(
            {
                *(series.NEVER_FALLS, series.STAYS_SPENT, series.ATTAINABLE, series.NOT_JUDGED),
                *(series.WELL_FORMED, series.AS_PRINTED, series.WHOLE, series.LIKE_ITS_COLUMN, series.AT_MOST_ALL),
            }
        ),
    ),
    "prose": CheckTable(prose.prose, frozenset(prose.RELATIONS)),
    "waivers": CheckTable(lambda ex: ex.waived, frozenset({EXPIRY, NEEDED})),
}
"""By the name of the suite."""
