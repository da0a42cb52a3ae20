"""Plans of withdrawals (RPD, halaman III DIPA) with what was spent, by month and kind of spending.

How such tables look is not established (certainty U): they are known by the words RPD, penarikan or halaman III, and by six months or more in the heads.
Each amount becomes a member of the population `halaman-iii-dipa`: its member is the kind of spending, its period the month, its attribute what it is
(`rpd_rp`, `realisasi_rp`; `pagu_rp` of the year). Amounts are of a month alone: columns up to a month, sums and deviations are not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.figures.plan import PLAN
from analysis.intake.files.cells import Book, Sheet
from analysis.intake.layouts.fixed import Fixed
from analysis.intake.layouts.parts import joined
from analysis.intake.meaning.heads import Head, Heads, heads_of, plain, why_left
from analysis.intake.meaning.spelling import MONTHS, period_of
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong
from analysis.law import Certainty
from analysis.periods import Period

NAME = "rpd"
CERTAINTY: Certainty = "U"
_KINDS = {
    "pegawai": ("51", "belanja pegawai"),
    "barang": ("52", "belanja barang"),
    "modal": ("53", "belanja modal"),
    "bantuan_sosial": ("57", "bantuan sosial"),
}
_ROLES = {"rpd_rp": ("rpd", "penarikan", "rencana", "renkas"), "realisasi_rp": ("realisasi",), "pagu_rp": ("pagu",)}
_NOT_TAKEN = re.compile(r"\b(?:deviasi|selisih|jumlah|total|sisa|kumulatif|sampai|s d|sd)\b|%")
_SIGNS = re.compile(r"\b(?:rpd|penarikan|halaman iii|hal iii)\b")
_KIND_HEADS = ("jenis belanja", "kode jenis belanja", "belanja", "uraian", "akun", "kode akun", "kode")
_ROLE_HEADS = ("keterangan", "jenis", "rencana realisasi", "uraian", "status")
_MONTHS = 6


@dataclass(frozen=True)
class _Amounts:
    """A column of amounts: its month (0 where the rows name it, or it is of the year) and what it holds ('' where the rows say so)."""

    head: Head
    month: int
    role: str


def fits(book: Book) -> bool:
    """Whether a sheet speaks of the plan of withdrawals and has heads of six months or more."""
    return any((heads := _heads(sheet)) and len({a.month for a in _amounts(heads)} - {0}) >= _MONTHS for sheet in book.sheets)


def _heads(sheet: Sheet) -> Heads | None:
    known = {*_KIND_HEADS, *_ROLE_HEADS, *MONTHS}
    heads = heads_of(sheet, lambda words: words in known or bool(set(words.split()) & set(MONTHS)))
    if heads is None or _column(heads, _KIND_HEADS) == 0:
        return None
    shown = [cell.printed() for number in range(1, heads.last + 4) for cell in (sheet.rows[number - 1] if number <= len(sheet.rows) else ())]
    return heads if _SIGNS.search(plain(" ".join([*shown, sheet.name]))) else None


def _column(heads: Heads, names: tuple[str, ...]) -> int:
    return next((head.column for name in names for head in heads.heads if plain(head.words) == name), 0)


def _amounts(heads: Heads) -> list[_Amounts]:
    found = []
    for head in heads.heads:
        words = plain(head.words)
        months = {MONTHS[word] for word in words.split() if word in MONTHS}
        role = _role(words)
        if not _NOT_TAKEN.search(words) and (len(months) == 1 or role == "pagu_rp"):
            found.append(_Amounts(head, months.pop() if months else 0, role))
    return found


def _role(words: str) -> str:
    return next((role for role, told in _ROLES.items() if set(told) & set(words.split())), "")


def _kind(words: str) -> str:
    told = plain(words)
    return next((kind for kind, (code, name) in _KINDS.items() if told == code or told.startswith(f"{code} ") or name in told), "")


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """The plan and the spending of the unit that is asked for."""
    return joined(NAME, CERTAINTY, book, lambda sheet: _Plan(sheet, heads, asked).read() if (heads := _heads(sheet)) else None)


class _Plan:
    """One sheet while it is read."""

    def __init__(self, sheet: Sheet, heads: Heads, asked: Asked):
        self.sheet, self.asked, self.amounts = sheet, asked, _amounts(heads)
        self.kind, self.role = _column(heads, _KIND_HEADS), _column(heads, _ROLE_HEADS)
        columns = {str(amount.head.column): amount.head.column for amount in self.amounts}
        self.table = Fixed(NAME, sheet, heads, asked, columns, dict.fromkeys(columns, "members.value"))
        titles = " ".join(cell.printed() for number in range(1, heads.first) for cell in sheet.rows[number - 1])
        self.title = _role(plain(titles)) if len([role for role in ("rpd_rp", "realisasi_rp") if set(_ROLES[role]) & set(plain(titles).split())]) == 1 else ""

    def read(self) -> Reading:
        year, stop = self._year()
        left = {number: why for number in self.table.rows if (why := why_left(self.sheet, self.table.heads, number))}
        if stop:
            return Reading(Proposal(NAME), (), [Left(self.sheet.name, number, left.get(number, "not_read")) for number in self.table.rows], stop)
        taken: list[Taken] = []
        wrong: list[Wrong] = []
        kind = ""
        for number in self.table.rows:
            words = self.sheet.cell(number, self.kind).printed()
            kind = _kind(words) or ("" if words and not _role(plain(words)) else kind)
            if left.get(number) not in {None, "words_only"}:
                continue
            odd = self.table.odd(number)
            rows = [] if odd or not kind else list(self._taken(number, kind, year))
            wrong, taken = [*wrong, *odd], [*taken, *rows]
            if rows or odd:
                left.pop(number, None)
            else:
                left[number] = self._why(number, kind)
        return Reading(self.table.proposal({}, []), taken, [Left(self.sheet.name, number, why) for number, why in left.items()], wrong)

    def _why(self, number: int, kind: str) -> str:
        filled = any(self.table.printed(number, name) for name in self.table.columns)
        return "no_values" if not filled else "no_plan" if kind else "other_kind"

    def _year(self) -> tuple[int, list[Wrong]]:
        """The year of the months, and what is wrong with the sheet as a whole."""
        told = self.asked.period or next((words for words in self._titles() if period_of(words)), "")
        found = period_of(told) if told else None
        wrong = [] if found else [Wrong(self.sheet.name, "", "", "period_missing")]
        wrong += [] if self.asked.unit else [Wrong(self.sheet.name, "", "", "unit_missing")]
        open_ = any(amount.month and not amount.role for amount in self.amounts) and not self.title and not self._rows_tell()
        return found.year if found else 0, [*wrong, *([Wrong(self.sheet.name, "", "", "plan_or_spending")] if open_ else [])]

    def _titles(self) -> Iterator[str]:
        for number in range(1, self.table.heads.first):
            words = " ".join(cell.printed() for cell in self.sheet.rows[number - 1] if cell.printed())
            yield from (words, *re.findall(r"20\d\d", words))

    def _rows_tell(self) -> bool:
        return any(self._said(number) for number in self.table.rows if number > self.table.heads.last)

    def _said(self, number: int) -> str:
        """What a row says that its amounts are."""
        words = [plain(self.sheet.cell(number, column).printed()) for column in dict.fromkeys((self.role, self.kind)) if column]
        return next((role for told in words if not _NOT_TAKEN.search(told) and (role := _role(told))), "")

    def _taken(self, number: int, kind: str, year: int) -> Iterator[Taken]:
        for amount in self.amounts:
            role = amount.role or self._said(number) or ("" if self._rows_tell() else self.title)
            value = self.table.printed(number, str(amount.head.column))
            if not role or not value:
                continue
            period = str(Period(year, amount.month, amount.month)) if amount.month and role != "pagu_rp" else str(year)
            told = {"population": PLAN, "member": kind, "name": _KINDS[kind][1].title(), "attribute": role, "value": value, "class": ""}
            yield Taken("members", self.sheet.name, number, {"unit": self.asked.unit, "period": period, **told}, {"value": amount.head.column})
