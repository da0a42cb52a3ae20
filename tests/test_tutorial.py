"""The tutorial is followed word for word, in both languages, from an empty folder to a verified report."""

from __future__ import annotations

from pathlib import Path

import pytest
import tutorial
from projects import HERE, Project

DOCS = {"en": HERE / "docs" / "tutorial.md", "id": HERE / "docs" / "tutorial.id.md"}


def _steps(lang: str) -> list[tutorial.Step]:
    return tutorial.steps(DOCS[lang].read_text("utf-8"))


@pytest.mark.parametrize("lang", DOCS)
def test_whoever_follows_the_tutorial_sees_what_it_says(lang: str, tmp_path: Path) -> None:
    project = Project.copied(tmp_path)
    project.raw.mkdir(parents=True)

    for step in _steps(lang):
        tutorial.follow(project, step)


def test_both_languages_tell_the_same_trip() -> None:
    told = {lang: [type(step).__name__ for step in _steps(lang)] for lang in DOCS}
    commands = {lang: [["id" if word == "en" else word for word in step.words] for step in _steps(lang) if isinstance(step, tutorial.Command)] for lang in DOCS}

    assert told["id"] == told["en"]
    assert commands["id"] == commands["en"]
