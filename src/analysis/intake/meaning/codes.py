"""Codes of budget lines, whole (`4842.EBC.954.051.A.521211`) or as a report writes each below the one above, and the tree that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

LEVELS = ("program", "kegiatan", "kro", "ro", "komponen", "subkomponen", "akun")
_OUTPUTS = re.compile(
    r"(?:(?P<program>\d{3}\.\d{2}\.(?:[A-Z]{2}|\d{2})|[A-Z]{2})(?:\.|$))?(?:(?P<kegiatan>\d{4})(?:\.|$))?(?:(?P<kro>[A-Z]{3})(?:\.|$))?"
    r"(?:(?P<ro>\d{3})(?:\.|$))?(?:(?P<komponen>\d{3})(?:\.|$))?(?:(?P<subkomponen>0?[A-Z])(?:\.|$))?(?P<akun>\d{6})?"
)
_KINDS = {"51": "pegawai", "52": "barang", "53": "modal"}


@dataclass(frozen=True)
class Coded:
    """A line of a report: its row, the code as it stands there, its name, and how far it is set in."""

    row: int
    code: str
    name: str
    indent: int = 0


@dataclass(frozen=True)
class Placed:
    """A line in the tree: its code from the activity down, its level, the code of the line above it ('' for none), and its kind of spending."""

    line: Coded
    code: str
    level: str
    parent: str
    kind: str


def parts_of(code: str) -> dict[str, str]:
    """The parts of a code by level; nothing for what is no such code. A part of three digits alone counts as an RO until its place tells otherwise."""
    found = _OUTPUTS.fullmatch(code)
    parts = {level: part for level in LEVELS if found and (part := found[level])}
    if "ro" in parts and "kro" not in parts and "komponen" not in parts and {"subkomponen"} & set(parts):
        parts["komponen"] = parts.pop("ro")
    return parts


def tree_of_codes(lines: Sequence[Coded]) -> tuple[list[Placed], list[Coded]]:
    """The lines in their tree, and those whose code has no known form."""
    if _is_by_account(lines):
        return _by_account(lines), []
    placed: list[tuple[Placed, list[str]]] = []
    unknown: list[Coded] = []
    above: dict[str, str] = {}
    components = _has_components(lines)
    for number, line in enumerate(lines):
        parts = parts_of(line.code)
        if not parts:
            unknown.append(line)
            continue
        if set(parts) == {"ro"} and _is_component(lines, number, above, components):
            parts = {"komponen": parts["ro"]}
        placed.append(_placed(line, parts, above))
    codes = {one.code for one, _ in placed}
    return [replace(one, parent=next((over for over in chain if over in codes), "")) for one, chain in placed], unknown


def _placed(line: Coded, parts: dict[str, str], above: dict[str, str]) -> tuple[Placed, list[str]]:
    """The line, and the codes over it from the nearest on; `above` holds those by level, and then the line too."""
    deepest = max(LEVELS.index(level) for level in parts)
    first = min(LEVELS.index(level) for level in parts)
    for level in [level for level in above if LEVELS.index(level) >= first]:
        del above[level]
    for level in LEVELS[first : deepest + 1]:
        if level in parts:
            over = next((above[other] for other in reversed(LEVELS[: LEVELS.index(level)]) if other in above and other != "program"), "")
            above[level] = f"{over}.{parts[level]}" if over else parts[level]
    level = LEVELS[deepest]
    chain = [above[other] for other in reversed(LEVELS[:deepest]) if other in above]
    return Placed(line, above[level], level, "", _KINDS.get(parts["akun"][:2], "") if "akun" in parts else ""), chain


def _has_components(lines: Sequence[Coded]) -> bool:
    """Whether components stand between outputs and accounts: only then do two codes of three digits follow each other."""
    forms = [set(parts_of(line.code)) for line in lines]
    return any(one == other == {"ro"} for one, other in pairwise(forms))


def _is_component(lines: Sequence[Coded], number: int, above: dict[str, str], components: bool) -> bool:
    """Whether a code of three digits alone is a component: by how far it is set in, else by its neighbours."""
    if "ro" not in above:
        return False
    here, before = lines[number], [line for line in lines[:number] if set(parts_of(line.code)) == {"ro"}]
    if before and len({line.indent for line in lines}) > 1:
        outputs = min(line.indent for line in (*before, here))
        return here.indent > outputs
    follows = parts_of(lines[number + 1].code) if number + 1 < len(lines) else {}
    return components and set(follows) != {"ro"}


def _is_by_account(lines: Sequence[Coded]) -> bool:
    """Whether the lines are kinds of spending and their accounts: 51, 5111, 511111."""
    codes = [line.code for line in lines]
    return bool(codes) and any(re.fullmatch(r"5\d", code) for code in codes) and all(re.fullmatch(r"5\d{1,5}", code) for code in codes)


def _by_account(lines: Sequence[Coded]) -> list[Placed]:
    codes = {line.code for line in lines}
    found = []
    for line in lines:
        parent = next((line.code[:length] for length in range(len(line.code) - 1, 1, -1) if line.code[:length] in codes), "")
        found.append(Placed(line, line.code, "akun" if len(line.code) == 6 else "kelompok", parent, _KINDS.get(line.code[:2], "")))
    return found
