"""What a run would make and why, without making anything: nothing heavy is loaded for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.errors import waiting_told
from analysis.run.asked import Asked, Grid
from analysis.run.made import expected, stale
from analysis.run.parts import digest_of
from analysis.run.records import Step, read_record, why
from analysis.run.room import workers_of
from analysis.run.steps import Folders

_NAMED = 3
"""How many changed parts are named at once."""


@dataclass(frozen=True)
class Planned:
    """A step, whether it would be made (`run`, `perhaps`, `current`), why, and the seconds that it should take, None if nothing is known.

    What is made `perhaps` follows from files that a step before it makes, or only from the `gate`, should the audit stop other rows.
    """

    step: Step
    state: str
    changes: tuple[str, ...] = ()
    seconds: float | None = None

    @property
    def unlikely(self) -> bool:
        return self.state == "perhaps" and self.changes == ("gate",)

    @property
    def row(self) -> tuple[str, str, str, str]:
        parts = [change for change in self.changes if " " in change]
        named = ", ".join(parts[:_NAMED]) + (f" and {len(parts) - _NAMED} more" if len(parts) > _NAMED else "")
        reasons = ", ".join(self.changes if self.state == "perhaps" else why(self.changes))
        return self.step.name, self.state, f"{reasons}: {named}" if named else reasons, "" if self.seconds is None else f"{self.seconds:.1f}"


@dataclass(frozen=True)
class Plan:
    """All steps of a run in their order, and the documents that wait for their facts."""

    steps: tuple[Planned, ...]
    waiting: Sequence[str] = ()

    @property
    def sentences(self) -> list[str]:
        """How many steps there are of each state, and how long the run should take."""
        counts = {state: [one for one in self.steps if one.state == state] for state in ("run", "perhaps", "current")}
        run, perhaps = counts["run"], counts["perhaps"]
        told = [f"{len(run)} to run, {len(perhaps)} perhaps, {len(counts['current'])} current"]
        if run:
            least, most = _seconds(run), _seconds([*run, *(one for one in perhaps if not one.unlikely)])
            span = f"{least:.0f} to {most:.0f} s" if most - least >= 1 else f"{least:.0f} s"
            unknown = sum(one.seconds is None for one in (*run, *perhaps))
            if unlikely := sum(one.unlikely for one in perhaps):
                told.append(f"{unlikely} of the steps that run perhaps do so only if the audit stops other rows than the last time")
            told.append(
                f"about {span} of work with {workers_of(None)} at a time"
                + (f"; {unknown} steps were never made, so nothing is known of them" if unknown else "")
            )
        return [*map(waiting_told, self.waiting), *told]


def _seconds(steps: Iterable[Planned]) -> float:
    return sum(one.seconds or 0.0 for one in steps) / workers_of(None)


def planned(asked: Asked, place: Folders, *, force: bool = False) -> Plan:
    """What a run asked for this would make. Raises KinerjaError as a run does.

    Once documents are audited anew, anything may follow: nobody knows before which rows the audit will stop.
    """
    grid = Grid(asked, place)
    audit = grid.steps.audit
    audited = stale([audit], grid.basis, force=force)
    last = read_record(audit.record)
    digest = digest_of(last.told.get("stopped", []) if last else [])
    results = grid.steps.results(grid.reports, digest)
    built = stale(results, grid.basis, force=force)
    following = _resting_on(results, audited, grid)
    pages = list(grid.steps.notebooks(grid.arguments, grid.names, digest).values())
    executed = stale(pages, grid.basis, force=force)
    after = _resting_on(pages, {*built, *following}, grid)
    return Plan((*_told([audit], audited, set(), ()), *_told(results, built, following, audited), *_told(pages, executed, after, audited)), grid.raw.waiting)


def _resting_on(steps: Iterable[Step], others: Collection[Step], grid: Grid) -> set[Step]:
    """The steps that read a file which one of the others makes."""
    made = {grid.basis.named(file.resolve()) for other in others for file in other.outputs.values()}
    return {step for step in steps if (record := read_record(step.record)) and not made.isdisjoint(record.seen)}


def _told(steps: Iterable[Step], todo: Mapping[Step, list[str]], follow: set[Step], audited: Collection[Step]) -> list[Planned]:
    """The steps as they are planned: those `todo`, those that `follow` from others, and once documents are `audited` anew, all that the gate may move."""

    def one(step: Step) -> Planned:
        if step in todo:
            return Planned(step, "run", tuple(todo[step]), expected(step))
        reason = "follows" if step in follow else "gate" if audited else ""
        return Planned(step, "perhaps" if reason else "current", (reason,) if reason else (), expected(step))

    return [one(step) for step in steps]
