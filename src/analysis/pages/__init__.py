"""Pages: blocks that notebooks show, the exporter that turns a notebook into a page, the first page of the site and its lists."""

from analysis.engine.drawing import waken
from analysis.pages.exporter import prepare, render, render_failure
from analysis.pages.home import render_index
from analysis.pages.listing import render_list

__all__ = ["prepare", "render", "render_failure", "render_index", "render_list", "waken"]
