"""One import, from a file to what it would change: recognised, taken, drafted and judged. Nothing is written before it is accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.dictionary import TABLES
from analysis.errors import InputError, ParameterError
from analysis.intake.accepting import Change, accept, changes, restore, state_of
from analysis.intake.blocks import Block, blocks_of
from analysis.intake.checking import Count, counted, in_order, judged, once
from analysis.intake.documents import Document, documents, first_sidecar, known_document, new_name, with_rows
from analysis.intake.drafting import Draft, drafted, key_of
from analysis.intake.files.cells import Book
from analysis.intake.files.opening import opened
from analysis.intake.layouts import OWN_COLUMNS, recognised
from analysis.intake.layouts.form_heads import marked
from analysis.intake.reading import Asked, Context, Reading, Wrong
from analysis.intake.remarks import without_remarks
from analysis.intake.sidecar import new_sidecar
from analysis.sources import Unit, read_units

_HEADS_WITHIN = 60
"""Rows from the top of a sheet among which the heads of columns are looked for."""


@dataclass(frozen=True)
class Import:
    """What would come of a file, ready to be shown and accepted."""

    path: Path
    book: Book
    reading: Reading
    draft: Draft
    counts: Sequence[Count]
    changes: Sequence[Change]
    wrong: Sequence[Wrong]
    raw: Path
    seen: Mapping[str, str]
    """The files of the document as they were when it was read, with the SHA-256 of each."""

    @property
    def acceptable(self) -> bool:
        return not self.wrong and not self.reading.proposal.undecided

    @property
    def any_change(self) -> bool:
        return any(change.any for change in self.changes)

    def accept(self) -> list[str]:
        """Writes the document, whole or not at all, and gives the names of its files that are other than before.

        Raises InputError where something is wrong or undecided, or where the document has changed since."""
        if not self.acceptable:
            raise InputError(f"{self.book.file} has cells that are wrong or columns that are undecided; nothing is written")
        return accept(self.draft, self.raw, self.seen)


def prepared(path: Path, asked: Asked, raw: Path, document: str = "") -> Import:
    """What would come of the file. Raises ParameterError for what is asked wrongly, Refused for a file that is not read, InputError for raw data that
    cannot be worked with."""
    raw = Path(raw)
    if not raw.is_dir():
        raise InputError(f"{raw} is not a folder; name the one that holds units.yaml and the documents, for example with --data-dir")
    restore(raw)
    units, known = read_units(raw / "units.yaml"), documents(raw)
    if asked.unit and asked.unit not in units:
        raise ParameterError(f"unit '{asked.unit}' is not in units.yaml; known: {', '.join(units)}")
    book = without_remarks(opened(path))
    mark = marked(book)
    named = document or (mark.document if mark else "")
    found = known_document(known, named, book, asked)
    full, reading = _read(book, asked, found, known, units, raw)
    if found is None:
        try:
            name = new_name(full, reading)
        except ParameterError:
            if reading.wrong or reading.proposal.undecided:
                return _unplaced(path, book, reading, raw)
            raise
        found = known.get(name, Document(name))
        full, reading = _read(book, asked, found, known, units, raw)
    found = with_rows(found, raw)
    sidecar = found.text or new_sidecar(first_sidecar(found.name, full, book, units))
    draft = drafted(found.name, sidecar, Context(units, found.source, found.rows), book, reading, full)
    if not named:
        _refuse_another(draft, blocks_of(found.source, book.file).values(), book)
    wrong = _wrong(book, reading, draft, raw)
    return Import(Path(path), book, reading, draft, counted(book, reading, wrong), changes(draft), wrong, raw, state_of(raw / found.name))


def _refuse_another(draft: Draft, blocks: Collection[Block], book: Book) -> None:
    """Raises ParameterError for a file that shares no row with what a file of its name gave before, and so would take the place of another one."""
    before = [(name, cells) for name, rows in draft.before.items() for cells in rows if cells["line"].isdecimal()]
    keys = [(name, key_of(TABLES[name], cells)) for name, cells in before if any(int(cells["line"]) in block for block in blocks)]
    now = {(name, key_of(TABLES[name], row.cells)) for name, rows in draft.rows.items() for row in rows if row.taken}
    if keys and now and not now & set(keys):
        told = f"a file named {book.file} gave {len(keys)} rows of {draft.document} before, and this one none of them"
        raise ParameterError(f"{told}; name the document with --document {draft.document} if it is to take their place, or another one")


def _unplaced(path: Path, book: Book, reading: Reading, raw: Path) -> Import:
    """What is wrong with a file of which it is not known yet to which document it belongs."""
    wrong = in_order(once(reading.wrong), book)
    return Import(Path(path), book, reading, Draft("", {}, {name: [] for name in TABLES}), counted(book, reading, wrong), [], wrong, raw, {})


def _read(book: Book, asked: Asked, found: Document | None, known: Mapping[str, Document], units: Mapping[str, Unit], raw: Path) -> tuple[Asked, Reading]:
    """What the layout makes of the file, with what was accepted before for the same heads of columns."""
    here = with_rows(found, raw) if found else Document("")
    full = _with_accepted(book, asked, here, known)
    return full, recognised(book, full).take(book, full, Context(units, here.source, here.rows))


def _with_accepted(book: Book, asked: Asked, here: Document, known: Mapping[str, Document]) -> Asked:
    """What is asked, over what was accepted for this file, over what was accepted for other files that have all the same heads."""
    heads = {_folded(str(cell.value)) for sheet in book.sheets for row in sheet.rows[:_HEADS_WITHIN] for cell in row if isinstance(cell.value, str)}
    others = [entry for one in (*known.values(), here) for entry in one.source.get("imports") or ()]
    before = [entry for entry in others if entry.get("columns") and all(_stands(h, means, heads) for h, means in entry["columns"].items())]
    same = [entry for entry in here.source.get("imports") or () if entry.get("file") == book.file]
    columns: dict[str, str] = {}
    styles: dict[str, Any] = {}
    for entry in [*before, *same]:
        columns |= entry.get("columns") or {}
        styles |= entry.get("styles") or {}
    kind = asked.kind or (str(same[-1].get("layout", "")) if same else "")
    if before and not kind and {entry.get("layout") for entry in before} == {OWN_COLUMNS}:
        kind = OWN_COLUMNS
    told = same[-1] if same else {}
    unit, period = asked.unit or str(told.get("unit", "")), asked.period or str(told.get("period", ""))
    return replace(asked, unit=unit, period=period, kind=kind, columns={**columns, **asked.columns}, styles={**styles, **asked.styles})


def _stands(head: str, target: str, heads: set[str]) -> bool:
    """Whether a head that was accepted stands among these, whole or, where it was joined from several rows, word by word; what names no head does."""
    named = head.startswith("=") or target.startswith("unit:")
    return named or _folded(head) in heads or set(_folded(head).split()) <= {word for other in heads for word in other.split()}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _wrong(book: Book, reading: Reading, draft: Draft, raw: Path) -> list[Wrong]:
    """Everything that is wrong at once: what the layout says, keys that stand elsewhere, and what the loader says of the whole document.

    While the style of a column is undecided, the loader's doubts about its numbers are that one question and not told again.
    """
    said = judged(draft, raw / "units.yaml")
    if reading.proposal.undecided:
        said = [one for one in said if one.why not in {"either_style", "other_style"}]
    return in_order(once([*reading.wrong, *draft.wrong, *said]), book)
