"""Files that are broken, hostile or only odd: each gets its sentence, or is read as it is meant, within bounds of time and memory."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import pytest
from bringing import GOOD, rezipped, with_xml, workbook, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ParameterError
from analysis.intake.files import guard, marks, opening
from analysis.intake.files.cells import Book, Cell
from analysis.intake.files.opening import opened
from analysis.intake.reasons import reasons
from analysis.intake.refused import Refused
from analysis.languages import LANGUAGES
from analysis.reference import broken_files
from analysis.words import words

SHEET = "xl/worksheets/sheet1.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
Build = Callable[[Path], Path]


def raw_file(name: str, content: bytes) -> Build:
    def build(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return build


def text(content: str, name: str = "data.csv", encoding: str = "utf-8") -> Build:
    return raw_file(name, content.encode(encoding))


def parts(**changed: bytes | None) -> Build:
    """A good workbook with parts of it replaced; `__` stands for a slash, `_dot_` for a dot."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
    return lambda folder: rezipped(workbook(folder / "data.xlsx"), named)


def xml(pattern: str, put: str, part: str = SHEET) -> Build:
    return lambda folder: with_xml(workbook(folder / "data.xlsx"), part, pattern, put)


def sheet(rows: str, before: str = "", encoding: str = "utf-8", declared: str = "") -> Build:
    """A good workbook whose worksheet is this XML."""
    declaration = f'<?xml version="1.0"{declared}?>' if declared or before else ""
    return parts(**{SHEET: f"{declaration}{before}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>".encode(encoding)})


def bytes_changed(change: Callable[[bytes], bytes]) -> Build:
    def build(folder: Path) -> Path:
        path = workbook(folder / "data.xlsx")
        path.write_bytes(change(path.read_bytes()))
        return path

    return build


def locked(content: bytes) -> bytes:
    """The zip with the mark that its members are encrypted."""
    place = content.index(b"PK\x01\x02") + 8
    return content[:place] + struct.pack("<H", 1) + content[place + 2 :]


def damaged(content: bytes) -> bytes:
    """Some bytes in the middle of the first member turned over."""
    return content[:60] + bytes(255 - byte for byte in content[60:90]) + content[90:]


def twice(folder: Path) -> Path:
    path = workbook(folder / "data.xlsx")
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(SHEET, b"<worksheet/>")
    return path


def many_parts(folder: Path) -> Path:
    return rezipped(workbook(folder / "data.xlsx"), {f"xl/media/image{n}.png": b"x" for n in range(guard.MOST_PARTS)})


def sparse(folder: Path) -> Path:
    with (folder / "data.xlsx").open("wb") as file:
        file.truncate(guard.MOST_BYTES + (1 << 20))
    return folder / "data.xlsx"


def only_a_chart(folder: Path) -> Path:
    def touch(book: Any) -> None:
        book.create_chartsheet("Grafik")
        del book["targets"]

    return workbook(folder / "data.xlsx", touch=touch)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LINKED = '<Relationship Id="rId99" Type="http://x/relationships/oleObject" Target="file:///x.xls" TargetMode="External"/></Relationships>'
