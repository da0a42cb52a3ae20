"""The command `kinerja`: run, plan, audit, rules, verify, pdf, tables; `cli_import` and `cli_intake` add what brings data in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from analysis import cli_import, cli_intake
from analysis.console import Progress, show, tell
from analysis.errors import KinerjaError, ParameterError, alternatives
from analysis.options import Data

if TYPE_CHECKING:
    from analysis.law import Parameter, Rule
    from analysis.run import Asked, Folders
    from analysis.verify import Verdict


class Gentle(TyperGroup):
    """Shows mistakes that a user can act on as sentences, with a fixed exit code per kind and no traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KinerjaError as error:
            for sentence in str(error).splitlines():
                typer.secho(sentence, fg="red", err=True)
            raise typer.Exit(error.exit_code) from None
        except OSError as error:
            typer.secho(f"{error.filename or 'a file'} cannot be used: {error.strerror or error}; name another folder or free the place", fg="red", err=True)
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=Gentle,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reproducible analysis of performance and budget reports (SAKIP): figures, audit, pages, verification.",
)

Units = Annotated[list[str] | None, typer.Option("--unit", help="Only this unit; may be repeated.", metavar="CODE")]
Periods = Annotated[list[str] | None, typer.Option("--period", help="Only this period (2023, 2024-TW3); may be repeated.", metavar="PERIOD")]
Notebooks = Annotated[list[str] | None, typer.Option("--notebook", help="Only this notebook (02-achievement); may be repeated.", metavar="NAME")]
Out = Annotated[Path | None, typer.Option("--out-dir", help="Folder for the results. [default: data/processed]", show_default=False)]
Reports = Annotated[Path | None, typer.Option("--reports-dir", help="Folder for the pages. [default: reports]", show_default=False)]

Parameters = Annotated[list[str] | None, typer.Option("-p", help="A further notebook parameter, NAME=VALUE; may be repeated.", metavar="NAME=VALUE")]
Languages = Annotated[list[str] | None, typer.Option("--lang", help="Only pages in this language, id or en; may be repeated.", metavar="LANG")]
EngineOption = Annotated[Literal["fork", "kernel"], typer.Option("--engine", help="How notebooks run: forked, or each in a Jupyter kernel of its own.")]
Keep = Annotated[bool, typer.Option("--keep-notebooks", help="Keep the executed notebooks beside their pages.")]
Force = Annotated[bool, typer.Option("--force", help="Make everything anew, current or not.")]


@app.command()
def run(
    unit: Units = None,
    period: Periods = None,
    notebook: Notebooks = None,
    parameter: Parameters = None,
    lang: Languages = None,
    workers: Annotated[
        int | None, typer.Option(help="Notebooks at a time. [default: one a processor, as far as the memory reaches]", min=1, show_default=False)
    ] = None,
    engine: EngineOption = "fork",
    force: Force = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Start no further notebook once one has failed.")] = False,
    keep_notebooks: Keep = False,
    data_dir: Data = None,
    out_dir: Out = None,
    reports_dir: Reports = None,
) -> None:
    """Bring every page up to date: audit the documents, build the results of every report, execute the notebooks, write the pages.

    What is there and would be made the same is left as it is; `kinerja plan` tells what is not, and why.
    """
    from analysis.run import run as start

    asked = _asked(unit, period, notebook, parameter, lang, engine=engine, keep_notebooks=keep_notebooks)
    with Progress() as told:
        folders = _folders(data_dir, out_dir, reports_dir)
        summary = start(asked, workers=workers, fail_fast=fail_fast, force=force, folders=folders, on_event=told)
    tell(summary)
    raise typer.Exit(0 if summary.ok else 1)


@app.command()
def plan(
    unit: Units = None,
    period: Periods = None,
    notebook: Notebooks = None,
    parameter: Parameters = None,
    lang: Languages = None,
    engine: EngineOption = "fork",
    force: Force = False,
    keep_notebooks: Keep = False,
    every: Annotated[bool, typer.Option("--all", help="Show also what is current, or moves only with the gate.")] = False,
    data_dir: Data = None,
    out_dir: Out = None,
    reports_dir: Reports = None,
) -> None:
    """Show what `run` would make, why, and how long it should take, without making anything.

    What follows from a step that would be made again is `perhaps`: it runs only if that step gives something else than before.
    """
    from analysis.run.planned import planned

    asked = _asked(unit, period, notebook, parameter, lang, engine=engine, keep_notebooks=keep_notebooks)
    found = planned(asked, _folders(data_dir, out_dir, reports_dir), force=force)
    shown = [one for one in found.steps if every or not (one.unlikely or one.state == "current")]
    show(("step", "state", "why", "seconds"), [one.row for one in shown])
    for sentence in found.sentences:
        typer.echo(sentence)


