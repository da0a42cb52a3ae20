"""The command `kinerja import`: a file that the analyst brings, shown as it was understood, and written only with a yes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.console import show
from analysis.errors import ParameterError, alternatives
from analysis.options import Data, Told, from_here

if TYPE_CHECKING:
    from analysis.intake.importing import Import
    from analysis.intake.reading import Asked
    from analysis.words import Words

_COLUMN = 'What a head of a column means; "=WORD=TABLE.COLUMN" gives every row a word, "CODE=unit:UNIT" names an office of an export. May be repeated.'
Columns = Annotated[list[str] | None, typer.Option("--column", help=_COLUMN, metavar='"HEAD=TABLE.COLUMN"')]
Styles = Annotated[list[str] | None, typer.Option("--style", help="How the numbers below a head are written; may be repeated.", metavar='"HEAD=id|en"')]


def add_to(app: typer.Typer) -> None:
    """Makes `import` a command of `app`."""
    app.command("import")(import_)


def import_(
    file: Annotated[Path, typer.Argument(help="Workbook (.xlsx) or text of columns (CSV in UTF-8).", metavar="FILE")],
    document: Annotated[str, typer.Option("--document", help="Document below the raw folder that takes the rows.", metavar="NAME")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Body that the rows are of, where the file does not say.", metavar="CODE")] = "",
    period: Annotated[str, typer.Option("--period", help="Period of the rows, where the file does not say.", metavar="PERIOD")] = "",
    layout: Annotated[str, typer.Option("--layout", help="Form of the file, instead of having it recognised.", metavar="NAME")] = "",
    column: Columns = None,
    style: Styles = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show everything, write nothing into the raw folder.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Accept what is shown without being asked.")] = False,
    lang: Told = "id",
    remarks: Annotated[Path | None, typer.Option("--remarks", help="Workbook for the remarks. [default: <name>-catatan.xlsx]", show_default=False)] = None,
    data_dir: Data = None,
) -> None:
    """Read a file that you bring into the raw tables of a document: shows what was recognised, all that is wrong, and what would change.

    Exit code 0: accepted, or nothing to change; 1: not accepted; 2: a mistake in the options; 3: wrong cells or undecided columns, and nothing is written.
    """
    from analysis.intake.importing import prepared
    from analysis.intake.refused import Refused
    from analysis.tables import RAW
    from analysis.words import words

    try:
        found = prepared(file, _asked(unit, period, layout, column or (), style or ()), data_dir or RAW, document)
    except Refused as refused:
        typer.secho(refused.sentence(lang), fg="red", err=True)
        raise typer.Exit(refused.exit_code) from None
    w = words(lang)
    _shown(found, w)
    if not found.acceptable:
        _refused(found, w, remarks)
        raise typer.Exit(3)
    raise typer.Exit(_accepted(found, w, dry_run=dry_run, yes=yes))


def _asked(unit: str, period: str, layout: str, columns: Sequence[str], styles: Sequence[str]) -> Asked:
    """What is asked, judged before any file is opened."""
    from analysis.dictionary import TABLES
    from analysis.intake.reading import Asked
    from analysis.periods import Period

    known = {f"{name}.{column}" for name, table in TABLES.items() for column in table.header}
    means = dict(_pair("--column", text, "HEAD=TABLE.COLUMN") for text in columns)
    for target in means.values():
        if target and target not in known and not target.startswith("unit:"):
            raise ParameterError(f"'{target}' is not a column of a raw table; {alternatives(target, known)}")
    told = dict(_pair("--style", text, "HEAD=id") for text in styles)
    if wrong := [style for style in told.values() if style not in {"id", "en"}]:
        raise ParameterError(f"number style '{wrong[0]}' is not known; write id for 1.234,5 or en for 1,234.5")
    return Asked(unit, str(Period.parse(period)) if period else "", layout, means, {head: "en" if style == "en" else "id" for head, style in told.items()})


def _pair(option: str, text: str, example: str) -> tuple[str, str]:
    head, equals, value = text.rpartition("=")
    if not (head.strip() and equals):
        raise ParameterError(f'{option} "{text}" has no head and value; write it as "{example}"')
    return head.strip(), value.strip()


def _shown(found: Import, w: Words) -> None:
    """What was recognised, proposed and counted."""
    from analysis.intake import telling

    typer.echo(
        w("intake.recognised", file=found.book.file, layout=w.or_plain("intake.layout", found.reading.proposal.layout), document=found.draft.document or "–")
    )
    if telling.is_unsure(found.reading.proposal):
        typer.secho(w("intake.unsure_layout", certainty=w(f"certainty.{found.reading.proposal.certainty}")), fg="yellow")
    proposal = telling.proposal_rows(found.reading.proposal, w)
    if proposal:
        show(telling.heads(telling.PROPOSAL_HEADS, w), proposal)
    if kept_out := found.reading.proposal.kept_out:
        typer.echo(w("intake.kept_out", heads=w.join(kept_out)))
    show(telling.heads(telling.COUNT_HEADS, w), telling.count_rows(found.counts, w))
    for sheet in found.book.sheets:
        if sheet.hidden and any(count.read for count in found.counts if count.sheet == sheet.name):
            typer.echo(w("intake.hidden_sheet", sheet=sheet.name))


def _some(heads: Sequence[str], rows: Sequence[tuple[str, ...]], w: Words) -> None:
    from analysis.intake.telling import MOST_SHOWN

    if rows:
        show(heads, rows[:MOST_SHOWN])
    if len(rows) > MOST_SHOWN:
        typer.echo(w("intake.more", count=len(rows) - MOST_SHOWN))


def _refused(found: Import, w: Words, remarks: Path | None) -> None:
    """Everything that is wrong or undecided, on the screen and in a copy of the file."""
    from analysis.intake import telling
    from analysis.intake.remarks import write_remarks

    _some(telling.heads(telling.WRONG_HEADS, w), telling.wrong_rows(found.book.file, found.wrong, w), w)
    for head in found.reading.proposal.undecided:
        typer.secho(w("intake.undecided", head=head), fg="red", err=True)
    if found.wrong:
        typer.echo(w("intake.remarks.written", place=write_remarks(found.path, found.book, found.wrong, w.lang, remarks)))
    typer.echo(w("intake.nothing_written"))


def _accepted(found: Import, w: Words, *, dry_run: bool, yes: bool) -> int:
    """Shows what would change, and writes it with a yes; the exit code."""
    from analysis.intake import telling

    _some(telling.heads(telling.CHANGE_HEADS, w), telling.change_rows(found.changes, w), w)
    for change in found.changes:
        if change.any:
            typer.echo(telling.change_sentence(change, w))
    if not found.any_change:
        typer.echo(w("intake.nothing_to_change"))
    if dry_run or not (yes or found.any_change):
        typer.echo(w("intake.nothing_written"))
        return 0
    if not yes:
        if not sys.stdin.isatty():
            typer.secho(w("intake.needs_yes"), fg="red", err=True)
            return 2
        if not typer.confirm(w("intake.ask")):
            typer.echo(w("intake.nothing_written"))
            return 1
    written = found.accept()
    if written:
        typer.echo(w("intake.written", folder=from_here(found.raw / found.draft.document), files=", ".join(written)))
        typer.echo(w("intake.then", document=found.draft.document or "–"))
    return 0
