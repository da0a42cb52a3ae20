"""What a step of a run can rest on: every part of it by name, and what each part is now.

A part is named by its kind and what it is: `rows targets dit-ppu 2023`, `rule npss_nilai`, `code analysis.views.summary`,
`file expectations/claims.json`. Two runs in which all parts of a step have the same digests give the same outputs.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.law import Law, Rule
from analysis.output import hash_of
from analysis.reads import Read
from analysis.rules import law
from analysis.run.code import Code
from analysis.run.rawfiles import RawFiles

REASONS = {
    **dict.fromkeys(("rows", "periods", "table", "source", "reports", "units"), "data"),
    **dict.fromkeys(("rule", "parameter", "law"), "rule"),
    "code": "code",
    "notebook": "notebook",
    "parameters": "parameter",
    "lock": "lock",
    "stopped": "gate",
    "waivers": "suite",
    "listed": "files",
}
"""Why a part of a kind makes a step run again, in one word; for files, their folder tells."""

_FOLDERS = {"expectations": "suite", "src/analysis/pages": "template", "src/analysis/messages": "template", "data/processed": "results"}

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


def told(path: Path, root: Path) -> str:
    """A path from the root where it lies inside, so that it is the same on every machine, else in full."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def part_of(read: Read) -> str:
    """The name of what was read as a part."""
    return " ".join(read)


def reason_of(part: str) -> str:
    """Why a change of a part makes a step run again, in one word."""
    kind, _, rest = part.partition(" ")
    return REASONS.get(kind) or next((word for folder, word in _FOLDERS.items() if rest.startswith(f"{folder}/")), "files")


def digest_of(told: Any) -> str:
    """SHA-256 of anything that JSON can tell."""
    return hash_of(json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())


def _said(rule: Rule) -> list[Any]:
    names = ("id", "version", "measure", "reference", "certainty", "since", "until", "scope", "case", "variant")
    return [*(getattr(rule, name) for name in names), rule.formula.__qualname__]


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names of the parts that are new, gone or different."""
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
