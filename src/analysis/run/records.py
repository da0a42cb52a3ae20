"""What a run remembers of each step: what it rested on, what it made, and how long that took."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.output import hash_of, write
from analysis.run.basis import Basis
from analysis.run.parts import changed, reason_of

_OWN = {"new", "failed", "forced", "unobserved", "output"}
"""Reasons that are no part of what a step rests on."""

FOLDER = ".records"
"""Beside the outputs that the records tell of."""


@dataclass(frozen=True, eq=False)
class Step:
    """One thing that a run makes: `name` tells it, `function` makes it of `argument` in a process of its own.

    `kind` is audit, results, notebook or index. `given` are the parts known before it runs; `outputs` are the files that it
    leaves, by the name they are recorded under; `record` is where it is remembered. `lost` is what is called with the reason
    where the step could not say itself why it failed. `lang` is the language of the page that it makes.
    """

    kind: str
    name: str
    function: str
    argument: Mapping[str, Any]
    given: Mapping[str, str]
    outputs: Mapping[str, Path]
    record: Path
    limit: float
    lost: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Record:
    """How a step went: `given` and `seen` are the digests of the parts it rested on, `outputs` those of the files it made.

    `observed` is False where nobody could see what it read: such a record is never current.
    """

    ok: bool
    given: Mapping[str, str]
    seen: Mapping[str, str]
    outputs: Mapping[str, str]
    seconds: float
    reason: str = ""
    observed: bool = True
    told: Mapping[str, Any] = field(default_factory=dict)

    def write(self, file: Path) -> None:
        """Writes the record, after the outputs that it tells of: a run that is cut off before makes the step again."""
        write(file, json.dumps(vars(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n")


def read_record(file: Path) -> Record | None:
    """The record in a file; None if there is none that can be read."""
    try:
        return Record(**json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def without_results(step: Step, reason: str) -> Step:
    """The notebook as it is made where the results of its report could not be: a page that says so."""
    return replace(step, function=step.lost, argument={**step.argument, "reason": f"the results of this report could not be made: {reason}"})


def changes(step: Step, record: Record | None, basis: Basis) -> list[str]:
    """Why a step has to run, by the names of the parts that changed; nothing if what it left is what it would leave again."""
    if record is None:
        return ["new"]
    if not record.ok:
        return ["failed"]
    if not record.observed:
        return ["unobserved"]
    now = {part: basis.now(part) for part in record.seen}
    return changed(record.given, step.given) + changed(record.seen, now) or _missing(step, record)


def _missing(step: Step, record: Record) -> list[str]:
    """The outputs that are no longer those that the step left."""
    lost = (name for name, file in step.outputs.items() if not file.is_file() or hash_of(file.read_bytes()) != record.outputs.get(name))
    return [f"output {name}" for name in lost]


def why(changes: Iterable[str]) -> list[str]:
    """The changes in one word each: new, failed, forced, unobserved, output, or the kind of the parts that changed."""
    return list(dict.fromkeys(kind if (kind := change.partition(" ")[0]) in _OWN else reason_of(change) for change in changes))
