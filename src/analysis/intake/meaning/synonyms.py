"""What the heads of a table mean, by the words that offices use for them (synonyms.yaml): columns of raw tables, their periods and bases, figures claimed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from analysis.dictionary import TABLES
from analysis.intake.meaning.heads import plain
from analysis.intake.meaning.spelling import period_of
from analysis.rules import LOADER

_SPELLINGS = Path(__file__).with_name("synonyms.yaml")
_NO_THEMES = {"everywhere", "basis", "values"}
SHARED = {"unit", "period", "line", "code", "name", "measure", "classification"}
"""Columns that one head gives to every table that has them."""


@dataclass(frozen=True)
class Meaning:
    """What a head means: `target` is `table.column`, or a column alone that every table of the sheet gets.

    `period` are the words for it within the head, to be read with the year of the row; `basis` that of a target; `figure` that of a claim.
    """

    target: str
    period: str = ""
    basis: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Theme:
    """What a sheet can be about: heads by their meaning, those that are signs of it, and what is proposed where no column tells it."""

    name: str
    signs: frozenset[str]
    columns: Mapping[str, str]
    figures: Mapping[str, str]
    constants: Mapping[str, str]

    @property
    def tables(self) -> set[str]:
        """The raw tables that it gives rows of."""
        return {target.partition(".")[0] for target in self.columns.values() if "." in target}

    def meaning(self, head: str) -> Meaning | None:
        """What a head means here: its words whole, or what is left of them once words for a period or a basis are taken from an end."""
        words = plain(head).split()
        for length in range(len(words), 0, -1):
            for start in {0, len(words) - length}:
                known = " ".join(words[start : start + length])
                told = _told(words[:start] + words[start + length :])
                if told is not None and (target := self.columns.get(known)):
                    return Meaning(target, *told)
                if told is not None and known in self.figures:
                    return Meaning("claims.printed", *told, figure=self.figures[known])
        return None


def _told(words: Sequence[str]) -> tuple[str, str] | None:
    """The period and basis that words beside a known head name; None where they name anything else."""
    rest, basis = " ".join(words), ""
    for name, spelled in _bases():
        if f" {spelled} " in f" {rest} ":
            rest, basis = " ".join(f" {rest} ".replace(f" {spelled} ", " ", 1).split()), name
            break
    return (rest, basis) if not rest or period_of(rest, 2000) else None


@cache
def _spelled() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(_SPELLINGS.read_text("utf-8"), Loader=LOADER)
    return found


def _turned(spellings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {plain(word): meant for meant, words in spellings.items() for word in words}


@cache
def _values() -> dict[str, str]:
    return _turned(_spelled()["values"])


def _bases() -> Iterator[tuple[str, str]]:
    return ((name, spelled) for name, words in _spelled()["basis"].items() for spelled in words)


@cache
def themes() -> Mapping[str, Theme]:
    """What sheets can be about, by name."""
    common = _turned(_spelled()["everywhere"])
    found = {}
    for name, told in _spelled().items():
        if name not in _NO_THEMES:
            columns = {**common, **_turned(told["columns"])}
            found[name] = Theme(name, frozenset(told["signs"]), columns, _turned(told["figures"]), told["constants"])
    return found


@cache
def known_heads() -> frozenset[str]:
    """Every head that means something somewhere."""
    return frozenset(word for theme in themes().values() for word in (*theme.columns, *theme.figures, *theme.signs))


def is_known(words: str) -> bool:
    """Whether plain words are a head that means something in a theme, alone or with a period."""
    return words in known_heads() or any(theme.meaning(words) for theme in themes().values())


def theme_of(heads: Sequence[str], tables: set[str]) -> list[Theme]:
    """The themes that fit the most heads, one unless they fit as many; only those of `tables` where these are told."""
    among = [theme for theme in themes().values() if not tables or tables & (theme.tables | {"claims"})]
    counts = [(sum((theme.meaning(head) is not None) + (plain(head) in theme.signs) for head in heads), theme) for theme in among]
    most = max((count for count, _ in counts), default=0)
    return [theme for count, theme in counts if count == most > 0]


def choice(words: str, choices: Sequence[str]) -> str:
    """The one of some choices that the words mean; the words themselves where none is known."""
    meant = _values().get(plain(words), plain(words).replace(" ", "_"))
    return meant if meant in choices else words


def tables_with(column: str) -> list[str]:
    """The raw tables that have a column."""
    return [name for name, table in TABLES.items() if column in table.header]


def measure_of(words: str) -> str:
    """The unit of a value as raw tables write it: `%` and `persen` are pct."""
    return _values().get(plain(words), plain(words))


def period_within(head: str) -> str:
    """The words of a head, from its start or to its end, that name a period or a part of a year; '' for none."""
    words = plain(head).split()
    parts = [" ".join(part) for length in range(len(words), 0, -1) for part in (words[:length], words[len(words) - length :])]
    return next((part for part in parts if period_of(part, 2000)), "")


def basis_within(head: str) -> str:
    """The basis of a target that a head names; '' for none."""
    return next((name for name, spelled in _bases() if f" {spelled} " in f" {plain(head)} "), "")
