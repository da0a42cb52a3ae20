"""The check table of agreement: one quantity printed in several places, tables and documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from analysis.audit.relations.claimed import repeated
from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.known import Row
from analysis.audit.relations.populations import populations
from analysis.audit.relations.surveys import scores
from analysis.numbers import Printed, exact, to_text
from analysis.periods import Period

SAID_TWICE, IN_TWO_DOCUMENTS, MEASURE = "dua_cetakan", "dua_dokumen", "satuan_tetap"
"""Relations beside `REPEATED`: one figure published twice; a fact in two documents; the unit of measure."""
PROMISED, PLANNED, OF_ITS_YEAR = "target_dijanjikan", "target_renstra", "target_tahunnya"
"""The target of a measurement and the one promised; the yearly target and that of the plan; a target and the year it stands for."""

PROMISES = ("pk", "renja")


def agreement(ex: Examination) -> Iterator[Compared]:
    """Every quantity that is printed more than once."""
    yield from repeated(ex)
    for beyond in (_said_twice, _in_two_documents, _targets):
        yield from ex.under_audit(beyond(ex))
    yield from _measures(ex)
    yield from populations(ex)
    yield from scores(ex)


def _said_twice(ex: Examination) -> Iterator[Compared]:
    """Published figures beside the first time that the same is published.

    What nothing recomputes may be the other rounded. What agrees with the facts wherever it is printed is printed alike at
    the same precision; a print that disagrees with the facts is told by another relation.
    """
    groups: dict[tuple[tuple[str, ...], int | None], list[tuple[Row, str, Printed | None]]] = defaultdict(list)
    asked = dict.fromkeys(claim.figure.key for _, claim in ex.claims)
    for row, claim in (said for figure in asked for said in ex.known.printed(figure)):
        if claim.figure.value is None:
            groups[claim.figure.key, None].append((row, claim.printed, claim.number))
        elif claim.verdict == "match" and claim.number and claim.number.value is not None:
            groups[claim.figure.key, claim.number.decimals].append((row, claim.printed, claim.number))
    for ((_, _, figure, subject), decimals), said in groups.items():
        first, words, number = said[0]
        for row, printed, other in said[1:]:
            difference = _apart(number, other, decimals is not None) if number and other else Fraction(words.casefold() != printed.casefold())
            yield ex.compared("claims", row, "printed", SAID_TWICE, f"{figure} {subject}", words, difference, [("claims", first["index"], "printed")])


def _apart(one: Printed, other: Printed, exactly: bool) -> Fraction | None:
    """How far two printed numbers are apart: 0 if one may be the other rounded, unless `exactly`; None if either is no number."""
    if one.value is None or other.value is None:
        return None
    distance = other.value - one.value
    return Fraction(0) if not exactly and abs(distance) <= max(one.half_unit, other.half_unit) else distance


def _in_two_documents(ex: Examination) -> Iterator[Compared]:
    """A target or realisation that two documents state: the same number."""
    for table, keys in (("targets", ("unit", "period", "code", "basis")), ("realisations", ("unit", "period", "code"))):
        groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in ex.rows_like(table, *keys):
            if row["value"] == row["value"]:
                groups[tuple(row[key] for key in keys)].append(row)
        for rows in groups.values():
            for row in rows[1:]:
                difference = exact(row["value"]) - exact(rows[0]["value"])
                yield ex.compared(
                    table, row, "value", IN_TWO_DOCUMENTS, row["code"], to_text(exact(rows[0]["value"])), difference, [(table, rows[0]["index"], "value")]
                )


Targets = dict[tuple[str, str, str, str], Row]
"""The targets by unit, period, indicator and basis."""


def _targets(ex: Examination) -> Iterator[Compared]:
    """The target that a measurement used beside the one promised for the period, or else beside that of the strategic plan.

    What was promised is itself beside the plan; a target that is adjusted to that of another year is no slip there.
    """
    told: Targets = {
        (row["unit"], row["period"], row["code"], row["basis"]): row for row in ex.rows_like("targets", "unit", "code") if row["value"] == row["value"]
    }
    for (unit, period, code, basis), row in told.items():
        promised = [told[unit, period, code, other] for other in PROMISES if (unit, period, code, other) in told and other != basis]
        plan = told.get((unit, period, code, "renstra"))
        if basis in {"measurement", "renja"} and promised:
            yield from _against(ex, told, row, promised[0], PROMISED)
        elif basis == "measurement" and plan is not None:
            yield from _against(ex, told, row, plan, PLANNED)
        if basis in PROMISES and plan is not None and (basis == PROMISES[0] or not promised):
            wanted, difference = to_text(exact(plan["value"])), exact(row["value"]) - exact(plan["value"])
            yield ex.compared("targets", row, "value", PLANNED, code, wanted, difference, [("targets", plan["index"], "value")])


def _against(ex: Examination, told: Targets, row: Row, other: Row, relation: str) -> Iterator[Compared]:
    """A target beside the other of its year; where it is that of a neighbouring year, only this is told."""
    wanted, difference = to_text(exact(other["value"])), exact(row["value"]) - exact(other["value"])
    year = Period.parse(row["period"]).year
    near = [told.get((row["unit"], str(year + step), row["code"], other["basis"])) for step in (1, -1)]
    shifted = next((n for n in near if n is not None and n["value"] == row["value"]), None) if difference else None
    promised, column = ("targets", other["index"], "value"), ("targets", (shifted or other)["index"], "value")
    yield ex.compared("targets", row, "value", relation, row["code"], wanted, None if shifted else difference, [promised])
    compared = ex.compared("targets", row, "value", OF_ITS_YEAR, row["code"], wanted, difference if shifted else 0, [promised, column])
    yield replace(compared, suggestion=f"neighbour_year:{shifted['period']}" if shifted else "")


def _measures(ex: Examination) -> Iterator[Compared]:
    """The unit of measure of an indicator's target and of its realisation, where both are told: the same."""
    for row in ex.rows("realisations"):
        realised = ex.ledger.get("realisasi_iku", row["code"], row["unit"], row["period"])
        target = ex.ledger.get("target_iku", row["code"], row["unit"], row["period"])
        if realised.value is None or target.value is None:
            continue
        differs = realised.measure != target.measure
        printed = str(ex.facts.printed["realisations"].at[row["index"], "value"])
        yield Compared(
            *(str(row["document"]), int(row["line"]), str(row["unit"]), str(row["period"])),
            relation=MEASURE,
            subject=row["code"],
            printed=printed,
            found=realised.measure,
            expected=target.measure,
            difference=int(differs),
            against=ex.quotes(target) if differs else (),
            table="realisations",
            row=row["index"],
            column="measure",
            rests=ex.spots(target),
        )
