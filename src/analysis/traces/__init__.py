"""Where every number comes from: the traces of the figures that a page shows, and of all figures of a report."""

from analysis.traces.appendix import contents, of_page, of_report

__all__ = ["contents", "of_page", "of_report"]
