"""The parts that a step of a run rests on, by name: their kind and what they are.

`rows targets dit-ppu 2023`, `rule npss_nilai`, `code analysis.views.summary`, `file expectations/claims.json`: two runs in
which all parts of a step have the same digests give the same outputs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.output import hash_of
from analysis.reads import Read

REASONS = {
    **dict.fromkeys(("rows", "periods", "columns", "table", "source", "reports", "units"), "data"),
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


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names of the parts that are new, gone or different."""
    return sorted(name for name in {*before, *now} if before.get(name) != now.get(name))
