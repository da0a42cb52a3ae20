"""A step of a run: the audit of all documents, stored by document for the reports that rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analysis import audit
from analysis.audit import kept
from analysis.audit.gate import written
from analysis.desk import desk_of
from analysis.output import hash_of
from analysis.run.observing import gently, observing
from analysis.run.steps import AUDIT_FILES


@gently
def execute(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Audits the documents and stores findings, coverage and the rows that are stopped, document by document."""
    facts, folder = desk_of(Path(asked["data"])).ledger.facts, Path(asked["folder"])
    with observing(asked) as used:
        audited = audit.examine(facts, on=date.fromisoformat(asked["on"]))
        stopped = written(facts, audit.gate(facts, audited.findings))
        for document in asked["documents"]:
            kept.write_document(folder / document, kept.of_document(audited, document), [row for row in stopped if row["document"] == document])
    files = [f"{document}/{name}" for document in asked["documents"] for name in AUDIT_FILES]
    outputs = {name: hash_of((folder / name).read_bytes()) for name in files}
    return {"ok": True, "seen": sorted(used.parts), "outputs": outputs, "told": {"stopped": stopped}}
