"""Answers of satisfaction surveys: tallies that add up, and printed scores that follow from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.known import Row
from analysis.figures.survey import Part
from analysis.numbers import exact, to_text

TALLIED, SCORED = "rekap_jawaban", "unsur_menurut_jawaban"
"""Relations of the tally of an element, and of the printed score of one."""


def tallies(ex: Examination) -> Iterator[Compared]:
    """The tally of every element of a service beside that of all elements: as many respondents, and in the end as many points."""
    groups: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in ex.rows("answers"):
        groups[tuple(row[name] for name in ("document", "unit", "period", "code", "service", "form"))][row["subject"]].append(row)
    for told in groups.values():
        everyone = told.pop("total", [])
        for subject, rows in told.items():
            asked, people = _people(rows), _people(everyone)
            yield _beside(ex, rows, everyone, "respondents", subject, people, asked)
        points = sum((_points(rows) for rows in told.values()), Fraction(0))
        if everyone:
            yield _beside(ex, everyone, [row for rows in told.values() for row in rows], "points", "total", points, _points(everyone))


def _people(rows: Sequence[Row]) -> Fraction:
    return sum((exact(row["respondents"]) for row in rows), Fraction(0))


def _points(rows: Sequence[Row]) -> Fraction:
    return sum((exact(row["points"]) * exact(row["respondents"]) for row in rows), Fraction(0))


def _beside(ex: Examination, rows: Sequence[Row], others: Sequence[Row], column: str, subject: str, expected: Fraction, found: Fraction) -> Compared:
    """Some rows of a tally beside others, told at the first of them."""
    row = rows[0]
    about = Part(str(row["code"]), str(row["service"]), "" if subject == "total" else subject).subject
    spots = [("answers", int(other["index"]), column) for other in (*rows[1:], *others)]
    return ex.compared("answers", row, column, TALLIED, about, to_text(expected), found - expected, spots, found=to_text(found))


def scores(ex: Examination) -> Iterator[Compared]:
    """The printed score of every element beside the mean of its answers, where the facts have both."""
    for row in ex.rows("components"):
        printed = ex.facts.cell("components", row["index"], "score") if row["system"] == "ikm" else None
        if printed is None or printed.value is None:
            continue
        figure = ex.ledger.get("ikm_unsur_nilai", Part(str(row["code"]), element=str(row["subject"])).subject, row["unit"], row["period"])
        if isinstance(figure.value, Fraction):
            apart = printed.value - figure.value
            difference = apart if abs(apart) > printed.half_unit else Fraction(0)
            yield ex.compared("components", row, "score", SCORED, row["subject"], figure.text, difference, ex.spots(figure))
