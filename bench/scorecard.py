"""The indicators of a generated document: what was promised on every basis, what was measured, and the scores above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import indices
import populations
from drawn import Drawn, nothing
from manuscript import Manuscript

BASES = ("renja", "pk")
STATUSES = ("sangat-baik", "baik", "cukup", "kurang")


@dataclass(frozen=True)
class Kind:
    """A kind of indicator: its system, name, perspective, measure, how it accumulates, and how it is drawn."""

    system: str
    name: str
    perspective: str
    measure: str
    accumulation: str
    draw: Callable[[Manuscript, str], Drawn]


def absorbed(m: Manuscript, code: str) -> Drawn:
    """The absorption of the budget, near 96 percent."""
    return Drawn("absorption", Fraction(96))


def surveyed(m: Manuscript, code: str) -> Drawn:
    """The satisfaction of the year: of one survey, or the mean of one in each half of the year."""
    if m.random.random() < 0.5:
        return indices.ikm(m, code)
    parts = {f"{m.year}-S{half}": indices.ikm(m, code, period=f"{m.year}-S{half}") for half in (1, 2)}

    def write() -> None:
        for period, part in parts.items():
            part.write()
            m.next()
            m.fact("realisations", period=period, code=code, method="composite", status="final")
            m.claim("realisasi_iku", code, "nilai", period=period)

    values = [part.value for part in parts.values() if part.value is not None]
    return Drawn("mean_of_periods", sum(values, Fraction(0)) / len(values), write)


KINDS = (
    Kind("nspk", "Persentase instansi yang melaksanakan NSPK", "stakeholder", "pct", "last", populations.graded),
    Kind("ip_asn_terukur", "Persentase instansi yang mengukur IP ASN", "stakeholder", "pct", "last", populations.ratio),
    Kind("ikm", "Indeks kepuasan masyarakat", "customer", "indeks", "mean", surveyed),
    Kind("regulasi", "Persentase pemenuhan regulasi teknis", "internal_process", "pct", "cumulative", populations.by_quarter),
    Kind("integrasi", "Persentase instansi yang terintegrasi", "internal_process", "pct", "last", populations.connected),
    Kind("digital", "Persentase layanan berbasis digital", "internal_process", "pct", "last", populations.digital),
    Kind("rekomendasi", "Persentase rekomendasi yang ditindaklanjuti", "internal_process", "pct", "last", populations.ratio),
    Kind("karier", "Jumlah instansi yang menyusun pola karier", "internal_process", "instansi", "sum", populations.counted),
    Kind("ip_asn", "Indeks profesionalitas ASN", "learning_growth", "indeks", "last", indices.ip_asn),
    Kind("si", "Persentase pemanfaatan sistem informasi", "learning_growth", "pct", "last", indices.si),
    Kind("rb", "Nilai reformasi birokrasi", "learning_growth", "nilai", "last", populations.awaited),
    Kind("akip", "Skor akuntabilitas kinerja", "learning_growth", "nilai", "last", indices.akip),
    Kind("ikpa", "Nilai kinerja pelaksanaan anggaran", "learning_growth", "nilai", "last", indices.ikpa),
    Kind("serapan", "Persentase penyerapan anggaran", "learning_growth", "pct", "cumulative", absorbed),
    Kind("temuan", "Persentase tindak lanjut temuan", "learning_growth", "pct", "last", populations.settled),
)
ALWAYS = {"nspk", "ikm", "regulasi", "ip_asn"}


@dataclass(frozen=True)
class Indicator:
    """An indicator of one document: its kind and code, its objective, what was drawn, and its target by year."""

    kind: Kind
    code: str
    objective: str
    drawn: Drawn
    targets: dict[int, int]

    def target(self, m: Manuscript, year: int) -> str:
        return m.number(self.targets[year]) + ("%" if self.kind.measure == "pct" else "")


def chosen(m: Manuscript, count: int) -> list[Indicator]:
    """`count` indicators over all four perspectives, each with an objective; those of one perspective may share it."""
    others = [kind for kind in KINDS if kind.system not in ALWAYS]
    kept = ALWAYS | {kind.system for kind in m.random.sample(others, count - len(ALWAYS))}
    found: list[Indicator] = []
    for number, kind in enumerate((kind for kind in KINDS if kind.system in kept), 1):
        before = found[-1] if found else None
        shares = before is not None and before.kind.perspective == kind.perspective and m.random.random() < 0.4
        last = int(before.objective[3:]) if before else 0
        drawn = _of_children(m, kind, f"IKU.{number}") or kind.draw(m, f"IKU.{number}")
        found.append(Indicator(kind, f"IKU.{number}", f"SS.{last if shares else last + 1}", drawn, _targets(m, drawn, kind)))
    return found


def _of_children(m: Manuscript, kind: Kind, code: str) -> Drawn | None:
    """An index of the office as the mean over the units below it, each with parts of its own."""
    if not m.children or kind.system not in {"ikm", "ip_asn"}:
        return None
    draw = indices.ikm if kind.system == "ikm" else indices.ip_asn
    parts = {child: draw(m, code, child) for child in m.children}

    def write() -> None:
        for child, part in parts.items():
            part.write()
            m.next()
            year = str(m.year)
            m.fact("indicators", unit=child, since=year, until=year, code=code, name=kind.name, **_declared(kind))
            m.fact("realisations", unit=child, code=code, method="composite", status="final")
            m.claim("realisasi_iku", code, "nilai", unit=child)

    values = [part.value for part in parts.values() if part.value is not None]
    return Drawn("mean_of_children", sum(values, Fraction(0)) / len(values), write)


def _declared(kind: Kind) -> dict[str, str]:
    return {"measure": kind.measure, "polarity": "max", "accumulation": kind.accumulation, "system": kind.system}


def _targets(m: Manuscript, drawn: Drawn, kind: Kind) -> dict[int, int]:
    """A target of every year of the plan, rising to its end; that of the year measured lies near what was reached."""
    reached = float(drawn.value) if drawn.value is not None else 80.0
    now = max(2, round(reached / m.random.uniform(0.94, 1.1)))
    step = m.random.randint(1, 2)
    most = 100 if kind.measure != "instansi" else 1000
    return {year: min(most, now + (year - m.year) * step) if year != m.year else min(most, now) for year in range(m.year - 3, 2025)}


def plan(m: Manuscript, indicators: list[Indicator]) -> None:
    """What is to be reached: objectives and indicators with the plan of years, the work plan, the agreement."""
    with m.table("Sasaran strategis dan target renstra"):
        seen: set[str] = set()
        for one in indicators:
            m.next()
            span = {"since": str(m.year - 3), "until": "2024"}
            if one.objective not in seen:
                seen.add(one.objective)
                name = f"Terwujudnya sasaran {len(seen)} yang berkualitas"
                m.fact("objectives", **span, code=one.objective, perspective=one.kind.perspective, name=name)
            place = {"code": one.code, "name": one.kind.name, "perspective": one.kind.perspective, "objective": one.objective}
            m.fact("indicators", **span, **place, **_declared(one.kind))
            for year in one.targets:
                m.fact("targets", period=str(year), code=one.code, basis="renstra", value=one.target(m, year))
    for basis in BASES:
        with m.table("Rencana kerja" if basis == "renja" else "Perjanjian kinerja", m.random.choice((m.own, m.other))):
            for one in indicators:
                m.next()
                m.fact("targets", code=one.code, basis=basis, value=one.target(m, m.year))
                m.claim("pagu_awal_rp", one.code, "Rp")


def measured(m: Manuscript, indicators: list[Indicator]) -> None:
    """The measurement: target, realisation, achievement and status of every indicator, and the scores above them."""
    with m.table("Pengukuran capaian kinerja"):
        for one in indicators:
            m.next()
            m.fact("targets", code=one.code, basis="measurement", value=m.number(one.targets[m.year], 2 if one.kind.measure != "instansi" else 0))
            m.fact("realisations", **{"code": one.code, "method": one.drawn.method, "status": "final"} | one.drawn.cells)
            if one.drawn.method != "stated":
                m.claim("realisasi_iku", one.code, "pct" if one.kind.measure == "pct" else "nilai")
            m.claim("capaian_pct", one.code, "pct")
            m.claim("ketercapaian", one.code, "word")
            m.claim("status", one.code, "word")
    _scores(m, indicators)


def _scores(m: Manuscript, indicators: list[Indicator]) -> None:
    with m.table("Nilai sasaran strategis dan perspektif", m.random.choice((m.own, m.other))):
        for objective in dict.fromkeys(one.objective for one in indicators):
            m.next()
            m.claim("nss_nilai", objective, "nilai")
            m.claim("status", objective, "word")
        for perspective in dict.fromkeys(one.kind.perspective for one in indicators):
            m.next()
            subject = f"perspective:{perspective}"
            m.claim("bobot_perspektif_pct", subject, "pct")
            m.claim("skor_perspektif_nilai", subject, "nilai")
            m.claim("nkp_nilai", subject, "nilai")
        m.next()
        m.claim("npss_nilai", "total", "nilai")
        m.claim("status", "total", "word")


def analysed(m: Manuscript, indicators: list[Indicator]) -> None:
    """Every indicator by itself: what its value rests on, the years before, and the end of the plan."""
    for one in indicators:
        if one.drawn.write is not nothing:
            one.drawn.write()
        if one.drawn.value is None:
            continue
        with m.table(f"Perbandingan {one.code}"):
            m.next()
            _years_before(m, one, one.drawn.value)
            m.claim("target_iku", one.code, "pct" if one.kind.measure == "pct" else "nilai" if one.kind.measure != "instansi" else "whole")
            m.claim("realisasi_iku", one.code, "whole" if one.kind.measure == "instansi" else "nilai")
            m.next()
            for figure in ("gap_target_nilai", "gap_tahun_lalu_nilai", "gap_akhir_renstra_nilai"):
                m.claim(figure, one.code, "whole" if one.kind.measure == "instansi" else "nilai")
            for year in sorted({m.year - 1, m.year, 2024}):
                m.claim("target_renstra", one.code, "whole" if one.kind.measure == "instansi" else "nilai", period=str(year))
            m.claim("nisbah_pct", f"{one.code}/target_renstra", "pct")


def _years_before(m: Manuscript, one: Indicator, value: Fraction) -> None:
    for back in (2, 1):
        lower = value - back * Fraction(m.random.randint(60, 240), 100) if one.kind.measure != "instansi" else value - back
        shown = m.number(lower, 0 if one.kind.measure == "instansi" else 2)
        m.fact("realisations", period=str(m.year - back), code=one.code, method="stated", value=shown, status="final")
