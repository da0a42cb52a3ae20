"""Published figures: the verdict on each, on invented documents and on the real ones."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from projects import INDICATOR

from analysis import claims
from analysis.claims import Claim, claims_of, reconcile, report_of, to_frame
from analysis.errors import InputError
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.rules import law
from analysis.tables import load

# Invented documents


def indicator(code: str, measure: str = "dokumen", system: str = "monev") -> dict[str, Any]:
    given = {"since": "2019", "code": code, "name": code, "perspective": "stakeholder", "objective": "SS.1", "measure": measure}
    return given | {"polarity": "max", "accumulation": "last", "system": system}


REACHED = {
    "IKU.1": ("160", "137", "dokumen"),
    "IKU.2": ("80", "68,5", "pct"),
    "IKU.3": ("100", "130", "dokumen"),
    "IKU.4": ("3", "2", "dokumen"),
    "IKU.5": ("10", "", "dokumen"),
    "IKU.6": ("4", "4", "dokumen"),
    "IKU.7": ("78", "71,05", "nilai"),
    "IKU.8": ("85", "81,15", "nilai"),
    "IKU.9": ("100", "140", "dokumen"),
    "IKU.10": ("10", "", "dokumen"),
}
"""By indicator its target, realisation and measure: achievements of 85.625, 85.625, 130, 66.67, none, 100, 91.09, 95.47, 140 and none."""
SECOND = {"objective": "SS.2"}
OBJECTIVES = {"IKU.9": SECOND, "IKU.10": SECOND}
SYSTEMS = {"IKU.7": "akip", "IKU.8": "rb"}


def facts_with(invent: Any, *printed: dict[str, Any]) -> Ledger:
    """A ledger over one invented document that prints these claims."""
    budget = [
        {
            "version": "murni",
            "classification": "keluaran",
            "level": "ro",
            "code": code,
            "name": code,
            "pagu_awal_rp": "1.000",
            "blokir_rp": b,
            "penambahan_rp": p,
        }
        for code, b, p in (("A", "100", ""), ("B", "", "30"))
    ]
    tables = {
        "indicators": [indicator(code, measure, SYSTEMS.get(code, "monev")) | OBJECTIVES.get(code, {}) for code, (_, _, measure) in REACHED.items()],
        "targets": [{"code": code, "basis": "pk", "value": target} for code, (target, _, _) in REACHED.items()],
        "realisations": [{"code": code, "method": "stated", "value": value, "status": "final"} for code, (_, value, _) in REACHED.items()],
        "budget": budget,
        "claims": [{"line": str(n)} | row for n, row in enumerate(printed, start=10)],
    }
    return Ledger(load(invent(**tables)), law())


def claim(figure: str, subject: str, printed: str, **cells: str) -> dict[str, Any]:
    return {"figure": figure, "subject": subject, "printed": printed} | cells


verdicts = [
    ("rounded up on a tie", "capaian_pct", "IKU.1", "85,63", ("match", "", "")),
    ("rounded down on a tie", "capaian_pct", "IKU.1", "85,62", ("match", "", "")),
    ("printed whole", "capaian_pct", "IKU.1", "86%", ("match", "", "")),
    ("printed exactly", "capaian_pct", "IKU.1", "85,625", ("match", "", "")),
    ("beyond the tie", "capaian_pct", "IKU.1", "85,61", ("mismatch", "", "")),
    ("just beside", "capaian_pct", "IKU.1", "85,64", ("mismatch", "", "")),
    ("only rounding of the inputs explains it", "capaian_pct", "IKU.2", "85,66", ("match", "", "explained_by_rounding")),
    ("more than rounding of the inputs explains", "capaian_pct", "IKU.2", "85,72", ("mismatch", "", "")),
    ("a cap explains it", "capaian_pct", "IKU.3", "120%", ("mismatch", "dibatasi-120", "")),
    ("another cap explains it", "capaian_pct", "IKU.3", "100,00", ("mismatch", "dibatasi-100", "")),
    ("no reading explains it", "capaian_pct", "IKU.3", "110,00", ("mismatch", "", "")),
    ("cut off instead of rounded", "capaian_pct", "IKU.4", "66,66", ("mismatch", "dipotong", "")),
    ("rounded, not cut off", "capaian_pct", "IKU.4", "66,67%", ("match", "", "")),
    ("gross", "blokir_rp", "total", "100", ("match", "", "")),
    ("blocking and additions set off by unit", "blokir_rp", "total", "Rp 70", ("mismatch", "neto-per-unit", "")),
    ("blocked less added", "blokir_neto_rp", "total", "Rp 70", ("match", "", "")),
    ("several readings fit", "nss_nilai", "SS.2", "120,00", ("mismatch", "dibatasi-120;tanpa-nilai-sebagai-100", "several_readings_fit")),
    ("the ceiling before blocking", "pagu_rp", "A", "1.000", ("mismatch", "pagu-awal", "")),
    ("a number where nothing can be computed", "capaian_pct", "IKU.5", "85,00", ("not_recomputable", "", "realisation_missing")),
    ("a number for an unknown subject", "capaian_pct", "IKU.99", "85,00", ("not_recomputable", "", "not_in_documents")),
    ("N/A where nothing can be computed", "capaian_pct", "IKU.5", "N/A", ("match", "", "realisation_missing")),
    ("a dash where nothing can be computed", "capaian_pct", "IKU.5", "-", ("match", "", "realisation_missing")),
    ("N/A where there is a value", "capaian_pct", "IKU.1", "N/A", ("mismatch", "", "value_printed_as_absent")),
    ("a percentage of what is counted", "target_pk", "IKU.6", "100%", ("mismatch", "", "unit_differs")),
    ("what is counted", "target_pk", "IKU.6", "4", ("match", "", "")),
    ("a note behind the subject is no part of it", "capaian_pct", "IKU.6#2", "100,00", ("match", "", "")),
    ("a word", "ketercapaian", "IKU.6", "tercapai", ("match", "", "")),
    ("a word in capitals, of two parts", "ketercapaian", "IKU.1", "TIDAK  Tercapai", ("match", "", "")),
    ("another word", "ketercapaian", "IKU.1", "tercapai", ("mismatch", "", "")),
    ("a word where nothing can be computed", "ketercapaian", "IKU.5", "tercapai", ("not_recomputable", "", "realisation_missing")),
    ("no word where nothing can be computed", "ketercapaian", "IKU.5", "N/A", ("match", "", "")),
    ("a dash for a word where nothing can be computed", "ketercapaian", "IKU.5", "-", ("match", "", "")),
    ("no word where there is one", "ketercapaian", "IKU.6", "N/A", ("mismatch", "", "")),
    ("a category by its name", "kategori", "IKU.7", "Sangat Baik", ("match", "", "")),
    ("a category by its grade", "kategori", "IKU.7", "BB", ("match", "", "")),
    ("another grade", "kategori", "IKU.7", "B", ("mismatch", "", "")),
    ("a grade with its minus", "kategori", "IKU.8", "A-", ("match", "", "")),
    ("a grade without its minus", "kategori", "IKU.8", "A", ("mismatch", "", "")),
    ("a status with hyphen", "status", "IKU.6", "Baik", ("match", "", "")),
]


@pytest.mark.parametrize(("why", "figure", "subject", "printed", "expected"), verdicts, ids=[v[0] for v in verdicts])
def test_verdict(why: str, figure: str, subject: str, printed: str, expected: tuple[str, str, str], invent: Any) -> None:
    ledger = facts_with(invent, claim(figure, subject, printed))

    (found,) = claims_of(ledger, "kantor-a", "2023")

    assert (found.verdict, found.variant, found.note) == expected
    assert found.printed == printed


def test_the_difference_is_printed_less_recomputed(invent: Any) -> None:
    ledger = facts_with(invent, claim("capaian_pct", "IKU.1", "86,00"), claim("capaian_pct", "IKU.5", "86,00"), claim("ketercapaian", "IKU.6", "N/A"))

    assert [c.difference for c in claims_of(ledger, "kantor-a", "2023")] == [Fraction("0.375"), None, None]


def test_a_span_that_starts_at_zero_is_not_narrowed(invent: Any) -> None:
    """Realisation 5,0 against 4,95: the gap of 0.05 may be anything from 0 on."""
    rows = {"code": "IKU.1", "basis": "pk", "value": "4,95"}, {"code": "IKU.1", "method": "stated", "value": "5,0", "status": "final"}
    printed = [claim("gap_target_nilai", "IKU.1", "0,00", line="10")]
    facts = load(invent(indicators=[indicator("IKU.1", "hari")], targets=[rows[0]], realisations=[rows[1]], claims=printed))
    ledger = Ledger(facts, law())

    (found,) = claims_of(ledger, "kantor-a", "2023")

    assert (found.verdict, found.note) == ("match", "explained_by_rounding")


def test_a_distance_to_the_end_of_the_plan_is_printed_without_sign(invent: Any) -> None:
    targets = [{"code": "IKU.1", "basis": "renstra", "value": "90", "period": "2024"}]
    realisations = [{"code": "IKU.1", "method": "stated", "value": "85", "status": "final"}]
    printed = [claim("gap_akhir_renstra_nilai", "IKU.1", text, line=str(line)) for line, text in enumerate(["5,00", "-5,00", "6,00"], start=10)]
    ledger = Ledger(load(invent(indicators=[indicator("IKU.1")], targets=targets, realisations=realisations, claims=printed)), law())

    assert [c.verdict for c in claims_of(ledger, "kantor-a", "2023")] == ["match", "match", "mismatch"]


def test_a_claim_in_the_other_style_is_refused_with_its_place(invent: Any) -> None:
    told = "kantor-a_laporan-kinerja_2023/claims.csv: row 2 (line 10), column printed: '85.63' is not a number in style 'id' but is one in style 'en'; correct"

    with pytest.raises(InputError, match=re.escape(told)):
        facts_with(invent, claim("capaian_pct", "IKU.1", "85.63"))


REPORTS = [{"unit": "kantor-a", "periods": ["2022", "2023", "2024-TW1", "2024-TW3"]}, {"unit": "bkn", "periods": ["2024"]}]
places = [
    ("its own report", "kantor-a", "2023", ("kantor-a", "2023")),
    ("a part of a year belongs to the year", "kantor-a", "2023-TW2", ("kantor-a", "2023")),
    ("a month belongs to its quarter", "kantor-a", "2024-08", ("kantor-a", "2024-TW3")),
    ("a year belongs to its last part", "kantor-a", "2024", ("kantor-a", "2024-TW3")),
    ("a later year belongs to the last report", "kantor-a", "2025", ("kantor-a", "2024-TW3")),
    ("an earlier year belongs to the last report", "kantor-a", "2019", ("kantor-a", "2024-TW3")),
    ("another body with a report", "bkn", "2023", ("bkn", "2024")),
    ("a body without report belongs to the issuer", "kantor-b", "2022", ("kantor-a", "2024-TW3")),
]


@pytest.mark.parametrize(("why", "unit", "period", "expected"), places, ids=[p[0] for p in places])
def test_a_claim_belongs_to_one_report(why: str, unit: str, period: str, expected: tuple[str, str], invent: Any) -> None:
    facts = load(invent(sidecar={"reports": REPORTS}, indicators=[INDICATOR]))

    assert report_of(facts, "kantor-a_laporan-kinerja_2023", unit, period) == expected


# The real documents


@pytest.fixture(scope="module")
def reported(ledger: Ledger) -> list[Claim]:
    """The claims of every report."""
    return [found for unit, period in ledger.facts.reports for found in claims_of(ledger, unit, period)]


def test_every_claim_has_one_verdict_in_one_report(reported: list[Claim], facts: Facts) -> None:
    rows = facts.tables["claims"].to_dict("records")
    expected = Counter((r["document"], r["line"], r["unit"], r["period"], r["figure"], r["subject"].partition("#")[0], r["printed"]) for r in rows)

    assert Counter((c.document, c.line, c.unit, c.period, c.figure.figure, c.figure.subject, c.printed) for c in reported) == expected
    assert {c.verdict for c in reported} == {"match", "mismatch", "not_recomputable"}


def test_what_cannot_be_recomputed_says_why(reported: list[Claim]) -> None:
    assert [c.row for c in reported if (c.verdict == "not_recomputable") and not c.note] == []
    assert [c.row for c in reported if c.verdict == "not_recomputable" and c.figure.value is not None] == []


def test_a_verdict_holds_what_it_says(reported: list[Claim]) -> None:
    known = {*law().readings("capaian_pct"), *(str(v.variant) for v in law().variants), claims.TRUNCATED}
    notes = {c.note for c in reported if c.verdict == "mismatch"}

    assert {name for c in reported for name in c.variant.split(";")} - {""} <= known
    assert [c.row for c in reported if c.variant and c.verdict != "mismatch"] == []
    assert notes <= {"", "several_readings_fit", "value_printed_as_absent", "unit_differs"}


PMK, K3 = "deputi-pmk_laporan-kinerja_2023", "kanreg-03-bandung_laporan-kinerja_2024-tw3"
K6, K7, WK = "kanreg-06-medan_rencana-kerja_2024", "kanreg-07-palembang_rencana-kerja_2025", "bkpsdm-way-kanan_lkjip_2023"
mismatches = [
    ("spending of 2021 is not the sum of the directorates", PMK, 1524, "2021", "realisasi_rp", "total", "8.849.795.632", ""),
    ("spending of 2022 is not the sum of the directorates", PMK, 1524, "2022", "realisasi_rp", "total", "7.298.590.894", ""),
    ("spending of 2023 is not the sum of the directorates", PMK, 1524, "2023", "realisasi_rp", "total", "7.816.647.256", ""),
    ("the absorption of line 461 is not that of line 1318", PMK, 460, "2023", "capaian_pct", "IKU.12", "103.69", ""),
    ("satisfaction with another value than the mean", PMK, 1668, "2023", "realisasi_iku", "IKU.2", "93.16", ""),
    ("efficiency divided by the spending", PMK, 1671, "2023", "efisiensi_pct", "IKU.4", "20.13%", "penyebut-realisasi"),
    ("blocked amounts set off by unit", PMK, 1318, "2023", "blokir_rp", "total", "440.050.000", "neto-per-unit"),
    ("cut off", PMK, 858, "2023-TW1", "realisasi_iku", "IKU.5", "80,60%", "dipotong"),
    ("a digit of NSPK", K7, 514, "2023", "realisasi_iku", "IKU.1", "63,39%", ""),
    ("the staff by formation", WK, 205, "2023-09", "jumlah", "pegawai-formasi", "73", ""),
    ("the staff by sex", WK, 181, "2023-09", "jumlah", "pegawai-jenis-kelamin", "43", ""),
    ("the staff by age", WK, 191, "2023-09", "jumlah", "pegawai-umur", "48", ""),
    ("two digits exchanged in a ceiling", WK, 864, "2023", "pagu_rp", "2.1.6", "826.000,-", ""),
    ("two digits exchanged in a count", K3, 102, "2024-TW3", "jumlah", "asn-dikelola", "391.068", ""),
    ("the parts of a remainder are more than it", K3, 1393, "2024-TW3", "jumlah", "sisa-rutin", "Rp2.145.205.453", ""),
    ("a weight of the regulation before", WK, 1382, "2023", "bobot_pct", "component:pengukuran", "25 %", "skema-sebelumnya"),
    ("a part that only the regulation before has", WK, 1385, "2023", "bobot_pct", "component:pencapaian", "20%", "skema-sebelumnya"),
    ("spending on staff of a programme", WK, 1406, "2023", "realisasi_rp", "1/kind:pegawai", "Rp. 2.352.993.298,-", ""),
    ("other spending of the programme", WK, 1407, "2023", "realisasi_rp", "1/kind:barang", "Rp. 775.574.125,-", ""),
    ("a target of another table", K6, 687, "2024", "target_renja", "IKU.4", "99,23", ""),
]


@pytest.mark.parametrize(("why", "document", "line", "period", "figure", "subject", "printed", "variant"), mismatches, ids=[m[0] for m in mismatches])
def test_a_known_error_of_a_document_is_found(
    why: str, document: str, line: int, period: str, figure: str, subject: str, printed: str, variant: str, reported: list[Claim]
) -> None:
    place = (document, line, period, figure, subject, printed)

    assert [(c.verdict, c.variant) for c in reported if (c.document, c.line, c.period, c.figure.figure, c.figure.subject, c.printed) == place] == [
        ("mismatch", variant)
    ]


matches = [
    ("scores of the perspectives and of the unit", PMK, range(424, 430), "", 13),
    ("absorption by unit", PMK, range(1310, 1319), "serapan_pct", 5),
    ("ceilings by unit", PMK, range(1310, 1319), "pagu_rp", 5),
    ("blocked less added, by output and by indicator", PMK, range(1391, 1443), "blokir_neto_rp", 12),
    ("agencies that measured, by region", PMK, range(596, 615), "nisbah_pct", 16),
    ("agencies that answered the survey", PMK, range(949, 957), "nisbah_pct", 4),
    ("absorption by output", PMK, range(1458, 1482), "sisa_rp", 17),
    ("absorption over three years", PMK, range(1516, 1525), "serapan_pct", 15),
    ("achievements of 2023", K6, range(309, 448), "capaian_pct", 15),
    ("the budget and its total", K6, range(819, 838), "pagu_rp", 5),
    ("execution of the budget, by aspect", K7, range(1486, 1487), "ikpa_aspek_nilai", 3),
    ("absorption of every sub-activity", WK, range(1450, 1496), "serapan_pct", 33),
    ("execution of the budget in September", K3, range(1303, 1307), "", 18),
    ("digital services", K3, range(802, 803), "banyaknya", 3),
    ("what is left, routine and recruitment", K3, range(1389, 1390), "", 2),
    ("IP ASN by agency", K3, range(409, 446), "skor", 37),
]


@pytest.mark.parametrize(("why", "document", "lines", "figure", "least"), matches, ids=[m[0] for m in matches])
def test_a_table_that_adds_up_is_not_blamed(why: str, document: str, lines: range, figure: str, least: int, reported: list[Claim]) -> None:
    there = [c for c in reported if c.document == document and c.line in lines and figure in ("", c.figure.figure)]

    assert [c.row for c in there if c.verdict != "match"] == []
    assert len(there) >= least


def test_claims_csv_has_its_columns_sorted_by_place(reported: list[Claim]) -> None:
    frame = to_frame(reported)
    places = list(zip(frame["document"], frame["line"].astype(int), strict=True))

    assert list(frame.columns) == claims.COLUMNS
    assert claims.COLUMNS == ["document", "line", "unit", "period", "figure", "subject", "printed", "recomputed", "difference", "verdict", "variant", "note"]
    assert places == sorted(places)
    assert frame.notna().all(axis=None)


def test_reconcile_judges_one_row(ledger: Ledger) -> None:
    row = {"document": PMK, "line": 1, "unit": "deputi-pmk", "period": "2023", "figure": "npss_nilai", "subject": "total", "printed": "101,70"}

    assert reconcile(ledger, row).verdict == "match"
    assert reconcile(ledger, row | {"printed": "101,60"}).verdict == "mismatch"
