"""What the loader of raw tables says of a cell, as a reason with a next step in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_KNOWN = r"(?:did you mean '(?P<near>.*?)'\?|Known: (?P<known>.*)\.)"
_KINDS: dict[str, re.Pattern[str]] = {
    why: re.compile(pattern)
    for why, pattern in {
        "repeated_key": r"repeats the key (?P<key>.*) of row (?P<first>\d+) ",
        "empty_cell": r"the cell is empty; every row needs it",
        "other_style": r"is not a number in style '(?P<style>id|en)' but is one in style '(?P<other>id|en)'",
        "not_a_number": r"' is not a number",
        "either_style": r"reads differently in style 'id' and in style 'en'",
        "too_many_digits": r"has more digits than can be kept exactly",
        "not_whole": r"is not a whole number",
        "not_a_period": r"is not a period; write",
        "unknown_figure": rf"figure '.*' is not known; {_KNOWN}",
        "unknown_unit": rf"unit '.*' is not in units\.yaml; {_KNOWN}",
        "unknown_code": rf"(?:indicator|objective) '.*' of '.*' is not defined in (?P<table>\w+)\.csv; {_KNOWN}",
        "no_parent": rf"the parent '.*' of '.*' is not a line of this budget; {_KNOWN}",
        "below_itself": r"stands below itself",
        "amount_above": r"has lines below it and an amount of its own",
        "beyond_text": r"the document's text has only (?P<lines>\d+) lines",
        "unknown_choice": rf"'.*' is not known; {_KNOWN}",
    }.items()
}


def complaint(says: str) -> tuple[str, Mapping[str, Any]]:
    """The end of the message ids for a sentence of the loader, and what fills their braces; a sentence of no known kind is quoted as it is."""
    for why, pattern in _KINDS.items():
        if found := pattern.search(says):
            told = {name: value for name, value in found.groupdict().items() if value is not None}
            suggested = told.pop("near", None) or told.pop("known", None)
            return why, {**told, "known": suggested} if suggested else told
    return "loader", {"says": says}
