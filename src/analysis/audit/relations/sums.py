"""The check table of the sums: every printed total beside what its parts add up to, by the rules in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from analysis.audit.relations.claimed import totals
from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.known import Row
from analysis.audit.relations.surveys import tallies
from analysis.figures.indices import WEIGHTED
from analysis.numbers import exact, to_text
from analysis.periods import Period

WHOLE_SET, OVERSPENT, UNFUNDED = "bobot_lengkap_pct", "realisasi_per_pagu_rp", "realisasi_tanpa_pagu"
"""Relations that rest on no claim: weights of a whole set; spending beyond its ceiling; spending without one."""


def sums(ex: Examination) -> Iterator[Compared]:
    """Published totals, sets of weights that are printed whole, spending beside its ceiling, and tallies of surveys."""
    yield from totals(ex)
    yield from _weights(ex)
    yield from _spending(ex)
    yield from tallies(ex)


def _weights(ex: Examination) -> Iterator[Compared]:
    """Every set of weights that is printed whole: it adds up to 100."""
    for system, rows, table, column in (*_component_sets(ex), *_claimed_sets(ex)):
        cells = [exact(row[column]) if table == "components" else ex.facts.cell(table, row["index"], column).value for row in rows]
        total = sum((cell for cell in cells if cell is not None), Fraction(0))
        printed = " + ".join(to_text(cell) for cell in cells if cell is not None)
        spots = frozenset((table, int(row["index"]), column) for row in rows)
        yield ex.compared(table, rows[0], column, WHOLE_SET, system, "100", total - 100, spots, printed=printed, found=to_text(total))


Set = tuple[str, list[Row], str, str]
"""A system, the rows of a set of its weights, and the table and column they stand in."""


def _component_sets(ex: Examination) -> Iterator[Set]:
    """The parts of an index in `components`, where each of them has a weight; parts of parts stand for their whole."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in ex.rows("components"):
        groups[row["document"], row["unit"], row["period"], row["system"], row["code"]].append(row)
    for (*_, system, _code), rows in groups.items():
        above = {row["subject"].rpartition("/")[0] for row in rows}
        parts = [row for row in rows if row["subject"] not in above]
        if all(row["weight"] == row["weight"] for row in parts):
            yield system, parts, "components", "weight"


def _claimed_sets(ex: Examination) -> Iterator[Set]:
    """Weights printed beside scores, read in the order of the document until one is told again, where none of the set lacks."""
    for rows in _runs(ex):
        names = {row["subject"].partition(":")[2] for row in rows}
        year = Period.parse(rows[0]["period"]).year
        for system in WEIGHTED:
            wanted = set(ex.ledger.weights(system, year))
            if wanted and wanted <= names:
                yield system, rows, "claims", "printed"


def _runs(ex: Examination) -> Iterator[list[Row]]:
    kinds: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in ex.rows("claims"):
        if row["figure"] != "bobot_pct":
            continue
        run = kinds[row["document"], row["unit"], row["period"], row["subject"].partition(":")[0]]
        if any(row["subject"] == other["subject"] for other in run):
            yield list(run)
            run.clear()
        run.append(row)
    yield from (run for run in kinds.values() if run)


def _spending(ex: Examination) -> Iterator[Compared]:
    """Every amount spent: it has a ceiling, and does not go beyond it."""
    for row in ex.rows("spending"):
        if row["realisasi_rp"] != row["realisasi_rp"]:
            continue
        spent = exact(row["realisasi_rp"])
        subject = f"belanja:{row['code']}" if row["classification"] == "belanja" else row["code"]
        ceiling = ex.ledger.get("pagu_rp", subject, row["unit"], row["period"])
        known = isinstance(ceiling.value, Fraction)
        place = ("spending", row, "realisasi_rp")
        yield ex.compared(*place, UNFUNDED, row["code"], "", 0 if known else 1)
        if known:
            over = max(spent - ceiling.number, Fraction(0))
            yield ex.compared(*place, OVERSPENT, row["code"], f"<= {ceiling.text}", over, ex.spots(ceiling))
