"""The forms in which facts come: one module per layout, with `NAME`, `fits(book)` by sure marks only, and `take(book, asked, context)`.

The layout of columns that the analyst names (`columns`) fits no file by itself: it is what remains where no other one does.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol, cast

from analysis.errors import ParameterError, alternatives
from analysis.intake.files.cells import Book
from analysis.intake.reading import Asked, Context, Reading
from analysis.intake.refused import Refused

OWN_COLUMNS = "columns"


class Layout(Protocol):
    """A module of this folder that reads one form of file."""

    NAME: str

    def fits(self, book: Book) -> bool:
        """Whether the file has the sure marks of this layout."""

    def take(self, book: Book, asked: Asked, context: Context) -> Reading:
        """Every row of the file: taken, left with a reason, or wrong."""


def layouts() -> dict[str, Layout]:
    """The layouts of this folder by name; a module without NAME is what several of them share."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return {module.NAME: cast(Layout, module) for module in modules if hasattr(module, "NAME")}


def recognised(book: Book, asked: Asked) -> Layout:
    """The layout that is asked for, else the only one that fits, else that of own columns.

    Raises ParameterError for a layout that is not known, Refused where several fit, or none and there is no layout of own columns.
    """
    known = layouts()
    if asked.kind:
        if asked.kind not in known:
            raise ParameterError(f"layout '{asked.kind}' is not known; {alternatives(asked.kind, known)}")
        return known[asked.kind]
    fitting = [name for name, layout in known.items() if name != OWN_COLUMNS and layout.fits(book)]
    if len(fitting) > 1:
        raise Refused(book.file, "several_layouts", found=", ".join(fitting), example=fitting[0])
    if not fitting and OWN_COLUMNS not in known:
        raise Refused(book.file, "no_layout", known=", ".join(known) or "–")
    return known[fitting[0] if fitting else OWN_COLUMNS]
