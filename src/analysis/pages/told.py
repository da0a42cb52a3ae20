"""Sentences whose numbers lead to where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import Literal, Protocol, TypeGuard

from markupsafe import Markup, escape

_REMEMBERED = 4096
"""Templates of messages that are remembered in pieces."""


class Shown(Protocol):
    """Something that shows itself as escaped markup."""

    def __html__(self) -> str: ...


Kind = Literal["code", "named", "period", "where", "law", "words", "count"]
"""What words of a sentence are: a code, a name, a period, a place in a document, something of the law, words as printed, or how many a list holds."""


@dataclass(frozen=True)
class Marked:
    """Words of a sentence that are of a kind, so that a reader and a test know what their digits mean; `link` leads to what they speak of.

    A count of some `among` all that are listed there names the class of those.
    """

    words: str
    kind: Kind
    link: str = ""
    among: str = ""

    def __str__(self) -> str:
        return f"\u201c{self.words}\u201d" if self.kind == "words" else self.words

    def __html__(self) -> str:
        words = escape(self.words)
        if self.kind == "words":
            return Markup('<a href="{}"><q>{}</q></a>').format(self.link, words) if self.link else Markup("<q>{}</q>").format(words)
        names = f"{self.kind} {self.among}".strip()
        if self.link:
            return Markup('<a class="{}" href="{}">{}</a>').format(names, self.link, words)
        return Markup('<span class="{}">{}</span>').format(names, words)


@dataclass(frozen=True)
class Told:
    """A sentence in parts: words as they are, numbers as cells that lead to their origin. As text it is the plain sentence."""

    parts: tuple[str | Shown, ...]

    def __str__(self) -> str:
        return "".join(str(part) for part in self.parts)

    def __html__(self) -> str:
        return Markup("".join([escape(part) for part in self.parts]))

    def __add__(self, other: str | Told) -> Told:
        return Told((*self.parts, *(other.parts if isinstance(other, Told) else (other,))))


def told(template: str, values: Mapping[str, object]) -> Told:
    """The `template` of a message with `values` in its braces. Raises KeyError for a brace without a value."""
    parts: list[str | Shown] = []
    for words, name in _pieces(template):
        if words:
            parts.append(words)
        if name is not None:
            parts += [part for part in _parts_of(values[name]) if part != ""]
    return Told(tuple(parts))


@lru_cache(_REMEMBERED)
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    """The words of a template, each with the name in the brace behind them."""
    return tuple((words, name) for words, name, _, _ in Formatter().parse(template))


def joined(sentences: Iterable[str | Told], between: str = " ") -> Told:
    """Sentences one after the other."""
    parts: list[str | Shown] = []
    for sentence in sentences:
        parts += [between, *_parts_of(sentence)] if parts else _parts_of(sentence)
    return Told(tuple(parts))


def listed(template: str, items: Sequence[object]) -> Told:
    """Items in one sentence; `template` has a numbered brace for each."""
    return told(template, {str(n): item for n, item in enumerate(items)})


def _parts_of(value: object) -> list[str | Shown]:
    if type(value) is str:
        return [value]
    if isinstance(value, Told):
        return list(value.parts)
    return [value if _shown(value) else str(value)]


def _shown(value: object) -> TypeGuard[Shown]:
    """Whether the value shows itself; asked by its method, since a protocol takes long to look at it."""
    return hasattr(value, "__html__")
