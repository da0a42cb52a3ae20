"""The audit: suites read fail-closed, one damage per check, three outcomes, and what the real documents give."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surveys import with_answers

from analysis.audit import COLUMNS, EXPECTATIONS, Check, Finding, audit, findings_of, load_suites, reason, sentence, stops, to_frame
from analysis.audit.forms import FORMS
from analysis.audit.relations import CHECK_TABLES, Examination, frame_of
from analysis.audit.relations.sums import WHOLE_SET
from analysis.dictionary import TABLES
from analysis.errors import SuiteError
from analysis.facts import Facts
from analysis.figures import Ledger
from analysis.figures.ledger import BUILDERS
from analysis.numbers import to_text
from analysis.rules import law
from analysis.tables import load

PMK = "deputi-pmk_laporan-kinerja_2023"
K3 = "kanreg-03-bandung_laporan-kinerja_2024-tw3"
K6 = "kanreg-06-medan_rencana-kerja_2024"
WK = "bkpsdm-way-kanan_lkjip_2023"

CHECKS = {check.id: check for suite in load_suites() for check in suite.checks}
Refused = Callable[[dict[str, Any]], Any]


@pytest.fixture(scope="module")
def facts(facts: Facts) -> Facts:
    """The facts of the real documents, and in one of them the answers of an invented survey, which no real document prints."""
    return with_answers(facts, K6, "kanreg-06", "2023")


@pytest.fixture(scope="module")
def findings(facts: Facts) -> list[Finding]:
    """The audit of the real documents, run once."""
    return audit(facts)


def fails(findings: Sequence[Finding], *severities: str) -> set[tuple[str, str, int | None, str]]:
    found = [f for f in findings if f.outcome == "fails" and (not severities or f.severity in severities)]
    return {(f.check, f.document, f.line, f.subject) for f in found}


# Suites: what is read, and what is refused.


def written(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((EXPECTATIONS / f"{name}.json").read_text("utf-8"))
    return told


def folder_of(tmp_path: Path, *suites: dict[str, Any]) -> Path:
    for suite in suites:
        (tmp_path / f"{suite['name']}.json").write_text(json.dumps(suite), "utf-8")
    return tmp_path


def test_every_raw_table_and_every_check_table_has_a_suite() -> None:
    assert {suite.name for suite in load_suites()} == {*TABLES, *CHECK_TABLES}


@pytest.mark.parametrize("name", CHECK_TABLES)
def test_every_relation_of_a_check_table_is_demanded_once(name: str) -> None:
    demanded = [relation for check in CHECKS.values() if check.suite == name for relation in check.kwargs.get("relations", ())]

    assert sorted(demanded) == sorted(CHECK_TABLES[name].relations)


@pytest.mark.parametrize("name", TABLES)
def test_structure_and_key_of_a_suite_are_those_of_the_dictionary(name: str) -> None:
    checks = {check.type: check.kwargs for check in CHECKS.values() if check.suite == name}

    assert checks["expect_table_columns_to_match_set"]["column_set"] == ["document", *TABLES[name].header]
    if TABLES[name].key:
        assert checks["expect_compound_columns_to_be_unique"]["column_list"] == ["document", *TABLES[name].key]


def test_claims_may_name_every_figure_that_can_be_computed_and_no_other() -> None:
    assert CHECKS["K04"].kwargs["value_set"] == sorted(BUILDERS)


def first(suite: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = suite["expectations"][5]
    return entry


def _set(**values: Any) -> Refused:
    return lambda suite: first(suite).update(values)


def _argument(**values: Any) -> Refused:
    return lambda suite: first(suite)["kwargs"].update(values)


def _comparison(**values: Any) -> Refused:
    return _argument(row_condition={"type": "comparison", "column": {"name": "measure"}, "operator": "==", "parameter": "pct"} | values)


REFUSED: dict[str, tuple[Refused, str]] = {
    "typo in type": (_set(type="expect_column_values_to_be_betwen"), "did you mean 'expect_column_values_to_be_between'"),
    "type without form": (_set(type="expect_column_kl_divergence_to_be_less_than"), "expectation type .* is not known"),
    "missing severity": (lambda suite: first(suite).pop("severity"), "'severity' is missing"),
    "unknown severity": (_set(severity="fatal"), "severity 'fatal' is not known"),
    "string condition": (_argument(row_condition="measure == 'pct'"), "would be run as code"),
    "condition passed through": (_argument(row_condition={"type": "pass_through", "pass_through_filter": "True"}), "is not a comparison"),
    "condition parser": (_argument(condition_parser="pandas"), "argument 'condition_parser' is not known"),
    "unknown operator": (_comparison(operator="=~"), "is not a comparison"),
    "condition on code": (_comparison(column={"name": "measure", "code": "x"}), "is not a comparison"),
    "condition on unknown column": (_comparison(column={"name": "mesure"}), "did you mean 'measure'"),
    "code inside and": (_argument(row_condition={"type": "and", "conditions": ["True"]}), "would be run as code"),
    "empty and": (_argument(row_condition={"type": "and", "conditions": []}), "is not a comparison"),
    "tolerance of failures": (_argument(mostly=0.5), "argument 'mostly' is not known"),
    "no bound": (lambda suite: [first(suite)["kwargs"].pop(name) for name in ("min_value", "max_value")], "demands nothing"),
    "missing argument": (lambda suite: first(suite)["kwargs"].pop("column"), "argument 'column' is missing"),
    "unknown column": (_argument(column="valu"), "did you mean 'value'"),
    "kwargs not an object": (_set(kwargs=[]), "kwargs must be an object"),
    "unknown key": (_set(notes="x"), "key 'notes' is not known"),
    "unknown key in meta": (lambda suite: first(suite)["meta"].update(rule="x"), "key 'rule' is not known"),
    "unknown key of suite": (lambda suite: suite.update(id="x"), "key 'id' is not known"),
    "duplicate check id": (lambda suite: first(suite)["meta"].update(check="T01"), "check id 'T01' is already used"),
    "form of check id": (lambda suite: first(suite)["meta"].update(check="T1"), "a letter and two digits"),
    "second letter": (lambda suite: first(suite)["meta"].update(check="Z01"), "a suite has one letter"),
    "missing sentence": (lambda suite: first(suite)["meta"]["says"].pop("en"), "'en' is missing"),
    "empty sentence": (lambda suite: first(suite)["meta"]["says"].update(id=" "), "meta.says.id is empty"),
    "missing reason": (lambda suite: first(suite)["meta"].pop("why"), "'why' is missing"),
    "no checks": (lambda suite: suite.update(expectations=[]), "at least one check"),
    "entry not an object": (lambda suite: suite["expectations"].append("T99"), "an object with the keys"),
    "rows that may lack": (lambda suite: suite["expectations"][1]["kwargs"].update(value_set=[]), "argument 'value_set' must be"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_suite_is_refused_in_full(tmp_path: Path, why: str) -> None:
    damage, message = REFUSED[why]
    suite = written("targets")
    damage(suite)

    with pytest.raises(SuiteError, match=message) as refusal:
        load_suites(folder_of(tmp_path, suite))
    assert "targets.json" in str(refusal.value)


def test_suite_without_its_own_name_or_table_is_refused(tmp_path: Path) -> None:
    suite = written("targets") | {"name": "target"}

    with pytest.raises(SuiteError, match=r"name 'target' must be the table's.*did you mean 'targets'"):
        load_suites(folder_of(tmp_path, suite))


def test_check_id_is_unique_over_all_suites(tmp_path: Path) -> None:
    other = written("outputs")
    for number, entry in enumerate(other["expectations"], 1):
        entry["meta"]["check"] = f"T{number:02d}"

    with pytest.raises(SuiteError, match=r"targets\.json: check id 'T01' is already used in outputs\.json"):
        load_suites(folder_of(tmp_path, written("targets"), other))


@pytest.mark.parametrize("text", ["{", '{"name": "targets", "name": "targets", "expectations": []}', '{"expectations": []}', "[]"])
def test_file_that_is_no_suite_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "targets.json").write_text(text, "utf-8")

    with pytest.raises(SuiteError, match=r"targets\.json"):
        load_suites(tmp_path)


def test_folder_without_suites_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="holds no suite"):
        load_suites(tmp_path)


def test_sentences_and_reasons_in_both_languages() -> None:
    assert sentence("T05") == "Target dalam persen berada antara 0 dan 100."
    assert sentence("T05", "en") == "A target in percent lies between 0 and 100."
    assert reason("T05", "id") != reason("T05", "en")
    with pytest.raises(SuiteError, match="check 'T99' is in no suite"):
        sentence("T99")
    with pytest.raises(SuiteError, match="language 'fr'"):
        sentence("T05", "fr")


def test_what_cannot_be_applied_stops_the_audit(facts: Facts, tmp_path: Path) -> None:
    suite = written("targets")
    suite["expectations"][3]["kwargs"]["regex"] = "^(IKU"

    with pytest.raises(SuiteError, match=r"targets\.json: check T04 could not be applied"):
        audit(facts, folder_of(tmp_path, suite))


def test_what_cannot_be_built_stops_the_audit(facts: Facts, tmp_path: Path) -> None:
    suite = written("targets")
    first(suite)["kwargs"]["min_value"] = {"a": "b"}

    with pytest.raises(SuiteError, match=r"targets\.json: check T06"):
        audit(facts, folder_of(tmp_path, suite))


# Damage: one broken cell, and exactly the check that says so.


@cache
def alone(tmp: Path, name: str) -> Path:
    """A folder that holds one suite of the repository."""
    folder = tmp / name
    folder.mkdir()
    return folder_of(folder, written(name))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("suites")


def domain(facts: Facts, check: Check) -> pd.DataFrame:
    """The rows of the raw table that a check speaks of, told apart here without the engine."""
    frame = facts.tables[check.suite]
    told = frame.assign(measure=frame["measure"].mask(frame["measure"] == "", _measures(facts, frame))) if check.suite in {"targets", "realisations"} else frame
    kept = pd.Series([_meets(row, check.kwargs.get("row_condition")) for row in told.to_dict("records")], frame.index)
    if FORMS[check.type].reach == "cells":
        cells = frame[FORMS[check.type].columns(check.kwargs)]
        kept &= (cells.notna() & (cells != "")).all(axis=1)
    return frame[kept]


def _measures(facts: Facts, frame: pd.DataFrame) -> pd.Series[str]:
    """The measure of each row's indicator in its fiscal year; every row of the real documents has exactly one."""
    rows = frame.reset_index(names="row").merge(facts.tables["indicators"], on=["unit", "code"], suffixes=("", "_defined"))
    year = rows["period"].str[:4].astype(float)
    found = rows[(rows["since"] <= year) & ~(rows["until"] < year)].set_index("row")
    return found["measure_defined"].reindex(frame.index)


