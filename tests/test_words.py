"""The catalogues are complete, and say numbers and periods as their language does."""

from __future__ import annotations

import ast
import re
import string
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.errors import ParameterError
from analysis.law import CERTAINTIES
from analysis.numbers import rounded
from analysis.rules import law
from analysis.words import FOLDER, LANGUAGES, words
from analysis.workbook import open_workbook

PACKAGE = Path(analysis.__file__).parent
GROUPS = {"figure", "rule", "reason", "certainty", "variant", "verdict", "category", "note"}


def catalogue(lang: str) -> dict[str, str]:
    with (FOLDER / f"{lang}.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale=lang) if m.id}


def used_messages() -> set[str]:
    """Message ids written as constants in calls of `w(…)`, `words(…)` or `told(…)`."""
    found = set()
    for file in [*PACKAGE.rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
                if name in {"w", "words", "told"} and "." in node.args[0].value:
                    found.add(node.args[0].value)
    for template in PACKAGE.rglob("*.j2"):
        found |= set(re.findall(r"\bw\('([a-z0-9_.-]+)'", template.read_text("utf-8")))
    return found


def reasons() -> set[str]:
    """Every reason that a rule or builder gives for a missing value."""
    sources = "\n".join(file.read_text("utf-8") for file in [*PACKAGE.glob("rules/*.py"), *PACKAGE.glob("figures/*.py")])
    return set(re.findall(r'NotComputable\("([a-z_]+)"\)', sources))


def test_languages_have_the_same_messages_with_the_same_values() -> None:
    indonesian, english = (catalogue(lang) for lang in LANGUAGES)

    assert set(indonesian) == set(english)
    for message in indonesian:
        fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (indonesian[message], english[message])]
        assert fields[0] == fields[1], message


def test_every_message_that_code_names_is_in_the_catalogue() -> None:
    used = used_messages()

    assert len(used) > 150
    assert sorted(used - set(catalogue("id"))) == []


@pytest.mark.parametrize("group", ["figure", "rule"])
def test_every_rule_has_a_name_and_a_formula_for_readers(group: str) -> None:
    told = catalogue("id")

    assert [r.id for r in law().rules if f"{group}.{r.id}" not in told] == []


def test_every_reason_variant_and_certainty_has_words() -> None:
    told = catalogue("id")
    wanted = {f"reason.{r}" for r in reasons()} | {f"variant.{v.variant}" for v in law().variants} | {f"certainty.{c}" for c in CERTAINTIES}

    assert len(reasons()) > 10
    assert sorted(wanted - set(told)) == []


def test_every_category_of_a_regulation_has_words() -> None:
    labels = {str(step["label"]) for p in law().parameters if isinstance(p.value, list) for step in p.value if isinstance(step, dict)}
    grades = re.compile(r"[A-D]{1,2}-?")

    assert sorted(label for label in labels if not grades.fullmatch(label) and f"category.{label}" not in catalogue("id")) == []


@pytest.mark.parametrize(
    ("lang", "value", "measure", "expected"),
    [
        ("id", Fraction(7828401000), "rp", "Rp7.828.401.000"),
        ("en", Fraction(7828401000), "rp", "Rp7,828,401,000"),
        ("id", Fraction(-5), "rp", "−Rp5"),
        ("id", Fraction(9985, 100), "pct", "99,85\u00a0%"),
        ("en", Fraction(9985, 100), "pct", "99.85%"),
        ("id", Fraction(85625, 1000), "nilai", "85,63"),
        ("id", Fraction(-125, 1000), "poin", "−0,13"),
        ("id", Fraction(24), "instansi", "24"),
        ("id", None, "pct", "–"),
    ],
)
def test_numbers_take_the_form_of_the_language(lang: str, value: Fraction | None, measure: str, expected: str) -> None:
    assert words(lang).measured(value, measure) == expected


def test_a_plus_is_shown_only_where_it_is_asked_for_and_true() -> None:
    w = words("id")

    assert w.number(Fraction(1, 2), signed=True) == "+0,50"
    assert w.number(Fraction(0), signed=True) == "0,00"
    assert w.number(Fraction(-1, 1000), signed=True) == "0,00"


@pytest.mark.parametrize(
    ("period", "expected"), [("2023", "2023"), ("2024-S1", "Semester I 2024"), ("2024-TW3", "Triwulan III 2024"), ("2024-09", "September 2024")]
)
def test_periods_have_names(period: str, expected: str) -> None:
    assert words("id").period(period) == expected


def test_every_period_form_has_a_name_in_both_languages() -> None:
    forms = [*(f"2024-S{n}" for n in (1, 2)), *(f"2024-TW{n}" for n in range(1, 5)), *(f"2024-{n:02d}" for n in range(1, 13))]

    assert all("2024" in words(lang).period(form) for lang in LANGUAGES for form in forms)


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ParameterError, match="Known: en, id"):
        words("fr")


SUBJECTS = [
    ("dimension:kompetensi/nilai_maksimum", "id", "Kompetensi · Nilai tertinggi"),
    ("IKU.9/target_renstra", "id", "IKU.9 · Target Renstra"),
    ("kind:pegawai/TW3", "id", "Belanja pegawai · Triwulan III"),
]


@pytest.mark.parametrize(("subject", "lang", "told"), SUBJECTS)
def test_the_subject_of_a_share_is_told_in_words(subject: str, lang: str, told: str) -> None:
    assert open_workbook("kanreg-07", "2024", lang=lang).subject(subject) == told


@pytest.mark.parametrize("lang", LANGUAGES)
@given(
    value=st.fractions(min_value=-(10**20), max_value=10**20, max_denominator=10**6) | st.integers(-(10**9), 10**9).map(lambda n: Fraction(n, 200)),
    places=st.integers(0, 6),
)
def test_a_number_is_written_as_babel_writes_it(lang: str, value: Fraction, places: int) -> None:
    exact = Decimal(int(rounded(value, places) * 10**places)).scaleb(-places)

    expected = format_decimal(exact, decimal_quantization=False, format=f"#,##0.{'0' * places}", locale=lang).replace("-", "−")

    assert words(lang).number(value, places) == expected


def test_a_number_too_long_for_a_decimal_keeps_its_digits() -> None:
    assert words("en").number(Fraction(10**30 + 1)) == "1" + ",000" * 9 + ",001.00"
