"""Comparisons of the real documents: who is ranked, how sure that is told to be, who is not and why; every rank and value leads to its origin."""

from __future__ import annotations

import re

import pytest

from analysis.pages.blocks import Block, Cell, Chart, Folded, Prose, Table
from analysis.views import alike, comparison, ranks
from analysis.workbook import Workbook, anchor, open_workbook


@pytest.fixture(scope="module")
def wb() -> Workbook:
    return open_workbook(period="2023")


RANKED = {
    "sure under rounding and every reading": ("dit-ppu", "total", "serapan_pct", "4 dari 4", "Pasti: rentangnya tidak bersinggungan"),
    "another reading moves it": ("dit-kompensasi", "total", "serapan_pct", "1–3 dari 4", "Menjadi 1 dari 4 menurut cara hitung lain: pagu awal"),
    "all with the same exact value": ("dit-ppu", "IKU.7", "capaian_pct", "1 dari 4", "Nilainya sama dengan Dit. Jabatan, Dit. Kinerja, dan Dit. Kompensasi."),
    "the same as printed, but rounded": ("kanreg-06", "IKU.2", "capaian_pct", "1–2 dari 2", "Tidak dapat dibedakan dari Kanreg VII, karena angka yang dicetak"),
    "a cap would make it first": ("kanreg-06", "IKU.3", "capaian_pct", "1–2 dari 2", "Menjadi 1 dari 2 menurut cara hitung lain: capaian dibatasi 100."),
}


@pytest.mark.parametrize("name", RANKED)
def test_a_rank_says_how_far_it_is_sure_and_why(wb: Workbook, name: str) -> None:
    unit, subject, figure, shown, why = RANKED[name]

    found = ranks.standing(wb, wb.fig(figure, subject, unit=unit))

    assert found is not None
    assert str(ranks.cell(wb, found)) == shown
    assert str(ranks.because(wb, found)).startswith(why)
    assert ranks.cell(wb, found).link == f"#{anchor(found.rank)}"


def test_scores_by_other_indicators_are_not_ranked_and_the_page_says_which(wb: Workbook) -> None:
    said = " ".join(str(block.text) for block in alike.ranked(wb) if isinstance(block, Prose))

    assert ranks.standing(wb, wb.fig("npss_nilai", unit="kanreg-06")) is None
    assert "NPSS kantor regional tidak diperingkat: Kanreg VI 100,83 dan Kanreg VII 102,25." in said
    assert "Kanreg VI dinilai dengan 12 indikator, tanpa IKU.1 dan IKU.11. Kanreg VII dinilai dengan 14 indikator." in said
    assert "Tanpa unit sejenis yang melaporkan 2023 secara penuh, sehingga tidak diperingkat: Deputi PMK dan BKPSDM Way Kanan." in said


def test_a_part_of_a_year_is_told_apart_from_the_year() -> None:
    wb = open_workbook(period="2024", lang="en")

    said = " ".join(str(block.text) for block in alike.ranked(wb) if isinstance(block, Prose))

    assert "Without another unit of their kind that reports on all of 2024, and so not ranked: Kanreg III." in said
    assert comparison.reports(wb)[0] == ("kanreg-03", "2024-TW3")


def test_where_targets_differ_the_order_of_realisations_is_told(wb: Workbook) -> None:
    notes = [str(block.text) for block in alike.same_indicators(wb, "IKU.2") if isinstance(block, Prose)]

    assert notes == [
        "Urutan realisasinya terbalik, karena targetnya berbeda: Dit. Kinerja merealisasikan 94,80 dengan target 95,00, Dit. Jabatan 93,18 dengan target 92,00."
    ]


def within(blocks: list[Block]) -> list[Block]:
    """The blocks, and those folded away in them."""
    return [inner for block in blocks for inner in ([block, *within(list(block.blocks))] if isinstance(block, Folded) else [block])]


def test_every_number_of_a_sentence_and_every_rank_leads_somewhere(wb: Workbook) -> None:
    blocks = within([*comparison.headline(wb), *alike.ranked(wb), *comparison.balance(wb), *alike.same_indicators(wb), *comparison.over_years(wb)])
    sentences = [getattr(block, "finding", None) or block.text for block in blocks if hasattr(block, "finding") or isinstance(block, Prose)]
    unlinked = [re.sub(r"<a [^>]*>.*?</a>|<span [^>]*>.*?</span>", "", told.__html__()) for told in sentences if hasattr(told, "__html__")]
    placed = [cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row if re.search(r"\d dari \d", str(cell.text))]

    assert len(unlinked) > 10
    assert [text for text in unlinked if re.search(r"\d", text)] == []
    assert placed
    assert [cell for cell in placed if "#f-" not in cell.link and cell.tone != "reason"] == []


def test_the_overview_has_every_unit_of_the_year_with_what_leads_to_its_pages(wb: Workbook) -> None:
    (table,) = [block for block in comparison.overview(wb) if isinstance(block, Table)]

    rows = {str(row[0].text): [str(cell.text) for cell in row[1:]] for row in table.rows}
    linked = [cell.link for row in table.rows for cell in row if isinstance(cell, Cell) and str(cell.text) != "–"]
    assert len(rows) == len(comparison.units(wb)) == 8
    assert rows["Direktorat Kinerja ASN BKN"] == ["–", "1 dari 3", "Rp3.051.950.000", "99,80\u00a0%", "31 dari 31"]
    assert all(linked)


def test_a_difference_between_years_says_when_it_is_of_other_indicators(wb: Workbook) -> None:
    blocks = comparison.over_years(wb)

    notes = [str(block.text) for block in blocks if isinstance(block, Prose)]
    findings = [str(block.finding) for block in blocks if isinstance(block, Chart)]
    assert [note.partition(": ")[2] for note in notes] == ["Kanreg VI (13 lalu 12 indikator) dan Kanreg VII (14 lalu 13 indikator)."]
    assert findings[0].startswith("Yang paling banyak berubah ialah Kanreg VII: NPSS 102,25 pada 2023 dan 98,97 pada 2024.")
    assert findings[1].endswith("Tidak ada unit yang lebih rendah daripada tahun pertamanya.")
