"""The export of outputs (capaian output) of OM-SPAN: a row per RO with its volume, progress and money (known from one source, certainty C).

Target Output and the realised volume to date (RVRO) become outputs, Pagu and Realisasi become budget and spending of the RO. Progress (PCRO, TPCRO)
and GAP are left: no figure is computed from them here. A code is written from the activity down, `4842.EBC.954`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from analysis.dictionary import TABLES
from analysis.intake.files.cells import Book, Sheet
from analysis.intake.layouts.fixed import Fixed
from analysis.intake.layouts.parts import joined
from analysis.intake.meaning.codes import LEVELS, parts_of
from analysis.intake.meaning.heads import Heads, heads_of, plain, why_left
from analysis.intake.meaning.keys import identity
from analysis.intake.meaning.satkers import satkers
from analysis.intake.meaning.synonyms import measure_of
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong
from analysis.law import Certainty

NAME = "output_omspan"
CERTAINTY: Certainty = "C"
_TARGETS = {"target": "outputs.target", "realised": "outputs.realisasi", "measure": "outputs.measure", "name": "outputs.name"}
_TARGETS |= {"pagu": "budget.pagu_rp", "spent": "spending.realisasi_rp", "ro": "outputs.code"}
_WORDS = frozenset({"satker", "office", "program", "kegiatan", "kro", "ro", "name", "measure"})
_HEADS: Mapping[str, tuple[str, ...]] = {
    "satker": ("kode satker",),
    "office": ("nama satker", "uraian satker", "satker", "kode nama satker"),
    "kegiatan": ("kode kegiatan", "kegiatan"),
    "kro": ("kode kro", "kro"),
    "ro": ("kode ro", "kro ro", "kode kro ro", "ro", "kode output", "rincian output"),
    "name": ("uraian ro", "nama ro", "uraian rincian output", "uraian output", "uraian"),
    "measure": ("satuan", "satuan output"),
    "target": ("target output", "target volume", "target ro", "volume target", "target", "volume"),
    "pagu": ("pagu", "pagu anggaran", "pagu rp"),
    "spent": ("realisasi", "realisasi anggaran", "realisasi rp"),
}
_UP_TO = re.compile(r"\b(?:s d|sd|sampai|kumulatif)\b")
_CARRIED = ("satker", "office", "kegiatan", "kro")


def fits(book: Book) -> bool:
    """Whether a sheet has heads for RO, for their volume (RVRO) and for their progress (PCRO)."""
    return any(_heads(sheet) for sheet in book.sheets)


def _heads(sheet: Sheet) -> Heads | None:
    known = {word for words in _HEADS.values() for word in words}
    heads = heads_of(sheet, lambda words: words in known or bool({"rvro", "pcro", "tpcro"} & set(words.split())), least=4)
    told = {word for head in heads.heads for word in plain(head.words).split()} if heads else set()
    return heads if heads and {"rvro", "pcro"} <= told and "ro" in _columns(heads) else None


def _columns(heads: Heads) -> dict[str, int]:
    words = {plain(head.words): head.column for head in reversed(heads.heads)}
    found = {name: next((words[told] for told in known if told in words), 0) for name, known in _HEADS.items()}
    realised = [head.column for head in heads.heads if "rvro" in plain(head.words).split()]
    to_date = [head.column for head in heads.heads if "rvro" in plain(head.words).split() and _UP_TO.search(plain(head.words))]
    chosen = to_date or realised
    return {name: column for name, column in {**found, "realised": chosen[0] if len(chosen) == 1 else 0}.items() if column}


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """Outputs, budget and spending of the offices that are wanted."""
    return joined(NAME, CERTAINTY, book, lambda sheet: _Outputs(sheet, heads, asked, context).read() if (heads := _heads(sheet)) else None)


class _Outputs:
    """One sheet of the export while it is read."""

    def __init__(self, sheet: Sheet, heads: Heads, asked: Asked, context: Context):
        self.sheet, self.asked, self.context = sheet, asked, context
        self.table = Fixed(NAME, sheet, heads, asked, _columns(heads), _TARGETS, _WORDS)
        self.carried = self._carry()

    def _carry(self) -> dict[tuple[int, str], str]:
        """The office, activity and KRO of each row: its own, or those of the row above that names them for several."""
        found: dict[tuple[int, str], str] = {}
        last = dict.fromkeys(_CARRIED, "")
        for number in self.table.body:
            last |= {name: words for name in _CARRIED if (words := identity(self.table.cell(number, name)))}
            found |= {(number, name): words for name, words in last.items()}
        return found

    def _office(self, number: int) -> str:
        return self.carried[number, "satker"] or self.carried[number, "office"]

    def read(self) -> Reading:
        period, stop = self.table.period()
        listed = {self._office(number): self.carried[number, "office"] for number in self.table.body}
        units = satkers(listed, self.asked, self.context, self.sheet.name)
        stop += [units.wrong] if units.wrong else []
        if "realised" not in self.table.columns:
            stop.append(Wrong(self.sheet.name, "", "", "rvro_open"))
        left = {number: why for number in self.table.rows if (why := why_left(self.sheet, self.table.heads, number))}
        if stop:
            return Reading(Proposal(NAME), (), [Left(self.sheet.name, number, left.get(number, "not_read")) for number in self.table.rows], stop)
        taken: list[Taken] = []
        wrong: list[Wrong] = []
        for number in self.table.body:
            if why := self._why_left(number, units.units):
                left[number] = why
            elif odd := self._odd(number):
                wrong += odd
            else:
                taken += self._taken(number, units.units[self._office(number)], period)
        offices = {code: f"unit:{unit}" for code, unit in units.units.items() if code}
        proposal = self.table.proposal({**offices, "=perubahan": "budget.version"}, [])
        return Reading(proposal, taken, [Left(self.sheet.name, number, why) for number, why in left.items()], wrong)

    def _why_left(self, number: int, units: Mapping[str, str]) -> str:
        if self._office(number) not in units:
            return "other_satker"
        return "" if self.table.printed(number, "ro") else "group_sum"

    def _code(self, number: int) -> str:
        """The code of the RO from the activity down; '' for one of no known form."""
        parts: dict[str, str] = {}
        for name in ("kegiatan", "kro"):
            if found := re.match(r"[\dA-Z.]+\b", self.carried[number, name]):
                parts |= parts_of(found[0].rstrip("."))
        found = re.match(r"[\dA-Z.]+\b", identity(self.table.cell(number, "ro")))
        own = parts_of(found[0].rstrip(".")) if found else {}
        whole = {**parts, **own}
        return ".".join(whole[level] for level in LEVELS[1:4] if level in whole) if "ro" in own else ""

    def _odd(self, number: int) -> list[Wrong]:
        odd = self.table.odd(number)
        if not odd and not self._code(number):
            cell = self.table.cell(number, "ro")
            odd.append(Wrong(self.sheet.name, cell.place, cell.printed(), "code_form"))
        return odd

    def _taken(self, number: int, unit: str, period: str) -> Iterator[Taken]:
        place, code, columns = {"unit": unit, "period": period}, self._code(number), self.table.columns
        name = " ".join(self.table.printed(number, "name").split()) or code
        told = {"code": code, "name": name, "measure": measure_of(self.table.printed(number, "measure"))}
        volumes = {"target": self.table.printed(number, "target"), "realisasi": self.table.printed(number, "realised")}
        at = {"code": columns["ro"], **{column: columns[own] for column, own in (("target", "target"), ("realisasi", "realised")) if own in columns}}
        yield Taken("outputs", self.sheet.name, number, {**place, **told, **volumes}, at)
        tree = {"classification": "keluaran", "code": code}
        if pagu := self.table.printed(number, "pagu"):
            empty = dict.fromkeys(TABLES["budget"].header[1:], "")
            line = {**empty, **place, **tree, "version": "perubahan", "level": "ro", "name": name, "pagu_rp": pagu}
            yield Taken("budget", self.sheet.name, number, line, {"code": columns["ro"], "pagu_rp": columns["pagu"]})
        if spent := self.table.printed(number, "spent"):
            yield Taken(
                "spending", self.sheet.name, number, {**place, **tree, "realisasi_rp": spent}, {"code": columns["ro"], "realisasi_rp": columns["spent"]}
            )
