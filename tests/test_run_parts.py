"""The parts that a step rests on: code, raw rows, waivers by the day, reasons in words, and the room of a run."""

from __future__ import annotations

import ast
import json
import multiprocessing
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from projects import DOCUMENT, OTHER, REPORT, UNITS, report_of, write_document, write_yaml

from analysis.errors import InputError
from analysis.output import hash_of
from analysis.run import room
from analysis.run.basis import Basis
from analysis.run.code import Code
from analysis.run.parts import changed, digest_of, reason_of
from analysis.run.rawfiles import RawFiles
from analysis.run.records import Record, Step, changes, read_record, why
from analysis.run.steps import _waivers

# code


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with imports of every kind; its name is that of the real one, so that its rules are known as rules."""
    sources = {
        "__init__": "",
        "top": "from analysis import middle\nfrom analysis.room import inner\nimport os",
        "middle": "def late():\n    from analysis.bottom import thing",
        "bottom": "thing = 1",
        "typed": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from analysis.top import x\nfrom analysis import bottom",
        "circle": "from analysis import round",
        "round": "from analysis import circle",
        "counts": "from analysis.rules import law\nfrom analysis.rules.money import sum",
        "room/__init__": "from analysis.room.first import one",
        "room/first": "one = 1",
        "room/inner": "",
        "rules/__init__": "from analysis.rules import money\nlaw = 1",
        "rules/money": "from analysis.rules.arithmetic import half\nfrom analysis import bottom",
        "rules/arithmetic": "half = 1",
    }
    folder = tmp_path / "analysis"
    for name, source in sources.items():
        file = folder / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source + "\n", "utf-8")
    return folder


CLOSURES = {
    "nothing": ([], []),
    "what is not of the package": (["os", "pandas.DataFrame"], []),
    "a module with the package above it": (["analysis.bottom"], ["", "bottom"]),
    "a name taken from a module": (["analysis.bottom.thing"], ["", "bottom"]),
    "what is imported in a function": (["analysis.middle"], ["", "bottom", "middle"]),
    "what is imported over several modules": (["analysis.top"], ["", "bottom", "middle", "room", "room.first", "room.inner", "top"]),
    "nothing that only type checkers import": (["analysis.typed"], ["", "bottom", "typed"]),
    "modules that import each other": (["analysis.circle"], ["", "circle", "round"]),
    "rules left out, their package not": (["analysis.counts"], ["", "counts", "rules"]),
}


@pytest.mark.parametrize("name", CLOSURES)
def test_the_code_below_a_module_is_all_that_it_imports(package: Path, name: str) -> None:
    named, expected = CLOSURES[name]

    assert Code(package).closure(named) == [f"analysis.{module}".rstrip(".") for module in expected]


def test_the_code_of_a_rule_is_its_module_and_the_rules_that_it_imports(package: Path) -> None:
    assert Code(package).rule_modules("analysis.rules.money") == ["analysis.rules.arithmetic", "analysis.rules.money"]


def test_code_is_known_by_its_bytes(package: Path) -> None:
    before = Code(package)
    assert before.digest("analysis.bottom")
    (package / "bottom.py").write_text("thing = 2\n", "utf-8")

    after = Code(package)

    assert {module for module in after.files if after.digest(module) != before.digest(module)} <= {"analysis.bottom"}
    assert after.digest("analysis.bottom") != before.digest("analysis.bottom")


SPOILED = {
    "no file": lambda told: None,
    "no JSON": lambda told: "{",
    "another form": lambda told: json.dumps({**told, "imports": ["a"]}),
    "names that are no list": lambda told: json.dumps({**told, "imports": dict.fromkeys(told["imports"], 5)}),
    "found out by another program": lambda told: json.dumps({"by": "0" * 64, "imports": {digest: ["analysis.bottom"] for digest in told["imports"]}}),
}


def test_what_modules_import_is_known_again_by_their_bytes(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, parsed = tmp_path / "imports.json", []
    first = Code(package, kept)
    expected = first.closure(["analysis.top"])
    first.keep()
    (package / "middle.py").write_text("import analysis.circle\n", "utf-8")
    monkeypatch.setattr("analysis.run.code.ast.parse", lambda source, real=ast.parse: parsed.append(source) or real(source))

    found = Code(package, kept).closure(["analysis.top"])

    assert sorted(parsed) == sorted((package / f"{name}.py").read_bytes() for name in ("circle", "middle", "round"))
    assert set(found) - set(expected) == {"analysis.circle", "analysis.round"}
    assert found == Code(package).closure(["analysis.top"])


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_kept_of_imports_and_cannot_be_used_is_left_aside(package: Path, tmp_path: Path, name: str) -> None:
    kept = tmp_path / "imports.json"
    first = Code(package, kept)
    expected = first.closure(["analysis.top"])
    first.keep()
    spoiled = SPOILED[name](json.loads(kept.read_text("utf-8")))
    kept.unlink() if spoiled is None else kept.write_text(spoiled, "utf-8")

    assert Code(package, kept).closure(["analysis.top"]) == expected


# raw rows


def raw_of(folder: Path) -> RawFiles:
    write_document(folder, report_of("kantor-a", "2022", "2023"), sidecar={"reports": [{"unit": "kantor-a", "periods": ["2022", "2023"]}]})
    write_document(folder, report_of("kantor-b", "2023"), name=OTHER, sidecar={"reports": [{"unit": "kantor-b", "periods": ["2023"]}]})
    write_yaml(folder / "units.yaml", UNITS)
    return RawFiles(folder)


READS = [
    *(("rows", "targets", unit, period) for unit, period in (("kantor-a", "2022"), ("kantor-a", "2023"), ("kantor-b", "2023"), ("kantor-b", "2024"))),
    ("rows", "indicators", "kantor-a", ""),
    ("rows", "realisations", "kantor-a", "2023"),
    ("periods", "targets", "kantor-a"),
    ("periods", "targets", "kantor-b"),
    ("table", "targets", ""),
    ("table", "targets", DOCUMENT),
    ("table", "targets", OTHER),
    ("columns", "targets", DOCUMENT, "unit", "period"),
    ("source", DOCUMENT),
    ("source", OTHER),
    ("reports",),
    ("units",),
]
TARGETS = f"{DOCUMENT}/targets.csv"


def edited(place: str, edit: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda raw: (raw / place).write_text(edit((raw / place).read_text("utf-8")), "utf-8")


def reversed_rows(text: str) -> str:
    header, *rows = text.splitlines()
    return "\n".join([header, *reversed(rows)]) + "\n"


OWN = "kantor-a"
EDITS: dict[str, tuple[Callable[[Path], object], set[tuple[str, ...]]]] = {
    "nothing": (lambda raw: None, set()),
    "a digit": (
        edited(TARGETS, lambda t: t.replace("kantor-a,2022,IKU.1,pk,80", "kantor-a,2022,IKU.1,pk,81")),
        {("rows", "targets", OWN, "2022"), ("table", "targets", ""), ("table", "targets", DOCUMENT)},
    ),
    "quotes and line ends": (edited(TARGETS, lambda t: t.replace("IKU.1", '"IKU.1"').replace("\n", "\r\n")), set()),
    "rows of other places in another order": (
        edited(TARGETS, reversed_rows),
        {("table", "targets", ""), ("table", "targets", DOCUMENT), ("columns", "targets", DOCUMENT, "unit", "period")},
    ),
    "a row of another period": (
        edited(TARGETS, lambda t: t.replace("kantor-a,2022,IKU.1", "kantor-a,2021,IKU.1")),
        {
            ("rows", "targets", OWN, "2022"),
            ("periods", "targets", OWN),
            ("table", "targets", ""),
            ("table", "targets", DOCUMENT),
            ("columns", "targets", DOCUMENT, "unit", "period"),
        },
    ),
    "a row of another unit": (
        edited(TARGETS, lambda t: t.replace("kantor-a,2023,IKU.1", "kantor-b,2023,IKU.1")),
        {
            *(("rows", "targets", unit, "2023") for unit in ("kantor-a", "kantor-b")),
            *(("periods", "targets", OWN), ("table", "targets", ""), ("table", "targets", DOCUMENT), ("columns", "targets", DOCUMENT, "unit", "period")),
        },
    ),
    "a new row": (
        edited(f"{OTHER}/targets.csv", lambda t: t + "9,kantor-b,2024,IKU.1,pk,80,,\n"),
        {("rows", "targets", "kantor-b", "2024"), ("periods", "targets", "kantor-b"), ("table", "targets", ""), ("table", "targets", OTHER)},
    ),
    "an indicator": (edited(f"{DOCUMENT}/indicators.csv", lambda t: t.replace(",pct,", ",orang,")), {("rows", "indicators", OWN, "")}),
    "the sidecar": (
        edited(f"{OTHER}/source.yaml", lambda t: t.replace("Laporan rekaan", "Laporan lain")),
        {("source", OTHER), ("rows", "targets", "kantor-b", "2023"), ("table", "targets", ""), ("table", "targets", OTHER)},
    ),
    "corrections": (
        lambda raw: (raw / OTHER / "corrections.yaml").write_text("[]\n", "utf-8"),
        {("source", OTHER), ("rows", "targets", "kantor-b", "2023"), ("table", "targets", ""), ("table", "targets", OTHER)},
    ),
    "the units": (edited("units.yaml", lambda t: t.replace("Kantor A", "Kantor Satu")), {("units",)}),
    "no text": (
        lambda raw: (raw / TARGETS).write_bytes(b"\xff\xfe"),
        {("table", "targets", ""), ("table", "targets", DOCUMENT), ("columns", "targets", DOCUMENT, "unit", "period"), ("periods", "targets", OWN)}
        | {("rows", "targets", OWN, period) for period in ("2022", "2023")},
    ),
    "an empty file": (
        lambda raw: (raw / TARGETS).write_bytes(b""),
        {("table", "targets", ""), ("table", "targets", DOCUMENT), ("columns", "targets", DOCUMENT, "unit", "period"), ("periods", "targets", OWN)}
        | {("rows", "targets", OWN, period) for period in ("2022", "2023")},
    ),
    "a hidden file": (lambda raw: (raw / DOCUMENT / ".targets.csv.swp").write_text("x", "utf-8"), set()),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_digest_of_raw_data_changes_exactly_with_what_was_looked_at(tmp_path: Path, name: str) -> None:
    edit, expected = EDITS[name]
    before = {read: raw_of(tmp_path / "raw").digest(read) for read in READS[:1]} | {read: RawFiles(tmp_path / "raw").digest(read) for read in READS}
    edit(tmp_path / "raw")

    raw = RawFiles(tmp_path / "raw")

    assert {read for read in READS if raw.digest(read) != before[read]} == expected


def test_a_period_counts_however_it_is_spelled(tmp_path: Path) -> None:
    raw_of(tmp_path / "raw")
    edited(TARGETS, lambda t: t.replace("kantor-a,2022,", " kantor-a , 2022 ,"))(tmp_path / "raw")

    raw = RawFiles(tmp_path / "raw")

    assert raw.digest(("rows", "targets", OWN, "2022")) not in {"", raw.digest(("rows", "targets", OWN, "1999"))}
    assert raw.digest(("periods", "targets", OWN)) == digest_of(["2022", "2023"])


def test_what_is_no_read_of_raw_data_has_no_digest(tmp_path: Path) -> None:
    raw = raw_of(tmp_path / "raw")

    assert [raw.digest(read) for read in (("file", "x"), ("rows", "targets"), ())] == ["", "", ""]  # type: ignore[list-item]
    assert raw.reports == [(OWN, "2022"), (OWN, "2023"), ("kantor-b", "2023")]
    assert raw.documents_of(OWN, "2023") == [DOCUMENT]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda raw: None, "is not a folder; name the one that holds units.yaml"),
        (lambda raw: raw.mkdir(), "holds no document: add a folder"),
        (lambda raw: write_document(raw, REPORT), "units.yaml is missing"),
        (lambda raw: (write_document(raw, REPORT), write_yaml(raw / "units.yaml", {"bkn": UNITS["bkn"]})), "source.yaml: unit 'kantor-a' is not in units.yaml"),
    ],
)
def test_a_folder_that_cannot_be_worked_with_is_refused(tmp_path: Path, damage: Callable[[Path], object], sentence: str) -> None:
    damage(tmp_path / "raw")

    with pytest.raises(InputError, match=sentence):
        assert RawFiles(tmp_path / "raw").reports


# reasons


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("rows targets kantor-a 2023", "data"),
        ("periods targets kantor-a", "data"),
        ("columns claims x unit", "data"),
        ("table targets ", "data"),
        ("source x", "data"),
        ("reports", "data"),
        ("units", "data"),
        ("rule npss_nilai", "rule"),
        ("parameter efisiensi_batas_pct", "rule"),
        ("law", "rule"),
        ("code analysis.views.summary", "code"),
        ("notebook", "notebook"),
        ("parameters", "parameter"),
        ("lock", "lock"),
        ("stopped", "gate"),
        ("waivers", "suite"),
        ("file expectations/claims.json", "suite"),
        ("file src/analysis/pages/styles/base.css", "template"),
        ("file src/analysis/messages/id.po", "template"),
        ("file data/processed/kantor-a/2023/findings.csv", "results"),
        ("file data/own.csv", "files"),
        ("listed expectations", "files"),
    ],
)
def test_every_part_has_a_reason_in_one_word(part: str, reason: str) -> None:
    assert reason_of(part) == reason


def test_reasons_are_told_once_each_in_their_order() -> None:
    assert why(["new"]) == ["new"]
    assert why(["rows a b c", "rows d e f", "code x", "rule y", "rows g h i"]) == ["data", "code", "rule"]
    assert why(["output page", "output notebook"]) == ["output"]
    assert [why([one]) for one in ("failed", "forced", "unobserved")] == [["failed"], ["forced"], ["unobserved"]]


def test_parts_that_are_new_gone_or_different_are_named() -> None:
    assert changed({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}) == ["b", "c", "d"]


# records


def step_in(folder: Path, **given: str) -> Step:
    return Step("notebook", "x", "a:b", {}, given, {"page": folder / "x.html"}, folder / "x.json", 1.0)


@pytest.fixture
def basis(tmp_path: Path) -> Basis:
    return Basis(raw_of(tmp_path / "raw"), tmp_path)


def recorded(step: Step, basis: Basis, **other: Any) -> Record:
    step.outputs["page"].write_text("page", "utf-8")
    (basis.root / "own.csv").write_text("own", "utf-8")
    parts = ("rows targets kantor-a 2023", "file own.csv", "listed raw", "rule npss_nilai", "parameter efisiensi_batas_pct")
    seen = {part: basis.fresh(part) for part in parts}
    record = Record(**{"ok": True, "given": step.given, "seen": seen, "outputs": {"page": hash_of(b"page")}, "seconds": 1.5} | other)
    record.write(step.record)
    return record


def test_a_record_that_is_read_again_is_the_same(tmp_path: Path, basis: Basis) -> None:
    step = step_in(tmp_path, lock="1")
    record = recorded(step, basis, told={"a": [1]})

    assert read_record(step.record) == record
    assert changes(step, read_record(step.record), Basis(basis.raw, basis.root)) == []


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}", '{"ok": true}', '{"ok": true, "given": {}, "seen": {}, "outputs": {}, "seconds": 1, "more": 1}'])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "x.json").write_text(text, "utf-8")

    assert read_record(tmp_path / "x.json") is None


CHANGES: dict[str, tuple[dict[str, Any], Callable[[Path], object], list[str]]] = {
    "nothing": ({}, lambda root: None, []),
    "a failure": ({"ok": False}, lambda root: None, ["failed"]),
    "nobody saw it": ({"observed": False}, lambda root: None, ["unobserved"]),
    "a file": ({}, lambda root: (root / "own.csv").write_text("other", "utf-8"), ["file own.csv"]),
    "a file that is gone": ({}, lambda root: (root / "own.csv").unlink(), ["file own.csv"]),
    "a folder": ({}, lambda root: (root / "raw" / "note.txt").write_text("x", "utf-8"), ["listed raw"]),
    "a hidden file in a folder": ({}, lambda root: (root / "raw" / ".note").write_text("x", "utf-8"), []),
    "a page that is gone": ({}, lambda root: (root / "x.html").unlink(), ["output page"]),
    "an altered page": ({}, lambda root: (root / "x.html").write_text("mine", "utf-8"), ["output page"]),
    "a row": ({}, edited(f"raw/{TARGETS}", lambda t: t.replace("2023,IKU.1,pk,80", "2023,IKU.1,pk,81")), ["rows targets kantor-a 2023"]),
    "another row": ({}, edited(f"raw/{TARGETS}", lambda t: t.replace("2022,IKU.1,pk,80", "2022,IKU.1,pk,81")), []),
    "what was given": ({"given": {"lock": "2", "code x": "1"}}, lambda root: None, ["code x", "lock"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_step_is_made_again_for_what_changed_by_name(tmp_path: Path, basis: Basis, name: str) -> None:
    other, change, expected = CHANGES[name]
    step = step_in(tmp_path, lock="1")
    recorded(step, basis, **other)
    change(tmp_path)

    assert changes(step, read_record(step.record), Basis(RawFiles(tmp_path / "raw"), tmp_path)) == expected


def test_a_basis_looks_at_files_once_until_it_is_told_to_forget_them(tmp_path: Path, basis: Basis) -> None:
    file = tmp_path / "own.csv"
    file.write_text("1", "utf-8")
    first = basis.now("file own.csv")
    file.write_text("2", "utf-8")
    kept, fresh = basis.now("file own.csv"), basis.fresh("file own.csv")
    basis.forget_files()

    assert (kept, basis.now("file own.csv")) == (first, fresh)
    assert fresh != first
    assert basis.now("file nowhere.csv") == basis.now("listed nowhere") == ""


# waivers

WAIVERS = [{"check": "S07", "decided": "2025-01-10", "expires": "2025-03-31"}, {"check": "S08", "decided": date(2025, 1, 1), "expires": date(2025, 12, 31)}]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-12-31", [[False, 0], [False, 0]]),
        ("2025-01-01", [[False, 0], [True, 0]]),
        ("2025-01-09", [[False, 0], [True, 0]]),
        ("2025-01-10", [[True, 0], [True, 0]]),
        ("2025-03-31", [[True, 0], [True, 0]]),
        ("2025-04-01", [[True, 1], [True, 0]]),
        ("2026-01-02", [[True, 277], [True, 2]]),
    ],
)
def test_of_waivers_counts_what_the_day_decides(tmp_path: Path, on: str, expected: list[Any]) -> None:
    write_yaml(tmp_path / "waivers.yaml", WAIVERS)

    assert _waivers(tmp_path / "waivers.yaml", date.fromisoformat(on)) == expected


@pytest.mark.parametrize("text", [None, "[", "[{check: S07}]", "- x", "[{decided: 2025-01-01, expires: soon}]"])
def test_of_waivers_that_are_not_understood_every_day_is_another(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "waivers.yaml").write_text(text, "utf-8")

    assert _waivers(tmp_path / "waivers.yaml", date(2025, 1, 1)) == ["2025-01-01"]


def test_without_waivers_every_day_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text("# none\n", "utf-8")

    assert _waivers(tmp_path / "waivers.yaml", date(2025, 1, 1)) == []


# room


@pytest.mark.parametrize(
    ("asked", "processors", "free", "expected"),
    [(None, 4, 100_000, 4), (None, 4, 2 * room.NEEDED, 2), (None, 4, 1, 1), (None, 4, None, 4), (7, 4, 1, 7)],
)
def test_there_is_one_worker_a_processor_as_far_as_the_memory_reaches(
    monkeypatch: pytest.MonkeyPatch, asked: int | None, processors: int, free: int | None, expected: int
) -> None:
    monkeypatch.setattr(room, "processors", lambda: processors)
    monkeypatch.setattr(room, "free", lambda: free)

    assert room.workers_of(asked) == expected


@pytest.mark.parametrize(("free", "workers", "expected"), [(None, 2, 0), (8000, 2, 4000), (1000, 4, 1024)])
def test_a_step_may_take_its_share_of_the_memory(monkeypatch: pytest.MonkeyPatch, free: int | None, workers: int, expected: int) -> None:
    monkeypatch.setattr(room, "free", lambda: free)

    assert room.memory(workers) == expected


@pytest.mark.parametrize(("text", "expected"), [("MemTotal: 1 kB\nMemAvailable:   2048 kB\n", 2), ("MemTotal: 1 kB\n", None), ("", None)])
def test_free_memory_is_what_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: int | None) -> None:
    (tmp_path / "meminfo").write_text(text, "utf-8")
    monkeypatch.setattr(room, "_MEMORY", tmp_path / "meminfo")

    assert room.free() == expected


def _hold(folder: str, told: Any) -> None:
    with room.alone([Path(folder)], lambda: told.put("waits")):
        told.put("holds")


def test_a_folder_is_held_by_one_run_and_waited_for_by_another(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    with room.alone([tmp_path / "b", tmp_path / "a"], lambda: pytest.fail("there is nobody to wait for")):
        other = context.Process(target=_hold, args=(str(tmp_path / "a"), told))
        other.start()
        first = told.get(timeout=60)
        waiting = told.empty()
    second = told.get(timeout=60)
    other.join()

    assert (first, waiting, second) == ("waits", True, "holds")
    with room.alone([tmp_path / "a"], lambda: pytest.fail("nobody holds it any more")):
        assert (tmp_path / "a" / ".lock").is_file()
