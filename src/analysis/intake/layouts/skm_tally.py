"""Answers counted: patterns of answers, and from them how many respondents gave so many points. Nothing else of a respondent is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.intake.layouts.skm_heads import known, plain

MISSING, BAD = 0, -1
_WHOLE = re.compile(r"([1-4])(?:[.,]0+)?")


class Scores(dict[object, int]):
    """The score of a value as it stands in a cell: 1 to 4, MISSING, or BAD; each value is looked at once. Words are read as known, or as `chosen`."""

    def __init__(self, chosen: Mapping[str, int]):
        super().__init__()
        self._chosen = {plain(word): score for word, score in chosen.items()}
        self.words: dict[str, int] = {}
        """The words that were met, with the score that they were read as."""

    def __missing__(self, value: object) -> int:
        self[value] = found = self._read(value)
        return found

    def _read(self, value: object) -> int:
        text = "" if value is None else " ".join(str(value).split())
        if match := _WHOLE.fullmatch(text):
            return int(match[1])
        if text.startswith("#"):
            return BAD
        word = plain(text)
        if word in known("missing"):
            return MISSING
        score = self._chosen.get(word) or int(known("scores").get(word, BAD))
        if score != BAD:
            self.words[text] = score
        return score


Place = tuple[int, int]
"""The number of a sheet and a row of it: what comes first."""


@dataclass
class Seen:
    """How often something was met, and the first place where it was."""

    first: Place
    times: int = 0


class Whose(NamedTuple):
    """What an answer belongs to: a period, the code of an indicator, a service."""

    period: str
    code: str
    service: str


@dataclass(frozen=True)
class Tallied:
    """Respondents who gave so many points to a subject; `first` is the first place that does."""

    first: Place
    whose: Whose
    subject: str
    form: str
    answered: int
    points: int
    respondents: int


Elements = tuple[int, ...]
"""The numbers of the elements that a sheet asks about, in order."""


@dataclass
class Patterns:
    """How often each pattern of scores was given, MISSING where an element has none."""

    seen: dict[tuple[Whose, Elements, tuple[int, ...]], Seen] = field(default_factory=dict)

    def add(self, place: Place, whose: Whose, elements: Elements, scores: tuple[int, ...]) -> None:
        key = (whose, elements, scores)
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = Seen(place)
        found.times += 1

    def tallied(self) -> Iterator[Tallied]:
        """One row per owner, subject, completeness and points."""
        found: dict[tuple[Whose, str, str, int, int], Seen] = {}
        for (whose, elements, scores), seen in self.seen.items():
            form = "tidak_lengkap" if MISSING in scores else "lengkap"
            told = [(f"element:U{number}", int(score != MISSING), score) for number, score in zip(elements, scores, strict=True)]
            for subject, answered, points in (*told, ("total", sum(one for _, one, _ in told), sum(scores))):
                key = (whose, subject, form, answered, points)
                entry = found.get(key)
                if entry is None:
                    entry = found[key] = Seen(seen.first)
                entry.first = min(entry.first, seen.first)
                entry.times += seen.times
        for (whose, subject, form, answered, points), seen in found.items():
            yield Tallied(seen.first, whose, subject, form, answered, points, seen.times)
