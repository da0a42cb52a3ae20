"""The pages that there are once a run has ended, and which of them lie around each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.chapters import CHAPTERS
from analysis.grid import Task
from analysis.languages import LANGUAGES, folder_of, language_of
from analysis.periods import Period
from analysis.run.records import FOLDER


@dataclass(frozen=True)
class Site:
    """All pages by their address."""

    pages: frozenset[str]

    def around(self, task: Task) -> dict[str, Any]:
        """What a page is told of those around it.

        `languages` are those that it is in, `chapters` the usual analyses of its report, `before` and `after` the nearest
        periods with the same analysis of the unit, empty for none; `unit` says whether there is a page of the unit.
        """
        languages = [lang for lang in LANGUAGES if replace(task, lang=lang).page in self.pages]
        if not task.period:
            return {"languages": languages}
        periods = [Period.parse(period) for period in self._periods[_series(task.page)]]
        own = Period.parse(task.period)
        return {
            "languages": languages,
            "chapters": [name for name in CHAPTERS if task.unit and replace(task, notebook=name).page in self.pages],
            "before": str(max((p for p in periods if p < own), default="")),
            "after": str(min((p for p in periods if p > own), default="")),
            "unit": bool(task.unit) and replace(task, period="").page in self.pages,
        }

    @cached_property
    def _periods(self) -> dict[tuple[str, str], list[str]]:
        """The periods of the pages that differ in nothing else."""
        found: dict[tuple[str, str], list[str]] = {}
        for page in self.pages:
            found.setdefault(_series(page), []).append(page.split("/")[-2])
        return found

    def homes(self, asked: Collection[str]) -> list[str]:
        """The languages in which there is a first page: those `asked` for and those that have pages."""
        return [lang for lang in LANGUAGES if lang in asked or any(language_of(page) == lang for page in self.pages)]


def _series(page: str) -> tuple[str, str]:
    """A page without its period."""
    above, name = page.rsplit("/", 1)
    return above.rsplit("/", 1)[0], name


def site_of(tasks: Iterable[Task], reports: Path, only: Collection[str] = ()) -> Site:
    """The site after a run of `tasks`: their pages, and those that lie there of other runs; of the languages `only` just those of the tasks."""
    lying = (page for page, _ in lying_in(reports, [lang for lang in LANGUAGES if lang not in only]))
    return Site(frozenset([*(task.page for task in tasks), *lying]))


def lying_in(reports: Path, languages: Iterable[str] = LANGUAGES) -> Iterator[tuple[str, Path]]:
    """The pages that notebooks have made in these languages, each with the file that remembers it."""
    for lang in languages:
        records = reports / FOLDER / folder_of(lang)
        for file in sorted([*records.glob("*/*/*.json"), *records.glob("*/index.json")]):
            page = file.relative_to(reports / FOLDER).with_suffix(".html").as_posix()
            if language_of(page) == lang and (reports / page).is_file():
                yield page, file