def _meets(row: Mapping[Any, Any], condition: Any) -> bool:
    if not condition:
        return True
    if condition["type"] == "and":
        return all(_meets(row, inner) for inner in condition["conditions"])
    value = row[condition["column"]["name"]]
    if condition["type"] == "nullity":
        return bool((value == "" or value != value) == condition["is_null"])
    return bool((value == condition["parameter"]) == (condition["operator"] == "=="))


def broken_cell(check: Check, row: Mapping[Any, Any]) -> tuple[str, Any]:
    """The column to break in a row, and what to write there."""
    kwargs, column = check.kwargs, check.kwargs.get("column", check.kwargs.get("column_A"))
    numeric = isinstance(row[column], float)
    match check.type:
        case "expect_column_values_to_not_be_null":
            return column, float("nan") if numeric else ""
        case "expect_column_values_to_be_null":
            return column, 1.0 if numeric else "belum_ada_target"
        case "expect_column_values_to_be_between":
            return column, kwargs["max_value"] + 1 if "max_value" in kwargs else kwargs["min_value"] - 1
        case "expect_column_value_lengths_to_be_between":
            return column, "x" * (kwargs["max_value"] + 1)
        case "expect_column_pair_values_a_to_be_greater_than_b":
            return column, row[kwargs["column_B"]] - 1
        case "expect_column_values_to_match_regex":
            return column, {"denominator": row[column] + 0.5}.get(column, 0.5) if numeric else "bukan kode"
    return column, "bukan-angka-yang-dikenal"


