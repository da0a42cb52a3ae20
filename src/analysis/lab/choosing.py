"""The form in which an analyst chooses language, unit, period and notebook: exactly what the command takes, in the words of the reader."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from analysis.desk import Desk, desk_of
from analysis.errors import ParameterError, alternatives
from analysis.grid import Choices, choices
from analysis.languages import LANGUAGES
from analysis.pages import live
from analysis.pages.blocks import Cell, Table, cells
from analysis.periods import Period
from analysis.run.steps import Folders
from analysis.words import Words, words
from analysis.workbook import Workbook, workbook_on

Kind = Literal["unit", "period", "notebook"]
KINDS: tuple[Kind, ...] = ("unit", "period", "notebook")
"""What is chosen one after the other: what can be chosen of a kind follows from the choices before it."""


@dataclass(frozen=True)
class Chosen:
    """What is chosen; '' of a kind is all that there is beside the others, as where the command is given no such option."""

    unit: str = ""
    period: str = ""
    notebook: str = ""
    lang: str = LANGUAGES[0]

    @property
    def command(self) -> list[str]:
        """The words of the command that makes the pages of this choice."""
        told = [word for kind in KINDS if (name := getattr(self, kind)) for word in (f"--{kind}", name)]
        return ["kinerja", "run", *told, "--lang", self.lang]


def offered(known: Choices, chosen: Chosen, kind: Kind) -> list[str]:
    """What the form offers of a kind beside what is chosen before it: all, then each by itself; nothing where nothing fits."""
    before = {name: getattr(chosen, name) for name in KINDS[: KINDS.index(kind)]}
    names = known.of(kind, **before)
    every = [""] if known.fitting(*([name] if name else [] for name in before.values())) else []
    return [*every, *(sorted(names, key=Period.parse) if kind == "period" else names)]


def settled(known: Choices, chosen: Chosen) -> Chosen:
    """The choice with what no longer fits replaced: the last of the periods that fit, all notebooks."""
    for kind in KINDS:
        names = offered(known, chosen, kind)
        if getattr(chosen, kind) not in names:
            chosen = replace(chosen, **{kind: names[-1] if kind == "period" else ""})
    return chosen


def checked(known: Choices, chosen: Chosen) -> Chosen:
    """The choice as it is. Raises ParameterError with the next step for a name that the form does not offer."""
    for kind in KINDS:
        names, name = offered(known, chosen, kind), getattr(chosen, kind)
        if name not in names:
            raise ParameterError(f"{kind} '{name}' cannot be chosen here; {alternatives(name, filter(None, names))}")
    if chosen.lang not in LANGUAGES:
        raise ParameterError(f"language '{chosen.lang}' is not known; {alternatives(chosen.lang, LANGUAGES)}")
    return chosen


class Form:
    """The form over the documents of a raw folder. It shows itself with drop-downs where somebody can use them, and always as a table."""

    def __init__(self, desk: Desk, chosen: Chosen, place: Folders):
        self.desk, self.place = desk, place
        self.known = choices(desk.ledger.facts, place.notebooks)
        self.chosen = checked(self.known, chosen)

    @property
    def words(self) -> Words:
        return words(self.chosen.lang)

    @property
    def command(self) -> str:
        """The command that makes the pages of what is chosen."""
        return shlex.join(self.arguments)

    @property
    def arguments(self) -> list[str]:
        """Its words one by one."""
        usual = Folders()
        given = (("--data-dir", self.place.data, usual.data), ("--out-dir", self.place.out, usual.out), ("--reports-dir", self.place.reports, usual.reports))
        folders = [word for option, folder, known in given if folder != known for word in (option, str(folder))]
        return [*self.chosen.command, *folders]

    def choose(self, **given: str) -> None:
        """Chooses anew; what no longer fits follows. Raises ParameterError for what is not offered."""
        for name, value in given.items():
            wanted = replace(self.chosen, **{name: value})
            only = replace(wanted, **dict.fromkeys(KINDS[KINDS.index(name) + 1 :], "")) if name in KINDS else wanted
            checked(self.known, only)
            self.chosen = settled(self.known, wanted)

    def offers(self, kind: Kind) -> list[tuple[str, str]]:
        """What can be chosen of a kind now, in the words of the reader, with its name."""
        return [(self.told(kind, name), name) for name in offered(self.known, self.chosen, kind)]

    def told(self, kind: Kind, name: str) -> str:
        """A choice in the words of the reader."""
        w = self.words
        if not name:
            return w(f"start.all.{kind}")
        if kind == "unit":
            return str(self.desk.ledger.facts.unit(name).names[w.lang])
        return w.period(name) if kind == "period" else f"{name[:2]} {w.or_plain('chapter', name)}"

    def workbook(self) -> Workbook:
        """The workbook of what is chosen."""
        return workbook_on(self.desk, self.chosen.unit, self.chosen.period, lang=self.chosen.lang, out=self.place.out, site=self.place.reports)

    @property
    def table(self) -> Table:
        """What is chosen and what else can be, to read."""
        w = self.words
        rows = [cells(w(f"start.{kind}"), self.told(kind, getattr(self.chosen, kind)), _rest(self.offers(kind))) for kind in KINDS]
        rows.insert(0, cells(w("start.language"), w(f"start.language.{self.chosen.lang}"), "; ".join(w(f"start.language.{lang}") for lang in LANGUAGES)))
        rows.append([Cell(w("start.command")), Cell(self.command), Cell("")])
        return Table(w("start.form"), [w("start.choice"), w("start.chosen"), w("start.offered")], rows)

    @cached_property
    def widget(self) -> Any:
        """The drop-downs, made once: those of ipywidgets."""
        from analysis.lab.dropdowns import dropdowns

        return dropdowns(self)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if live.asked_here():
            told = live.output([self.table])
            shown = self.widget._repr_mimebundle_()
            display({**(shown[0] if isinstance(shown, tuple) else shown), **told}, raw=True)  # type: ignore[no-untyped-call]
        else:
            display({"text/html": self.table.html(), "text/plain": self.command}, raw=True)  # type: ignore[no-untyped-call]


def _rest(offers: Sequence[tuple[str, str]]) -> str:
    return "; ".join(told for told, _ in offers)


def choose(unit: str = "", period: str = "", notebook: str = "", *, lang: str = "id", data_dir: str = "", out_dir: str = "", reports_dir: str = "") -> Form:
    """The form with this choice to begin with; folders are the usual ones where none is named.

    Raises ParameterError for what cannot be chosen, InputError if the documents cannot be read.
    """
    usual = Folders()
    place = Folders(Path(data_dir or usual.data), Path(out_dir or usual.out), Path(reports_dir or usual.reports))
    return Form(desk_of(place.data), Chosen(unit, period, notebook, lang), place)
