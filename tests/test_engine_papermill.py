"""The papermill engine in an ordinary process: papermill notices nothing, and neither does the process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_engine_cells import path_for_children, write_notebook
from torture import Cell

import analysis.engine
from analysis.engine import child
from analysis.engine.pool import Call, Pool
from analysis.run.home import environment, kernelspec

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not child.FORKS, reason="processes are not forked here")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(child, "obstacle", lambda: "")  # what ran before in this process may have left threads
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill  # noqa: F401

    analysis.engine.register()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield tmp_path


def execute(home: Path, *cells: Cell, **options: Any) -> Any:
    import papermill

    write_notebook(home / "in.ipynb", list(cells))
    return papermill.execute_notebook(home / "in.ipynb", home / "out.ipynb", engine_name="kinerja", progress_bar=False, cwd=home, **options)


def written(home: Path) -> list[dict[str, Any]]:
    return list(json.loads((home / "out.ipynb").read_text("utf-8"))["cells"])


def test_a_notebook_is_executed_and_this_process_stays_as_it_is(home: Path) -> None:
    def state() -> list[Any]:
        return [
            dict(os.environ),
            Path.cwd(),
            list(sys.path),
            sys.stdout,
            sys.argv,
            signal.getsignal(signal.SIGALRM),
            threading.active_count(),
            len(list(Path("/proc/self/fd").iterdir())),
        ]

    before = state()

    done = execute(home, "import os, sys\nos.environ['X'] = '1'; os.chdir('/'); sys.path.clear()\nprint('said')", "1 + 1")

    assert done.cells[0].outputs == [{"output_type": "stream", "name": "stdout", "text": "said\n"}]
    assert done.cells[1].outputs[0]["data"] == {"text/plain": "2"}
    assert [cell.metadata.papermill.status for cell in done.cells] == ["completed", "completed"]
    assert done.metadata.language_info.name == "python"
    assert done.metadata.papermill.exception is None
    assert state() == before


def test_parameters_and_options_reach_the_notebook(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    stdout = (home / "said.txt").open("w+")

    with stdout, caplog.at_level("INFO", "papermill"):
        done = execute(home, ("x = 1", "parameters"), "print(x)", parameters={"x": "it's"}, log_output=True, stdout_file=stdout)
        said = (home / "said.txt").read_text("utf-8")

    assert done.cells[-1].outputs[0]["text"] == "it's\n"
    assert said == "it's\n"
    assert "it's\n" in [record.message for record in caplog.records]


def test_an_error_is_papermills_and_the_notebook_is_kept(home: Path) -> None:
    from papermill.exceptions import PapermillExecutionError

    with pytest.raises(PapermillExecutionError, match="division by zero") as raised:
        execute(home, "print('before')", "1 / 0", "2")

    assert (raised.value.ename, raised.value.exec_count) == ("ZeroDivisionError", 2)
    assert [cell["metadata"].get("papermill", {}).get("status") for cell in written(home)] == [None, "completed", None, "failed", "pending"]


@pytest.mark.parametrize(("source", "status"), [("import os\nos.kill(os.getpid(), 9)", "running"), ("import os\nos._exit(0)", "running")])
def test_a_process_that_dies_is_told_as_papermill_tells_it(home: Path, source: str, status: str) -> None:
    from nbclient.exceptions import DeadKernelError

    with pytest.raises(DeadKernelError, match="Kernel died"):
        execute(home, "print('before')", source, "3")

    cells = written(home)
    assert cells[0]["outputs"][0]["text"] == ["before\n"]
    assert [cell["metadata"]["papermill"]["status"] for cell in cells[:2]] == ["completed", status]


@pytest.mark.parametrize(
    "source",
    ["import time\ntime.sleep(60)", "import asyncio\nawait asyncio.sleep(60)", "try:\n    while True: pass\nexcept KeyboardInterrupt:\n    while True: pass"],
)
def test_time_that_is_up_is_told_as_papermill_tells_it(home: Path, source: str) -> None:
    from nbclient.exceptions import CellTimeoutError

    with pytest.raises(CellTimeoutError, match="timed out"):
        execute(home, "print('before')", source, execution_timeout=1)

    assert written(home)[0]["outputs"][0]["text"] == ["before\n"]


def test_a_process_that_cannot_be_stopped_is_ended(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nbclient.exceptions import DeadKernelError

    monkeypatch.setattr("analysis.engine.papermill._GRACE", 0.5)

    with pytest.raises(DeadKernelError):
        execute(home, "import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\ntime.sleep(60)", execution_timeout=1)


def test_after_exit_no_cell_is_run(home: Path) -> None:
    from nbclient.exceptions import DeadKernelError

    with pytest.raises(DeadKernelError):
        execute(home, "exit", "print('after')")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("obstacle", lambda: "there are two threads"), "there are two threads"),
        (("FORKS", False), "processes cannot be forked safely on this system"),
    ],
)
def test_where_nothing_can_be_forked_papermills_own_engine_is_used(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, change: tuple[str, Any], reason: str
) -> None:
    used: list[str] = []
    monkeypatch.setattr(child, *change)
    monkeypatch.setattr("papermill.engines.NBClientEngine.execute_managed_notebook", lambda manager, kernel, **options: used.append(kernel))

    with caplog.at_level("WARNING", "analysis.engine.papermill"):
        execute(home, "1")

    assert used == ["python3"]
    assert caplog.messages == [f"The notebook runs in a kernel of papermill's own: {reason}."]


def test_a_notebook_for_another_kernel_is_left_to_papermill(home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papermill.engines.NBClientEngine.execute_managed_notebook", lambda manager, kernel, **options: None)

    with caplog.at_level("WARNING", "analysis.engine.papermill"):
        execute(home, "1", kernel_name="ir", language="R")

    assert "'ir' is another kernel than this Python" in caplog.text


@pytest.mark.parametrize(("lost", "starts", "said"), [(0, 1, ""), (2, 3, ""), (3, 3, "Kernel died before replying to kernel_info"), (-1, 1, "out of order")])
def test_a_kernel_that_did_not_begin_is_started_again(home: Path, monkeypatch: pytest.MonkeyPatch, lost: int, starts: int, said: str) -> None:
    from analysis.run.executed import executed

    seen = []

    def start(manager: Any, kernel: str, **options: Any) -> None:
        seen.append(kernel)
        if lost < 0 or len(seen) <= lost:
            raise RuntimeError("Kernel died before replying to kernel_info" if lost > 0 else "out of order")

    monkeypatch.setattr("papermill.engines.NBClientEngine.execute_managed_notebook", start)
    write_notebook(home / "in.ipynb", ["x = 1"])
    ended = ""
    try:
        executed({"notebook": str(home / "in.ipynb"), "arguments": {}, "root": str(home)}, None)
    except RuntimeError as error:
        ended = str(error)

    assert (len(seen), ended) == (starts, said)


def test_a_second_notebook_in_the_same_process_finds_nothing_of_the_first(home: Path) -> None:
    kernelspec(home)
    write_notebook(home / "in.ipynb", ["x", "x = 1"])
    told = {"notebook": str(home / "in.ipynb"), "into": str(home / "out.ipynb"), "engine": "kinerja", "folder": str(home)}

    with Pool(1, preload=[], environment={**environment(home), "PYTHONPATH": path_for_children()}, folder=home / "pool") as pool:
        pool.submit(Call("twice", "engine_calls:execute_twice", told, 60))
        (done,) = pool.results()

    assert [error["kind"] for error in done.value] == ["PapermillExecutionError", "PapermillExecutionError"]


@pytest.mark.slow
@pytest.mark.parametrize("first", ["import papermill", "import analysis.engine; analysis.engine.register()", "import analysis.engine.cells"])
def test_papermill_finds_the_installed_engine_by_itself(tmp_path: Path, first: str) -> None:
    installed = tmp_path / "invented-1.dist-info"
    installed.mkdir()
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["papermill.engine"]
    lines = [f"{name} = {place}" for name, place in declared.items()]
    (installed / "entry_points.txt").write_text("\n".join(["[papermill.engine]", *lines]), "utf-8")
    source = f"{first}\nimport papermill.engines as e\nprint(e.papermill_engines.get_engine('kinerja').__name__)"
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])

    said = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": path}).stdout

    assert said == "ForkEngine\n"


@pytest.mark.slow
def test_the_command_of_papermill_knows_the_engine(home: Path) -> None:
    kernelspec(home)
    source = "import papermill, analysis.engine; analysis.engine.register(); from papermill.cli import papermill as command; command()"
    write_notebook(home / "in.ipynb", ["import os\nprint(os.getppid())"])

    beside = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    with subprocess.Popen([sys.executable, "-c", source, "in.ipynb", "out.ipynb", "--engine", "kinerja", "--no-progress-bar"], cwd=home, env=beside) as command:
        command.wait(60)

    assert written(home)[0]["outputs"][0]["text"] == [f"{command.pid}\n"]


def test_two_threads_or_a_library_that_hangs_are_an_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    end = threading.Event()
    for library in child.NEVER:
        monkeypatch.delitem(sys.modules, library, raising=False)
    thread = threading.Thread(target=end.wait, name="restless")
    thread.start()
    with_thread = child.obstacle()
    end.set()
    thread.join()
    monkeypatch.setitem(sys.modules, "duckdb", sys)

    assert "restless" in with_thread
    assert "may not use duckdb" in child.obstacle()
