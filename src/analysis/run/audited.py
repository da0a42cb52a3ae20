"""The work of `kinerja audit`: what is asked for, refused where it is not known, told, and written for other programs."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis import audit
from analysis.audit.exchange import junit, sarif
from analysis.audit.finding import Finding, to_frame
from analysis.audit.register import Basis, register
from analysis.audit.suites import EXPECTATIONS, SEVERITIES, Suite, load_suites
from analysis.audit.telling import Teller, gravest_first, in_one_line
from analysis.audit.waivers import FILE
from analysis.claims import report_of
from analysis.errors import EXIT_CODES, ParameterError, alternatives, waiting_told
from analysis.facts import Facts
from analysis.output import hash_of, write, write_bytes
from analysis.run.steps import Folders
from analysis.tables import load

FILES = ("findings.csv", "register.xlsx", "findings.sarif", "findings.junit.xml")
FOLDER = "audit"
"""Below the results."""
SHOWN = 4
"""How many contradicting places a row of the command shows."""


@dataclass(frozen=True)
class Asked:
    """What to audit: units with those below them, documents, checks, the least severity; nothing given is everything.

    `on` is the day by which waivers are judged.
    """

    on: date
    units: Sequence[str] = ()
    documents: Sequence[str] = ()
    checks: Sequence[str] = ()
    severity: str = "info"
    lang: str = "id"

    def command(self, data: str = "") -> str:
        """The command that asks the same."""
        named = (("--unit", self.units), ("--document", self.documents), ("--check", self.checks))
        words = [word for option, names in named for name in names for word in (option, name)]
        given = [*words, "--severity", self.severity, "--lang", self.lang, *(("--data-dir", data) if data else ()), "--on", str(self.on)]
        return shlex.join(["kinerja", "audit", *given])


@dataclass(frozen=True)
class Audited:
    """What an audit found: the selected findings, the failing ones as rows of a table, how many there are, and where they are written."""

    findings: tuple[Finding, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """That of the gravest failing finding without waiver; 0 if there is none."""
        return max((EXIT_CODES[f.severity] for f in self.findings if f.fails and not f.waiver), default=0)


def audited(asked: Asked, folders: Folders | None = None, out: Path | None = None, suites: Path = EXPECTATIONS) -> Audited:
    """Audits the documents, and writes the selected findings to `out` as table, register, SARIF and JUnit; each file whole or not at all.

    Raises KinerjaError, before a file is written, for names that are not known and for data, suites and waivers that cannot be read.
    """
    place = folders or Folders()
    target = out or place.out / FOLDER
    facts, loaded = load(place.data), load_suites(suites)
    _refuse_unknown(asked, facts, loaded)
    chosen = select(facts, audit.audit(facts, suites, on=asked.on), asked)
    teller = Teller(facts, loaded, asked.lang)
    command = asked.command("" if place.data == Folders().data else place.told(place.data))
    contents: Mapping[str, str | bytes] = {
        "findings.csv": to_frame(chosen).to_csv(index=False, lineterminator="\n"),
        "register.xlsx": register(chosen, teller, Basis(command, asked.on, _inputs(facts, suites))),
        "findings.sarif": sarif(chosen, teller, command),
        "findings.junit.xml": junit(chosen, teller),
    }
    for name, content in contents.items():
        write_bytes(target / name, content) if isinstance(content, bytes) else write(target / name, content)
    written = teller.words("audit.written", folder=place.told(target), files=", ".join(contents))
    waiting = [teller.words("audit.waiting", document=document) for document in facts.waiting]
    return Audited(tuple(chosen), *_table(chosen, teller), (*waiting, *teller.counts(chosen), written))


def _refuse_unknown(asked: Asked, facts: Facts, suites: Iterable[Suite]) -> None:
    """Raises ParameterError for a name that does not exist, with the nearest that does."""
    checks = {check.id for suite in suites for check in suite.checks}
    named: list[tuple[str, Sequence[str], Collection[str]]] = [("unit", asked.units, facts.units), ("document", asked.documents, facts.sources)]
    for kind, names, known in [*named, ("check", asked.checks, checks), ("severity", [asked.severity], SEVERITIES)]:
        for name in names:
            if kind == "document" and name in facts.waiting:
                raise ParameterError(waiting_told(name))
            if name not in known:
                raise ParameterError(f"{kind} '{name}' is not known; {alternatives(name, known)}")


def select(facts: Facts, findings: Iterable[Finding], asked: Asked) -> list[Finding]:
    """The findings asked for, in order. Raises ParameterError where the names leave no check at all.

    Of a unit are the findings on it and the units below it, those on a body whose figures its reports carry, and what is
    said without unit of the documents that report on it.
    """
    family = {member for unit in asked.units for member in facts.family(unit)}
    reporting = {document for document, source in facts.sources.items() if any(unit in family for unit, _ in source.reports)}

    def concerns(f: Finding) -> bool:
        if not asked.units or f.unit in family:
            return True
        return f.document in reporting and (not f.unit or (bool(f.period) and report_of(facts, f.document, f.unit, f.period)[0] in family))

    named = [f for f in findings if concerns(f) and (not asked.documents or f.document in asked.documents) and (not asked.checks or f.check in asked.checks)]
    if not named:
        raise ParameterError("no check was made of what is asked for: the units and documents have nothing in common; leave one of them out")
    return [f for f in named if SEVERITIES.index(f.severity) <= SEVERITIES.index(asked.severity)]


def _inputs(facts: Facts, suites: Path) -> dict[str, str]:
    """SHA-256 of what the findings rest on: all raw files, since documents are held against each other, the suites and the waivers."""
    files = [*suites.glob("*.json"), *suites.glob(FILE)]
    return {f"data/raw/{name}": told for name, told in facts.hashes.items()} | {f"expectations/{file.name}": hash_of(file.read_bytes()) for file in files}


def _table(findings: Sequence[Finding], teller: Teller) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The failing findings as a reader of the command sees them, the gravest first: headings and rows."""
    names = ("severity", "check", "place", "subject", "printed", "expected", "against", "suggestion")
    rows = [
        (
            teller.severity(f),
            f"{f.check} {teller.sentence(f)}",
            teller.place(f.document, f.line),
            " ".join(part for part in (f.unit, f.period, f.subject) if part),
            f.printed or f.found,
            f.expected,
            _first(teller.against(f), teller),
            teller.slip(f),
        )
        for f in gravest_first(findings)
    ]
    return tuple(teller.words(f"column.{name}") for name in names), tuple(tuple(map(in_one_line, row)) for row in rows)


def _first(places: Sequence[str], teller: Teller) -> str:
    """The places that fit a row; the files hold all of them."""
    more = [teller.words("audit.more", count=len(places) - SHOWN)] if len(places) > SHOWN else []
    return "; ".join([*places[:SHOWN], *more])
