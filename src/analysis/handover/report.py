"""A report that is handed over: its pages, its results, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.handover.book import Chapter, chapters_of
from analysis.handover.page import Page, read_page
from analysis.output import hash_of
from analysis.run.manifest import read_manifest
from analysis.words import Words, words


@dataclass(frozen=True)
class Report:
    """The report of a unit and period in a language: the name of the unit, the titles of its documents, its pages, and the folder of its results."""

    unit: str
    period: str
    lang: str
    name: str
    documents: tuple[str, ...]
    files: tuple[Path, ...]
    results: Path

    @property
    def words(self) -> Words:
        return words(self.lang)

    @property
    def label(self) -> str:
        """The name of the report in names of files."""
        return f"{self.unit}_{self.period}_{self.lang}"

    @property
    def title(self) -> str:
        return f"{self.name} · {self.words.period(self.period)}"

    @cached_property
    def pages(self) -> list[Page]:
        """Its pages. Raises InputError if there are none, or one in another language."""
        pages = [read_page(file) for file in self.files]
        if not pages:
            raise InputError(f"{self.unit} {self.period} has no pages; make them with `kinerja run --unit {self.unit} --period {self.period}`")
        for page, file in zip(pages, self.files, strict=True):
            if page.lang != self.lang:
                raise InputError(f"{file} is not in the language '{self.lang}'; build it again with `kinerja run --lang {self.lang}`")
        return pages

    @property
    def chapters(self) -> list[Chapter]:
        return chapters_of(self.pages, self._title_of)

    def _title_of(self, name: str) -> str:
        own = f"handover.{name}"
        return self.words(own) if self.words.known(own) else self.words.or_plain("chapter", name)

    @cached_property
    def made_from(self) -> Mapping[str, Mapping[str, str]]:
        """SHA-256 of every raw file (`inputs`), of all code, rules and checks (`code`), and of the result files (`outputs`)."""
        try:
            made: dict[str, Any] = read_manifest(self.results)
            return {
                name: {file: str(digest) for file, digest in made[name].items() if "/" not in file or name != "outputs"}
                for name in ("inputs", "code", "outputs")
            }
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise InputError(f"{self.results / 'run.json'} cannot be read ({type(error).__name__}); build it again with `kinerja run --force`") from error


def digest_of(files: Iterable[tuple[str, str]]) -> str:
    """One digest for many files, as `sha256sum` over its own list of them gives it."""
    return hash_of("".join(f"{digest}  {name}\n" for name, digest in sorted(files)).encode())
