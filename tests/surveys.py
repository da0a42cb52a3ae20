"""Invented satisfaction surveys: respondents, their tally counted one by one, and facts that hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.facts import Facts

Respondent = tuple[str, Sequence[int | None]]
"""The service that was rated, and the answers to the elements in order; None where there is none."""

SMALL: list[Respondent] = [
    ("pensiun", [4, 4]),
    ("pensiun", [3, 4]),
    ("pensiun", [4, 3]),
    ("pensiun", [2, None]),
    ("mutasi", [4, 4]),
    ("mutasi", [1, 2]),
]
"""Six respondents of two services, one of whom left out an element."""


def tallied(respondents: Iterable[Respondent]) -> list[dict[str, str]]:
    """The rows of `answers` for some respondents, counted one by one."""
    counts: Counter[tuple[str, str, str, int, int]] = Counter()
    for service, answers in respondents:
        given = [answer for answer in answers if answer is not None]
        form = "lengkap" if len(given) == len(answers) else "tidak_lengkap"
        for number, answer in enumerate(answers, 1):
            counts[service, f"element:U{number}", form, int(answer is not None), answer or 0] += 1
        counts[service, "total", form, len(given), sum(given)] += 1
    names = ("service", "subject", "form", "answered", "points")
    rows = [dict(zip(names, map(str, key), strict=True)) | {"respondents": str(count)} for key, count in sorted(counts.items())]
    return [row | {"name": row["service"].title(), "line": str(line)} for line, row in enumerate(rows, 1)]


def with_answers(facts: Facts, document: str, unit: str, period: str) -> Facts:
    """The facts with the answers of the small survey in one of their documents: no real one prints any."""
    told = [{"document": document, "unit": unit, "period": period, "code": "", **row} for row in tallied(SMALL)]
    columns = facts.tables["answers"].columns
    printed = pd.DataFrame(told, columns=columns, dtype=str)
    typed = printed.astype({"answered": "float64", "points": "float64", "respondents": "float64"}).assign(line=printed["line"].astype("Int64"))
    frames: dict[str, Any] = {"tables": typed, "printed": printed, "meant": printed}
    changed: dict[str, Any] = {name: {**getattr(facts, name), "answers": frame} for name, frame in frames.items()}
    return replace(facts, **changed)
