"""The engine runs cells as papermill's own does: the same notebooks through both, compared; every known difference with its reason."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import nbbase
from torture import ALONE, TOGETHER, Cell

from analysis.engine.cells import _validated
from analysis.engine.pool import Call, Pool
from analysis.engine.wire import Wire, carried
from analysis.run.home import environment, kernelspec

TESTS = Path(__file__).parent
KNOWN = {
    "not a number": "the warning that a message is no JSON names the place that sends it",
    "process ends": "a process that ends by itself is reported by whoever forked it, in place of papermill's DeadKernelError",
    "time is up": "the traceback of what was interrupted shows by what",
}
"""Cases that differ from papermill's own engine, and why. A difference that has vanished fails too."""
BRIEF = {"time is up": 1, "time is up while awaiting": 1}
"""Seconds that notebooks may take which never end."""
MARK = "papermill-error-cell-tag"
"""Of the cells that papermill adds to a notebook that failed."""
VARYING = (
    (r"0x[0-9a-f]{6,}", "0x…"),
    (r"ipykernel_\d+/\d+\.py", "ipykernel_…"),
    (r"(CPU times|Wall time):[^\n]*", r"\1: …"),
    (r"pid=\d+|PID \d+", "pid=…"),
    (r"\b[0-9a-f]{32}\b", "<id>"),
    (r"Timestamp: [^\n]*", "Timestamp: …"),
)


