"""A whole run: read, plan, refuse what is not known, audit, build, execute, render, and say what happened."""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis import audit
from analysis.errors import ParameterError, alternatives
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.grid import ROOT, Task, arguments_of, comparisons, plan, summaries
from analysis.output import hash_of, write
from analysis.rules import law
from analysis.run.engine import LIMIT, Job, Result, execute, failure, kernelspec, prepare
from analysis.run.results import Built, build, read_manifest, with_pages, write_manifest
from analysis.tables import RAW, load
from analysis.words import LANGUAGES

RECORD = "pages.json"
"""Which pages the reports folder holds, and whether their notebooks ran through."""


@dataclass(frozen=True)
class Folders:
    """Where a run reads and writes. `root` holds the notebooks and is where their kernels start; `pages` is the module that renders."""

    data: Path = RAW
    out: Path = ROOT / "data" / "processed"
    reports: Path = ROOT / "reports"
    root: Path = ROOT
    pages: str = "analysis.pages"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    def told(self, folder: Path) -> str:
        """The folder as notebooks are told it: from the root where it lies inside, so that pages are the same on every machine."""
        inside, root = folder.resolve(), self.root.resolve()
        return inside.relative_to(root).as_posix() if inside.is_relative_to(root) else str(inside)


@dataclass(frozen=True)
class Event:
    """Something that happened in a run: a stage began, a report was built, or a task finished; `done` of `total` so far."""

    stage: str
    done: int = 0
    total: int = 0
    built: Built | None = None
    result: Result | None = None


@dataclass(frozen=True)
class Summary:
    """What a run did.

    `skipped` were not started because a notebook had failed, `removed` are pages no longer in the grid, `altered` are
    result files that a notebook has written over with something else than was built.
    """

    results: tuple[Result, ...]
    built: tuple[Built, ...]
    index: Path
    seconds: float
    skipped: tuple[Task, ...] = ()
    removed: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.skipped and not self.altered and all(result.ok for result in self.results)


Listener = Callable[[Event], None]


def run(
    *,
    units: Collection[str] = (),
    periods: Collection[str] = (),
    notebooks: Collection[str] = (),
    parameters: Mapping[str, str] | None = None,
    lang: str = "id",
    workers: int | None = None,
    fail_fast: bool = False,
    keep_notebooks: bool = False,
    limit: float = LIMIT,
    folders: Folders | None = None,
    on_event: Listener = lambda event: None,
) -> Summary:
    """Builds the results of the chosen reports and executes the chosen notebooks on them, `workers` at a time.

    A notebook that fails leaves a page with the reason, the others go on; `fail_fast` starts no more of them.
    Raises KinerjaError, before a file is written, for names and parameters that are not known and for data and
    suites that cannot be read. Scripts call it under `if __name__ == "__main__"`: workers are started afresh.
    """
    started, extra, place = time.perf_counter(), dict(parameters or {}), folders or Folders()
    if lang not in LANGUAGES:
        raise ParameterError(f"language '{lang}' is not known; {alternatives(lang, LANGUAGES)}")
    on_event(Event("read"))
    facts = load(place.data)
    tasks = plan(facts, units=units, periods=periods, notebooks=notebooks, folder=place.notebooks)
    given = {"lang": lang, "data_dir": place.told(place.data), "out_dir": place.told(place.out)}
    arguments = arguments_of(tasks, extra, lambda task: {"period": task.period, **({"unit": task.unit} if task.unit else {}), **given}, place.notebooks)
    built = _build(facts, tasks, place, {"lang": lang, **extra}, on_event)
    with tempfile.TemporaryDirectory(prefix="kinerja-", ignore_cleanup_errors=True) as home:
        kernelspec(Path(home))
        jobs = [_job(facts, task, arguments[task], place, lang, Path(home), limit, keep_notebooks) for task in tasks]
        results = _execute(jobs, workers, fail_fast, on_event)
    skipped = tuple(job.task for job in jobs if job.task not in results)
    done = tuple(results[task] for task in tasks if task in results)
    whole = not (units or periods or notebooks or skipped)
    altered = _altered(place.out, built)
    removed = _publish(facts, done, place, lang, whole)
    return Summary(done, built, place.reports / "index.html", time.perf_counter() - started, skipped, removed, altered)


def _build(facts: Facts, tasks: Sequence[Task], place: Folders, parameters: Mapping[str, str], on_event: Listener) -> tuple[Built, ...]:
    """The results of every report among the tasks; pages of an earlier run that rest on the same basis stay in its manifest."""
    reports = list(dict.fromkeys((task.unit, task.period) for task in tasks if task.unit))
    built: list[Built] = []
    if not reports:
        return ()
    on_event(Event("audit"))
    audited = audit.examine(facts)
    ledger = Ledger(facts, law(), audit.gate(facts, audited.findings))
    for unit, period in reports:
        folder = place.out / unit / period
        before = _manifest(folder)
        built.append(build(facts, ledger, audited, unit, period, place.out, parameters=parameters, root=place.root))
        kept = _still_valid(before, read_manifest(folder), place.reports)
        if kept:
            write_manifest(folder, with_pages(read_manifest(folder), kept))
        on_event(Event("build", len(built), len(reports), built=built[-1]))
    return tuple(built)


