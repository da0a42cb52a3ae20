"""What one report costs, a notebook with its page: the plain way, ours with one and two workers, and the floor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from choice import FIRST, WORKERS, rest
from spread import alternated, marginal
from told import asked_of

from analysis.grid import Task
from analysis.run.asked import Asked, Grid
from analysis.run.records import read_record
from analysis.run.steps import Folders


class Reports:
    """The chosen notebooks, over results that are current in `out`; pages go below `scratch`."""

    def __init__(self, out: Path, scratch: Path, quick: bool):
        self.scratch, self.first, self.rest = scratch, list(FIRST), rest(quick)
        place = Folders(out=out, reports=scratch / "reports")
        self.grid = Grid(Asked(), place)
        self.stopped = read_record(self.grid.steps.audit.record).told["stopped"]  # type: ignore[union-attr]
        self.told: Mapping[str, Any] = {
            "first": self._told(self.first),
            "rest": self._told(self.rest),
            "out": str(out),
            "reports": str(place.reports),
        }

    def _told(self, tasks: Iterable[Task]) -> list[dict[str, Any]]:
        steps = self.grid.steps.notebooks({task: self.grid.arguments[task] for task in tasks}, self.grid.names, "")
        return [
            {"notebook": step.argument["notebook"], "page": task.page, "arguments": step.argument["arguments"], "shown": step.argument["shown"]}
            for task, step in steps.items()
        ]

    def round(self, number: int) -> dict[str, float]:
        """One round: every way in a fresh process, two workers both before and after the plain way."""
        two = partial(self._ours, workers=WORKERS)
        ways: list[Callable[[], dict[str, Any]]] = [two, self._plain, two, partial(self._ours, workers=1), self._floor]
        before, plain, after, one, floor = alternated(ways, number)
        each = {name: self._marginal(told) for name, told in (("plain", plain), ("one", one), ("floor", floor))}
        each["two"] = (self._marginal(before) + self._marginal(after)) / 2
        same = sum(one["digests"][page] == digest for page, digest in floor["digests"].items())
        return {
            "report_ratio": each["plain"] / each["two"],
            "report_ratio_cold": 2 * plain["whole"] / (before["whole"] + after["whole"]),
            "report_seconds": each["two"],
            "plain_report_seconds": each["plain"],
            "floor_ratio": each["one"] / each["floor"],
            "one_worker_report_seconds": each["one"],
            "floor_report_seconds": each["floor"],
            "floor_same_pages_pct": 100 * same / len(floor["digests"]),
        }

    def _marginal(self, told: Mapping[str, Any]) -> float:
        return marginal(told["first"], told["first"] + told["rest"], len(self.first), len(self.first) + len(self.rest))

    def _plain(self) -> dict[str, Any]:
        return asked_of("plain", {**self.told, "reports": str(self.scratch / "plain")}, self.scratch / "home")

    def _ours(self, *, workers: int) -> dict[str, Any]:
        return asked_of("ours", {**self.told, "workers": workers}, self.scratch / "home")

    def _floor(self) -> dict[str, Any]:
        place = self.grid.place
        given = {"data": str(place.data), "root": str(place.root), "stopped": self.stopped, "reports": str(self.scratch / "floor")}
        return asked_of("floor", {**self.told, **given}, self.scratch / "home")
