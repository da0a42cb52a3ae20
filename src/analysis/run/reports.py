"""A step of a run: the result files of one report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.audit import Audited, kept
from analysis.desk import desk_of
from analysis.errors import InputError
from analysis.run.observing import gently, observing
from analysis.run.results import write_results


@gently
def execute(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Computes figures and claims, takes findings and coverage from the stored audits, and writes them. What it finds of an earlier run is history."""
    desk, unit, period = desk_of(Path(asked["data"])), asked["unit"], asked["period"]
    folder = Path(asked["folder"])
    with observing(asked, folder / kept.FINDINGS, folder / kept.BEFORE) as used:
        audited = kept.together([_audit(Path(place)) for place in asked["audits"]])
        built, outputs = write_results(desk, audited, unit, period, folder)
    return {"ok": True, "seen": sorted(used.parts), "outputs": outputs, "told": asdict(built)}


def _audit(folder: Path) -> Audited:
    """The stored audit of a document. Raises InputError if it has been damaged since it was written."""
    stored = kept.read_document(folder)
    if stored is None:
        raise InputError(f"{folder} does not hold the audit that was stored there; remove the folder and run again")
    return stored[0]


def give_up(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The results could not be made, for the `reason` that is given."""
    return {"ok": False, "reason": asked["reason"], "seen": [], "outputs": {}, "told": {}}