def _manifest(folder: Path) -> dict[str, Any]:
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


def _job(facts: Facts, task: Task, arguments: Mapping[str, str], place: Folders, lang: str, home: Path, limit: float, keep: bool) -> Job:
    name = facts.unit(task.unit).names[lang] if task.unit else ""
    notebook, page = place.notebooks / f"{task.notebook}.ipynb", place.reports / task.page
    root = place.root.resolve()
    return Job(task, notebook.resolve(), arguments, page.resolve(), root, home, place.pages, {"lang": lang, "unit_name": name}, limit, keep)


def _execute(jobs: Sequence[Job], workers: int | None, fail_fast: bool, on_event: Listener) -> dict[Task, Result]:
    """The results of all jobs, or of those started before the first failure."""
    results: dict[Task, Result] = {}
    on_event(Event("execute", 0, len(jobs)))
    for result in _results(jobs, min(workers or os.cpu_count() or 1, len(jobs)), fail_fast):
        results[result.task] = result
        on_event(Event("execute", len(results), len(jobs), result=result))
    return results


def _results(jobs: Sequence[Job], workers: int, fail_fast: bool) -> Iterator[Result]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=prepare, initargs=(jobs[0].home,)) as pool:
        waiting = {pool.submit(execute, job): job for job in jobs}
        try:
            for future in as_completed(waiting):
                if future.cancelled():
                    continue
                result = _result(future, waiting[future])
                yield result
                if fail_fast and not result.ok:
                    for other in waiting:
                        other.cancel()
        finally:
            pool.shutdown(cancel_futures=True)


def _result(future: Future[Result], job: Job) -> Result:
    """What became of a job; where the worker itself was lost, the page is written here."""
    error = future.exception()
    if error is None:
        return future.result()
    lost = isinstance(error, BrokenProcessPool)
    reason = "the worker process was killed; it may have run out of memory, try fewer workers" if lost else f"{type(error).__name__}: {error}"
    html = failure(job, reason)
    write(job.page, html)
    return Result(job.task, False, reason, sha256=hash_of(html.encode()))


def _altered(out: Path, built: Sequence[Built]) -> tuple[str, ...]:
    """The result files that are no longer those that were built."""
    found = []
    for report in built:
        folder = out / report.unit / report.period
        written = {name: sha256 for name, sha256 in read_manifest(folder)["outputs"].items() if name.endswith(".csv")}
        found += [f"{report.unit}/{report.period}/{name}" for name, sha256 in written.items() if hash_of((folder / name).read_bytes()) != sha256]
    return tuple(found)


def _publish(facts: Facts, results: Sequence[Result], place: Folders, lang: str, whole: bool) -> tuple[str, ...]:
    """Enters the pages in the manifests and the record, removes those that the whole grid no longer has, and writes the index."""
    for unit, period in dict.fromkeys((result.task.unit, result.task.period) for result in results if result.task.unit):
        own = {r.task.page: r.sha256 for r in results if (r.task.unit, r.task.period) == (unit, period)}
        write_manifest(place.out / unit / period, with_pages(read_manifest(place.out / unit / period), own))
    pages, before = {r.task.page: r.ok for r in results}, _record(place.reports)
    removed = sorted(set(before) - set(pages)) if whole else []
    for page in removed:
        for suffix in (".html", ".ipynb"):
            (place.reports / page).with_suffix(suffix).unlink(missing_ok=True)
        _remove_empty((place.reports / page).parent, place.reports)
    known = {page: ok for page, ok in before.items() if page not in removed and (place.reports / page).is_file()} | pages
    write(place.reports / RECORD, json.dumps(known, sort_keys=True, indent=2) + "\n")
    index = import_module(place.pages).render_index(facts, summaries(facts, place.out, known), lang=lang, comparisons=comparisons(known))
    write(place.reports / "index.html", index)
    return tuple(removed)


def _record(reports: Path) -> dict[str, bool]:
    """The pages of earlier runs, and whether their notebooks ran through; nothing if there is no record that can be read."""
    try:
        record = json.loads((reports / RECORD).read_text("utf-8"))
        return {str(page): bool(ok) for page, ok in record.items() if ".." not in page and not page.startswith("/")}
    except (OSError, ValueError, AttributeError):
        return {}


def _remove_empty(folder: Path, stop: Path) -> None:
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
