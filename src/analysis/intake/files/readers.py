"""The two libraries that read the values of workbooks: openpyxl, and calamine for large ones. Both give rows of plain values from the first cell on."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from analysis.intake.files.guard import WORKBOOK

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
Values = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Listed:
    """A worksheet of a workbook: its name, the path of its part, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


def listed(content: bytes) -> list[Listed]:
    """The worksheets in their order; sheets of charts have no cells and are not there. The workbook has passed the guard."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        targets = {one.get("Id"): one for one in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))}
        found = []
        for sheet in ElementTree.fromstring(package.read(WORKBOOK)).iterfind("{*}sheets/{*}sheet"):
            relation = targets[sheet.get(_RELATION) or sheet.get(_STRICT_RELATION)]
            if relation.get("Type", "").endswith("/worksheet"):
                part = posixpath.normpath(posixpath.join("xl", relation.get("Target", ""))).lstrip("/")
                found.append(Listed(sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"))
    return found


def by_openpyxl(content: bytes, sheets: Sequence[str]) -> Iterator[tuple[str, Values]]:
    """The values of each sheet; cells are streamed, so that nothing but values is kept."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        for name in sheets:
            sheet = book[name]
            sheet.reset_dimensions()
            yield name, list(sheet.iter_rows(values_only=True))
    finally:
        book.close()


def by_calamine(content: bytes, sheets: Sequence[str]) -> Iterator[tuple[str, Values]]:
    """The values of each sheet; '' stands for nothing, for errors and for formulas without value, and every number is a float."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for name in sheets:
            yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
