"""What did the output cost against its ceiling, and what would other conventions say?"""

from __future__ import annotations

from fractions import Fraction

from analysis import charts
from analysis.claims import Claim
from analysis.errors import RuleError
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table, Tile, Tiles
from analysis.pages.told import Marked, Told
from analysis.periods import Period
from analysis.workbook import Workbook


def subjects(wb: Workbook) -> list[str]:
    """Indicators with a budget of their own, and the total over them."""
    return wb.subjects("efisiensi_pct")


def computable(wb: Workbook) -> list[str]:
    """Those of the subjects for which the rule gives a value."""
    return [s for s in subjects(wb) if wb.fig("efisiensi_pct", s).value is not None]


def headline(wb: Workbook) -> list[Block]:
    """Efficiency over all indicators with a budget, its bounded value and its score; or what is missing."""
    w = wb.words
    if not computable(wb):
        return [Prose(sentence(wb), "note")]
    names = ("efisiensi_pct", "efisiensi_terbatas_pct", "nilai_efisiensi")
    tiles = [Tile(w(f"figure.{n}"), wb.cell(wb.fig(n)), w(f"efficiency.{n}")) for n in names]
    return [Tiles(tiles), Prose(sentence(wb), "lead")]


def sentence(wb: Workbook) -> Told:
    """The efficiency in one sentence, or why there is none."""
    if computable(wb):
        return wb.told("efficiency.finding", efisiensi=wb.cell(wb.fig("efisiensi_pct")), nilai=wb.cell(wb.fig("nilai_efisiensi")))
    if subjects(wb):
        return wb.told("efficiency.no_value", reason=wb.because(wb.fig("efisiensi_pct", subjects(wb)[0])))
    if wb.subjects("pagu_rp") and any(s.startswith("IKU.") for s in wb.subjects("pagu_rp")):
        return wb.told("efficiency.no_achievement")
    return wb.told("efficiency.no_budget_by_indicator")


def rule(wb: Workbook) -> list[Block]:
    """The rule of the fiscal year, its bound, and how certain both are."""
    w, year = wb.words, Period.parse(wb.period).year
    try:
        version = wb.ledger.law.rule_on("efisiensi_pct", year, wb.facts.unit(wb.unit).scopes)
        bound = wb.ledger.law.parameter_on("efisiensi_batas_pct", year)
    except RuleError:
        return [Heading(w("efficiency.rule"), "kaidah"), Prose(wb.told("efficiency.no_rule", year=wb.when(str(year))), "warn")]
    certainty, reference = w(f"certainty.{version.certainty}"), Marked(version.reference, "law")
    text = wb.told("efficiency.rule_text", reference=reference, certainty=certainty, bound=_limit(wb, bound.value))
    return [Heading(w("efficiency.rule"), "kaidah"), Prose(text)]


def _limit(wb: Workbook, value: Fraction) -> Marked:
    """The bound that the law sets, leading to the figure that it bounds, if there is one."""
    bounded = wb.fig("efisiensi_terbatas_pct")
    return Marked(wb.words.measured(value, "pct"), "law", wb.cell(bounded).link if subjects(wb) else "")


def _printed(wb: Workbook) -> dict[str, Claim]:
    """The efficiency that the document prints for each subject; the first place where it does."""
    found: dict[str, Claim] = {}
    for claim in wb.claims:
        if claim.figure.figure == "efisiensi_pct":
            found.setdefault(claim.figure.subject, claim)
    return found


