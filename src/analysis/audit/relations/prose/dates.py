"""Dates in Indonesian prose: days, months in full or short, weekdays, quarters; read as printed, possible or not."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_SHORT = {"jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "may": 5, "mei": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8, "agt": 8, "aug": 8}
_SHORT |= {"sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12}
_MONTH = rf"({'|'.join([*MONTHS, 'Pebruari', 'Nopember'])}|(?:{'|'.join(_SHORT)})(?![a-z]))"
_DAY = r"(?<![\d.,])(\d{1,2})(?:\s*[-–]\s*(\d{1,2}))?"
_DATE = re.compile(rf"{_DAY}(?:\s+pekan\s+\w+)?[\s-]+{_MONTH}[\s-]+(\d{{4}}|\d{{2}}(?!\d))", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"{_MONTH}\s+(\d{{4}})", re.IGNORECASE)
_NAMED = re.compile(rf"\b({'|'.join(WEEKDAYS)}|Jum['’`]at|Ahad)\b,?\s+(?:tanggal\s+)?{_DATE.pattern}", re.IGNORECASE)
_AS_OF = re.compile(rf"\bpe(?:r|r?-)[\s-]*(?:tanggal\s+)?(?:\d{{1,2}}\s+)?{_MONTH}\s+(\d{{4}})", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:Triwulan|TW)\s+(IV|III|II|I|Ill|ll|[1-4])\b(?:\s+(?:Tahun\s+)?(\d{4}))?", re.IGNORECASE)


@dataclass(frozen=True)
class SaidDate:
    """A day as it is said, whether the calendar has it or not; of several days the last."""

    year: int
    month: int
    day: int
    printed: str

    @property
    def day_of_calendar(self) -> date | None:
        """The day, or None if the calendar has none."""
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def last_of_month(self) -> int:
        return monthrange(self.year, self.month)[1]


def dates(text: str) -> list[SaidDate]:
    """The full dates in `text`: `6 Januari 2023`, `1-2 Maret 2023`, `14-Apr-23`."""
    return [_date(match.groups(), match[0]) for match in _DATE.finditer(text)]


def dates_with_weekday(text: str) -> Iterator[tuple[str, SaidDate]]:
    """The full dates that a weekday is said of, with that weekday in its usual spelling."""
    for match in _NAMED.finditer(text):
        said = match[1].casefold()
        name = "Jumat" if said.startswith("jum") else "Minggu" if said == "ahad" else match[1].capitalize()
        yield name, _date(match.groups()[1:], match[0])


def months(text: str) -> list[tuple[int, int]]:
    """Year and month of what is dated by month or by day."""
    return [(int(match[2]), _month(match[1])) for match in _MONTH_ALONE.finditer(text)]


def as_of(text: str) -> tuple[int, int] | None:
    """Year and month of which data are told, as in `per 1 Januari 2024` or `per-september 2023`; None without one."""
    match = _AS_OF.search(text)
    return (int(match[2]), _month(match[1])) if match else None


def quarter(text: str) -> tuple[int, int | None] | None:
    """The quarter that is named first, with its year if one is said; None without quarter."""
    match = _QUARTER.search(text)
    if match is None:
        return None
    name = match[1].upper().replace("L", "I")
    return (int(name) if name.isdigit() else ROMAN.index(name) + 1), int(match[2]) if match[2] else None


def _date(said: tuple[str | None, ...], printed: str) -> SaidDate:
    first, last, month, year = said
    number = int(year or 0)
    return SaidDate(number + 2000 if number < 100 else number, _month(month or ""), int(last or first or 0), printed)


def _month(name: str) -> int:
    return _SHORT[name[:3].casefold()]
