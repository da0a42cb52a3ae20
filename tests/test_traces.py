"""Traces: what a number says of where it comes from, and that everything it leads to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis import audit, traces, workbook
from analysis.audit import kept
from analysis.desk import Desk
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.figures.ledger import BUILDERS
from analysis.law import parameters_of
from analysis.pages import render
from analysis.pages.frame import SCRIPTS
from analysis.pages.traces import Trace
from analysis.rules import law
from analysis.traces.rules import value_of
from analysis.words import LANGUAGES, words
from analysis.workbook import Workbook, anchor, open_workbook

REPORTS = (("deputi-pmk", "2023"), ("kanreg-03", "2024-TW3"), ("bkpsdm-way-kanan", "2023"))
NOTEBOOKS = sorted(Path("notebooks").glob("0*.ipynb"))


@pytest.fixture(scope="module")
def out(facts: Facts, ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Results that hold what one audit says of the reports, beside facts and figures that lie ready."""
    folder, found, desk = tmp_path_factory.mktemp("out"), audit.examine(facts), Desk(ledger, current=True)
    for unit, period in REPORTS:
        (folder / unit / period).mkdir(parents=True)
        for name, text in kept.texts_of(audit.of_report(facts, found, unit, period)).items():
            (folder / unit / period / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "desk_of", lambda _: desk)
        yield folder


def opened(out: Path, unit: str, period: str, lang: str = "id") -> Workbook:
    return open_workbook(unit, period, lang=lang, out_dir=str(out))


