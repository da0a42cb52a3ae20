"""JupyterLab as an analyst has it before her, without any network: the start notebook and a real one, in light and dark."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from browser import browser
from playwright.sync_api import BrowserContext, Page

from analysis.lab.opening import options

pytestmark = pytest.mark.slow

SHOTS = Path("build/screenshots/lab")
HERE = "127.0.0.1"
WIDTH, HEIGHT = 1280, 1400
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
OWN = [".lm-MenuBar", ".jp-Toolbar", ".jp-MarkdownCell h1", ".jp-MarkdownCell p", ".cm-editor", "body"]
"""Parts of JupyterLab itself, and of cells of text: no style of ours may reach them."""
LOOKS = ["fontFamily", "fontSize", "color", "backgroundColor", "margin", "padding", "borderTopWidth"]
PAGE = "<!DOCTYPE html><html lang='id'><title>Capaian</title><body><h1 id='indikator'>Capaian</h1></body></html>"
KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
READY = f"(k => k && k.status === 'idle' && k.connectionStatus === 'connected')({KERNEL})"
PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(e => e.textContent)"


@dataclass
class Lab:
    """JupyterLab that runs: where it is, its folder, and all that the browser was told or asked for that it should not have been."""

    address: str
    root: Path
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def opened(self, notebook: str) -> Page:
        """A notebook in a tab of the browser, with a kernel that waits."""
        page = self.context.new_page()
        page.on("console", lambda message: self.complaints.append(f"console: {message.text}") if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.goto(f"{self.address}/lab/tree/notebooks/{notebook}.ipynb?reset")
        page.wait_for_function(f"document.querySelector('.jp-MarkdownCell h1') && {READY}", timeout=30_000)
        page.evaluate(f"{KERNEL}.info.then(() => jupyterapp.shell.currentWidget.sessionContext.ready)")
        page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
        return page


def free() -> int:
    with closing(socket.socket()) as found:
        found.bind((HERE, 0))
        port: int = found.getsockname()[1]
        return port


def laid_out(root: Path) -> None:
    """The notebooks that are opened, with folders of their own for what they write, and one page that is there."""
    (root / "notebooks").mkdir(parents=True)
    for name in ("mulai", "02-achievement"):
        told = json.loads(Path(f"notebooks/{name}.ipynb").read_text("utf-8"))
        source = (
            "".join(told["cells"][1]["source"])
            .replace('out_dir = ""', f"out_dir = {str(root / 'out')!r}")
            .replace('reports_dir = ""', f"reports_dir = {str(root / 'reports')!r}")
        )
        told["cells"][1]["source"] = source
        (root / "notebooks" / f"{name}.ipynb").write_text(json.dumps(told), "utf-8")
    page = root / "reports" / "kanreg-03" / "2024-TW3" / "02-achievement.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, "utf-8")


def answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/api", timeout=1) as answer:
        return bool(answer.status == 200)
    return False


def ended(server: subprocess.Popen[bytes]) -> None:
    """Ends the server, and with it its kernels."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab as `make lab` opens it, in a home of its own; the browser reaches nothing but it."""
    home, port = tmp_path_factory.mktemp("lab"), free()
    laid_out(home / "project")
    folders = {name: str(home / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    folders |= {name: str(home / name.lower()) for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")}
    more = ["--no-browser", f"--ServerApp.ip={HERE}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.allow_root=True"]
    more += ["--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
    with browser() as program, (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options(*more, root=home / "project")], env={**os.environ, **folders}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            address, until = f"http://{HERE}:{port}", time.monotonic() + 30
            while not answers(address):
                assert server.poll() is None, (home / "log").read_text("utf-8")
                assert time.monotonic() < until, (home / "log").read_text("utf-8")
                time.sleep(0.1)
            context = program.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
            context.set_default_timeout(20_000)
            opened = Lab(address, home / "project", context)
            context.on(
                "request", lambda request: None if request.url.startswith((address, "data:", "blob:")) else opened.complaints.append(f"request: {request.url}")
            )
            context.route(lambda url: not url.startswith((address, "data:", "blob:")), lambda route: route.abort())
            yield opened
        finally:
            for context in program.contexts:
                context.close()
            ended(server)


def run_all(page: Page) -> None:
    """Runs every cell, and waits until all have run."""
    page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    assert page.locator(".jp-CodeCell .jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").all_inner_texts() == []
    assert page.evaluate(PROMPTS) == [f"[{n + 1}]:" for n in range(page.locator(".jp-CodeCell").count())]


def looks(page: Page) -> list[Any]:
    """How JupyterLab itself looks."""
    script = "([own, looks]) => own.map(o => { const s = getComputedStyle(document.querySelector(o)); return [o, ...looks.map(l => s[l])]; })"
    told: list[Any] = page.evaluate(script, [OWN, LOOKS])
    return told


def shot(page: Page, name: str, selector: str) -> None:
    """Keeps how the part of the notebook around an element looks, in both themes."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for theme, known in THEMES.items():
        page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", known)
        page.wait_for_function(f"document.body.dataset.jpThemeLight === '{str(theme == 'light').lower()}'")
        page.evaluate("selector => document.querySelector(selector).scrollIntoView()", selector)
        page.screenshot(path=SHOTS / f"{name}-{theme}.png", animations="disabled")


CONTRAST = """() => {
  const linear = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(linear); return .2126 * r + .7152 * g + .0722 * b; };
  const against = (c, paper) => { const [a, b] = [light(c), light(paper)].sort((x, y) => y - x); return (a + .05) / (b + .05); };
  const paper = getComputedStyle(document.querySelector('.kinerja')).backgroundColor;
  const said = [...document.querySelectorAll('.kinerja p, .kinerja td, .kinerja caption, .kinerja .picture text')];
  const inks = new Set(said.map(e => getComputedStyle(e)[e.tagName === 'text' ? 'fill' : 'color']));
  return Math.min(...[...inks].filter(c => c.startsWith('rgb(')).map(c => against(c, paper)));
}"""


def of_numbers(lab: Lab, page: Page) -> None:
    """A number opens its trace, and a page opens beside."""
    number = page.locator(".kinerja td button.way").first
    number.click()
    trace = page.locator(".kinerja article:popover-open")
    assert trace.count() == 1
    box = trace.bounding_box()
    assert box
    assert box["height"] > 600
    assert number.inner_text() in trace.inner_text()
    shot(page, "mulai-trace", ".kinerja h2[id$='angka']")
    page.keyboard.press("Escape")
    assert page.locator(".kinerja article:popover-open").count() == 0
    with lab.context.expect_page() as opened:
        page.locator(".kinerja a[href*='02-achievement.html'] + button").first.click()
    opened.value.wait_for_load_state()
    assert opened.value.title() == "Capaian"
    assert "/files/reports/kanreg-03/2024-TW3/02-achievement.html" in opened.value.url
    opened.value.close()


def test_the_start_notebook_leads_through_the_quarter(lab: Lab) -> None:
    page = lab.opened("mulai")
    before = looks(page)
    run_all(page)

    assert looks(page) == before
    lists = page.locator(".widget-dropdown select")
    assert lists.count() == 4
    units = [name.replace("\u00a0", " ") for name in lists.nth(1).locator("option").all_inner_texts()]
    assert units[lists.nth(1).evaluate("list => list.selectedIndex")] == "Kantor Regional III BKN Bandung"
    lists.nth(1).select_option(index=units.index("Kantor Regional VII BKN Palembang"))
    page.wait_for_function("document.querySelectorAll('.widget-dropdown select')[2].options.length === 3")
    page.wait_for_function("document.querySelector('.widget-html').innerText.includes('--unit kanreg-07 --period 2024 ')")
    own = page.locator(".jp-RenderedSVG").last
    own.scroll_into_view_if_needed()
    box = own.locator("img, svg").first.bounding_box()
    assert box
    assert box["width"] > 300
    assert box["height"] > 50
    shot(page, "mulai-form", ".jp-Cell")
    shot(page, "mulai-figures", ".kinerja h2[id$='angka']")
    of_numbers(lab, page)
    page.close()
    assert lab.complaints == []


def test_every_chart_of_a_real_notebook_is_drawn(lab: Lab) -> None:
    page = lab.opened("02-achievement")
    before = looks(page)
    run_all(page)

    boxes = page.evaluate(
        "[...document.querySelectorAll('.kinerja .picture svg')].map(e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )
    assert len(boxes) == page.locator(".kinerja figure.chart").count() > 1
    assert all(width > 100 and height > 50 for width, height in boxes)
    assert looks(page) == before
    assert page.evaluate(CONTRAST) >= 4.5
    shot(page, "02-achievement", ".kinerja figure")
    assert page.evaluate(CONTRAST) >= 4.5
    page.close()
    assert lab.complaints == []
