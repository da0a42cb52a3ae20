"""An import as a whole: what is shown, what is refused, and that what is written is whole, the same the second time, and loses no row."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from babel.messages.pofile import read_po
from bringing import GOOD, HEADS, workbook
from hypothesis import given
from hypothesis import strategies as st
from plain_layout import Plain
from projects import DOCUMENT, REPORT, UNITS, write_document, write_yaml
from typer.testing import CliRunner, Result

from analysis import cli
from analysis.errors import InputError, ParameterError
from analysis.intake import accepting, layouts
from analysis.intake.checking import counted
from analysis.intake.complaints import complaint
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.importing import Import, prepared
from analysis.intake.reading import Asked, Left, Proposal, Reading, Taken, Wrong
from analysis.intake.refused import Refused
from analysis.intake.remarks import write_remarks
from analysis.intake.sidecar import with_entries
from analysis.numbers import Style
from analysis.tables import load
from analysis.words import FOLDER, words

NEW = "kantor-a_plain_2023"
ASKED = Asked("kantor-a", "2023")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Plain:
    """The only layout that there is."""
    layout = Plain()
    monkeypatch.setattr(layouts, "layouts", lambda: {"plain": layout})
    return layout


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder with one document."""
    write_document(tmp_path / "raw", REPORT)
    write_yaml(tmp_path / "raw" / "units.yaml", UNITS)
    return tmp_path / "raw"


def kinerja(raw: Path, *arguments: object, **more: Any) -> Result:
    return CliRunner().invoke(cli.app, ["import", *map(str, arguments), "--data-dir", str(raw)], env={"COLUMNS": "200"}, catch_exceptions=False, **more)


def rows(raw: Path, name: str = NEW, table: str = "targets") -> list[dict[str, str]]:
    with (raw / name / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def state(raw: Path) -> dict[str, bytes]:
    return {str(file.relative_to(raw)): file.read_bytes() for file in sorted(raw.rglob("*")) if file.is_file()}


def places(found: Import) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.cell, one.why) for one in found.wrong]


# Accepted


def test_an_accepted_file_becomes_rows_that_know_their_cell(plain: Plain, raw: Path, tmp_path: Path) -> None:
    found = prepared(workbook(tmp_path / "t.xlsx"), ASKED, raw)
    written = found.accept()

    assert (found.acceptable, written) == (True, ["source.yaml", "targets.csv"])
    assert [(row["line"], row["code"], row["value"]) for row in rows(raw)] == [("2", "IKU.1", "80"), ("3", "IKU.2", "0,5")]
    facts = load(raw)
    mine = facts.tables["targets"].query("document == @NEW")
    assert list(mine["value"]) == [80.0, 0.5]
    sheet = facts.sources[NEW].sheet(3)
    assert sheet is not None
    assert (sheet.file, sheet.sheet, 3 - sheet.before, sheet.columns["targets.value"]) == ("t.xlsx", "targets", 3, "C")


