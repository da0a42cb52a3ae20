"""A report as a tagged PDF (PDF/UA-1) in which every word is given as data, never as markup: the same report, the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import KinerjaError
from analysis.handover.book import Chapter
from analysis.handover.content import within
from analysis.handover.layout import laid_out
from analysis.handover.links import linked, start_of
from analysis.handover.tagged import with_row_headers

_TEMPLATE = Path(__file__).with_name("pdf.typ")
_PROBE = "#set document(title: [-])\n#json(bytes(sys.inputs.words)).join(linebreak())"


def pdf_of(front: Mapping[str, Any], chapters: Sequence[Chapter]) -> bytes:
    """The document: what its title page tells, its contents, its chapters. Raises KinerjaError if it cannot be set."""
    told = [
        {"label": start_of(one.name), "title": one.title, "question": one.question, "columns": one.columns, "of": laid_out(one.blocks)}
        for one in linked(chapters)
    ]
    laid = {**front, "front": laid_out(front["front"]), "chapters": told}
    made = _set(_TEMPLATE.read_bytes(), displayable(json.dumps(laid, ensure_ascii=False)))
    tables = [node for part in (laid["front"], *(one["of"] for one in told)) for node in within(part) if node["kind"] == "table"]
    return with_row_headers(made, [[row[0]["head"] for row in (*table["rows"], *table["foot"])] for table in tables])


def displayable(text: str) -> str:
    """The text with every character that no type of the PDF can show by its number: 😀 as [U+1F600]."""
    return text.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in _unknown("".join(sorted(set(text))))})


def _unknown(signs: str) -> list[str]:
    """Those of the signs that cannot be shown, found by halves."""
    if not signs or _shows(signs):
        return []
    half = len(signs) // 2
    return [*_unknown(signs[:half]), *_unknown(signs[half:])] if half else [signs]


@cache
def _shows(signs: str) -> bool:
    try:
        _set(_PROBE.encode(), json.dumps(list(signs)), name="words")
    except KinerjaError:
        return False
    return True


def _set(template: bytes, told: str, name: str = "book") -> bytes:
    """The PDF of a template that is told something as JSON; only the types that come along are used."""
    import typst

    try:
        made: bytes = typst.compile(template, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True, sys_inputs={name: told})
    except typst.TypstError as error:
        raise KinerjaError(f"the PDF cannot be set: {error.message}") from error
    return made
