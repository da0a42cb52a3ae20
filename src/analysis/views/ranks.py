"""Which rank a unit has among its kind, how far that is sure, and why it is not surer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.figures import Figure
from analysis.figures.ranks import ends
from analysis.pages.blocks import Cell
from analysis.pages.told import Marked, Told, joined
from analysis.workbook import Workbook


@dataclass(frozen=True)
class Standing:
    """A rank under the rules, and under every other registered reading of them by which the same units can be compared."""

    rank: Figure
    readings: dict[str, Figure]

    @property
    def own(self) -> Figure:
        """The figure that is ranked."""
        return self._figures[0]

    @property
    def others(self) -> list[Figure]:
        """The same figure of the units that it is compared with."""
        return self._figures[1:]

    @cached_property
    def _figures(self) -> list[Figure]:
        found: Sequence[Figure] = self.rank.arguments["semua"]
        return [figure for figure in found if figure.unit == self.rank.unit] + [figure for figure in found if figure.unit != self.rank.unit]

    @property
    def whole(self) -> int:
        return len(self._figures)

    @property
    def bounds(self) -> tuple[int, int]:
        """The best and the worst rank, over rounding and readings."""
        spans = [_span(rank) for rank in (self.rank, *self.readings.values())]
        return min(best for best, _ in spans), max(worst for _, worst in spans)

    @property
    def sure(self) -> bool:
        best, worst = self.bounds
        return best == worst

    @property
    def same(self) -> list[Figure]:
        """Those with exactly the same value, known exactly."""
        return [other for other in self.others if ends(other) == ends(self.own) == (other.number, other.number)]

    @property
    def near(self) -> list[Figure]:
        """Those that could stand before it as well as behind it, for all that is printed."""
        (low, high), told = ends(self.own), [(other, *ends(other)) for other in self.others]
        return [other for other, least, most in told if least < high and low < most]

    @property
    def moved(self) -> dict[tuple[int, int], list[str]]:
        """The readings that give a rank outside that of the rules, by that rank."""
        best, worst = _span(self.rank)
        found: dict[tuple[int, int], list[str]] = {}
        for name, other in self.readings.items():
            span = _span(other)
            if span[0] < best or span[1] > worst:
                found.setdefault(span, []).append(name)
        return found


def _span(rank: Figure) -> tuple[int, int]:
    low, high = ends(rank)
    return int(low), int(high)


def standing(wb: Workbook, figure: Figure) -> Standing | None:
    """Where the unit of a figure stands by it; None if it cannot be compared with another."""
    rank = rank_of(wb, figure)
    if rank.value is None:
        return None
    behind = wb.ledger.rules_behind(rank.key)
    read = {name: wb.read(rank, name) for name, rules in wb.ledger.law.conventions.items() if rules & behind}
    whole = len(rank.arguments["semua"])
    return Standing(rank, {name: other for name, other in read.items() if other.value is not None and len(other.arguments["semua"]) == whole})


def rank_of(wb: Workbook, figure: Figure) -> Figure:
    """The rank of a unit by one of its figures, with the reason where there is none."""
    return wb.fig("peringkat_unit", f"{figure.subject}/{figure.figure}", unit=figure.unit, period=figure.period)


def cell(wb: Workbook, found: Standing) -> Cell:
    """`2–3 dari 5`, leading to how the rank was found."""
    return replace(wb.cell(found.rank), text=_told(wb, found.bounds, found.whole), mark="")


def _told(wb: Workbook, bounds: tuple[int, int], whole: int) -> str:
    best, worst = bounds
    return wb.words("ranks.sure" if best == worst else "ranks.between", best=best, worst=worst, whole=whole)


def reason(wb: Workbook, found: Standing) -> Cell:
    """A table cell with what the rank rests on."""
    return Cell(because(wb, found), tone="reason")


def because(wb: Workbook, found: Standing) -> Told:
    """What the rank rests on: who has the same value, who cannot be told apart, and which readings give another rank."""
    told = []
    if found.same:
        told.append(wb.told("ranks.same", units=_units(wb, found.same)))
    if found.near:
        told.append(wb.told("ranks.near", units=_units(wb, found.near)))
    for bounds, names in found.moved.items():
        readings = wb.listed([Marked(wb.words(f"variant.{name}"), "named") for name in names])
        told.append(wb.told("ranks.moved", rank=Marked(_told(wb, bounds, found.whole), "named"), readings=readings))
    if not told:
        told.append(wb.told("ranks.certain_read" if found.readings else "ranks.certain"))
    return joined(told)


def _units(wb: Workbook, figures: Sequence[Figure]) -> Told:
    return wb.listed([Marked(wb.facts.unit(figure.unit).short, "named") for figure in figures])


def span(wb: Workbook, figure: Figure) -> Cell:
    """`99,28–99,30`: what a figure could be for all that is printed; a figure that is known exactly is said to be."""
    low, high = ends(figure)
    if low == high:
        return Cell(wb.words("ranks.exact"), tone="quiet")
    return Cell(f"{wb.words.number(low, 3)}–{wb.words.number(high, 3)}", numeric=True)
