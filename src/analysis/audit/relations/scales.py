"""The check table of printed tables of categories: bands that join, and columns that convert into each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from analysis.audit.relations.compared import Compared, Examination, beside
from analysis.audit.relations.known import Row
from analysis.numbers import to_text
from analysis.periods import Period

OVERLAP, GAP, CONVERSION, ONCE, WITHIN = "rentang_tumpang_tindih", "rentang_bercelah", "rentang_konversi", "rentang_dua_cetakan", "nilai_dalam_skala"
"""Bands that share more than a bound; bands with more than a step of the scale between them; a bound that its other
column does not convert into; a bound that is printed otherwise where the table is printed again; a score beyond the whole of its scale."""


def scales(ex: Examination) -> Iterator[Compared]:
    """Every printed table of categories, once for each time it is printed."""
    tables = _tables(ex)
    for rows in tables:
        for column in _columns(rows).values():
            yield from _joints(ex, column)
        yield from _conversions(ex, rows)
    yield from _printed_again(ex, tables)
    yield from _scores(ex, tables)


def _tables(ex: Examination) -> list[list[Row]]:
    """The bands in the order of the document, a new table wherever a rank is told again."""
    kinds: dict[tuple[str, ...], list[list[Row]]] = defaultdict(list)
    for row in sorted(ex.rows("bands"), key=lambda r: (r["document"], r["line"], r["index"])):
        runs = kinds[row["document"], row["unit"], row["period"], row["scheme"]]
        if not runs or any((r["order"], r["basis"]) == (row["order"], row["basis"]) for r in runs[-1]):
            runs.append([])
        runs[-1].append(row)
    return [rows for runs in kinds.values() for rows in runs]


def _columns(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["basis"]].append(row)
    return found


def _bound(ex: Examination, row: Row, side: str) -> tuple[Fraction, int] | None:
    """A printed bound and its decimals, or None."""
    printed = ex.facts.cell("bands", row["index"], side)
    return None if printed.value is None else (printed.value, printed.decimals)


def _joints(ex: Examination, rows: Sequence[Row]) -> Iterator[Compared]:
    """Each band with the next one up: no value belongs to both, none to neither."""
    for below, above in pairwise(sorted(rows, key=lambda r: -int(r["order"]))):
        top, bottom = _bound(ex, below, "upper"), _bound(ex, above, "lower")
        if top is None or bottom is None:
            continue
        step = Fraction(1, 10 ** min(top[1], bottom[1]))
        shared, missing = max(top[0] - bottom[0], Fraction(0)), max(bottom[0] - top[0] - step, Fraction(0))
        for relation, difference, expected in ((OVERLAP, shared, f"<= {to_text(bottom[0])}"), (GAP, missing, f">= {to_text(bottom[0] - step)}")):
            yield _row(ex, below, "upper", relation, expected, difference, [(above, "lower")])


def _row(ex: Examination, row: Row, side: str, relation: str, expected: str, difference: Fraction, others: Sequence[tuple[Row, str]]) -> Compared:
    spots = [("bands", other["index"], column) for other, column in others]
    return ex.compared("bands", row, side, relation, f"{row['scheme']}:{row['order']}", expected, difference, spots)


def _conversions(ex: Examination, rows: Sequence[Row]) -> Iterator[Compared]:
    """The bounds of a second column: those of the first by one factor, which most of them must share."""
    columns = list(_columns(rows).values())
    if len(columns) != 2:
        return
    pairs = [(one, two, side) for one in columns[0] for two in columns[1] if one["order"] == two["order"] for side in ("lower", "upper")]
    told = [(one, two, side, a, b) for one, two, side in pairs if (a := _bound(ex, one, side)) and (b := _bound(ex, two, side))]
    factor = _shared_factor([(a, b) for *_, a, b in told])
    for one, two, side, a, b in told if factor else ():
        meant = b[0] / factor if factor else b[0]
        fits = _converts(a, b, factor or Fraction(1))
        yield _row(ex, one, side, CONVERSION, to_text(meant), Fraction(0) if fits else a[0] - meant, [(two, side)])


Bound = tuple[Fraction, int]


def _converts(a: Bound, b: Bound, factor: Fraction) -> bool:
    """Whether two bounds are the same one by the factor, each as exact as it is printed."""
    apart = abs(a[0] * factor - b[0])
    return apart <= Fraction(1, 2 * 10 ** b[1]) or apart <= factor / (2 * 10 ** a[1])


def _shared_factor(pairs: Sequence[tuple[Bound, Bound]]) -> Fraction | None:
    """The whole factor by which more than half of the bounds convert; None if there is none."""
    found = Counter(round(b[0] / a[0]) for a, b in pairs if a[0])
    if not found:
        return None
    factor = Fraction(found.most_common(1)[0][0])
    return factor if factor and sum(_converts(a, b, factor) for a, b in pairs) * 2 > len(pairs) else None


def _printed_again(ex: Examination, tables: Sequence[list[Row]]) -> Iterator[Compared]:
    """A bound beside the first time that its table is printed in the document."""
    first: dict[tuple[str, ...], Row] = {}
    for row in (row for rows in tables for row in rows):
        key = tuple(str(row[name]) for name in ("document", "unit", "period", "scheme", "basis", "order"))
        before = first.setdefault(key, row)
        for side in ("lower", "upper") if before is not row else ():
            one, two = _bound(ex, before, side), _bound(ex, row, side)
            if one and two:
                yield _row(ex, row, side, ONCE, to_text(one[0]), two[0] - one[0], [(before, side)])


End = tuple[Fraction, Row, str]
"""A bound with its row and side."""


def _scores(ex: Examination, tables: Sequence[list[Row]]) -> Iterator[Compared]:
    """A result of an indicator beside the ends of the scale of its system, where the document prints both; one column that holds it is enough."""
    for row in ex.rows("realisations"):
        value = ex.facts.cell("realisations", row["index"], "value").value
        system = _system(ex, row) if value is not None else ""
        own = [rows for rows in tables if system and (rows[0]["document"], rows[0]["scheme"]) == (row["document"], system)]
        ends = [(low, high) for rows in own for column in _columns(rows).values() if (low := _end(ex, column, "lower")) and (high := _end(ex, column, "upper"))]
        if value is None or not ends:
            continue
        beyond = [(low[0] - value, low) if value < low[0] else (max(value - high[0], Fraction(0)), high) for low, high in ends]
        difference, (bound, band, side) = min(beyond, key=lambda told: told[0])
        expected = f"{'>=' if side == 'lower' else '<='} {to_text(bound)}"
        spot = ("realisations", int(row["index"]), "value")
        yield beside(ex, spot, row, WITHIN, row["code"], value, expected, Fraction(difference), [("bands", int(band["index"]), side)])


def _system(ex: Examination, row: Row) -> str:
    """The system of an indicator in the year of its result, '' if it is not told."""
    year = Period.parse(row["period"]).year
    for told in ex.facts.records("indicators"):
        if (told["unit"], told["code"]) == (row["unit"], row["code"]) and told["since"] <= year and not told["until"] < year:
            return str(told["system"])
    return ""


def _end(ex: Examination, rows: Sequence[Row], side: str) -> End | None:
    """The lowest lower or highest upper bound, if the band at that end prints it."""
    last = max(rows, key=lambda row: int(row["order"])) if side == "lower" else min(rows, key=lambda row: int(row["order"]))
    bound = _bound(ex, last, side)
    return (bound[0], last, side) if bound else None
