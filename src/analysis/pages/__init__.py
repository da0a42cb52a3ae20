"""Pages: blocks that notebooks show, the exporter that turns a notebook into a page, the index of all reports."""

from analysis.pages.site import prepare, render, render_failure, render_index

__all__ = ["prepare", "render", "render_failure", "render_index"]
