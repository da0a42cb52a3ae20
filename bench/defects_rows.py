"""Defects of rows, columns, keys and printed tables of categories."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from random import Random

from documents import Document, Row
from planting import Planted, changed, defect, leaf_codes, one, put, restated, spots

NAMED = {"members": "member", "components": "subject", "budget": "code", "spending": "code", "outputs": "code"}
"""The column that names what a row is about, of the tables whose rows may be dropped, doubled or confused."""


def _rows(document: Document) -> list[tuple[str, int, Row]]:
    """Rows of those tables that carry something to count or to add up."""
    leaves = leaf_codes(document)
    found = [(table, index, row) for table in NAMED for index, row in enumerate(document.rows(table))]
    return [(table, index, row) for table, index, row in found if (table != "budget" or row["code"] in leaves) and not document.corrected(table, row)]


@defect("row of a table dropped")
def row_dropped(document: Document, random: Random) -> Planted | None:
    """The printed row with all that stands in it; the defect lies between its neighbours."""
    chosen = one(random, _rows(document))
    if chosen is None:
        return None
    table, _, row = chosen
    name, line = row[NAMED[table]], row["line"]
    copy = document.copy()
    for other in [t for t in NAMED if t in copy.tables]:
        copy.tables[other] = [r for r in copy.tables[other] if r["line"] != line or r[NAMED[other]] != name]
    copy.tables["claims"] = [r for r in document.rows("claims") if r["line"] != line or name not in r["subject"]]
    lines = sorted({int(r["line"]) for r in document.rows(table)})
    place = lines.index(int(line))
    cells = frozenset((table, i) for i, r in enumerate(document.rows(table)) if r["line"] == line and r[NAMED[table]] == name)
    return Planted(copy, frozenset(lines[max(0, place - 1) : place + 2]), cells, f"{table} '{name}' dropped")


def _inserted(document: Document, table: str, index: int, new: dict[str, str], told: str) -> Planted:
    copy = document.copy()
    row = copy.tables[table][index] | new
    copy.tables[table].insert(index + 1, row)
    lines = frozenset({int(row["line"]), int(document.rows(table)[index]["line"])})
    return Planted(copy, lines, frozenset({(table, index)}), told)


@defect("row copied twice", evident=True)
def row_doubled(document: Document, random: Random) -> Planted | None:
    chosen = one(random, _rows(document))
    return _inserted(document, chosen[0], chosen[1], {}, f"{chosen[0]} row twice") if chosen else None


@defect("row copied twice, at another line", evident=True)
def row_doubled_elsewhere(document: Document, random: Random) -> Planted | None:
    chosen = one(random, _rows(document))
    if chosen is None:
        return None
    table, index, row = chosen
    return _inserted(document, table, index, {"line": str(int(row["line"]) + 1)}, f"{table} row twice, at another line")


@defect("row copied twice, under a new name")
def row_doubled_renamed(document: Document, random: Random) -> Planted | None:
    chosen = one(random, _rows(document))
    if chosen is None:
        return None
    table, index, row = chosen
    column = NAMED[table]
    return _inserted(document, table, index, {column: f"{row[column]}-2"}, f"{table} row twice, as '{row[column]}-2'")


@defect("code of another row used again")
def code_reused(document: Document, random: Random) -> Planted | None:
    chosen = one(random, _rows(document))
    if chosen is None:
        return None
    table, index, row = chosen
    column = NAMED[table]
    whole = ("unit", "period", "population", "system", "code" if table == "components" else "classification")
    others = {r[column] for t, _, r in _rows(document) if t == table and all(r.get(name) == row.get(name) for name in whole)} - {row[column]}
    other = one(random, sorted(others))
    return changed(document, [(table, index, {column: other})], f"{table} '{row[column]}' -> '{other}'") if other else None


def _columns(document: Document, table: str, kind: str) -> dict[tuple[str, str], dict[tuple[str, str], int]]:
    """By kind of row and year, the rows of a table by unit and code."""
    found: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    for index, row in enumerate(document.rows(table)):
        if len(row["period"]) == 4 and row["value"] and not document.corrected(table, row):
            found[row[kind], row["period"]][row["unit"], row["code"]] = index
    return found


def _shifted(document: Document, random: Random, table: str, kind: str) -> Planted | None:
    """A column of one year in which the values of a year beside it stand."""
    columns = _columns(document, table, kind)
    pairs = [(now, (now[0], str(int(now[1]) + step))) for now in columns for step in (-1, 1) if (now[0], str(int(now[1]) + step)) in columns]
    for now, beside in random.sample(pairs, len(pairs)):
        rows = document.rows(table)
        swaps = [(columns[now][key], columns[beside][key]) for key in columns[now] if key in columns[beside]]
        changes = [(table, mine, {"value": rows[other]["value"]}) for mine, other in swaps if rows[mine]["value"] != rows[other]["value"]]
        if changes:
            return changed(document, changes, f"{table} {now} filled from {beside[1]}")
    return None


@defect("targets of a neighbouring year in the column")
def target_year_shifted(document: Document, random: Random) -> Planted | None:
    return _shifted(document, random, "targets", "basis")


@defect("realisations of a neighbouring year in the column")
def realisation_year_shifted(document: Document, random: Random) -> Planted | None:
    return _shifted(document, random, "realisations", "method")


@defect("unit of a value swapped")
def unit_swapped(document: Document, random: Random) -> Planted | None:
    """A row of targets or realisations that says another measure than its indicator."""
    measures = {(row["unit"], row["code"]): row["measure"] for row in document.rows("indicators")}
    found = [s for table in ("targets", "realisations") for s in spots(document, table, ["value"], lambda row: (row["unit"], row["code"]) in measures)]
    spot = one(random, found)
    if spot is None:
        return None
    other = {"pct": "poin", "indeks": "pct", "nilai": "indeks"}.get(measures[spot.row["unit"], spot.row["code"]], "pct")
    return changed(document, [(spot.table, spot.index, {"measure": other})], f"{spot.table} measure '{spot.row['measure']}' -> '{other}'")


@defect("year-to-date value that falls", evident=True)
def cumulative_falls(document: Document, random: Random) -> Planted | None:
    codes = {(row["unit"], row["code"]) for row in document.rows("indicators") if row["accumulation"] == "cumulative"}
    columns = ["numerator", "value"]
    found = spots(document, "realisations", columns, lambda row: (row["unit"], row["code"]) in codes and len(row["period"]) > 4)
    series = defaultdict(list)
    for spot in found:
        series[spot.row["unit"], spot.row["code"], spot.column, spot.row["period"][:4], spot.row["period"][5:6]].append(spot)
    chosen = one(random, [told for told in series.values() if len(told) > 1])
    if chosen is None:
        return None
    place = random.randrange(1, len(chosen))
    before = sorted(chosen, key=lambda s: s.row["period"])
    return put(document, before[place], restated(before[place], Fraction(int(before[place - 1].value * Fraction(8, 10)))))


def _bounds(document: Document, basis: str = "") -> list[list[tuple[int, Row]]]:
    """The printed tables of categories, each from the best to the worst, where every row has both bounds."""
    tables: dict[tuple[str, ...], list[tuple[int, Row]]] = defaultdict(list)
    for index, row in enumerate(document.rows("bands")):
        if row["lower"] and row["upper"] and (not basis or row["basis"] == basis):
            tables[row["unit"], row["period"], row["scheme"], row["basis"]].append((index, row))
    ordered = [sorted(rows, key=lambda told: int(told[1]["order"])) for rows in tables.values()]
    return [rows for rows in ordered if len(rows) > 1 and len({row["order"] for _, row in rows}) == len(rows)]


def _moved(document: Document, random: Random, column: str, sign: int, basis: str = "") -> Planted | None:
    """A bound between two categories, moved into one of them by a third of its width."""
    table = one(random, _bounds(document, basis))
    if table is None:
        return None
    index, _ = table[random.randrange(1, len(table))]
    found = {s.column: s for s in spots(document, "bands", ["lower", "upper"]) if s.index == index}
    if column not in found:
        return None
    low, high = (found[name].value if name in found else Fraction(0) for name in ("lower", "upper"))
    step = max(abs(high - low) / 3, Fraction(2, 10 ** found[column].printed.decimals))
    return put(document, found[column], restated(found[column], found[column].value + sign * step))


@defect("categories that overlap", evident=True)
def bands_overlap(document: Document, random: Random) -> Planted | None:
    return _moved(document, random, "upper", 1)


@defect("gap between categories", evident=True)
def bands_gap(document: Document, random: Random) -> Planted | None:
    return _moved(document, random, "upper", -1)


@defect("bound of the converted scale that is not 25 times the other", evident=True)
def bands_conversion(document: Document, random: Random) -> Planted | None:
    return _moved(document, random, "lower", 1, "konversi")
