"""Verification: the same, different and where first, or not to be rebuilt and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.audit import Audited, Finding
from analysis.audit.kept import NOTHING
from analysis.errors import ParameterError
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.rules import law
from analysis.run.results import build, tables_of
from analysis.tables import RAW, load
from analysis.verify import Verdict, _report_in, verify

UNIT, PERIOD, DOCUMENT = "kanreg-06", "2023", "kanreg-06-medan_rencana-kerja_2024"
FINDING = Finding("X01", "targets", "warning", "holds", DOCUMENT, None, "", "", "", "benar", "", "", 3)


@pytest.fixture
def published(raw_copy: Path, tmp_path: Path) -> Path:
    """The results of two reports, built from `raw_copy`."""
    facts = load(raw_copy)
    for period in ("2022", PERIOD):
        build(facts, Ledger(facts, law()), Audited([FINDING], NOTHING.coverage), UNIT, period, tmp_path / "processed")
    return tmp_path / "processed"


@pytest.fixture
def folder(published: Path) -> Path:
    return published / UNIT / PERIOD


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8", newline="")


def states(published: Path, raw: Path) -> list[str]:
    return [verdict.state for verdict in verify(published, raw).verdicts]


def only(published: Path, raw: Path) -> Verdict:
    """The verdict on the second report; the first must be left alone."""
    first, second = verify(published, raw).verdicts
    assert first == Verdict(UNIT, "2022", "same")
    return second


def test_what_was_published_from_the_same_data_is_the_same(published: Path, raw_copy: Path) -> None:
    found = verify(published, raw_copy)

    assert found.verdicts == (Verdict(UNIT, "2022", "same"), Verdict(UNIT, PERIOD, "same"))
    assert found.exit_code == 0


def test_one_raw_digit_is_found_and_forgiven_once_it_is_restored(published: Path, raw_copy: Path) -> None:
    file = raw_copy / DOCUMENT / "realisations.csv"
    replace(file, '331,kanreg-06,2023,IKU.3,stated,"94,78"', '331,kanreg-06,2023,IKU.3,stated,"94,79"')
    damaged = verify(published, raw_copy)
    replace(file, '331,kanreg-06,2023,IKU.3,stated,"94,79"', '331,kanreg-06,2023,IKU.3,stated,"94,78"')
    restored = verify(published, raw_copy)

    different = damaged.verdicts[1]
    assert (damaged.exit_code, restored.exit_code) == (1, 0)
    assert damaged.verdicts[0] == Verdict(UNIT, "2022", "same", changed=(f"{DOCUMENT}/realisations.csv",))
    assert different.reason == "figures.csv: kanreg-06 2023 realisasi_iku IKU.3: value was '94.78', is '94.79'"
    assert different.changed == (f"{DOCUMENT}/realisations.csv",)
    assert different.more > 3


def test_a_raw_file_that_does_not_move_a_figure_is_only_named(published: Path, raw_copy: Path) -> None:
    (raw_copy / DOCUMENT / "source.yaml").write_bytes((raw_copy / DOCUMENT / "source.yaml").read_bytes() + b"\n# later\n")

    found = verify(published, raw_copy)

    assert found.exit_code == 0
    assert {verdict.changed for verdict in found.verdicts} == {(f"{DOCUMENT}/source.yaml",)}


DIFFERENCES: list[tuple[str, str, Callable[[Path], None], str]] = [
    (
        "a value",
        "figures.csv",
        lambda file: replace(file, ",101.913978494623656,", ",101.92,"),
        "figures.csv: kanreg-06 2023 capaian_pct IKU.3: value was '101.92', is '101.913978494623656'",
    ),
    (
        "a legal basis",
        "figures.csv",
        lambda file: replace(file, "Keputusan Kepala BKN 1.8/KEP/2020", "Keputusan lain"),
        ": reference was 'Keputusan lain', is 'Keputusan Kepala BKN 1.8/KEP/2020",
    ),
    ("a row gone", "figures.csv", lambda file: drop(file, "npss_nilai,total"), "figures.csv: kanreg-06 2023 npss_nilai total is not published"),
    ("a row too many", "figures.csv", lambda file: double(file, "npss_nilai,total"), "figures.csv: kanreg-06 2023 npss_nilai total is published, but"),
    ("a verdict", "claims.csv", lambda file: replace(file, ",match,", ",mismatch,"), ": verdict was 'mismatch', is 'match'"),
    ("all rows gone", "claims.csv", lambda file: file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8"), "is not published, but"),
    ("a finding", "findings.csv", lambda file: replace(file, "holds", "fails"), "findings.csv: it is not the file that the run wrote"),
]


def drop(file: Path, part: str) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if part not in line), "utf-8")


def double(file: Path, part: str) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(line * (1 + (part in line)) for line in lines), "utf-8")


@pytest.mark.parametrize(("name", "damage", "expected"), [row[1:] for row in DIFFERENCES], ids=[row[0] for row in DIFFERENCES])
def test_what_was_changed_after_publication_is_named(
    published: Path, folder: Path, raw_copy: Path, name: str, damage: Callable[[Path], None], expected: str
) -> None:
    damage(folder / name)

    verdict = only(published, raw_copy)

    assert verdict.state == "different"
    assert expected in verdict.reason
    assert verdict.changed == ()


DAMAGES: list[tuple[str, str, Callable[[Path], object], str]] = [
    ("a column gone", "figures.csv", lambda file: replace(file, "unit,period,figure", "unit,periode,figure"), "figures.csv lacks column period"),
    ("an empty file", "claims.csv", lambda file: file.write_bytes(b""), "claims.csv lacks column document, line"),
    ("another encoding", "figures.csv", lambda file: file.write_bytes(b"\xe9" + file.read_bytes()), "figures.csv is not UTF-8 (byte 0)"),
    ("a ragged row", "claims.csv", lambda file: file.write_text(file.read_text("utf-8") + "a,b\n", "utf-8"), "has 2 cells, the header 12"),
    ("an open quote", "claims.csv", lambda file: file.write_text(file.read_text("utf-8") + '"a', "utf-8"), "claims.csv is not CSV: unexpected end of data"),
    ("a file gone", "figures.csv", lambda file: file.unlink(), "figures.csv cannot be opened: No such file or directory"),
    ("findings gone", "findings.csv", lambda file: file.unlink(), "findings.csv is missing"),
    ("no manifest", "run.json", lambda file: file.unlink(), "run.json is missing: what the figures were made from is not known"),
    ("a broken manifest", "run.json", lambda file: file.write_text("{", "utf-8"), "run.json is not a manifest in JSON and UTF-8"),
    ("another manifest", "run.json", lambda file: file.write_text("[]", "utf-8"), "run.json is not a manifest in JSON and UTF-8"),
    ("another report", "run.json", lambda file: replace(file, '"period": "2023"', '"period": "1999"'), "the raw data hold no report of kanreg-06 for 1999"),
]


@pytest.mark.parametrize(("name", "damage", "expected"), [row[1:] for row in DAMAGES], ids=[row[0] for row in DAMAGES])
def test_a_damaged_publication_cannot_be_rebuilt(
    published: Path, folder: Path, raw_copy: Path, name: str, damage: Callable[[Path], object], expected: str
) -> None:
    damage(folder / name)

    verdict = only(published, raw_copy)

    assert verdict.state == "cannot_rebuild"
    assert expected in verdict.reason
    assert verify(published, raw_copy).exit_code == 2


def test_raw_data_that_cannot_be_read_rebuild_nothing(published: Path, raw_copy: Path) -> None:
    (raw_copy / "units.yaml").unlink()

    found = verify(published, raw_copy)

    assert found.exit_code == 2
    assert {verdict.state for verdict in found.verdicts} == {"cannot_rebuild"}
    assert "units.yaml is missing" in found.verdicts[0].reason


def test_a_file_of_figures_is_compared_wherever_it_lies(folder: Path, raw_copy: Path, tmp_path: Path) -> None:
    loose = tmp_path / "received.csv"
    shutil.copy(folder / "figures.csv", loose)

    same = verify(loose, raw_copy)
    replace(loose, ",101.913978494623656,", ",101.92,")
    different = verify(loose, raw_copy)

    assert same.verdicts == (Verdict(UNIT, PERIOD, "same"),)
    assert (different.verdicts[0].period, different.exit_code) == (PERIOD, 1)


def test_a_file_with_the_ten_columns_of_the_contract_is_enough(folder: Path, raw_copy: Path, tmp_path: Path) -> None:
    frame = pd.read_csv(folder / "figures.csv", dtype=str, keep_default_na=False)
    frame.iloc[:, :10].to_csv(tmp_path / "received.csv", index=False)

    assert verify(tmp_path / "received.csv", raw_copy).verdicts == (Verdict(UNIT, PERIOD, "same"),)


def test_a_file_of_claims_is_compared_wherever_it_lies(folder: Path, raw_copy: Path, tmp_path: Path) -> None:
    loose = tmp_path / "received.csv"
    shutil.copy(folder / "claims.csv", loose)

    same = verify(loose, raw_copy)
    replace(loose, ",match,", ",mismatch,")
    different = verify(loose, raw_copy)

    assert same.verdicts == (Verdict(UNIT, PERIOD, "same"),)
    assert different.exit_code == 1
    assert "verdict was 'mismatch', is 'match'" in different.verdicts[0].reason


def test_a_file_without_figures_of_a_report_cannot_be_rebuilt(folder: Path, raw_copy: Path, tmp_path: Path) -> None:
    loose = tmp_path / "received.csv"
    loose.write_text((folder / "figures.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8")

    found = verify(loose, raw_copy)

    assert found.exit_code == 2
    assert "holds no figure of a report" in found.verdicts[0].reason


def test_one_folder_is_verified_alone(folder: Path, raw_copy: Path) -> None:
    assert [(v.unit, v.period, v.state) for v in verify(folder, raw_copy).verdicts] == [(UNIT, PERIOD, "same")]


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_nothing_to_verify_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(ParameterError, match=r"holds no figures\.csv"):
        verify(tmp_path / place, RAW)


def test_code_that_changed_since_is_named(published: Path, folder: Path, raw_copy: Path) -> None:
    manifest = json.loads((folder / "run.json").read_text("utf-8"))
    manifest["code"]["src/analysis/law.py"] = "0"
    manifest["code"]["notebooks/gone.ipynb"] = "0"
    (folder / "run.json").write_text(json.dumps(manifest), "utf-8")

    assert only(published, raw_copy) == Verdict(UNIT, PERIOD, "same", code=("src/analysis/law.py",))


def test_every_report_is_recognised_by_its_figures(facts: Facts, ledger: Ledger) -> None:
    for report in facts.reports:
        rows = tables_of(ledger, *report)["figures.csv"].to_dict("records")

        assert _report_in(rows, facts, Path("figures.csv")) == report  # type: ignore[arg-type]
