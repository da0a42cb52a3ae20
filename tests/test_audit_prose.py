"""The check table of the prose: how it reads dates, numbers and citations, what contradicts, and what the real documents give."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.audit.relations import Compared, Examination, frame_of
from analysis.audit.relations.prose import RELATIONS, prose
from analysis.audit.relations.prose.dates import as_of, dates, dates_with_weekday, quarter
from analysis.audit.relations.prose.numerals import counted, number_of
from analysis.errors import RuleError
from analysis.facts import Facts
from analysis.peraturan import instruments
from analysis.peraturan.citation import citations, meant, same_title
from analysis.tables import load

WK = "bkpsdm-way-kanan_lkjip_2023"
PMK = "deputi-pmk_laporan-kinerja_2023"
K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
K6 = "kanreg-06-medan_rencana-kerja_2024"
K7 = "kanreg-07-palembang_rencana-kerja_2025"

# How words are read.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 Januari 2023", [(2023, 1, 6)]),
        ("UPDATE DATA 12 SEPTEMBER 2024", [(2024, 9, 12)]),
        ("14-Apr-23", [(2023, 4, 14)]),
        ("1-2 Maret 2023", [(2023, 3, 2)]),
        ("31 desember 2023, lalu 3 Nopember 2024", [(2023, 12, 31), (2024, 11, 3)]),
        ("tanggal 1 pekan pertama Juni 2024", [(2024, 6, 1)]),
        ("31 April 2023", [(2023, 4, 31)]),
        ("Januari 2024", []),
        ("sebesar 12 poin pada tahun 2023", []),
        ("10 Januari 2023 [2023-40]", [(2023, 1, 10)]),
    ],
)
def test_dates_are_read_as_printed(text: str, expected: list[tuple[int, int, int]]) -> None:
    assert [(d.year, d.month, d.day) for d in dates(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pada hari Jum'at, 14 April 2023 sudah", ["Jumat"]),
        ("Hari Senin, tanggal 22 April 2024", ["Senin"]),
        ("Minggu 2 Juni 2024", ["Minggu"]),
        ("pada 14 Maret 2023", []),
    ],
)
def test_a_weekday_is_read_with_its_date(text: str, expected: list[str]) -> None:
    assert [name for name, _ in dates_with_weekday(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("per 1 Januari 2024", (2024, 1)),
        ("(per-september 2023)", (2023, 9)),
        ("Update Data Pegawai pe-Desember 2022", (2022, 12)),
        ("data per tanggal 15 Agustus 2024", (2024, 8)),
        ("Peraturan Menteri Nomor 6 Tahun 2022 Tanggal 4 Januari 2023", None),
        ("1 pekan pertama Juni 2024", None),
    ],
)
def test_data_are_told_as_of_a_month(text: str, expected: tuple[int, int] | None) -> None:
    assert as_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("triwulan III 2023", (3, 2023)), ("Triwulan II Tahun 2024", (2, 2024)), ("TW IV", (4, None)), ("TW Ill 2024", (3, 2024)), ("tahun 2023", None)],
)
def test_quarters_are_read_in_roman_figures(text: str, expected: tuple[int, int | None] | None) -> None:
    assert quarter(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("empat", 4),
        ("kedua", 2),
        ("Delapan", 8),
        ("pertama", 1),
        ("keempat", 4),
        ("sepuluh", 10),
        ("sebelas", 11),
        ("dua belas", 12),
        ("empatbelas", 14),
        ("empat puluh tujuh", 47),
        ("sembilan puluh sembilan", 99),
        ("seratus dua", 102),
        ("tiga ribu empat ratus lima", 3405),
        ("sejuta", 1_000_000),
        ("sangat baik", None),
        ("kesatuan", None),
        ("dua tiga", None),
        ("", None),
    ],
)
def test_number_words_are_understood(words: str, expected: int | None) -> None:
    assert number_of(words) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("1.027", 1027), ("97", 97), ("Delapan", 8), ("16,67%", None), ("20%", None), ("72.24", None), ("tidak ada", None)]
)
def test_counts_are_whole_numbers(text: str, expected: int | None) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Undang-Undang Nomor 5 Tahun 2014 tentang Aparatur Sipil Negara", ["UU 5/2014"]),
        ("Undang — Undang Nomor 20 Tahun 2023", ["UU 20/2023"]),
        ("Undang Undang No. 5 tahun 2014", ["UU 5/2014"]),
        ("UU No 5 Tahun 2014", ["UU 5/2014"]),
        ("UU 5/2014", ["UU 5/2014"]),
        ("Undang-Undang (UU) Nomor 5 Tahun 2014", ["UU 5/2014"]),
        ("Peraturan Pemerintah (PP) Nomor 11 Tahun 2017", ["PP 11/2017"]),
        ("Peraturan Pemerintah Republik Indonesia Nomor 46 Tahun 2011", ["PP 46/2011"]),
        ("Perpres 29/2014", ["Perpres 29/2014"]),
        ("Peraturan Presiden No. 90 Tahun 2010", ["Perpres 90/2010"]),
        ("PermenPANRB No. 38 Tahun 2018", ["PermenPANRB 38/2018"]),
        ("Permen PAN & RB Nomor 88 Tahun 2021", ["PermenPANRB 88/2021"]),
        ("Permenpan & RB Nomor 14 Tahun 2017", ["PermenPANRB 14/2017"]),
        ("PermenPAN-RB Nomor 14 Tahun 2017", ["PermenPANRB 14/2017"]),
        ("Peraturan Menteri PAN dan Reformasi Birokrasi Nomor 53 Tahun 2014", ["PermenPANRB 53/2014"]),
        ("Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Republik Indonesia Nomor 9 Tahun 2015", ["PermenPANRB 9/2015"]),
        ("Perarutan Menteri PPN/BAPPENAS Nomor 9 Tahun 2017", ["PermenPPN 9/2017"]),
        ("Peraturan Kepala Badan Kepegawaian Negara Nomor 31 Tahun 2020", ["Peraturan BKN 31/2020"]),
        ("Perka BKN No 8 Tahun 2019", ["Peraturan BKN 8/2019"]),
        ("PerBKN Nomor 8 Tahun 2019", ["Peraturan BKN 8/2019"]),
        ("Keputusan Kepala Badan Kepegawaian Negara No.1.8/KEP/2020", ["Keputusan Kepala BKN 1.8/KEP/2020"]),
        ("Keputusan Kepala BKN Nomor 321.1 Tahun 2023", ["Keputusan Kepala BKN 321.1/2023"]),
        ("PMK nomor 214/PMK.02/2017", ["PMK 214/PMK.02/2017"]),
        ("Peraturan Direktur Jenderal Perbendaharaan Nomor PER-5/PB/2022", ["PER-5/PB/2022"]),
        ("TAP MPR RI Nomor XI/MPR/1998", ["TAP MPR XI/MPR/1998"]),
        ("Peraturan BKN Nomor 6 Tahun 2022, Peraturan Pemerintah Nomor 94 Tahun 2021", ["Peraturan BKN 6/2022", "PP 94/2021"]),
        ("Surat Edaran Kepala Badan Kepegawaian Negara Nomor : 8 Tahun 2021", []),
        ("Peraturan Bupati Way Kanan Nomor 29 Tahun 2016", []),
        ("Nomor 38 Tahun 2018", []),
    ],
)
def test_citations_have_one_id_in_every_spelling(text: str, expected: list[str]) -> None:
    assert [citation.id for citation in citations(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Undang-Undang Nomor 23 Tahun 2015 tentang Pemerintahan Daerah", "UU 23/2014"),
        ("Peraturan Presiden Nomor 8 Tahun 2006 tentang Pelaporan Keuangan dan Kinerja Instansi Pemerintah", "PP 8/2006"),
        ("Peraturan Presiden No. 90 Tahun 2010 tentang Penyusunan Rencana Kerja dan Anggran Kementerian/Lembaga", "PP 90/2010"),
        ("PermenPan & RB Nomor 3 Tahun 2018 tentang Pengukuran Indeks Profesionalitas ASN", "PermenPANRB 38/2018"),
        ("Peraturan Presiden Nomor 52 Tahun 2023 tentang Rencana Kerja Pemerintah Tahun 2024", None),
        ("Undang-Undang Nomor 5 Tahun 2014 tentang Manajemen ASN", None),
        ("Undang-Undang Nomor 99 Tahun 2030", None),
        ("Undang-Undang Nomor 32 Tahun 2004 tentang Perikanan", None),
    ],
)
def test_a_title_under_an_unknown_number_leads_to_the_instrument_meant(text: str, expected: str | None) -> None:
    found = meant(citations(text)[0])

    assert (found.id if found else None) == expected


def test_a_title_that_is_cut_off_is_still_that_title() -> None:
    assert same_title("Evaluasi Akuntabilitas Kinerja", "Evaluasi Akuntabilitas Kinerja Instansi Pemerintah")
    assert not same_title("Evaluasi", "Evaluasi Akuntabilitas Kinerja Instansi Pemerintah")


# The registry.


def test_what_is_replaced_has_an_end_and_its_follower_an_entry() -> None:
    replaced = [i for i in instruments().values() if i.replaced_by]

    assert replaced
    assert all(i.until is not None and instruments()[i.replaced_by].since <= i.until + 1 for i in replaced)


@pytest.mark.parametrize(
    ("id", "year", "expected"),
    [("UU 5/2014", 2023, True), ("UU 5/2014", 2024, False), ("UU 20/2023", 2023, True), ("UU 20/2023", 2022, False), ("UU 25/2004", 2024, None)],
)
def test_an_instrument_governs_every_year_of_which_it_has_a_part(id: str, year: int, expected: bool | None) -> None:
    assert instruments()[id].covers(year) is expected


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("- {id: A, title: t, since: 2020, certainty: B, reference: ''}", "needs a reference"),
        ("- {id: A, title: t, since: 2020, certainty: X, reference: r}", "certainty from A to U"),
        ("- {id: A, title: t, since: 2020, until: 2019, certainty: B, reference: r}", "ends before it begins"),
        ("- {id: A, title: t, since: 2020, certainty: B, reference: r, replaced_by: B}", "no entry of its own"),
        ("- &a {id: A, title: t, since: 2020, certainty: B, reference: r}\n- *a", "told twice"),
    ],
)
def test_an_unclear_registry_is_refused(tmp_path: Any, entries: str, told: str) -> None:
    file = tmp_path / "peraturan.yaml"
    file.write_text(entries, "utf-8")

    with pytest.raises(RuleError, match=told):
        instruments(file)


# Relations, each on a document that says one thing wrong.

Said = dict[str, Any]
Tables = dict[str, list[dict[str, str]]]


def said(kind: str, subject: str, value: str, words: str = "", **place: str) -> Said:
    return {"kind": kind, "subject": subject, "value": value, "words": words or value, **place}


def rows_of(invent: Callable[..., Any], *statements: Said, sidecar: dict[str, Any] | None = None, **tables: list[dict[str, str]]) -> list[Compared]:
    return list(prose(Examination(load(invent(sidecar=sidecar, statements=list(statements), **tables)))))


INDICATOR = {
    "since": "2022",
    "code": "IKU.1",
    "name": "Indeks",
    "objective": "SS.1",
    "measure": "nilai",
    "polarity": "max",
    "accumulation": "last",
    "system": "rb",
}
OBJECTIVE = {"since": "2022", "code": "SS.1", "name": "Sasaran"}
SCORED: Tables = {
    "indicators": [INDICATOR],
    "objectives": [OBJECTIVE],
    "realisations": [
        {"period": "2022", "code": "IKU.1", "method": "stated", "value": "80", "status": "final"},
        {"period": "2023", "code": "IKU.1", "method": "stated", "value": "75", "status": "final"},
    ],
    "targets": [
        {"code": "IKU.1", "basis": "pk", "value": "78"},
        {"code": "IKU.1", "basis": "renja", "value": "78"},
        {"code": "IKU.1", "basis": "renstra", "value": "82"},
    ],
}
ELEMENTS: Tables = {
    "components": [
        {"system": "ikm", "code": "IKU.1", "subject": "element:U3", "name": "Ketepatan Waktu", "score": "3"},
        {"system": "ikm", "code": "IKU.1", "subject": "element:U8", "name": "Penanganan Pengaduan", "score": "2"},
    ]
}
MEMBERS: Tables = {"members": [{"population": "digital", "member": m, "name": m, "attribute": "kelas", "class": c} for m, c in (("a", "ya"), ("b", "belum"))]}
OWN = said("period_name", "document", "2023")

CASES: list[tuple[str, str, list[Said], Tables, list[tuple[int, str]]]] = [
    ("a day that exists", "date_possible", [said("date", "x", "30 April 2023")], {}, [(0, "")]),
    ("a day that does not", "date_possible", [said("date", "x", "31 April 2023")], {}, [(1, "")]),
    ("no leap year", "date_possible", [said("date", "x", "29 Februari 2023")], {}, [(1, "")]),
    ("a Friday", "weekday", [said("date", "x", "14 April 2023", "hari Jum'at, 14 April 2023")], {}, [(0, "")]),
    ("no Thursday", "weekday", [said("date", "x", "14 April 2023", "Kamis, 14 April 2023")], {}, [(1, "weekday:Jumat")]),
    ("data of another year", "date_in_period", [said("date", "x", "2022", "data per Desember 2022")], {}, [(1, "")]),
    (
        "enacted after promulgation",
        "enacted_before_promulgated",
        [said("date", f"r/{k}", v) for k, v in (("ditetapkan", "9 Mei 2023"), ("diundangkan", "7 Mei 2023"))],
        {},
        [(2, "")],
    ),
    ("a number of another year", "number_year", [said("legal_basis", "x", "", "Nomor 6 Tahun 2022 Tanggal 4 Januari 2023")], {}, [(1, "")]),
    ("a letter of its year", "number_year", [said("date", "B/185/M/2022", "31 Mei 2022")], {}, [(0, "")]),
    ("a gazette of another year", "number_year", [said("date", "r/diundangkan", "10 Januari 2023", "10 Januari 2023 [2022-40]")], {}, [(1, "")]),
    (
        "a memo of May in April",
        "number_month",
        [said("legal_basis", "r:4/realisasi", "9/2/ND/V/2023"), said("date", "r:4/penetapan", "20 April 2023")],
        {},
        [(1, "")],
    ),
    ("its own year", "own_period", [OWN], {}, [(0, "")]),
    ("another year", "own_period", [said("period_name", "document", "tahun 2022")], {}, [(1, "carried_over:2022")]),
    ("this other year", "own_period", [said("period_name", "IKU.1", "2022", "sampai dengan 2022 ini")], {}, [(1, "carried_over:2022")]),
    ("a plan of years", "own_plan", [said("period_name", "renja", "2020-2024")], {}, []),
    ("last year's agreement", "own_plan", [said("period_name", "pk", "2022")], {}, [(1, "carried_over:2022")]),
    ("last year's budget", "own_plan", [said("period_name", "bab:3", "2022", "melalui APBD 2022")], {}, [(1, "carried_over:2022")]),
    ("a chapter renamed", "chapter_period", [said("period_name", "bab:2", "2022"), said("period_name", "bab:2", "2023")], {}, [(1, ""), (0, "")]),
    ("the fourth of five", "plan_year", [said("count", "r", "4", "tahun keempat dari Renstra 2020-2024")], {}, [(0, "")]),
    ("the third of five", "plan_year", [said("count", "r", "3", "tahun ketiga dari Renstra 2020-2024")], {}, [(1, "")]),
    ("digits and words", "digits_and_words", [said("count", "x", "47", "47 (empat puluh enam) surat")], {}, [(1, "")]),
    ("words and digits", "digits_and_words", [said("count", "x", "2", "Peringkat Kedua (2)")], {}, [(0, "")]),
    ("no number in brackets", "digits_and_words", [said("count", "x", "2", "2 (sangat baik)")], {}, []),
    ("a list too long", "list_agrees", [said("count", "x", "2", "2 indikator yaitu A; B; C")], {}, [(1, "")]),
    ("a list that may be cut", "list_agrees", [said("count", "x", "8", "8 aspek yaitu Perencanaan")], {}, []),
    ("a list too short", "list_agrees", [said("count", "x", "4", "4 dimensi yaitu A, B dan C")], {}, [(1, "")]),
    ("a list with joined items", "list_agrees", [said("count", "x", "3", "3 aspek yaitu A, B dan C, D")], {}, [(0, "")]),
    (
        "items of the line",
        "list_agrees",
        [said("count", "x", "3", "oleh 3 indikator"), said("count", "c:a", "1", "1. A"), said("count", "c:b", "1", "2. B")],
        {},
        [(1, "")],
    ),
    ("two values", "count_agrees", [said("count", "pegawai", "97"), said("count", "pegawai", "98")], {}, [(0, ""), (1, "")]),
    ("two times", "count_agrees", [said("count", "pegawai", "97", period="2023-TW1"), said("count", "pegawai", "98")], {}, []),
    ("shares are no counts", "count_agrees", [said("count", "bagian", "10%"), said("count", "bagian", "20%")], {}, []),
    ("members of the table", "count_agrees", [said("count", "digital", "3")], MEMBERS, [(1, "")]),
    ("members of a class", "count_agrees", [said("count", "digital:ya", "1")], MEMBERS, [(0, "")]),
    ("objectives of the table", "count_agrees", [said("count", "sasaran-strategis", "satu")], SCORED, [(0, "")]),
    (
        "one order listed twice",
        "counted_once",
        [said("legal_basis", f"r:{n}/realisasi", "ND 1/2023") for n in (1, 2)] + [said("legal_basis", "r:3/realisasi", "ND 2/2023")],
        {},
        [(0, ""), (1, "same_as:r:1"), (0, "")],
    ),
    ("an element by its name", "element_name", [said("comparison", "IKU.1", "", "unsur U3 (ketepatan waktu)")], ELEMENTS, [(0, "")]),
    (
        "an element by another",
        "element_name",
        [said("comparison", "IKU.1", "", "unsur P8 yaitu ketepatan waktu dengan nilai 3")],
        ELEMENTS,
        [(1, "is_element:U3")],
    ),
    (
        "an element by another, with its own score",
        "element_name",
        [said("comparison", "IKU.1", "", "unsur P8 yaitu ketepatan waktu dengan nilai 2")],
        ELEMENTS,
        [(1, "")],
    ),
    ("its objective", "objective", [said("category", "IKU.1/objective", "SS.1")], SCORED, [(0, "")]),
    ("another objective", "objective", [said("category", "IKU.1/objective", "SS.2")], SCORED, [(1, "")]),
    ("a fall that rises", "direction", [said("comparison", "IKU.1", "naik", "terdapat kenaikan nilai")], SCORED, [(1, "")]),
    ("a fall", "direction", [said("comparison", "IKU.1", "turun", "terdapat penurunan nilai")], SCORED, [(0, "")]),
    ("handed down", "direction", [said("comparison", "IKU.1", "diturunkan", "diturunkan dari pusat")], SCORED, []),
    ("a target missed", "direction", [said("comparison", "IKU.1", "", "selalu memenuhi target yang ditetapkan")], SCORED, [(1, "")]),
    ("a target missed, and said so", "direction", [said("comparison", "IKU.1", "", "masih belum memenuhi target, meskipun meningkat")], SCORED, [(0, "")]),
    ("a target hoped for", "direction", [said("comparison", "IKU.1", "", "diprediksi mencapai target")], SCORED, []),
    ("a target lowered", "direction", [said("comparison", "IKU.1", "Peningkatan", "Peningkatan target antara Renstra dan Renja")], SCORED, [(1, "")]),
    ("a target not kept", "direction", [said("comparison", "IKU.1", "", "Target antara Renstra dan Renja tidak dilakukan penyesuaian")], SCORED, [(1, "")]),
    ("up from a year", "direction", [said("comparison", "IKU.1", "", "naik dari realisasi tahun 2022 menjadi 79")], SCORED, [(1, "")]),
    ("up in the sentence", "direction", [said("comparison", "x", "", "kenaikan dari 70 menjadi 72.1")], {}, [(0, "")]),
    ("met in the sentence", "direction", [said("comparison", "x", "", "sebesar 99.6% dan mencapai target yaitu 100%")], {}, [(1, "")]),
    (
        "a title of another number",
        "citation_exists",
        [said("legal_basis", "x", "", "UU Nomor 23 Tahun 2015 tentang Pemerintahan Daerah")],
        {},
        [(1, "meant:UU 23/2014")],
    ),
    ("in force in part of the year", "in_force", [said("legal_basis", "x", "UU 5/2014")], {}, [(0, "")]),
    ("replaced before the year", "in_force", [said("legal_basis", "x", "UU 5/2014", period="2024")], {}, [(1, "replaced_by:UU 20/2023")]),
    ("told as history", "in_force", [said("legal_basis", "x", v) for v in ("PermenPANRB 8/2021", "PermenPANRB 6/2022")], {}, [(0, "")]),
    (
        "told of years that it governed",
        "in_force",
        [said("legal_basis", "x", "UU 5/2014", period="2024"), said("category", "x", "", "semula", period="2022")],
        {},
        [],
    ),
    ("quoted", "in_force", [said("legal_basis", "x", "UU 5/2014", "Menurut UU Nomor 5 Tahun 2014", period="2024")], {}, []),
    ("the name of an objective", "in_force", [said("legal_basis", "SS.3", "UU 5/2014", period="2024")], {}, []),
    ("not in the registry", "in_force", [said("legal_basis", "x", "Perda 1/2001")], {}, []),
]


@pytest.mark.parametrize(("why", "relation", "statements", "tables", "expected"), CASES, ids=[f"{case[1]}: {case[0]}" for case in CASES])
def test_a_relation_says_whether_the_words_agree(
    invent: Callable[..., Any], why: str, relation: str, statements: list[Said], tables: Tables, expected: list[tuple[int, str]]
) -> None:
    rows = [row for row in rows_of(invent, *statements, **tables) if row.relation == relation and row.difference is not None]

    assert [(row.difference, row.suggestion) for row in rows] == expected


def test_what_happens_after_the_signature_is_told_in_days(invent: Callable[..., Any]) -> None:
    statements = (said("date", "x", "3 Februari 2024"), said("date", "y", "3 Februari 2024", "akan diadakan"), said("date", "z", "31 Januari 2024"))

    rows = [row for row in rows_of(invent, *statements, sidecar={"dated": "Januari 2024"}) if row.relation == "date_in_period"]

    assert [(row.subject, row.difference) for row in rows] == [("x", 3), ("z", 0)]


def test_a_basis_of_the_source_is_judged_where_no_statement_repeats_it(invent: Callable[..., Any]) -> None:
    bases = [{"line": 1, "cites": "UU 5/2014", "for": "asn"}, {"line": 9, "cites": "PMK nomor 214/PMK.02/2017", "for": "efisiensi"}]

    rows = rows_of(invent, said("legal_basis", "x", "UU 5/2014"), sidecar={"bases": bases})

    assert [(row.line, row.found, row.difference, row.table, row.row) for row in rows if row.relation == "in_force"] == [
        (1, "UU 5/2014", 0, "statements", 0),
        (9, "PMK 214/PMK.02/2017", 1, "", None),
    ]


def test_what_a_reproduced_text_cites_is_not_judged(invent: Callable[..., Any]) -> None:
    cited = (said("legal_basis", "x", "UU 5/2014", period="2024", line="5"), said("legal_basis", "x", "UU 5/2014", period="2024", line="9"))

    rows = rows_of(invent, *cited, sidecar={"reproduced": [{"name": "artikel", "lines": "4-7"}]})

    assert [(row.line, row.difference) for row in rows if row.relation == "in_force"] == [(5, None), (9, 1)]


# The real documents.

FAILING = {
    ("chapter_period", WK, 629),
    ("chapter_period", WK, 637),
    ("chapter_period", WK, 1048),
    ("citation_exists", WK, 572),
    ("citation_exists", WK, 657),
    ("citation_exists", PMK, 1156),
    ("citation_exists", K6, 143),
    ("citation_exists", K6, 152),
    ("citation_exists", K6, 748),
    ("citation_exists", K7, 202),
    ("count_agrees", K7, 1067),
    ("count_agrees", K7, 1068),
    ("counted_once", K3, 664),
    ("counted_once", K3, 665),
    ("date_in_period", WK, 1127),
    ("direction", WK, 1405),
    ("direction", K6, 754),
    ("element_name", K3, 524),
    ("element_name", K7, 681),
    ("in_force", WK, 1337),
    ("in_force", PMK, 1695),
    ("in_force", K3, 48),
    ("in_force", K3, 306),
    ("in_force", K3, 877),
    ("in_force", K3, 1099),
    ("in_force", K6, 143),
    ("in_force", K6, 146),
    ("in_force", K7, 202),
    ("in_force", K7, 205),
    ("list_agrees", WK, 1438),
    ("list_agrees", K3, 1310),
    ("number_month", K3, 662),
    ("number_year", WK, 1213),
    ("objective", PMK, 351),
    ("objective", PMK, 376),
    ("objective", PMK, 1441),
    ("objective", PMK, 1507),
    ("objective", PMK, 1763),
    ("own_period", WK, 1419),
    ("own_period", PMK, 1345),
    ("own_period", K3, 22),
    ("own_period", K3, 24),
    ("own_plan", WK, 1310),
    ("own_plan", WK, 1326),
    ("own_plan", WK, 1343),
    ("own_plan", PMK, 327),
    ("own_plan", PMK, 329),
    ("own_plan", K3, 22),
    ("own_plan", K3, 36),
    ("own_plan", K3, 122),
    ("own_plan", K3, 128),
    ("own_plan", K3, 276),
    ("own_plan", K3, 656),
    ("own_plan", K3, 661),
    ("plan_year", WK, 11),
    ("own_matter", WK, 694),
    ("own_matter", WK, 1201),
    ("own_matter", WK, 1225),
    ("own_matter", PMK, 1334),
    ("own_matter", K3, 481),
    ("own_matter", K3, 1073),
    ("own_matter", K3, 1079),
    ("own_matter", K3, 1324),
    ("direction", PMK, 270),
    ("direction", PMK, 1526),
    ("direction", K6, 778),
    ("direction", K6, 790),
    ("stated_bound", PMK, 1671),
    ("stated_bound", PMK, 1690),
    ("nothing_to_share", PMK, 1362),
    ("one_name", PMK, 1247),
    ("one_name", K6, 244),
    ("one_name", K6, 868),
    ("one_name", K6, 934),
    ("one_name", K6, 949),
    ("own_programme", K6, 996),
    ("tally", PMK, 548),
    ("tally", PMK, 767),
    ("tally", K6, 375),
    ("tally", K7, 498),
    ("tally", K7, 1039),
    ("programme_target", WK, 1409),
    ("programme_result", WK, 1405),
    ("programme_result", WK, 1409),
    ("did_not_run", WK, 1168),
    ("weekday", K3, 663),
    ("weekday", K3, 665),
}


def test_the_real_documents_contradict_themselves_here_and_nowhere_else(facts: Facts) -> None:
    assert {(row.relation, row.document, row.line) for row in prose(Examination(facts)) if row.difference} == FAILING


def test_every_relation_is_asked_of_the_real_documents_and_has_its_check(facts: Facts, root: Any) -> None:
    checks = json.loads((root / "expectations" / "prose.json").read_text("utf-8"))["expectations"]

    assert {row.relation for row in prose(Examination(facts))} == set(RELATIONS)
    assert [relation for check in checks for relation in check["kwargs"]["relations"]] == sorted(RELATIONS, key=RELATIONS.index)


def test_every_row_stands_where_it_is_printed(facts: Facts) -> None:
    for row in prose(Examination(facts)):
        if row.row is not None:
            printed = facts.printed[row.table].loc[row.row]

            assert (printed["document"], int(printed["line"]), printed["unit"]) == (row.document, row.line, row.unit)


def test_the_table_is_a_frame_like_the_others(facts: Facts) -> None:
    frame = frame_of(prose(Examination(facts)))

    assert frame["difference"].isna().any()
    assert (frame["difference"].fillna(0) >= 0).all()
