"""Waivers: findings that someone in charge accepts, with a reason, until a date that is enforced."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from analysis.audit.finding import Finding, Quote
from analysis.audit.relations import EXPIRY, NEEDED, Compared
from analysis.errors import SuiteError, alternatives

FILE = "waivers.yaml"
"""Beside the suites."""

_REQUIRED = ("check", "document", "reason", "decided_by", "decided", "expires")
_KEYS = (*_REQUIRED, "line", "subject")
_LANGUAGES = ("id", "en")
_OWN = "V"
"""The letter of the checks that look at waivers."""
_ROLE = re.compile(r"[a-z][a-z /-]{2,59}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LINE = re.compile(r"[1-9]\d{0,6}", re.ASCII)


@dataclass(frozen=True)
class Waiver:
    """An accepted finding: which check of which document, where only one place is meant its line or subject, and until when.

    It is in force from the day of the decision to the day of expiry, both included. `decided_by` is a role.
    """

    check: str
    document: str
    reason: Mapping[str, str]
    decided_by: str
    decided: date
    expires: date
    line: int | None = None
    subject: str = ""

    @property
    def told(self) -> str:
        """Who accepts, and until when: what a finding carries as its waiver."""
        return f"{self.decided_by} ({self.expires})"

    def in_force(self, on: date) -> bool:
        return self.decided <= on <= self.expires

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this failing finding, whatever the date."""
        same = finding.fails and (finding.check, finding.document) == (self.check, self.document)
        return same and self.line in {None, finding.line} and self.subject in {"", finding.subject}


def apply(findings: Iterable[Finding], waivers: Sequence[Waiver], on: date) -> list[Finding]:
    """The findings, each with the role and expiry of the first waiver in force on that day that covers it, or with none."""
    valid = [waiver for waiver in waivers if waiver.in_force(on)]
    return [replace(f, waiver=next((w.told for w in valid if w.covers(f)), "")) for f in findings]


def waived(waivers: Sequence[Waiver], findings: Sequence[Finding], on: date) -> Iterator[Compared]:
    """The check table of the waivers, two rows each.

    `waiver_expiry` differs by the days since the waiver expired, and is contradicted by the places that it covered;
    `waiver_needed` differs by 1 once it covers no failing finding. `line` is 0 for a waiver of a whole document.
    """
    for waiver in waivers:
        covered = [f for f in findings if waiver.covers(f)]
        place = (waiver.document, waiver.line or 0, "", "")
        about, past = f"{waiver.check} {waiver.subject}".strip(), max((on - waiver.expires).days, 0)
        uncovered = tuple(Quote(f.document, f.line or 0, "", f.printed or f.found, f.subject) for f in covered) if past else ()
        yield Compared(*place, EXPIRY, about, str(waiver.expires), str(waiver.expires), f">= {on}", past, uncovered)
        yield Compared(*place, NEEDED, about, waiver.told, str(len(covered)), ">= 1", int(not covered))


def load_waivers(file: Path, checks: Collection[str], documents: Collection[str]) -> list[Waiver]:
    """The waivers written in `file`, in its order; none if there is no file. `checks` and `documents` are those that exist.

    Raises SuiteError with the place for anything that does not say exactly who accepts what, why and until when.
    """
    if not file.is_file():
        return []
    try:
        written = yaml.load(file.read_text("utf-8"), Loader=_Plain)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SuiteError(f"{file.name} cannot be read as YAML in UTF-8: {' '.join(str(error).split())}") from error
    if not isinstance(written, list):
        raise SuiteError(f"{file.name}: a list of waivers is needed, one entry each; write [] where there is none")
    read = [_waiver(entry, f"{file.name}, entry {number}", checks, documents) for number, entry in enumerate(written, 1)]
    places = [(w.check, w.document, w.line, w.subject) for w in read]
    for number, place in enumerate(places, 1):
        if place in places[: number - 1]:
            raise SuiteError(f"{file.name}, entry {number}: repeats entry {places.index(place) + 1}; keep one waiver for a finding")
    return read


class _Plain(yaml.BaseLoader):
    """YAML in which every value is text, and a key written twice is refused."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        told: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        if len(told) < len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key is written twice", node.start_mark)
        return told


def _waiver(entry: Any, place: str, checks: Collection[str], documents: Collection[str]) -> Waiver:
    _refuse_unclear(entry, place)
    check, document = entry["check"], entry["document"]
    place = f"{place} ({check})"
    if check.startswith(_OWN):
        raise SuiteError(f"{place}: check '{check}' looks at waivers and cannot be waived; renew or remove the waiver that it names")
    for kind, name, known in (("check", check, checks), ("document", document, documents)):
        if name not in known:
            raise SuiteError(f"{place}: {kind} '{name}' is not known; {alternatives(name, known)}")
    if not _ROLE.fullmatch(entry["decided_by"]):
        raise SuiteError(f"{place}: decided_by '{entry['decided_by']}' must be a role in small letters, such as 'inspektur', never a person")
    decided, expires = (_day(entry[key], key, place) for key in ("decided", "expires"))
    if expires < decided:
        raise SuiteError(f"{place}: expires {expires} lies before decided {decided}; a waiver ends after its decision")
    line = entry.get("line")
    return Waiver(check, document, entry["reason"], entry["decided_by"], decided, expires, _line(line, place) if line else None, entry.get("subject", ""))


def _refuse_unclear(entry: Any, place: str) -> None:
    """Refuses an entry whose keys are not those of a waiver, or whose values are not text."""
    if not isinstance(entry, dict):
        raise SuiteError(f"{place}: an object with the keys {', '.join(_REQUIRED)} is needed here")
    for key in sorted(set(entry) - set(_KEYS)):
        raise SuiteError(f"{place}: key '{key}' is not known; {alternatives(str(key), _KEYS)}")
    reason = entry.get("reason")
    reasons = {f"reason.{lang}": reason.get(lang) if isinstance(reason, dict) else None for lang in _LANGUAGES}
    if isinstance(reason, dict) and (strange := sorted(set(reason) - set(_LANGUAGES))):
        raise SuiteError(f"{place}: key 'reason.{strange[0]}' is not known; a reason is told in {' and '.join(_LANGUAGES)}")
    given = {key: entry.get(key) for key in _REQUIRED if key != "reason"} | reasons | {key: entry[key] for key in ("line", "subject") if key in entry}
    for key, value in given.items():
        if not isinstance(value, str) or not value.strip():
            raise SuiteError(f"{place}: '{key}' is missing or empty; every waiver needs {', '.join(_REQUIRED)}, the reason in both languages")


def _day(text: str, key: str, place: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise SuiteError(f"{place}: {key} '{text}' is not a date; write it as 2025-12-31")


def _line(text: str, place: str) -> int:
    if not _LINE.fullmatch(text):
        raise SuiteError(f"{place}: line '{text}' is not a line of the document; write its number alone, or leave it out")
    return int(text)