def with_cell(facts: Facts, table: str, index: Any, column: str, value: Any) -> Facts:
    frame = facts.tables[table].copy()
    frame.loc[index, column] = value
    return replace(facts, tables={**facts.tables, table: frame})


def of_reach(*reaches: str) -> Any:
    chosen = [check for check in CHECKS.values() if FORMS[check.type].reach in reaches and check.suite not in CHECK_TABLES]
    return pytest.mark.parametrize("check", chosen, ids=[check.id for check in chosen])


WRITTEN = {"B06": ("penambahan_rp", -1.0), "I10": ("since", 1999.0)}
"""Where the cell to break is not found by the form of the check: a column that no document fills, a bound on the other side."""

ALSO = {"B04": {"B07"}, "Q05": {"Q07"}}
"""Checks that a broken cell must break as well: below zero, an initial ceiling is below what was blocked, too; two answers worth 1 are worth too little."""


@of_reach("cells", "rows")
def test_broken_cell_fails_exactly_its_check(facts: Facts, bench: Path, check: Check) -> None:
    if check.type == "expect_compound_columns_to_be_unique":
        frame = facts.tables[check.suite]
        row, damaged = frame.iloc[-1], replace(facts, tables={**facts.tables, check.suite: pd.concat([frame, frame.iloc[-1:]], ignore_index=True)})
    else:
        rows = facts.tables[check.suite] if check.id in WRITTEN else domain(facts, check)
        row = rows.iloc[0]
        damaged = with_cell(facts, check.suite, row.name, *(WRITTEN.get(check.id) or broken_cell(check, row.to_dict())))

    found = [f for f in audit(damaged, alone(bench, check.suite)) if f.outcome == "fails"]

    assert {f.check for f in found} == {check.id} | ALSO.get(check.id, set())
    assert {(f.document, f.line, f.unit) for f in found} == {(row["document"], row["line"], row["unit"])}
    assert {(f.suite, f.severity, f.says) for f in found if f.check == check.id} == {(check.suite, check.severity, check.says["id"])}


