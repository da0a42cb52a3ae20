"""The result files of one report, and the manifest of what they were made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import audit, claims
from analysis.audit import Audited
from analysis.audit.gate import written
from analysis.audit.kept import FINDINGS, keep, texts_of
from analysis.desk import Desk
from analysis.facts import Facts
from analysis.figures import Figure, Ledger, to_frame
from analysis.grid import ROOT
from analysis.law import Parameter, Rule
from analysis.numbers import to_text
from analysis.output import hash_of, write
from analysis.periods import Period
from analysis.run.manifest import Built, code_hashes, manifest_of, write_manifest


def tables_of(ledger: Ledger, unit: str, period: str) -> dict[str, pd.DataFrame]:
    """`figures.csv` and `claims.csv` of a report by file name; all text, sorted by key.

    The figures are those of the report and those, of any unit and period, that its claims speak of or rest on.
    """
    desk = Desk(ledger)
    return {"figures.csv": to_frame(desk.figures(unit, period)), "claims.csv": claims.to_frame(desk.claims(unit, period))}


def write_results(desk: Desk, audited: Audited, unit: str, period: str, folder: Path) -> tuple[Built, dict[str, str]]:
    """Writes the result files of a report, each whole or not at all, and gives what it holds and the SHA-256 of each file.

    `audited` is the audit of the documents of the report, or of more. The same inputs, rules, waivers and code give the same
    bytes. Findings of an earlier run that were others stay beside the new ones as `findings-before.csv`: history, and no
    output of this run.
    """
    told, figures = desk.claims(unit, period), desk.figures(unit, period)
    own = audit.of_report(desk.ledger.facts, audited, unit, period)
    texts = {**desk.texts(unit, period), **texts_of(own)}
    keep(folder, texts[FINDINGS])
    for name in texts.keys() - {FINDINGS}:
        write(folder / name, texts[name])
    failing = dict(Counter(str(finding.severity) for finding in own.findings if finding.outcome == "fails"))
    built = Built(unit, period, len(figures), dict(Counter(claim.verdict for claim in told)), failing, _basis(desk.ledger, figures))
    return built, {name: hash_of(text.encode()) for name, text in texts.items()}


def build(
    facts: Facts,
    ledger: Ledger,
    audited: Audited,
    unit: str,
    period: str,
    out: Path,
    *,
    parameters: Mapping[str, str] | None = None,
    root: Path = ROOT,
) -> Built:
    """Writes the result files of a report to `out`/unit/period, its manifest last. `parameters` are what the run was told beside unit and period."""
    folder = out / unit / period
    built, outputs = write_results(Desk(ledger), audited, unit, period, folder)
    given = {"unit": unit, "period": period, **(parameters or {})}
    write_manifest(folder, manifest_of(given, facts.hashes, code_hashes(root), built.basis, outputs))
    return built


def _basis(ledger: Ledger, figures: Iterable[Figure]) -> dict[str, Any]:
    """The rule versions in force that the figures used, the dated parameters that these were given, and the rows that were stopped."""
    rules: dict[str, Rule] = {}
    dated: dict[str, Parameter] = {}
    for figure in figures:
        if not figure.rule_version:
            continue
        year = Period.parse(figure.period).year
        rule = ledger.law.rule_on(figure.figure, year, ledger.facts.unit(figure.unit).scopes, figure.case)
        rules[f"{rule.id} {rule.version} {rule.scope or ''} {rule.case or ''}"] = rule
        dated |= {f"{p.name} {p.years}": p for p in figure.parameters}
    return {
        "rules": [_of_rule(rules[key]) for key in sorted(rules)],
        "rule_parameters": [_of_parameter(dated[key]) for key in sorted(dated)],
        "stopped": written(ledger.facts, ledger.stopped),
    }


def _of_rule(rule: Rule) -> dict[str, Any]:
    names = ("id", "version", "years", "reference", "certainty", "scope", "case")
    return {name: getattr(rule, name) for name in names}


def _of_parameter(parameter: Parameter) -> dict[str, Any]:
    names = ("name", "years", "unit", "reference", "certainty")
    return {name: getattr(parameter, name) for name in names} | {"value": as_text(parameter.value)}


def as_text(value: Any) -> Any:
    """A parameter's value with its exact numbers as decimal text, at any depth."""
    if isinstance(value, Mapping):
        return {str(name): as_text(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_text(inner) for inner in value]
    return to_text(value) if isinstance(value, Fraction) else value
