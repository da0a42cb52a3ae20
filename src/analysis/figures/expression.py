"""Formulas as they were computed: which numbers were combined, in which order, and how that is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from analysis.figures.figure import Cell, Figure


@dataclass(frozen=True)
class Term:
    """A number: of the argument or parameter `name`, at `key` inside it, and the input that it is the value of; without name one of the formula itself."""

    value: Fraction
    name: str = ""
    key: tuple[str | int, ...] = ()
    source: Cell | Figure | None = None


_ZERO = Term(Fraction(0))


@dataclass(frozen=True)
class Sum:
    """Two or more parts added up."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Pair:
    """A difference, a product or a quotient."""

    sign: Literal["−", "×", "÷"]
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negative:
    """A number with the other sign."""

    of: Expression


@dataclass(frozen=True)
class Amount:
    """A number without its sign."""

    of: Expression


Expression = Term | Sum | Pair | Negative | Amount


def evaluate(expression: Expression) -> Fraction:
    """The value of the expression, exactly."""
    if isinstance(expression, Term):
        return expression.value
    if isinstance(expression, Sum):
        return sum((evaluate(part) for part in expression.parts), Fraction(0))
    if isinstance(expression, Negative):
        return -evaluate(expression.of)
    if isinstance(expression, Amount):
        return abs(evaluate(expression.of))
    left, right = evaluate(expression.left), evaluate(expression.right)
    return left - right if expression.sign == "−" else left * right if expression.sign == "×" else left / right


def terms(expression: Expression) -> list[Term]:
    """The numbers in the expression, in their order."""
    if isinstance(expression, Term):
        return [expression]
    inside = expression.parts if isinstance(expression, Sum) else (expression.left, expression.right) if isinstance(expression, Pair) else (expression.of,)
    return [term for part in inside for term in terms(part)]


def added(left: Expression, right: Expression) -> Expression:
    """The sum as one, however it was put together; the zero that a sum starts from is no part of it."""
    parts = (*_parts(left), *_parts(right))
    return parts[0] if len(parts) == 1 else Sum(parts)


def _parts(one: Expression) -> tuple[Expression, ...]:
    """What one side brings to a sum: a sum its parts, none of which is a bare zero."""
    if isinstance(one, Sum):
        return one.parts
    return () if isinstance(one, Term) and not one.value and one == _ZERO else (one,)


Say = Callable[[Term], str]
"""How a number is written: by its name or by its value."""
Shorten = Callable[[tuple[Expression, ...]], tuple[Sequence[Expression], str]]
"""The parts of a sum that are written, and what is written for all others; '' where nothing is left out."""

_SUM, _PRODUCT, _SIGNED, _SINGLE = range(4)
"""How tightly a written expression holds together."""


def everything(parts: tuple[Expression, ...]) -> tuple[Sequence[Expression], str]:
    """All parts of a sum."""
    return parts, ""


def written(expression: Expression, say: Say, shorten: Shorten = everything) -> str:
    """The expression as text, with brackets only where it would mean something else without them."""
    return _written(expression, say, shorten)[0]


def _written(expression: Expression, say: Say, shorten: Shorten) -> tuple[str, int]:
    """The text, and how tightly it holds together."""
    if isinstance(expression, Term):
        text = say(expression)
        return text, _SIGNED if text.startswith("−") else _SINGLE
    if isinstance(expression, Negative):
        return f"−{_held(_written(expression.of, say, shorten), _SINGLE)}", _SIGNED
    if isinstance(expression, Amount):
        return f"|{_written(expression.of, say, shorten)[0]}|", _SINGLE
    if isinstance(expression, Sum):
        parts, rest = shorten(expression.parts)
        texts = [_written(part, say, shorten) for part in parts]
        return " + ".join([texts[0][0], *(_held(text, _SUM, inside=True) for text in texts[1:]), *([rest] if rest else [])]), _SUM
    level = _SUM if expression.sign == "−" else _PRODUCT
    left = _held(_written(expression.left, say, shorten), level)
    tighter = level if expression.sign == "×" else level + 1
    return f"{left} {expression.sign} {_held(_written(expression.right, say, shorten), tighter, inside=True)}", level


def _held(text: tuple[str, int], least: int, *, inside: bool = False) -> str:
    """The text, in brackets if it holds together less than `least`, or begins with a sign `inside` of what surrounds it."""
    return f"({text[0]})" if text[1] < least or (inside and text[0].startswith("−")) else text[0]