@of_reach("table")
@pytest.mark.parametrize("lacking", [True, False])
def test_other_columns_fail_exactly_the_structure(facts: Facts, bench: Path, check: Check, lacking: bool) -> None:
    frame = facts.tables[check.suite]
    last = str(frame.columns[-1])
    changed = frame.drop(columns=last) if lacking else frame.assign(asing="x")
    damaged = replace(facts, tables={**facts.tables, check.suite: changed})

    found = [f for f in audit(damaged, alone(bench, check.suite)) if f.outcome == "fails"]

    assert {(f.check, f.document) for f in found} == {(check.id, document) for document in frame["document"]}
    assert {(f.line, f.expected, f.found) for f in found} == {(None, last, "") if lacking else (None, "", "asing")}


@of_reach("documents")
def test_document_without_rows_fails_exactly_the_row_count(facts: Facts, bench: Path, check: Check) -> None:
    frame = facts.tables[check.suite]
    damaged = replace(facts, tables={**facts.tables, check.suite: frame[frame["document"] != K6]})

    told = audit(damaged, alone(bench, check.suite))

    assert [(f.check, f.document, f.line, f.expected, f.found) for f in told if f.outcome == "fails"] == [(check.id, K6, None, ">= 1", "0")]
    assert {f.outcome for f in told if f.document == K6 and f.check != check.id} == {"not_applicable"}


def test_a_document_may_leave_definitions_to_another(facts: Facts, bench: Path) -> None:
    frame = facts.tables["indicators"]
    other = next(document for document in facts.sources if document != K6)
    moved = replace(facts, tables={**facts.tables, "indicators": frame.assign(document=frame["document"].replace(K6, other))})

    told = [f for f in audit(moved, alone(bench, "indicators")) if f.check == "I02" and f.document == K6]

    assert [(f.outcome, f.reason) for f in told] == [("not_applicable", "defined_beside")]


@of_reach("cells")
def test_emptied_column_does_not_apply(facts: Facts, bench: Path, check: Check) -> None:
    column = FORMS[check.type].columns(check.kwargs)[0]
    frame = facts.tables[check.suite]
    emptied = frame.assign(**{column: float("nan") if frame[column].dtype.kind == "f" else ""})

    told = audit(replace(facts, tables={**facts.tables, check.suite: emptied}), alone(bench, check.suite))

    outcomes = {(f.outcome, f.applied) for f in told if f.check == check.id}
    assert outcomes == {("not_applicable", 0)}


@pytest.mark.parametrize("name", CHECK_TABLES)
def test_relations_between_tables_that_lack_columns_do_not_apply(facts: Facts, bench: Path, name: str) -> None:
    damaged = replace(facts, tables={**facts.tables, "budget": facts.tables["budget"].drop(columns="parent")})

    told = audit(damaged, alone(bench, name))

    assert {f.outcome for f in told} == {"not_applicable"}


