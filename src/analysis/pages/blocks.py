"""What a notebook shows: prose, key figures, tables, charts, traces. Every value is escaped where it becomes markup."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from analysis.charts.look import key
from analysis.pages import live
from analysis.pages.told import Shown, Told

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates of this package, each read once; everything is escaped, an unknown name is an error."""
    loader = FileSystemLoader(TEMPLATES)
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    made.filters["text"] = _text
    return made


def macros(template: str) -> Any:
    """The macros of a template by name."""
    return environment().get_template(template).module


def _text(words: object) -> Markup:
    """Words that stand between tags, escaped; quotation marks need no escape there."""
    return Markup(html.escape(str(words), quote=False))


class Block:
    """Something that shows itself as HTML in a notebook and on its page, and as plain text elsewhere."""

    kind = ""

    def html(self) -> str:
        """Escaped markup of the block."""
        return str(getattr(macros("blocks.html.j2"), self.kind)(self))

    def _repr_html_(self) -> str:
        return self.html()

    def _ipython_display_(self) -> None:
        """Shows the block as HTML and as plain text, so that IPython asks for no other form."""
        from IPython.display import display

        told = live.output([self]) if live.asked_here() else {"text/html": self.html(), "text/plain": repr(self)}
        display(told, raw=True)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, repr=False)
class Cell:
    """A cell of a table: its text, the anchor it leads to, how it is set, and a mark that the page explains.

    The first cell of a row says what the row is `of`: marks of charts that are about the same are shown with it.
    """

    text: str | Told
    link: str = ""
    numeric: bool = False
    tone: str = ""
    mark: str = ""
    of: str = ""

    def html(self) -> Markup:
        """What stands in the cell, escaped."""
        text = f'<a href="{escape(self.link)}">{escape(self.text if isinstance(self.text, str) else str(self.text))}</a>' if self.link else escape(self.text)
        return Markup(f"{text}<sup>{escape(self.mark)}</sup>" if self.mark else text)

    def __str__(self) -> str:
        return str(self.text)

    def __html__(self) -> str:
        return self.html()

    def attributes(self, numeric: bool = False) -> Markup:
        """The attribute that says how the cell is set, escaped; `numeric` is that of its column."""
        names = " ".join(name for name in ("num" if numeric or self.numeric else "", self.tone) if name)
        return Markup(f' class="{escape(names)}"' if names else "")


@dataclass(frozen=True, repr=False)
class Heading(Block):
    """A heading of a section, or of a part of it at `level` 3 or 4, with its stable address."""

    text: str | Told
    anchor: str
    level: int = 2
    kind = "heading"


@dataclass(frozen=True, repr=False)
class Prose(Block):
    """A paragraph; `tone` is empty, `lead`, `note` or `warn`."""

    text: str | Told
    tone: str = ""
    kind = "prose"


@dataclass(frozen=True, repr=False)
class Bullets(Block):
    """A list of sentences; each may lead somewhere."""

    items: Sequence[Cell]
    ordered: bool = False
    anchor: str = ""
    kind = "bullets"


@dataclass(frozen=True, repr=False)
class Answer:
    """A question with its verdict in a word and a sign, the sentences that say why, what the verdict rests on, and the one place to read on."""

    question: str
    anchor: str
    verdict: str | Told
    sign: str
    said: str | Told
    rests: str | Told = ""
    more: Cell | None = None
    steps: Bullets | None = None

    @property
    def list(self) -> Markup:
        """The steps as a list, escaped."""
        return Markup(self.steps.html() if self.steps else "")


@dataclass(frozen=True, repr=False)
class Answers(Block):
    """Questions and answers, one below the other."""

    answers: Sequence[Answer]
    kind = "answers"


@dataclass(frozen=True, repr=False)
class Notice(Block):
    """A warning that stands out, with what it speaks of; each of those may lead somewhere."""

    text: str | Told
    items: Sequence[Cell] = ()
    anchor: str = ""
    kind = "notice"


