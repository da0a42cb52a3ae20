"""Refuses hostile and unreadable workbooks before any library opens them, within bounds of time and memory that the file cannot move."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NoReturn

from analysis.intake.files.marks import MOST_CELLS, Hostile, Marks, Styles
from analysis.intake.files.parts import Part
from analysis.intake.refused import Refused

MOST_BYTES = 50 << 20
MOST_UNZIPPED = 400 << 20
MOST_PARTS = 2_000
MOST_RATIO = 150
"""Unzipped to zipped bytes of a part of over a megabyte."""
WORKBOOK = "xl/workbook.xml"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {"content.xml": "OpenDocument", "word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint", "xl/workbook.bin": "XLSB"}
_CHUNK = 1 << 16


@dataclass
class Package:
    """A workbook that may be opened: the marks of each of its worksheets by the path of the part, and its number forms."""

    marks: dict[str, Marks] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)

    @property
    def cells(self) -> int:
        """How many cells hold anything."""
        return sum(marks.cells for marks in self.marks.values())


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises Refused for one that is empty or too large to be read."""
    size = path.stat().st_size
    if not size:
        raise Refused(path.name, "empty_file")
    if size > MOST_BYTES:
        raise Refused(path.name, "too_large", megabytes=size >> 20, most=MOST_BYTES >> 20)
    return path.read_bytes()


def packed(content: bytes) -> bool:
    """Whether a file is of the kind that may hold a workbook, and so has to pass the guard."""
    return content.startswith((b"PK", _OLE))


def guarded(file: str, content: bytes) -> Package:
    """What the parts of a workbook tell beside values. Raises Refused, with one reason, for a file that is no workbook or that must not be opened."""
    if content.startswith(_OLE):
        raise Refused(file, "password" if _LOCKED in content else "old_form")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _refuse_members(file, package.infolist())
            return _read(file, package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refused(file, "broken_zip") from error
    except Hostile as hostile:
        raise Refused(file, hostile.why, **hostile.told) from hostile


def _refuse_members(file: str, members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename.casefold() for member in members}
    if len(members) > MOST_PARTS:
        _bomb(file, f"{len(members)}")
    if len(names) < len(members):
        raise Refused(file, "broken_zip")
    if any(member.flag_bits & 1 for member in members):
        raise Refused(file, "password")
    for name, form in _OTHERS.items():
        if name in names:
            raise Refused(file, "other_form", form=form)
    if WORKBOOK not in names:
        raise Refused(file, "no_workbook")
    if any(PurePosixPath(name).name == "vbaproject.bin" or "macrosheets/" in name or "activex/" in name for name in names):
        raise Refused(file, "macros")
    if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in names):
        raise Refused(file, "external_links", part="")
    _refuse_sizes(file, members)


def _refuse_sizes(file: str, members: list[zipfile.ZipInfo]) -> None:
    if (unzipped := sum(member.file_size for member in members)) > MOST_UNZIPPED:
        _bomb(file, f"{unzipped >> 20} MB")
    for member in members:
        if member.file_size > 1 << 20 and member.file_size > MOST_RATIO * member.compress_size:
            _bomb(file, f"{member.filename} {member.file_size >> 20} MB")


def _bomb(file: str, found: str) -> NoReturn:
    raise Refused(file, "zip_bomb", found=found)


def _read(file: str, package: zipfile.ZipFile) -> Package:
    """Every part that is XML, once, in chunks; zipfile gives no more bytes than the sizes that were judged."""
    found = Package()
    for member in package.infolist():
        if member.filename.casefold().endswith((".xml", ".rels")) and member.file_size and not member.filename.startswith("customXml/"):
            part = _part(package, member)
            if part.root == "worksheet":
                found.marks[member.filename] = part.sheet
                _refuse_area(file, found.marks)
            elif part.root == "styleSheet":
                found.styles = part.styles
        elif not member.is_dir():
            _drain(package, member)
    if not found.marks:
        raise Refused(file, "no_workbook")
    return found


def _part(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Part:
    part = Part(member.filename)
    with package.open(member) as opened:
        while chunk := opened.read(_CHUNK):
            part.feed(chunk)
    part.feed(b"", final=True)
    return part


def _drain(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reads a part that nobody looks at, so that a broken one is told now."""
    with package.open(member) as opened:
        while opened.read(_CHUNK):
            pass


def _refuse_area(file: str, marks: Mapping[str, Marks]) -> None:
    if sum(one.last[0] * one.last[1] for one in marks.values()) > MOST_CELLS:
        part, widest = max(marks.items(), key=lambda item: item[1].last[0] * item[1].last[1])
        raise Hostile("far_cell", cell=f"{widest.last[0]} × {widest.last[1]}", part=part)
