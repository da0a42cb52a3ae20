"""Relations of the check tables, each on an invented document that says one thing wrong, and what the real documents give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.audit.relations import CHECK_TABLES, Compared, Examination
from analysis.tables import Facts, load

WK = "bkpsdm-way-kanan_lkjip_2023"
PMK = "deputi-pmk_laporan-kinerja_2023"
K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
K6 = "kanreg-06-medan_rencana-kerja_2024"
K7 = "kanreg-07-palembang_rencana-kerja_2025"

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def told(suite: str, raw: Any, relation: str) -> list[Compared]:
    rows = CHECK_TABLES[suite].rows(Examination(load(raw)))
    return [row for row in rows if row.relation == relation and row.difference is not None]


def claim(figure: str, subject: str, printed: str, line: int = 1) -> dict[str, str]:
    return {"line": str(line), "figure": figure, "subject": subject, "printed": printed}


def budget(code: str, pagu: str) -> dict[str, str]:
    return {"version": "revisi", "classification": "unit", "code": code, "level": "unit", "name": code, "pagu_rp": pagu}


SCORED: Tables = {
    "indicators": [
        {"since": "2022", "code": "IKU.1", "name": "Indeks", "objective": "SS.1", "measure": "nilai", "polarity": "max", "accumulation": "last", "system": "rb"}
    ],
    "objectives": [{"since": "2022", "code": "SS.1", "name": "Sasaran"}],
}


CASES: list[tuple[str, str, str, Tables, list[tuple[str, str, bool]]]] = [
    (
        "one figure, two prints",
        "agreement",
        "dua_cetakan",
        SCORED
        | {
            "targets": [{"code": "IKU.1", "basis": "pk", "value": "80"}],
            "realisations": [{"code": "IKU.1", "method": "stated", "value": "80,38", "status": "final"}],
            "claims": [
                claim("capaian_pct", "IKU.1", printed, line) for line, printed in ((2, "100,48"), (3, "100,47"), (4, "100,5"), (5, "101"), (6, "100,48"))
            ],
        },
        [("100,47", "100,48", True), ("100,48", "100,48", False)],
    ),
]


@pytest.mark.parametrize(("why", "suite", "relation", "tables", "expected"), CASES, ids=[f"{case[2]}: {case[0]}" for case in CASES])
def test_a_relation_says_whether_the_document_agrees(
    invent: Callable[..., Any], why: str, suite: str, relation: str, tables: Tables, expected: list[tuple[str, str, bool]]
) -> None:
    rows = told(suite, invent(**tables), relation)

    assert [(row.printed, row.expected, bool(row.difference)) for row in rows] == expected


FAILING: dict[str, set[tuple[str, str, int]]] = {
    "agreement": {("dua_cetakan", PMK, 451)},
}
"""By suite: relation, document and line of every contradiction in the real documents, of the relations told here."""


@pytest.mark.parametrize("suite", FAILING)
def test_the_real_documents_contradict_themselves_here_and_nowhere_else(facts: Facts, suite: str) -> None:
    asked = {case[2] for case in CASES if case[1] == suite}
    rows = CHECK_TABLES[suite].rows(Examination(facts))

    assert {(row.relation, row.document, row.line) for row in rows if row.difference and row.relation in asked} == FAILING[suite]
