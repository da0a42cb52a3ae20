"""Runs that are killed at any moment: the next run finishes them, and nothing tells that they ever were."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from projects import REPORT, UNITS, folders_in, hashes, notebook, put, write_document, write_yaml

from analysis.engine import child
from analysis.run import Asked, run

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not child.FORKS or not Path("/proc").is_dir(), reason="processes are not forked and told of here")]

KINDS = ("a child", "the preloaded process", "the main process", "the whole group")
GOES_ON = ("a child", "the preloaded process")
"""What a run survives."""
SEED = 20241231
ROUNDS = (3, 2)
"""How often a run is killed before the next is left in peace; the first begins with nothing, the other with an audit."""
START = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from projects import folders_in
from analysis.run import Asked, run
summary = run(Asked(keep_notebooks=True), folders=folders_in(Path({root!r})), workers=2)
sys.exit(0 if summary.ok else 1)
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A project with a handful of notebooks that was made in peace, and the seconds that this took."""
    root = tmp_path_factory.mktemp("undisturbed") / "project"
    write_document(root / "raw", REPORT)
    write_yaml(root / "raw" / "units.yaml", UNITS)
    opened = "from analysis.workbook import open_workbook\nwb = open_workbook(unit, period, lang=lang, data_dir=data_dir, out_dir=out_dir)"
    work = f"{opened}\nimport time\ntime.sleep(0.2)"
    put(
        folders_in(root),
        **{f"_0{n}_x": notebook(work, f"print({n}, len(wb.figures), len(wb.findings))", "wb.save('figures', 'findings')") for n in range(1, 6)},
    )
    began = time.monotonic()
    with started(root) as first:
        assert first.wait() == 0
    return root, time.monotonic() - began


class started:  # noqa: N801
    """A run of its own in a session of its own; nothing of it is left when the context is."""

    def __init__(self, root: Path) -> None:
        tests = Path(__file__).parent
        source = START.format(path=[str(tests), str(tests.parent / "src")], root=str(root))
        self.process = subprocess.Popen([sys.executable, "-c", source], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self.process

    def __exit__(self, *ignored: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()


def below(pid: int) -> list[tuple[int, str]]:
    """All processes that a process has started, with their commands, the nearest first."""
    parents = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parents[int(place.name)] = int((place / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[1]), (place / "cmdline").read_bytes()
            except OSError:
                continue
    found, nearest = [], [pid]
    while nearest:
        nearest = [other for other, (parent, _) in parents.items() if parent in nearest]
        found += [(other, parents[other][1].replace(b"\0", b" ").decode("utf-8", "replace")) for other in nearest]
    return found


def kill(kind: str, main: int, lots: random.Random) -> list[int]:
    """Kills what `kind` names, if it is there; gives all processes that belonged to the run."""
    family = below(main)
    preloaded = [pid for pid, command in family if "analysis.engine.preloaded" in command]
    victims = {"a child": preloaded[1:], "the preloaded process": preloaded[:1], "the main process": [main], "the whole group": [main]}[kind]
    if victims:
        end: Callable[[int, int], None] = os.killpg if kind == "the whole group" else os.kill
        with suppress(ProcessLookupError):
            end(lots.choice(victims), signal.SIGKILL)
    return [main, *(pid for pid, _ in family)]


def running(pids: list[int]) -> list[int]:
    def runs(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] != "Z"
        except OSError:
            return False

    return [pid for pid in pids if runs(pid)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_that_is_killed_is_finished_by_the_next(undisturbed: tuple[Path, float], tmp_path: Path, kind: str) -> None:
    original, seconds = undisturbed
    expected = hashes(original / "data" / "processed", original / "reports")
    lots = random.Random(f"{SEED} {kind}")
    for number, kills in enumerate(ROUNDS):
        root = tmp_path / f"project-{number}"
        shutil.copytree(original, root)
        folders = folders_in(root)
        for folder in (folders.reports, folders.out if number == 0 else folders.out / "kantor-a"):
            shutil.rmtree(folder)
        for moment in [lots.uniform(0.3, 1.0) * seconds * (1 if number == 0 else 0.75) for _ in range(kills)]:
            with started(root) as disturbed:
                time.sleep(moment)
                family = kill(kind, disturbed.pid, lots)
                if kind in GOES_ON:
                    disturbed.wait(60)
                assert eventually(lambda family=family: not running(family)), (moment, running(family))
        done = run(Asked(keep_notebooks=True), folders=folders, workers=2)
        left = [str(file) for folder in (folders.out, folders.reports) for file in folder.rglob("*.part")]

        assert (done.ok, done.altered, done.removed, left) == (True, (), (), [])
        assert hashes(folders.out, folders.reports) == expected, (number, kind)


def eventually(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()
