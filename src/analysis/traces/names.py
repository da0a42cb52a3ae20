"""What numbers are called where another figure is told from them."""

from __future__ import annotations

import re
from fractions import Fraction

from analysis.figures import Figure
from analysis.figures.expression import Term
from analysis.workbook import Workbook

_LONGEST = 40
"""How many letters of a printed name stand in a formula."""
_CODE = re.compile(r"[A-Z]+\.\d+")
_ABBREVIATED = re.compile(r".+ \(([A-Z]+)\)")


class Names:
    """The names of the inputs of one figure: what is the same for the figure and its input is not said again."""

    def __init__(self, wb: Workbook, figure: Figure):
        self.wb, self.figure = wb, figure

    def of_figure(self, other: Figure) -> str:
        """The short name of a figure, with its subject, unit and period where they are not those of the figure it is an input of."""
        wb, figure = self.wb, self.figure
        subject = wb.subject(other.subject) if other.subject != figure.subject else ""
        elsewhere = [subject] if subject and not _CODE.fullmatch(subject) else []
        elsewhere += [wb.facts.unit(other.unit).short] if other.unit != figure.unit else []
        elsewhere += [wb.words.period(other.period)] if other.period != figure.period else []
        name = " ".join([_short(wb.words(f"figure.{other.figure}")), *([subject] if subject and subject not in elsewhere else [])])
        return f"{name} ({', '.join(elsewhere)})" if elsewhere else name

    def of_term(self, term: Term) -> str:
        """The name of a number in a formula; of one that the formula itself holds, the number."""
        if not term.name:
            return self.wb.plain_number(term.value)
        if isinstance(term.source, Figure):
            return self.of_figure(term.source)
        label = _shortened(term.source.label) if term.source and term.key else ""
        return " ".join([*([] if label and len(term.key) == 1 else [self._argument(term)]), label or self._key(term)]).strip()

    def _argument(self, term: Term) -> str:
        """What the argument or parameter is called, or the column of a row that it takes several numbers from."""
        inside = [part for part in (*term.key[1:], term.source.column if term.source and not isinstance(term.source, Figure) else "") if isinstance(part, str)]
        known = [f"argument.{part}" for part in inside if self.wb.words.known(f"argument.{part}")] if len(term.key) > 1 else []
        return self.wb.words(known[0]) if known else self.wb.words.or_plain("argument", term.name)

    def _key(self, term: Term) -> str:
        """What a number without printed name is called inside its argument."""
        part = term.key[0] if term.key else ""
        if isinstance(part, int):
            return str(part + 1) if len(term.key) == 1 else ""
        return self.wb.subject(f"component:{part}") if part else ""

    def value(self, value: Fraction) -> str:
        """A number in a formula: as many decimals as it needs, at most four."""
        return self.wb.plain_number(value)


def _short(name: str) -> str:
    """`NSS` of `Nilai sasaran strategis (NSS)`; a name without abbreviation as it is."""
    match = _ABBREVIATED.fullmatch(name)
    return match[1] if match else name


def _shortened(label: str) -> str:
    """The beginning of a printed name, up to the end of a word."""
    return label if len(label) <= _LONGEST else f"{label[:_LONGEST].rsplit(' ', 1)[0].rstrip(',;:')}…"
