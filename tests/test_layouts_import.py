"""Files of every layout through a whole import: proposed, accepted, kept, and the same again in the next month."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from brought import NAMES, csv_book, xlsx_book
from projects import write_yaml
from test_layouts_columns import MERGED as WIDE_MERGED
from test_layouts_columns import PLAN, WIDE
from test_layouts_ikpa import ABOVE, BELOW, MERGED, OTHER, SEPTEMBER, office
from test_layouts_ip_asn import AGENCIES, ANOTHER, EMPLOYEES, NIP
from test_layouts_realisasi import FULL

import analysis
from analysis.dictionary import TABLES
from analysis.figures import Ledger
from analysis.intake.files.opening import opened
from analysis.intake.importing import Import, prepared
from analysis.intake.reading import Asked
from analysis.languages import LANGUAGES
from analysis.rules import law
from analysis.tables import load
from analysis.words import words

OWN = ("columns", "ikpa_omspan", "ip_asn", "output_omspan", "realisasi_anggaran", "rpd")
PACKAGE = Path(analysis.__file__).parent / "intake"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder that holds units and no document yet."""
    folder = tmp_path / "raw"
    folder.mkdir()
    write_yaml(folder / "units.yaml", NAMES)
    return folder


def ikpa(folder: Path, month: str, name: str, *offices: list[list[Any]]) -> Path:
    rows = [["INDIKATOR PELAKSANAAN ANGGARAN"], [f"Sampai Dengan : {month}"], ABOVE, BELOW, *(row for rows in offices for row in rows)]
    xlsx_book(folder, merged=MERGED, name=name, IKPA=rows)
    return folder / name


def accepted(found: Import) -> Import:
    assert (found.wrong, found.reading.proposal.undecided) == ([], [])
    found.accept()
    return found


def test_an_export_of_ikpa_is_imported_and_gives_its_figure(raw: Path, tmp_path: Path) -> None:
    path = ikpa(tmp_path, "SEPTEMBER", "ikpa.xlsx", office(1, OTHER, SEPTEMBER))

    accepted(prepared(path, Asked("kantor-a", "2024"), raw, "kantor-a_ikpa_2024"))
    figure = Ledger(load(raw), law()).get("ikpa_nilai", "total", "kantor-a", "2024-TW3")
    again = prepared(path, Asked("kantor-a", "2024"), raw, "kantor-a_ikpa_2024")

    assert figure.number == pytest.approx(95.186)
    assert not again.any_change


def test_an_office_that_was_named_once_is_known_in_the_next_month(raw: Path, tmp_path: Path) -> None:
    offices = [office(1, OTHER, SEPTEMBER), office(2, ("'000", "'088", "'077777", "KANTOR JAUH"), SEPTEMBER)]
    first = ikpa(tmp_path, "SEPTEMBER", "september.xlsx", *offices)
    second = ikpa(tmp_path, "OKTOBER", "oktober.xlsx", *offices)

    accepted(prepared(first, Asked("kantor-a", "2024", columns={"099999": "unit:kantor-a"}), raw, "kantor-a_ikpa_2024"))
    found = accepted(prepared(second, Asked("kantor-a", "2024"), raw, "kantor-a_ikpa_2024"))

    assert {(row.cells["unit"], row.cells["period"]) for row in found.reading.taken} == {("kantor-a", "2024-10")}


def test_a_report_of_the_budget_is_imported(raw: Path, tmp_path: Path) -> None:
    csv_book(tmp_path, FULL, name="lra.csv")

    accepted(prepared(tmp_path / "lra.csv", Asked("kantor-a", "2024"), raw, "kantor-a_lra_2024"))
    ledger = Ledger(load(raw), law())

    assert ledger.get("serapan_pct", "4842", "kantor-a", "2024-TW3").number == 50


def test_heads_that_were_accepted_serve_another_file_of_the_same_form(raw: Path, tmp_path: Path) -> None:
    rows = [["Kode IKU", "Angka"], ["IKU 1", "80,5"], ["IKU 2", "90"]]
    csv_book(tmp_path, rows, name="satu.csv")
    csv_book(tmp_path, [rows[0], ["IKU 1", "81,5"]], name="dua.csv")
    told = {"Angka": "realisations.value", "=stated": "realisations.method", "=provisional": "realisations.status"}

    accepted(prepared(tmp_path / "satu.csv", Asked("kantor-a", "2023", columns=told), raw, "kantor-a_tabel_2023"))
    found = accepted(prepared(tmp_path / "dua.csv", Asked("kantor-a", "2024"), raw, "kantor-a_tabel_2023"))

    assert [(row.cells["code"], row.cells["value"], row.cells["status"]) for row in found.reading.taken] == [("IKU.1", "81,5", "provisional")]


