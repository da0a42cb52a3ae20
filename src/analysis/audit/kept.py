"""What an audit leaves behind for one report, and reads again: its findings, its coverage, and the findings of the audit before."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.audit.finding import COLUMNS, Finding, Quote, findings_of, in_order, to_frame
from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.output import hash_of, write

FINDINGS, BEFORE, COVERED, GATE = "findings.csv", "findings-before.csv", "coverage.csv", "gate.json"
_COUNTS = ("cells", "covered")
_NEEDED = ("check", "suite", "severity", "outcome", "document", "line", "unit", "period", "subject", "says", "expected", "found", "applied", "waiver")
_REMEMBERED = 2048
"""Texts of which it is remembered what is written in them."""


@dataclass(frozen=True)
class Audited:
    """What an audit found, and which cells of the raw tables it looked at."""

    findings: list[Finding]
    coverage: pd.DataFrame


NOTHING = Audited([], pd.DataFrame(columns=["document", "table", "column", *_COUNTS, "uncovered_lines"]))
"""What is said where there is no report."""


def of_report(facts: Facts, audited: Audited, unit: str, period: str) -> Audited:
    """What an audit of all documents says of the report of `unit` and `period`: its findings, and the coverage of its documents."""
    documents = facts.documents_of(unit, period)
    own = audited.coverage[audited.coverage["document"].isin(documents)].reset_index(drop=True)
    return Audited(findings_of(facts, audited.findings, unit, period), own)


def of_document(audited: Audited, document: str) -> Audited:
    """What an audit of several documents says of one: the same as an audit of that document alone."""
    own = audited.coverage[audited.coverage["document"] == document].reset_index(drop=True)
    return Audited([finding for finding in audited.findings if finding.document == document], own)


def together(audits: Sequence[Audited]) -> Audited:
    """The audits of several documents as the audit of all of them gives it: findings by document, coverage by table and document."""
    tables = {name: number for number, name in enumerate(TABLES)}
    coverage = pd.concat([audited.coverage for audited in audits] or [NOTHING.coverage], ignore_index=True)
    order = coverage.assign(table=coverage["table"].map(tables)).sort_values(["table", "document"], kind="stable").index
    return Audited(in_order(f for audited in audits for f in audited.findings), coverage.loc[order].reset_index(drop=True))


def texts_of(audited: Audited) -> dict[str, str]:
    """The result files of a report that hold what its audit said, by name."""
    frames = {FINDINGS: to_frame(audited.findings), COVERED: audited.coverage}
    return {name: frame.to_csv(index=False, lineterminator="\n") for name, frame in frames.items()}


def keep(folder: Path, text: str) -> None:
    """Writes `findings.csv`; earlier findings that were others stay beside it as `findings-before.csv`. Each file whole or not at all.

    The same findings again change nothing.
    """
    before = _text(folder / FINDINGS)
    if before is not None and before != text:
        write(folder / BEFORE, before)
    write(folder / FINDINGS, text)


def stored(folder: Path) -> Audited | None:
    """What an audit left in the folder of a report, None if it is not all there or cannot be read."""
    findings, coverage = _findings(_text(folder / FINDINGS)), _text(folder / COVERED)
    try:
        return None if findings is None or coverage is None else Audited(findings, _coverage(coverage).copy())
    except (ValueError, KeyError):
        return None


@lru_cache(_REMEMBERED)
def _coverage(text: str) -> pd.DataFrame:
    """The coverage written in `text`; the same text is read once in a process and those forked from it."""
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False).astype(dict.fromkeys(_COUNTS, "int64"))


Stop = Mapping[str, Any]
"""A closed row as `gate.written` tells it."""


def write_document(folder: Path, audited: Audited, stopped: Sequence[Stop]) -> None:
    """Writes the audit of a document, and the rows that it closes, to be used for each of its reports.

    `gate.json` comes last and names the SHA-256 of the others, so that what is half written or mixed is never read.
    """
    texts = texts_of(audited)
    for name, text in texts.items():
        write(folder / name, text)
    told = {"files": {name: hash_of(text.encode()) for name, text in texts.items()}, "stopped": [dict(stop) for stop in stopped]}
    write(folder / GATE, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def read_document(folder: Path) -> tuple[Audited, list[Stop]] | None:
    """What `write_document` left in the folder, None if it is not all there, whole and of one audit.

    Findings have all that is told of them; of their place among the facts, `table` and `row`, the closed rows keep what the gate needs.
    """
    try:
        told = json.loads((folder / GATE).read_bytes())
        stopped = [_stop(entry) for entry in told["stopped"]]
        whole = all(hash_of((folder / name).read_bytes()) == told["files"][name] for name in (FINDINGS, COVERED))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    audited = stored(folder) if whole else None
    return (audited, stopped) if audited is not None else None


def _stop(told: Mapping[str, Any]) -> Stop:
    return {"check": str(told["check"]), "document": str(told["document"]), "table": str(told["table"]), "row": int(told["row"])}


def before(folder: Path, text: str) -> list[Finding] | None:
    """The findings of the last audit of a report that differ from those in `text`, None if there are none that can be read."""
    last = _text(folder / FINDINGS)
    return _findings(last if last is not None and last != text else _text(folder / BEFORE))


def _text(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _findings(text: str | None) -> list[Finding] | None:
    """The findings written in `text`; columns that came later may lack. None if it holds no findings."""
    found = None if text is None else _written_in(text)
    return None if found is None else list(found)


@lru_cache(_REMEMBERED)
def _written_in(text: str) -> tuple[Finding, ...] | None:
    """As `_findings`; the same text is read once in a process and those forked from it."""
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        return tuple(_finding(row) for row in reader) if set(_NEEDED) <= set(reader.fieldnames or ()) else None
    except (csv.Error, ValueError, TypeError, KeyError, AttributeError):
        return None


def _finding(row: Mapping[str, str]) -> Finding:
    told = {name: row.get(name) or "" for name in COLUMNS}
    against = tuple(Quote(**quote) for quote in json.loads(told.pop("against") or "[]"))
    line, applied = told.pop("line"), told.pop("applied")
    return Finding(**told, line=int(line) if line else None, applied=int(applied or 0), against=against)  # type: ignore[arg-type]
