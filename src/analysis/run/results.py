"""The result files of one report, and the manifest of what they were made from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import audit, claims
from analysis.audit import Audited
from analysis.audit.gate import written
from analysis.audit.kept import FINDINGS, keep, texts_of
from analysis.claims import Claim
from analysis.facts import Facts
from analysis.figures import Figure, Ledger, figures_of, to_frame
from analysis.grid import ROOT
from analysis.law import Parameter, Rule
from analysis.numbers import to_text
from analysis.output import hash_of, write
from analysis.periods import Period

MANIFEST = "run.json"
PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Built:
    """The results of one report: how many figures, claims by verdict, failing findings by severity."""

    unit: str
    period: str
    figures: int
    claims: Mapping[str, int]
    findings: Mapping[str, int]


def tables_of(ledger: Ledger, unit: str, period: str) -> dict[str, pd.DataFrame]:
    """`figures.csv` and `claims.csv` of a report by file name; all text, sorted by key.

    The figures are those of the report and those, of any unit and period, that its claims speak of or rest on.
    """
    told, figures = _computed(ledger, unit, period)
    return {"figures.csv": to_frame(figures), "claims.csv": claims.to_frame(told)}


def _computed(ledger: Ledger, unit: str, period: str) -> tuple[list[Claim], list[Figure]]:
    told = claims.claims_of(ledger, unit, period)
    return told, figures_of(ledger, unit, [period], (claim.figure for claim in told))


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
    """Writes the result files of a report to `out`/unit/period, the manifest last; each file whole or not at all.

    `audited` is the audit of all documents. `parameters` are what the run was told beside unit and period. The same
    inputs, rules, waivers and code give the same bytes. Findings of an earlier run that were others stay beside the new
    ones as `findings-before.csv`: history, and no output of this run.
    """
    folder = out / unit / period
    told, figures = _computed(ledger, unit, period)
    own = audit.of_report(facts, audited, unit, period)
    frames = {"figures.csv": to_frame(figures), "claims.csv": claims.to_frame(told)}
    texts = {name: frame.to_csv(index=False, lineterminator="\n") for name, frame in frames.items()} | texts_of(own)
    keep(folder, texts[FINDINGS])
    for name in texts.keys() - {FINDINGS}:
        write(folder / name, texts[name])
    outputs = {name: hash_of(text.encode()) for name, text in texts.items()}
    manifest = {
        "parameters": {"unit": unit, "period": period, **(parameters or {})},
        "inputs": dict(facts.hashes),
        **_basis(ledger, figures),
        "stopped": written(facts, ledger.stopped),
        "code": code_hashes(root),
        "outputs": outputs,
    }
    write_manifest(folder, manifest)
    failing = Counter(str(finding.severity) for finding in own.findings if finding.outcome == "fails")
    return Built(unit, period, len(figures), Counter(claim.verdict for claim in told), failing)


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """`run.json` of a report: sorted keys, no times, nothing of the machine."""
    write(folder / MANIFEST, json.dumps(manifest, sort_keys=True, indent=2, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """`run.json` of a report. Raises OSError if it is missing, ValueError if it is not a JSON object."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    if not isinstance(manifest, dict):
        raise ValueError("not an object")
    return manifest


def with_pages(manifest: Mapping[str, Any], pages: Mapping[str, str]) -> dict[str, Any]:
    """The manifest with the SHA-256 of pages, by their address below the reports, among its outputs."""
    return {**manifest, "outputs": {**manifest["outputs"], **{f"reports/{page}": sha256 for page, sha256 in pages.items()}}}


def code_hashes(root: Path = ROOT) -> dict[str, str]:
    """SHA-256 of everything that can move a figure or a page beside the raw data: package, notebooks, suites, lock."""
    package = {f"src/analysis/{file.relative_to(PACKAGE).as_posix()}": file for file in PACKAGE.rglob("*")}
    around = [*root.glob("notebooks/*.ipynb"), *root.glob("expectations/*"), root / "requirements.lock"]
    files = package | {file.relative_to(root).as_posix(): file for file in around}
    return {name: hash_of(file.read_bytes()) for name, file in sorted(files.items()) if file.is_file() and "__pycache__" not in file.parts}


def _basis(ledger: Ledger, figures: Iterable[Figure]) -> dict[str, Any]:
    """The rule versions in force that the figures used, and the dated parameters that these were given."""
    rules: dict[str, Rule] = {}
    dated: dict[str, Parameter] = {}
    for figure in figures:
        if not figure.rule_version:
            continue
        year = Period.parse(figure.period).year
        rule = ledger.law.rule_on(figure.figure, year, ledger.facts.unit(figure.unit).scopes, figure.case)
        rules[f"{rule.id} {rule.version} {rule.scope or ''} {rule.case or ''}"] = rule
        dated |= {f"{p.name} {p.years}": p for p in figure.parameters}
    return {"rules": [_of_rule(rules[key]) for key in sorted(rules)], "rule_parameters": [_of_parameter(dated[key]) for key in sorted(dated)]}


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
