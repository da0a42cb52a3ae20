"""What the process that forks lays ready for the steps of a run: facts, law, figures, words and templates, before any notebook runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from analysis.audit import kept
from analysis.audit.gate import read
from analysis.audit.suites import load_suites
from analysis.desk import desk_of, lay
from analysis.figures import Ledger
from analysis.rules import law
from analysis.run.observing import gently, watched
from analysis.tables import load
from analysis.words import words

_opened: dict[str, Any] = {}
"""What was laid ready, or why not."""


def open_desk(asked: Mapping[str, Any]) -> None:
    """Reads the raw data and what every page shares; `opened` tells how it went."""
    _opened.clear()
    _opened.update(_open(asked))


@gently
def _open(asked: Mapping[str, Any]) -> dict[str, Any]:
    folder = Path(asked["data"])
    with watched(asked) as seen:
        facts = load(folder)
        facts.lay_out()
        lay(folder, Ledger(facts, law()))
        for reading in law().conventions:
            law().under(reading)
    spoken = {lang: _files(asked, partial(words, lang)) for lang in asked["languages"]}
    prepare = getattr(import_module(asked["pages"]), "prepare", lambda lang: None)
    shared = _files(asked, lambda: [prepare(lang) for lang in asked["languages"]])
    return {"hashes": dict(facts.hashes), "files": sorted({*map(str, seen.read), *shared}), "spoken": spoken}


def _files(asked: Mapping[str, Any], work: Callable[[], Any]) -> list[str]:
    """The files that are read by a piece of work."""
    with watched(asked) as seen:
        work()
    return sorted(str(file) for file in seen.read)


def opened(asked: Mapping[str, Any]) -> dict[str, Any]:
    """`hashes`, the SHA-256 of every raw file as it was read; `files`, what was read besides, and `spoken`, what was read for each language.

    Or `refused`, why nothing could be read.
    """
    return dict(_opened)


def compute(asked: Mapping[str, Any]) -> None:
    """Computes every figure of reports once, with the other readings of their totals; nothing is computed from the rows that are stopped.

    What audits left for the reports, and the suites, are read as well: whoever reads the same bytes later finds them understood.
    """
    getattr(import_module(asked["pages"]), "waken", lambda: None)()
    folder = Path(asked["data"])
    desk = desk_of(folder)
    stopped = read(desk.ledger.facts, asked["stopped"])
    if stopped != desk.ledger.stopped:
        desk = lay(folder, Ledger(desk.ledger.facts, law(), stopped))
    for unit, period in asked["reports"]:
        kept.stored(Path(asked["out"]) / unit / period)
        for figure in desk.figures(unit, period):
            if figure.subject == "total" and (figure.unit, figure.period) == (unit, period):
                desk.ledger.readings(figure)
        desk.texts(unit, period)
    load_suites()
