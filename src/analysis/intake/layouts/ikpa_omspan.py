"""The IKPA export of OM-SPAN: four rows per office with values, weights, weighted values and aspects (known with certainty B).

Nilai, Bobot, Nilai Akhir and Nilai Aspek stand below each other, told apart by the column Keterangan; the title says up to which month, not of
which year. Values become components, everything that the export computed becomes a claim. An indicator that does not apply is printed as 0 and
known by the weights: Konversi Bobot is smaller by its weight; it gives no component, so that the rest is rescaled as OM-SPAN does.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.layouts.ikpa_office import Office
from analysis.intake.layouts.parts import joined
from analysis.intake.meaning.heads import Heads, heads_of, plain, why_left
from analysis.intake.meaning.keys import identity, period_asked
from analysis.intake.meaning.satkers import satkers
from analysis.intake.meaning.styling import Styled, styled
from analysis.intake.meaning.titles import period_title
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong
from analysis.law import Certainty
from analysis.numbers import Style

NAME = "ikpa_omspan"
CERTAINTY: Certainty = "B"
INDICATORS = {
    "revisi_dipa": "revisi dipa",
    "deviasi_hal3": "deviasi",
    "penyerapan": "penyerapan",
    "belanja_kontraktual": "kontraktual",
    "penyelesaian_tagihan": "tagihan",
    "up_tup": "tup",
    "capaian_output": "output",
    "dispensasi_spm": "dispensasi",
}
"""The indicators by what their heads say."""
_PARTS = ("nilai", "bobot", "nilai akhir", "nilai aspek")
_BEFORE_2022 = ("renkas", "lpj", "retur", "pagu minus", "kesalahan", "data kontrak")
_HEADS = {"kode kppn", "kode ba", "kode satker", "uraian satker", "keterangan", "nilai total", "konversi bobot", *INDICATORS.values()}


def fits(book: Book) -> bool:
    """Whether a sheet names offices, the column Keterangan and most indicators of IKPA, of today or of before 2022."""
    return any(_heads(sheet) for sheet in book.sheets)


def _heads(sheet: Sheet) -> Heads | None:
    heads = heads_of(sheet, lambda words: words in _HEADS or any(name in words for name in INDICATORS.values()), least=3)
    if heads is None or heads.column("keterangan") is None or heads.column("kode satker", "satker", "uraian satker") is None:
        return None
    return heads if len(_columns(heads)) > 4 or _is_old(heads) else None


def _is_old(heads: Heads) -> bool:
    return sum(any(name in plain(head.words) for head in heads.heads) for name in _BEFORE_2022) > 2


def _columns(heads: Heads) -> dict[str, int]:
    """The columns of the indicators, by name, in the order of the sheet."""
    words = [(head.column, plain(head.words)) for head in heads.heads]
    found = {name: next((c for c, told in words if said in told), 0) for name, said in INDICATORS.items()}
    return {name: column for name, column in sorted(found.items(), key=lambda item: item[1]) if column}


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """Components and claims of the offices that are wanted; the year is that of the period that is asked for."""
    return joined(NAME, CERTAINTY, book, lambda sheet: _Export(sheet, heads, asked, context).read() if (heads := _heads(sheet)) else None)


class _Export:
    """One sheet of the export while it is read."""

    def __init__(self, sheet: Sheet, heads: Heads, asked: Asked, context: Context):
        self.sheet, self.heads, self.asked, self.context = sheet, heads, asked, context
        self.columns = _columns(heads)
        self.part = heads.column("keterangan") or 0
        self.code, self.name = heads.column("kode satker") or 0, heads.column("uraian satker", "nama satker", "satker") or 0
        self.final = heads.column("nilai akhir") or 0
        self.conversion = heads.column("konversi") or 0
        self.title = period_title(sheet, heads.first)

    def read(self) -> Reading:
        rows = [number for number, _ in self.sheet.filled()]
        left = {number: why for number in rows if (why := why_left(self.sheet, self.heads, number)) and not self._part(number)}
        blocks, wrong = self._blocks([number for number in rows if number not in left])
        period, why = self._period()
        units = satkers({self._satker(block[0]): self.sheet.cell(block[0], self.name).printed() for block in blocks}, self.asked, self.context, self.sheet.name)
        stop = self._stopped(why, units.wrong)
        if stop:
            return Reading(Proposal(NAME), (), [Left(self.sheet.name, n, left.get(n, "not_read")) for n in rows], stop)
        self.style = self._styled(blocks)
        taken = []
        for block in blocks:
            if unit := units.units.get(self._satker(block[0])):
                found = self._office(block).read(unit, period, self.context)
                wrong += (ill := [w for w in found if isinstance(w, Wrong)])
                taken += (kept := [t for t in found if isinstance(t, Taken)])
                told = {t.row for t in kept} | {w.row for w in ill}
                left |= dict.fromkeys(set(block) - told, "no_values" if kept else "not_read")
            else:
                left |= dict.fromkeys(block, "other_satker")
        offices = {code: f"unit:{unit}" for code, unit in units.units.items()}
        return Reading(self._proposal(offices), taken, [Left(self.sheet.name, number, why) for number, why in left.items()], wrong)

    def _stopped(self, why: str, wrong: Wrong | None) -> list[Wrong]:
        if _is_old(self.heads):
            return [Wrong(self.sheet.name, "", "", "ikpa_before_2022")]
        found = [Wrong(self.sheet.name, self.title[1], self.title[0], why, {"asked": self.asked.period})] if why else []
        return [*found, *([wrong] if wrong else [])]

    def _part(self, number: int) -> str:
        words = plain(self.sheet.cell(number, self.part).printed())
        return words if words in _PARTS and number > self.heads.last else ""

    def _satker(self, number: int) -> str:
        return identity(self.sheet.cell(number, self.code or self.name))

    def _period(self) -> tuple[str, str]:
        words, _ = self.title
        return period_asked(self.asked, words) if words else (self.asked.period, "" if self.asked.period else "period_missing")

    def _blocks(self, rows: Sequence[int]) -> tuple[list[list[int]], list[Wrong]]:
        """The rows of each office, from one called Nilai to the next; rows that belong to none are wrong."""
        blocks: list[list[int]] = []
        wrong = []
        for number in rows:
            part = self._part(number)
            if part == "nilai":
                blocks.append([number])
            elif part and blocks and part not in {self._part(n) for n in blocks[-1]}:
                blocks[-1].append(number)
            else:
                cell = Cell(number, self.part, None)
                wrong.append(Wrong(self.sheet.name, cell.place, self.sheet.cell(number, self.part).printed(), "ikpa_row_alone"))
        return blocks, wrong

    def _styled(self, blocks: Sequence[Sequence[int]]) -> Styled:
        cells = [self.sheet.cell(n, c) for block in blocks for n in block for c in (*self.columns.values(), self.final) if c]
        return styled(cells, next(iter(self.asked.styles.values()), None))

    def _proposal(self, offices: dict[str, str]) -> Proposal:
        heads = {"Nilai": "components.score", "Bobot": "claims.printed", "Nilai Akhir": "claims.printed", "Nilai Aspek": "claims.printed"}
        styles: dict[str, Style] = {} if self.style.open else dict.fromkeys(heads, self.style.style or "id")
        return Proposal(NAME, {**heads, **offices}, styles, list(heads) if self.style.open else ())

    def _office(self, block: Sequence[int]) -> Office:
        parts = {self._part(number): number for number in block}
        return Office(self.sheet, parts, self.columns, {name: self._words(c) for name, c in self.columns.items()}, self.final, self.conversion, self.style)

    def _words(self, column: int) -> str:
        """The head of a column, without what stands above several."""
        return " ".join(next(words for n in range(self.heads.last, 0, -1) if (words := self.sheet.cell(n, column).printed())).split())
