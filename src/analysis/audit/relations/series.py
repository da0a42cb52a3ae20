"""The check table of values among their like: over time, against their denominator, in the form of their column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.known import Row
from analysis.dictionary import TABLES
from analysis.figures.indicators import definition
from analysis.law import NotComputable
from analysis.numbers import Printed, exact, parse, to_text
from analysis.periods import Period

NEVER_FALLS, STAYS_SPENT, ATTAINABLE, NOT_JUDGED = "tidak_turun", "belanja_tidak_turun", "dapat_dicapai", "tidak_dinilai"
"""A value that accumulates within the year; what was spent of a budget line; a share that its denominator can give; an indicator without value."""
WELL_FORMED, AS_PRINTED, WHOLE, LIKE_ITS_COLUMN = "bentuk_angka", "tanpa_koreksi", "bilangan_bulat", "seperti_kolomnya"
"""A number in the form of its place; one that is meant as printed; one in a column of counts; one of the size of its column."""
AT_MOST_ALL = "paling_banyak_seratus"
"""A coverage or share among the outputs, of which there is no more than all."""

JUDGED, ABSENT = {"capaian_pct", "ketercapaian", "status"}, {"n/a", "-", "–", ""}
_COVERAGE = re.compile(r"(?:Cakupan|Proporsi|Porsi)\b", re.IGNORECASE)
_FEW, _FAR = 4, 20
"""Least cells of a column that has a form; how many times its other cells a number may be."""


def series(ex: Examination) -> Iterator[Compared]:
    """Every value that others of its kind say something about."""
    yield from ex.under_audit(_accumulated(ex))
    yield from ex.under_audit(_spent(ex))
    yield from _shares(ex)
    yield from _without_value(ex)
    yield from _forms(ex)
    yield from _columns(ex)
    yield from _coverages(ex)


def _coverages(ex: Examination) -> Iterator[Compared]:
    """Outputs that are measured as the part of a whole which is covered."""
    for row in ex.rows("outputs"):
        covered = row["measure"] == "pct" and _COVERAGE.match(str(row["name"])) and row["realisasi"] == row["realisasi"]
        if covered:
            over = max(exact(row["realisasi"]) - 100, Fraction(0))
            yield ex.compared("outputs", row, "realisasi", AT_MOST_ALL, row["code"], "<= 100", over, [("outputs", row["index"], "target")])


def _accumulated(ex: Examination) -> Iterator[Compared]:
    """Indicators that accumulate within the year: no part of the year is below the one before."""
    told: dict[tuple[str, str, int, int], list[tuple[Period, Row, Fraction]]] = defaultdict(list)
    for row in ex.rows_like("realisations", "unit", "code"):
        when, figure = Period.parse(row["period"]), ex.ledger.get("realisasi_iku", row["code"], row["unit"], row["period"])
        if isinstance(figure.value, Fraction) and not when.is_year and _accumulates(ex, row):
            told[row["unit"], row["code"], when.year, when.last - when.first].append((when, row, figure.value))
    for steps in told.values():
        ordered = sorted(steps, key=lambda step: step[0])
        for (_, before, low), (_, row, high) in pairwise(ordered):
            column = "value" if row["value"] == row["value"] else "numerator"
            fallen = max(low - high, Fraction(0))
            yield ex.compared("realisations", row, column, NEVER_FALLS, row["code"], f">= {to_text(low)}", fallen, [("realisations", before["index"], column)])


def _spent(ex: Examination) -> Iterator[Compared]:
    """Lines of the budget: what was spent up to the end of a period is not less than up to the end of one before in its year."""
    told: dict[tuple[str, str, str, int], list[tuple[int, Row, Fraction]]] = defaultdict(list)
    for row in ex.rows_like("spending", "unit", "classification", "code"):
        when, spent = Period.parse(row["period"]), ex.facts.cell("spending", row["index"], "realisasi_rp").value
        if spent is not None:
            told[row["unit"], row["classification"], row["code"], when.year].append((when.last, row, spent))
    for steps in told.values():
        for (end, before, low), (later, row, high) in pairwise(sorted(steps, key=lambda step: step[0])):
            if end < later:
                fallen, rests = max(low - high, Fraction(0)), [("spending", before["index"], "realisasi_rp")]
                yield ex.compared("spending", row, "realisasi_rp", STAYS_SPENT, row["code"], f">= {to_text(low)}", fallen, rests)


def _accumulates(ex: Examination, row: Row) -> bool:
    try:
        return bool(definition(ex.ledger, row["unit"], row["period"], row["code"])["accumulation"] == "cumulative")
    except NotComputable:
        return False


def _shares(ex: Examination) -> Iterator[Compared]:
    """Stated percentages of indicators whose denominator is printed for the same period: a whole number of it."""
    for row in ex.rows("realisations"):
        cell = ex.facts.cell("realisations", row["index"], "value")
        if cell.value is None or not cell.percent or row["denominator"] != row["denominator"] or not row["denominator"]:
            continue
        whole = exact(row["denominator"])
        nearest = Fraction(round(cell.value * whole / 100)) * 100 / whole
        apart = Fraction(0) if abs(nearest - cell.value) <= cell.half_unit else cell.value - nearest
        yield ex.compared("realisations", row, "value", ATTAINABLE, row["code"], to_text(nearest), apart, [("realisations", row["index"], "denominator")])


def _forms(ex: Examination) -> Iterator[Compared]:
    """Numbers as they are printed: well formed in the style of their place, and usable without correction."""
    for name, table in TABLES.items():
        columns = [c.name for c in table.columns if c.kind in {"number", "printed"} and name != "statements"]
        for row in ex.rows(name) if columns else ():
            printed, meant = ex.known.cells(name)[row["index"]]
            for column in (c for c in columns if printed[c]):
                yield from _form(ex, name, row, column, str(printed[column]), str(meant[column]))


def _form(ex: Examination, table: str, row: Row, column: str, was: str, now: str) -> Iterator[Compared]:
    """One printed cell; what was corrected is told either as no number at all, or as a number that is not meant."""
    subject = _subject(table, row)
    corrected = was != now and _number(ex, table, row, column, now) is not None
    broken = corrected and _number(ex, table, row, column, was) is None
    lost = _thousands_lost(was, now)
    place = (str(row["document"]), int(row["line"]), str(row["unit"]), str(row["period"]))
    yield Compared(*place, WELL_FORMED, subject, was, was, now, int(broken), suggestion=lost if broken else "", table=table, row=row["index"], column=column)
    if not broken:
        yield Compared(*place, AS_PRINTED, subject, was, was, now, int(corrected), table=table, row=row["index"], column=column)


def _thousands_lost(was: str, now: str) -> str:
    return f"thousands_lost:{now}" if now.startswith(was) and set(now[len(was) :]) == {"0"} else ""


def _subject(table: str, row: Row) -> str:
    if table == "members":
        return f"{row['population']}:{row['member']}/{row['attribute']}"
    return str(row.get("subject") or row.get("code") or row.get("scheme") or "")


def _number(ex: Examination, table: str, row: Row, column: str, text: str) -> Printed | None:
    """The number in a text, in the style of its place; None if it is none."""
    try:
        told = {name: str(value) for name, value in row.items()}
        return parse(text, ex.facts.sources[row["document"]].style(table, column, int(row["line"]), told))
    except ValueError:
        return None


def _without_value(ex: Examination) -> Iterator[Compared]:
    """What is published of an indicator that has no official value yet: neither reached nor missed, and no achievement."""
    lacking = {(row["unit"], row["period"], row["code"]): row for row in ex.facts.records("realisations") if row["reason"] == "belum_ada_nilai_resmi"}
    for row, claim in ex.claims:
        missing = lacking.get((claim.figure.unit, claim.figure.period, claim.figure.subject))
        if missing is not None and claim.figure.figure in JUDGED:
            judged = _number(ex, "claims", row, "printed", claim.printed)
            said = claim.printed.strip().casefold() not in ABSENT if judged is None else judged.value is not None
            yield ex.compared("claims", row, "printed", NOT_JUDGED, claim.figure.subject, "N/A", int(said), [("realisations", missing["index"], "reason")])


def _columns(ex: Examination) -> Iterator[Compared]:
    """Cells of one attribute of a population: whole where the others count thousands, of the size of the others."""
    columns: dict[tuple[str, ...], list[tuple[Row, Printed]]] = defaultdict(list)
    for row in ex.rows("members"):
        cell = ex.facts.cell("members", row["index"], "value")
        if cell.value is not None:
            columns[row["document"], row["unit"], row["period"], row["population"], row["attribute"]].append((row, cell))
    for cells in columns.values():
        whole = [not cell.decimals for _, cell in cells]
        counts = any((cell.value or 0) >= 1000 for _, cell in cells) and 2 * sum(whole) > len(whole)
        for (row, cell), is_whole in zip(cells, whole, strict=True) if counts and len(cells) >= _FEW else ():
            meant = to_text(exact(row["value"]) * 1000)
            yield ex.compared("members", row, "value", WHOLE, _subject("members", row), cell.text if is_whole else meant, int(not is_whole))
        yield from _sizes(ex, cells) if not all(whole) and len(cells) >= _FEW else ()


def _sizes(ex: Examination, cells: list[tuple[Row, Printed]]) -> Iterator[Compared]:
    """Scores and shares of one column: none is many times all the others."""
    sizes = [abs(cell.value or Fraction(0)) for _, cell in cells]
    for (row, _), size in zip(cells, sizes, strict=True):
        others = sorted(other for other in sizes if other != size) or sizes
        far = size > _FAR * others[-1]
        yield ex.compared("members", row, "value", LIKE_ITS_COLUMN, _subject("members", row), f"<= {to_text(others[-1])}", int(far))
