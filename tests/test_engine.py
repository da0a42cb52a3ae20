"""The pool of forked children: whatever befalls one of them is told by name, and hurts nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.engine import child
from analysis.engine.pool import Call, Done, Pool
from analysis.engine.spawned import SpawnedPool
from analysis.errors import KinerjaError

TESTS = Path(__file__).parent
forking = pytest.mark.skipif(not child.FORKS, reason="processes are not forked here")
Opener = Callable[..., Pool]


def call(function: str, argument: dict[str, Any] | None = None, *, name: str = "", limit: float = 30, memory: int = 0) -> Call:
    return Call(name or function, f"engine_calls:{function}", argument or {}, limit, memory)


def pool_of(folder: Path, workers: int = 2, preload: tuple[str, ...] = (), kind: type[Pool] = Pool) -> Pool:
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    return kind(workers, preload=preload, environment={"PYTHONPATH": path}, folder=folder / "pool")


def outcomes(pool: Pool, *calls: Call) -> dict[str, Done]:
    for one in calls:
        pool.submit(one)
    return {done.call.name: done for done in pool.results()}


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    with pool_of(tmp_path) as opened:
        yield opened


def is_running(pid: int) -> bool:
    """Whether the process still does something; one that has ended and nobody waits for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def eventually(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


LOST = {
    "raises": (call("fail", {"message": "no"}), "raised ValueError: no"),
    "refuses": (call("refuse", {"sentence": "row 3 is empty"}), "raised InputError: row 3 is empty"),
    "leaves": (call("leave"), "raised SystemExit: 3"),
    "vanishes": (call("vanish"), "ended without an answer"),
    "is killed": (call("kill_itself", {"signal": 9}), "killed by signal 9 (SIGKILL)"),
    "crashes": (call("kill_itself", {"signal": 11}), "killed by signal 11 (SIGSEGV)"),
    "hangs": (call("sleep", {"seconds": 60}, limit=0.5), "no answer within 0.5 seconds"),
    "hangs and ignores signals": (call("ignore_everything", limit=0.5), "no answer within 0.5 seconds"),
    "takes memory": (call("take_memory", {"mib": 400, "seconds": 20}, memory=100), "more than 100 MiB of memory"),
    "is not known": (call("nothing_of_the_kind"), "raised AttributeError: module 'engine_calls' has no attribute 'nothing_of_the_kind'"),
    "gives no JSON": (call("give_what_is_no_json"), "raised TypeError: Object of type set is not JSON serializable"),
}


@forking
def test_what_befalls_a_call_is_told_by_name_and_hurts_no_other(pool: Pool) -> None:
    bad = [Call(name, c.function, c.argument, c.limit, c.memory) for name, (c, _) in LOST.items()]
    good = [call("give", {"n": n}, name=f"good {n}") for n in range(len(bad))]

    done = outcomes(pool, *[one for pair in zip(bad, good, strict=True) for one in pair])

    assert {name: done[name].lost for name in LOST} == {name: sentence for name, (_, sentence) in LOST.items()}
    assert [done[one.name].value for one in good] == [{"n": n} for n in range(len(good))]
    assert all(done[name].value is None for name in LOST)


@forking
def test_memory_within_the_bound_is_told(pool: Pool) -> None:
    done = outcomes(pool, call("take_memory", {"mib": 50}, memory=500))["take_memory"]

    assert (done.value, done.lost) == (50, "")
    assert 45 <= done.peak <= 100


@forking
def test_an_answer_may_be_long(pool: Pool) -> None:
    done = outcomes(pool, call("say_much", {"characters": 2_000_000}))["say_much"]

    assert done.value == "é" * 2_000_000


@forking
def test_calls_start_in_the_order_in_which_they_are_submitted(tmp_path: Path) -> None:
    with pool_of(tmp_path, workers=1) as pool:
        for n in range(20):
            pool.submit(call("give", {"n": n}))
        order = [done.value["n"] for done in pool.results()]

    assert order == list(range(20))


@forking
def test_one_worker_works_on_one_call_at_a_time(tmp_path: Path) -> None:
    with pool_of(tmp_path, workers=1) as pool:
        for _ in range(10):
            pool.submit(call("work", {"seconds": 0.01}))
        times = [moment for done in pool.results() for moment in done.value]

    assert times == sorted(times)


@forking
def test_more_may_be_submitted_while_results_come(pool: Pool) -> None:
    pool.submit(call("give", {"n": 3}))
    found = []
    for done in pool.results():
        found.append(done.value["n"])
        if done.value["n"]:
            pool.submit(call("give", {"n": done.value["n"] - 1}))

    assert found == [3, 2, 1, 0]


@forking
def test_nothing_is_started_after_it_was_cancelled(tmp_path: Path) -> None:
    with pool_of(tmp_path, workers=1) as pool:
        for n in range(5):
            pool.submit(call("sleep", {"seconds": 0.2}, name=f"{n}"))
        found = []
        for done in pool.results():
            found.append(done.call.name)
            pool.cancel()
        pool.submit(call("give"))
        rest = list(pool.results())

    assert found[0] == "0"
    assert len(found) <= 2
    assert rest == []


# what prepares


@forking
def test_calls_find_what_was_prepared_before_them(pool: Pool) -> None:
    pool.prepare(call("remember", {"facts": [1, 2]}))

    done = outcomes(pool, call("remembered"))["remembered"]

    assert done.value == {"facts": [1, 2]}


@forking
@pytest.mark.parametrize(
    ("function", "argument", "sentence"),
    [
        ("refuse", {"sentence": "row 3 is empty"}, "^row 3 is empty$"),
        ("fail", {"message": "no"}, "^fail raised ValueError: no$"),
        ("start_a_thread", {}, "one thread only.*restless"),
        ("use_what_hangs", {}, "may not use vl_convert"),
        ("sleep", {"seconds": 60}, "sleep gave no answer within 2 seconds"),
        ("kill_itself", {"signal": 9}, "died 3 times during kill_itself"),
    ],
)
def test_what_cannot_be_prepared_stops_the_pool_with_the_reason(tmp_path: Path, function: str, argument: dict[str, Any], sentence: str) -> None:
    with pool_of(tmp_path) as pool:
        pool.prepare(call(function, argument, limit=2))
        pool.submit(call("give"))

        with pytest.raises(KinerjaError, match=sentence):
            list(pool.results())


@forking
def test_what_cannot_be_prepared_is_told_where_nothing_else_is_asked(pool: Pool) -> None:
    pool.prepare(call("refuse", {"sentence": "row 3 is empty"}))

    with pytest.raises(KinerjaError, match="row 3 is empty"):
        list(pool.results())


@forking
def test_what_cannot_be_preloaded_stops_the_pool_with_the_reason(tmp_path: Path) -> None:
    with pool_of(tmp_path, preload=("no_such_module",)) as pool:
        pool.submit(call("give"))

        with pytest.raises(KinerjaError, match="cannot be loaded: raised ModuleNotFoundError: No module named 'no_such_module'"):
            list(pool.results())


# the end of others


@forking
def test_a_preloaded_process_that_is_killed_is_started_anew_and_nothing_is_lost(pool: Pool, tmp_path: Path) -> None:
    pool.prepare(call("remember", {"facts": 1}))

    done = outcomes(
        pool,
        call("kill_the_parent", {"file": str(tmp_path / "times"), "times": 2}),
        call("remembered"),
        *[call("give", {"n": n}, name=f"{n}") for n in range(5)],
    )

    assert done["kill_the_parent"].value == "survived"
    assert done["remembered"].value == {"facts": 1}
    assert [done[f"{n}"].value["n"] for n in range(5)] == list(range(5))


@forking
def test_the_call_that_kills_the_process_three_times_is_given_up_and_no_other(pool: Pool, tmp_path: Path) -> None:
    done = outcomes(
        pool,
        call("sleep", {"seconds": 0.5}),
        call("kill_the_parent", {"file": str(tmp_path / "times"), "times": 99}),
        call("give", {"n": 1}),
    )

    assert {name: d.lost for name, d in done.items()} == {
        "sleep": "",
        "kill_the_parent": "the process that runs notebooks died 3 times during this call",
        "give": "",
    }


@forking
@pytest.mark.parametrize("hang", [False, True])
def test_programs_that_a_child_leaves_behind_end_with_it(pool: Pool, tmp_path: Path, hang: bool) -> None:
    file = tmp_path / "pid"

    outcomes(pool, call("leave_a_program_behind", {"file": str(file), "hang": hang}, limit=2))

    assert eventually(lambda: not is_running(int(file.read_text("ascii"))))


@forking
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_everything_ends_with_the_process_that_holds_the_pool(tmp_path: Path, number: int) -> None:
    script = f"""
import sys
sys.path[:0] = [{str(TESTS)!r}, {str(TESTS.parent / "src")!r}]
from pathlib import Path
from test_engine import call, pool_of
with pool_of(Path({str(tmp_path)!r})) as pool:
    pool.submit(call("sleep", {{"seconds": 60}}))
    pool.submit(call("leave_a_program_behind", {{"file": {str(tmp_path / "pid")!r}, "hang": True}}))
    list(pool.results())
"""
    with subprocess.Popen([sys.executable, "-c", script]) as holder:
        assert eventually(lambda: (tmp_path / "pid").exists() and bool((tmp_path / "pid").read_text("ascii")))
        group = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and str(tmp_path) in _environment(p)]
        holder.send_signal(number)

    assert eventually(lambda: not any(is_running(pid) for pid in [*group, int((tmp_path / "pid").read_text("ascii"))]))