def page(out: Path, notebook: Path, unit: str, period: str, lang: str = "id") -> str:
    """The page of a notebook, its cells run one by one."""
    shown: list[Any] = []
    made = nbformat.read(notebook, 4)
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    known: dict[str, Any] = {"indicator": "", "unit": unit, "period": period, "lang": lang, "data_dir": "", "out_dir": str(out)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("IPython.display.display", shown.append)
        for cell in code[1:]:
            shown.clear()
            exec(cell.source, known)
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": block.html()}) for block in shown]
    return str(render(made, name=notebook.stem, unit=unit, period=period, lang=lang, unit_name=unit))


class Seen(HTMLParser):
    """The addresses of a page, and the links that lead to addresses."""

    def __init__(self, markup: str):
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links |= {value for name, value in attrs if tag == "a" and name == "href" and value and "#" in value}


@pytest.fixture(scope="module")
def pages(out: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The pages of the reports by their names."""
    return {report: {f"{notebook.stem}.html": page(out, notebook, *report) for notebook in NOTEBOOKS} for report in REPORTS}


def told(wb: Workbook, figure: str, subject: str = "total", **of: str) -> str:
    """The trace of one figure as text, in the order in which it stands on its page."""
    found = wb.fig(figure, subject, **of)
    wb.shown.clear()
    wb.shown[found.key] = found
    trace = traces.of_page(wb).groups[0].traces[0]
    return text_of(trace)


def text_of(trace: Trace) -> str:
    lines = [f"{trace.name} {trace.subject}".strip(), str(trace.value), *trace.formula]
    return "\n".join([*lines, *(f"{point.name}: {said}" for point in trace.points for said in point.said)]).replace("\u00a0", " ")


# what a trace says


def test_a_number_tells_its_formula_its_rule_its_inputs_its_checks_and_what_documents_print(out: Path) -> None:
    said = told(opened(out, "deputi-pmk", "2023"), "efisiensi_pct", "IKU.4").splitlines()

    assert said[:4] == [
        "Efisiensi IKU.4",
        "16,75 %",
        "(Pagu × Capaian ÷ 100 − Realisasi anggaran) ÷ (Pagu × Capaian ÷ 100) × 100",
        "(217.420.000 × 120 ÷ 100 − 217.191.965) ÷ (217.420.000 × 120 ÷ 100) × 100 = 16,75 %",
    ]
    assert "Kaidah: PMK 22/PMK.02/2021 (rumus PMK 214/PMK.02/2017 diteruskan); kepastian T" in said
    assert "Dihitung dari: Capaian = 120,00 %" in said
    assert "Pemeriksaan: Peringatan P21, baris 1671; Catatan F12, baris 1671; Peringatan P21, baris 1690; Catatan F12, baris 1690" in said
    assert "Dicetak dokumen: “20.13%”, Tabel 32, baris 1671: berbeda; cara hitung lain memberikannya: penyebut realisasi anggaran" in said


def test_an_input_quotes_the_document_to_the_letter(out: Path) -> None:
    said = told(opened(out, "deputi-pmk", "2023"), "pagu_rp", "01.BDB.005", unit="dit-jabatan").splitlines()

    assert said[2:4] == ["pagu awal − blokir + penambahan", "251.480.000 − 34.060.000 + 0 = Rp217.420.000"]
    name = "Penyusunan Rencana Pengembangan Karir Instansi Pemerintah"
    assert [line for line in said if line.startswith("Dihitung dari")] == [
        f"Dihitung dari: “251.480.000” pagu awal · {name}, Tabel 28, baris 1409",
        f"Dihitung dari: “34.060.000” blokir · {name}, Tabel 28, baris 1409",
    ]
    assert "Pemeriksaan: 2 dari 2 sel masukan diperiksa" in said
    assert "Dicetak dokumen: “217.420.000”, Tabel 28, baris 1409: cocok" in said


def test_a_cell_that_was_read_otherwise_says_how_and_why(out: Path) -> None:
    wb = opened(out, "kanreg-03", "2024-TW3")
    short = told(wb, "ikpa_nilai", "IKU.13")

    whole = next(t for g in traces.of_report(wb).groups for t in g.traces if t.anchor == anchor(wb.fig("ikpa_nilai", "IKU.13")))

    assert "… dan 2 masukan lagi" in short
    assert "“9.00” Dipenuhi 50% (Pungung), INDIKATOR PELAKSANAAN ANGGARAN, baris 1303; dibaca “0.00”: Baris yang sama mencetak" in text_of(whole)


def test_a_number_that_is_not_there_says_why_in_a_sentence(out: Path) -> None:
    said = told(opened(out, "deputi-pmk", "2023"), "gap_rekan_nilai", "IKU.1").splitlines()

    assert said[1] == "Tidak ada unit sejenis dengan indikator dan periode yang sama."
    assert not any("÷" in line or "−" in line for line in said)


WORKED = {
    "a band": ("status", "IKU.8", ("Capaian > 100", "104,4906 > 100 → sangat baik")),
    "a band between bounds": ("status", "IKU.11", ("80 ≤ Capaian ≤ 100", "80 ≤ 91,0897 ≤ 100 → baik")),
    "a mean": ("nss_nilai", "SS.10", ("(Capaian IKU.10 + Capaian IKU.11) ÷ 2", "(100 + 91,0897) ÷ 2 ≈ 95,54")),
    "a parameter": ("nkp_nilai", "perspective:customer", ("Skor perspektif × bobot perspektif ÷ 100", "100,2796 × 25 ÷ 100 ≈ 25,07")),
    "another year": ("gap_akhir_renstra_nilai", "IKU.4", ("Realisasi − Target Renstra (2024)", "24 − 72 = −48")),
    "a count": ("jumlah_iku", "total", ("banyak yang berbeda: IKU.1, IKU.2, … (11 lainnya) = 13",)),
    "a long sum": (
        "skor_perspektif_nilai",
        "perspective:internal_process",
        ("(NSS SS.3 + NSS SS.4 + … (3 lainnya)) ÷ 5", "(100 + 120 + … (3 lainnya)) ÷ 5 ≈ 106,04"),
    ),
    "what is printed": ("target_iku", "IKU.4", ("sebagaimana dicetak",)),
    "what a regulation sets": ("bobot_pct", "dimension:kinerja", ("sebagaimana ditetapkan",)),
}


@pytest.mark.parametrize("name", WORKED)
def test_a_formula_stands_with_names_and_with_numbers(out: Path, name: str) -> None:
    figure, subject, formula = WORKED[name]

    assert tuple(told(opened(out, "deputi-pmk", "2023"), figure, subject).splitlines()[2 : 2 + len(formula)]) == formula


def test_a_figure_of_another_unit_and_year_says_so(out: Path) -> None:
    assert told(opened(out, "deputi-pmk", "2023"), "realisasi_iku", "IKU.2", unit="dit-jabatan", period="2022").startswith(
        "Realisasi IKU.2 · Direktorat Jabatan ASN BKN · 2022"
    )


def test_a_rule_is_told_once_with_its_basis_certainty_and_parameters(out: Path) -> None:
    wb = opened(out, "deputi-pmk", "2023")
    for code in ("IKU.1", "IKU.3"):
        wb.cell(wb.fig("nilai_efisiensi", code))

    block = traces.of_page(wb)

    assert [rule.name for rule in block.rules] == ["nilai_efisiensi · pmk-22-2021"]
    said = {point.name: [str(one) for one in point.said] for point in block.rules[0].points}
    assert said["Dasar"] == ["PMK 22/PMK.02/2021 (rumus PMK 214/PMK.02/2017 diteruskan)"]
    assert said["Kepastian"] == ["T: praktik yang diketahui, teks resmi belum dilihat"]
    assert said["Ketentuan"][0].startswith("batas efisiensi: 20 — PMK ")


def test_rules_with_other_parameters_have_addresses_of_their_own(out: Path) -> None:
    wb = opened(out, "kanreg-03", "2024-TW3")
    for figure in wb.figures:
        wb.cell(figure)

    rules = [rule.anchor for rule in traces.of_page(wb).rules]

    assert len(rules) == len(set(rules))


def test_the_value_of_a_parameter_is_told_as_a_reader_reads_it(out: Path) -> None:
    wb = opened(out, "deputi-pmk", "2023")

    assert value_of(wb, law().parameter_on("status_rentang", 2023).value).startswith("> 100 sangat baik; ≥ 80 baik; ")
    assert "kompetensi 40" in value_of(wb, law().parameter_on("ip_asn_bobot_pct", 2023).value).casefold()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_argument_and_parameter_of_a_figure_has_a_name(lang: str) -> None:
    rules = [rule for rule in law().rules if rule.id in BUILDERS and rule.certainty != "U"]

    assert rules
    assert [name for rule in rules for name in parameters_of(rule.formula) if not words(lang).known(f"argument.{name}")] == []


# where it leads


def test_every_link_to_a_trace_or_a_finding_arrives(pages: dict[tuple[str, str], dict[str, str]]) -> None:
    for report, own in pages.items():
        seen = {name: Seen(markup) for name, markup in own.items()}
        for name, found in seen.items():
            leading = [link.partition("#") for link in found.links if re.search(r"^[^/]*#(?:f|r|n|jenis|temuan)-|^#asal", link)]
            broken = [(target, to) for target, _, to in leading if to not in seen[target or name].ids]

            assert broken == [], (report, name)
            assert len(found.ids) == len(set(found.ids)), (report, name)
            assert leading or not any(to.startswith("f-") for to in found.ids), (report, name)


def test_a_page_traces_every_number_that_it_underlines_and_leads_on_to_the_others(pages: dict[tuple[str, str], dict[str, str]]) -> None:
    achievement = Seen(pages["deputi-pmk", "2023"]["02-achievement.html"])

    assert {link[1:] for link in achievement.links if link.startswith("#f-")} <= set(achievement.ids)
    assert any(link.startswith("06-traces.html#f-") for link in achievement.links)
    assert any(link.startswith("01-data-quality.html#temuan-") for link in achievement.links)
    assert "06-traces.html" in pages["deputi-pmk", "2023"]["02-achievement.html"]


def test_the_page_of_all_traces_has_every_figure_of_the_report(pages: dict[tuple[str, str], dict[str, str]], out: Path) -> None:
    for report, own in pages.items():
        figures = opened(out, *report).figures

        assert {anchor(figure) for figure in figures} <= set(Seen(own["06-traces.html"]).ids)
        assert len({anchor(figure) for figure in figures}) == len(figures)


def test_words_in_quotation_marks_are_printed_by_a_document(pages: dict[tuple[str, str], dict[str, str]], facts: Facts) -> None:
    printed = {str(cell) for frames in (facts.printed, facts.meant) for name in frames for column in frames[name].columns for cell in frames[name][column]}
    quoted = [unescape(words) for own in pages.values() for markup in own.values() for words in re.findall(r"<q>(.*?)</q>", markup, re.DOTALL)]

    assert len(quoted) > 1000
    assert [words for words in quoted if words not in printed and not set(words.split(" + ")) <= printed] == []


def test_pages_with_many_traces_stay_small(pages: dict[tuple[str, str], dict[str, str]]) -> None:
    own = pages["deputi-pmk", "2023"]

    assert len(own["02-achievement.html"].encode()) < 250_000
    assert len(own["06-traces.html"].encode()) < 900_000
    assert len((Path("src/analysis/pages/scripts") / "traces.js").read_bytes()) < 1_500
    assert "traces" in SCRIPTS


def test_a_comparison_leads_to_the_traces_of_the_reports(out: Path) -> None:
    compared = page(out, Path("notebooks/10-comparison.ipynb"), "", "2023")
    seen = Seen(compared)
    away = {link for link in seen.links if "06-traces.html#" in link}

    assert away
    assert [link for link in away if not re.fullmatch(r"\.\./\.\./[\w-]+/[\w-]+/06-traces\.html#f-[\w.-]+", link)] == []
    assert "../../deputi-pmk/2023/06-traces.html#f-nkp-nilai-perspective-customer-deputi-pmk-2023" in away
    assert {link[1:] for link in seen.links if link.startswith("#f-")} <= set(seen.ids)
