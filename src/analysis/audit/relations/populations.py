"""One population in several tables: what is counted by rank, education, sex and age of the same people adds up to the same number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from analysis.audit.relations.compared import Compared, Examination, beside
from analysis.audit.relations.known import Row
from analysis.numbers import exact, to_text

ONE_POPULATION = "satu_populasi"
_ENOUGH = 3
"""Tables of the same people that it takes to tell which of them stands alone."""


def populations(ex: Examination) -> Iterator[Compared]:
    """Every group of people that at least three tables divide at one time; where one table stands alone, it is the one that is told."""
    groups: dict[tuple[str, ...], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in ex.rows("members"):
        if row["value"] == row["value"]:
            place = (row["document"], row["unit"], row["period"], row["population"].partition("-")[0], row["member"])
            groups[place][row["population"]].append(row)
    for tables in groups.values():
        totals = {name: sum((exact(row["value"]) for row in rows), Fraction(0)) for name, rows in tables.items()}
        if len(tables) >= _ENOUGH and _divide(tables):
            yield from _beside_the_others(ex, tables, totals)


def _divide(tables: Mapping[str, list[Row]]) -> bool:
    """Whether each table divides whole people by something of its own."""
    divided = [{row["attribute"] for row in rows} for rows in tables.values()]
    whole = all(exact(row["value"]).denominator == 1 for rows in tables.values() for row in rows)
    return whole and len(set().union(*divided)) == sum(map(len, divided)) and not any({"jumlah", "kelas"} & one for one in divided)


def _beside_the_others(ex: Examination, tables: Mapping[str, list[Row]], totals: Mapping[str, Fraction]) -> Iterator[Compared]:
    (usual, times), *_ = Counter(totals.values()).most_common(1)
    for name, rows in tables.items() if times >= len(tables) - 1 else ():
        spot = ("members", int(rows[0]["index"]), "value")
        others = [("members", int(row["index"]), "value") for one, told in tables.items() if one != name for row in told]
        compared = beside(ex, spot, rows[0], ONE_POPULATION, f"{name}:{rows[0]['member']}", totals[name], to_text(usual), totals[name] - usual, others)
        yield replace(compared, printed=" + ".join(str(ex.facts.printed["members"].at[row["index"], "value"]) for row in rows))
