"""The failing findings on the real documents: `findings.csv` lists them all, each read against the text of its document."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from analysis.audit import Finding, audit
from analysis.facts import Facts

PMK = "deputi-pmk_laporan-kinerja_2023"
K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
WK = "bkpsdm-way-kanan_lkjip_2023"


@pytest.fixture(scope="module")
def failing(facts: Facts) -> list[Finding]:
    return [finding for finding in audit(facts) if finding.fails]


def test_the_documents_contradict_themselves_here_and_nowhere_else(failing: list[Finding], root: Path) -> None:
    with (root / "tests" / "findings.csv").open(encoding="utf-8", newline="") as file:
        expected = Counter(tuple(row.values()) for row in csv.DictReader(file))

    found = Counter((f.document, f.check, str(f.line or ""), f.unit, f.period, f.subject, f.printed, f.expected) for f in failing)

    assert found - expected == Counter()
    assert expected - found == Counter()


def told(failing: list[Finding], document: str, line: int, check: str) -> list[Finding]:
    return [f for f in failing if (f.document, f.line, f.check) == (document, line, check)]


def test_the_year_of_the_heading_is_added_into_three_totals(failing: list[Finding]) -> None:
    found = told(failing, PMK, 1524, "S05")

    assert [(f.period, f.suggestion) for f in found] == [(year, f"header_added:{year}") for year in ("2021", "2022", "2023")]
    assert {(quote.line, quote.printed) for quote in found[0].against} >= {(1517, "633.062.574"), (1520, "2.290.192.344")}


def test_targets_of_the_following_year_are_told_with_both_columns(failing: list[Finding]) -> None:
    found = told(failing, WK, 1054, "A08")

    assert [(f.period, f.printed, f.expected, f.suggestion) for f in found] == [
        ("2021", "54.1", "51.1", "neighbour_year:2022"),
        ("2022", "57.1", "54.1", "neighbour_year:2023"),
        ("2023", "59.1", "57.1", "neighbour_year:2024"),
    ]
    assert {quote.line for f in found for quote in f.against} == {1438}


def test_bands_that_overlap_quote_the_bound_of_the_other(failing: list[Finding]) -> None:
    found = told(failing, K3, 488, "L01")

    assert [(f.printed, [(quote.line, quote.printed) for quote in f.against]) for f in found] == [("3,532", [(487, "3,0644")])]


def test_the_civil_servants_of_bandung_are_added_up(failing: list[Finding]) -> None:
    (found,) = told(failing, K3, 102, "S07")

    assert (found.printed, found.expected, found.suggestion) == ("391.068", "391608", "transposed:391.608")
    assert [quote.printed for quote in found.against] == ["65.232", "259.717", "66.659"]


def test_people_who_lost_their_thousands(failing: list[Finding]) -> None:
    found = [f for f in failing if f.check == "N01" and f.document == K3]

    assert [f.printed for f in found] == ["8,23", "11,41", "8,36", "7,93", "11,25"]
    assert {f.suggestion.partition(":")[0] for f in found} == {"thousands_lost"}


def test_groups_of_the_deputy_that_add_up_raise_nothing(failing: list[Finding]) -> None:
    groups = {*range(1391, 1416), *range(1458, 1482)}

    assert [f for f in failing if f.document == PMK and f.line in groups and f.suite == "sums"] == []


def test_no_critical_check_fails_on_the_documents(failing: list[Finding]) -> None:
    assert {f.severity for f in failing} == {"warning", "info"}


def test_every_finding_says_what_is_printed_and_what_was_expected(failing: list[Finding]) -> None:
    assert [f for f in failing if not f.printed or not f.expected] == []
    assert [f for f in failing if f.severity == "warning" and not f.against and not f.suggestion and f.suite not in {"series", "prose"}] == []
