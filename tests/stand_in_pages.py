"""Pages that stand in for the real ones: what they are given, as JSON."""

from __future__ import annotations

import json
import os
from typing import Any


def render(notebook: Any, *, name: str, unit: str, period: str, lang: str, unit_name: str = "") -> str:
    if name == "09-lost":
        os._exit(1)
    said = [output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])]
    return json.dumps([name, unit, period, lang, unit_name, "".join(said)])


def render_failure(reason: str, *, name: str, unit: str, period: str, lang: str, unit_name: str = "") -> str:
    return "FAILED " + reason


def render_index(facts: Any, summaries: Any, *, lang: str, comparisons: Any = ()) -> str:
    return json.dumps({"summaries": summaries, "comparisons": comparisons})
