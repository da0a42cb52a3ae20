"""The worked formula of a figure: its rule computed once more on numbers that remember how they were combined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from analysis.figures.expression import Expression, Term, evaluate
from analysis.figures.figure import Cell, Figure
from analysis.figures.traced import Compared, Traced, Untraceable
from analysis.law import Law, parameters_of
from analysis.periods import Period


@dataclass(frozen=True)
class Computed:
    """A number and the expression that gives it."""

    expression: Expression


@dataclass(frozen=True)
class Banded:
    """A category, and the bounds between which its value lies; the lower or the upper one may be missing."""

    value: Expression
    lower: Compared | None
    upper: Compared | None


@dataclass(frozen=True)
class Counted:
    """A number of different things, and their names."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """The place of a number among others, from the greatest: those that are greater."""

    value: Expression
    above: tuple[Expression, ...]


Worked = Computed | Banded | Counted | Ranked


def worked(figure: Figure, law: Law, scopes: Iterable[str]) -> Worked | None:
    """How the figure was computed, by its rule in force for a unit within `scopes`.

    None where there is no value, where the figure was computed under another reading of the rule, and where the formula
    leaves no expression that gives exactly this value.
    """
    if figure.value is None:
        return None
    version = law.rule_on(figure.figure, Period.parse(figure.period).year, scopes, figure.case)
    if version.version != figure.rule_version:
        return None
    asked, trail = parameters_of(version.formula), list[Compared]()
    given = {name: _traced(value, name, (), trail) for name, value in figure.arguments.items() if name in asked}
    dated = {p.name: _traced(p.value, p.name, (), trail) for p in figure.parameters if p.name in asked and p.name not in given}
    try:
        value = version.formula(**given, **dated)
    except Untraceable:
        return None
    if isinstance(value, Traced):
        return Computed(value.expression) if evaluate(value.expression) == figure.value else None
    if value != figure.value:
        return None
    return _banded(trail) if isinstance(value, str) else _ranked(value, trail) if trail else _counted(value, [*given.values(), *dated.values()])


def _traced(given: Any, name: str, key: tuple[str | int, ...], trail: list[Compared]) -> Any:
    """What a formula is given, with every number in it as one that remembers."""
    if isinstance(given, Figure) and not isinstance(given.value, Fraction):
        return given.value
    if isinstance(given, (Cell, Figure)):
        value = given.value if isinstance(given, Cell) else given.number
        return Traced(value, Term(value, name, key, given), trail)
    if isinstance(given, (int, Fraction)):
        return Traced(Fraction(given), Term(Fraction(given), name, key), trail)
    if isinstance(given, Mapping):
        return {inner: _traced(value, name, (*key, inner), trail) for inner, value in given.items()}
    if isinstance(given, Sequence) and not isinstance(given, str):
        inside = [_traced(value, name, (*key, number), trail) for number, value in enumerate(given)]
        return tuple(inside) if isinstance(given, tuple) else inside
    return given


def _banded(trail: Sequence[Compared]) -> Banded | None:
    """The narrowest bounds that the formula found around the one value that it compared with numbers."""
    if not trail or any(found.value != trail[0].value for found in trail):
        return None
    below = [found for found in trail if found.sign in {">", "≥"}]
    above = [found for found in trail if found.sign in {"<", "≤"}]
    lower = max(below, key=lambda found: (evaluate(found.bound), found.sign == ">"), default=None)
    upper = min(above, key=lambda found: (evaluate(found.bound), found.sign == "≤"), default=None)
    return Banded(trail[0].value, lower, upper)


def _ranked(value: Any, trail: Sequence[Compared]) -> Ranked | None:
    """The numbers that the formula found greater than the one that it held all against: the rank is one behind them."""
    own, above = trail[0].bound, tuple(found.value for found in trail if found.sign == ">")
    told = isinstance(own, Term) and own.name and all(found.bound == own for found in trail)
    return Ranked(own, above) if told and value == 1 + len(above) else None


def _counted(value: Any, given: Sequence[Any]) -> Counted | None:
    """The names of which a rule says how many different ones there are: they are all that it was given."""
    if len(given) != 1 or not isinstance(given[0], Sequence) or not all(isinstance(name, str) for name in given[0]):
        return None
    names = tuple(dict.fromkeys(given[0]))
    return Counted(names) if value == len(names) else None
