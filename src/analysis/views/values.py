"""What a finding expects, and what it is about, as a reader reads it: numbers in the form of the language, texts as they are."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction

from analysis.audit import Finding
from analysis.audit.relations import CHECK_TABLES, series
from analysis.audit.relations.prose import counts
from analysis.audit.telling import printable
from analysis.errors import KinerjaError
from analysis.figures import Figure
from analysis.figures.ledger import BUILDERS
from analysis.numbers import exact
from analysis.workbook import Workbook

_NUMBER = r"-?\d+(?:\.\d+)?"
_BOUND = re.compile(rf"(>=|<=|>|<) ({_NUMBER})")
_ORDER = re.compile(rf"({_NUMBER}) ([<>=]) ({_NUMBER})")
_BESIDE = re.compile(rf"(.+) \(({_NUMBER})\)")
_READ_OTHERWISE = re.compile(r"(.+) \(([^()\s]+)\)")
_NAMES = {">=": "least", "<=": "most", ">": "above", "<": "below", "=": "equal"}
_IN_PRINTED_FORM = {series.WELL_FORMED, series.AS_PRINTED, series.WHOLE, series.LIKE_ITS_COLUMN}
_OF_FIGURES = {"figures", "sums"}
_COUNTED = set(counts.RELATIONS)


def expected(wb: Workbook, finding: Finding) -> str:
    """What the check expects at the place, '' if that cannot be told in a value."""
    return value(wb, finding, finding.expected)


def read_as(wb: Workbook, finding: Finding) -> str:
    """How the printed words were read, '' where they speak for themselves."""
    if finding.suite in CHECK_TABLES and finding.suite != "prose":
        return ""
    told = value(wb, finding, finding.found)
    said, read = (re.findall(r"\w+", text.casefold()) for text in (finding.printed, told))
    return "" if set(read) <= set(said) or "".join(read) == "".join(said) else told


def reading(wb: Workbook, finding: Finding) -> str:
    """The other ways of computing that give what is printed, in words; '' if none is known."""
    match = _READ_OTHERWISE.fullmatch(finding.found)
    names = match[2].split(";") if match else []
    return wb.words.join(wb.words.or_plain("variant", name) for name in names) if all(wb.words.known(f"variant.{name}") for name in names) else ""


def value(wb: Workbook, finding: Finding, text: str) -> str:
    """A value that a finding stores, for a reader: a number in the form of its figure, a bound or a period in words, all else as it is."""
    w, relations = wb.words, _relations(wb, finding)
    if not text or relations & _IN_PRINTED_FORM:
        return printable(text)
    if match := _ORDER.fullmatch(text):
        return w(f"value.is_{_NAMES[match[2]]}", value=_plain(wb, match[1]), bound=_plain(wb, match[3]))
    bounds = [_BOUND.fullmatch(part) for part in text.split(", ")]
    if all(bounds):
        return w.join(w(f"value.{_NAMES[match[1]]}", bound=_plain(wb, match[2])) for match in bounds if match)
    if finding.suite == "prose" and not relations & _COUNTED:
        return _said(wb, text)
    if re.fullmatch(_NUMBER, text):
        figure = _figure(wb, finding)
        return wb.words.measured(exact(text), figure.measure) if figure else _plain(wb, text)
    known = next((f"{group}.{text}" for group in ("category", "measure") if w.known(f"{group}.{text}")), "")
    return w(known) if known else printable(text)


def subject(wb: Workbook, finding: Finding) -> str:
    """What the finding is about, with unit and period where they are not those of the report."""
    figure = _figure(wb, finding)
    named = wb.words(f"figure.{figure.figure}") if figure and " " not in finding.subject else ""
    told = [named, about(wb, finding.subject, finding.unit)]
    told += [wb.facts.unit(finding.unit).names[wb.words.lang]] if finding.unit and finding.unit != wb.unit else []
    told += [wb.words.period(finding.period)] if finding.period and finding.period != wb.period else []
    text = printable(" · ".join(part for part in told if part)) or wb.teller.title(finding.document)
    return text[:1].upper() + text[1:]


def about(wb: Workbook, text: str, unit: str = "") -> str:
    """What a row is about, in words: the name of a figure in front, if there is one, and the name of an indicator of `unit` behind its code."""
    w, (figure, _, rest) = wb.words, text.partition(" ")
    if rest and w.known(f"figure.{figure}"):
        return f"{w(f'figure.{figure}')} · {about(wb, rest, unit)}"
    named, _, _ = text.partition("#")
    kind, _, name = named.partition(":")
    if kind == "band" and name:
        scheme, _, label = name.partition("/")
        return w("part.band_said", scheme=w.or_plain("scheme", scheme), label=w.or_plain("category", label.partition("/")[0]))
    if name and w.known(f"part.{kind}"):
        return w(f"part.{kind}", name=name)
    if name and w.known(f"scheme.{kind}"):
        return w("part.band", scheme=w(f"scheme.{kind}"), order=name)
    if w.known(f"part.{named}"):
        return w(f"part.{named}")
    if unit and re.fullmatch(r"IKU\.\d+", named):
        return wb.indicator(named, [unit])
    if " / " in text:
        return wb.teller.label(text)
    told = wb.subject(named)
    return re.sub(r"(?<=\w):(?=\w)", " · ", told)


def _relations(wb: Workbook, finding: Finding) -> set[str]:
    """What the check compares; nothing, if it looks at something else of its table."""
    check = wb.teller.checks.get(finding.check)
    return set(check.kwargs.get("relations", ())) if check else set()


def _figure(wb: Workbook, finding: Finding) -> Figure | None:
    """The figure that has the expected value, if the finding is about one."""
    if not finding.unit or not finding.period or not re.fullmatch(_NUMBER, finding.expected):
        return None
    first, _, rest = finding.subject.partition(" ")
    compared = _relations(wb, finding)
    if finding.suite in _OF_FIGURES and not compared & set(BUILDERS):
        compared |= CHECK_TABLES[finding.suite].relations
    names = ({first} if rest else compared) & set(BUILDERS)
    for name in sorted(names):
        with suppress(KinerjaError, KeyError):
            figure = wb.fig(name, (rest or finding.subject).partition("#")[0], unit=finding.unit, period=finding.period)
            if isinstance(figure.value, Fraction) and figure.text == finding.expected:
                return figure
    return None


def _said(wb: Workbook, text: str) -> str:
    """A value from prose: a period by its name, a direction with its number, all else as it is."""
    if match := _BESIDE.fullmatch(text):
        return f"{match[1]} ({_plain(wb, match[2])})"
    with suppress(KinerjaError):
        return wb.words.period(text) if re.fullmatch(r"\d{4}-\w+", text) else printable(text)
    return printable(text)


def _plain(wb: Workbook, text: str) -> str:
    return wb.plain_number(exact(text))
