"""Defects of words: categories, statuses, counts, dates, periods, ranks, and the regulation that is cited."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

from defects_amounts import claimed
from documents import Document, Row
from planting import Planted, changed, defect, one, other_digit, put, reshaped, restated, spots
from printing import DAYS, MONTHS

from analysis.peraturan import instruments
from analysis.peraturan.citation import citations

SCALES = {
    "ip_asn": ("Sangat Tinggi", "Tinggi", "Sedang", "Rendah", "Sangat Rendah"),
    "ikm": ("Sangat Baik", "Baik", "Kurang Baik", "Tidak Baik"),
    "akip": ("Sangat Memuaskan", "Memuaskan", "Sangat Baik", "Baik", "Cukup", "Kurang", "Sangat Kurang"),
    "ikpa": ("Sangat Baik", "Baik", "Cukup", "Kurang"),
    "npss": ("Sangat Baik", "Baik", "Cukup", "Kurang"),
}
COUNTS = {"banyaknya", "jumlah_iku", "jumlah_ss", "jumlah_perspektif", "jumlah_baris", "pembilang_iku", "penyebut_iku"}


def _claims(document: Document, figure: str) -> list[tuple[int, Row]]:
    return [(i, row) for i, row in enumerate(document.rows("claims")) if row["figure"] == figure and not document.corrected("claims", row)]


def _said(document: Document, kind: str) -> list[tuple[int, Row]]:
    return [(i, row) for i, row in enumerate(document.rows("statements")) if row["kind"] == kind]


def _neighbour(random: Random, scale: tuple[str, ...], word: str) -> str | None:
    """The category beside a printed one, in capitals where it is."""
    names = [name.casefold() for name in scale]
    if word.casefold() not in names:
        return None
    place = names.index(word.casefold())
    other = random.choice([p for p in (place - 1, place + 1) if 0 <= p < len(scale)])
    return scale[other].upper() if word.isupper() else scale[other]


@defect("category moved by one band")
def category_moved(document: Document, random: Random) -> Planted | None:
    systems = {row["code"]: row["system"] for row in document.rows("indicators")}
    choices = []
    for index, row in _claims(document, "kategori"):
        new = _neighbour(random, SCALES.get(systems.get(row["subject"], "ip_asn"), ()), row["printed"])
        choices += [(index, row, new)] if new else []
    chosen = one(random, choices)
    return changed(document, [("claims", chosen[0], {"printed": chosen[2]})], f"'{chosen[1]['printed']}' -> '{chosen[2]}'") if chosen else None


@defect("status moved")
def status_moved(document: Document, random: Random) -> Planted | None:
    opposite = {"tercapai": "Tidak Tercapai", "tidak tercapai": "Tercapai"}
    choices = [(i, row, _neighbour(random, SCALES["npss"], row["printed"])) for i, row in _claims(document, "status")]
    choices += [(i, row, opposite.get(row["printed"].casefold())) for i, row in _claims(document, "ketercapaian")]
    chosen = one(random, [told for told in choices if told[2]])
    return changed(document, [("claims", chosen[0], {"printed": str(chosen[2])})], f"'{chosen[1]['printed']}' -> '{chosen[2]}'") if chosen else None


@defect("rank moved")
def rank_moved(document: Document, random: Random) -> Planted | None:
    spot = one(random, claimed(document, {"peringkat"}))
    return put(document, spot, restated(spot, spot.value + 1)) if spot else None


@defect("gap printed with the other sign")
def gap_sign(document: Document, random: Random) -> Planted | None:
    spot = one(random, claimed(document, {"gap_target_nilai", "gap_tahun_lalu_nilai"}))
    return put(document, spot, spot.text.removeprefix("-") if spot.value < 0 else f"-{spot.text}") if spot else None


@defect("count in prose altered")
def count_altered(document: Document, random: Random) -> Planted | None:
    spot = one(random, claimed(document, COUNTS))
    return put(document, spot, restated(spot, spot.value + random.choice((1, 2)))) if spot else None


@defect("count in prose that its words contradict", evident=True)
def spelled_count(document: Document, random: Random) -> Planted | None:
    found = [s for s in spots(document, "statements", ["value"], lambda row: row["kind"] == "count") if re.search(rf"\b{s.text} \([a-z ]+\)", s.row["words"])]
    spot = one(random, found)
    if spot is None:
        return None
    new = restated(spot, spot.value + random.choice((1, 2, 10)))
    words = re.sub(rf"\b{spot.text} \(", f"{new} (", spot.row["words"], count=1)
    return changed(document, [("statements", spot.index, {"value": new, "words": words})], f"'{spot.row['words']}' -> '{words}'")


@defect("figure printed twice with two values")
def printed_twice(document: Document, random: Random) -> Planted | None:
    key = ("unit", "period", "figure", "subject")
    times = Counter(tuple(row[name] for name in key) for row in document.rows("claims"))
    spot = one(random, spots(document, "claims", ["printed"], lambda row: times[tuple(row[name] for name in key)] > 1))
    return put(document, spot, reshaped(spot, lambda digits: other_digit(random, digits))) if spot else None


@defect("highest told as lowest", evident=True)
def extreme_swapped(document: Document, random: Random) -> Planted | None:
    other = {"tertinggi": "terendah", "terendah": "tertinggi"}
    chosen = one(random, [(i, row) for i, row in _said(document, "comparison") if row["value"] in other and row["value"] in row["words"]])
    if chosen is None:
        return None
    index, row = chosen
    new = other[row["value"]]
    return changed(document, [("statements", index, {"value": new, "words": row["words"].replace(row["value"], new)})], f"'{row['value']}' -> '{new}'")


def _dates(document: Document) -> list[tuple[int, Row, str]]:
    """Statements that say a full date, with that date as printed."""
    found = [(i, row, re.search(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b", row["value"])) for i, row in _said(document, "date")]
    return [(i, row, told[0]) for i, row, told in found if told and told[0] in row["words"]]


@defect("date that does not exist", evident=True)
def date_impossible(document: Document, random: Random) -> Planted | None:
    chosen = one(random, _dates(document))
    if chosen is None:
        return None
    index, row, told = chosen
    new = random.choice(("30 Februari", "31 April", "31 September", "31 November"))
    cells = {name: row[name].replace(told, new) for name in ("value", "words")}
    return changed(document, [("statements", index, cells)], f"'{told}' -> '{new}'")


@defect("weekday that is not that of the date", evident=True)
def weekday_wrong(document: Document, random: Random) -> Planted | None:
    days = {day: day for day in DAYS} | {"Jum'at": "Jumat"}
    found = [(i, row, day) for i, row, _ in _dates(document) for day in days if day in row["words"]]
    chosen = one(random, found)
    if chosen is None:
        return None
    index, row, day = chosen
    new = random.choice([other for other in DAYS if other != days[day]])
    return changed(document, [("statements", index, {"words": row["words"].replace(day, new)})], f"'{day}' -> '{new}'")


@defect("period of another year", evident=True)
def period_wrong(document: Document, random: Random) -> Planted | None:
    year = str(document.sidecar["period"])[:4]
    chosen = one(random, [(i, row) for i, row in _said(document, "period_name") if row["subject"] == "document" and year in row["value"]])
    if chosen is None:
        return None
    index, row = chosen
    cells = {name: row[name].replace(year, str(int(year) - 1)) for name in ("value", "words")}
    return changed(document, [("statements", index, cells)], f"'{row['value']}' -> '{cells['value']}'")


def _older(words: str, year: int) -> list[tuple[str, str]]:
    """The numbers of regulations that are cited, each with that of one which it replaced before the year, by the registry."""
    cited = {citation.id for citation in citations(words)}
    replaced = [old for old in instruments().values() if old.replaced_by in cited and old.covers(year) is False and _kind(old.id) == _kind(old.replaced_by)]
    return [(new, _number(old.id)) for old in replaced if (new := _number(old.replaced_by)) in words]


def _kind(id: str) -> str:
    return id.rpartition(" ")[0]


def _number(id: str) -> str:
    """The number of an instrument as regulations print it."""
    number, _, year = id.rpartition(" ")[2].partition("/")
    return f"Nomor {number} Tahun {year}" if year.isdigit() and number.isdigit() else id.rpartition(" ")[2]


@defect("regulation cited that was replaced", evident=True)
def old_regulation(document: Document, random: Random) -> Planted | None:
    """In prose and among the bases of the sidecar, at one line."""
    year = int(str(document.sidecar["period"])[:4])
    found = [(row["line"], *pair) for _, row in _said(document, "legal_basis") for pair in _older(row["words"], year)]
    found += [(str(base["line"]), *pair) for base in document.sidecar.get("bases") or () for pair in _older(base["cites"], year)]
    chosen = one(random, found)
    if chosen is None:
        return None
    line, new, old = chosen
    changes = [
        ("statements", i, {name: row[name].replace(new, old) for name in ("value", "words")})
        for i, row in _said(document, "legal_basis")
        if row["line"] == line and new in row["words"]
    ]
    planted = changed(document, changes, f"'{new}' -> '{old}'")
    for base in planted.document.sidecar.get("bases") or ():
        if str(base["line"]) == line:
            base["cites"] = base["cites"].replace(new, old)
    return Planted(planted.document, frozenset({int(line)}), planted.cells, planted.told)
