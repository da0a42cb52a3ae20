"""The ledger: computes a figure once, from cells and other figures, and remembers what it was computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from analysis.errors import RuleError
from analysis.facts import Facts
from analysis.figures.figure import Cell, Figure, Span, accepted, aliases_of, inputs_of, span_of
from analysis.law import CERTAINTIES, Certainty, Law, NotComputable, Outcome, Parameter
from analysis.numbers import exact
from analysis.periods import Period
from analysis.reads import Read, again, collected

ROUNDED = {("realisations", "value"), ("components", "score"), ("members", "value")}
"""Columns whose printed decimals are the result of rounding; targets and money are exact as agreed."""


@dataclass(frozen=True)
class Call:
    """How a builder asks for a figure: the case of the rule, its arguments, and the measure if the subject sets it.

    `inputs` and `parameters` are what the figure rests on beside its arguments: parts left out, values of the law read on the way.
    `aside` are arguments that only other readings of the rule take. `span` is what the value could be, where that does not follow
    from the ends of single inputs.
    """

    arguments: Mapping[str, Any]
    case: str | None = None
    measure: str | None = None
    inputs: tuple[Cell | Figure, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    aside: Mapping[str, Any] = field(default_factory=dict)
    span: Span | None = None

    @property
    def offered(self) -> Mapping[str, Any]:
        """Everything that the rule or another reading of it may take."""
        return {**self.aside, **self.arguments}


@dataclass(frozen=True)
class Place:
    """Where a builder works: the ledger, and the unit, period and subject of the figure it is asked for."""

    ledger: Ledger
    unit: str
    period: str
    subject: str

    @property
    def when(self) -> Period:
        return Period.parse(self.period)

    def figure(self, figure: str, subject: str | None = None, *, unit: str | None = None, period: Any = None) -> Figure:
        return self.ledger.get(figure, subject or self.subject, unit or self.unit, str(period or self.period))

    def rows(self, table: str, *, unit: str | None = None, period: Any = None, **where: str) -> list[dict[str, Any]]:
        return self.ledger.rows(table, unit or self.unit, self.period if period is None else str(period), **where)


Builder = Callable[[Place], Call]
Subjects = Callable[["Ledger", str, str], Iterable[str]]
BUILDERS: dict[str, tuple[Builder, Subjects]] = {}


def nothing(ledger: Ledger, unit: str, period: str) -> Iterable[str]:
    """No subjects: the figure is computed only where a claim asks for it."""
    return ()


def builds(*figures: str, subjects: Subjects = nothing) -> Callable[[Builder], Builder]:
    """Declares the decorated function as the builder of `figures`, computed for every one of `subjects`."""

    def declare(builder: Builder) -> Builder:
        for name in figures:
            BUILDERS[name] = (builder, subjects)
        return builder

    return declare


Stopped = Mapping[tuple[str, int], str]
"""Raw rows, by table and place in its frame, from which nothing may be computed, and the check that stops each."""
STOPPED = "stopped:"
"""How the reason of a figure begins that rests on a stopped row; the check follows."""


Key = tuple[str, str, str, str]
"""Unit, period, figure and subject."""


class Ledger:
    """Figures over one set of facts under one law, each computed once. What rests on a `stopped` row has no value.

    A ledger under another reading takes from the one it is `like` every figure that none of the rules `reread` is behind.
    """

    def __init__(self, facts: Facts, law: Law, stopped: Stopped | None = None, *, like: Ledger | None = None, reread: frozenset[str] = frozenset()):
        self.facts, self.law, self.stopped = facts, law, stopped or {}
        self._like, self.reread = like, reread
        self._figures: dict[Key, Figure] = {}
        self._reads: dict[Key, frozenset[Read]] = {}
        self._alike: dict[frozenset[Read], frozenset[Read]] = {}
        self._under: dict[str, Ledger] = {}

    def under(self, reading: str) -> Ledger:
        """A ledger over the same facts in which every rule that has a reading of that name is read so."""
        if reading not in self._under:
            law = self.law.under(reading)
            self._under[reading] = Ledger(self.facts, law, self.stopped, like=self, reread=self.law.conventions[reading])
        return self._under[reading]

    def rows(self, table: str, unit: str, period: str, **where: str) -> list[dict[str, Any]]:
        """The rows of `table` for `unit` and `period` whose columns equal `where`; `index` is the row's place in the frame, `table` its name."""
        return [row for row in self.facts.rows(table, unit, period) if all(row[name] == value for name, value in where.items())]

    def periods(self, unit: str, table: str) -> list[str]:
        """The periods for which `table` has rows of the unit, in order."""
        return self.facts.periods(table, unit)

    def cell(self, table: str, row: Mapping[str, Any], column: str) -> Cell | None:
        """The number in one cell with its place, or None if the document prints none there."""
        value = row[column]
        if value != value:
            return None
        printed = self.facts.cell(table, row["index"], column) if (table, column) in ROUNDED else None
        slack = printed.half_unit if printed is not None and printed.decimals else Fraction(0)
        return Cell(row["document"], int(row["line"]), column, exact(value), slack, _label(row), table, row["index"])

    @staticmethod
    def counted(row: Mapping[str, Any], column: str) -> Cell:
        """A row that is counted: worth one, at the place of its `column`."""
        return Cell(row["document"], int(row["line"]), column, Fraction(1), Fraction(0), _label(row), row["table"], row["index"])

    def printed_claim(self, row: Mapping[str, Any]) -> Fraction | None:
        """The number that a row of claims.csv prints, or None if it prints none."""
        return self.facts.cell("claims", row["index"], "printed").value

    def get(self, figure: str, subject: str, unit: str, period: str) -> Figure:
        """The figure, computed at the first asking. Without value, its `reason` says why."""
        key = (unit, period, figure, subject)
        if key in self._figures:
            again(self._reads[key])
        else:
            with collected() as found:
                self._figures[key] = self._first(key)
            reads = frozenset(found)
            self._reads[key] = self._alike.setdefault(reads, reads)
        return self._figures[key]

    def _first(self, key: Key) -> Figure:
        """The figure, taken from the ledger that this one is like where none of its rules is reread, else computed."""
        unit, period, figure, subject = key
        if self._like is None or self._like.rules_behind(key) & self.reread:
            return self._compute(unit, period, figure, subject)
        return self._like.get(figure, subject, unit, period)

    def rules_behind(self, key: Key) -> frozenset[str]:
        """The rules of the figure and of all that were asked for to compute it, or to find that it has no value."""
        unit, period, figure, subject = key
        self.get(figure, subject, unit, period)
        return frozenset(read[1] for read in self._reads[key] if read[0] == "rule")

    def all(self, unit: str, period: str) -> Iterator[Figure]:
        """Every figure that the facts of `unit` and `period` give rise to."""
        for name, (_, subjects) in BUILDERS.items():
            for subject in subjects(self, unit, period):
                yield self.get(name, subject, unit, period)

    def parameter(self, name: str, year: int) -> Parameter | None:
        """A dated parameter, or None if none is in force or established."""
        try:
            return self.law.parameter_on(name, year)
        except RuleError:
            return None

    def weights(self, system: str, year: int) -> Mapping[str, Fraction]:
        """The weights that a regulation sets for the parts of an index; nothing if none is in force."""
        parameter = self.parameter(f"{system}_bobot_pct", year)
        return parameter.value if parameter else {}

    def _compute(self, unit: str, period: str, figure: str, subject: str) -> Figure:
        place = Place(self, unit, period, subject)
        call = Call({})
        year, scopes = place.when.year, self.facts.unit(unit).scopes
        try:
            if figure not in BUILDERS:
                raise NotComputable("no_rule")
            call = BUILDERS[figure][0](place)
            self._refuse_stopped(call)
            version = self.law.rule_on(figure, year, scopes, call.case)
            outcome = self.law.evaluate(version, year, accepted(version, call.offered))
            return self._figure(place, figure, call, outcome)
        except NotComputable as why:
            return self._empty(place, figure, call, why.reason)
        except RuleError:
            return self._empty(place, figure, call, "rule_not_in_force")

    def _refuse_stopped(self, call: Call) -> None:
        """Raises NotComputable if an input stands in a row that a critical check stops, or was itself stopped for that."""
        for item in (*inputs_of(call.arguments), *call.inputs) if self.stopped else ():
            if isinstance(item, Cell) and item.row is not None and (item.table, item.row) in self.stopped:
                raise NotComputable(STOPPED + self.stopped[item.table, item.row])
            if isinstance(item, Figure) and item.reason.startswith(STOPPED):
                raise NotComputable(item.reason)

    def _figure(self, place: Place, figure: str, call: Call, outcome: Outcome) -> Figure:
        inputs = (*inputs_of(call.arguments), *call.inputs)
        inherited = [*(i.certainty for i in inputs if isinstance(i, Figure) and i.value is not None), *(p.certainty for p in call.parameters)]
        span = call.span or (span_of(outcome, call.offered) if isinstance(outcome.value, Fraction) else None)
        return Figure(
            *(place.unit, place.period, figure, place.subject),
            value=outcome.value,
            measure=call.measure or outcome.rule.measure,
            rule_version=outcome.rule.version,
            reference=outcome.rule.reference,
            certainty=max([outcome.certainty, *inherited], key=CERTAINTIES.index),
            inputs=inputs,
            arguments=call.offered,
            case=call.case,
            low=span.low if span else None,
            high=span.high if span else None,
            aliases=aliases_of(outcome),
            parameters=(*outcome.parameters, *call.parameters),
        )

    def _empty(self, place: Place, figure: str, call: Call, reason: str) -> Figure:
        """A figure without value: the rule that would apply is named where there is one."""
        version, reference, measure = "", "", call.measure or ""
        certainty: Certainty = "U"
        try:
            rule = self.law.rule_on(figure, place.when.year, self.facts.unit(place.unit).scopes, call.case)
            version, reference, certainty, measure = rule.version, rule.reference, rule.certainty, measure or rule.measure
        except RuleError:
            pass
        inputs = (*inputs_of(call.arguments), *call.inputs)
        return Figure(place.unit, place.period, figure, place.subject, None, measure, version, reference, certainty, inputs, call.arguments, call.case, reason)

    def readings(self, figure: Figure) -> dict[str, Figure]:
        """The same figure under every other convention that gives it another value, by the name of the reading.

        A convention is followed through the whole chain: a cap on achievements also moves the score above them.
        """
        behind = self.rules_behind(figure.key)
        names = [name for name, rules in self.law.conventions.items() if rules & behind]
        under = {name: self.under(name).get(figure.figure, figure.subject, figure.unit, figure.period) for name in names}
        return {name: other for name, other in under.items() if isinstance(other.value, Fraction) and other.value != figure.value}


def _label(row: Mapping[str, Any]) -> str:
    """What a raw row is about: its name as printed, or else its code."""
    return str(row.get("name") or row.get("label") or row.get("code") or "")