def conventions(wb: Workbook) -> list[Block]:
    """The rule beside the other readings and what the document printed, per indicator."""
    w, codes = wb.words, computable(wb)
    if not codes:
        return []
    printed = _printed(wb)
    names = list(wb.ledger.law.readings("efisiensi_pct"))
    columns = [
        w("column.indicator"),
        w("figure.pagu_rp"),
        w("figure.realisasi_rp"),
        w("figure.capaian_pct"),
        w("efficiency.by_rule"),
        w("figure.efisiensi_terbatas_pct"),
    ]
    columns += [w("figure.nilai_efisiensi"), *(w(f"variant.{name}") for name in names), *([w("column.printed")] if printed else [])]
    rows = []
    for s in codes:
        amounts = [wb.cell(wb.fig(n, s)) if n != "capaian_pct" or s != "total" else Cell("") for n in ("pagu_rp", "realisasi_rp", "capaian_pct")]
        own = [wb.cell(wb.fig(n, s)) for n in ("efisiensi_pct", "efisiensi_terbatas_pct", "nilai_efisiensi")]
        others = [Cell(wb.said(wb.read(wb.fig("efisiensi_pct", s), name))) for name in names]
        claim = printed.get(s)
        rows.append(
            [
                Cell(wb.indicator(s) if s != "total" else w("subject.total"), of=s),
                *amounts,
                *own,
                *others,
                *([Cell(claim.printed if claim else "–")] if printed else []),
            ]
        )
    table = Table(w("efficiency.table"), columns, rows, frozenset(range(1, 12)), anchor="tabel-efisiensi")
    bound = _bound(wb)
    named = {float(side): w("efficiency.bound", bound=w.measured(side, "pct", signed=True)) for side in (-bound, bound)}
    drawing = charts.readings([row for s in codes for row in _readings(wb, s, names)], axis=w("axis.efisiensi"), bounds=named)
    chart = wb.chart(drawing, title=w("efficiency.chart"), finding=_spread(wb, codes, names), table=table, unfolded=True)
    return [Heading(w("efficiency.conventions"), "kebiasaan"), Prose(w("efficiency.conventions_how")), chart, *_verdicts(wb, printed)]


def _readings(wb: Workbook, subject: str, names: list[str]) -> list[dict[str, object]]:
    """The efficiency of one subject by the rule, and under each other reading that gives one."""
    w, figure = wb.words, wb.fig("efisiensi_pct", subject)
    label = w("subject.total") if subject == "total" else wb.indicator(subject)
    read = [(w(f"variant.{name}"), wb.read(figure, name)) for name in names]
    return [
        {
            "label": label,
            "series": name,
            "value": other.number,
            "text": wb.said(other),
            "rule": other is figure,
            "of": subject,
            "tip": f"{label}, {name}: {wb.said(other)}",
        }
        for name, other in [(w("efficiency.by_rule"), figure), *read]
        if other.value is not None
    ]


def _bound(wb: Workbook) -> Fraction:
    return Fraction(wb.ledger.law.parameter_on("efisiensi_batas_pct", Period.parse(wb.period).year).value)


def _spread(wb: Workbook, codes: list[str], names: list[str]) -> str | Told:
    """Where another convention moves the efficiency most, and from what to what."""
    w = wb.words
    read = [(wb.fig("efisiensi_pct", s), name, wb.read(wb.fig("efisiensi_pct", s), name)) for s in codes for name in names]
    given = [(figure, name, other) for figure, name, other in read if other.value is not None]
    if not given:
        return w("efficiency.no_other")
    figure, name, other = max(given, key=lambda told: abs(told[2].number - told[0].number))
    code = w("subject.total") if figure.subject == "total" else Marked(figure.subject, "code")
    way = "more" if other.number > figure.number else "less"
    return wb.told(f"efficiency.spread_{way}", code=code, rule=wb.cell(figure), name=Marked(w(f"variant.{name}"), "named"))


def _verdicts(wb: Workbook, printed: dict[str, Claim]) -> list[Block]:
    """Which convention gives all the printed values, and whether one of them breaks the bound."""
    w = wb.words
    differing = [claim for claim in printed.values() if claim.verdict == "mismatch"]
    blocks: list[Block] = []
    shared = [name for name in wb.ledger.law.readings("efisiensi_pct") if all(claim.given_by(wb.ledger, name) for claim in printed.values())]
    if differing and shared:
        names = w.join(w(f"variant.{name}") for name in shared)
        blocks.append(Prose(wb.told("efficiency.one_reading", name=Marked(names, "named")), "warn"))
    for claim in printed.values():
        if claim.number is not None and claim.number.value is not None and abs(claim.number.value) > _bound(wb):
            code, printed_words = Marked(claim.figure.subject, "code"), Marked(claim.printed, "words")
            blocks.append(Prose(wb.told("efficiency.breaks_bound", code=code, printed=printed_words, bound=_limit(wb, _bound(wb))), "warn"))
    return blocks
