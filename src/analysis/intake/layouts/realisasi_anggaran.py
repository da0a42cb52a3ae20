"""Reports of the budget by levels, as SAKTI and OM-SPAN give them: programme, activity, KRO, RO, component and account in one column, with amounts.

How these reports name their columns is not established (certainty U): they are known by the forms of the codes, by heads for ceiling and spending,
and the analyst is told. Lines without lines below them become budget and spending; the sums that other lines print are claims, so that one that does
not add up is seen and none is lost. A code is written from the activity down, `4842.EBC.954`, however the report writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.layouts.budget_sheet import budget_heads, budget_uses, code_columns, coded_lines, column_of, is_amount
from analysis.intake.layouts.parts import joined
from analysis.intake.meaning.codes import Coded, Placed, tree_of_codes
from analysis.intake.meaning.heads import Heads, plain, why_left
from analysis.intake.meaning.keys import period_asked
from analysis.intake.meaning.mapping import Use
from analysis.intake.meaning.styling import Styled, styled
from analysis.intake.meaning.titles import period_title
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong
from analysis.law import Certainty
from analysis.numbers import Style

NAME = "realisasi_anggaran"
CERTAINTY: Certainty = "U"
_ENOUGH = 3


def fits(book: Book) -> bool:
    """Whether a sheet has heads for codes, ceiling and spending, and below them codes of two levels or more."""
    found = [tree_of_codes(coded_lines(sheet, heads))[0] for sheet in book.sheets if (heads := budget_heads(sheet))]
    return any(len(lines) >= _ENOUGH and len({one.level for one in lines}) > 1 for lines in found)


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """Budget and spending of the unit that is asked for, sums as claims."""
    return joined(NAME, CERTAINTY, book, lambda sheet: _Report(sheet, heads, asked, context).read() if (heads := budget_heads(sheet)) else None)


class _Report:
    """One sheet of a report while it is read."""

    def __init__(self, sheet: Sheet, heads: Heads, asked: Asked, context: Context):
        self.sheet, self.heads, self.asked = sheet, heads, asked
        self.uses = budget_uses(sheet, heads, asked, context)
        self.lines = coded_lines(sheet, heads)
        self.placed, self.unknown = tree_of_codes(self.lines)
        self.styles = self._styled()

    def read(self) -> Reading:
        period, stop = self._period()
        rows = [number for number, _ in self.sheet.filled()]
        if stop:
            return Reading(
                Proposal(NAME, self.uses.proposed), (), [Left(self.sheet.name, n, why_left(self.sheet, self.heads, n) or "not_read") for n in rows], stop
            )
        taken: list[Taken] = []
        wrong = [Wrong(self.sheet.name, f"{self._at(line)}{line.row}", line.code, "code_form") for line in self.unknown]
        for one in self.placed:
            odd = self._odd(one.line.row)
            wrong += odd
            taken += [] if odd else self._rows(one, period)
        told = {t.row for t in taken} | {w.row for w in wrong}
        for number in rows:
            if number not in told and plain(self._words(number)) and why_left(self.sheet, self.heads, number) == "total":
                taken += self._total(number, period)
        left, more = self._others(rows, {t.row for t in taken} | {w.row for w in wrong})
        return Reading(self._proposal(), taken, left, [*self.uses.wrong, *wrong, *more])

    def _at(self, line: Coded) -> str:
        return Cell(1, line.indent // 1000, None).place[:-1]

    def _words(self, number: int) -> str:
        return next((c.printed() for c in self.sheet.rows[number - 1] if c.printed()), "")

    def _period(self) -> tuple[str, list[Wrong]]:
        """The period of the report, and what is wrong with the sheet as a whole."""
        words, place = period_title(self.sheet, self.heads.first)
        period, why = period_asked(self.asked, words) if words else (self.asked.period, "" if self.asked.period else "period_missing")
        if why == "period_contradicted" and words.isdigit():
            period, why = self.asked.period, ""
        wrong = [Wrong(self.sheet.name, place, words, why, {"asked": self.asked.period})] if why else []
        wrong += [] if self.asked.unit else [Wrong(self.sheet.name, "", "", "unit_missing")]
        wrong += [] if {"budget", "spending"} & set(self.uses.tables) else [Wrong(self.sheet.name, "", "", "no_values_named")]
        return period, wrong

    def _styled(self) -> dict[int, Styled]:
        """The style of each column; all columns of rupiah are written by one hand, and alike, unless the analyst says otherwise."""
        told = {plain(head): style for head, style in self.asked.styles.items()}
        rows = [number for number, _ in self.sheet.filled() if number > self.heads.last]
        amounts = [use for use in self.uses.uses if is_amount(use)]
        rupiah = [use for use in amounts if plain(use.head) not in told and (use.meaning.figure or column_of(use)).endswith("_rp")]
        together = styled([self.sheet.cell(number, use.column) for use in rupiah for number in rows])
        alone = {use.column: styled([self.sheet.cell(number, use.column) for number in rows], told.get(plain(use.head))) for use in amounts}
        return {**alone, **{use.column: together for use in rupiah}}

    def _proposal(self) -> Proposal:
        heads = {use.head: self.styles[use.column] for use in self.uses.uses if use.column in self.styles}
        styles: dict[str, Style] = {head: found.style or "id" for head, found in heads.items() if not found.open}
        return Proposal(NAME, self.uses.proposed, styles, [head for head, found in heads.items() if found.open])

    def _odd(self, number: int) -> list[Wrong]:
        found = []
        for use in self.uses.uses:
            cell = self.sheet.cell(number, use.column)
            style = self.styles.get(use.column)
            if cell.odd:
                found.append(Wrong(self.sheet.name, cell.place, cell.printed(), f"cell_{cell.odd}", {"head": use.head}))
            elif style and cell in style.strangers:
                found.append(Wrong(self.sheet.name, cell.place, cell.printed(), "style_mixed", {"head": use.head, "style": style.style}))
        return found

    def _printed(self, number: int, use: Use) -> str:
        style = self.styles.get(use.column)
        return self.sheet.cell(number, use.column).printed((style.style if style else None) or "id")

    def _rows(self, one: Placed, period: str) -> list[Taken]:
        """A line with others below it: its place in the tree, and its sums as claims; else its amounts."""
        number, place = one.line.row, {"unit": self.asked.unit, "period": period}
        leaf = one.code not in {other.parent for other in self.placed}
        tree = "belanja" if one.level == "kelompok" or (one.level == "akun" and "." not in one.code) else "keluaran"
        told = {"version": self._constant("budget.version"), "classification": tree, "code": one.code, "parent": one.parent, "level": one.level}
        amounts, columns = self._amounts(number, "budget") if leaf else ({}, {})
        at = {"code": one.line.indent // 1000, **columns}
        empty = dict.fromkeys(TABLES["budget"].header[1:], "")
        named = {"name": one.line.name or one.line.code, "kind": one.kind}
        rows = [Taken("budget", self.sheet.name, number, {**empty, **place, **told, **named, **amounts}, at)]
        spent, columns = self._amounts(number, "spending") if leaf else ({}, {})
        if spent:
            rows.append(
                Taken("spending", self.sheet.name, number, {**place, "classification": tree, "code": one.code, **spent}, {"code": at["code"], **columns})
            )
        return [*rows, *self._claims(number, one.code if tree == "keluaran" else f"belanja:{one.code}", place, sums=not leaf)]

    def _constant(self, target: str) -> str:
        return self.uses.constants.get(target, "perubahan")

    def _amounts(self, number: int, table: str) -> tuple[dict[str, str], dict[str, int]]:
        uses = [use for use in self.uses.uses if use.meaning.target.startswith(f"{table}.") and is_amount(use) and self._printed(number, use)]
        return {column_of(use): self._printed(number, use) for use in uses}, {column_of(use): use.column for use in uses}

    def _claims(self, number: int, subject: str, place: Mapping[str, str], *, sums: bool) -> list[Taken]:
        found = []
        for use in self.uses.uses:
            figure = use.meaning.figure or (column_of(use) if sums and is_amount(use) else "")
            if figure and (printed := self._printed(number, use)):
                cells = {**place, "figure": figure, "subject": subject, "printed": printed}
                found.append(Taken("claims", self.sheet.name, number, cells, {"printed": use.column}))
        return found

    def _total(self, number: int, period: str) -> list[Taken]:
        """The sum over the whole report; a sum of a part is left."""
        whole = re.fullmatch(r"(?:grand )?(?:jumlah|total)(?: (?:seluruhnya|keseluruhan|semua|belanja|anggaran|pagu))?", plain(self._words(number)))
        return self._claims(number, "total", {"unit": self.asked.unit, "period": period}, sums=True) if whole and not self._odd(number) else []

    def _others(self, rows: Sequence[int], told: set[int]) -> tuple[list[Left], list[Wrong]]:
        """The rows that are no line: left with a reason, or wrong where they have amounts but no code."""
        left, wrong, accounts = [], [], {one.line.row for one in self.placed if one.level == "akun"}
        lines = sorted(one.line.row for one in self.placed)
        for number in (number for number in rows if number not in told):
            why = why_left(self.sheet, self.heads, number)
            before = max((line for line in lines if line < number), default=0)
            if not why and any(self._printed(number, use) for use in self.uses.uses if is_amount(use)):
                why = "below_account" if before in accounts else ""
                if not why:
                    wrong.append(Wrong(self.sheet.name, Cell(number, code_columns(self.heads)[0], None).place, self._words(number), "line_without_code"))
                    continue
            left.append(Left(self.sheet.name, number, why or "words_only"))
        return left, wrong
