"""The commands that bring in the analyst's own data: new, form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from analysis.options import Data, Told, from_here


def add_to(app: typer.Typer) -> None:
    """Makes the commands of this module commands of `app`."""
    app.command()(new)
    app.command()(form)


def new(
    unit: Annotated[str, typer.Option("--unit", help="Code of the unit, from units.yaml; a new one with the options below.", metavar="CODE")],
    period: Annotated[str, typer.Option("--period", help="Period of the report: 2023, 2024-S1, 2024-TW3, 2024-09.", metavar="PERIOD")],
    kind: Annotated[str, typer.Option("--kind", help="Kind of document, for example laporan-kinerja or rencana-kerja.", metavar="KIND")],
    document: Annotated[str, typer.Option("--document", help="Name of its folder. [default: <unit>_<kind>_<period>]", metavar="NAME", show_default=False)] = "",
    title: Annotated[str, typer.Option("--title", help="Title as printed. [default: from kind, period and unit]", show_default=False)] = "",
    numbers: Annotated[Literal["id", "en"], typer.Option("--numbers", help="How its numbers are written: id 1.234,5 or en 1,234.5.")] = "id",
    lang: Told = "id",
    parent: Annotated[str, typer.Option("--parent", help="A new unit: the unit above it.", metavar="CODE", show_default=False)] = "",
    kind_of_unit: Annotated[str, typer.Option("--kind-of-unit", help="A new unit: what it is, for example kantor-regional.", show_default=False)] = "",
    short: Annotated[str, typer.Option("--short", help="A new unit: its short name.", show_default=False)] = "",
    name: Annotated[str, typer.Option("--name", help="A new unit: its name.", show_default=False)] = "",
    name_en: Annotated[str, typer.Option("--name-en", help="A new unit: its English name. [default: its name]", show_default=False)] = "",
    data_dir: Data = None,
) -> None:
    """Begin a document: its folder, and an Excel form to fill in, with what its unit's last report already tells.

    The form lies in forms/ beside the raw folder. Nothing that is there is ever written over.
    """
    from analysis.intake.form.begun import Wanted, begin
    from analysis.intake.form.labels import sheet_of
    from analysis.intake.form.new_unit import NewUnit
    from analysis.words import words

    raw, w = _raw(data_dir), words(lang)
    added = NewUnit(unit, parent, kind_of_unit, short, name, name_en) if any((parent, kind_of_unit, short, name, name_en)) else None
    begun = begin(raw, Wanted(unit, period, kind, lang, document, title, numbers), added)
    if added:
        typer.echo(w("new.unit", unit=unit, file=from_here(raw / "units.yaml")))
    typer.echo(w("new.document", document=begun.document, sidecar=from_here(begun.sidecar)))
    rows = w.join(w("new.rows", count=count, sheet=sheet_of(table, lang)) for table, count in begun.rows.items())
    typer.echo(w("new.carried", origin=begun.origin, counts=rows) if begun.origin else w("new.empty"))
    typer.echo(w("new.next", form=from_here(begun.form)))


def form(
    document: Annotated[str, typer.Argument(help="Document whose form is wanted.", metavar="DOCUMENT", show_default=False)],
    lang: Told = "id",
    out: Annotated[Path | None, typer.Option("--out", help="File to write. [default: forms/DOCUMENT.xlsx beside the raw folder]", show_default=False)] = None,
    data_dir: Data = None,
) -> None:
    """Write the Excel form of a document with all its facts filled in, for correcting them."""
    from analysis.intake.form.begun import form_again, form_of, write_form
    from analysis.words import words

    raw = _raw(data_dir)
    place = out or form_of(raw, document)
    write_form(place, form_again(raw, document, lang), "name another file with --out")
    typer.echo(words(lang)("form.written", document=document, form=from_here(place)))


def _raw(data: Path | None) -> Path:
    from analysis.tables import RAW

    return data or RAW
