"""What an import says to the analyst, in the language that is asked for: what is wrong and what to do, what became of every row, what would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.dictionary import TABLES
from analysis.intake.accepting import Change, Whole
from analysis.intake.blocks import spans
from analysis.intake.checking import Count
from analysis.intake.form.labels import head_of
from analysis.intake.reading import Proposal, Wrong
from analysis.law import CERTAINTIES
from analysis.words import Words

MOST_SHOWN = 200
"""Rows of a table on the screen; the workbook of remarks has them all."""
MOST_NAMED = 200
"""Rows that are told by their numbers, or runs of them."""
WRONG_HEADS = ("file", "sheet", "cell", "value", "reason", "next")
PROPOSAL_HEADS = ("head", "means", "style")
COUNT_HEADS = ("sheet", "rows", "taken", "left", "wrong", "note")
CHANGE_HEADS = ("table", "change", "row", "column", "old", "new")
Shown = Sequence[tuple[str, ...]]


def heads(names: Sequence[str], w: Words) -> tuple[str, ...]:
    """The headings of a table."""
    return tuple(w(f"intake.column.{name}") for name in names)


def reason(wrong: Wrong, w: Words) -> str:
    """Why a cell, a sheet or a file is wrong."""
    return w(f"intake.wrong.{wrong.why}", **_filling(wrong, w))


def next_step(wrong: Wrong, w: Words) -> str:
    """What to do about it."""
    return w(f"intake.next.{wrong.why}", **_filling(wrong, w))


def _filling(wrong: Wrong, w: Words) -> dict[str, Any]:
    """What fills the braces of a sentence; a column of a raw table is called by its head in forms."""
    told = {"value": wrong.value, **wrong.told}
    table = TABLES.get(str(told.get("table")))
    if table and told.get("column") in table.header:
        told["column"] = f"“{head_of(table.name, str(told['column']), w.lang)}”"
    return told


def wrong_rows(file: str, wrong: Sequence[Wrong], w: Words) -> Shown:
    """File, sheet, cell, value, reason and next step of all that is wrong."""
    return [(file, one.sheet, one.cell, one.value, reason(one, w), next_step(one, w)) for one in wrong]


def is_unsure(proposal: Proposal) -> bool:
    """Whether it is less than sure (B) that files look as the layout says; a table whose columns the analyst names is sure."""
    return bool(proposal.certainty) and CERTAINTIES.index(proposal.certainty or "A") > CERTAINTIES.index("B")


def proposal_rows(proposal: Proposal, w: Words) -> Shown:
    """What each head of a column means, and the style of its numbers."""
    heads = dict.fromkeys([*proposal.columns, *proposal.styles, *proposal.undecided])
    return [(head, proposal.columns.get(head, "") or w("intake.not_wanted"), _style(head, proposal, w)) for head in heads]


def _style(head: str, proposal: Proposal, w: Words) -> str:
    if head in proposal.undecided:
        return w("intake.style.undecided")
    return w(f"intake.style.{proposal.styles[head]}") if head in proposal.styles else ""


def count_rows(counts: Sequence[Count], w: Words) -> Shown:
    """Of each sheet: how many rows hold anything, were taken, left (and why), are wrong."""
    return [
        (one.sheet or w("intake.text_file"), *map(str, (one.rows, one.taken, sum(one.left.values()), one.wrong)), _note(one, w))
        for one in counts
        if one.rows or one.read
    ]


def _note(count: Count, w: Words) -> str:
    if not count.read:
        return w("intake.not_read")
    told: dict[str, int] = {}
    for why, number in count.left.items():
        if why in count.named:
            continue
        words = w.or_plain("intake.left", why)
        told[words] = told.get(words, 0) + number
    left = [f"{words}: {number}" for words, number in told.items()]
    left += [w("intake.named_rows", why=w.or_plain("intake.left", why), count=len(rows), rows=_rows(rows)) for why, rows in count.named.items()]
    return "; ".join([*left, *([w("intake.hidden_rows", count=count.hidden)] if count.hidden else [])])


def _rows(rows: Sequence[int]) -> str:
    """`4, 7-9`; of very many only the first."""
    told = [str(span) for span in spans(rows)]
    return ", ".join([*told[:MOST_NAMED], *(["…"] if len(told) > MOST_NAMED else [])])


def change_rows(changes: Sequence[Change], w: Words) -> Shown:
    """What would change: a row that is new or gone with its numbers, or a cell, to a line."""
    rows = []
    for change in changes:
        rows += [(change.table, w("intake.change.added"), *_told(one)[:2], "", _told(one)[2]) for one in change.added]
        rows += [(change.table, w("intake.change.changed"), ", ".join(one.key), one.column, one.old or "–", one.new or "–") for one in change.changed]
        rows += [(change.table, w("intake.change.removed"), *_told(one), "") for one in change.removed]
    return rows


def _told(row: Whole) -> tuple[str, str, str]:
    """The key of a row, its columns with numbers, and those."""
    return ", ".join(row.key), ", ".join(row.numbers), "; ".join(row.numbers.values())


def change_sentence(change: Change, w: Words) -> str:
    """`targets: 3 rows new, 1 changed, 0 removed, 12 the same`."""
    changed = len({one.key for one in change.changed})
    return w(
        "intake.change.sum", table=change.table, added=len(change.added), changed=changed, removed=len(change.removed), moved=change.moved, same=change.same
    )
