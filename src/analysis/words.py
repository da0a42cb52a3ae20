"""What a reader sees: messages from the catalogues, and numbers, money and periods in the form of the language."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path

from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import get_decimal_symbol, get_group_symbol

from analysis.errors import ParameterError, alternatives
from analysis.languages import LANGUAGES
from analysis.numbers import last_places
from analysis.periods import Period

FOLDER = Path(__file__).parent / "messages"
_PLACES = {"rp": 0, "jumlah": 0, "instansi": 0, "dokumen": 0, "peringkat": 0}


class Words:
    """The messages and number forms of one language. An unknown message id raises KeyError: catalogues are complete."""

    def __init__(self, lang: str):
        if lang not in LANGUAGES:
            raise ParameterError(f"language '{lang}' is not known; {alternatives(lang, LANGUAGES)}")
        self.lang = lang
        with (FOLDER / f"{lang}.po").open("rb") as file:
            self._messages = {str(m.id): str(m.string) for m in read_po(file, locale=lang) if m.id}
        self._signs = str.maketrans({",": get_group_symbol(lang), ".": get_decimal_symbol(lang)})

    def __call__(self, message: str, **values: object) -> str:
        """The message, with `values` put into its braces."""
        text = self._messages[message]
        return text.format(**values) if values else text

    def template(self, message: str) -> str:
        """The message with its braces."""
        return self._messages[message]

    def known(self, message: str) -> bool:
        return message in self._messages

    def named(self, group: str) -> list[str]:
        """The messages of a group, by id."""
        return [message for message in self._messages if message.startswith(f"{group}.")]

    def or_plain(self, group: str, name: str) -> str:
        """The message `group.name`, or the name itself in plain words where it is data, not vocabulary."""
        return self._messages.get(f"{group}.{name}", name.replace("_", " "))

    def number(self, value: Fraction | None, places: int = 2, *, signed: bool = False) -> str:
        """`value` rounded half up; a missing one is a dash. `signed` shows a plus before positive numbers."""
        if value is None:
            return "–"
        shown = last_places(value, places)
        whole, part = divmod(abs(shown), 10**places)
        text = f"{whole:,}.{part:0{places}}" if places else f"{whole:,}"
        sign = "−" if shown < 0 else "+" if signed and shown > 0 else ""
        return sign + text.translate(self._signs)

    def measured(self, value: Fraction | None, measure: str, *, signed: bool = False) -> str:
        """`value` with its unit: rupiah, percent, or a bare score or count."""
        if value is None:
            return "–"
        text = self.number(value, _PLACES.get(measure, 2), signed=signed)
        if measure == "rp":
            return f"{text[0]}Rp{text[1:]}" if text[0] in "−+" else f"Rp{text}"
        return f"{text}\u00a0%" if measure == "pct" and self.lang == "id" else f"{text}%" if measure == "pct" else text

    def money(self, value: Fraction | None) -> str:
        """Rupiah in millions or billions, for sentences and axes."""
        if value is None:
            return "–"
        for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
            if abs(value) >= size:
                return f"Rp{self.number(value / size)}\u00a0{self(f'unit.{name}')}"
        return self.measured(value, "rp")

    def scale(self, largest: Fraction) -> tuple[int, str]:
        """Divisor and axis title that suit rupiah amounts up to `largest`."""
        for size, name in ((10**9, "billion"), (10**6, "million")):
            if largest >= size:
                return size, self(f"axis.rupiah_{name}")
        return 1, self("axis.rupiah")

    def period(self, period: str) -> str:
        """`2024-TW3` as `Triwulan III 2024`."""
        when = Period.parse(period)
        if when.is_year:
            return str(when.year)
        kind, number = ("S", when.last // 6) if "S" in period else ("TW", when.last // 3) if "TW" in period else ("M", when.last)
        return self(f"period.{kind}{number}", year=when.year)

    def join(self, items: Iterable[str]) -> str:
        """`a, b, dan c`."""
        return format_list(list(items), locale=self.lang)


@cache
def words(lang: str) -> Words:
    """The words of `lang`. Raises ParameterError for a language without catalogue."""
    return Words(lang)
