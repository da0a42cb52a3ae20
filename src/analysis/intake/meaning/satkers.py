"""The offices (satker) that an export of a whole ministry or treasury office lists, and the units that they are here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.intake.meaning.keys import unit_of
from analysis.intake.reading import Asked, Context, Wrong


@dataclass(frozen=True)
class Satkers:
    """The units of the offices that are wanted, by the code of the office; the rows of the others are left."""

    units: Mapping[str, str] = field(default_factory=dict)
    wrong: Wrong | None = None


def unit_told(code: str, asked: Asked, context: Context) -> str | None:
    """The unit that the analyst says an office is, by its code or its name."""
    unit = asked.columns.get(code, "").removeprefix("unit:")
    return unit if unit in context.units else None


def satkers(listed: Mapping[str, str], asked: Asked, context: Context, sheet: str) -> Satkers:
    """Which offices of an export are wanted: `listed` are their names by code.

    An office is the unit that the analyst says beside its code (`--column 022372=unit:kanreg-07`), else the one that bears its name; the only
    office of an export is the unit that is asked for. With a unit asked for, only that one is wanted. Nothing wanted is `wrong`.
    """
    found = {code: unit_told(code, asked, context) or unit_of(name, context.units) for code, name in listed.items()}
    units = {code: unit for code, unit in found.items() if unit and asked.unit in {"", unit}}
    if units:
        return Satkers(units)
    if asked.unit and len(listed) == 1:
        (code, other), name = *found.items(), next(iter(listed.values()))
        return (
            Satkers({code: asked.unit}) if other is None else Satkers(wrong=Wrong(sheet, "", name, "unit_contradicted", {"asked": asked.unit, "found": other}))
        )
    shown = "; ".join(f"{code} {name}".strip() for code, name in list(listed.items())[:5]) + ("; …" if len(listed) > 5 else "")
    return Satkers(wrong=Wrong(sheet, "", "", "satker_unknown", {"found": shown or "–", "example": next(iter(listed), "022372")}))
