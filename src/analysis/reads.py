"""What a computation used: rows of raw tables, sources, rules. Noted where it is read, handed on where a result is reused.

This is how a result that is stored knows what it rests on: nothing is declared, everything passes one of the doors that note.

- `("rows", table, unit, period)`: the rows of a raw table for a unit and period, also where there is none; the period of a
  table without periods is empty
- `("periods", table, unit)`: for which periods a raw table has rows of a unit
- `("table", table, document)`: the rows of a raw table that stand in a document; of all documents where it is empty
- `("columns", table, document, column, …)`: some columns of a raw table in a document, and nothing else of it
- `("source", document)`: sidecar and corrections of a document
- `("reports",)`: which documents give reports on which units and periods
- `("rule", id)` and `("parameter", name)`: all versions of a rule, with its other readings, or of a dated parameter
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

Read = tuple[str, ...]
Value = TypeVar("Value")

_collecting: list[set[Read]] = []
_observed: ContextVar[bool] = ContextVar("_observed", default=True)


def note(*read: str) -> None:
    """Tells whoever collects that this was read."""
    if _collecting:
        _collecting[-1].add(read)


def again(reads: Iterable[Read]) -> None:
    """Tells whoever collects that a result was reused which rests on these."""
    if _collecting:
        _collecting[-1].update(reads)


def observed() -> bool:
    """Whether files that are read now count."""
    return _observed.get()


@contextmanager
def unobserved() -> Iterator[None]:
    """Files that are read inside do not count: nothing that is made rests on what they hold."""
    token = _observed.set(False)
    try:
        yield
    finally:
        _observed.reset(token)


@contextmanager
def collected() -> Iterator[set[Read]]:
    """Everything that is read inside; a collector around this one learns of it, too."""
    found: set[Read] = set()
    _collecting.append(found)
    try:
        yield found
    finally:
        _collecting.pop()
        again(found)


class Noted(Mapping[str, Value]):
    """A mapping that notes `kind` with the name, and `also` behind it, whenever one of its values is looked at."""

    def __init__(self, values: Mapping[str, Value], kind: str, *also: str):
        self.plain: Mapping[str, Value] = values.plain if isinstance(values, Noted) else values
        self._kind, self._also = kind, also

    def __getitem__(self, name: str) -> Value:
        note(self._kind, name, *self._also)
        return self.plain[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.plain)

    def __len__(self) -> int:
        return len(self.plain)

    def __contains__(self, name: object) -> bool:
        return name in self.plain


class Noting(Generic[Value]):
    """A function without arguments that is called once; what it read is noted again for whoever takes its value later."""

    def __init__(self, function: Callable[[], Value]):
        self._function, self._made = function, list[tuple[Value, frozenset[Read]]]()

    def __call__(self) -> Value:
        if not self._made:
            with collected() as found:
                value = self._function()
            self._made.append((value, frozenset(found)))
        else:
            again(self._made[0][1])
        return self._made[0][0]
