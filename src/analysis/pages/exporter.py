"""From an executed notebook to a page, through our own template and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from analysis import charts
from analysis.notebooks import plain_code, plain_prose
from analysis.pages.blocks import TEMPLATES, Prose
from analysis.pages.cleaner import sanitize_html
from analysis.pages.frame import CHAPTERS, framed, page_of
from analysis.pages.traces import Traces, returning
from analysis.words import words

_SHOWN_FIRST = ["application/javascript", "text/html", "text/markdown", "image/svg+xml", "text/latex", "image/png", "image/jpeg", "text/plain"]
"""Which form of an output is shown where it has several; what the template shows nothing of is not replaced by another form."""

_ALONE: Mapping[str, Any] = MappingProxyType({})
"""Nothing told of the pages around one."""


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


def prepare(lang: str) -> None:
    """Builds all that pages of a language have in common by rendering a first one; a process that is forked later finds it made."""
    form: Any = import_module("nbformat.v4")
    shown = form.new_output("display_data", {"text/html": Prose("").html() + Traces("", (), "", (), "", ()).html()})
    first = form.new_notebook(cells=[form.new_markdown_cell(""), form.new_code_cell("", outputs=[shown])])
    render(first, name=CHAPTERS[0], unit="", period="2000", lang=lang)
    charts.prepare()


def render(notebook: Any, *, name: str, unit: str, period: str, lang: str, unit_name: str = "", around: Mapping[str, Any] = _ALONE) -> str:
    """The page of an executed notebook. `unit` is empty for the comparison of units; `around` tells of the pages around it.

    Neither comments nor the spacing of prose move a byte of it: nothing needs to run again for them.
    """
    page = page_of(name, unit, unit_name or unit, period, lang, around)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = plain_prose(cell.source)
    page["code"] = [
        plain_code(cell.source) for cell in notebook.cells if cell.cell_type == "code" and "injected-parameters" not in cell.metadata.get("tags", ())
    ]
    body, _ = _exporter().from_notebook_node(notebook)
    return returning(framed(page, str(body)))


def render_failure(reason: str, *, name: str, unit: str, period: str, lang: str, unit_name: str = "", around: Mapping[str, Any] = _ALONE) -> str:
    """A page that says why this analysis could not be made."""
    w = words(lang)
    block = Prose(w("failure.reason", reason=reason), "warn").html()
    return framed(page_of(name, unit, unit_name or unit, period, lang, around), Prose(w("failure.lead")).html() + block)
