"""What one raw table says of another: codes that are defined, lines that hang together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.errors import alternatives

AMOUNTS = ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "pagu_rp")
Broken = tuple[str, int, str, str]
"""A table, the row in it that is wrong (the first is 0), the column that says so, and the sentence."""


def broken(tables: Mapping[str, pd.DataFrame]) -> Iterator[Broken]:
    """Every reference of one document that leads nowhere, and every budget tree that is none."""
    rows = {name: [_row(index, row) for index, row in enumerate(frame.to_dict("records"))] for name, frame in tables.items()}
    yield from _undefined(rows, "indicators", "code", ("targets", "realisations"), "indicator")
    yield from _undefined(rows, "objectives", "code", ("indicators",), "objective")
    trees: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows["budget"]:
        trees[row["period"], row["version"], row["classification"]].append(row)
    for tree in trees.values():
        yield from _tree(tree)


def _undefined(rows: Mapping[str, list[dict[str, Any]]], where: str, code: str, tables: tuple[str, ...], what: str) -> Iterator[Broken]:
    """Rows that speak of a code although `where` defines others for their unit, and not this one."""
    defined = defaultdict(set)
    for row in rows[where]:
        defined[row["unit"]].add(row[code])
    for name in tables:
        column = "code" if what == "indicator" else what
        for row in rows[name]:
            known = defined[row["unit"]]
            if known and _told(row[column]) and row[column] not in known:
                yield (
                    name,
                    row["index"],
                    column,
                    f"{_at(row)}{what} '{row[column]}' of '{row['unit']}' is not defined in {where}.csv; {alternatives(row[column], known)}",
                )


def _row(index: int, cells: Mapping[Any, Any]) -> dict[str, Any]:
    return {**cells, "index": index}


def _at(row: Mapping[str, Any]) -> str:
    return f"line {row['line']}: "


def _told(cell: Any) -> bool:
    """Whether a cell holds words; one that could not be read is told elsewhere."""
    return isinstance(cell, str) and bool(cell)


def _tree(tree: list[dict[str, Any]]) -> Iterator[Broken]:
    """Budget lines whose parent is missing, that run in a circle, or that carry amounts although others stand below them."""
    parents = {row["code"]: row["parent"] for row in tree}
    above = set(parents.values())
    for row in tree:
        if _told(row["parent"]) and row["parent"] not in parents:
            yield (
                "budget",
                row["index"],
                "parent",
                f"{_at(row)}the parent '{row['parent']}' of '{row['code']}' is not a line of this budget; {alternatives(row['parent'], parents)}",
            )
        elif _circles(parents, row["code"]):
            yield "budget", row["index"], "parent", f"{_at(row)}'{row['code']}' stands below itself; correct its parent"
        if row["code"] in above and any(row[name] == row[name] for name in AMOUNTS):
            yield "budget", row["index"], "code", f"{_at(row)}'{row['code']}' has lines below it and an amount of its own; print its sum as a claim"


def _circles(parents: Mapping[str, str], code: str) -> bool:
    seen: set[str] = set()
    while _told(code) and code not in seen:
        seen.add(code)
        code = parents.get(code, "")
    return _told(code)
