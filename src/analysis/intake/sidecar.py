"""The sidecar of a document after an import: only what the import tells is written anew; comments, order and all other lines stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from analysis.rules import LOADER

Drops = Callable[[Mapping[str, Any]], bool]
_ITEM = re.compile(r"\s*-\s*(\{.*\})\s*$")


def with_entries(text: str, key: str, drops: Drops, added: Sequence[Mapping[str, Any]]) -> str:
    """The text with entries of the list `key` dropped and others put at its end, one to a line; the list itself is made or taken away as needed.

    Where the list is not written one entry to a line, it is written anew, and what was said between its entries is lost.
    """
    sidecar = yaml.load(text, Loader=LOADER) or {}
    kept = [entry for entry in sidecar.get(key) or () if not drops(entry)]
    added = [entry for entry in added if entry not in kept]
    if [entry for entry in sidecar.get(key) or () if drops(entry)] == added:
        return text
    wanted = {**sidecar, key: [*kept, *added]}
    before, block, after = _parts(text, key)
    lines = [line for line in block[1:] if not ((found := _ITEM.match(line)) and drops(yaml.load(found[1], Loader=LOADER)))]
    for entries in ([*lines, *map(_line, added)], [*map(_line, kept), *map(_line, added)]):
        written = _joined(before, [f"{key}:", *entries] if wanted[key] else [], after)
        if _same(written, wanted):
            return written
    return yaml.safe_dump({name: value for name, value in wanted.items() if value or name != key}, allow_unicode=True, sort_keys=False, width=160)


def new_sidecar(told: Mapping[str, Any]) -> str:
    """The text of a sidecar with these keys in their order."""
    return str(yaml.safe_dump(dict(told), allow_unicode=True, sort_keys=False, width=160))


def _same(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        found = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError:
        return False
    return {name: value for name, value in found.items() if value != []} == {name: value for name, value in wanted.items() if value != []}


def _parts(text: str, key: str) -> tuple[list[str], list[str], list[str]]:
    """The lines before, of and after a key at the outermost level."""
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if re.match(rf"{key}\s*:", line)), len(lines))
    end = next((number for number in range(start + 1, len(lines)) if re.match(r"[^\s#-]", lines[number])), len(lines))
    return lines[:start], lines[start:end], lines[end:]


def _joined(*parts: Sequence[str]) -> str:
    return "\n".join(line for part in parts for line in part) + "\n"


def _line(entry: Mapping[str, Any]) -> str:
    written = yaml.safe_dump(dict(entry), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9)
    return f"  - {written.strip()}"
