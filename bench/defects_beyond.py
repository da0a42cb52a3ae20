"""Defects of what cannot be: a percentage that its denominator does not give, a score above its maximum."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from defects_amounts import CAPS
from documents import Document
from planting import Planted, Spot, defect, one, put, restated, spots
from printing import number


@defect("denominator altered so that the percentage cannot be reached")
def unattainable(document: Document, random: Random) -> Planted | None:
    spot = one(random, spots(document, "realisations", ["denominator"]))
    if spot is None:
        return None
    stated = document.printed("realisations", "value", spot.row)
    for step in random.sample((-3, -2, -1, 1, 2, 3, 4), 7):
        whole = int(spot.value) + step
        if whole > 1 and (stated is None or not _reached(stated.value or Fraction(0), stated.decimals, whole)):
            return put(document, spot, restated(spot, Fraction(whole)))
    return None


def _reached(share: Fraction, decimals: int, whole: int) -> bool:
    half = Fraction(1, 2 * 10**decimals)
    return any(abs(Fraction(100 * part, whole) - share) <= half for part in range(whole + 1))


@defect("score beyond its maximum", evident=True)
def beyond_maximum(document: Document, random: Random) -> Planted | None:
    parts = [(s, s.printed and _most(document, s)) for s in spots(document, "components", ["score"])]
    people = [(s, CAPS[s.row["attribute"]]) for s in spots(document, "members", ["value"], lambda row: row["attribute"] in CAPS)]
    chosen = one(random, [(spot, most) for spot, most in [*parts, *people] if most])
    if chosen is None:
        return None
    spot, most = chosen
    text = number(Fraction(most) + Fraction(random.randint(5, 80), 100), spot.style, 2)
    return put(document, spot, text)


def _most(document: Document, spot: Spot) -> Fraction | int | None:
    row = spot.row
    if row["system"] == "ikm":
        return 4
    printed = document.printed("components", "maximum" if row["system"] in {"ip_asn", "survei_kinerja"} else "weight", row)
    if row["system"] in {"ip_asn", "survei_kinerja", "akip"}:
        return printed.value if printed else CAPS.get(row["subject"].rpartition(":")[2])
    return 100 if row["system"] in {"ikpa", "si"} else None
