"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Data = Annotated[Path | None, typer.Option("--data-dir", help="Folder of the raw documents. [default: data/raw]", show_default=False)]
Told = Annotated[Literal["id", "en"], typer.Option("--lang", help="Language of what is shown and written.")]


def from_here(file: Path) -> str:
    """The file from here where it lies below, else whole."""
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
