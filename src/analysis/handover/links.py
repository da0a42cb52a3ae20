"""Links of pages as links within one document; a link that leads out of it is left as words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from analysis.handover.book import APPENDICES, Chapter
from analysis.handover.content import Node, changed


def linked(chapters: Sequence[Chapter]) -> list[Chapter]:
    """The chapters with links between them, and with the address of every place in `labels`, each address once."""
    places = {place for chapter in chapters for place in _places(chapter)}
    given: set[str] = set()
    return [replace(chapter, blocks=changed(chapter.blocks, _Linker(chapter.name, places, given))) for chapter in chapters]


def start_of(chapter: str) -> str:
    """The address of a chapter's heading."""
    return f"{chapter}#"


def _places(chapter: Chapter) -> set[str]:
    """All addresses of a chapter."""
    found = {start_of(chapter.name)}

    def seen(told: str | Node) -> list[Any]:
        found.update(_address(chapter.name, name) for name in ([] if isinstance(told, str) else told.get("ids", ())))
        return []

    changed(chapter.blocks, seen)
    return found


def _address(chapter: str, name: str) -> str:
    return f"{chapter}#{name}"


@dataclass(frozen=True)
class _Linker:
    """Resolves the links and addresses of one chapter; `given` are the addresses that are there already."""

    chapter: str
    places: Collection[str]
    given: set[str] = field(default_factory=set)

    def __call__(self, told: str | Node) -> list[Any]:
        if isinstance(told, str):
            return [told]
        if told.get("kind") == "link":
            place = self._place(told["to"])
            return [{**told, "to": place}] if place else told["of"]
        labels = [place for name in told.get("ids", ()) if (place := _address(self.chapter, name)) not in self.given]
        self.given.update(labels)
        return [{**told, "labels": labels} if labels else told]

    def _place(self, to: str) -> str:
        """The address that a link leads to, on its page or where such things are told of all pages; '' for a place outside of the document."""
        page, _, name = to.partition("#")
        path = PurePosixPath(page)
        if page and (len(path.parts) > 1 or path.suffix != ".html"):
            return ""
        chapters = (path.stem if page else self.chapter, *APPENDICES)
        return next((place for chapter in chapters if (place := _address(chapter, name)) in self.places), "")
