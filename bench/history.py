"""The table of past measurements in bench/README.md, to which a run can add a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

README = Path(__file__).parent / "README.md"
COLUMNS = (
    *("report_ratio", "report_seconds", "floor_ratio", "grid_cold_seconds", "noop_seconds", "one_row_seconds"),
    *("help_cpu_seconds", "plan_cpu_seconds", "audit_warm_seconds", "pss_mib_two_workers", "pss_mib_audit"),
)
_HEAD = "| date | note | others busy |"


def in_short(value: float) -> str:
    """A figure with about three digits."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def row(results: Mapping[str, Any], note: str) -> str:
    """The row of a measurement: the medians, and how many processors others kept busy meanwhile."""
    figures, others = results["figures"], results["others_busy"]
    cells = [in_short(figures[name]["median"]) if name in figures else "–" for name in COLUMNS]
    return _line([results["date"], note.replace("|", "/"), "–" if others is None else in_short(others), *cells])


def with_row(text: str, told: str) -> str:
    """The text with a row at the end of its table. Raises ValueError if it holds no such table."""
    lines = text.split("\n")
    if (start := next((number for number, line in enumerate(lines) if line.startswith(_HEAD)), None)) is None:
        raise ValueError(f"no table begins with '{_HEAD}'")
    end = next((number for number in range(start, len(lines)) if not lines[number].startswith("|")), len(lines))
    return "\n".join([*lines[:end], told, *lines[end:]])


def head() -> str:
    """The head of the table."""
    names = [name.removesuffix("_seconds").replace("_", " ") + (" s" if name.endswith("_seconds") else "") for name in COLUMNS]
    return _HEAD + _line(names)[1:] + "\n" + _line(["---"] * (3 + len(COLUMNS)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def append(results: Mapping[str, Any], note: str) -> None:
    """Adds a row to bench/README.md."""
    README.write_text(with_row(README.read_text("utf-8"), row(results, note)), "utf-8")
