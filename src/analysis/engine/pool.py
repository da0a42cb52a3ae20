"""A pool of forked children: calls go to one preloaded process, what became of them comes back as they finish.

Where processes cannot be forked, the same is done by workers that are started afresh. Nothing heavy is imported here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

from analysis.engine import child
from analysis.engine.call import Call, Done
from analysis.errors import KinerjaError

__all__ = ["Call", "Done", "Pool"]

DEATHS = 3
"""How often the preloaded process may die during the same call before that call is given up."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "ARROW_NUM_THREADS")
ALONE = {**dict.fromkeys(_THREADS, "1"), "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Environment in which libraries start no threads."""
KEPT = frozenset(("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "VIRTUAL_ENV"))
"""What is taken over from the environment of this process: where programs and libraries lie, and nothing that could move a result."""
_START = 120.0
"""Seconds that the preloaded process may take to import what it preloads."""
_END = 5.0
LOG = "preloaded.log"
"""In the scratch folder: what the preloaded process and its children print past all else."""


class Pool:
    """`workers` children at a time of one process that has imported the modules `preload`.

    `environment` is all that children find in theirs beside `KEPT` and `ALONE`; `folder` is a private scratch folder. Used as a context, which ends every
    child when it is left.
    """

    forks = child.FORKS

    def __new__(cls, *given: Any, **named: Any) -> Pool:
        """Where processes cannot be forked, a pool of the same kind that does not."""
        if cls is Pool and not child.FORKS:
            from analysis.engine.spawned import SpawnedPool

            return super().__new__(SpawnedPool)
        return super().__new__(cls)

    def __init__(self, workers: int, *, preload: Sequence[str], environment: Mapping[str, str], folder: Path):
        self._workers, self._preload, self._folder = workers, list(preload), folder
        self._environment = {**{name: value for name, value in os.environ.items() if name in KEPT}, **ALONE, **environment}
        self._calls: dict[int, Call] = {}
        self._prepared: list[int] = []
        self._preparing: set[int] = set()
        self._unfinished: dict[int, int] = {}
        """Number of the call, and the process that runs it: 0 if it waits."""
        self._deaths: dict[int, int] = {}
        self._busy: int | None = None
        self._cancelled = False
        self._heard: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Pool:
        self._begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process:
            self._leave(self._process)
        self._process = None

    def prepare(self, call: Call) -> None:
        """The preloaded process itself makes the call; calls submitted later find what it left. Its error is raised by `results`."""
        number = self._number(call)
        self._prepared.append(number)
        self._preparing.add(number)
        self._tell("prepare", number)

    def submit(self, call: Call) -> None:
        """Calls start in the order in which they are submitted."""
        if self._cancelled:
            return
        number = self._number(call)
        self._unfinished[number] = 0
        self._tell("submit", number)

    def cancel(self) -> None:
        """Nothing more is started; what runs is finished."""
        self._cancelled = True
        self._tell("cancel")

    def results(self) -> Iterator[Done]:
        """What became of the calls, as they finish, until none is left; more may be submitted meanwhile.

        Raises KinerjaError if what prepares them fails, or if the preloaded process cannot be kept alive.
        """
        while self._unfinished or self._preparing:
            try:
                said = self._heard.get(timeout=self._patience())
            except Empty:
                if self._process:
                    self._process.kill()
                raise KinerjaError(self._too_slow()) from None
            if done := self._hear(**said):
                yield done

    def _number(self, call: Call) -> int:
        number = len(self._calls)
        self._calls[number] = call
        return number

    def _patience(self) -> float | None:
        """Seconds that the preloaded process may stay silent, None if its children's own limits hold."""
        if self._busy is not None:
            return _START if self._busy < 0 else self._calls[self._busy].limit
        return None

    def _too_slow(self) -> str:
        what = "loading" if self._busy is None or self._busy < 0 else self._calls[self._busy].name
        return f"the process that runs notebooks was not ready: {what} gave no answer within {self._patience():g} seconds; see {self._folder / LOG}"

    # the preloaded process

    def _begin(self) -> None:
        """Starts it, and tells it all that is not finished."""
        self._folder.mkdir(parents=True, exist_ok=True)
        environment = {name: value for name, value in self._environment.items() if name != "PYTHONSTARTUP"}
        with (self._folder / LOG).open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "analysis.engine.preloaded"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=environment
            )
        self._reader = threading.Thread(target=self._listen, args=(self._process,), name="pool", daemon=True)
        self._reader.start()
        self._busy = -1
        path = [folder for folder in sys.path if folder]
        self._write({"do": "begin", "workers": 1 if self._suspected() else self._workers, "preload": self._preload, "path": path})
        self._preparing = set(self._prepared)
        for number in self._prepared:
            self._tell("prepare", number)
        for number in self._unfinished:
            self._unfinished[number] = 0
            self._tell("submit", number)

    def _tell(self, what: str, number: int | None = None) -> None:
        self._write({"do": what} if number is None else {"do": what, "number": number, "call": asdict(self._calls[number])})

    def _write(self, request: dict[str, Any]) -> None:
        """A request; one that the process does not live to read is told to the next."""
        if self._process and self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.write(json.dumps(request).encode() + b"\n")
                self._process.stdin.flush()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                if line.endswith(b"\n"):
                    self._heard.put(json.loads(line))
        self._heard.put({"is": "dead", "process": process.pid})

    def _hear(self, **said: Any) -> Done | None:
        what, number = said.pop("is"), said.pop("number", -1)
        return getattr(self, f"_when_{what}")(number, **said)  # type: ignore[no-any-return]

    def _when_ready(self, number: int) -> None:
        self._busy = None

    def _when_started(self, number: int, pid: int = 0) -> None:
        if pid:
            self._unfinished[number] = pid
        else:
            self._busy = number

    def _when_prepared(self, number: int) -> None:
        self._busy = None
        self._preparing.discard(number)

    def _when_broken(self, number: int, reason: str) -> None:
        raise KinerjaError(reason)

    def _when_cancelled(self, number: int, numbers: Sequence[int]) -> None:
        for dropped in numbers:
            self._unfinished.pop(dropped, None)

    def _when_done(self, number: int, answer: Mapping[str, Any], seconds: float, peak: int) -> Done | None:
        suspected = self._suspected()
        if self._unfinished.pop(number, None) is None:
            return None
        if suspected and not self._suspected():
            self._write({"do": "workers", "workers": self._workers})
        return Done(self._calls[number], answer.get("value"), answer.get("lost", ""), seconds, peak)

    def _when_dead(self, number: int, process: int) -> Done | None:
        """A new process in the place of one that died, and the call that is given up for it, if any."""
        if self._process is None or self._process.pid != process:
            return None
        self._leave(self._process)
        guilty = [call for call, pid in self._unfinished.items() if pid] or [-1 if self._busy is None else self._busy]
        for call in guilty:
            self._deaths[call] = self._deaths.get(call, 0) + 1
        worst = max(guilty, key=lambda call: self._deaths[call])
        given_up = self._deaths[worst] >= DEATHS
        if given_up and worst not in self._unfinished:
            name = self._calls[worst].name if worst >= 0 else "its start"
            raise KinerjaError(f"the process that runs notebooks died {DEATHS} times during {name}; see {self._folder / LOG}")
        if given_up:
            del self._unfinished[worst]
        if self._cancelled:
            self._unfinished = {call: pid for call, pid in self._unfinished.items() if pid}
        self._begin()
        reason = f"the process that runs notebooks died {DEATHS} times during this call"
        return Done(self._calls[worst], None, reason) if given_up else None

    def _leave(self, process: subprocess.Popen[bytes]) -> None:
        """Ends the process with all its children; it may have ended before."""
        with suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]
        try:
            process.wait(_END if self._busy is None else 0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader:
            self._reader.join(_END)
        for pid in self._unfinished.values():
            if pid:
                child.kill_group(pid)

    def _suspected(self) -> bool:
        """Whether a call waits that the process has died with before, and once more would be too often: it runs alone, so that none other is blamed."""
        return any(self._deaths.get(call, 0) >= DEATHS - 1 for call in self._unfinished)
