"""Targets, realisations, achievements and gaps of the indicators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from analysis.figures.figure import Cell, Figure
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.law import NotComputable
from analysis.periods import Period

BASES = ("measurement", "pk", "renja", "renstra")
"""Where the target of a measurement is taken from: the first of these that the document gives."""


@cache
def natural(code: str) -> tuple[Any, ...]:
    """Sort key that puts IKU.2 before IKU.10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", code) if part)


def indicators(ledger: Ledger, unit: str, period: str) -> list[str]:
    """Codes of the indicators that have a target or realisation in the period."""
    rows = [*ledger.rows("targets", unit, period), *ledger.rows("realisations", unit, period)]
    return sorted({row["code"] for row in rows}, key=natural)


def definition(ledger: Ledger, unit: str, period: str, code: str) -> dict[str, Any]:
    """The row that defines the indicator for the fiscal year. Raises NotComputable if no document does."""
    return defined(ledger, "indicators", unit, period, code)


def defined(ledger: Ledger, table: str, unit: str, period: str, code: str) -> dict[str, Any]:
    """The row of `indicators` or `objectives` that defines a code for the fiscal year. Raises NotComputable if no document does."""
    year = Period.parse(period).year
    for row in ledger.rows(table, unit, ""):
        if row["code"] == code and row["since"] <= year and not row["until"] < year:
            return row
    raise NotComputable("not_in_documents")


def _realised(ledger: Ledger, unit: str, period: str) -> list[str]:
    return [code for code in indicators(ledger, unit, period) if ledger.rows("realisations", unit, period, code=code)]


def _target(at: Place, bases: Iterable[str]) -> Call:
    rows = {row["basis"]: row for row in at.rows("targets", code=at.subject)}
    for row in (rows[basis] for basis in bases if basis in rows):
        cell = at.ledger.cell("targets", row, "value")
        if cell is not None:
            return Call({"nilai": cell}, measure=row["measure"] or definition(at.ledger, at.unit, at.period, at.subject)["measure"])
    reasons = [row["reason"] for row in rows.values() if row["reason"]]
    raise NotComputable(reasons[0] if reasons and reasons[0] != "tidak_dicetak" else "target_missing")


@builds("target_iku", subjects=indicators)
def target_iku(at: Place) -> Call:
    """The target that the achievement is measured against, by the order of `BASES`."""
    return _target(at, BASES)


def _promised(basis: str) -> None:
    """Declares the figure `target_<basis>`."""

    def subjects(ledger: Ledger, unit: str, period: str) -> list[str]:
        return sorted({row["code"] for row in ledger.rows("targets", unit, period, basis=basis)}, key=natural)

    builds(f"target_{basis}", subjects=subjects)(lambda at: _target(at, (basis,)))


for _basis in ("pk", "renja", "renstra"):
    _promised(_basis)


@builds("realisasi_iku", subjects=_realised)
def realisasi_iku(at: Place) -> Call:
    """The realisation, by the method that the raw row declares."""
    rows = at.rows("realisations", code=at.subject)
    if not rows:
        raise NotComputable("realisation_missing")
    row = rows[0]
    measure = row["measure"] or definition(at.ledger, at.unit, at.period, at.subject)["measure"]
    return replace(_METHODS[row["method"]](at, row), case=row["method"], measure=measure)


def _stated(at: Place, row: dict[str, Any]) -> Call:
    cell = at.ledger.cell("realisations", row, "value")
    if cell is None:
        raise NotComputable(row["reason"] or "realisation_missing")
    return Call({"nilai": cell})


def _ratio(at: Place, row: dict[str, Any]) -> Call:
    cells = {name: at.ledger.cell("realisations", row, column) for name, column in (("pembilang", "numerator"), ("penyebut", "denominator"))}
    if None in cells.values():
        raise NotComputable("counts_missing")
    return Call(cells)


def _of_children(at: Place, row: dict[str, Any]) -> Call:
    children = [c for c in at.ledger.facts.children(at.unit) if at.rows("realisations", unit=c, code=at.subject)]
    return Call({"bagian": [at.figure("realisasi_iku", unit=child) for child in children]})


