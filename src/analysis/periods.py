"""Reporting periods: years, semesters, quarters and months, with the fiscal year that picks the rules."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from analysis.errors import ParameterError

_FORM = re.compile(r"(20\d\d)(?:-(?:S([12])|TW([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """Calendar months `first` to `last` of the fiscal year `year`, written `2023`, `2024-S1`, `2024-TW3` or `2024-09`."""

    year: int
    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that `text` names. Raises ParameterError for any other form."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ParameterError(f"'{text}' is not a period; write 2023, 2024-S1, 2024-TW3 or 2024-09")
        year, semester, quarter, month = match.groups()
        if semester:
            return cls(int(year), 6 * int(semester) - 5, 6 * int(semester))
        if quarter:
            return cls(int(year), 3 * int(quarter) - 2, 3 * int(quarter))
        return cls(int(year), int(month), int(month)) if month else cls(int(year), 1, 12)

    def __str__(self) -> str:
        length = self.last - self.first + 1
        names = {12: "", 6: f"-S{self.last // 6}", 3: f"-TW{self.last // 3}", 1: f"-{self.last:02d}"}
        return f"{self.year}{names[length]}"

    @property
    def end(self) -> date:
        """Last day of the period."""
        return date(self.year, self.last, monthrange(self.year, self.last)[1])

    @property
    def is_year(self) -> bool:
        return (self.first, self.last) == (1, 12)

    @property
    def whole_year(self) -> Period:
        return Period(self.year, 1, 12)

    @property
    def year_before(self) -> Period:
        """The same months one year earlier."""
        return Period(self.year - 1, self.first, self.last)

    @property
    def following(self) -> Period:
        """The period of the same length that begins when this one ends."""
        if self.last == 12:
            return Period(self.year + 1, 1, self.last - self.first + 1)
        return Period(self.year, self.last + 1, 2 * self.last - self.first + 1)

    def contains(self, other: Period) -> bool:
        """Whether `other` is a strictly finer period inside this one."""
        inside = self.year == other.year and self.first <= other.first and other.last <= self.last
        return inside and other != self
