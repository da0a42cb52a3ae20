"""How exact the index of a satisfaction survey is: the interval that other respondents of the same population would keep it in."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from analysis.law import NotComputable, rule, variant
from analysis.rules.arithmetic import root

NORMAL = "statistika umum: hampiran normal rata-rata sampel acak sederhana"
FINITE = f"{NORMAL}, dengan koreksi populasi terhingga"

Totals = Sequence[tuple[Fraction, Fraction, Fraction]]
"""Points that a respondent gave in all, the answers that they come from, and how many respondents gave so many."""


@rule("ikm_ragam_nilai", version="ragam-sampel", measure="", since=2017, reference=NORMAL, certainty="T")
def ikm_ragam_nilai(lengkap: Totals, tidak_lengkap: Totals) -> Fraction:
    """s2 / n: s2 the variance, with n - 1, of the respondents' own means x 25, a mean being that of the elements a respondent answered.

    Of fewer than two respondents there is none (NotComputable).
    """
    return _variance([*lengkap, *tidak_lengkap])


@rule("ikm_ragam_nilai", version="ragam-sampel-terhingga", case="populasi", measure="", since=2017, reference=FINITE, certainty="T")
def ikm_ragam_terhingga_nilai(lengkap: Totals, tidak_lengkap: Totals, populasi: Fraction) -> Fraction:
    """s2 / n x (1 - n / N), as without population, for n of the N people served; more respondents than people are refused (NotComputable)."""
    return _of_population([*lengkap, *tidak_lengkap], populasi)


@variant("ikm_ragam_nilai", "responden-lengkap")
def ikm_ragam_lengkap_nilai(lengkap: Totals) -> Fraction:
    """As the rule, but over those respondents only who answered every element."""
    return _variance(lengkap)


@variant("ikm_ragam_nilai", "responden-lengkap", case="populasi")
def ikm_ragam_lengkap_terhingga_nilai(lengkap: Totals, populasi: Fraction) -> Fraction:
    """As the rule for a known population, but over those respondents only who answered every element."""
    return _of_population(lengkap, populasi)


def _variance(totals: Totals) -> Fraction:
    """Computed on plain numbers: written out with every respondent's mean, the formula would tell a reader less than its words."""
    means = [(Fraction(25 * points, answered), Fraction(count)) for points, answered, count in totals]
    people = sum((count for _, count in means), Fraction(0))
    if people < 2:
        raise NotComputable("too_few_respondents")
    plain = sum((mean * count for mean, count in means), Fraction(0))
    squared = sum((mean * mean * count for mean, count in means), Fraction(0))
    return (squared - plain * plain / people) / (people - 1) / people


def _of_population(totals: Totals, population: Fraction) -> Fraction:
    people = sum((count for *_, count in totals), Fraction(0))
    if people > population:
        raise NotComputable("more_than_population")
    return _variance(totals) * (1 - people / population)


@rule("ikm_galat_nilai", version="normal-95", measure="nilai", since=2017, reference=NORMAL, certainty="T")
def ikm_galat_nilai(ragam: Fraction, ikm_z: Fraction) -> Fraction:
    """1.96 x the root of the variance of the index: half the width of its interval of 95 percent."""
    return ikm_z * root(ragam)


@rule("ikm_batas_bawah_nilai", version="normal-95", measure="indeks", since=2017, reference=NORMAL, certainty="T")
def ikm_batas_bawah_nilai(nilai: Fraction, galat: Fraction) -> Fraction:
    """The index less half the width of its interval; never below 25, the lowest of the scale."""
    return max(nilai - galat, Fraction(25))


@rule("ikm_batas_atas_nilai", version="normal-95", measure="indeks", since=2017, reference=NORMAL, certainty="T")
def ikm_batas_atas_nilai(nilai: Fraction, galat: Fraction) -> Fraction:
    """The index plus half the width of its interval; never above 100, the highest of the scale."""
    return min(nilai + galat, Fraction(100))
