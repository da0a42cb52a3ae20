"""How did the people served judge each element and service, and how sure is that?"""

from __future__ import annotations

from collections.abc import Sequence

from analysis import charts
from analysis.figures import Figure
from analysis.figures.survey import Part, elements_of, parts_of
from analysis.pages.blocks import Block, Cell, Heading, Prose, Table
from analysis.pages.told import Marked, Told
from analysis.periods import Period
from analysis.workbook import Workbook

_ELEMENT = ("ikm_unsur_nilai", "ikm_unsur_konversi_nilai", "kategori", "ikm_jawaban_rendah_pct")
_SERVICE = ("ikm_nilai", "kategori", "ikm_batas_bawah_nilai", "ikm_batas_atas_nilai", "ikm_responden_orang", "ikm_tidak_lengkap_orang")
_SAMPLE = ("ikm_sampel_minimum", "ikm_kecukupan_sampel")


def satisfaction(wb: Workbook) -> list[Block]:
    """What the answers of the satisfaction survey say; nothing where the documents hold none."""
    wholes = [part for part in parts_of(wb.ledger, wb.unit, wb.period) if not part.service]
    return [block for whole in wholes for block in _of_survey(wb, whole)]


def _of_survey(wb: Workbook, whole: Part) -> list[Block]:
    w, anchor = wb.words, "-".join(["survei", *([whole.code.casefold().replace(".", "-")] if whole.code else [])])
    title = wb.told("survey.title_of", code=Marked(whole.code, "code")) if whole.code else w("survey.title")
    blocks: list[Block] = [Heading(title, anchor), Prose(_sentence(wb, whole), "lead"), Prose(w("survey.how"))]
    return [*blocks, *_elements(wb, whole, anchor), *_services(wb, whole)]


def _sentence(wb: Workbook, whole: Part) -> Told:
    """The index with its interval, and the element that is rated lowest."""
    subject, index = whole.subject, wb.fig("ikm_nilai", whole.subject)
    if index.value is None:
        return wb.told("survey.no_index", reason=wb.because(index))
    values = {"index": wb.cell(index, places=2), "category": wb.cell(wb.fig("kategori", subject)), "people": wb.cell(wb.fig("ikm_responden_orang", subject))}
    low, high = (wb.fig(f"ikm_batas_{end}_nilai", subject) for end in ("bawah", "atas"))
    if low.value is None:
        return wb.told("survey.without_interval", reason=wb.because(low), **values)
    worst = _rated(wb, whole)[0]
    values |= {"low": wb.cell(low, places=2), "high": wb.cell(high, places=2), "score": wb.cell(worst, places=2)}
    return wb.told("survey.finding", worst=Marked(_element(wb, worst), "named"), **values)


def _rated(wb: Workbook, whole: Part) -> list[Figure]:
    """The converted scores of the elements, the lowest first."""
    found = [wb.fig("ikm_unsur_konversi_nilai", part.subject) for part in elements_of(wb.ledger, wb.unit, wb.period, whole)]
    return sorted((figure for figure in found if figure.value is not None), key=lambda figure: figure.number)


def _element(wb: Workbook, figure: Figure) -> str:
    """`U3 Waktu pelayanan`: its number and its name, where that says more."""
    code = Part.parse(figure.subject).element
    number, name = code.removeprefix("element:"), wb.subject(code)
    return name if name.startswith(number) or name == code else f"{number} {name}"


def _elements(wb: Workbook, whole: Part, anchor: str) -> list[Block]:
    """Every element: its mean, its category, and how many rate it low; drawn against the bounds of the categories."""
    w, rated = wb.words, _rated(wb, whole)
    rows = [[Cell(_element(wb, one), of=one.subject), *(wb.cell(wb.fig(name, one.subject)) for name in _ELEMENT)] for one in rated]
    columns = [w("survey.element"), *(w(f"figure.{name}") for name in _ELEMENT)]
    table = Table(w("survey.elements"), columns, rows, frozenset({1, 2, 4}), anchor=f"{anchor}-unsur")
    index = wb.fig("ikm_nilai", whole.subject)
    if len(rated) < 2 or index.value is None:
        return [table] if rows else []
    told = [(w("figure.ikm_nilai"), index), *((_element(wb, one), one) for one in rated)]
    drawn = [
        {"label": w("survey.chart"), "series": name, "value": one.number, "text": wb.said(one), "rule": one is index, "tip": f"{name}: {wb.said(one)}"}
        for name, one in told
    ]
    drawing = charts.readings(drawn, axis=w("figure.ikm_unsur_konversi_nilai"), bounds=_bounds(wb, [one for _, one in told]))
    low = wb.fig("ikm_jawaban_rendah_pct", rated[0].subject)
    finding = wb.told("survey.chart_finding", worst=Marked(_element(wb, rated[0]), "named"), best=Marked(_element(wb, rated[-1]), "named"), low=wb.cell(low))
    return [wb.chart(drawing, title=w("survey.chart"), finding=finding, table=table)]


def _bounds(wb: Workbook, figures: Sequence[Figure]) -> dict[float, str]:
    """The lower bounds of the categories near what is drawn, with their names."""
    dated = wb.ledger.parameter("ikm_rentang", Period.parse(wb.period).year)
    values = [float(figure.number) for figure in figures]
    steps = [(float(step["ge"]), wb.words(f"category.{step['label']}")) for step in dated.value] if dated else []
    return {bound: name for bound, name in steps if min(values) - 5 <= bound <= max(values) + 5}


def _services(wb: Workbook, whole: Part) -> list[Block]:
    """Every service with its index, interval and respondents, held against the sample that was needed where the people served are known."""
    w = wb.words
    named = [part for part in parts_of(wb.ledger, wb.unit, wb.period) if part.code == whole.code and part.service]
    known = set(wb.subjects("ikm_sampel_minimum"))
    names = [*_SERVICE, *(_SAMPLE if known else ())]
    if not named and not known:
        return [Prose(w("survey.no_population"), "note")]

    def row(name: str, subject: str) -> list[Cell]:
        cells = [wb.cell(wb.fig(figure, subject)) if figure not in _SAMPLE or subject in known else Cell("–", tone="quiet") for figure in names]
        return [Cell(name, of=subject), *cells]

    rows = [row(wb.subject(f"service:{part.service}"), part.subject) for part in named]
    foot = [row(w("subject.total"), whole.subject)]
    columns = [w("survey.service"), *(w(f"figure.{name}") for name in names)]
    numeric = frozenset(number for number, name in enumerate(names, 1) if name not in {"kategori", "ikm_kecukupan_sampel"})
    table = Table(w("survey.services"), columns, rows or foot, numeric, foot if rows else [])
    return [table, *([] if known else [Prose(w("survey.no_population"), "note")])]
