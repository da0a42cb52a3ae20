"""What layouts of a fixed form share: their readings of single sheets, joined."""

from __future__ import annotations

from collections.abc import Callable

from analysis.intake.files.cells import Book, Sheet
from analysis.intake.reading import Left, Proposal, Reading, Wrong
from analysis.law import Certainty


def joined(name: str, certainty: Certainty, book: Book, read: Callable[[Sheet], Reading | None]) -> Reading:
    """The readings of all sheets as one; a sheet that `read` gives None for has no table of this form. A file without any such sheet is wrong."""
    found = [(sheet, read(sheet)) for sheet in book.sheets]
    parts = [part for _, part in found if part]
    columns = {head: target for part in parts for head, target in part.proposal.columns.items()}
    styles = {head: style for part in parts for head, style in part.proposal.styles.items()}
    undecided = list(dict.fromkeys(head for part in parts for head in part.proposal.undecided))
    kept_out = list(dict.fromkeys(head for part in parts for head in part.proposal.kept_out))
    left = [Left(sheet.name, number, "no_table") for sheet, part in found if part is None for number, _ in sheet.filled()]
    return Reading(
        Proposal(name, columns, styles, undecided, certainty, kept_out),
        [row for part in parts for row in part.taken],
        [*left, *(row for part in parts for row in part.left)],
        [*([] if parts else [Wrong("", "", "", "other_layout", {"layout": name})]), *(wrong for part in parts for wrong in part.wrong)],
    )
