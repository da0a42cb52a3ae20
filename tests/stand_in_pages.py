"""Pages that stand in for the real ones: what they are given, as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any


def render(notebook: Any, *, name: str, unit: str, period: str, lang: str, unit_name: str, around: Mapping[str, Any]) -> str:
    if name == "09-lost":
        os._exit(1)
    said = [output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", [])]
    return json.dumps([name, unit, period, lang, unit_name, around, "".join(said)])


def render_failure(reason: str, **shown: Any) -> str:
    return "FAILED " + reason


def render_index(facts: Any, told: Mapping[str, Any], *, lang: str, languages: Any) -> str:
    return json.dumps({**told, "lang": lang, "languages": languages})


def render_list(facts: Any, told: Mapping[str, Any], *, lang: str, languages: Any) -> str:
    return json.dumps(sorted(told))