def test_documents_without_any_row(facts: Facts) -> None:
    sources = {name: replace(source, sidecar={**source.sidecar, "bases": []}) for name, source in facts.sources.items()}
    empty = replace(facts, tables={name: frame.iloc[:0] for name, frame in facts.tables.items()}, sources=sources)

    told = audit(empty)

    required = {check.id for check in CHECKS.values() if FORMS[check.type].reach == "documents"}
    assert {f.check for f in told if f.outcome == "fails"} == required
    assert {f.outcome for f in told if f.check not in required} == {"not_applicable"}
    assert len(told) == len(CHECKS) * len(facts.sources)


# Damage to the sums: a printed total, a weight, an amount spent.


def check_table(facts: Facts, name: str = "sums") -> pd.DataFrame:
    return frame_of(CHECK_TABLES[name].rows(Examination(facts)))


@pytest.fixture(scope="module")
def totals(facts: Facts) -> pd.DataFrame:
    return check_table(facts)


def claim_of(facts: Facts, total: Mapping[str, Any]) -> Any:
    return total["row"]


def broken_sum(facts: Facts, totals: pd.DataFrame, check: str) -> tuple[Facts, int, set[str]]:
    """The facts with one sum broken, the line that must be told, and the sums above that break with it."""
    relation = "blokir_rp" if check == "S15" else CHECKS[check].kwargs["relations"][0]
    total = totals[(totals["relation"] == relation) & (totals["difference"] <= 0)].iloc[0].to_dict()
    line = int(total["line"])
    spending = facts.tables["spending"]
    match check:
        case "S12":
            parts = facts.tables["components"]
            first_part = parts.index[(parts["document"] == WK) & (parts["system"] == "merit")][0]
            return with_cell(facts, "components", first_part, "weight", 9.0), int(parts.at[first_part, "line"]), set()
        case "S13":
            spent = spending.index[(spending["document"] == K3)][0]
            return with_cell(facts, "spending", spent, "code", "tidak-ada"), int(spending.at[spent, "line"]), set()
        case "S14":
            spent = spending.index[(spending["document"] == PMK) & (spending["period"] == "2023") & (spending["code"] == "01.BDB.001")][0]
            return with_cell(facts, "spending", spent, "realisasi_rp", 9e12), int(spending.at[spent, "line"]), {"S05", "S06", "S17"}
        case "S15":
            return _another_reading(facts, totals)
        case "S18":
            answers = facts.tables["answers"].query("service == 'mutasi'")
            first, everyone = answers.index[answers["subject"] == "element:U1"][0], answers["line"][answers["subject"] == "total"].iloc[0]
            return with_cell(facts, "answers", first, "points", 3.0), int(everyone), set()
    return with_cell(facts, "claims", claim_of(facts, total), "printed", "7777777"), line, set()


def _another_reading(facts: Facts, totals: pd.DataFrame) -> tuple[Facts, int, set[str]]:
    """A total of blocked funds that is printed gross, replaced by what was blocked net of what was added."""
    ledger = Ledger(facts, law())
    for total in totals[(totals["relation"] == "blokir_rp") & (totals["difference"] == 0) & (totals["subject"] == "total")].to_dict("records"):
        net = ledger.under("neto-per-unit").get("blokir_rp", "total", total["unit"], total["period"]).number
        if to_text(net) != total["expected"]:
            return with_cell(facts, "claims", claim_of(facts, total), "printed", to_text(net)), int(total["line"]), set()
    raise AssertionError("no document prints blocked funds gross")


@pytest.mark.parametrize("check", [check.id for check in CHECKS.values() if check.suite == "sums" and check.id != "S17"])
def test_broken_sum_fails_exactly_its_check(facts: Facts, findings: list[Finding], totals: pd.DataFrame, bench: Path, check: str) -> None:
    damaged, line, above = broken_sum(facts, totals, check)

    new = fails(audit(damaged, alone(bench, "sums"))) - fails(findings)

    assert {told for told, _, _, _ in new} == {check} | above
    assert {told_line for told, _, told_line, _ in new if told == check} == {line}


