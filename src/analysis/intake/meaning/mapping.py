"""What the columns of a sheet are used for: as the analyst said, else as their heads and values propose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.dictionary import TABLES
from analysis.errors import ParameterError, alternatives
from analysis.intake.files.cells import Sheet, letter
from analysis.intake.meaning.heads import Heads, plain, why_left
from analysis.intake.meaning.keys import unit_of
from analysis.intake.meaning.private import names_persons
from analysis.intake.meaning.spelling import period_of
from analysis.intake.meaning.synonyms import SHARED, Meaning, Theme, basis_within, choice, period_within, tables_with, theme_of
from analysis.intake.reading import Asked, Context, Wrong

_ENOUGH = 200
"""Rows that are looked at to see what the values of a column are."""


@dataclass(frozen=True)
class Use:
    """A column of a sheet, its head, and what it is used for."""

    column: int
    head: str
    meaning: Meaning


@dataclass(frozen=True)
class Uses:
    """All columns of a sheet that are used; `constants` are words that every row gets, by `table.column`; `unused` the other heads."""

    uses: Sequence[Use]
    constants: Mapping[str, str] = field(default_factory=dict)
    unused: Sequence[str] = ()
    wrong: Sequence[Wrong] = ()
    kept_out: Sequence[str] = ()
    """Heads of columns that name persons; nothing of them is used, whatever is asked."""

    def of(self, target: str) -> list[Use]:
        return [use for use in self.uses if use.meaning.target == target]

    @property
    def tables(self) -> list[str]:
        """The raw tables that rows of the sheet belong to: those of which a value stands in a column of its own."""
        own = {use.meaning.target.partition(".")[::2] for use in self.uses if "." in use.meaning.target}
        return [name for name, table in TABLES.items() if any(c in {column for t, column in own if t == name} for c in values_of(name) or table.header)]

    @property
    def proposed(self) -> dict[str, str]:
        """What is proposed, by head: `table.column`, '' for a head that is not used, and `=word` for words that every row gets."""
        shown = {use.head: self._full(use.meaning.target) for use in self.uses}
        constants = {f"={word}": target for target, word in self.constants.items() if target.partition(".")[0] in self.tables}
        return {**shown, **dict.fromkeys(self.unused, ""), **constants}

    def _full(self, target: str) -> str:
        known = [*(table for table in self.tables if table in tables_with(target)), *tables_with(target)]
        return target if "." in target else f"{known[0]}.{target}"


def values_of(table: str) -> list[str]:
    """The columns of a raw table that hold values; none where all of them are words."""
    return [column.name for column in TABLES[table].columns if column.kind in {"number", "printed"}]


def mapped(sheet: Sheet, heads: Heads, asked: Asked, context: Context, tables: frozenset[str] = frozenset()) -> Uses:
    """The uses of the columns of a sheet, for `tables` where a layout gives rows of these alone.

    Raises ParameterError for an asked column that no raw table has.
    """
    named = dict(_named(heads))
    persons = {column: head for column, head in named.items() if names_persons(head, _values(sheet, heads, column))}
    told = {plain(head): _target(target) for head, target in asked.columns.items() if not head.startswith("=") and not target.startswith("unit:")}
    wanted = tables or {target.partition(".")[0] for target in told.values() if "." in target}
    found = theme_of([head.words for head in heads.heads], set(wanted))
    if len(found) > 1 and not wanted:
        return Uses((), unused=list(named.values()), wrong=[Wrong(sheet.name, "", "", "theme_open", {"found": ", ".join(t.name for t in found)})])
    theme = found[0] if found else None
    words = {head.column: head.words for head in heads.heads}
    open_ = {column: head for column, head in named.items() if column not in persons}
    uses = [Use(column, head, meaning) for column, head in open_.items() if (meaning := _meaning(head, words[column], told, theme))]
    uses += _by_values(sheet, heads, {c: h for c, h in open_.items() if plain(h) not in told and c not in {u.column for u in uses}}, uses, context)
    kept, wrong = _once(sheet, heads, uses)
    mentioned = {use.column for use in uses}
    return Uses(kept, _constants(asked, theme, kept), [head for column, head in named.items() if column not in mentioned], wrong, list(persons.values()))


def _named(heads: Heads) -> Iterator[tuple[int, str]]:
    """The heads by their column; one that was there before gets a number."""
    seen: dict[str, int] = {}
    for head in heads.heads:
        seen[plain(head.words)] = seen.get(plain(head.words), 0) + 1
        again = seen[plain(head.words)]
        yield head.column, head.words if again == 1 else f"{head.words} ({again})"


def _target(target: str) -> str:
    """A target as it is asked for, a shared column without its table."""
    table, _, column = target.rpartition(".")
    known = [f"{name}.{c}" for name, t in TABLES.items() for c in t.header]
    if target and target not in known and not (not table and column in SHARED):
        raise ParameterError(f"'{target}' is not a column of a raw table; {alternatives(target, known)}")
    return column if column in SHARED else target


def _meaning(head: str, words: str, told: Mapping[str, str], theme: Theme | None) -> Meaning | None:
    proposed = theme.meaning(words) if theme else None
    if plain(head) not in told:
        return proposed
    target = told[plain(head)]
    if proposed and proposed.target == target:
        return proposed
    basis = basis_within(head) if target == "targets.value" else ""
    return Meaning(target, "" if target == "period" else period_within(head), basis) if target else None


def _by_values(sheet: Sheet, heads: Heads, open_: Mapping[int, str], uses: Sequence[Use], context: Context) -> Iterator[Use]:
    """Columns whose head says nothing but whose values are all units, all periods, or all words of a choice."""
    taken = {use.meaning.target for use in uses}
    tables = {target.partition(".")[0] for target in taken if "." in target}
    for column, head in open_.items():
        values = list(dict.fromkeys(_values(sheet, heads, column)))
        for target, fits in _value_forms(tables, context):
            if values and target not in taken and all(fits(value) for value in values):
                taken.add(target)
                yield Use(column, head, Meaning(target))
                break


def _value_forms(tables: set[str], context: Context) -> Iterator[tuple[str, Callable[[str], bool]]]:
    yield "unit", lambda words: unit_of(words, context.units) is not None
    yield "period", lambda words: not words.isdigit() and period_of(words, 2000) is not None
    for name in sorted(tables):
        for column in TABLES[name].columns:
            if column.choices:
                yield f"{name}.{column.name}", lambda words, known=column.choices: choice(words, known) in known  # type: ignore[misc]


def _values(sheet: Sheet, heads: Heads, column: int) -> Iterator[str]:
    for number, _ in list(sheet.filled())[: _ENOUGH + heads.last]:
        if not why_left(sheet, heads, number) and (words := sheet.cell(number, column).printed()):
            yield words


def _once(sheet: Sheet, heads: Heads, uses: Sequence[Use]) -> tuple[list[Use], list[Wrong]]:
    """The uses, without those that mean what a column before means; periods may be told in two columns, a year and a part of it."""
    seen: dict[Meaning, Use] = {}
    wrong = []
    for use in sorted(uses, key=lambda use: use.column):
        first = seen.setdefault(use.meaning, use)
        if first is not use and use.meaning.target != "period":
            place = f"{letter(use.column)}{heads.last}"
            wrong.append(Wrong(sheet.name, place, use.head, "head_twice", {"first": first.head, "target": use.meaning.target, "head": use.head}))
    doubled = {w.value for w in wrong}
    return [use for use in uses if use.head not in doubled], wrong


def _constants(asked: Asked, theme: Theme | None, uses: Sequence[Use]) -> dict[str, str]:
    """Words that every row gets where no column tells them: those asked for, else those of the theme, by `table.column`."""
    mapped_ = {use.meaning.target for use in uses}
    told = {target: head[1:] for head, target in asked.columns.items() if head.startswith("=")}
    proposed = {
        full: word for target, word in (theme.constants if theme else {}).items() for full in ([target] if "." in target else _everywhere(target, theme))
    }
    return {target: word for target, word in {**proposed, **told}.items() if not {target, target.rpartition(".")[2]} & mapped_}


def _everywhere(column: str, theme: Theme | None) -> list[str]:
    return [f"{table}.{column}" for table in tables_with(column) if theme and table in theme.tables]
