"""The answers in the rows of a sheet: a respondent per row, or an answer per row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from analysis.intake.layouts.skm_heads import element_of
from analysis.intake.layouts.skm_rows import Rows
from analysis.intake.layouts.skm_tally import BAD, MISSING, Patterns, Scores, Whose

Names = dict[int, tuple[int, int, str]]
"""The name of each element by its number, with the row and column where it stands."""
_Key = tuple[Whose, str]
_NOBODY = frozenset({"", "-", "–", "—"})


class Answers:
    """The patterns of answers of the sheets of one file. Who a respondent is, is kept only while it is read."""

    def __init__(self, scores: Scores):
        self.scores, self.patterns = scores, Patterns()
        self._met: set[_Key] = set()

    def read(self, number: int, rows: Rows) -> Names:
        """Counts the answers of a sheet and tells what becomes of each of its rows; gives the names of its elements."""
        return self._long(number, rows) if rows.heads.is_long else self._wide(number, rows)

    def _wide(self, number: int, rows: Rows) -> Names:
        """A respondent per row."""
        heads, scores = rows.heads, self.scores
        elements, columns = tuple(heads.elements), [column - 1 for column, _ in heads.elements.values()]
        pick = itemgetter(*columns)
        for row, values in rows:
            given = pick(values)
            found = tuple([scores[value] for value in given]) if bool not in map(type, given) else tuple(map(self._score, given))
            if (BAD in found or not any(found) or rows.is_at_foot(row)) and self._is_no_respondent(rows, row, values, columns, found):
                continue
            whose = rows.whose(row, values)
            if whose and self._is_first(rows, row, values, whose):
                self.patterns.add((number, row), whose, elements, found)
                rows.leave(row, "survey_incomplete" if MISSING in found else "survey_counted")
        return {element: (heads.row, column, name) for element, (column, name) in heads.elements.items()}

    def _score(self, value: object) -> int:
        return BAD if isinstance(value, bool) else self.scores[value]

    def _is_no_respondent(self, rows: Rows, row: int, values: Sequence[Any], columns: Sequence[int], found: Sequence[int]) -> bool:
        """Whether a row holds no answers that can be counted; then it is left, or told to be wrong."""
        if all(value is None or not str(value).strip() for value in values):
            return True
        bad = [column for column, score in zip(columns, found, strict=True) if score == BAD]
        if rows.is_total(values):
            rows.leave(row, "survey_total")
        elif bad and _numbered([values[column] for column in columns]):
            rows.leave(row, "survey_heads")
        elif bad:
            rows.refuse(row, bad[0], values[bad[0]], "survey_score")
        elif not any(found):
            rows.leave(row, "survey_no_answers")
        else:
            return False
        return True

    def _is_first(self, rows: Rows, row: int, values: Sequence[Any], whose: Whose) -> bool:
        """Whether the respondent is met for the first time for this service; the sheet may not tell respondents apart."""
        who = _identity(rows.value(values, "respondent"))
        if who and (whose, who) in self._met:
            rows.leave(row, "survey_double")
            return False
        if who:
            self._met.add((whose, who))
        return True

    def _long(self, number: int, rows: Rows) -> Names:
        """An answer per row: those of a respondent for a service are brought together."""
        answers: dict[_Key, dict[int, tuple[int, int]]] = {}
        names: Names = {}
        for row, values in rows:
            told = self._answer(rows, row, values)
            if told is None:
                continue
            whose, who, element, name, score = told
            given = answers.setdefault((whose, who), {})
            if element in given:
                rows.leave(row, "survey_double")
                continue
            given[element] = (score, row)
            names.setdefault(element, (row, rows.column("element") + 1, name))
        elements = tuple(sorted(names))
        for key, given in answers.items():
            self._add(number, rows, key, sorted(row for _, row in given.values()), elements, tuple(given.get(one, (MISSING, 0))[0] for one in elements))
        return {element: names[element] for element in elements}

    def _answer(self, rows: Rows, row: int, values: Sequence[Any]) -> tuple[Whose, str, int, str, int] | None:
        """Whose answer a row is, the respondent, the element with its name, and the score. None where it is told why it is none."""
        if all(value is None or not str(value).strip() for value in values):
            return None
        if rows.is_total(values):
            rows.leave(row, "survey_total")
            return None
        who, element, score = _identity(rows.value(values, "respondent")), rows.value(values, "element"), rows.value(values, "score")
        found, scored = element_of(element or ""), self._score(score)
        for wrong, role, value in ((not who, "respondent", ""), (found is None, "element", element), (scored == BAD, "score", score)):
            if wrong:
                rows.refuse(row, rows.column(role), value, f"survey_{role}")
                return None
        whose = rows.whose(row, values)
        return (whose, who, *found, scored) if whose and found else None

    def _add(self, number: int, rows: Rows, key: _Key, members: Sequence[int], elements: tuple[int, ...], scores: tuple[int, ...]) -> None:
        """One respondent, whose answers stand in the rows `members`."""
        first, *others = members
        if key in self._met or not any(scores):
            for member in members:
                rows.leave(member, "survey_double" if key in self._met else "survey_no_answers")
            return
        self._met.add(key)
        self.patterns.add((number, first), key[0], elements, scores)
        rows.leave(first, "survey_incomplete" if MISSING in scores else "survey_counted")
        for member in others:
            rows.leave(member, "survey_counted")


def _identity(value: object) -> str:
    """Who a respondent is, to compare with others of the sheet and with nothing else; '' where nothing is written."""
    text = "" if value is None else " ".join(str(value).split()).casefold()
    return "" if text in _NOBODY else text.removesuffix(".0")


def _numbered(values: Sequence[object]) -> bool:
    """Whether the cells count up: a row that numbers the columns."""
    try:
        told = [float(str(value)) for value in values]
    except ValueError:
        return False
    return all(after == before + 1 for before, after in pairwise(told))
