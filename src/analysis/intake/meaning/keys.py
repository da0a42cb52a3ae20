"""The keys of raw tables from the words of a file: units by code or name, indicators by code, name or system, periods as they are spelled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from analysis.intake.files.cells import Cell
from analysis.intake.meaning.heads import plain
from analysis.intake.meaning.spelling import MONTHS, period_of
from analysis.intake.reading import Asked, Context
from analysis.periods import Period
from analysis.sources import Unit

_INDICATOR = re.compile(r"(iku|ss)[\s.\-_]*(\d{1,2}[a-z]?)", re.IGNORECASE)


def unit_of(words: str, units: Mapping[str, Unit]) -> str | None:
    """The code of the unit that the words name by its code, its short name or a full name; None for no unit or several."""
    if words.strip() in units:
        return words.strip()
    told = tuple((unit.code, unit.short, unit.parent or "", *sorted(unit.names.items())) for unit in units.values())
    return _named(plain(words), told)


@lru_cache(maxsize=1 << 12)
def _named(words: str, told: tuple[Any, ...]) -> str | None:
    """The only unit with this name; the names of bodies above others may be written in full or short, in the words as in the names."""
    parents = {parent for _, _, parent, *_ in told}
    above = {plain(dict(names)["id"]): plain(short) for code, short, _, *names in told if code in parents}
    wanted = _shortened(words, above)
    found = {code for code, short, _, *names in told if wanted and wanted in {_shortened(plain(name), above) for name in (short, *dict(names).values())}}
    return found.pop() if len(found) == 1 else None


def _shortened(words: str, above: Mapping[str, str]) -> str:
    for name, short in above.items():
        words = re.sub(rf"\b{re.escape(name)}\b", short, words) if words != name else words
    return words


def code_of(words: str, head: str = "") -> str:
    """The code as the raw tables write it: `IKU 4` and, below a head that says IKU, `4` are IKU.4; an apostrophe before a code is none of it."""
    text = words.strip().removeprefix("'").strip()
    if found := _INDICATOR.fullmatch(text):
        return f"{found[1].upper()}.{found[2]}"
    kind = re.search(r"\b(iku|ss)\b", plain(head))
    return f"{kind[1].upper()}.{int(text)}" if kind and text.isascii() and text.isdigit() and len(text) < 3 else text


def indicator_of(context: Context, unit: str, *, name: str = "", system: str = "") -> str:
    """The code of the only indicator of a unit with this name, or of this system, among the rows that the document holds; else ''."""
    rows = [row for row in context.existing.get("indicators", ()) if row["unit"] == unit]
    found = {row["code"] for row in rows if (plain(row["name"]) == plain(name) if name else row["system"] == system)}
    return found.pop() if len(found) == 1 else ""


def year_asked(asked: Asked) -> int | None:
    """The year of the period that was told beside the file."""
    return _parsed(asked.period).year if asked.period else None


def period_asked(asked: Asked, words: str) -> tuple[str, str]:
    """The period of a file whose own words name one, and what is wrong with it, the end of a message id.

    A year that is told serves where the words name none; another period that is told has to be the one they name.
    """
    found = period_of(words, year_asked(asked))
    if found is None:
        return "", "year_missing" if period_of(words, 2000) else "period_unknown"
    told = _parsed(asked.period) if asked.period else None
    if told and told != found and not (told.is_year and told.year == found.year):
        return "", "period_contradicted"
    return str(found), ""


@cache
def _parsed(text: str) -> Period:
    return Period.parse(text)


def identity(cell: Cell) -> str:
    """A code of a file as text: without the apostrophe that kept its leading zeros."""
    return cell.printed().removeprefix("'").strip()


def as_period(head: str, words: str) -> str:
    """The words of a cell below a head, with those of the head where a bare number needs them: `3` below Triwulan, `9` below Bulan."""
    if period_of(words, 2000) or not words:
        return words
    months = {str(number): name for name, number in reversed(MONTHS.items())}
    return months.get(words.lstrip("0"), words) if plain(head) == "bulan" else f"{head} {words}"
