"""Drawings are the same bytes wherever they are drawn, and a server that is gone is not missed."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis import charts
from analysis.engine import child, drawing
from analysis.engine.drawing import SERVER, Drawing, drawn
from analysis.engine.pool import Call, Pool

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no local sockets here")
OPTIONS = {"vl_version": "6.4"}
SPEC = {
    "data": {"values": [{"a": 1, "b": "x"}, {"a": 2.5, "b": "é"}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "nominal"}},
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawing]:
    with tempfile.TemporaryDirectory() as folder, Drawing(Path(folder)) as opened:
        monkeypatch.setenv(SERVER, opened.environment[SERVER])
        yield opened


def refuse(*ignored: object) -> str:
    raise AssertionError("drawn in this process")


def test_the_server_draws_the_same_bytes(server: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = charts.dots([{"label": "a", "value": 1234.5, "series": "c"}, {"label": "b", "value": 2, "series": "c"}], axis="Rp")
    words = {"title": "judul", "description": "uraian", "lang": "id"}
    monkeypatch.delenv(SERVER)
    here = [drawn(SPEC, OPTIONS), charts.svg(chart, **words)]
    monkeypatch.setenv(SERVER, server.environment[SERVER])
    monkeypatch.setattr(drawing, "_here", refuse)

    there = [drawn(SPEC, OPTIONS), charts.svg(chart, **words)]
    again = [drawn(SPEC, OPTIONS), charts.svg(chart, **words)]

    assert there == here
    assert again == here


def test_a_server_that_begins_anew_keeps_nobody_waiting_for_ever(server: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    specs = [{**SPEC, "height": 20 + number} for number in range(drawing._FRESH + 4)]
    with monkeypatch.context() as nowhere:
        nowhere.delenv(SERVER)
        here = [drawn(spec, OPTIONS) for spec in (specs[0], specs[-1])]
    monkeypatch.setattr(drawing, "_here", refuse)

    there = [drawn(spec, OPTIONS) for spec in (*specs, specs[0])]

    assert [there[0], there[-2]] == here
    assert there[-1] == here[0]


def test_what_cannot_be_drawn_is_told_alike(server: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError) as there:
        drawn({"mark": "nothing of the kind", "data": 7}, OPTIONS)
    monkeypatch.delenv(SERVER)

    with pytest.raises(ValueError) as here:
        drawn({"mark": "nothing of the kind", "data": 7}, OPTIONS)

    assert str(there.value) == str(here.value)


def test_a_server_that_is_gone_is_not_missed(server: Drawing) -> None:
    assert server._process is not None
    server._process.kill()
    server._process.wait()

    assert drawn(SPEC, OPTIONS).startswith("<svg")


def test_a_server_that_was_never_there_is_not_missed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(SERVER, str(tmp_path / "nothing"))

    assert drawn(SPEC, OPTIONS).startswith("<svg")


def test_nonsense_does_not_stop_the_server(server: Drawing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_here", refuse)
    for content in (b"", b"\0", (4).to_bytes(8, "big") + b"nono"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(server.environment[SERVER])
            connection.sendall(content)

    assert drawn(SPEC, OPTIONS).startswith("<svg")


@pytest.mark.skipif(not child.FORKS, reason="processes are not forked here")
def test_a_watched_child_draws_without_the_library_that_hangs(tmp_path: Path) -> None:
    source = f"from analysis.engine.drawing import drawn; drawn({SPEC}, {OPTIONS}); import sys; assert 'vl_convert' not in sys.modules"
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(drawing.__file__).parents[2])])
    with tempfile.TemporaryDirectory() as folder, Drawing(Path(folder)) as opened:
        told = {"root": str(tmp_path), "private": folder, "outside": "", "source": source}
        with Pool(1, preload=["analysis.engine.watch"], environment={**opened.environment, "PYTHONPATH": path}, folder=Path(folder) / "pool") as pool:
            pool.submit(Call("draw", "engine_calls:watched", told, 60))
            (done,) = pool.results()

    assert (done.lost, done.value["refused"], done.value["error"]) == ("", [], "")


@pytest.mark.parametrize("before", [None, "mine.conf"])
def test_the_letters_of_the_system_are_left_alone(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    library = SimpleNamespace(vegalite_to_svg=lambda *spec, **options: seen.append(Path(os.environ["FONTCONFIG_FILE"]).read_text("utf-8")))
    monkeypatch.setitem(sys.modules, "vl_convert", library)  # type: ignore[arg-type]
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    if before:
        monkeypatch.setenv("FONTCONFIG_FILE", before)

    drawing._library.__wrapped__()

    assert ["<dir>none</dir>" in found for found in seen] == [True]
    assert os.environ.get("FONTCONFIG_FILE") == before


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="what a program has loaded is not told here")
def test_the_server_loads_what_it_draws_with_when_it_is_woken(server: Drawing) -> None:
    process = server._process
    assert process is not None

    def loaded() -> bool:
        return "vl_convert" in Path(f"/proc/{process.pid}/maps").read_text("utf-8", "replace")

    time.sleep(0.5)
    before = loaded()
    drawing.waken()
    end = time.monotonic() + 30
    while not loaded() and time.monotonic() < end:
        time.sleep(0.05)

    assert (before, loaded()) == (False, True)


def test_a_path_too_long_for_a_socket_means_no_server(tmp_path: Path) -> None:
    with Drawing(tmp_path / ("x" * 100)) as opened:
        assert opened.environment == {}


def test_the_server_ends_with_its_context() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with Drawing(Path(folder)) as opened:
            process = opened._process
            assert process is not None
            assert process.poll() is None

        assert process.poll() is not None
        assert list(Path(folder).iterdir()) == []
