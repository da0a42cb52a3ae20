"""The rows of a sheet of answers: whose each is, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analysis.errors import ParameterError
from analysis.intake.files.cells import Sheet, letter
from analysis.intake.layouts.skm_heads import Heads, known, plain
from analysis.intake.layouts.skm_tally import Whose
from analysis.intake.reading import Asked, Left, Wrong
from analysis.periods import Period

_ODD = object()
"""What stands for a cell without a value that can be trusted: an error, or a formula that was saved without one."""
_ISO = re.compile(r"(20\d\d)[-/.](\d\d?)[-/.](\d\d?)(?:\D.*)?")
_LOCAL = re.compile(r"(\d\d?)[-/.](\d\d?)[-/.](20\d\d)(?:\D.*)?")
_NAMED = re.compile(r"(triwulan|tw|semester|smt|s)\s*(iv|iii|ii|i|[1-4])\s*(?:tahun\s*)?(20\d\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_BY_ROW = {"survey_double", "survey_incomplete"}
_LAST = 20
"""Rows at the foot of a sheet among which sums and means of columns are looked for."""


@dataclass
class Services:
    """The services that were met: their code by what a cell holds, and the name that each was first written with."""

    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def code(self, value: object) -> str:
        """`kenaikan-pangkat` for `Kenaikan Pangkat`; '' where nothing is written."""
        text = "" if value is None else str(value)
        if text not in self.codes:
            self.codes[text] = code = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
            self.names.setdefault(code, " ".join(text.split()))
        return self.codes[text]


class Rows:
    """The rows below the heads of one sheet, with the reason where one gives no answers."""

    def __init__(self, sheet: Sheet, heads: Heads, asked: Asked, services: Services):
        self.sheet, self.heads, self.asked, self.services = sheet, heads, asked, services
        self.left: list[Left] = []
        self.wrong: list[Wrong] = []
        self._columns = {role: column - 1 for role, column in heads.roles.items()}
        self._width = max([*heads.roles.values(), *(column for column, _ in heads.elements.values())])
        self._periods: dict[object, str] = {}
        self._code = next((head.removeprefix("=") for head, target in asked.columns.items() if head.startswith("=") and target == "answers.code"), "")
        self._whose: dict[tuple[str, str, str], Whose] = {}

    def __iter__(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """The number of each row below the heads and its values, at least as many as there are columns with a meaning."""
        rows = self.sheet.rows
        plainly: Sequence[Sequence[Any]] | None = getattr(rows, "values", None)
        odd: frozenset[int] = getattr(rows, "odd", frozenset())
        for number in range(self.heads.row + 1, len(rows) + 1):
            if plainly is None or number in odd:
                values: Sequence[Any] = [_ODD if cell.odd else cell.value for cell in rows[number - 1]]
            else:
                values = plainly[number - 1]
            yield number, values if len(values) >= self._width else [*values, *[None] * (self._width - len(values))]

    def above(self) -> None:
        """The rows down to the heads are none of answers."""
        self.left += [
            Left(self.sheet.name, row, "survey_heads") for row in range(1, self.heads.row + 1) if any(c.value is not None for c in self.sheet.rows[row - 1])
        ]

    def leave(self, row: int, why: str) -> None:
        self.left.append(Left(self.sheet.name, row, why, why in _BY_ROW))

    def refuse(self, row: int, column: int, value: object, why: str, **told: Any) -> None:
        """A cell that is wrong; `column` counts from 0."""
        self.wrong.append(Wrong(self.sheet.name, f"{letter(column + 1)}{row}", "" if value is None or value is _ODD else str(value), why, told))

    def value(self, values: Sequence[Any], role: str) -> Any:
        """What stands in the column of a role; None where there is no such column."""
        column = self._columns.get(role)
        return None if column is None else values[column]

    def column(self, role: str) -> int:
        return self._columns[role]

    def whose(self, row: int, values: Sequence[Any]) -> Whose | None:
        """Whose the answers of a row are. None where it is told why they are nobody's."""
        period = self._period(row, values)
        if period is None:
            return None
        service, code = self.services.code(self.value(values, "service")), str(self.value(values, "code") or "").strip() or self._code
        if "service" in self._columns and not service:
            self.refuse(row, self.column("service"), self.value(values, "service"), "survey_no_service")
            return None
        key = (period, code, service)
        if key not in self._whose:
            self._whose[key] = Whose(*key)
        return self._whose[key]

    def _period(self, row: int, values: Sequence[Any]) -> str | None:
        role = "period" if "period" in self._columns else "when" if "when" in self._columns and self.asked.period else ""
        if not role:
            return self.asked.period
        value = values[self.column(role)]
        if value not in self._periods:
            self._periods[value] = period_of(value) if role == "period" else self._of_date(value)
        found = self._periods[value]
        if not found:
            self.refuse(row, self.column(role), value, f"survey_{role}")
        elif self.asked.period and found != self.asked.period:
            self.leave(row, "survey_other_period")
        else:
            return found
        return None

    def _of_date(self, value: object) -> str:
        """The period asked for if the day is in it, `other` if it is not, '' for what is no day."""
        day, period = day_of(value), Period.parse(self.asked.period)
        if day is None:
            return ""
        return self.asked.period if day.year == period.year and period.first <= day.month <= period.last else "other"

    def is_total(self, values: Sequence[Any]) -> bool:
        """Whether a row is a sum or mean of those above: it says so, in its words."""
        return any(isinstance(value, str) and plain(value) in known("totals") for value in values)

    def is_at_foot(self, row: int) -> bool:
        return row > len(self.sheet.rows) - _LAST


def period_of(value: object) -> str:
    """`2024-TW3` for itself, `Triwulan III 2024` or a year; '' for what names no period."""
    text = plain(value)
    if match := _NAMED.fullmatch(text):
        number = _ROMAN.get(match[2]) or int(match[2])
        text = f"{match[3]}-{'TW' if match[1].startswith('t') else 'S'}{number}"
    else:
        text = str(value).strip()
    try:
        return str(Period.parse(text))
    except ParameterError:
        return ""


def day_of(value: object) -> date | None:
    """The day of a date or of words that begin with one, the day before the month as Indonesians write it; None for anything else."""
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _LOCAL.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