def _of_periods(at: Place, row: dict[str, Any]) -> Call:
    found = [at.figure("realisasi_iku", period=p) for p in shorter_periods(at.ledger, at.unit, at.period, at.subject)]
    return Call({"bagian": found}, aside=_respondents(at, found))


def _respondents(at: Place, parts: Sequence[Figure]) -> dict[str, Any]:
    """How many answered the survey that each of the shorter periods rests on, where all of them rest on one."""
    surveyed = all(at.ledger.rows("answers", at.unit, part.period, code=at.subject) for part in parts)
    return {"responden": [at.figure("ikm_responden_orang", period=part.period) for part in parts]} if parts and surveyed else {}


def shorter_periods(ledger: Ledger, unit: str, period: str, code: str) -> list[str]:
    """The parts of the period for which an indicator has realisations: semesters, else quarters, else months, in order."""
    whole = Period.parse(period)
    known = [Period.parse(p) for p in ledger.periods(unit, "realisations") if ledger.rows("realisations", unit, p, code=code)]
    inside = [p for p in known if whole.contains(p)]
    longest = max((p.last - p.first for p in inside), default=0)
    return [str(p) for p in sorted(inside) if p.last - p.first == longest]


@builds("agregat_iku", subjects=lambda ledger, unit, period: [c for c in _defined_codes(ledger, unit, period) if shorter_periods(ledger, unit, period, c)])
def agregat_iku(at: Place) -> Call:
    """The shorter periods brought together as the indicator accumulates; those without value stay among the inputs."""
    row = definition(at.ledger, at.unit, at.period, at.subject)
    parts = [at.figure("realisasi_iku", period=p) for p in shorter_periods(at.ledger, at.unit, at.period, at.subject)]
    left_out = tuple(p for p in parts if p.value is None)
    if left_out and row["accumulation"] == "sum":
        raise NotComputable(left_out[0].reason)
    valued = [p for p in parts if p.value is not None]
    return Call({"bagian": valued}, case=row["accumulation"], measure=row["measure"], inputs=left_out, aside=_respondents(at, valued))


def _defined_codes(ledger: Ledger, unit: str, period: str) -> list[str]:
    year = Period.parse(period).year
    return sorted({r["code"] for r in ledger.rows("indicators", unit, "") if r["since"] <= year and not r["until"] < year}, key=natural)


@builds("cakupan_pct")
def cakupan_pct(at: Place) -> Call:
    """The share of members in the good classes, beside a realisation that the document states itself."""
    return _class_share(at, {})


def _class_share(at: Place, row: dict[str, Any]) -> Call:
    population = str(definition(at.ledger, at.unit, at.period, at.subject)["system"])
    good = at.ledger.law.parameter_on(f"{population}_kelas_baik", at.when.year)
    counted = at.figure("anggota_kelas_baik", f"{population}={'|'.join(good.value)}")
    everyone = at.ledger.parameter(f"{population}_semua", at.when.year)
    aside = {"seluruh": at.figure("jumlah", everyone.value)} if everyone else {}
    return Call({"pembilang": counted, "penyebut": at.figure("anggota_kelas_baik", population)}, parameters=(good,), aside=aside)


def _absorbed(at: Place, row: dict[str, Any]) -> Call:
    return Call({"nilai": at.figure("serapan_pct", "total")})


def _composed(at: Place, row: dict[str, Any]) -> Call:
    system = definition(at.ledger, at.unit, at.period, at.subject)["system"]
    return Call({"nilai": at.figure("si_pct" if system == "si" else f"{system}_nilai")})


_METHODS = {
    "stated": _stated,
    "ratio": _ratio,
    "mean_of_children": _of_children,
    "mean_of_periods": _of_periods,
    "class_share": _class_share,
    "absorption": _absorbed,
    "composite": _composed,
}


def _count(at: Place, part: str) -> Call:
    figure = at.figure("realisasi_iku")
    if part not in figure.arguments:
        raise NotComputable("counts_missing")
    return Call({"nilai": figure.arguments[part]}, measure="jumlah")


@builds("pembilang_iku")
def pembilang_iku(at: Place) -> Call:
    return _count(at, "pembilang")


