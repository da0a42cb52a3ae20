"""Tables of the professionalism index (IP ASN) by its four dimensions: of agencies, of units, or of single employees.

How SIASN and e-Kinerja name their columns is not established (certainty U): the table is known by heads for all four dimensions. Units that this
workbook knows get components; other agencies become members of the population `ip-asn-instansi`. Employees become `p-0001`, `p-0002`, … in the order
of the rows: their names and numbers are read by nobody and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from analysis.figures.populations import DIMENSIONS
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.layouts.fixed import Fixed
from analysis.intake.layouts.parts import joined
from analysis.intake.meaning.heads import Heads, heads_of, plain, why_left
from analysis.intake.meaning.keys import indicator_of, unit_of
from analysis.intake.meaning.private import names_persons
from analysis.intake.meaning.satkers import unit_told
from analysis.intake.meaning.styling import Styled, readings, styled
from analysis.intake.reading import Asked, Context, Left, Proposal, Reading, Taken, Wrong
from analysis.law import Certainty
from analysis.numbers import Style

NAME = "ip_asn"
CERTAINTY: Certainty = "U"
AGENCIES, EMPLOYEES = "ip-asn-instansi", "ip-asn-pegawai"
_AGENCY = (
    "instansi",
    "nama instansi",
    "unit kerja",
    "nama unit kerja",
    "unit",
    "satuan kerja",
    "satker",
    "direktorat",
    "perangkat daerah",
    "opd",
    "pemerintah daerah",
)
_COUNTS = ("jumlah pns", "jumlah asn", "jumlah pegawai", "pns", "jml pns")
_TOTALS = (
    "nilai ip asn",
    "ip asn",
    "nilai ipasn",
    "ipasn",
    "indeks profesionalitas",
    "indeks",
    "nilai ip",
    "rata nilai",
    "rata rata",
    "nilai rata rata",
    "total",
    "jumlah",
    "nilai total",
    "jumlah nilai",
    "nilai",
)
_SHORT = {"provinsi": "prov", "propinsi": "prov", "kabupaten": "kab", "kementerian": "kemen"}


def fits(book: Book) -> bool:
    """Whether a sheet has a head for each of the four dimensions."""
    return any(_heads(sheet) for sheet in book.sheets)


def _heads(sheet: Sheet) -> Heads | None:
    heads = heads_of(sheet, lambda words: any(name in words.split() for name in DIMENSIONS) or words in _AGENCY, least=3)
    return heads if heads and len(_dimensions(heads)) == len(DIMENSIONS) else None


def _dimensions(heads: Heads) -> dict[str, int]:
    """The column of each dimension: its own word stands last, as in `Dimensi Kinerja`."""
    words = [(head.column, plain(head.words).split()) for head in heads.heads]
    return {name: column for name in DIMENSIONS for column, told in reversed(words) if name in told[-2:]}


def take(book: Book, asked: Asked, context: Context) -> Reading:
    """Components of units, or members with their dimensions; the printed index and category are claims."""
    return joined(NAME, CERTAINTY, book, lambda sheet: _Index(sheet, heads, asked, context).read() if (heads := _heads(sheet)) else None)


@dataclass(frozen=True)
class _Columns:
    """What the columns of a sheet are: those that name persons, that of the agency (0 for none), and those with values by name."""

    persons: list[str]
    agency: int
    values: dict[str, int]


def _columns(sheet: Sheet, heads: Heads, rows: list[int]) -> _Columns:
    persons = [head for head in heads.heads if names_persons(head.words, (sheet.cell(n, head.column).printed() for n in rows))]
    agency = next((head.column for name in _AGENCY for head in heads.heads if plain(head.words) == name and head not in persons), 0)
    persons += [head for head in heads.heads if plain(head.words) == "nama" and head not in persons]
    dimensions = _dimensions(heads)
    used = {*dimensions.values(), agency, *(head.column for head in persons)}
    words = {plain(head.words): head.column for head in reversed(heads.heads) if head.column not in used}
    others = {name: next((words[told] for told in known if told in words), 0) for name, known in (("jumlah_pns", _COUNTS), ("skor", _TOTALS))}
    category = next((column for told, column in words.items() if "kategori" in told or "kriteria" in told), 0)
    values = {**dimensions, **others, "kategori": category}
    return _Columns([head.words for head in persons], agency, {name: column for name, column in values.items() if column})


class _Index:
    """One sheet while it is read."""

    def __init__(self, sheet: Sheet, heads: Heads, asked: Asked, context: Context):
        self.sheet, self.asked, self.context = sheet, asked, context
        rows = [number for number, _ in sheet.filled() if not why_left(sheet, heads, number)]
        self.columns = _columns(sheet, heads, rows)
        of_units = not self.columns.persons and any(self._unit(number) for number in rows)
        targets = {**dict.fromkeys(DIMENSIONS, "components.score" if of_units else "members.value"), "jumlah_pns": "members.value"}
        counts = {"jumlah_pns": self._counted(heads, rows)} if "jumlah_pns" in self.columns.values else {}
        targets |= {"skor": "claims.printed", "kategori": "claims.printed"}
        self.table = Fixed(NAME, sheet, heads, asked, self.columns.values, targets, frozenset({"kategori"}), counts)

    def _counted(self, heads: Heads, rows: list[int]) -> Styled:
        """The style of the count of employees: as told, else the only one in which all of them are whole."""
        column = self.columns.values["jumlah_pns"]
        cells = [self.sheet.cell(number, column) for number in rows]
        head = next(plain(head.words) for head in heads.heads if head.column == column)
        told = next((style for words, style in self.asked.styles.items() if plain(words) == head), None)
        values = [found for cell in cells if (found := readings(cell))]
        styles: list[Style] = ["id", "en"]
        whole = [style for style in styles if values and all(isinstance(v := found.get(style), Fraction) and v.denominator == 1 for found in values)]
        return styled(cells, told or (whole[0] if len(whole) == 1 else None))

    def read(self) -> Reading:
        period, stop = self.table.period()
        if not self.asked.unit and not (self.columns.agency and any(self._unit(number) for number in self.table.body)):
            stop.append(Wrong(self.sheet.name, "", "", "unit_missing"))
        left = {number: why for number in self.table.rows if (why := why_left(self.sheet, self.table.heads, number))}
        if stop:
            return Reading(Proposal(NAME), (), [Left(self.sheet.name, number, left.get(number, "not_read")) for number in self.table.rows], stop)
        taken: list[Taken] = []
        wrong: list[Wrong] = []
        for count, number in enumerate(self.table.body, 1):
            odd = self._odd(number)
            rows = [] if odd else list(self._taken(number, period, count))
            wrong, taken = [*wrong, *odd], [*taken, *rows]
            left |= {} if rows or odd else {number: "no_values"}
        proposal = self.table.proposal({}, self.columns.persons)
        return Reading(proposal, taken, [Left(self.sheet.name, number, why) for number, why in left.items()], wrong)

    def _name(self, number: int) -> str:
        return " ".join(self.sheet.cell(number, self.columns.agency).printed().split()) if self.columns.agency else ""

    def _unit(self, number: int) -> str | None:
        """The unit that a row is of, where its agency is one."""
        words = self._name(number)
        return (unit_told(words, self.asked, self.context) or unit_of(words, self.context.units)) if words else None

    def _odd(self, number: int) -> list[Wrong]:
        odd = self.table.odd(number)
        if not odd and self._values(number) and not (self._unit(number) or self.asked.unit):
            place, known = Cell(number, self.columns.agency or 1, None).place, ", ".join(self.context.units)
            odd.append(Wrong(self.sheet.name, place, self._name(number), "unit_unknown", {"known": known}))
        return odd

    def _values(self, number: int) -> dict[str, str]:
        return {name: value for name in self.columns.values if (value := self.table.printed(number, name))}

    def _taken(self, number: int, period: str, count: int) -> Iterator[Taken]:
        values, unit = self._values(number), self._unit(number)
        if self.columns.persons or not unit:
            yield from self._member(number, {"unit": unit or self.asked.unit, "period": period}, values, count)
            return
        code, place = indicator_of(self.context, unit, system="ip_asn"), {"unit": unit, "period": period}
        for name in (name for name in DIMENSIONS if name in values):
            told = {"system": "ip_asn", "code": code, "subject": f"dimension:{name}", "name": name.capitalize(), "weight": "", "maximum": ""}
            yield Taken("components", self.sheet.name, number, {**place, **told, "score": values[name]}, {"score": self.columns.values[name]})
        yield from self._claims(number, place, values, {"skor": ("ip_asn_nilai", code or "total"), **({"kategori": ("kategori", code)} if code else {})})

    def _member(self, number: int, place: dict[str, str], values: dict[str, str], count: int) -> Iterator[Taken]:
        person = bool(self.columns.persons) or not self._name(number)
        name = f"p-{count:04d}" if person else self._name(number)
        population, member = (EMPLOYEES, name) if person else (AGENCIES, self._code(name))
        for attribute in (name for name in ("jumlah_pns", *DIMENSIONS) if name in values):
            told = {"population": population, "member": member, "name": name, "attribute": attribute, "value": values[attribute], "class": ""}
            yield Taken("members", self.sheet.name, number, {**place, **told}, {"value": self.columns.values[attribute]})
        yield from self._claims(number, place, values, {figure: (figure, f"{population}:{member}") for figure in ("skor", "kategori")})

    def _claims(self, number: int, place: dict[str, str], values: dict[str, str], figures: dict[str, tuple[str, str]]) -> Iterator[Taken]:
        for name, (figure, subject) in figures.items():
            if name in values and any(dimension in values for dimension in DIMENSIONS):
                cells = {**place, "figure": figure, "subject": subject, "printed": values[name]}
                yield Taken("claims", self.sheet.name, number, cells, {"printed": self.columns.values[name]})

    def _code(self, name: str) -> str:
        """The short code of an agency: the one that the document gave it before, else its name in small letters."""
        rows = [row for row in self.context.existing.get("members", ()) if row["population"] == AGENCIES and plain(row["name"]) == plain(name)]
        words = [_SHORT.get(word, word) for word in plain(name).split() if word != "pemerintah"]
        return rows[0]["member"] if rows else "-".join(words)
