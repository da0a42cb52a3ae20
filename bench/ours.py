"""Our way: chosen notebooks, and nothing else, in the pool of a run whose audits and results are current."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.run.asked import Asked, Grid
from analysis.run.made import Workshop
from analysis.run.parts import digest_of
from analysis.run.records import Step, read_record
from analysis.run.steps import Folders


def chosen(grid: Grid, pages: Sequence[str], stopped: list[Any]) -> list[Step]:
    """The steps of pages, in their order."""
    tasks = {task.page: task for task in grid.tasks}
    told = {tasks[page]: grid.arguments[tasks[page]] for page in pages}
    return list(grid.steps.notebooks(told, grid.names, digest_of(stopped)).values())


def main() -> None:
    """Makes the first notebooks and the rest, the figures of their reports included; tells the seconds of both, and the digest of every page."""
    asked = json.load(sys.stdin)
    started = time.perf_counter()
    place = Folders(out=Path(asked["out"]), reports=Path(asked["reports"]))
    grid = Grid(Asked(), place)
    stopped = read_record(grid.steps.audit.record).told["stopped"]  # type: ignore[union-attr]
    pages = {part: [task["page"] for task in asked[part]] for part in ("first", "rest")}
    seconds, digests = {}, {}
    with Workshop(grid.basis, place, grid.languages, workers=asked["workers"], force=True, preload=grid.modules) as workshop:
        for part in ("first", "rest"):
            steps = chosen(grid, pages[part], stopped)
            for made in workshop.make(steps, {step: ["forced"] for step in steps}, lambda todo: grid.figures(todo, stopped)):
                assert made.record.ok, made.record.reason
                digests[made.step.argument["page"].removeprefix(f"{place.reports.resolve()}/")] = made.record.outputs["page"]
            seconds[part] = time.perf_counter() - started
            started = time.perf_counter()
    print(json.dumps({**seconds, "each": seconds["rest"] / len(pages["rest"]), "digests": digests}))


if __name__ == "__main__":
    main()
