"""Errors that a user can act on: one sentence with the thing, the place and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

EXIT_CODES = {"info": 0, "warning": 6, "critical": 7}
"""How an audit ends, by the severity of its gravest finding; 1 to 5 are the kinds of mistakes below."""


class KinerjaError(Exception):
    """A mistake in what the workbook was given. Shown without traceback; `exit_code` is fixed per kind."""

    exit_code = 1


class ParameterError(KinerjaError):
    """An unknown or mistyped parameter, unit, period, notebook or option."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """What is wrong with raw data at one place: a sentence with the next step.

    `file` is its path below the raw folder, `row` counts the rows of a table, the header being 1; None and '' where no row or column is to blame.
    """

    file: str
    says: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.says}"


class InputError(KinerjaError):
    """Raw data that cannot be read as declared. `problems` holds one sentence per place, `places` those whose place in a file is known."""

    exit_code = 3

    def __init__(self, problems: str | Sequence[str | Problem]):
        told = [problems] if isinstance(problems, str) else list(problems)
        self.problems = [str(problem) for problem in told]
        self.places = [problem for problem in told if isinstance(problem, Problem)]
        super().__init__("\n".join(self.problems))


class RuleError(KinerjaError):
    """No rule in force, two rules at once, or a parameter whose value is not established."""

    exit_code = 4


class SuiteError(KinerjaError):
    """An expectation suite that does not say exactly what it checks."""

    exit_code = 5


def alternatives(word: str, known: Iterable[str]) -> str:
    """End of a sentence about an unknown `word`: the nearest known name, or all of them."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6) or [name for name in names if len(word) > 2 and word in name][:1]
    return f"did you mean '{near[0]}'?" if near else f"Known: {', '.join(names) or 'none'}."


def waiting_told(document: str) -> str:
    """What is to be done about a document that is only begun."""
    return f"{document} waits for its facts: fill in its form and bring it in with `kinerja import`"
