"""Which checks of the audit touched a figure: what they found at its inputs and at what documents print of it, and how far they looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from analysis.audit import Finding
from analysis.audit.telling import PAGE
from analysis.claims import Claim
from analysis.dictionary import TABLES
from analysis.figures import Cell as Source
from analysis.figures import Figure
from analysis.naming import place_told
from analysis.pages.blocks import Cell
from analysis.pages.told import Told, joined
from analysis.pages.traces import Said
from analysis.workbook import Workbook

Spot = tuple[str, int, str]
"""Document, line and the words printed there."""


class Checks:
    """What the audit of a report says, by place."""

    def __init__(self, wb: Workbook):
        self.wb = wb

    @cached_property
    def _found(self) -> dict[tuple[str, int], list[tuple[str, Finding]]]:
        """What fails with its address, by document and line of all the places that it speaks of."""
        found: dict[tuple[str, int], list[tuple[str, Finding]]] = defaultdict(list)
        for address, finding in self.wb.failing:
            places = {(finding.document, finding.line or 0), *((quote.document, quote.line) for quote in finding.against)}
            for place in sorted(places):
                found[place].append((address, finding))
        return found

    @cached_property
    def _unseen(self) -> dict[tuple[str, str, str], set[str]]:
        """Lines at which no check looks at a filled cell, by document, table and column of the report."""
        frame = self.wb.coverage
        rows = zip(*(frame[name].tolist() for name in ("document", "table", "column", "uncovered_lines")), strict=True)
        return {(document, table, column): set(lines.split()) for document, table, column, lines in rows}

    def said(self, figure: Figure, claims: Sequence[Claim], most: int) -> list[Said]:
        """How many input cells checks looked at, and what they found there or at what is printed of the figure; nothing where there is nothing to say.

        At most `most` findings are named.
        """
        w, cells = self.wb.words, [i for i in figure.inputs if isinstance(i, Source) and (i.document, i.table, i.column) in self._unseen]
        seen = sum(str(cell.line) not in self._unseen[cell.document, cell.table, cell.column] for cell in cells)
        found = list(dict.fromkeys([*self._at_cells(figure), *self._at_claims(claims)]))
        named = [Cell(self._named(finding), f"{PAGE}#{address}") for address, finding in found[:most]]
        more = [w("trace.more", count=len(found) - most)] if len(found) > most else []
        told: list[Said] = [w("trace.checked" if found else "trace.checked_silent", seen=seen, cells=len(cells))] if cells else []
        return [*told, joined([*(Told((one,)) for one in named), *more], "; ")] if named else told

    def _named(self, finding: Finding) -> str:
        """Severity, check, and line or row of a sheet."""
        w, name = self.wb.words, f"{self.wb.words(f'severity.{finding.severity}')} {finding.check}"
        if not finding.line:
            return name
        source = self.wb.facts.sources.get(finding.document)
        at_sheet = source is not None and source.sheet(finding.line) is not None
        return f"{name}, {place_told(source, finding.line, w, within=True) if source and at_sheet else w('place.short_line', line=finding.line)}"

    def _at_cells(self, figure: Figure) -> Iterator[tuple[str, Finding]]:
        for cell in figure.inputs:
            if isinstance(cell, Source) and cell.row is not None:
                printed, _ = self.wb.facts.quoted(cell.table, cell.row, cell.column)
                yield from self._at((cell.document, cell.line, printed), cell.table)

    def _at_claims(self, claims: Iterable[Claim]) -> Iterator[tuple[str, Finding]]:
        for claim in claims:
            yield from self._at((claim.document, claim.line, claim.printed), "claims")

    def _at(self, spot: Spot, table: str) -> Iterator[tuple[str, Finding]]:
        document, line, printed = spot
        for address, finding in self._found.get((document, line), ()):
            if finding.suite in TABLES:
                touched = finding.suite == table and finding.line == line and printed in finding.printed.split("; ")
            else:
                told = {(finding.document, finding.line, finding.printed), *((q.document, q.line, q.printed) for q in finding.against)}
                touched = spot in told
            if touched:
                yield address, finding
