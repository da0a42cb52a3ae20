"""The composite indices of a generated document: their parts as printed, and the figures that follow from them."""

from __future__ import annotations

from fractions import Fraction

from drawn import Drawn
from manuscript import Manuscript

from analysis.rules import law

ELEMENTS = ("Persyaratan", "Prosedur", "Waktu Penyelesaian", "Biaya", "Produk Layanan", "Kompetensi", "Perilaku", "Pengaduan", "Sarana")
DIMENSIONS = {"kualifikasi": (1500, 2500), "kompetensi": (2400, 4000), "kinerja": (2000, 3000), "disiplin": (450, 500)}
COMPONENTS = {"perencanaan": 30, "pengukuran": 30, "pelaporan": 15, "evaluasi_internal": 25}
APPLICATIONS = ("e-kinerja", "siasn", "srikandi", "sapk", "e-lapor")
ASPECTS = {"A": (50, 18), "B": (10, 16), "C": (25, 12), "D": (10, 14), "E": (5, 4)}


def hundredths(m: Manuscript, low: int, high: int) -> Fraction:
    return Fraction(m.random.randint(low, high), 100)


def ikm(m: Manuscript, code: str, unit: str = "", period: str = "") -> Drawn:
    """Nine elements on the scale of 1 to 4; each adds a ninth of its score."""
    scores = [hundredths(m, 318, 398) for _ in ELEMENTS]
    told = {"unit": unit or m.unit, "period": period or m.period}

    def write() -> None:
        with m.table(f"Unsur kepuasan masyarakat {told['unit']} {told['period']}"):
            for place, (name, score) in enumerate(zip(ELEMENTS, scores, strict=True), 1):
                m.next()
                m.fact("components", **told, system="ikm", code=code, subject=f"element:U{place}", name=name, score=m.number(score, 2))
                m.claim("nilai_akhir_komponen", f"element:U{place}", "nilai", **told)
            m.next()
            m.claim("ikm_nilai", code, "nilai", **told)

    return Drawn("composite", 25 * sum(scores, Fraction(0)) / len(scores), write)


def ip_asn(m: Manuscript, code: str, unit: str = "") -> Drawn:
    """The four dimensions, each below its weight, and what each reaches of its maximum."""
    scores = {name: hundredths(m, *ends) for name, ends in DIMENSIONS.items()}
    weights = law().parameter_on("ip_asn_bobot_pct", m.year).value
    told = {"unit": unit or m.unit}

    def write() -> None:
        with m.table(f"Dimensi IP ASN {told['unit']}"):
            for name, score in scores.items():
                m.next()
                most = m.number(weights[name])
                shared = {"system": "ip_asn", "code": code, "subject": f"dimension:{name}", "name": name.title()}
                m.fact("components", **told, **shared, weight=f"{most}%", score=m.number(score, 2), maximum=most)
                m.claim("nisbah_pct", f"dimension:{name}/nilai_maksimum", "pct", **told)
            m.next()
            m.claim("ip_asn_nilai", code, "nilai", **told)

    return Drawn("composite", sum(scores.values(), Fraction(0)), write)


def akip(m: Manuscript, code: str) -> Drawn:
    """The four components, each below its weight."""
    scores = {name: Fraction(weight * m.random.randint(6400, 8900) // 100, 100) for name, weight in COMPONENTS.items()}

    def write() -> None:
        with m.table("Komponen evaluasi akuntabilitas kinerja"):
            for name, weight in COMPONENTS.items():
                m.next()
                shared = {"system": "akip", "code": code, "subject": f"component:{name}", "name": name.replace("_", " ").title()}
                m.fact("components", **shared, weight=m.number(weight), score=m.number(scores[name], 2))
            m.next()
            m.claim("akip_nilai", code, "nilai")
            m.claim("kategori", code, "word")

    return Drawn("composite", sum(scores.values(), Fraction(0)), write)


def ikpa(m: Manuscript, code: str) -> Drawn:
    """The indicators of the year with the weights of its regulation."""
    weights: dict[str, Fraction] = law().parameter_on("ikpa_bobot_pct", m.year).value
    scores = {name: hundredths(m, 8800, 10000) for name in weights}
    aspects: dict[str, list[str]] = law().parameter_on("ikpa_aspek", m.year).value if m.year == 2024 else {}

    def write() -> None:
        with m.table("Indikator pelaksanaan anggaran", m.random.choice((m.own, m.other))):
            for name, weight in weights.items():
                m.next()
                shared = {"system": "ikpa", "code": code, "subject": f"component:{name}", "name": name.replace("_", " ").title()}
                m.fact("components", **shared, weight=f"{m.number(weight)}%", score=m.number(scores[name], 2))
                if m.year == 2024:
                    m.claim("nilai_akhir_komponen", f"component:{name}", "nilai")
            m.next()
            for aspect in aspects:
                m.claim("ikpa_aspek_nilai", f"aspect:{aspect}", "nilai")
            m.claim("ikpa_nilai", code, "nilai")
            m.claim("kategori", code, "word")

    value = sum((weights[name] * score for name, score in scores.items()), Fraction(0)) / 100
    return Drawn("composite", value, write)


def si(m: Manuscript, code: str) -> Drawn:
    """The share of users of each application; the index is their mean."""
    shares = [hundredths(m, 8500, 10000) for _ in APPLICATIONS]

    def write() -> None:
        with m.table("Pemanfaatan sistem informasi"):
            for name, share in zip(APPLICATIONS, shares, strict=True):
                m.next()
                m.fact("components", system="si", code=code, subject=f"application:{name}", name=name.upper(), score=m.number(share, 2))
            m.next()
            m.claim("si_pct", "total", "pct")

    return Drawn("composite", sum(shares, Fraction(0)) / len(shares), write)


def survey(m: Manuscript) -> None:
    """The survey of performance management of 2023: points of each aspect below its maximum."""
    with m.table("Survei manajemen kinerja", m.other):
        for name, (weight, most) in ASPECTS.items():
            m.next()
            score = m.number(Fraction(most * m.random.randint(70, 99), 100), 2)
            shared = {"system": "survei_kinerja", "subject": f"aspect:{name}", "name": f"Aspek {name}"}
            m.fact("components", **shared, weight=f"{weight}%", score=score, maximum=m.number(most))
            m.claim("nilai_akhir_komponen", f"aspect:{name}", "pct")
        m.next()
        m.claim("bobot_pct", "survei_kinerja", "pct")
        m.claim("nilai_maksimum", "survei_kinerja", "whole")
        m.claim("survei_kinerja_nilai", "total", "pct")
