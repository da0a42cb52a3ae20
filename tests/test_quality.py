"""The page on data quality: both quotations side by side, what is stopped and why, what changed, what no check looks at."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from markupsafe import escape

from analysis import audit, traces
from analysis.audit import Audited, Finding, Quote, kept
from analysis.audit.finding import addressed, told_in
from analysis.audit.gate import gate
from analysis.audit.telling import Teller
from analysis.desk import Desk
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.figures.ledger import Stopped
from analysis.pages.blocks import Block, Bullets, Evidence, Folded, Notice, Prose, Table, Tiles
from analysis.rules import law
from analysis.views import checked, data_quality, evidence, summary, values
from analysis.words import LANGUAGES, words
from analysis.workbook import Workbook

K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
PMK = "deputi-pmk_laporan-kinerja_2023"
FAILS = Finding("S07", "sums", "warning", "fails", K3, 102, "kanreg-03", "2024-TW3", "asn-dikelola", "", "391608", "391068", 6, printed="391.068")
FAILS = replace(
    FAILS,
    against=(Quote(K3, 84, "value", "65.232", "Total"), Quote(PMK, 1671, "words", "326.376 ASN", "asn")),
    suggestion="transposed:391.608",
)
HOLDS = replace(FAILS, check="S08", outcome="holds", line=None, unit="", period="", subject="", expected="", found="", printed="", against=(), suggestion="")
COVERAGE = pd.DataFrame([[K3, "targets", "value", 3, 2, "9"], [K3, "members", "name", 4, 0, "3 7 8 9"]], columns=kept.NOTHING.coverage.columns)


def workbook(facts: Facts, out: Path, *findings: Finding, unit: str = "kanreg-03", period: str = "2024-TW3", lang: str = "id", stops: Stopped = {}) -> Workbook:  # noqa: B006
    made = Workbook(Desk(Ledger(facts, law(), stops)), unit, period, words(lang), out)
    made.__dict__.update(_audited=Audited(list(findings), COVERAGE), _stopped=stops)
    return made


def evidences(blocks: Sequence[Block]) -> list[Evidence]:
    return [block for block in blocks if isinstance(block, Evidence)]


def links(*shown: object) -> list[str]:
    """Where what is shown leads to."""
    return [found for one in shown for found in re.findall(r'\bhref="([^"]+)"', str(escape(one)))]


def ids(blocks: Sequence[Block]) -> list[str]:
    return [found for block in blocks for found in re.findall(r'\bid="([^"]+)"', block.html())]


# Both quotations side by side.


def test_a_finding_shows_what_is_printed_beside_what_contradicts_it(facts: Facts, tmp_path: Path) -> None:
    (shown,) = evidences(evidence.findings(workbook(facts, tmp_path, FAILS, HOLDS)))

    (printed,), (own, other) = shown.printed.quotes, shown.against.quotes
    assert (shown.printed.name, printed.words, printed.place, printed.figures) == ("Tercetak", "391.068", "baris 102", True)
    assert (own.words, own.place, own.label, own.figures) == ("65.232", "baris 84", "Total", True)
    assert (other.words, other.place) == ("326.376 ASN", "Laporan Kinerja Tahun 2023 Deputi Bidang Pembinaan Manajemen Kepegawaian, Tabel 32, baris 1671")
    assert dict(shown.told) == {"Seharusnya": "391.608", "Dugaan": "Mungkin dua angka tertukar: 391.608"}
    assert shown.guess == "Dugaan"
    assert shown.mark == "Peringatan · S07"


def test_at_most_six_contradicting_places_are_shown_and_none_is_lost(facts: Facts, tmp_path: Path) -> None:
    many = replace(FAILS, against=tuple(Quote(K3, n, "value", str(n)) for n in range(1, 10)))

    side = evidences(evidence.findings(workbook(facts, tmp_path, many)))[0].against

    assert ([q.words for q in side.quotes], [q.words for q in side.folded]) == (list("123456"), list("789"))
    assert str(side.more) == "3 kutipan lagi"


def test_what_is_expected_stands_beside_it_where_no_place_contradicts(facts: Facts, tmp_path: Path) -> None:
    bare = replace(FAILS, check="B04", suite="budget", against=(), expected=">= 0", found="-5", printed="(5)", suggestion="")

    (shown,) = evidences(evidence.findings(workbook(facts, tmp_path, bare)))

    assert (shown.against.name, shown.against.quotes[0].words, shown.against.quotes[0].own) == ("Seharusnya", "paling sedikit 0", True)
    assert shown.told == []


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("band:survei_kinerja/sangat_kurang/interval", "Survei manajemen kinerja, kategori “sangat kurang”"),
        ("tabel:32", "Tabel 32"),
        ("dokumen", "Dokumen ini"),
        ("javascript:alert(1)", "javascript · alert(1)"),
    ],
)
def test_what_a_finding_is_about_is_told_in_words(facts: Facts, tmp_path: Path, subject: str, expected: str) -> None:
    assert values.about(workbook(facts, tmp_path, FAILS), subject) == expected


@pytest.mark.parametrize(
    ("changes", "lang", "expected"),
    [
        ({}, "en", "391,608"),
        ({"check": "F02", "suite": "figures", "subject": "IKU.5", "expected": "100"}, "id", "100,00\u00a0%"),
        ({"check": "F10", "suite": "figures", "subject": "x", "expected": "99.799151"}, "id", "99,7992"),
        ({"check": "L01", "suite": "scales", "expected": "<= 3.0644"}, "id", "paling banyak 3,0644"),
        ({"check": "P08", "suite": "prose", "expected": "2024-TW3"}, "id", "Triwulan III 2024"),
        ({"check": "P08", "suite": "prose", "expected": "2023"}, "id", "2023"),
        ({"check": "P12", "suite": "prose", "expected": "2023"}, "id", "2.023"),
        ({"check": "P18", "suite": "prose", "expected": "PP 8/2006"}, "id", "PP 8/2006"),
        ({"check": "P17", "suite": "prose", "expected": "99.6 < 100"}, "en", "99.6 is below 100"),
        ({"check": "N01", "suite": "series", "expected": "8,230"}, "id", "8,230"),
        ({"check": "F06", "suite": "figures", "expected": "tercapai"}, "id", "tercapai"),
        ({"expected": ""}, "id", ""),
    ],
)
def test_what_is_expected_is_told_as_a_reader_reads_it(facts: Facts, tmp_path: Path, changes: dict[str, str], lang: str, expected: str) -> None:
    finding = replace(FAILS, **changes)

    assert values.expected(workbook(facts, tmp_path, finding, lang=lang), finding) == expected


def test_the_other_reading_that_gives_the_printed_figure_is_told(facts: Facts, tmp_path: Path) -> None:
    read = replace(FAILS, check="F12", suite="figures", found="20.13 (penyebut-realisasi)", against=(), suggestion="")

    (shown,) = evidences(evidence.findings(workbook(facts, tmp_path, read)))

    assert dict(shown.told) == {"Angka tercetak sesuai bila": "penyebut realisasi anggaran"}


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "a\x00\u202eb", "", "=1+1", "{x}", "IKU.1 " * 200]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_document_prints_stays_text(facts: Facts, tmp_path: Path, text: str, lang: str) -> None:
    against = tuple(Quote(K3, n, text, text, text, text, "") for n in range(8))
    wild = replace(FAILS, subject=text, expected=text, found=text, printed=text, waiver=text, suggestion=text, against=against)
    wb = workbook(facts, tmp_path, wild, lang=lang)

    shown = "".join(block.html() for block in [*evidence.findings(wb), *data_quality.headline(wb), *data_quality.waivers(wb), *summary.findings(wb)])

    assert not re.search(r"<(?:script|img)\b", shown)
    assert "\x00" not in shown
    assert "\u202e" not in shown


def test_severities_come_gravest_first_and_are_told_in_words(facts: Facts, tmp_path: Path) -> None:
    found = [replace(FAILS, check="S15", severity="info"), FAILS, replace(FAILS, check="S14", severity="critical")]

    blocks = evidence.findings(workbook(facts, tmp_path, *found))

    assert [shown.mark for shown in evidences(blocks)] == ["Kritis · S14", "Peringatan · S07", "Catatan · S15"]
    assert [a for a in ids(blocks) if a.startswith("temuan-")][0::2] == ["temuan-critical", "temuan-warning", "temuan-info"]


# Addresses.


def test_an_address_names_check_line_and_subject_and_stays(facts: Facts) -> None:
    assert re.fullmatch(r"temuan-S07-102-asn-dikelola-[0-9a-f]{6}", FAILS.anchor)
    assert FAILS.anchor == replace(FAILS, expected="1", severity="critical", applied=9, suggestion="").anchor
    assert len({FAILS.anchor, replace(FAILS, period="2023").anchor, replace(FAILS, printed="1").anchor, replace(FAILS, document=PMK).anchor}) == 4


def test_addresses_of_a_page_are_unique_and_the_links_to_them_resolve(facts: Facts, tmp_path: Path) -> None:
    wb = workbook(facts, tmp_path, FAILS, FAILS, replace(FAILS, subject="<b>"), replace(FAILS, check="S14", severity="critical"))
    blocks = [
        b for view in (data_quality.headline, data_quality.stops, evidence.findings, data_quality.trend, checked.suites, checked.coverage) for b in view(wb)
    ]
    found = ids([*blocks, *data_quality.waivers(wb)])
    linked = {link for block in blocks for link in re.findall(r'href="#([^"]+)"', block.html())}
    outside = {link for block in summary.findings(wb) for link in re.findall(rf'href="{re.escape(evidence.PAGE)}#([^"]+)"', block.html())}

    assert len(found) == len(set(found))
    assert linked | outside <= set(found)
    assert len(outside) == 3


def test_the_register_names_the_page_of_a_finding(facts: Facts) -> None:
    teller = Teller(facts, audit.load_suites(), "id")
    other = replace(FAILS, document=PMK, unit="dit-jabatan", period="2023")

    assert teller.page(FAILS) == f"kanreg-03/2024-TW3/01-data-quality.html#{FAILS.anchor}"
    assert told_in(facts, other) == ("dit-jabatan", "2023")
    assert told_in(facts, replace(other, unit="", period="")) == ("deputi-pmk", "2023")
    assert teller.page(replace(FAILS, document="lain")) == ""


# The gate.


@pytest.fixture(scope="module")
def broken(facts: Facts) -> tuple[Facts, list[Finding], Stopped]:
    """The real facts with a negative ceiling in one budget line, what the audit finds, and the rows it closes."""
    frame = facts.tables["budget"].copy()
    frame.loc[(frame["document"] == PMK) & (frame["period"] == "2023") & (frame["code"] == "01.BDB.001"), "pagu_awal_rp"] *= -1
    damaged = replace(facts, tables={**facts.tables, "budget": frame})
    found = audit.audit(damaged)
    return damaged, audit.findings_of(damaged, found, "deputi-pmk", "2023"), gate(damaged, found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_was_stopped_and_why(broken: tuple[Facts, list[Finding], Stopped], tmp_path: Path, lang: str) -> None:
    damaged, found, stops = broken
    wb = workbook(damaged, tmp_path, *found, unit="deputi-pmk", period="2023", lang=lang, stops=stops)

    blocks, figures = data_quality.stops(wb), data_quality.stopped(wb)

    (notice,) = [block for block in blocks if isinstance(block, Notice)]
    named = " ".join(str(item) for block in blocks if isinstance(block, Bullets) for item in block.items)
    assert {("npss_nilai", "total"), ("pagu_rp", "01.BDB.001")} <= {(f.figure, f.subject) for f in figures}
    assert str(len(figures)) in str(notice.text)
    assert audit.sentence("B04", lang) in str(notice.text)
    assert links(*notice.items) == [f"#{f.anchor}" for f in found if f.check == "B04" and f.fails]
    assert "NPSS" in named
    assert not any(figure.value for figure in figures)
    assert str(len(figures)) in str(data_quality.sentence(wb))


def test_other_pages_say_how_many_figures_are_stopped_and_lead_there(broken: tuple[Facts, list[Finding], Stopped], tmp_path: Path) -> None:
    damaged, found, stops = broken
    wb = workbook(damaged, tmp_path, *found, unit="deputi-pmk", period="2023", stops=stops)

    (notice,) = data_quality.gate(wb)

    assert isinstance(notice, Notice)
    assert str(len(data_quality.stopped(wb))) in str(notice.text)
    assert [item.link for item in notice.items] == ["01-data-quality.html#terhenti"]
    assert wb.reason(wb.fig("npss_nilai")) == "terhenti oleh pemeriksaan B04: data yang menjadi dasarnya gagal diperiksa."


def test_nothing_is_said_to_be_stopped_where_nothing_is(facts: Facts, tmp_path: Path) -> None:
    wb = workbook(facts, tmp_path, FAILS)

    assert data_quality.gate(wb) == []
    assert data_quality.stops(wb) == []
    assert str(data_quality.sentence(wb)) == "Datanya layak dipakai; 1 peringatan perlu dibaca bersama angkanya."


def test_a_critical_finding_that_stops_no_figure_is_told_all_the_same(facts: Facts, tmp_path: Path) -> None:
    critical = replace(FAILS, check="S14", severity="critical")

    (_, notice) = data_quality.stops(workbook(facts, tmp_path, critical))
    waived = workbook(facts, tmp_path, replace(critical, waiver="inspektur (2025-12-31)"))

    assert isinstance(notice, Notice)
    assert links(*notice.items) == [f"#{critical.anchor}"]
    assert data_quality.stops(waived) == []
    assert str(data_quality.sentence(waived)) == "Datanya layak dipakai; tidak ada temuan."


CHAPTERS = sorted(Path("notebooks").glob("0*.ipynb"))


@pytest.mark.parametrize("table", ["indicators", "targets", "realisations", "budget", "spending", "components", "members", "claims"])
def test_every_page_can_be_made_when_a_whole_table_is_stopped(facts: Facts, tmp_path: Path, table: str) -> None:
    frame = facts.tables[table]
    rows: Stopped = {(table, int(row)): "B04" for row in frame.index[frame["document"] == PMK]}
    wb = workbook(facts, tmp_path, unit="deputi-pmk", period="2023", stops=rows)
    cells = [ast.parse(cell.source) for chapter in CHAPTERS for cell in nbformat.read(chapter, 4).cells[3:]]
    called = [node.func for tree in cells for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    shown = [(f.value.id, f.attr) for f in called if isinstance(f.value, ast.Name) and f.value.id not in {"wb", "traces"}]

    blocks = [b for view, name in shown for b in getattr(importlib.import_module(f"analysis.views.{view}"), name)(wb)]

    assert rows
    assert all(block.html() for block in [*blocks, *traces.contents(wb), traces.of_report(wb), traces.of_page(wb)])


# What changed.


def trend(facts: Facts, out: Path, now: Sequence[Finding], before: Sequence[Finding] | None) -> list[Block]:
    wb = workbook(facts, out, *now)
    if before is not None:
        kept.keep(wb.folder, kept.texts_of(Audited(list(before), COVERAGE))[kept.FINDINGS])
    return data_quality.trend(wb)


def test_without_an_earlier_audit_the_page_says_so(facts: Facts, tmp_path: Path) -> None:
    told = [block.text for block in trend(facts, tmp_path, [FAILS], None) if isinstance(block, Prose)]

    assert told == [words("id")("trend.first")]
    assert [type(block) for block in trend(facts, tmp_path, [FAILS], [FAILS])] == [type(block) for block in trend(facts, tmp_path / "x", [FAILS], None)]


def test_new_gone_and_remaining_findings_are_told_apart(facts: Facts, tmp_path: Path) -> None:
    new, gone = replace(FAILS, line=103), replace(FAILS, line=104, subject="lama")

    blocks = trend(facts, tmp_path, [FAILS, new], [replace(FAILS, waiver="inspektur (2025-12-31)"), gone, HOLDS])

    lists = [links(*block.items) for block in blocks if isinstance(block, Bullets)]
    told = ["Dibandingkan dengan hasil audit sebelumnya: 1 temuan baru dan 1 hilang; yang lain tetap."]
    assert [str(block.text) for block in blocks if isinstance(block, Prose)] == told
    assert lists == [[f"#{new.anchor}"], []]


def test_a_run_again_tells_the_same_changes(facts: Facts, tmp_path: Path) -> None:
    first = trend(facts, tmp_path, [FAILS], [replace(FAILS, line=9)])
    text = kept.texts_of(Audited([FAILS], COVERAGE))[kept.FINDINGS]
    for _ in range(2):
        kept.keep(tmp_path / "kanreg-03" / "2024-TW3", text)

    assert [b.html() for b in data_quality.trend(workbook(facts, tmp_path, FAILS))] == [b.html() for b in first]


@pytest.mark.parametrize("damage", ["", "check,suite\nS07,sums\n", "\ufeff", '"', "\x00", "check;suite"])
def test_an_earlier_file_that_cannot_be_read_is_no_earlier_audit(facts: Facts, tmp_path: Path, damage: str) -> None:
    wb = workbook(facts, tmp_path, FAILS)
    wb.folder.mkdir(parents=True)
    (wb.folder / "findings-before.csv").write_text(damage, "utf-8")

    assert wb.before is None


def test_findings_are_read_as_they_were_written(tmp_path: Path) -> None:
    told = Audited([replace(FAILS, subject='a,"b"\nc', waiver="x"), HOLDS], COVERAGE)
    for name, text in kept.texts_of(told).items():
        (tmp_path / name).write_text(text, "utf-8")

    read = kept.stored(tmp_path)

    assert read is not None
    assert read.findings == told.findings
    assert kept.texts_of(read) == kept.texts_of(told)


# What was checked.


def test_the_headline_counts_waived_findings_and_covered_cells(facts: Facts, tmp_path: Path) -> None:
    tiles = data_quality.headline(workbook(facts, tmp_path, FAILS, replace(FAILS, line=9, waiver="inspektur (2025-12-31)")))[0]

    assert isinstance(tiles, Tiles)
    assert [(tile.name, str(tile.value), links(tile.value)) for tile in tiles.tiles][2:] == [
        ("Peringatan", "2", ["#temuan-warning"]),
        ("Catatan", "0", []),
        ("Dikecualikan", "1", ["#pengecualian"]),
        ("Sel yang diperiksa", "2 dari 7", ["#tabel-sel", "#tabel-sel"]),
    ]


def test_every_check_is_listed_with_its_outcome_and_why_it_does_not_apply(facts: Facts, tmp_path: Path) -> None:
    idle = replace(HOLDS, check="K05", suite="claims", outcome="not_applicable", applied=0, reason="column_missing")

    folded = checked.suites(workbook(facts, tmp_path, FAILS, replace(FAILS, line=9), HOLDS, idle))[-1]

    assert isinstance(folded, Folded)
    (table,) = folded.blocks
    assert isinstance(table, Table)
    assert [[row[0].text[:3], *(cell.text for cell in row[1:])] for row in table.rows] == [
        ["K05", "tidak berlaku", "0", "tabel tidak memuat kolom yang diperiksa"],
        ["S07", "gagal", "6", "–"],
        ["S08", "terpenuhi", "6", "–"],
    ]


def test_cells_that_no_check_looks_at_are_listed_with_their_lines(facts: Facts, tmp_path: Path) -> None:
    blocks = checked.coverage(workbook(facts, tmp_path, FAILS))

    table, folded = blocks[2], blocks[3]
    assert isinstance(table, Table)
    assert isinstance(folded, Folded)
    inner = folded.blocks[1]
    assert isinstance(inner, Table)
    assert [[cell.text for cell in row] for row in [*table.rows, *table.foot]] == [
        ["Target", "3", "2", "66,67\u00a0%"],
        ["Populasi", "4", "0", "0,00\u00a0%"],
        ["Keseluruhan", "7", "2", "28,57\u00a0%"],
    ]
    assert [[cell.text for cell in row] for row in inner.rows] == [["Target", "value", "1", "9"], ["Populasi", "name", "4", "3, 7–9"]]


@pytest.mark.parametrize(("lines", "told"), [([], ""), ([5], "5"), ([3, 1, 2, 2], "1–3"), ([1, 2, 4, 9, 10], "1–2, 4, 9–10")])
def test_neighbouring_lines_are_joined(lines: list[int], told: str) -> None:
    assert checked.ranges(lines) == told


def test_waivers_in_force_are_told_with_who_decides(facts: Facts, tmp_path: Path) -> None:
    (_, table) = data_quality.waivers(workbook(facts, tmp_path, FAILS, replace(FAILS, line=9, waiver="inspektur (2025-12-31)")))
    (_, none) = data_quality.waivers(workbook(facts, tmp_path, FAILS))

    assert isinstance(table, Table)
    assert [row[1].text for row in table.rows] == ["inspektur (2025-12-31)"]
    assert isinstance(none, Prose)


def test_every_finding_on_the_real_documents_is_shown_whole(facts: Facts, tmp_path: Path) -> None:
    examined = audit.examine(facts)
    for unit, period in [("deputi-pmk", "2023"), ("kanreg-03", "2024-TW3"), ("bkpsdm-way-kanan", "2023"), ("kanreg-07", "2024")]:
        own = audit.of_report(facts, examined, unit, period)
        shown = evidences(evidence.findings(workbook(facts, tmp_path, *own.findings, unit=unit, period=period)))

        assert sorted(b.anchor for b in shown) == sorted(address for address, f in addressed(own.findings) if f.fails)
        assert all(b.printed.quotes[0].words and b.against.quotes[0].words and b.subject for b in shown)
