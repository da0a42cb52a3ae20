"""Printed numbers: parsed by a declared style, kept exact, compared at the printed precision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from typing import Literal

Style = Literal["id", "en"]
State = Literal["value", "missing", "nil", "not_available"]

_NUMBER = {
    "id": re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?"),
    "en": re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?"),
}
_OTHER: dict[Style, Style] = {"id": "en", "en": "id"}
_NOT_AVAILABLE = {"n/a", "na"}
_NIL = {"-", "–", "—"}


@dataclass(frozen=True)
class Printed:
    """A number as a document prints it.

    `value` is exact, or None unless `state` is "value"; `decimals` counts the printed decimal places;
    `percent` tells whether a percent sign was printed. "nil" is a printed dash, "missing" an empty cell.
    """

    text: str
    state: State
    value: Fraction | None = None
    decimals: int = 0
    percent: bool = False

    @property
    def half_unit(self) -> Fraction:
        """Half a unit of the last printed digit: the most that rounding alone can move the number."""
        return Fraction(1, 2 * 10**self.decimals)


def parse(text: str, style: Style | None) -> Printed:
    """Reads `text` in `style` ("id" 1.234,5; "en" 1,234.5; None where no style is declared).

    Understands Rp, %, parentheses or a detached minus as negative, `,-` endings, dashes and N/A.
    Raises ValueError with the reason and advice for anything else, and for a number that the two
    styles read differently while none is declared.
    """
    stripped = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").split())
    if not stripped:
        return Printed(text, "missing")
    if stripped in _NIL:
        return Printed(text, "nil")
    if stripped.casefold() in _NOT_AVAILABLE:
        return Printed(text, "not_available")
    digits, negative, percent = _bare(stripped)
    readings = {s: r for s in _NUMBER if (r := _read(digits, s)) is not None}
    if style is None:
        if len({value for value, _ in readings.values()}) > 1:
            raise ValueError(f"'{text}' reads differently in style 'id' and in style 'en'; declare the style in source.yaml")
        reading = next(iter(readings.values()), None)
    else:
        reading = readings.get(style)
    if reading is None:
        raise ValueError(_refusal(text, style, readings))
    value, decimals = reading
    return Printed(text, "value", -value if negative else value, decimals, percent)


def _bare(text: str) -> tuple[str, bool, bool]:
    """The digits of `text`, whether it is negative, whether it is a percentage."""
    percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip()
    if text.startswith("-") and not negative:
        negative, text = True, text[1:].strip()
    text = re.sub(r"^Rp\.?\s*", "", text, flags=re.IGNORECASE)
    if text.startswith("-") and not negative:
        negative, text = True, text[1:].strip()
    return re.sub(r"[,.]-$", "", text), negative, percent


def _read(digits: str, style: str) -> tuple[Fraction, int] | None:
    if not digits.isascii() or not _NUMBER[style].fullmatch(digits):
        return None
    thousands, point = (".", ",") if style == "id" else (",", ".")
    plain = digits.replace(thousands, "").replace(point, ".")
    return Fraction(plain), len(plain.partition(".")[2])


def _refusal(text: str, style: Style | None, readings: dict[str, tuple[Fraction, int]]) -> str:
    if style and readings:
        return f"'{text}' is not a number in style '{style}' but is one in style '{_OTHER[style]}'; correct number_styles in source.yaml"
    return f"'{text}' is not a number{f' in style {style!r}' if style else ''}; copy it as printed, or explain an OCR slip in corrections.yaml"


def exact(number: float | int | str | Fraction | Decimal) -> Fraction:
    """The number that was written: a float stands for its shortest decimal form, never for its binary one."""
    return number if isinstance(number, Fraction) else Fraction(str(number))


def same_as_printed(value: Fraction, printed: Printed) -> bool:
    """Whether `value` rounds to the printed number: within half a unit of its last digit, ties either way."""
    if printed.value is None:
        raise ValueError(f"'{printed.text}' is not a number to compare with")
    return abs(value - printed.value) <= printed.half_unit


def rounded(value: Fraction, decimals: int) -> Fraction:
    """`value` rounded half up (away from zero) at `decimals` places, as the documents do."""
    return Fraction(last_places(value, decimals), 10**decimals)


def last_places(value: Fraction, decimals: int) -> int:
    """`value` rounded half up (away from zero) at `decimals` places, counted in units of the last of them."""
    whole: int = (2 * abs(value.numerator) * 10**decimals + value.denominator) // (2 * value.denominator)
    return whole if value.numerator >= 0 else -whole


def to_text(value: Fraction) -> str:
    """Canonical decimal form for result files: dot decimals, at most 15 places, no trailing zeros."""
    with localcontext() as context:
        context.prec = 60
        number = Decimal(value.numerator) / Decimal(value.denominator)
        text = format(number.quantize(Decimal(1).scaleb(-15), rounding=ROUND_HALF_EVEN), "f")
    text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
