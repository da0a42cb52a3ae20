"""A document that begins: its folder with a sidecar, and the form to be filled in, with all that its unit's last report already told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.errors import KinerjaError, ParameterError, alternatives
from analysis.intake.files.cells import Book
from analysis.intake.files.opening import opened
from analysis.intake.form import labels
from analysis.intake.form.book import Form, Mark, filled, needed, workbook
from analysis.intake.form.carried import Carried, carried
from analysis.intake.form.new_unit import NewUnit, with_unit
from analysis.intake.layouts.form_heads import is_list, mark_of, marked
from analysis.languages import LANGUAGES
from analysis.numbers import Style
from analysis.output import write, write_bytes
from analysis.periods import Period
from analysis.sources import Unit, read_source, read_units, waits
from analysis.tables import load
from analysis.words import words

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(_[a-z0-9-]+)*")


@dataclass(frozen=True)
class Wanted:
    """The document that is to begin; `document` and `title` follow from the rest where they are ''."""

    unit: str
    period: str
    kind: str
    lang: str = LANGUAGES[0]
    document: str = ""
    title: str = ""
    style: Style = "id"


@dataclass(frozen=True)
class Begun:
    """What was written: the sidecar, the form, the document that rows were carried over from, and how many by table."""

    document: str
    sidecar: Path
    form: Path
    origin: str
    rows: Mapping[str, int]


def form_of(raw: Path, document: str) -> Path:
    """Where the form of a document lies: beside the raw folder, since a form that is being filled in is no raw data and may hold names."""
    return raw.parent / "forms" / f"{document}.xlsx"


def begin(raw: Path, asked: Wanted, unit: NewUnit | None = None) -> Begun:
    """Makes the folder of a new document and its form; `unit` is one that is to be added to units.yaml for it.

    Raises ParameterError for a unit, period, kind or name that cannot be used, a document that is there already, and a form that was worked in.
    """
    listed = raw / "units.yaml"
    units, text = with_unit(listed, unit) if unit else (read_units(listed), "")
    form = _new_form(raw, asked, units)
    document = form.mark.document
    if (raw / document).exists():
        raise ParameterError(f"document '{document}' is there already; `kinerja form {document}` writes its form, --document names another")
    sidecar, place = raw / document / "source.yaml", form_of(raw, document)
    write_form(place, form, "move it away first, or name another document with --document")
    if text:
        write(listed, text)
    write(sidecar, _sidecar(form))
    return Begun(document, sidecar, place, form.origin, {table: len(rows) for table, rows in form.tables.items() if rows})


def write_form(place: Path, form: Form, instead: str) -> None:
    """Writes a form, but never over one that somebody has worked in. Raises ParameterError with what to do `instead`."""
    if place.exists() and _worked_in(place, form):
        raise ParameterError(f"{place} holds something else than a new form would; {instead}")
    write_bytes(place, workbook(form))


def _worked_in(place: Path, form: Form) -> bool:
    """Whether a file holds anything beside what the form, in the language of the file, begins with."""
    try:
        book = opened(place)
    except KinerjaError:
        return True
    mark = marked(book)
    if mark is None:
        return True
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / place.name
        fresh.write_bytes(workbook(replace(form, mark=replace(form.mark, lang=mark.lang))))
        return _held(book) != _held(opened(fresh))


def _held(book: Book) -> dict[str, list[list[str]]]:
    """What stands on the sheets of a form beside its guide and its lists."""
    sheets = (sheet for sheet in book.sheets if not (is_list(sheet) or mark_of(sheet)))
    return {sheet.name: [[cell.printed() for cell in cells] for _, cells in sheet.filled()] for sheet in sheets}


def form_again(raw: Path, document: str, lang: str) -> Form:
    """The form of a document that is there: with all its facts, or as it began while it waits for them. Raises ParameterError for one that is not known."""
    known = [folder.name for folder in raw.iterdir() if folder.is_dir() and not folder.name.startswith(".")] if raw.is_dir() else []
    if document not in known:
        raise ParameterError(f"document '{document}' is not known; {alternatives(document, known)}")
    if not waits(raw / document):
        return filled(load(raw), document, lang)
    sidecar = read_source(raw / document).sidecar
    told = {name: str(sidecar[name]) for name in ("period", "kind", "title")}
    return _new_form(raw, Wanted(str(sidecar["issuer"]), lang=lang, document=document, style=_style(sidecar), **told), read_units(raw / "units.yaml"))


def _style(sidecar: Mapping[str, object]) -> Style:
    return "en" if sidecar.get("number_styles") == [{"style": "en"}] else "id"


def _new_form(raw: Path, asked: Wanted, units: Mapping[str, Unit]) -> Form:
    if asked.unit not in units:
        raise ParameterError(f"unit '{asked.unit}' is not in units.yaml; {alternatives(asked.unit, units)} {_ADDING.format(unit=asked.unit)}")
    period = labels.period_of(asked.period) or str(Period.parse(asked.period))
    if not _SLUG.fullmatch(asked.kind):
        raise ParameterError(f"'{asked.kind}' is not a kind of document; write it in small letters with hyphens, for example laporan-kinerja")
    document = asked.document or f"{asked.unit}_{asked.kind}_{period.lower()}"
    if not _NAME.fullmatch(document):
        raise ParameterError(f"'{document}' is not a name for a document; use small letters, digits, hyphens and underscores: <unit>_<kind>_<period>")
    w = words(LANGUAGES[0])
    title = asked.title or f"{asked.kind.replace('-', ' ').capitalize()} {w.period(period)} {units[asked.unit].names[w.lang]}"
    told = _carried(raw, asked.unit, Period.parse(period), asked.style)
    tables = {table: told.tables.get(table, ()) for table in dict.fromkeys((*needed(asked.kind), *told.tables)) if table in needed(asked.kind)}
    return Form(Mark(document, asked.unit, period, asked.kind, asked.lang, asked.style), title, units, tables, told.origin)


_ADDING = "To add it, say what it is: --parent CODE --kind-of-unit kantor-regional --short 'Kanreg X' --name 'Kantor Regional X BKN Denpasar'"


def _carried(raw: Path, unit: str, period: Period, style: Style) -> Carried:
    """What is taken over; nothing where there is no document with facts yet."""
    return carried(load(raw), unit, period, style) if _any_facts(raw) else Carried()


def _any_facts(raw: Path) -> bool:
    return any(folder.is_dir() and not folder.name.startswith(".") and not waits(folder) for folder in raw.iterdir())


def _sidecar(form: Form) -> str:
    """The first source.yaml of a document: its lines and tables come with its facts."""
    mark = form.mark
    return "\n".join(
        (
            f"document: {mark.document}",
            f"title: {json.dumps(form.title, ensure_ascii=False)}",
            f"issuer: {mark.unit}",
            f"kind: {mark.kind}",
            f'period: "{mark.period}"',
            "dated: null",
            "reports:",
            f'  - {{unit: {mark.unit}, periods: ["{mark.period}"]}}',
            "number_styles:",
            f"  - {{style: {mark.style}}}",
            "",
        )
    )