def test_the_same_file_changes_nothing_the_second_time(plain: Plain, raw: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx")
    prepared(path, ASKED, raw).accept()
    before = state(raw)

    again = prepared(path, Asked(), raw)

    assert (again.acceptable, again.any_change, again.accept()) == (True, False, [])
    assert state(raw) == before


def test_a_corrected_file_shows_exactly_what_changes(plain: Plain, raw: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    prepared(workbook(path, [*GOOD, ("IKU.3", "pk", 7)]), ASKED, raw).accept()
    corrected = [HEADS, ("IKU.0", "pk", 5), ("IKU.1", "pk", 80), ("IKU.2", "pk", 0.75)]

    found = prepared(workbook(path, corrected), ASKED, raw)
    found.accept()

    (change,) = found.changes
    assert [(one.key[2], one.numbers) for one in change.added] == [("IKU.0", {"value": "5"})]
    assert [(one.key[2], one.numbers) for one in change.removed] == [("IKU.3", {"value": "7"})]
    assert [(one.key[2], one.column, one.old, one.new) for one in change.changed] == [("IKU.2", "value", "0,5", "0,75")]
    assert (change.same, change.moved) == (0, 1)
    assert [row["code"] for row in rows(raw)] == ["IKU.0", "IKU.1", "IKU.2"]


def test_rows_of_a_file_join_a_document_that_is_there(plain: Plain, raw: Path, tmp_path: Path) -> None:
    before = (raw / DOCUMENT / "realisations.csv").read_bytes()
    found = prepared(workbook(tmp_path / "t.xlsx", [HEADS, ("IKU.1", "renja", 82)]), ASKED, raw, DOCUMENT)
    found.accept()

    assert [(row["line"], row["basis"], row["value"]) for row in rows(raw, DOCUMENT)] == [("1", "pk", "80"), ("1002", "renja", "82")]
    assert (raw / DOCUMENT / "realisations.csv").read_bytes() == before
    load(raw)


def test_a_sheet_that_outgrows_its_lines_gets_others(plain: Plain, raw: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    prepared(workbook(path), ASKED, raw).accept()
    many = [HEADS, *((f"IKU.{number}", "pk", number) for number in range(1, 1_200))]

    prepared(workbook(path, many), ASKED, raw).accept()

    assert [row["line"] for row in rows(raw)][:2] == ["1002", "1003"]
    assert len(rows(raw)) == 1_199
    sheet = load(raw).sources[NEW].sheet(1002)
    assert sheet is not None
    assert sheet.before == 1000


def test_what_stands_elsewhere_with_another_value_is_never_overwritten(plain: Plain, raw: Path, tmp_path: Path) -> None:
    same, other = [HEADS, ("IKU.1", "pk", 80)], [HEADS, ("IKU.1", "pk", 81)]
    kept = prepared(workbook(tmp_path / "same.xlsx", same), ASKED, raw, DOCUMENT)
    refused = prepared(workbook(tmp_path / "other.xlsx", other), ASKED, raw, DOCUMENT)

    assert (kept.acceptable, kept.any_change) == (True, False)
    assert [(one.cell, one.why, one.told["there"], one.told["here"]) for one in refused.wrong] == [("C2", "elsewhere", "80", "81")]
    with pytest.raises(InputError, match="nothing is written"):
        refused.accept()


def test_a_row_that_names_its_line_corrects_that_line(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lined(Plain):
        def take(self, book: Book, asked: Asked, context: Any) -> Reading:
            cells = {"unit": "kantor-a", "period": "2023", "code": "IKU.1", "basis": "pk", "value": "82"}
            return Reading(
                Proposal("plain"), [Taken("targets", "targets", 2, cells, {"value": 3}, line=1)], [Left("targets", 1, "heads"), Left("targets", 3, "x")]
            )

    monkeypatch.setattr(layouts, "layouts", lambda: {"plain": Lined()})

    found = prepared(workbook(tmp_path / "t.xlsx"), ASKED, raw, DOCUMENT)
    found.accept()

    change = next(one for one in found.changes if one.table == "targets")
    assert [(one.column, one.old, one.new) for one in change.changed] == [("value", "80", "82")]
    assert [(row["line"], row["value"]) for row in rows(raw, DOCUMENT)] == [("1", "82")]
    assert prepared(tmp_path / "t.xlsx", ASKED, raw, DOCUMENT).any_change is False


def test_what_was_accepted_is_found_again(plain: Plain, raw: Path, tmp_path: Path) -> None:
    style: dict[str, Style] = {"targets.value": "en"}
    asked = Asked("kantor-a", "2023", columns={"targets.value": "targets.value"}, styles=style)
    prepared(workbook(tmp_path / "t.xlsx", [("targets.value", *HEADS), (None, "IKU.1", "pk", "1,234.5")]), asked, raw).accept()

    again = prepared(tmp_path / "t.xlsx", Asked(), raw)

    assert again.reading.proposal == Proposal("plain", {"targets.value": "targets.value"}, style)
    assert (again.draft.document, again.acceptable, again.any_change) == (NEW, True, False)
    assert list(load(raw).tables["targets"].query("document == @NEW")["value"]) == [1234.5]


def test_another_file_of_the_same_name_never_takes_the_place_of_the_first_unasked(plain: Plain, raw: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    prepared(workbook(path), ASKED, raw).accept()
    other = workbook(path, [HEADS, ("IKU.8", "pk", 1)])

    with pytest.raises(ParameterError, match="gave 2 rows of kantor-a_plain_2023 before, and this one none of them"):
        prepared(other, Asked(), raw)

    assert prepared(other, Asked(), raw, NEW).acceptable
    assert prepared(other, Asked("kantor-a", "2024"), raw).draft.document == "kantor-a_plain_2024"


def test_a_document_that_was_changed_in_the_meantime_is_not_written_over(plain: Plain, raw: Path, tmp_path: Path) -> None:
    found = accepted(raw, tmp_path)
    file = raw / NEW / "targets.csv"
    file.write_text(file.read_text("utf-8").replace("80", "79"), "utf-8")

    with pytest.raises(InputError, match="was changed since"):
        found.accept()

    assert rows(raw)[0]["value"] == "79"


@pytest.mark.skipif(not hasattr(os, "O_DIRECTORY"), reason="folders are not held here")
def test_an_import_waits_for_another_and_then_sees_what_it_did(plain: Plain, raw: Path, tmp_path: Path) -> None:
    found = accepted(raw, tmp_path)
    file, refused = raw / NEW / "targets.csv", []

    def second() -> None:
        try:
            found.accept()
        except InputError as error:
            refused.append(str(error))

    waiting = threading.Thread(target=second)
    with accepting._alone(raw):
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        file.write_text(file.read_text("utf-8").replace("80", "79"), "utf-8")
    waiting.join(60)

    assert [f"{NEW} was changed since it was read" in told for told in refused] == [True]
    assert rows(raw)[0]["value"] == "79"


# The sidecar

COMMENTED = """# why this document is here
document: a
number_styles:
  - {style: id}
  # these pages were printed abroad
  - {lines: 5-7, style: en}
sheets:
  - {file: old.xlsx, sheet: a, lines: 1001-2000}
title: "Laporan"  # as printed
"""


def test_comments_order_and_all_other_lines_of_a_sidecar_stay() -> None:
    entry = {"lines": "2001-3000", "style": "id"}

    text = with_entries(COMMENTED, "number_styles", lambda one: False, [entry])

    assert text.replace("  - {lines: 2001-3000, style: id}\n", "") == COMMENTED
    assert yaml.safe_load(text)["number_styles"][-1] == entry
    assert with_entries(text, "number_styles", lambda one: one == entry, [entry]) == text
    assert with_entries(text, "number_styles", lambda one: one == entry, []) == COMMENTED


def test_a_list_that_was_not_there_comes_at_the_end_and_goes_again() -> None:
    text = with_entries(COMMENTED, "imports", lambda one: True, [{"file": "x: y.xlsx", "columns": {"Nilai {1}": "targets.value"}}])

    assert text.startswith(COMMENTED)
    assert yaml.safe_load(text)["imports"] == [{"file": "x: y.xlsx", "columns": {"Nilai {1}": "targets.value"}}]
    assert with_entries(text, "imports", lambda one: True, []) == COMMENTED


def test_a_list_in_another_form_is_written_anew_with_the_same_meaning() -> None:
    block = "document: a\nsheets:\n- file: old.xlsx\n  lines: 1-1000\n- file: new.xlsx\n  lines: 1001-2000\n"

    text = with_entries(block, "sheets", lambda one: one["file"] == "old.xlsx", [{"file": "third.xlsx", "lines": "2001-3000"}])

    assert [one["file"] for one in yaml.safe_load(text)["sheets"]] == ["new.xlsx", "third.xlsx"]


# Wrong

TARGET = ("code", "basis", "value")
REAL = ("code", "method", "value", "status")
LINES = ("version", "classification", "code", "parent", "level", "name", "pagu_rp")
MURNI = ("murni", "keluaran")
COMPLAINTS: list[tuple[str, Sequence[Sequence[Any]], str, str]] = [
    ("targets", [TARGET, ("IKU.1", "pk", "delapan")], "C2", "not_a_number"),
    ("targets", [TARGET, ("IKU.1", "pk", "1,234.5")], "C2", "other_style"),
    ("targets", [TARGET, ("IKU.1", "pk", "12345678901234567890")], "C2", "too_many_digits"),
    ("targets", [TARGET, (None, "pk", 1)], "A2", "empty_cell"),
    ("targets", [TARGET, ("IKU.1", "perkin", 1)], "B2", "unknown_choice"),
    ("targets", [TARGET, ("IKU.1", "pk", 1), ("IKU.1", "pk", 2)], "B3", "repeated_key"),
    ("targets", [(*TARGET, "unit"), ("IKU.1", "pk", 1, "kantor-x")], "D2", "unknown_unit"),
    ("targets", [(*TARGET, "period"), ("IKU.1", "pk", 1, "tw 3")], "D2", "not_a_period"),
    ("claims", [("figure", "subject", "printed"), ("capaian", "IKU.1", "1")], "A2", "unknown_figure"),
    (
        "indicators",
        [("since", "code", "name", "measure", "polarity", "accumulation", "system"), ("dua", "A", "n", "pct", "max", "last", "temuan")],
        "A2",
        "not_whole",
    ),
    ("budget", [LINES, (*MURNI, "A", "Z", "ro", "n", 1)], "D2", "no_parent"),
    ("budget", [LINES, (*MURNI, "A", "A", "ro", "n", None)], "D2", "below_itself"),
    ("budget", [LINES, (*MURNI, "A", None, "kro", "n", 5), (*MURNI, "B", "A", "ro", "n", 1)], "C2", "amount_above"),
]


@pytest.mark.parametrize(("table", "content", "cell", "why"), COMPLAINTS, ids=[case[3] for case in COMPLAINTS])
def test_what_the_loader_says_is_led_back_to_its_cell(
    plain: Plain, raw: Path, tmp_path: Path, table: str, content: Sequence[Sequence[Any]], cell: str, why: str
) -> None:
    found = prepared(workbook(tmp_path / "t.xlsx", content, sheet=table), ASKED, raw)

    assert places(found) == [(table, cell, why)]
    for lang in ("id", "en"):
        told = {"value": found.wrong[0].value, **found.wrong[0].told}
        assert "{" not in words(lang)(f"intake.wrong.{why}", **told) + words(lang)(f"intake.next.{why}", **told)


def test_a_code_that_the_document_does_not_define_is_told_with_those_that_it_does(plain: Plain, raw: Path, tmp_path: Path) -> None:
    found = prepared(workbook(tmp_path / "t.xlsx", [TARGET, ("IKU.l", "renja", 1)]), ASKED, raw, DOCUMENT)

    assert places(found) == [("targets", "A2", "unknown_code")]
    assert found.wrong[0].told["known"] == "IKU.1"


def test_all_that_is_wrong_is_told_at_once(plain: Plain, raw: Path, tmp_path: Path) -> None:
    found = prepared(workbook(tmp_path / "t.xlsx", [TARGET, ("IKU.1", "p", "x"), ("IKU.2", "pk", "=1+1"), ("IKU.3", "pk", 3)]), ASKED, raw)

    assert set(places(found)) == {("targets", "B2", "unknown_choice"), ("targets", "C2", "not_a_number"), ("targets", "C3", "no_value")}
    assert (found.counts[0].rows, found.counts[0].taken, found.counts[0].left, found.counts[0].wrong) == (4, 1, {"heads": 1}, 2)


def test_a_document_that_is_broken_already_is_told_as_such(plain: Plain, raw: Path, tmp_path: Path) -> None:
    file = raw / DOCUMENT / "realisations.csv"
    file.write_text(file.read_text("utf-8").replace("stated", "guessed"), "utf-8")

    found = prepared(workbook(tmp_path / "t.xlsx", [HEADS, ("IKU.1", "renja", 1)]), ASKED, raw, DOCUMENT)

    assert places(found) == [("", "", "document")]


def test_a_sentence_of_no_known_kind_is_quoted() -> None:
    assert complaint("something new") == ("loader", {"says": "something new"})


def test_every_reason_has_a_next_step_in_both_languages() -> None:
    for lang in ("id", "en"):
        with (FOLDER / f"{lang}.po").open("rb") as file:
            told = {str(message.id) for message in read_po(file) if message.id}
        reasons = {message.removeprefix("intake.wrong.") for message in told if message.startswith("intake.wrong.")}

        assert reasons == {message.removeprefix("intake.next.") for message in told if message.startswith("intake.next.")}
        assert {case[3] for case in COMPLAINTS} <= reasons


# No row is lost


def test_a_layout_that_loses_a_row_is_stopped(plain: Plain, raw: Path, tmp_path: Path) -> None:
    plain.loses = (3,)

    with pytest.raises(Refused, match="lost 1 rows of sheet targets") as refused:
        prepared(workbook(tmp_path / "t.xlsx"), ASKED, raw)

    assert refused.value.wrong.why == "lost_rows"


FATES = st.lists(st.sampled_from(["empty", "taken", "left", "wrong", "taken wrong", "lost"]), min_size=1, max_size=30)


@given(fates=FATES)
def test_rows_are_taken_left_or_wrong_and_never_lost(fates: list[str]) -> None:
    sheet = Sheet("s", [() if fate == "empty" else (Cell(row, 1, "x"),) for row, fate in enumerate(fates, 1)])
    taken = [Taken("targets", "s", row, {}, {}) for row, fate in enumerate(fates, 1) if "taken" in fate]
    left = [Left("s", row, "head") for row, fate in enumerate(fates, 1) if fate == "left"]
    wrong = [Wrong("s", f"A{row}", "x", "no_value") for row, fate in enumerate(fates, 1) if "wrong" in fate]
    reading = Reading(Proposal("p"), taken, left, wrong)

    if "lost" in fates and set(fates) - {"lost", "empty"}:
        with pytest.raises(Refused, match="lost"):
            counted(Book("f", "0", [sheet]), reading, wrong)
    else:
        (count,) = counted(Book("f", "0", [sheet]), reading, wrong)
        assert count.read == bool(set(fates) - {"lost", "empty"})
        assert not count.read or count.rows == count.taken + sum(count.left.values()) + count.wrong


def test_a_hundred_thousand_rows_are_counted_in_no_time() -> None:
    sheet = Sheet("s", [(Cell(row, 1, row),) for row in range(1, 100_001)])
    reading = Reading(Proposal("p"), [Taken("targets", "s", row, {}, {}) for row in range(1, 50_001)], [Left("s", row, "x") for row in range(50_001, 100_001)])

    began = time.process_time()
    (count,) = counted(Book("f", "0", [sheet]), reading, [])

    assert (count.taken, count.left) == (50_000, {"x": 50_000})
    assert time.process_time() - began < 3


# Whole or not at all


def accepted(raw: Path, tmp_path: Path) -> Import:
    """A corrected file, ready to be accepted over one that was accepted before."""
    prepared(workbook(tmp_path / "t.xlsx"), ASKED, raw).accept()
    return prepared(workbook(tmp_path / "t.xlsx", [HEADS, ("IKU.1", "pk", 81)]), ASKED, raw)


@pytest.mark.parametrize("failing", ["write 1", "write 2", "rename 1", "rename 2"])
def test_a_write_that_fails_leaves_everything_as_it_was(plain: Plain, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    found = accepted(raw, tmp_path)
    before = state(raw)
    kind, number = failing.split()
    calls = []

    def broken(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            calls.append(arguments)
            if len(calls) == int(number):
                raise OSError(28, "no space left")
            return real(*arguments)

        return call

    if kind == "write":
        monkeypatch.setattr(accepting, "write", broken(accepting.write))
    else:
        monkeypatch.setattr(Path, "rename", broken(Path.rename))
    with pytest.raises(OSError, match="no space left"):
        found.accept()

    monkeypatch.undo()
    assert state(raw) == before


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from plain_layout import Plain
from analysis.intake import accepting, layouts
from analysis.intake.importing import prepared
from analysis.intake.reading import Asked
layouts.layouts = lambda: {"plain": Plain()}
found = prepared(Path(sys.argv[1]), Asked("kantor-a", "2023"), Path(sys.argv[2]))
left = int(sys.argv[3])
def dying(real):
    def call(*arguments, **named):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*arguments, **named)
    return call
accepting.write = dying(accepting.write)
Path.rename = dying(Path.rename)
accepting.shutil.rmtree = dying(accepting.shutil.rmtree)
accepting.shutil.copytree = dying(accepting.shutil.copytree)
found.accept()
"""


def test_an_import_that_is_killed_loses_nothing(plain: Plain, raw: Path, tmp_path: Path) -> None:
    accepted(raw, tmp_path)
    old = state(raw / NEW)
    ends = []
    for steps in range(12):
        done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "t.xlsx", raw, str(steps), Path(__file__).parent], check=False)
        accepting.restore(raw)
        ends.append((done.returncode, state(raw / NEW) == old, "; ".join(row["value"] for row in rows(raw))))
        if done.returncode == 0:
            break

    assert ends[-1] == (0, False, "81")
    assert len(ends) > 5
    assert {end for end in ends if end[0] == 9} <= {(9, True, "80; 0,5"), (9, False, "81")}
    assert [one.name for one in raw.iterdir() if one.name.startswith(".")] in ([], [f".{NEW}.part"])


# Remarks


def test_a_copy_with_remarks_marks_each_wrong_cell_and_leaves_the_file_alone(plain: Plain, raw: Path, tmp_path: Path) -> None:
    content = [TARGET, ("IKU.1", "p", "x"), ("=1+1", "pk", 3)]
    path = workbook(tmp_path / "t.xlsx", content, touch=lambda book: book.active.__setitem__("E1", "=SUM(C2:C3)"))
    before = path.read_bytes()

    result = kinerja(raw, path, "--unit", "kantor-a", "--period", "2023", "--yes")

    copy = openpyxl.load_workbook(tmp_path / "t-catatan.xlsx")
    assert result.exit_code == 3
    assert path.read_bytes() == before
    assert copy.sheetnames == ["Catatan", "targets"]
    listed = [tuple(cell.value for cell in row) for row in copy["Catatan"].iter_rows(min_row=4)]
    assert listed[0] == ("berkas", "lembar", "sel", "isi", "alasan", "langkah berikutnya")
    assert {row[2] for row in listed[1:]} == {"A3", "B2", "C2"}
    assert {cell.coordinate for row in copy["targets"].iter_rows() for cell in row if cell.comment} == {"A3", "B2", "C2"}
    assert "bukan angka" in copy["targets"]["C2"].comment.text
    assert copy["targets"]["E1"].value == "=SUM(C2:C3)"


def test_the_copy_of_a_text_is_a_workbook_in_which_nothing_is_a_formula(plain: Plain, raw: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("code;basis;value\nIKU.1;pk;=1+1\n", "utf-8")

    kinerja(raw, path, "--unit", "kantor-a", "--period", "2023")

    copy = openpyxl.load_workbook(tmp_path / "t-catatan.xlsx")
    assert [cell.data_type for cell in copy["t"][2]] == ["s", "s", "s"]
    assert copy["t"]["C2"].comment is not None
    assert all(cell.data_type != "f" for row in copy["Catatan"].iter_rows() for cell in row)


def test_a_corrected_copy_is_imported_without_its_list_of_remarks(plain: Plain, raw: Path, tmp_path: Path) -> None:
    kinerja(raw, workbook(tmp_path / "t.xlsx", [TARGET, ("IKU.1", "pk", "x")]), "--unit", "kantor-a", "--period", "2023")
    copy = openpyxl.load_workbook(tmp_path / "t-catatan.xlsx")
    copy["targets"]["C2"] = 5
    copy.save(tmp_path / "t-catatan.xlsx")

    found = prepared(tmp_path / "t-catatan.xlsx", ASKED, raw)

    assert (found.acceptable, [sheet.name for sheet in found.book.sheets]) == (True, ["targets"])


@pytest.mark.parametrize("name", ["t.xlsx", "other.xlsx", "new.csv"])
def test_remarks_replace_no_file_but_their_own(plain: Plain, raw: Path, tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path / "t.xlsx", [TARGET, ("IKU.1", "pk", "x")])
    workbook(tmp_path / "other.xlsx")
    found = prepared(path, ASKED, raw)

    with pytest.raises(ParameterError, match=r"--remarks|must end in"):
        write_remarks(path, found.book, found.wrong, "id", tmp_path / name)

    for _ in range(2):
        assert write_remarks(path, found.book, found.wrong, "id", tmp_path / "mine.xlsx").is_file()


# The command


def test_the_command_shows_everything_and_writes_with_a_yes(plain: Plain, raw: Path, tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [*GOOD, ("Jumlah", None, 1)])
    asked = [path, "--unit", "kantor-a", "--period", "2023", "--lang", "en"]
    before = state(raw)

    dry, unasked = kinerja(raw, *asked, "--dry-run"), kinerja(raw, *asked)
    untouched = state(raw) == before
    accepted_, again = kinerja(raw, *asked, "--yes"), kinerja(raw, *asked)

    assert [one.exit_code for one in (dry, unasked, accepted_, again)] == [0, 2, 0, 0]
    assert untouched
    assert "targets\t4\t2\t2\t0\t" in dry.output
    assert "targets: 2 rows new, 0 changed, 0 removed, 0 at another place, 0 the same" in dry.output
    assert "accept with --yes" in unasked.output
    assert f"Written to {raw / NEW}: source.yaml, targets.csv" in accepted_.output
    assert "nothing changes" in again.output


def test_an_undecided_style_stops_with_the_option_that_decides_it(plain: Plain, raw: Path, tmp_path: Path) -> None:
    plain.undecided = ("Nilai",)

    result = kinerja(raw, workbook(tmp_path / "t.xlsx"), "--unit", "kantor-a", "--period", "2023", "--yes")

    assert result.exit_code == 3
    assert '--style "Nilai=id"' in result.output
    assert not (raw / NEW).exists()


def test_a_file_that_is_refused_ends_with_one_sentence(plain: Plain, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"")

    result = kinerja(raw, tmp_path / "t.xlsx")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == ["t.xlsx: Berkas tidak berisi apa pun. Periksa apakah pengunduhan atau penyimpanannya selesai, lalu coba lagi."]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--column", "Nilai"], 'write it as "HEAD=TABLE.COLUMN"'),
        (["--column", "Nilai=targets.valu"], "did you mean 'targets.value'?"),
        (["--style", "Nilai=us"], "number style 'us' is not known"),
        (["--period", "tw3"], "'tw3' is not a period"),
        (["--unit", "kantor-x"], "unit 'kantor-x' is not in units.yaml"),
        (["--layout", "plane"], "did you mean 'plain'?"),
        (["--document", "../x"], "is no document"),
        (["--document", "kantor-z_x_2023"], "unit 'kantor-z' is not in units.yaml"),
        ([], "name it with --document"),
    ],
)
def test_a_mistake_in_the_options_ends_with_code_two(plain: Plain, raw: Path, tmp_path: Path, options: list[str], said: str) -> None:
    before = state(raw)

    result = kinerja(raw, workbook(tmp_path / "t.xlsx"), *options)

    assert result.exit_code == 2
    assert said in result.stderr
    assert state(raw) == before


def test_a_head_may_hold_an_equals_sign(plain: Plain, raw: Path, tmp_path: Path) -> None:
    result = kinerja(raw, workbook(tmp_path / "t.xlsx"), "--unit", "kantor-a", "--period", "2023", "--column", "a=b=targets.value", "--dry-run")

    assert "a=b\ttargets.value" in result.output


# Layouts


def test_every_module_of_a_layout_says_its_name_and_keeps_the_form() -> None:
    for name, layout in layouts.layouts().items():
        assert (layout.NAME, callable(layout.fits), callable(layout.take)) == (name, True, True)


def test_a_layout_is_asked_for_or_fits_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Never(Plain):
        def fits(self, book: Book) -> bool:
            return False

    book = Book("f.xlsx", "0", [Sheet("targets", [])])
    several = {"a": Plain("a"), "b": Plain("b"), "columns": Never("columns")}
    monkeypatch.setattr(layouts, "layouts", lambda: several)

    assert layouts.recognised(book, Asked(kind="b")).NAME == "b"
    with pytest.raises(Refused, match="more than one form: a, b"):
        layouts.recognised(book, Asked())
    del several["b"]
    assert layouts.recognised(book, Asked()).NAME == "a"
    several["a"] = Never("a")
    assert layouts.recognised(book, Asked()).NAME == "columns"
    del several["columns"]
    with pytest.raises(Refused, match="not recognised"):
        layouts.recognised(book, Asked())
