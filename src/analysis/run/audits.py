"""A step of a run: the audit of one document, stored for all of its reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analysis import audit
from analysis.audit import kept
from analysis.audit.gate import written
from analysis.output import hash_of
from analysis.run.basis import part_of
from analysis.run.observing import gently, observing
from analysis.run.rawfiles import every_read_of
from analysis.run.steps import AUDIT_FILES
from analysis.workbook import desk_of

_WIDE = ("table ", "source ")
"""The audit walks through all tables and keeps the rows of its document; those, and what figures were read from, are what it rests on."""


@gently
def execute(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Audits the document and stores findings, coverage and the rows that it stops."""
    facts, document, folder = desk_of(Path(asked["data"])).ledger.facts, str(asked["document"]), Path(asked["folder"])
    with observing(asked) as used:
        audited = audit.examine(facts, documents=[document], on=date.fromisoformat(asked["on"]))
        stopped = written(facts, audit.gate(facts, audited.findings))
        kept.write_document(folder, audited, stopped)
    parts = {part for part in used.parts if not part.startswith(_WIDE)} | {part_of(read) for read in every_read_of(document)}
    return {"ok": True, "seen": sorted(parts), "outputs": {name: hash_of((folder / name).read_bytes()) for name in AUDIT_FILES}, "told": {"stopped": stopped}}