def test_a_difference_that_rounding_explains_is_none(totals: pd.DataFrame) -> None:
    scores = totals[(totals["relation"] == "skor") & totals["difference"].notna()]

    assert set(scores["difference"]) == {0.0}
    assert (scores["expected"] != scores["found"]).any()


def test_sets_of_weights_that_are_printed_whole(totals: pd.DataFrame) -> None:
    sets = totals[totals["relation"] == WHOLE_SET]
    whole = {(row.document, row.line, row.subject) for row in sets.itertuples()}

    assert {(WK, 916, "akip"), (WK, 957, "merit"), (PMK, 935, "survei_kinerja"), (K3, 1304, "ikpa")} <= whole
    assert (PMK, 1118, "ip_asn") not in whole


def _cell(member: str, attribute: str, value: str) -> dict[str, str]:
    return {"population": "pegawai", "member": member, "name": member, "attribute": attribute, "value": value}


def test_totals_are_checked_and_repeated_cells_are_not(invent: Callable[..., Path]) -> None:
    subjects = ["pegawai", "pegawai:tu/gol_i", "pegawai:tu", "pegawai/gol_ii", "lain", "lain/jumlah", "lain:satu"]
    raw = invent(
        members=[
            _cell("tu", "gol_i", "3"),
            _cell("bidang", "gol_i", "4"),
            _cell("bidang", "gol_ii", "5"),
            _cell("satu", "jumlah", "9") | {"population": "lain"},
        ],
        claims=[{"figure": "jumlah", "subject": subject, "printed": "9"} for subject in subjects],
    )

    told = check_table(load(raw)).set_index("subject")["difference"].to_dict()

    assert told == {"pegawai": 9 - 12, "pegawai:tu": 9 - 3, "pegawai/gol_ii": 9 - 5}


def test_a_budget_line_printed_again_is_no_sum(totals: pd.DataFrame) -> None:
    assert totals[(totals["document"] == WK) & (totals["line"] == 864)].empty


@pytest.mark.parametrize(("weights", "expected"), [(["60", "20", "40", "40"], [0.0]), (["60", "20", "40", "30"], [-10.0]), (["60", "20", "40", ""], [])])
def test_parts_of_parts_stand_for_their_whole(invent: Callable[..., Path], weights: list[str], expected: list[float]) -> None:
    subjects = ["component:a", "component:a/x", "component:a/y", "component:b"]
    raw = invent(components=[{"system": "rb", "subject": s, "name": s, "weight": w} for s, w in zip(subjects, weights, strict=True)])

    told = check_table(load(raw))

    assert told["difference"].tolist() == expected


# The real documents.


def test_no_critical_check_fails(findings: list[Finding]) -> None:
    assert fails(findings, "critical") == set()
    assert stops(findings) == []


KNOWN = {
    ("S05", PMK, 1524, "total"),
    ("S07", K3, 102, "asn-dikelola"),
    ("S07", WK, 161, "pegawai-golongan/gol_iii_a"),
    ("S07", WK, 161, "pegawai-golongan/gol_iii_d"),
    ("S07", WK, 181, "pegawai-jenis-kelamin"),
    ("S07", WK, 181, "pegawai-jenis-kelamin/laki_laki"),
    ("S07", WK, 181, "pegawai-jenis-kelamin/perempuan"),
    ("S07", WK, 191, "pegawai-umur"),
    ("S07", WK, 191, "pegawai-umur/umur_lebih_20"),
    ("S07", WK, 205, "pegawai-formasi"),
    ("S07", WK, 1541, "asn-unit-golongan:guru-sd"),
    ("S05", WK, 1406, "1/kind:pegawai"),
    ("S05", WK, 1407, "1/kind:barang"),
    ("S07", K3, 1393, "sisa-rutin"),
    ("S07", K3, 1400, "sisa-casn"),
    ("S07", PMK, 909, "survei-soal/jumlah_soal"),
    ("S09", PMK, 1126, "IKU.8"),
    ("S09", PMK, 1131, "IKU.8"),
}


def test_sums_that_the_documents_get_wrong(findings: list[Finding]) -> None:
    assert {told for told in fails(findings, "warning") if CHECKS[told[0]].suite == "sums"} == KNOWN


def test_groups_of_the_deputy_raise_nothing(findings: list[Finding]) -> None:
    groups = set(range(1391, 1416)) | set(range(1458, 1482))

    assert [f for f in findings if f.document == PMK and f.line in groups] == []


