"""Where findings lie in the raw files: the table, and the row that copies the line of the document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analysis.audit.finding import Finding, Quote
from analysis.facts import Facts

Place = tuple[str, int | None]
"""A file of the document's raw folder, and the line of the file at which a row begins; the header is line 1."""


class RawRows:
    """The rows of all raw files, by the line of the document that they copy."""

    def __init__(self, facts: Facts):
        self.facts = facts
        self.begins: dict[tuple[str, int], int] = {}
        self.copies: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        for table, frame in facts.printed.items():
            following: dict[str, int] = defaultdict(lambda: 2)
            for index, cells in zip(frame.index, frame.to_numpy().tolist(), strict=True):
                document, line = cells[0], str(cells[1]).strip()
                self.begins[table, index] = following[document]
                self.copies[document, line].append((table, index))
                following[document] += 1 + sum(str(cell).count("\n") for cell in cells)

    def of_finding(self, finding: Finding) -> Place:
        """Its own row; else a row that copies its line, at best with the printed words; else its table, or the sidecar."""
        if finding.row is not None and (finding.table, finding.row) in self.begins:
            return f"{finding.table}.csv", self.begins[finding.table, finding.row]
        named = [name for name in (finding.table, finding.suite) if name in self.facts.printed]
        if finding.line:
            return self._copy(finding.document, finding.line, [*named, "claims"], "", finding.printed)
        return (f"{named[0]}.csv" if named else "source.yaml"), None

    def of_quote(self, quote: Quote) -> Place:
        """The row that copies the quoted words, or failing that their line."""
        return self._copy(quote.document, quote.line, [], quote.column, quote.printed)

    def _copy(self, document: str, line: int, tables: Sequence[str], column: str, printed: str) -> Place:
        found = self.copies.get((document, str(line)), [])
        if not found:
            return "source.yaml", None

        def distance(place: tuple[str, int]) -> tuple[int, bool]:
            row = self.facts.printed[place[0]].loc[place[1]].to_dict()
            words = [row.get(column)] if column else list(row.values())
            return (tables.index(place[0]) if place[0] in tables else len(tables)), printed not in words

        table, index = min(found, key=distance)
        return f"{table}.csv", self.begins[table, index]
