"""The pool where processes cannot be forked: workers are started afresh, and each prepares itself."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from typing import Any

from analysis.engine.call import Call, Done, raised, too_long
from analysis.engine.pool import Pool
from analysis.errors import KinerjaError


class SpawnedPool(Pool):
    """A pool whose workers run one call after another. A call that takes too long costs the workers, which are started anew."""

    forks = False

    def __enter__(self) -> SpawnedPool:
        self._futures: dict[Future[tuple[Any, float]], int] = {}
        self._begun: dict[int, float] = {}
        self._suspects: set[int] = set()
        self._executor: ProcessPoolExecutor | None = None
        return self

    def __exit__(self, *given: object) -> None:
        self._stop()

    def prepare(self, call: Call) -> None:
        self._prepared.append(self._number(call))

    def submit(self, call: Call) -> None:
        if not self._cancelled:
            self._unfinished[self._number(call)] = 0

    def cancel(self) -> None:
        self._cancelled = True

    def results(self) -> Iterator[Done]:
        """As of any pool; a call is tried again if a worker was lost that may have been another's."""
        while self._unfinished or self._futures:
            self._fill()
            if not self._futures:
                return
            ended, _ = wait(self._futures, timeout=0.1, return_when=FIRST_COMPLETED)
            yield from [done for future in ended if (done := self._ended(future))]
            yield from self._late()

    def _fill(self) -> None:
        """As many calls under way as there are workers, so that each starts when it is given out; one that may have killed a worker is alone."""
        while self._unfinished and not self._cancelled and len(self._futures) < (1 if self._suspects else self._workers):
            number = next(iter(self._unfinished))
            del self._unfinished[number]
            self._begun[number] = time.monotonic()
            self._futures[self._started().submit(_work, self._calls[number])] = number

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            environment = {name: value for name, value in self._environment.items() if os.environ.get(name) != value}
            given = (self._preload, [self._calls[number] for number in self._prepared], environment, [folder for folder in sys.path if folder])
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_begin_worker, initargs=given)
        return self._executor

    def _ended(self, future: Future[tuple[Any, float]]) -> Done | None:
        if future not in self._futures:
            return None
        error = future.exception()
        if isinstance(error, BrokenProcessPool):
            return self._lost()
        number = self._futures.pop(future)
        self._suspects.discard(number)
        call = self._calls[number]
        if error is None:
            value, seconds = future.result()
            return Done(call, value, seconds=seconds)
        if isinstance(error, _PreparationError):
            raise KinerjaError(str(error))
        return Done(call, None, raised(error))

    def _lost(self) -> Done | None:
        """After a worker was killed: nobody knows by which of the calls under way, so each is tried again, alone."""
        numbers = list(self._futures.values())
        self._stop()
        if len(numbers) == 1:
            self._suspects.discard(numbers[0])
            return Done(self._calls[numbers[0]], None, "the worker process was killed", time.monotonic() - self._begun[numbers[0]])
        self._suspects.update(numbers)
        self._unfinished = dict.fromkeys([*numbers, *self._unfinished], 0)
        return None

    def _late(self) -> Iterator[Done]:
        now = time.monotonic()
        late = [n for n in self._futures.values() if now - self._begun[n] > self._calls[n].limit]
        if late:
            others = [n for n in self._futures.values() if n not in late]
            self._stop()
            self._unfinished = dict.fromkeys([*others, *self._unfinished], 0)
            yield from (Done(self._calls[n], None, too_long(self._calls[n].limit), now - self._begun[n]) for n in late)

    def _stop(self) -> None:
        if self._executor is not None:
            for process in list((self._executor._processes or {}).values()):
                with suppress(Exception):
                    process.kill()
            self._executor.shutdown(cancel_futures=True)
        self._executor, self._futures = None, {}


class _PreparationError(Exception):
    """What prepares a worker failed."""


_broken = ""


def _begin_worker(preload: Sequence[str], prepared: Sequence[Call], environment: dict[str, str], path: Sequence[str]) -> None:
    """Makes this process a worker. What fails here is told by the first call, since an initializer has no voice."""
    global _broken
    os.environ.update(environment)
    sys.path.extend(folder for folder in path if folder not in sys.path)
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    try:
        for name in preload:
            import_module(name)
        for call in prepared:
            call()
    except Exception as error:
        _broken = str(error) if isinstance(error, KinerjaError) else raised(error)


def _work(call: Call) -> tuple[Any, float]:
    if _broken:
        raise _PreparationError(_broken)
    started = time.perf_counter()
    return call(), time.perf_counter() - started
