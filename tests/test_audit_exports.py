"""What the audit hands on: a register without formulas, SARIF and JUnit that other programs can read, whatever a document prints."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.audit import Finding, Quote, load_suites
from analysis.audit.exchange import ROOT, junit, sarif
from analysis.audit.register import Basis, register
from analysis.audit.telling import OUTCOMES, Teller, printable
from analysis.facts import Facts
from analysis.tables import load
from analysis.words import LANGUAGES, words

K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
PMK = "deputi-pmk_laporan-kinerja_2023"
BASIS = Basis("kinerja audit --on 2025-01-01", date(2025, 1, 1), {"data/raw/b.csv": "1" * 64, "data/raw/a.csv": "0" * 64})

FAILS = Finding("S07", "sums", "warning", "fails", K3, 102, "kanreg-03", "2024-TW3", "asn-dikelola", "", "391608", "391068", 6, printed="391.068")
FAILS = replace(FAILS, against=(Quote(K3, 130, "value", "391.608", "asn"), Quote(PMK, 20, "words", "391608")), suggestion="transposed:391.608")
CRITICAL = replace(FAILS, check="S14", severity="critical", document=PMK, line=1524, subject="total", against=(), suggestion="", printed="")
WAIVED = replace(FAILS, check="S05", waiver="inspektur (2025-12-31)")
NOTE = replace(FAILS, check="S15", severity="info", line=None, unit="", period="")
HOLDS = replace(FAILS, check="S08", outcome="holds", line=None, unit="", period="", subject="", expected="", found="", printed="", against=(), suggestion="")
IDLE = replace(HOLDS, check="K05", suite="claims", outcome="not_applicable", applied=0, reason="column_missing")
ALL = [FAILS, CRITICAL, WAIVED, NOTE, HOLDS, IDLE]

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@x",
    "=1+1\t",
    "{=SUM(A1:A9)}",
    "http://example.org/x",
    "mailto:a@example.org",
    "internal:Temuan!A1",
    "\x00\x01\x1b[31mred\x1b[0m",
    "]]>",
    '<![CDATA[ ]]><x a="\'">&amp;',
    "\"'`;--",
    "{0} {x} [a](1) ](",
    "\ud800\ufffe\uffff\u202e",
    "a\nb\r\nc\td",
    "_x0041_",
    "x" * 40_000,
    "00123",
    "1e5",
]


def hostile(text: str) -> list[Finding]:
    """A failing finding that says the text in every place that comes from a document."""
    return [replace(FAILS, subject=text, expected=text, found=text, printed=text, waiver=text, suggestion=text, against=(Quote(K3, 1, text, text, text),))]


@pytest.fixture(params=LANGUAGES)
def teller(facts: Facts, request: pytest.FixtureRequest) -> Teller:
    return Teller(facts, load_suites(), request.param)


@pytest.fixture
def indonesian(facts: Facts) -> Teller:
    return Teller(facts, load_suites(), "id")


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


# The register.


def test_the_register_has_a_row_per_failing_finding_the_gravest_first(indonesian: Teller) -> None:
    rows = table(opened(register(ALL, indonesian, BASIS))["Temuan"])

    assert [(row["No"], row["Tingkat"], row["Pemeriksaan"]) for row in rows] == [
        (1, "Kritis", "S14"),
        (2, "Peringatan, dikecualikan", "S05"),
        (3, "Peringatan", "S07"),
        (4, "Catatan", "S15"),
    ]


def test_a_row_tells_what_is_checked_where_and_what_contradicts_it(indonesian: Teller) -> None:
    (row,) = table(opened(register([FAILS], indonesian, BASIS))["Temuan"])

    place = {"Dokumen": "Laporan Kinerja Triwulan III 2024", "Baris naskah": 102, "Unit": "kanreg-03", "Periode": "2024-TW3", "Perihal": "asn-dikelola"}
    assert {name: row[name] for name in place} == place
    assert (row["Tercetak"], row["Ditemukan"], row["Seharusnya"]) == ("391.068", "391068", "391608")
    assert row["Yang diperiksa"] == indonesian.checks["S07"].says["id"]
    assert row["Mengapa penting"] == indonesian.checks["S07"].why["id"]
    assert row["Kemungkinan salah tulis"] == "Mungkin dua angka tertukar: 391.608"
    first, second = row["Bertentangan dengan"].split("\n")
    assert first.endswith("baris 130: “391.608” (asn)")
    assert second == f"{indonesian.title(PMK)}, baris 20: “391608”"
    assert [row[name] for name in ("Tanggapan auditan", "Kesimpulan", "Status")] == [None, None, None]


def test_the_printed_table_is_named_by_the_line(facts: Facts, indonesian: Teller) -> None:
    (row,) = table(opened(register([CRITICAL], indonesian, BASIS))["Temuan"])

    assert row["Tabel dalam dokumen"] == facts.sources[PMK].place(1524) == "Tabel 31"


def test_the_register_can_be_filtered_and_answered(teller: Teller) -> None:
    w = teller.words
    sheet = opened(register(ALL, teller, BASIS))[w("register.findings")]

    (choice,) = sheet.data_validations.dataValidation
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A1:U5", "D2", "$1:$1")
    assert (choice.type, str(choice.sqref), w("register.status.open") in choice.formula1) == ("list", "U2:U5", True)
    assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row)
    assert sheet.column_dimensions["D"].width > 30
    assert len({row[1].fill.start_color.rgb for row in sheet.iter_rows(min_row=2)}) == 3


def test_every_check_has_its_outcome_per_document(indonesian: Teller) -> None:
    rows = {row["Pemeriksaan"]: row for row in table(opened(register([*ALL, replace(FAILS, line=103)], indonesian, BASIS))["Pemeriksaan"])}

    assert {check: row["Hasil"] for check, row in rows.items()} == {
        "K05": "tidak berlaku",
        "S05": "gagal",
        "S07": "gagal",
        "S08": "terpenuhi",
        "S14": "gagal",
        "S15": "gagal",
    }
    assert [rows["S07"][name] for name in ("Baris diperiksa", "Tempat yang gagal", "Dikecualikan")] == [6, 2, 0]
    assert [rows["S05"][name] for name in ("Tempat yang gagal", "Dikecualikan")] == [1, 1]
    assert rows["K05"]["Mengapa tidak berlaku"] == "tabel tidak memuat kolom yang diperiksa"


def test_the_register_says_what_it_rests_on(teller: Teller) -> None:
    cells = [row[:2] for row in opened(register(ALL, teller, BASIS))[teller.words("register.about")].iter_rows(values_only=True)]

    assert (teller.words("register.command"), BASIS.command) in cells
    assert (teller.words("register.on"), "2025-01-01") in cells
    assert cells[-2:] == [("data/raw/a.csv", "0" * 64), ("data/raw/b.csv", "1" * 64)]


def test_the_same_findings_give_the_same_bytes(teller: Teller) -> None:
    assert register(ALL, teller, BASIS) == register(list(ALL), teller, BASIS)
    assert opened(register(ALL, teller, BASIS)).properties.created.date() == BASIS.on


def test_without_findings_the_register_still_lists_the_checks(indonesian: Teller) -> None:
    book = opened(register([HOLDS], indonesian, BASIS))

    assert book.sheetnames == ["Temuan", "Pemeriksaan", "Keterangan"]
    assert (table(book["Temuan"]), len(table(book["Pemeriksaan"]))) == ([], 1)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_printed_text_becomes_a_formula_or_a_link(indonesian: Teller, text: str) -> None:
    content = register(hostile(text), indonesian, replace(BASIS, command=text, inputs={text: text}))

    book = opened(content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    (row,) = table(book["Temuan"])
    shown = printable("\n".join(text.splitlines()))[:32_000]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell for cell in cells if cell.hyperlink] == []
    assert all(row[name][:32_000] == shown for name in ("Perihal", "Tercetak", "Ditemukan", "Seharusnya"))
    assert [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None] == [1, 102, 6, 1, 1]


# SARIF.


def run_of(findings: Sequence[Finding], teller: Teller) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(sarif(findings, teller, BASIS.command))
    assert (told["version"], len(told["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = told["runs"][0]
    return run


def test_every_check_is_a_rule_and_every_failing_finding_a_result(teller: Teller) -> None:
    run = run_of(ALL, teller)

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(teller.checks)
    assert all(rule[part]["text"] for rule in rules for part in ("shortDescription", "fullDescription", "help"))
    assert [(r["ruleId"], r["level"], rules[r["ruleIndex"]]["id"]) for r in run["results"]] == [
        ("S14", "error", "S14"),
        ("S05", "warning", "S05"),
        ("S07", "warning", "S07"),
        ("S15", "note", "S15"),
    ]


def test_a_waived_finding_is_suppressed_and_not_left_out(teller: Teller) -> None:
    results = {result["ruleId"]: result for result in run_of(ALL, teller)["results"]}

    assert results["S05"]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "inspektur (2025-12-31)"}]
    assert [check for check, result in results.items() if "suppressions" in result] == ["S05"]


def test_a_message_holds_both_quotations_and_names_the_places(indonesian: Teller) -> None:
    (result,) = run_of([FAILS], indonesian)["results"]

    text = result["message"]["text"]
    assert "Tercetak: “391.068”. Ditemukan: 391068. Seharusnya: 391608." in text
    assert "“391.608” (asn)" in text
    assert "Mungkin dua angka tertukar: 391.608." in text
    assert [place["message"]["text"] for place in result["relatedLocations"]] == ["asn: “391.608”", "“391608”"]


def test_a_location_is_the_row_of_the_raw_file_that_the_finding_names(facts: Facts, indonesian: Teller, root: Path) -> None:
    rows = facts.printed["claims"].query(f"document == '{PMK}'")
    found = [replace(CRITICAL, table="claims", row=int(rows.index[n]), line=int(rows["line"].iloc[n]), subject=str(n)) for n in (0, 7, len(rows) - 1)]

    for n, result in zip((0, 7, len(rows) - 1), run_of(found, indonesian)["results"], strict=False):
        place = result["locations"][0]["physicalLocation"]
        lines = (root / unquote(place["artifactLocation"]["uri"])).read_text("utf-8").splitlines()
        assert place["artifactLocation"] == {"uri": f"data/raw/{PMK}/claims.csv", "uriBaseId": ROOT}
        assert place["region"] == {"startLine": n + 2}
        assert lines[n + 1].startswith(f"{rows['line'].iloc[n]},")


def test_without_a_row_the_line_of_the_document_finds_it(indonesian: Teller, root: Path) -> None:
    places = [r["locations"][0] for r in run_of([replace(CRITICAL, printed="7,816,647,256"), NOTE], indonesian)["results"]]

    physical = places[0]["physicalLocation"]
    lines = (root / physical["artifactLocation"]["uri"]).read_text("utf-8").splitlines()
    assert physical["artifactLocation"]["uri"] == f"data/raw/{PMK}/claims.csv"
    assert lines[physical["region"]["startLine"] - 1].startswith("1524,")
    assert places[0]["logicalLocations"][0]["fullyQualifiedName"] == f"{PMK}/1524"
    assert places[1]["physicalLocation"] == {"artifactLocation": {"uri": f"data/raw/{K3}/source.yaml", "uriBaseId": ROOT}}


def test_line_breaks_inside_cells_above_are_counted(invent: Any) -> None:
    named = [{"code": f"SS.{n}", "name": name, "perspective": "internal_process", "since": "2020"} for n, name in enumerate(("a\nb", "c", "d"), 1)]
    raw = invent(objectives=[row | {"line": str(n)} for n, row in enumerate(named, 1)])
    facts = load(raw)
    found = replace(HOLDS, outcome="fails", suite="objectives", document=facts.printed["objectives"]["document"].iloc[0], line=3, table="objectives", row=2)

    (result,) = run_of([found], Teller(facts, load_suites(), "id"))["results"]

    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 5}
    assert (raw / found.document / "objectives.csv").read_text("utf-8").splitlines()[4].startswith("3,")


def test_fingerprints_tell_findings_apart_and_stay(indonesian: Teller, facts: Facts) -> None:
    prints = [r["partialFingerprints"]["finding/v1"] for r in run_of([*ALL, replace(FAILS, subject="x")], indonesian)["results"]]
    again = [r["partialFingerprints"]["finding/v1"] for r in run_of([FAILS], Teller(facts, load_suites(), "en"))["results"]]

    assert len(set(prints)) == 5
    assert set(again) < set(prints)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_sarif_holds_any_printed_text_without_placeholders_and_links(indonesian: Teller, text: str) -> None:
    written = sarif(hostile(text), indonesian, text)

    (result,) = json.loads(written.encode("utf-8"))["runs"][0]["results"]
    told = result["message"]["text"]
    assert "](" not in told
    assert told.replace("{{", "").replace("}}", "").count("{") == 0
    assert printable(told) == told


# JUnit.


def cases_of(findings: Sequence[Finding], teller: Teller) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(junit(findings, teller))
    return {str(case.get("name")).partition(" ")[0]: case for case in root.iter("testcase")}


def test_a_test_case_per_check_and_document_with_its_outcome(indonesian: Teller) -> None:
    cases = cases_of([*ALL, replace(FAILS, line=130)], indonesian)

    assert {check: [child.tag for child in case] for check, case in cases.items()} == {
        "S05": ["skipped"],
        "S07": ["failure"],
        "S08": [],
        "S14": ["failure"],
        "S15": ["failure"],
        "K05": ["skipped"],
    }
    assert cases["S07"].get("classname") == f"sums.{K3}"
    assert [line.partition(":")[0][-9:] for line in (cases["S07"][0].text or "").splitlines()] == ["baris 102", "baris 130"]
    assert cases["S14"][0].get("type") == "critical"
    assert cases["K05"][0].get("message") == "tabel tidak memuat kolom yang diperiksa"
    assert cases["S05"][0].get("message") == "Dikecualikan oleh: inspektur (2025-12-31)."


def test_a_place_that_no_waiver_covers_fails_the_case(indonesian: Teller) -> None:
    (case,) = cases_of([WAIVED, replace(WAIVED, line=9, waiver="")], indonesian).values()

    assert [child.tag for child in case] == ["failure"]
    assert len((case[0].text or "").splitlines()) == 1


def test_suites_count_their_cases(teller: Teller) -> None:
    suites = ElementTree.fromstring(junit([*ALL, replace(FAILS, document=PMK)], teller))

    counts = [(suite.get("name"), *(int(suite.get(name, -1)) for name in ("tests", "failures", "skipped", "errors"))) for suite in suites]
    assert counts == [(teller.suite("claims"), 1, 0, 1, 0), (teller.suite("sums"), 6, 4, 1, 0)]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_junit_is_xml_whatever_is_printed(indonesian: Teller, text: str) -> None:
    cases = cases_of([replace(f, waiver="", document=text) for f in hostile(text)], indonesian)

    (failure,) = cases["S07"]
    assert "\n" not in str(failure.text)
    assert printable(str(failure.text)) == failure.text


@settings(max_examples=40)
@given(text=st.text(st.characters(categories=None), max_size=30))
def test_any_text_can_be_handed_on(facts: Facts, text: str) -> None:
    teller = Teller(facts, load_suites(), "en")
    found = hostile(text)

    json.loads(sarif(found, teller, text).encode("utf-8"))
    ElementTree.fromstring(junit([replace(f, waiver="") for f in found], teller).encode("utf-8"))
    assert {cell.data_type for row in opened(register(found, teller, BASIS))["Findings"].iter_rows() for cell in row} <= {"s", "n"}


# Words.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_slip_is_told_as_a_possibility(facts: Facts, lang: str) -> None:
    w, possibly = words(lang), {"id": "Mungkin", "en": "Perhaps"}[lang]
    kinds = ["transposed", "digit_lost", "digit_doubled", "digit_changed", "neighbour_year", "header_added"]
    kinds += ["thousands_lost", "decimal_lost", "sign", "left_out", "counted_twice", "meant"]

    told = [Teller(facts, (), lang).slip(replace(FAILS, suggestion=f"{kind}:1:2")) for kind in kinds]

    assert all(sentence.startswith(possibly) and sentence.endswith(": 1:2") for sentence in told)
    assert len(set(told)) == len(kinds)
    assert all(w.known(f"reason_na.{reason}") for reason in ("no_rows", "empty", "column_missing"))


@pytest.mark.parametrize(("lang", "sentence"), [("id", "Telah diganti dengan: PP 6/2023"), ("en", "Has been replaced by: PP 6/2023")])
def test_what_replaced_a_regulation_is_told_as_it_is(facts: Facts, lang: str, sentence: str) -> None:
    assert Teller(facts, (), lang).slip(replace(FAILS, suggestion="replaced_by:PP 6/2023")) == sentence


def test_a_slip_without_words_is_shown_as_it_is(indonesian: Teller) -> None:
    assert indonesian.slip(replace(FAILS, suggestion="odd:5")) == "odd:5"
    assert indonesian.slip(HOLDS) == ""


def test_checks_are_counted_once_per_document(indonesian: Teller) -> None:
    told = indonesian.counts([*ALL, replace(FAILS, line=130)])

    assert told == [
        "5 temuan: 1 kritis, 3 peringatan, 1 catatan; 1 di antaranya dikecualikan.",
        "6 pemeriksaan atas 2 dokumen: 1 terpenuhi, 4 gagal, 1 tidak berlaku.",
    ]
    assert set(Counter(f.outcome for f in ALL)) == set(OUTCOMES)
