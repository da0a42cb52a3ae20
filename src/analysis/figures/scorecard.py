"""The balanced scorecard above the indicators: objectives, perspectives, the score of the unit, statuses and counts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from analysis.errors import RuleError
from analysis.figures.figure import Figure
from analysis.figures.indicators import defined, definition, indicators, natural
from analysis.figures.ledger import STOPPED, Call, Ledger, Place, builds
from analysis.law import NotComputable
from analysis.periods import Period


def objectives(ledger: Ledger, unit: str, period: str) -> list[str]:
    """Codes of the strategic objectives that the indicators of the period belong to."""
    codes = {_objective(ledger, unit, period, code) for code in indicators(ledger, unit, period)}
    return sorted(codes - {""}, key=natural)


def _objective(ledger: Ledger, unit: str, period: str, code: str) -> str:
    try:
        return str(definition(ledger, unit, period, code)["objective"])
    except NotComputable:
        return ""


def _perspective(ledger: Ledger, unit: str, period: str, code: str) -> str:
    """The perspective of an objective, or '' if no document defines it."""
    try:
        return str(defined(ledger, "objectives", unit, period, code)["perspective"])
    except NotComputable:
        return ""


def _scored(ledger: Ledger, unit: str, period: str) -> bool:
    """Whether a scorecard rule is in force for the unit and year, and the unit has objectives."""
    try:
        ledger.law.rule_on("npss_nilai", Period.parse(period).year, ledger.facts.unit(unit).scopes)
    except RuleError:
        return False
    return bool(objectives(ledger, unit, period))


def scored_objectives(ledger: Ledger, unit: str, period: str) -> list[str]:
    return objectives(ledger, unit, period) if _scored(ledger, unit, period) else []


def perspectives(ledger: Ledger, unit: str, period: str) -> list[str]:
    """Subjects `perspective:…` of the scorecard, in its order."""
    if not _scored(ledger, unit, period):
        return []
    used = {_perspective(ledger, unit, period, code) for code in objectives(ledger, unit, period)}
    order: list[str] = ledger.law.parameter_on("perspektif", Period.parse(period).year).value
    return [f"perspective:{name}" for name in order if name in used]


def scorecard_total(ledger: Ledger, unit: str, period: str) -> list[str]:
    return ["total"] if _scored(ledger, unit, period) else []


@builds("nss_nilai", subjects=scored_objectives)
def nss_nilai(at: Place) -> Call:
    codes = [c for c in indicators(at.ledger, at.unit, at.period) if _objective(at.ledger, at.unit, at.period, c) == at.subject]
    return _available([at.figure("capaian_pct", code) for code in codes])


@builds("skor_perspektif_nilai", subjects=perspectives)
def skor_perspektif_nilai(at: Place) -> Call:
    name = at.subject.removeprefix("perspective:")
    codes = [c for c in objectives(at.ledger, at.unit, at.period) if _perspective(at.ledger, at.unit, at.period, c) == name]
    call = _available([at.figure("nss_nilai", code) for code in codes])
    achieved = [at.figure("capaian_pct", c) for c in indicators(at.ledger, at.unit, at.period) if _objective(at.ledger, at.unit, at.period, c) in codes]
    return replace(call, aside={**call.aside, "indikator": [f for f in achieved if f.value is not None]})


def _available(parts: list[Figure]) -> Call:
    """The parts that have a value; the others stay among the inputs, so that the trace tells what was left out."""
    left_out = tuple(p for p in parts if p.value is None)
    return Call({"nilai": [p for p in parts if p.value is not None]}, inputs=left_out, aside={"tanpa_nilai": Fraction(len(left_out))})


@builds("bobot_perspektif_pct", subjects=perspectives)
def bobot_perspektif_pct(at: Place) -> Call:
    return Call({})


@builds("nkp_nilai", subjects=perspectives)
def nkp_nilai(at: Place) -> Call:
    return Call({"skor": at.figure("skor_perspektif_nilai")})


@builds("npss_nilai", subjects=scorecard_total)
def npss_nilai(at: Place) -> Call:
    figures = {s.removeprefix("perspective:"): at.figure("nkp_nilai", s) for s in perspectives(at.ledger, at.unit, at.period)}
    left_out = tuple(f for f in figures.values() if f.value is None)
    return Call({"nkp": {name: f for name, f in figures.items() if f.value is not None}}, inputs=left_out)


@builds(
    "bobot_efektif_pct", "dampak_npss_nilai", subjects=lambda ledger, unit, period: indicators(ledger, unit, period) if _scored(ledger, unit, period) else []
)
def share_of_npss(at: Place) -> Call:
    """What one indicator weighs in the score, and what its distance from 100 adds to it or takes from it.

    The weight of a perspective is shared by its objectives with a value, and theirs by their indicators with one.
    """
    achieved = at.figure("capaian_pct")
    objective = at.figure("nss_nilai", _objective(at.ledger, at.unit, at.period, at.subject) or "-")
    name = defined(at.ledger, "objectives", at.unit, at.period, objective.subject)["perspective"]
    perspective = at.figure("skor_perspektif_nilai", f"perspective:{name}")
    return Call(
        {
            "capaian": achieved,
            "banyak_iku": Fraction(len(objective.arguments["nilai"])),
            "banyak_ss": Fraction(len(perspective.arguments["nilai"])),
        },
        inputs=(objective, perspective, at.figure("bobot_perspektif_pct", perspective.subject)),
    )


def _status_subjects(ledger: Ledger, unit: str, period: str) -> list[str]:
    if not _scored(ledger, unit, period):
        return []
    return [*indicators(ledger, unit, period), *objectives(ledger, unit, period), *perspectives(ledger, unit, period), "total"]


@builds("status", subjects=_status_subjects)
def status(at: Place) -> Call:
    level = (
        "npss_nilai"
        if at.subject == "total"
        else "skor_perspektif_nilai"
        if at.subject.startswith("perspective:")
        else "nss_nilai"
        if at.subject.startswith("SS.")
        else "capaian_pct"
    )
    return Call({"capaian": at.figure(level)})


@builds("jumlah_iku", subjects=lambda ledger, unit, period: ["total", "dinilai:semua", "dinilai:tercapai"] if indicators(ledger, unit, period) else [])
def jumlah_iku(at: Place) -> Call:
    """How many indicators there are, can be judged, have a budget, or have a status."""
    codes = indicators(at.ledger, at.unit, at.period)
    kind, _, wanted = at.subject.partition(":")
    if kind == "dinilai":
        known = [f for code in codes if not (f := at.figure("ketercapaian", code)).reason.startswith(STOPPED)]
        return Call({"anggota": [f.subject for f in known if f.value and wanted in {"semua", f.value}]}, inputs=tuple(known))
    if kind == "berpagu":
        budgets = [at.figure("pagu_rp", code) for code in codes]
        return Call({"anggota": [b.subject for b in budgets if b.value]}, inputs=tuple(budgets))
    if kind != "status":
        rows = {row["code"]: row for table in ("realisations", "targets") for row in at.rows(table)}
        return Call({"anggota": codes}, inputs=tuple(at.ledger.counted(rows[code], "code") for code in codes))
    level = "ketercapaian" if wanted in {"tercapai", "tidak-tercapai", "na"} else "status"
    statuses = [at.figure(level, code) for code in codes]
    if level == "ketercapaian" and any(s.reason in {"tidak_dicetak", "target_missing"} for s in statuses):
        raise NotComputable("target_missing")
    chosen = [s.subject for s in statuses if (s.value or "na") == wanted.replace("-", "_")]
    return Call({"anggota": chosen}, inputs=tuple(statuses))


@builds("jumlah_ss")
def jumlah_ss(at: Place) -> Call:
    return _of_objectives(at, "code")


@builds("jumlah_perspektif")
def jumlah_perspektif(at: Place) -> Call:
    return _of_objectives(at, "perspective")


def _of_objectives(at: Place, column: str) -> Call:
    rows = _all_objectives(at)
    return Call({"anggota": [row[column] for row in rows]}, inputs=tuple(at.ledger.counted(row, column) for row in rows))


def _all_objectives(at: Place) -> list[dict[str, Any]]:
    year = at.when.year
    return [row for row in at.rows("objectives", period="") if row["since"] <= year and not row["until"] < year]
