"""What layouts share whose columns are known by name: the style of each, cells that cannot be read, the period of the sheet, and what is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from analysis.intake.files.cells import Cell, Sheet
from analysis.intake.meaning.heads import Heads, plain, why_left
from analysis.intake.meaning.keys import period_asked
from analysis.intake.meaning.styling import Styled, styled
from analysis.intake.meaning.titles import period_title
from analysis.intake.reading import Asked, Proposal, Wrong
from analysis.numbers import Style


@dataclass(frozen=True)
class Fixed:
    """A table in a sheet: its columns by name, and for those that are taken what they become, `table.column`; `words` are those that hold no numbers."""

    name: str
    sheet: Sheet
    heads: Heads
    asked: Asked
    columns: Mapping[str, int]
    targets: Mapping[str, str]
    words: frozenset[str] = frozenset()
    told: Mapping[str, Styled] = field(default_factory=dict)
    """Styles of columns that the layout knows to be written otherwise than their cells alone tell."""

    @cached_property
    def rows(self) -> list[int]:
        """The rows that hold anything."""
        return [number for number, _ in self.sheet.filled()]

    @cached_property
    def body(self) -> list[int]:
        """The rows of the table."""
        return [number for number in self.rows if not why_left(self.sheet, self.heads, number)]

    @cached_property
    def styles(self) -> dict[str, Styled]:
        """The style of each column of numbers; columns that become the same are written alike."""
        numbers = [name for name in self.columns if name in self.targets and name not in self.words]
        said = {plain(head): style for head, style in self.asked.styles.items()}
        pools = {target: [n for n in numbers if self.targets[n] == target and n not in self.told] for target in self.targets.values()}
        found: dict[str, Styled] = {}
        for names in pools.values():
            style = next((said[plain(self.head(n))] for n in names if plain(self.head(n)) in said), None)
            found |= dict.fromkeys(names, styled([self.sheet.cell(row, self.columns[n]) for n in names for row in self.body], style))
        return {**found, **self.told}

    def head(self, name: str) -> str:
        """The words of the head of a column."""
        return next((head.words for head in self.heads.heads if head.column == self.columns.get(name)), "")

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a row in a column; an empty one for a column that the sheet does not have."""
        return self.sheet.cell(row, self.columns[name]) if name in self.columns else Cell(row, 1, None)

    def printed(self, row: int, name: str) -> str:
        """The cell as it is printed, a number of the spreadsheet in the style of its column."""
        style = self.styles.get(name)
        return self.cell(row, name).printed((style.style if style else None) or "id")

    def odd(self, row: int) -> list[Wrong]:
        """The cells of a row that show an error, lack their value, or are written in another style than their column."""
        found = []
        for name in self.columns:
            cell, style = self.cell(row, name), self.styles.get(name)
            if cell.odd:
                found.append(Wrong(self.sheet.name, cell.place, cell.printed(), f"cell_{cell.odd}", {"head": self.head(name)}))
            elif style and cell in style.strangers:
                found.append(Wrong(self.sheet.name, cell.place, cell.printed(), "style_mixed", {"head": self.head(name), "style": style.style}))
        return found

    def period(self) -> tuple[str, list[Wrong]]:
        """The period of the sheet, from its title or as asked, and what is wrong with it."""
        words, place = period_title(self.sheet, self.heads.first)
        period, why = period_asked(self.asked, words) if words else (self.asked.period, "" if self.asked.period else "period_missing")
        return period, [Wrong(self.sheet.name, place, words, why, {"asked": self.asked.period})] if why else []

    def proposal(self, more: Mapping[str, str], kept_out: list[str]) -> Proposal:
        """What every head becomes, `more` beside them, and the styles of the numbers."""
        by_column = {column: self.targets[name] for name, column in self.columns.items() if name in self.targets}
        heads = {head.words: by_column.get(head.column, "") for head in self.heads.heads}
        numbers = {self.head(name): style for name, style in self.styles.items()}
        styles: dict[str, Style] = {head: found.style or "id" for head, found in numbers.items() if not found.open}
        return Proposal(self.name, {**heads, **more}, styles, [head for head, found in numbers.items() if found.open], kept_out=kept_out)
