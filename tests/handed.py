"""An invented report to hand over: its pages as our blocks show them, and its results."""

from __future__ import annotations

import json
from pathlib import Path

from analysis.handover.report import Report
from analysis.output import csv_of
from analysis.pages.blocks import Block, Bullets, Cell, Chart, Folded, Heading, Notice, Prose, Table, Tile, Tiles

HOSTILE = [
    "#import",
    "$x$",
    "*b*",
    "_i_",
    "@here",
    "<script>alert(1)</script>",
    "= 1",
    "\\n",
    "//comment",
    "x" * 200,
    "שלום",
    "\u202eabc",
    "😀",
    "=1+1",
    "@SUM(1)",
]
SVG = (
    '<svg role="img" aria-labelledby="t1 d1" viewBox="0 0 200 100" width="200" height="100"><title id="t1">Apa?</title><desc id="d1">Tiga</desc>'
    '<g clip-path="url(#c)"><rect width="50" height="20" fill="#00735c"></rect></g><clipPath id="c"><rect width="50" height="20"></rect></clipPath>'
    '<text x="5" y="50" font-family="Liberation Sans, Arial" font-size="12">batang</text></svg>'
)
FIGURES = [
    ("unit", "period", "figure", "subject", "value"),
    ("u", "2023", "capaian_pct", "IKU.1", "91.08974358974359"),
    ("u", "2023", "dampak", "IKU.1", "-0.278445512820513"),
    ("u", "2023", "dampak", "IKU.2", "-0.001"),
    ("u", "2023", "pagu_rp", "total", "7828401000"),
    ("u", "2023", "status", "total", "baik"),
]


def trace(name: str, words: str, kind: str = "details") -> str:
    title = "summary" if kind == "details" else "h3"
    return f'<{kind} id="{name}"><{title}>{words}</{title}><dl><dt>Rumus</dt><dd>a ÷ b</dd></dl></{kind}>'


def page(body: str, *, question: str = "Apa yang dicapai?", lang: str = "id", after: str = "") -> str:
    head = f'<header><nav><a href="x.html">NAVIGASI</a></nav><h1>{question}</h1></header>'
    return f'<!DOCTYPE html><html lang="{lang}"><body>{head}<main id="isi">{body}</main>{after}<footer>KAKI</footer><script>SKRIP</script></body></html>'


def shown(*blocks: Block) -> str:
    return "".join(block.html() for block in blocks)


def figures_table(extra: str = "biasa") -> Table:
    rows = [
        [Cell("IKU.1 " + extra), Cell("91,09\u00a0%", "#f-capaian-pct-IKU.1-u-2023", mark="T"), Cell("−0,28", "#f-dampak-IKU.1-u-2023")],
        [Cell("IKU.2"), Cell("baik", "#f-status-total-u-2023"), Cell("0,00", "06-traces.html#f-dampak-IKU.2-u-2023")],
        [Cell("Pagu"), Cell("Rp7,83 miliar", "#f-pagu-rp-total-u-2023"), Cell("Rp7.828.401.000", "#f-pagu-rp-total-u-2023")],
    ]
    return Table("Capaian menurut indikator", ["Indikator", "Capaian", "Dampak"], rows, frozenset({1, 2}), anchor="tabel")


def summary(extra: str = "biasa") -> str:
    return shown(
        Tiles([Tile("NPSS", "101,70", "sangat baik", "02-achievement.html#rinci")]),
        Heading("Jawaban singkat", "jawaban"),
        Prose(extra),
        Notice(extra, [Cell(extra)]),
        Bullets([Cell("ke rincian", "02-achievement.html#rinci"), Cell("keluar", "../../index.html")]),
    )


def achievement(extra: str = "biasa") -> str:
    table = figures_table(extra)
    return shown(
        Heading("Rinci", "rinci"),
        Heading("Lebih rinci", "lebih", 4),
        Chart("Apa?", "Tiga dari empat", SVG, table, "Data grafik"),
        Folded("Lipatan", [Prose("isi lipatan")]),
    )


def traces(*names: str) -> str:
    return f'<section class="traces"><h2 id="asal">Asal angka</h2><p>Nomor baris.</p>{"".join(trace(name, f"Jejak {name}") for name in names)}</section>'


ANCHORS = ("f-capaian-pct-IKU.1-u-2023", "f-dampak-IKU.1-u-2023", "f-dampak-IKU.2-u-2023", "f-pagu-rp-total-u-2023", "f-status-total-u-2023")


def report(folder: Path, extra: str = "biasa", lang: str = "id", **pages: str) -> Report:
    """The report with its pages `_02_achievement` as given, else with two of its own, whose traces are told twice."""
    own = {"_00_summary": page(summary(extra) + traces(*ANCHORS[:2]), lang=lang), "_02_achievement": page(achievement(extra) + traces(*ANCHORS), lang=lang)}
    files = []
    for name, text in (pages or own).items():
        files.append(folder / f"{name[1:].replace('_', '-')}.html")
        files[-1].parent.mkdir(parents=True, exist_ok=True)
        files[-1].write_text(text, "utf-8")
    results = folder / "results"
    results.mkdir(exist_ok=True)
    (results / "figures.csv").write_text(csv_of(FIGURES[0], FIGURES[1:]), "utf-8")
    made = {"inputs": {"d/targets.csv": "a" * 64}, "code": {"src/x.py": "b" * 64}, "outputs": {"figures.csv": "c" * 64, "reports/u/2023/x.html": "d" * 64}}
    (results / "run.json").write_text(json.dumps(made), "utf-8")
    return Report("u", "2023", lang, "Unit U", ("Dokumen 2023",), tuple(files), results)
