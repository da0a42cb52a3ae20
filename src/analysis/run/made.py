"""Making the steps of a run: those that are not current go to the pool, longest first, and are remembered as they finish."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import errors
from analysis.engine.call import Call, Done
from analysis.engine.drawing import Drawing
from analysis.engine.pool import Pool
from analysis.errors import InputError, KinerjaError
from analysis.output import remove_unfinished
from analysis.run import log
from analysis.run.basis import Basis
from analysis.run.home import environment, home_of, kernelspec
from analysis.run.parts import told
from analysis.run.records import Record, Step, changes, read_record, why
from analysis.run.room import memory, workers_of
from analysis.run.steps import Folders

PRELOADED = ("pandas", "papermill", "analysis.engine.cells", "analysis.run.desk", "analysis.run.pages", "analysis.run.reports")
"""What the process that forks imports; what pages need besides, they import when they are prepared.

Great Expectations is not among them: only the audit needs it, and imports it in its child.
"""


@dataclass(frozen=True)
class Made:
    """How a step stands: `record` is what is remembered of it; `changes` says why it was made just now, nothing if it was current."""

    step: Step
    record: Record
    changes: tuple[str, ...] = ()

    @property
    def made(self) -> bool:
        return bool(self.changes)


def stale(steps: Sequence[Step], basis: Basis, *, force: bool = False) -> dict[Step, list[str]]:
    """The steps that have to be made, with the parts that changed; all of them by force."""
    found = {step: ["forced"] if force else changes(step, read_record(step.record), basis) for step in steps}
    return {step: changed for step, changed in found.items() if changed}


class Workshop:
    """Where one run makes its steps: one pool, started when the first step has to be made."""

    def __init__(
        self,
        basis: Basis,
        place: Folders,
        languages: Sequence[str],
        *,
        workers: int | None,
        force: bool,
        fail_fast: bool = False,
        preload: Collection[str] = (),
    ):
        self.basis, self.place, self.languages, self.force, self._asked, self._fail_fast = basis, place, languages, force, workers, fail_fast
        self._home, self._preload, self._again = Path(), preload, set[Step]()
        self._stack = ExitStack()
        self._pool: Any = None
        self._drawing: Drawing | None = None
        self.workers = 1
        self._common: list[str] = []
        self._spoken: dict[str, list[str]] = {}

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *ignored: object) -> None:
        self._stack.close()

    def make(
        self, steps: Sequence[Step], todo: Mapping[Step, Sequence[str]], prepare: Callable[[Sequence[Step]], Call | None] = lambda steps: None
    ) -> Iterator[Made]:
        """Every step as it stands: first those that are current, then those `todo` as they are made, the longest first.

        `prepare` gives what is laid ready before them. Once a step has failed, a run that is to fail fast begins no other.
        Raises KinerjaError if a step other than a notebook cannot be made.
        """
        for step in steps:
            if step not in todo:
                yield Made(step, _recorded(step))
        if todo:
            yield from self._made(todo, prepare)
            self.basis.forget_files()

    def _made(self, todo: Mapping[Step, Sequence[str]], prepare: Callable[[Sequence[Step]], Call | None]) -> Iterator[Made]:
        pool = self._ready()
        if self._drawing and any(step.kind != "audit" for step in todo):
            self._stack.enter_context(self._drawing)
            self._drawing = None
        if notebooks := list(dict.fromkeys(step.argument["notebook"] for step in todo if step.kind == "notebook")):
            pool.prepare(Call("reading the notebooks", "analysis.run.executed:lay_ready", {"notebooks": notebooks}, 60.0))
        if call := prepare(list(todo)):
            pool.prepare(call)
        waiting, running = deque(longest_first(list(todo))), dict[str, Step]()
        bound = memory(self.workers)

        def begin() -> None:
            step = waiting.popleft()
            running[step.name] = step
            pool.submit(Call(step.name, step.function, self._told(step), step.limit, bound))

        for _ in range(min(len(waiting), self.workers if self._fail_fast else 2 * self.workers)):
            begin()
        for done in pool.results():
            step = running.pop(done.call.name)
            if done.lost and (call := self._instead(step, done)):
                running[step.name] = step
                pool.submit(call)
                continue
            made = Made(step, self._remembered(step, done, todo[step]), tuple(todo[step]))
            yield made
            if waiting and (made.record.ok or not self._fail_fast):
                begin()
            elif not made.record.ok and self._fail_fast:
                waiting.clear()

    def _instead(self, step: Step, done: Done) -> Call | None:
        """What is called after a step was lost: what tells why, or where there is no such thing, the step once more; None if neither helped."""
        if step.lost and done.call.function != step.lost:
            return Call(step.name, step.lost, {**self._told(step), "reason": done.lost}, step.limit)
        if not step.lost and step not in self._again:
            self._again.add(step)
            return done.call
        return None

    def _told(self, step: Step) -> dict[str, Any]:
        return {**step.argument, "home": str(self._home)}

    def _remembered(self, step: Step, done: Done, changed: Sequence[str]) -> Record:
        """The record of a step that has ended, written; its outputs are there already."""
        given = _value(step, done)
        shared = [*self._common, *self._spoken[step.lang]] if step.lang else ()
        seen = {part: self.basis.fresh(part) for part in [*given["seen"], *shared]}
        record = Record(
            ok=bool(given["ok"]),
            given=step.given,
            seen=seen,
            outputs=given["outputs"],
            seconds=round(done.seconds, 3),
            reason=given.get("reason", ""),
            observed=bool(given.get("observed", True)),
            told={name: value for name, value in given["told"].items() if name != "cells"},
        )
        record.write(step.record)
        spent = {"seconds": record.seconds, "peak_mib": done.peak, "cells": given["told"].get("cells", [])}
        told = {"step": step.name, "kind": step.kind, "ok": record.ok, "reason": record.reason, "why": why(changed), "changed": list(changed)[:20]}
        log.add(self.place.out, {**told, **spent, "outputs": record.outputs})
        return record

    def _ready(self) -> Any:
        """The pool, with raw data, words and templates laid ready. Raises InputError for raw data that cannot be read or have just changed."""
        if self._pool is None:
            for folder in (self.place.out, self.place.reports):
                remove_unfinished(folder)
            home = self._home = self._stack.enter_context(home_of(self.place.out))
            kernelspec(home)
            self.workers = workers_of(self._asked)
            self._drawing = Drawing(home)
            preload, surroundings = [*PRELOADED, self.place.pages, *self._preload], {**environment(home), **self._drawing.environment}
            self._pool = self._stack.enter_context(Pool(self.workers, preload=preload, environment=surroundings, folder=home / "pool"))
            self._lay_ready()
        return self._pool

    def _lay_ready(self) -> None:
        place = self.place
        folders = {"root": str(place.root.resolve()), "data": str(place.data.resolve()), "home": str(self._home)}
        asked = {**folders, "pages": place.pages, "languages": list(self.languages)}
        self._pool.prepare(Call("making a kernel", "analysis.engine.cells:warm", {}, 60.0))
        self._pool.prepare(Call("reading the raw data", "analysis.run.desk:open_desk", asked, 120.0))
        self._pool.submit(Call("reading the raw data", "analysis.run.desk:opened", {}, 60.0))
        (opened,) = self._pool.results()
        if opened.lost:
            raise KinerjaError(f"the raw data could not be read: {opened.lost}")
        _raise_refused(opened.value)
        if opened.value["hashes"] != self.basis.raw.hashes:
            raise InputError(f"{place.data} changed while the run began: run it again")
        self._common = self._parts(opened.value["files"])
        self._spoken = {lang: self._parts(files) for lang, files in opened.value["spoken"].items()}

    def _parts(self, files: Sequence[str]) -> list[str]:
        """Files that were read before any step, as parts; raw data and rules count where they are asked for."""
        root = self.place.root.resolve()
        apart = (self.place.data.resolve(), Path(errors.__file__).parent / "rules")
        return [f"file {told(file, root)}" for name in files if not any((file := Path(name)).is_relative_to(folder) for folder in apart)]


def longest_first(steps: Sequence[Step]) -> list[Step]:
    """The steps in the order in which they are best begun: unknown ones first, then by what they took the last time."""
    return sorted(steps, key=lambda step: -(expected(step) if expected(step) is not None else float("inf")))  # type: ignore[operator]


def expected(step: Step) -> float | None:
    """The seconds that a step took the last time, None if it was never made."""
    record = read_record(step.record)
    return record.seconds if record else None


def _recorded(step: Step) -> Record:
    record = read_record(step.record)
    assert record is not None
    return record


def _value(step: Step, done: Done) -> Mapping[str, Any]:
    if done.lost:
        raise KinerjaError(f"{step.name} could not be made: {done.lost}")
    value: Mapping[str, Any] = done.value
    _raise_refused(value)
    return value


def _raise_refused(value: Mapping[str, Any]) -> None:
    """Raises again, in its kind, a mistake that a user can act on and that was met in another process."""
    if refused := value.get("refused"):
        raise getattr(errors, refused["kind"])(refused["told"])
