"""The check table of the sums: every printed total beside what its parts add up to, by the rules in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from analysis.audit.suites import SUMS
from analysis.claims import Claim, reconcile
from analysis.dictionary import TABLES
from analysis.figures import Figure, Ledger
from analysis.figures.indices import WEIGHTED
from analysis.numbers import exact, parse, to_text
from analysis.periods import Period
from analysis.rules import law
from analysis.tables import Facts

MONEY = ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "blokir_neto_rp", "pagu_rp", "realisasi_rp", "sisa_rp")
SUMMED = (*MONEY, "jumlah", "bobot_pct", "ip_asn_nilai", "akip_nilai", "skor")
"""Figures whose claims are totals of parts."""

WHOLE_SET, SPENT = "bobot_lengkap_pct", "realisasi_per_pagu_rp"
"""What the rows that rest on no claim are named by: weights of a whole set, and spending against its ceiling."""

Row = dict[str, Any]


def check_table(facts: Facts) -> pd.DataFrame:
    """One row per total in the columns `SUMS`.

    `difference` is 0 where the total adds up at the printed precision, missing where a part is, and where another
    reading of the rule gives the printed total, which `variant` then names. Tables that lack columns add up to nothing.
    """
    if any(not set(table.header) <= set(facts.tables[name].columns) for name, table in TABLES.items()):
        return pd.DataFrame(columns=SUMS).astype({"difference": "float64", "line": "Int64"})
    ledger = Ledger(facts, law())
    rows = [*_of_claims(ledger), *_of_weights(ledger), *_of_spending(ledger)]
    return pd.DataFrame(rows, columns=SUMS).astype({"difference": "float64", "line": "Int64"})


def _of_claims(ledger: Ledger) -> Iterator[Row]:
    claims: list[Row] = ledger.facts.tables["claims"].to_dict("records")  # type: ignore[assignment]
    cells = _Cells(ledger.facts)
    for row in claims:
        if row["figure"] in SUMMED:
            claim = reconcile(ledger, row)
            if claim.difference is not None and _is_total(claim.figure, cells):
                yield _row_of(row, claim)


class _Cells:
    """What stands for itself in the documents: a claim about one of these repeats a cell and adds up nothing."""

    def __init__(self, facts: Facts):
        budget: list[Row] = facts.tables["budget"].to_dict("records")  # type: ignore[assignment]
        parents = {(row["document"], row["parent"]) for row in budget}
        self.lines = {(row["unit"], row["period"], row["code"]) for row in budget if (row["document"], row["code"]) not in parents}
        counts = facts.tables["members"].groupby(["unit", "period", "population"])
        self.members: dict[Any, int] = counts["member"].nunique().to_dict()
        self.attributes: dict[Any, int] = counts["attribute"].nunique().to_dict()

    def include(self, figure: Figure) -> bool:
        place = (figure.unit, figure.period)
        if figure.figure != "jumlah":
            return (*place, figure.subject.rpartition(":")[2]) in self.lines
        population, _, member = figure.subject.partition("/")[0].partition(":")
        several = self.attributes if member else self.members
        return (bool(member) and "/" in figure.subject) or several[*place, population] == 1


def _is_total(figure: Figure, cells: _Cells) -> bool:
    """Whether the figure is a total of parts, and not one cell printed again, a mean, or a weight set by a regulation."""
    if figure.figure in {"bobot_pct", "ip_asn_nilai"}:
        return figure.case in {"sum", "parts"}
    return figure.case == "leaf" or len(figure.inputs) > 1 or not cells.include(figure)


def _row_of(row: Row, claim: Claim) -> Row:
    """One claimed total."""
    expected, difference, variant = claim.figure.number, claim.difference or Fraction(0), claim.variant
    told = to_text(expected + difference) + (f" ({variant})" if variant else "")
    adds_up = Fraction(0) if claim.verdict == "match" else difference
    return _row(row, claim.figure.figure, str(row["subject"]), to_text(expected), told, None if variant else adds_up, variant)


def _row(row: Row, figure: str, subject: str, expected: str, found: str, difference: Fraction | None, variant: str = "") -> Row:
    place = {name: row[name] for name in ("document", "line", "unit", "period")}
    told = {"figure": figure, "subject": subject, "expected": expected, "found": found, "variant": variant}
    return {**place, **told, "difference": None if difference is None else float(difference)}


def _of_weights(ledger: Ledger) -> Iterator[Row]:
    """Every set of weights that is printed whole: it adds up to 100."""
    for system, rows, cells in (*_component_sets(ledger), *_claimed_sets(ledger)):
        total = sum((cell for cell in cells), Fraction(0))
        yield _row(rows[0], WHOLE_SET, system, "100", to_text(total), total - 100)


Set = tuple[str, list[Row], list[Fraction]]


def _component_sets(ledger: Ledger) -> Iterator[Set]:
    """The parts of an index in `components`, where each of them has a weight; parts of parts stand for their whole."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    components: list[Row] = ledger.facts.tables["components"].to_dict("records")  # type: ignore[assignment]
    for row in components:
        groups[row["document"], row["unit"], row["period"], row["system"], row["code"]].append(row)
    for (*_, system, _code), rows in groups.items():
        above = {row["subject"].rpartition("/")[0] for row in rows}
        parts = [row for row in rows if row["subject"] not in above]
        weights = [row["weight"] for row in parts]
        if all(weight == weight for weight in weights):
            yield system, parts, [exact(weight) for weight in weights]


def _claimed_sets(ledger: Ledger) -> Iterator[Set]:
    """Weights printed beside scores, read in the order of the document until one is told again, where none of the set lacks."""
    for rows in _runs(ledger.facts):
        names = {row["subject"].partition(":")[2] for row in rows}
        year = Period.parse(rows[0]["period"]).year
        for system in WEIGHTED:
            wanted = set(ledger.weights(system, year))
            if wanted and wanted <= names:
                printed = [_printed(ledger.facts, row) for row in rows]
                yield system, rows, [value for value in printed if value is not None]


def _runs(facts: Facts) -> Iterator[list[Row]]:
    claims: list[Row] = facts.tables["claims"].query("figure == 'bobot_pct'").to_dict("records")  # type: ignore[assignment]
    kinds: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in claims:
        kind = row["subject"].partition(":")[0]
        run = kinds[row["document"], row["unit"], row["period"], kind]
        if any(row["subject"] == other["subject"] for other in run):
            yield list(run)
            run.clear()
        run.append(row)
    yield from (run for run in kinds.values() if run)


def _printed(facts: Facts, row: Row) -> Fraction | None:
    told = {name: str(value) for name, value in row.items()}
    return parse(str(row["printed"]), facts.sources[row["document"]].style("claims", "printed", int(row["line"]), told)).value


def _of_spending(ledger: Ledger) -> Iterator[Row]:
    """Every amount spent beside the ceiling of its line; without ceiling the difference is missing."""
    spending: list[Row] = ledger.facts.tables["spending"].to_dict("records")  # type: ignore[assignment]
    for row in spending:
        if row["realisasi_rp"] == row["realisasi_rp"]:
            spent = exact(row["realisasi_rp"])
            subject = f"belanja:{row['code']}" if row["classification"] == "belanja" else row["code"]
            ceiling = ledger.get("pagu_rp", subject, row["unit"], row["period"]).value
            told, over = (to_text(ceiling), spent - ceiling) if isinstance(ceiling, Fraction) else ("", None)
            yield _row(row, SPENT, row["code"], told, to_text(spent), over)
