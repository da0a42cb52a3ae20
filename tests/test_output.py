"""Result files: one form of CSV, and files that are left as they are where nothing changes."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import output
from analysis.output import csv_of, update

AWKWARD = [("a", ""), ("b, c", 'says "d"'), ("line\nbreak", "return\r"), (" blank ", "Rp1.000,50"), ("−5 %", "\u00a0"), ("", "NaN")]


def test_csv_is_what_pandas_writes() -> None:
    expected = pd.DataFrame(AWKWARD, columns=["one", "two"], dtype=str).to_csv(index=False, lineterminator="\n")

    assert csv_of(["one", "two"], AWKWARD) == expected


def test_csv_without_rows_is_a_header() -> None:
    assert csv_of(["one", "two"], []) == "one,two\n"


def test_a_file_that_holds_the_text_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "folder" / "a.csv"
    update(file, "satu\n")
    monkeypatch.setattr(output, "write", lambda *args: pytest.fail("the file was written again"))

    update(file, "satu\n")

    assert file.read_text("utf-8") == "satu\n"


@pytest.mark.parametrize("before", ["", "dua\n", "satu\r\n"])
def test_a_file_that_holds_something_else_is_written(before: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(before.encode())

    update(file, "satu\n")

    assert file.read_bytes() == b"satu\n"
