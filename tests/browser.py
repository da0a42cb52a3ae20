"""A real browser over pages on disk: what it logs, what it asks for, what axe finds, how a page looks at the width of a phone, a desk, a sheet."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
INSISTS = "KINERJA_INSIST"
"""Set where nothing may be skipped: without a browser or without Java the tests fail there."""
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK, SHEET = 360, 1280, 794
"""Widths in CSS pixels; a sheet is A4."""


def needed(*names: str, what: str) -> str:
    """The first program there is of these names; else the test is skipped with a sentence, or fails where that is insisted on."""
    given = os.environ.get("KINERJA_BROWSER") if names == NAMES else None
    if found := given or next(filter(None, map(shutil.which, names)), None):
        return found
    sentence = f"no {what} on this machine; install one ({names[0]}) to run these tests"
    if os.environ.get(INSISTS):
        pytest.fail(sentence)
    pytest.skip(sentence)


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser of this machine, without a window."""
    program = needed(*NAMES, what="Chromium")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@dataclass
class Visit:
    """A page as it was opened, and all that it said and asked for since."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def shown(self, *, width: int = DESK, media: str = "screen", scheme: str = "light") -> None:
        """Shows the page at a width, on screen or on paper, in the light or in the dark."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(media=media, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]

    def violations(self, rules: list[str] = ALL_RULES) -> list[str]:
        """What axe finds by rules or kinds of rules: rule, number of places, and the first of them."""
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        found: list[dict[str, Any]] = Axe().run(self.page, options=options).response["violations"]
        return [f"{v['id']} ×{len(v['nodes'])}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['failureSummary'][:200]}" for v in found]

    def beyond(self) -> list[str]:
        """What sticks out of the width of the page and is not within a part that scrolls of its own."""
        return self.page.evaluate(
            """() => {
              const wide = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= wide + 1) return [];
              const held = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
                if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true; return false; };
              return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 1 && !held(e))
                .slice(0, 5).map(e => e.outerHTML.slice(0, 160));
            }"""
        )


@contextmanager
def visit(context: BrowserContext, file: Path, anchor: str = "", *, width: int = DESK, media: str = "screen", scheme: str = "light") -> Iterator[Visit]:
    """The page opened from disk; it may log nothing and ask for nothing but itself."""
    page = context.new_page()
    visited, address = Visit(page), file.as_uri() + anchor
    page.on("console", lambda message: visited.complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: visited.complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (visited.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: visited.complaints.append(f"request: {request.url}") if not request.url.startswith(("file:", "data:")) else None)
    visited.shown(width=width, media=media, scheme=scheme)
    page.goto(address, wait_until="load")
    yield visited
    page.close()
