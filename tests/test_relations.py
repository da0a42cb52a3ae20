"""Relations of the check tables, each on an invented document that says one thing wrong, and what the real documents give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.audit.relations import CHECK_TABLES, Compared, Examination
from analysis.facts import Facts
from analysis.tables import load

WK = "bkpsdm-way-kanan_lkjip_2023"
PMK = "deputi-pmk_laporan-kinerja_2023"
K6 = "kanreg-06-medan_rencana-kerja_2024"

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


def told(suite: str, raw: Any, relation: str) -> list[Compared]:
    rows = CHECK_TABLES[suite].rows(Examination(load(raw)))
    return [row for row in rows if row.relation == relation and row.difference is not None]


def claim(figure: str, subject: str, printed: str, line: int = 1) -> dict[str, str]:
    return {"line": str(line), "figure": figure, "subject": subject, "printed": printed}


def said(kind: str, subject: str, value: str, words: str = "", **place: str) -> dict[str, str]:
    return {"kind": kind, "subject": subject, "value": value, "words": words or value, **place}


def target(basis: str, value: str, period: str = "2023") -> dict[str, str]:
    return {"period": period, "code": "IKU.1", "basis": basis, "value": value}


def result(value: str, period: str = "2023") -> dict[str, str]:
    return {"period": period, "code": "IKU.1", "method": "stated", "value": value, "status": "final"}


def spent(period: str, amount: str) -> dict[str, str]:
    return {"period": period, "classification": "unit", "code": "total", "realisasi_rp": amount}


def budget(period: str, amount: str) -> dict[str, str]:
    return {"period": period, "version": "murni", "classification": "unit", "code": "total", "level": "total", "name": "total", "pagu_rp": amount}


def people(population: str, **counts: str) -> Rows:
    return [{"population": f"pegawai-{population}", "member": "pns", "name": "PNS", "attribute": a, "value": v} for a, v in counts.items()]


def counted(population: str, **counts: str) -> Rows:
    return [{"population": population, "member": m, "name": m, "attribute": "jumlah", "value": v} for m, v in counts.items()]


def scale(*bounds: tuple[str, str]) -> Rows:
    return [{"scheme": "rb", "order": str(n), "label": str(n), "basis": "nilai", "lower": low, "upper": high} for n, (low, high) in enumerate(bounds, 1)]


SCORED: Tables = {
    "indicators": [
        {"since": "2022", "code": "IKU.1", "name": "Indeks", "objective": "SS.1", "measure": "nilai", "polarity": "max", "accumulation": "last", "system": "rb"}
    ],
    "objectives": [{"since": "2022", "code": "SS.1", "name": "Sasaran"}],
}
FOLLOWED: Tables = SCORED | {
    "indicators": [SCORED["indicators"][0] | {"name": "Persentase Tindak Lanjut Temuan", "measure": "pct"}],
    "realisations": [result("100")],
}
SPENT: Tables = {
    "spending": [spent("2021", "9"), spent("2022", "7"), spent("2023", "8")],
    "budget": [budget(year, "10") for year in ("2021", "2022", "2023")],
}
TREE: Tables = {
    "budget": [
        {"version": "murni", "classification": "keluaran", "code": "dm", "level": "program", "name": "Program Dukungan Manajemen"},
        {"version": "murni", "classification": "keluaran", "code": "4842", "parent": "dm", "level": "kegiatan", "name": "Pengelolaan SDM"},
    ]
}
RATED: Tables = {
    "members": [
        {"population": "ip-asn-instansi", "member": member, "name": member, "attribute": dimension, "value": value}
        for member, values in (("a", ("20", "30", "25", "5")), ("b", ("15", "30", "25", "5")))
        for dimension, value in zip(("kualifikasi", "kompetensi", "kinerja", "disiplin"), values, strict=True)
    ]
}
ADDED: Tables = {
    "members": [
        {"period": year, "population": "wilayah", "member": member, "name": member, "attribute": "jumlah_instansi", "value": value}
        for year, member, value in (("2022", "kementerian", "35"), ("2023", "kementerian", "33"), ("2022", "kanreg-01", "30"), ("2023", "kanreg-01", "34"))
    ]
}
OUTPUTS: Tables = {
    "outputs": [
        {"code": "1", "name": "Cakupan Pelayanan", "measure": "pct", "target": "100%", "realisasi": "101%"},
        {"code": "2", "name": "Persentase", "measure": "pct", "target": "100%", "realisasi": "120%"},
        {"code": "1.1", "name": "Orang yang dibina", "measure": "orang", "target": "230", "realisasi": "230"},
        {"code": "1.2", "name": "Laporan", "measure": "laporan", "target": "2", "realisasi": "0"},
    ]
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
    (
        "a promise that is not the plan",
        "agreement",
        "target_renstra",
        SCORED | {"targets": [target("pk", "80"), target("renja", "80"), target("renstra", "82")]},
        [("80", "82", True)],
    ),
    (
        "a plan of work that is the plan",
        "agreement",
        "target_renstra",
        SCORED | {"targets": [target("renja", "80"), target("renstra", "80")]},
        [("80", "80", False)],
    ),
    (
        "one table of people alone",
        "agreement",
        "satu_populasi",
        {"members": [*people("golongan", ii="10", iii="13"), *people("umur", muda="9", tua="13"), *people("kelamin", pria="14", wanita="9")]},
        [("10 + 13", "23", False), ("9 + 13", "23", True), ("14 + 9", "23", False)],
    ),
    (
        "no two tables agree",
        "agreement",
        "satu_populasi",
        {"members": [*people("golongan", ii="10", iii="13"), *people("umur", muda="9", tua="13"), *people("kelamin", pria="14", wanita="10")]},
        [],
    ),
    (
        "two tables of people",
        "agreement",
        "satu_populasi",
        {"members": [*people("golongan", ii="10", iii="13"), *people("umur", muda="9", tua="13")]},
        [],
    ),
    (
        "below the scale, in it, and above it",
        "scales",
        "nilai_dalam_skala",
        SCORED | {"bands": scale(("250", "400"), ("100", "249")), "realisations": [result("99", "2022"), result("401"), result("100", "2024")]},
        [("99", ">= 100", True), ("401", "<= 400", True), ("100", "<= 400", False)],
    ),
    (
        "a scale that is open below",
        "scales",
        "nilai_dalam_skala",
        SCORED | {"bands": scale(("250", "400"), ("", "249")), "realisations": [result("99")]},
        [],
    ),
    ("more than all", "series", "paling_banyak_seratus", OUTPUTS, [("101%", "<= 100", True)]),
    (
        "activities last year",
        "prose",
        "own_matter",
        {"statements": [said("period_name", "bab:3", "2022", "Selama tahun 2022")]},
        [("Selama tahun 2022", "2023", True)],
    ),
    (
        "activities this year",
        "prose",
        "own_matter",
        {"statements": [said("period_name", "bab:3", "2023", "Selama tahun 2023")]},
        [("Selama tahun 2023", "2023", False)],
    ),
    (
        "a quarter before",
        "prose",
        "own_matter",
        {"statements": [said("period_name", "x", "TW II", "selama TW II", period="2023-TW3")]},
        [("selama TW II", "2023-TW3", True)],
    ),
    (
        "months of the first quarter",
        "prose",
        "own_matter",
        {"statements": [said("period_name", "x", "Januari sampai dengan Maret", period="2023-TW3")]},
        [("Januari sampai dengan Maret", "2023-TW3", True)],
    ),
    (
        "an assessment of last year",
        "prose",
        "own_matter",
        {"statements": [said("period_name", "x", "2022", "Nilai Tahun 2022 yang dinilai pada tahun 2023")]},
        [],
    ),
    (
        "a plan of next year",
        "prose",
        "own_matter",
        {"statements": [said("period_name", "x", "2024", "rencana tahun 2024")]},
        [("rencana tahun 2024", "2023", False)],
    ),
    ("a span of years", "prose", "own_matter", {"statements": [said("period_name", "x", "2020 - 2022")]}, []),
    (
        "spending that fell",
        "prose",
        "direction",
        SPENT | {"statements": [said("comparison", "realisasi_rp", "", "realisasi dari tahun 2021 sampai dengan 2023 mengalami kenaikan")]},
        [("realisasi dari tahun 2021 sampai dengan 2023 mengalami kenaikan", "turun (2021: 9; 2022: 7; 2023: 8)", True)],
    ),
    (
        "spending that rose in the last year",
        "prose",
        "direction",
        SPENT | {"statements": [said("comparison", "realisasi_rp", "", "meningkat dalam 1 tahun terakhir")]},
        [("meningkat dalam 1 tahun terakhir", "naik (2022: 7; 2023: 8)", False)],
    ),
    (
        "a target raised to what it was",
        "prose",
        "direction",
        SCORED | {"targets": [target("pk", "80", "2022")], "statements": [said("comparison", "IKU.1#2", "dinaikkan", "target hanya dinaikkan menjadi 80")]},
        [("target hanya dinaikkan menjadi 80", "tetap (2022: 80)", True)],
    ),
    (
        "all targets met but one",
        "prose",
        "direction",
        SCORED
        | {"targets": [target("pk", "80")], "realisations": [result("76")], "statements": [said("comparison", "renstra", "", "mampu merealisasikan target")]},
        [("mampu merealisasikan target", "IKU.1: 95", True)],
    ),
    (
        "all targets met",
        "prose",
        "direction",
        SCORED
        | {"targets": [target("pk", "80")], "realisations": [result("80")], "statements": [said("comparison", "renstra", "", "mampu merealisasikan target")]},
        [("mampu merealisasikan target", ">= 100", False)],
    ),
    (
        "a value beyond its bound, and one within",
        "prose",
        "stated_bound",
        {
            "statements": [said("count", "efisiensi_pct/batas-maksimal", "20%")],
            "claims": [claim("efisiensi_pct", "IKU.1", "20,13%"), claim("efisiensi_pct", "IKU.2", "20%")],
        },
        [("20,13%", "<= 20", True), ("20%", "<= 20", False)],
    ),
    (
        "a share of no findings",
        "prose",
        "nothing_to_share",
        FOLLOWED | {"statements": [said("count", "temuan", "0", "tidak ada temuan")]},
        [("tidak ada temuan", "N/A", True)],
    ),
    (
        "no findings, but recommendations",
        "prose",
        "nothing_to_share",
        FOLLOWED | {"statements": [said("count", "temuan", "tidak ada"), said("count", "rekomendasi", "16")]},
        [],
    ),
    (
        "another name",
        "prose",
        "one_name",
        TREE | {"statements": [said("comparison", "4842", "nama berbeda dari bab I", "Arsip")]},
        [("Arsip", "Pengelolaan SDM", True)],
    ),
    (
        "another spelling",
        "prose",
        "one_name",
        TREE | {"statements": [said("category", "4842/name", "", "pengellolaan  SDM")]},
        [("pengellolaan  SDM", "Pengelolaan SDM", False)],
    ),
    (
        "another programme",
        "prose",
        "own_programme",
        TREE | {"statements": [said("category", "program:4842", "Program Kebijakan")]},
        [("Program Kebijakan", "Program Dukungan Manajemen", True)],
    ),
    (
        "a target of another number",
        "prose",
        "tally",
        SCORED | {"statements": [said("count", "IKU.1/target-bimtek", "24")], "targets": [target("pk", "20")]},
        [],
    ),
    (
        "a target in prose",
        "prose",
        "tally",
        SCORED
        | {
            "indicators": [SCORED["indicators"][0] | {"measure": "instansi"}],
            "statements": [said("count", "IKU.1/target-bimtek", "24")],
            "targets": [target("pk", "20")],
        },
        [("24", "20", True)],
    ),
    (
        "fewer assessed than in the classes",
        "prose",
        "tally",
        {"statements": [said("count", "nspk-dinilai", "30")], "members": counted("nspk", a="6", b="28")},
        [("30", "34", True)],
    ),
    (
        "a whole and its two parts",
        "prose",
        "tally",
        {"statements": [said("count", "pegawai-unit", "97"), said("count", "pegawai-ip-asn", "86")], "members": counted("pegawai-tidak-dinilai", a="6", b="6")},
        [("97", "98", True)],
    ),
    (
        "counted, though it is said not to be",
        "prose",
        "tally",
        SCORED
        | {
            "indicators": [SCORED["indicators"][0] | {"measure": "pct"}],
            "members": counted("digital", ya="11", belum="1"),
            "realisations": [result("91,67%")],
            "statements": [said("count", "digital:luar", "2", "2 layanan yang tidak menjadi nilai pencapaian realisasi")],
        },
        [("2 layanan yang tidak menjadi nilai pencapaian realisasi", "75%", True)],
    ),
    (
        "the highest",
        "prose",
        "extreme",
        RATED | {"statements": [said("comparison", "ip-asn-instansi:a", "tertinggi")]},
        [("tertinggi", "ip-asn-instansi:a: 80", False)],
    ),
    (
        "the highest told as lowest",
        "prose",
        "extreme",
        RATED | {"statements": [said("comparison", "ip-asn-instansi:a", "terendah")]},
        [("terendah", "ip-asn-instansi:b: 75", True)],
    ),
    (
        "the highest of another time",
        "prose",
        "extreme",
        RATED | {"statements": [said("comparison", "ip-asn-instansi:a", "terendah", period="2022")]},
        [],
    ),
    (
        "agencies added that were lost, and those that were added",
        "prose",
        "tally",
        ADDED | {"statements": [said("count", "wilayah/penambahan-pusat", "1"), said("count", "wilayah/penambahan-daerah", "4")]},
        [("1", "-2", True), ("4", "4", False)],
    ),
    ("another target of a programme", "prose", "programme_target", OUTPUTS | {"statements": [said("comparison", "target:1", "90%")]}, [("90%", "100", True)]),
    ("the target of a programme", "prose", "programme_target", OUTPUTS | {"statements": [said("comparison", "target:1", "100%")]}, [("100%", "100", False)]),
    (
        "did not run, and reached all",
        "prose",
        "did_not_run",
        OUTPUTS | {"statements": [said("comparison", "1.1", "tidak berjalan")]},
        [("tidak berjalan", "230 / 230", True)],
    ),
    ("did not run", "prose", "did_not_run", OUTPUTS | {"statements": [said("comparison", "1.2", "tidak berjalan")]}, [("tidak berjalan", "0 / 2", False)]),
    ("objectives of which some are named", "prose", "count_agrees", SCORED | {"statements": [said("count", "SS", "4", "Keempat sasaran")]}, []),
    ("objectives of the document", "prose", "count_agrees", SCORED | {"statements": [said("count", "SS", "2", "2 sasaran")]}, [("2 sasaran", "1", True)]),
]


@pytest.mark.parametrize(("why", "suite", "relation", "tables", "expected"), CASES, ids=[f"{case[2]}: {case[0]}" for case in CASES])
def test_a_relation_says_whether_the_document_agrees(
    invent: Callable[..., Any], why: str, suite: str, relation: str, tables: Tables, expected: list[tuple[str, str, bool]]
) -> None:
    rows = told(suite, invent(**tables), relation)

    assert [(row.printed, row.expected, bool(row.difference)) for row in rows] == expected


FAILING: dict[str, set[tuple[str, str, int]]] = {
    "agreement": {
        ("dua_cetakan", PMK, 451),
        ("satu_populasi", WK, 189),
        *(("target_renstra", PMK, line) for line in (810, 819, 1247, 1750, 1755, 1758, 1760, 1764)),
        *(("target_renstra", K6, line) for line in (934, 935, 938, 941, 942, 943, 945, 946, 947, 948, 949)),
    },
    "scales": {("nilai_dalam_skala", WK, 1046)},
    "series": {("paling_banyak_seratus", WK, 1471)},
}
"""By suite: relation, document and line of every contradiction in the real documents, of the relations told here."""


@pytest.mark.parametrize("suite", FAILING)
def test_the_real_documents_contradict_themselves_here_and_nowhere_else(facts: Facts, suite: str) -> None:
    asked = {case[2] for case in CASES if case[1] == suite}
    rows = CHECK_TABLES[suite].rows(Examination(facts))

    assert {(row.relation, row.document, row.line) for row in rows if row.difference and row.relation in asked} == FAILING[suite]
