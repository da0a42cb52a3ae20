"""A figure and what it was computed from: printed cells and other figures, with their rounding."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from analysis.law import Certainty, NotComputable, Outcome, Parameter, Rule, parameters_of
from analysis.numbers import to_text

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
WHOLE = frozenset({"rp", "jumlah", "instansi", "dokumen"})
"""Measures that are counted, not rounded."""

CARRIED = Fraction(5, 1000)
"""How far a score or percentage moves when it is carried on with the two decimals that documents print."""


@dataclass(frozen=True)
class Cell:
    """A printed number in a raw table. `slack` is how far rounding may have moved it, `label` what its row is about.

    `table` and `row` are its place among the facts.
    """

    document: str
    line: int
    column: str
    value: Fraction
    slack: Fraction = Fraction(0)
    label: str = ""
    table: str = ""
    row: int | None = None

    @property
    def trace(self) -> dict[str, Any]:
        return {"document": self.document, "line": self.line, "column": self.column}


@dataclass(frozen=True)
class Figure:
    """A figure: what it is about, its value, the rule version that gave it and the inputs it was computed from.

    `value` is exact, a category text, or None with the message id `reason`. `low` and `high` bound what the value
    could be if the printed inputs were rounded. `inputs` are cells and figures, `parameters` the dated values of the law that were used.
    """

    unit: str
    period: str
    figure: str
    subject: str
    value: Fraction | str | None
    measure: str
    rule_version: str
    reference: str
    certainty: Certainty
    inputs: tuple[Cell | Figure, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict, compare=False)
    case: str | None = None
    reason: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    aliases: frozenset[str] = frozenset()
    parameters: tuple[Parameter, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.unit, self.period, self.figure, self.subject)

    @property
    def trace(self) -> dict[str, Any]:
        return {"unit": self.unit, "period": self.period, "figure": self.figure, "subject": self.subject}

    @property
    def inputs_json(self) -> str:
        return _JSON.encode([i.trace for i in self.inputs])

    @cached_property
    def text(self) -> str:
        """The value as result files write it."""
        return to_text(self.value) if isinstance(self.value, Fraction) else self.value or ""

    @property
    def number(self) -> Fraction:
        """The value as a number. Raises NotComputable with the reason if there is none."""
        if not isinstance(self.value, Fraction):
            raise NotComputable(self.reason or "not_a_number")
        return self.value


@dataclass(frozen=True)
class Span:
    """A value, and the least and greatest it could be if inputs were rounded to what is printed."""

    value: Fraction
    low: Fraction
    high: Fraction


def span_of(outcome: Outcome, arguments: Mapping[str, Any]) -> Span:
    """The span of a numeric outcome; formulas are monotone in each input, so its ends lie at the ends of the inputs."""
    names = parameters_of(outcome.rule.formula)
    ends_of = {id(leaf): _ends(leaf) for name in names if name in arguments for leaf in leaves(arguments[name])}
    loose = {key: ends for key, ends in ends_of.items() if ends[0] != ends[1]}
    parameters = {p.name: p.value for p in outcome.parameters}

    def at(choice: Mapping[int, Fraction]) -> Fraction:
        return Fraction(outcome.rule.formula(**accepted(outcome.rule, arguments, choice), **parameters))

    rising = {key: at({key: high}) >= at({key: low}) for key, (low, high) in loose.items()}
    low = at({key: ends[0] if rising[key] else ends[1] for key, ends in loose.items()})
    high = at({key: ends[1] if rising[key] else ends[0] for key, ends in loose.items()})
    return Span(outcome.value, min(low, outcome.value), max(high, outcome.value))


def _ends(leaf: Cell | Figure) -> tuple[Fraction, Fraction]:
    """Least and greatest value of an input. Scores and percentages that were computed may have been carried on rounded."""
    if isinstance(leaf, Cell):
        return leaf.value - leaf.slack, leaf.value + leaf.slack
    low, high = (leaf.number if end is None else end for end in (leaf.low, leaf.high))
    carried = Fraction(0) if leaf.measure in WHOLE or leaf.figure.startswith("target_") else CARRIED
    return low - carried, high + carried


def accepted(version: Rule, arguments: Mapping[str, Any], choice: Mapping[int, Fraction] | None = None) -> dict[str, Any]:
    """The plain values of those arguments that the formula of `version` takes. Raises NotComputable if one has none."""
    return {name: plain(arguments[name], choice) for name in parameters_of(version.formula) if name in arguments}


def leaves(argument: Any) -> list[Cell | Figure]:
    """The numeric cells and figures in an argument, at any depth, in order."""
    if isinstance(argument, (Cell, Figure)):
        return [argument] if isinstance(argument, Cell) or isinstance(argument.value, Fraction) else []
    if isinstance(argument, Mapping):
        return [leaf for inner in argument.values() for leaf in leaves(inner)]
    if isinstance(argument, Sequence) and not isinstance(argument, str):
        return [leaf for inner in argument for leaf in leaves(inner)]
    return []


def inputs_of(arguments: Mapping[str, Any]) -> tuple[Cell | Figure, ...]:
    """The cells and figures among the arguments, each once."""
    unique: dict[Any, Cell | Figure] = {}
    for argument in arguments.values():
        for leaf in _every(argument):
            unique.setdefault(leaf if isinstance(leaf, Cell) else leaf.key, leaf)
    return tuple(unique.values())


def _every(argument: Any) -> Iterator[Cell | Figure]:
    if isinstance(argument, (Cell, Figure)):
        yield argument
    elif isinstance(argument, Mapping):
        for inner in argument.values():
            yield from _every(inner)
    elif isinstance(argument, Sequence) and not isinstance(argument, str):
        for inner in argument:
            yield from _every(inner)


def plain(argument: Any, choice: Mapping[int, Fraction] | None = None) -> Any:
    """The argument with cells and figures replaced by their values, or by the values chosen for them."""
    chosen = choice or {}
    if isinstance(argument, (Cell, Figure)):
        if id(argument) in chosen:
            return chosen[id(argument)]
        return argument.value if isinstance(argument, Cell) else argument.value if isinstance(argument.value, str) else argument.number
    if isinstance(argument, Mapping):
        return {name: plain(inner, chosen) for name, inner in argument.items()}
    if isinstance(argument, tuple):
        return tuple(plain(inner, chosen) for inner in argument)
    if isinstance(argument, Sequence) and not isinstance(argument, str):
        return [plain(inner, chosen) for inner in argument]
    return argument


def aliases_of(outcome: Outcome) -> frozenset[str]:
    """Other names of the category that was given: its grade beside its label."""
    bands = [p.value for p in outcome.parameters if isinstance(p.value, list)]
    found = [b for steps in bands for b in steps if isinstance(b, dict) and b.get("label") == outcome.value]
    return frozenset(str(b["grade"]) for b in found if "grade" in b)
