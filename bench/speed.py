"""How fast and how large is all of it? Prints a table, writes bench/results.json; bench/README.md explains each figure.

`--quick` makes one round of less; `--history "note"` adds a row to the table in bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import history
from choice import GOALS, QUICK, REPORTS, UNIT, WORKERS, reached
from machine import machine, versions
from memory import memory_round
from reports import Reports
from spread import Load, Spread, spreads
from told import HERE
from whole import audit_round, grid_round

from analysis.grid import ROOT

RESULTS = HERE / "results.json"
ROUNDS = 3


def measured(scratch: Path, quick: bool) -> dict[str, Spread]:
    """Every figure by name. Memory comes first: the reports rest on the results that its run leaves."""
    told = rounds("memory", 1, lambda number: memory_round(scratch / "memory"))
    reports = Reports(scratch / "memory" / "out", scratch, quick)
    many = 1 if quick else ROUNDS
    told |= rounds("reports", many, reports.round)
    told |= rounds("whole runs", many, lambda number: grid_round(scratch / f"grid-{number}"))
    return told | rounds("audits", many, lambda number: audit_round(UNIT, scratch / "home"))


def rounds(what: str, many: int, one: Callable[[int], Mapping[str, float]]) -> dict[str, Spread]:
    """The figures of several rounds; what takes long is told while it is made."""
    found = []
    for number in range(many):
        started = time.perf_counter()
        found.append(one(number))
        print(f"{what}, round {number + 1} of {many}: {time.perf_counter() - started:.0f} s", flush=True)
    return spreads(found)


def results_of(figures: Mapping[str, Spread], others: float | None, quick: bool) -> dict[str, Any]:
    """What bench/results.json holds."""
    told = {}
    for name, spread in figures.items():
        told[name] = spread.told
        if name in GOALS:
            told[name] |= {"goal": " ".join(map(str, GOALS[name])), "reached": reached(name, spread.median)}
    choices = {"reports": [" ".join(report) for report in REPORTS[: QUICK if quick else None]], "workers": WORKERS, "audited": UNIT, "quick": quick}
    return {
        "date": str(date.today()),
        "commit": _commit(),
        "machine": machine(),
        "versions": versions(),
        "choices": choices,
        "others_busy": others,
        "figures": told,
    }


def _commit() -> str:
    """The commit that was measured, with its subject; '' outside a repository."""
    told = subprocess.run(["git", "log", "-1", "--format=%h %s"], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip()


def show(results: Mapping[str, Any]) -> None:
    """Prints a row per figure."""
    print(f"\n{'figure':28}{'median':>10}{'minimum':>10}{'maximum':>10}  goal")
    for name, told in results["figures"].items():
        goal = f"{told['goal']}: {'reached' if told['reached'] else 'not reached'}" if "goal" in told else ""
        print(f"{name:28}" + "".join(f"{history.in_short(told[part]):>10}" for part in ("median", "minimum", "maximum")) + f"  {goal}")
    made, others = results["machine"], results["others_busy"]
    busy = "" if others is None else f"; others kept {others:.1f} of them busy"
    print(f"Python {results['versions']['python']}, {made['processors']} x {made['processor']}, {made['memory_mib']} MiB{busy}")


def main() -> None:
    """Measures, shows and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, one report: rough figures in about two minutes")
    parser.add_argument("--history", metavar="NOTE", default="", help="add a row with this note to the table in bench/README.md")
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="kinerja-bench-") as scratch, Load() as load:
        figures = measured(Path(scratch), asked.quick)
    results = results_of(figures, load.others, asked.quick)
    show(results)
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", "utf-8")
    if asked.history:
        history.append(results, asked.history)


if __name__ == "__main__":
    main()
