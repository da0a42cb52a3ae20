"""The arithmetic of measuring: several rounds in alternation, their median and span, and what one more costs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import Any, TypeVar

_STAT = Path("/proc/stat")
Given = TypeVar("Given")


@dataclass(frozen=True)
class Spread:
    """What was measured in several rounds, at least one."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.rounds)

    @property
    def told(self) -> dict[str, Any]:
        """The spread as JSON has it."""
        return {"median": self.median, "minimum": min(self.rounds), "maximum": max(self.rounds), "rounds": list(self.rounds)}


def marginal(less: float, more: float, n_less: int, n_more: int) -> float:
    """What one more costs: `less` is the cost of `n_less`, `more` that of `n_more`. Raises ValueError if there are no more."""
    if n_more <= n_less:
        raise ValueError(f"{n_more} are not more than {n_less}")
    return (more - less) / (n_more - n_less)


def spreads(measured: Iterable[Mapping[str, float]]) -> dict[str, Spread]:
    """Of rounds that each give figures by name: the spread of every figure."""
    rounds = list(measured)
    return {name: Spread(tuple(told[name] for told in rounds if name in told)) for name in dict.fromkeys(name for told in rounds for name in told)}


def alternated(ways: Sequence[Callable[[], Given]], round_number: int) -> list[Given]:
    """What each way gives, in the order of `ways`; in every other round they are gone from the last to the first."""
    order = list(range(len(ways)))
    found = {number: ways[number]() for number in (order[::-1] if round_number % 2 else order)}
    return [found[number] for number in order]


class Load:
    """A context that tells how many processors others kept busy meanwhile; None where the system does not tell."""

    def __init__(self) -> None:
        self.others: float | None = None

    def __enter__(self) -> Load:
        self._began, self._busy, self._own = time.perf_counter(), _busy(), spent()
        return self

    def __exit__(self, *ignored: object) -> None:
        busy, passed = _busy(), time.perf_counter() - self._began
        if busy is not None and self._busy is not None and passed > 0:
            self.others = max(0.0, (busy - self._busy - spent() + self._own) / passed)


def spent() -> float:
    """Processor seconds, user and system, of this process and of all its children that have ended."""
    return sum(usage.ru_utime + usage.ru_stime for usage in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


def _busy() -> float | None:
    """Seconds that the processors of the machine were busy since it started."""
    try:
        user, nice, system, _, _, irq, softirq, *_ = map(int, _STAT.read_text("ascii").splitlines()[0].split()[1:])
    except (OSError, ValueError, IndexError):
        return None
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")
