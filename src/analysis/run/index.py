"""A step of a run: the first page of the site."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.desk import desk_of
from analysis.grid import comparisons, summaries
from analysis.output import hash_of, write
from analysis.run.observing import gently, observing


@gently
def execute(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Writes the list of all reports with what their results say at a glance."""
    facts, known = desk_of(Path(asked["data"])).ledger.facts, asked["known"]
    with observing(asked) as used:
        told = summaries(facts, Path(asked["out"]), known)
        index = import_module(asked["pages"]).render_index(facts, told, lang=asked["lang"], comparisons=comparisons(known))
        write(Path(asked["reports"]) / "index.html", index)
    return {"ok": True, "seen": sorted(used.parts), "outputs": {"page": hash_of(index.encode())}, "told": {}}
