"""Satisfaction surveys: from the rows of respondents to a tally, figures, and a section of a page; and nobody's name on the way."""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surveys import SMALL, Respondent, tallied

from analysis.audit import audit
from analysis.figures import Figure, Ledger
from analysis.figures.worked import worked
from analysis.intake.checking import counted
from analysis.intake.files.cells import Book, Cell, Sheet
from analysis.intake.files.opening import opened
from analysis.intake.layouts import skm
from analysis.intake.layouts.skm_rows import day_of, period_of
from analysis.intake.layouts.skm_tally import BAD, MISSING, Scores
from analysis.intake.reading import Asked, Context, Reading
from analysis.intake.telling import count_rows
from analysis.rules import law
from analysis.tables import load
from analysis.views import survey
from analysis.words import words
from analysis.workbook import open_workbook

ASKED = Asked(unit="kantor-a", period="2023")
NOBODY = Context({})
NAMES = ("Rahasia Sekali", "0812000111", "R-77")


def book(*rows: Sequence[Any], name: str = "Jawaban", more: Iterable[Sheet] = ()) -> Book:
    cells = [tuple(Cell(r, c, value) for c, value in enumerate(row, 1)) for r, row in enumerate(rows, 1)]
    return Book("survei.xlsx", "0" * 64, [Sheet(name, cells), *more])


HEADS = ("ID Responden", "Nama", "No. HP", "Layanan", *(f"U{n}" for n in range(1, 6)), "Saran")


def wide(respondents: Iterable[tuple[str, str, Any]], heads: Sequence[Any] = HEADS) -> Book:
    return book(("Survei Kepuasan",), heads, *((who, NAMES[0], NAMES[1], service, *answers, "ramah") for who, service, answers in respondents))


def answers_of(reading: Reading) -> set[tuple[str, ...]]:
    names = ("period", "service", "subject", "form", "answered", "points", "respondents")
    return {tuple(taken.cells[name] for name in names) for taken in reading.taken if taken.table == "answers"}


def expected(respondents: Iterable[Respondent], period: str = "2023") -> set[tuple[str, ...]]:
    return {(period, *(row[name] for name in ("service", "subject", "form", "answered", "points", "respondents"))) for row in tallied(respondents)}


def left(reading: Reading) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for one in reading.left:
        found[one.why].append(one.row)
    return dict(found)


FIVE: list[tuple[str, str, Any]] = [
    ("R1", "Pensiun", [4, 4, 3, 4, 4]),
    ("R2", "Pensiun", [3, None, 3, 2, 4]),
    ("R1", "Pensiun", [1, 1, 1, 1, 1]),
    ("R1", "Mutasi", [4, 4, 4, 4, 4]),
]


def test_a_row_per_respondent_becomes_a_tally() -> None:
    reading = skm.take(wide(FIVE), ASKED, NOBODY)

    assert skm.fits(wide(FIVE))
    assert answers_of(reading) == expected([("pensiun", [4, 4, 3, 4, 4]), ("pensiun", [3, None, 3, 2, 4]), ("mutasi", [4, 4, 4, 4, 4])])
    assert reading.wrong == []


def test_double_and_incomplete_respondents_are_named_by_their_rows() -> None:
    """The first row of a respondent for a service counts; another service is another answer."""
    assert left(skm.take(wide(FIVE), ASKED, NOBODY)) == {"survey_heads": [1, 2], "survey_counted": [3, 6], "survey_incomplete": [4], "survey_double": [5]}


def test_the_report_of_an_import_tells_them_by_their_rows() -> None:
    made = wide(FIVE)
    (count,) = counted(made, skm.take(made, ASKED, NOBODY), [])
    ((*_, note),) = count_rows([count], words("en"))

    assert count.named == {"survey_incomplete": [4], "survey_double": [5]}
    assert (count.rows, count.taken + sum(count.left.values())) == (6, 6)
    assert "(rows 4)" in note
    assert "(rows 5)" in note


def test_an_indicator_that_is_told_for_every_row_owns_the_answers() -> None:
    reading = skm.take(wide(FIVE), Asked(unit="kantor-a", period="2023", columns={"=IKU.3": "answers.code"}), NOBODY)

    assert {taken.cells["code"] for taken in reading.taken} == {"IKU.3"}


