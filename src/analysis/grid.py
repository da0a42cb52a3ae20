"""The grid of a run: which notebook for which unit and period, what each notebook may be told, and what is published of it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from analysis.errors import InputError, ParameterError, alternatives
from analysis.languages import LANGUAGES, folder_of
from analysis.notebooks import parameters_of
from analysis.periods import Period

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parents[1]
NOTEBOOKS = ROOT / "notebooks"
COMPARISON = "10-"
"""Notebooks whose names begin so put all units of a fiscal year side by side; they run once a year, for no unit."""
YEARS = "11-"
"""Notebooks whose names begin so put all periods of a unit side by side; they run once a unit, for no period."""

OPTIONS = {"unit": "--unit", "period": "--period", "lang": "--lang", "data_dir": "--data-dir", "out_dir": "--out-dir"}
"""Parameters that the run itself sets, and the options that choose them."""


@dataclass(frozen=True)
class Task:
    """One cell of the grid: a notebook for a unit and period in a language. A comparison has no unit, what looks at all periods of a unit no period."""

    notebook: str
    unit: str
    period: str
    lang: str = LANGUAGES[0]

    @property
    def folder(self) -> str:
        """Where its page lies below the folder of all reports."""
        return folder_of(self.lang) + "/".join(part for part in (self.unit or "comparison", self.period) if part)

    @property
    def page(self) -> str:
        """Its address. The page over all periods of a unit is the first one of the folder of the unit."""
        return f"{self.folder}/{self.notebook if self.period else 'index'}.html"

    def covers(self, report: tuple[str, str]) -> bool:
        """Whether a report is the one that it is about, or one of those."""
        unit, period = report
        return unit == self.unit and self.period in {"", period}


class Reporting(Protocol):
    """Whatever knows which reports there are: the facts, or the raw files as they lie."""

    @property
    def reports(self) -> list[tuple[str, str]]: ...


def plan(
    facts: Reporting,
    *,
    units: Collection[str] = (),
    periods: Collection[str] = (),
    notebooks: Collection[str] = (),
    languages: Iterable[str] = LANGUAGES,
    folder: Path = NOTEBOOKS,
) -> list[Task]:
    """The cells to run, language by language in the order of the reports, then those of units, comparisons last; an empty filter lets everything through.

    Raises ParameterError for a name that no report or notebook has, and if no cell fits all filters at once.
    """
    known = choices(facts, folder)
    _refuse_unknown("unit", units, {unit for unit, _ in facts.reports})
    _refuse_unknown("period", periods, known.of("period"))
    _refuse_unknown("notebook", notebooks, names_in(folder))
    wanted = ((units, "unit"), (periods, "period"), (notebooks, "notebook"))
    chosen = known.fitting(units, periods, notebooks)
    if not chosen:
        reports = ", ".join(f"{unit} {period}" for unit, period in facts.reports if not units or unit in units)
        raise ParameterError(f"nothing fits {_told(wanted)} at once; reports there are: {reports}")
    return [replace(task, lang=lang) for lang in languages for task in chosen]


@dataclass(frozen=True)
class Choices:
    """What can be asked for: the cells of the grid in one language. The command and the form of the notebooks both ask here, so that they take the same."""

    cells: tuple[Task, ...]

    def fitting(self, units: Collection[str] = (), periods: Collection[str] = (), notebooks: Collection[str] = ()) -> list[Task]:
        """The cells that fit all filters at once; an empty filter lets everything through."""
        wanted = ((units, "unit"), (periods, "period"), (notebooks, "notebook"))
        return [task for task in self.cells if all(not only or getattr(task, name) in only for only, name in wanted)]

    def of(self, kind: Literal["unit", "period", "notebook"], **chosen: str) -> list[str]:
        """What can be asked for of a kind beside what is `chosen` of the others, where '' chooses nothing; in the order of the grid."""
        fitting = self.fitting(**{f"{name}s": [value] if value else [] for name, value in chosen.items()})
        return list(dict.fromkeys(name for task in fitting if (name := getattr(task, kind))))


def choices(facts: Reporting, folder: Path = NOTEBOOKS) -> Choices:
    """All that can be asked for of these reports and the notebooks of a folder. Raises ParameterError if it holds none."""
    return Choices(tuple(_cells(facts.reports, names_in(folder))))


def names_in(folder: Path) -> list[str]:
    """The notebooks of the grid: those whose names begin with two digits. Raises ParameterError if there is none."""
    names = sorted(file.stem for file in folder.glob("[0-9][0-9]-*.ipynb"))
    if not names:
        raise ParameterError(f"{folder} holds no notebook; their names begin with two digits, as in 02-achievement.ipynb")
    return names


def _cells(reports: list[tuple[str, str]], names: list[str]) -> list[Task]:
    questions = [name for name in names if not name.startswith((COMPARISON, YEARS))]
    years = sorted({period for _, period in reports if Period.parse(period).is_year})
    own = [Task(name, unit, period) for unit, period in reports for name in questions]
    of_units = [Task(name, unit, "") for unit in dict.fromkeys(unit for unit, _ in reports) for name in names if name.startswith(YEARS)]
    return own + of_units + [Task(name, "", year) for name in names if name.startswith(COMPARISON) for year in years]


def _refuse_unknown(kind: str, given: Iterable[str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            raise ParameterError(f"{kind} '{name}' is not among the reports; {alternatives(name, known)}")


def _told(wanted: Iterable[tuple[Collection[str], str]]) -> str:
    return " and ".join(f"{name} {', '.join(only)}" for only, name in wanted if only)


def arguments_of(
    tasks: Iterable[Task], extra: Mapping[str, str], own: Callable[[Task], Mapping[str, str]], folder: Path = NOTEBOOKS
) -> dict[Task, dict[str, str]]:
    """What each task passes to its notebook: of the run's `own` parameters those that it declares, and all of `extra`.

    Raises ParameterError if any of the notebooks does not know a name in `extra`, or if the run sets that name itself.
    """
    tasks = list(tasks)
    declared = {name: parameters_of(folder / f"{name}.ipynb") for name in dict.fromkeys(task.notebook for task in tasks)}
    for notebook, known in declared.items():
        for name in extra:
            if name in OPTIONS:
                raise ParameterError(f"parameter '{name}' is set by the run itself; choose it with {OPTIONS[name]}")
            if name not in known:
                raise ParameterError(f"parameter '{name}' is not known to {folder.name}/{notebook}.ipynb; {alternatives(name, known)}")
    return {task: {name: value for name, value in own(task).items() if name in declared[task.notebook]} | dict(extra) for task in tasks}


def rows_of(file: Path, *columns: str) -> list[dict[str, str]]:
    """The `columns` of a result file, all text. Raises InputError if they cannot be read."""
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            return [{column: row[column] for column in columns} for row in csv.DictReader(opened, strict=True)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise InputError(f"{file} cannot be read ({type(error).__name__}); remove its folder, or build it again with `kinerja run`") from error


def summaries(facts: Reporting, out: Path, pages: Mapping[str, bool]) -> list[dict[str, Any]]:
    """What the index tells of every report that is built below `out`; `pages` says of each page whether its notebook ran through."""
    return [_summary(out / unit / period, unit, period, pages) for unit, period in facts.reports if (out / unit / period / "findings.csv").exists()]


def _summary(folder: Path, unit: str, period: str, pages: Mapping[str, bool]) -> dict[str, Any]:
    findings, told = rows_of(folder / "findings.csv", "severity", "outcome"), rows_of(folder / "claims.csv", "verdict")
    figures = rows_of(folder / "figures.csv", "unit", "period", "figure", "subject", "value")
    failing = [row["severity"] for row in findings if row["outcome"] == "fails"]
    return {
        "unit": unit,
        "period": period,
        "folder": f"{unit}/{period}",
        "above": page if (page := Task("", unit, "").page) in pages else "",
        "notebooks": [(Path(page).stem, ok) for page, ok in sorted(pages.items()) if page.startswith(f"{unit}/{period}/")],
        "figures": _headline([row for row in figures if (row["unit"], row["period"]) == (unit, period)]),
        "claims": dict(Counter(row["verdict"] for row in told)),
        "findings": {severity: failing.count(severity) for severity in ("critical", "warning", "info")},
    }


def _headline(rows: list[dict[str, str]]) -> dict[str, str]:
    """The totals that stand for a report, those without value left out, and how many of its measured indicators were reached."""
    value = {(row["figure"], row["subject"]): row["value"] for row in rows if row["value"]}
    totals = {name: value[name, "total"] for name in ("npss_nilai", "status", "serapan_pct") if (name, "total") in value}
    measured = [subject for figure, subject in value if figure == "capaian_pct"]
    reached = [subject for subject in measured if value.get(("ketercapaian", subject)) == "tercapai"]
    return totals | {"measured": str(len(measured)), "reached": str(len(reached))}


def comparisons(pages: Mapping[str, bool]) -> list[tuple[str, bool]]:
    """The fiscal years that have a comparison page, and whether its notebook ran through."""
    return [(page.split("/")[1], ok) for page, ok in sorted(pages.items()) if page.startswith("comparison/")]
