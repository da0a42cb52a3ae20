"""Indonesian number words: `empat`, `kedua`, `Delapan`, `empat puluh tujuh`, `seratus dua`."""

from __future__ import annotations

import re

_DIGITS = {"se": 1} | {word: digit for digit, word in enumerate(["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"])}
_SCALES = {"ribu": 1000, "juta": 1_000_000, "miliar": 1_000_000_000}
_STEPS = ("belas", "puluh", "ratus", *_SCALES)


def number_of(words: str) -> int | None:
    """The whole number that `words` say, as a count or an order; None if they say anything else."""
    spoken = words.casefold().strip()
    if spoken == "pertama":
        return 1
    tokens = re.sub(rf"({'|'.join(_STEPS)})", r" \1 ", spoken.removeprefix("ke")).split()
    return _sum(tokens) if tokens else None


def _sum(tokens: list[str]) -> int | None:
    """Digits and steps added up; None where a word is neither, or stands where it cannot."""
    total = part = 0
    digit: int | None = None
    for token in tokens:
        if token in _DIGITS and digit is None:
            digit = _DIGITS[token]
        elif token in {"belas", "puluh", "ratus"} and digit is not None:
            part, digit = part + {"belas": 10 + digit, "puluh": 10 * digit, "ratus": 100 * digit}[token], None
        elif token in _SCALES and (part or digit):
            total, part, digit = total + (part + (digit or 0)) * _SCALES[token], 0, None
        else:
            return None
    return total + part + (digit or 0)


def counted(text: str) -> int | None:
    """The whole number that `text` says in digits (`1.027`) or in words; None for a percentage or anything else."""
    text = text.strip()
    if re.fullmatch(r"\d+|\d{1,3}(?:\.\d{3})+", text):
        return int(text.replace(".", ""))
    return number_of(text) if text.replace(" ", "").isalpha() else None
