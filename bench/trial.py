"""One trial: documents with planted defects loaded and audited together, and what became of each defect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from documents import Document, cloned, write_all
from planting import Planted

from analysis.audit import Finding, audit
from analysis.claims import reconcile
from analysis.errors import InputError
from analysis.facts import Facts
from analysis.figures import Cell, Figure, Ledger
from analysis.law import Law
from analysis.rules import law
from analysis.tables import load

Place = tuple[str, int | None, str, str, str]
"""What tells one failing finding of a document from another: check, line, unit, period, subject."""


@dataclass(frozen=True)
class Outcome:
    """What became of one defect. `checks` names what found it, the loader included; `unseen` says why nothing could."""

    kind: str
    document: str
    told: str
    lines: tuple[int, ...]
    found: bool = False
    at_place: bool = False
    pinpointed: bool = False
    refused: bool = False
    checks: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    unseen: str = ""


def failing(facts: Facts) -> dict[str, list[Finding]]:
    """The failing findings of an audit by document."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in audit(facts):
        if finding.fails:
            found[finding.document].append(finding)
    return found


def place_of(finding: Finding, suffix: str = "") -> Place:
    """The place of a finding, with the units named as before the document was cloned."""
    unit, subject = (text.replace(suffix, "") if suffix else text for text in (finding.unit, finding.subject))
    return finding.check, finding.line, unit, finding.period, subject


def alone(document: Document) -> Facts:
    """The facts of a document by itself. Raises InputError as the loader does."""
    with TemporaryDirectory() as folder:
        write_all([document], Path(folder))
        return load(Path(folder))


PLAIN = Law(law().rules, law().parameters)
"""The rules in force without their other readings: a verdict does not depend on those, and costs a fraction."""


class Before:
    """A document without the defect: the verdict on each of its claims and the cells that each was computed from."""

    def __init__(self, document: Document):
        facts = alone(document)
        self.ledger = Ledger(facts, PLAIN)
        self.claims = {_key(row): row for row in _claims(facts)}
        self._known: dict[tuple[str, str, str, str], frozenset[tuple[str, int]]] = {}
        self.leaning = {key: self._leant_on(_figure(self.ledger, row)) for key, row in self.claims.items()}

    def _leant_on(self, figure: Figure) -> frozenset[tuple[str, int]]:
        """The cells, by table and row, that a figure was computed from, through all figures on the way."""
        if figure.key not in self._known:
            own = {(item.table, item.row) for item in figure.inputs if isinstance(item, Cell) and item.row is not None}
            below = (self._leant_on(item) for item in figure.inputs if isinstance(item, Figure))
            self._known[figure.key] = frozenset(own).union(*below)
        return self._known[figure.key]

    def verdict(self, key: tuple[Any, ...]) -> str:
        return reconcile(self.ledger, self.claims[key]).verdict

    def contradicted_by(self, after: Ledger, keys: Iterable[tuple[Any, ...]]) -> bool:
        """Whether a claim that was right is no longer, of those with the keys."""
        now = {_key(row): row for row in _claims(after.facts)}
        return any(key in now and self.verdict(key) == "match" != reconcile(after, now[key]).verdict for key in keys)


_BEFORE: dict[str, Before] = {}


def _claims(facts: Facts) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in facts.tables["claims"].to_dict("records")]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("line", "unit", "period", "figure", "subject"))


def _figure(ledger: Ledger, row: Mapping[str, Any]) -> Figure:
    return ledger.get(str(row["figure"]), str(row["subject"]).partition("#")[0], str(row["unit"]), str(row["period"]))


def why_unseen(document: Document, planted: Planted) -> str:
    """Why no claim contradicts a defect, or '' if one does: by the cells that each claim was computed from, and by its verdict."""
    if document.name not in _BEFORE:
        _BEFORE[document.name] = Before(document)
    before = _BEFORE[document.name]
    after = Ledger(alone(planted.document), PLAIN)
    mine = [key for key, cells in before.leaning.items() if cells & planted.cells or key[0] in planted.lines]
    if before.contradicted_by(after, mine) or before.contradicted_by(after, [key for key in before.claims if key not in set(mine)]):
        return ""
    resting = [key for key in mine if before.leaning[key] & planted.cells or any(table == "claims" for table, _ in planted.cells)]
    if not resting:
        return "rests on no claim"
    return "its claims still hold" if any(before.verdict(key) == "match" for key in resting) else "the claim was not right before"


def trial(told: Sequence[tuple[str, bool, Document, Planted]], baseline: Mapping[str, set[Place]]) -> list[Outcome]:
    """What became of each defect: its kind, whether it is evident by itself, the document before and after."""
    outcomes: list[Outcome] = []
    waiting: list[tuple[int, Document]] = []
    for number, (kind, _, _, planted) in enumerate(told):
        clone = cloned(planted.document, f"~{number}~")
        outcome = Outcome(kind, planted.document.name, planted.told, tuple(sorted(planted.lines)))
        try:
            alone(clone)
        except InputError as refusal:
            outcomes.append(_refused(outcome, planted, refusal))
        else:
            outcomes.append(outcome)
            waiting.append((number, clone))
    findings = _together([clone for _, clone in waiting])
    for number, clone in waiting:
        kind, evident, before, planted = told[number]
        known = baseline.get(before.name, set())
        fresh = [f for f in findings.get(clone.name, []) if place_of(f, f"~{number}~") not in known]
        outcome = _judged(outcomes[number], planted, fresh)
        outcomes[number] = outcome if outcome.found or evident else replace(outcome, unseen=why_unseen(before, planted))
    return outcomes


def _together(documents: Sequence[Document]) -> dict[str, list[Finding]]:
    if not documents:
        return {}
    with TemporaryDirectory() as folder:
        write_all(documents, Path(folder))
        return failing(load(Path(folder)))


def _refused(outcome: Outcome, planted: Planted, error: InputError) -> Outcome:
    """A defect that cannot get in: at the right place if a problem names a planted line."""
    named = any(f"line {line}" in problem for problem in error.problems for line in planted.lines)
    return replace(outcome, found=True, refused=True, at_place=named, pinpointed=named, checks=("loader",))


def _judged(outcome: Outcome, planted: Planted, fresh: Iterable[Finding]) -> Outcome:
    """What the new findings say of the defect: one whose line, or that of a quotation, is planted is at the right place."""
    fresh = list(fresh)
    at_line = [f for f in fresh if f.line in planted.lines]
    quoting = [f for f in fresh if any(quote.line in planted.lines for quote in f.against)]
    checks = tuple(sorted({f.check for f in fresh}))
    severities = tuple(sorted({f.severity for f in fresh}))
    place = bool(at_line or quoting)
    return replace(outcome, found=bool(fresh), at_place=place, pinpointed=bool(at_line), checks=checks, severities=severities)
