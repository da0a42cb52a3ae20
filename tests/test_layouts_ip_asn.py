"""Tables of the professionalism index: agencies, units and employees, and never a name or number of a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from brought import context, csv_book, ledger_of, lefts, rows_of, unaccounted, whys, xlsx_book

from analysis.intake.layouts import columns, ip_asn, recognised
from analysis.intake.meaning.private import names_persons
from analysis.intake.reading import Asked, Reading

AGENCIES = [
    ["UPDATE DATA 12 SEPTEMBER 2024"],
    ["No", "Nama Instansi", "Jumlah PNS", "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin", "Rata Nilai", "Kategori"],
    ["1", "Pemerintah Provinsi Contoh", "28,572", "21.46", "37.55", "27.81", "5", "91.82", "sangat tinggi"],
    ["2", "Pemerintah Kab. Misal", "8,262", "21.15", "35.76", "26.35", "5", "88.27", "tinggi"],
    ["", "Rata-rata", "", "21.31", "36.66", "27.08", "5", "90.05", ""],
]


def test_agencies_become_members_with_their_dimensions(tmp_path: Path) -> None:
    book = csv_book(tmp_path, AGENCIES)

    found = recognised(book, Asked()).take(book, Asked("kantor-a", "2024-TW3"), context(tmp_path))

    assert found.wrong == []
    assert unaccounted(book, found) == []
    assert lefts(found) == {1: "title", 2: "heads", 5: "total"}
    members = rows_of(found, "members")
    assert [(row["member"], row["attribute"], row["value"]) for row in members[:5]] == [
        ("prov-contoh", "jumlah_pns", "28,572"),
        ("prov-contoh", "kualifikasi", "21.46"),
        ("prov-contoh", "kompetensi", "37.55"),
        ("prov-contoh", "kinerja", "27.81"),
        ("prov-contoh", "disiplin", "5"),
    ]
    assert {row["population"] for row in members} == {"ip-asn-instansi"}
    assert members[5]["member"] == "kab-misal"
    assert {(row["figure"], row["subject"], row["printed"]) for row in rows_of(found, "claims")} >= {
        ("skor", "ip-asn-instansi:prov-contoh", "91.82"),
        ("kategori", "ip-asn-instansi:kab-misal", "tinggi"),
    }
    assert found.proposal.styles["Jumlah PNS"] == found.proposal.styles["Kinerja"] == "en"
    assert found.proposal.certainty == "U"


def test_members_give_scores_categories_and_ranks(tmp_path: Path) -> None:
    found = ip_asn.take(csv_book(tmp_path, AGENCIES), Asked("kantor-a", "2024-TW3"), context(tmp_path))
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2024-TW3"]})

    assert ledger.get("skor", "ip-asn-instansi:prov-contoh", "kantor-a", "2024-TW3").number == pytest.approx(91.82)
    assert ledger.get("kategori", "ip-asn-instansi:kab-misal", "kantor-a", "2024-TW3").value == "tinggi"
    assert ledger.get("peringkat", "ip-asn-instansi:kab-misal", "kantor-a", "2024-TW3").number == 2
    assert ledger.get("jumlah", "ip-asn-instansi/jumlah_pns", "kantor-a", "2024-TW3").number == 36_834


def test_an_agency_keeps_the_code_that_the_document_gave_it(tmp_path: Path) -> None:
    before = [{"population": "ip-asn-instansi", "member": "contoh-lama", "name": "Pemerintah Provinsi  Contoh"}]

    found = ip_asn.take(csv_book(tmp_path, AGENCIES), Asked("kantor-a", "2024-TW3"), context(tmp_path, members=before))

    assert {row["member"] for row in rows_of(found, "members")} == {"contoh-lama", "kab-misal"}


def test_known_units_get_components_and_their_index(tmp_path: Path) -> None:
    rows = [
        ["Tahun 2023"],
        ["Unit Kerja", "Dimensi", None, None, None, "Nilai IP ASN"],
        [None, "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin", None],
        ["Kanreg A", Decimal("21.35"), Decimal("25.44"), Decimal("25.29"), 5, Decimal("77.08")],
        ["Kantor Regional B BKN Misal", Decimal("21.38"), Decimal("39.38"), Decimal("25.21"), 5, Decimal("90.97")],
    ]
    book = xlsx_book(tmp_path, merged=("A2:A3", "B2:E2", "F2:F3"), IP=rows)
    own = [{"unit": "kantor-a", "code": "IKU.9", "name": "IP ASN", "system": "ip_asn"}]

    found = ip_asn.take(book, Asked(), context(tmp_path, indicators=own))
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2023"], "kantor-b": ["2023"]})

    assert found.wrong == []
    assert unaccounted(book, found) == []
    assert {(row["unit"], row["period"], row["code"]) for row in rows_of(found, "components")} == {("kantor-a", "2023", "IKU.9"), ("kantor-b", "2023", "")}
    assert ledger.get("ip_asn_nilai", "IKU.9", "kantor-a", "2023").number == pytest.approx(77.08)
    assert ledger.get("ip_asn_nilai", "total", "kantor-b", "2023").number == pytest.approx(90.97)
    assert ("ip_asn_nilai", "IKU.9", "77,08") in {(row["figure"], row["subject"], row["printed"]) for row in rows_of(found, "claims")}


BORN, APPOINTED = date(1980, 1, 1), date(2005, 1, 1)
NIP = f"{BORN:%Y%m%d}{APPOINTED:%Y%m}1001"
"""A number of nobody: a day, a month, a sex and a rank, put together as those of employees are."""
SPACED = f"{BORN:%Y%m%d} {APPOINTED:%Y%m} 1 001"
ANOTHER = f"{date(1990, 2, 2):%Y%m%d}"
EMPLOYEES = [
    ["No", "NIP", "Nama", "Jabatan", "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin", "Total"],
    ["1", NIP, "Seseorang, S.H.", "Analis", "15", "30", "25", "5", "75"],
    ["2", f"{ANOTHER} {date(2014, 2, 1):%Y%m} 2 002", "Orang Lain", "Arsiparis", "20", "40", "25", "5", "90"],
]


def told(found: Reading) -> str:
    """Everything that is kept or said of a file."""
    return repr((found.taken, found.wrong, found.proposal.columns, found.proposal.kept_out))


def test_employees_are_numbered_and_nobody_is_named(tmp_path: Path) -> None:
    book = csv_book(tmp_path, EMPLOYEES)

    found = recognised(book, Asked()).take(book, Asked("kantor-a", "2023"), context(tmp_path))
    ledger = ledger_of(tmp_path, found, reports={"kantor-a": ["2023"]})

    assert found.proposal.kept_out == ["NIP", "Nama"]
    assert unaccounted(book, found) == []
    assert {(row["population"], row["member"], row["name"]) for row in rows_of(found, "members")} == {
        ("ip-asn-pegawai", "p-0001", "p-0001"),
        ("ip-asn-pegawai", "p-0002", "p-0002"),
    }
    assert not [secret for secret in (NIP, ANOTHER, "Seseorang", "Orang Lain", "Analis") if secret in told(found)]
    assert ledger.get("skor", "ip-asn-pegawai:p-0002", "kantor-a", "2023").number == 90
    assert ledger.get("kategori", "ip-asn-pegawai:p-0001", "kantor-a", "2023").value == "sedang"


@pytest.mark.parametrize("heads", [["Nama", "X"], ["Nama Pegawai", "X"], ["Y", "Pegawai"], ["Nama", "Unit Kerja"]])
def test_a_column_of_numbers_of_persons_is_known_by_its_values(heads: list[str], tmp_path: Path) -> None:
    rows = [[*heads, "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin"], ["Seseorang", NIP, "15", "30", "25", "5"]]

    found = ip_asn.take(csv_book(tmp_path, rows), Asked("kantor-a", "2023"), context(tmp_path))

    assert NIP not in told(found)
    assert "Seseorang" not in told(found)
    assert {row["member"] for row in rows_of(found, "members")} == {"p-0001"}


def test_employees_of_units_are_none_of_the_units(tmp_path: Path) -> None:
    rows = [["Unit Kerja", "Nama", "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin"], ["Kanreg A", "Seseorang", "15", "30", "25", "5"]]

    found = ip_asn.take(csv_book(tmp_path, rows), Asked(period="2023"), context(tmp_path))

    assert {(row["unit"], row["member"]) for row in rows_of(found, "members")} == {("kantor-a", "p-0001")}
    assert "Seseorang" not in told(found)


def test_no_table_of_an_office_keeps_persons_even_when_asked(tmp_path: Path) -> None:
    rows = [["Kode IKU", "Nama Pegawai", "Penanggung Jawab", "Realisasi"], ["IKU.1", "Seseorang", NIP, "5"]]
    asked = Asked("kantor-a", "2023", columns={"Penanggung Jawab": "realisations.measure", "Nama Pegawai": "realisations.reason"})

    found = columns.take(csv_book(tmp_path, rows), asked, context(tmp_path))

    assert found.proposal.kept_out == ["Nama Pegawai", "Penanggung Jawab"]
    assert "Seseorang" not in told(found)
    assert NIP not in told(found)


@pytest.mark.parametrize(
    ("head", "value", "expected"),
    [
        ("NIP", "x", True),
        ("Nama Lengkap", "x", True),
        ("No. HP", "x", True),
        ("Nama Indikator", "x", False),
        ("Kode", NIP, True),
        ("Kode", f"'{SPACED}", True),
        ("Pagu", "123456789012345678", False),
        ("Uraian", f"Belanja {NIP}", False),
    ],
)
def test_what_names_a_person(head: str, value: str, expected: bool) -> None:
    assert names_persons(head, [value]) is expected


DAMAGES = {
    "another style": ([*AGENCIES, ["3", "Kota Lain", "900", "21,5", "35.76", "26.35", "5", "88.27", "tinggi"]], "2024", [("D6", "style_mixed")]),
    "no year": ([["Triwulan III"], *AGENCIES[1:]], "", [("A1", "year_missing")]),
    "no period": (AGENCIES, "", [("", "period_missing")]),
}


@pytest.mark.parametrize(("rows", "period", "expected"), DAMAGES.values(), ids=list(DAMAGES))
def test_what_is_wrong_is_told(rows: list[list[str]], period: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    book = csv_book(tmp_path, rows)

    found = ip_asn.take(book, Asked("kantor-a", period), context(tmp_path))

    assert whys(found) == expected
    assert unaccounted(book, found) == []
