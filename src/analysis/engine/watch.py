"""What a notebook reads, lists and writes, as Python itself tells it; what cannot be observed is refused.

It is meant for honest notebooks: a library that opens files in C without Python's knowledge is not seen, nor is the mere question
whether a file exists.
"""

from __future__ import annotations

import linecache
import os
import site
import sys
import sysconfig
import tokenize
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import Any

from analysis.errors import KinerjaError
from analysis.reads import observed

SYSTEM = (
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/mime.types",
    "/etc/apache2/mime.types",
    "/dev/null",
    "/dev/random",
    "/dev/urandom",
    "/dev/fd",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/self",
    "/proc/stat",
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup",
)
"""Places of the system that programs look at and results do not rest on."""
_PACKAGE = os.path.realpath(Path(__file__).parents[1])
"""This package: part of the project where it lies below the root, else installed like any other."""
_CODE = (".py", ".pyc", ".so", ".pyd")
_IMPORTING = "<frozen importlib._bootstrap_external>"
_ADDRESSED = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
_ASKED = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_STARTING = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn", "os.startfile")
_SPAWNING = ("multiprocessing.popen_spawn_posix", "multiprocessing.popen_forkserver", "multiprocessing.popen_spawn_win32")
_current: Seen | None = None
_hooked = False


class Refused(KinerjaError):
    """A notebook did what cannot be observed."""


@dataclass
class Seen:
    """What was seen: files below the root or beside it that were read, folders listed, files written anywhere, modules below the root imported.

    All paths are absolute and real. A file that the notebook itself made is not read when it is read again. `refused` has a
    sentence per refusal; where it is not empty the notebook has failed, whatever it made of the error.
    """

    root: Path
    read: set[Path] = field(default_factory=set)
    listed: set[Path] = field(default_factory=set)
    written: set[Path] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)


class _Watcher(Seen):
    """Sorts what Python tells it."""

    def __init__(self, root: Path, private: Sequence[Path], beside: Sequence[Path]) -> None:
        super().__init__(Path(os.path.realpath(root)))
        self._roots = (str(self.root), *(os.path.realpath(folder) for folder in beside))
        self._private = tuple(os.path.realpath(folder) for folder in private)
        self._ignored = (*_interpreter(), *SYSTEM, f"/proc/{os.getpid()}")
        if not _below(_PACKAGE, self._roots):
            self._ignored += (_PACKAGE,)
        self._own: set[str] = set()
        self._last, self._count = next(reversed(sys.modules)), len(sys.modules)

    def refuse(self, sentence: str) -> None:
        self.refused.append(sentence)
        raise Refused(sentence)

    def opened(self, path: Any, mode: str | None, flags: int) -> None:
        caller = sys._getframe(3)
        if (place := _real(path)) is None or caller.f_code.co_name.startswith("_rmtree"):
            return
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        if writes and caller.f_code.co_filename == _IMPORTING:
            return
        if writes and not _below(place, self._ignored):
            self.written.add(Path(place))
            if flags & os.O_TRUNC or not Path(place).exists():
                self._own.add(place)
        if place in self._own or (writes and not flags & os.O_RDWR and not _below(place, self._roots)):
            return
        if not _for_code(place, caller) and not Path(place).is_dir():
            self._reads(place, self.read, "read")
        elif not _below(place, (*self._roots, *self._private, *self._ignored)):
            self._reads(place, set(), "read")

    def lists(self, path: Any) -> None:
        caller = sys._getframe(3)
        place = _real(os.curdir if path is None else path)
        if place is not None and caller.f_code.co_filename not in (_IMPORTING, metadata.__file__):
            self._reads(place, self.listed, "list")

    def _reads(self, place: str, kept: set[Path], verb: str) -> None:
        if _below(place, self._ignored) or _below(place, self._private):
            return
        if not _below(place, self._roots):
            self.refuse(f"a notebook may not {verb} '{place}': what it rests on must lie below '{self.root}', where it is observed")
        if observed():
            kept.add(Path(place))

    def moved(self, source: Any, target: Any, *ignored: Any) -> None:
        before, after = _real(source, follow=False), _real(target, follow=False)
        if before and after and sys._getframe(3).f_code.co_filename != _IMPORTING:
            self.written.discard(Path(before))
            self.written.add(Path(after))
            if before in self._own:
                self._own.add(after)

    def changed(self, path: Any, *ignored: Any) -> None:
        if place := _real(path, follow=False):
            self.written.add(Path(place))

    def linked(self, source: Any, target: Any, *ignored: Any) -> None:
        self.changed(target)

    def stored(self, database: Any) -> None:
        if (name := os.fsdecode(database) if isinstance(database, (str, bytes, os.PathLike)) else "") not in ("", ":memory:"):
            self.opened(name.removeprefix("file:").partition("?")[0], None, os.O_RDWR)

    def addressed(self, socket: Any, address: Any = None) -> None:
        local = isinstance(address, (str, bytes)) and (place := _real(address)) is not None and _below(place, self._private)
        if not local:
            self.refuse(f"a notebook may not use the network, as it did for {_told(address)}: what comes from there cannot be observed")

    def asked(self, name: Any, *ignored: Any) -> None:
        self.refuse(f"a notebook may not use the network, as it did for {_told(name)}: what comes from there cannot be observed")

    def started(self, *what: Any) -> None:
        told = f", as it did with {_told(what[0])}" if what and what[0] is not None else ""
        self.refuse(f"a notebook may not start other programs{told}: what they read cannot be observed")

    def imported(self, name: str, *ignored: Any) -> None:
        """Processes of multiprocessing that are started afresh tell nobody; the module that starts them is loaded the first time."""
        if name in _SPAWNING:
            self.started(name)

    def linked_in(self, name: Any) -> None:
        """A library of C from elsewhere is read like a file."""
        if isinstance(name, (str, bytes)) and os.sep in os.fsdecode(name):
            self.opened(name, None, os.O_RDONLY)

    def finish(self) -> None:
        """Enters the modules that came while watching."""
        for name in self._fresh():
            place = _real(file) if isinstance(file := _file_of(sys.modules.get(name)), str) else None
            if place is not None and _below(place, self._roots) and not _below(place, self._ignored):
                self.modules.add(name)

    def _fresh(self) -> list[str]:
        """The modules that came, which lie behind the last of before. Only they are touched: in a forked child the others are memory
        of its parent, copied page by page when they are looked at. All are told where modules were taken away meanwhile.
        """
        fresh = list(takewhile(lambda name: name != self._last, reversed(sys.modules)))
        return fresh if self._count + len(fresh) == len(sys.modules) else list(sys.modules)


