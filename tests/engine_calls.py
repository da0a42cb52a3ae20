"""Functions that tests of the engine have called in its processes."""

from __future__ import annotations

import decimal
import gc
import locale
import os
import random
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Argument = Mapping[str, Any]
REMEMBERED: dict[str, Any] = {}


def give(argument: Argument) -> Any:
    return dict(argument)


def remember(argument: Argument) -> None:
    REMEMBERED.update(argument)


def remembered(argument: Argument) -> Any:
    return REMEMBERED


def refuse(argument: Argument) -> None:
    from analysis.errors import InputError

    raise InputError(argument["sentence"])


def fail(argument: Argument) -> None:
    raise ValueError(argument["message"])


def leave(argument: Argument) -> None:
    sys.exit(3)


def vanish(argument: Argument) -> None:
    os._exit(0)


def give_what_is_no_json(argument: Argument) -> Any:
    return {1, 2}


def kill_itself(argument: Argument) -> None:
    os.kill(os.getpid(), argument["signal"])
    time.sleep(60)


def sleep(argument: Argument) -> int:
    time.sleep(argument["seconds"])
    return os.getpid()


def work(argument: Argument) -> list[float]:
    began = time.monotonic()
    time.sleep(argument["seconds"])
    return [began, time.monotonic()]


def ignore_everything(argument: Argument) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(60)


def leave_a_program_behind(argument: Argument) -> None:
    with Path(argument["file"]).open("w") as file:
        file.write(str(subprocess.Popen(["sleep", "60"]).pid))
    if argument.get("hang"):
        time.sleep(60)


def take_memory(argument: Argument) -> int:
    held = [bytearray(b"x" * (1 << 20)) for _ in range(argument["mib"])]
    time.sleep(argument.get("seconds", 0))
    return len(held)


def say_much(argument: Argument) -> str:
    return "é" * argument["characters"]


def kill_the_parent(argument: Argument) -> str:
    """Kills the preloaded process the first `times`, counted in a file."""
    with Path(argument["file"]).open("a+") as file:
        file.write("x")
        file.seek(0)
        times = len(file.read())
    if times <= argument["times"]:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    return "survived"


def start_a_thread(argument: Argument) -> None:
    threading.Thread(target=time.sleep, args=(60,), name="restless", daemon=True).start()


def use_what_hangs(argument: Argument) -> None:
    import vl_convert  # noqa: F401


def soil(argument: Argument) -> None:
    """Changes what a process shares."""
    import numpy as np
    import pandas as pd

    os.environ["SOILED"] = "1"
    os.chdir("/")
    os.umask(0o077)
    sys.path.insert(0, "/soiled")
    pd.set_option("display.max_rows", 7)
    warnings.simplefilter("error")
    random.seed(1)
    np.random.seed(1)
    decimal.getcontext().prec = 3
    locale.setlocale(locale.LC_ALL, "C")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    gc.disable()
    sys.modules["soiled"] = sys
    REMEMBERED["soiled"] = True
    sys.stdout = None
    import builtins

    builtins.soiled = True  # type: ignore[attr-defined]
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()


def state(argument: Argument) -> dict[str, Any]:
    """What `soil` changes, as it is here."""
    import builtins

    import pandas as pd

    return {
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
        "umask": os.umask(0o022),
        "path": sys.path,
        "option": pd.get_option("display.max_rows"),
        "filters": [str(f) for f in warnings.filters],
        "precision": decimal.getcontext().prec,
        "locale": locale.setlocale(locale.LC_ALL),
        "signal": str(signal.getsignal(signal.SIGTERM)),
        "gc": gc.isenabled(),
        "modules": sorted(sys.modules),
        "remembered": dict(REMEMBERED),
        "output": type(sys.stdout).__name__,
        "builtins": sorted(vars(builtins)),
        "threads": threading.active_count(),
    }


def draw_lots(argument: Argument) -> list[float]:
    import numpy as np

    return [random.random(), float(np.random.rand())]


def see_itself(argument: Argument) -> dict[str, Any]:
    return {
        "input": sys.stdin.read(),
        "leads": os.getsid(0) == os.getpid(),
        "signals": [str(int(signal.getsignal(s))) for s in (signal.SIGTERM, signal.SIGCHLD)],
    }


def execute(argument: Argument) -> dict[str, str]:
    """Executes a notebook with the engine named; gives the kind of error and its message."""
    import analysis.engine

    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import papermill

    analysis.engine.register()
    more = {"execution_timeout": argument["seconds"]} if argument.get("seconds") else {}
    try:
        papermill.execute_notebook(
            argument["notebook"],
            argument["into"],
            engine_name=argument["engine"],
            progress_bar=False,
            cwd=argument["folder"],
            kernel_name="python3",
            shutdown_kernel="immediate",
            **more,
        )
    except Exception as error:
        return {"kind": type(error).__name__, "said": str(error)}
    return {}


def execute_twice(argument: Argument) -> list[dict[str, str]]:
    """The same notebook twice in one process."""
    return [execute(argument), execute(argument)]


def watched(argument: Argument) -> dict[str, Any]:
    """Runs a source under watch in the folder `root`; gives what was seen, paths relative to it, and the error that ended it."""
    from analysis.engine.watch import watching
    from analysis.reads import unobserved

    root, private = Path(argument["root"]), Path(argument["private"])
    os.chdir(root)
    sys.path.insert(0, str(root))
    names = {"unobserved": unobserved, "root": root, "private": private, "outside": Path(argument["outside"])}
    error = ""
    with watching(root, [private]) as seen:
        try:
            exec(compile(argument["source"], "<cell>", "exec"), names)
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"

    def told(paths: set[Path]) -> list[str]:
        return sorted(str(path.relative_to(seen.root)) if path.is_relative_to(seen.root) else str(path) for path in paths)

    return {
        "read": told(seen.read),
        "listed": told(seen.listed),
        "written": told(seen.written),
        "modules": sorted(seen.modules),
        "refused": seen.refused,
        "error": error,
    }
