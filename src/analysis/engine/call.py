"""What a pool is asked to do, and what became of it: plain values that travel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Call:
    """A function by name and its one argument, for a process elsewhere.

    `name` is what is reported. `function` is "package.module:function"; it takes a mapping and gives a value, both as JSON has
    them. `limit` is in seconds; `memory` in MiB that the child may add to what it was forked with, 0 for no bound.
    """

    name: str
    function: str
    argument: Mapping[str, Any]
    limit: float
    memory: int = 0

    def __call__(self) -> Any:
        """What the function gives, in this process."""
        module, _, name = self.function.partition(":")
        function: Callable[[Mapping[str, Any]], Any] = getattr(import_module(module), name)
        return function(self.argument)


@dataclass(frozen=True)
class Done:
    """What became of a call.

    `value` is what the function gave, None if it was lost. `lost` says in one sentence why there is none, and is empty otherwise.
    `peak` is how many MiB the child's resident memory grew at most over what it was forked with.
    """

    call: Call
    value: Any
    lost: str = ""
    seconds: float = 0.0
    peak: int = 0


def raised(error: BaseException) -> str:
    """How an error is reported."""
    return f"raised {type(error).__name__}: {error}"


def too_long(limit: float) -> str:
    """How a call is reported that gave no answer in time."""
    return f"no answer within {limit:g} seconds"
