"""Numbers that remember how they were combined: a formula computed with them leaves its expression behind."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from analysis.figures.expression import Amount, Expression, Negative, Pair, Term, added

Comparison = Literal["<", "≤", ">", "≥"]
_OPPOSITE: dict[Comparison, Comparison] = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}


class Untraceable(TypeError):
    """A formula took a number apart in a way that leaves no expression."""


@dataclass(frozen=True)
class Compared:
    """What a formula found when it compared a number with another: `value` stands so to `bound`."""

    value: Expression
    sign: Comparison
    bound: Expression


class Traced(Fraction):
    """An exact number with the expression that gave it. What is compared is put down in `trail`, one for all numbers of a formula.

    Whoever asks for its digits is refused: a number made of those would not know where it comes from.
    """

    plain: Fraction
    expression: Expression
    trail: list[Compared]

    def __new__(cls, value: Fraction, expression: Expression, trail: list[Compared]) -> Traced:
        made = super().__new__(cls)
        made.plain, made.expression, made.trail = value, expression, trail
        return made

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self.plain)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __repr__(self) -> str:
        return f"Traced({self.plain})"

    def __eq__(self, other: object) -> bool:
        return self.plain == plain_of(other)

    def __neg__(self) -> Traced:
        return Traced(-self.plain, Negative(self.expression), self.trail)

    def __pos__(self) -> Traced:
        return self

    def __abs__(self) -> Traced:
        return Traced(abs(self.plain), Amount(self.expression), self.trail)


def plain_of(number: object) -> object:
    return number.plain if isinstance(number, Traced) else number


def _expression_of(number: int | Fraction) -> Expression:
    return number.expression if isinstance(number, Traced) else Term(Fraction(number))


def _difference(left: Expression, right: Expression) -> Expression:
    return Pair("−", left, right)


def _product(left: Expression, right: Expression) -> Expression:
    return Pair("×", left, right)


def _quotient(left: Expression, right: Expression) -> Expression:
    return left if right == Term(Fraction(1)) else Pair("÷", left, right)


Combine = Callable[[Expression, Expression], Expression]
_COMBINED: dict[str, tuple[Callable[[Any, Any], Any], Combine]] = {
    "add": (operator.add, added),
    "sub": (operator.sub, _difference),
    "mul": (operator.mul, _product),
    "truediv": (operator.truediv, _quotient),
}
_COMPARED: dict[str, tuple[Callable[[Any, Any], bool], Comparison]] = {
    "lt": (operator.lt, "<"),
    "le": (operator.le, "≤"),
    "gt": (operator.gt, ">"),
    "ge": (operator.ge, "≥"),
}
_TAKEN_APART = ("pow", "rpow", "floordiv", "rfloordiv", "mod", "rmod", "divmod", "rdivmod", "int", "float", "complex", "trunc", "floor", "ceil", "round", "str")
_PARTS = ("numerator", "denominator")


def _combining(compute: Callable[[Any, Any], Any], combine: Combine, *, reflected: bool) -> Any:
    def combined(self: Traced, other: object) -> Any:
        if not isinstance(other, (int, Fraction)):
            return NotImplemented
        left, right = (other, self) if reflected else (self, other)
        return Traced(compute(plain_of(left), plain_of(right)), combine(_expression_of(left), _expression_of(right)), self.trail)

    return combined


def _comparing(compute: Callable[[Any, Any], bool], sign: Comparison) -> Any:
    def compared(self: Traced, other: object) -> Any:
        if not isinstance(other, (int, Fraction)):
            return NotImplemented
        holds = compute(self.plain, plain_of(other))
        self.trail.append(Compared(self.expression, sign if holds else _OPPOSITE[sign], _expression_of(other)))
        return holds

    return compared


def _refused(self: Traced, *_: object) -> Any:
    raise Untraceable("the digits of a traced number are not given out")


for _name, (_compute, _combine) in _COMBINED.items():
    setattr(Traced, f"__{_name}__", _combining(_compute, _combine, reflected=False))
    setattr(Traced, f"__r{_name}__", _combining(_compute, _combine, reflected=True))
for _name, (_test, _sign) in _COMPARED.items():
    setattr(Traced, f"__{_name}__", _comparing(_test, _sign))
for _name in _TAKEN_APART:
    setattr(Traced, f"__{_name}__", _refused)
for _name in (*_PARTS, "as_integer_ratio", "limit_denominator"):
    setattr(Traced, _name, property(_refused))
