"""What the commands cost: the whole grid from nothing, again, and after one digit; help and a plan with nothing to do."""

from __future__ import annotations

import shutil
from pathlib import Path

from choice import ROW, WORKERS
from spread import spent
from told import MeasuringError, asked_of, kinerja

from analysis.run.steps import Folders


class Site:
    """A copy of the raw folder with results and pages of its own."""

    def __init__(self, folder: Path):
        self.raw, self.out, self.reports, self.home = (folder / name for name in ("raw", "out", "reports", "home"))
        shutil.copytree(Folders().data, self.raw)

    @property
    def folders(self) -> list[str]:
        return ["--data-dir", str(self.raw), "--out-dir", str(self.out), "--reports-dir", str(self.reports)]

    def run(self) -> tuple[float, int]:
        """Seconds of a whole run, and how many steps it made."""
        before = self._steps()
        seconds, _ = kinerja(["run", *self.folders, "--workers", str(WORKERS)], self.home)
        return seconds, self._steps() - before

    def _steps(self) -> int:
        """Lines of the log: one for every step that was ever made."""
        log = self.out / "log.jsonl"
        return len(log.read_text("utf-8").splitlines()) if log.exists() else 0

    def change(self) -> None:
        """Changes one digit in one row. Raises MeasuringError if that row is no longer there."""
        name, before, after = ROW
        text = (self.raw / name).read_text("utf-8")
        if text.count(before) != 1:
            raise MeasuringError(f"{name} holds the row '{before}' {text.count(before)} times; choose another in bench/choice.py")
        (self.raw / name).write_text(text.replace(before, after), "utf-8")


def grid_round(folder: Path) -> dict[str, float]:
    """One round of whole runs in a fresh folder."""
    site = Site(folder)
    cold, steps = site.run()
    again, _ = site.run()
    plan = _processor(["plan", *site.folders], site.home)
    site.change()
    changed, made = site.run()
    return {
        "grid_cold_seconds": cold,
        "grid_steps": steps,
        "noop_seconds": again,
        "one_row_seconds": changed,
        "one_row_steps": made,
        "help_cpu_seconds": _processor(["--help"], site.home),
        "plan_cpu_seconds": plan,
    }


def _processor(arguments: list[str], home: Path) -> float:
    """Processor seconds, user and system, of a command."""
    before = spent()
    kinerja(arguments, home)
    return spent() - before


def audit_round(unit: str, home: Path) -> dict[str, float]:
    """One round of audits of a unit, in a process that has Great Expectations loaded."""
    told = asked_of("audited", {"unit": unit}, home)
    return {name: told[name] for name in ("audit_warm_seconds", "audit_first_seconds")}
