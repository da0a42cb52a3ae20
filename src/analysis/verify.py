"""Published figures against the same figures from the raw data: the same, different and where first, or not to be rebuilt."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import claims, figures
from analysis.audit.gate import read
from analysis.audit.kept import COVERED, FINDINGS
from analysis.errors import KinerjaError, ParameterError
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.grid import ROOT
from analysis.output import hash_of
from analysis.rules import law
from analysis.run.manifest import MANIFEST, code_hashes, read_manifest
from analysis.run.results import tables_of
from analysis.tables import RAW, load

PUBLISHED = ROOT / "data" / "processed"
KEYS = {
    "figures.csv": ("unit", "period", "figure", "subject"),
    "claims.csv": ("document", "line", "unit", "period", "figure", "subject", "printed"),
}
COLUMNS = {"figures.csv": figures.COLUMNS, "claims.csv": claims.COLUMNS}
NEEDED = {name: columns[:10] for name, columns in COLUMNS.items()}
"""The columns that a published file must have; those beyond them are compared where they are there."""
STATES = ("same", "different", "cannot_rebuild")
"""What a verification can say; the place in this list is the exit code."""

_AGAIN = "run `kinerja run` again"

Row = Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """What was found for one published report.

    `reason` is the sentence on the first difference, or on why nothing could be rebuilt; `more` counts the further
    differences; `changed` and `code` name the raw files, and the files of the package, whose content is not that of the
    published run.
    """

    unit: str
    period: str
    state: str
    reason: str = ""
    more: int = 0
    changed: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verification:
    """The verdicts on all published reports, in their order."""

    verdicts: tuple[Verdict, ...]

    @property
    def exit_code(self) -> int:
        """0 if all are the same, 1 if one is different, 2 if one cannot be rebuilt."""
        return max(STATES.index(verdict.state) for verdict in self.verdicts)


class _Unreadable(Exception):
    """Something published that is not what a run writes; the message is a sentence."""


def verify(published: Path = PUBLISHED, raw: Path = RAW) -> Verification:
    """Recomputes every report below `published` from `raw` and compares figures and claims, by text, with what is stored.

    `published` may also be one file of figures or of claims, wherever it lies: then that file alone is compared. Findings are
    compared with their hash in the manifest. Raises ParameterError if there is nothing to verify.
    """
    places = [published.resolve()] if published.is_file() else _folders(published.resolve())
    try:
        facts = load(raw)
    except (KinerjaError, OSError) as error:
        return Verification(tuple(Verdict(*_named(place), "cannot_rebuild", f"the raw data cannot be read: {error}") for place in places))
    ledgers = _Ledgers(facts)
    return Verification(tuple(_verdict(ledgers, place) for place in places))


class _Ledgers:
    """One ledger for all reports that were stopped at the same rows."""

    def __init__(self, facts: Facts):
        self.facts, self._made = facts, dict[str, Ledger]()

    def stopped_at(self, told: Any) -> Ledger:
        """The ledger for the stopped rows that a manifest tells of. Raises _Unreadable if it tells them in no known form."""
        key = json.dumps(told, sort_keys=True)
        try:
            if key not in self._made:
                self._made[key] = Ledger(self.facts, law(), read(self.facts, told or ()))
            return self._made[key]
        except (TypeError, KeyError, ValueError) as error:
            raise _Unreadable(f"{MANIFEST} tells stopped rows in no known form; {_AGAIN}") from error


def _folders(published: Path) -> list[Path]:
    """The folders of the reports that lie below `published`, or itself."""
    names = (*KEYS, MANIFEST)
    found = {file.parent for pattern in ("*", "*/*", "*/*/*") for file in published.glob(pattern) if file.name in names}
    if not found:
        raise ParameterError(f"{published} holds no figures.csv; build it with `kinerja run`, or name another folder or file")
    return sorted(found)


def _named(place: Path) -> tuple[str, str]:
    """The unit and period that a folder, or the folder of a file, is named after."""
    folder = place.parent if place.is_file() else place
    return folder.parent.name, folder.name


def _verdict(ledgers: _Ledgers, place: Path) -> Verdict:
    unit, period = _named(place)
    facts, stopped = ledgers.facts, None
    changed: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    try:
        if place.is_file():
            kind = _kind_of(place)
            stored, differences = {kind: _rows(place, kind)}, []
            unit, period = _report_in(stored[kind], facts, place)
        else:
            manifest = _manifest(place)
            unit, period = _report_of(manifest, facts, place)
            stopped = manifest.get("stopped")
            changed, code = _changed(manifest.get("inputs"), facts.hashes), _changed(manifest.get("code"), code_hashes(), "src/analysis/")
            stored, differences = {name: _rows(place / name, name) for name in KEYS}, _altered(place, manifest)
        rebuilt = tables_of(ledgers.stopped_at(stopped), unit, period)
        sentences = [s for name, rows in stored.items() for s in _differences(name, rows, _texts(rebuilt[name]))] + differences
    except (_Unreadable, KinerjaError) as error:
        return Verdict(unit, period, "cannot_rebuild", str(error), 0, changed, code)
    if not sentences:
        return Verdict(unit, period, "same", "", 0, changed, code)
    return Verdict(unit, period, "different", sentences[0], len(sentences) - 1, changed, code)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        return read_manifest(folder)
    except OSError as error:
        raise _Unreadable(f"{folder / MANIFEST} is missing: what the figures were made from is not known; {_AGAIN}") from error
    except ValueError as error:
        raise _Unreadable(f"{folder / MANIFEST} is not a manifest in JSON and UTF-8; {_AGAIN}") from error


def _report_of(manifest: Mapping[str, Any], facts: Facts, folder: Path) -> tuple[str, str]:
    """The unit and period that the manifest names. Raises _Unreadable if the raw data have no such report."""
    told = manifest.get("parameters")
    named = (str(told.get("unit")), str(told.get("period"))) if isinstance(told, dict) else _named(folder)
    if named not in facts.reports:
        raise _Unreadable(f"{folder}: the raw data hold no report of {named[0]} for {named[1]}")
    return named


def _report_in(rows: Sequence[Row], facts: Facts, file: Path) -> tuple[str, str]:
    """The report that most of the rows belong to. Raises _Unreadable if they belong to none."""
    counts = Counter((row["unit"], row["period"]) for row in rows)
    known = [report for report, _ in counts.most_common() if report in facts.reports]
    if not known:
        raise _Unreadable(f"{file} holds no figure of a report that the raw data give")
    return known[0]


def _kind_of(file: Path) -> str:
    """Whether a file holds claims or figures, by its header; what cannot be read is taken for figures."""
    with suppress(OSError, UnicodeDecodeError):
        with file.open(encoding="utf-8") as opened:
            header = opened.readline().rstrip("\n").split(",")
        return "claims.csv" if {"printed", "verdict"} <= set(header) else "figures.csv"
    return "figures.csv"


def _rows(file: Path, name: str) -> list[dict[str, str]]:
    """The rows of a published file of the kind `name`. Raises _Unreadable with a sentence if it is missing or damaged."""
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            header, lines = next(reader, []), list(reader)
    except OSError as error:
        raise _Unreadable(f"{file} cannot be opened: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _Unreadable(f"{file} is not UTF-8 (byte {error.start}); {_AGAIN}") from error
    except csv.Error as error:
        raise _Unreadable(f"{file} is not CSV: {error}; {_AGAIN}") from error
    if missing := [column for column in NEEDED[name] if column not in header]:
        raise _Unreadable(f"{file} lacks column {', '.join(missing)}; {_AGAIN}")
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(header):
            raise _Unreadable(f"{file}: row {number} has {len(cells)} cells, the header {len(header)}; {_AGAIN}")
    return [dict(zip(header, cells, strict=True)) for cells in lines]


def _texts(frame: Any) -> list[dict[str, str]]:
    """The rows of a rebuilt table as they would be written."""
    return [dict(zip(frame.columns, cells, strict=True)) for cells in frame.itertuples(index=False, name=None)]


def _differences(name: str, stored: Sequence[Row], rebuilt: Sequence[Row]) -> list[str]:
    """A sentence for every row that is not the same: causes before the figures computed from them, then in the order of the keys."""
    columns = [c for c in COLUMNS[name] if not stored or c in stored[0]]
    was, now = _keyed(name, stored, columns), _keyed(name, rebuilt, columns)
    moved = {key for key in {*was, *now} if was.get(key) != now.get(key)}
    ordered = sorted(moved, key=lambda key: (_follows(now.get(key), {other[:-1] for other in moved}), key))
    return [_sentence(name, key, was.get(key), now.get(key)) for key in ordered]


def _follows(row: Row | None, moved: set[tuple[str, ...]]) -> bool:
    """Whether a figure was computed from another one that moved."""
    inputs = json.loads((row or {}).get("inputs") or "[]")
    return any((i.get("unit"), i.get("period"), i.get("figure"), i.get("subject")) in moved for i in inputs)


def _keyed(name: str, rows: Iterable[Row], columns: Sequence[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """The rows by their keys; rows that share a key are told apart by their order."""
    seen: Counter[tuple[str, ...]] = Counter()
    keyed = {}
    for row in rows:
        key = tuple(row[column] for column in KEYS[name])
        seen[key] += 1
        keyed[*key, f"{seen[key]:09d}"] = {column: row[column] for column in columns}
    return keyed


def _sentence(name: str, key: tuple[str, ...], was: Row | None, now: Row | None) -> str:
    place = f"{name}: {' '.join(key[:-1])}"
    if was is None:
        return f"{place} is not published, but the raw data give it"
    if now is None:
        return f"{place} is published, but the raw data do not give it"
    first = "value" if name == "figures.csv" else "verdict"
    column = next(column for column in sorted(was, key=lambda column: column != first) if was[column] != now[column])
    return f"{place}: {column} was '{was[column]}', is '{now[column]}'"


def _altered(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """A sentence for each file of the audit that is not the one the run wrote. Raises _Unreadable if one is missing."""
    told = manifest.get("outputs")
    outputs = told if isinstance(told, dict) else {}
    found = []
    for file in (folder / name for name in (FINDINGS, COVERED) if name == FINDINGS or name in outputs):
        if not file.is_file():
            raise _Unreadable(f"{file} is missing; {_AGAIN}")
        if hash_of(file.read_bytes()) != outputs.get(file.name):
            found.append(f"{file.name}: it is not the file that the run wrote")
    return found


def _changed(before: Any, now: Mapping[str, str], among: str = "") -> tuple[str, ...]:
    """The files, of those whose names begin with `among`, that are new, gone or different since the published run."""
    told = before if isinstance(before, dict) else {}
    return tuple(sorted(name for name in {*told, *now} if name.startswith(among) and told.get(name) != now.get(name)))
