"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Data = Annotated[Path | None, typer.Option("--data-dir", help="Folder of the raw documents. [default: data/raw]", show_default=False)]
Told = Annotated[Literal["id", "en"], typer.Option("--lang", help="Language of what is shown and written.")]
