"""Satisfaction surveys from their answers: elements, services, respondents, and how exact the index is.

Subjects: `total` or the code of an indicator, `service:<code>` for one service, `element:U3` for one element, or several of them in this
order, `IKU.3/service:<code>/element:U3`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.facts import Row
from analysis.figures.figure import Cell, Figure, Span
from analysis.figures.indicators import natural
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.law import NotComputable

SERVED = "penerima-layanan"
"""The population of `members` whose members are services, each with the number of people it served in the period (`jumlah`)."""
COMPLETE, INCOMPLETE = "lengkap", "tidak_lengkap"
_ALL = "total"


@dataclass(frozen=True)
class Part:
    """A part of a survey: of one indicator, of one service, of one element, or of all where it is ''."""

    code: str = ""
    service: str = ""
    element: str = ""

    @classmethod
    def parse(cls, subject: str) -> Part:
        """The part that a subject speaks of; what is neither service nor element is the code of an indicator."""
        told = {part.partition(":")[0] if ":" in part else "code": part for part in subject.split("/") if part != _ALL}
        return cls(told.get("code", ""), told.get("service", "").removeprefix("service:"), told.get("element", ""))

    @property
    def subject(self) -> str:
        return "/".join(part for part in (self.code, self.service and f"service:{self.service}", self.element) if part) or _ALL


def parts_of(ledger: Ledger, unit: str, period: str) -> list[Part]:
    """Every survey of a unit and period as a whole, and every service of it, in order."""
    known = set(ledger.facts.grouped("answers", unit, period, "code", "service"))
    return sorted({Part(str(code), str(service) if alone else "") for code, service in known for alone in (False, True)}, key=lambda p: natural(p.subject))


def elements_of(ledger: Ledger, unit: str, period: str, part: Part) -> list[Part]:
    """The elements that were asked about in a part of a survey, U2 before U10."""
    named = {str(row["subject"]) for row in _of(ledger, unit, period, part) if row["subject"] != _ALL}
    return [replace(part, element=subject) for subject in sorted(named, key=natural)]


def _of(ledger: Ledger, unit: str, period: str, part: Part) -> Sequence[Row]:
    """The rows of a code, or of one service of it, whatever they are about."""
    if part.service:
        return ledger.facts.grouped("answers", unit, period, "code", "service").get((part.code, part.service), [])
    return ledger.facts.grouped("answers", unit, period, "code").get((part.code,), [])


def _rows(at: Place) -> list[Row]:
    """The rows about the element, or about all elements together, of the part that is asked for. Raises NotComputable if there are none."""
    part = Part.parse(at.subject)
    found = [row for row in _of(at.ledger, at.unit, at.period, part) if row["subject"] == (part.element or _ALL)]
    if not found:
        raise NotComputable("parts_missing")
    return found


def _cells(at: Place, rows: Sequence[Row], *columns: str) -> list[tuple[Cell, ...]]:
    """The numbers in some columns of rows with answers, the lowest points first; none of these cells is ever empty."""
    ordered = sorted((row for row in rows if row["answered"] > 0), key=lambda row: (row["points"], row["service"], row["answered"]))
    found = [tuple(at.ledger.cell("answers", row, column) for column in columns) for row in ordered]
    return [tuple(cell for cell in cells if cell is not None) for cells in found]


def _by_form(at: Place, rows: Sequence[Row], *columns: str) -> dict[str, list[tuple[Cell, ...]]]:
    return {form: _cells(at, [row for row in rows if row["form"] == form], *columns) for form in (COMPLETE, INCOMPLETE)}


def _subjects(ledger: Ledger, unit: str, period: str) -> list[str]:
    return [part.subject for part in parts_of(ledger, unit, period)]


def _elements(ledger: Ledger, unit: str, period: str) -> list[str]:
    return [element.subject for part in parts_of(ledger, unit, period) for element in elements_of(ledger, unit, period, part)]


def graded(ledger: Ledger, unit: str, period: str) -> list[str]:
    """What of a survey has a category of its own: the whole, the services, and the elements of each."""
    return [*_subjects(ledger, unit, period), *_elements(ledger, unit, period)]


def to_grade(at: Place) -> Figure | None:
    """The value that the category of a part of a survey is read from; None where no survey speaks of it, or an indicator whose realisation is."""
    part = Part.parse(at.subject)
    if not any(row["subject"] == (part.element or _ALL) for row in _of(at.ledger, at.unit, at.period, part)):
        return None
    if part.element:
        return at.figure("ikm_unsur_konversi_nilai")
    return None if part == Part(part.code) and part.code and at.rows("realisations", code=part.code) else at.figure("ikm_nilai")


def scores(at: Place) -> list[Figure]:
    """The value of every element by the answers. Raises NotComputable if no respondent was asked."""
    part = Part.parse(at.subject)
    found = [at.figure("ikm_unsur_nilai", element.subject) for element in elements_of(at.ledger, at.unit, at.period, replace(part, element=""))]
    if part.element or not found:
        raise NotComputable("parts_missing")
    return found


@builds("ikm_unsur_nilai", subjects=_elements)
def ikm_unsur_nilai(at: Place) -> Call:
    rows = _rows(at)
    case = INCOMPLETE if any(row["form"] == INCOMPLETE for row in rows) else COMPLETE
    return Call(_by_form(at, rows, "points", "respondents"), case=case)


@builds("ikm_unsur_konversi_nilai", subjects=_elements)
def ikm_unsur_konversi_nilai(at: Place) -> Call:
    return Call({"unsur": at.figure("ikm_unsur_nilai")})


@builds("ikm_jawaban_rendah_pct", subjects=_elements)
def ikm_jawaban_rendah_pct(at: Place) -> Call:
    return Call({"jawaban": _cells(at, _rows(at), "points", "respondents")})


@builds("ikm_responden_orang", subjects=_subjects)
def ikm_responden_orang(at: Place) -> Call:
    return Call({"responden": [cell for (cell,) in _cells(at, _rows(at), "respondents")]})


@builds("ikm_tidak_lengkap_orang", subjects=_subjects)
def ikm_tidak_lengkap_orang(at: Place) -> Call:
    complete = _by_form(at, _rows(at), "respondents")[COMPLETE]
    return Call({"responden": at.figure("ikm_responden_orang"), "lengkap": [cell for (cell,) in complete]})


def population(at: Place) -> Figure | None:
    """How many people the part of the survey served, where that is told of every service in it."""
    part = Part.parse(at.subject)
    told = {row["member"] for row in at.rows("members", population=SERVED, attribute="jumlah")}
    asked = {row["service"] for row in _of(at.ledger, at.unit, at.period, part)} - {""}
    if part.element or not told or not asked <= told:
        return None
    return at.figure("jumlah", f"{SERVED}:{part.service}/jumlah" if part.service else f"{SERVED}/jumlah")


def _with_population(ledger: Ledger, unit: str, period: str) -> list[str]:
    return [subject for subject in _subjects(ledger, unit, period) if population(Place(ledger, unit, period, subject))]


@builds("ikm_sampel_minimum", subjects=_with_population)
def ikm_sampel_minimum(at: Place) -> Call:
    people = population(at)
    if people is None:
        raise NotComputable("population_missing")
    return Call({"populasi": people})


@builds("ikm_kecukupan_sampel", subjects=_with_population)
def ikm_kecukupan_sampel(at: Place) -> Call:
    return Call({"responden": at.figure("ikm_responden_orang"), "sampel": at.figure("ikm_sampel_minimum")})


@builds("ikm_ragam_nilai", subjects=_subjects)
def ikm_ragam_nilai(at: Place) -> Call:
    rows, people = _by_form(at, _rows(at), "points", "answered", "respondents"), population(at)
    return Call({**rows, "populasi": people}, case="populasi") if people else Call(rows)


@builds("ikm_galat_nilai", subjects=_subjects)
def ikm_galat_nilai(at: Place) -> Call:
    """From the variance as it is: nobody carries a variance on in rounded form."""
    variance = at.figure("ikm_ragam_nilai")
    exact = at.ledger.law.apply("ikm_galat_nilai", at.when.year, ragam=variance.number).value
    return Call({"ragam": variance}, span=Span(exact, exact, exact))


@builds("ikm_batas_bawah_nilai", "ikm_batas_atas_nilai", subjects=_subjects)
def ikm_batas_nilai(at: Place) -> Call:
    return Call({"nilai": at.figure("ikm_nilai"), "galat": at.figure("ikm_galat_nilai")})
