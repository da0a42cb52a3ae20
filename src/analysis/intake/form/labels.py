"""What a form calls tables, columns and values in the language of the reader, and the way back from such words to what raw tables hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from analysis.dictionary import TABLES, Column, Table
from analysis.errors import ParameterError
from analysis.intake.meaning import spelling
from analysis.languages import LANGUAGES
from analysis.periods import Period
from analysis.sources import Unit
from analysis.tables import FIGURES
from analysis.words import words

REQUIRED = "*"
"""The sign after the head of a column that must be filled in."""
_PARTS = (*(f"-S{n}" for n in (1, 2)), *(f"-TW{n}" for n in range(1, 5)), *(f"-{n:02d}" for n in range(1, 13)))


def sheet_of(table: str, lang: str) -> str:
    """The name of the sheet of a raw table."""
    return words(lang)(f"form.sheet.{table}")


def head_of(table: str, column: str, lang: str) -> str:
    """The head of a column, without the sign of those that must be filled in."""
    return _own("form.head", table, column, lang)


def means(table: str, column: str, lang: str) -> str:
    """What is to be entered in a column."""
    return _own("form.means", table, column, lang)


def _own(group: str, table: str, column: str, lang: str) -> str:
    w = words(lang)
    own = f"{group}.{table}.{column}"
    return w(own) if w.known(own) else w(f"{group}.{column}")


@cache
def choices(table: str, column: str, lang: str) -> Mapping[str, str]:
    """The words for each value that a column takes, in their order; none where it takes any."""
    known = next(c for c in TABLES[table].columns if c.name == column)
    return {value: _choice(known, value, lang) for value in (*known.choices, *(sorted(FIGURES) if known.kind == "figure" else ()))}


def _choice(column: Column, value: str, lang: str) -> str:
    w = words(lang)
    own = f"form.choice.{column.name}.{value}"
    return w(own) if w.known(own) else w(f"{column.name}.{value}")


def unit_words(units: Mapping[str, Unit]) -> dict[str, str]:
    """The short name of each unit, with its code where two share it."""
    shared = Counter(unit.short for unit in units.values())
    return {code: unit.short if shared[unit.short] == 1 else f"{unit.short} ({code})" for code, unit in units.items()}


def period_words(year: int, lang: str) -> dict[str, str]:
    """The words for a year and for its parts."""
    w = words(lang)
    return {period: w.period(period) for period in (str(year), *(f"{year}{part}" for part in _PARTS))}


def shown(table: str, column: Column, value: str, lang: str, units: Mapping[str, str]) -> str:
    """A cell of a raw table as a form shows it; `units` are the words for units. What is not known stays as it is."""
    match column.kind:
        case "choice" | "figure":
            return choices(table, column.name, lang).get(value, value)
        case "unit":
            return units.get(value, value)
        case "period":
            return words(lang).period(value) if _is_period(value) else value
    return value


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ParameterError:
        return False
    return True


def plain(text: str) -> str:
    """Words as they are compared: without capitals, spaces too many and the sign of a column that must be filled in."""
    return " ".join(text.replace("\u00a0", " ").rstrip(f"{REQUIRED} ").casefold().split())


def value_of(table: str, column: Column, text: str) -> str | None:
    """The value that words of any language stand for, or that is written itself; None if there is none."""
    return _values(table, column.name).get(plain(text))


@cache
def _values(table: str, column: str) -> Mapping[str, str]:
    told = {plain(word): value for lang in LANGUAGES for value, word in choices(table, column, lang).items()}
    return told | {plain(value): value for value in choices(table, column, LANGUAGES[0])}


def unit_of(text: str, units: Mapping[str, Unit]) -> str | None:
    """The code of the unit that is called so: by its code, its short name, or its name in any language; None if none is or several are."""
    said = plain(text)
    named = unit_words(units)
    if exact := [code for code, word in named.items() if said in {plain(code), plain(word)}]:
        return exact[0] if len(exact) == 1 else None
    found = [code for code, unit in units.items() if said in {plain(unit.short), *map(plain, unit.names.values())}]
    return found[0] if len(found) == 1 else None


def period_of(text: str, year: int | None = None) -> str | None:
    """The period that words name, of `year` where they name none; None if they name no period."""
    said = plain(text)
    named = next((int(part) for part in said.split() if part.isascii() and part.isdigit() and len(part) == 4), year)
    for lang in LANGUAGES if named else ():
        for period, word in period_words(named or 0, lang).items():
            if plain(word) == said:
                return period
    found = spelling.period_of(text, year)
    return str(found) if found else None


def told(table: str, texts: Mapping[str, str]) -> str:
    """A row of a form in one line, to see whether it still reads the same."""
    return f"{table}: {'|'.join(plain(texts.get(column, '')) for column in TABLES[table].header if column != 'line')}"


@cache
def heads(table: str) -> Mapping[str, str]:
    """The columns of a raw table by every head that stands for them: in each language, and by their own name."""
    columns = TABLES[table].header
    return {column: column for column in columns} | {plain(head_of(table, column, lang)): column for lang in LANGUAGES for column in columns}


def in_order(table: Table) -> list[Column]:
    """The columns of a raw table in the order of its sheet: what a row is called comes before what is told of it."""
    first = ["line", "figure", "code", "population", "member", "subject", "name"]
    return sorted(table.columns, key=lambda c: first.index(c.name) if c.name in first else len(first))
