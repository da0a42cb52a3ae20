"""The tutorial is followed word for word, in both languages, from an empty folder to a verified report."""

from __future__ import annotations

from pathlib import Path

import pytest
import tutorial
from projects import HERE, Project

MAKING = {"run", "verify", "pdf", "tables"}
DOCS = {"en": HERE / "docs" / "tutorial.md", "id": HERE / "docs" / "tutorial.id.md"}


def _steps(lang: str) -> list[tutorial.Step]:
    return tutorial.steps(DOCS[lang].read_text("utf-8"))


def _same_in_both(step: tutorial.Step) -> bool:
    """Whether a step makes or looks at pages: that is followed once, in English."""
    return isinstance(step, tutorial.Seen) or (isinstance(step, tutorial.Command) and bool(MAKING & set(step.words[:2])))


@pytest.mark.parametrize("lang", DOCS)
def test_whoever_follows_the_tutorial_sees_what_it_says(lang: str, tmp_path: Path) -> None:
    project = Project.copied(tmp_path)
    project.raw.mkdir(parents=True)

    for step in _steps(lang):
        if lang == "en" or not _same_in_both(step):
            tutorial.follow(project, step)


def test_both_languages_tell_the_same_trip() -> None:
    told = {lang: [type(step).__name__ for step in _steps(lang)] for lang in DOCS}
    commands = {lang: [["id" if word == "en" else word for word in step.words] for step in _steps(lang) if isinstance(step, tutorial.Command)] for lang in DOCS}

    assert told["id"] == told["en"]
    assert commands["id"] == commands["en"]
