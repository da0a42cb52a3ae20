"""Findings: what a check said of the documents, place by place, and which of them stop a report."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from analysis.claims import report_of
from analysis.facts import Facts
from analysis.periods import Period

COLUMNS = ["check", "suite", "severity", "outcome", "document", "line", "unit", "period", "subject", "says", "expected", "found", "applied", "waiver"]
COLUMNS += ["printed", "against", "suggestion", "reason"]

Severity = Literal["critical", "warning", "info"]
Outcome = Literal["holds", "fails", "not_applicable"]


@dataclass(frozen=True, order=True)
class Quote:
    """Words as printed, with their place.

    `column` is that of the raw table; `label` what the row is about, as it is named there, with the figure in front where
    the row tells one; `unit` and `period` whose it is.
    """

    document: str
    line: int
    column: str
    printed: str
    label: str = ""
    unit: str = ""
    period: str = ""


@dataclass(frozen=True)
class Finding:
    """What one check says of one document: a failing place, or that it holds or does not apply there.

    `applied` counts the rows of the document that the check was applied to. `line`, `unit`, `period`, `subject`,
    `expected`, `found` and `printed` are empty unless it fails at a row; `waiver` names what accepts the finding, if
    anything does. `against` quotes what contradicts the row. `suggestion` is a likely slip, `<message id>:<value>`, never
    more than a suggestion. `reason` says by message id why a check does not apply. `row` is the place of the failing row
    in its raw table `table`.
    """

    check: str
    suite: str
    severity: Severity
    outcome: Outcome
    document: str
    line: int | None
    unit: str
    period: str
    subject: str
    says: str
    expected: str
    found: str
    applied: int
    waiver: str = ""
    printed: str = ""
    against: tuple[Quote, ...] = ()
    suggestion: str = ""
    reason: str = ""
    table: str = ""
    row: int | None = None

    @property
    def fails(self) -> bool:
        return self.outcome == "fails"

    @property
    def place(self) -> tuple[str, str, int, str, str, str, str]:
        """What findings are sorted by: document, check, line, then what the row is about."""
        return (self.document, self.check, self.line or 0, self.unit, self.period, self.subject, self.found)

    @property
    def anchor(self) -> str:
        """Its stable address on a page: check, line and subject, and a short mark of everything else that tells it apart."""
        rest = json.dumps([self.document, self.unit, self.period, self.subject, self.printed or self.found], ensure_ascii=False)
        subject = re.sub(r"[^a-z0-9]+", "-", self.subject.casefold())[:48].strip("-")
        parts = ("temuan", self.check, str(self.line or ""), subject, hashlib.sha256(rest.encode("utf-8", "replace")).hexdigest()[:6])
        return "-".join(part for part in parts if part)

    @property
    def cells(self) -> tuple[str, ...]:
        """The finding in the columns of `findings.csv`; quotations as a JSON list."""
        line = "" if self.line is None else str(self.line)
        head = (self.check, self.suite, self.severity, self.outcome, self.document, line, self.unit, self.period, self.subject)
        against = json.dumps([asdict(quote) for quote in self.against], ensure_ascii=False, separators=(",", ":")) if self.against else ""
        return (*head, self.says, self.expected, self.found, str(self.applied), self.waiver, self.printed, against, self.suggestion, self.reason)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by document, check, line and what they are about."""
    return sorted(findings, key=lambda finding: finding.place)


def addressed(findings: Iterable[Finding]) -> list[tuple[str, Finding]]:
    """The findings with their addresses; those that say the same of the same place are numbered."""
    seen: Counter[str] = Counter()
    told = []
    for finding in findings:
        seen[finding.anchor] += 1
        told.append((finding.anchor if seen[finding.anchor] == 1 else f"{finding.anchor}-{seen[finding.anchor]}", finding))
    return told


def told_in(facts: Facts, finding: Finding) -> tuple[str, str]:
    """The report, by unit and period, whose pages tell the finding."""
    reports = facts.sources[finding.document].reports
    if finding.unit and finding.period:
        return report_of(facts, finding.document, finding.unit, finding.period)
    own = [report for report in reports if not finding.unit or finding.unit in facts.family(report[0])]
    return max(own or reports, key=lambda report: (report[0] == facts.sources[finding.document].sidecar["issuer"], Period.parse(report[1])))


def findings_of(facts: Facts, findings: Sequence[Finding], unit: str, period: str) -> list[Finding]:
    """The findings on the documents that the report of `unit` and `period` draws on, in order.

    Failing places are those of the unit and the units below it in the fiscal year, those without unit or period, and
    those that belong to no other report; checks that hold or do not apply are told once per document.
    """
    documents = set(facts.documents_of(unit, period))
    family, year = set(facts.family(unit)), Period.parse(period).year

    def concerns(finding: Finding) -> bool:
        if finding.outcome != "fails" or not (finding.unit and finding.period):
            return not finding.unit or finding.unit in family
        near = finding.unit in family and Period.parse(finding.period).year == year
        return near or report_of(facts, finding.document, finding.unit, finding.period) == (unit, period)

    return in_order(f for f in findings if f.document in documents and concerns(f))


def to_frame(findings: Sequence[Finding]) -> pd.DataFrame:
    """One row per finding in the columns of `findings.csv`, all text, in order."""
    return pd.DataFrame([f.cells for f in in_order(findings)], columns=COLUMNS, dtype=str)
