"""How a document prints: numbers in either style, money, words for numbers, dates with their weekday."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from analysis.numbers import Style, rounded

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def number(value: Fraction | int, style: Style, decimals: int = 0) -> str:
    """`value` rounded half up with all its decimals and its thousands grouped: 1.234,50 in style id, 1,234.50 in style en."""
    scaled = rounded(Fraction(value), decimals) * 10**decimals
    whole, part = divmod(abs(int(scaled)), 10**decimals)
    text = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
    if style == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"-{text}" if scaled < 0 else text


def percent(value: Fraction | int, style: Style, decimals: int = 2) -> str:
    return f"{number(value, style, decimals)}%"


def rupiah(value: Fraction | int, style: Style) -> str:
    """An amount as a table prints it: grouped, negative in parentheses."""
    text = number(abs(Fraction(value)), style)
    return f"({text})" if value < 0 else text


def spelled(value: int) -> str:
    """A number below a thousand in words: 27 is dua puluh tujuh."""
    if value < 12:
        return _DIGITS[value]
    if value < 20:
        return f"{_DIGITS[value - 10]} belas"
    if value < 100:
        tens, rest = divmod(value, 10)
        return f"{_DIGITS[tens]} puluh" + (f" {_DIGITS[rest]}" if rest else "")
    hundreds, rest = divmod(value, 100)
    head = "seratus" if hundreds == 1 else f"{_DIGITS[hundreds]} ratus"
    return head + (f" {spelled(rest)}" if rest else "")


def day(when: date) -> str:
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def weekday(when: date) -> str:
    return DAYS[when.weekday()]