def _environment(process: Path) -> str:
    try:
        return (process / "environ").read_text("utf-8", "replace")
    except OSError:
        return ""


@forking
def test_leaving_the_pool_ends_what_still_runs(tmp_path: Path) -> None:
    with pool_of(tmp_path) as pool:
        pool.submit(call("give"))
        pool.submit(call("leave_a_program_behind", {"file": str(tmp_path / "pid"), "hang": True}))
        next(pool.results())
        assert eventually(lambda: (tmp_path / "pid").exists() and bool((tmp_path / "pid").read_text("ascii")))

    assert eventually(lambda: not is_running(int((tmp_path / "pid").read_text("ascii"))))


# isolation


@forking
def test_nothing_of_a_call_reaches_another_or_what_is_forked_later(tmp_path: Path) -> None:
    with pool_of(tmp_path, workers=1, preload=("pandas",)) as pool:
        done = outcomes(pool, call("state", name="before"), call("soil"), call("state", name="after"))

    assert done["soil"].lost == ""
    assert done["after"].value == done["before"].value


@forking
def test_random_numbers_are_others_in_every_call(tmp_path: Path) -> None:
    with pool_of(tmp_path, preload=("numpy",)) as pool:
        done = outcomes(pool, *[call("draw_lots", name=f"{n}") for n in range(4)])

    drawn = [number for d in done.values() for number in d.value]
    assert len(set(drawn)) == 8


