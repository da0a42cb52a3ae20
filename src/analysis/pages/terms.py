"""The institution's terms: explained where they stand in heads of tables, names of key figures and headings, and listed at the foot of the page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from analysis.words import Words, words

_PLACES = re.compile(
    r'<article\b.*?</article>|(<th\b[^>]* scope="col"[^>]*>|<div class="tile[^>]*><dt>|<h[23]\b[^>]*>)((?:(?!<a\b).)*?)(</(?:th|dt|h[23])>)', re.DOTALL
)
"""Heads of columns, names of key figures and headings that hold no link; those of traces are left alone, there are hundreds."""


@dataclass(frozen=True)
class Term:
    """A term by its id: how it is called, what it means, and the forms in which it is written."""

    id: str
    name: str
    means: str
    forms: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"istilah-{self.id}"


@cache
def known(lang: str) -> dict[str, Term]:
    """The terms of a language by each form that they are written in."""
    w = words(lang)
    found = dict[str, Term]()
    for id in sorted({message.split(".")[1] for message in w.named("term")}):
        forms = tuple(w(f"term.{id}.forms").split("|"))
        found |= dict.fromkeys(forms, Term(id, w(f"term.{id}.name"), w(f"term.{id}.means"), forms))
    return found


@cache
def _written(lang: str) -> re.Pattern[str]:
    """Any form of any term as a whole word, the longest first; one in small letters may begin with a capital."""
    forms = sorted(known(lang), key=lambda form: (-len(form), form))
    either = [re.escape(f) if not f[0].islower() else f"[{f[0].upper()}{f[0]}]{re.escape(f[1:])}" for f in forms]
    return re.compile(rf"(<[^>]*>|&\w+;)|(?<![\w-])({'|'.join(either)})(?![\w-])")


def marked(body: str, w: Words) -> tuple[str, list[Term]]:
    """The markup with its terms as links to their explanations, and the terms that were found, by name."""
    forms, used = known(w.lang), set[Term]()

    def place(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        seen = set[Term]()

        def term(found: re.Match[str]) -> str:
            text = found[0]
            one = None if found[1] else forms.get(text) or forms[text[0].lower() + text[1:]]
            if one is None or one in seen:
                return text
            seen.add(one)
            used.add(one)
            return f'<a class="term" href="#{one.anchor}" title="{html.escape(one.means, quote=False)}">{text}</a>'

        return match[1] + _written(w.lang).sub(term, match[2]) + match[3]

    return _PLACES.sub(place, body), sorted(used, key=lambda one: one.name.casefold())
