"""Whether what a layout took is right: no row of the file is lost, and the loader of raw tables, the one judge, accepts the document in a folder aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.dictionary import TABLES
from analysis.errors import Problem
from analysis.intake.complaints import complaint
from analysis.intake.drafting import Draft, Row, place
from analysis.intake.files.cells import Book, Sheet
from analysis.intake.reading import Left, Reading, Wrong
from analysis.intake.refused import Refused
from analysis.output import csv_of, write

_ROW = re.compile(r"[A-Z]+(\d+)")


@dataclass(frozen=True)
class Count:
    """The rows of one sheet that hold anything, by what became of each; a row that is wrong counts as nothing else. `read` tells whether the layout
    looked at the sheet at all."""

    sheet: str
    rows: int
    taken: int
    left: Mapping[str, int]
    wrong: int
    hidden: int
    read: bool
    named: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Rows that are told one by one, by reason."""


def counted(book: Book, reading: Reading, wrong: Sequence[Wrong]) -> list[Count]:
    """What became of the rows of each sheet. Raises Refused where a layout lost a row of a sheet that it read: that is a mistake of ours, not of the file."""
    return [_count(book, sheet, reading, wrong) for sheet in book.sheets]


def _count(book: Book, sheet: Sheet, reading: Reading, wrong: Sequence[Wrong]) -> Count:
    held = sheet.held()
    here = [one for one in wrong if one.sheet == sheet.name and (one.cell or sheet.name)]
    bad = held if any(not one.cell for one in here) else held & {int(found[1]) for one in here if (found := _ROW.fullmatch(one.cell))}
    taken = held & {one.row for one in reading.taken if one.sheet == sheet.name}
    untaken, told = held - taken, [one for one in reading.left if one.sheet == sheet.name]
    left = {one.row: one.why for one in told if one.row in untaken}
    lost = untaken - bad - set(left)
    read = bool(bad or taken or left)
    if read and lost:
        where = {"layout": reading.proposal.layout, "sheet": sheet.name or "–", "rows": ", ".join(map(str, sorted(lost)[:10])), "count": len(lost)}
        raise Refused(book.file, "lost_rows", **where)
    reasons: dict[str, int] = {}
    for row, why in sorted(left.items()):
        reasons[why] = reasons.get(why, 0) + (row not in bad)
    counts = {why: number for why, number in reasons.items() if number}
    return Count(sheet.name, len(held), len(taken - bad), counts, len(bad), len(held & set(sheet.hidden_rows)), read, _named(told))


def _named(left: Sequence[Left]) -> dict[str, list[int]]:
    """The rows that the analyst wants to know one by one, by reason; a row of them may be taken all the same."""
    found: dict[str, list[int]] = {}
    for one in left:
        if one.named:
            found.setdefault(one.why, []).append(one.row)
    return found


def judged(draft: Draft, units: Path) -> list[Wrong]:
    """What the loader says of the document as it would be, each complaint at the cell that it comes from."""
    from analysis.tables import problems_of

    with TemporaryDirectory(prefix="kinerja-") as aside:
        folder = Path(aside) / draft.document
        write(Path(aside) / "units.yaml", units.read_text("utf-8"))
        for name, content in contents(draft).items():
            write(folder / name, content)
        corrections = units.parent / draft.document / "corrections.yaml"
        if corrections.is_file():
            write(folder / corrections.name, corrections.read_text("utf-8"))
        problems = problems_of(folder)
    lines = {name: dict(_numbered(rows)) for name, rows in draft.rows.items()}
    return [_led_back(problem, lines) for problem in problems]


def contents(draft: Draft) -> dict[str, str]:
    """The files of the document as it would be: its sidecar, and the tables that have rows."""
    tables = {f"{name}.csv": csv_of(TABLES[name].header, [list(row.cells.values()) for row in rows]) for name, rows in draft.rows.items() if rows}
    return {"source.yaml": draft.sidecar, **tables}


def _numbered(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """The rows with the number that the loader gives them: that of the line of the file on which they end, the header being 1."""
    number = 1
    for row in rows:
        number += 1 + sum(len(re.findall(r"\r\n|\r|\n", cell)) for cell in row.cells.values())
        yield number, row


def _led_back(problem: str | Problem, lines: Mapping[str, Mapping[int, Row]]) -> Wrong:
    """The complaint at the sheet and the cell that its row comes from; at no cell where it is about what the document held before."""
    if isinstance(problem, str):
        return Wrong("", "", "", "loader", {"says": problem})
    name = problem.file.rpartition("/")[2].removesuffix(".csv")
    rows = lines.get(name, {})
    why, told = complaint(problem.says)
    row = rows.get(problem.row or 0) or _by_line(rows, problem.says)
    if row is None or row.taken is None:
        return Wrong("", "", "", "document", {"says": str(problem)})
    if why == "repeated_key":
        told = {**told, "first": _place_of(rows.get(int(told["first"])))}
    columns = [problem.column] if problem.column else list(TABLES[name].key[-1:])
    column = next((one for one in columns if one in row.taken.columns), columns[0] if columns else "")
    return Wrong(row.taken.sheet, place(row.taken, column), row.cells.get(column, ""), why, {"table": name, "column": column, **told})


def _by_line(rows: Mapping[int, Row], says: str) -> Row | None:
    found = re.search(r"\bline (\d+)", says)
    return next((row for row in rows.values() if found and row.cells["line"] == found[1]), None)


def _place_of(row: Row | None) -> str:
    """Where a row stands, for a sentence."""
    if row is None:
        return "–"
    return (
        f"{row.taken.sheet} {min(place(row.taken, c) for c in row.taken.columns)}".strip() if row.taken and row.taken.columns else f"line {row.cells['line']}"
    )


def once(wrong: Sequence[Wrong]) -> list[Wrong]:
    """Each cell with the first reason that was found for it; the layout speaks before the loader."""
    first: dict[tuple[object, ...], Wrong] = {}
    for one in wrong:
        first.setdefault((one.sheet, one.cell) if one.cell else (one.sheet, one.why, str(one.told)), replace(one, told=dict(one.told)))
    return list(first.values())


def in_order(wrong: Sequence[Wrong], book: Book) -> list[Wrong]:
    """What is wrong as somebody finds it who goes through the file: sheet by sheet, from top to bottom; before them what is wrong with the whole file."""
    sheets = [sheet.name for sheet in book.sheets]

    def place(one: Wrong) -> tuple[int, int, int, str]:
        found = _ROW.fullmatch(one.cell)
        column = one.cell.removesuffix(found[1]) if found else ""
        return (sheets.index(one.sheet) if one.cell and one.sheet in sheets else -1, int(found[1]) if found else 0, len(column), column)

    return sorted(wrong, key=place)