def test_an_answer_per_row_gives_the_same_tally() -> None:
    rows = [(who, service, f"U{n}", answer) for who, service, given in FIVE[:2] for n, answer in enumerate(given, 1) if answer is not None]
    found = skm.take(book(("ID", "Layanan", "Unsur", "Jawaban"), *rows), ASKED, NOBODY)

    assert answers_of(found) == answers_of(skm.take(wide(FIVE[:2]), ASKED, NOBODY))
    assert left(found)["survey_incomplete"] == [7]
    assert {row for rows in left(found).values() for row in rows} == set(range(1, 11))


def test_an_answer_given_twice_counts_once() -> None:
    rows = [("R1", "U1", 4), ("R1", "U2", 3), ("R1", "U1", 1)]
    found = skm.take(book(("Responden", "Unsur", "Nilai"), *rows), ASKED, NOBODY)

    assert ("2023", "", "element:U1", "lengkap", "1", "4", "1") in answers_of(found)
    assert left(found)["survey_double"] == [4]


def test_every_row_that_holds_anything_is_accounted_for() -> None:
    rows = [*FIVE, ("R9", "Mutasi", [5, 4, 4, 4, 4]), ("R8", "", [4, 4, 4, 4, 4]), ("R7", "Mutasi", [None] * 5), ("Jumlah", "", [12, 9, 11, 11, 13])]
    made = wide(rows)
    reading = skm.take(made, ASKED, NOBODY)
    told = {one.row for one in reading.left} | {one.row for one in reading.taken} | {int(one.cell[1:]) for one in reading.wrong}

    assert told == {row for row, _ in made.sheets[0].filled()}
    assert [(one.cell, one.value, one.why) for one in reading.wrong] == [("E7", "5", "survey_score"), ("D8", "", "survey_no_service")]
    assert left(reading)["survey_no_answers"] == [9]
    assert left(reading)["survey_total"] == [10]


def test_a_row_that_numbers_the_columns_is_a_heading() -> None:
    heading = ("", "", [5, 6, 7, 8, 9])

    assert left(skm.take(wide([heading, *FIVE]), ASKED, NOBODY))["survey_heads"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("value", "score"),
    [
        *[(1, 1), (4.0, 4), ("3", 3), ("2,0", 2), ("Sangat Baik", 4), ("kurang  baik", 2), ("", MISSING), (None, MISSING), ("-", MISSING)],
        *[(0, BAD), (5, BAD), (3.5, BAD), ("cukup", BAD), ("12", BAD), ("#N/A", BAD)],
    ],
)
def test_an_answer_is_a_number_or_a_word_of_the_scale(value: object, score: int) -> None:
    assert Scores({})[value] == score


def test_true_is_no_answer_of_one() -> None:
    rows = [("R1", "Pensiun", [True, 4, 4, 4, 4]), ("R2", "Pensiun", [1, 4, 4, 4, 4])]
    reading = skm.take(wide([*FIVE[:1], *rows]), ASKED, NOBODY)

    assert [(one.cell, one.why) for one in reading.wrong] == [("E4", "survey_score")]
    assert ("2023", "pensiun", "element:U1", "lengkap", "1", "1", "1") in answers_of(reading)


def test_words_are_shown_as_they_were_read_and_may_be_read_otherwise() -> None:
    rows = [("R1", "Pensiun", ["Baik", "Sangat Baik", "Baik", "Kurang Baik", "Cukup"])]
    plainly = skm.take(wide(rows), ASKED, NOBODY)
    chosen = skm.take(wide(rows), Asked(unit="kantor-a", period="2023", columns={"cukup": "answers.points:2"}), NOBODY)

    assert [(one.cell, one.value) for one in plainly.wrong] == [("I3", "Cukup")]
    assert chosen.wrong == []
    assert {word: target for word, target in chosen.proposal.columns.items() if target.startswith("answers.points")} == {
        "Baik": "answers.points:3",
        "Cukup": "answers.points:2",
        "Kurang Baik": "answers.points:2",
        "Sangat Baik": "answers.points:4",
    }


