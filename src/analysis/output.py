"""Files that appear whole or not at all, and what they are known by."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from analysis.reads import unobserved

_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


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


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """The folder with these files and no others: whole, or as it was before."""
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        for name, content in files.items():
            write_bytes(unfinished / name, content)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.replace(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def hold(descriptor: int, on_wait: Callable[[], None] = lambda: None) -> None:
    """Holds an open file or folder for this process alone, as long as it is open. One that another process holds is waited for, which `on_wait` is told.

    Where files cannot be held, nothing is: every file is written whole all the same.
    """
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        on_wait()
        fcntl.flock(descriptor, fcntl.LOCK_EX)


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


def printable(text: str) -> str:
    """The text without what no file format may hold and what a terminal would obey: each such character becomes �."""
    return _HIDDEN.sub("\ufffd", text)