@app.command()
def audit(
    unit: Annotated[list[str] | None, typer.Option("--unit", help="Only this unit and those below it; may be repeated.", metavar="CODE")] = None,
    document: Annotated[list[str] | None, typer.Option("--document", help="Only this document; may be repeated.", metavar="NAME")] = None,
    severity: Annotated[Literal["critical", "warning", "info"], typer.Option(help="The least severity to tell of.")] = "info",
    check: Annotated[list[str] | None, typer.Option("--check", help="Only this check (S07); may be repeated.", metavar="ID")] = None,
    lang: Annotated[Literal["id", "en"], typer.Option(help="Language of what is shown and written.")] = "id",
    data_dir: Data = None,
    out_dir: Annotated[Path | None, typer.Option("--out-dir", help="Folder for the files; data/processed/audit if not given.", show_default=False)] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Day that waivers are judged by; today if not given.", show_default=False)
    ] = None,
) -> None:
    """Check every document: show what fails, and write findings.csv, register.xlsx, findings.sarif and findings.junit.xml.

    Exit code 0: nothing fails but notes; 6: a warning fails; 7: a critical check fails; waived findings do not count.
    2 to 5 tell of mistakes in what is asked (2), in the data (3), the rules (4), the suites or waivers (5).
    """
    from analysis.run.audited import Asked, audited

    day = on.date() if on else date.today()
    found = audited(Asked(day, unit or (), document or (), check or (), severity, lang), _folders(data_dir, None, None), out_dir)
    show(found.columns, found.rows)
    for sentence in found.sentences:
        typer.echo(sentence)
    raise typer.Exit(found.exit_code)


@app.command()
def rules(
    year: Annotated[int | None, typer.Argument(help="Fiscal year; without it, every version is shown.", min=2000, max=2099, show_default=False)] = None,
    id: Annotated[list[str] | None, typer.Option("--id", help="Only this rule or parameter; may be repeated.", metavar="ID")] = None,
    against: Annotated[int | None, typer.Option(help="Another fiscal year, shown side by side with YEAR.", min=2000, max=2099, show_default=False)] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Formula, worked examples, refusals and other readings of the rules named by --id.")] = False,
) -> None:
    """Show the rules and dated parameters in force, with their legal basis and how certain it is."""
    from analysis.rules import law

    known = law()
    dated: list[Rule | Parameter] = [*sorted(known.rules, key=lambda r: (r.id, r.case or "", r.scope or "", r.since or 0)), *known.parameters]
    names = dict.fromkeys(_id(one) for one in dated)
    for name in id or ():
        if name not in names:
            raise ParameterError(f"rule or parameter '{name}' is not known; {alternatives(name, names)}")
    wanted = [one for one in dated if not id or _id(one) in id]
    if explain:
        _explain([name for name in id or () if name in {r.id for r in known.rules}])
        return
    if against is not None:
        _side_by_side(wanted, year, against)
        return
    shown = [one for one in wanted if year is None or one.covers(year)]
    show(("id", "version or value", "years", "limited to", "certainty", "status", "reference"), [_dated_row(one) for one in shown])
    missing = [name for name in names if name in map(_id, wanted) and name not in map(_id, shown)]
    if missing:
        typer.echo(f"no version in force for fiscal year {year}: {', '.join(missing)}")
    typer.echo("certainty: A official text, B two sources or a document, C one source, T recalled without source, U not established")


@app.command()
def verify(
    path: Annotated[Path | None, typer.Argument(help="Folder of results, or one figures.csv. [default: data/processed]", show_default=False)] = None,
    data_dir: Data = None,
) -> None:
    """Recompute published figures and claims from the raw data; exit code 0 same, 1 different, 2 cannot be rebuilt."""
    from analysis.verify import STATES
    from analysis.verify import verify as compare

    folders = _folders(data_dir, None, None)
    found = compare(path or folders.out, folders.data)
    for verdict in found.verdicts:
        typer.secho(_verdict_line(verdict), fg={"same": "green", "different": "red"}.get(verdict.state, "yellow"))
    counts = [f"{sum(verdict.state == state for verdict in found.verdicts)} {state.replace('_', ' ')}" for state in STATES]
    typer.echo(f"{len(found.verdicts)} reports: {', '.join(counts)}")
    raise typer.Exit(found.exit_code)


HandedTo = Annotated[Path | None, typer.Option("--out", help="Folder for what is handed over. [default: handover]", show_default=False)]


@app.command()
def pdf(
    unit: Units = None,
    period: Periods = None,
    lang: Annotated[Literal["id", "en"], typer.Option(help="Language of the document.")] = "id",
    out: HandedTo = None,
    data_dir: Data = None,
    out_dir: Out = None,
    reports_dir: Reports = None,
) -> None:
    """Write one tagged PDF (PDF/UA) for every report: contents, all chapters, and where every number comes from as an appendix.

    Pages that are not current are made first, as `run` makes them. Exit code 1 if a report could not be handed over; the others are.
    """
    _hand_over("pdf", _asked(unit, period, None, None, [lang]), lang, out, _folders(data_dir, out_dir, reports_dir))


