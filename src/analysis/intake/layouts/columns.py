"""Tables of an office's own making, in CSV or workbooks: the heads of their columns say what they hold, or the analyst does."""

from __future__ import annotations

from analysis.intake.files.cells import Book, Sheet
from analysis.intake.meaning.heads import Heads, heads_of, plain
from analysis.intake.meaning.mapping import mapped
from analysis.intake.meaning.synonyms import is_known
from analysis.intake.meaning.tablerows import TableRows
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Wrong

NAME = "columns"


def fits(book: Book) -> bool:
    """Whether some sheet has a row with two heads that are known."""
    return any(_heads(sheet, Asked()) for sheet in book.sheets)


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """The rows of every sheet: a table below its heads, one raw row per value, wide tables one per period; the certainty of the layout is the analyst's own."""
    parts = [_of_sheet(sheet, asked, context) for sheet in book.sheets if any(sheet.filled())]
    nothing = [] if any(part.taken or part.wrong for part in parts) else [Wrong("", "", "", "no_heads")]
    return Reading(
        Proposal(
            NAME,
            {head: target for part in parts for head, target in part.proposal.columns.items()},
            {head: style for part in parts for head, style in part.proposal.styles.items()},
            list(dict.fromkeys(head for part in parts for head in part.proposal.undecided)),
            kept_out=list(dict.fromkeys(head for part in parts for head in part.proposal.kept_out)),
        ),
        [row for part in parts for row in part.taken],
        [row for part in parts for row in part.left],
        [*nothing, *(wrong for part in parts for wrong in part.wrong)],
    )


def _heads(sheet: Sheet, asked: Asked) -> Heads | None:
    told = {plain(head) for head in asked.columns}
    return heads_of(sheet, lambda words: words in told or is_known(words))


def _of_sheet(sheet: Sheet, asked: Asked, context: Context) -> Reading:
    heads = _heads(sheet, asked)
    if heads is None:
        return Reading(Proposal(NAME), left=[Left(sheet.name, number, "no_table") for number, _ in sheet.filled()])
    uses = mapped(sheet, heads, asked, context)
    if not uses.tables:
        left = [Left(sheet.name, number, "not_read") for number, _ in sheet.filled()]
        return Reading(Proposal(NAME, uses.proposed), left=left, wrong=uses.wrong or [Wrong(sheet.name, "", "", "no_values_named")])
    rows = TableRows(sheet, heads, uses, asked, context).read()
    proposal = Proposal(NAME, uses.proposed, rows.numbers.proposed, rows.numbers.undecided, kept_out=uses.kept_out)
    return Reading(proposal, rows.taken, rows.left, [*uses.wrong, *_each_once(rows.wrong)])


def _each_once(wrong: list[Wrong]) -> list[Wrong]:
    """What is wrong with the whole sheet is told once, not with every row."""
    return list({(w.sheet, w.cell, w.why, str(w.told)): w for w in wrong}.values())
