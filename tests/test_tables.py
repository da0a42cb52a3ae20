"""Raw files to typed tables: what survives, and what each damage is told as."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.dictionary import TABLES
from analysis.errors import InputError, ParameterError
from analysis.facts import Facts
from analysis.numbers import exact, parse
from analysis.sources import read_units
from analysis.tables import RAW, load

DOCUMENT = "kanreg-06-medan_rencana-kerja_2024"
NUMBERS = [(table.name, column) for table in TABLES.values() for column in table.numbers]


def problems(raw: Path) -> list[str]:
    """The sentences of the refusal; nothing but InputError may be raised."""
    with pytest.raises(InputError) as refused:
        load(raw)
    return refused.value.problems


# The real documents


@pytest.mark.parametrize(("table", "column"), NUMBERS, ids=[f"{t}.{c}" for t, c in NUMBERS])
def test_every_printed_number_survives_being_typed(facts: Facts, table: str, column: str) -> None:
    for row, typed in facts.tables[table][column].items():
        printed = facts.cell(table, row, column)

        assert (None if typed != typed else exact(typed)) == printed.value, facts.printed[table].loc[row].to_dict()


def test_every_row_of_a_file_is_a_row_of_its_table(facts: Facts) -> None:
    for name in TABLES:
        texts = [file.read_bytes().decode("utf-8") for file in sorted(RAW.glob(f"*/{name}.csv"))]
        rows = [row for text in texts for row in csv.DictReader(io.StringIO(text, newline=""))]

        assert facts.printed[name].drop(columns="document").to_dict("records") == rows
        assert list(facts.tables[name].index) == list(facts.printed[name].index)


def test_a_correction_changes_what_is_meant_and_not_what_is_printed(facts: Facts) -> None:
    entries = [(file.parent.name, entry) for file in RAW.glob("*/corrections.yaml") for entry in yaml.safe_load(file.read_text("utf-8"))]
    changed = {
        (row["document"], name, int(row["line"]), column, row[column], facts.meant[name].at[index, column])
        for name in TABLES
        for index, row in facts.printed[name].iterrows()
        for column in TABLES[name].header
        if facts.meant[name].at[index, column] != row[column]
    }

    assert changed == {(document, e["file"], e["line"], e["column"], e["printed"], e["meant"]) for document, e in entries}


def test_a_corrected_number_is_read_as_it_is_meant(facts: Facts) -> None:
    members = facts.tables["members"]
    (row,) = members.index[(members["line"] == 445) & (members["attribute"] == "jumlah_pns")]

    assert facts.printed["members"].at[row, "value"] == "11,25"
    assert facts.cell("members", row, "value").value == 11250
    assert members.at[row, "value"] == 11250


def test_reports_are_in_the_order_of_the_units_and_of_time(facts: Facts) -> None:
    periods = [period for unit, period in facts.reports if unit == "kanreg-06"]

    assert periods == ["2020", "2021", "2022", "2023", "2024"]
    assert list(dict.fromkeys(unit for unit, _ in facts.reports)) == [code for code in facts.units if code in dict(facts.reports)]
    assert len(set(facts.reports)) == len(facts.reports)


def test_units_know_their_place(facts: Facts) -> None:
    assert facts.unit("dit-ppu").scopes == {"dit-ppu", "direktorat", "deputi-pmk", "kedeputian", "bkn", "lembaga"}
    assert facts.family("deputi-pmk") == ["deputi-pmk", "dit-ppu", "dit-jabatan", "dit-kinerja", "dit-kompensasi"]
    with pytest.raises(ParameterError, match=r"unit 'kanreg-3' is not known; did you mean 'kanreg-03'\?"):
        facts.unit("kanreg-3")


def test_the_hashes_name_every_input_file(facts: Facts) -> None:
    files = {str(file.relative_to(RAW)) for file in RAW.rglob("*") if file.is_file()}

    assert set(facts.hashes) == files
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in facts.hashes.values())


def test_the_place_of_a_line_is_its_printed_table(facts: Facts) -> None:
    source = facts.sources[DOCUMENT]

    assert (source.place(309), source.place(310), source.place(643)) == ("Tabel 1", "", "Tabel 15")


# Damages to a copy of a real document


@dataclass(frozen=True)
class Damage:
    """One break of a file below the raw folder, and a pattern of the sentence that must tell it."""

    why: str
    file: str
    told: str
    break_: Callable[[str], str | bytes]

    def __repr__(self) -> str:
        return self.why


def swapped(old: str, new: str) -> Callable[[str], str]:
    """Replaces the first `old`, which must be there."""

    def apply(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return apply


def added(line: str) -> Callable[[str], str]:
    return lambda text: text + line + "\n"


TARGET = "309,kanreg-06,2020,IKU.1,measurement,5%,,"
HEADER = "line,unit,period,code,basis,value,measure,reason"
damages = [
    Damage(
        "missing column",
        "targets.csv",
        f"column basis is missing; the header must be {HEADER}",
        lambda text: re.sub(r"^((?:[^,]*,){4})[^,]*,", r"\1", text, flags=re.MULTILINE),
    ),
    Damage("extra column", "targets.csv", f"column catatan is not known; the header must be {HEADER}", swapped("reason\n", "reason,catatan\n")),
    Damage("columns in another order", "targets.csv", "the columns are in another order; the header must be", swapped("line,unit", "unit,line")),
    Damage("column twice", "targets.csv", "the columns are in another order; the header must be", swapped("line,unit", "line,line,unit")),
    Damage(
        "text in a number", "targets.csv", r"row 2 \(line 309\), column value: 'lima' is not a number in style 'id'; copy it as printed", swapped("5%", "lima")
    ),
    Damage(
        "number of the other style",
        "targets.csv",
        r"row 2 \(line 309\), column value: '5.5%' is not a number in style 'id' but is one in style 'en'; correct number_styles",
        swapped("5%", "5.5%"),
    ),
    Damage("foreign digits", "targets.csv", r"row 2 \(line 309\), column value: '٥%' is not a number", swapped("5%", "٥%")),
    Damage(
        "duplicated key",
        "targets.csv",
        r"row \d+ \(line 309\) repeats the key unit 'kanreg-06', period '2020', code 'IKU.1', basis 'measurement' of row \d+ \(line 309\); keep one row",
        added(TARGET),
    ),
    Damage(
        "unknown unit",
        "targets.csv",
        r"row 2 \(line 309\), column unit: unit 'kanreg-6' is not in units.yaml; did you mean 'kanreg-06'\?",
        swapped("309,kanreg-06", "309,kanreg-6"),
    ),
    Damage("unknown period", "targets.csv", r"row 2 \(line 309\), column period: '2020-Q1' is not a period; write 2023", swapped("06,2020", "06,2020-Q1")),
    Damage(
        "unknown choice",
        "targets.csv",
        r"row 2 \(line 309\), column basis: 'measured' is not known; did you mean 'measurement'\?",
        swapped("measurement", "measured"),
    ),
    Damage("empty required cell", "targets.csv", r"row 2 \(line 309\), column code: the cell is empty; every row needs it", swapped("IKU.1", "")),
    Damage("line that is no number", "targets.csv", r"row 2 \(line 3O9\), column line: '3O9' is not a whole number", swapped("309", "3O9")),
    Damage("line in superscript", "targets.csv", r"row 2 \(line ²\), column line: '²' is not a whole number", swapped("309", "²")),
    Damage("line in foreign digits", "targets.csv", r"row 2 \(line ٣٠٩\), column line: '٣٠٩' is not a whole number", swapped("309", "٣٠٩")),
    Damage("year that is no number", "indicators.csv", r"row 2 \(line 305\), column since: '2020.0' is not a whole number", swapped("2020", "2020.0")),
    Damage("empty file", "targets.csv", "the file is empty; the header must be", lambda _: ""),
    Damage("wrong encoding", "targets.csv", r"is not UTF-8 \(byte \d+\); save it as CSV UTF-8", lambda text: text.replace("5%", "5 ½%", 1).encode("latin-1")),
    Damage("UTF-16", "targets.csv", r"is not UTF-8 \(byte 0\); save it as CSV UTF-8", lambda text: text.encode("utf-16")),
    Damage("NUL byte", "targets.csv", "holds NUL bytes; save it again as CSV UTF-8", swapped("5%", "5\0%")),
    Damage("ragged row", "targets.csv", "row 2 has 9 cells, the header 8; quote cells that contain a comma", swapped("5%", "5,0%")),
    Damage("row cut short", "targets.csv", r"row \d+ has 3 cells, the header 8", added("309,kanreg-06,2020")),
    Damage("blank row", "targets.csv", r"row \d+ has 0 cells, the header 8", added("")),
    Damage(
        "semicolons", "targets.csv", "the columns are separated by semicolons; save it with commas; the header must be", lambda text: text.replace(",", ";")
    ),
    Damage("quote left open", "targets.csv", r"row \d+ has \d cells, the header 8", swapped("5%", '"5%')),
    Damage("unknown key in source.yaml", "source.yaml", r"'titel' is not known; did you mean 'title'\?", added("titel: x")),
    Damage("missing key in source.yaml", "source.yaml", "'issuer' is missing", swapped("issuer: kanreg-06\n", "")),
    Damage("document missing in source.yaml", "source.yaml", "'document' is missing", swapped(f"document: {DOCUMENT}\n", "")),
    Damage(
        "document of another name", "source.yaml", "document 'kanreg-06' is not the name of its folder", swapped(f"document: {DOCUMENT}", "document: kanreg-06")
    ),
    Damage("source.yaml that is empty", "source.yaml", "is not a list of keys with values; copy the form of another document", lambda _: ""),
    Damage("source.yaml that is a list", "source.yaml", "is not a list of keys with values", lambda _: "- a\n- b\n"),
    Damage("source.yaml that is no YAML", "source.yaml", "cannot be read as YAML in UTF-8", lambda text: text + "x: [1\n"),
    Damage("source.yaml in another encoding", "source.yaml", "cannot be read as YAML in UTF-8", lambda text: (text + "# é\n").encode("latin-1")),
    Damage("unknown number style", "source.yaml", "number style .* needs style id or en", swapped("{style: id}", "{style: de}")),
    Damage(
        "unknown key of a number style",
        "source.yaml",
        "number style .* needs style id or en, and no keys but columns",
        swapped("{style: id}", "{style: id, rows: 3}"),
    ),
    Damage(
        "lines that are no lines",
        "source.yaml",
        "'number_styles' needs a list of entries, and lines written as 431-461",
        swapped("lines: [403]", "lines: [40x]"),
    ),
    Damage(
        "number styles that are no list",
        "source.yaml",
        "'number_styles' needs a list of entries",
        swapped("number_styles:\n  - {style: id}", "number_styles: id\nx:"),
    ),
    Damage("number style of an unknown table", "source.yaml", "number style .* of a known table", swapped("file: targets", "file: target")),
    Damage("number style of an unknown column", "source.yaml", "number style .* of a known table", swapped("columns: [pagu_rp]", "columns: [pagu]")),
    Damage("number style of a column that is no list", "source.yaml", "number style .* of a known table", swapped("columns: [pagu_rp]", "columns: pagu_rp")),
    Damage("number style of values that are no list", "source.yaml", "number style .* of a known table", swapped("lines: [403]", 'where: {period: "2020"}')),
    Damage("table lines that are no lines", "source.yaml", "'tables' needs a list of entries, and lines", swapped("lines: 307-309", "lines: 307–309")),
    Damage(
        "sheet without a file", "source.yaml", "sheet .* needs its file, and columns as", lambda text: text + 'sheets:\n  - {sheet: A, lines: "9001-9999"}\n'
    ),
    Damage(
        "column of a sheet that is no letter",
        "source.yaml",
        "'targets.value: {'period': 7}' names no column of a sheet; write a letter",
        lambda text: text + 'sheets:\n  - {file: a.xlsx, lines: "9001-9999", columns: {targets.value: {period: 7}}}\n',
    ),
    Damage(
        "report of an unknown unit",
        "source.yaml",
        r"reports, column unit: unit 'kanreg-99' is not in units.yaml",
        swapped("{unit: kanreg-06", "{unit: kanreg-99"),
    ),
    Damage("report of an unknown period", "source.yaml", "reports, column period: '2020-' is not a period", swapped('["2020"', '["2020-"')),
    Damage("report without periods", "source.yaml", "'reports' needs at least one entry, each with unit and periods", swapped(", periods:", ", years:")),
    Damage(
        "correction that is no longer needed",
        "corrections.yaml",
        "the correction of budget line 980 finds no cell printed 'perjalanan'; remove it once the data no longer need it",
        swapped('printed: "perjalanan-dinas"', 'printed: "perjalanan"'),
    ),
    Damage(
        "correction without reason",
        "corrections.yaml",
        "correction .* needs column, file, line, meant, printed, why",
        lambda text: re.sub(r"    en:.*\n", "", text, count=1),
    ),
    Damage("correction of an unknown table", "corrections.yaml", "correction .* of a table and its columns", swapped("file: budget", "file: anggaran")),
    Damage("correction of an unknown column", "corrections.yaml", "correction .* of a table and its columns", swapped("column: parent", "column: induk")),
    Damage("correction by an unknown key", "corrections.yaml", "correction .* of a table and its columns", swapped("{unit:", "{satker:")),
    Damage("corrections that are no list", "corrections.yaml", "correction .* of a table and its columns", lambda _: "file: budget\n"),
]


@pytest.mark.parametrize("damage", damages, ids=lambda damage: damage.why)
def test_a_damage_is_told_by_file_and_place_with_advice(damage: Damage, raw_copy: Path) -> None:
    file = raw_copy / DOCUMENT / damage.file
    broken = damage.break_(file.read_text("utf-8"))
    file.write_bytes(broken if isinstance(broken, bytes) else broken.encode())

    told = problems(raw_copy)

    assert [sentence for sentence in told if re.search(f"{re.escape(f'{DOCUMENT}/{damage.file}')}:? {damage.told}", sentence)] == told
    assert [sentence for sentence in told if "\n" in sentence or "Traceback" in sentence] == []


def test_the_copy_without_damage_is_read(raw_copy: Path, facts: Facts) -> None:
    copied = load(raw_copy)

    assert {name: len(frame) for name, frame in copied.tables.items()} == {name: int((facts.tables[name]["document"] == DOCUMENT).sum()) for name in TABLES}


def test_a_stranger_file_is_refused(raw_copy: Path) -> None:
    (raw_copy / DOCUMENT / "target.csv").write_text(HEADER, "utf-8")

    assert problems(raw_copy) == [f"{DOCUMENT}/target.csv: is not a raw table; did you mean 'targets.csv'?"]


def test_hidden_files_of_an_editor_are_no_input(raw_copy: Path) -> None:
    before = load(raw_copy).hashes
    for folder in (raw_copy / ".ipynb_checkpoints", raw_copy / DOCUMENT / ".ipynb_checkpoints"):
        folder.mkdir()
        (folder / "targets-checkpoint.csv").write_text("x", "utf-8")
    (raw_copy / DOCUMENT / ".~lock.targets.csv#").write_text("x", "utf-8")

    assert load(raw_copy).hashes == before


def test_a_missing_sidecar_is_told(raw_copy: Path) -> None:
    (raw_copy / DOCUMENT / "source.yaml").unlink()

    assert problems(raw_copy) == [f"{raw_copy / DOCUMENT / 'source.yaml'} is missing: every raw folder needs it; copy the form of another document"]


def test_a_missing_tree_of_units_is_told(raw_copy: Path) -> None:
    (raw_copy / "units.yaml").unlink()

    assert problems(raw_copy) == [f"{raw_copy / 'units.yaml'} is missing: every raw folder needs it; copy the form of another document"]


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_text("bkn: {parent: null, kind: lembaga, short: a, id: a, en: b}\n", "utf-8")

    assert problems(tmp_path) == [f"{tmp_path} holds no document: add a folder with source.yaml and its tables"]


def test_all_problems_are_told_at_once(raw_copy: Path) -> None:
    folder = raw_copy / DOCUMENT
    for name, damage in (("targets.csv", swapped("5%", "lima")), ("realisations.csv", swapped("76%", "x")), ("source.yaml", added("titel: x"))):
        (folder / name).write_text(damage((folder / name).read_text("utf-8")), "utf-8")  # type: ignore[arg-type]

    told = problems(raw_copy)

    assert [sentence.partition(":")[0].partition("/")[2] for sentence in told] == ["source.yaml", "targets.csv", "realisations.csv"]
    assert str(InputError(told)) == "\n".join(told)


BUDGET = {"version": "murni", "classification": "keluaran", "level": "ro", "name": "a"}
REFERENCES: list[tuple[str, dict[str, list[dict[str, Any]]], str]] = [
    ("a target of no indicator", {"targets": [{"code": "IKU.9", "basis": "pk", "value": "1"}]}, "indicator 'IKU.9' of 'kantor-a' is not defined"),
    ("a realisation of no indicator", {"realisations": [{"code": "IKU.9", "method": "stated", "value": "1", "status": "final"}]}, "indicator 'IKU.9'"),
    ("a parent that is no line", {"budget": [BUDGET | {"code": "1.1", "parent": "2"}]}, "the parent '2' of '1.1' is not a line of this budget"),
    ("a line below itself", {"budget": [BUDGET | {"code": "1", "parent": "2"}, BUDGET | {"code": "2", "parent": "1"}]}, "'1' stands below itself"),
    ("a sum as a fact", {"budget": [BUDGET | {"code": "1", "pagu_rp": "5"}, BUDGET | {"code": "1.1", "parent": "1"}]}, "print its sum as a claim"),
    ("a claim of no figure", {"claims": [{"figure": "pagu_awl_rp", "subject": "total", "printed": "1"}]}, "did you mean 'pagu_awal_rp'"),
    ("more digits than can be kept", {"budget": [BUDGET | {"code": "1", "pagu_rp": "1.234.567.890.123.456,78"}]}, "more digits than can be kept exactly"),
    ("a line beyond the text", {"targets": [{"line": "101", "code": "IKU.1", "basis": "pk", "value": "1"}]}, "has only 100 lines"),
]


@pytest.mark.parametrize(("why", "tables", "told"), REFERENCES, ids=[case[0] for case in REFERENCES])
def test_what_one_table_says_of_another_is_checked(why: str, tables: dict[str, list[dict[str, Any]]], told: str, invent: Any) -> None:
    indicators = [{"code": "IKU.1", "since": "2020", "name": "a", "measure": "pct", "polarity": "max", "accumulation": "last", "system": "ikm"}]

    sentences = problems(invent(indicators=indicators, **tables))

    assert any(told in sentence for sentence in sentences), sentences


def test_problems_of_two_documents_are_told_together(invent: Any) -> None:
    raw = invent(targets=[{"code": "IKU.1", "basis": "pk", "value": "x"}], units=yaml.safe_load((RAW / "units.yaml").read_text("utf-8")))
    (raw / "lain_laporan-kinerja_2023").mkdir()

    told = problems(raw)

    assert [sentence.rpartition("raw/")[2].partition(":")[0] for sentence in told] == [
        "kantor-a_laporan-kinerja_2023/source.yaml",
        "kantor-a_laporan-kinerja_2023/source.yaml",
        "kantor-a_laporan-kinerja_2023/targets.csv",
        "kantor-a_laporan-kinerja_2023/targets.csv",
        "lain_laporan-kinerja_2023/source.yaml is missing",
    ]


# Invented documents


def test_a_table_with_only_its_header_is_empty(invent: Any) -> None:
    facts = load(invent(targets=[]))

    assert [len(facts.tables[name]) for name in TABLES] == [0] * len(TABLES)
    assert facts.tables["targets"]["value"].dtype == "float64"


def test_a_missing_value_stays_missing(invent: Any) -> None:
    rows = [{"code": f"IKU.{n}", "basis": "pk", "value": text} for n, text in enumerate(["", "-", "N/A", "0", "0,0"])]

    values = load(invent(targets=rows)).tables["targets"]["value"]

    assert values.isna().tolist() == [True, True, True, False, False]
    assert values.dropna().tolist() == [0.0, 0.0]


def test_a_byte_order_mark_and_windows_line_ends_are_read(invent: Any) -> None:
    raw = invent(targets=[{"code": "IKU.1", "basis": "pk", "value": "85"}])
    file = raw / "kantor-a_laporan-kinerja_2023" / "targets.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert load(raw).tables["targets"]["value"].tolist() == [85.0]


def test_the_last_matching_style_counts(invent: Any) -> None:
    styles = [
        {"style": "id"},
        {"style": "en", "lines": "10-19"},
        {"style": "id", "lines": [12], "file": "targets", "columns": ["value"], "where": {"period": ["2024"]}},
    ]
    rows = [("5", "2023", "1.234"), ("10", "2023", "1.234"), ("12", "2023", "1.234"), ("12", "2024", "1.234"), ("20", "2023", "1.234")]
    targets = [{"line": line, "period": period, "code": f"IKU.{n}", "basis": "pk", "value": text} for n, (line, period, text) in enumerate(rows)]

    values = load(invent(sidecar={"number_styles": styles}, targets=targets)).tables["targets"]["value"]

    assert values.tolist() == [1234.0, 1.234, 1.234, 1234.0, 1234.0]


def test_without_a_style_an_ambiguous_number_is_refused(invent: Any) -> None:
    raw = invent(sidecar={"number_styles": []}, targets=[{"code": "IKU.1", "basis": "pk", "value": "1.234"}, {"code": "IKU.2", "basis": "pk", "value": "12"}])

    (told,) = problems(raw)

    assert told.endswith("row 2 (line 1), column value: '1.234' reads differently in style 'id' and in style 'en'; declare the style in source.yaml")


CORRECTION = {
    "file": "targets",
    "line": 1,
    "column": "value",
    "printed": "8,23",
    "meant": "823",
    "why": {"id": "Koma salah baca.", "en": "A comma misread."},
    "key": {"code": "IKU.1"},
}


def test_a_correction_is_applied_to_its_cell_alone(invent: Any) -> None:
    rows = [{"code": code, "basis": "pk", "value": "8,23"} for code in ("IKU.1", "IKU.2")]

    facts = load(invent(targets=rows, corrections=[CORRECTION]))

    assert facts.tables["targets"]["value"].tolist() == [823.0, 8.23]
    assert facts.printed["targets"]["value"].tolist() == ["8,23", "8,23"]
    assert facts.cell("targets", 0, "value") == parse("823", "id")


def test_a_correction_without_its_cell_fails_loudly(invent: Any) -> None:
    (told,) = problems(invent(targets=[{"code": "IKU.2", "basis": "pk", "value": "8,23"}], corrections=[CORRECTION]))

    assert told.endswith("corrections.yaml: the correction of targets line 1 finds no cell printed '8,23'; remove it once the data no longer need it")


broken_units = [
    ("parent that is not there", {"a": {"parent": "b", "kind": "k", "short": "A", "id": "A", "en": "A"}}, "unit 'a' names parent 'b', which is not listed"),
    ("missing name", {"a": {"parent": None, "kind": "k", "short": "A", "id": "A"}}, "every unit needs the keys en, id, kind, parent, short, and no others"),
    (
        "unknown key",
        {"a": {"parent": None, "kind": "k", "short": "A", "id": "A", "en": "A", "de": "A"}},
        "every unit needs the keys en, id, kind, parent, short, and no others",
    ),
    ("nothing", None, "every unit needs the keys"),
    ("a list", ["a"], "every unit needs the keys"),
    (
        "a circle",
        {"a": {"parent": "b", "kind": "k", "short": "A", "id": "A", "en": "A"}, "b": {"parent": "a", "kind": "k", "short": "A", "id": "B", "en": "B"}},
        "unit 'a' is above itself; correct the parents of a, b",
    ),
]


@pytest.mark.parametrize(("why", "units", "told"), broken_units, ids=[b[0] for b in broken_units])
def test_a_broken_tree_of_units_is_told(why: str, units: Any, told: str, tmp_path: Path) -> None:
    file = tmp_path / "units.yaml"
    file.write_text(yaml.safe_dump(units), "utf-8")

    with pytest.raises(InputError, match=re.escape(f"{file}: {told}")):
        read_units(file)
