"""Which document a file belongs to: the one that is named, the one that it was imported into before, or a new one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.dictionary import TABLES
from analysis.errors import ParameterError, alternatives
from analysis.intake.files.cells import Book
from analysis.intake.reading import Asked, Reading
from analysis.periods import Period
from analysis.sources import Unit, read_source

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*_[a-z0-9][a-z0-9-]*_20[0-9]{2}[a-z0-9-]*")


@dataclass(frozen=True)
class Document:
    """A document below the raw folder as it is: the text of its sidecar, what that says, and its rows as printed; all empty for a new one."""

    name: str
    text: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


def documents(raw: Path) -> dict[str, Document]:
    """The documents below `raw` by name, without their rows. Raises InputError for a sidecar that cannot be read."""
    folders = [folder for folder in sorted(raw.iterdir()) if (folder / "source.yaml").is_file() and not folder.name.startswith(".")]
    return {folder.name: Document(folder.name, (folder / "source.yaml").read_text("utf-8"), read_source(folder).sidecar) for folder in folders}


def with_rows(document: Document, raw: Path) -> Document:
    """The document with its rows; a table whose header is not that of the dictionary is left to the loader to judge."""
    rows = {}
    for name, table in TABLES.items():
        file = raw / document.name / f"{name}.csv"
        reader = csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig", "replace"), newline="")) if file.is_file() else None
        if reader is not None and reader.fieldnames == table.header:
            rows[name] = [{column: row.get(column) or "" for column in table.header} for row in reader]
    return Document(document.name, document.text, document.source, rows)


def known_document(known: Mapping[str, Document], name: str, book: Book, asked: Asked) -> Document | None:
    """The document that is named, or else the only one that this file was imported into before, for the unit and period that are asked for now.

    Raises ParameterError for a name that cannot be one, and where there are several."""
    if name:
        if name not in known and not _NAME.fullmatch(name):
            told = "a new document is named <unit>_<kind>_<period>, for example kanreg-03_ikpa_2024-tw3"
            raise ParameterError(f"'{name}' is no document; {told}. {alternatives(name, known)}")
        return known.get(name, Document(name))
    before = [one for one in known.values() if any(_same(entry, book, asked) for entry in one.source.get("imports") or ())]
    if len(before) > 1:
        raise ParameterError(f"{book.file} was imported into {', '.join(one.name for one in before)}; name one of them with --document")
    return before[0] if before else None


def _same(entry: Mapping[str, Any], book: Book, asked: Asked) -> bool:
    """Whether an import was of this file, and of no other unit or period than is asked for."""
    told = ((asked.unit, entry.get("unit")), (asked.period, entry.get("period")))
    return entry.get("file") == book.file and not any(wanted and before and wanted != str(before) for wanted, before in told)


def new_name(asked: Asked, reading: Reading) -> str:
    """The name of the document that a file makes by itself. Raises ParameterError where its rows are of several units or periods and none is told."""
    unit = asked.unit or _only({taken.cells["unit"] for taken in reading.taken if taken.cells.get("unit")})
    period = asked.period or _only({taken.cells["period"] for taken in reading.taken if taken.cells.get("period")})
    if not (unit and period):
        raise ParameterError(
            "the document of this file is not known; name it with --document, for example kanreg-03_ikpa_2024-tw3, or give --unit and --period"
        )
    return f"{unit}_{reading.proposal.layout.replace('_', '-')}_{period}".casefold()


def first_sidecar(name: str, asked: Asked, book: Book, units: Mapping[str, Unit]) -> dict[str, Any]:
    """The keys with which the sidecar of a new document begins. Raises ParameterError where its name tells no unit or period and none is given."""
    told, kind, when = name.split("_", 2)
    unit = asked.unit or max((code for code in units if f"{told}-".startswith(f"{code}-")), key=len, default="")
    if unit not in units:
        raise ParameterError(f"unit '{unit or told}' is not in units.yaml; give the code with --unit. {alternatives(unit or told, units)}")
    period = str(Period.parse(asked.period or when.upper()))
    return {
        "document": name,
        "title": Path(book.file).stem,
        "issuer": unit,
        "kind": kind,
        "period": period,
        "dated": None,
        "reports": [{"unit": unit, "periods": [period]}],
        "number_styles": [{"style": "id"}],
    }


def _only(found: set[str]) -> str:
    return found.pop() if len(found) == 1 else ""
