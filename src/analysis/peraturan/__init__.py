"""The instruments of law that documents cite: what each is about, for which fiscal years it is in force, what replaced it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from analysis.errors import RuleError
from analysis.law import CERTAINTIES, Certainty

REGISTRY = Path(__file__).with_name("peraturan.yaml")


@dataclass(frozen=True)
class Instrument:
    """One instrument, by its canonical id such as `UU 20/2023`.

    `since` and `until` are the first and last fiscal year that it governs at least in part (None: no end known);
    `replaced_by` is the id of what took its place. `certainty` runs from A (official text) over C (one source) to T,
    known but without a source: what is certain only to T is listed and judges nothing.
    """

    id: str
    title: str
    since: int
    certainty: Certainty
    reference: str
    until: int | None = None
    replaced_by: str = ""

    def covers(self, year: int) -> bool | None:
        """Whether it governs at least a part of the fiscal year; None where that is not established."""
        if self.certainty in {"T", "U"}:
            return None
        return self.since <= year and (self.until is None or year <= self.until)


@cache
def instruments(file: Path = REGISTRY) -> Mapping[str, Instrument]:
    """The registry by id. Raises RuleError for an entry that is told twice, has no basis, or ends before it begins."""
    found: dict[str, Instrument] = {}
    for entry in yaml.safe_load(file.read_text("utf-8")):
        instrument = Instrument(**entry)
        if instrument.id in found:
            raise RuleError(f"{file.name}: '{instrument.id}' is told twice; keep one entry")
        if instrument.certainty not in CERTAINTIES or not instrument.reference:
            raise RuleError(f"{file.name}: '{instrument.id}' needs a reference and a certainty from A to U")
        if instrument.until is not None and instrument.until < instrument.since:
            raise RuleError(f"{file.name}: '{instrument.id}' ends before it begins; correct since or until")
        found[instrument.id] = instrument
    for instrument in found.values():
        if instrument.replaced_by and instrument.replaced_by not in found:
            raise RuleError(f"{file.name}: '{instrument.replaced_by}', which replaces '{instrument.id}', has no entry of its own")
    return found
