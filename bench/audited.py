"""The audit of one unit with Great Expectations loaded: of facts whose figures and claims are known, and of facts just read."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import partial

from audit_speed import best

from analysis import audit
from analysis.facts import Facts
from analysis.tables import load


def first(facts: Facts, units: list[str]) -> None:
    """The audit of facts of which nothing was worked out."""
    audit.audit(replace(facts), units=units)


def main() -> None:
    """Tells the best of a few audits of each kind, in seconds."""
    asked = json.load(sys.stdin)
    facts = load()
    units = facts.family(asked["unit"])
    audit.audit(facts, units=units)  # loads Great Expectations
    print(json.dumps({"audit_warm_seconds": best(partial(audit.audit, facts, units=units)), "audit_first_seconds": best(partial(first, facts, units))}))


if __name__ == "__main__":
    main()
