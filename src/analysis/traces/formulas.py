"""Formulas for a reader: once with names, once with the numbers put in, both from what was computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from analysis.figures import Figure
from analysis.figures.expression import Expression, Term, evaluate, terms, written
from analysis.figures.traced import Compared, Comparison
from analysis.figures.worked import Banded, Computed, Counted, Ranked, Worked, worked
from analysis.traces.names import Names
from analysis.workbook import Workbook

_FITTING = 4
"""How many parts of a sum are written in full; of more only the first ones."""
_FIRST = 2
_TURNED: dict[Comparison, str] = {">": "<", "≥": "≤"}


def formulas(wb: Workbook, figure: Figure) -> list[str]:
    """The formula of a figure with names and with numbers; in words where its rule leaves none; nothing where there is no value."""
    if figure.value is None:
        return []
    found = worked(figure, wb.ledger.law, wb.facts.unit(figure.unit).scopes)
    return list(_told(wb, figure, found)) if found else [wb.words.or_plain("rule", figure.figure)]


def _told(wb: Workbook, figure: Figure, found: Worked) -> Iterator[str]:
    names = Names(wb, figure)
    if isinstance(found, Counted):
        yield wb.words("trace.counted", names=_listed(wb, found.names), count=len(found.names))
    elif isinstance(found, Ranked):
        yield from _ranked(wb, found, names)
    elif isinstance(found, Banded):
        yield _between(wb, found, _written(wb, found.value, names, numbers=False))
        yield f"{_between(wb, found, _written(wb, found.value, names, numbers=True))} → {wb.said(figure)}"
    elif isinstance(found.expression, Term) and not isinstance(found.expression.source, Figure):
        yield _given(wb, figure, found.expression)
    else:
        yield _written(wb, found.expression, names, numbers=False)
        yield from _with_numbers(wb, figure, found, names)


def _ranked(wb: Workbook, found: Ranked, names: Names) -> Iterator[str]:
    """The numbers that a rank stands behind."""
    value = _written(wb, found.value, names, numbers=True)
    above = [f"{_written(wb, one, names, numbers=False)} {_written(wb, one, names, numbers=True)}" for one in found.above]
    yield wb.words("trace.ranked" if above else "trace.ranked_first", value=value, above=wb.words.join(above))


def _given(wb: Workbook, figure: Figure, term: Term) -> str:
    """Why a figure is what it is where nothing was computed: it is printed, or set by the law."""
    if term.source is not None:
        return wb.words("trace.as_printed")
    return wb.words("trace.by_law") if figure.parameters else wb.words.or_plain("rule", figure.figure)


def _with_numbers(wb: Workbook, figure: Figure, found: Computed, names: Names) -> Iterator[str]:
    """The numbers put in and the value; a number that is the value itself is not told again."""
    if not isinstance(found.expression, Term):
        exact = all(_is_exact(term.value) for term in terms(found.expression))
        yield f"{_written(wb, found.expression, names, numbers=True)} {'=' if exact else '≈'} {wb.said(figure)}"


def _written(wb: Workbook, expression: Expression, names: Names, *, numbers: bool) -> str:
    def shorten(parts: tuple[Expression, ...]) -> tuple[Sequence[Expression], str]:
        if len(parts) <= _FITTING:
            return parts, ""
        first = sorted(parts, key=lambda part: evaluate(part) == 0)[:_FIRST]
        return first, wb.words("trace.more", count=len(parts) - _FIRST)

    return written(expression, (lambda term: names.value(term.value)) if numbers else names.of_term, shorten)


def _between(wb: Workbook, found: Banded, value: str) -> str:
    """`80 ≤ value ≤ 100`, or `value > 100` where there is no bound above."""
    above = f" {found.upper.sign} {_bound(wb, found.upper)}" if found.upper else ""
    if found.lower and above:
        return f"{_bound(wb, found.lower)} {_TURNED[found.lower.sign]} {value}{above}"
    return f"{value} {found.lower.sign} {_bound(wb, found.lower)}" if found.lower else f"{value}{above}"


def _bound(wb: Workbook, found: Compared) -> str:
    return wb.plain_number(evaluate(found.bound))


def _listed(wb: Workbook, names: Sequence[str]) -> str:
    shown = [wb.subject(name) for name in (names if len(names) <= _FITTING else names[:_FIRST])]
    return ", ".join([*shown, *([wb.words("trace.more", count=len(names) - len(shown))] if len(shown) < len(names) else [])]) or wb.words("trace.none")


def _is_exact(value: Fraction) -> bool:
    """Whether the number is written with all its decimals."""
    return 10**4 % value.denominator == 0
