"""What each part that a step of a run rests on is now."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.law import Law, Rule
from analysis.output import hash_of
from analysis.rules import law
from analysis.run.code import Code
from analysis.run.parts import digest_of, told
from analysis.run.rawfiles import RawFiles

_WRITTEN = ("file ", "listed ")
"""Kinds of parts that a run itself may write."""


class Basis:
    """The raw files, the law, the code and all other files, as they are at one moment; each is looked at once."""

    def __init__(self, raw: RawFiles, root: Path, code: Code | None = None):
        self.raw, self.root, self.code, self._known = raw, root.resolve(), code or Code(), dict[str, str]()

    def given(self, modules: Iterable[str], **parts: Any) -> dict[str, str]:
        """The parts of a step that are known before it runs: the code below `modules`, what all steps rest on, and `parts` of its own."""
        told = {name: digest_of(part) for name, part in parts.items()}
        code = {f"code {module}": self.code.digest(module) for module in self.code.closure(modules)}
        return {**code, **told, "lock": self._lock, "law": self._law, "units": self.raw.digest(("units",))}

    def now(self, part: str) -> str:
        """What an observed part is now; '' if there is no such thing any more."""
        if part not in self._known:
            self._known[part] = self._digest(part)
        return self._known[part]

    def fresh(self, part: str) -> str:
        """What an observed part is now, a file looked at anew."""
        return self._digest(part) if part.startswith(_WRITTEN) else self.now(part)

    def forget_files(self) -> None:
        """Files are looked at anew: a stage of the run has written some."""
        self._known = {part: digest for part, digest in self._known.items() if not part.startswith(_WRITTEN)}

    def _digest(self, part: str) -> str:
        kind, _, rest = part.partition(" ")
        match kind:
            case "file":
                file = self.root / rest
                return hash_of(file.read_bytes()) if file.is_file() else ""
            case "listed":
                folder = self.root / rest
                return digest_of(sorted(f.name for f in folder.iterdir() if not f.name.startswith("."))) if folder.is_dir() else ""
            case "rule":
                return self._rule(rest)
            case "parameter":
                return digest_of([repr(p) for p in self._laws.parameters if p.name == rest])
        return self.raw.digest((kind, *rest.split(" ")) if rest else (kind,))

    def _rule(self, id: str) -> str:
        """Every version and reading of a rule: what is said of it, and the code of its formula with all that it imports of the rules."""
        versions = [rule for rule in (*self._laws.rules, *self._laws.variants) if rule.id == id]
        modules = sorted({name for rule in versions for name in self.code.rule_modules(rule.formula.__module__)})
        return digest_of([[_said(rule) for rule in versions], [self.code.digest(module) for module in modules]])

    @cached_property
    def _laws(self) -> Law:
        return law()

    @cached_property
    def _law(self) -> str:
        """Which rules and readings there are; what they say counts for those who ask for them."""
        conventions = [(name, sorted(rules)) for name, rules in self._laws.conventions.items()]
        return digest_of([sorted({(rule.id, rule.measure) for rule in self._laws.rules}), conventions])

    @cached_property
    def _lock(self) -> str:
        """The locked libraries, and the Python that runs them."""
        file = self.root / "requirements.lock"
        return digest_of([platform.python_version(), hash_of(file.read_bytes()) if file.is_file() else ""])

    def named(self, file: Path) -> str:
        """The part that a file is: by its path below the root where it lies inside."""
        return f"file {told(file, self.root)}"


def _said(rule: Rule) -> list[Any]:
    names = ("id", "version", "measure", "reference", "certainty", "since", "until", "scope", "case", "variant")
    return [*(getattr(rule, name) for name in names), rule.formula.__qualname__]