def test_a_plan_of_an_office_is_imported_with_its_places(raw: Path, tmp_path: Path) -> None:
    xlsx_book(tmp_path, name="pk.xlsx", PK=[[cell or None for cell in row] for row in PLAN])

    accepted(prepared(tmp_path / "pk.xlsx", Asked("kantor-a", "2023"), raw, "kantor-a_pk_2023"))
    facts = load(raw)
    (row,) = [row for row in facts.records("realisations") if row["code"] == "IKU.1"]
    place = facts.sources["kantor-a_pk_2023"].sheet(row["line"])

    assert row["value"] == 90.5
    assert place is not None
    assert (place.file, place.sheet, row["line"] - place.before, place.columns["realisations.value"]) == ("pk.xlsx", "PK", 5, "F")


def cells_told(raw: Path, path: Path, document: str) -> list[tuple[str, str, str]]:
    """The columns of raw tables, with the cell of the file that is told of a number there, and the words at that cell if they are others; '' without cell."""
    facts, book = load(raw), {sheet.name: {cell.place: cell for row in sheet.rows for cell in row} for sheet in opened(path).sheets}
    found = []
    for name, table in TABLES.items():
        numbers = [column.name for column in table.columns if column.kind in {"number", "printed"}]
        for index in facts.tables[name].index if name in facts.tables else ():
            row = facts.words_of(name, index)
            sheet = facts.sources[document].sheet(int(row["line"]))
            assert sheet is not None
            for column in (column for column in numbers if row[column]):
                at = sheet.cell(int(row["line"]), f"{name}.{column}", row)
                there = book[sheet.sheet][at].printed() if at else "nowhere"
                found.append((f"{name}.{column}", at, "" if row[column] == there else there))
    return found


@pytest.mark.parametrize("merged", [True, False])
def test_a_number_of_a_wide_table_leads_to_its_own_cell(merged: bool, raw: Path, tmp_path: Path) -> None:
    xlsx_book(tmp_path, merged=WIDE_MERGED if merged else (), name="target.xlsx", Target=WIDE)

    accepted(prepared(tmp_path / "target.xlsx", Asked(period="2024"), raw, "kantor-a_target_2024"))
    told = cells_told(raw, tmp_path / "target.xlsx", "kantor-a_target_2024")

    assert [(column, at) for column, at, _ in told] == [
        *(("targets.value", f"{letter}{row}") for row in (3, 4) for letter in "DEFG"),
        *(("realisations.value", at) for at in ("H3", "I3", "H4")),
    ]
    assert [other for *_, other in told if other] == []


@pytest.mark.parametrize("kind", ["ikpa", "budget", "plan", "agencies"])
def test_a_number_leads_to_the_cell_that_holds_it(kind: str, raw: Path, tmp_path: Path) -> None:
    if kind == "ikpa":
        path = ikpa(tmp_path, "SEPTEMBER", "file.xlsx", office(1, OTHER, SEPTEMBER))
    else:
        path = tmp_path / "file.csv"
        csv_book(tmp_path, {"budget": FULL, "plan": PLAN, "agencies": AGENCIES}[kind], name=path.name)

    accepted(prepared(path, Asked("kantor-a", "2024"), raw, "kantor-a_berkas_2024"))
    told = cells_told(raw, path, "kantor-a_berkas_2024")

    assert len(told) > 2
    assert [entry for entry in told if not entry[1] or entry[2]] == []


def test_nothing_that_is_written_names_a_person(raw: Path, tmp_path: Path) -> None:
    csv_book(tmp_path, EMPLOYEES, name="pegawai.csv")

    accepted(prepared(tmp_path / "pegawai.csv", Asked("kantor-a", "2023"), raw, "kantor-a_ip-asn_2023"))
    written = "".join(file.read_text("utf-8") for file in raw.rglob("*") if file.is_file())

    assert "p-0001" in written
    assert not [secret for secret in (NIP, "Seseorang", "Orang Lain", ANOTHER) if secret in written]


def named(call: str, argument: int) -> set[str]:
    """The words that stand in a place of calls, in all modules of intake."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call and len(node.args) > argument:
                found |= {n.value for n in ast.walk(node.args[argument]) if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_words(lang: str) -> None:
    w = words(lang)
    wrong = {why.removeprefix("cell_") for why in named("Wrong", 3)} - {"error", "no_value", ""}
    left = named("Left", 2)

    assert len(wrong) > 15
    assert [why for why in sorted(wrong | {"cell_error", "cell_no_value"}) if not (w.known(f"intake.wrong.{why}") and w.known(f"intake.next.{why}"))] == []
    assert [why for why in sorted(left) if not w.known(f"intake.left.{why}")] == []
    assert [name for name in OWN if not w.known(f"intake.layout.{name}")] == []
