"""Files that appear whole or not at all, and what they are known by."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.reads import unobserved


def write(path: Path, text: str) -> None:
    """The file `path` with `text` in UTF-8: whole, or as it was before."""
    write_bytes(path, text.encode("utf-8"))


def update(path: Path, text: str) -> None:
    """The file `path` with `text` in UTF-8; it is not written again where it already holds that."""
    with unobserved():
        same = path.is_file() and path.read_bytes() == text.encode("utf-8")
    if not same:
        write(path, text)


def write_bytes(path: Path, content: bytes) -> None:
    """The file `path` with `content`: whole, or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def remove_unfinished(folder: Path) -> None:
    """Takes away what writers that were killed have left below the folder; nobody else may be writing there."""
    for file in folder.rglob(".*.part"):
        file.unlink(missing_ok=True)


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as CSV in the form of all result files: a header, commas, quotes only where they are needed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def hash_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