RELS = "xl/_rels/workbook.xml.rels"
REFUSED: list[tuple[str, Build, str, str]] = [
    ("a file of no bytes", raw_file("data.xlsx", b""), "empty_file", "The file holds nothing."),
    ("a text of blanks", text(" \n\t\n"), "empty_file", "The file holds nothing."),
    ("a file beyond the limit", sparse, "too_large", "The file has 51 MB, the limit is 50 MB."),
    ("a workbook with a password", raw_file("data.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")), "password", "locked by a password"),
    ("members of the zip that are encrypted", bytes_changed(locked), "password", "locked by a password"),
    ("a workbook of before 2007", raw_file("data.xls", OLE), "old_form", "Save it as Excel Workbook (.xlsx)."),
    ("a PDF called a workbook", raw_file("data.xlsx", b"%PDF-1.7\n..."), "other_form", "The file is PDF"),
    ("a picture", raw_file("data.xlsx", b"\x89PNG\r\n\x1a\n"), "other_form", "The file is PNG"),
    ("a page of HTML called .xls", text("<html><table><tr><td>1</td></tr></table></html>", "data.xls"), "other_form", "The file is HTML/XML"),
    ("a spreadsheet of 2003 in XML", text('<?xml version="1.0"?><Workbook/>', "data.xml"), "other_form", "The file is HTML/XML"),
    ("a letter", lambda f: zipped(f / "data.xlsx", {"word/document.xml": b"<x/>"}), "other_form", "The file is Word"),
    ("a sheet of LibreOffice", lambda f: zipped(f / "data.ods", {"content.xml": b"<x/>"}), "other_form", "The file is OpenDocument"),
    ("a binary workbook", parts(xl__workbook_dot_bin=b"x"), "other_form", "The file is XLSB"),
    ("an archive of other files", lambda f: zipped(f / "data.zip", {"data.csv": b"a,b"}), "no_workbook", "unpack a ZIP first"),
    ("a workbook of one chart", only_a_chart, "no_workbook", "holds no worksheet"),
    ("a project of macros", parts(xl__vbaProject_dot_bin=b"x"), "macros", "carries macros"),
    ("a type of content with macros", xml(r"sheet\.main\+xml", "sheet.macroEnabled.main+xml", "[Content_Types].xml"), "macros", "carries macros"),
    ("a sheet of old macros", parts(xl__macrosheets__sheet1_dot_xml=b"<x/>"), "macros", "carries macros"),
    ("controls of other programs", parts(xl__activeX__activeX1_dot_xml=b"<x/>"), "macros", "carries macros"),
    ("a link to another workbook", parts(xl__externalLinks__externalLink1_dot_xml=b"<x/>"), "external_links", "takes data from other files"),
    ("a connection to a database", parts(xl__connections_dot_xml=b"<x/>"), "external_links", "takes data from other files"),
    ("a relation that leads outside", xml("</Relationships>", LINKED, RELS), "external_links", "takes data from other files"),
    ("a part that swells a thousandfold", parts(xl__media__image1_dot_xml=b" " * (4 << 20)), "zip_bomb", "swells far beyond its size"),
    ("more parts than any workbook has", many_parts, "zip_bomb", "swells far beyond its size"),
    ("a workbook that is cut off", bytes_changed(lambda content: content[: len(content) // 2]), "broken_zip", "damaged or cut off"),
    ("a workbook whose end is missing", bytes_changed(lambda content: content[:-30]), "broken_zip", "damaged or cut off"),
    ("bytes turned over", bytes_changed(damaged), "broken_zip", "damaged or cut off"),
    ("the same part twice", twice, "broken_zip", "damaged or cut off"),
    ("a sheet that is listed and is not there", parts(xl__worksheets__sheet1_dot_xml=None, xl__worksheets__x_dot_xml=b"<worksheet/>"), "broken_zip", "damaged"),
    ("entities that unfold", sheet('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', LAUGHS), "dtd", f"Part {SHEET} defines entities"),
    ("an entity from outside", sheet("", OUTSIDE), "dtd", f"Part {SHEET} defines entities"),
    ("XML that begins as UTF-16", sheet("", encoding="utf-16"), "encoding_of_xml", "encoding other than UTF-8"),
    ("UTF-16 without its mark", sheet("", encoding="utf-16-le"), "encoding_of_xml", "encoding other than UTF-8"),
    ("XML in another encoding", sheet("", declared=' encoding="iso-8859-1"'), "encoding_of_xml", "encoding other than UTF-8"),
    ("XML that does not close", sheet('<row r="1"><c r="A1">'), "broken_xml", "is not well formed"),
    ("rows out of order", sheet('<row r="2"><c r="A2"/></row><row r="1"><c r="A1"/></row>'), "broken_xml", "is not well formed"),
    ("a cell in the row of another", sheet('<row r="1"><c r="A7"><v>1</v></c></row>'), "broken_xml", "is not well formed"),
    ("a cell without a name", sheet('<row r="1"><c r="?1"><v>1</v></c></row>'), "broken_xml", "is not well formed"),
    ("a value in the last corner", sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "far_cell", "XFD1048576"),
    (
        "values that span a huge rectangle",
        sheet('<row r="1"><c r="AKZ1"><v>1</v></c></row><row r="400000"><c r="A400000"><v>1</v></c></row>'),
        "far_cell",
        "Press Ctrl+End",
    ),
    ("text in an old encoding", text("kode;nilai\nIKU–1;80", encoding="cp1252"), "encoding", "byte 15 is not UTF-8"),
    ("text in UTF-32", raw_file("data.csv", "a;b\n1;2".encode("utf-32")), "encoding", "byte 1 is not UTF-8"),
    ("text with NUL bytes", text("a,b\n1,\0\n"), "nul_bytes", "NUL bytes in row 2"),
    ("two separators that fit", text("a,b;c\n1,2;3"), "separators", "More than one separator of columns is possible: ',', ';'"),
    ("a quotation mark that does not close", text('a,b\n"1,2\n3,4'), "quotes", "A quotation mark in row 3"),
    ("more cells than are read", text("," * 8_000_001), "too_many_rows", "8000000 cells at most"),
    ("more rows than are read", text("a,b\n" * 500_001), "too_many_rows", "The file has 500001 rows"),
]


@pytest.mark.parametrize(("build", "why", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_file_that_is_not_read_gets_its_reason_and_the_next_step(tmp_path: Path, build: Build, why: str, said: str) -> None:
    path = build(tmp_path)

    began = time.process_time()
    with pytest.raises(Refused) as refused:
        opened(path)

    assert refused.value.wrong.why == why
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{path.name}: ")
    assert time.process_time() - began < 5
    for lang in LANGUAGES:
        assert "{" not in refused.value.sentence(lang)


def test_every_reason_of_the_guard_is_tried() -> None:
    sources = "".join((Path(guard.__file__).parent / f"{name}.py").read_text("utf-8") for name in ("guard", "parts", "opening", "text"))
    reasons = {why for why in {case[2] for case in REFUSED} if f'"{why}"' in sources}

    assert reasons == {case[2] for case in REFUSED}
    assert len(REFUSED) > 40


def test_contents_beyond_the_limit_are_refused_by_their_declared_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_UNZIPPED", 1000)

    with pytest.raises(Refused, match="swells"):
        opened(workbook(tmp_path / "data.xlsx"))


@pytest.mark.parametrize(("limit", "why"), [("MOST_ODD", "odd_cells"), ("MOST_ELEMENTS", "zip_bomb")])
def test_what_libraries_would_keep_in_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, why: str) -> None:
    monkeypatch.setattr(marks, limit, 1 if limit == "MOST_ODD" else {"styleSheet": 10})

    with pytest.raises(Refused) as refused:
        opened(workbook(tmp_path / "data.xlsx", [["=1+1", "=1+1", "=1+1"]]))

    assert refused.value.wrong.why == why


def test_a_file_that_is_not_there_is_a_mistake_in_what_was_asked(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is not a file"):
        opened(tmp_path)


def test_every_reason_has_an_example_that_fills_its_sentences() -> None:
    told = {message.removeprefix("intake.wrong.") for message in words("id").named("intake.wrong")}

    shown = {reason.why: reason for reason in reasons()}

    assert sorted(told - set(shown)) == []
    assert {case[2] for case in REFUSED} <= set(shown)
    for reason in shown.values():
        assert all(said and "{" not in said for texts in (reason.says, reason.advises) for said in texts.values()), reason.why


def test_the_page_of_broken_files_is_the_catalogue_of_reasons(root: Path) -> None:
    page = (root / "docs" / "broken-files.md").read_text("utf-8")

    assert page == broken_files()
    assert [reason.why for reason in reasons()] == re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)


SOUND = workbook(Path(mkdtemp()) / "data.xlsx", [*GOOD, ("=1+1", date(2024, 6, 1), True)]).read_bytes()
"""The bytes of a good workbook."""


@given(changes=st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=8), cut=st.integers(1, len(SOUND)))
@settings(max_examples=150)
def test_bytes_that_are_changed_anywhere_give_a_book_or_a_reason(changes: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(SOUND)
    for place, byte in changes:
        content[place] = byte

    assert _ends_well(bytes(content))
    assert _ends_well(bytes(content[:cut]))


XML = zipfile.ZipFile(io.BytesIO(SOUND)).read(SHEET).decode("utf-8")
PIECES = [
    "<",
    ">",
    "/>",
    '"',
    "</c>",
    '<c r="A1">',
    '<c r="ZZZ9999999"/>',
    "<v>",
    "</v>",
    "&x;",
    "]]>",
    "<row>",
    '<row r="-1">',
    '<row r="1e3">',
    ' t="e"',
    ' s="99"',
    "\x01",
    "NaN",
]


@given(place=st.integers(0, len(XML)), length=st.integers(0, 12), piece=st.sampled_from(PIECES))
@settings(max_examples=150)
def test_xml_that_is_changed_anywhere_gives_a_book_or_a_reason(place: int, length: int, piece: str) -> None:
    changed = XML[:place] + piece + XML[place + length :]
    with zipfile.ZipFile(io.BytesIO(SOUND)) as package:
        parts = {name: package.read(name) for name in package.namelist()} | {SHEET: changed.encode("utf-8")}
    with TemporaryDirectory() as folder:
        assert _ends_well(zipped(Path(folder) / "data.xlsx", parts).read_bytes())


@given(content=st.binary(max_size=400) | st.text("ab1;,\t|\"'=\n\r\0 é", max_size=80).map(lambda text: text.encode("utf-8")))
def test_bytes_of_any_kind_give_a_book_or_a_reason(content: bytes) -> None:
    assert _ends_well(content)


def _ends_well(content: bytes) -> bool:
    """Whether a file is read or refused with a sentence; any other error comes through."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.xlsx"
        path.write_bytes(content)
        try:
            for sheet in opened(path).sheets:
                list(sheet.filled())
        except Refused as refused:
            return bool(refused.sentence("id"))
        return True


# What is only odd


@dataclass(frozen=True)
class Odd:
    """A file and what it must be read as: the grid of printed cells of its first sheet, and what else must hold."""

    build: Build
    grid: Sequence[Sequence[str]]
    holds: Callable[[Book], bool] = lambda book: True


def of(*rows: Sequence[Any], touch: Callable[[Any], object] | None = None) -> Build:
    return lambda folder: workbook(folder / "data.xlsx", rows, touch=touch)


def first(book: Book, row: int, column: int) -> Cell:
    return book.sheets[0].cell(row, column)


def formatted(form: str, place: str = "A1") -> Callable[[Any], None]:
    def touch(book: Any) -> None:
        book.active[place].number_format = form

    return touch


def hidden(book: Any) -> None:
    book.active.row_dimensions[2].hidden = True
    other = book.create_sheet("Rahasia")
    other["A1"] = 1
    other.sheet_state = "veryHidden"


def quoted(book: Any) -> None:
    book.active["A1"].quotePrefix = True


def with_chart(book: Any) -> None:
    book.create_chartsheet("Grafik", 0)


def dated_1904(book: Any) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book.epoch = CALENDAR_MAC_1904


def far_and_empty(book: Any) -> None:
    from openpyxl.styles import Font

    book.active["XFD9"].font = Font(bold=True)


PREFIXED = f'<x:worksheet {NS.replace("xmlns", "xmlns:x")}><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
ODD: dict[str, Odd] = {
    "codes with leading zeros": Odd(of(["00123", "0.10"]), [["00123", "0.10"]]),
    "a code behind an apostrophe": Odd(of(["0071"], touch=quoted), [["0071"]]),
    "merged heads": Odd(
        of(["Target", None, None], ["TW1", "TW2", "TW3"], touch=lambda b: b.active.merge_cells("A1:C1")),
        [["Target"], ["TW1", "TW2", "TW3"]],
        lambda book: list(book.sheets[0].merged) == ["A1:C1"],
    ),
    "hidden rows and sheets": Odd(
        of([1], [2], [3], touch=hidden),
        [["1"], ["2"], ["3"]],
        lambda book: ([s.hidden for s in book.sheets], book.sheets[0].hidden_rows) == ([False, True], (2,)),
    ),
    "totals between rows": Odd(
        of(["a", 1], ["Jumlah", "=SUM(B1)"], ["b", 2]), [["a", "1"], ["Jumlah", ""], ["b", "2"]], lambda b: first(b, 2, 2).odd == "no_value"
    ),
    "footnotes": Odd(of(["a", 1], [None], ["*) sementara"]), [["a", "1"], [], ["*) sementara"]]),
    "several tables on a sheet": Odd(of(["a", None, "x"], [1, None, 2]), [["a", "", "x"], ["1", "", "2"]]),
    "duplicated heads": Odd(of(["nilai", "nilai"], [1, 2]), [["nilai", "nilai"], ["1", "2"]]),
    "a formula without value": Odd(of(["=1+1", 5]), [["", "5"]], lambda book: first(book, 1, 1) == Cell(1, 1, None, odd="no_value")),
    "a formula with its value": Odd(sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'), [["2"]]),
    "a formula that gives no words": Odd(
        sheet('<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>'), [["", "1"]], lambda b: not first(b, 1, 1).odd
    ),
    "an error": Odd(of(["#N/A", 1]), [["#N/A", "1"]], lambda book: first(book, 1, 1).odd == "error"),
    "an error that a formula gave": Odd(
        sheet('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'), [["#DIV/0!"]], lambda b: first(b, 1, 1).odd == "error"
    ),
    "words that look like an error": Odd(
        sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>#N/A</t></is></c></row>'), [["#N/A"]], lambda b: not first(b, 1, 1).odd
    ),
    "a share shown as percent": Odd(of([0.9856], touch=formatted("0.00%")), [["98,56%"]]),
    "styles that change within a column": Odd(
        of([0.5], [0.5], ["x"], [0.5], touch=lambda book: [formatted("0%", "A2")(book), formatted("0%", "A4")(book)]), [["0,5"], ["50%"], ["x"], ["50%"]]
    ),
    "a percent in brackets": Odd(of([-0.05], touch=formatted("0%_);\\(0%\\)")), [["-5%"]]),
    "a percent sign that is only words": Odd(of([5], touch=formatted('0" % dari target"')), [["5"]]),
    "a float that is not quite": Odd(
        sheet('<row r="1"><c r="A1"><v>0.30000000000000004</v></c></row>'),
        [["0,30000000000000004"]],
        lambda book: first(book, 1, 1).value == Decimal("0.30000000000000004"),
    ),
    "rupiah in billions": Odd(of([15422258047, 1e22]), [["15422258047", "10000000000000000000000"]]),
    "whole numbers as floats": Odd(sheet('<row r="1"><c r="A1"><v>80.0</v></c></row>'), [["80"]], lambda book: first(book, 1, 1).value == 80),
    "dates": Odd(
        of([date(2024, 6, 1), datetime(2024, 6, 1, 13, 45)]), [["2024-06-01", "2024-06-01 13:45:00"]], lambda b: first(b, 1, 1).value == date(2024, 6, 1)
    ),
    "dates counted from 1904": Odd(of([date(2024, 6, 1)], touch=dated_1904), [["2024-06-01"]]),
    "truth values": Odd(of([True, False]), [["True", "False"]]),
    "blanks and empty rows at the end": Odd(of(["a", " "], [" "], [None]), [["a"]]),
    "empty cells with a form far away": Odd(of(["a"], touch=far_and_empty), [["a"]]),
    "a dimension that lies": Odd(
        xml('<dimension ref="[^"]*"', '<dimension ref="A1"'), [list(map(str, row)) for row in [GOOD[0], GOOD[1]]] + [["IKU.2", "pk", "0,5"]]
    ),
    "cells that do not name their place": Odd(sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"), [["1", "2"], ["3"]]),
    "rows with gaps": Odd(sheet('<row r="3"><c r="B3"><v>1</v></c></row>'), [[], [], ["", "1"]]),
    "XML with prefixes": Odd(parts(**{SHEET: PREFIXED.encode()}), [["1"]]),
    "a chart before the sheet": Odd(of(["a"], touch=with_chart), [["a"]]),
    "signs of every kind": Odd(of(["é ☂ \U0001f600", "a\nb"]), [["é ☂ \U0001f600", "a\nb"]]),
    "a workbook called .csv": Odd(lambda folder: workbook(folder / "data.xlsx", [["a"]]).rename(folder / "data.csv"), [["a"]]),
    "semicolons and commas in numbers": Odd(text("kode;nilai\nIKU.1;80,5\n"), [["kode", "nilai"], ["IKU.1", "80,5"]]),
    "commas and commas within quotes": Odd(text('kode,nilai\nIKU.1,"80,5"\n'), [["kode", "nilai"], ["IKU.1", "80,5"]]),
    "tabs": Odd(text("kode\tnilai\nIKU,1\t80\n", "data.tsv"), [["kode", "nilai"], ["IKU,1", "80"]]),
    "bars": Odd(text("a|b\n1|2\n"), [["a", "b"], ["1", "2"]]),
    "a mark before UTF-8": Odd(text("kode;nilai\né;1", encoding="utf-8-sig"), [["kode", "nilai"], ["é", "1"]]),
    "UTF-16 as Excel writes it": Odd(text("kode\tnilai\né\t1", "data.txt", "utf-16"), [["kode", "nilai"], ["é", "1"]]),
    "a separator that the file names": Odd(text("sep=;\na,b;c\n1,2;3\n"), [[], ["a,b", "c"], ["1,2", "3"]]),
    "rows of several lengths": Odd(text("Judul\na;b\n1;2;3\n"), [["Judul"], ["a", "b"], ["1", "2", "3"]]),
    "a single column": Odd(text("kode\nIKU.1\n"), [["kode"], ["IKU.1"]]),
    "a line break within quotes": Odd(text('a,b\n"1\n2",3\n'), [["a", "b"], ["1\n2", "3"]]),
    "a code in the form of a formula": Odd(text('a;b\n="00123";=1+1\n'), [["a", "b"], ["00123", "=1+1"]]),
    "lines that end as on Windows": Odd(text("a;b\r\n1;2\r\n\r\n"), [["a", "b"], ["1", "2"]]),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=list(ODD))
def test_a_file_that_is_only_odd_is_read_as_it_is_meant(tmp_path: Path, odd: Odd) -> None:
    book = opened(odd.build(tmp_path))

    assert [[cell.printed() for cell in row] for row in book.sheets[0].rows] == [list(row) for row in odd.grid]
    assert odd.holds(book)
    assert all(cell == book.sheets[0].cell(cell.row, cell.column) for row in book.sheets[0].rows for cell in row)


@pytest.mark.parametrize("name", [name for name in ODD if "signs" not in name])
def test_both_libraries_read_the_same(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ODD[name].build(tmp_path)
    by_one = opened(path)
    monkeypatch.setattr(opening, "MANY", -1)

    by_other = opened(path)

    assert by_one == by_other


LARGE = """
import sys
from pathlib import Path
from analysis.intake.files.opening import opened
book = opened(sys.argv[1])
rows = sum(1 for _ in book.sheets[0].filled())
told = Path("/proc/self/status").read_text().splitlines()
peak = next(line for line in told if line.startswith("VmHWM")).split()[1]
print(rows, book.sheets[0].cell(200_000, 1).value, int(peak) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="how much memory a program took is not told here")
def test_two_hundred_thousand_rows_are_read_within_bounds(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "besar.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        answers = book.add_worksheet("Jawaban")
        for number in range(200_000):
            answers.write_row(number, 0, [f"R{number:06}", number % 4 + 1, number / 7, 4, "Ya"])

    told = subprocess.run([sys.executable, "-c", LARGE, path], capture_output=True, text=True, check=True).stdout.split()

    assert told[:2] == ["200000", "R199999"]
    assert int(told[2]) < 400
