"""From an executed notebook to a page, and from all summaries to the index. No page asks any network for anything."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis import charts
from analysis.facts import Facts
from analysis.notebooks import plain_code, plain_prose
from analysis.numbers import exact
from analysis.pages.blocks import TEMPLATES, Cell, Prose, environment, macros
from analysis.words import Words, words

CHAPTERS = ("00-summary", "01-data-quality", "02-achievement", "03-absorption", "04-efficiency", "05-reproduction")
COMPARISON = "10-comparison"

_TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "details", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "img"}
    | {"li", "ol", "p", "pre", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_ATTRIBUTES = {
    "*": {"id", "class", "lang"},
    "a": {"href"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "details": {"open"},
    "div": {"tabindex", "role", "aria-label"},
}


_PICTURE = re.compile(r"data:image/(png|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_WITHIN = re.compile(r"(?:\.\./)*(?:[\w.-]+(?:/[\w.-]+)*)?(?:#[\w.:-]+)?")
_VOID = re.compile(r"<((?:br|hr|img)\b[^<>]*)>")
_SHOWN_FIRST = ["application/javascript", "text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "image/jpeg", "text/plain"]
"""Which form of an output is shown where it has several; what the template shows nothing of is not replaced by another form."""


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """Pictures only as data, links only inside the site."""
    if attribute == "src":
        return value if tag == "img" and _PICTURE.fullmatch(value) else None
    if attribute == "tabindex":
        return value if value == "0" else None
    if attribute == "href":
        return value if _WITHIN.fullmatch(value) else None
    return value


@cache
def _cleaner() -> Any:
    """The sanitiser, built once per process."""
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed,
        link_rel=None,
        url_schemes={"data"},
        url_relative="pass_through",
        clean_content_tags={"script", "style"},
    )


def sanitize_html(markup: str) -> str:
    """The markup with nothing in it that could run, load or leave the site, in the form that a parser writes it again."""
    clean = _cleaner().clean(str(markup))
    return _VOID.sub(r"<\1/>", clean.replace("&nbsp;", "\u00a0"))


def _trusted(markup: Markup) -> Markup:
    """Our own escaped markup, the frame of the page; anything else is escaped here."""
    return Markup.escape(markup)


@cache
def _exporter() -> Any:
    """The nbconvert exporter of this project, built once per process."""
    from nbconvert.exporters import TemplateExporter
    from traitlets.config import Config

    class KinerjaExporter(TemplateExporter):
        """A notebook through our own template and nothing else: no scripts, no fonts, no requests; outputs are sanitised."""

        output_mimetype = "text/html"

        def default_filters(self) -> Any:
            yield from super().default_filters()  # type: ignore[no-untyped-call]
            yield "sanitize_html", sanitize_html
            yield "trusted", _trusted

        def _preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
            """The preprocessors of the template, on the exporter's own copy; the notebook was valid when it was executed."""
            for preprocessor in self._preprocessors:
                notebook, resources = preprocessor(notebook, resources)
            return notebook, resources

    return KinerjaExporter(  # type: ignore[no-untyped-call]
        config=Config(NbConvertBase={"display_data_priority": _SHOWN_FIRST}),
        file_extension=".html",
        template_name="kinerja",
        extra_template_basedirs=[str(TEMPLATES)],
        default_preprocessors=[],
    )


@cache
def _css() -> str:
    return (Path(__file__).parent / "style.css").read_text("utf-8")


def prepare(lang: str) -> None:
    """Builds all that pages of a language have in common by rendering a first one; a process that is forked later finds it made."""
    form: Any = import_module("nbformat.v4")
    shown = form.new_output("display_data", {"text/html": Prose("").html()})
    first = form.new_notebook(cells=[form.new_markdown_cell(""), form.new_code_cell("", outputs=[shown])])
    render(first, name=CHAPTERS[0], unit="", period="2000", lang=lang)
    charts.prepare()


def render(notebook: Any, *, name: str, unit: str, period: str, lang: str, unit_name: str = "") -> str:
    """The page of an executed notebook. `unit` is empty for the comparison of units.

    Neither comments nor the spacing of prose move a byte of it: nothing needs to run again for them.
    """
    page = _page(name, unit_name or unit, period, lang)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = plain_prose(cell.source)
    page["code"] = [
        plain_code(cell.source) for cell in notebook.cells if cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", ())
    ]
    frame = macros("page.html.j2")
    body, _ = _exporter().from_notebook_node(notebook, resources={"head": frame.head(page), "foot": frame.foot(page)})
    return _tidy(str(body))


