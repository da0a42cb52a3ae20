"""What was promised, what was reached, how wide is the gap, and what does each gap cost in NPSS?"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from analysis import charts
from analysis.figures import Figure
from analysis.figures.indicators import defined, natural
from analysis.pages.blocks import Block, Bullets, Cell, Folded, Heading, Prose, Table, Tile, Tiles
from analysis.pages.told import Marked, Told, joined
from analysis.periods import Period
from analysis.workbook import Workbook, rows_of

UNJUDGED = "02-achievement.html#tanpa-nilai"
"""Where the indicators without an achievement are listed."""
MISSED = "is-missed"
"""Marks those that miss their target where all are listed."""


def measured(wb: Workbook) -> list[str]:
    """Indicators of the report with an achievement."""
    return [code for code in wb.subjects("capaian_pct") if wb.fig("capaian_pct", code).value is not None]


def without(wb: Workbook) -> list[str]:
    """Indicators of the report without an achievement."""
    return [code for code in wb.subjects("capaian_pct") if wb.fig("capaian_pct", code).value is None]


def reached(wb: Workbook) -> list[str]:
    """Indicators whose realisation reaches the target."""
    return [code for code in measured(wb) if wb.fig("ketercapaian", code).value == "tercapai"]


def headline(wb: Workbook) -> list[Block]:
    """The answer first: the score, how many targets were reached, and what could not be judged."""
    w, score = wb.words, wb.fig("npss_nilai")
    codes = wb.subjects("capaian_pct")
    if not codes:
        return [Prose(w("achievement.nothing"), "note")]
    tiles = [_reached_tile(wb)]
    if wb.subjects("npss_nilai"):
        status = wb.fig("status")
        tiles.insert(0, Tile(w("figure.npss_nilai"), wb.cell(score), wb.cell(status) if score.value is not None else wb.because(score)))
    if without(wb):
        tiles.append(Tile(w("achievement.unjudged"), wb.counted(without(wb), UNJUDGED), w("achievement.unjudged_detail")))
    return [Tiles(tiles), Prose(sentence(wb), "lead")]


def _reached_tile(wb: Workbook) -> Tile:
    """How many of the indicators that can be judged reach their target."""
    w, good, judged = wb.words, reached(wb), measured(wb)
    detail = wb.told("achievement.reached_of", count=wb.counted(without(wb), UNJUDGED)) if without(wb) else w("achievement.reached_detail")
    value = wb.told("of", part=_count(wb, "tercapai"), whole=_count(wb, "semua")) if judged else "–"
    return Tile(w("achievement.reached"), value, detail, tone="good" if judged and good == judged else "")


def _count(wb: Workbook, which: str) -> Cell:
    """How many indicators can be judged, or of those reach their target."""
    return wb.cell(wb.fig("jumlah_iku", f"dinilai:{which}"))


def sentence(wb: Workbook) -> Told:
    """The achievement in one sentence, from the figures."""
    codes, missed = measured(wb), missing_most(wb)
    if not missed:
        return _all_reached(wb, codes)
    worst = {"worst": Marked(missed[0], "code"), "capaian": wb.cell(wb.fig("capaian_pct", missed[0]))}
    if len(missed) == len(codes):
        return wb.told("achievement.none_reached", count=_count(wb, "semua"), **worst)
    return wb.told("achievement.some_missed", reached=_count(wb, "tercapai"), count=_count(wb, "semua"), **worst)


def missing_most(wb: Workbook) -> list[str]:
    """The indicators that can be judged and do not reach their target, the furthest from it first."""
    return sorted((c for c in measured(wb) if c not in reached(wb)), key=lambda c: wb.fig("capaian_pct", c).number)


def _all_reached(wb: Workbook, codes: list[str]) -> Told:
    """That all of the indicators that can be judged reach their target, if there are any."""
    if not codes:
        return wb.told("achievement.none_measured", count=wb.cell(wb.fig("jumlah_iku")))
    if len(codes) > 2:
        return wb.told("achievement.all_reached", count=_count(wb, "semua"))
    return wb.told("achievement.both_reached") if len(codes) == 2 else wb.told("achievement.one_reached", code=Marked(codes[0], "code"))


def indicators(wb: Workbook) -> list[Block]:
    """Every indicator: target, realisation, gap, achievement, status, and the chart of the achievements."""
    w = wb.words
    codes = wb.subjects("capaian_pct")
    if not codes:
        return []
    scored = bool(wb.subjects("dampak_npss_nilai"))
    regional = bool(wb.subjects("kategori_capaian"))
    columns = [
        w("column.indicator"),
        w("figure.target_iku"),
        w("figure.realisasi_iku"),
        w("figure.gap_target_nilai"),
        w("figure.capaian_pct"),
        w("figure.ketercapaian"),
    ]
    columns += [w("figure.status"), w("figure.dampak_npss_nilai")] if scored else [w("figure.kategori_capaian")] if regional else []
    rows = []
    for code in codes:
        row = [Cell(wb.indicator(code), of=code), wb.cell(wb.fig("target_iku", code)), _realised(wb, code)]
        row += [wb.cell(wb.fig("gap_target_nilai", code), signed=True), wb.cell(wb.fig("capaian_pct", code)), _judged(wb, code)]
        row += (
            [wb.cell(wb.fig("status", code)), wb.cell(wb.fig("dampak_npss_nilai", code), signed=True)]
            if scored
            else [wb.cell(wb.fig("kategori_capaian", code))]
            if regional
            else []
        )
        rows.append(row)
    table = Table(wb.told("achievement.table", unit=wb.name, period=wb.when()), columns, rows, frozenset({1, 2, 3, 4, 7}), anchor="tabel-indikator")
    return [Heading(w("achievement.indicators"), "indikator"), *_achieved_chart(wb), table]


def _realised(wb: Workbook, code: str) -> Cell:
    """The realisation, marked where the document itself calls it provisional."""
    cell = wb.cell(wb.fig("realisasi_iku", code))
    provisional = wb.ledger.rows("realisations", wb.unit, wb.period, code=code, status="provisional")
    return replace(cell, mark=wb.words("mark.provisional")) if provisional else cell


def _judged(wb: Workbook, code: str) -> Cell:
    figure = wb.fig("ketercapaian", code)
    cell = wb.cell(figure)
    return Cell(cell.text, cell.link, tone={"tercapai": "good", "tidak_tercapai": f"bad {MISSED}"}.get(str(figure.value), "quiet"))


def _achieved_chart(wb: Workbook) -> list[Block]:
    """How far each indicator has come towards its target, the farthest from it first."""
    w, codes = wb.words, sorted(measured(wb), key=lambda c: wb.fig("capaian_pct", c).number)
    if len(codes) < 2:
        return []
    names = ("target_iku", "realisasi_iku", "capaian_pct", "ketercapaian")
    drawing = charts.bullets(
        [_bullet(wb, code) for code in codes], axis=w("axis.capaian"), goal=100, missed=w("category.tidak_tercapai"), ranges=_ranges(wb, wb.subjects("status"))
    )
    rows = [[Cell(wb.indicator(c), of=c), *(wb.cell(wb.fig(name, c)) for name in names)] for c in codes]
    table = Table(w("achievement.chart"), [w("column.indicator"), *(w(f"figure.{name}") for name in names)], rows, frozenset({1, 2, 3}))
    return [wb.chart(drawing, title=w("achievement.chart"), finding=_achieved(wb, codes), table=table)]


def _bullet(wb: Workbook, code: str) -> dict[str, object]:
    w, target, real, achieved = wb.words, wb.fig("target_iku", code), wb.fig("realisasi_iku", code), wb.fig("capaian_pct", code)
    said = {"target": wb.said(target), "realisasi": wb.said(real), "capaian": wb.said(achieved), "status": wb.said(wb.fig("ketercapaian", code))}
    own = w.number(target.number) if target.measure == "pct" == real.measure else said["target"]
    return {
        "label": wb.indicator(code),
        "value": achieved.number,
        "text": said["capaian"],
        "note": f"{own} → {said['realisasi']}",
        "reached": code in reached(wb),
        "of": code,
        "tip": w("achievement.tip", indicator=wb.indicator(code), **said),
    }


def _ranges(wb: Workbook, judged: list[str]) -> list[tuple[float, float | None, str]]:
    """The ranges of the scale by which the indicators of the report have a status or a category, lowest first."""
    scale = "status_rentang" if judged else "kategori_capaian_rentang" if wb.subjects("kategori_capaian") else ""
    dated = wb.ledger.parameter(scale, Period.parse(wb.period).year) if scale else None
    if dated is None:
        return []
    lowest = [(float(step.get("gt", step.get("ge"))), wb.words(f"category.{step['label']}")) for step in reversed(dated.value)]
    ends = [*(lower for lower, _ in lowest[1:]), None if judged else 100.0]
    return [(lower, upper, name) for (lower, name), upper in zip(lowest, ends, strict=True)]


def _achieved(wb: Workbook, codes: list[str]) -> Told:
    """How many reach their target, and which one stays farthest from it or goes farthest beyond."""
    missed = [c for c in codes if c not in reached(wb)]
    last = missed[0] if missed else codes[-1]
    amounts = {name: wb.cell(wb.fig(figure, last)) for name, figure in (("target", "target_iku"), ("realisasi", "realisasi_iku"), ("capaian", "capaian_pct"))}
    count, code = _count(wb, "semua"), Marked(last, "code")
    if not missed:
        return wb.told("achievement.chart_all", count=count, best=code, **amounts)
    return wb.told("achievement.chart_missed", missed=wb.counted(missed, "#tabel-indikator", MISSED), count=count, worst=code, **amounts)


def cost(wb: Workbook) -> list[Block]:
    """What each distance from 100 adds to the score or takes from it; the parts add up to the score exactly."""
    w, score = wb.words, wb.fig("npss_nilai")
    if not wb.subjects("dampak_npss_nilai"):
        return [Heading(w("cost.title"), "dampak"), Prose(w("cost.not_scored"), "note")] if wb.subjects("capaian_pct") else []
    if score.value is None:
        return [Heading(w("cost.title"), "dampak"), Prose(wb.told("cost.no_score", reason=wb.because(score)), "note")]
    parts = sorted((f for f in (wb.fig("dampak_npss_nilai", c) for c in measured(wb)) if f.value is not None), key=lambda f: f.number)
    total = sum((f.number for f in parts), Fraction(0))
    rows = [
        [
            Cell(wb.indicator(f.subject), of=f.subject),
            wb.cell(wb.fig("bobot_efektif_pct", f.subject)),
            wb.cell(wb.fig("capaian_pct", f.subject)),
            wb.cell(f, signed=True),
        ]
        for f in parts
    ]
    foot = rows_of([w("cost.sum"), "", "", w.number(total, signed=True)], [w("cost.score"), "", "", w.number(100 + total)])
    columns = [w("column.indicator"), w("figure.bobot_efektif_pct"), w("figure.capaian_pct"), w("figure.dampak_npss_nilai")]
    table = Table(w("cost.table"), columns, rows, frozenset({1, 2, 3}), foot, "tabel-dampak")
    blocks: list[Block] = [Heading(w("cost.title"), "dampak"), Prose(w("cost.how"))]
    moving = [f for f in parts if f.number != 0]
    if not moving:
        return [*blocks, table]
    drawing = charts.steps(_falls(wb, moving, score), axis=w("axis.npss"), judged=True)
    return [*blocks, wb.chart(drawing, title=w("cost.chart"), finding=_cost_sentence(wb, moving, score), table=table)]


def _falls(wb: Workbook, moving: list[Figure], score: Figure) -> list[dict[str, object]]:
    """From 100 through what each indicator takes or adds to the score."""
    w, at = wb.words, Fraction(100)
    rows: list[dict[str, object]] = [{"label": w("cost.start"), "start": 0, "end": at, "text": w.number(at), "total": True, "tip": w("cost.start_tip")}]
    for part in moving:
        moved = w.number(part.number, signed=True)
        told = {name: wb.said(wb.fig(figure, part.subject)) for name, figure in (("capaian", "capaian_pct"), ("bobot", "bobot_efektif_pct"))}
        tip = w("cost.tip", indicator=wb.indicator(part.subject), dampak=moved, **told)
        rows.append({"label": wb.indicator(part.subject), "start": at, "end": at + part.number, "text": moved, "total": False, "of": part.subject, "tip": tip})
        at += part.number
    name, text = w("figure.npss_nilai"), w.number(score.number)
    return [*rows, {"label": name, "start": 0, "end": score.number, "text": text, "total": True, "of": "NPSS", "tip": f"{name}: {text}"}]


def _cost_sentence(wb: Workbook, moving: list[Figure], score: Figure) -> Told:
    """What moves the score most, downwards and upwards."""
    worst, best = moving[0], moving[-1]
    said = [wb.told("cost.score_is", score=wb.cell(score, places=2))]
    said += (
        [wb.told("cost.worst", code=Marked(worst.subject, "code"), lost=wb.cell(worst, signed=True, places=2))]
        if worst.number < 0
        else [wb.told("cost.none_takes")]
    )
    said += [wb.told("cost.best", code=Marked(best.subject, "code"), gained=wb.cell(best, signed=True, places=2))] if best.number > 0 else []
    return joined(said)


def scorecard(wb: Workbook) -> list[Block]:
    """The scorecard from perspective to objective, each level with its rule."""
    w = wb.words
    perspectives = wb.subjects("skor_perspektif_nilai")
    if not perspectives:
        return []
    rows = [
        [Cell(wb.subject(p)), *(wb.cell(wb.fig(name, p)) for name in ("skor_perspektif_nilai", "bobot_perspektif_pct", "nkp_nilai"))]
        for p in sorted(perspectives, key=_order)
    ]
    foot = [[Cell(w("figure.npss_nilai")), Cell(""), Cell(""), wb.cell(wb.fig("npss_nilai"))]]
    levels = [w("column.perspective"), *(w(f"figure.{name}") for name in ("skor_perspektif_nilai", "bobot_perspektif_pct", "nkp_nilai"))]
    objectives = [
        [Cell(f"{c} {_objective(wb, c)}"), wb.cell(wb.fig("nss_nilai", c)), wb.cell(wb.fig("status", c))] for c in sorted(wb.subjects("nss_nilai"), key=natural)
    ]
    left_out = Prose(wb.told("scorecard.left_out", codes=wb.listed([Marked(c, "code") for c in without(wb)])), "note")
    return [
        Heading(w("scorecard.title"), "kartu-skor"),
        *([left_out] if without(wb) else []),
        Table(w("scorecard.perspectives"), levels, rows, frozenset({1, 2, 3}), foot),
        Table(w("scorecard.objectives"), [w("column.objective"), w("figure.nss_nilai"), w("figure.status")], objectives, frozenset({1})),
    ]


def _order(subject: str) -> int:
    return ("stakeholder", "customer", "internal_process", "learning_growth").index(subject.removeprefix("perspective:"))


def _objective(wb: Workbook, code: str) -> str:
    return str(defined(wb.ledger, "objectives", wb.unit, wb.period, code)["name"])


def references(wb: Workbook) -> list[Block]:
    """The realisation against the year before, the end of the plan, and the peers."""
    w, names = wb.words, ("gap_tahun_lalu_nilai", "gap_akhir_renstra_nilai", "gap_rekan_nilai")
    codes = [c for c in wb.subjects("realisasi_iku") if wb.fig("realisasi_iku", c).value is not None]
    if not codes:
        return []
    rows = [[Cell(wb.indicator(c)), wb.cell(wb.fig("realisasi_iku", c)), *(wb.cell(wb.fig(n, c), signed=True) for n in names)] for c in codes]
    columns = [w("column.indicator"), w("figure.realisasi_iku"), *(w(f"figure.{n}") for n in names)]
    missing = [Prose(w(f"references.no_{n}"), "note") for n in names if not any(wb.fig(n, c).value is not None for c in codes)]
    return [Heading(w("references.title"), "acuan"), Prose(w("references.how")), Table(w("references.table"), columns, rows, frozenset({1, 2, 3, 4})), *missing]


def annual(wb: Workbook) -> list[Block]:
    """For a part of a year: how far it has come towards the target of the whole year."""
    w, codes = wb.words, wb.subjects("capaian_tahunan_pct")
    if not codes:
        return []
    year = wb.period[:4]
    rows = [
        [Cell(wb.indicator(c)), wb.cell(wb.fig("realisasi_iku", c)), wb.cell(wb.fig("target_iku", c, period=year)), wb.cell(wb.fig("capaian_tahunan_pct", c))]
        for c in codes
    ]
    columns = [w("column.indicator"), w("figure.realisasi_iku"), w("annual.target", year=year), w("figure.capaian_tahunan_pct")]
    table = Table(wb.told("annual.table", year=wb.when(year)), columns, rows, frozenset({1, 2, 3}))
    return [Heading(wb.told("annual.title", year=wb.when(year)), "tahunan"), Prose(w("annual.how")), table]


def unjudged(wb: Workbook) -> list[Block]:
    """Indicators without achievement, each with the reason."""
    w, codes = wb.words, without(wb)
    if not codes:
        return []
    items = [Cell(wb.told("achievement.without", indicator=Marked(wb.indicator(c), "named"), reason=wb.because(wb.fig("capaian_pct", c)))) for c in codes]
    return [Heading(w("achievement.unjudged"), "tanpa-nilai"), Bullets(items)]


def classes(wb: Workbook) -> list[Block]:
    """The category of each value whose system has categories by regulation."""
    w, codes = wb.words, [c for c in wb.subjects("kategori") if c.startswith("IKU.")]
    if not codes:
        return []
    rows = [
        [Cell(wb.indicator(c)), wb.cell(wb.fig("realisasi_iku", c)), wb.cell(wb.fig("kategori", c)), Cell(wb.fig("kategori", c).reference or "–")]
        for c in codes
    ]
    table = Table(w("classes.table"), [w("column.indicator"), w("figure.realisasi_iku"), w("figure.kategori"), w("column.basis")], rows, frozenset({1}))
    return [Folded(w("classes.title"), [table])]