def test_elements_by_their_own_names_and_heads_that_the_analyst_names() -> None:
    heads = ("Responden", "x", "y", "Jenis Layanan", "Persyaratan", "Prosedur", "Waktu Penyelesaian", "Biaya/Tarif", "Ramah tidak?", "Saran")
    asked = Asked(unit="kantor-a", period="2023", columns={"Ramah tidak?": "answers.element:U7"})
    reading = skm.take(wide(FIVE[:1], heads), asked, NOBODY)

    named = {taken.cells["subject"]: taken.cells["name"] for taken in reading.taken if taken.table == "components"}
    assert named == {
        "element:U1": "Persyaratan",
        "element:U2": "Prosedur",
        "element:U3": "Waktu Penyelesaian",
        "element:U4": "Biaya/Tarif",
        "element:U7": "Ramah tidak?",
    }


def test_a_table_of_element_means_is_no_sheet_of_answers() -> None:
    means = [("a", "", "", "Pensiun", 3.21, 3.4, 3.55, 3.1, 3.9, ""), ("b", "", "", "Mutasi", 3.31, 3.2, 3.15, 3.3, 3.8, "")]

    assert not skm.fits(book(HEADS, *means))


def test_without_unit_or_period_nothing_is_read() -> None:
    reading = skm.take(wide(FIVE), Asked(), NOBODY)

    assert [one.why for one in reading.wrong] == ["survey_no_unit", "survey_no_period"]
    assert reading.taken == []


def test_rows_of_other_days_are_left_and_days_that_are_none_are_wrong() -> None:
    heads = ("Tanggal", *HEADS[3:9])
    rows = [(day, "Pensiun", 4, 4, 4, 4, 4) for day in (date(2024, 7, 1), "30/09/2024", "2024-10-01 08:00", "31/02/2024", None)]
    reading = skm.take(book(heads, *rows), Asked(unit="kantor-a", period="2024-TW3"), NOBODY)

    assert left(reading) == {"survey_heads": [1], "survey_counted": [2, 3], "survey_other_period": [4]}
    assert [(one.cell, one.why) for one in reading.wrong] == [("A5", "survey_when"), ("A6", "survey_when")]


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Triwulan III 2024", "2024-TW3"),
        ("TW 1 2024", "2024-TW1"),
        ("Semester II Tahun 2023", "2023-S2"),
        ("2024-09", "2024-09"),
        (2024, "2024"),
        ("kemarin", ""),
    ],
)
def test_a_period_in_its_own_column(words: object, period: str) -> None:
    assert period_of(words) == period


def test_days_are_written_day_first() -> None:
    assert [day_of(words) for words in ("03/04/2024 10:00", "2024/4/3", "13-13-2024", "")] == [date(2024, 4, 3), date(2024, 4, 3), None, None]


def test_the_people_served_come_from_a_sheet_of_their_own() -> None:
    served: list[tuple[Any, ...]] = [("Layanan", "Jumlah penerima layanan"), ("Pensiun", 1000), ("Jumlah", 1000)]
    sheet = Sheet("Populasi", [tuple(Cell(r, c, value) for c, value in enumerate(row, 1)) for r, row in enumerate(served, 1)])
    reading = skm.take(Book("survei.xlsx", "", [*wide(FIVE).sheets, sheet]), ASKED, NOBODY)
    members = [taken.cells for taken in reading.taken if taken.table == "members"]

    assert [(row["population"], row["member"], row["attribute"], row["value"]) for row in members] == [("penerima-layanan", "pensiun", "jumlah", "1000")]


respondents = st.lists(st.tuples(st.sampled_from(["pensiun", "mutasi"]), st.lists(st.sampled_from([1, 2, 3, 4, None]), min_size=5, max_size=5)), min_size=1)


@given(given_by=respondents, order=st.randoms())
def test_the_tally_is_that_counted_by_hand_in_any_order(given_by: list[Respondent], order: random.Random) -> None:
    given_by = [("pensiun", [4, 4, 4, 4, 4])] * 12 + [one for one in given_by if any(one[1])]
    rows = [(f"R{number}", service, answers) for number, (service, answers) in enumerate(given_by)]
    order.shuffle(rows)

    assert answers_of(skm.take(wide(rows), ASKED, NOBODY)) == expected(given_by)


