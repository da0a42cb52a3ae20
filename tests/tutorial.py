"""A tutorial as somebody follows it: what it says to type is typed, what it says to run is run, and what it says will be seen is looked for."""

from __future__ import annotations

import html
import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from projects import Project

KINERJA = ".venv/bin/kinerja"
ANYTHING = "…"
_FENCE = re.compile(r"```(?P<kind>\w+)(?: (?P<told>\S+))?")
_SHEET = re.compile(r"(?:Sheet|Lembar) \*\*(?P<sheet>[^*]+)\*\*")
_OPENED = re.compile(r"(?:Open|Buka) `(?P<file>[^`]+\.xlsx)`")
_PAGE = re.compile(r"`(?P<page>reports/[^`]+\.html)`")
_EXIT = re.compile(r"\s+# exit code (\d)$")
_CELL = {"Cell", "Sel"}
_EMPTY = {"(nothing)", "(kosong)"}


@dataclass(frozen=True)
class Command:
    """A command, the exit code that is told, and what it is told to print: None where nothing is told."""

    line: int
    words: Sequence[str]
    code: int
    printed: Sequence[str] | None = None


@dataclass(frozen=True)
class Text:
    """A file that is written as it stands in the tutorial."""

    line: int
    file: str
    content: str


@dataclass(frozen=True)
class Typed:
    """A table that is typed into a sheet of a workbook: below heads, or, where its first head says so, cell by cell in place of what stands there."""

    line: int
    file: str
    sheet: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Seen:
    """Words that stand on a page."""

    line: int
    page: str
    words: str


Step = Command | Text | Typed | Seen


def steps(text: str) -> list[Step]:
    """What the tutorial says to do, in its order."""
    return _Reader(text).steps()


@dataclass
class _Reader:
    """The lines of a tutorial, with the workbook, sheet and page that were named last."""

    text: str
    file: str = ""
    sheet: str = ""
    page: str = ""
    found: list[Step] = field(default_factory=list)

    def steps(self) -> list[Step]:
        lines = list(enumerate(self.text.splitlines(), 1))
        while lines:
            number, line = lines.pop(0)
            if fence := _FENCE.fullmatch(line):
                self._block(number, fence["kind"], fence["told"] or "", list(_until(lines, lambda other: other == "```")))
            elif line.startswith("|"):
                self._table(number, [line, *_until(lines, lambda other: not other.startswith("|"))])
            elif line.startswith("> "):
                self.found.append(Seen(number, self.page, line.removeprefix("> ")))
            else:
                self._named(line)
        return self.found

    def _named(self, line: str) -> None:
        self.file = next((found["file"] for found in _OPENED.finditer(line)), self.file)
        self.page = next((found["page"] for found in _PAGE.finditer(line)), self.page)
        self.sheet = next((found["sheet"] for found in _SHEET.finditer(line)), self.sheet)

    def _block(self, number: int, kind: str, told: str, lines: list[str]) -> None:
        if kind == "sh" and not told:
            for offset, line in enumerate(_joined(lines), 1):
                found = _EXIT.search(line)
                self.found.append(Command(number + offset, shlex.split(_EXIT.sub("", line)), int(found[1]) if found else 0))
        elif kind == "text":
            last = self.found.pop()
            assert isinstance(last, Command), f"line {number}: what is printed stands behind no command"
            self.found.append(Command(last.line, last.words, last.code, lines))
        elif told and kind != "sh":
            self.found.append(Text(number, told, "\n".join([*lines, ""])))

    def _table(self, number: int, lines: list[str]) -> None:
        assert self.sheet, f"line {number}: a table of no sheet"
        heads, _, *rows = ([cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines)
        self.found.append(Typed(number, self.file, self.sheet, heads, rows))
        self.sheet = ""


def _until(lines: list[tuple[int, str]], ends: Any) -> Iterator[str]:
    """The lines up to one that ends them, which is taken away too."""
    while lines:
        _, line = lines.pop(0)
        if ends(line):
            return
        yield line


def _joined(lines: Sequence[str]) -> list[str]:
    """Commands, of which one may go on over several lines."""
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def follow(project: Project, step: Step) -> None:
    """Does what a step says. Raises AssertionError where that cannot be done or something else is seen."""
    match step:
        case Command():
            _run(project, step)
        case Text():
            file = project.root / step.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.content, "utf-8")
        case Typed():
            _type(project.root / step.file, step)
        case Seen():
            assert step.words in _words(project.root / step.page), f"line {step.line}: {step.page} does not say: {step.words}"


def _run(project: Project, step: Command) -> None:
    assert step.words[0] == KINERJA, f"line {step.line}: {step.words[0]}"
    command = project.command(*step.words[1:])
    done = subprocess.run(command, env=project.environment, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    printed = [line.replace("\t", " | ").rstrip() for line in done.stdout.splitlines()]
    told = f"line {step.line}: {' '.join(step.words)}\n" + "\n".join(printed)

    assert done.returncode == step.code, told
    if step.printed is not None:
        assert re.fullmatch(_pattern(step.printed), "\n".join([*printed, ""])), told


def _pattern(lines: Sequence[str]) -> str:
    """What the lines allow: an ellipsis that stands alone is any lines, one within a line anything in it."""
    alone = ("(?:.*\n)*" if line == ANYTHING else re.escape(line.rstrip()).replace(re.escape(ANYTHING), ".*") + "\n" for line in lines)
    return "".join(alone)


def _words(page: Path) -> str:
    """What a page says, without its marks and with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.read_text("utf-8"))).split())


def _type(file: Path, step: Typed) -> None:
    book = openpyxl.load_workbook(file)
    assert step.sheet in book.sheetnames, f"line {step.line}: {file.name} has no sheet {step.sheet}"
    sheet = book[step.sheet]
    if step.heads[0] in _CELL:
        for place, before, after in step.rows:
            assert _said(sheet[place]) == ("" if before in _EMPTY else before), f"line {step.line}: {place} holds {_said(sheet[place])}"
            sheet[place].value = None if after in _EMPTY else after
    else:
        _below_heads(sheet, step)
    book.save(file)


def _below_heads(sheet: Any, step: Typed) -> None:
    row, columns = _heads(sheet, step)
    for cells in step.rows:
        told = {column: cell for column, cell in zip(columns, cells, strict=True) if cell}
        place = _place(sheet, row, columns[0], told)
        for column, cell in told.items():
            sheet.cell(place, column).value = cell


def _heads(sheet: Any, step: Typed) -> tuple[int, list[int]]:
    """The row of the heads, and the columns that the tutorial fills in."""
    for row in range(1, 30):
        known = {_said(cell).rstrip(" *"): cell.column for cell in sheet[row]}
        if set(step.heads) <= set(known):
            return row, [known[head] for head in step.heads]
    raise AssertionError(f"line {step.line}: sheet {step.sheet} has no heads {', '.join(step.heads)}")


def _place(sheet: Any, heads: int, first: int, told: dict[int, str]) -> int:
    """The row that begins so and waits for the rest, else the first free one below the explanation and the example."""
    free = heads + 3
    for row in range(heads + 3, sheet.max_row + 1):
        held = {column: _said(sheet.cell(row, column)) for column in told}
        if held[first] == told[first] and all(text in {"", told[column]} for column, text in held.items()):
            return row
        if any(_said(cell) for cell in sheet[row][1:]):
            free = row + 1
    return free


def _said(cell: Any) -> str:
    return "" if cell.value is None else str(cell.value)
