"""Legal bases: is an instrument of that number about what is said of it, and was it in force for the fiscal year?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.prose.statement import Said, Statement, alike, judged, words_of
from analysis.facts import Facts
from analysis.peraturan import Instrument, instruments
from analysis.peraturan.citation import Citation, citations, meant, same_title
from analysis.periods import Period

RELATIONS = ("citation_exists", "in_force")

_NAMES = "SS."
"""A citation inside the name of an objective is quoted with the name; the body does not rest on it."""
_QUOTED = re.compile(r"\s*menurut\b", re.IGNORECASE)
"""What an instrument says, which is told whether it is still in force or not."""


def cited(ex: Examination, said: Said) -> Iterator[Compared]:
    """Every legal basis: those in the statements first, then those of the sources that no statement of the line repeats."""
    laws = [s for s in said if s.kind == "legal_basis"]
    lines = {place: {c.id for s in group for c in _cited(s)} for place, group in alike(laws, lambda s: (s.document, s.line))}
    for statement in laws:
        found = _cited(statement)
        for citation in found[:1]:
            yield from _exists(statement, citation)
            yield _in_force(ex.facts, said, statement, citation, lines[statement.document, statement.line])
        if not found:
            yield judged(statement, "in_force", found=statement.value or statement.words, expected="", difference=None)
    for document in ex.documents:
        yield from _of_source(ex.facts, said, document, lines)


@lru_cache(maxsize=4096)
def _cited(statement: Statement) -> tuple[Citation, ...]:
    """The instrument that a statement cites, with its title if the words give one."""
    told = citations(statement.value) or citations(statement.words)
    titled = [c for c in citations(statement.words) if c.title]
    return tuple(next((c for c in titled if c.id == citation.id), citation) for citation in told)


def _exists(statement: Statement, citation: Citation) -> Iterator[Compared]:
    """The title said belongs to that number; where neither is known, nothing is said."""
    known, other = instruments().get(citation.id), meant(citation)
    if other is not None:
        suggestion = f"meant:{other.id}"
        yield judged(statement, "citation_exists", found=citation.id, expected=other.id, difference=1, printed=statement.words, suggestion=suggestion)
    elif known is not None and citation.title:
        agrees = same_title(citation.title, known.title)
        yield judged(statement, "citation_exists", found=citation.id, expected=citation.id, difference=0 if agrees else None, printed=statement.words)


def _in_force(facts: Facts, said: Said, statement: Statement, citation: Citation, line: set[str]) -> Compared:
    """The instrument governs the fiscal year; what is told as history or taken over from elsewhere is not judged."""
    instrument = meant(citation) or instruments().get(citation.id)
    covers = instrument.covers(statement.year) if instrument else None
    if instrument is None or covers is None or (not covers and (statement.subject.startswith(_NAMES) or _told(facts, said, statement, instrument, line))):
        return judged(statement, "in_force", found=citation.id, expected="", difference=None, printed=statement.words)
    newer = [s for s in said if s.document == statement.document and s.kind == "legal_basis" and instrument.replaced_by in {c.id for c in _cited(s)}]
    return judged(
        statement,
        "in_force",
        found=citation.id,
        expected=_follower(instrument) if not covers else citation.id,
        difference=not covers,
        printed=statement.words,
        against=words_of(facts, *newer),
        suggestion=f"replaced_by:{instrument.replaced_by}" if instrument.replaced_by else "",
    )


def _told(facts: Facts, said: Said, statement: Statement, instrument: Instrument, line: set[str]) -> bool:
    """Whether an old instrument is told beside what replaced it or beside years that it governed, quoted, or in a text taken over from elsewhere."""
    same = (s for s in said if (s.document, s.line) == (statement.document, statement.line))
    governed = any(s.year < statement.year and instrument.covers(s.year) for s in same)
    quoted = bool(_QUOTED.match(statement.words)) or facts.sources[statement.document].reproduces(statement.line)
    return governed or quoted or instrument.replaced_by in line


def _follower(instrument: Instrument) -> str:
    """What is in force instead, or the fiscal years that the instrument covers where that is not known."""
    span = sorted({instrument.since, instrument.until or instrument.since})
    return instrument.replaced_by or f"{instrument.id}: TA {'-'.join(map(str, span))}"


def _of_source(facts: Facts, said: Said, document: str, lines: dict[tuple[str, int], set[str]]) -> Iterator[Compared]:
    sidecar = facts.sources[document].sidecar
    period = Period.parse(str(sidecar["period"]))
    for basis in sidecar.get("bases") or ():
        line, words = int(basis["line"]), str(basis["cites"])
        told = lines.get((document, line), set())
        for citation in citations(words)[:1]:
            if citation.id not in told:
                place = Statement(document, line, str(sidecar["issuer"]), str(period), "legal_basis", str(basis["for"]), words, words, -1)
                yield _without_row(_in_force(facts, said, place, citation, told | {c.id for c in citations(words)}))


def _without_row(row: Compared) -> Compared:
    """A row that stands in source.yaml, and in no raw table."""
    return replace(row, table="", row=None)
