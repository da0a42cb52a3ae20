"""Reproducible analysis of the performance and budget reports of Indonesian public bodies.

Where to begin, in a notebook or at a prompt:

    import analysis
    wb = analysis.open_workbook("kanreg-03", "2024-TW3", lang="en")   # one unit and period, with its figures, claims and findings
    wb.fig("serapan_pct")                                             # one figure, with its rule, its legal basis and its inputs
    wb.frame("target_iku", "realisasi_iku", "capaian_pct")            # figures as a table of pandas
    analysis.choose()                                                 # the same by drop-downs
    analysis.draw_offline()                                           # charts of your own show without a network
    analysis.load()                                                   # the raw tables themselves, typed and as printed

What the package holds, each part with a help of its own:

    tables      raw files to typed tables        rules, law   dated rules with their legal basis
    figures     every rule applied, with traces  claims       published figures against recomputed ones
    audit       what fails, and where            workbook     one unit and period in a notebook
    views       what the notebooks show          lab          the start notebook and its form
    run         all pages, kept current          verify       published results against the raw data

From raw tables over rules to figures, claims, the audit, and what notebooks show: a module imports only from floors below its own,
docs/decisions/0003-floors.md. The command `kinerja` does the same from a terminal; the start notebook is `notebooks/mulai.ipynb`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.lab.choosing import choose
    from analysis.lab.drawing import draw_offline
    from analysis.tables import load
    from analysis.workbook import open_workbook

__all__ = ["choose", "draw_offline", "load", "open_workbook"]

_DOORS = {
    "choose": "analysis.lab.choosing",
    "draw_offline": "analysis.lab.drawing",
    "load": "analysis.tables",
    "open_workbook": "analysis.workbook",
}
"""Where each is found; it is loaded when it is first asked for."""


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'analysis' has no attribute '{name}'")
    return getattr(import_module(_DOORS[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
