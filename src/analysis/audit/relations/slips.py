"""The likely slip behind a published figure that does not agree, where arithmetic shows it: a suggestion, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.claims import Claim
from analysis.figures import Cell, Figure
from analysis.figures.figure import accepted, leaves
from analysis.law import NotComputable
from analysis.numbers import Printed, Style, parse, same_as_printed, to_text
from analysis.periods import Period

if TYPE_CHECKING:
    from analysis.audit.relations.compared import Examination

FROM_MISPRINT = "from_misprint:"
"""How the suggestion begins that a figure was computed rightly from a misprinted one; its value follows."""
_ENOUGH = 3
"""Digits that a number needs for a slip of one digit to be told apart from chance."""
_LARGE = 10
"""The least part of a total that is told to be left out or counted twice: smaller ones fit by chance."""


def slip(ex: Examination, claim: Claim) -> str:
    """`<message id>:<value>` of the first slip that explains the published figure, or ''."""
    if claim.number is None or claim.number.value is None or claim.difference is None:
        return ""
    for found in (_of_a_misprint, _of_a_part, _of_digits, _of_a_neighbour):
        suggestion = next(found(ex, claim, claim.number), "")
        if suggestion:
            return suggestion
    return ""


def _of_digits(ex: Examination, claim: Claim, printed: Printed) -> Iterator[str]:
    """Digits transposed, changed, lost or doubled; a separator lost; a sign."""
    value, style = claim.figure.number, _style(ex, claim)

    def meant(text: str) -> bool:
        number = _read(text, style)
        return number is not None and number.value != printed.value and same_as_printed(value, number)

    if printed.value == -value:
        yield f"sign:{to_text(value)}"
    for name, texts in (("transposed", _transposed), ("digit_changed", _changed), ("digit_doubled", _without), ("digit_lost", _with)):
        if sum(c.isdigit() for c in printed.text) >= _ENOUGH:
            found = (_regrouped(text, "," if style == "en" else ".") for text in texts(printed.text))
            yield from (f"{name}:{text.strip()}" for text in found if meant(text))
    for power in (1000, 100, 10):
        shifted = printed.value / power if printed.value else Fraction(0)
        if shifted and abs(shifted - value) <= Fraction(1, 200):
            yield f"decimal_lost:{to_text(shifted)}"
    if printed.value and printed.value * 1000 == value:
        yield f"thousands_lost:{to_text(value)}"


def _style(ex: Examination, claim: Claim) -> Style | None:
    unit, period, figure, subject = claim.figure.key
    told = {"unit": unit, "period": period, "figure": figure, "subject": subject, "printed": claim.printed}
    return ex.facts.sources[claim.document].style("claims", "printed", claim.line, told)


def _read(text: str, style: Style | None) -> Printed | None:
    """The number in `text`; None if there is none."""
    try:
        return parse(text, style)
    except ValueError:
        return None


Texts = Callable[[str], Iterator[str]]


def _digits(text: str) -> list[int]:
    return [match.start() for match in re.finditer(r"\d", text)]


def _transposed(text: str) -> Iterator[str]:
    places = _digits(text)
    for a, b in pairwise(places):
        if text[a] != text[b]:
            yield text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]


def _changed(text: str) -> Iterator[str]:
    for place in _digits(text):
        yield from (text[:place] + digit + text[place + 1 :] for digit in "0123456789" if digit != text[place])


def _without(text: str) -> Iterator[str]:
    """The text without one of two equal digits that stand side by side."""
    for a, b in pairwise(_digits(text)):
        if text[a] == text[b]:
            yield text[:b] + text[b + 1 :]


def _with(text: str) -> Iterator[str]:
    for place in (*_digits(text), *(p + 1 for p in _digits(text)[-1:])):
        yield from (text[:place] + digit + text[place:] for digit in "0123456789")


def _regrouped(text: str, mark: str) -> str:
    """The text with its groups of thousands counted from the right again, where it has any."""
    match = re.search(rf"\d+(?:{re.escape(mark)}\d+)+", text)
    if match is None:
        return text
    digits = match[0].replace(mark, "")
    head = len(digits) % 3 or 3
    return text[: match.start()] + mark.join([digits[:head], *(digits[i : i + 3] for i in range(head, len(digits), 3))]) + text[match.end() :]


def _of_a_misprint(ex: Examination, claim: Claim, printed: Printed) -> Iterator[str]:
    """Computed from figures as the document misprints them: one input at a time."""
    figure = claim.figure
    rule = ex.ledger.law.rule_on(figure.figure, Period.parse(figure.period).year, ex.facts.unit(figure.unit).scopes, figure.case)
    dated = {parameter.name: parameter.value for parameter in figure.parameters}
    for leaf in (leaf for argument in figure.arguments.values() for leaf in leaves(argument)):
        for number in _misprinted(ex, leaf, claim.document) if isinstance(leaf, Figure) else ():
            try:
                value = rule.formula(**accepted(rule, figure.arguments, {id(leaf): number}), **dated)
            except (NotComputable, TypeError, ZeroDivisionError):
                continue
            if isinstance(value, Fraction) and same_as_printed(value, printed):
                yield FROM_MISPRINT + to_text(number)


def _misprinted(ex: Examination, figure: Figure, document: str) -> list[Fraction]:
    """What a document prints of a figure where it does not agree."""
    others = [other for _, other in ex.known.printed(figure.key) if other.verdict == "mismatch" and other.document == document]
    return [other.number.value for other in others if other.number and other.number.value is not None]


def _of_a_part(ex: Examination, claim: Claim, printed: Printed) -> Iterator[str]:
    """A total with the year of its column added in, without one of its parts, or with one counted twice."""
    difference, year = claim.difference or Fraction(0), Period.parse(claim.figure.period).year
    if difference == year:
        yield f"header_added:{year}"
    inputs = [(item.value, item.label if isinstance(item, Cell) else item.subject) for item in claim.figure.inputs]
    parts = [(value, label) for value, label in inputs if isinstance(value, Fraction) and value >= _LARGE]
    if len(inputs) > 1 and claim.figure.measure in {"rp", "jumlah"}:
        yield from (f"left_out:{label}" for value, label in parts if value == -difference)
        yield from (f"counted_twice:{label}" for value, label in parts if value == difference)


def _of_a_neighbour(ex: Examination, claim: Claim, printed: Printed) -> Iterator[str]:
    """The figure of the year before or after."""
    when = Period.parse(claim.figure.period)
    for near in (str(when.year_before), str(Period(when.year + 1, when.first, when.last))):
        other = ex.ledger.get(claim.figure.figure, claim.figure.subject, claim.figure.unit, near)
        if isinstance(other.value, Fraction) and same_as_printed(other.value, printed):
            yield f"neighbour_year:{near}"
