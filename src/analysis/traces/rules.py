"""The rules behind the figures of a page, each told once: version, definition, basis, certainty and the dated parameters with their values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from analysis.figures import Figure
from analysis.law import CERTAINTIES, Certainty, Parameter
from analysis.pages.blocks import Cell
from analysis.pages.told import Told
from analysis.pages.traces import Point, Rule, Said
from analysis.periods import Period
from analysis.workbook import Workbook

_NEITHER = re.compile(r"[^A-Za-z0-9.-]+")
"""What an address does not hold."""
_Told = tuple[str, str, str, tuple[int, ...]]
"""What makes two figures share an entry: figure, version, case, and the very parameters."""


class Rules:
    """The rules that the figures of a page go by; each gets its address when it is first referred to."""

    def __init__(self, wb: Workbook):
        self.wb = wb
        self._anchors: dict[_Told, str] = {}
        self._alike = Counter[str]()
        self._told: list[Rule] = []

    @property
    def told(self) -> list[Rule]:
        """All rules that were referred to, by name."""
        return sorted(self._told, key=lambda rule: rule.anchor)

    def reference(self, figure: Figure) -> Said:
        """The basis of a figure with its certainty, leading to what is told of its rule; says so where its inputs lower the certainty."""
        key = (figure.figure, figure.rule_version, figure.case or "", tuple(id(p) for p in figure.parameters))
        if key not in self._anchors:
            self._anchors[key] = self._address(figure)
            self._told.append(self._entry(figure, self._anchors[key]))
        link = Cell(figure.reference.partition(";")[0] or _name(figure), f"#{self._anchors[key]}")
        lowered = figure.value is not None and self._certainty(figure) != figure.certainty
        return self.wb.told("trace.lowered" if lowered else "trace.by_rule", rule=link, certainty=figure.certainty)

    def _address(self, figure: Figure) -> str:
        base = _NEITHER.sub("-", f"r-{figure.figure}-{figure.rule_version}")
        self._alike[base] += 1
        return f"{base}--{self._alike[base]}" if self._alike[base] > 1 else base

    def _entry(self, figure: Figure, anchor: str) -> Rule:
        w = self.wb.words
        points = [Point(w("trace.basis"), [figure.reference]), Point(w("trace.certainty"), [w(f"certainty.{self._certainty(figure)}")])]
        points += [Point(w("trace.parameters"), [self._parameter(p) for p in figure.parameters])] if figure.parameters else []
        return Rule(anchor, _name(figure), w.or_plain("rule", figure.figure), points)

    def _certainty(self, figure: Figure) -> Certainty:
        """The certainty of the rule and its parameters, whatever its inputs rest on."""
        wb = self.wb
        version = wb.ledger.law.rule_on(figure.figure, Period.parse(figure.period).year, wb.facts.unit(figure.unit).scopes, figure.case)
        return max((version.certainty, *(p.certainty for p in figure.parameters)), key=CERTAINTIES.index)

    def _parameter(self, parameter: Parameter) -> Told:
        w = self.wb.words
        return self.wb.told(
            "trace.parameter",
            name=w.or_plain("argument", parameter.name),
            value=value_of(self.wb, parameter.value),
            reference=parameter.reference,
            certainty=parameter.certainty,
        )


def _name(figure: Figure) -> str:
    return f"{figure.figure} · {figure.rule_version}"


def value_of(wb: Workbook, value: Any) -> str:
    """The value of a parameter as a reader reads it: a number, weights by part, bands from the highest, names."""
    if isinstance(value, Fraction):
        return wb.plain_number(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{wb.subject(f'component:{name}')} {value_of(wb, inner)}" for name, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_band(wb, one) if isinstance(one, Mapping) else value_of(wb, one) for one in value)
    return wb.words.or_plain("category", str(value))


def _band(wb: Workbook, band: Mapping[str, Any]) -> str:
    sign, bound = (">", band["gt"]) if band.get("gt") is not None else ("≥", band["ge"])
    return f"{sign} {wb.plain_number(bound)} {wb.words.or_plain('category', str(band['label']))}"
