"""The number styles of a table whose columns are known: columns that mean the same are written alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Sheet
from analysis.intake.meaning.heads import Heads, plain, why_left
from analysis.intake.meaning.mapping import Uses, values_of
from analysis.intake.meaning.styling import Styled, styled
from analysis.intake.reading import Asked
from analysis.numbers import Style


@dataclass(frozen=True)
class TableStyles:
    """What the cells of the columns of a table tell of their styles, with what the analyst told."""

    sheet: Sheet
    heads: Heads
    uses: Uses
    asked: Asked

    @cached_property
    def styles(self) -> dict[str, Styled]:
        """What the cells of each target with numbers tell of their style, by target."""
        targets = {use.meaning.target for use in self.uses.uses if is_number(use.meaning.target)}
        told = {plain(head): style for head, style in self.asked.styles.items()}
        found = {}
        for target in sorted(targets):
            uses = self.uses.of(target)
            style = next((told[plain(use.head)] for use in uses if plain(use.head) in told), None)
            found[target] = styled([self.sheet.cell(number, use.column) for use in uses for number in self._rows], style)
        return found

    @property
    def undecided(self) -> list[str]:
        return [use.head for use in self.uses.uses if (found := self.styles.get(use.meaning.target)) and found.open]

    @property
    def proposed(self) -> dict[str, Style]:
        """The style in which the numbers of a head are taken, by head."""
        known = {use.head: self.styles[use.meaning.target] for use in self.uses.uses if use.meaning.target in self.styles}
        return {head: found.style or "id" for head, found in known.items() if not found.open}

    @cached_property
    def _rows(self) -> list[int]:
        return [number for number, _ in self.sheet.filled() if not why_left(self.sheet, self.heads, number)]


def is_number(target: str) -> bool:
    """Whether a target is a column of numbers of a raw table."""
    table, _, column = target.partition(".")
    return table in TABLES and column in values_of(table)
