"""A document while it is written: the line it has come to, the tables it prints, and the figures it will print."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, Literal

from documents import Document, Row
from printing import number, percent, rupiah

from analysis.dictionary import TABLES
from analysis.figures import Figure
from analysis.numbers import Style

Form = Literal["rp", "Rp", "pct", "nilai", "whole", "word"]


@dataclass(frozen=True)
class Ask:
    """A figure to be printed at a line once it is known: `form` tells how."""

    line: int
    unit: str
    period: str
    figure: str
    subject: str
    form: Form
    style: Style

    def told(self, figure: Figure) -> Row | None:
        """The row of claims.csv, or None where the figure has no value to print."""
        place = {"line": str(self.line), "unit": self.unit, "period": self.period, "figure": self.figure, "subject": self.subject}
        return place | {"printed": _printed(figure.value, self.form, self.style)} if figure.value is not None else None


def _printed(value: Fraction | str, form: Form, style: Style) -> str:
    if isinstance(value, str):
        return value.replace("_", " ").title() if len(value) > 2 else value
    match form:
        case "rp":
            return rupiah(value, style)
        case "Rp":
            return f"Rp{number(value, style)}"
        case "pct":
            return percent(value, style)
        case "whole":
            return number(value, style)
    return number(value, style, 2)


class Manuscript:
    """What is written so far. Lines only go on; `style` is the number style of the place where it stands."""

    def __init__(self, key: str, year: int, style: Style, random: Random):
        self.key, self.year, self.random = key, year, random
        self.unit, self.period = f"kantor-{key}", str(year)
        self.name = f"kantor-{key}_laporan-kinerja_{year}"
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.asks: list[Ask] = []
        self.places: list[dict[str, Any]] = []
        self.styles: list[dict[str, Any]] = [{"style": style}]
        self.bases: list[dict[str, Any]] = []
        self.children: list[str] = []
        self.line, self.style, self.own = 10, style, style

    def next(self, lines: int = 1) -> int:
        self.line += lines
        return self.line

    @contextmanager
    def table(self, name: str, style: Style | None = None) -> Iterator[None]:
        """A printed table, in a number style of its own if one is given."""
        first = self.next(3)
        self.style = style or self.own
        yield
        self.places.append({"name": name, "lines": f"{first}-{self.line}"})
        if self.style != self.own:
            self.styles.append({"lines": [f"{first}-{self.line}"], "style": self.style})
        self.style = self.own
        self.next(2)

    def fact(self, table: str, **cells: str) -> None:
        """A row of a raw table at the present line, of the document's own unit and year unless told."""
        place = {"line": str(self.line), "unit": self.unit}
        if table not in {"indicators", "objectives"}:
            place["period"] = self.period
        self.rows[table].append(place | cells)

    def claim(self, figure: str, subject: str, form: Form, *, period: str = "", unit: str = "") -> None:
        """A figure to be printed at the present line."""
        self.asks.append(Ask(self.line, unit or self.unit, period or self.period, figure, subject, form, self.style))

    def number(self, value: Fraction | int, decimals: int = 0) -> str:
        return number(value, self.style, decimals)

    @property
    def other(self) -> Style:
        """The style that the document does not use as a rule."""
        return "en" if self.own == "id" else "id"

    def finished(self) -> Document:
        """The document without its claims."""
        sidecar = {
            "document": self.name,
            "title": f"Laporan Kinerja Tahun {self.year} Kantor {self.key}",
            "issuer": self.unit,
            "kind": "laporan-kinerja",
            "period": self.period,
            "dated": f"{self.year + 1}-01-31",
            "text_lines": self.line + 20,
            "text_sha256": hashlib.sha256(self.name.encode()).hexdigest(),
            "reports": [{"unit": unit, "periods": [self.period]} for unit in (self.unit, *self.children)],
            "number_styles": self.styles,
            "tables": self.places,
            "bases": self.bases,
        }
        whole = {name: [dict.fromkeys(TABLES[name].header, "") | row for row in rows] for name, rows in self.rows.items()}
        return Document(self.name, whole, sidecar, self._units())

    def _units(self) -> dict[str, Any]:
        """The office below a body of its own, so that no document has peers among the others."""
        above = f"induk-{self.key}"
        entries = {"bkn": (None, "lembaga"), above: ("bkn", "kedeputian"), self.unit: (above, "kantor-regional")}
        entries |= dict.fromkeys(self.children, (self.unit, "direktorat"))
        return {code: {"parent": parent, "kind": kind, "short": code, "id": f"Unit {code}", "en": f"Unit {code}"} for code, (parent, kind) in entries.items()}
