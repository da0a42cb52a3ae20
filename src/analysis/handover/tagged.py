"""The tags of a PDF that its typesetter leaves out: the first cell of a row as the header of that row. The same PDF, the same bytes, and fewer of them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

Named = Sequence[bool]
"""Of each row of a table below its header, whether its first cell names it."""


def with_row_headers(pdf: bytes, tables: Sequence[Named]) -> bytes:
    """The PDF with the headers of rows as such; `tables` are all its tables in the order of reading."""
    import pikepdf

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tree = opened.Root.StructTreeRoot
        found = {}
        for number, (table, named) in enumerate(zip(_all(tree.K, "/Table"), tables, strict=True)):
            rows = [row for body in _kids(table) if body.S in ("/TBody", "/TFoot") for row in _kids(body)]
            for place, (row, is_named) in enumerate(zip(rows, named, strict=True)):
                if is_named:
                    found[f"R{number}y{place}"] = _head(row, f"R{number}y{place}")
        if found:
            tree.IDTree = opened.make_indirect(pikepdf.Dictionary(Names=_names(tree, found)))
        opened.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return made.getvalue()


def _head(row: Any, name: str) -> Any:
    """Makes the first cell of a row its header, to which the others refer."""
    import pikepdf

    first, *others = _kids(row)
    first.S, first.ID = pikepdf.Name.TH, pikepdf.String(name)
    _of_table(first).Scope = pikepdf.Name.Row
    for cell in others:
        attributes = _of_table(cell)
        attributes.Headers = pikepdf.Array([*attributes.get("/Headers", ()), pikepdf.String(name)])
    return first


def _of_table(cell: Any) -> Any:
    """What the cell says of its place in the table."""
    import pikepdf

    given = cell.get("/A", pikepdf.Array())
    attributes = list(given) if isinstance(given, pikepdf.Array) else [given]
    for one in attributes:
        if one.O == "/Table":
            return one
    made = pikepdf.Dictionary(O=pikepdf.Name.Table)
    cell.A = pikepdf.Array([made, *attributes])
    return cell.A[0]


def _names(tree: Any, found: dict[str, Any]) -> Any:
    """All names of the structure in their order, those that were there too."""
    import pikepdf

    known = list(tree.IDTree.Names) if "/IDTree" in tree else []
    names = {bytes(name): held for name, held in zip(known[::2], known[1::2], strict=True)} | {name.encode(): held for name, held in found.items()}
    return pikepdf.Array([part for name in sorted(names) for part in (pikepdf.String(name.decode("latin-1")), names[name])])


def _all(kids: Any, kind: str) -> Iterator[Any]:
    """The parts of a kind below, in the order of reading."""
    for part in _parts(kids):
        if kind == part.S:
            yield part
        elif "/K" in part:
            yield from _all(part.K, kind)


def _kids(part: Any) -> list[Any]:
    return list(_parts(part.K)) if "/K" in part else []


def _parts(kids: Any) -> Iterator[Any]:
    import pikepdf

    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