def render_failure(reason: str, *, name: str, unit: str, period: str, lang: str, unit_name: str = "") -> str:
    """A page that says why this analysis could not be made."""
    w = words(lang)
    block = Prose(w("failure.reason", reason=reason), "warn").html()
    return _framed(_page(name, unit_name or unit, period, lang), Prose(w("failure.lead")).html() + block)


def render_index(facts: Facts, summaries: Sequence[Mapping[str, Any]], *, lang: str, comparisons: Sequence[tuple[str, bool]] = ()) -> str:
    """The list of all reports with their status at a glance."""
    w = words(lang)
    page = _base(lang, w("index.question"), w("site.name"), [Cell(w("site.home"))])
    groups = [
        {"anchor": unit, "name": facts.units[unit].names[lang], "reports": [_report(w, s) for s in summaries if s["unit"] == unit]}
        for unit in dict.fromkeys(str(s["unit"]) for s in summaries)
    ]
    documents = [
        {"title": s.sidecar["title"], "issuer": facts.units[str(s.sidecar["issuer"])].names[lang], "period": w.period(str(s.sidecar["period"]))}
        for s in facts.sources.values()
    ]
    compared = [{"link": f"comparison/{p}/{COMPARISON}.html", "text": w("index.comparison", period=w.period(p))} for p, _ in comparisons]
    return _framed(page, environment().get_template("index.html.j2").render(w=w, groups=groups, documents=documents, comparisons=compared))


def _report(w: Words, summary: Mapping[str, Any]) -> dict[str, Any]:
    folder = f"{summary['unit']}/{summary['period']}"
    figures: Mapping[str, str] = summary["figures"]
    verdicts, findings = summary["claims"], summary["findings"]
    said = sum(verdicts.values())
    status = figures.get("status", "")
    pages = [{"link": f"{folder}/{name}.html", "text": w.or_plain("chapter", name), "tone": "" if ok else "bad"} for name, ok in summary["notebooks"]]
    return {
        "link": pages[0]["link"] if pages else "",
        "period": w.period(str(summary["period"])),
        "npss": w.number(_value(figures.get("npss_nilai"))),
        "status": w(f"category.{status}") if status else "–",
        "tone": "",
        "reached": w("index.of", part=figures["reached"], whole=figures["measured"]) if figures.get("measured", "0") != "0" else "–",
        "serapan": w.measured(_value(figures.get("serapan_pct")), "pct"),
        "reproduced": w("index.of", part=verdicts.get("match", 0), whole=said) if said else "–",
        "findings": w.join(w(f"index.severity.{s}", count=n) for s, n in findings.items() if n) or w("index.no_findings"),
        "pages": pages,
    }


def _value(text: str | None) -> Fraction | None:
    return exact(text) if text else None


def _page(name: str, unit_name: str, period: str, lang: str) -> dict[str, Any]:
    w = words(lang)
    chapters = [] if name == COMPARISON else [Cell(w(f"chapter.{c}"), "" if c == name else f"{c}.html") for c in CHAPTERS]
    crumbs = [Cell(w("site.home"), "../../index.html"), Cell(unit_name or w(f"chapter.{COMPARISON}")), Cell(w.period(period))]
    page = _base(lang, w.or_plain("question", name), f"{unit_name} · {w.period(period)}" if unit_name else w.period(period), crumbs)
    return page | {"title": f"{w.or_plain('chapter', name)} · {page['who']}", "chapters": chapters}


def _base(lang: str, question: str, who: str, crumbs: Sequence[Cell]) -> dict[str, Any]:
    w = words(lang)
    return {
        "lang": lang,
        "title": who,
        "css": _css(),
        "skip": w("site.skip"),
        "crumbs": crumbs,
        "crumbs_label": w("site.crumbs"),
        "chapters": [],
        "chapters_label": w("site.chapters"),
        "who": who,
        "question": question,
        "code": [],
        "code_label": w("site.code"),
        "colophon": w("site.colophon"),
    }


def _framed(page: Mapping[str, Any], body: str) -> str:
    frame = macros("page.html.j2")
    return _tidy(f"{frame.head(page)}\n{body}\n{frame.foot(page)}")


def _tidy(markup: str) -> str:
    """No trailing blanks, no empty lines."""
    return "\n".join(line.rstrip(" \t") for line in markup.split("\n") if line and not line.isspace()).strip() + "\n"