def test_totals_by_another_reading_are_told_with_its_name(findings: list[Finding]) -> None:
    told = [f for f in findings if f.fails and f.check == "S15"]

    assert {f.document for f in told} == {PMK}
    assert {f.line for f in told} == {1306, 1308, 1315, 1317, 1318}
    assert {(f.expected, f.found) for f in told if f.line == 1306} == {("977230000", "440050000 (neto-per-unit)")}


def test_every_check_speaks_of_every_document(facts: Facts, findings: list[Finding]) -> None:
    assert {(f.check, f.document) for f in findings} == {(check, document) for check in CHECKS for document in facts.sources}


def test_holding_is_never_vacuous(findings: list[Finding]) -> None:
    assert all(f.applied > 0 for f in findings if f.outcome in {"holds", "fails"})
    assert all(f.applied == 0 for f in findings if f.outcome == "not_applicable")


def test_rows_applied_are_those_of_the_document(facts: Facts, findings: list[Finding]) -> None:
    expected = {c.id: domain(facts, c).groupby("document").size().to_dict() for c in CHECKS.values() if c.suite not in CHECK_TABLES and c.columns}

    assert {(f.check, f.document): f.applied for f in findings if f.check in expected} == {
        (check, document): counts.get(document, 0) for check, counts in expected.items() for document in facts.sources
    }


# Findings of a report, their frame, and the gate.


def test_report_gets_its_places_and_each_other_outcome_once(facts: Facts, findings: list[Finding]) -> None:
    own = findings_of(facts, findings, "deputi-pmk", "2023")

    assert {f.document for f in own} == {PMK}
    assert {f.line for f in own if f.fails and f.suite == "sums"} == {909, 1126, 1131, 1306, 1308, 1315, 1317, 1318, 1524}
    assert {f.period for f in own if f.line == 1524} == {"2023"}
    others = [f.check for f in own if f.outcome != "fails"]
    assert len(others) == len(set(others)) == len(CHECKS) - len({f.check for f in own if f.outcome == "fails"})


def test_report_of_a_directorate_gets_its_own_places(facts: Facts, findings: list[Finding]) -> None:
    own = findings_of(facts, findings, "dit-jabatan", "2023")

    assert {(f.line, f.unit) for f in own if f.fails} == {(647, "dit-jabatan"), (1315, "dit-jabatan")}


def test_report_of_part_of_a_year_gets_the_periods_inside(facts: Facts, findings: list[Finding]) -> None:
    place = next(f for f in findings if f.check == "S07" and f.document == K3)
    month, before = replace(place, period="2024-09"), replace(place, period="2023", line=1)

    own = findings_of(facts, [month, before, replace(place, unit="", period="", line=2)], "kanreg-03", "2024-TW3")

    assert [(f.line, f.period) for f in own] == [(1, "2023"), (2, ""), (102, "2024-09")]


def test_every_failing_place_reaches_a_report(facts: Facts, findings: list[Finding]) -> None:
    reached = [f for unit, period in facts.reports for f in findings_of(facts, findings, unit, period)]

    assert set(reached) == set(findings)


def test_frame_is_text_in_order(findings: list[Finding]) -> None:
    frame = to_frame(findings)

    assert list(frame.columns) == COLUMNS
    assert len(frame) == len(findings)
    assert all(isinstance(cell, str) for cell in frame.to_numpy().ravel())
    assert set(frame["severity"]) == {"critical", "warning", "info"}
    assert set(frame["outcome"]) == {"holds", "fails", "not_applicable"}
    assert set(frame.loc[frame["outcome"] != "fails", "line"]) == {""}


SAMPLE = [
    Finding("T05", "targets", "critical", "fails", document, line, "kanreg-03", "2024", code, "…", "<= 100", "101", 3, waiver)
    for document in (K3, PMK)
    for line in (9, 10)
    for code, waiver in (("IKU.1", ""), ("IKU.2", "W1"))
]


@settings(max_examples=25)
@given(st.permutations(SAMPLE))
def test_frame_does_not_depend_on_the_order_of_findings(shuffled: list[Finding]) -> None:
    assert to_frame(shuffled).equals(to_frame(SAMPLE))
    assert to_frame(shuffled)["line"].tolist() == ["9", "9", "10", "10"] * 2


