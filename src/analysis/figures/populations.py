"""Counted populations and outputs: totals, numbers, shares, ratios, means, ranks.

Subjects: `<population>`, `<population>:<member>`, `<population>/<attribute>`, `<population>:<member>/<attribute>`
and `<population>=<class>`; of a ratio `<population>/<attribute>/<attribute>`, `<population>:<member>/<attribute>/<attribute>`,
`dimension:<name>/nilai_maksimum` or `<indicator>/target_renstra`.
"""

from __future__ import annotations

import re
from typing import Any

from analysis.figures.figure import Cell
from analysis.figures.indicators import end_of_plan
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.figures.money import tree_of
from analysis.law import NotComputable

SUBJECT = re.compile(r"([^:/=]+)(?::([^/=]+))?(?:/([^=]+))?(?:=(.+))?")
"""Population, member, attribute and class of a subject."""


def members(at: Place, subject: str | None = None) -> list[dict[str, Any]]:
    """The rows that a subject speaks of. Raises NotComputable if there are none."""
    match = SUBJECT.fullmatch(subject or at.subject)
    if match is None:
        raise NotComputable("not_in_documents")
    population, member, attribute, wanted = match.groups()
    rows = at.rows("members", population=population)
    if not rows:
        raise NotComputable("not_in_documents")
    classes = wanted.split("|") if wanted else []
    return [
        row
        for row in rows
        if member in (None, row["member"]) and attribute in (None, row["attribute"]) and (not classes or row["class"] in classes or row["member"] in classes)
    ]


def numbers(at: Place, subject: str | None = None) -> list[Cell]:
    cells = [at.ledger.cell("members", row, "value") for row in members(at, subject)]
    return [cell for cell in cells if cell is not None]


@builds("jumlah")
def jumlah(at: Place) -> Call:
    return Call({"nilai": numbers(at)}, measure="jumlah")


@builds("banyaknya")
def banyaknya(at: Place) -> Call:
    population, _, wanted = at.subject.partition("=")
    classified = [s for s in _indexed(at.ledger, at.unit, at.period) if s.startswith(f"{population}:")]
    if wanted and classified:
        categories = [at.figure("kategori", s) for s in classified]
        return Call({"anggota": [c.subject for c in categories if c.value == wanted]}, inputs=tuple(categories))
    return _each_once(at, members(at))


@builds("anggota_kelas_baik")
def anggota_kelas_baik(at: Place) -> Call:
    """Members in the classes that count: counted one by one, or as counts per class where only those are printed."""
    rows = members(at)
    cells = [at.ledger.cell("members", row, "value") for row in rows if row["attribute"] == "jumlah"]
    if any(cells):
        return Call({"jumlah": [c for c in cells if c is not None]}, case="counts")
    return _each_once(at, [row for row in rows if row["attribute"] == "kelas"], case="members")


def _each_once(at: Place, rows: list[dict[str, Any]], case: str | None = None) -> Call:
    """The members of the rows, each with the first place that names it."""
    first = {row["member"]: row for row in reversed(rows)}
    return Call({"anggota": list(first)}, case=case, inputs=tuple(at.ledger.counted(row, "member") for row in reversed(first.values())))


@builds("porsi_pct")
def porsi_pct(at: Place) -> Call:
    population = at.subject.split(":")[0].split("=")[0].split("/")[0]
    attribute = at.subject.partition("/")[2]
    whole = f"{population}/{attribute}" if attribute else population
    figure = "banyaknya" if "=" in at.subject else "jumlah"
    return Call({"bagian": at.figure(figure), "seluruh": at.figure(figure, whole)})


@builds("nisbah_pct")
def nisbah_pct(at: Place) -> Call:
    """The first attribute against the second, of one member or summed over all; a part against its maximum; a realisation against the end of the plan."""
    of, *attributes = at.subject.split("/")
    if attributes == ["nilai_maksimum"]:
        scores = [score for row in at.rows("components", subject=of) if (score := at.ledger.cell("components", row, "score"))]
        if not scores:
            raise NotComputable("parts_missing")
        return Call({"pembilang": scores[0], "penyebut": at.figure("nilai_maksimum", of)})
    if attributes == ["target_renstra"]:
        return Call({"pembilang": at.figure("realisasi_iku", of), "penyebut": end_of_plan(at, of)})
    if len(attributes) != 2:
        raise NotComputable("not_in_documents")
    above, below = (at.figure("jumlah", f"{of}/{attribute}") for attribute in attributes)
    return Call({"pembilang": above, "penyebut": below})


@builds("rerata")
def rerata(at: Place) -> Call:
    return Call({"nilai": numbers(at)})


DIMENSIONS = ("kualifikasi", "kompetensi", "kinerja", "disiplin")


def _indexed(ledger: Ledger, unit: str, period: str) -> list[str]:
    """Members whose four dimensions are printed."""
    rows = ledger.rows("members", unit, period, attribute="kompetensi")
    return [f"{row['population']}:{row['member']}" for row in rows]


@builds("skor", subjects=_indexed)
def skor(at: Place) -> Call:
    cells = [cell for name in DIMENSIONS for cell in numbers(at, f"{at.subject}/{name}")]
    if len(cells) != len(DIMENSIONS):
        raise NotComputable("parts_missing")
    return Call({"dimensi": cells})


@builds("peringkat")
def peringkat(at: Place) -> Call:
    population = at.subject.partition(":")[0]
    everyone = [s for s in _indexed(at.ledger, at.unit, at.period) if s.startswith(f"{population}:")]
    return Call({"nilai": at.figure("skor"), "semua": [at.figure("skor", s) for s in everyone]})


def _outputs(ledger: Ledger, unit: str, period: str) -> list[str]:
    return [f"output:{row['code']}" for row in ledger.rows("outputs", unit, period)]


@builds("keluaran_pct", subjects=_outputs)
def keluaran_pct(at: Place) -> Call:
    rows = at.rows("outputs", code=at.subject.removeprefix("output:"))
    cells = {name: at.ledger.cell("outputs", rows[0], name) for name in ("realisasi", "target")} if rows else {}
    if not cells or None in cells.values():
        raise NotComputable("realisation_missing" if cells.get("target") else "not_in_documents")
    return Call(cells)


@builds("kinerja_program_pct", subjects=lambda ledger, unit, period: _programmes(ledger, unit, period))
def kinerja_program_pct(at: Place) -> Call:
    tree = tree_of(at.ledger, at.unit, at.period)
    lines = tree.leaves if at.subject == "total" else tree.under(at.subject)
    known = {subject.removeprefix("output:") for subject in _outputs(at.ledger, at.unit, at.period)}
    return Call({"keluaran": [at.figure("keluaran_pct", f"output:{line.code}") for line in lines if line.code in known]})


def _programmes(ledger: Ledger, unit: str, period: str) -> list[str]:
    if not any(ledger.cell("outputs", row, "realisasi") for row in ledger.rows("outputs", unit, period)):
        return []
    try:
        codes = [line.code for line in tree_of(ledger, unit, period).lines if line.row["level"] == "program"]
    except NotComputable:
        return []
    return [*codes, "total"] if codes else []