# figures


def ledger_of(invent: Callable[..., Path], respondents: Iterable[Respondent], **tables: Any) -> Ledger:
    return Ledger(load(invent(answers=tallied(respondents), sidecar={"text_lines": 1_000}, **tables)), law())


def figure(ledger: Ledger, name: str, subject: str = "total") -> Figure:
    return ledger.get(name, subject, "kantor-a", "2023")


def drawn(number: int, seed: int = 7) -> list[Respondent]:
    source = random.Random(seed)
    return [(source.choice(["pensiun", "mutasi"]), source.choices([1, 2, 3, 4, None], [1, 2, 6, 9, 1], k=9)) for _ in range(number)]


def test_figures_are_those_of_the_rows_by_hand(invent: Callable[..., Path]) -> None:
    asked = [one for one in drawn(300) if any(one[1])]
    ledger = ledger_of(invent, asked)
    given_by = [[answers[n] for _, answers in asked if answers[n] is not None] for n in range(9)]
    elements = [Fraction(sum(answers), len(answers)) for answers in given_by]  # type: ignore[arg-type]
    own = [Fraction(25 * sum(a for a in answers if a), sum(a is not None for a in answers)) for _, answers in asked]
    mean = sum(own) / len(own)

    assert [figure(ledger, "ikm_unsur_nilai", f"element:U{n}").value for n in range(1, 10)] == elements
    assert figure(ledger, "ikm_nilai").value == 25 * sum(elements) / 9
    assert figure(ledger, "ikm_responden_orang").value == len(asked)
    assert figure(ledger, "ikm_tidak_lengkap_orang").value == sum(None in answers for _, answers in asked)
    assert figure(ledger, "ikm_jawaban_rendah_pct", "element:U3").value == Fraction(100 * sum(a < 3 for a in given_by[2] if a), len(given_by[2]))
    assert figure(ledger, "ikm_ragam_nilai").value == sum((one - mean) ** 2 for one in own) / (len(own) - 1) / len(own)


def test_a_service_has_the_figures_of_its_own_respondents(invent: Callable[..., Path]) -> None:
    ledger, alone = ledger_of(invent, SMALL), [one for one in SMALL if one[0] == "mutasi"]
    of_service = {
        name: figure(ledger, name, "service:mutasi").value for name in ("ikm_nilai", "ikm_responden_orang", "ikm_ragam_nilai", "ikm_batas_atas_nilai")
    }

    assert of_service == {name: figure(ledger_of(invent, alone), name).value for name in of_service}
    assert of_service["ikm_nilai"] == 25 * (Fraction(5, 2) + 3) / 2


def test_complete_respondents_only_is_another_reading(invent: Callable[..., Path]) -> None:
    ledger = ledger_of(invent, SMALL)
    told = ledger.readings(figure(ledger, "ikm_nilai"))

    complete = Ledger(load(invent(answers=tallied(one for one in SMALL if None not in one[1]))), law())
    assert told["responden-lengkap"].value == figure(complete, "ikm_nilai").value
    assert figure(ledger, "ikm_unsur_nilai", "element:U2").certainty == "T"
    assert figure(complete, "ikm_unsur_nilai", "element:U2").certainty == "B"
    assert ledger.under("responden-lengkap").get("ikm_ragam_nilai", "total", "kantor-a", "2023").value == figure(complete, "ikm_ragam_nilai").value


def served(**people: int) -> list[dict[str, str]]:
    told = {"population": "penerima-layanan", "attribute": "jumlah"}
    return [told | {"member": service, "name": service, "value": str(number)} for service, number in people.items()]


def test_respondents_are_held_against_the_sample_where_the_people_served_are_known(invent: Callable[..., Path]) -> None:
    ledger = ledger_of(invent, SMALL, members=served(pensiun=4, mutasi=200))

    assert figure(ledger, "ikm_sampel_minimum", "service:pensiun").value == 4
    assert figure(ledger, "ikm_kecukupan_sampel", "service:pensiun").value == "sampel_terpenuhi"
    assert figure(ledger, "ikm_kecukupan_sampel", "service:mutasi").value == "sampel_belum_terpenuhi"
    assert figure(ledger, "ikm_galat_nilai", "service:pensiun").value == 0
    assert figure(ledger, "ikm_sampel_minimum").number == law().apply("ikm_sampel_minimum", 2023, populasi=Fraction(204)).value


