"""The PDF of a report: tagged, the same bytes every time, with all that pages say and nothing that only leads about."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from handed import ANCHORS, HOSTILE, SVG, achievement, page, report, shown, summary, trace, traces
from pdf_text import tags, text_of

from analysis.errors import InputError
from analysis.handover import document
from analysis.handover.book import chapters_of, in_order
from analysis.handover.content import within
from analysis.handover.layout import breakable, laid_out, table_layout
from analysis.handover.links import linked
from analysis.handover.page import read_page
from analysis.handover.pdf import displayable
from analysis.pages.blocks import Bullets, Cell, Heading, Prose


def opened(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> pikepdf.Pdf:
    return opened(document.pdf(report(tmp_path_factory.mktemp("report"))))


def test_the_document_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    told = pdf.Root.Metadata.read_bytes().decode()

    assert (pdf.Root.MarkInfo.Marked, str(pdf.Root.Lang), pdf.Root.ViewerPreferences.DisplayDocTitle) == (True, "id", True)
    assert str(pdf.docinfo.Title) == "Laporan analisis kinerja · Unit U · 2023"
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert "CreationDate" not in told + str(pdf.docinfo.keys())


def test_headings_come_level_by_level_and_lead_from_the_outline(pdf: pikepdf.Pdf) -> None:
    outline = [(item.title, [inner.title for inner in item.children]) for item in pdf.open_outline().root]

    assert [len(tags(pdf, f"/H{level}")) for level in (1, 2, 3, 4)] == [5, 2, 1, 0]
    assert outline == [("Ringkasan", ["Jawaban singkat"]), ("Capaian", ["Rinci"]), ("Asal angka", []), ("Bahan laporan ini", [])]
    assert [str(entry.S) for entry in list(pdf.Root.PageLabels.Nums)[1::2]] == ["/r"] * 2 + ["/D"] * (len(pdf.pages) - 2)


def test_tables_have_headers_of_columns_and_of_rows(pdf: pikepdf.Pdf) -> None:
    first = tags(pdf, "/Table")[0]
    scopes = [str(part.Scope) for cell in _below(first, "/TH") for part in cell.A if "/Scope" in part]
    headers = [[str(name) for name in cell.A[0].Headers] for cell in _below(first, "/TD")]

    assert scopes == ["/Column"] * 3 + ["/Row"] * 3
    assert len(_below(first, "/Caption")) == 1
    assert [names[1] for names in headers] == ["R0y0", "R0y0", "R0y1", "R0y1", "R0y2", "R0y2"]
    assert {str(cell.ID) for cell in _below(first, "/TH")} >= {name for names in headers for name in names}


def _below(part: Any, kind: str) -> list[Any]:
    kids = list(part.K) if isinstance(part.get("/K"), pikepdf.Array) else [part.K] if "/K" in part else []
    kids = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [found for kid in kids for found in ([kid] if kind == kid.S else _below(kid, kind))]


def test_drawings_say_what_they_show_and_are_set_in_a_type_that_comes_along(pdf: pikepdf.Pdf) -> None:
    (drawing,) = tags(pdf, "/Figure")

    assert str(drawing.Alt) == "Apa?. Tiga"
    assert "batang" in text_of(pdf)


def test_everything_is_told_open_and_what_only_leads_about_is_not(pdf: pikepdf.Pdf) -> None:
    text = text_of(pdf)

    assert {word for word in ("isilipatan", "Datagrafik", "sangatbaik", "Tigadariempat", "Dokumen2023", "c" * 64) if word not in text} == set()
    assert [word for word in ("NAVIGASI", "KAKI", "SKRIP", "reports/u") if word in text] == []


def test_every_figure_of_the_pages_has_its_trace_in_the_appendix_once(pdf: pikepdf.Pdf) -> None:
    text = text_of(pdf)

    assert [text.count(f"Jejak{name}") for name in ANCHORS] == [1] * len(ANCHORS)
    assert text.rindex("Asalangka") < text.index(f"Jejak{ANCHORS[0]}")


def test_values_are_words_whatever_they_look_like(tmp_path: Path) -> None:
    made = opened(document.pdf(report(tmp_path, extra=" · ".join(HOSTILE))))

    text = text_of(made)
    for value in HOSTILE:
        expected = "".join(value.replace("\u202e", "\ufffd").replace("😀", "[U+1F600]").split())
        assert expected in text or expected[::-1] in text


def test_the_same_pages_give_the_same_bytes_anywhere(tmp_path: Path) -> None:
    source = "import sys; from pathlib import Path; from handed import report; from analysis.handover import document\n"
    source += "sys.stdout.buffer.write(document.pdf(report(Path(sys.argv[1]))))"
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(document.__file__).parents[2])])
    places = [("UTC", "C"), ("Asia/Jayapura", "C.UTF-8")]

    made = [
        subprocess.run(
            [sys.executable, "-c", source, str(tmp_path / zone.replace("/", "-"))],
            env={**os.environ, "PYTHONPATH": paths, "TZ": zone, "LC_ALL": locale},
            cwd=tmp_path,
            capture_output=True,
            check=True,
        ).stdout
        for zone, locale in places
    ]

    assert made[0][:5] == b"%PDF-"
    assert made[0] == made[1]


def test_chapters_come_in_the_order_of_reading(tmp_path: Path) -> None:
    names = ("_05_reproduction", "_01_data_quality", "_09_new", "_02_achievement", "_00_summary")
    pages = report(tmp_path, **dict.fromkeys(names, page("<p>x</p>"))).pages

    assert [one.name for one in in_order(pages)] == ["00-summary", "02-achievement", "01-data-quality", "05-reproduction", "09-new"]


def test_the_page_of_all_traces_is_the_appendix_and_others_add_what_it_lacks(tmp_path: Path) -> None:
    every = page(f'<p>Semua.</p><section><h2 id="jenis">Capaian</h2>{trace("f-a", "A", "article")}{trace("r-x", "Kaidah", "article")}</section>')
    other = page(f"<p>Isi.</p><section><h2>Asal</h2><p>Lihat halaman lain.</p>{trace('f-a', 'A lagi', 'article')}{trace('f-b', 'B', 'article')}</section>")

    first, appendix = chapters_of(report(tmp_path, _06_traces=every, _02_achievement=other).pages, str)

    assert [node["kind"] for node in first.blocks] == ["paragraph"]
    assert [(node["kind"], node.get("name") or node.get("text")) for node in appendix.blocks] == [
        ("paragraph", ["Semua."]), ("heading", ["Capaian"]), ("trace", ["A"]), ("trace", ["Kaidah"]), ("trace", ["B"])
    ]  # fmt: skip


def test_links_lead_to_places_in_the_document_or_are_words(tmp_path: Path) -> None:
    chapters = linked(chapters_of(report(tmp_path).pages, str))

    to = {node["to"] for chapter in chapters for node in _links(chapter.blocks)}
    labels = {label for chapter in chapters for node in within(chapter.blocks) for label in node.get("labels", ())}
    assert to == {"02-achievement#rinci", *(f"06-traces#{name}" for name in ANCHORS)}
    assert to <= labels


def _links(told: Any) -> list[Any]:
    if isinstance(told, list):
        return [link for one in told for link in _links(one)]
    if not isinstance(told, dict):
        return []
    return [told] if told.get("kind") == "link" else [link for held in told.values() for link in _links(held)]


def test_terms_are_explained_once_for_all_pages(tmp_path: Path) -> None:
    terms = '<details class="terms"><summary>Istilah</summary><dl><div id="istilah-npss"><dt><dfn>NPSS</dfn></dt><dd>nilai</dd></div></dl></details>'
    pages = {
        name: page(f'<h2>A <a class="term" href="#istilah-npss">NPSS</a></h2><p><a href="#istilah-npss">NPSS</a></p>{terms}') for name in ("_00_a", "_01_b")
    }

    *chapters, last = linked(chapters_of(report(tmp_path, **pages).pages, str))

    assert [[node["kind"] for node in chapter.blocks] for chapter in chapters] == [["heading", "paragraph"]] * 2
    assert [link["to"] for chapter in chapters for link in _links(chapter.blocks)] == ["07-terms#istilah-npss"] * 2
    assert [item["labels"] for item in last.blocks[0]["items"]] == [["07-terms#istilah-npss"]]


def test_headings_in_lists_keep_their_order_too(tmp_path: Path) -> None:
    body = "<ol><li><h4>Satu</h4></li></ol><h2>Dua</h2><h4>Tiga</h4>"

    (chapter,) = chapters_of(report(tmp_path, _00_summary=page(body)).pages, str)

    assert [node["level"] for node in within(chapter.blocks) if node["kind"] == "heading"] == [2, 2, 3]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<p>a<svg role="presentation"><path d="M0 0"/></svg> b</p>', ["a b"]),
        ("<p>a</p><button>tekan</button><form><input/></form>", ["a"]),
        ('<h2>Bagian <a class="here" href="#x">#</a></h2>', ["Bagian"]),
        ("<p><q>kata</q></p>", ["“kata”"]),
        ("<dl><dt>n</dt><dd><span>1</span><span>dua</span></dd></dl>", ["n", "1\ndua"]),
    ],
)
def test_what_a_page_says_is_read_in_words(tmp_path: Path, body: str, words: list[str]) -> None:
    (read,) = report(tmp_path, _00_summary=page(body)).pages

    assert _words(list(read.blocks)) == words


def _words(told: Any) -> list[str]:
    if isinstance(told, dict):
        return ["\n"] if told.get("kind") == "break" else [word for name, held in told.items() if isinstance(held, list) for word in _words(held)]
    if told and all(isinstance(one, str) or one.get("kind") == "break" for one in told if not isinstance(one, list)) and not isinstance(told[0], list):
        return ["".join(one if isinstance(one, str) else "\n" for one in told)]
    return [word for one in told for word in _words(one)]


def test_drawings_of_one_figure_stand_side_by_side_below_their_caption(tmp_path: Path) -> None:
    panels = "".join(f'<div class="panel"><p>{name}</p>{SVG}</div>' for name in ("satu", "dua", "tiga"))
    body = f'<figure><figcaption><span class="title">Judul</span> <span>Temuan</span></figcaption><div class="panels">{panels}</div></figure>'
    (read,) = report(tmp_path, _00_summary=page(body)).pages

    caption, beside = read.blocks
    assert (caption["kind"], beside["kind"], beside["columns"]) == ("caption", "beside", 2)
    assert [[node["kind"] for node in item] for item in beside["items"]] == [["paragraph", "drawing"]] * 3


@pytest.mark.parametrize(("box", "width"), [("0 0 280 145", 224.0), ("0 0 600 300", 480.0), ("0 0 600 1200", 215.0), ("", 482.0), ("0 0 0 0", 482.0)])
def test_a_drawing_fits_on_its_page(tmp_path: Path, box: str, width: float) -> None:
    (read,) = report(tmp_path, _00_summary=page(f'<svg viewBox="{box}"><title>a</title></svg>')).pages

    (drawing,) = read.blocks
    assert (drawing["width"], drawing["alt"]) == (width, "a")
    assert f'viewBox="{box}"' in drawing["svg"]


def test_a_page_that_is_none_is_told_with_the_next_step(tmp_path: Path) -> None:
    file = tmp_path / "00-summary.html"
    file.write_text("<html><body>kosong</body></html>", "utf-8")

    for wrong in (file, tmp_path / "01-none.html"):
        with pytest.raises(InputError, match=re.escape(f"{wrong}") + ".*kinerja run"):
            read_page(wrong)


def test_pages_in_another_language_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not in the language 'en'"):
        _ = report(tmp_path, lang="en", _00_summary=page("<p>x</p>")).pages


def test_a_sign_that_no_type_shows_is_told_by_its_number() -> None:
    assert displayable("a😀ש漢→−") == "a[U+1F600]ש[U+6F22]→−"


@pytest.mark.parametrize(
    ("word", "pieces"),
    [("ketenagakerjaan", 1), ("x" * 60, 5), ("kanreg-06-medan_rencana-kerja_2024/targets.csv", 8), ("a" * 64, 1)],
)
def test_long_words_may_break(word: str, pieces: int) -> None:
    found = breakable(f"{word} a").split(" ")[0]

    assert found.count("\u200b") == pieces - 1
    assert found.replace("\u200b", "") == word


@pytest.mark.parametrize(("columns", "length", "size", "lying"), [(3, 8, 8.5, False), (9, 11, 7.5, False), (12, 11, 7.5, True), (3, 90, 8.5, False)])
def test_a_table_finds_room(columns: int, length: int, size: float, lying: bool) -> None:
    word = "kata " * (length // 5) if length > 20 else "x" * length
    cell = {"colspan": 1, "rowspan": 1, "of": [{"kind": "paragraph", "tone": "", "text": [word.strip()]}]}

    layout = table_layout({"head": [], "rows": [[cell] * columns], "foot": []})

    assert (layout["size"], layout["lying"], len(layout["widths"])) == (size, lying, columns)


@pytest.mark.parametrize(("kind", "lying"), [("framed", False), ("trace", False), ("folded", True)])
def test_no_page_is_turned_within_a_frame(kind: str, lying: bool) -> None:
    cell = {"colspan": 1, "rowspan": 1, "of": [{"kind": "paragraph", "tone": "", "text": ["x" * 11]}]}
    table = {"kind": "table", "head": [], "rows": [[cell] * 12], "foot": []}

    (block,) = laid_out([{"kind": kind, "of": [table]}])

    assert block["of"][0]["lying"] is lying


def test_words_of_every_language_of_the_site_are_set(tmp_path: Path) -> None:
    pages = {
        "_00_summary": page(summary() + shown(Heading("A", "a"), Prose("b"), Bullets([Cell("c")])), lang="en"),
        "_02_achievement": page(achievement() + traces(*ANCHORS), lang="en"),
    }

    made = opened(document.pdf(report(tmp_path, lang="en", **pages)))

    assert str(made.Root.Lang) == "en"
    assert "Wherethefigurescomefrom" in text_of(made) or "Whereeverynumbercomesfrom" in text_of(made)
