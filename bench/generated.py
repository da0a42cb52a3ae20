"""Documents that are right by construction: drawn at random from a seed, written as an analyst would, claims from the project's own figures."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import budget
import indices
import populations
import prose
import scorecard
from documents import Document, Row, write_all
from manuscript import Manuscript

from analysis.figures import Ledger
from analysis.numbers import Style
from analysis.rules import law
from analysis.tables import load

SIZES = {"small": (5, 0, 6, 1), "medium": (8, 0, 11, 2), "large": (13, 3, 24, 3)}
"""Indicators, units below the office, agencies, programmes."""


def documents(count: int, seed: int = 1) -> list[Document]:
    """`count` documents of all sizes in turn, in both number styles; the same for the same seed."""
    drafts = [_draft(number, seed) for number in range(count)]
    with TemporaryDirectory() as folder:
        write_all([draft.finished() for draft in drafts], Path(folder))
        ledger = Ledger(load(Path(folder)), law())
    return [_with_claims(draft, ledger) for draft in drafts]


def _draft(number: int, seed: int) -> Manuscript:
    """One document without its claims."""
    random = Random(f"{seed}-{number}")
    size = list(SIZES)[number % len(SIZES)]
    count, below, agencies, programmes = SIZES[size]
    style: Style = "id" if number % 5 else "en"
    m = Manuscript(f"{number:04d}", random.choice((2023, 2024)), style, random)
    m.children += [f"dit-{m.key}-{letter}" for letter in "abc"[:below]]
    indicators = scorecard.chosen(m, count)
    served = [one.code for one in indicators if one.kind.perspective != "learning_growth" or random.random() < 0.5]
    trees = budget.drawn(m, served, programmes)
    prose.opening(m, indicators)
    scorecard.plan(m, indicators)
    scorecard.measured(m, indicators)
    scorecard.analysed(m, indicators)
    populations.agencies(m, agencies)
    populations.people(m, 3 + random.randint(0, 4))
    if m.year == 2023 and size != "small":
        indices.survey(m)
    budget.write(m, trees, first_version=size == "large", by_kind=size != "small")
    _by_indicator(m, served, trees)
    prose.categories(m, indicators)
    prose.closing(m, indicators)
    return m


def _by_indicator(m: Manuscript, served: list[str], trees: list[budget.Branch]) -> None:
    """What every indicator cost, and what the outputs delivered."""
    with m.table("Anggaran dan efisiensi per indikator", m.random.choice((m.own, m.other))):
        for code in served:
            m.next()
            m.claim("pagu_rp", code, "rp")
            m.claim("realisasi_rp", code, "rp")
            m.claim("serapan_pct", code, "pct")
            if m.year == 2023:
                m.claim("efisiensi_pct", code, "pct")
    with m.table("Capaian volume keluaran"):
        for leaf in budget.leaves(trees):
            m.next()
            target = m.random.randint(4, 1400)
            done = target - m.random.randint(0, target // 9)
            told = {"code": leaf.code, "name": leaf.name, "measure": "dokumen", "target": m.number(target), "realisasi": m.number(done)}
            m.fact("outputs", **told)
            m.claim("keluaran_pct", f"output:{leaf.code}", "pct")
        for tree in trees:
            m.next()
            m.claim("kinerja_program_pct", tree.code, "pct")
        m.claim("kinerja_program_pct", "total", "pct")


def _with_claims(draft: Manuscript, ledger: Ledger) -> Document:
    """The document with every figure that has a value printed at its place."""
    rows: dict[tuple[str, ...], Row] = {}
    for ask in draft.asks:
        row = ask.told(ledger.get(ask.figure, ask.subject, ask.unit, ask.period))
        if row is not None:
            rows.setdefault(tuple(value for name, value in row.items() if name != "printed"), row)
    document = draft.finished()
    document.tables["claims"] = list(rows.values())
    return document


if __name__ == "__main__":  # python bench/generated.py FOLDER COUNT [SEED]: writes the documents there
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_all(documents(int(sys.argv[2]), int((sys.argv[3:] or ["1"])[0])), target)