@forking
def test_a_child_leads_its_own_session_has_no_input_and_stock_signals(pool: Pool) -> None:
    done = outcomes(pool, call("see_itself"))["see_itself"]

    assert done.value == {"input": "", "leads": True, "signals": ["0", "0"]}


def test_the_pool_loads_nothing_heavy() -> None:
    source = "import sys, analysis.engine.pool, analysis.engine.drawing; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout.split()

    assert {"papermill", "pandas", "numpy", "IPython", "ipykernel", "vl_convert", "nbformat"} & set(loaded) == set()


# where processes cannot be forked


@pytest.mark.slow
def test_without_forks_fresh_workers_do_the_same(tmp_path: Path) -> None:
    with pool_of(tmp_path, kind=SpawnedPool) as pool:
        pool.prepare(call("remember", {"facts": 1}))
        done = outcomes(
            pool,
            call("remembered"),
            call("fail", {"message": "no"}),
            call("sleep", {"seconds": 60}, limit=3),
            *[call("give", {"n": n}, name=f"{n}") for n in range(4)],
        )

    assert not pool.forks
    assert done["remembered"].value == {"facts": 1}
    assert done["fail"].lost == "raised ValueError: no"
    assert done["sleep"].lost == "no answer within 3 seconds"
    assert [done[f"{n}"].value["n"] for n in range(4)] == list(range(4))


@pytest.mark.slow
def test_without_forks_a_worker_that_dies_costs_only_its_own_call(tmp_path: Path) -> None:
    with pool_of(tmp_path, kind=SpawnedPool) as pool:
        done = outcomes(pool, call("kill_itself", {"signal": 9}), call("give", {"n": 1}), call("give", {"n": 2}, name="other"))

    assert done["kill_itself"].lost == "the worker process was killed"
    assert [done[name].value["n"] for name in ("give", "other")] == [1, 2]


@pytest.mark.slow
def test_without_forks_what_cannot_be_prepared_stops_the_pool(tmp_path: Path) -> None:
    with pool_of(tmp_path, kind=SpawnedPool) as pool:
        pool.prepare(call("refuse", {"sentence": "row 3 is empty"}))
        pool.submit(call("give"))

        with pytest.raises(KinerjaError, match=r"^row 3 is empty$"):
            list(pool.results())


@pytest.mark.parametrize(("forks", "kind"), [(True, Pool), (False, SpawnedPool)])
def test_the_system_decides_which_pool_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool, kind: type[Pool]) -> None:
    monkeypatch.setattr(child, "FORKS", forks)

    assert type(pool_of(tmp_path)) is kind
