"""Every reason for which something of a file is not taken, with an example: what docs/broken-files.md is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.languages import LANGUAGES
from analysis.rules import LOADER
from analysis.words import words

EXAMPLES = Path(__file__).with_name("reasons.yaml")


@dataclass(frozen=True)
class Reason:
    """The end of its message ids, what stands in the file, and what is then said and advised, by language."""

    why: str
    stands: str
    says: Mapping[str, str]
    advises: Mapping[str, str]


def examples() -> dict[str, dict[str, Any]]:
    """The examples by reason, in the order in which they are shown."""
    return dict(yaml.load(EXAMPLES.read_text("utf-8"), Loader=LOADER))


def reasons() -> Iterator[Reason]:
    """The reasons that have messages, in the order of their examples. Raises KeyError for one whose example lacks what its messages tell."""
    for why, example in examples().items():
        if words(LANGUAGES[0]).known(f"intake.wrong.{why}"):
            told = {"value": example["stands"], **example.get("told", {})}
            says, advises = ({lang: words(lang)(f"intake.{kind}.{why}", **told) for lang in LANGUAGES} for kind in ("wrong", "next"))
            yield Reason(why, example["stands"], says, advises)
