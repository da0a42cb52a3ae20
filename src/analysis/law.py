"""Dated rules and dated parameters: which formula is in force for a fiscal year, and what it rests on.

A rule is a pure function; its argument names are inputs or dated parameters. The fiscal year measured
picks the version. Overlaps are refused when the law is assembled; nothing falls back when no version is
in force or a value is not established.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, Literal, TypeVar

from analysis.errors import RuleError, alternatives
from analysis.reads import note

Certainty = Literal["A", "B", "C*", "C", "T", "U"]
Formula = TypeVar("Formula", bound=Callable[..., Any])
CERTAINTIES: tuple[Certainty, ...] = ("A", "B", "C*", "C", "T", "U")


class NotComputable(Exception):
    """The inputs do not allow the rule to give a value; `reason` is a message id."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Rule:
    """One version of a rule: `formula` holds for fiscal years `since` to `until`, inclusive (None: open).

    `scope` limits it to units of one body or kind; `case` to one declared property of the subject, such as
    its polarity. `certainty` runs from A (official text seen) to U (not established, refused).
    """

    id: str
    version: str
    formula: Callable[..., Any]
    measure: str
    reference: str
    certainty: Certainty
    since: int | None = None
    until: int | None = None
    scope: str | None = None
    case: str | None = None
    variant: str | None = None

    def covers(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    @property
    def years(self) -> str:
        return f"{self.since or '…'}-{self.until or '…'}"

    @property
    def definition(self) -> str:
        """First line of the formula's docstring."""
        return (inspect.getdoc(self.formula) or "").partition("\n")[0]


@dataclass(frozen=True)
class Parameter:
    """A dated value with its unit and reference: never changed, only followed by a newer one."""

    name: str
    value: Any
    unit: str
    reference: str
    certainty: Certainty
    since: int | None = None
    until: int | None = None

    def covers(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    @property
    def years(self) -> str:
        return f"{self.since or '…'}-{self.until or '…'}"


@dataclass(frozen=True)
class Outcome:
    """What a rule gave: a value, the rule, the parameters used and the weakest certainty among them."""

    value: Any
    rule: Rule
    parameters: tuple[Parameter, ...] = ()

    @property
    def certainty(self) -> Certainty:
        return max((self.rule.certainty, *(p.certainty for p in self.parameters)), key=CERTAINTIES.index)


def rule(id: str, **properties: Any) -> Callable[[Formula], Formula]:
    """Declares the decorated formula as a version of rule `id`; several may be stacked on one formula."""

    def declare(formula: Formula) -> Formula:
        declared: list[Rule] = formula.__dict__.setdefault("rules", [])
        declared.append(Rule(id=id, formula=formula, **properties))
        return formula

    return declare


def variant(of: str, name: str, **properties: Any) -> Callable[[Formula], Formula]:
    """Declares another reading of rule `of`, tried only to explain a published figure, never to replace the rule."""
    given = {"version": name, "measure": "", "reference": "", "certainty": "T"} | properties
    return rule(of, variant=name, **given)


def _overlap(a: Rule | Parameter, b: Rule | Parameter) -> bool:
    first, last = -9999, 9999
    return max(a.since or first, b.since or first) <= min(a.until or last, b.until or last)


@dataclass(frozen=True)
class Law:
    """The assembled rules and parameters. Raises RuleError if two versions are in force at once."""

    rules: Sequence[Rule]
    parameters: Sequence[Parameter] = ()
    variants: Sequence[Rule] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "variants", [r for r in self.rules if r.variant])
        object.__setattr__(self, "rules", [r for r in self.rules if not r.variant])
        _refuse_overlaps(self.rules, lambda r: (r.id, r.scope, r.case))
        _refuse_overlaps(self.parameters, lambda p: (p.name,))

    @cached_property
    def _versions(self) -> Mapping[str, list[Rule]]:
        """The rules by their id."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.id, []).append(rule)
        return found

    def rule_on(self, id: str, year: int, scopes: Iterable[str] = (), case: str | None = None) -> Rule:
        """The version of rule `id` in force for fiscal year `year` and for a unit within `scopes`.

        Raises RuleError naming the known fiscal years if there is none, and if its certainty is U.
        """
        note("rule", id)
        versions = self._versions.get(id)
        if not versions:
            raise RuleError(f"rule '{id}' is not known; {alternatives(id, {r.id for r in self.rules})}")
        reach = {None, *scopes}
        found = [r for r in versions if r.covers(year) and r.scope in reach and r.case in (None, case)]
        if not found:
            dated = sorted(versions, key=lambda r: (r.since or 0, r.scope or ""))
            known = "; ".join(f"{r.years} {r.reference}" + (f" ({r.scope})" if r.scope else "") for r in dated)
            raise RuleError(f"no rule '{id}' is in force for fiscal year {year} here. Known: {known}.")
        best = max(found, key=_narrowness)
        if sum(_narrowness(r) == _narrowness(best) for r in found) > 1:
            raise RuleError(f"rule '{id}' has two versions in force at once for fiscal year {year} here: {', '.join(r.version for r in found)}")
        if best.certainty == "U":
            raise RuleError(f"rule '{id}' for fiscal year {year} is not established ({best.reference}): it is refused, not guessed")
        return best

    def parameter_on(self, name: str, year: int) -> Parameter:
        """The parameter `name` in force for `year`. Raises RuleError if there is none or its value is not established."""
        note("parameter", name)
        dated = [p for p in self.parameters if p.name == name]
        found = next((p for p in dated if p.covers(year)), None)
        if found is None:
            known = "; ".join(f"{p.years} {p.reference}" for p in dated) or "none"
            raise RuleError(f"no parameter '{name}' is in force for fiscal year {year}. Known: {known}.")
        if found.certainty == "U" or found.value is None:
            raise RuleError(f"parameter '{name}' for fiscal year {year} is not established ({found.reference}): it is refused, not guessed")
        return found

    def apply(self, id: str, year: int, *, scopes: Iterable[str] = (), case: str | None = None, **inputs: Any) -> Outcome:
        """The value of rule `id` for `inputs`, with its parameters of `year` filled in.

        Raises RuleError as `rule_on` does, and NotComputable when the inputs allow no value.
        """
        return self.evaluate(self.rule_on(id, year, scopes, case), year, inputs)

    def readings(self, id: str, case: str | None = None) -> dict[str, Rule]:
        """The other registered readings of rule `id`, by name."""
        note("rule", id)
        return self._readings(id, case)

    def _readings(self, id: str, case: str | None) -> dict[str, Rule]:
        return {str(v.variant): v for v in self.variants if v.id == id and v.case in (None, case)}

    @cached_property
    def conventions(self) -> dict[str, frozenset[str]]:
        """The names of all other readings, in the order of the rules, each with the rules that it reads otherwise."""
        names = dict.fromkeys(str(v.variant) for v in self.variants)
        return {name: frozenset(v.id for v in self.variants if v.variant == name) for name in names}

    def under(self, reading: str) -> Law:
        """This law with every rule that has a reading of that name read so instead; what is refused stays refused.

        Raises RuleError if no rule has such a reading.
        """
        if reading not in self.conventions:
            raise RuleError(f"reading '{reading}' is not known; {alternatives(reading, self.conventions)}")
        if reading not in self._under:
            self._under[reading] = Law([*(self._read(version, reading) for version in self.rules), *self.variants], self.parameters)
        return self._under[reading]

    @cached_property
    def _under(self) -> dict[str, Law]:
        return {}

    def _read(self, version: Rule, reading: str) -> Rule:
        other = self._readings(version.id, version.case).get(reading)
        if other is None or version.certainty == "U":
            return version
        return replace(version, formula=other.formula, version=reading, certainty="T")

    def evaluate(self, version: Rule, year: int, inputs: Mapping[str, Any]) -> Outcome:
        """The value of one version for `inputs`, with its parameters of `year`; inputs that it does not name are ignored."""
        names = parameters_of(version.formula)
        used = tuple(self.parameter_on(name, year) for name in names if name not in inputs)
        given = {name: inputs[name] for name in names if name in inputs}
        value = version.formula(**given, **{p.name: p.value for p in used})
        return Outcome(value, version, used)


@cache
def parameters_of(formula: Formula) -> Mapping[str, inspect.Parameter]:
    """The arguments of a formula by name."""
    return inspect.signature(formula).parameters


def _narrowness(version: Rule) -> tuple[bool, bool]:
    """A rule for one body comes before one for all, a rule for one case before one for any."""
    return version.scope is not None, version.case is not None


def _refuse_overlaps(dated: Sequence[Any], key: Callable[[Any], tuple[Any, ...]]) -> None:
    for number, one in enumerate(dated):
        for other in dated[number + 1 :]:
            if key(one) == key(other) and _overlap(one, other):
                name = key(one)[0]
                raise RuleError(f"'{name}' has two versions in force at once: {one.years} {one.reference} and {other.years} {other.reference}")
