"""What lies there for a unit and period, and what is missing, before anything is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from analysis.dictionary import TABLES
from analysis.facts import Facts, Row
from analysis.figures.indicators import indicators, natural
from analysis.pages.blocks import Block, Bullets, Cell, Folded, Heading, Prose, Table, cells
from analysis.pages.told import Marked, Told, joined
from analysis.periods import Period
from analysis.workbook import Workbook

SURVEYS = ("ikm", "survei_kinerja")
"""Measurement systems whose scores are answers to questions."""
AMOUNTS = TABLES["budget"].numbers
_LISTED = 8
"""How many of a kind are named at once; the others are folded."""


@dataclass(frozen=True)
class Survey:
    """A survey that has no answers: how many of its questions are there, and how many of them have a score."""

    code: str
    system: str
    questions: int
    answered: int


def no_choice(wb: Workbook) -> list[Block]:
    """A sentence where not both a unit and a period are chosen; nothing where they are."""
    return [] if wb.unit and wb.period else [Prose(wb.words("start.choose_one"), "note")]


def there(wb: Workbook) -> list[Block]:
    """The documents, the rows of every raw table, and the periods that there are for the unit."""
    if told := no_choice(wb):
        return told
    w, facts = wb.words, wb.facts
    heading = Heading(w("start.there", unit=wb.name, period=w.period(wb.period)), "ada")
    own = facts.documents_of(wb.unit, wb.period)
    documents = [
        cells(
            str(facts.sources[name].sidecar["title"]),
            w.period(str(facts.sources[name].sidecar["period"])),
            w("start.gives_report") if name in own else w("start.gives_rows"),
            name,
        )
        for name in documents_with(facts, wb.unit)
    ]
    named = [w("column.document"), w("column.period"), w("start.part"), w("start.folder")]
    counted = [_row(wb, name) for name in TABLES]
    columns = [w("column.raw_table"), w("start.rows_here"), w("start.other_periods")]
    return [heading, Table(w("start.documents"), named, documents), Table(w("start.tables"), columns, counted, frozenset({1})), _periods(wb)]


def documents_with(facts: Facts, unit: str) -> list[str]:
    """The documents that hold any row of the unit, or give a report on it."""
    held = {row["document"] for name in TABLES for row in facts.records(name) if row.get("unit") == unit}
    return [name for name in facts.sources if name in held or name in facts.documents_of(unit)]


def _row(wb: Workbook, table: str) -> list[Cell]:
    """How many rows a raw table has for the period, and for which others it has some."""
    w, year = wb.words, Period.parse(wb.period).year
    dated = any(column.name == "period" for column in TABLES[table].columns)
    if not dated:
        rows = [r for r in wb.facts.rows(table, wb.unit, "") if r.get("since", year) <= year <= _or(r.get("until"), year)]
        return [Cell(w.or_plain("suite", table)), Cell(str(len(rows)), tone="" if rows else "bad"), Cell(w("start.by_year"), tone="quiet")]
    rows = wb.facts.rows(table, wb.unit, wb.period)
    others = [w.period(period) for period in wb.facts.periods(table, wb.unit) if period != wb.period]
    return [Cell(w.or_plain("suite", table)), Cell(str(len(rows)), tone="" if rows else "bad"), Cell("; ".join(others) or "–", tone="quiet")]


def _or(value: float | None, other: int) -> float:
    return other if value is None or isnan(value) else value


def _periods(wb: Workbook) -> Prose:
    """Which periods of the unit have a report, and which have rows but none."""
    w = wb.words
    reported = [Marked(w.period(period), "period") for period in wb.periods]
    told = [wb.told("start.periods", periods=wb.listed(reported))]
    if without := unreported(wb.facts, wb.unit):
        told.append(wb.told("start.unreported", periods=wb.listed([Marked(w.period(period), "period") for period in without])))
    return Prose(joined(told))


def unreported(facts: Facts, unit: str) -> list[str]:
    """The periods for which the raw tables have targets, realisations or money of the unit, but no document gives a report."""
    held = {period for table in ("targets", "realisations", "budget", "spending") for period in facts.periods(table, unit)}
    return sorted(held - {period for owner, period in facts.reports if owner == unit}, key=Period.parse)


def missing(wb: Workbook) -> list[Block]:
    """What one part of the facts has and the other lacks, each with the reason where a document gives one."""
    if told := no_choice(wb):
        return told
    w, facts, unit, period = wb.words, wb.facts, wb.unit, wb.period
    promised, measured = unmeasured(wb), unpromised(wb)
    kinds: list[tuple[str, Sequence[Told]]] = [
        ("unmeasured", [_indicator(wb, code, "realisasi_iku") for code in promised]),
        ("unpromised", [_indicator(wb, code, "target_iku") for code in measured]),
        ("silent", [Told((Marked(wb.indicator(code), "named"),)) for code in silent(wb)]),
        ("unspent", [_line(row) for row in unspent(facts, unit, period)]),
        ("unbudgeted", [Told((Marked(str(row["code"]), "code"),)) for row in unbudgeted(facts, unit, period)]),
        ("unanswered", [_survey(wb, survey) for survey in unanswered(facts, unit, period)]),
    ]
    found = [(kind, items) for kind, items in kinds if items]
    blocks: list[Block] = [Heading(w("start.missing"), "kurang")]
    if not found:
        return [*blocks, Prose(w("start.nothing_missing"))]
    for kind, items in found:
        blocks += [Heading(w(f"start.{kind}", count=len(items)), f"kurang-{kind}", 3), Prose(w(f"start.{kind}_next"), "note"), *_listed(wb, items)]
    return blocks


def _listed(wb: Workbook, items: Sequence[Told]) -> list[Block]:
    said = [Cell(item) for item in items]
    rest = said[_LISTED:]
    more = [Folded(wb.words("start.more", count=len(rest)), [Bullets(rest)])] if rest else []
    return [Bullets(said[:_LISTED]), *more]


def unmeasured(wb: Workbook) -> list[str]:
    """The indicators with a target and no realisation."""
    return _one_sided(wb, "target_iku", "realisasi_iku")


def unpromised(wb: Workbook) -> list[str]:
    """The indicators with a realisation and no target."""
    return _one_sided(wb, "realisasi_iku", "target_iku")


def _one_sided(wb: Workbook, has: str, lacks: str) -> list[str]:
    codes = indicators(wb.ledger, wb.unit, wb.period)
    return [code for code in codes if wb.fig(has, code).value is not None and wb.fig(lacks, code).value is None]


def silent(wb: Workbook) -> list[str]:
    """The indicators that a document defines for the year, and of which the period has neither target nor realisation."""
    year, told = Period.parse(wb.period).year, indicators(wb.ledger, wb.unit, wb.period)
    rows = wb.facts.rows("indicators", wb.unit, "")
    return sorted({str(row["code"]) for row in rows if row["since"] <= year <= _or(row["until"], year)} - set(told), key=natural)


def _indicator(wb: Workbook, code: str, lacks: str) -> Told:
    return wb.told("start.indicator", indicator=Marked(wb.indicator(code), "named"), reason=wb.because(wb.fig(lacks, code)))


def unspent(facts: Facts, unit: str, period: str) -> list[Row]:
    """The lowest budget lines with an amount of which neither they nor a line above them say what was spent; of a revised budget the revised lines."""
    spent = {(row["classification"], row["code"]) for row in facts.rows("spending", unit, period)}
    rows = facts.rows("budget", unit, period)
    last = max((row["version"] for row in rows), key=("murni", "perubahan").index, default="")
    lines = {(row["classification"], row["code"]): row for row in rows if row["version"] == last}
    above = {(row["classification"], row["parent"]) for row in lines.values()}
    return [row for key, row in lines.items() if key not in above and not _told_of(key, lines, spent) and any(not isnan(row[name]) for name in AMOUNTS)]


def _told_of(key: tuple[str, str], lines: dict[tuple[str, str], Row], spent: set[tuple[str, str]]) -> bool:
    """Whether spending is told of a line or one above it; a circle of lines ends where it began."""
    seen = set[tuple[str, str]]()
    while key in lines and key not in seen:
        if key in spent:
            return True
        seen.add(key)
        key = (key[0], lines[key]["parent"])
    return False


def unbudgeted(facts: Facts, unit: str, period: str) -> list[Row]:
    """What was spent on lines that the budget of the period does not have."""
    lines = {(row["classification"], row["code"]) for row in facts.rows("budget", unit, period)}
    return [row for row in facts.rows("spending", unit, period) if (row["classification"], row["code"]) not in lines]


def _line(row: Row) -> Told:
    return Told((Marked(f"{row['code']} {row['name']}".strip(), "named"),))


def unanswered(facts: Facts, unit: str, period: str) -> list[Survey]:
    """The surveys of which some questions are there without a score: in the period or in shorter ones within it."""
    when = Period.parse(period)
    within = [p for p in facts.periods("components", unit) if p == period or when.contains(Period.parse(p))]
    rows = [row for p in within for row in facts.rows("components", unit, p) if row["system"] in SURVEYS]
    found = []
    for code, system in dict.fromkeys((str(row["code"]), str(row["system"])) for row in rows):
        of = [row for row in rows if (row["code"], row["system"]) == (code, system)]
        found.append(Survey(code, system, len(of), sum(not isnan(row["score"]) for row in of)))
    return [survey for survey in found if survey.answered < survey.questions]


def _survey(wb: Workbook, survey: Survey) -> Told:
    name = wb.indicator(survey.code) if survey.code else wb.words.or_plain("scheme", survey.system)
    return wb.told("start.survey", survey=Marked(name, "named"), lacking=str(survey.questions - survey.answered), count_of=str(survey.questions))
