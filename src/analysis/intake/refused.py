"""The refusal of a whole file: one reason, told in the language of the reader."""

from __future__ import annotations

from typing import Any

from analysis.errors import InputError
from analysis.intake.reading import Wrong
from analysis.words import words


class Refused(InputError):
    """A file that is not read at all. `wrong` has the reason: the end of a message id, with what fills its braces."""

    def __init__(self, file: str, why: str, **told: Any):
        self.file, self.wrong = file, Wrong("", "", "", why, told)
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """The file, the reason and the next step."""
        w = words(lang)
        return f"{self.file}: {w(f'intake.wrong.{self.wrong.why}', **self.wrong.told)} {w(f'intake.next.{self.wrong.why}', **self.wrong.told)}"