@cache
def _interpreter() -> tuple[str, ...]:
    """Where Python and what is installed into it lie."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values(), *site.getsitepackages()}
    return tuple(sorted({os.path.realpath(place) for place in places} | places))


def _real(path: Any, *, follow: bool = True) -> str | None:
    """The absolute real path of what was given to open; None of a descriptor that names no file."""
    if isinstance(path, int):
        try:
            opened = str(Path(f"/proc/self/fd/{path}").readlink())
        except OSError:
            return None
        return opened if opened.startswith("/") else None
    try:
        name = os.fsdecode(path)
    except TypeError:
        return None
    if follow:
        return os.path.realpath(name)
    return str(Path(name).absolute().parent.resolve() / Path(name).name)


def _file_of(module: Any) -> Any:
    """Where a module says that it lies; one that loads when it is asked for something is not asked."""
    try:
        return object.__getattribute__(module, "__dict__").get("__file__")
    except AttributeError:
        return getattr(module, "__file__", None)


def _below(place: str, folders: Sequence[str]) -> bool:
    return any(place == folder or place.startswith(folder if folder.endswith(os.sep) else folder + os.sep) for folder in folders)


def _for_code(place: str, caller: FrameType) -> bool:
    """Whether code is read to be imported, or shown beside an error or a warning."""
    if not place.endswith(_CODE):
        return False
    file = caller.f_code.co_filename
    return file == _IMPORTING or (file == tokenize.__file__ and caller.f_back is not None and caller.f_back.f_code.co_filename == linecache.__file__)


def _told(what: Any) -> str:
    return repr(os.fsdecode(what) if isinstance(what, (bytes, os.PathLike)) else what)[:120]


_EVENTS: dict[str, Callable[..., None]] = {
    "open": _Watcher.opened,
    "os.listdir": _Watcher.lists,
    "os.scandir": _Watcher.lists,
    "os.rename": _Watcher.moved,
    "os.link": _Watcher.linked,
    "os.symlink": _Watcher.linked,
    "os.remove": _Watcher.changed,
    "os.truncate": _Watcher.changed,
    "import": _Watcher.imported,
    "ctypes.dlopen": _Watcher.linked_in,
    "sqlite3.connect": _Watcher.stored,
    **dict.fromkeys(_ADDRESSED, _Watcher.addressed),
    **dict.fromkeys(_ASKED, _Watcher.asked),
    **dict.fromkeys(_STARTING, _Watcher.started),
}


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    watcher = _current
    if watcher is not None and (handler := _EVENTS.get(event)) is not None:
        _handle(handler, watcher, arguments)


def _handle(handler: Callable[..., None], watcher: Seen, arguments: tuple[Any, ...]) -> None:
    handler(watcher, *arguments)


@contextmanager
def watching(root: Path, private: Sequence[Path], beside: Sequence[Path] = ()) -> Iterator[Seen]:
    """Sees what is done inside, in every thread of this process. Only what lies below `root`, `beside`, `private` or Python itself may be read.

    What is read below `root` and the folders `beside` is recorded; what lies in the `private` ones is nobody's business.
    Refused, by an exception that names it, are other files, the network except local sockets below `private`, and other programs.
    The hook stays in the process: use it in a child that ends soon.
    """
    global _current, _hooked
    if _current is not None:
        raise RuntimeError("this process is watched already")
    watcher = _Watcher(root, private, beside)
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    _current = watcher
    try:
        yield watcher
    finally:
        _current = None
        watcher.finish()
