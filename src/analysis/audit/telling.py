"""How findings are told to a reader: what is checked, where, what is printed there, and what contradicts it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from analysis.audit.finding import Finding, Quote, told_in
from analysis.audit.relations.slips import FROM_MISPRINT
from analysis.audit.suites import SEVERITIES, Check, Suite
from analysis.errors import KinerjaError
from analysis.facts import Facts
from analysis.naming import Names, place_told
from analysis.numbers import exact
from analysis.output import printable as printable
from analysis.words import words

OUTCOMES = ("holds", "fails", "not_applicable")
PAGE = "01-data-quality.html"
"""The page of a report that shows its findings."""

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CODED = re.compile(r"(?:[\w.-]+/)?[a-z_-]+:[^\s/:]+")
"""What a figure is about, by kind and code: `element:U3`, `1/kind:barang`."""
_PERIOD = re.compile(r"\d{4}-(?:S\d|TW\d|\d\d)")


def in_one_line(text: str) -> str:
    """The printable text with every run of spaces, tabs and line breaks as one space."""
    return printable(" ".join(text.split()))


def gravest_first(findings: Sequence[Finding]) -> list[Finding]:
    """Those that fail: by severity, then in the order of the documents."""
    return sorted((f for f in findings if f.fails), key=lambda f: (SEVERITIES.index(f.severity), f.place))


class Teller:
    """The words for findings in one language; text from the documents is quoted as printed."""

    def __init__(self, facts: Facts, suites: Sequence[Suite], lang: str):
        self.facts, self.lang, self.words = facts, lang, words(lang)
        self.suites = tuple(suites)
        self._names: dict[str, Names] = {}
        self.checks: dict[str, Check] = {check.id: check for suite in suites for check in suite.checks}

    def sentence(self, finding: Finding) -> str:
        """What the check demands."""
        check = self.checks.get(finding.check)
        return check.says[self.lang] if check else finding.says

    def matters(self, finding: Finding) -> str:
        """Why the check matters."""
        check = self.checks.get(finding.check)
        return check.why[self.lang] if check else ""

    def severity(self, finding: Finding) -> str:
        told = self.words(f"severity.{finding.severity}")
        return self.words("audit.waived", severity=told) if finding.waiver else told

    def suite(self, name: str) -> str:
        return self.words.or_plain("suite", name)

    def title(self, document: str) -> str:
        return str(self.facts.sources[document].sidecar["title"]) if document in self.facts.sources else document

    def printed_table(self, document: str, line: int | None) -> str:
        """The name of the table in the document that the line belongs to, '' outside any."""
        return self.facts.sources[document].place(line) if line and document in self.facts.sources else ""

    def place(self, document: str, line: int | None, *, within: str = "") -> str:
        """Document, printed table and line; the document's title is left out `within` that document."""
        if not line or document not in self.facts.sources:
            return self.words("place.line", title=self.title(document), line=line) if line else self.title(document)
        return place_told(self.facts.sources[document], line, self.words, within=document == within)

    def page(self, finding: Finding) -> str:
        """Where the pages show the finding, as an address below the folder of reports; '' for a document that is not known."""
        if finding.document not in self.facts.sources:
            return ""
        unit, period = told_in(self.facts, finding)
        return f"{unit}/{period}/{PAGE}#{finding.anchor}"

    def against(self, finding: Finding) -> list[str]:
        """What contradicts the finding, place by place with the words printed there."""
        return [self._quote(quote, finding.document) for quote in finding.against]

    def _quote(self, quote: Quote, within: str) -> str:
        place = self.place(quote.document, quote.line, within=within)
        if quote.label:
            return self.words("audit.quote_labelled", place=place, printed=quote.printed, label=self.label(quote.label, quote.document))
        return self.words("audit.quote", place=place, printed=quote.printed)

    def label(self, text: str, document: str = "") -> str:
        """What a row of a document is about: a figure in front by its name, an attribute behind in words, codes by what the documents call them."""
        figure, _, rest = text.partition(" ")
        if rest and self.words.known(f"figure.{figure}"):
            return f"{self.words(f'figure.{figure}')} · {self._subject(rest, document)}"
        name, _, attribute = text.rpartition(" / ")
        return f"{name} · {self.words.or_plain('attribute', attribute)}" if name else self._subject(text, document)

    def _subject(self, text: str, document: str) -> str:
        """What a figure is about in words, where it is told by the kind of it and a code."""
        if not _CODED.fullmatch(text):
            return text
        if document not in self._names:
            self._names[document] = Names(self.facts, [document] if document in self.facts.sources else [], self.words)
        return self._names[document].subject(text)

    def slip(self, finding: Finding) -> str:
        """The likely slip as a possibility, '' if none is known."""
        kind, _, value = finding.suggestion.partition(":")
        with suppress(KinerjaError):
            value = self.words.period(value) if _PERIOD.fullmatch(value) else value
        if f"{kind}:" == FROM_MISPRINT and _NUMBER.fullmatch(value):
            value = self.words.number(exact(value), len(value.partition(".")[2]))
        return self.words(f"slip.{kind}", value=value) if self.words.known(f"slip.{kind}") else finding.suggestion

    def not_applicable(self, finding: Finding) -> str:
        """Why the check does not apply, '' where it does."""
        if finding.outcome != "not_applicable":
            return ""
        return self.words.or_plain("reason_na", finding.reason.removeprefix("reason_na.") or "no_rows")

    def account(self, finding: Finding) -> str:
        """A failing finding in sentences: what is checked, what is printed, what was expected, what contradicts it, the likely slip."""
        w = self.words
        told = [w("audit.says", sentence=self.sentence(finding), subject=finding.subject) if finding.subject else self.sentence(finding)]
        told += [w("audit.printed", printed=finding.printed)] if finding.printed else []
        told += [w("audit.found_here", found=finding.found)] if finding.found and finding.found != finding.printed else []
        told += [w("audit.expected", expected=finding.expected)] if finding.expected else []
        told += [w("audit.against", places="; ".join(self.against(finding)))] if finding.against else []
        told += [f"{self.slip(finding)}."] if finding.suggestion else []
        return in_one_line(" ".join(told))

    def counts(self, findings: Sequence[Finding]) -> list[str]:
        """How many findings there are by severity, and how many checks have which outcome; a check counts once per document."""
        failing = gravest_first(findings)
        grave, outcomes = Counter(f.severity for f in failing), {(f.check, f.document): f.outcome for f in findings}
        waived, held = sum(bool(f.waiver) for f in failing), Counter(outcomes.values())
        documents = len({f.document for f in findings})
        return [
            self.words("audit.found", found=len(failing), waived=waived, **{severity: grave[severity] for severity in SEVERITIES}),
            self.words("audit.checked", checks=len(outcomes), documents=documents, holds=held["holds"], fails=held["fails"], none=held["not_applicable"]),
        ]
