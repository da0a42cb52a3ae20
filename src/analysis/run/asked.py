"""What a run is asked for, and the grid of steps that this comes to over the raw files as they lie."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.engine.call import Call
from analysis.errors import ParameterError, alternatives
from analysis.grid import Task, arguments_of, plan
from analysis.languages import LANGUAGES
from analysis.notebooks import modules_in
from analysis.run.basis import Basis
from analysis.run.code import Code
from analysis.run.rawfiles import RawFiles
from analysis.run.records import FOLDER, Step
from analysis.run.site import site_of
from analysis.run.steps import LIMIT, Folders, Steps


@dataclass(frozen=True)
class Asked:
    """What a run is asked for: units, periods, notebooks and languages, all where none is named; further parameters; the day."""

    units: Collection[str] = ()
    periods: Collection[str] = ()
    notebooks: Collection[str] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    languages: Collection[str] = ()
    on: date = field(default_factory=date.today)
    limit: float = LIMIT
    engine: str = "fork"
    keep_notebooks: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is asked for all that there is in its languages."""
        return not (self.units or self.periods or self.notebooks)

    @property
    def spoken(self) -> list[str]:
        """The languages of its pages, in their order. Raises ParameterError for one that is not known."""
        for lang in self.languages:
            if lang not in LANGUAGES:
                raise ParameterError(f"language '{lang}' is not known; {alternatives(lang, LANGUAGES)}")
        return [lang for lang in LANGUAGES if lang in self.languages or not self.languages]


class Grid:
    """The cells that are asked for, with what each notebook is told, over the raw files as they lie.

    Raises KinerjaError for names and parameters that are not known, and for raw data of which not even the reports can be read.
    """

    def __init__(self, asked: Asked, place: Folders):
        self.languages = asked.spoken
        self.asked, self.place, self.raw = asked, place, RawFiles(place.data)
        filters = {"units": asked.units, "periods": asked.periods, "notebooks": asked.notebooks}
        self.tasks = plan(self.raw, **filters, languages=self.languages, folder=place.notebooks)
        given = {"data_dir": place.told(place.data), "out_dir": place.told(place.out)}

        def own(task: Task) -> dict[str, str]:
            places = {name: value for name, value in (("unit", task.unit), ("period", task.period)) if value}
            return {**places, "lang": task.lang, **given}

        self.arguments = arguments_of(self.tasks, asked.parameters, own, place.notebooks)
        self.basis = Basis(self.raw, place.root, Code(kept=place.out / FOLDER / "imports.json"))
        site = site_of(self.tasks, place.reports, self._gone)
        self.steps = Steps(self.raw, self.basis, place, site, asked.on, asked.limit, asked.engine, asked.keep_notebooks)

    @property
    def _gone(self) -> Collection[str]:
        """The languages of which only the pages of this grid stay."""
        return self.languages if self.asked.whole else ()

    @property
    def reports(self) -> list[tuple[str, str]]:
        """The reports whose results are needed: those asked for, and all of a unit whose periods are put side by side."""
        return [report for report in self.raw.reports if any(task.covers(report) for task in self.tasks)]

    @property
    def modules(self) -> list[str]:
        """The modules of the package that the notebooks name, which are loaded once for all, with all that those load at once."""
        named = {name for notebook in {task.notebook for task in self.tasks} for name in modules_in(self.place.notebooks / f"{notebook}.ipynb")}
        return sorted({module for name in named for module in self.basis.code.named(name)})

    @property
    def names(self) -> dict[str, Mapping[str, str]]:
        return {code: unit.names for code, unit in self.raw.units.items()}

    def figures(self, todo: Sequence[Step], stopped: list[Any]) -> Call:
        """What is laid ready before results and notebooks: the figures of their reports, without those that audits stop."""
        told = [step.argument.get("shown", step.argument) for step in todo]
        places = {(one["unit"], one["period"]) for one in told}
        reports = [(unit, period) for unit, period in self.raw.reports if places & {(unit, period), (unit, ""), ("", period[:4])}]
        folders = {"data": str(self.place.data.resolve()), "out": str(self.place.out), "pages": self.place.pages}
        asked = {**folders, "reports": reports, "stopped": stopped}
        return Call("computing the figures", "analysis.run.desk:compute", asked, 60.0 + 30.0 * len(reports))
