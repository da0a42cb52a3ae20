"""One source of dependencies: the lock, its form for conda users and the project file agree."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DECLARED = [*PROJECT["dependencies"], *(d for extra in PROJECT["optional-dependencies"].values() for d in extra)]
FILES = ["pyproject.toml", "requirements.lock", "requirements-conda.txt", "environment.yml", "uv.lock", "Makefile", ".ci/run"]
PRESENT = [name for name in FILES if (ROOT / name).is_file()]


def pins(file: str) -> list[str]:
    """The pinned requirements of a lock, without hashes and comments."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return [line.removesuffix("\\").strip() for line in lines if line and not line.startswith((" ", "#", "-"))]


LOCKED: dict[str, list[str]] = defaultdict(list)
for _pin in map(Requirement, pins("requirements.lock")):
    LOCKED[canonicalize_name(_pin.name)].append(next(iter(_pin.specifier)).version)


@pytest.mark.parametrize("dependency", DECLARED)
def test_a_dependency_is_locked_at_a_version_that_satisfies_it(dependency: str) -> None:
    wanted = Requirement(dependency)
    locked = LOCKED[canonicalize_name(wanted.name)]

    assert locked
    assert [version for version in locked if version not in wanted.specifier] == []


def test_every_requirement_is_pinned_to_one_version() -> None:
    assert [pin for pin in pins("requirements.lock") if [s.operator for s in Requirement(pin).specifier] != ["=="]] == []


def test_every_locked_requirement_has_hashes() -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8").strip())

    assert [entry.partition(" ")[0] for entry in entries if not entry.startswith("#") and "--hash=sha256:" not in entry] == []


def test_conda_users_get_the_locked_versions() -> None:
    assert pins("requirements-conda.txt") == pins("requirements.lock")


def test_the_conda_environment_takes_python_from_conda_and_the_rest_from_the_lock() -> None:
    dependencies = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    python = dependencies[0].removeprefix("python=")

    assert dependencies[1:] == ["pip", {"pip": ["-r requirements-conda.txt", "-e ."]}]
    assert f"{python}.1" in SpecifierSet(PROJECT["requires-python"])


@pytest.mark.parametrize("name", PRESENT)
def test_no_project_file_names_where_packages_come_from(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")

    assert re.findall(r"https?://(?!127\.0\.0\.1|localhost)\S+|--(?:extra-)?index-url|--find-links|\[\[?tool\.uv\.index", text) == []


def test_the_readme_names_the_two_commands_and_the_makefile_knows_every_command_it_names() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))

    assert {"report", "test"} <= named
    assert named <= known
