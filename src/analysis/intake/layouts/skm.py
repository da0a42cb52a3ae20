"""Answers of satisfaction surveys: one row per respondent with the elements in columns, or one row per answer. Only how many gave which answers is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.intake.files.cells import Book, Sheet
from analysis.intake.layouts.skm_answers import Answers
from analysis.intake.layouts.skm_heads import Heads, heads_of, served_of
from analysis.intake.layouts.skm_rows import Rows, Services
from analysis.intake.layouts.skm_tally import Scores, Tallied
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong

NAME = "skm"
_SCORE = "answers.points:"


def fits(book: Book) -> bool:
    """Whether a sheet has the heads of a survey, and below them answers on its scale."""
    return any(heads_of(sheet, {}) for sheet in book.sheets)


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """How many respondents gave so many points, per element and in all; who they are is never taken.

    Rows that repeat a respondent for the same service, and rows without any answer, are left; those that leave out an element are counted, and told.
    """
    survey = _Survey(asked, context)
    for number, sheet in enumerate(book.sheets):
        if heads := heads_of(sheet, asked.columns):
            survey.read(number, sheet, heads)
    for sheet in book.sheets:
        if sheet.name not in survey.sheets and (heads := served_of(sheet)):
            survey.served(sheet, heads)
    return survey.reading([sheet.name for sheet in book.sheets])


class _Survey:
    """The answers of one file while its sheets are read."""

    def __init__(self, asked: Asked, context: Context):
        self.asked, self.context = asked, context
        self.scores = Scores({word: int(target.removeprefix(_SCORE)) for word, target in asked.columns.items() if target.startswith(_SCORE)})
        self.answers, self.services = Answers(self.scores), Services()
        self.sheets: dict[str, Heads] = {}
        self.told: dict[str, str] = {}
        self.taken: list[Taken] = []
        self.left: list[Left] = []
        self.wrong: list[Wrong] = []
        self._named: set[tuple[str, str, int]] = set()

    def read(self, number: int, sheet: Sheet, heads: Heads) -> None:
        """The answers of one sheet. Without unit or period nothing of it is read."""
        self.sheets[sheet.name], self.told = heads, {**self.told, **heads.told}
        missing = [] if self.asked.unit else ["survey_no_unit"]
        missing += [] if self.asked.period or "period" in heads.roles else ["survey_no_period"]
        if missing:
            self.wrong += [Wrong(sheet.name, "", "", why) for why in missing]
            return
        rows = Rows(sheet, heads, self.asked, self.services)
        rows.above()
        names = self.answers.read(number, rows)
        periods = dict.fromkeys((whose.period, whose.code) for whose, _, _ in self.answers.patterns.seen)
        for (period, code), (element, (row, column, name)) in ((one, named) for one in periods for named in names.items()):
            self._name(sheet, period, code, element, row, column, name)
        self.left += rows.left
        self.wrong += rows.wrong

    def _name(self, sheet: Sheet, period: str, code: str, element: int, row: int, column: int, name: str) -> None:
        """An element by its name, once; not where the document already gives it with a score."""
        subject = f"element:U{element}"
        cells = {"unit": self.asked.unit, "period": period, "system": "ikm", "code": code, "subject": subject}
        others = self.context.existing.get("components", ())
        printed = any(all(other.get(key) == value for key, value in cells.items()) and other.get("score") for other in others)
        if (period, code, element) not in self._named and not printed:
            self._named.add((period, code, element))
            self.taken.append(Taken("components", sheet.name, row, cells | {"name": name}, {"subject": column, "name": column}))

    def served(self, sheet: Sheet, heads: Heads) -> None:
        """How many people each service served in the period that is asked for."""
        rows = Rows(sheet, heads, self.asked, self.services)
        rows.above()
        for row, values in rows:
            service, served = rows.value(values, "service"), rows.value(values, "served")
            if service is None or rows.is_total(values) or not self.asked.period or not self.asked.unit:
                if any(value is not None and str(value).strip() for value in values):
                    rows.leave(row, "survey_total" if rows.is_total(values) else "survey_no_service")
                continue
            cells = {"unit": self.asked.unit, "period": self.asked.period, "population": "penerima-layanan", "member": self.services.code(service)}
            cells |= {"name": " ".join(str(service).split()), "attribute": "jumlah", "value": _number(served)}
            columns = dict.fromkeys(("member", "name"), heads.roles["service"]) | {"value": heads.roles["served"]}
            self.taken.append(Taken("members", sheet.name, row, cells, columns))
        self.left += rows.left

    def reading(self, names: Sequence[str]) -> Reading:
        """Everything that was taken of the file, with what its heads and words were read as."""
        words = {word: f"{_SCORE}{score}" for word, score in sorted(self.scores.words.items())}
        taken = [*self.taken, *(self._taken(told, names) for told in self.answers.patterns.tallied())]
        return Reading(Proposal(NAME, {**self.told, **words}), sorted(taken, key=lambda one: (one.table, one.sheet, one.row)), self.left, self.wrong)

    def _taken(self, told: Tallied, names: Sequence[str]) -> Taken:
        number, row = told.first
        heads, whose = self.sheets[names[number]], told.whose
        cells = {
            "unit": self.asked.unit,
            "period": whose.period,
            "code": whose.code,
            "service": whose.service,
            "name": self.services.names.get(whose.service, ""),
        }
        cells |= {"subject": told.subject, "form": told.form}
        cells |= {"answered": str(told.answered), "points": str(told.points), "respondents": str(told.respondents)}
        return Taken("answers", names[number], row, cells, _columns(heads, told.subject))


def _columns(heads: Heads, subject: str) -> Mapping[str, int]:
    """The columns of the sheet that a row of the tally comes from."""
    told = {name: heads.roles[role] for name, role in (("service", "service"), ("name", "service"), ("code", "code")) if role in heads.roles}
    if subject != "total":
        element = heads.elements.get(int(subject.removeprefix("element:U")))
        told["points"] = element[0] if element else heads.roles["score"]
    return told


def _number(value: object) -> str:
    """A number as cells of raw tables hold it in the Indonesian style."""
    text = "" if value is None else str(value).strip()
    return text.removesuffix(".0") if not isinstance(value, str) else text
