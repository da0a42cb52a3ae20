"""Periods and dates as people spell them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.intake.meaning.spelling import MONTHS, date_of, needs_year, period_of
from analysis.periods import Period

SPELLED = {
    "TW III 2024": "2024-TW3",
    "TW III Tahun 2024": "2024-TW3",
    "Triwulan III Tahun 2024": "2024-TW3",
    "TRIWULAN 3 TA 2024": "2024-TW3",
    "Triwulan Ke-3 Tahun Anggaran 2024": "2024-TW3",
    "Triwulan ketiga 2024": "2024-TW3",
    "TW.3/2024": "2024-TW3",
    "TW-III/2024": "2024-TW3",
    "TWIII 2024": "2024-TW3",
    "2024-TW3": "2024-TW3",
    "2024 TW 3": "2024-TW3",
    "Q3 2024": "2024-TW3",
    "Q4-2024": "2024-TW4",
    "Triwulan IV 2024": "2024-TW4",
    "s.d. TW III 2024": "2024-TW3",
    "s/d Triwulan IV 2024": "2024",
    "Semester I 2024": "2024-S1",
    "Semester I Tahun 2024": "2024-S1",
    "Smt 2 2024": "2024-S2",
    "2024-S2": "2024-S2",
    "s.d. Semester I 2024": "2024-S1",
    "s.d. Semester II 2024": "2024",
    "Januari 2024": "2024-01",
    "PEBRUARI 2024": "2024-02",
    "Agt 2024": "2024-08",
    "Nopember 2024": "2024-11",
    "bulan September 2024": "2024-09",
    "2024-09": "2024-09",
    "09/2024": "2024-09",
    "s.d. September 2024": "2024-TW3",
    "s/d September 2024": "2024-TW3",
    "sd. September 2024": "2024-TW3",
    "Sampai Dengan : SEPTEMBER 2024": "2024-TW3",
    "sampai dengan bulan Agustus 2024": "2024-08",
    "s.d. Juni 2024": "2024-TW2",
    "s.d. Desember 2024": "2024",
    "Januari s.d. September 2024": "2024-TW3",
    "Januari - Juni 2024": "2024-S1",
    "Juli s.d. September 2024": "2024-TW3",
    "Januari s.d. Desember 2024": "2024",
    "2024": "2024",
    "TA 2024": "2024",
    "T.A. 2024": "2024",
    "Tahun 2024": "2024",
    "31 Desember 2024": "2024",
    "per 30 September 2024": "2024-TW3",
    "Per 31-12-2024": "2024",
    "s.d. 31/12/2024": "2024",
    "31 Desember 1999": None,
    "٢٠٢٤": None,
    "31-12-2024": "2024",
    "31 Juli 2024": "2024-07",
    "s.d. 30 Juni 2024": "2024-TW2",
    "1 Januari s.d. 30 Juni 2024": "2024-S1",
    "15 Agustus 2024": None,
    "s.d. 15 Agustus 2024": None,
    "TW V 2024": None,
    "TW 2024": None,
    "Semester 3 2024": None,
    "TW I dan TW II 2024": None,
    "2020-2024": None,
    "Februari - Mei 2024": None,
    "September": None,
    "s.d. 2024": None,
    "Indikator 2024": None,
    "3/2024": None,
    "3": None,
    "": None,
    "-": None,
}


@pytest.mark.parametrize(("text", "expected"), SPELLED.items(), ids=lambda value: str(value))
def test_a_spelled_period_is_read_or_refused(text: str, expected: str | None) -> None:
    found = period_of(text)

    assert (str(found) if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "TW III": "2023-TW3",
        "Q1": "2023-TW1",
        "Smt 2": "2023-S2",
        "Sampai Dengan : AGUSTUS": "2023-08",
        "SEPTEMBER": "2023-09",
        "s.d. Desember": "2023",
        "TW III 2024": "2024-TW3",
        "Tahunan": "2023",
    }.items(),
)
def test_a_year_told_aside_is_used_where_the_words_name_none(text: str, expected: str) -> None:
    assert str(period_of(text, 2023)) == expected


@pytest.mark.parametrize(("text", "needed"), [("TW III", True), ("Agt", True), ("TW III 2024", False), ("TW VI", False), ("2020-2024", False)])
def test_what_lacks_only_its_year_is_told(text: str, needed: bool) -> None:
    assert needs_year(text) is needed


@given(st.integers(2000, 2099), st.sampled_from(["{year}", *(f"{{year}}-S{n}" for n in (1, 2)), *(f"{{year}}-TW{n}" for n in (1, 2, 3, 4)), "{year}-07"]))
def test_every_period_reads_its_own_name(year: int, form: str) -> None:
    period = Period.parse(form.format(year=year))

    assert period_of(str(period)) == period


@given(st.sampled_from(sorted(MONTHS)), st.sampled_from([str.upper, str.title, str.lower]), st.integers(2000, 2099))
def test_every_name_of_a_month_is_that_month_in_any_letters(name: str, letters: type[str], year: int) -> None:
    assert period_of(f"{letters(name)} {year}") == Period(year, MONTHS[name], MONTHS[name])


@given(st.text(max_size=30))
def test_no_words_stop_the_reader(text: str) -> None:
    period_of(text, 2024)
    date_of(text)


DATES = {
    "31 Desember 2024": date(2024, 12, 31),
    "31 Des 2024": date(2024, 12, 31),
    "31-Des-2024": date(2024, 12, 31),
    "Senin, 2 September 2024": date(2024, 9, 2),
    "Jum'at, 6 September 2024": date(2024, 9, 6),
    "tanggal 5 Pebruari 2024": date(2024, 2, 5),
    "2024-09-08": date(2024, 9, 8),
    "2024-09-08 00:00:00": date(2024, 9, 8),
    "17/08/2024": date(2024, 8, 17),
    "17.08.2024": date(2024, 8, 17),
    "08/08/2024": date(2024, 8, 8),
    "08/09/2024": None,
    "12/31/2024": None,
    "31 Februari 2024": None,
    "31/06/2024": None,
    "September 2024": None,
    "17/08/24": None,
    "nomor 5 Mei 2024": None,
    "0000-00-00": None,
}


@pytest.mark.parametrize(("text", "expected"), DATES.items())
def test_a_spelled_date_is_read_or_refused(text: str, expected: date | None) -> None:
    assert date_of(text) == expected


def test_a_column_written_day_first_settles_what_a_single_date_leaves_open() -> None:
    assert date_of("08/09/2024", day_first=True) == date(2024, 9, 8)
    assert date_of("12/31/2024", day_first=True) is None
