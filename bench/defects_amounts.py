"""Defects of a single printed number."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from documents import Document, Row
from planting import Planted, Spot, changed, defect, leaf_codes, one, other_digit, put, reshaped, restated, spots

MONEY = ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "pagu_rp")
TOTALS = {*MONEY, "blokir_neto_rp", "realisasi_rp", "sisa_rp", "jumlah"}
SHARES = {"capaian_pct", "serapan_pct", "porsi_pct", "nisbah_pct", "keluaran_pct", "kinerja_program_pct", "efisiensi_pct", "cakupan_pct"}
SCORES = {"nss_nilai", "skor_perspektif_nilai", "nkp_nilai", "npss_nilai", "ip_asn_nilai", "ikm_nilai", "akip_nilai", "ikpa_nilai", "skor"}
CAPS = {"kualifikasi": 25, "kompetensi": 40, "kinerja": 30, "disiplin": 5}
FACTS = {
    "targets": ("value",),
    "realisations": ("value", "numerator", "denominator"),
    "budget": MONEY,
    "spending": ("realisasi_rp",),
    "components": ("weight", "score"),
    "members": ("value",),
    "outputs": ("target", "realisasi"),
}
"""The columns of the tables in which a slip of the hand may happen, beside the claims."""


def anywhere(document: Document) -> list[Spot]:
    """Every number of the document, facts and claims."""
    return [spot for table, columns in FACTS.items() for spot in spots(document, table, columns)] + spots(document, "claims", ["printed"])


def claimed(document: Document, figures: set[str]) -> list[Spot]:
    return spots(document, "claims", ["printed"], lambda row: row["figure"] in figures)


def totals(document: Document) -> list[Spot]:
    """Printed sums above the lines that carry the amounts."""
    leaves = leaf_codes(document)
    return [spot for spot in claimed(document, TOTALS) if spot.row["subject"].rpartition(":")[2] not in leaves]


def _digit(document: Document, random: Random, found: list[Spot]) -> Planted | None:
    spot = one(random, found)
    return put(document, spot, reshaped(spot, lambda digits: other_digit(random, digits))) if spot else None


@defect("digit changed in an amount of the budget or spending")
def digit_in_amount(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, [*spots(document, "budget", MONEY), *spots(document, "spending", ["realisasi_rp"])])


@defect("digit changed in a count of people or agencies")
def digit_in_count(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, spots(document, "members", ["value"], lambda row: row["attribute"] not in CAPS))


@defect("digit changed in a score of a part")
def digit_in_score(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, [*spots(document, "components", ["score"]), *spots(document, "members", ["value"], lambda row: row["attribute"] in CAPS)])


@defect("digit changed in a target")
def digit_in_target(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, spots(document, "targets", ["value"]))


@defect("digit changed in a realisation or its counts")
def digit_in_realisation(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, spots(document, "realisations", FACTS["realisations"]))


@defect("digit changed in a volume of an output")
def digit_in_volume(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, spots(document, "outputs", FACTS["outputs"]))


@defect("digit changed in a printed total")
def digit_in_total(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, totals(document))


@defect("digit changed in a printed percentage")
def digit_in_percentage(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, claimed(document, SHARES))


@defect("digit changed in a printed score")
def digit_in_claimed_score(document: Document, random: Random) -> Planted | None:
    return _digit(document, random, claimed(document, SCORES))


@defect("two neighbouring digits transposed")
def transposed(document: Document, random: Random) -> Planted | None:
    spot = one(random, anywhere(document))

    def swap(digits: str) -> str:
        places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")]
        place = one(random, places)
        return digits if place is None else digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    return put(document, spot, reshaped(spot, swap)) if spot else None


@defect("a digit lost")
def digit_lost(document: Document, random: Random) -> Planted | None:
    spot = one(random, anywhere(document))

    def lose(digits: str) -> str:
        place = random.randrange(len(digits))
        return digits[:place] + digits[place + 1 :]

    return put(document, spot, reshaped(spot, lose)) if spot else None


@defect("a digit doubled")
def digit_doubled(document: Document, random: Random) -> Planted | None:
    spot = one(random, anywhere(document))

    def double(digits: str) -> str:
        place = random.randrange(len(digits))
        return digits[:place] + digits[place] + digits[place:]

    return put(document, spot, reshaped(spot, double)) if spot else None


@defect("sign flipped")
def sign_flipped(document: Document, random: Random) -> Planted | None:
    spot = one(random, anywhere(document))
    if spot is None:
        return None
    bare = spot.text.strip("()").removeprefix("-")
    return put(document, spot, bare if spot.value < 0 else f"-{spot.text}")


@defect("printed total altered by a round amount")
def total_altered(document: Document, random: Random) -> Planted | None:
    spot = one(random, totals(document))
    if spot is None:
        return None
    step = 10 ** max(0, len(str(abs(int(spot.value)))) - 3)
    return put(document, spot, restated(spot, spot.value + step * random.choice((1, 5, 10))))


@defect("year of the column header added into a total")
def header_in_total(document: Document, random: Random) -> Planted | None:
    spot = one(random, [spot for spot in totals(document) if spot.row["figure"] == "jumlah" and ":" not in spot.row["subject"]])
    return put(document, spot, restated(spot, spot.value + int(spot.row["period"][:4]))) if spot else None


@defect("weight altered")
def weight_altered(document: Document, random: Random) -> Planted | None:
    spot = one(random, [*spots(document, "components", ["weight"]), *claimed(document, {"bobot_pct", "bobot_perspektif_pct"})])
    return put(document, spot, restated(spot, spot.value + random.choice((-2, 2, 5)))) if spot else None


@defect("separators of the other number style", evident=True)
def style_switched(document: Document, random: Random) -> Planted | None:
    spot = one(random, [spot for spot in anywhere(document) if {".", ","} & set(spot.text)])
    return put(document, spot, spot.text.translate(str.maketrans(",.", ".,"))) if spot else None


@defect("thousands lost with the last zero: 8.230 -> 8,23", evident=True)
def thousands_lost(document: Document, random: Random) -> Planted | None:
    mark = {"id": ".", "en": ","}
    found = [s for s in spots(document, "members", ["value"]) if 1000 <= s.value < 100_000 and mark[s.style] in s.text and s.text.endswith("0")]
    spot = one(random, found)
    return put(document, spot, spot.text[:-1].replace(".", ",")) if spot else None


@defect("decimal point lost: 98.11 -> 9811")
def point_lost(document: Document, random: Random) -> Planted | None:
    point = {"id": ",", "en": "."}
    spot = one(random, [s for s in anywhere(document) if s.printed.decimals and abs(s.value) >= 1])
    return put(document, spot, spot.text.replace(point[spot.style], "")) if spot else None


@defect("not available turned to 0")
def absent_as_zero(document: Document, random: Random) -> Planted | None:
    rows = [(index, row) for index, row in enumerate(document.rows("realisations")) if row["status"] == "na" and not document.corrected("realisations", row)]
    chosen = one(random, rows)
    if chosen is None:
        return None
    index, row = chosen
    return changed(document, [("realisations", index, {"value": "0", "status": "final", "reason": ""})], f"'{row['value']}' -> '0'")


@defect("value turned to N/A without reason", evident=True)
def value_as_absent(document: Document, random: Random) -> Planted | None:
    spot = one(random, spots(document, "realisations", ["value"], lambda row: row["method"] == "stated"))
    return put(document, spot, "N/A") if spot else None


@defect("value of another row copied")
def stale_copy(document: Document, random: Random) -> Planted | None:
    spot = one(random, anywhere(document))
    if spot is None:
        return None

    def alike(row: Row) -> bool:
        return all(row.get(name) == spot.row.get(name) for name in ("figure", "attribute", "population", "basis", "system", "classification", "period"))

    others = spots(document, spot.table, [spot.column], alike)
    other = one(random, [other for other in others if other.value != spot.value and other.style == spot.style])
    return put(document, spot, other.text) if other else None


@defect("spending above its ceiling", evident=True)
def overspent(document: Document, random: Random) -> Planted | None:
    spot = one(random, spots(document, "spending", ["realisasi_rp"]))
    if spot is None:
        return None
    key = (spot.row["unit"], spot.row["classification"], spot.row["code"])
    own = [s for s in spots(document, "budget", MONEY) if (s.row["unit"], s.row["classification"], s.row["code"]) == key]
    most = sum((abs(s.value) for s in own), Fraction(0))
    return put(document, spot, restated(spot, most + random.randint(1, 90) * 1_000_000)) if own else None


@defect("blocked funds added instead of subtracted")
def blocked_added(document: Document, random: Random) -> Planted | None:
    blocked = {(s.row["unit"], s.row["code"]): s.value for s in spots(document, "budget", ["blokir_rp"])}
    spot = one(random, [s for s in claimed(document, {"pagu_rp"}) if (s.row["unit"], s.row["subject"]) in blocked])
    return put(document, spot, restated(spot, spot.value + 2 * blocked[spot.row["unit"], spot.row["subject"]])) if spot else None
