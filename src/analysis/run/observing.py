"""What a step used while it ran, as parts: rows and rules that were noted, files that were opened."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from analysis.audit.suites import EXPECTATIONS
from analysis.engine import watch
from analysis.errors import KinerjaError
from analysis.grid import PACKAGE
from analysis.reads import Read, collected
from analysis.run.parts import part_of, told

Execute = Callable[[Mapping[str, Any]], dict[str, Any]]


class Observed:
    """The parts that a step used, complete once it has ended; `own` are files that it was given and that count otherwise."""

    def __init__(self, root: Path, own: set[Path]):
        self.root, self.own, self.parts = root, own, set[str]()
        self.refused: list[str] = []

    def reads(self, reads: set[Read]) -> None:
        self.parts |= {part_of(read) for read in reads}

    def files(self, seen: watch.Seen) -> None:
        read = {file for file in seen.read if file not in self.own}
        self.parts |= {f"file {told(file, self.root)}" for file in read | _files(seen.modules)}
        self.parts |= {f"listed {told(folder, self.root)}" for folder in seen.listed}
        self.refused = list(seen.refused)


def _files(modules: set[str]) -> set[Path]:
    """The files of modules that were imported on the way."""
    files = (getattr(sys.modules.get(name), "__file__", None) for name in modules)
    return {Path(file).resolve() for file in files if file}


def watched(asked: Mapping[str, Any]) -> AbstractContextManager[watch.Seen]:
    """Sees the files of a step: what lies below the root, in its own folders, and in the package and its suites where they lie elsewhere."""
    own = [Path(asked[name]) for name in ("data", "out", "reports") if name in asked]
    return watch.watching(Path(asked["root"]), [Path(asked["home"])], [*own, PACKAGE, EXPECTATIONS])


@contextmanager
def observing(asked: Mapping[str, Any], *own: Path) -> Iterator[Observed]:
    """Everything that happens inside is observed; what may not be read is refused by name."""
    root = Path(asked["root"])
    found = Observed(root, set(own))
    with collected() as reads, watched(asked) as seen:
        yield found
    found.reads(reads)
    found.files(seen)


def gently(execute: Execute) -> Execute:
    """A step that tells of a mistake which a user can act on instead of raising it: the process that hears of it raises it again."""

    @wraps(execute)
    def told_gently(asked: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return execute(asked)
        except KinerjaError as error:
            return {"refused": {"kind": type(error).__name__, "told": getattr(error, "problems", str(error))}}

    return told_gently
