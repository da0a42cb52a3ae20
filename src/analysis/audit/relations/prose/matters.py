"""Periods of what is told: does the work that a document tells of carry the period that the document reports?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from analysis.audit.relations.compared import Compared
from analysis.audit.relations.prose.dates import MONTHS, as_of, quarter
from analysis.audit.relations.prose.statement import Said, Statement, judged, words_of
from analysis.audit.relations.prose.years import asked
from analysis.facts import Facts
from analysis.periods import Period

RELATIONS = ("own_matter",)

_EARLIER = re.compile(
    r"\b(?:dinilai|\w*penilaian|evaluasi|monev|berdasarkan|LHE|dirilis|merilis|sejak|keadaan|pengukuran|atas dasar|dengan nilai|semula|lalu|sebelumnya|"
    r"(?:di|mem)banding\w*|perbandingan|disandingkan|tren)\b",
    re.IGNORECASE,
)
"""Words of an assessment, a source, a comparison or a history, which may well be of an earlier period."""
_YEARS = re.compile(r"\b20\d\d\b")
_MONTHS = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)


def of_its_period(facts: Facts, said: Said) -> Iterator[Compared]:
    """Every period that the work told of is said to be of: not one before that of the statement."""
    named = [s for s in said if s.kind == "period_name"]
    titles = Counter((s.document, s.unit, s.period, s.subject) for s in named)
    for statement in named:
        repeated = titles[statement.document, statement.unit, statement.period, statement.subject] > 1
        is_title = repeated and statement.subject.partition(":")[0] in {"bab", "tabel"}
        if not (is_title or asked(statement) or _told_otherwise(said, statement)):
            yield from _earlier(facts, said, statement)


def _told_otherwise(said: Said, statement: Statement) -> bool:
    """Whether the words are of an earlier state, of data as of a day, or the title of an instrument that the line cites."""
    laws = (s for s in said if s.kind == "legal_basis" and (s.document, s.line) == (statement.document, statement.line))
    return bool(_EARLIER.search(statement.words) or as_of(statement.words)) or any(statement.words in law.words for law in laws)


def _earlier(facts: Facts, said: Said, statement: Statement) -> Iterator[Compared]:
    own = Period.parse(statement.period)
    last = _last_month(statement.value, own)
    if last is None:
        return
    (year, month), part = last, quarter(statement.value)
    behind = 12 * (own.year - year) + own.last - month
    named = str(year) if month == own.last else f"{year}-TW{part[0]}" if part else f"{year}-{month:02d}"
    its_own = [s for s in said if s.document == statement.document and s.kind == "period_name" and s.subject in {"document", "dokumen"}]
    against = words_of(facts, *[s for s in its_own if str(own.year) in s.value][:1])
    carried = f"carried_over:{named}"
    yield judged(statement, "own_matter", found=named, expected=own, difference=max(behind, 0), printed=statement.words, against=against, suggestion=carried)


def _last_month(value: str, own: Period) -> tuple[int, int] | None:
    """Year and last month of the period that a value names, what it leaves out taken from `own`; None where it names none, or several years."""
    years, months, part = _YEARS.findall(value), _MONTHS.findall(value), quarter(value)
    if len(set(years)) > 1 or not (years or months or part):
        return None
    named = [name.capitalize() for name in months]
    month = 3 * part[0] if part else MONTHS.index(named[-1]) + 1 if named else own.last
    return int(years[0]) if years else own.year, month
