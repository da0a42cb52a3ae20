"""The steps of a run, in their order: the audit of all documents, results of reports, notebooks with their pages, the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from analysis.grid import ROOT, Task
from analysis.languages import folder_of
from analysis.notebooks import modules_in, said
from analysis.run.basis import Basis
from analysis.run.parts import told
from analysis.run.rawfiles import RawFiles
from analysis.run.records import FOLDER, Step
from analysis.run.site import Site

LOST = "analysis.run.pages:give_up"
SURROUNDINGS = ("analysis.run.desk", "analysis.run.home", "analysis.run.observing")
"""The code of what every step finds around it."""
LIMIT = 300.0
"""Seconds that a step may take."""
AUDITS = "audit"
"""Below the results: what the audits of documents left."""
AUDIT_FILES = ("findings.csv", "coverage.csv", "gate.json")
RESULT_FILES = ("figures.csv", "claims.csv", "findings.csv", "coverage.csv")
WAIVERS = Path("expectations/waivers.yaml")


@dataclass(frozen=True)
class Folders:
    """Where a run reads and writes. `root` holds the notebooks and is where they start; `pages` is the module that renders."""

    data: Path = ROOT / "data" / "raw"
    out: Path = ROOT / "data" / "processed"
    reports: Path = ROOT / "reports"
    root: Path = ROOT
    pages: str = "analysis.pages"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def told(self, folder: Path) -> str:
        """The folder as notebooks are told it: from the root where it lies inside, so that pages are the same on every machine."""
        return told(folder.resolve(), self.root.resolve())


@dataclass(frozen=True)
class Steps:
    """Makes the steps of one run over the raw files; `on` is the day of its audit, `keep` keeps executed notebooks beside their pages."""

    raw: RawFiles
    basis: Basis
    place: Folders
    site: Site
    on: date
    limit: float = LIMIT
    engine: str = "fork"
    keep: bool = False

    @cached_property
    def _shared(self) -> dict[str, Any]:
        place = self.place
        return {"root": str(place.root.resolve()), "data": str(place.data.resolve()), "out": str(place.out.resolve()), "reports": str(place.reports.resolve())}

    @property
    def audit(self) -> Step:
        """The audit of all documents at once: it holds one against the other, and the rows that it stops count for all."""
        given = self.basis.given(["analysis.run.audits", *SURROUNDINGS], waivers=_waivers(self.place.root / WAIVERS, self.on))
        folder, documents = self.place.out / AUDITS, list(self.raw.sources)
        argument = {**self._shared, "documents": documents, "on": str(self.on), "folder": str(folder.resolve())}
        outputs = {f"{document}/{name}": folder / document / name for document in documents for name in AUDIT_FILES}
        return Step("audit", "audit", "analysis.run.audits:execute", argument, given, outputs, self._kept("audit"), self.limit)

    def results(self, reports: Iterable[tuple[str, str]], stopped: str) -> list[Step]:
        """The results of reports; `stopped` is the digest of the rows that the audits stop."""
        given = {**self.basis.given(["analysis.run.reports", *SURROUNDINGS]), "stopped": stopped}
        return [self._results(unit, period, given) for unit, period in reports]

    def _results(self, unit: str, period: str, given: Mapping[str, str]) -> Step:
        folder, documents = self.place.out / unit / period, self.raw.documents_of(unit, period)
        audits = [str((self.place.out / AUDITS / document).resolve()) for document in documents]
        argument = {**self._shared, "unit": unit, "period": period, "audits": audits, "folder": str(folder.resolve())}
        outputs = {name: folder / name for name in RESULT_FILES}
        name = f"{unit} {period} results"
        record = self._kept(f"results/{unit}/{period}")
        return Step("results", name, "analysis.run.reports:execute", argument, given, outputs, record, self.limit, "analysis.run.reports:give_up")

    def notebooks(self, arguments: Mapping[Task, Mapping[str, str]], names: Mapping[str, Mapping[str, str]], stopped: str) -> dict[Task, Step]:
        """The notebooks of tasks with their pages; `names` are those of the units by language."""
        given = {name: self._given(name, stopped) for name in dict.fromkeys(task.notebook for task in arguments)}
        return {task: self._notebook(task, told, names, given[task.notebook]) for task, told in arguments.items()}

    def _given(self, name: str, stopped: str) -> dict[str, str]:
        notebook = self.place.notebooks / f"{name}.ipynb"
        return {**self.basis.given([*modules_in(notebook), self.place.pages, "analysis.run.pages", *SURROUNDINGS], notebook=said(notebook)), "stopped": stopped}

    def _notebook(self, task: Task, told: Mapping[str, str], names: Mapping[str, Mapping[str, str]], given: Mapping[str, str]) -> Step:
        page = self.place.reports / task.page
        shown = {"lang": task.lang, "unit_name": names[task.unit][task.lang] if task.unit else "", "around": self.site.around(task)}
        argument = {
            **self._shared,
            "notebook": str((self.place.notebooks / f"{task.notebook}.ipynb").resolve()),
            "page": str(page.resolve()),
            "arguments": dict(told),
            "pages": self.place.pages,
            "shown": {"name": task.notebook, "unit": task.unit, "period": task.period, **shown},
            "engine": self.engine,
            "keep": self.keep,
        }
        parts = {**given, **self.basis.given((), parameters=[dict(told), shown])}
        outputs = {"page": page} | ({"notebook": page.with_suffix(".ipynb")} if self.keep else {})
        record = self.place.reports / FOLDER / Path(task.page).with_suffix(".json")
        name = f"{task.folder} {task.notebook}".replace("/", " ")
        return Step("notebook", name, "analysis.run.pages:execute", argument, parts, outputs, record, self.limit, LOST, task.lang)

    def index(self, lang: str, pages: Mapping[str, bool], languages: Sequence[str]) -> Step:
        """The first page of a language with its list, which there are in these `languages`; `pages` are those below, and whether they ran through."""
        told = {"lang": lang, "known": dict(pages), "languages": list(languages)}
        given = self.basis.given([self.place.pages, "analysis.run.index", *SURROUNDINGS], parameters=told)
        folder, record = self.place.reports / folder_of(lang), self.place.reports / FOLDER / folder_of(lang) / "index.json"
        outputs = {"page": folder / "index.html", "list": folder / "daftar.html"}
        argument = {**self._shared, "pages": self.place.pages, "places": {name: str(file.resolve()) for name, file in outputs.items()}, **told}
        name = f"{folder_of(lang)}index".replace("/", " ")
        return Step("index", name, "analysis.run.index:execute", argument, given, outputs, record, self.limit, lang=lang)

    def _kept(self, name: str) -> Path:
        return self.place.out / FOLDER / f"{name}.json"


def _waivers(file: Path, on: date) -> list[Any]:
    """What the day decides of waivers: which are in force on it, and how long each has been over."""
    try:
        entries = yaml.safe_load(file.read_text("utf-8")) or []
        return [[str(e["decided"]) <= str(on), max((on - _day(e["expires"])).days, 0)] for e in entries]
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        return [str(on)]


def _day(given: Any) -> date:
    return given if isinstance(given, date) and not isinstance(given, datetime) else date.fromisoformat(str(given))
