"""Charts in a real browser: what they tell answers to pointer and keyboard, and is dismissed; the page stays accessible meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import browser as browser_here

from analysis import charts
from analysis.pages.blocks import Cell, Chart, Table
from analysis.pages.cleaner import sanitize_html
from analysis.pages.frame import framed, page_of

pytestmark = pytest.mark.slow
ROWS = [
    {"label": f"IKU.{n} {'Persentase instansi ' * 5}", "value": 80 + 15 * n, "text": f"{80 + 15 * n}", "note": "1 → 2", "reached": n > 1, "of": f"IKU.{n}"}
    for n in range(1, 4)
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browser_here() as opened:
        yield opened


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """A page with the same three indicators in two charts and a table; it keeps what went wrong."""
    rows = [{**row, "tip": f"Kalimat <b>{row['of']}</b>."} for row in ROWS]
    bullets = charts.svg(charts.bullets(rows, axis="%", goal=100, missed="tidak tercapai"), title="Satu?", description="Temuan.", lang="id")
    bars = charts.svg(charts.bullets(rows, axis="Lain", goal=90, missed="tidak tercapai"), title="Dua?", description="Temuan.", lang="id")
    tables = [Table(name, ["a", "b"], [[Cell(str(row["label"]), of=str(row["of"])), Cell("1", "#isi")] for row in rows]) for name in ("c", "d")]
    blocks = [Chart("Satu?", "Temuan.", bullets, tables[0], "Data", True), Chart("Dua?", "Temuan.", bars, tables[1], "Data", True)]
    file = tmp_path / "page.html"
    file.write_text(framed(page_of("02-achievement", "u", "Unit", "2023", "id", {}), "".join(sanitize_html(block.html()) for block in blocks)), "utf-8")
    opened = browser.new_page(viewport={"width": 1000, "height": 1400})
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda request: wrong.append(request.url) if not request.url.startswith("file:") else None)
    opened.goto(file.as_uri())
    yield opened
    opened.close()
    assert wrong == []


def lit(page: Any) -> set[str]:
    """What everything stands out for."""
    return set(page.evaluate("[...document.querySelectorAll('.same')].map(e => e.dataset.of)"))


def test_pointing_at_a_mark_tells_its_sentence_and_shows_its_kin(page: Any) -> None:
    page.locator('.picture path[data-of="IKU.3"]').first.hover()

    assert page.locator("#tip").inner_text() == "Kalimat <b>IKU.3</b>."
    assert lit(page) == {"IKU.3"}
    assert page.locator(".picture path.same").count() == 2
    assert page.locator("tr.same").count() == 2
    faded = page.locator('.picture path[data-of="IKU.1"]').first
    page.wait_for_function("e => getComputedStyle(e).opacity < 0.5", arg=faded.element_handle())


def test_a_sentence_stays_while_it_is_pointed_at_and_goes_when_dismissed(page: Any) -> None:
    page.locator('.picture path[data-of="IKU.3"]').first.hover()
    box = page.locator("#tip").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.wait_for_timeout(500)
    stayed = page.locator("#tip").is_visible()

    page.keyboard.press("Escape")

    assert stayed
    assert page.locator("#tip").is_hidden()
    assert lit(page) == set()


def test_arrow_keys_go_from_mark_to_mark(page: Any) -> None:
    page.locator(".picture").first.focus()
    told = []
    for press in ("ArrowDown", "ArrowRight", "ArrowLeft", "End", "ArrowDown", "Home"):
        page.keyboard.press(press)
        told.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))

    assert [sentence[11:16] for sentence in told] == ["IKU.1", "IKU.2", "IKU.1", "IKU.3", "IKU.3", "IKU.1"]
    assert page.locator("#tip").inner_text() == told[-1]
    assert lit(page) == {"IKU.1"}


def test_a_row_lights_its_marks(page: Any) -> None:
    page.locator('tr[data-of="IKU.2"] a').first.focus()

    assert lit(page) == {"IKU.2"}
    assert page.locator(".picture path.same").count() == 2
    assert page.locator("#tip").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_charts_is_accessible_before_and_after_keys(page: Any, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = [Axe().run(page).response["violations"]]
    page.locator(".picture").first.focus()
    page.keyboard.press("ArrowDown")
    found.append(Axe().run(page).response["violations"])

    assert [[violation["id"] for violation in violations] for violations in found] == [[], []]


def test_without_scripts_every_mark_keeps_its_own_title(browser: Any, page: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(page.url)

    titles = plain.locator(".picture path[data-of] > title").all_text_contents()
    context.close()

    assert titles == [f"Kalimat <b>IKU.{n}</b>." for n in (1, 2, 3)] * 2
