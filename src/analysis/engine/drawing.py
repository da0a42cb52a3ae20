"""Vega-Lite specifications to SVG, in one warm process for all that draw.

The library that draws starts threads that no forked child survives, and takes half a second to start: it runs in a server of its
own, `python -m analysis.engine.drawing`, and only where there is none in the process that asks.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

SERVER = "KINERJA_DRAWING"
"""Environment variable that names the socket of the server."""
_PATIENCE = 60.0
_LONGEST = 90
"""Characters of a socket's path that every system with such sockets accepts."""
_KEPT = 64 << 20
"""Bytes of drawings that the server remembers."""
_FRESH = 160
"""Drawings after which the server begins anew: the library that draws holds on to more and more memory."""
_FONTS = Path(__file__).with_name("fonts.conf")
_TRIVIAL = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}


def drawn(spec: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """The SVG of a Vega-Lite specification, with options of vl_convert.vegalite_to_svg. Raises ValueError if it cannot be drawn."""
    place = os.environ.get(SERVER)
    if place:
        with suppress(OSError, EOFError):
            return _asked(place, json.dumps([spec, options]).encode())
    return _here(spec, options)


def _here(spec: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    return str(_library().vegalite_to_svg(dict(spec), **options))


@cache
def _library() -> Any:
    """The library that draws, with the letters that it brings: those of the system it looks for when it draws first, and opens their file for every letter."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_FONTS)
    try:
        import vl_convert

        vl_convert.vegalite_to_svg(_TRIVIAL, vl_version="6.4")
    finally:
        os.environ.pop("FONTCONFIG_FILE")
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before
    return vl_convert


def _asked(place: str, request: bytes) -> str:
    """What the server answers. Raises OSError or EOFError if it does not."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_PATIENCE)
        connection.connect(place)
        _send(connection, request)
        answer = json.loads(_receive(connection))
    if "failed" in answer:
        raise ValueError(answer["failed"])
    return str(answer["svg"])


def waken() -> None:
    """Has the server load what it draws with, if there is one, while others do something else."""
    if place := os.environ.get(SERVER):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.connect(place)


def _send(connection: socket.socket, content: bytes) -> None:
    connection.sendall(len(content).to_bytes(8, "big") + content)


def _receive(connection: socket.socket) -> bytes:
    return _exactly(connection, int.from_bytes(_exactly(connection, 8), "big"))


def _exactly(connection: socket.socket, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        if not (part := connection.recv(min(size - len(content), 1 << 20))):
            raise EOFError
        content += part
    return bytes(content)


class Drawing:
    """A context with a server in the background.

    `environment` leads others to it, also those that are started before it; it is empty where there can be none.
    """

    def __init__(self, folder: Path) -> None:
        self._place = str(folder / "drawing")
        self._process: subprocess.Popen[bytes] | None = None
        possible = hasattr(socket, "AF_UNIX") and len(self._place) <= _LONGEST
        self.environment: dict[str, str] = {SERVER: self._place} if possible else {}

    def __enter__(self) -> Drawing:
        if not self.environment:
            return self
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self._place)
            listening.listen(128)
            command = [sys.executable, "-m", "analysis.engine.drawing", str(listening.fileno())]
            path = os.pathsep.join(folder for folder in sys.path if folder)
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[listening.fileno()],
                env={**os.environ, "PYTHONPATH": path},
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            with suppress(OSError):
                self._process.stdin.close()  # type: ignore[union-attr]
            self._process.kill()
            self._process.wait()
            Path(self._place).unlink(missing_ok=True)


def serve(listening: socket.socket) -> None:
    """Answers one request after the other, until whoever started this process closes its standard input.

    It loads the library that draws when it is asked or woken first. After some drawings it begins anew in its own place; whoever asks meanwhile waits at
    the socket, which stays open.
    """
    known: dict[bytes, bytes] = {}
    with selectors.DefaultSelector() as selector:
        for source in (0, listening):
            selector.register(source, selectors.EVENT_READ)
        while 0 not in {key.fd for key, _ in selector.select()}:
            if len(known) >= _FRESH:
                listening.set_inheritable(True)
                os.execv(sys.executable, [sys.executable, "-m", "analysis.engine.drawing", str(listening.fileno())])
            connection, _ = listening.accept()
            _library()
            with connection, suppress(OSError, EOFError, ValueError):
                connection.settimeout(_PATIENCE)
                request = _receive(connection)
                if request not in known:
                    if sum(map(len, known)) + sum(map(len, known.values())) > _KEPT:
                        known.clear()
                    known[request] = _answer(request)
                _send(connection, known[request])


def _answer(request: bytes) -> bytes:
    spec, options = json.loads(request)
    try:
        return json.dumps({"svg": _here(spec, options)}).encode()
    except Exception as error:
        return json.dumps({"failed": str(error)}).encode()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
