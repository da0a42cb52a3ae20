"""The prose of a generated document: printed categories, legal bases in force, dates, counts, and figures told again."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from manuscript import Manuscript
from printing import day, spelled, weekday
from scorecard import Indicator

Bound = tuple[str, str, str, str, str]
"""Grade, label, basis, lower and upper bound in style en."""

BANDS: dict[str, tuple[Bound, ...]] = {
    "npss": (
        ("", "Sangat Baik", "nilai", "100", ""),
        ("", "Baik", "nilai", "80", "100"),
        ("", "Cukup", "nilai", "50", "80"),
        ("", "Kurang", "nilai", "", "50"),
    ),
    "ikm": (
        ("A", "Sangat Baik", "interval", "3.5324", "4.00"),
        ("A", "Sangat Baik", "konversi", "88.31", "100.00"),
        ("B", "Baik", "interval", "3.0644", "3.532"),
        ("B", "Baik", "konversi", "76.61", "88.30"),
        ("C", "Kurang Baik", "interval", "2.60", "3.064"),
        ("C", "Kurang Baik", "konversi", "65.00", "76.60"),
        ("D", "Tidak Baik", "interval", "1.00", "2.5996"),
        ("D", "Tidak Baik", "konversi", "25.00", "64.99"),
    ),
    "ip_asn": tuple(
        ("", label, "nilai", low, high)
        for label, low, high in (
            ("Sangat Tinggi", "91", "100"),
            ("Tinggi", "81", "90"),
            ("Sedang", "71", "80"),
            ("Rendah", "61", "70"),
            ("Sangat Rendah", "0", "60"),
        )
    ),
    "akip": tuple(
        (grade, label, "nilai", low, high)
        for grade, label, low, high in (
            ("AA", "Sangat Memuaskan", "90", "100"),
            ("A", "Memuaskan", "80", "90"),
            ("BB", "Sangat Baik", "70", "80"),
            ("B", "Baik", "60", "70"),
            ("CC", "Cukup", "50", "60"),
            ("C", "Kurang", "30", "50"),
            ("D", "Sangat Kurang", "0", "30"),
        )
    ),
}
LAWS = {
    "laporan": "Peraturan Menteri PANRB Nomor 53 Tahun 2014",
    "sakip": "Peraturan Presiden Nomor 29 Tahun 2014",
    "npss": "Keputusan Kepala BKN Nomor 1.8/KEP/2020",
    "ikm": "Peraturan Menteri PANRB Nomor 14 Tahun 2017",
    "ip_asn": "Peraturan Menteri PANRB Nomor 38 Tahun 2018",
    "akip": "Peraturan Menteri PANRB Nomor 88 Tahun 2021",
}
IKPA = {2023: "Peraturan Direktur Jenderal Perbendaharaan Nomor PER-5/PB/2022", 2024: "Peraturan Direktur Jenderal Perbendaharaan Nomor PER-5/PB/2024"}


def opening(m: Manuscript, indicators: list[Indicator]) -> None:
    """What the report is of, by which regulations, and how many objectives and indicators it has."""
    m.fact("statements", kind="period_name", subject="document", value=m.period, words=f"Laporan Kinerja Tahun {m.year}")
    systems = {"laporan", "sakip", "npss"} | {one.kind.system for one in indicators}
    for subject, cites in (LAWS | {"ikpa": IKPA[m.year]}).items():
        if subject in systems:
            m.next()
            m.fact("statements", kind="legal_basis", subject=subject, value=cites, words=f"Berdasarkan {cites}")
            m.bases.append({"line": m.line, "cites": cites, "for": subject})
    m.next()
    objectives = len({one.objective for one in indicators})
    for figure in ("jumlah_perspektif", "jumlah_ss", "jumlah_iku"):
        m.claim(figure, "total", "whole")
    for subject, count in (("SS", objectives), ("IKU", len(indicators))):
        m.next()
        m.fact("statements", kind="count", subject=subject, value=str(count), words=f"sebanyak {count} ({spelled(count)}) {subject}")


def categories(m: Manuscript, indicators: list[Indicator]) -> None:
    """The printed tables of categories, of the schemes that the report uses."""
    systems = {"npss"} | {one.kind.system for one in indicators}
    for scheme in sorted(systems & set(BANDS)):
        with m.table(f"Kategori {scheme}"):
            labels = list(dict.fromkeys(bound[1] for bound in BANDS[scheme]))
            for grade, label, basis, low, high in BANDS[scheme]:
                if basis != "konversi":
                    m.next()
                told = {"lower": _bound(m, low), "upper": _bound(m, high)}
                m.fact("bands", scheme=scheme, order=str(labels.index(label) + 1), grade=grade, label=label, basis=basis, **told)


def _bound(m: Manuscript, text: str) -> str:
    return m.number(Fraction(text), len(text.partition(".")[2])) if text else ""


def closing(m: Manuscript, indicators: list[Indicator]) -> None:
    """The figures of the report told again, the day of the agreement, and the day of the data."""
    for one in indicators:
        m.next()
        m.claim("capaian_pct", one.code, "pct")
        for figure in ("target_pk", "target_renja"):
            m.claim(figure, one.code, "whole")
        if one.kind.system in {"ikm", "ip_asn"}:
            m.claim("kategori", one.code, "word")
    m.next()
    for figure, form in (("npss_nilai", "nilai"), ("pagu_rp", "Rp"), ("realisasi_rp", "Rp"), ("serapan_pct", "pct")):
        m.claim(figure, "total", form)  # type: ignore[arg-type]
    for status in ("sangat-baik", "baik", "cukup"):
        m.claim("jumlah_iku", f"status:{status}", "whole")
    m.claim("jumlah_iku", "status:tercapai", "whole")
    for level in ("kegiatan", "kro", "ro"):
        m.claim("jumlah_baris", level, "whole")
    for subject, when in (("perjanjian-kinerja", date(m.year, 1, 4)), ("data", date(m.year, 11, 1))):
        m.next()
        told = when + timedelta(days=m.random.randint(0, 40))
        told -= timedelta(days=max(0, told.weekday() - 4))
        m.fact("statements", kind="date", subject=subject, value=day(told), words=f"pada hari {weekday(told)}, {day(told)}")
