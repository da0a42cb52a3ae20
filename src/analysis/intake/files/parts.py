"""The XML parts of a workbook, each followed in one pass that builds nothing and stops at the first thing that no part may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from analysis.intake.files import marks as limits
from analysis.intake.files.cells import letter
from analysis.intake.files.marks import Hostile, Marks, Styles


class Part:
    """One XML part while it is fed. Raises Hostile for a DTD, another encoding than UTF-8, links to other files, far cells and XML that is broken."""

    def __init__(self, name: str) -> None:
        self.name, self.sheet, self.styles = name, Marks(), Styles()
        self.root, self._left = "", 0
        self._follow: Callable[[str, Mapping[str, str]], None] | None = None
        self._begun = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._dtd
        self._parser.XmlDeclHandler = self._declared
        self._parser.StartElementHandler = self._first

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        if not self._begun and chunk:
            self._begun = True
            if chunk[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in chunk[:4]:
                raise Hostile("encoding_of_xml", part=self.name)
        try:
            self._parser.Parse(chunk, final)
        except (expat.ExpatError, ValueError) as error:
            raise Hostile("broken_xml", part=self.name) from error

    def _dtd(self, *_: object) -> None:
        raise Hostile("dtd", part=self.name)

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.casefold() not in {"utf-8", "utf8", "us-ascii", "ascii"}:
            raise Hostile("encoding_of_xml", part=self.name)

    def _first(self, name: str, given: Mapping[str, str]) -> None:
        self.root = name.rpartition(" ")[2]
        self._follow = {"Relationships": self._relationship, "Types": self._type, "styleSheet": self._style}.get(self.root)
        if self.root == "worksheet":
            reader = _Worksheet(self._parser, self.sheet, self.name)
            self._parser.StartElementHandler, self._parser.EndElementHandler = reader.start, reader.end
        else:
            self._left = limits.MOST_ELEMENTS.get(self.root, 0)
            self._parser.StartElementHandler = self._next if self._left else None

    def _next(self, name: str, given: Mapping[str, str]) -> None:
        self._left -= 1
        if not self._left:
            raise Hostile("zip_bomb", found=f"{self.name}: {limits.MOST_ELEMENTS[self.root]:,}")
        if self._follow:
            self._follow(name, given)

    def _relationship(self, name: str, given: Mapping[str, str]) -> None:
        kind = given.get("Type", "").rpartition("/")[2]
        if kind in {"vbaProject", "xlMacrosheet", "control", "ctrlProp"}:
            raise Hostile("macros", part=self.name)
        if kind in {"externalLink", "externalLinkPath", "connections"} or (given.get("TargetMode", "").casefold() == "external" and kind != "hyperlink"):
            raise Hostile("external_links", part=self.name)

    def _type(self, name: str, given: Mapping[str, str]) -> None:
        if "macroenabled" in given.get("ContentType", "").casefold():
            raise Hostile("macros", part=self.name)

    def _style(self, name: str, given: Mapping[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "numFmt":
                self.styles.formats[int(given.get("numFmtId", 0))] = given.get("formatCode", "")
            case "cellXfs":
                self.styles.used.clear()
                self._parser.EndElementHandler = self._end_of_styles
            case "xf" if self._parser.EndElementHandler is not None:
                self.styles.used.append(int(given.get("numFmtId", 0)))

    def _end_of_styles(self, name: str) -> None:
        if name.rpartition(" ")[2] == "cellXfs":
            self._parser.EndElementHandler = None


class _Worksheet:
    """Follows the cells of a worksheet."""

    def __init__(self, parser: Any, marks: Marks, part: str):
        self.parser, self.marks, self.part = parser, marks, part
        self.row = self.column = 0
        self.cell: Mapping[str, str] = {}
        self.formula = self.value = False
        self.text: list[str] = []
        self._locals: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "c": self._cell,
            "v": self._value,
            "f": self._formula,
            "is": self._value,
            "row": self._row,
            "mergeCell": self._merged,
        }

    def start(self, name: str, given: Mapping[str, str]) -> None:
        local = self._locals.get(name) or self._locals.setdefault(name, name.rpartition(" ")[2])
        follow = self._starts.get(local)
        if follow:
            follow(given)

    def end(self, name: str) -> None:
        if self._locals.get(name) != "c":
            return
        self.parser.CharacterDataHandler = None
        self.marks.cells += self.formula or self.value
        kind = self.cell.get("t", "n")
        said = "".join(self.text).strip()
        if kind == "e":
            self.marks.errors[self.row, self.column] = said or "#N/A"
        elif self.formula and not said and not (self.value and kind == "str"):
            self.marks.no_value.add((self.row, self.column))
        elif kind == "n" and self.value:
            self._styled(int(self.cell.get("s", 0)))
        if len(self.marks.errors) + len(self.marks.no_value) > limits.MOST_ODD:
            raise Hostile("odd_cells", part=self.part, most=limits.MOST_ODD)

    def _styled(self, style: int) -> None:
        rows, styles = self.marks.styles.setdefault(self.column, ([], []))
        if style != (styles[-1] if styles else 0):
            rows.append(self.row)
            styles.append(style)

    def _row(self, given: Mapping[str, str]) -> None:
        before, self.row, self.column = self.row, int(given.get("r", self.row + 1)), 0
        if self.row <= before:
            raise Hostile("broken_xml", part=self.part)
        if given.get("hidden") in {"1", "true"}:
            self.marks.hidden.append(self.row)

    def _cell(self, given: Mapping[str, str]) -> None:
        self.cell, self.formula, self.value = given, False, False
        self.text.clear()
        place = given.get("r")
        if place is None:
            self.column += 1
            return
        letters = place.rstrip("0123456789")
        before, row = self.column, int(place[len(letters) :] or 0)
        self.column = self._columns.get(letters) or self._columns.setdefault(letters, _number(letters, self.part))
        if row != self.row or self.column <= before:
            raise Hostile("broken_xml", part=self.part)

    def _formula(self, given: Mapping[str, str]) -> None:
        self.formula = True
        self.text.clear()
        self.parser.CharacterDataHandler = None
        self._held()

    def _value(self, given: Mapping[str, str]) -> None:
        self.value = True
        if self.formula or self.cell.get("t") == "e":
            self.parser.CharacterDataHandler = self.text.append
        self._held()

    def _held(self) -> None:
        marks = self.marks
        if self.row > marks.last[0] or self.column > marks.last[1]:
            marks.last = (max(self.row, marks.last[0]), max(self.column, marks.last[1]))
            if self.row > limits.MOST_ROWS or self.column > limits.MOST_COLUMNS or marks.last[0] * marks.last[1] > limits.MOST_CELLS:
                raise Hostile("far_cell", cell=f"{letter(self.column)}{self.row}", part=self.part)

    def _merged(self, given: Mapping[str, str]) -> None:
        self.marks.merged.append(given.get("ref", ""))
        if len(self.marks.merged) > limits.MOST_ODD:
            raise Hostile("odd_cells", part=self.part, most=limits.MOST_ODD)


def _number(letters: str, part: str) -> int:
    """27 for AA. Raises Hostile for what is no column."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
        raise Hostile("broken_xml", part=part)
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number
