"""What the command shows of its work: progress as it comes, what a run did, tables; plain lines where there is no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from analysis.errors import waiting_told
from analysis.languages import LANGUAGES

if TYPE_CHECKING:
    from rich import progress as bars

    from analysis.grid import Task
    from analysis.run import Event, Result, Summary


class Progress:
    """Tells the events of a run as they come: one bar on a terminal, else a line per finished notebook; both on stderr, with the rate and the time left."""

    def __init__(self) -> None:
        from rich.console import Console

        self.console = Console(stderr=True, highlight=False, markup=False)
        self.bar: bars.Progress | None = None

    def __enter__(self) -> Progress:
        if self.console.is_terminal:
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
            from rich.progress import Progress as Bar

            told, left = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[left]}", markup=False)
            self.bar = Bar(told, BarColumn(), MofNCompleteColumn(), left, console=self.console)
            self.bar.start()
            self.line = self.bar.add_task("", total=None, left="")
        return self

    def __exit__(self, *ignored: object) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, event: Event) -> None:
        if event.stage in _SAID:
            self.console.print(_SAID[event.stage])
        elif self.bar:
            self.bar.update(
                self.line,
                description=" ".join(dict.fromkeys((event.stage, event.what))).strip(),
                completed=event.done,
                total=event.total or None,
                left=_left(event),
            )
        elif event.result:
            state = "ok" if event.result.ok else "FAILED"
            typer.echo(f"[{event.done}/{event.total}] {event.what}: {state}, {event.result.seconds:.1f} s{_left(event)}", err=True)


_SAID = {
    "wait": "another run is at work on these folders; waiting for it to end",
    "kernels": "this system cannot fork processes safely: each notebook runs in a Jupyter kernel of its own, slower, and is made anew every time",
}


def _left(event: Event) -> str:
    """The rate of a stage and the time that is left, as far as they are known."""
    if event.left is None or not event.rate:
        return ""
    return f" · {event.rate:.1f} a second, {event.left:.0f} s left"


def tell(summary: Summary) -> None:
    """What a run did: a row per report, then what failed and why."""
    columns = ("unit", "period", "notebooks ok", "failed", "figures", "claims match", "mismatch", "not recomputable", "seconds")
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in summary.results:
        groups.setdefault((result.task.unit, result.task.period), []).append(result)
    show(columns, [_report_row(summary, *report, results) for report, results in groups.items()])
    for result in summary.results:
        if not result.ok:
            typer.secho(f"FAILED {_told(result.task)} {result.task.notebook}: {result.reason}", fg="red")
    if summary.skipped:
        typer.echo(f"{len(summary.skipped)} notebooks were not started after the failure: {', '.join(task.page for task in summary.skipped)}")
    if summary.altered:
        typer.secho(f"written over by a notebook, so no longer what was built: {', '.join(summary.altered)}", fg="red")
    if summary.removed:
        typer.echo(f"removed {len(summary.removed)} pages that are no longer in the grid: {', '.join(summary.removed)}")
    for document in summary.waiting:
        typer.echo(waiting_told(document))
    made = sum(result.made for result in summary.results)
    current = f", {len(summary.results) - made} were current" if made < len(summary.results) else ""
    typer.echo(f"{made} notebooks made in {summary.seconds:.1f} s{current}; open {summary.index}")


def _report_row(summary: Summary, unit: str, period: str, results: Sequence[Result]) -> tuple[str, ...]:
    failed = sum(not result.ok for result in results)
    built = next((b for b in summary.built if (b.unit, b.period) == (unit, period)), None)
    counts = [built.figures, *(built.claims.get(verdict, 0) for verdict in ("match", "mismatch", "not_recomputable"))] if built else [""] * 4
    return (unit or "(all)", period or "(all)", *map(str, (len(results) - failed, failed, *counts)), f"{sum(result.seconds for result in results):.1f}")


def _told(task: Task) -> str:
    return f"{task.unit or '(all)'} {task.period or '(all)'}" + (f" ({task.lang})" if task.lang != LANGUAGES[0] else "")


def show(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal, tab-separated lines elsewhere."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        for cells in (columns, *rows):
            typer.echo("\t".join(cells))
        return
    table = Table()
    for name in columns:
        table.add_column(name, overflow="fold")
    for cells in rows:
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
