"""Reports handed over one by one: what one of them lacks keeps no other back, and a file is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import InputError, KinerjaError
from analysis.grid import ROOT
from analysis.handover import document, spreadsheets
from analysis.handover.report import Report
from analysis.output import write_bytes, write_folder
from analysis.run.batch import Summary
from analysis.run.rawfiles import RawFiles
from analysis.run.steps import Folders

FOLDER = ROOT / "handover"


@dataclass(frozen=True)
class Handed:
    """How it went with one report: the file or folder that was written, or the `reason` why not."""

    unit: str
    period: str
    place: Path | None = None
    reason: str = ""


def _pdf(report: Report, folder: Path) -> Path:
    place = folder / f"{report.label}.pdf"
    write_bytes(place, document.pdf(report))
    return place


def _xlsx(report: Report, folder: Path) -> Path:
    place = folder / f"{report.label}.xlsx"
    write_bytes(place, spreadsheets.xlsx(report))
    return place


def _csv(report: Report, folder: Path) -> Path:
    place = folder / f"{report.label}_csv"
    write_folder(place, spreadsheets.csvs(report))
    return place


FORMS: dict[str, Callable[[Report, Path], Path]] = {"pdf": _pdf, "xlsx": _xlsx, "csv": _csv}


def hand_over(form: str, summary: Summary, folders: Folders, lang: str, out: Path) -> Iterator[Handed]:
    """Writes every report of a run below `out` in one form, and tells of each as it is done."""
    raw = RawFiles(folders.data)
    for unit, period in _reports(summary, raw.reports):
        try:
            yield Handed(unit, period, FORMS[form](_report(summary, raw, folders, (unit, period), lang), out))
        except KinerjaError as error:
            yield Handed(unit, period, reason=str(error))


def _reports(summary: Summary, known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The reports that the run was asked for."""
    asked = {(task.unit, task.period) for task in (*(result.task for result in summary.results), *summary.skipped)}
    return [report for report in known if report in asked]


def _report(summary: Summary, raw: RawFiles, folders: Folders, report: tuple[str, str], lang: str) -> Report:
    """The report with its pages. Raises InputError if one of them could not be made."""
    own = [result for result in summary.results if (result.task.unit, result.task.period) == report]
    for result in own:
        if not result.ok:
            raise InputError(f"the page {result.task.page} could not be made: {result.reason}")
    unit, period = report
    titles = tuple(str(raw.sources[name].sidecar["title"]) for name in raw.documents_of(unit, period))
    files = tuple(folders.reports / result.task.page for result in own)
    return Report(unit, period, lang, raw.units[unit].names[lang], titles, files, folders.out / unit / period)
