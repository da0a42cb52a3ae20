"""The log of runs: one line of JSON for every step that was made, with all that must not stand in outputs: times, memory, reasons."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NAME = "log.jsonl"
"""Below the results."""


def add(folder: Path, told: Mapping[str, Any]) -> None:
    """Adds a line, whole or not at all also when two runs write at once: it goes out in one piece to the end of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **told}, ensure_ascii=False) + "\n"
    with (folder / NAME).open("ab", buffering=0) as file:
        file.write(line.encode())
