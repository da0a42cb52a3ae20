"""Programmes and activities: are target, result and course, as the prose tells them, those of the table of outputs?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from analysis.audit.relations.compared import Compared, Examination, beside
from analysis.audit.relations.known import Row
from analysis.audit.relations.prose.statement import Said, Statement, judged
from analysis.numbers import exact, parse, to_text

RELATIONS = ("programme_target", "programme_result", "did_not_run")

_IDLE = re.compile(r"\btidak (?:berjalan|terlaksana|dilaksanakan)\b", re.IGNORECASE)


def programmes(ex: Examination, said: Said) -> Iterator[Compared]:
    """Every programme and activity that the prose speaks of and the table of outputs lists."""
    for statement in (s for s in said if s.kind == "comparison"):
        yield from _target(ex, statement)
        yield from _course(ex, statement)
    yield from _results(ex)


def _output(ex: Examination, document: str, unit: str, period: str, code: str) -> Row | None:
    found = [row for row in ex.ledger.rows("outputs", unit, period, code=code) if row["document"] == document]
    return found[0] if len(found) == 1 else None


def _target(ex: Examination, statement: Statement) -> Iterator[Compared]:
    """The target said of a programme."""
    kind, _, code = statement.subject.partition(":")
    row = _output(ex, statement.document, statement.unit, statement.period, code) if kind == "target" else None
    try:
        said = parse(statement.value, None).value if row else None
    except ValueError:
        return
    if row is not None and said is not None and row["target"] == row["target"]:
        target = exact(row["target"])
        against = (ex.quote("outputs", row["index"], "target"),)
        found, expected = to_text(said), to_text(target)
        yield judged(statement, "programme_target", found=found, expected=expected, difference=abs(said - target), printed=statement.words, against=against)


def _course(ex: Examination, statement: Statement) -> Iterator[Compared]:
    """An activity that is said not to have run: neither its full output nor its money is reported."""
    row = _output(ex, statement.document, statement.unit, statement.period, statement.subject) if _IDLE.search(statement.text) else None
    if row is None or not (row["realisasi"] == row["realisasi"] and row["target"] == row["target"]):
        return
    reached = exact(row["realisasi"]) >= exact(row["target"]) > 0
    spent = ex.facts.tables["spending"]
    spent = spent[(spent["document"] == statement.document) & (spent["unit"] == statement.unit) & (spent["code"] == statement.subject)]
    against = [ex.quote("outputs", row["index"], "realisasi"), *(ex.quote("spending", int(index), "realisasi_rp") for index in spent.index)]
    expected = f"{to_text(exact(row['realisasi']))} / {to_text(exact(row['target']))}"
    found = statement.value or statement.words
    yield judged(statement, "did_not_run", found=found, expected=expected, difference=reached, printed=statement.words, against=tuple(against))


def _results(ex: Examination) -> Iterator[Compared]:
    """The result published of a programme beside that of its own line among the outputs."""
    for row, claim in ex.claims:
        figure, number = claim.figure, claim.number.value if claim.number else None
        output = _output(ex, claim.document, figure.unit, figure.period, figure.subject) if figure.figure == "kinerja_program_pct" else None
        if output is None or number is None or output["measure"] != "pct" or output["realisasi"] != output["realisasi"]:
            continue
        result, cell = exact(output["realisasi"]), ex.facts.cell("outputs", output["index"], "realisasi")
        half = max(cell.half_unit, claim.number.half_unit if claim.number else Fraction(0))
        difference = Fraction(0) if abs(number - result) <= half else abs(number - result)
        spot, other = ("claims", int(row["index"]), "printed"), ("outputs", int(output["index"]), "realisasi")
        yield beside(ex, spot, row, "programme_result", str(row["subject"]), number, to_text(result), difference, [other])