@app.command()
def tables(
    unit: Units = None,
    period: Periods = None,
    lang: Annotated[Literal["id", "en"], typer.Option(help="Language of the tables.")] = "id",
    form: Annotated[Literal["xlsx", "csv"], typer.Option("--format", help="One workbook for each report, or a folder of CSV files.")] = "xlsx",
    out: HandedTo = None,
    data_dir: Data = None,
    out_dir: Out = None,
    reports_dir: Reports = None,
) -> None:
    """Write the tables of every report for a spreadsheet: numbers with their exact values, everything else as text, nothing as a formula.

    Pages that are not current are made first, as `run` makes them. Exit code 1 if a report could not be handed over; the others are.
    """
    _hand_over(form, _asked(unit, period, None, None, [lang]), lang, out, _folders(data_dir, out_dir, reports_dir))


def _hand_over(form: str, asked: Asked, lang: str, out: Path | None, folders: Folders) -> None:
    """Brings the pages of the reports that are asked for up to date, and hands them over one by one."""
    from analysis.handover import delivery
    from analysis.run import run as start

    with Progress() as told:
        summary = start(asked, folders=folders, on_event=told)
    failed = 0
    for handed in delivery.hand_over(form, summary, folders, lang, out or delivery.FOLDER):
        failed += not handed.place
        said = f"FAILED {handed.unit} {handed.period}: {handed.reason}" if handed.reason else f"{handed.unit} {handed.period}: {handed.place}"
        typer.secho(said, fg="red" if handed.reason else None)
    raise typer.Exit(1 if failed else 0)


cli_intake.add_to(app)
cli_import.add_to(app)


def _explain(names: Sequence[str]) -> None:
    """Prints the pages of the named rules."""
    from analysis import reference

    if not names:
        raise ParameterError("--explain needs a rule; name one with --id, for example --id npss_nilai")
    for name in names:
        typer.echo(reference.explain(name))


def _side_by_side(dated: Sequence[Rule | Parameter], year: int | None, against: int) -> None:
    """What is in force in one fiscal year beside what is in another; those that are the same in both are only counted."""
    if year is None:
        raise ParameterError(f"--against {against} needs the other fiscal year before it: kinerja rules 2022 --against {against}")
    places = list(dict.fromkeys((_id(one), _limits(one)) for one in dated))
    told = {when: {(_id(one), _limits(one)): _in_short(one) for one in dated if one.covers(when)} for when in (year, against)}
    rows = [(*place, told[year].get(place, "–"), told[against].get(place, "–")) for place in places]
    differing = [row for row in rows if row[2] != row[3]]
    show(("id", "limited to", str(year), str(against)), differing)
    typer.echo(f"{len(differing)} differ, {len(rows) - len(differing)} are the same in both years")


def _id(one: Rule | Parameter) -> str:
    return getattr(one, "id", "") or getattr(one, "name", "")


def _value(one: Rule | Parameter) -> str:
    """The version of a rule, the value of a parameter."""
    from analysis.run.results import as_text

    given = as_text(getattr(one, "version", None) or getattr(one, "value", None))
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def _limits(one: Rule | Parameter) -> str:
    return ", ".join(limit for limit in (getattr(one, "scope", None), getattr(one, "case", None)) if limit)


def _in_short(one: Rule | Parameter) -> str:
    return f"{_value(one)} ({'refused' if one.certainty == 'U' else one.certainty}; {one.reference})"


def _dated_row(one: Rule | Parameter) -> tuple[str, ...]:
    return (_id(one), _value(one), one.years, _limits(one), one.certainty, "refused" if one.certainty == "U" else "in force", one.reference)


def _verdict_line(verdict: Verdict) -> str:
    more = f" (and {verdict.more} more differences)" if verdict.more else ""
    changed = f"; raw files changed since: {', '.join(verdict.changed)}" if verdict.changed else ""
    code = f"; code changed since: {', '.join(verdict.code)}" if verdict.code and verdict.state == "different" else ""
    said = f": {verdict.reason}{more}" if verdict.reason else ""
    return f"{verdict.state.replace('_', ' ')} {verdict.unit} {verdict.period}{said}{changed}{code}"


def _name_and_value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise ParameterError(f"'{text}' is not a parameter; write it as name=value")
    return name, value


def _asked(
    units: list[str] | None,
    periods: list[str] | None,
    notebooks: list[str] | None,
    parameters: list[str] | None,
    languages: list[str] | None,
    **more: Any,
) -> Asked:
    """What a run or a plan is asked for."""
    from analysis.run import Asked

    given = dict(_name_and_value(text) for text in parameters or ())
    return Asked(units or (), periods or (), notebooks or (), given, languages or (), **more)


def _folders(data: Path | None, out: Path | None, reports: Path | None) -> Folders:
    """The folders of a run, those not given at their usual places."""
    from analysis.run import Folders

    usual = Folders()
    return Folders(data or usual.data, out or usual.out, reports or usual.reports)