def test_gate_stops_at_critical_failures_without_waiver() -> None:
    others = [replace(SAMPLE[0], severity="warning"), replace(SAMPLE[0], outcome="holds"), replace(SAMPLE[0], outcome="not_applicable")]

    assert stops([*SAMPLE, *others]) == [f for f in SAMPLE if not f.waiver]


# The engine behind it.


def test_audit_gives_the_same_findings_again(facts: Facts, findings: list[Finding]) -> None:
    assert audit(facts) == findings


def test_audit_leaves_the_facts_warnings_and_folders_alone(facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = {name: frame.copy() for name, frame in facts.tables.items()}
    files = {file: file.read_bytes() for file in EXPECTATIONS.rglob("*")}
    shown = warnings.showwarning

    audit(facts)

    assert warnings.showwarning is shown
    assert list(tmp_path.iterdir()) == []
    assert {file: file.read_bytes() for file in EXPECTATIONS.rglob("*")} == files
    for name, frame in facts.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_a_number_and_its_digits_are_two_conditions(invent: Callable[..., Path], tmp_path: Path) -> None:
    suite, folder = written("targets"), tmp_path / "suites"
    folder.mkdir()
    plain = suite["expectations"][3]
    suite["expectations"] = []
    for check, parameter in (("T91", 80), ("T92", "80"), ("T93", 80.5)):
        condition = {"type": "comparison", "column": {"name": "value"}, "operator": "==", "parameter": parameter}
        kwargs = {"column": "code", "row_condition": condition}
        suite["expectations"].append(plain | {"type": "expect_column_values_to_be_null", "kwargs": kwargs, "meta": plain["meta"] | {"check": check}})
    facts = load(invent(targets=[{"line": "7", "code": "IKU.1", "basis": "pk", "value": "80"}]))

    told = audit(facts, folder_of(folder, suite))

    assert [(f.check, f.outcome) for f in told] == [("T91", "fails"), ("T92", "not_applicable"), ("T93", "not_applicable")]


def test_the_engine_is_as_it_was_after_an_audit(facts: Facts) -> None:
    from great_expectations.core.id_dict import IDDict
    from great_expectations.execution_engine import pandas_execution_engine
    from great_expectations.expectations.expectation import Expectation

    before = (vars(Expectation)["configuration"], vars(IDDict)["to_id"], pandas_execution_engine.HASH_THRESHOLD)
    audit(facts, units=["kanreg-07"])

    assert (vars(Expectation)["configuration"], vars(IDDict)["to_id"], pandas_execution_engine.HASH_THRESHOLD) == before


FRESH = """
import logging, sys, warnings
warnings.simplefilter("error")
from analysis import audit
from analysis.tables import load
audit.load_suites(), audit.sentence("T05")
print("great_expectations" in sys.modules)
found = audit.audit(load())
try:
    warnings.warn("seen")
except UserWarning:
    print(len(found))
shown = warnings.showwarning
logging.captureWarnings(True)
print(warnings.showwarning is not shown)
print("scipy.stats._stats_py" in sys.modules)
"""


def test_engine_is_imported_late_and_warnings_stay_warnings(findings: list[Finding], tmp_path: Path) -> None:
    told = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, cwd=tmp_path, check=True)

    assert told.stdout.split() == ["False", str(len(findings)), "True", "False"]
    assert list(tmp_path.iterdir()) == []


def test_findings_of_an_invented_document(invent: Callable[..., Path]) -> None:
    raw = invent(
        indicators=[{"since": "2023", "code": "IKU.1", "name": "Cakupan", "measure": "pct", "polarity": "max", "accumulation": "last", "system": "nspk"}],
        targets=[{"line": "7", "code": "IKU.1", "basis": "pk", "value": "120"}],
        realisations=[{"line": "8", "code": "IKU.1", "method": "ratio", "numerator": "5", "denominator": "4", "status": "final"}],
    )

    told = audit(load(raw))

    assert [(f.check, f.line, f.subject, f.expected, f.found) for f in told if f.outcome == "fails"] == [
        ("K02", None, "", ">= 1", "0"),
        ("R11", 8, "IKU.1", ">= 5", "4"),
        ("T05", 7, "IKU.1", ">= 0, <= 100", "120"),
        ("W02", None, "", ">= 1", "0"),
    ]
