"""The data dictionary: every raw table, its columns, what a row is and what is unique."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["line", "document", "unit", "period", "year", "text", "choice", "number", "printed", "figure"]

PERSPECTIVES = ("stakeholder", "customer", "internal_process", "learning_growth")
SYSTEMS = [
    "nspk",
    "ip_asn_terukur",
    "ikm",
    "regulasi",
    "integrasi",
    "digital",
    "rekomendasi",
    "ip_asn",
    "si",
    "rb",
    "akip",
    "ikpa",
    "temuan",
    "karier",
    "kompensasi",
    "survei_kinerja",
    "monev",
    "serapan",
    "merit",
    "program",
]
FORMS = ("lengkap", "tidak_lengkap")
REASONS = ("belum_ada_nilai_resmi", "belum_ada_target", "tidak_dicetak")


@dataclass(frozen=True)
class Column:
    """One column: its kind decides how a cell is read; `required` forbids an empty cell."""

    name: str
    kind: Kind
    means: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One kind of raw table. `key` names the columns that are unique together within a document."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def numbers(self) -> list[str]:
        return [c.name for c in self.columns if c.kind == "number"]

    @property
    def header(self) -> list[str]:
        return [c.name for c in self.columns]


LINE = Column("line", "line", "line of the document's text where the row is printed", required=True)
UNIT = Column("unit", "unit", "code of the body, from units.yaml", required=True)
PERIOD = Column("period", "period", "reporting period: 2023, 2024-S1, 2024-TW3, 2024-09", required=True)
CODE = Column("code", "text", "code of the indicator, objective, budget line or output", required=True)
SINCE = Column("since", "year", "first fiscal year for which the document uses this definition", required=True)
UNTIL = Column("until", "year", "last such fiscal year; empty if open")
MEASURE = Column("measure", "text", "unit of the value if it differs from the indicator's: pct, indeks, nilai, instansi, …")
REASON = Column("reason", "choice", "why there is no value", choices=REASONS)
NAME = Column("name", "text", "name as printed", required=True)
DEFINED = (LINE, UNIT, SINCE, UNTIL, CODE)


def _number(name: str, means: str) -> Column:
    return Column(name, "number", means)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "indicators",
            "an indicator of a unit, for the fiscal years it is used",
            ("unit", "since", "code"),
            (
                *DEFINED,
                NAME,
                Column("perspective", "choice", "balanced-scorecard perspective; empty where the body has none", choices=PERSPECTIVES),
                Column("objective", "text", "code of the strategic objective (SS.n)"),
                Column("measure", "text", "unit of the indicator: pct, indeks, nilai, instansi, dokumen, …", required=True),
                Column("polarity", "choice", "whether high or low is good", required=True, choices=("max", "min")),
                Column("accumulation", "choice", "how shorter periods make the year", required=True, choices=("last", "sum", "mean", "cumulative")),
                Column("system", "choice", "measurement system the indicator belongs to", required=True, choices=tuple(SYSTEMS)),
            ),
        ),
        Table(
            "objectives",
            "a strategic objective of a unit",
            ("unit", "since", "code"),
            (*DEFINED, Column("perspective", "choice", "balanced-scorecard perspective", choices=PERSPECTIVES), NAME),
        ),
        Table(
            "targets",
            "a target of an indicator, on one basis",
            ("unit", "period", "code", "basis"),
            (
                LINE,
                UNIT,
                PERIOD,
                CODE,
                Column("basis", "choice", "where it was promised", required=True, choices=("pk", "renstra", "renja", "measurement")),
                _number("value", "the target as printed"),
                MEASURE,
                REASON,
            ),
        ),
        Table(
            "realisations",
            "what an indicator reached, or how that follows from other facts",
            ("unit", "period", "code"),
            (
                LINE,
                UNIT,
                PERIOD,
                CODE,
                Column(
                    "method",
                    "choice",
                    "how the value is obtained",
                    required=True,
                    choices=("stated", "ratio", "mean_of_children", "mean_of_periods", "absorption", "composite", "class_share"),
                ),
                _number("value", "the realisation as printed"),
                _number("numerator", "what was counted"),
                _number("denominator", "out of how many"),
                Column("status", "choice", "whether the value is official", required=True, choices=("final", "provisional", "na")),
                MEASURE,
                REASON,
            ),
        ),
        Table(
            "budget",
            "a budget line and its ceiling; lines with children carry no amounts",
            ("unit", "period", "version", "classification", "code"),
            (
                LINE,
                UNIT,
                PERIOD,
                Column("version", "choice", "first agreed or revised ceiling", required=True, choices=("murni", "perubahan")),
                Column("classification", "choice", "tree the line belongs to", required=True, choices=("keluaran", "belanja", "unit")),
                CODE,
                Column("parent", "text", "code of the line above"),
                Column(
                    "level",
                    "choice",
                    "level of the line",
                    required=True,
                    choices=("program", "kegiatan", "kro", "ro", "komponen", "subkomponen", "subkegiatan", "kelompok", "akun", "total"),
                ),
                NAME,
                Column("kind", "choice", "kind of spending", choices=("pegawai", "barang", "modal")),
                Column("indicator", "text", "codes of the indicators it serves, separated by ;"),
                _number("pagu_awal_rp", "ceiling before blocking and additions"),
                _number("blokir_rp", "amount blocked; negative where the document prints an addition so"),
                _number("penambahan_rp", "amount added"),
                _number("pagu_rp", "final ceiling, where the document prints no way to it"),
            ),
        ),
        Table(
            "spending",
            "what was spent on a budget line",
            ("unit", "period", "classification", "code"),
            (
                LINE,
                UNIT,
                PERIOD,
                Column("classification", "choice", "tree the line belongs to", required=True, choices=("keluaran", "belanja", "unit")),
                CODE,
                _number("realisasi_rp", "amount spent"),
            ),
        ),
        Table(
            "components",
            "a part of a composite score",
            ("unit", "period", "system", "code", "subject"),
            (
                LINE,
                UNIT,
                PERIOD,
                Column("system", "choice", "measurement system", required=True, choices=tuple(SYSTEMS)),
                Column("code", "text", "indicator it belongs to"),
                Column("subject", "text", "element:U3, dimension:kompetensi, component:pengukuran, aspect:A", required=True),
                NAME,
                _number("weight", "weight as printed"),
                _number("score", "score as printed"),
                _number("maximum", "highest possible score as printed"),
            ),
        ),
        Table(
            "members",
            "one property of a member of a counted population",
            ("unit", "period", "population", "member", "attribute"),
            (
                LINE,
                UNIT,
                PERIOD,
                Column("population", "text", "population that is counted", required=True),
                Column("member", "text", "member of the population", required=True),
                NAME,
                Column("attribute", "text", "what is told of the member", required=True),
                _number("value", "the number told"),
                Column("class", "text", "the class told"),
            ),
        ),
        Table(
            "answers",
            "how many respondents of a satisfaction survey gave so many points to one element, or to all elements together",
            ("unit", "period", "code", "service", "subject", "form", "answered", "points"),
            (
                LINE,
                UNIT,
                PERIOD,
                Column("code", "text", "indicator it belongs to"),
                Column("service", "text", "service that was rated; empty where the survey names none"),
                Column("name", "text", "name of the service as printed"),
                Column("subject", "text", "element:U3, or total for all elements together", required=True),
                Column("form", "choice", "whether these respondents answered every element", required=True, choices=FORMS),
                Column("answered", "number", "answers that the points come from; 0 for an element without answer", required=True),
                Column("points", "number", "sum of these answers on the scale of 1 to 4", required=True),
                Column("respondents", "number", "how many respondents gave exactly these points", required=True),
            ),
        ),
        Table(
            "outputs",
            "an output: volume promised and delivered",
            ("unit", "period", "code"),
            (
                LINE,
                UNIT,
                PERIOD,
                CODE,
                NAME,
                Column("measure", "text", "unit of the volume"),
                _number("target", "volume promised"),
                _number("realisasi", "volume delivered"),
            ),
        ),
        Table(
            "bands",
            "a row of a printed table of categories",
            ("unit", "period", "scheme", "basis", "order", "line"),
            (
                LINE,
                UNIT,
                PERIOD,
                Column("scheme", "text", "what the categories classify", required=True),
                Column("order", "text", "rank of the category, 1 is best", required=True),
                Column("grade", "text", "letter or number of the category"),
                Column("label", "text", "name of the category"),
                Column("basis", "text", "printed column the bounds stand in"),
                _number("lower", "lower bound as printed"),
                _number("upper", "upper bound as printed"),
            ),
        ),
        Table(
            "statements",
            "something said in prose that no claim expresses",
            (),
            (
                LINE,
                UNIT,
                PERIOD,
                Column(
                    "kind",
                    "choice",
                    "what is said",
                    required=True,
                    choices=("count", "date", "comparison", "legal_basis", "category", "period_name"),
                ),
                Column("subject", "text", "what it is said of"),
                Column("value", "printed", "the value said"),
                Column("words", "text", "the words as printed"),
            ),
        ),
        Table(
            "claims",
            "a figure that the document says it computed, or prints again",
            ("line", "unit", "period", "figure", "subject"),
            (
                LINE,
                UNIT,
                PERIOD,
                Column("figure", "figure", "id of the figure: that of a rule", required=True),
                Column("subject", "text", "what the figure is about", required=True),
                Column("printed", "printed", "the figure as printed", required=True),
            ),
        ),
    )
}
