"""Check tables on invented documents: each relation where it agrees, where it does not, and the slip that explains a figure."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.audit.relations import CHECK_TABLES, Compared, Examination, claimed, scales, series, sums
from analysis.audit.relations import agreement as agree
from analysis.facts import Facts
from analysis.tables import load

Invent = Callable[..., Path]
Cells = dict[str, str]

INDICATOR = {"since": "2022", "name": "Indeks", "perspective": "", "measure": "pct", "polarity": "max", "accumulation": "cumulative", "system": "integrasi"}


def indicator(code: str = "IKU.1", **other: str) -> Cells:
    return {**INDICATOR, "code": code, **other}


def target(value: str, basis: str = "measurement", period: str = "2023", **other: str) -> Cells:
    return {"code": "IKU.1", "basis": basis, "period": period, "value": value, **other}


def realised(value: str = "", period: str = "2023", **other: str) -> Cells:
    return {"code": "IKU.1", "method": "stated", "status": "final", "period": period, "value": value, **other}


def claim(figure: str, subject: str, printed: str, **other: str) -> Cells:
    return {"line": "9", "figure": figure, "subject": subject, "printed": printed, **other}


def line_of(code: str, ceiling: str, **other: str) -> Cells:
    return {"version": "murni", "classification": "keluaran", "level": "ro", "code": code, "name": code, "pagu_rp": ceiling, **other}


def member(name: str, value: str, attribute: str = "jumlah") -> Cells:
    return {"population": "pegawai", "member": name, "name": name, "attribute": attribute, "value": value}


def rows(raw: Path, table: str, *relations: str) -> list[Compared]:
    return [row for row in CHECK_TABLES[table].rows(Examination(load(raw))) if not relations or row.relation in relations]


def judged(raw: Path, table: str, relation: str) -> list[tuple[str, str, bool | None]]:
    """Found, expected, and whether they agree, of every row of one relation."""
    return [(row.found, row.expected, None if row.difference is None else not row.difference) for row in rows(raw, table, relation)]


# One quantity in several places.


@pytest.mark.parametrize(
    ("targets", "relation", "told"),
    [
        ([target("80"), target("80", "pk")], agree.PROMISED, [("80", "80", True)]),
        ([target("80"), target("75", "pk")], agree.PROMISED, [("80", "75", False)]),
        ([target("80", "renja"), target("75", "pk")], agree.PROMISED, [("80", "75", False)]),
        ([target("80"), target("75", "renstra")], agree.PLANNED, [("80", "75", False)]),
        ([target("80"), target("75", "pk"), target("70", "renstra")], agree.PLANNED, [("75", "70", False)]),
        ([target("80"), target("75", "renstra"), target("80", "renstra", "2024")], agree.PLANNED, [("80", "75", None)]),
        ([target("80"), target("75", "renstra"), target("80", "renstra", "2024")], agree.OF_ITS_YEAR, [("80", "75", False)]),
        ([target("80"), target("75", "renstra"), target("80", "renstra", "2022")], agree.OF_ITS_YEAR, [("80", "75", False)]),
        ([target("80"), target("75", "renstra"), target("80", "renstra", "2026")], agree.OF_ITS_YEAR, [("80", "75", True)]),
    ],
)
def test_targets_of_one_year_agree(invent: Invent, targets: list[Cells], relation: str, told: list[tuple[str, str, bool | None]]) -> None:
    assert judged(invent(indicators=[indicator()], targets=targets), "agreement", relation) == told


def test_a_target_of_a_neighbouring_year_is_shown_beside_both(invent: Invent) -> None:
    raw = invent(indicators=[indicator()], targets=[target("80"), target("75", "renstra", line="5"), target("80", "renstra", "2024", line="6")])
    (row,) = rows(raw, "agreement", agree.OF_ITS_YEAR)

    assert row.suggestion == "neighbour_year:2024"
    assert [(quote.line, quote.printed) for quote in row.against] == [(5, "75"), (6, "80")]


@pytest.mark.parametrize(
    ("printed", "again", "agrees"),
    [("91,78", "91,78", True), ("91,8", "91,78", True), ("91,78", "91,87", False), ("91,7", "91,78", False), ("-", "91,78", None)],
)
def test_what_nothing_recomputes_is_printed_alike(invent: Invent, printed: str, again: str, agrees: bool | None) -> None:
    raw = invent(claims=[claim("skor", "a:b", printed), claim("skor", "a:b", again, line="12")])

    assert [told[2] for told in judged(raw, "agreement", agree.SAID_TWICE)] == [agrees]


def test_a_fact_in_two_documents_is_the_same(invent: Invent) -> None:
    raw = invent(indicators=[indicator()], targets=[target("80")])
    other = raw / "kantor-b_rencana_2023"
    shutil.copytree(raw / "kantor-a_laporan-kinerja_2023", other)
    (other / "source.yaml").write_text((other / "source.yaml").read_text().replace("kantor-a_laporan-kinerja_2023", other.name))
    (other / "targets.csv").write_text((other / "targets.csv").read_text().replace(",80,", ",85,"))

    (row,) = rows(raw, "agreement", agree.IN_TWO_DOCUMENTS)

    assert (row.document, row.found, row.expected) == (other.name, "85", "80")
    assert [quote.document for quote in row.against] == ["kantor-a_laporan-kinerja_2023"]


@pytest.mark.parametrize(("measure", "agrees"), [("", True), ("indeks", False)])
def test_target_and_realisation_are_in_one_unit(invent: Invent, measure: str, agrees: bool) -> None:
    raw = invent(indicators=[indicator()], targets=[target("3", measure=measure)], realisations=[realised("100")])

    assert [told[2] for told in judged(raw, "agreement", agree.MEASURE)] == [agrees]


# Totals and their parts.


@pytest.mark.parametrize(
    ("ceiling", "spent", "relation", "agrees"),
    [
        ("1.000", "1.000", sums.OVERSPENT, [True]),
        ("1.000", "1.001", sums.OVERSPENT, [False]),
        ("1.000", "900", sums.UNFUNDED, [True]),
        ("", "900", sums.UNFUNDED, [False]),
        ("", "900", sums.OVERSPENT, []),
    ],
)
def test_spending_has_a_ceiling_and_stays_below(invent: Invent, ceiling: str, spent: str, relation: str, agrees: list[bool]) -> None:
    budget = [line_of("A", ceiling)] if ceiling else []
    raw = invent(budget=budget, spending=[{"classification": "keluaran", "code": "A", "realisasi_rp": spent}])

    assert [told[2] for told in judged(raw, "sums", relation)] == agrees


BUDGET = [line_of("A", "1.234.567", line="3"), line_of("B", "2.000.000", line="4"), line_of("C", "765.000", line="5")]


@pytest.mark.parametrize(
    ("printed", "suggestion"),
    [
        ("3.999.567", ""),
        ("3.999.657", "transposed:3.999.567"),
        ("3.999.867", "digit_changed:3.999.567"),
        ("39.999.567", "digit_doubled:3.999.567"),
        ("399.567", "digit_lost:3.999.567"),
        ("-3.999.567", "sign:3999567"),
        ("4.001.590", "header_added:2023"),
        ("1.999.567", "left_out:B"),
        ("5.234.134", "counted_twice:A"),
        ("3.111.222", ""),
    ],
)
def test_the_slip_behind_a_total(invent: Invent, printed: str, suggestion: str) -> None:
    (row,) = rows(invent(budget=BUDGET, claims=[claim("pagu_rp", "total", printed)]), "sums", "pagu_rp")

    assert row.suggestion == suggestion
    assert [quote.line for quote in row.against] == ([3, 4, 5] if row.difference else [])


@pytest.mark.parametrize(
    ("printed", "suggestion"),
    [("9811", "decimal_lost:98.11"), ("98,41", "digit_changed:98,11"), ("97,5", "neighbour_year:2022"), ("98,1", ""), ("55,5", "")],
)
def test_the_slip_behind_a_score(invent: Invent, printed: str, suggestion: str) -> None:
    raw = invent(
        indicators=[indicator()],
        realisations=[realised("98,11"), realised("97,5", "2022")],
        claims=[claim("realisasi_iku", "IKU.1", printed)],
    )
    (row,) = rows(raw, "agreement", claimed.REPEATED)

    assert row.suggestion == suggestion


def test_a_number_of_two_digits_is_no_slip_of_one(invent: Invent) -> None:
    (row,) = rows(invent(members=[member("a", "5"), member("b", "7")], claims=[claim("jumlah", "pegawai", "13")]), "sums", "jumlah")

    assert (row.difference, row.suggestion) == (1, "")


def test_what_follows_from_a_misprint_is_told_apart(invent: Invent) -> None:
    raw = invent(
        indicators=[indicator()],
        targets=[target("93")],
        realisations=[realised("93,26")],
        claims=[claim("realisasi_iku", "IKU.1", "93,16"), claim("capaian_pct", "IKU.1", "100,17", line="10")],
    )

    assert [(row.line, row.suggestion) for row in rows(raw, "figures", claimed.CONSEQUENCE)] == [(10, "from_misprint:93.16")]
    assert [(row.line, row.difference is not None) for row in rows(raw, "agreement", claimed.REPEATED)] == [(9, True)]


def test_a_right_print_of_the_same_figure_speaks_against_a_wrong_one(invent: Invent) -> None:
    raw = invent(budget=BUDGET, claims=[claim("pagu_rp", "total", "3.999.567", line="20"), claim("pagu_rp", "total", "4.999.567", line="21")])

    assert [[quote.line for quote in row.against] for row in rows(raw, "sums", "pagu_rp")] == [[], [3, 4, 5, 20]]


# Tables of categories.


def band(order: str, lower: str, upper: str, basis: str = "nilai", line: str = "1") -> Cells:
    return {"scheme": "rb", "order": order, "label": order, "basis": basis, "lower": lower, "upper": upper, "line": line}


@pytest.mark.parametrize(
    ("low", "high", "relation", "agrees"),
    [
        (("61", "70"), ("71", "80"), scales.GAP, True),
        (("61", "70"), ("70", "80"), scales.OVERLAP, True),
        (("61", "72"), ("71", "80"), scales.OVERLAP, False),
        (("61", "70"), ("72", "80"), scales.GAP, False),
        (("61", "70,99"), ("71", "80"), scales.GAP, True),
        (("2,60", "3,064"), ("3,0644", "4"), scales.GAP, True),
    ],
)
def test_bands_join(invent: Invent, low: tuple[str, str], high: tuple[str, str], relation: str, agrees: bool) -> None:
    raw = invent(bands=[band("1", *high), band("2", *low)])

    assert [told[2] for told in judged(raw, "scales", relation)] == [agrees]


def converted(*upper: str) -> list[Cells]:
    """Four bands on two scales; `upper` are the bounds of the first scale, the second is 25 times as long."""
    pairs = [("3,5324", upper[0], "88,31", "100"), ("3,0644", upper[1], "76,61", "88,30"), ("2,60", upper[2], "65", "76,60"), ("1", upper[3], "25", "64,99")]
    both = [(band(str(n), a, b, "interval", str(n)), band(str(n), c, d, "konversi", str(n))) for n, (a, b, c, d) in enumerate(pairs, 1)]
    return [row for pair in both for row in pair]


@pytest.mark.parametrize(
    ("upper", "wrong"),
    [
        (("4", "3,532", "3,064", "2,5996"), []),
        (("4", "3,532", "3,532", "2,5996"), [("3.532", "3.064")]),
        (("4", "3,532", "3,064", "2,5966"), [("2.5966", "2.5996")]),
    ],
)
def test_bounds_convert(invent: Invent, upper: tuple[str, ...], wrong: list[tuple[str, str]]) -> None:
    told = judged(invent(bands=converted(*upper)), "scales", scales.CONVERSION)

    assert len(told) == 8
    assert [(found, expected) for found, expected, agrees in told if not agrees] == wrong


def test_scales_without_a_shared_factor_are_not_judged(invent: Invent) -> None:
    bands = [band("1", "325", "400"), band("1", "0,81", "1", "indeks"), band("2", "250", "324"), band("2", "0,61", "0,8", "indeks")]

    assert rows(invent(bands=bands), "scales", scales.CONVERSION) == []


def test_a_table_that_is_printed_again_has_the_same_bounds(invent: Invent) -> None:
    raw = invent(bands=[band("1", "71", "80"), band("2", "61", "70"), band("1", "71", "80", line="30"), band("2", "61", "69", line="31")])

    assert judged(raw, "scales", scales.ONCE) == [("71", "71", True), ("80", "80", True), ("61", "61", True), ("69", "70", False)]


# Values among their like.


@pytest.mark.parametrize(("values", "agrees"), [(["10", "20", "20"], [True, True]), (["10", "9", "20"], [False, True])])
def test_what_accumulates_does_not_fall(invent: Invent, values: list[str], agrees: list[bool]) -> None:
    raw = invent(indicators=[indicator()], realisations=[realised(value, f"2023-TW{n}") for n, value in enumerate(values, 1)])

    assert [told[2] for told in judged(raw, "series", series.NEVER_FALLS)] == agrees


@pytest.mark.parametrize(
    ("spent", "agrees"),
    [
        ({"2023-TW1": "10", "2023-S1": "10", "2023-09": "12", "2023": "12,5"}, [True, True, True]),
        ({"2023-TW2": "9", "2023-TW1": "10"}, [False]),
        ({"2023-TW4": "10", "2023": "9"}, []),
        ({"2022": "10", "2023-TW1": "9"}, []),
        ({"2023-TW1": "", "2023-TW2": "9"}, []),
    ],
)
def test_what_was_spent_stays_spent(invent: Invent, spent: dict[str, str], agrees: list[bool]) -> None:
    raw = invent(spending=[{"period": period, "classification": "keluaran", "code": "A", "realisasi_rp": amount} for period, amount in spent.items()])

    assert [told[2] for told in judged(raw, "series", series.STAYS_SPENT)] == agrees


def test_what_does_not_accumulate_may_fall(invent: Invent) -> None:
    raw = invent(indicators=[indicator(accumulation="last")], realisations=[realised("10", "2023-TW1"), realised("9", "2023-TW2")])

    assert rows(raw, "series", series.NEVER_FALLS) == []


@pytest.mark.parametrize(("value", "agrees"), [("91,67%", [True]), ("92%", [True]), ("91,60%", [False]), ("95%", [False]), ("11", [])])
def test_a_share_can_be_given_by_its_denominator(invent: Invent, value: str, agrees: list[bool]) -> None:
    raw = invent(indicators=[indicator()], realisations=[realised(value, denominator="12")])

    assert [told[2] for told in judged(raw, "series", series.ATTAINABLE)] == agrees


@pytest.mark.parametrize(
    ("figure", "printed", "agrees"),
    [("ketercapaian", "N/A", True), ("ketercapaian", "tercapai", False), ("capaian_pct", "-", True), ("capaian_pct", "100", False)],
)
def test_an_indicator_without_value_is_not_judged(invent: Invent, figure: str, printed: str, agrees: bool) -> None:
    raw = invent(
        indicators=[indicator()],
        realisations=[realised("N/A", status="na", reason="belum_ada_nilai_resmi")],
        claims=[claim(figure, "IKU.1", printed)],
    )

    assert [told[2] for told in judged(raw, "series", series.NOT_JUDGED)] == [agrees]


def corrected(printed: str, meant: str) -> list[dict[str, Any]]:
    why = {"id": "salah cetak", "en": "misprint"}
    return [{"file": "members", "line": 1, "column": "value", "key": {"member": "a"}, "printed": printed, "meant": meant, "why": why}]


@pytest.mark.parametrize(
    ("printed", "meant", "relation", "suggestion"),
    [("8.23", "8.230", series.WELL_FORMED, "thousands_lost:8.230"), ("4.390-", "4.390", series.WELL_FORMED, ""), ("9", "11", series.AS_PRINTED, "")],
)
def test_a_number_that_needs_a_correction_is_told(invent: Invent, printed: str, meant: str, relation: str, suggestion: str) -> None:
    raw = invent(members=[member("a", printed), member("b", "7.100")], corrections=corrected(printed, meant))

    failing = [row for row in rows(raw, "series", series.WELL_FORMED, series.AS_PRINTED) if row.difference]

    assert [(row.relation, row.printed, row.expected, row.suggestion) for row in failing] == [(relation, printed, meant, suggestion)]


@pytest.mark.parametrize(("value", "wrong"), [("8,23", [("8.23", "8230")]), ("8.230", [])])
def test_a_column_that_counts_holds_whole_numbers(invent: Invent, value: str, wrong: list[tuple[str, str]]) -> None:
    raw = invent(members=[member(name, number) for name, number in zip("abcd", ["7.100", "6.050", "12", value], strict=True)])

    assert [(found, expected) for found, expected, agrees in judged(raw, "series", series.WHOLE) if not agrees] == wrong


@pytest.mark.parametrize(("value", "wrong"), [("9811", ["9811"]), ("98,11", []), ("3,2", [])])
def test_a_score_is_of_the_size_of_its_column(invent: Invent, value: str, wrong: list[str]) -> None:
    raw = invent(members=[member(name, number, "kinerja") for name, number in zip("abcd", ["97,5", "88,2", "91,25", value], strict=True)])

    assert [found for found, _, agrees in judged(raw, "series", series.LIKE_ITS_COLUMN) if not agrees] == wrong


# All check tables.


@pytest.mark.parametrize("name", [name for name in CHECK_TABLES if name != "waivers"])
def test_rows_have_known_relations_and_stand_where_they_are_printed(facts: Facts, name: str) -> None:
    told = list(CHECK_TABLES[name].rows(Examination(facts)))

    assert {row.relation for row in told} <= CHECK_TABLES[name].relations
    for row in told:
        if row.row is not None:
            printed = facts.printed[row.table].loc[row.row]
            assert (printed["document"], int(printed["line"])) == (row.document, row.line)
        assert not row.difference or (row.expected or row.relation == sums.UNFUNDED)


@pytest.mark.parametrize("unit", ["kanreg-07", "dit-jabatan"])
def test_an_audit_of_units_has_the_rows_of_the_whole_audit(facts: Facts, unit: str) -> None:
    for name, table in CHECK_TABLES.items():
        whole = {row for row in table.rows(Examination(facts)) if row.unit == unit}
        assert {row for row in table.rows(Examination(facts, [unit])) if row.unit == unit} <= whole, name
