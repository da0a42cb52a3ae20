"""What figures are about, in the reader's words: names as documents print them instead of codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from analysis.facts import Facts
from analysis.figures.populations import SUBJECT
from analysis.languages import printed
from analysis.sources import Source
from analysis.words import Words


def place_told(source: Source, line: int, w: Words, *, within: bool = False, column: str = "", row: Mapping[str, Any] | None = None) -> str:
    """Where a line of a document stands: its printed table and line, or its sheet and row; the document's title in front, unless `within` it.

    Of a cell in the `column` of a raw table (`targets.value`) and a `row` of it the very cell of the sheet is told.
    """
    title, sheet, table = str(source.sidecar["title"]), source.sheet(line), source.place(line)
    kind = ("sheet" if sheet.sheet else "file") if sheet else "table" if table else "line"
    told = {"sheet": sheet.sheet, "file": sheet.file, "row": line - sheet.before} if sheet else {"table": table, "line": line}
    if sheet and (cell := sheet.cell(line, column, row or {})):
        kind, told["cell"] = f"{kind}_cell", cell
    return w(f"place.short_{kind}", **told) if within else w(f"place.{kind}", title=title, **told)


class Names:
    """The names of what figures are about; those that `documents` print come before those of all others."""

    def __init__(self, facts: Facts, documents: Sequence[str], words: Words):
        self._facts, self._documents, self._words = facts, documents, words

    def subject(self, subject: str) -> str:
        """What a figure is about, in the reader's words: names as printed instead of codes wherever the documents give them."""
        kind, _, name = subject.partition(":")
        if subject == "total":
            return self._words("subject.total")
        if self._words.known(f"{kind}.{name}"):
            return self._words(f"{kind}.{name}")
        if ":" in subject and (name := self._named(subject)):
            return printed(name, self._words.lang)
        if "/" in subject and any(part.startswith(("service:", "element:")) for part in subject.split("/")):
            return " · ".join(self.subject(part) for part in subject.split("/"))
        match = SUBJECT.fullmatch(subject)
        population, member, attribute, wanted = match.groups() if match else (subject, None, None, None)
        if self._words.known(f"population.{population}"):
            attributes = [self._words.or_plain("attribute", a) for a in (attribute or "").split("/") if a]
            classes = [self._words.or_plain("category", c) for c in (wanted or "").split("|") if c]
            named = [self._named(f"{population}:{member}") or str(member)] if member else []
            return " · ".join([self._words(f"population.{population}"), *named, *attributes, *([self._words.join(classes)] if classes else [])])
        of, _, part = subject.rpartition("/")
        for name in (f"figure.{part}", f"quarter.{part}"):
            if of and self._words.known(name):
                return f"{self.subject(of)} · {self._words(name)}"
        if of and ":" in part:
            return f"{self.subject(of)} · {self.subject(part)}"
        if instrument := re.fullmatch(r"([a-z-]+)-(\d+)-(\d{4})", subject):
            return f"{self._words.or_plain('instrument', instrument[1])} {instrument[2]}/{instrument[3]}"
        if re.fullmatch(r"\d+(?:\.\d+)*", subject):
            return f"{subject} {self._own.get(f'line:{subject}', '')}".strip()
        return subject if re.match(r"[A-Z0-9]", subject) else re.sub(r"[-_]", " ", subject).replace("/", " · ")

    def _named(self, subject: str) -> str:
        """What the documents call a member of a population or a part of an index: the own ones before all others; '' for nothing."""
        name = self._own.get(subject) or self._others.get(subject, "")
        return name[:1].upper() + name[1:]

    @cached_property
    def _own(self) -> dict[str, str]:
        return self._in(self._documents)

    @cached_property
    def _others(self) -> dict[str, str]:
        return self._in(list(self._facts.sources))

    def _in(self, documents: Sequence[str]) -> dict[str, str]:
        """Names as printed in documents, by subject; the first printing counts."""
        told: dict[str, str] = {}
        for document in documents:
            for subject, name in self._facts.columns("components", document, "subject", "name"):
                told.setdefault(str(subject), str(name))
            for service, name in self._facts.columns("answers", document, "service", "name"):
                told.setdefault(f"service:{service}", str(name or service))
            for population, member, name in self._facts.columns("members", document, "population", "member", "name"):
                told.setdefault(f"{population}:{member}", str(name))
            for classification, code, name in self._facts.columns("budget", document, "classification", "code", "name"):
                told.setdefault(f"{'belanja' if classification == 'belanja' else 'line'}:{code}", str(name))
        return told
