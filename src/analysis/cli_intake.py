"""The commands that bring in the analyst's own data: new, form."""

from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    """Makes the commands of this module commands of `app`."""
