"""Published figures as rows of check tables: totals, other computed figures, and figures that only repeat a cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.known import Row
from analysis.audit.relations.slips import FROM_MISPRINT, slip
from analysis.claims import Claim
from analysis.figures import Cell, Figure
from analysis.numbers import to_text

MONEY = ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "blokir_neto_rp", "pagu_rp", "realisasi_rp", "sisa_rp")
SUMMED = (*MONEY, "jumlah", "bobot_pct", "ip_asn_nilai", "akip_nilai", "skor")
"""Figures whose claims are totals of parts, unless they only print one cell again."""

REPEATED, CONSEQUENCE = "cetak_ulang", "turunan_salah_cetak"
"""Relations of a published figure that prints one cell of the facts again, and of one that follows rightly from a misprint told elsewhere."""


def totals(ex: Examination) -> Iterator[Compared]:
    """Published totals beside what their parts add up to."""
    parts = _Parts(ex)
    return (compared(ex, row, claim) for row, claim in ex.claims if claim.figure.figure in SUMMED and parts.added_up(claim.figure))


def figures(ex: Examination) -> Iterator[Compared]:
    """Published figures that a rule computes from others, totals apart."""
    return (compared(ex, row, claim) for row, claim in ex.claims if claim.figure.figure not in SUMMED and not _repeats(claim.figure))


def repeated(ex: Examination) -> Iterator[Compared]:
    """Published figures that print one cell of the facts again, at another place or in another document."""
    parts = _Parts(ex)
    for row, claim in ex.claims:
        own = not parts.added_up(claim.figure) if claim.figure.figure in SUMMED else _repeats(claim.figure)
        if own and claim.figure.value is not None:
            yield compared(ex, row, claim, REPEATED)


def compared(ex: Examination, row: Row, claim: Claim, relation: str = "") -> Compared:
    """One published figure beside the recomputed one. What another reading gives is named and is not a difference."""
    figure, difference = claim.figure, _difference(claim)
    suggestion = slip(ex, claim) if difference else ""
    follows = suggestion.startswith(FROM_MISPRINT)
    found = to_text(figure.number + claim.difference) if claim.difference is not None else claim.printed
    return Compared(
        *(str(row["document"]), int(row["line"]), str(row["unit"]), str(row["period"])),
        relation=CONSEQUENCE if follows else relation or figure.figure,
        subject=str(row["subject"]) if not relation else f"{figure.figure} {row['subject']}",
        printed=claim.printed,
        found=f"{found} ({claim.variant})" if claim.variant else found,
        expected=figure.text,
        difference=difference,
        against=ex.quotes(figure) if difference or claim.variant else (),
        variant=claim.variant if claim.verdict == "mismatch" else "",
        suggestion=suggestion,
        table="claims",
        row=row["index"],
        column="printed",
        rests=ex.spots(figure),
    )


def _difference(claim: Claim) -> Fraction | int | None:
    if claim.verdict == "match":
        return 0
    if claim.verdict == "not_recomputable" or claim.variant:
        return None
    return claim.difference or 1


def _repeats(figure: Figure) -> bool:
    """Whether the figure is one printed cell, taken over as it is."""
    return len(figure.inputs) == 1 and isinstance(figure.inputs[0], Cell) and figure.inputs[0].value == figure.value


class _Parts:
    """What stands for itself in the documents: a claim about one of these repeats a cell and adds up nothing."""

    def __init__(self, ex: Examination):
        budget = ex.facts.records("budget")
        parents = {(row["document"], row["parent"]) for row in budget}
        self.lines = {(row["unit"], row["period"], row["code"]) for row in budget if (row["document"], row["code"]) not in parents}
        self.members: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.attributes: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for row in ex.facts.records("members"):
            self.members[row["unit"], row["period"], row["population"]].add(row["member"])
            self.attributes[row["unit"], row["period"], row["population"]].add(row["attribute"])

    def added_up(self, figure: Figure) -> bool:
        """Whether the figure is a total of parts, and not one cell printed again, a mean, or a weight set by a regulation."""
        if figure.figure in {"bobot_pct", "ip_asn_nilai"}:
            return figure.case in {"sum", "parts"}
        return figure.case == "leaf" or len(figure.inputs) > 1 or not self._single(figure)

    def _single(self, figure: Figure) -> bool:
        place = (figure.unit, figure.period)
        if figure.figure != "jumlah":
            return (*place, figure.subject.rpartition(":")[2]) in self.lines
        population, _, member = figure.subject.partition("/")[0].partition(":")
        several = self.attributes if member else self.members
        return (bool(member) and "/" in figure.subject) or len(several[*place, population]) == 1
