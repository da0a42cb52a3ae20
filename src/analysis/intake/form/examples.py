"""The example row of every sheet of a form: invented, with codes that no document has, and never read as a fact."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.dictionary import TABLES
from analysis.intake.form.labels import shown
from analysis.numbers import Style
from analysis.words import words

_CELLS: Mapping[str, Mapping[str, str]] = {
    "indicators": {
        "code": "IKU.99",
        "perspective": "customer",
        "objective": "SS.99",
        "measure": "pct",
        "polarity": "max",
        "accumulation": "last",
        "system": "program",
    },
    "objectives": {"code": "SS.99", "perspective": "customer"},
    "targets": {"code": "IKU.99", "basis": "pk", "value": "97.50%"},
    "realisations": {"code": "IKU.99", "method": "stated", "value": "98.75%", "status": "final"},
    "budget": {
        "code": "CTH.001",
        "version": "murni",
        "classification": "keluaran",
        "parent": "CTH",
        "level": "kro",
        "kind": "barang",
        "indicator": "IKU.98;IKU.99",
        "pagu_awal_rp": "1,250,000,000",
        "blokir_rp": "50,000,000",
    },
    "spending": {"code": "CTH.001", "classification": "keluaran", "realisasi_rp": "1,187,500,000"},
    "components": {"code": "IKU.99", "system": "ikm", "subject": "element:U1", "weight": "0.11", "score": "3.52", "maximum": "4.00"},
    "answers": {
        "code": "IKU.99",
        "service": "layanan-contoh",
        "subject": "element:U1",
        "form": "lengkap",
        "answered": "1",
        "points": "4",
        "respondents": "25",
    },
    "members": {"population": "ip-asn-instansi", "member": "kab-contoh", "attribute": "indeks", "value": "82.40"},
    "outputs": {"code": "CTH.001", "measure": "layanan", "target": "12", "realisasi": "9"},
    "bands": {"scheme": "ikm", "order": "1", "grade": "A", "basis": "interval", "lower": "3.5324", "upper": "4.00"},
    "statements": {"kind": "count", "subject": "IKU", "value": "14"},
    "claims": {"figure": "capaian_pct", "subject": "IKU.99", "printed": "101.28%"},
}
"""Cells by table and column as raw tables hold them, numbers in style en; names come from the catalogue, unit, period, years and lines from the document."""
PLACED = frozenset({"line", "unit", "period", "since", "until"})
"""The columns of an example that are those of the document."""
_SWAPPED = str.maketrans(",.", ".,")


def restyled(text: str, before: Style | None, after: Style) -> str:
    """A printed number in the other style; unchanged where the styles are one."""
    return text if before in {None, after} else text.translate(_SWAPPED)


def example(table: str, lang: str, style: Style) -> dict[str, str]:
    """The example as a form of the language shows it, without the columns of `PLACED`."""
    w = words(lang)
    found = {}
    for column in (c for c in TABLES[table].columns if c.name not in PLACED):
        own, value = f"form.example.{table}.{column.name}", _CELLS[table].get(column.name, "")
        number = restyled(value, "en", style) if column.kind in {"number", "printed"} else value
        found[column.name] = w(own) if w.known(own) else shown(table, column, number, lang, {})
    return found
