"""The summary answers five questions, each with a verdict in a word and a sign, for units with much to say, little, or nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.audit import Audited, Finding
from analysis.desk import Desk
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.figures.ledger import Stopped
from analysis.pages.blocks import Answer, Answers
from analysis.pages.cleaner import sanitize_html
from analysis.rules import law
from analysis.views import summary
from analysis.words import LANGUAGES, words
from analysis.workbook import Workbook

PMK = "deputi-pmk_laporan-kinerja_2023"
WARNING = Finding("S07", "sums", "warning", "fails", PMK, 102, "deputi-pmk", "2023", "asn", "", "2", "1", 6, printed="1")


def workbook(facts: Facts, out: Path, unit: str, period: str, *findings: Finding, lang: str = "id", stops: Stopped | None = None) -> Workbook:
    made = Workbook(Desk(Ledger(facts, law(), stops or {})), unit, period, words(lang), out)
    columns = ["document", "table", "column", "cells", "covered", "uncovered_lines"]
    made.__dict__.update(_audited=Audited(list(findings), pd.DataFrame(columns=columns)), _stopped=stops or {})
    return made


def answered(wb: Workbook) -> list[Answer]:
    (block,) = summary.answers(wb)
    assert isinstance(block, Answers)
    return list(block.answers)


VERDICTS = {
    ("deputi-pmk", "2023"): ["partly", "gap", "yes", "partly", "steps"],
    ("kanreg-06", "2023"): ["partly", "gap", "open", "yes", "steps"],
    ("kanreg-03", "2024-TW3"): ["partly", "none_seen", "open", "partly", "steps"],
    ("bkpsdm-way-kanan", "2023"): ["partly", "none_seen", "yes", "partly", "steps"],
    ("kanreg-06", "2024"): ["open", "open", "open", "partly", "steps"],
    ("dit-kinerja", "2021"): ["open", "open", "open", "yes", "steps"],
}


@pytest.mark.parametrize("report", VERDICTS, ids=" ".join)
def test_the_verdicts_follow_from_figures_and_findings(facts: Facts, tmp_path: Path, report: tuple[str, str]) -> None:
    assert [answer.sign for answer in answered(workbook(facts, tmp_path, *report))] == VERDICTS[report]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_verdict_is_told_by_word_and_sign_and_leads_to_one_place(facts: Facts, tmp_path: Path, lang: str) -> None:
    (block,) = summary.answers(workbook(facts, tmp_path, "kanreg-06", "2023", lang=lang))

    shown = re.findall(r'<li class="answer (\w+)">.*?</h2><p class="verdict"><svg.*?</svg> <span>(.*?)</span>', sanitize_html(block.html()), re.DOTALL)
    signs = re.findall(r"<svg[^>]*>(.*?)</svg>", sanitize_html(block.html()))
    assert len(shown) == 5
    assert all(re.search(r"\w", word) for _, word in shown)
    assert len({sign for (kind, _), sign in zip(shown, signs, strict=True) if kind != "steps"}) == len({kind for kind, _ in shown} - {"steps"})
    assert all("<path" in sign for sign in signs)
    assert block.html().count('class="more"') == 4


@pytest.mark.parametrize(
    ("finding", "sign"),
    [
        (WARNING, "partly"),
        (replace(WARNING, severity="info"), "yes"),
        (replace(WARNING, severity="critical"), "no"),
        (replace(WARNING, severity="critical", waiver="inspektur (2025-12-31)"), "yes"),
    ],
)
def test_trust_rests_on_the_severity_of_what_nobody_accepts(facts: Facts, tmp_path: Path, finding: Finding, sign: str) -> None:
    assert answered(workbook(facts, tmp_path, "kanreg-06", "2023", finding))[3].sign == sign


def test_figures_that_were_stopped_cannot_be_trusted_and_come_first_among_the_steps(facts: Facts, tmp_path: Path) -> None:
    frame = facts.tables["budget"]
    stops = {("budget", int(row)): "B04" for row in frame.index[frame["document"] == PMK]}

    answers = answered(workbook(facts, tmp_path, "deputi-pmk", "2023", stops=stops))

    assert answers[3].sign == "no"
    assert answers[4].steps is not None
    assert "pemeriksaan kritis" in str(answers[4].steps.items[0])


def test_the_costliest_gap_is_told_with_its_numbers(facts: Facts, tmp_path: Path) -> None:
    said = str(answered(workbook(facts, tmp_path, "deputi-pmk", "2023"))[1].said)

    assert said.startswith("IKU.11 ")
    assert said.endswith(": realisasi 71,05 dari target 78,00; dampaknya pada NPSS −0,28 poin.")


def test_steps_name_who_where_and_what_is_printed(facts: Facts, tmp_path: Path) -> None:
    steps = answered(workbook(facts, tmp_path, "deputi-pmk", "2023", WARNING))[4].steps

    assert steps is not None
    told = [str(step) for step in steps.items]
    assert told[0].startswith("Penanggung jawab IKU.11 ")
    assert told[1] == "Penyusun dokumen: periksa Realisasi IKU.12 di NPSS per IKU (3.1), baris 460; tercetak “99.80”, hasil hitung ulangnya 99,85\u00a0%."
    assert told[-1] == "Penyusun dokumen: jawab 1 peringatan audit."


def test_one_gap_is_told_in_the_answer_and_several_side_by_side(facts: Facts, tmp_path: Path) -> None:
    one, several = (summary.costliest(workbook(facts, tmp_path, unit, period)) for unit, period in (("deputi-pmk", "2023"), ("kanreg-06", "2023")))

    assert one == []
    assert len(several) == 2
