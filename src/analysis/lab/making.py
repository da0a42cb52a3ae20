"""The pages of what is chosen: which of them are current, and making those that are not, alone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from analysis.lab.choosing import Form
from analysis.pages import live
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table
from analysis.pages.told import Marked
from analysis.run.asked import Asked
from analysis.run.planned import Planned, planned
from analysis.workbook import Workbook

_KINERJA = "from analysis.cli import app; app()"


def asked_of(form: Form) -> Asked:
    """What the command would be asked for with this choice."""
    chosen = form.chosen
    units, periods, notebooks = ([name] if name else () for name in (chosen.unit, chosen.period, chosen.notebook))
    return Asked(units, periods, notebooks, languages=[chosen.lang])


def pages(form: Form) -> list[Block]:
    """The pages of the choice with their state, each leading to itself where it is there, and the command that makes them."""
    w, wb = form.words, form.workbook()
    found = [one for one in planned(asked_of(form), form.place).steps if one.step.kind == "notebook"]
    rows = [_row(form, wb, one) for one in found]
    current = sum(one.state == "current" for one in found)
    said = wb.told("start.pages_said", current=str(current), count_of=str(len(found)))
    table = Table(w("start.pages_table"), [w("column.unit"), w("column.period"), w("start.notebook"), w("column.status")], rows)
    return [Heading(w("start.pages"), "halaman"), Prose(said), table, Prose(wb.told("start.make", command=Marked(form.command, "code")))]


def _row(form: Form, wb: Workbook, one: Planned) -> list[Cell]:
    w, page = form.words, one.step.outputs["page"]
    told = one.step.argument["shown"]
    names = wb.facts.unit(told["unit"]).names if told["unit"] else {}
    link = os.path.relpath(page, wb.page) if page.is_file() else ""
    period = w.period(told["period"]) if told["period"] else w("start.all.period")
    state = "missing" if not page.is_file() else one.state
    return [Cell(names.get(w.lang, w("start.all.unit"))), Cell(period), Cell(form.told("notebook", told["name"]), link), Cell(w(f"start.state.{state}"))]


def make(form: Form) -> subprocess.CompletedProcess[str]:
    """Makes the pages of the choice and no others, as the command does, in a process of its own; what it says is in the answer."""
    return subprocess.run([sys.executable, "-c", _KINERJA, *form.arguments[1:]], capture_output=True, text=True, check=False)


class Maker:
    """A button that makes the pages of the choice; where nobody can press it, the command to type."""

    def __init__(self, form: Form):
        self.form = form

    def button(self) -> Any:
        """The button, and below it what the command said."""
        import ipywidgets

        w = self.form.words
        button = ipywidgets.Button(description=w("start.make_now"), layout={"width": "max-content"})
        said = ipywidgets.Output()

        def pressed(ignored: Any) -> None:
            button.disabled = True
            said.clear_output()
            try:
                with said:
                    print(w("start.making"))
                    done = make(self.form)
                    print(done.stdout + done.stderr)
            finally:
                button.disabled = False

        button.on_click(pressed)
        return ipywidgets.VBox([button, said])

    def _ipython_display_(self) -> None:
        from IPython.display import display

        block = Prose(self.form.workbook().told("start.make", command=Marked(self.form.command, "code")))
        if live.asked_here():
            shown = self.button()._repr_mimebundle_()
            display({**(shown[0] if isinstance(shown, tuple) else shown), **live.output([block])}, raw=True)  # type: ignore[no-untyped-call]
        else:
            display({"text/html": block.html(), "text/plain": self.form.command}, raw=True)  # type: ignore[no-untyped-call]
