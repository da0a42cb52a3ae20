"""One page for the head of the unit: the answers of the other pages, each leading there."""

from __future__ import annotations

from analysis.pages.blocks import Block, Bullets, Cell, Heading, Prose, Table, Tile, Tiles
from analysis.views import absorption, achievement, data_quality, efficiency, evidence, reproduction, values
from analysis.workbook import Workbook


def headline(wb: Workbook) -> list[Block]:
    """The key figures of the report side by side."""
    w = wb.words
    codes, verdicts = wb.subjects("capaian_pct"), reproduction.counts(wb)
    tiles = []
    score = wb.fig("npss_nilai")
    if score.value is not None:
        tiles.append(Tile(w("figure.npss_nilai"), wb.cell(score).text, wb.said(wb.fig("status")), wb.cell(score).link))
    if codes:
        tiles.append(achievement.reached_tile(wb, "02-achievement.html#indikator"))
    absorbed = wb.fig("serapan_pct")
    if absorbed.value is not None:
        tiles.append(Tile(w("figure.serapan_pct"), wb.cell(absorbed).text, w("summary.left", sisa=w.money(wb.fig("sisa_rp").number)), wb.cell(absorbed).link))
    elif absorption.tree(wb) is not None and (pagu := wb.fig("pagu_rp")).value is not None:
        tiles.append(Tile(w("figure.pagu_rp"), w.money(pagu.number), w("summary.not_spent"), wb.cell(pagu).link))
    if verdicts:
        tiles.append(
            Tile(
                w("summary.reproduced"),
                w("of", part=verdicts["match"], whole=sum(verdicts.values())),
                w("summary.mismatch", count=verdicts["mismatch"]),
                "05-reproduction.html",
                "bad" if verdicts["mismatch"] else "good",
            )
        )
    return [Tiles(tiles)] if tiles else [Prose(w("summary.nothing"), "note")]


def answers(wb: Workbook) -> list[Block]:
    """The five questions with one sentence each, leading to the page that shows it."""
    w = wb.words
    said = [
        ("02-achievement", achievement.sentence(wb) if wb.subjects("capaian_pct") else w("achievement.nothing")),
        ("03-absorption", absorption.sentence(wb)),
        ("04-efficiency", efficiency.sentence(wb)),
        ("01-data-quality", data_quality.sentence(wb)),
        ("05-reproduction", reproduction.sentence(wb)),
    ]
    rows = [[Cell(w(f"question.{name}"), f"{name}.html"), Cell(text)] for name, text in said]
    return [Heading(w("summary.answers"), "jawaban"), Table(w("summary.answers_table"), [w("column.question"), w("column.answer")], rows)]


def costliest(wb: Workbook) -> list[Block]:
    """The indicators that cost most, or fell furthest behind their target."""
    w = wb.words
    missed = sorted((c for c in achievement.measured(wb) if wb.fig("capaian_pct", c).number < 100), key=lambda c: wb.fig("capaian_pct", c).number)[:5]
    if not missed:
        return []
    scored = wb.fig("npss_nilai").value is not None
    columns = [
        w("column.indicator"),
        w("figure.target_iku"),
        w("figure.realisasi_iku"),
        w("figure.capaian_pct"),
        *([w("figure.dampak_npss_nilai")] if scored else []),
    ]
    rows = [
        [
            Cell(wb.indicator(c)),
            *(wb.cell(wb.fig(n, c)) for n in ("target_iku", "realisasi_iku", "capaian_pct")),
            *([wb.cell(wb.fig("dampak_npss_nilai", c), signed=True)] if scored else []),
        ]
        for c in missed
    ]
    return [Heading(w("summary.costliest"), "termahal"), Table(w("summary.costliest_table"), columns, rows, frozenset({1, 2, 3, 4}))]


def findings(wb: Workbook) -> list[Block]:
    """One finding of each of the gravest checks, leading to its evidence, and where all of them are."""
    w, gravest = wb.words, evidence.gravest(wb, 6)
    if not gravest:
        return []
    columns = [w("column.finding"), w("column.severity"), w("column.subject"), w("column.printed"), w("column.expected")]
    rows = [
        [
            Cell(f"{f.check} {wb.teller.sentence(f)}", f"{evidence.PAGE}#{address}"),
            Cell(w(f"severity.{f.severity}"), tone=f"severity-{f.severity}"),
            *(Cell(text or "–") for text in (values.subject(wb, f), evidence.said(f), values.expected(wb, f))),
        ]
        for address, f in gravest
    ]
    everything = Cell(w("summary.findings_all", count=len(evidence.failing(wb))), f"{evidence.PAGE}#temuan")
    return [Heading(w("summary.findings"), "temuan"), Table(w("summary.findings_table"), columns, rows), Bullets([everything])]


def next_steps(wb: Workbook) -> list[Block]:
    """What must be done next, from what the pages found."""
    w = wb.words
    items = [
        Cell(w("next.gap", code=wb.indicator(c), gap=w.measured(100 - wb.fig("capaian_pct", c).number, "")), "02-achievement.html#indikator")
        for c in achievement.measured(wb)
        if wb.fig("capaian_pct", c).number < 100
    ][:3]
    items += [
        Cell(
            w(
                "next.correct",
                what=f"{w(f'figure.{c.figure.figure}')} {wb.subject(c.figure.subject)}",
                place=wb.place(c.document, c.line),
                printed=c.printed,
                value=wb.said(c.figure),
            ),
            "05-reproduction.html#mismatch",
        )
        for c in reproduction.first_mismatches(wb.claims, 3)
    ]
    waiting = [c for c in achievement.without(wb) if wb.fig("capaian_pct", c).reason == "belum_ada_nilai_resmi"]
    if waiting:
        items.append(Cell(w("next.wait", codes=w.join(waiting)), "02-achievement.html#tanpa-nilai"))
    return [Heading(w("summary.next"), "berikutnya"), Bullets(items, ordered=True) if items else Prose(w("next.nothing"), "note")]
