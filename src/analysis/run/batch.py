"""A whole run: read, plan, refuse what is not known, make what is not there yet, and say what happened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.engine import child
from analysis.engine.call import Call
from analysis.grid import Task
from analysis.languages import LANGUAGES, folder_of, language_of
from analysis.output import hash_of
from analysis.run.asked import Asked, Grid
from analysis.run.made import Made, Workshop, expected, stale
from analysis.run.manifest import Built, code_hashes, manifest_of, read_manifest, with_pages, write_manifest
from analysis.run.parts import digest_of
from analysis.run.records import FOLDER, Record, Step, read_record, without_results
from analysis.run.room import alone
from analysis.run.site import lying_in
from analysis.run.steps import RESULT_FILES, Folders


@dataclass(frozen=True)
class Result:
    """How one task went: `reason` says why not, `sha256` is that of its page; `made` is False where it was current."""

    task: Task
    ok: bool
    reason: str = ""
    seconds: float = 0.0
    sha256: str = ""
    made: bool = True


@dataclass(frozen=True)
class Event:
    """Something that happened in a run: a stage began, or a step was made; `done` of `total` so far.

    The stage `wait` is another run that holds the folders, `kernels` a system on which notebooks cannot be forked.

    `rate` is in steps a second; `left` are the seconds that the rest of the stage is reckoned to take.
    """

    stage: str
    done: int = 0
    total: int = 0
    what: str = ""
    result: Result | None = None
    rate: float = 0.0
    left: float | None = None


@dataclass(frozen=True)
class Summary:
    """What a run did.

    `skipped` were not started because a notebook had failed, `removed` are pages no longer in the grid, `altered` are
    result files that a notebook has written over with something else than was built. `waiting` are the documents that
    wait for their facts.
    """

    results: tuple[Result, ...]
    built: tuple[Built, ...]
    index: Path
    seconds: float
    skipped: tuple[Task, ...] = ()
    removed: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.skipped and not self.altered and all(result.ok for result in self.results)


Listener = Callable[[Event], None]


def run(
    asked: Asked | None = None,
    *,
    workers: int | None = None,
    fail_fast: bool = False,
    force: bool = False,
    folders: Folders | None = None,
    on_event: Listener = lambda event: None,
) -> Summary:
    """Makes what is asked for: audits, results, notebooks with their pages, and the index; what is current already is left as it is.

    A notebook that fails leaves a page with the reason, the others go on; `fail_fast` starts no more of them. `force` makes
    everything anew. Raises KinerjaError, before a result is written, for names and parameters that are not known and for
    data and suites that cannot be read.
    """
    started, wanted, place = time.perf_counter(), asked or Asked(), folders or Folders()
    if wanted.engine == "fork" and not child.FORKS:
        wanted = replace(wanted, engine="kernel")
        on_event(Event("kernels"))
    on_event(Event("read"))
    grid = Grid(wanted, place)
    with (
        alone((place.out, place.reports / FOLDER), lambda: on_event(Event("wait"))),
        Workshop(grid.basis, place, grid.languages, workers=workers, force=force, fail_fast=fail_fast, preload=grid.modules) as workshop,
    ):
        return _Run(grid, workshop, on_event, started).summary()


class _Run:
    """One run at work, stage by stage: each stage rests on the files of the one before."""

    def __init__(self, grid: Grid, workshop: Workshop, on_event: Listener, started: float):
        self.grid, self.workshop, self.on_event, self.started = grid, workshop, on_event, started
        self.place, self.steps = grid.place, grid.steps

    def summary(self) -> Summary:
        stopped = self._audit()
        reports = self._results(digest_of(stopped), stopped)
        told = {report: record for report, record in reports.items() if record.ok}
        results = self._notebooks(digest_of(stopped), stopped, {report: record.reason for report, record in reports.items() if not record.ok})
        skipped = tuple(task for task in self.grid.tasks if task not in results)
        done = tuple(results[task] for task in self.grid.tasks if task in results)
        removed = self._remove() if self.grid.asked.whole and not skipped else ()
        altered = self._altered(told)
        self._manifests(told, {result.task.page: result.sha256 for result in done})
        homes = self._homes()
        self.grid.basis.code.keep()
        built = tuple(Built(**record.told) for record in told.values())
        return Summary(done, built, homes[0], time.perf_counter() - self.started, skipped, removed, altered, tuple(self.grid.raw.waiting))

    def _audit(self) -> list[Any]:
        """Audits the documents; the rows that are stopped, as manifests keep them."""
        (made,) = self._make("audit", [self.steps.audit]).values()
        stopped: list[Any] = made.record.told["stopped"]
        return stopped

    def _results(self, digest: str, stopped: list[Any]) -> dict[tuple[str, str], Record]:
        reports = self.grid.reports
        steps = self.steps.results(reports, digest)
        made = self._make("build", steps, lambda todo: self.grid.figures(todo, stopped))
        return {report: made[step].record for report, step in zip(reports, steps, strict=True)}

    def _notebooks(self, digest: str, stopped: list[Any], lost: Mapping[tuple[str, str], str]) -> dict[Task, Result]:
        """Executes the notebooks; those of reports whose results are `lost` leave a page that says so."""
        steps = self.steps.notebooks(self.grid.arguments, self.grid.names, digest)
        reasons = {task: next((reason for report, reason in lost.items() if task.covers(report)), None) for task in steps}
        tasks = {without_results(step, reason) if (reason := reasons[task]) else step: task for task, step in steps.items()}
        made = self._make("execute", list(tasks), lambda todo: self.grid.figures(todo, stopped), tasks)
        return {tasks[step]: _result(tasks[step], one) for step, one in made.items()}

    def _make(
        self, stage: str, steps: Sequence[Step], prepare: Callable[[Sequence[Step]], Call | None] = lambda steps: None, tasks: Mapping[Step, Task] | None = None
    ) -> dict[Step, Made]:
        """Makes the steps of a stage and tells of each that had to be made."""
        todo = stale(steps, self.grid.basis, force=self.workshop.force)
        if todo:
            self.on_event(Event(stage, 0, len(todo)))
        found: dict[Step, Made] = {}
        ahead = _Ahead(list(todo), self.workshop)
        for made in self.workshop.make(steps, todo, prepare):
            found[made.step] = made
            if made.made:
                result = _result(tasks[made.step], made) if tasks else None
                self.on_event(Event(stage, ahead.after(made.step), len(todo), made.step.name, result, ahead.rate, ahead.left()))
        return found

    def _homes(self) -> list[Path]:
        """Makes the first page of every language asked for; the first is that of the usual one."""
        pages, languages = _pages(self.place.reports), self.steps.site.homes(self.grid.languages)
        known = {lang: {page.removeprefix(folder_of(lang)): ok for page, ok in pages.items() if language_of(page) == lang} for lang in languages}
        steps = [self.steps.index(lang, known[lang], languages) for lang in self.grid.languages]
        self._make("index", steps)
        return [step.outputs["page"] for step in steps]

    def _altered(self, told: Mapping[tuple[str, str], Record]) -> tuple[str, ...]:
        """The result files that are no longer those that were built."""
        files = {f"{u}/{p}/{name}": (self.place.out / u / p / name, record.outputs[name]) for (u, p), record in told.items() for name in RESULT_FILES}
        return tuple(name for name, (file, sha256) in files.items() if not file.is_file() or hash_of(file.read_bytes()) != sha256)

    def _manifests(self, told: Mapping[tuple[str, str], Record], pages: Mapping[str, str]) -> None:
        """Brings the manifest of every report up to date: what it was made from is what lies here now, for it would be made the same."""
        code = code_hashes(self.place.root)
        for (unit, period), record in told.items():
            folder, given = self.place.out / unit / period, {"unit": unit, "period": period, **self.grid.asked.parameters}
            manifest, before = manifest_of(given, self.grid.raw.hashes, code, record.told["basis"], record.outputs), _read(folder)
            own = {page: sha256 for page, sha256 in pages.items() if page.startswith(tuple(f"{folder_of(lang)}{unit}/{period}/" for lang in LANGUAGES))}
            manifest = with_pages(manifest, {**_still_valid(before, manifest, self.place.reports), **own})
            if before != manifest:
                write_manifest(folder, manifest)

    def _remove(self) -> tuple[str, ...]:
        """Takes the pages that the whole grid no longer has from the site, with what is remembered of them; other languages stay as they are."""
        lying = {page for page, _ in lying_in(self.place.reports, self.grid.languages)}
        gone = sorted(lying - {task.page for task in self.grid.tasks})
        for page in gone:
            record = self.place.reports / FOLDER / Path(page).with_suffix(".json")
            for file in (self.place.reports / page, (self.place.reports / page).with_suffix(".ipynb"), record):
                file.unlink(missing_ok=True)
                _remove_empty(file.parent, self.place.reports)
        return tuple(gone)


class _Ahead:
    """How far a stage is, and how long the rest of it is reckoned to take."""

    def __init__(self, todo: Iterable[Step], workshop: Workshop):
        self._waiting = {step: expected(step) for step in todo}
        self._began, self._done, self._workshop = time.perf_counter(), 0, workshop

    def after(self, step: Step) -> int:
        del self._waiting[step]
        self._done += 1
        return self._done

    @property
    def rate(self) -> float:
        return self._done / max(time.perf_counter() - self._began, 1e-9)

    def left(self) -> float:
        """Seconds: what the steps took the last time, those never made as long as the others of this stage so far."""
        known = [seconds / self._workshop.workers for seconds in self._waiting.values() if seconds is not None]
        return sum(known) + (len(self._waiting) - len(known)) / self.rate


def _result(task: Task, made: Made) -> Result:
    record = made.record
    return Result(task, record.ok, record.reason, record.seconds, record.outputs.get("page", ""), made.made)


def _pages(reports: Path) -> dict[str, bool]:
    """The pages of the site that notebooks made, and whether those ran through."""
    records = {page: read_record(file) for page, file in lying_in(reports)}
    return {page: record.ok for page, record in records.items() if record is not None}


def _read(folder: Path) -> dict[str, Any]:
    try:
        return read_manifest(folder)
    except (OSError, ValueError):
        return {}


def _still_valid(before: Mapping[str, Any], now: Mapping[str, Any], reports: Path) -> dict[str, str]:
    """The pages of the manifest `before` that were made from what `now` was made from and lie unchanged in `reports`."""
    told: dict[str, str] = before.get("outputs") or {}
    results = {name: sha256 for name, sha256 in told.items() if not name.startswith("reports/")}
    if {**before, "outputs": results} != now:
        return {}
    pages = {name.removeprefix("reports/"): sha256 for name, sha256 in told.items() if name.startswith("reports/")}
    return {page: sha256 for page, sha256 in pages.items() if (reports / page).is_file() and hash_of((reports / page).read_bytes()) == sha256}


def _remove_empty(folder: Path, stop: Path) -> None:
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
