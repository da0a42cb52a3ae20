"""The row of every check table: what is printed at one place, beside what it must agree with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any

import pandas as pd

from analysis.audit.finding import Quote
from analysis.audit.relations.known import Row, Spot, known
from analysis.claims import Claim
from analysis.dictionary import TABLES
from analysis.facts import Facts
from analysis.figures import Cell, Figure
from analysis.numbers import exact, to_text
from analysis.periods import Period

COLUMNS = ["document", "line", "unit", "period", "relation", "subject", "expected", "found", "difference", "variant"]
"""What a suite may look at in a check table."""
EVIDENCE = ["printed", "against", "suggestion", "table", "row", "column", "rests"]
"""What a check table carries beside it for the reader."""


@dataclass(frozen=True)
class Compared:
    """One thing that is printed, compared with what the rest says.

    `relation` names what is compared, `difference` is 0 where it agrees, another number where it does not, and None where
    nothing can be said. `found` and `expected` are canonical text, `printed` the words at the place, `against` the places
    that contradict it or that it was computed from. `variant` names another reading that gives what is printed;
    `suggestion` a likely slip as `<message id>:<value>`. `table`, `row` and `column` are the place in the raw tables, and
    `rests` the places of all that it is compared with.
    """

    document: str
    line: int
    unit: str
    period: str
    relation: str
    subject: str
    printed: str
    found: str
    expected: str
    difference: Fraction | int | None
    against: tuple[Quote, ...] = ()
    variant: str = ""
    suggestion: str = ""
    table: str = ""
    row: int | None = None
    column: str = ""
    rests: frozenset[Spot] = frozenset()


class Examination:
    """The facts under audit, with what several check tables need of them.

    `units` and `documents` limit the audit to their rows, where any are named: they say what is told, never what it is
    compared with. `covered` collects the cells that a check was applied to, `waived` holds what is to be said of the
    waivers once all else is found.
    """

    def __init__(self, facts: Facts, units: Iterable[str] = (), documents: Iterable[str] = ()):
        self.facts, self.known = facts, known(facts)
        self.ledger = self.known.ledger
        self.units, self._only = frozenset(units), frozenset(documents)
        self.covered: set[Spot] = set()
        self.waived: list[Compared] = []
        self._places: dict[str, pd.Index[Any]] = {}
        self._rows: dict[str, list[Row]] = {}
        self._spots: dict[tuple[str, ...], frozenset[Spot]] = {}

    @cached_property
    def documents(self) -> list[str]:
        """The documents under audit: all, those named, and of these those that report on one of the units."""
        told = {document: {unit for unit, _ in source.reports} for document, source in self.facts.sources.items() if document in (self._only or {document})}
        return sorted(document for document, units in told.items() if not self.units or self.units & units)

    def needing(self, name: str) -> list[str]:
        """The documents under audit that must have rows of a raw table: all, but those of which another document holds the definitions.

        Definitions are rows that are in force from a year on; a report for a later period need not tell them again.
        """
        if "since" not in TABLES[name].header:
            return self.documents
        return [document for document in self.documents if not self._defined_beside(name, document)]

    def _defined_beside(self, name: str, document: str) -> bool:
        """Whether other documents define what every report of this one rests on."""
        others = [row for row in self.facts.records(name) if row["document"] != document]
        reports = [(unit, Period.parse(period).year) for unit, period in self.facts.sources[document].reports]
        return all(any(row["unit"] == unit and row["since"] <= year and not row["until"] < year for row in others) for unit, year in reports)

    def asks(self, unit: str, document: str) -> bool:
        """Whether what a document says of a unit is under audit."""
        return (not self.units or unit in self.units) and (not self._only or document in self._only)

    def places(self, name: str) -> pd.Index[Any]:
        """The rows of a raw table under audit, by their index among the facts."""
        if name not in self._places:
            frame = self.facts.tables[name]
            kept = [column for column, asked in (("unit", self.units), ("document", self._only)) if asked and column in frame.columns]
            asked = [frame[column].isin(self.units if column == "unit" else self._only) for column in kept]
            self._places[name] = frame.index[pd.concat(asked, axis=1).all(axis=1)] if asked else frame.index
        return self._places[name]

    def rows(self, name: str) -> list[Row]:
        """The rows of a raw table under audit, each with its `index` among the facts."""
        if name not in self._rows:
            self._rows[name] = [row for row in self.facts.records(name) if self.asks(row["unit"], row["document"])]
        return self._rows[name]

    def rows_like(self, name: str, *keys: str) -> list[Row]:
        """The rows of a raw table, of whatever document, that share the cells `keys` with a row under audit."""
        if not self._only:
            return self.rows(name)
        asked = {tuple(row[key] for key in keys) for row in self.rows(name)}
        return [row for row in self.facts.records(name) if tuple(row[key] for key in keys) in asked]

    def under_audit(self, compared: Iterable[Compared]) -> Iterator[Compared]:
        """Those of the rows that speak of a unit and a document under audit."""
        return (row for row in compared if self.asks(row.unit, row.document))

    @cached_property
    def claims(self) -> list[tuple[Row, Claim]]:
        """Every published figure under audit with its verdict, in the order of the documents."""
        return [(row, self.known.claim(row)) for row in self.rows("claims")]

    def compared(
        self,
        table: str,
        row: Row,
        column: str,
        relation: str,
        subject: str,
        expected: str,
        difference: Fraction | int | None,
        rests: Iterable[Spot] = (),
        *,
        printed: str = "",
        found: str = "",
    ) -> Compared:
        """A raw cell beside the cells that it `rests` on, which are quoted where it differs from them.

        `printed` and `found` are what the cell holds, as printed and as a number, unless told otherwise.
        """
        value, spots, words = row[column], frozenset(rests), printed or str(self.facts.printed[table].at[row["index"], column])
        told = found or (to_text(exact(value)) if isinstance(value, float) and value == value else words)
        against = tuple(sorted(self.quote(*spot) for spot in spots)) if difference else ()
        place = (str(row["document"]), int(row["line"]), str(row["unit"]), str(row["period"]))
        return Compared(*place, relation, subject, words, told, expected, difference, against, table=table, row=row["index"], column=column, rests=spots)

    def quote(self, table: str, row: int, column: str) -> Quote:
        """What the raw table prints in one cell, uncorrected."""
        return quote(self.facts, table, row, column)

    def spots(self, figure: Figure) -> frozenset[Spot]:
        """The printed cells that a figure rests on, through all figures on the way."""
        if figure.key not in self._spots:
            own = {(item.table, item.row, item.column) for item in figure.inputs if isinstance(item, Cell) and item.row is not None}
            below = [self.spots(item) for item in figure.inputs if isinstance(item, Figure)]
            self._spots[figure.key] = frozenset(own).union(*below)
        return self._spots[figure.key]

    def quotes(self, figure: Figure) -> tuple[Quote, ...]:
        """The words that speak for a figure, in reading order: the same figure where it is printed rightly, and what it was computed from.

        An input that the document prints itself, rightly, stands for all that it was computed from in turn.
        """
        below = [spot for item in figure.inputs for spot in self._printed_or_below(item)]
        return tuple(sorted(self.quote(*spot) for spot in {*self._rightly(figure), *below}))

    def _printed_or_below(self, item: Cell | Figure) -> Iterable[Spot]:
        if isinstance(item, Cell):
            return [(item.table, item.row, item.column)] if item.row is not None else []
        return self._rightly(item) or self.spots(item)

    def _rightly(self, figure: Figure) -> list[Spot]:
        """The first place where the figure is published with the value that the facts give, if there is any."""
        said = (row for row, claim in self.known.printed(figure.key) if claim.verdict == "match" and claim.figure.value is not None and not claim.note)
        return [("claims", int(row["index"]), "printed") for row in islice(said, 1)]


_LABELS = {"claims": "{figure} {subject}", "realisations": "realisasi_iku {code}", "members": "{name} / {attribute}"}
"""What a row of a raw table is about; of all others it is their name."""
_PROMISED = {"measurement": "target_iku", "pk": "target_pk", "renja": "target_renja", "renstra": "target_renstra"}
"""The figure that a target is, by its basis."""


def quote(facts: Facts, table: str, row: int, column: str) -> Quote:
    """What a raw table prints in one cell, uncorrected, with what its row is about."""
    frame = facts.printed[table]
    printed = dict(zip(map(str, frame.columns), map(str, frame.loc[row]), strict=True))
    place = (printed["document"], int(printed["line"]), column, printed[column])
    return Quote(*place, _label(table, printed), printed.get("unit", ""), printed.get("period", ""))


def _label(table: str, printed: Mapping[str, str]) -> str:
    if table == "targets":
        return f"{_PROMISED.get(printed['basis'], '')} {printed['code']}".strip()
    if table in _LABELS:
        return _LABELS[table].format(**printed).removesuffix(" / ")
    return next((printed[name] for name in ("name", "label", "subject", "code", "member") if printed.get(name)), "")


def beside(
    ex: Examination,
    spot: Spot,
    row: Mapping[Any, Any],
    relation: str,
    subject: str,
    found: Fraction,
    expected: str,
    difference: Fraction,
    rests: Iterable[Spot],
) -> Compared:
    """A number at a place of the raw tables, beside the cells it is compared with; `row` tells its document, line, unit and period."""
    table, index, column = spot
    told = frozenset(rests)
    return Compared(
        *(str(row["document"]), int(row["line"]), str(row["unit"]), str(row["period"])),
        relation=relation,
        subject=subject,
        printed=str(ex.facts.printed[table].at[index, column]),
        found=to_text(found),
        expected=expected,
        difference=difference,
        against=tuple(sorted(ex.quote(*other) for other in told)) if difference else (),
        table=table,
        row=index,
        column=column,
        rests=told,
    )


def frame_of(rows: Iterable[Compared]) -> pd.DataFrame:
    """A check table: the rows in the columns `COLUMNS` and `EVIDENCE`; nothing to say is missing."""
    names = [*COLUMNS, *EVIDENCE]
    frame = pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names, dtype=object)
    frame["variant"] = [value or None for value in frame["variant"]]
    frame["difference"] = [float("nan") if value is None else float(value) for value in frame["difference"]]
    return frame.astype({"difference": "float64", "line": "Int64", "row": "Int64"})
