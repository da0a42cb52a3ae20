"""Text files of columns: their encoding and their separator are found in the file, and never guessed where two fit."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence

from analysis.intake.files.marks import MOST_CELLS, MOST_ROWS
from analysis.intake.refused import Refused

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|html|table|meta|head|style)", re.IGNORECASE)
_TEXT_CELL = re.compile(r'="([^"]*)"')
_OTHER_FORMS = {b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"{\\rt": "RTF"}
Rows = list[list[str]]


def rows_of_text(file: str, content: bytes) -> Rows:
    """The rows of a text, each a list of words. Raises Refused where the encoding is not known, the text is no table, or two separators fit."""
    for beginning, form in _OTHER_FORMS.items():
        if content.startswith(beginning):
            raise Refused(file, "other_form", form=form)
    text = _decoded(file, content)
    if _MARKUP.match(text):
        raise Refused(file, "other_form", form="HTML/XML")
    if not text.strip():
        raise Refused(file, "empty_file")
    _refuse_large(file, text.count("\n"), max(text.count(sign) for sign in SEPARATORS))
    rows = _separated(file, text)
    _refuse_large(file, len(rows), len(rows) * max(map(len, rows)))
    return [[_TEXT_CELL.sub(r"\1", cell) if _TEXT_CELL.fullmatch(cell) else cell for cell in row] for row in rows]


def _refuse_large(file: str, rows: int, cells: int) -> None:
    if rows > MOST_ROWS or cells > MOST_CELLS:
        raise Refused(file, "too_many_rows", rows=rows, cells=cells, most=MOST_ROWS, most_cells=MOST_CELLS)


def _decoded(file: str, content: bytes) -> str:
    """UTF-8, or UTF-16 where the file says so by its first bytes."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refused(file, "encoding", byte=1)
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(file, "encoding", byte=error.start + 1) from error
    if "\0" in text:
        raise Refused(file, "nul_bytes", row=text[: text.index("\0")].count("\n") + 1)
    return text


def _separated(file: str, text: str) -> Rows:
    """The rows by the one separator that fits; the first line may say which (sep=;), and is then a row without cells."""
    if said := _SAID.match(text):
        return [[], *_rows(file, text[said.end() :], said[1])]
    found = {sign: rows for sign in SEPARATORS if sign in text and (rows := _tried(text, sign))}
    even = [sign for sign, rows in found.items() if _even(rows)]
    fitting = even or [sign for sign, rows in found.items() if any(len(row) > 1 for row in rows)]
    if file.casefold().endswith((".tsv", ".tab")) and "\t" in fitting:
        fitting = ["\t"]
    if len(fitting) > 1:
        raise Refused(file, "separators", found=", ".join(repr(sign) for sign in fitting), example=fitting[0])
    return found[fitting[0]] if fitting else _rows(file, text, ",")


def _even(rows: Sequence[Sequence[str]]) -> bool:
    """Whether all rows that hold anything have the same number of cells, and more than one."""
    widths = {len(row) for row in rows if any(cell.strip() for cell in row)}
    return len(widths) == 1 and widths.pop() > 1


def _tried(text: str, separator: str) -> Rows:
    """The rows by this separator; none where its quotes do not close."""
    try:
        return _rows("", text, separator)
    except Refused:
        return []


def _rows(file: str, text: str, separator: str) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise Refused(file, "quotes", row=reader.line_num) from error
