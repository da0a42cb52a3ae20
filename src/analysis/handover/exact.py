"""The exact value behind a number on a page, and the form in which a spreadsheet shows it as the page does."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from analysis.errors import InputError
from analysis.numbers import exact
from analysis.words import Words
from analysis.workbook import address_of

_SHOWN = re.compile(r"(?P<sign>[+−]?)(?P<before>Rp)?(?P<digits>\d[\d.,]*)(?P<after>\u00a0%|%)?")


@dataclass(frozen=True)
class Exact:
    """A value as `figures.csv` writes it, as a number, and how it is shown; `unit` is Rp, % or nothing."""

    text: str
    value: Fraction
    form: str
    unit: str


def values_of(file: Path) -> dict[str, str]:
    """The numbers of a `figures.csv` as it writes them, by the address of their trace; none where two figures would share an address."""
    found: dict[str, set[str]] = {}
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            for row in csv.DictReader(opened, strict=True):
                found.setdefault(address_of(row["figure"], row["subject"], row["unit"], row["period"]), set()).add(row["value"])
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise InputError(f"{file} cannot be read ({type(error).__name__}); build it again with `kinerja run --force`") from error
    return {place: next(iter(texts)) for place, texts in found.items() if len(texts) == 1}


def exact_of(shown: str, mark: str, place: str, values: Mapping[str, str], w: Words) -> Exact | None:
    """The value of the trace at `place` if it is the number `shown`, rounded; None for words and for what is told in another scale."""
    told, text = _SHOWN.fullmatch(shown), values.get(place, "")
    if not (told and text):
        return None
    try:
        value = exact(text)
    except ValueError:
        return None
    places = _places(told["digits"], w)
    if w.number(value, places, signed=told["sign"] == "+") != told["sign"] + told["digits"]:
        return None
    return Exact(text, value, _form(told, places, mark), "Rp" if told["before"] else "%" if told["after"] else "")


def _places(digits: str, w: Words) -> int:
    """How many decimals the number shows."""
    sign = w.number(Fraction(1, 2), 1)[1]
    return len(digits.partition(sign)[2])


def _form(told: re.Match[str], places: int, mark: str) -> str:
    """The form of positive numbers, of negative ones and of zero: the percent sign is words, it multiplies nothing."""
    digits = "#,##0" + ("." + "0" * places if places else "") + _quoted((told["after"] or "") + (f" {mark}" if mark else ""))
    plain, signed = (_quoted(sign + (told["before"] or "")) + digits for sign in ("", told["sign"]))
    return f"{signed};{plain};{plain}" if told["sign"] == "+" else f"{plain};{signed};{plain}"


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""
