"""One office in the IKPA export of OM-SPAN: its four rows, as components and claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from analysis.intake.files.cells import Cell, Sheet
from analysis.intake.meaning.keys import indicator_of
from analysis.intake.meaning.styling import Styled
from analysis.intake.reading import Context, Taken, Wrong
from analysis.numbers import parse

_ASPECTS = {"perencanaan": "revisi_dipa", "pelaksanaan": "penyerapan", "hasil": "capaian_output"}
"""Below the first indicator of an aspect stands its value."""


@dataclass(frozen=True)
class Office:
    """The rows of an office by what they hold (`nilai`, `bobot`, `nilai akhir`, `nilai aspek`), and the columns of the indicators."""

    sheet: Sheet
    parts: Mapping[str, int]
    columns: Mapping[str, int]
    names: Mapping[str, str]
    final: int
    conversion: int
    style: Styled

    def read(self, unit: str, period: str, context: Context) -> list[Taken | Wrong]:
        """Components and claims, or what is wrong with the cells."""
        odd = [Wrong(self.sheet.name, c.place, c.printed(), f"cell_{c.odd}", {"head": c.place}) for c in self._cells() if c.odd]
        told = {"style": self.style.style}
        odd += [Wrong(self.sheet.name, c.place, c.printed(), "style_mixed", {"head": c.place, **told}) for c in self._cells() if c in self.style.strangers]
        absent = self._absent()
        if absent is None:
            odd.append(Wrong(self.sheet.name, self.sheet.cell(self.parts["nilai"], self.conversion).place, "", "zero_or_not_applicable"))
        return list(odd) if odd else list(self._rows(unit, period, indicator_of(context, unit, system="ikpa"), absent or set()))

    def _cells(self) -> Iterator[Cell]:
        return (self.sheet.cell(row, column) for row in self.parts.values() for column in (*self.columns.values(), self.final) if column)

    def _absent(self) -> set[str] | None:
        """The indicators that do not apply: those printed as 0 whose weights are what Konversi Bobot lacks to 100; None if several could be."""
        conversion = self._number("nilai", self.conversion)
        if conversion is None or "bobot" not in self.parts:
            return set()
        missing = 100 - (conversion * 100 if conversion <= 1 else conversion)
        zeros = {name: w for name, c in self.columns.items() if self._number("nilai", c) == 0 and (w := self._number("bobot", c))}
        fitting = [set(some) for size in range(len(zeros) + 1) for some in combinations(zeros, size) if sum(zeros[n] for n in some) == missing]
        return fitting[0] if len(fitting) == 1 else None

    def _number(self, part: str, column: int) -> Fraction | None:
        try:
            return parse(self._printed(part, column), self.style.style or "id").value
        except ValueError:
            return None

    def _printed(self, part: str, column: int) -> str:
        return self.sheet.cell(self.parts[part], column).printed(self.style.style or "id") if column and part in self.parts else ""

    def _rows(self, unit: str, period: str, code: str, absent: set[str]) -> Iterator[Taken]:
        present = {f"component:{name}": column for name, column in self.columns.items() if name not in absent}
        for subject, column in present.items():
            if score := self._printed("nilai", column):
                told = {"unit": unit, "period": period, "system": "ikpa", "code": code, "subject": subject, "name": self.names[subject.partition(":")[2]]}
                cells = {**told, "weight": "", "score": score, "maximum": ""}
                yield Taken("components", self.sheet.name, self.parts["nilai"], cells, {"score": column})
        aspects = {f"aspect:{name}": self.columns[first] for name, first in _ASPECTS.items() if first in self.columns}
        for part, figure, subjects in (
            ("nilai", "ikpa_nilai", {code or "total": self.final}),
            ("bobot", "bobot_pct", present),
            ("nilai akhir", "nilai_akhir_komponen", present),
            ("nilai aspek", "ikpa_aspek_nilai", aspects),
        ):
            for subject, column in subjects.items():
                if printed := self._printed(part, column):
                    cells = {"unit": unit, "period": period, "figure": figure, "subject": subject, "printed": printed}
                    yield Taken("claims", self.sheet.name, self.parts[part], cells, {"printed": column})
