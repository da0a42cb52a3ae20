"""No number stands in prose that is not a figure of the result files, a count of a list that leads there, or words of a kind that count nothing.

The pages of the whole run are read in `test_whole_run.py`; here are planted ones, and the messages that all sentences are made of.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from told_numbers import Site

from analysis.audit import Audited, Finding, kept
from analysis.audit.kept import NOTHING
from analysis.figures.report import COLUMNS
from analysis.words import FOLDER, LANGUAGES

FIGURES = [
    ("capaian_pct", "IKU.1", "91.0897435897436", "pct", ""),
    ("pagu_rp", "total", "7828401000", "rp", ""),
    ("dampak_npss_nilai", "IKU.1", "-0.2784455", "poin", ""),
    ("jumlah_iku", "total", "13", "jumlah", ""),
    ("status", "total", "sangat_baik", "kategori", ""),
    ("npss_nilai", "total", "", "nilai", "stopped:B04"),
    ("nkp_nilai", "total", "", "nilai", "stopped:B04"),
    ("efisiensi_terbatas_pct", "total", "20", "pct", ""),
]
FINDING = Finding("S07", "sums", "warning", "fails", "laporan", 102, "u", "2023", "asn", "", "391608", "391068", 6, printed="391.068")
LIST = '<ul class="sentences" id="daftar"><li>a</li><li>b</li></ul>'
TABLE = (
    '<div class="scroll" id="tabel"><table><tbody><tr><th>a</th><td>4</td></tr><tr><th>b</th><td>5</td></tr></tbody>'
    "<tfoot><tr><th>c</th><td>9</td></tr></tfoot></table></div>"
)
EVIDENCE = (
    f'<h3 id="temuan">a</h3><div class="evidence" id="{FINDING.anchor}"><p>{{}}</p></div>'
    '<div class="evidence waived" id="x"></div><h2>b</h2><ul><li>c</li></ul>'
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The result files and raw files of one invented report, without any page."""
    processed, raw = tmp_path / "processed" / "u" / "2023", tmp_path / "raw"
    for folder in (processed, raw, tmp_path / "reports" / "u" / "2023"):
        folder.mkdir(parents=True)
    with (processed / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [dict(zip(("figure", "subject", "value", "measure", "reason"), told, strict=True), unit="u", period="2023") for told in FIGURES]
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    for name, text in kept.texts_of(Audited([FINDING], NOTHING.coverage)).items():
        (processed / name).write_text(text, "utf-8")
    (raw / "indicators.csv").write_text('line,code,name\n7,IKU.1,"Nilai AKIP 2 tahap"\n9,,"Tabel 28, dicetak 99.80"\n', "utf-8")
    return Site(tmp_path / "reports", tmp_path / "processed", raw, raw)


def told(site: Site, body: str, lang: str = "id") -> list[str]:
    (site.reports / "u" / "2023" / "page.html").write_text(f'<html lang="{lang}"><body><h1>2023</h1><main>{body}</main></body></html>', "utf-8")
    return site.untold("u/2023/page.html")


def figure(name: str, subject: str, text: str) -> str:
    return f'<p>Ini <a href="#f-{name}-{subject}-u-2023">{text}</a>.</p>'.replace("_", "-")


HONEST = {
    "words alone": "<p>Tidak ada angka.</p>",
    "a percentage": figure("capaian_pct", "IKU.1", "91,09\u00a0%"),
    "a percentage on another page": figure("capaian_pct", "IKU.1", "91,09\u00a0%").replace("#f", "06-traces.html#f"),
    "rupiah": figure("pagu_rp", "total", "Rp7.828.401.000"),
    "rupiah in billions": figure("pagu_rp", "total", "Rp7,83\u00a0miliar"),
    "below zero": figure("dampak_npss_nilai", "IKU.1", "−0,28"),
    "a whole number": figure("jumlah_iku", "total", "13"),
    "a category": figure("status", "total", "sangat baik"),
    "no value": figure("npss_nilai", "total", "–"),
    "a count of items": f'{LIST}<p><a class="count" href="#daftar">2</a> hal</p>',
    "a count of rows": f'{TABLE}<p><a class="count" href="#tabel">2</a> baris</p>',
    "a count that adds up": f'{TABLE}<p><a class="count" href="page.html#tabel">9</a> hal</p>',
    "a count of findings": f'{EVIDENCE.format("")}<p><a class="count" href="#temuan">2</a></p>',
    "a count of findings not waived": f'{EVIDENCE.format("")}<p><a class="count" href="#temuan">1</a></p>',
    "a count of stopped figures": '<p><a class="count" href="#terhenti-B04">2</a></p>',
    "a count of some": '<ul id="u"><li class="is-up">a</li><li>b</li></ul><p><a class="count is-up" href="#u">1</a></p>',
    "a count that a table tells": f'{TABLE}<p><a class="count is-told" href="#tabel">5</a></p>',
    "a count of traces": '<h2 id="jenis">a</h2><article id="f-a"></article><h2>b</h2><p><a class="count" href="#jenis">1</a></p>',
    "none": '<p><span class="count">0</span> hal</p>',
    "a count of what is folded": '<details><summary><span class="count">2</span> lagi</summary><ul><li>a</li><li>b</li></ul></details>',
    "a quotation": "<p>tercetak <q>99.80</q></p>",
    "a long quotation": "<p>tercetak <q>Tabel 28, dicetak…</q></p>",
    "a code": '<p><span class="code">IKU.1</span></p>',
    "a name": '<p><span class="named">IKU.1 Nilai AKIP 2 tahap</span></p>',
    "a place": '<p><span class="where">Tabel 28, baris 7</span></p>',
    "a period": '<p>pada <span class="period">Triwulan III 2024</span></p>',
    "a legal reference": '<p><span class="law">PMK 22/PMK.02/2021</span></p>',
    "a parameter of the law": '<p><a class="law" href="#f-efisiensi-terbatas-pct-total-u-2023">20,00\u00a0%</a></p>',
    "a cell": "<table><tbody><tr><td>17</td></tr></tbody></table>",
    "a drawing": "<svg><text>17</text></svg>",
    "the finding of an evidence": EVIDENCE.format("S07: seharusnya 391.608"),
}
PLANTED = {
    "a typed number": ("<p>Ada 17 hal.</p>", "'Ada 17 hal.' is neither"),
    "a typed number in a list": ("<ul><li>17 hal</li></ul>", "neither"),
    "a typed number in a caption": ("<table><caption><span>17 hal</span></caption></table>", "neither"),
    "a typed number in a tile": ('<dl class="tiles"><dd>17</dd></dl>', "neither"),
    "a typed number in a heading": ("<h2>17 hal</h2>", "neither"),
    "a link to a page only": ('<p><a href="02-achievement.html">17 hal</a></p>', "neither"),
    "another digit": (figure("capaian_pct", "IKU.1", "91,08\u00a0%"), "which is 91.08974"),
    "cut off, not rounded": (figure("dampak_npss_nilai", "IKU.1", "−0,27"), "which is -0.27"),
    "a lost sign": (figure("dampak_npss_nilai", "IKU.1", "0,28"), "which is -0.27"),
    "too few decimals": (figure("capaian_pct", "IKU.1", "91\u00a0%"), "which is 91.08974"),
    "a wrong unit": (figure("capaian_pct", "IKU.1", "91,09"), "which is 91.08974"),
    "millions for billions": (figure("pagu_rp", "total", "Rp7,83\u00a0juta"), "which is 7828401000"),
    "another language": (figure("capaian_pct", "IKU.1", "91.09%"), "which is 91.08974"),
    "another category": (figure("status", "total", "baik"), "which is sangat_baik"),
    "a value where there is none": (figure("npss_nilai", "total", "101,70"), "which is stopped:B04"),
    "a figure of no file": (figure("capaian_pct", "IKU.9", "91,09\u00a0%"), "no figures.csv"),
    "a count too high": (f'{LIST}<p><a class="count" href="#daftar">3</a></p>', "holds [2]"),
    "a count of nothing": ('<p><a class="count" href="#nirgends">3</a></p>', "holds []"),
    "a count that leads nowhere": ('<p><span class="count">3</span></p>', "holds [0]"),
    "a sum that does not add up": (TABLE.replace("<td>9", "<td>8") + '<a class="count" href="#tabel">8</a>', "holds [2]"),
    "a count of some others": ('<ul id="u"><li class="is-up">a</li><li>b</li></ul><a class="count is-down" href="#u">1</a>', "holds [0]"),
    "a count that no table tells": (f'{TABLE}<p><a class="count is-told" href="#tabel">6</a></p>', "holds [4, 5, 9]"),
    "a count of the next section": (f'{EVIDENCE.format("")}<p><a class="count" href="#temuan">3</a></p>', "holds [1, 2]"),
    "too few stopped": ('<p><a class="count" href="#terhenti-B05">2</a></p>', "holds [0]"),
    "a wrong rest": ('<details><summary><span class="count">3</span></summary><ul><li>a</li></ul></details>', "holds [1]"),
    "a quotation of nobody": ("<p><q>99.81</q></p>", "no document prints"),
    "no code": ('<p><span class="code">IKU.77</span></p>', "is not known as code"),
    "a sentence as a code": ('<p><span class="code">IKU.1 naik</span></p>', "is not known as code"),
    "no name": ('<p><span class="named">Nilai AKIP 3 tahap</span></p>', "holds a number that no name has"),
    "no place": ('<p><span class="where">Tabel 29, baris 7</span></p>', "is no place"),
    "no period": ('<p><span class="period">17</span></p>', "is no period"),
    "no law": ('<p><span class="law">PMK 99/2021</span></p>', "is not known as law"),
    "no parameter": ('<p><a class="law" href="#f-x">17,00\u00a0%</a></p>', "is not known as law"),
    "not of the finding": (EVIDENCE.format("seharusnya 391.609"), "is not in the finding"),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_page_is_let_through(site: Site, name: str) -> None:
    assert told(site, HONEST[name]) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_number_that_comes_from_nowhere_is_found(site: Site, name: str) -> None:
    body, why = PLANTED[name]

    (found,) = told(site, body)

    assert why in found


def test_a_page_is_read_in_its_language(site: Site) -> None:
    assert told(site, figure("pagu_rp", "total", "Rp7.83\u00a0billion") + figure("capaian_pct", "IKU.1", "91.09%"), "en") == []


# Messages.

NOT_PROSE = {
    "rule": "a formula, shown where a number comes from",
    "variant": "the name of a reading, which its constant tells apart",
    "scheme": "the name of a table of categories, with its regulation",
    "attribute": "the heading of a column that documents print",
    **dict.fromkeys(("intake", "form", "new", "import", "start"), "told of a file or in a form: with examples of how something is written"),
}
CONSTANTS = {
    "argument.ikm_z": "the level of confidence that the parameter is of",
    "survey.finding": "the level of confidence that the parameter ikm_z is of",
    "handover.digests": "SHA-256 is the name of an algorithm",
    "handover.numbers": "an example of how a number is stored in a workbook, which has no links",
}


def messages(lang: str) -> Iterator[tuple[str, str]]:
    with (FOLDER / f"{lang}.po").open("rb") as file:
        yield from ((str(m.id), str(m.string)) for m in read_po(file, locale=lang) if m.id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_has_a_number_typed_into_it(lang: str) -> None:
    typed = [f"{name}: {text}" for name, text in messages(lang) if re.search(r"\d", text) and not {name, name.partition(".")[0]} & {*NOT_PROSE, *CONSTANTS}]

    assert typed == []