@dataclass(frozen=True, repr=False)
class Quoted:
    """Words as a document prints them, where they stand, and what they are about.

    `figures` marks a bare number, `own` words that no document prints but the project says itself.
    """

    words: str
    place: str = ""
    label: str = ""
    figures: bool = False
    own: bool = False


@dataclass(frozen=True, repr=False)
class Side:
    """One side of a comparison: its name and what it quotes; what does not fit is folded behind `more`."""

    name: str
    quotes: Sequence[Quoted]
    folded: Sequence[Quoted] = ()
    more: str | Told = ""


@dataclass(frozen=True, repr=False)
class Evidence(Block):
    """A failing place: what it is about, both quotations side by side, and below them what follows from them.

    `mark` is the severity in words, `tone` its name; `told` pairs a name with its value, of which the one named `guess` is no more than that.
    """

    anchor: str
    subject: str
    mark: str
    tone: str
    printed: Side
    against: Side
    told: Sequence[tuple[str, str]] = ()
    guess: str = ""
    kind = "evidence"


@dataclass(frozen=True, repr=False)
class Tile:
    """One key figure: its name, its value, what it means, and where it leads."""

    name: str
    value: str | Shown
    detail: str | Shown = ""
    link: str = ""
    tone: str = ""


@dataclass(frozen=True, repr=False)
class Tiles(Block):
    """Key figures side by side."""

    tiles: Sequence[Tile]
    kind = "tiles"


@dataclass(frozen=True, repr=False)
class Table(Block):
    """A table with caption; `numeric` names the columns set to the right, `foot` rows close it."""

    caption: str | Told
    columns: Sequence[str | Cell]
    rows: Sequence[Sequence[Cell]]
    numeric: frozenset[int] = frozenset()
    foot: Sequence[Sequence[Cell]] = ()
    anchor: str = ""
    kind = "table"

    def row(self, cells: Sequence[Cell]) -> Markup:
        """A row, escaped; its first cell names it."""
        shown = [
            f'<th{cell.attributes(0 in self.numeric)} scope="row">{cell.html()}</th>'
            if column == 0
            else f"<td{cell.attributes(column in self.numeric)}>{cell.html()}</td>"
            for column, cell in enumerate(cells)
        ]
        about = f' data-of="{escape(key(cells[0].of))}"' if cells and cells[0].of else ""
        return Markup(f"<tr{about}>{''.join(shown)}</tr>")


@dataclass(frozen=True, repr=False)
class Chart(Block):
    """A drawing that holds its own text alternative, the sentence it shows, and the table it draws."""

    title: str
    finding: str | Told
    svg: str
    table: Table
    data_label: str
    unfolded: bool = False
    kind = "chart"

    @property
    def drawing(self) -> Markup:
        """The drawing as part of the page."""
        return Markup(self.svg)


@dataclass(frozen=True, repr=False)
class Panel:
    """A small drawing among several of its kind: what it is about, and what it says in a sentence."""

    name: str
    svg: str
    told: str | Told

    @property
    def drawing(self) -> Markup:
        """The drawing as part of the page."""
        return Markup(self.svg)


@dataclass(frozen=True, repr=False)
class Panels(Block):
    """Small drawings side by side under one title, with the sentence that they show, how to read them, and the table they draw."""

    title: str
    finding: str | Told
    how: str
    panels: Sequence[Panel]
    table: Table
    data_label: str
    kind = "panels"


@dataclass(frozen=True, repr=False)
class Folded(Block):
    """Blocks behind a summary that opens without scripts."""

    summary: str | Shown
    blocks: Sequence[Block]
    anchor: str = ""
    kind = "folded"


def cells(*values: Any) -> list[Cell]:
    """Cells of a row: texts as they are, cells unchanged."""
    return [value if isinstance(value, Cell) else Cell(str(value)) for value in values]
