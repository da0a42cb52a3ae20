"""A step of a run: the first page of the site in a language, with its list of all indicators and findings."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.desk import desk_of
from analysis.grid import comparisons, summaries
from analysis.output import hash_of, write
from analysis.run.listed import listed
from analysis.run.observing import gently, observing


@gently
def execute(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Writes both pages from what the results of all reports say."""
    facts, known, out = desk_of(Path(asked["data"])).ledger.facts, asked["known"], Path(asked["out"])
    with observing(asked) as used:
        reports = summaries(facts, out, known)
        told = {"reports": reports, "comparisons": comparisons(known), **listed(facts, reports, out, asked["lang"])}
        pages = import_module(asked["pages"])
        shown = {"lang": asked["lang"], "languages": asked["languages"]}
        written = {"page": pages.render_index(facts, told, **shown), "list": pages.render_list(facts, told, **shown)}
        for name, page in written.items():
            write(Path(asked["places"][name]), page)
    return {"ok": True, "seen": sorted(used.parts), "outputs": {name: hash_of(page.encode()) for name, page in written.items()}, "told": {}}
