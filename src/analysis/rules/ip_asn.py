"""The professionalism index of one employee, from what was studied, trained, achieved and sanctioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from analysis.law import NotComputable, rule
from analysis.rules.bands import Steps, points

Points = TypeVar("Points")

BKN_8_2019: dict[str, Any] = {
    "version": "bkn-8-2019",
    "measure": "nilai",
    "since": 2019,
    "until": 2022,
    "reference": "PermenPANRB 38/2018; Peraturan BKN 8/2019",
}


@rule("ip_asn_kualifikasi_nilai", certainty="B", **BKN_8_2019)
def ip_asn_kualifikasi_nilai(pendidikan: str, ip_asn_kualifikasi_skor: Mapping[str, Fraction]) -> Fraction:
    """The points of the highest education: s3, s2, s1, d4, d3, d2, d1, slta or di_bawah_slta."""
    return _of(ip_asn_kualifikasi_skor, pendidikan)


@rule("ip_asn_kompetensi_nilai", certainty="B", **BKN_8_2019)
def ip_asn_kompetensi_nilai(jabatan: str, diikuti: Sequence[str], ip_asn_kompetensi_skor: Mapping[str, Mapping[str, Fraction]]) -> Fraction:
    """The sum of the points of what was done, by kind of position: struktural, fungsional or pelaksana.

    What is not done scores 0, and so does what only another kind of position asks for; done twice counts once.
    Technical training counts for a year, a seminar for two (C).
    """
    if set(diikuti) - {done for asked in ip_asn_kompetensi_skor.values() for done in asked}:
        raise NotComputable("class_unknown")
    return sum((score for done, score in _of(ip_asn_kompetensi_skor, jabatan).items() if done in diikuti), Fraction(0))


@rule("ip_asn_kinerja_nilai", certainty="C", **BKN_8_2019)
def ip_asn_kinerja_nilai(prestasi: Fraction, ip_asn_kinerja_skor: Steps) -> Fraction:
    """The points of the yearly performance score, by lower bounds without rounding."""
    return points(prestasi, ip_asn_kinerja_skor)


@rule("ip_asn_kinerja_nilai", certainty="C", case="tanpa_nilai", **BKN_8_2019 | {"version": "bkn-8-2019-tanpa-nilai"})
def ip_asn_tanpa_nilai(ip_asn_kinerja_tanpa_nilai: Fraction) -> Fraction:
    """The points of an employee who has no performance score."""
    return ip_asn_kinerja_tanpa_nilai


@rule("ip_asn_disiplin_nilai", certainty="C", **BKN_8_2019)
def ip_asn_disiplin_nilai(hukuman: str, ip_asn_disiplin_skor: Mapping[str, Fraction]) -> Fraction:
    """The points by the heaviest sanction of the last five years: tidak_ada, ringan, sedang or berat."""
    return _of(ip_asn_disiplin_skor, hukuman)


@rule("ip_asn_pegawai_nilai", certainty="B", **BKN_8_2019)
def ip_asn_pegawai_nilai(dimensi: Mapping[str, Fraction], ip_asn_bobot_pct: Mapping[str, Fraction]) -> Fraction:
    """The sum of the four dimensions, at most 100; each lies between 0 and its weight, and none may be missing."""
    if set(dimensi) != set(ip_asn_bobot_pct):
        raise NotComputable("parts_missing")
    if any(not 0 <= score <= ip_asn_bobot_pct[name] for name, score in dimensi.items()):
        raise NotComputable("outside_scale")
    return sum(dimensi.values(), Fraction(0))


def _of(told: Mapping[str, Points], name: str) -> Points:
    """What is told for the name; one that the regulation does not know is refused (NotComputable)."""
    if name not in told:
        raise NotComputable("class_unknown")
    return told[name]
