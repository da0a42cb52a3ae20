"""Charts over time and of counts: what stands beside its rows, and what the views tell with them about the real documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_charts import HOSTILE, Draw, Drawn, markup_of, titles

from analysis import charts
from analysis.audit import Finding, kept
from analysis.charts import look
from analysis.charts.lines import apart
from analysis.desk import Desk
from analysis.figures import Figure, Ledger
from analysis.languages import LANGUAGES
from analysis.pages.blocks import Block, Chart, Panels
from analysis.pages.cleaner import sanitize_html
from analysis.views import absorption, course, found, over_time, reproduction, status, unspent
from analysis.words import words
from analysis.workbook import PROCESSED, Workbook, anchor

WHEN = ["2021", "2022", "Triwulan III\n2024"]
CELLS: list[dict[str, Any]] = [
    {"label": f"IKU.{row}", "name": f"Nama {row}", "column": column, "text": "95,50", "state": state}
    for row in (1, 2)
    for column, state in zip(("2021", "2022", "2023"), (charts.REACHED, charts.MISSED, charts.OPEN), strict=True)
]
POINTS: list[dict[str, Any]] = [
    {"when": "2021", "value": Fraction(191, 2), "text": "95,50", "kind": "realised", "state": charts.REACHED},
    {"when": "Triwulan III\n2024", "value": 80, "text": "80", "kind": "realised", "state": charts.MISSED},
    {"when": "2021", "value": 90, "text": "90", "kind": "target", "state": charts.REACHED},
]
BARS: list[dict[str, Any]] = [
    {"label": "satu", "value": 6, "text": "6", "series": "a", "share": "60 %"},
    {"label": "dua", "value": Fraction(7, 2), "text": "3,5", "series": "b", "share": "95 %"},
]
K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
WARNING = Finding("S07", "sums", "warning", "fails", K3, 102, "kanreg-03", "2024-TW3", "asn-dikelola", "", "391608", "391068", 6, printed="391.068")
FINDINGS = [
    WARNING,
    replace(WARNING, line=103),
    replace(WARNING, check="S09", severity="info"),
    replace(WARNING, check="B04", suite="budget", severity="critical"),
]
ELSEWHERE = {"mismatch", *(f"temuan-{severity}" for severity in ("critical", "warning", "info"))}
"""Addresses that other parts of the same page have."""
LINES = [{"when": str(2020 + n), "value": 90 + n * m, "series": f"unit {m}", "text": f"{90 + n * m}"} for n in range(3) for m in range(4)]
DRAWINGS: dict[str, tuple[list[dict[str, Any]], Draw]] = {
    "matrix": (CELLS, lambda rows: charts.matrix(rows, axis="Judul")),
    "over_years": (POINTS, lambda rows: charts.over_years(rows, when=WHEN, goal=85.0)),
    "over_quarters": (POINTS, lambda rows: charts.over_quarters(rows, when=WHEN)),
    "pareto": (BARS, lambda rows: charts.pareto(rows, shares="Bersama")),
    "columns": (BARS, lambda rows: charts.columns(rows, colours={"a": charts.GOOD, "b": charts.BAD})),
    "lines_over_time": (LINES, lambda rows: charts.lines_over_time(rows, axis="Judul")),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_keeps_to_the_schema(name: str) -> None:
    rows, draw = DRAWINGS[name]

    spec = draw(rows).to_dict(validate=True)

    assert spec["config"]["font"] == look.FACE
    assert titles(spec) == ({"Judul"} if name in {"lines_over_time", "matrix"} else set())


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_says_every_row_once(name: str) -> None:
    rows, draw = DRAWINGS[name]
    told = [{**row, "of": f"pokok-{number}", "tip": f"Kalimat {number}."} for number, row in enumerate(rows)]

    drawn = Drawn(markup_of(told, draw))

    assert sorted(tip for tip in drawn.tips if tip.startswith("Kalimat")) == sorted(str(row["tip"]) for row in told)
    assert {str(row["of"]) for row in told} <= set(drawn.about)


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_becomes_markup_or_breaks_a_drawing(name: str, text: str) -> None:
    rows, draw = DRAWINGS[name]
    fields = [field for field in ("label", "name", "text", "share") if field in rows[0]]
    told = [{**row, **{field: f"{row[field]} {text}" for field in fields}, "of": text, "tip": text} for row in rows]

    drawn = Drawn(markup_of(told, draw))
    cleaned = Drawn(sanitize_html(markup_of(told, draw)))

    assert (cleaned.about, cleaned.tips, cleaned.words) == (drawn.about, drawn.tips, drawn.words)
    assert drawn.tags <= {"svg", "title", "desc", "g", "path", "line", "text", "tspan"}


def test_a_sign_tells_how_a_cell_stands() -> None:
    signs = {row["state"]: row["sign"] for rows in charts.matrix(CELLS, axis="Judul").to_dict()["datasets"].values() for row in rows}

    assert set(signs) == {charts.REACHED, charts.MISSED, charts.OPEN}
    assert len(set(signs.values())) == 3


def test_a_missed_target_leaves_its_point_hollow() -> None:
    insides = {row["state"]: row["inside"] for rows in DRAWINGS["over_years"][1](POINTS).to_dict()["datasets"].values() for row in rows if "inside" in row}

    assert insides == {charts.REACHED: charts.NEUTRAL, charts.MISSED: "#ffffff"}


def test_a_line_does_not_bridge_a_period_without_value() -> None:
    runs = {row["when"]: row["run"] for rows in DRAWINGS["over_years"][1](POINTS).to_dict()["datasets"].values() for row in rows if "run" in row}

    assert runs["2021"] != runs["Triwulan III\n2024"]


def test_few_lines_are_named_at_their_ends_and_many_in_a_legend() -> None:
    many = [{**row, "series": f"unit {number % 8}"} for number, row in enumerate(LINES * 2)]

    few_words = Drawn(markup_of(LINES, DRAWINGS["lines_over_time"][1])).words
    many_words = Drawn(markup_of(many, DRAWINGS["lines_over_time"][1])).words

    assert {"unit 0 90", "unit 1 92", "unit 2 94", "unit 3 96"} <= set(few_words)
    assert {f"unit {number}" for number in range(8)} <= set(many_words)


def test_words_of_close_points_do_not_lie_on_each_other() -> None:
    close = [{"when": "2023", "value": value, "series": str(value), "text": f"nilai {value}"} for value in (100.0, 100.1, 100.2)]
    rows = [*close, *({**row, "when": "2024", "value": 120 + row["value"], "text": ""} for row in close)]

    drawn = Drawn(markup_of(rows, DRAWINGS["lines_over_time"][1]))

    assert [word for word in drawn.words if word.startswith("nilai")] == ["nilai 100.2", "nilai 100.0"]


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 100), min_size=1, max_size=8))
def test_names_at_the_ends_stand_apart_in_the_order_of_their_lines(wanted: dict[str, float]) -> None:
    found_levels = apart(wanted, 5, 100)

    levels = list(found_levels.values())
    assert set(found_levels) == set(wanted)
    assert max(levels) <= 100
    assert all(upper - lower >= 5 - 1e-9 for upper, lower in pairwise(levels))
    assert [wanted[name] for name in found_levels] == sorted(wanted.values(), reverse=True)


Open = Callable[..., Workbook]


@pytest.fixture(scope="module")
def opened(ledger: Ledger) -> Open:
    """Opens workbooks over the real documents, with the findings given and nothing stopped."""
    desk = Desk(ledger)

    def open_one(unit: str, period: str, *findings: Finding, lang: str = "id") -> Workbook:
        made = Workbook(desk, unit, period, words(lang), PROCESSED)
        made.__dict__.update(_audited=replace(kept.NOTHING, findings=list(findings)), _stopped=ledger.stopped)
        return made

    return open_one


def drawn_in(blocks: Sequence[Block]) -> Any:
    """The one drawing, or row of drawings, among blocks."""
    (block,) = (block for block in blocks if isinstance(block, (Chart, Panels)))
    return block


def said(blocks: Sequence[Block]) -> str:
    return str(drawn_in(blocks).finding)


CHARTS: dict[str, tuple[str, str, Callable[[Workbook], list[Block]]]] = {
    "years": ("kanreg-06", "2023", over_time.years),
    "part of a year": ("kanreg-03", "2024-TW3", over_time.years),
    "status by period": ("kanreg-06", "2024", status.by_period),
    "status by unit": ("kanreg-06", "2023", lambda wb: status.by_unit(wb, ["kanreg-06", "kanreg-07"])),
    "unspent": ("deputi-pmk", "2023", lambda wb: absorption.lines(wb)[:2]),
    "course": ("kanreg-03", "2024-TW3", course.regulated),
    "verdicts": ("kanreg-07", "2024", reproduction.by_figure),
    "findings": ("kanreg-03", "2024-TW3", found.by_kind),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_asks_tells_and_leads_to_what_it_counts(opened: Open, name: str, lang: str) -> None:
    unit, period, make = CHARTS[name]
    wb = opened(unit, period, *FINDINGS, lang=lang)

    blocks = make(wb)
    markup = "".join(block.html() for block in blocks)

    chart = drawn_in(blocks)
    assert chart.title.endswith("?")
    assert str(chart.finding).endswith(".")
    assert chart.table.rows
    assert sanitize_html(markup).count("<svg") == (len(chart.panels) if isinstance(chart, Panels) else 1)
    addresses = set(re.findall(r'\bid="([^"]+)"', markup)) | {anchor(figure) for figure in wb.shown.values()} | ELSEWHERE
    assert set(re.findall(r'href="#([^"]+)"', chart.finding.__html__())) <= addresses
    assert re.search(r"\d", re.sub(r"<a .*?</a>|<span .*?</span>", "", chart.finding.__html__())) is None


def test_indicators_without_two_years_have_no_course(opened: Open) -> None:
    assert over_time.years(opened("kanreg-07", "2023")) == []
    assert status.by_period(opened("kanreg-03", "2024-TW3")) == []
    assert status.by_unit(opened("kanreg-06", "2023"), ["kanreg-06"]) == []


@pytest.fixture(scope="module")
def progress(opened: Open) -> Panels:
    """Fourteen indicators of Kanreg VI, 2020 to 2023."""
    return drawn_in(over_time.years(opened("kanreg-06", "2023")))  # type: ignore[no-any-return]


def test_every_indicator_with_two_years_has_its_own_drawing(progress: Panels) -> None:
    panels = progress.panels

    assert [panel.name.split()[0] for panel in panels] == [f"IKU.{n}" for n in range(1, 15)]
    assert str(panels[11].told) == "2023: 68,50, target 80,00. −6,60 dari tahun sebelumnya. Target akhir Renstra 2024: 85,00, selisih −16,50."
    assert str(panels[0].told).startswith("2022: 58,82\u00a0%, target 50,00\u00a0%.")


def test_how_many_rose_and_fell_is_counted_from_the_figures(opened: Open, progress: Panels) -> None:
    wb = opened("kanreg-06", "2023")
    last = {f"IKU.{n}": "2022" if n in {1, 11} else "2023" for n in range(1, 15)}
    changes = [wb.fig("gap_tahun_lalu_nilai", code, period=year).number for code, year in last.items()]
    signs = Counter((change > 0) - (change < 0) for change in changes)
    short = [code for code, year in last.items() if wb.fig("gap_akhir_renstra_nilai", code, period=year).number < 0]

    told = str(progress.finding)

    assert f"{signs[1]} indikator naik, {signs[-1]} indikator turun, dan {signs[0]} indikator tetap" in told
    assert f"sudah dicapai {14 - len(short)} dari 14 indikator; yang belum: {words('id').join(short)}." in told


def test_a_year_in_another_unit_is_not_drawn_and_that_is_said(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    wb = opened("kanreg-06", "2023")
    real = wb.fig

    def fig(figure: str, subject: str = "total", *, unit: str | None = None, period: str | None = None) -> Figure:
        made = real(figure, subject, unit=unit, period=period)
        return replace(made, measure="instansi") if (figure, subject, period) == ("realisasi_iku", "IKU.2", "2020") else made

    monkeypatch.setattr(wb, "fig", fig)

    panel = drawn_in(over_time.years(wb)).panels[1]

    assert "Realisasi 2020 dinyatakan dalam satuan lain" in str(panel.told)
    assert "94,12" not in panel.svg


def test_the_matrix_says_of_every_target_whether_it_is_reached(opened: Open) -> None:
    wb = opened("kanreg-06", "2023")
    outcomes = Counter(str(wb.fig("ketercapaian", f"IKU.{n}", period=str(year)).value) for n in range(1, 15) for year in range(2020, 2024))

    chart = drawn_in(status.by_period(wb))

    told, rows = str(chart.finding), chart.table.rows
    assert told.startswith(f"Dari {outcomes['tercapai'] + outcomes['tidak_tercapai']} capaian yang dapat dinilai, {outcomes['tercapai']} mencapai target")
    assert sum("tidak tercapai" in str(cell) for row in rows for cell in row) == outcomes["tidak_tercapai"]


def test_units_stand_beside_each_other_on_the_same_targets(opened: Open) -> None:
    rows = drawn_in(status.by_unit(opened("kanreg-06", "2023"), ["kanreg-06", "kanreg-07"])).table.rows

    assert [str(cell) for cell in rows[11][1:]] == ["85,63\u00a0% tidak tercapai", "88,70\u00a0% tidak tercapai"]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("deputi-pmk", "3 dari 10 baris yang bersisa menyimpan 81,77\u00a0% dari seluruh sisa Rp11,76\u00a0juta."),
        ("dit-kinerja", "Satu dari 2 baris yang bersisa menyimpan 95,07\u00a0% dari seluruh sisa Rp6,14\u00a0juta."),
    ],
)
def test_the_lines_with_the_most_left_are_added_up(opened: Open, unit: str, expected: str) -> None:
    assert said(absorption.lines(opened(unit, "2023"))) == expected


def test_lines_of_one_name_are_told_apart_by_their_codes(opened: Open) -> None:
    wb = opened("dit-kinerja", "2023")
    codes = wb.subjects("bagian_sisa_pct")

    (chart,) = unspent.chart(wb, dict.fromkeys(codes, "Layanan"))

    assert all(f"{code} Layanan" in Drawn(chart.svg).words for code in codes)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("reached", "expected"),
    [("58.79", "di bawah target setiap jenis belanja"), ("72", "di antara target"), ("75", "memenuhi target setiap jenis belanja")],
)
def test_spending_is_held_against_the_targets_of_its_quarter(opened: Open, monkeypatch: pytest.MonkeyPatch, reached: str, expected: str) -> None:
    wb = opened("kanreg-03", "2024-TW3")
    real = wb.fig

    def fig(figure: str, subject: str = "total", *, unit: str | None = None, period: str | None = None) -> Figure:
        made = real(figure, subject, unit=unit, period=period)
        return replace(made, value=Fraction(reached)) if (figure, subject, period) == ("serapan_pct", "total", "2024-TW3") else made

    monkeypatch.setattr(wb, "fig", fig)

    assert f"{expected}" in said(course.regulated(wb))


def test_without_spending_only_the_course_is_told(opened: Open) -> None:
    assert said(course.regulated(opened("kanreg-06", "2024"))).endswith("dokumen tidak mencetak belanjanya.")
    assert course.regulated(opened("deputi-pmk", "2023")) == []


def test_findings_are_counted_by_kind_and_severity(opened: Open) -> None:
    chart = drawn_in(found.by_kind(opened("kanreg-03", "2024-TW3", *FINDINGS)))

    assert [[str(cell) for cell in row[1:]] for row in chart.table.rows] == [["1", "0", "0", "1"], ["0", "2", "1", "3"]]
    assert [cell.link for cell in chart.table.rows[1]] == ["", "", "#pemeriksaan-S07", "#pemeriksaan-S09", ""]
    assert str(chart.finding).startswith("Ada 1 temuan kritis, 2 peringatan, dan 1 catatan; paling sering (3 tempat) pada")


def test_findings_of_one_suite_need_no_chart(opened: Open) -> None:
    assert found.by_kind(opened("kanreg-03", "2024-TW3", *FINDINGS[:2])) == []
