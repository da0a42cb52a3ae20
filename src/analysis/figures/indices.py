"""Composite indices from their parts: satisfaction, professionalism, accountability, budget execution, survey."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from analysis.figures import survey
from analysis.figures.figure import Cell
from analysis.figures.indicators import definition, indicators
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.law import NotComputable

WEIGHTED = ("akip", "ip_asn", "ikpa", "merit")
"""Systems whose weights a regulation sets, in parameters `<system>_bobot_pct`."""


def parts(at: Place, system: str, *, unit: str | None = None) -> dict[str, Cell]:
    """The scores of the parts of an index by subject, for the indicator or for the unit as a whole.

    Raises NotComputable if the documents print none, or not all of them.
    """
    rows = at.rows("components", unit=unit, system=system)
    if at.subject.startswith("IKU."):
        rows = [row for row in rows if row["code"] == at.subject]
    cells = {row["subject"]: at.ledger.cell("components", row, "score") for row in rows}
    if not cells or None in cells.values():
        raise NotComputable("parts_missing")
    return {subject: cell for subject, cell in cells.items() if cell is not None}


def _of_system(*systems: str) -> Any:
    def subjects(ledger: Ledger, unit: str, period: str) -> list[str]:
        rows = [row for row in ledger.rows("components", unit, period) if row["system"] in systems and row["score"] == row["score"]]
        return sorted({row["code"] or "total" for row in rows})

    return subjects


def _surveyed(ledger: Ledger, unit: str, period: str) -> list[str]:
    return sorted({*_of_system("ikm")(ledger, unit, period), *(part.subject for part in survey.parts_of(ledger, unit, period))})


@builds("ikm_nilai", subjects=_surveyed)
def ikm_nilai(at: Place) -> Call:
    """From the scores of the elements as printed; where none are, and for a service, from the answers."""
    try:
        return Call({"unsur": survey.scores(at) if survey.Part.parse(at.subject).service else list(parts(at, "ikm").values())})
    except NotComputable:
        return Call({"unsur": survey.scores(at)})


@builds("ip_asn_nilai", subjects=_of_system("ip_asn"))
def ip_asn_nilai(at: Place) -> Call:
    """From the dimensions of the unit; a unit that prints none takes the mean over the units below it."""
    try:
        return Call({"bagian": list(parts(at, "ip_asn").values())}, case="parts")
    except NotComputable:
        below = [at.figure("ip_asn_nilai", unit=child) for child in at.ledger.facts.children(at.unit)]
        return Call({"unit": [f for f in below if f.value is not None]}, case="units")


@builds("akip_nilai", subjects=_of_system("akip"))
def akip_nilai(at: Place) -> Call:
    return Call({"bagian": list(parts(at, "akip").values())})


@builds("si_pct", subjects=_of_system("si"))
def si_pct(at: Place) -> Call:
    return Call({"aplikasi": list(parts(at, "si").values())})


@builds("survei_kinerja_nilai")
def survei_kinerja_nilai(at: Place) -> Call:
    aspects = [_aspect(at, row) for row in at.rows("components", system="survei_kinerja")]
    if not aspects:
        raise NotComputable("parts_missing")
    return Call({"aspek": aspects})


def _aspect(at: Place, row: dict[str, Any]) -> tuple[Cell | None, Cell | None, Cell | None]:
    weight, score, maximum = (at.ledger.cell("components", row, column) for column in ("weight", "score", "maximum"))
    if weight is None or score is None or maximum is None:
        raise NotComputable("parts_missing")
    return weight, score, maximum


def _ikpa(at: Place) -> tuple[dict[str, Cell], Any]:
    """The values of the IKPA indicators by name, and the deduction for dispensation where it is not itself an indicator."""
    rows = at.rows("components", system="ikpa")
    cells = {row["subject"].removeprefix("component:"): at.ledger.cell("components", row, "score") for row in rows}
    weighted = "dispensasi_spm" in at.ledger.weights("ikpa", at.when.year)
    deduction = 0 if weighted else cells.pop("dispensasi_spm", None) or 0
    found = {name: cell for name, cell in cells.items() if cell is not None}
    if not found:
        raise NotComputable("parts_missing")
    return found, deduction


@builds("ikpa_nilai", subjects=_of_system("ikpa"))
def ikpa_nilai(at: Place) -> Call:
    values, deduction = _ikpa(at)
    printed = {r["subject"].removeprefix("component:"): at.ledger.printed_claim(r) for r in at.rows("claims", figure="bobot_pct")}
    weights = {name: weight for name, weight in printed.items() if name in values and weight is not None}
    aside = {"bobot_tercetak": weights} if set(values) <= set(weights) else {}
    return Call({"indikator": values, "pengurang": deduction}, aside=aside)


@builds(
    "ikpa_aspek_nilai",
    subjects=lambda ledger, unit, period: ["aspect:hasil", "aspect:pelaksanaan", "aspect:perencanaan"] if _of_system("ikpa")(ledger, unit, period) else [],
)
def ikpa_aspek_nilai(at: Place) -> Call:
    return Call({"indikator": _ikpa(at)[0], "aspek": at.subject.removeprefix("aspect:")})


@builds("nilai_akhir_komponen")
def nilai_akhir_komponen(at: Place) -> Call:
    """The weighted part that one component adds to its index; at a unit above, the mean over the units below."""
    kind, _, name = at.subject.partition(":")
    rows = at.rows("components", subject=at.subject)
    if kind == "dimension" and not rows:
        below = [Place(at.ledger, child, at.period, at.subject) for child in at.ledger.facts.children(at.unit)]
        cells = [p.ledger.cell("components", row, "score") for p in below for row in p.rows("components", subject=at.subject)]
        return Call({"unit": [c for c in cells if c is not None]}, case="units")
    if not rows:
        raise NotComputable("parts_missing")
    row = rows[0]
    if row["system"] == "ikpa":
        return Call({"indikator": _ikpa(at)[0], "komponen": name}, case="ikpa")
    if row["system"] == "survei_kinerja":
        return Call({"aspek": _aspect(at, row)}, case="survei_kinerja")
    if row["system"] == "ikm":
        elements = at.rows("components", system="ikm", code=row["code"])
        score = at.ledger.cell("components", row, "score") or at.figure("ikm_unsur_nilai", survey.Part(row["code"], element=at.subject).subject)
        if score.value is None:
            raise NotComputable("parts_missing")
        return Call({"unsur": score, "banyak_unsur": len(elements)}, case="ikm")
    raise NotComputable("no_rule")


@builds("bobot_pct")
def bobot_pct(at: Place) -> Call:
    """The weight of a part: set by a regulation, 0 if only the regulation before knows it, or the sum of the weights printed for its own parts."""
    _, _, name = at.subject.partition(":")
    inner = [row for row in at.rows("components") if row["subject"].startswith(f"{at.subject}/") or row["system"] == at.subject]
    cells = [at.ledger.cell("components", row, "weight") for row in inner]
    if any(cells):
        return Call({"baris": [c for c in cells if c is not None]}, case="sum")
    for system in WEIGHTED:
        weights = at.ledger.parameter(f"{system}_bobot_pct", at.when.year)
        former = at.ledger.weights(system, (weights.since or at.when.year) - 1) if weights else {}
        if weights and (name in weights.value or name in former):
            aside = {"bobot_sebelumnya": former[name]} if name in former else {}
            return Call({"bobot": weights.value.get(name, Fraction(0))}, case=system, parameters=(weights,), aside=aside)
    raise NotComputable("no_rule")


@builds("nilai_maksimum")
def nilai_maksimum(at: Place) -> Call:
    """The highest possible score of a part, which is its weight, or the sum of the printed maxima."""
    cells = [at.ledger.cell("components", row, "maximum") for row in at.rows("components", system=at.subject)]
    if any(cells):
        return Call({"baris": [c for c in cells if c is not None]}, case="sum")
    return Call({"bobot": at.figure("bobot_pct")}, case="weight")


INDICES = ("ikm", "ip_asn", "akip", "rb", "merit", "ikpa")
"""Systems whose indicator is the index that a regulation classifies; elsewhere the classes are those of members."""


def _classified(ledger: Ledger, unit: str, period: str) -> list[str]:
    found = [c for c in indicators(ledger, unit, period) if _system(ledger, unit, period, c) in INDICES]
    return list(dict.fromkeys([*found, *survey.graded(ledger, unit, period)]))


def _system(ledger: Ledger, unit: str, period: str, code: str) -> str:
    try:
        return str(definition(ledger, unit, period, code)["system"])
    except NotComputable:
        return ""


@builds("kategori", subjects=_classified)
def kategori(at: Place) -> Call:
    """The category of an indicator's value, of a part of a survey, or of a member of a classified population."""
    if value := survey.to_grade(at):
        return Call({"nilai": value}, case="ikm")
    if at.subject.startswith("IKU."):
        return Call({"nilai": at.figure("realisasi_iku")}, case=_system(at.ledger, at.unit, at.period, at.subject))
    return Call({"nilai": at.figure("skor")}, case="ip_asn")
