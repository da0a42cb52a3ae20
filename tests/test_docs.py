"""What the guides for newcomers and contributors name exists: files, commands with their options, checks and pages that they lead to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer

from analysis import cli
from analysis.tables import FIGURES

ROOT = Path(__file__).parents[1]
GUIDES = ["CONTRIBUTING.md", "README.md", "README.id.md", "docs/tutorial.md", "docs/tutorial.id.md"]
TRACKED = r"(?:src|tests|docs|expectations|notebooks|bench)/[\w./-]*[\w/]|[A-Z]\w+\.md|pyproject\.toml|environment\.yml"
_COMMAND = re.compile(r"(?:^|[`/]|[:,] )kinerja (?P<name>[a-z]+)(?P<rest>(?:\\\n|[^\n`])*)", re.MULTILINE)


def text_of(guide: str) -> str:
    return (ROOT / guide).read_text("utf-8")


def options_of(name: str) -> set[str]:
    """The options of a command, and --help."""
    command = typer.main.get_command(cli.app).commands[name]  # type: ignore[attr-defined]
    return {"--help", *(option for parameter in command.params for option in parameter.opts)}


def missing(text: str, folder: Path) -> list[str]:
    """Files that a text names in backticks or leads to, and that are not there."""
    named = re.findall(rf"`({TRACKED})`", text)
    linked = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text)]
    return sorted({*(name for name in named if not (ROOT / name).exists()), *(link for link in linked if not (folder / link).exists())})


def unknown(text: str) -> list[str]:
    """Commands and options that a text names, and that kinerja does not know."""
    names = set(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
    found: list[str] = []
    for command in _COMMAND.finditer(text):
        name, options = command["name"], re.findall(r"(?<![\w-])--[a-z][a-z-]*", command["rest"])
        found += [name] if name not in names else [f"{name} {option}" for option in options if option not in options_of(name)]
    return found


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_a_guide_names_is_there(guide: str) -> None:
    assert missing(text_of(guide), (ROOT / guide).parent) == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_command_that_a_guide_names_is_known(guide: str) -> None:
    assert unknown(text_of(guide)) == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_target_of_make_that_a_guide_names_is_known(guide: str) -> None:
    makefile = text_of("Makefile")
    known = {*re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE), ".venv/.ready"}

    assert "READY := $(VENV)/.ready" in makefile
    assert {name.rstrip(".") for name in re.findall(r"[`\n]make ([a-z./-]+)", text_of(guide))} <= known


def test_checks_and_rules_that_the_guide_for_contributors_names_are_known() -> None:
    text = text_of("CONTRIBUTING.md")
    checks = {entry["meta"]["check"] for file in (ROOT / "expectations").glob("*.json") for entry in json.loads(file.read_text("utf-8"))["expectations"]}
    rules = set(re.findall(r"`([a-z_]+_(?:pct|rp|nilai))(?:\([^`]*\))?`", text))

    assert set(re.findall(r"`([A-Z]\d\d)`", text)) <= checks
    assert rules
    assert rules <= set(FIGURES)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("see `src/analysis/none.py` and [it](docs/none.md)", ["docs/none.md", "src/analysis/none.py"]),
        ("see `src/analysis/cli.py` and [it](docs/rules.md#x)", []),
    ],
)
def test_a_file_that_is_not_there_is_found(text: str, named: list[str]) -> None:
    assert missing(text, ROOT) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("`kinerja verify`", []),
        ("`kinerja rule 2023`", ["rule"]),
        ("```\nkinerja run --unit x \\\n  --perod y\n```", ["run --perod"]),
    ],
)
def test_a_command_that_is_not_known_is_found(text: str, named: list[str]) -> None:
    assert unknown(text) == named
