"""The figures of the real documents: golden values, what is left out, and the trace down to the cell."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from analysis import figures
from analysis.errors import ParameterError, RuleError
from analysis.facts import Facts
from analysis.figures import Cell, Figure, Ledger, figures_of, rows_of, to_frame
from analysis.law import CERTAINTIES
from analysis.numbers import parse, same_as_printed
from analysis.output import csv_of
from analysis.rules import law
from analysis.tables import load

TABLE = Path(__file__).parent / "cases" / "figures" / "golden.csv"
GOLDEN = list(csv.DictReader(io.StringIO(TABLE.read_text("utf-8"))))
BY_LAW = {"bobot_perspektif_pct", "bobot_pct", "nilai_maksimum", "target_serapan_pct"}
"""Figures that a regulation sets: they rest on no cell."""


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{r['unit']} {r['period']} {r['figure']} {r['subject']}" for r in GOLDEN])
def test_golden_value(row: dict[str, str], ledger: Ledger) -> None:
    """Each row of tests/cases/figures/golden.csv, at the precision that it is printed with."""
    figure = ledger.get(row["figure"], row["subject"], row["unit"], row["period"])

    assert figure.reason == row["reason"]
    if isinstance(figure.value, Fraction):
        assert same_as_printed(figure.value, parse(row["printed"], "en")), figure.text
    else:
        assert (figure.value or "") == row["printed"]


@pytest.fixture(scope="module")
def everything(ledger: Ledger) -> list[Figure]:
    """Every figure of every report."""
    return [figure for unit, period in ledger.facts.reports for figure in figures_of(ledger, unit, [period])]


def test_indicators_without_value_are_left_out_and_named(ledger: Ledger) -> None:
    """Kanreg VI 2023: IKU 1 and IKU 11 have no official value yet; SS.1 rests on IKU 2, learning and growth on the rest."""
    objective = ledger.get("nss_nilai", "SS.1", "kanreg-06", "2023")
    score = ledger.get("npss_nilai", "total", "kanreg-06", "2023")

    assert [(i.subject, i.value, i.reason) for i in objective.inputs if isinstance(i, Figure)] == [
        ("IKU.2", Fraction(100), ""),
        ("IKU.1", None, "belum_ada_nilai_resmi"),
    ]
    assert objective.value == 100
    assert score.value is not None
    assert {f.subject for f in _below(score) if f.figure == "capaian_pct" and f.value is None} == {"IKU.1", "IKU.11"}


def _below(figure: Figure) -> Iterator[Figure]:
    for item in figure.inputs:
        if isinstance(item, Figure):
            yield item
            yield from _below(item)


def test_an_indicator_without_value_has_no_share_in_the_score(ledger: Ledger) -> None:
    for name in ("bobot_efektif_pct", "dampak_npss_nilai"):
        figure = ledger.get(name, "IKU.1", "kanreg-06", "2023")

        assert (figure.value, figure.reason) == (None, "belum_ada_nilai_resmi")


def test_what_the_indicators_add_and_take_makes_the_score_exactly(everything: list[Figure]) -> None:
    scores = {(f.unit, f.period): f.number for f in everything if f.figure == "npss_nilai" and f.value is not None}
    impact: dict[tuple[str, str], Fraction] = dict.fromkeys(scores, Fraction(0))
    weight = dict(impact)
    for figure in everything:
        place = (figure.unit, figure.period)
        if place in scores and figure.value is not None and figure.figure in {"dampak_npss_nilai", "bobot_efektif_pct"}:
            total = impact if figure.figure == "dampak_npss_nilai" else weight
            total[place] += figure.number

    assert len(scores) >= 7
    assert impact == {place: score - 100 for place, score in scores.items()}
    assert set(weight.values()) == {100}


def test_a_budget_is_the_sum_of_its_parts(ledger: Ledger) -> None:
    """The deputy by directorate and by group of outputs; Way Kanan by programme."""
    groups = ["001.AAH", "001.ABQ", "01.AFA", "01.BDB", "01.QDB", "02.AEA", "02.BDB"]
    directorates = ["dit-ppu", "dit-jabatan", "dit-kinerja", "dit-kompensasi"]
    for name in ("pagu_rp", "realisasi_rp", "sisa_rp"):
        total = ledger.get(name, "total", "deputi-pmk", "2023").number

        assert sum(ledger.get(name, code, "deputi-pmk", "2023").number for code in groups) == total
        assert sum(ledger.get(name, "total", unit, "2023").number for unit in directorates) == total
        assert sum(ledger.get(name, code, "bkpsdm-way-kanan", "2023").number for code in "123") == ledger.get(name, "total", "bkpsdm-way-kanan", "2023").number


def test_every_value_leads_to_cells_of_a_document(everything: list[Figure], facts: Facts) -> None:
    lines = {document: int(source.sidecar["text_lines"]) for document, source in facts.sources.items()}
    reached: dict[tuple[str, str, str, str], set[Cell]] = {}

    def cells(figure: Figure) -> set[Cell]:
        if figure.key not in reached:
            reached[figure.key] = set()
            for item in figure.inputs:
                reached[figure.key] |= {item} if isinstance(item, Cell) else cells(item)
        return reached[figure.key]

    for figure in everything:
        if figure.value is not None and figure.figure not in BY_LAW:
            assert cells(figure), figure.key
        assert all(1 <= cell.line <= lines[cell.document] and cell.column for cell in cells(figure)), figure.key


def test_a_cell_holds_what_its_row_prints(everything: list[Figure], facts: Facts) -> None:
    """Every traced number stands in the column of a row that is printed on that line."""
    places = {(row["document"], int(row["line"]), column) for frame in facts.printed.values() for row in frame.to_dict("records") for column in row}
    traced = {(i.document, i.line, i.column) for f in everything for i in f.inputs if isinstance(i, Cell)}

    assert traced - places == set()


def test_the_coverage_of_nspk_leads_to_the_agencies_that_were_counted(ledger: Ledger) -> None:
    counted = ledger.get("realisasi_iku", "IKU.1", "kanreg-07", "2023").inputs

    assert [(f.figure, f.value) for f in counted if isinstance(f, Figure)] == [("anggota_kelas_baik", 34), ("anggota_kelas_baik", 49)]
    assert all(isinstance(f, Figure) and f.inputs for f in counted)


def test_certainty_is_that_of_the_weakest_value_used(everything: list[Figure]) -> None:
    """What is left out has no value and weakens nothing; nothing with a value is unestablished."""
    rank = CERTAINTIES.index
    weaker = [f.key for f in everything if f.value is not None and any(rank(i.certainty) > rank(f.certainty) for i in _used(f))]

    assert weaker == []
    assert [f.key for f in everything if f.value is not None and f.certainty == "U"] == []


def _used(figure: Figure) -> list[Figure]:
    return [item for item in figure.inputs if isinstance(item, Figure) and item.value is not None]


def test_what_rounding_of_the_inputs_could_make_of_a_value_holds_the_value(everything: list[Figure]) -> None:
    spans = [(f.low, f.value, f.high) for f in everything if isinstance(f.value, Fraction)]

    assert [s for s in spans if not s[0] <= s[1] <= s[2]] == []  # type: ignore[operator]


def test_a_value_has_no_reason_and_a_reason_no_value(everything: list[Figure]) -> None:
    assert [f.key for f in everything if (f.value is None) != bool(f.reason)] == []


def test_figures_csv_has_its_columns_sorted_keys_and_readable_inputs(ledger: Ledger) -> None:
    frame = to_frame(figures_of(ledger, "deputi-pmk", ["2023"]))
    keys = list(frame[["unit", "period", "figure", "subject"]].itertuples(index=False, name=None))

    assert list(frame.columns) == figures.COLUMNS
    assert figures.COLUMNS[:10] == ["unit", "period", "figure", "subject", "value", "measure", "rule", "rule_version", "reference", "inputs"]
    assert keys == sorted(set(keys))
    assert {tuple(sorted(i)) for text in frame["inputs"] for i in json.loads(text)} == {("column", "document", "line"), ("figure", "period", "subject", "unit")}
    assert (frame["rule"] == frame["figure"]).all()
    assert set(frame.loc[(frame["figure"] == "npss_nilai"), "value"]) == {"101.698772451998945"}


def test_figures_csv_is_written_as_pandas_writes_it(ledger: Ledger) -> None:
    found = figures_of(ledger, "deputi-pmk", ["2023"])

    assert csv_of(figures.COLUMNS, rows_of(found)) == to_frame(found).to_csv(index=False, lineterminator="\n")


def test_every_figure_of_the_inputs_is_a_row_of_the_same_file_where_it_is_of_the_unit(ledger: Ledger) -> None:
    found = figures_of(ledger, "deputi-pmk", ["2023"])
    keys = {figure.key for figure in found}

    assert [i.key for f in found for i in f.inputs if isinstance(i, Figure) and i.key not in keys] == []


def test_two_ledgers_give_the_same_bytes(facts: Facts) -> None:
    again = load()
    reports = [("deputi-pmk", "2023"), ("kanreg-07", "2024"), ("bkpsdm-way-kanan", "2023")]

    def written(facts: Facts, order: int) -> list[bytes]:
        ledger = Ledger(facts, law())
        frames = {report: to_frame(figures_of(ledger, report[0], [report[1]])) for report in reports[::order]}
        return [frames[report].to_csv(index=False, lineterminator="\n").encode() for report in reports]

    assert written(facts, 1) == written(again, -1)


def test_a_fiscal_year_outside_the_rules_is_refused_with_the_known_ones(ledger: Ledger) -> None:
    with pytest.raises(
        RuleError, match=r"no rule 'npss_nilai' is in force for fiscal year 2025 here. Known: 2020-2024 Keputusan Kepala BKN 1.8/KEP/2020 \(bkn\)"
    ):
        law().apply("npss_nilai", 2025, scopes={"bkn"}, nkp={})
    with pytest.raises(RuleError, match=r"no rule 'efisiensi_pct' is in force for fiscal year 2016 here. Known: 2017-2020 PMK 214/PMK.02/2017; 2021-2023 "):
        law().apply("efisiensi_pct", 2016, keluaran=[])
    with pytest.raises(RuleError, match=r"rule 'efisiensi_pct' for fiscal year 2024 is not established .*: it is refused, not guessed"):
        law().apply("efisiensi_pct", 2024, keluaran=[])


def test_an_unknown_unit_is_refused_with_the_nearest(ledger: Ledger) -> None:
    with pytest.raises(ParameterError, match="unit 'deputi-pkm' is not known; did you mean 'deputi-pmk'"):
        ledger.get("npss_nilai", "total", "deputi-pkm", "2023")


# Invented documents


def indicator(code: str, **cells: Any) -> dict[str, Any]:
    given = {"since": "2019", "name": code, "perspective": "stakeholder", "objective": "SS.1", "measure": "pct"}
    return given | {"polarity": "max", "accumulation": "last", "system": "nspk", "code": code} | cells


def stated(code: str, value: str, **cells: Any) -> dict[str, Any]:
    return {"code": code, "method": "stated", "value": value, "status": "final"} | cells


def promised(code: str, value: str, **cells: Any) -> dict[str, Any]:
    return {"code": code, "basis": "pk", "value": value} | cells


def computed(invent: Any, figure: str, subject: str, period: str = "2023", **tables: Any) -> Figure:
    return Ledger(load(invent(**tables)), law()).get(figure, subject, "kantor-a", period)


def test_polarity_picks_the_formula(invent: Any) -> None:
    tables = {"targets": [promised("IKU.1", "10")], "realisations": [stated("IKU.1", "5")]}

    assert computed(invent, "capaian_pct", "IKU.1", indicators=[indicator("IKU.1")], **tables).value == 50
    assert computed(invent, "capaian_pct", "IKU.1", indicators=[indicator("IKU.1", polarity="min")], **tables).value == 150


bases = [
    ("the measurement goes before the agreement", ["pk", "measurement"], Fraction(2)),
    ("the agreement goes before the yearly plan", ["renja", "pk"], Fraction(2)),
    ("the yearly plan goes before the strategic plan", ["renstra", "renja"], Fraction(2)),
    ("the strategic plan where there is nothing else", ["renstra"], Fraction(1)),
]


@pytest.mark.parametrize(("why", "order", "expected"), bases, ids=[b[0] for b in bases])
def test_the_target_is_taken_from_the_nearest_promise(why: str, order: list[str], expected: Fraction, invent: Any) -> None:
    targets = [promised("IKU.1", str(n), basis=basis) for n, basis in enumerate(order, start=1)]

    assert computed(invent, "target_iku", "IKU.1", indicators=[indicator("IKU.1")], targets=targets).value == expected


missing = [
    ("no target", [], [stated("IKU.1", "5")], "target_missing"),
    ("a target that is not set yet", [promised("IKU.1", "N/A", reason="belum_ada_target")], [stated("IKU.1", "5")], "belum_ada_target"),
    ("no realisation", [promised("IKU.1", "5")], [], "realisation_missing"),
    (
        "a realisation without official value",
        [promised("IKU.1", "5")],
        [stated("IKU.1", "N/A", status="na", reason="belum_ada_nilai_resmi")],
        "belum_ada_nilai_resmi",
    ),
    ("a target of zero", [promised("IKU.1", "0")], [stated("IKU.1", "5")], "target_zero"),
    ("a target in another unit", [promised("IKU.1", "5", measure="indeks")], [stated("IKU.1", "5")], "unit_break"),
]


@pytest.mark.parametrize(("why", "targets", "realisations", "reason"), missing, ids=[m[0] for m in missing])
def test_a_missing_input_stays_missing_and_says_why(why: str, targets: Any, realisations: Any, reason: str, invent: Any) -> None:
    figure = computed(invent, "capaian_pct", "IKU.1", indicators=[indicator("IKU.1")], targets=targets, realisations=realisations)

    assert (figure.value, figure.reason) == (None, reason)


def test_dispensation_is_an_indicator_until_2023_and_a_deduction_after(invent: Any) -> None:
    names = ("revisi_dipa", "deviasi_hal3", "penyerapan", "belanja_kontraktual", "penyelesaian_tagihan", "up_tup", "capaian_output")
    parts = [{"system": "ikpa", "subject": f"component:{name}", "name": name, "score": "100"} for name in names]
    parts.append({"system": "ikpa", "subject": "component:dispensasi_spm", "name": "dispensasi", "score": "40"})
    rows = [part | {"period": period} for part in parts for period in ("2023", "2024")]

    assert computed(invent, "ikpa_nilai", "total", "2023", components=rows).value == Fraction(9500 + 5 * 40, 100)
    assert computed(invent, "ikpa_nilai", "total", "2024", components=rows).value == 100 - 40


def test_a_component_without_score_gives_no_weighted_part(invent: Any) -> None:
    rows = [
        {"system": "ikpa", "subject": "component:penyerapan", "name": "penyerapan", "score": "98", "period": "2024"},
        {"system": "ikpa", "subject": "component:up_tup", "name": "UP/TUP", "score": "N/A", "period": "2024"},
        {"system": "ikm", "code": "IKU.3", "subject": "element:U1", "name": "Persyaratan", "score": "-", "period": "2024"},
    ]
    ledger = Ledger(load(invent(components=rows)), law())
    found = {s: ledger.get("nilai_akhir_komponen", s, "kantor-a", "2024") for s in ("component:penyerapan", "component:up_tup", "element:U1")}

    assert {s: (f.value, f.reason) for s, f in found.items()} == {
        "component:penyerapan": (Fraction("19.6"), ""),
        "component:up_tup": (None, "parts_missing"),
        "element:U1": (None, "parts_missing"),
    }
    assert ledger.get("ikpa_nilai", "total", "kantor-a", "2024").value == 98


def test_a_nil_ceiling_is_told_apart_from_a_ceiling_of_zero(invent: Any) -> None:
    line = {"version": "murni", "classification": "keluaran", "level": "ro"}
    budget = [line | {"code": code, "name": code, "pagu_awal_rp": text} for code, text in (("A", "-"), ("B", "0"), ("C", "1.000"))]
    spending = [{"classification": "keluaran", "code": code, "realisasi_rp": text} for code, text in (("A", "-"), ("B", "0"), ("C", "250"))]
    ledger = Ledger(load(invent(budget=budget, spending=spending)), law())
    found = {s: ledger.get("serapan_pct", s, "kantor-a", "2023") for s in ("A", "B", "C", "total")}

    assert {s: (f.value, f.reason) for s, f in found.items()} == {
        "A": (None, "nil_printed"),
        "B": (None, "ceiling_zero"),
        "C": (Fraction(25), ""),
        "total": (Fraction(25), ""),
    }


def test_the_revised_budget_goes_before_the_first(invent: Any) -> None:
    line = {"classification": "keluaran", "level": "ro", "code": "A", "name": "A"}
    budget = [line | {"version": "murni", "pagu_rp": "100"}, line | {"version": "perubahan", "pagu_rp": "80"}]

    assert computed(invent, "pagu_rp", "total", budget=budget).value == 80
    assert computed(invent, "pagu_rp", "version:murni", budget=budget).value == 100


strange = [
    "",
    "IKU.99",
    "SS.99",
    "perspective:x",
    "kind:x",
    "belanja:x",
    "version:x",
    "output:x",
    "element:U9",
    "component:x",
    "aspect:x",
    "a:b/c=d",
    "a/b/c",
    "a/b/c/d",
    "1/kind:x",
    "x/kind:barang",
    "#",
    "status:na",
]


@pytest.mark.parametrize("subject", strange)
def test_a_subject_that_nothing_is_known_of_gives_a_reason_and_no_error(subject: str, facts: Facts) -> None:
    ledger = Ledger(facts, law())
    found = [ledger.get(rule, subject, unit, period) for rule in {r.id for r in law().rules} for unit, period in facts.reports]

    assert [f.key for f in found if (f.value is None) != bool(f.reason)] == []
