"""Pages: nothing that a cell holds becomes markup, nothing asks the network, everything has its text alternative."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from IPython.core.formatters import DisplayFormatter
from jinja2 import FileSystemLoader

from analysis.languages import printed
from analysis.pages import blocks, exporter, prepare, render, render_failure, render_index
from analysis.pages.blocks import Block, Bullets, Cell, Chart, Evidence, Folded, Heading, Notice, Prose, Quoted, Side, Table, Tile, Tiles
from analysis.pages.cleaner import sanitize_html
from analysis.pages.told import Marked, Told
from analysis.pages.traces import Group, Point, Quote, Rule, Trace, Traces, returning

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></table><iframe src=//evil>",
    "{{ 7*7 }}{% raw %}",
    "&lt;b&gt; & 'quotes'",
    "x" * 200,
    "\u202eabc\u202c 😀",
]


class Seen(HTMLParser):
    """Tags and attributes of a page, as a browser would read them."""

    def __init__(self, markup: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def blocks_with(text: str) -> list[Block]:
    table = Table(text, [text, "b"], [[Cell(text), Cell(text, "#f")]], frozenset({1}), [[Cell(text)]], "a")
    points = [Point(text, [text, Cell(text, "#f-x"), Told((text, Quote(text)))])]
    return [
        Heading(text, "h"),
        Prose(text, "note"),
        Bullets([Cell(text)]),
        Notice(text, [Cell(text, "#a")]),
        Evidence(
            "e", text, text, "warning", Side(text, [Quoted(text, text, text)]), Side(text, [Quoted(text)], [Quoted(text, own=True)], text), [(text, text)]
        ),
        Tiles([Tile(text, text, text)]),
        table,
        Chart(text, text, "<svg></svg>", table, text),
        Folded(text, [Prose(text)]),
        Traces(text, [text], text, [Group([Trace("f-x", text, text, text, [text], points)], text, "g")], text, [Rule("r-x", text, text, points)]),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_block_turns_a_value_into_markup(text: str) -> None:
    plain = {block.kind: [tag for tag, _ in Seen(block.html()).tags] for block in blocks_with("harmless")}

    for block in blocks_with(text):
        seen = Seen(block.html())

        assert [tag for tag, _ in seen.tags] == plain[block.kind], block.kind
        assert text in seen.text, block.kind
        assert not any(name.startswith("on") for _, attributes in seen.tags for name in attributes)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<img src="https://example.org/x.png" alt="">',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="data:text/html,x">a</a>',
        '<a href="//example.org/">a</a>',
        '<a href="https://example.org/">a</a>',
        "<iframe src=x></iframe>",
        "<svg onload=alert(1)><script>alert(1)</script><a href='javascript:alert(1)'><rect fill='url(//example.org)'/></a></svg>",
        "<svg><style>@import '//example.org'</style><foreignObject><iframe src=x></iframe></foreignObject><image href='//example.org'/></svg>",
        "<svg><use href='data:image/svg+xml,x'/><animate attributeName='href' values='javascript:alert(1)'/></svg>",
        "<p style='background:url(//example.org)'>a</p>",
        "<form action=x><input></form>",
        "<style>@import '//example.org'</style>",
        "<svg></p><title><a id='</title><img src=x onerror=alert(1)>'>",
        "<svg><title><style><img src=x onerror=alert(1)></style></title><desc><script>alert(1)</script></desc></svg>",
        "<svg><path data-of='a' onfocus=alert(1) tabindex=0 fill='url(//example.org)'/><text href='//example.org'>a</text></svg>",
    ],
)
def test_the_sanitiser_leaves_nothing_that_runs_loads_or_leads_away(markup: str) -> None:
    clean = Seen(sanitize_html(markup))

    assert not {tag for tag, _ in clean.tags} & {"script", "iframe", "form", "input", "style", "image", "use", "animate", "foreignobject"}
    assert not any(name.startswith("on") or name == "style" for _, attributes in clean.tags for name in attributes)
    assert not any(attributes.get("href") or attributes.get("src") or attributes.get("fill") for _, attributes in clean.tags)


def test_the_sanitiser_keeps_links_within_the_site_and_pictures_as_data() -> None:
    markup = '<a href="../../kanreg-06/2023/02-achievement.html#f-x.1">a</a><img alt="b" src="data:image/svg+xml;base64,AAAA"/>'

    assert sanitize_html(markup) == markup


def notebook(*outputs: dict[str, object]) -> nbformat.NotebookNode:
    made = [nbformat.v4.new_output("display_data", data) for data in outputs]
    cells = [
        nbformat.v4.new_markdown_cell("# Pertanyaan", metadata={"tags": ["question"]}),
        nbformat.v4.new_code_cell("x = '<script>alert(1)</script>'", outputs=made),
    ]
    return nbformat.v4.new_notebook(cells=cells)


HEADING = {"name": "02-achievement", "unit": "u", "period": "2023", "lang": "id", "unit_name": "Unit <b>&"}


def test_a_hostile_notebook_makes_a_harmless_page() -> None:
    outputs = [{"text/html": text} for text in HOSTILE] + [{"application/javascript": "alert(1)"}, {"text/markdown": "<script>alert(1)</script>"}]

    page = Seen(render(notebook(*outputs), **HEADING))

    assert [attributes for tag, attributes in page.tags if tag == "script"] == [{}]
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "Unit <b>&" in page.text


@pytest.mark.parametrize("text", ["harmless", "Rp1\u00a0juta & 'kutipan' <b>"])
def test_a_page_read_and_written_again_by_a_parser_is_the_same(text: str) -> None:
    _, _, page = render(notebook(*({"text/html": block.html()} for block in blocks_with(text))), **HEADING).partition("<!DOCTYPE html>\n")

    assert str(BeautifulSoup(page, "html.parser")) == page


def test_a_prepared_process_reads_no_template_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for made in (exporter._exporter, blocks.environment):
        made.cache_clear()
    prepare("id")
    monkeypatch.setattr(FileSystemLoader, "get_source", lambda *args: pytest.fail("a template was read"))

    page = render(notebook({"text/html": Prose("satu").html()}), **HEADING)

    assert "<p>satu</p>" in page


def test_an_output_with_several_forms_is_shown_once_as_html() -> None:
    page = render(notebook({"text/plain": "polos", "text/markdown": "*tebal*", "text/html": "<p>kaya</p>"}), **HEADING)

    assert "<p>kaya</p>" in page
    assert not re.search("polos|tebal", page)


def hash_in(page: str) -> str:
    """The hash by which a policy allows the script of a page."""
    script = page.partition("<script>")[2].partition("</script>")[0]
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_page_stands_alone_and_is_in_its_language() -> None:
    page = render(notebook({"text/html": "<p>a</p>"}), **HEADING)
    seen = Seen(page)
    policy = next(a["content"] for tag, a in seen.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")

    assert ("html", {"lang": "id"}) in seen.tags
    assert [tag for tag, _ in seen.tags].count("h1") == 1
    assert {"header", "main", "footer", "nav"} <= {tag for tag, _ in seen.tags}
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"https?://", page)
    assert "link" not in {tag for tag, _ in seen.tags}


def test_the_only_script_is_ours_and_the_policy_lets_no_other_run() -> None:
    page = render(notebook({"text/html": "<script>alert(1)</script>"}), **HEADING)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()

    assert page.count("<script") == len(scripts) == 1
    assert f"script-src 'sha256-{digest}';" in page
    assert "alert" not in scripts[0]


def test_a_row_says_what_it_is_about_as_marks_do() -> None:
    page = sanitize_html(Table("a", ["b"], [[Cell("c", of='IKU 4"><b>')], [Cell("d")]]).html())

    assert [attributes for tag, attributes in Seen(page).tags if tag == "tr"] == [{}, {"data-of": 'IKU_4"><b>'}, {}]


def test_every_page_of_a_report_leads_to_the_others() -> None:
    links = [a.get("href") for tag, a in Seen(render(notebook(), **HEADING)).tags if tag == "a"]

    assert {
        "00-summary.html",
        "01-data-quality.html",
        "03-absorption.html",
        "04-efficiency.html",
        "05-reproduction.html",
        "06-traces.html",
        "../../index.html",
    } <= set(links)


def test_the_page_of_a_unit_stands_between_the_first_page_and_its_reports() -> None:
    heading = {"name": "11-years", "unit": "u", "unit_name": "Unit", "period": "", "lang": "id", "around": {"languages": ["id", "en"]}}

    for page in (Seen(render(notebook(), **heading)), Seen(render_failure("no", **heading))):
        links = [attributes.get("href") for tag, attributes in page.tags if tag == "a"]
        assert {"../index.html", "../en/u/index.html"} <= set(links)
        assert not any(link and link.endswith("00-summary.html") for link in links)
        assert "Bagaimana kinerja unit ini dari tahun ke tahun?" in page.text


def test_a_notebook_without_words_in_the_catalogue_is_told_by_its_name() -> None:
    heading = {**HEADING, "name": "06-own_question"}
    place = {"unit": "u", "period": "2023", "folder": "u/2023", "above": "u/index.html"}
    summary = {**place, "figures": {}, "claims": {}, "findings": {}, "notebooks": [("06-own_question", True)]}
    facts: Any = SimpleNamespace(units={"u": SimpleNamespace(code="u", short="U", parent=None, names={"id": "Unit"})}, sources={})
    told = {"reports": [summary], "comparisons": [], "indicators": [], "findings": []}

    pages = [render(notebook(), **heading), render_failure("no", **heading), render_index(facts, told, lang="id")]

    assert all("06-own question" in Seen(page).text for page in pages)


def test_the_code_of_the_notebook_is_on_its_page_as_text() -> None:
    assert "x = '<script>alert(1)</script>'" in Seen(render(notebook(), **HEADING)).text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_failure_page_says_why_in_words(text: str) -> None:
    page = Seen(render_failure(text, **HEADING))

    assert text in page.text
    assert [attributes for tag, attributes in page.tags if tag == "script"] == [{}]


def test_a_notebook_shows_a_block_as_html_and_as_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[object] = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))

    others, _ = DisplayFormatter().format(Prose("a < b"))

    assert shown == [{"text/html": "<p>a &lt; b</p>", "text/plain": "<Prose>"}]
    assert others == {}


RETURNS = {
    "a link": ('<a href="#f-x">1</a><a href="#n-f-x">c</a>', '<span id="n-1"></span><a href="#f-x">1</a><a href="#n-1">c</a>'),
    "the first of several": ('<a href="#f-x">1</a><a href="#f-x">2</a>', '<span id="n-1"></span><a href="#f-x">1</a><a href="#f-x">2</a>'),
    "one that nothing folds away": (
        '<details><details></details><a href="#f-x">1</a></details><a href="#f-x">2</a>',
        '<details><details></details><a href="#f-x">1</a></details><span id="n-1"></span><a href="#f-x">2</a>',
    ),
    "one that is folded away": ('<details><a href="#f-x">1</a></details>', '<details><span id="n-1"></span><a href="#f-x">1</a></details>'),
    "a drawing": ('<svg><a href="#f-x">1</a></svg><a href="#f-x">2</a>', '<svg><a href="#f-x">1</a></svg><span id="n-1"></span><a href="#f-x">2</a>'),
    "nothing": ('<a href="#n-f-x">c</a>', '<a href="#n-0">c</a>'),
    "a link elsewhere": ('<a href="06-traces.html#f-x">1</a>', '<a href="06-traces.html#f-x">1</a>'),
}


@pytest.mark.parametrize("name", RETURNS)
def test_closing_a_trace_leads_back_to_the_number(name: str) -> None:
    markup, expected = RETURNS[name]

    assert returning(markup) == expected


def test_a_chart_has_a_text_alternative_and_its_table() -> None:
    table = Table("Caption", ["a", "b"], [[Cell("x"), Cell("1")]], frozenset({1}))
    chart = Chart("Title?", "Finding.", "<svg></svg>", table, "Data")

    seen = Seen(chart.html())

    assert ("svg", {}) in seen.tags
    assert "Finding." in seen.text
    assert {"caption", "th"} <= {tag for tag, _ in seen.tags}
    assert [a.get("scope") for tag, a in seen.tags if tag == "th"] == ["col", "col", "row"]
    assert replace(chart, title="Other?").html() != chart.html()


@pytest.mark.parametrize(("lang", "expected"), [("id", "IKU.1 Persentase &lt;b&gt;"), ("en", '<span lang="id">IKU.1 Persentase &lt;b&gt;</span>')])
def test_names_of_documents_say_their_language_on_pages_in_another(lang: str, expected: str) -> None:
    name = printed("IKU.1 Persentase <b>", lang)

    assert name == "IKU.1 Persentase <b>"
    assert str(Cell(name).html()) == expected
    assert expected in str(Cell(name, "#f").html())
    assert expected in Marked(name, "named").__html__()
