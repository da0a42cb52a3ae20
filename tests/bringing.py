"""Files as analysts bring them, built cell by cell or byte by byte for the tests of intake."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

HEADS = ("code", "basis", "value")
GOOD = [HEADS, ("IKU.1", "pk", 80), ("IKU.2", "pk", 0.5)]
"""A sheet of targets as the plain layout of the tests reads it."""


def workbook(path: Path, rows: Sequence[Sequence[Any]] = GOOD, *, sheet: str = "targets", touch: Callable[[Any], object] | None = None) -> Path:
    """A workbook of one sheet; `touch` may do more to it before it is saved."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    if touch:
        touch(book)
    book.save(path)
    return path


def rezipped(path: Path, changed: Mapping[str, bytes | None]) -> Path:
    """The same workbook with parts replaced, added, or taken away (None)."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts |= {name: content for name, content in changed.items() if content is not None}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if changed.get(name, b"") is not None:
                package.writestr(name, content)
    return path


def with_xml(path: Path, part: str, pattern: str, put: str) -> Path:
    """The same workbook with one place of a part written otherwise."""
    with zipfile.ZipFile(path) as package:
        text = package.read(part).decode("utf-8")
    changed, count = re.subn(pattern, put, text, count=1)
    assert count == 1, (part, pattern)
    return rezipped(path, {part: changed.encode("utf-8")})


def zipped(path: Path, parts: Mapping[str, bytes]) -> Path:
    """A zip with these parts and no others."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    path.write_bytes(content.getvalue())
    return path
