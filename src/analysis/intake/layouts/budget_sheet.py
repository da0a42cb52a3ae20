"""The sheet of a budget report: its heads, the rows that have a code, and the columns with amounts."""

from __future__ import annotations

import re

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Cell, Sheet
from analysis.intake.meaning.codes import Coded, parts_of
from analysis.intake.meaning.heads import Heads, heads_of, plain, why_left
from analysis.intake.meaning.keys import identity
from analysis.intake.meaning.mapping import Use, Uses, mapped
from analysis.intake.meaning.synonyms import Meaning, is_known
from analysis.intake.reading import Asked, Context

_CODES = ("kode", "code", "kode akun", "kode mak", "mak", "kode rekening", "kode kegiatan", "kode program", "program kegiatan", "kode uraian")
_NAMES = ("uraian", "nama", "keterangan", "uraian akun", "nama akun", "program kegiatan output", "uraian kegiatan")
_UP_TO = re.compile(r"\b(?:s d|sd|sampai|jumlah|total)\b")
_PARTIAL = re.compile(r"\b(?:lalu|periode ini|bulan ini)\b")
_JOINED = re.compile(r"([\dA-Z.]+)\s+[-–]?\s*(\D.*)", re.DOTALL)


def budget_heads(sheet: Sheet) -> Heads | None:
    """The heads of a sheet that has some for codes, ceiling and spending; None for any other sheet."""
    heads = heads_of(sheet, lambda words: words in _CODES or is_known(words))
    if heads is None or not any(plain(head.words) in _CODES for head in heads.heads):
        return None
    words = " ".join(plain(head.words) for head in heads.heads)
    return heads if "rvro" not in words and "realisasi" in words and ("pagu" in words or "anggaran" in words) else None


def code_columns(heads: Heads) -> range:
    """The columns in which codes may stand: from their head to that of the names, or to the first amount."""
    first = heads.column(*_CODES) or 1
    names = heads.column(*_NAMES)
    after = [head.column for head in heads.heads if head.column > first]
    return range(first, names if names and names > first else min(after, default=first + 1))


def coded_lines(sheet: Sheet, heads: Heads) -> list[Coded]:
    """The rows with a code, and a name where one stands beside it or in the same cell."""
    columns, found = code_columns(heads), []
    names = heads.column(*_NAMES)
    for number, _ in sheet.filled():
        if number <= heads.last or why_left(sheet, heads, number) not in {"", "words_only"}:
            continue
        cell = next((c for column in columns if (c := sheet.cell(number, column)).printed()), None)
        if cell is None:
            continue
        code, name = identity(cell), sheet.cell(number, names).printed() if names else ""
        if (both := _JOINED.fullmatch(code)) and parts_of(both[1].rstrip(".")):
            code, name = both[1], both[2]
        name = name or next((c.printed() for c in sheet.rows[number - 1][cell.column :] if isinstance(c.value, str) and c.value.strip()), "")
        found.append(Coded(number, code.rstrip("."), " ".join(name.split()), _indent(cell)))
    return found


def _indent(cell: Cell) -> int:
    """How far a cell is set in: by its column, then by spaces."""
    return 1000 * cell.column + (len(cell.value) - len(cell.value.lstrip()) if isinstance(cell.value, str) else 0)


def column_of(use: Use) -> str:
    """The column of a raw table that a column of the sheet gives."""
    return use.meaning.target.partition(".")[2]


def is_amount(use: Use) -> bool:
    """Whether a column holds amounts or shares."""
    table, _, column = use.meaning.target.partition(".")
    return table in TABLES and (column in TABLES[table].numbers or column == "printed")


def budget_uses(sheet: Sheet, heads: Heads, asked: Asked, context: Context) -> Uses:
    """The columns of amounts: of several with spending, the one up to the end of the period."""
    found = mapped(sheet, heads, asked, context, frozenset({"budget", "spending"}))
    told = {plain(head) for head, target in asked.columns.items() if target}
    spending = [head for head in heads.heads if "realisasi" in plain(head.words) and "%" not in head.words and not _PARTIAL.search(plain(head.words))]
    chosen = [head for head in spending if _UP_TO.search(plain(head.words))] or spending
    kept = [use for use in found.uses if use.meaning.target != "spending.realisasi_rp" or plain(use.head) in told]
    if not any(use.meaning.target == "spending.realisasi_rp" for use in kept) and len(chosen) == 1 and plain(chosen[0].words) not in told:
        kept.append(Use(chosen[0].column, chosen[0].words, Meaning("spending.realisasi_rp")))
    wrong = [one for one in found.wrong if one.why != "head_twice" or "." in str(one.told["target"])]
    constants = {target: word for target, word in found.constants.items() if target == "budget.version"}
    return Uses(sorted(kept, key=lambda use: use.column), constants, [head for head in found.unused if head not in {u.head for u in kept}], wrong)
