"""A document begins: its folder, its form, a new unit; and until its facts come, nothing else waits for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from filled_forms import enter
from openpyxl import load_workbook
from projects import DOCUMENT, REPORT, UNITS, write_document, write_yaml
from typer.testing import CliRunner, Result

from analysis import cli
from analysis.dictionary import TABLES
from analysis.errors import InputError, ParameterError
from analysis.figures import Ledger
from analysis.intake.files.opening import opened
from analysis.intake.form.begun import Wanted, begin, form_of
from analysis.intake.form.book import KNOWN
from analysis.intake.form.new_unit import NewUnit
from analysis.intake.importing import prepared
from analysis.intake.layouts.form import marked, take
from analysis.intake.reading import Asked, Context, Reading
from analysis.rules import law
from analysis.run.rawfiles import RawFiles
from analysis.sources import read_units
from analysis.tables import RAW, load

NEXT = "kantor-a_laporan-kinerja_2024"
BUDGET = {"version": "murni", "classification": "keluaran", "level": "ro"}


def kinerja(*arguments: str) -> Result:
    return CliRunner().invoke(cli.app, arguments)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """An office with a report on 2023, written with points for decimals."""
    folder = tmp_path / "data" / "raw"
    definitions = [{**REPORT["indicators"][0], "until": "2023"}, {**REPORT["indicators"][0], "code": "IKU.2", "until": "2026"}]
    lines = [{"code": "1", "name": "Program"}, {"code": "1.1", "name": "Layanan", "parent": "1", "pagu_rp": "1,000"}]
    tables = {
        **REPORT,
        "indicators": definitions,
        "targets": [{"code": "IKU.1", "basis": "pk", "value": "80.5"}, {"code": "IKU.1", "period": "2024", "basis": "renstra", "value": "81.5"}],
        "budget": [{**BUDGET, **line} for line in lines],
        "spending": [{"classification": "keluaran", "code": "1.1", "realisasi_rp": "900"}],
        "components": [{"system": "ikm", "code": "IKU.2", "subject": "element:U1", "name": "Syarat", "weight": "0.5", "score": "3.5", "maximum": "4"}],
        "claims": [],
    }
    write_document(folder, tables, sidecar={"number_styles": [{"style": "en"}]})
    write_yaml(folder / "units.yaml", UNITS)
    return folder


def read(raw: Path, place: Path) -> Reading:
    return take(opened(place), Asked(), Context(read_units(raw / "units.yaml")))


def rows(reading: Reading, table: str) -> list[dict[str, str]]:
    return [{name: text for name, text in taken.cells.items() if text} for taken in reading.taken if taken.table == table]


def test_a_new_document_has_its_sidecar_and_its_form(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))

    sidecar = yaml.safe_load(begun.sidecar.read_text("utf-8"))
    assert (begun.document, begun.sidecar, begun.form) == (NEXT, raw / NEXT / "source.yaml", raw.parent / "forms" / f"{NEXT}.xlsx")
    assert (sidecar["document"], sidecar["issuer"], sidecar["kind"], sidecar["period"]) == (NEXT, "kantor-a", "laporan-kinerja", "2024")
    assert (sidecar["reports"], sidecar["number_styles"]) == ([{"unit": "kantor-a", "periods": ["2024"]}], [{"style": "id"}])
    assert sidecar["title"] == "Laporan kinerja 2024 Kantor A"
    assert marked(opened(begun.form)).document == NEXT


def test_a_new_year_begins_with_what_the_last_report_told(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))

    reading = read(raw, begun.form)
    place = {"unit": "kantor-a", "period": "2024"}
    assert (begun.origin, reading.wrong, begun.rows["realisations"]) == (DOCUMENT, [], 2)
    assert [(row["code"], row["since"], row.get("until")) for row in rows(reading, "indicators")] == [("IKU.1", "2024", None)]
    assert rows(reading, "budget") == [
        {**place, **BUDGET, "code": "1", "name": "Program"},
        {**place, **BUDGET, "code": "1.1", "name": "Layanan", "parent": "1"},
    ]
    assert rows(reading, "components") == [
        {**place, "system": "ikm", "code": "IKU.2", "subject": "element:U1", "name": "Syarat", "weight": "0,5", "maximum": "4"}
    ]
    assert {one.sheet: one.why for one in reading.left if one.row == 6} == {"Target": "form_known", "Realisasi": "form_open", "Belanja": "form_open"}
    assert {one.row: one.why for one in reading.left if one.sheet == "Indikator"}[7] == "form_known"


def test_targets_of_a_year_of_which_none_is_known_wait_for_their_value(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-a", "2025", "rencana-kerja"))

    sheet = load_workbook(begun.form)["Target"]
    assert [cell.value for cell in sheet[6]][:6] == ["1", "IKU.1", "A", "2025", "Perjanjian Kinerja", None]
    assert rows(read(raw, begun.form), "targets") == []
    assert "realisations" not in begun.rows


def test_the_next_quarter_of_a_real_office_repeats_what_is_known_and_asks_for_the_rest(tmp_path: Path) -> None:
    raw = Path(shutil.copytree(RAW, tmp_path / "data" / "raw"))
    facts = load(RAW)

    begun = begin(raw, Wanted("kanreg-03", "TW IV 2024", "laporan-kinerja"))

    reading = read(raw, begun.form)
    why = [(one.sheet, one.why) for one in reading.left]
    last = [row for row in facts.records("realisations") if (row["unit"], row["period"]) == ("kanreg-03", "2024-TW3")]
    assert (begun.document, begun.origin) == ("kanreg-03_laporan-kinerja_2024-tw4", "kanreg-03-bandung_laporan-kinerja_2024-tw3")
    assert reading.wrong == []
    assert why.count(("Indikator", "form_known")) == begun.rows["indicators"] == 14
    assert why.count(("Target", "form_known")) == begun.rows["targets"] == 28
    assert why.count(("Realisasi", "form_open")) == len(last) > 10
    assert {taken.cells["period"] for taken in reading.taken if taken.table == "components"} == {"2024-TW4"}
    assert {taken.cells["score"] for taken in reading.taken if taken.table == "components"} == {""}

    ledger, again = Ledger(facts, law()), Ledger(load(raw), law())
    assert again.facts.waiting == (begun.document,)
    assert again.facts.reports == ledger.facts.reports


def test_a_filled_in_form_becomes_the_facts_of_its_document(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))
    book = load_workbook(begun.form)
    enter("realisations", {"value": "85,5", "status": "Final"})(book)
    enter("spending", {"realisasi_rp": 950})(book)
    book.save(begun.form)

    found = prepared(begun.form, Asked(), raw)
    found.accept()

    facts = load(raw)
    assert (found.wrong, found.draft.document, facts.waiting) == ([], NEXT, ())
    assert [(row["code"], row["value"]) for row in facts.rows("realisations", "kantor-a", "2024")] == [("IKU.1", 85.5)]
    assert [row["realisasi_rp"] for row in facts.rows("spending", "kantor-a", "2024")] == [950]


def test_a_later_form_takes_the_place_of_the_one_before(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))
    prepared(begun.form, Asked(), raw).accept()
    later = begun.form.with_name("perbaikan.xlsx")
    assert kinerja("form", NEXT, "--out", str(later), "--data-dir", str(raw)).exit_code == 0
    book = load_workbook(later)
    enter("components", {"score": "3,75"})(book)
    book["Anggaran"].delete_rows(7)
    book.save(later)

    found = prepared(later, Asked(), raw)
    found.accept()

    facts = load(raw)
    sidecar = facts.sources[NEXT].sidecar
    assert found.wrong == []
    assert [row["score"] for row in facts.records("components", NEXT)] == [3.75]
    assert [row["code"] for row in facts.records("budget", NEXT)] == ["1"]
    assert {entry["file"] for entry in (*sidecar["sheets"], *sidecar["imports"])} == {"perbaikan.xlsx"}


def test_rows_that_are_added_to_a_document_with_a_text_come_back_from_its_next_form(raw: Path) -> None:
    place = form_of(raw, DOCUMENT)
    for _ in range(2):
        place.unlink(missing_ok=True)
        assert kinerja("form", DOCUMENT, "--data-dir", str(raw)).exit_code == 0
        book = load_workbook(place)
        enter("targets", {"code": "IKU.2", "basis": "Renja", "value": "70"}, row=8)(book)
        book.save(place)
        found = prepared(place, Asked(), raw)
        assert found.wrong == []
        found.accept()

    facts = load(raw)
    told = [(row["code"], row["basis"], row["line"]) for row in facts.records("targets", DOCUMENT)]
    assert told == [("IKU.1", "pk", 1), ("IKU.1", "renstra", 1), ("IKU.2", "renja", 1008)]


def test_a_unit_without_report_begins_with_an_empty_form(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-b", "2024", "laporan-kinerja"))

    assert (begun.origin, dict(begun.rows), read(raw, begun.form).taken) == ("", {}, [])


def test_the_first_document_of_all_begins_in_an_empty_folder(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    write_yaml(raw / "units.yaml", UNITS)

    assert begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja")).document == NEXT
    with pytest.raises(InputError, match=f"{NEXT} waits for its facts"):
        load(raw)
    with pytest.raises(InputError, match=f"{NEXT} waits for its facts"):
        _ = RawFiles(raw).sources


REFUSED = [
    (Wanted("kantor-x", "2024", "laporan-kinerja"), "unit 'kantor-x' is not in units.yaml; did you mean 'kantor-b'\\? To add it"),
    (Wanted("kantor-a", "kapan", "laporan-kinerja"), "'kapan' is not a period"),
    (Wanted("kantor-a", "2024", "Laporan Kinerja"), "'Laporan Kinerja' is not a kind of document"),
    (Wanted("kantor-a", "2024", "laporan-kinerja", document="../raw"), "is not a name for a document"),
    (Wanted("kantor-a", "2023", "laporan-kinerja"), f"document '{DOCUMENT}' is there already; `kinerja form {DOCUMENT}` writes its form"),
]


@pytest.mark.parametrize(("wanted", "sentence"), REFUSED)
def test_what_cannot_begin_is_refused_with_the_next_step_and_nothing_is_written(raw: Path, wanted: Wanted, sentence: str) -> None:
    before = sorted(raw.parent.rglob("*"))

    with pytest.raises(ParameterError, match=sentence):
        begin(raw, wanted)
    assert sorted(raw.parent.rglob("*")) == before


def test_a_form_that_was_worked_in_is_never_written_over(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))
    shutil.rmtree(raw / NEXT)
    begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja", "en"))
    shutil.rmtree(raw / NEXT)
    book = load_workbook(begun.form)
    enter("realisations", {"value": "85,5"}, lang="en")(book)
    book.save(begun.form)
    content = begun.form.read_bytes()

    with pytest.raises(ParameterError, match="holds something else than a new form would; move it away first"):
        begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))
    assert begun.form.read_bytes() == content
    assert not (raw / NEXT).exists()


@pytest.mark.parametrize("content", [b"", b"catatan saya", b"PK\x03\x04"])
def test_a_file_that_is_no_form_is_never_written_over(raw: Path, content: bytes) -> None:
    place = form_of(raw, NEXT)
    place.parent.mkdir()
    place.write_bytes(content)

    with pytest.raises(ParameterError, match="holds something else"):
        begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))
    assert place.read_bytes() == content


ADDED = NewUnit("kantor-c", "bkn", "kantor-regional", "C: baru", "Kantor C # tiga", "")


def test_a_new_unit_is_added_and_comments_stay(raw: Path) -> None:
    listed = raw / "units.yaml"
    listed.write_text(f"# the bodies\n{listed.read_text('utf-8')}", "utf-8")
    before = listed.read_text("utf-8")

    begin(raw, Wanted("kantor-c", "2024", "laporan-kinerja"), ADDED)

    unit = read_units(listed)["kantor-c"]
    assert listed.read_text("utf-8").startswith(before.rstrip())
    assert (unit.parent, unit.kind, unit.short, dict(unit.names)) == ("bkn", "kantor-regional", "C: baru", {"id": "Kantor C # tiga", "en": "Kantor C # tiga"})
    assert load(raw).waiting == ("kantor-c_laporan-kinerja_2024",)


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        (NewUnit("kantor-a", "bkn", "kantor-regional", "A", "A"), "is in units.yaml already"),
        (NewUnit("Kantor C", "bkn", "kantor-regional", "C", "C"), "is not a code of a unit"),
        (NewUnit("kantor-c", "bkm", "kantor-regional", "C", "C"), "the parent 'bkm' is not in units.yaml; did you mean 'bkn'\\?"),
        (NewUnit("kantor-c", "bkn", "kantor-regonal", "C", "C"), "did you mean 'kantor-regional'\\?"),
        (NewUnit("kantor-c", "bkn", "", "", "C"), "lacks --kind-of-unit, --short"),
    ],
)
def test_a_unit_that_cannot_be_added_is_refused(raw: Path, unit: NewUnit, sentence: str) -> None:
    before = (raw / "units.yaml").read_bytes()

    with pytest.raises(ParameterError, match=sentence):
        begin(raw, Wanted(unit.code, "2024", "laporan-kinerja"), unit)
    assert (raw / "units.yaml").read_bytes() == before


def test_a_document_that_waits_changes_nothing_for_the_others(raw: Path) -> None:
    before, files = load(raw), RawFiles(raw)

    begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))

    after, again = load(raw), RawFiles(raw)
    assert (after.hashes, after.reports, list(after.sources)) == (before.hashes, before.reports, list(before.sources))
    assert (again.hashes, again.reports, again.waiting) == (files.hashes, files.reports, [NEXT])
    assert again.hashes == after.hashes


def test_what_is_wrong_with_the_sidecar_of_a_waiting_document_is_told(raw: Path) -> None:
    begun = begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))
    begun.sidecar.write_text(begun.sidecar.read_text("utf-8").replace("issuer: kantor-a", "issuer: kantor-z"), "utf-8")

    with pytest.raises(InputError, match="unit 'kantor-z' is not"):
        load(raw)


def test_a_budget_line_that_two_documents_print_counts_once(raw: Path) -> None:
    told = {**BUDGET, "code": "1.1", "name": "Layanan", "period": "2023"}
    write_document(raw, {"budget": [{**told, "pagu_rp": "2000"}]}, name="kantor-a_revisi_2023", sidecar={"period": "2024"})
    write_document(raw, {"budget": [told]}, name="kantor-a_salinan_2025", sidecar={"period": "2025"})

    ledger = Ledger(load(raw), law())

    assert ledger.get("pagu_rp", "total", "kantor-a", "2023").value == 2000


def test_the_commands_tell_what_they_made_and_what_comes_next(raw: Path) -> None:
    new = ["new", "--unit", "kantor-a", "--period", "2024", "--kind", "laporan-kinerja", "--data-dir", str(raw)]
    place = form_of(raw, NEXT)

    told = kinerja(*new).stdout.splitlines()

    assert told[0] == f"Dokumen {NEXT} disiapkan: {raw / NEXT / 'source.yaml'}."
    assert told[1].startswith(f"Dibawa dari {DOCUMENT}: 2 baris Indikator, 1 baris Target")
    assert told[2] == f"Isi {place}, lalu jalankan: kinerja import {place}"
    assert kinerja(*new).exit_code == 2
    assert kinerja("form", NEXT, "--lang", "en", "--data-dir", str(raw)).stdout.strip() == f"The form of the document {NEXT}: {place}"
    assert marked(opened(place)).lang == "en"


def test_the_form_of_a_document_goes_where_it_is_wanted(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "x" / "isi.xlsx"

    result = kinerja("form", DOCUMENT, "--out", str(out), "--data-dir", str(raw))

    reading = read(raw, out)
    assert result.exit_code == 0
    assert {table for table in TABLES if rows(reading, table)} == {*REPORT, "budget", "spending", "components"} - {"claims"}
    assert kinerja("form", "kantor-a", "--data-dir", str(raw)).stderr.startswith("document 'kantor-a' is not known; did you mean")


def test_a_new_unit_is_added_by_the_command(raw: Path) -> None:
    options = ["--unit", "kantor-c", "--period", "2024", "--kind", "lkjip", "--data-dir", str(raw), "--lang", "en"]

    result = kinerja("new", *options, "--parent", "bkn", "--kind-of-unit", "kantor-regional", "--short", "C", "--name", "Kantor C")

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == f"The unit kantor-c was added to {raw / 'units.yaml'}."
    assert "There is no earlier report of this unit, so the form is empty." in result.stdout


def test_a_waiting_document_is_told_of_by_plan_and_audit(raw: Path, tmp_path: Path) -> None:
    begin(raw, Wanted("kantor-a", "2024", "laporan-kinerja"))
    folders = ["--data-dir", str(raw), "--out-dir", str(tmp_path / "out")]

    plan = kinerja("plan", *folders, "--reports-dir", str(tmp_path / "pages"))
    audit = kinerja("audit", *folders, "--document", NEXT)

    assert f"{NEXT} waits for its facts" in plan.stdout
    assert [line for line in plan.stdout.splitlines() if line.startswith("kantor-a 2024 ")] == []
    assert (audit.exit_code, f"{NEXT} waits for its facts" in audit.stderr) == (2, True)


def test_known_is_no_column_of_a_table() -> None:
    assert [table for table in TABLES.values() if KNOWN in table.header] == []