def write_notebook(file: Path, cells: list[Cell]) -> None:
    pairs = [cell if isinstance(cell, tuple) else (cell, "") for cell in cells]
    blank = {"cell_type": "code", "execution_count": None, "outputs": []}
    made = [{**blank, "id": f"c{n:03d}", "source": source, "metadata": {"tags": [tag] if tag else []}} for n, (source, tag) in enumerate(pairs)]
    spec = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    file.write_text(json.dumps({"cells": made, "metadata": {"kernelspec": spec}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")


def notebooks() -> dict[str, list[Cell]]:
    return {"together": [cell for cells in TOGETHER.values() for cell in cells], **ALONE}


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What both engines made of every case: its cells, or the whole notebook with its error."""
    home = tmp_path_factory.mktemp("home")
    kernelspec(home)
    calls = []
    for number, (name, cells) in enumerate(notebooks().items()):
        write_notebook(home / f"{number}.ipynb", cells)
        for engine in ("nbclient", "kinerja"):
            into, folder = home / f"{number}-{engine}.ipynb", home / engine / "work"
            folder.mkdir(parents=True, exist_ok=True)
            told = {"notebook": str(home / f"{number}.ipynb"), "into": str(into), "engine": engine, "folder": str(folder), "seconds": BRIEF.get(name)}
            calls.append(Call(f"{engine} {name}", "engine_calls:execute", told, 120))
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST")  # which stops the stock kernel from reading descriptors
        pool = Pool(
            2,
            preload=["papermill", "altair", "analysis.engine.cells"],
            environment={**environment(home), "PYTHONPATH": path_for_children()},
            folder=home / "pool",
        )
    with pool:
        pool.prepare(Call("kernel", "analysis.engine.cells:warm", {}, 60))
        pool.prepare(Call("notebooks", "analysis.run.executed:lay_ready", {"notebooks": [call.argument["notebook"] for call in calls]}, 60))
        for call in calls:
            pool.submit(call)
        done = {d.call.name: d for d in pool.results()}
    found: dict[str, dict[str, Any]] = {"nbclient": {}, "kinerja": {}}
    for call in calls:
        engine, _, name = call.name.partition(" ")
        into = Path(call.argument["into"])
        notebook = json.loads(into.read_text("utf-8")) if into.exists() else {}
        error = done[call.name].value if not done[call.name].lost else {"lost": done[call.name].lost}
        if name == "together":
            found[engine] |= cells_by_case(notebook["cells"])
        else:
            found[engine][name] = normal([error, [cell for cell in notebook["cells"] if MARK not in cell["metadata"]["tags"]], notebook["metadata"]])
    return found


def path_for_children() -> str:
    return os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])


def cells_by_case(cells: list[dict[str, Any]]) -> dict[str, Any]:
    own = [cell for cell in cells if MARK not in cell["metadata"]["tags"]]
    cases = {}
    for name, sources in TOGETHER.items():
        cases[name] = normal(own[: len(sources)])
        own = own[len(sources) :]
    return cases


def normal(value: Any) -> Any:
    """What does not vary from run to run: no addresses, times and ids, and streams without the order in which a timer sent them."""
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if k not in {"start_time", "end_time", "duration", "output_path", "environment_variables"}}
        if "outputs" in kept:
            kept["outputs"] = streams_gathered(kept["outputs"])
        return {k: normal(v) if not k.startswith(("iopub.", "shell.")) else "…" for k, v in kept.items()}
    if isinstance(value, list):
        return [normal(one) for one in value]
    if isinstance(value, str):
        for pattern, instead in VARYING:
            value = re.sub(pattern, instead, value)
    return value


def streams_gathered(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    gathered: list[dict[str, Any]] = []
    for output in outputs:
        text = "".join(output.get("text", ""))
        since = []
        for before in reversed(gathered):
            if before["output_type"] != "stream":
                break
            since.append(before)
        same = next((b for b in since if b["name"] == output.get("name")), None) if output["output_type"] == "stream" else None
        if same:
            same["text"] += text
        else:
            gathered.append({**output, "text": text} if output["output_type"] == "stream" else output)
    return [dict(o) for o in sorted_streams(gathered)]


def sorted_streams(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for n in range(len(outputs) - 1):
        first, second = outputs[n : n + 2]
        if (first.get("name"), second.get("name")) == ("stderr", "stdout"):
            outputs[n : n + 2] = [second, first]
    return outputs


def differences(expected: Any, found: Any, at: str = "") -> list[str]:
    """Where two values differ, as sentences."""
    if isinstance(expected, dict) and isinstance(found, dict):
        names = dict.fromkeys([*expected, *found])
        return [told for n in names for told in differences(expected.get(n, "nothing"), found.get(n, "nothing"), f"{at}/{n}")]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [told for n, pair in enumerate(zip(expected, found, strict=True)) for told in differences(*pair, f"{at}/{n}")]
    return [] if expected == found else [f"{at}: {str(expected)[:300]!r} is {str(found)[:300]!r}"]


@pytest.mark.parametrize("name", [*TOGETHER, *ALONE])
def test_a_case_is_run_as_papermill_runs_it(executed: Mapping[str, Any], name: str) -> None:
    found = differences(executed["nbclient"][name], executed["kinerja"][name])

    assert bool(found) == (name in KNOWN), found or KNOWN[name]


OUTPUTS: dict[str, dict[str, Any]] = {
    "plain": {"data": {"text/html": "<p>", "text/plain": "p"}, "metadata": {}},
    "nothing": {"data": {}, "metadata": {}},
    "metadata": {"data": {"text/plain": "p"}, "metadata": {"isolated": True}},
    "lines": {"data": {"text/plain": ["p", "q"]}, "metadata": {}},
    "JSON": {"data": {"application/json": {"a": 1}}, "metadata": {}},
    "a number as text": {"data": {"text/plain": 5}, "metadata": {}},
    "no data": {"metadata": {}},
    "no metadata": {"data": {"text/plain": "p"}},
    "more than there may be": {"data": {"text/plain": "p"}, "metadata": {}, "more": 1},
}


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=OUTPUTS)
def test_outputs_are_refused_as_nbformat_refuses_them(output: dict[str, Any]) -> None:
    def refused(validate: Any) -> bool:
        try:
            validate(nbformat.from_dict({"output_type": "display_data", **output}), "display_data")
        except nbformat.ValidationError:
            return True
        return False

    assert refused(_validated) == refused(nbbase.validate)


CELLS: dict[str, dict[str, Any]] = {
    "new": {},
    "with a bad name": {"id": "a b"},
    "without a name": {"id": ""},
    "with lines": {"source": ["a", "b"]},
    "with a number": {"source": 5},
    "with tags": {"metadata": {"tags": ["parameters"]}},
    "with wrong tags": {"metadata": {"tags": "parameters"}},
    "executed": {"execution_count": 1},
    "with more": {"more": 1},
    "with outputs": {"outputs": [{"output_type": "stream"}]},
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_cells_are_refused_as_nbformat_refuses_them(cell: dict[str, Any]) -> None:
    made = {"id": "a-1_b", "cell_type": "code", "metadata": {}, "execution_count": None, "source": "x", "outputs": [], **cell}

    def refused(validate: Any) -> bool:
        try:
            validate(nbformat.from_dict(made), "code_cell")
        except nbformat.ValidationError:
            return True
        return False

    assert refused(_validated) == refused(nbbase.validate)


SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())) | st.binary()
MESSAGES = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner) | st.dictionaries(st.text() | st.integers(), inner, max_size=4) | st.sets(st.integers()),
    max_leaves=8,
)


@given(MESSAGES)
def test_what_is_carried_past_the_wire_is_what_comes_out_of_it(message: Any) -> None:
    wire = Wire(key=b"")
    try:
        found = carried(message)
    except (TypeError, ValueError):
        return

    assert repr(found) == repr(wire.unpack(wire.pack(message)))
    assert found is not message or not isinstance(message, (dict, list))
