"""The gate: a critical finding stops the figures that rest on its row, says so, and leaves the others alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import audit
from analysis.audit.gate import gate, read, written
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.figures.ledger import STOPPED
from analysis.rules import law

PMK = "deputi-pmk_laporan-kinerja_2023"
LINE = "01.BDB.001"


@pytest.fixture(scope="module")
def broken(facts: Facts) -> Facts:
    """The real facts with a negative initial ceiling in one budget line of 2023."""
    frame = facts.tables["budget"].copy()
    chosen = (frame["document"] == PMK) & (frame["period"] == "2023") & (frame["code"] == LINE)
    frame.loc[chosen, "pagu_awal_rp"] *= -1
    return replace(facts, tables={**facts.tables, "budget": frame})


@pytest.fixture(scope="module")
def stopped(broken: Facts) -> dict[tuple[str, int], str]:
    return gate(broken, audit.audit(broken))


def test_the_row_of_a_critical_finding_is_closed(broken: Facts, stopped: dict[tuple[str, int], str]) -> None:
    row = broken.tables["budget"].loc[next(row for table, row in stopped if table == "budget")]

    assert set(stopped.values()) == {"B04"}
    assert (row["document"], row["period"], row["code"]) == (PMK, "2023", LINE)


@pytest.mark.parametrize(
    ("figure", "subject", "period"),
    [
        ("pagu_rp", LINE, "2023"),
        ("serapan_pct", LINE, "2023"),
        ("pagu_rp", "total", "2023"),
        ("realisasi_iku", "IKU.12", "2023"),
        ("npss_nilai", "total", "2023"),
    ],
)
def test_what_rests_on_it_has_no_value_and_says_why(broken: Facts, stopped: dict[tuple[str, int], str], figure: str, subject: str, period: str) -> None:
    told = Ledger(broken, law(), stopped).get(figure, subject, "deputi-pmk", period)

    assert (told.value, told.reason) == (None, f"{STOPPED}B04")


@pytest.mark.parametrize(
    ("figure", "subject", "period"),
    [("capaian_pct", "IKU.2", "2023"), ("pagu_rp", "01.AFA.001", "2023"), ("serapan_pct", "total", "2022"), ("nkp_nilai", "perspective:stakeholder", "2023")],
)
def test_all_else_goes_on(facts: Facts, broken: Facts, stopped: dict[tuple[str, int], str], figure: str, subject: str, period: str) -> None:
    told = Ledger(broken, law(), stopped).get(figure, subject, "deputi-pmk", period)

    assert told.value == Ledger(facts, law()).get(figure, subject, "deputi-pmk", period).value is not None


def test_every_reading_is_stopped_as_well(broken: Facts, stopped: dict[tuple[str, int], str]) -> None:
    ledger = Ledger(broken, law(), stopped)

    assert ledger.under("penyebut-realisasi").get("efisiensi_pct", "IKU.1", "deputi-pmk", "2023").reason == f"{STOPPED}B04"


def test_the_manifest_keeps_the_rows_by_file(broken: Facts, stopped: dict[tuple[str, int], str]) -> None:
    told = written(broken, stopped)

    assert read(broken, told) == stopped
    assert {(entry["check"], entry["document"], entry["table"]) for entry in told} == {("B04", PMK, "budget")}


def test_rows_that_are_no_longer_there_are_left_out(facts: Facts) -> None:
    assert (
        read(facts, [{"check": "B04", "document": PMK, "table": "budget", "row": 999}, {"check": "B04", "document": "lain", "table": "budget", "row": 2}]) == {}
    )


def test_a_whole_table_is_closed_by_a_finding_without_row(facts: Facts) -> None:
    about = audit.Finding("R02", "realisations", "critical", "fails", PMK, None, "", "", "", "", "", "", 0)

    closed = gate(facts, [about])

    assert len(closed) == int((facts.tables["realisations"]["document"] == PMK).sum())


def test_a_waived_finding_closes_nothing(broken: Facts) -> None:
    found = [replace(f, waiver="inspektur (2099-12-31)") for f in audit.audit(broken)]

    assert gate(broken, found) == {}