def test_a_population_of_some_services_is_none_of_the_whole(invent: Callable[..., Path]) -> None:
    ledger = ledger_of(invent, SMALL, members=served(mutasi=200))

    assert (figure(ledger, "ikm_sampel_minimum").value, figure(ledger, "ikm_sampel_minimum").reason) == (None, "population_missing")
    assert figure(ledger, "ikm_ragam_nilai").case is None


def test_the_interval_is_that_of_ordinary_statistics(invent: Callable[..., Path]) -> None:
    """Two respondents with 100 and 37.5: s = 44.194, s / root 2 = 31.25, 1.96 times that 61.25."""
    ledger = ledger_of(invent, [one for one in SMALL if one[0] == "mutasi"])

    assert figure(ledger, "ikm_galat_nilai").value == Fraction("61.25")
    assert [figure(ledger, f"ikm_batas_{end}_nilai").number for end in ("bawah", "atas")] == [25, 100]


def test_one_respondent_tells_no_interval(invent: Callable[..., Path]) -> None:
    ledger = ledger_of(invent, SMALL[:1])

    assert figure(ledger, "ikm_batas_atas_nilai").reason == "too_few_respondents"
    assert figure(ledger, "ikm_nilai").value == 100


def scored(*scores: str, code: str = "") -> list[dict[str, str]]:
    return [{"system": "ikm", "code": code, "subject": f"element:U{n}", "name": f"Unsur {n}", "score": score} for n, score in enumerate(scores, 1)]


def test_a_printed_score_stays_as_printed_and_is_held_against_the_answers(invent: Callable[..., Path]) -> None:
    ledger = ledger_of(invent, SMALL, components=scored("3,00", "3,50"))
    failing = [(f.check, f.subject, f.expected, f.found) for f in audit(ledger.facts) if f.fails and f.suite == "agreement"]

    assert figure(ledger, "ikm_nilai").value == 25 * Fraction("3.25")
    assert failing == [("A11", "element:U2", "3.4", "3.5")]


def test_names_without_scores_leave_the_answers_to_speak(invent: Callable[..., Path]) -> None:
    ledger = ledger_of(invent, SMALL, components=scored("", ""))

    assert figure(ledger, "ikm_nilai").value == 25 * (Fraction(18, 6) + Fraction(17, 5)) / 2
    assert figure(ledger, "nilai_akhir_komponen", "element:U2").value == Fraction(17, 10)
    assert figure(ledger, "kategori").value == "baik"


def test_quarters_are_weighed_by_their_respondents_only_under_another_reading(invent: Callable[..., Path]) -> None:
    indicator = {"code": "IKU.3", "since": "2023", "name": "IKM", "measure": "indeks", "polarity": "max", "accumulation": "mean", "system": "ikm"}
    quarters = {"2023-TW1": [("", [4, 4])], "2023-TW2": [("", [3, 3]), ("", [3, 3]), ("", [2, 2])]}
    rows = [row | {"period": period, "code": "IKU.3"} for period, asked in quarters.items() for row in tallied(asked)]
    results = [{"code": "IKU.3", "method": "composite", "status": "final", "period": period} for period in quarters]
    ledger = Ledger(load(invent(indicators=[indicator], answers=rows, realisations=results)), law())
    told = figure(ledger, "agregat_iku", "IKU.3")

    assert told.value == (100 + 25 * Fraction(8, 3)) / 2
    assert ledger.readings(told)["berbobot-responden"].value == (100 + 200) / Fraction(4)


def test_formulas_give_the_figures(invent: Callable[..., Path]) -> None:
    ledger = ledger_of(invent, SMALL, members=served(pensiun=40, mutasi=200))
    for one in ledger.all("kantor-a", "2023"):
        found = worked(one, ledger.law, ledger.facts.unit("kantor-a").scopes)
        bounded = one.figure.startswith("ikm_batas") and one.value in {25, 100}
        assert found or bounded or one.figure in {"ikm_ragam_nilai", "ikm_galat_nilai", "ikm_sampel_minimum"}, one.key


