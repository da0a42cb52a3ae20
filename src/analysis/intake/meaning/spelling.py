"""Periods and dates as people spell them: `TW III`, `s.d. September 2024`, `Smt 2`, `31 Desember 2024`; what can be read in two ways is not read at all."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from analysis.periods import Period

_NAMES = (
    ("januari", "january", "jan"),
    ("februari", "pebruari", "february", "feb", "peb"),
    ("maret", "march", "mar", "mrt"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agt", "agu", "agust", "ags", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
"""The number of a month by its names, full and short, Indonesian and English, in small letters."""
_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "satu": 1, "dua": 2, "tiga": 3, "empat": 4}
_QUARTER = ("tw", "triwulan", "triw", "trw", "twl", "kuartal", "kwartal", "quarter", "q")
_PARTS = dict.fromkeys(_QUARTER, 4) | dict.fromkeys(("semester", "smt", "sem", "s"), 2)
_UP_TO = {"sampai", "hingga", "sd"}
_FILLERS = {
    "tahun",
    "anggaran",
    "ta",
    "thn",
    "th",
    "bulan",
    "bln",
    "periode",
    "per",
    "posisi",
    "keadaan",
    "kondisi",
    "dengan",
    "pada",
    "akhir",
    "ke",
    "tanggal",
}
_FILLERS |= {"tgl", "tahunan", "fy", "dan", "of"}
_DAYS = {"senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"}
_SHORT_FORMS = ((r"\bs\s*[./]?\s*d\b\.?", " sampai "), (r"\bt\s*\.?\s*a\b\.?", " ta "), (r"\b(tw|q)(i{1,3}|iv)\b", r"\1 \2"), (r"jum'at", "jumat"))


@dataclass(frozen=True)
class _Span:
    """Months of a year that a part of the words names; `day` where they name a day of it."""

    first: int
    last: int
    day: int = 0


def period_of(text: str, year: int | None = None) -> Period | None:
    """The period that the words name; `year` is used where they name none.

    What is told up to a month or day is the state at its end: a quarter where one ends there, the year at the end of December, else the month
    (docs/decisions/0015-intake.md). None where no period is named, where one of the words is not understood, for a day inside a month,
    for two years, and where a year is needed.
    """
    try:
        return _named(" ".join(text.split()), year)
    except ValueError:
        return None


def needs_year(text: str) -> bool:
    """Whether the words name a part of a year but not the year."""
    return period_of(text) is None and period_of(text, 2000) is not None


def date_of(text: str, *, day_first: bool = False) -> date | None:
    """The day that the words name: `31 Desember 2024`, `2024-12-31`, `31/12/2024`. None for anything else.

    In numbers the day stands first: 08/09/2024, which others write for the ninth of August, is read only where `day_first` says that
    the column is written so; 12/31/2024 never is.
    """
    words = " ".join(text.casefold().split())
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[t ]00:00(?::00)?)?", words, re.ASCII):
        return _day(*(int(part) for part in found.groups()))
    if found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", words, re.ASCII):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        return _day(year, month, day) if day_first or day > 12 or day == month else None
    found = re.fullmatch(r"(?:[a-z']+,? )?(?:(?:tanggal|tgl\.?|per) )?(\d{1,2})[ -]([a-z]+)\.?,?[ -](\d{4})", words, re.ASCII)
    if found is None or found[2] not in MONTHS or not set(re.findall(r"[a-z']+", words[: found.start(1)])) <= {*_DAYS, "jum'at", "tanggal", "tgl", "per"}:
        return None
    return _day(int(found[3]), MONTHS[found[2]], int(found[1]))


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] and year >= 1900 else None


def _named(text: str, year: int | None) -> Period | None:
    if day := date_of(re.sub(r"^(?:per|posisi|keadaan|s\.?d\.?|sampai dengan) ", "", text.casefold())):
        return _state(day.year, _Span(day.month, day.month, day.day))
    if found := re.fullmatch(r"(20\d\d)[-/ .](0[1-9]|1[0-2])|(0[1-9]|1[0-2])[-/ .](20\d\d)", text):
        return Period(int(found[1] or found[4]), int(found[2] or found[3]), int(found[2] or found[3]))
    words = text.casefold()
    for form, instead in _SHORT_FORMS:
        words = re.sub(form, instead, words)
    spans, years, up_to = _understood(re.findall(r"[^\W\d_]+|\d+", words), dashed=bool(re.search(r"[-–—]", words)))
    if len(years) > 1 or (not years and year is None):
        return None
    return _period(spans, next(iter(years), year or 0), up_to=up_to)


def _understood(words: list[str], *, dashed: bool) -> tuple[list[_Span], set[int], bool]:
    """The parts of a year, the years, and whether something is told up to them. Raises ValueError for a word that is not understood."""
    spans: list[_Span] = []
    years: set[int] = set()
    up_to, number = False, 0
    while number < len(words):
        word, after = words[number], [other for other in words[number + 1 :] if other != "ke"]
        if word in _PARTS and after and (place := _ordinal(after[0], _PARTS[word])):
            length = 12 // _PARTS[word]
            spans.append(_Span(length * (place - 1) + 1, length * place))
            number += len(words) - number - len(after)
        elif word in MONTHS:
            spans.append(_Span(MONTHS[word], MONTHS[word]))
        elif word.isdigit() and len(word) < 3 and after and after[0] in MONTHS:
            spans.append(_Span(MONTHS[after[0]], MONTHS[after[0]], int(word)))
            number += 1
        elif re.fullmatch(r"20\d\d", word):
            years.add(int(word))
        elif word not in _FILLERS | _UP_TO:
            raise ValueError(word)
        up_to = up_to or word in _UP_TO
        number += 1
    return spans, years, up_to or (dashed and len(spans) == 2)


def _ordinal(word: str, most: int) -> int:
    """1 to `most`; 0 for what is none of them."""
    number = int(word) if word.isdigit() and len(word) < 3 else _ORDINALS.get(word, 0)
    return number if number <= most else 0


def _period(spans: list[_Span], year: int, *, up_to: bool) -> Period | None:
    if not spans:
        return None if up_to else Period(year, 1, 12)
    if len(spans) == 2 and up_to:
        return _from_to(year, *spans)
    if len(set(spans)) != 1:
        return None
    return _state(year, spans[0]) if up_to or spans[0].day else Period(year, spans[0].first, spans[0].last)


def _from_to(year: int, start: _Span, end: _Span) -> Period | None:
    """`Januari s.d. Juni`: exactly these months where they are a period, else, from January on, the state at their end."""
    length = end.last - start.first + 1
    if length in {1, 3, 6, 12} and end.last % length == 0 and start.day in {0, 1} and _whole(year, end):
        return Period(year, start.first, end.last)
    return _state(year, end) if start.first == 1 and start.last < end.last else None


def _state(year: int, span: _Span) -> Period | None:
    """The state at the end of the months."""
    if not _whole(year, span) or not 2000 <= year <= 2099:
        return None
    if span.last == 12:
        return Period(year, 1, 12)
    if span.last - span.first == 5:
        return Period(year, span.first, span.last)
    return Period(year, span.last - 2, span.last) if span.last % 3 == 0 else Period(year, span.last, span.last)


def _whole(year: int, span: _Span) -> bool:
    return span.day in {0, monthrange(year, span.last)[1]}
