"""What was understood of a file: rows taken for raw tables, rows left with a reason, cells that are wrong. No row is ever lost in between."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from analysis.law import Certainty
from analysis.numbers import Style

if TYPE_CHECKING:
    from analysis.sources import Unit


@dataclass(frozen=True)
class Asked:
    """What the analyst told beside the file, as options or in an earlier import: empty where nothing was told."""

    unit: str = ""
    period: str = ""
    kind: str = ""
    """The layout of the file; empty to have it recognised."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Heads of columns as the file writes them, to `table.column`, or to '' for one that is not wanted; `=word` gives every row that word."""
    styles: Mapping[str, Style] = field(default_factory=dict)
    """The number style of a head of a column."""


@dataclass(frozen=True)
class Context:
    """What a layout may know beside the file: the bodies by their code, and what the document already holds."""

    units: Mapping[str, Unit]
    source: Mapping[str, Any] = field(default_factory=dict)
    """The sidecar of the document, empty for a new one; `imports` in it are the proposals that were accepted before."""
    existing: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    """The rows of its raw tables as printed, by table."""


@dataclass(frozen=True)
class Taken:
    """A row for a raw table. `cells` are as printed, by column of the table, without `line`; `columns` says in which columns of the sheet they stand.

    `line` is the line of the document's text where the file itself names one, else None: then the row of the sheet is the line.
    """

    table: str
    sheet: str
    row: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]
    line: int | None = None


@dataclass(frozen=True)
class Left:
    """A row that rightly gives no row of a raw table. `why` is the end of a message id: intake.left.<why>; `named` rows are told by their numbers."""

    sheet: str
    row: int
    why: str
    named: bool = False


@dataclass(frozen=True)
class Wrong:
    """What is wrong at one place: `sheet` and `cell` are '' where the whole file or sheet is. `value` is what stands there.

    `why` is the end of the message ids intake.wrong.<why> (the reason) and intake.next.<why> (the next step); `told` fills their braces.
    """

    sheet: str
    cell: str
    value: str
    why: str
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def row(self) -> int:
        """The row of the cell; 0 where the whole file or sheet is wrong."""
        return int("".join(sign for sign in self.cell if sign.isdigit()) or 0)


@dataclass(frozen=True)
class Proposal:
    """What is not certain and waits for a yes: the layout, what each head of a column means, the style of its numbers; kept in source.yaml once accepted."""

    layout: str
    columns: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, Style] = field(default_factory=dict)
    undecided: Sequence[str] = ()
    """Heads of columns whose numbers can be read in two ways: the analyst has to say which."""
    certainty: Certainty | Literal[""] = ""
    """How sure it is that exports look as the layout says; '' for a table whose columns the analyst names. Below B the analyst is told."""
    kept_out: Sequence[str] = ()
    """Heads of columns that name persons: nothing of them is kept."""


@dataclass(frozen=True)
class Reading:
    """Everything that a layout makes of a file. Rows that hold anything = rows taken + rows left + rows that are wrong, per sheet that is read."""

    proposal: Proposal
    taken: Sequence[Taken] = ()
    left: Sequence[Left] = ()
    wrong: Sequence[Wrong] = ()
    whole: Collection[str] = ()
    """Tables of which the file holds every row that the document has from its text: those that it does not give are gone."""
