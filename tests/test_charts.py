"""Charts: each drawing keeps to the schema of Vega-Lite, holds the rows of its table and nothing else, and its marks say what they are about."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from analysis import charts, pages
from analysis.charts import letters, look
from analysis.charts.slim import slim
from analysis.engine import drawing
from analysis.facts import Facts
from analysis.pages.cleaner import sanitize_html

HOSTILE = ["<script>alert(1)</script>", "x" * 200, "\u202e\u0627\u0644\u0639\u202c", "\" onload='alert(1)' &lt;b&gt;", "a\x00b\u241fc", "̈́😀 { } \\"]
ROWS: list[dict[str, Any]] = [
    {"label": "IKU.1", "value": Fraction(191, 2), "text": "95,50", "reached": False, "series": "a", "when": "2022"},
    {"label": "IKU.2", "value": Fraction(-3), "text": "−3,00", "reached": False, "series": "b", "when": "2022"},
    {"label": "IKU.3", "value": 120, "text": "120,00", "reached": True, "series": "a", "when": "2023"},
]
BULLETS = [{**row, "note": "1 → 2"} for row in ROWS]
READINGS = [{**row, "label": label, "rule": row is ROWS[0]} for label in ("satu", "dua") for row in ROWS]
DOTS = [{"label": row["label"], "x": 90 + number, "y": row["value"]} for number, row in enumerate(ROWS)]
STEPS: list[dict[str, Any]] = [
    {"label": "awal", "start": Fraction(0), "end": Fraction(7, 2), "text": "3,50", "total": True},
    {"label": "blokir", "start": Fraction(7, 2), "end": Fraction(3), "text": "0,50", "total": False},
]
RANGES = [(0.0, 50.0, "kurang"), (50.0, None, "baik")]
FIELDS = ("satu, dua", "b", "c", "d")
Draw = Callable[[list[dict[str, Any]]], Any]
DRAWINGS: dict[str, tuple[list[dict[str, Any]], Draw]] = {
    "bullets": (BULLETS, lambda rows: charts.bullets(rows, axis="Judul", goal=100, missed="tidak", ranges=RANGES)),
    "steps": (STEPS, lambda rows: charts.steps(rows, axis="Judul")),
    "judged steps": (STEPS, lambda rows: charts.steps(rows, axis="Judul", judged=True)),
    "lines_over_time": (ROWS, lambda rows: charts.lines_over_time(rows, axis="Judul")),
    "dots": (ROWS, lambda rows: charts.dots(rows, axis="Judul", bounds=[100])),
    "readings": (READINGS, lambda rows: charts.readings(rows, axis="Judul", bounds={100.0: "batas"})),
    "quadrants": (DOTS, lambda rows: charts.quadrants(rows, axes=("Judul", "Judul"), cross=(91, 100), names=FIELDS, least=10, full=100)),
    "stacked_bars": (ROWS, lambda rows: charts.stacked_bars(rows, axis="Judul", colours={"a": charts.GOOD, "b": charts.BAD})),
}
TOLD = [name for name in DRAWINGS if name != "lines_over_time"]


def titles(spec: Any) -> set[str]:
    """Every title in a specification, at any depth."""
    if isinstance(spec, list):
        return set().union(*map(titles, spec))
    if not isinstance(spec, dict):
        return set()
    own = {spec["title"]} if isinstance(spec.get("title"), str) else set()
    return own.union(*(titles(inner) for inner in spec.values()))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_keeps_to_the_schema(name: str) -> None:
    rows, draw = DRAWINGS[name]

    spec = draw(rows).to_dict(validate=True)

    assert (spec["width"], spec["config"]["font"]) == (charts.WIDTH, look.FACE)
    assert titles(spec) == {"Judul"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_holds_the_rows_of_its_table(name: str) -> None:
    rows, draw = DRAWINGS[name]
    expected = [{key: value if isinstance(value, (str, bool)) else float(value) for key, value in row.items()} for row in rows]

    data = [drawn for drawn in draw(rows).to_dict()["datasets"].values() if set(rows[0]) <= set(drawn[0])]

    assert len(data) == 1
    found = [{key: row[key] for key in expected[0]} for row in data[0]]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_a_drawing_leaves_altair_as_it_was() -> None:
    import altair

    charts.dots(ROWS, axis="Judul")

    assert altair.utils.schemapi.DEBUG_MODE is True


def markup_of(rows: list[dict[str, Any]], draw: Draw) -> str:
    return charts.svg(draw(rows), title="Judul?", description="Temuan.", lang="id")


class Drawn(HTMLParser):
    """What stands in a drawing on a page: tags with attributes, what each thing is about, titles, words."""

    def __init__(self, markup: str):
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.about: dict[str, set[str]] = {}
        self.tips: list[str] = []
        self.words: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        of = dict(attrs).get("data-of")
        if of:
            self.about.setdefault(of, set()).add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.tips if self.open[-1] == "title" and "g" in self.open else self.words).append(data)


@pytest.mark.parametrize("name", TOLD)
def test_marks_say_what_their_rows_are_about(name: str) -> None:
    rows, draw = DRAWINGS[name]
    told = [{**row, "of": f"IKU {number}", "tip": f"Kalimat {number}."} for number, row in enumerate(rows)]

    drawn = Drawn(markup_of(told, draw))

    assert {f"IKU_{number}" for number in range(len(rows))} <= set(drawn.about)
    assert all("path" in drawn.about[f"IKU_{number}"] for number in range(len(rows)))
    assert sorted(tip for tip in drawn.tips if tip.startswith("Kalimat")) == sorted(row["tip"] for row in told)


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_becomes_markup_or_breaks_a_drawing(name: str, text: str) -> None:
    rows, draw = DRAWINGS[name]
    fields = [field for field in ("label", "text", "note", "of", "tip") if field in rows[0] or field in {"of", "tip"}]
    told = [{**row, **{field: f"{row.get(field, number)} {text}" for field in fields}} for number, row in enumerate(rows)]

    markup = markup_of(told, draw)
    drawn, cleaned = Drawn(markup), Drawn(sanitize_html(markup))

    assert (cleaned.about, cleaned.tips, cleaned.words) == (drawn.about, drawn.tips, drawn.words)
    assert drawn.tags <= {"svg", "title", "desc", "g", "path", "line", "text", "tspan"}
    assert not any(name.startswith("on") for name in drawn.attributes)
    assert any(text.replace("\x00", "\ufffd") in tip for tip in drawn.tips)


def test_a_legend_leads_to_all_that_it_stands_for() -> None:
    rows, draw = DRAWINGS["stacked_bars"]

    drawn = Drawn(markup_of([{**row, "of": row["label"]} for row in rows], draw))

    assert drawn.about["IKU.1 IKU.3"] == {"path", "text"}


def test_a_label_cut_short_says_the_whole_of_it() -> None:
    rows, draw = DRAWINGS["stacked_bars"]
    name = "Persentase instansi pemerintah yang menerapkan kebijakan"

    drawn = Drawn(markup_of([{**rows[0], "label": name, "of": "IKU.1"}], draw))

    assert drawn.tips == [name]
    assert any(word.endswith("…") and name.startswith(word[:-1].strip()) for word in drawn.words)


def test_a_drawing_is_small_and_keeps_nothing_of_its_maker() -> None:
    rows = [{**BULLETS[0], "label": f"IKU.{n} {'Persentase instansi ' * 4}", "of": f"IKU.{n}", "tip": "Kalimat " * 15} for n in range(13)]

    markup = markup_of(rows, DRAWINGS["bullets"][1])

    assert len(markup.encode()) < 12_000
    assert not re.search(r"class=|aria-roledescription|mark-|\d\.\d\d+|<g></g>", markup)


@pytest.mark.parametrize("inner", ['<defs><clipPath id="c"/></defs>', '<g transform="rotate(3)"/>'])
def test_a_drawing_that_is_not_understood_is_refused(inner: str) -> None:
    with pytest.raises(ValueError, match="not understood"):
        slim(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{inner}</svg>', {})


def test_labels_beside_quadrants_stand_apart() -> None:
    rows = [{"label": f"IKU.{n}", "x": 99, "y": 100 + n / 100} for n in range(8)]

    drawn = ElementTree.fromstring(markup_of(rows, DRAWINGS["quadrants"][1]))

    heights = sorted(float(text.get("y", 0)) for text in drawn.iter("text") if (text.text or "").startswith("IKU."))
    assert len(heights) == 8
    assert min(lower - upper for upper, lower in pairwise(heights)) >= 15


STYLE = (Path(pages.__file__).parent / "styles" / "charts.css").read_text("utf-8")
BASE = (Path(pages.__file__).parent / "styles" / "base.css").read_text("utf-8")
DARK = dict(re.findall(r'\.picture \[fill="(#\w{6})"\]\{fill:(#\w{6})\}', STYLE))
GROUNDS = {look.PAPER, look.GRID, *look.BANDS}
TEXTS = {look.INK, look.MUTED, look.BAD}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_has_its_counterpart_on_dark_ground() -> None:
    papers = re.findall(r"--paper:(#\w+)", BASE)

    assert set(DARK) == set(look.PALETTE)
    assert dict(re.findall(r'\.picture \[stroke="(#\w{6})"\]\{stroke:(#\w{6})\}', STYLE)) == DARK
    assert [DARK[look.PAPER]] == papers[1:]


@pytest.mark.parametrize("ground", [look.PAPER, *look.BANDS])
@pytest.mark.parametrize("colour", sorted(set(look.PALETTE) - GROUNDS))
def test_marks_and_words_stand_out_from_every_ground(colour: str, ground: str) -> None:
    least = 4.5 if colour in TEXTS else 3

    assert contrast(colour, ground) >= least
    assert contrast(DARK[colour], DARK[ground]) >= least


# words that are cut


def cut_by_the_library(words: str, limit: int, weight: str) -> str:
    """What the library that draws leaves of the words."""
    spec = {"data": {"values": [{"a": words}]}, "mark": {"type": "text", "limit": limit, "fontSize": 13, "fontWeight": weight, "font": "Liberation Sans"}}
    drawn = drawing.drawn({**spec, "encoding": {"text": {"field": "a", "type": "nominal"}}}, {"vl_version": "6.4"})
    return unescape(re.findall(r">([^<>]+)</text>", drawn)[0])


@pytest.mark.parametrize("weight", ["normal", "bold"])
@pytest.mark.parametrize("limit", [90, 240, 460])
def test_words_are_cut_where_the_library_that_draws_would_cut_them(facts: Facts, limit: int, weight: str) -> None:
    names = sorted(set(facts.tables["indicators"]["name"]))[::4]
    assert len(names) > 10

    for name in names:
        ours, theirs = letters.cut(name, limit, bold=weight == "bold"), cut_by_the_library(name, limit, weight)

        assert -2 - len(theirs) // 12 <= len(ours) - len(theirs) <= 1, (ours, theirs)


@pytest.mark.parametrize(
    ("words", "limit", "expected"), [("", 10, ""), ("abc", 100, "abc"), ("iiiiiiiiii", 20, "ii…"), ("WWWW", 10, "…"), ("漢字漢字", 30, "漢…")]
)
def test_words_are_cut_to_their_room(words: str, limit: int, expected: str) -> None:
    assert letters.cut(words, limit) == expected
    assert letters.width_of(expected) <= max(limit, letters.width_of("…"))


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_picture_leaves_words_to_be_cut_by_the_library_that_draws(name: str) -> None:
    rows, draw = DRAWINGS[name]

    spec = letters.with_words_cut(draw([{**row, "label": f"{row['label']} {'panjang ' * 40}"} if "label" in row else row for row in rows]).to_dict())

    marks = [part["mark"] for part in letters.parts_of(spec) if isinstance(part.get("mark"), dict)]
    assert not any("limit" in mark for mark in marks if mark["type"] == "text")


@pytest.mark.parametrize(("label", "limited"), [("IKU.1", False), ("i" * 60, False), ("panjang " * 10, True)])
def test_labels_that_fit_are_not_measured_for_being_cut(label: str, limited: bool) -> None:
    chart = charts.dots([{"label": label, "value": 1, "series": "c"}, {"label": "b", "value": 2, "series": "c"}], axis="Rp")
    as_made = chart.to_dict()

    spec = letters.with_words_cut(chart.to_dict())

    assert bool(spec["config"]["axis"]["labelLimit"]) is limited
    assert drawing.drawn(spec, {"vl_version": "6.4"}) == drawing.drawn(as_made, {"vl_version": "6.4"})
