"""How has this unit done over the years: every period of the unit side by side, each leading to its pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analysis.audit.suites import SEVERITIES
from analysis.claims import Claim
from analysis.figures import Figure
from analysis.figures.indicators import definition, indicators, natural
from analysis.law import NotComputable
from analysis.pages.blocks import Block, Cell, Folded, Heading, Prose, Table
from analysis.pages.frame import CHAPTERS
from analysis.pages.told import Marked, Told, joined
from analysis.periods import Period
from analysis.views import achievement, evidence, over_time, reproduction, status
from analysis.workbook import Workbook

_SIGNS = {"tercapai": "▲", "tidak_tercapai": "▼"}
_TONES = {"tercapai": "good", "tidak_tercapai": "bad"}


def headline(wb: Workbook) -> list[Block]:
    """How far the reports reach, and what became of the score, the targets and the absorption, in sentences."""
    periods = wb.periods
    first, last = wb.when(periods[0]), wb.when(periods[-1])
    count = wb.counted(periods, "#laporan")
    said = [wb.told("periods.reports", count=count, first=first, last=last) if len(periods) > 1 else wb.told("periods.one_report", period=first)]
    said += [told for name in ("npss_nilai", "serapan_pct") if (told := _movement(wb, name))]
    if measured := [p for p in periods if achievement.measured(wb.of(wb.unit, p))]:
        judged, reached = (wb.cell(wb.fig("jumlah_iku", f"dinilai:{kind}", period=measured[-1])) for kind in ("semua", "tercapai"))
        said.append(wb.told("periods.reached", reached=reached, judged=judged, period=wb.when(measured[-1])))
    return [Prose(joined(said), "lead"), *_around(wb)]


def _around(wb: Workbook) -> list[Block]:
    """The units above and below with a page, and the years in which the unit is compared with others."""
    there = {unit for unit, _ in wb.facts.reports}
    above = wb.facts.unit(wb.unit).parent
    years = [Marked(p, "period", f"{wb.way_to('comparison', p)}/10-comparison.html") for p in wb.periods if Period.parse(p).is_year]
    found = {
        "above": [_unit(wb, above)] if above in there else [],
        "below": [_unit(wb, unit) for unit in wb.facts.children(wb.unit) if unit in there],
        "compared": years,
    }
    said = [wb.told(f"periods.{name}", units=wb.listed(links)) for name, links in found.items() if links]
    return [Prose(joined(said), "quiet")] if said else []


def _unit(wb: Workbook, unit: str | None) -> Marked:
    known = wb.facts.unit(str(unit))
    return Marked(known.short, "named", f"{wb.way_to(known.code)}/index.html")


def _movement(wb: Workbook, name: str) -> Told | None:
    """The first and the last value of a figure of the unit; None if no period has one."""
    known = [f for f in (wb.fig(name, period=p) for p in wb.periods) if f.value is not None]
    if not known:
        return None
    ends: dict[str, object] = {"first": wb.cell(known[0]), "start": wb.when(known[0].period)}
    if len(known) == 1:
        return wb.told(f"periods.only.{name}", **ends)
    return wb.told(f"periods.moved.{name}", **ends, last=wb.cell(known[-1]), end=wb.when(known[-1].period))


def key_figures(wb: Workbook) -> list[Block]:
    """The key figures of every period side by side. Figures lead to their origin, counts to what they count, periods to their summary."""
    w, periods = wb.words, wb.periods
    rows = [[Cell(w(f"figure.{name}")), *cells] for name in ("npss_nilai", "status") if (cells := _figures(wb, name))]
    if any(achievement.measured(wb.of(wb.unit, p)) for p in periods):
        rows.append([Cell(w("achievement.reached")), *(_reached(wb, p) for p in periods)])
    rows += [[Cell(w(f"figure.{name}")), *cells] for name in ("serapan_pct", "efisiensi_pct", "nilai_efisiensi") if (cells := _figures(wb, name))]
    rows += [[Cell(w(f"periods.findings.{severity}")), *(_failing(wb, p, severity) for p in periods)] for severity in SEVERITIES]
    verdicts = {p: reproduction.counts(wb.of(wb.unit, p)) for p in periods}
    if any(verdicts.values()):
        rows.append([Cell(w("index.reproduced")), *(_reproduced(wb, p, verdicts[p]) for p in periods)])
        rows.append([Cell(w("periods.mismatch")), *(_counted(verdicts[p]["mismatch"], f"{p}/05-reproduction.html#mismatch") for p in periods)])
    table = Table(w("periods.key_table", unit=wb.name), [w("column.figure"), *_linked(wb)], rows, frozenset(range(1, len(periods) + 1)), anchor="angka-pokok")
    return [Heading(w("periods.key_title"), "pokok"), table]


def _linked(wb: Workbook) -> list[Cell]:
    """Every period of the unit, leading to its summary."""
    return [Cell(wb.words.period(p), f"{p}/00-summary.html") for p in wb.periods]


def _figures(wb: Workbook, name: str) -> list[Cell]:
    """A total in every period; nothing if no period has one."""
    found = [wb.fig(name, period=p) for p in wb.periods]
    return [wb.cell(f) for f in found] if any(f.value is not None for f in found) else []


def _reached(wb: Workbook, period: str) -> Cell:
    """How many of the indicators that can be judged reach their target."""
    report = wb.of(wb.unit, period)
    judged = achievement.measured(report)
    if not judged:
        return Cell("–", tone="quiet")
    return Cell(wb.words("of", part=len(achievement.reached(report)), whole=len(judged)), f"{period}/02-achievement.html#indikator", numeric=True)


def _failing(wb: Workbook, period: str, severity: str) -> Cell:
    return _counted(len(evidence.failing(wb.of(wb.unit, period), severity)), f"{period}/01-data-quality.html#temuan-{severity}")


def _counted(count: int, link: str) -> Cell:
    return Cell(str(count), link if count else "", numeric=True)


def _reproduced(wb: Workbook, period: str, verdicts: Counter[str]) -> Cell:
    total = sum(verdicts.values())
    if not total:
        return Cell("–", tone="quiet")
    return Cell(wb.words("of", part=verdicts["match"], whole=total), f"{period}/05-reproduction.html", numeric=True)


def statuses(wb: Workbook) -> list[Block]:
    """Which target was reached in which period; a table where there are too few periods for a drawing."""
    w, codes, periods = wb.words, _codes(wb), wb.periods
    if not codes:
        return [Heading(w("periods.status_title"), "status"), Prose(w("periods.no_indicators"), "note")]
    if drawn := status.by_period(wb):
        return drawn
    rows = [[Cell(_name(wb, c)), *(judged(wb, wb.unit, p, c) for p in periods)] for c in codes]
    foot = [[Cell(w("achievement.reached")), *(_reached(wb, p) for p in periods)]]
    table = Table(w("periods.status_table", unit=wb.name), [w("column.indicator"), *_linked(wb)], rows, frozenset(range(1, len(periods) + 1)), foot)
    return [Heading(w("periods.status_title"), "status"), Prose(w("periods.signs"), "note"), table]


def judged(wb: Workbook, unit: str, period: str, code: str) -> Cell:
    """The achievement of an indicator, with a sign and a tone for whether the target was reached; why not, where it cannot be judged."""
    figure = wb.fig("capaian_pct", code, unit=unit, period=period)
    cell, reached = wb.cell(figure), str(wb.fig("ketercapaian", code, unit=unit, period=period).value)
    return replace(cell, text=f"{_SIGNS[reached]} {cell.text}", tone=_TONES[reached]) if reached in _SIGNS else cell


def _codes(wb: Workbook) -> list[str]:
    """The indicators of the unit in any of its periods."""
    return sorted({code for p in wb.periods for code in indicators(wb.ledger, wb.unit, p)}, key=natural)


def _name(wb: Workbook, code: str) -> str:
    """The indicator as the latest period names it."""
    for period in reversed(wb.periods):
        try:
            return f"{code} {definition(wb.ledger, wb.unit, period, code)['name']}"
        except NotComputable:
            continue
    return code


def targets(wb: Workbook) -> list[Block]:
    """Every indicator with several realisations as a small drawing; below them the others, with what was promised, also for years to come."""
    w, last = wb.words, wb.of(wb.unit, wb.periods[-1])
    drawn, several = over_time.years(last), over_time.several(last)
    codes = [code for code in _codes(wb) if code not in several]
    years = sorted({*wb.periods, *(p for p in wb.ledger.periods(wb.unit, "targets") if Period.parse(p).is_year)}, key=Period.parse)
    names = ("target_renstra", "target_iku", "realisasi_iku")
    found = {(c, n): [wb.fig(n, c, period=p) for p in years] for c in codes for n in names}
    rows = [[Cell(f"{c} · {w(f'figure.{n}')}"), *map(wb.cell, found[c, n])] for c in codes for n in names if _differs(found, c, n)]
    columns = [w("column.indicator"), *map(w.period, years)]
    table = Table(w("periods.targets_table", unit=wb.name), columns, rows, frozenset(range(1, len(years) + 1)))
    if not drawn:
        return [Heading(w("periods.targets_title"), "target"), Prose(w("periods.targets_how")), table] if rows else []
    return [*drawn, Folded(w("periods.others_title"), [Prose(w("periods.targets_how")), table], "target")] if rows else drawn


def _differs(found: dict[tuple[str, str], list[Figure]], code: str, name: str) -> bool:
    """Whether a row of figures has a value; a plan that says nothing but the target has no row of its own."""
    figures = found[code, name]
    same = name == "target_renstra" and all(plan.value in {None, own.value} for plan, own in zip(figures, found[code, "target_iku"], strict=True))
    return any(f.value is not None for f in figures) and not same


def documents(wb: Workbook) -> list[Block]:
    """The documents that speak of the unit: for which periods, and how many of the figures that they publish were reproduced."""
    w = wb.words
    claims = [claim for p in wb.periods for claim in wb.of(wb.unit, p).claims]
    rows = [_document(wb, name, [c for c in claims if c.document == name]) for name in wb.documents]
    columns = [w("column.document"), w("index.issuer"), w("column.period"), w("periods.speaks_of"), w("index.reproduced")]
    return [Heading(w("periods.documents_title"), "dokumen"), Table(w("periods.documents_table", unit=wb.name), columns, rows, frozenset({4}))]


def _document(wb: Workbook, name: str, claims: list[Claim]) -> list[Cell]:
    w, source = wb.words, wb.facts.sources[name]
    told = [Cell(w.period(p), f"{p}/00-summary.html") for unit, p in source.reports if unit == wb.unit]
    match = sum(claim.verdict == "match" for claim in claims)
    return [
        Cell(str(source.sidecar["title"])),
        Cell(wb.facts.unit(str(source.sidecar["issuer"])).names[w.lang]),
        Cell(w.period(str(source.sidecar["period"]))),
        Cell(_listed(told)),
        Cell(w("of", part=match, whole=len(claims)) if claims else "–", numeric=True),
    ]


def _listed(cells: list[Cell]) -> Told:
    """Cells one after the other."""
    return Told(tuple(part for number, cell in enumerate(cells) for part in ((" · ", cell) if number else (cell,))))


def reports(wb: Workbook) -> list[Block]:
    """Every report of the unit with its pages."""
    w = wb.words
    rows = [
        [link, Cell(_listed([Cell(w(f"chapter.{name}"), f"{p}/{name}.html") for name in CHAPTERS]))] for p, link in zip(wb.periods, _linked(wb), strict=True)
    ]
    return [Heading(w("periods.list_title"), "laporan"), Table(w("periods.list_table", unit=wb.name), [w("column.period"), w("periods.pages")], rows)]