@builds("penyebut_iku")
def penyebut_iku(at: Place) -> Call:
    return _count(at, "penyebut")


@builds("capaian_pct", subjects=indicators)
def capaian_pct(at: Place) -> Call:
    target, realised = at.figure("target_iku"), at.figure("realisasi_iku")
    row = definition(at.ledger, at.unit, at.period, at.subject)
    if target.value is not None and realised.value is not None and target.measure != realised.measure:
        raise NotComputable("unit_break")
    return Call({"realisasi": realised, "target": target}, case=row["polarity"])


def _within_year(ledger: Ledger, unit: str, period: str) -> list[str]:
    return [] if Period.parse(period).is_year else _realised(ledger, unit, period)


@builds("capaian_tahunan_pct", subjects=_within_year)
def capaian_tahunan_pct(at: Place) -> Call:
    """Progress of a part of the year towards the target of the whole year."""
    row = definition(at.ledger, at.unit, at.period, at.subject)
    return Call({"realisasi": at.figure("realisasi_iku"), "target": at.figure("target_iku", period=at.when.whole_year)}, case=row["polarity"])


@builds("ketercapaian", subjects=indicators)
def ketercapaian(at: Place) -> Call:
    return Call({"capaian": at.figure("capaian_pct")})


def _regional(ledger: Ledger, unit: str, period: str) -> list[str]:
    return indicators(ledger, unit, period) if "kabupaten" in ledger.facts.unit(unit).scopes else []


@builds("kategori_capaian", subjects=_regional)
def kategori_capaian(at: Place) -> Call:
    return Call({"capaian": at.figure("capaian_pct")})


@builds("gap_target_nilai", subjects=_realised)
def gap_target_nilai(at: Place) -> Call:
    return _gap(at, at.figure("target_iku"))


@builds("gap_tahun_lalu_nilai", subjects=_realised)
def gap_tahun_lalu_nilai(at: Place) -> Call:
    return _gap(at, at.figure("realisasi_iku", period=at.when.year_before))


@builds("gap_akhir_renstra_nilai", subjects=_realised)
def gap_akhir_renstra_nilai(at: Place) -> Call:
    return _gap(at, end_of_plan(at, at.subject))


def end_of_plan(at: Place, code: str) -> Figure:
    """The target of the last year of the strategic plan that the documents print."""
    years = [p for p in at.ledger.periods(at.unit, "targets") if at.ledger.rows("targets", at.unit, p, code=code, basis="renstra")]
    if not years:
        raise NotComputable("plan_missing")
    return at.figure("target_renstra", code, period=max(years))


@builds("gap_rekan_nilai", subjects=_realised)
def gap_rekan_nilai(at: Place) -> Call:
    """To the mean of the units of the same kind that measured the same indicator in the same period."""
    system = definition(at.ledger, at.unit, at.period, at.subject)["system"]
    peers = [at.figure("realisasi_iku", unit=u) for u in peers_of(at.ledger, at.unit) if _same_indicator(at, u, system)]
    peers = [p for p in peers if p.value is not None]
    if not peers:
        raise NotComputable("peers_missing")
    call = _gap(at, at.figure("realisasi_iku"))
    return Call({"realisasi": call.arguments["realisasi"], "rekan": peers}, measure=call.measure)


def peers_of(ledger: Ledger, unit: str) -> list[str]:
    """The other units of the same kind below the same body."""
    me = ledger.facts.unit(unit)
    return [u.code for u in ledger.facts.units.values() if u.kind == me.kind and u.parent == me.parent and u.code != unit]


def _same_indicator(at: Place, unit: str, system: str) -> bool:
    try:
        return bool(definition(at.ledger, unit, at.period, at.subject)["system"] == system and at.rows("realisations", unit=unit, code=at.subject))
    except NotComputable:
        return False


def _gap(at: Place, reference: Figure | Cell) -> Call:
    realised = at.figure("realisasi_iku")
    if isinstance(reference, Figure) and reference.value is not None and realised.value is not None and reference.measure != realised.measure:
        raise NotComputable("unit_break")
    return Call({"realisasi": realised, "acuan": reference}, measure="poin" if realised.measure == "pct" else realised.measure)