@pytest.mark.parametrize("column", ["respondents", "points"])
def test_a_tally_that_does_not_add_up_is_stopped(invent: Callable[..., Path], column: str) -> None:
    rows = tallied(SMALL)
    broken = next(row for row in rows if row["subject"] == "element:U1")
    broken[column] = str(int(broken[column]) + 1)

    failing = {(f.check, f.severity) for f in audit(load(invent(answers=rows))) if f.fails and f.suite in {"answers", "sums"}}

    assert failing == {("S18", "critical")}


# pages


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_page_tells_elements_services_respondents_and_the_interval(invent: Callable[..., Path], tmp_path: Path, lang: str) -> None:
    raw = invent(answers=tallied(SMALL), components=scored("", ""), members=served(pensiun=40, mutasi=200))
    wb = open_workbook("kantor-a", "2023", lang=lang, data_dir=str(raw), out_dir=str(tmp_path))
    blocks: list[Any] = list(survey.satisfaction(wb))
    heading, sentence, services = blocks[0], blocks[1], blocks[-1]

    assert str(heading.text) == wb.words("survey.title")
    assert wb.said(wb.fig("ikm_batas_bawah_nilai")) in str(sentence.text)
    assert "U1 Unsur 1" in str(sentence.text)
    assert [row[0].text for row in services.rows] == ["Mutasi", "Pensiun"]
    assert len(services.columns) == 9


def test_a_page_without_answers_has_no_trace_of_them(invent: Callable[..., Path], tmp_path: Path) -> None:
    raw = invent(components=scored("3,00", "3,50"))
    wb = open_workbook("kantor-a", "2023", lang="id", data_dir=str(raw), out_dir=str(tmp_path))

    assert survey.satisfaction(wb) == []


# files


def written(folder: Path, number: int, seed: int = 3) -> Path:
    """A workbook of respondents with names and telephones, of whom every hundredth comes twice and every fiftieth leaves out an answer."""
    import xlsxwriter

    source, file = random.Random(seed), folder / "survei.xlsx"
    made = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = made.add_worksheet("Jawaban")
    sheet.write_row(0, 0, ["ID Responden", "Nama", "No. HP", "Layanan", *(f"U{n}" for n in range(1, 10))])
    for row in range(number):
        answers: list[int | None] = list(source.choices([1, 2, 3, 4], [2, 8, 40, 50], k=9))
        answers[row % 9] = None if row % 50 == 0 else answers[row % 9]
        who = row - 1 if row % 100 == 99 else row
        sheet.write_row(row + 1, 0, [f"R-77-{who}", NAMES[0], NAMES[1], f"Layanan {who % 3}", *answers])
    made.close()
    return file


def test_nothing_that_is_written_names_a_person(tmp_path: Path, invent: Callable[..., Path]) -> None:
    reading = skm.take(opened(written(tmp_path, 300)), ASKED, NOBODY)
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for taken in reading.taken:
        tables[taken.table].append({**taken.cells, "line": str(taken.row)})
    raw = invent(**tables, sidecar={"text_lines": 400})
    rows = io.StringIO()
    csv.writer(rows).writerows([(f.figure, f.subject, f.text, f.inputs_json) for f in Ledger(load(raw), law()).all("kantor-a", "2023")])
    everything = b"".join(file.read_bytes() for file in raw.rglob("*") if file.is_file()) + rows.getvalue().encode() + repr(reading).encode()

    assert [name for name in NAMES if name.encode() in everything] == []
    assert sum(int(row["respondents"]) for row in tables["answers"] if row["subject"] == "total") == 297


@pytest.mark.slow
@pytest.mark.parametrize("number", [20_000])
def test_many_respondents_are_counted_right(tmp_path: Path, number: int) -> None:
    file = opened(written(tmp_path, number))
    reading = skm.take(file, ASKED, NOBODY)
    told = left(reading)
    totals = [taken.cells for taken in reading.taken if taken.table == "answers" and taken.cells["subject"] == "total"]

    assert (len(told["survey_double"]), len(told["survey_incomplete"])) == (number // 100, number // 50)
    assert sum(int(row["respondents"]) for row in totals) == number - number // 100
    assert len(reading.taken) < 1_000
