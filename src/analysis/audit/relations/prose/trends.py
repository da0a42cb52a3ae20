"""Directions: is what is said of targets and results, rising, falling, met or missed, what the figures show; and is the objective the indicator's?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from analysis.audit.finding import Quote
from analysis.audit.relations.compared import Compared, Examination
from analysis.audit.relations.prose.statement import Said, Statement, judged
from analysis.errors import ParameterError
from analysis.facts import Facts
from analysis.figures import Figure
from analysis.numbers import parse, to_text
from analysis.periods import Period

RELATIONS = ("objective", "direction")

UP, SAME, DOWN, REACHED = "naik", "tetap", "turun", "tercapai"
_NUMBER = r"(\d+(?:[.,]\d+)*)\s*%?"
_RISES = re.compile(r"\b(?:naik|kenaikan|meningkat\w*|peningkatan)\b", re.IGNORECASE)
_FALLS = re.compile(r"\b(?:turun|menurun|penurunan)\b", re.IGNORECASE)
_BASES = re.compile(r"(Peningkatan|Penurunan) target antara Renstra dan Renja|Target antara Renstra dan Renja (tidak dilakukan penyesuaian)", re.IGNORECASE)
_FROM_TO = re.compile(rf"\bdari {_NUMBER}(?: pada tahun \d{{4}})? menjadi {_NUMBER}", re.IGNORECASE)
_FROM_YEAR = re.compile(rf"\bdari realisasi tahun (\d{{4}}) menjadi {_NUMBER}", re.IGNORECASE)
_OVER, _MET = r"melampaui|melampui|melebihi", r"mencapai|memenuhi"
_IN_WORDS = re.compile(rf"sebesar {_NUMBER}[^.]*?\b({_OVER}|{_MET})\b[^.]*?\btarget\b.*?(?:yaitu|sebesar)\s+(?:sebesar\s+)?{_NUMBER}", re.IGNORECASE)
_MISSED = re.compile(r"\b(?:belum|tidak)\s+(?:memenuhi|mencapai)\s+(?:target|nilai)|\btidak tercapai\b", re.IGNORECASE)
_EXCEEDED = re.compile(rf"\b(?:{_OVER}|lebih tinggi dibandingkan dengan)\b.{{0,30}}\b(?:target|ditargetkan)\b", re.IGNORECASE)
_REACHED = re.compile(rf"\b(?:{_MET}|sesuai dengan)\b.{{0,20}}\btarget\b", re.IGNORECASE)
SUPPOSED = re.compile(r"\b(?:di)?(?:prediksi|proyeksi|harap|upaya)\w*|\bakan\b", re.IGNORECASE)
_INDICATOR = re.compile(r"(IKU\.\d+)(?:#\d+)?(?:/(\d{4}))?")
_MANY_YEARS = re.compile(r"\bsampai dengan 20\d\d\b")


def moved(ex: Examination, said: Said) -> Iterator[Compared]:
    """Every objective and every direction said, where the words leave no doubt and the figures are there."""
    for statement in said:
        yield from _objective(ex.facts, statement)
        if statement.kind == "comparison":
            judgement = _of_bases(ex, statement) or _of_numbers(ex, statement) or _of_target(ex, statement) or _of_years(ex, statement)
            if judgement is not None:
                yield judgement


def _objective(facts: Facts, statement: Statement) -> Iterator[Compared]:
    """The objective that an indicator is said to serve is that of the table of indicators."""
    code, _, part = statement.subject.partition("/")
    if statement.kind != "category" or part != "objective":
        return
    own, year = (statement.document, statement.unit, code), statement.year
    told = (row for row in facts.records("indicators") if (row["document"], row["unit"], row["code"]) == own)
    for line in (row for row in told if row["since"] <= year and not row["until"] < year):
        against = (Quote(statement.document, int(line["line"]), "objective", line["objective"], line["name"]),)
        differs = statement.value != line["objective"]
        yield judged(statement, "objective", found=statement.value, expected=line["objective"], difference=differs, printed=statement.words, against=against)


def direction(before: Fraction, after: Fraction) -> str:
    """The direction from one number to another."""
    return UP if after > before else DOWN if after < before else SAME


def said_direction(text: str) -> str | None:
    """The direction that the words say; None if they say none, or both."""
    up, down = bool(_RISES.search(text)), bool(_FALLS.search(text))
    return (UP if up else DOWN) if up != down else None


def row(statement: Statement, said: str, actual: str, agrees: bool, against: tuple[Quote, ...] = ()) -> Compared:
    """The row on a direction that is said."""
    return judged(statement, "direction", found=said, expected=actual, difference=not agrees, printed=statement.words, against=against)


def number_in(printed: str) -> Fraction | None:
    """A number in a sentence, whose style is its own: a last group of three digits is not told apart and left out."""
    try:
        return parse(printed, None).value
    except ValueError:
        return None


def figure_of(ex: Examination, figure: str, statement: Statement, period: Any, code: str = "") -> Figure | None:
    """A figure of the indicator that the statement is about, if it has a value."""
    match = _INDICATOR.fullmatch(statement.subject)
    if match is None:
        return None
    try:
        found = ex.ledger.get(figure, code or match[1], statement.unit, str(period))
    except ParameterError:
        return None
    return found if isinstance(found.value, Fraction) else None


def evidence(ex: Examination, *figures: Figure) -> tuple[Quote, ...]:
    """The words that speak for figures, each once."""
    return tuple(dict.fromkeys(told for figure in figures for told in ex.quotes(figure)))


def _of_bases(ex: Examination, statement: Statement) -> Compared | None:
    """The target of the work plan against that of the strategic plan."""
    match = _BASES.search(statement.words)
    renja, renstra = (figure_of(ex, name, statement, statement.period) for name in ("target_renja", "target_renstra"))
    if match is None or renja is None or renstra is None:
        return None
    said = SAME if match[2] else UP if _RISES.search(match[1]) else DOWN
    actual = direction(renstra.number, renja.number)
    return row(statement, said, actual, said == actual, evidence(ex, renstra, renja))


def _of_numbers(ex: Examination, statement: Statement) -> Compared | None:
    """A direction between numbers of the same sentence, or from the result of a year that it names."""
    if match := _IN_WORDS.search(statement.words):
        reached, target = number_in(match[1]), number_in(match[3])
        if reached is None or target is None:
            return None
        over = re.fullmatch(_OVER, match[2], re.IGNORECASE) is not None
        actual = f"{to_text(reached)} {'>' if reached > target else '<' if reached < target else '='} {to_text(target)}"
        return row(statement, match[2], actual, reached > target or (reached == target and not over))
    said = said_direction(statement.words)
    if said and (match := _FROM_YEAR.search(statement.words)):
        before, after = figure_of(ex, "realisasi_iku", statement, match[1]), number_in(match[2])
        if before is not None and after is not None:
            actual = direction(before.number, after)
            return row(statement, said, f"{actual} ({to_text(before.number)})", said == actual, evidence(ex, before))
    if said and (match := _FROM_TO.search(statement.words)):
        first, last = number_in(match[1]), number_in(match[2])
        if first is not None and last is not None:
            return row(statement, said, direction(first, last), said == direction(first, last))
    return None


def _of_target(ex: Examination, statement: Statement) -> Compared | None:
    """A result said to miss, meet or exceed its target, by the achievement that follows from both."""
    if SUPPOSED.search(statement.words) or _MANY_YEARS.search(statement.words):
        return None
    said = next((name for name, words in (("<", _MISSED), (">", _EXCEEDED), (">=", _REACHED)) if words.search(statement.words)), None)
    reached = figure_of(ex, "capaian_pct", statement, statement.period) if said else None
    if said is None or reached is None:
        return None
    agrees = {"<": reached.number < 100, ">": reached.number > 100, ">=": reached.number >= 100}[said]
    return row(statement, f"{said} 100", to_text(reached.number), agrees, evidence(ex, reached))


def _of_years(ex: Examination, statement: Statement) -> Compared | None:
    """A result said to rise or fall, against the year before or the year that the subject names."""
    said, match = said_direction(statement.text), _INDICATOR.fullmatch(statement.subject)
    if said is None or match is None or re.search(r"\btarget|\bsemester\b", statement.text, re.IGNORECASE) or SUPPOSED.search(statement.words):
        return None
    period = Period.parse(statement.period)
    earlier = Period(int(match[2]), period.first, period.last) if match[2] else period.year_before
    before, after = (figure_of(ex, "realisasi_iku", statement, when) for when in (earlier, period))
    if before is None or after is None or before.measure != after.measure:
        return None
    actual = direction(before.number, after.number)
    return row(statement, said, actual, said == actual, evidence(ex, before, after))
