"""What an import would change of a document, and the change itself: whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.dictionary import TABLES, Table
from analysis.errors import InputError
from analysis.intake.checking import contents
from analysis.intake.drafting import Cells, Draft, key_of
from analysis.output import hash_of, hold, write


@dataclass(frozen=True)
class Changed:
    """A cell that would hold something else: the key of its row, its column, what stands there and what would."""

    key: tuple[str, ...]
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Whole:
    """A row that would be new or gone: its key, and its numbers as printed, by column."""

    key: tuple[str, ...]
    numbers: Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """What would change of one raw table. `moved` counts rows that stand at another line and are else the same."""

    table: str
    added: Sequence[Whole]
    removed: Sequence[Whole]
    changed: Sequence[Changed]
    same: int
    moved: int

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)


def changes(draft: Draft) -> list[Change]:
    """What would change, table by table; tables without rows before and after are not there."""
    tables = [(table, list(draft.before.get(name, ())), [row.cells for row in draft.rows[name]]) for name, table in TABLES.items()]
    return [_change(table, before, after) for table, before, after in tables if before or after]


def _change(table: Table, before: Sequence[Cells], after: Sequence[Cells]) -> Change:
    old, new = _by_key(table, before), _by_key(table, after)
    both = [(key, old[key], new[key]) for key in new if key in old]
    changed = [
        Changed(key, column, was[column], now[column]) for key, was, now in both for column in table.header if column != "line" and was[column] != now[column]
    ]
    rows = {one.key for one in changed}
    moved = sum(key not in rows and was["line"] != now["line"] for key, was, now in both)
    return Change(table.name, _only(table, new, old), _only(table, old, new), changed, len(both) - len(rows) - moved, moved)


def _only(table: Table, these: Mapping[tuple[str, ...], Cells], others: Mapping[tuple[str, ...], Cells]) -> list[Whole]:
    """The rows that the others do not have."""
    columns = [column.name for column in table.columns if column.kind in {"number", "printed"}]
    return [Whole(key, {name: cells[name] for name in columns if cells[name]}) for key, cells in these.items() if key not in others]


def _by_key(table: Table, rows: Iterable[Cells]) -> dict[tuple[str, ...], Cells]:
    """Rows by their key; those that repeat one are told apart by how often it was there before."""
    found: dict[tuple[str, ...], Cells] = {}
    for cells in rows:
        key, number = key_of(table, cells), 1
        while key in found:
            number += 1
            key = (*key_of(table, cells), f"({number})")
        found[key] = cells
    return found


def accept(draft: Draft, raw: Path, seen: Mapping[str, str]) -> list[str]:
    """Writes the document below `raw` and gives the names of the files that are new or other than before; all of them are written, or none.

    The document is made aside, with all that is not an import's, and takes the place of the old one at once. Raises OSError, and InputError if its
    files are not those that were `seen` (their SHA-256 by name) when the draft was made; then the old one is there. Another import waits meanwhile.
    """
    with _alone(raw):
        _restore(raw)
        if state_of(raw / draft.document) != seen:
            raise InputError(f"{draft.document} was changed since it was read; import the file again")
        return _written(draft, raw)


@contextmanager
def _alone(raw: Path) -> Iterator[None]:
    """The raw folder for this import alone, where the system can hold folders; the hold ends with the process, however it ends."""
    if not hasattr(os, "O_DIRECTORY"):
        yield
        return
    descriptor = os.open(raw, os.O_RDONLY | os.O_DIRECTORY)
    try:
        hold(descriptor)
        yield
    finally:
        os.close(descriptor)


def _written(draft: Draft, raw: Path) -> list[str]:
    folder, wanted = raw / draft.document, contents(draft)
    touched = _touched(folder, wanted, draft)
    if not touched:
        return []
    aside, before = _aside(folder, "part"), _aside(folder, "before")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        if folder.is_dir():
            shutil.copytree(folder, aside)
        for name in touched:
            if name in wanted:
                write(aside / name, wanted[name])
            else:
                (aside / name).unlink()
        _swap(folder, aside, before)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    return touched


def state_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a document; nothing for one that is not there."""
    return {file.name: hash_of(file.read_bytes()) for file in sorted(folder.glob("*")) if file.is_file()}


def restore(raw: Path) -> None:
    """Puts back documents whose import was killed in the one moment in which neither was in its place, and takes away what else it left."""
    with _alone(raw):
        _restore(raw)


def _restore(raw: Path) -> None:
    for before in raw.glob(".*.before"):
        folder = raw / before.name.removeprefix(".").removesuffix(".before")
        if folder.exists():
            shutil.rmtree(before)
        else:
            before.rename(folder)


def _touched(folder: Path, wanted: Mapping[str, str], draft: Draft) -> list[str]:
    """The files that are to be written because a row or the sidecar is other than before, and the tables that have no row any more."""
    other = [f"{name}.csv" for name, rows in draft.rows.items() if [row.cells for row in rows] != [dict(cells) for cells in draft.before.get(name, ())]]
    place = folder / "source.yaml"
    sidecar = not place.is_file() or place.read_bytes() != draft.sidecar.encode("utf-8")
    return [*(["source.yaml"] if sidecar else []), *(name for name in other if name in wanted or (folder / name).is_file())]


def _aside(folder: Path, end: str) -> Path:
    return folder.with_name(f".{folder.name}.{end}")


def _swap(folder: Path, aside: Path, before: Path) -> None:
    """The folder aside in the place of the other; if that fails, the other is back."""
    if not folder.exists():
        aside.rename(folder)
        return
    folder.rename(before)
    try:
        aside.rename(folder)
    except BaseException:
        before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)
    _flushed(folder.parent)


def _flushed(folder: Path) -> None:
    """The names in a folder are on the disk, where the system lets folders be flushed."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
