"""The code that a step of a run rests on: the modules it imports, directly or through others, each known by its bytes."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from analysis import notebooks
from analysis.grid import PACKAGE
from analysis.notebooks import imported
from analysis.output import hash_of, write

RULES = "analysis.rules."
"""Rules count where they are asked for, not where their package is imported: every module of it is assembled into the law."""


class Code:
    """The modules of the package at one moment: what imports what, and the SHA-256 of each.

    What modules import is taken from the file `kept` where it knows their bytes, and looked up in them where it does not.
    """

    def __init__(self, package: Path = PACKAGE, kept: Path | None = None):
        self._package, self._kept, self._fresh = package, kept, False

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every module of the package by its full name."""
        found = {}
        for file in sorted(self._package.rglob("*.py")):
            parts = (self._package.name, *file.relative_to(self._package).with_suffix("").parts)
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
        return found

    def digest(self, module: str) -> str:
        if module not in self._digests:
            self._digests[module] = hash_of(self.files[module].read_bytes())
        return self._digests[module]

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {}

    def closure(self, named: Iterable[str]) -> list[str]:
        """The modules among `named` and all that they import, also inside functions, sorted; the rules themselves left out."""
        found: set[str] = set()
        waiting = [module for name in named for module in self.named(name)]
        while waiting:
            module = waiting.pop()
            if module not in found and not module.startswith(RULES):
                found.add(module)
                waiting += self._imported(module)
        return sorted(found)

    def rule_modules(self, module: str) -> list[str]:
        """A module of the rules with those of them that it imports."""
        found, waiting = set[str](), [module]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [other for other in self._imported(name) if other.startswith(RULES)]
        return sorted(found)

    def _imported(self, module: str) -> list[str]:
        if module not in self._imports:
            self._imports[module] = [one for name in self._names(module) for one in self.named(name)]
        return self._imports[module]

    def _names(self, module: str) -> list[str]:
        digest = self.digest(module)
        if digest not in self._known:
            self._known[digest], self._fresh = sorted(imported(ast.parse(self.files[module].read_bytes()))), True
        return self._known[digest]

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """What modules import, by the SHA-256 of their bytes; nothing where that was found out by another program than this."""
        try:
            told = json.loads(self._kept.read_text("utf-8")) if self._kept else {}
            return {digest: list(map(str, names)) for digest, names in told["imports"].items()} if told["by"] == self._by else {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    @property
    def _by(self) -> str:
        return hash_of(Path(notebooks.__file__).read_bytes())

    def keep(self) -> None:
        """Writes down what modules import, for the next run; only if something new was found."""
        if self._kept and self._fresh:
            write(self._kept, json.dumps({"by": self._by, "imports": {self.digest(m): self._names(m) for m in sorted(self._imports)}}))
            self._fresh = False

    @cached_property
    def _imports(self) -> dict[str, list[str]]:
        return {}

    def named(self, name: str) -> Iterator[str]:
        """The modules that run when `name` is imported: it, or the module it is taken from, and the packages above."""
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            module = ".".join(parts[:length])
            if module in self.files:
                yield module
