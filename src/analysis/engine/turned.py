"""Cells turned into plain Python, each of them once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any


class Turned:
    """Cells turned into plain Python, as the shell does it.

    The kernel has each cell turned, and then the shell the same cell again: the second is given what the first got. Cells that were turned by `lay_ready` are
    not turned again, as long as nothing is changed about how the shell does it; one of a single line means what the names in it mean at that moment.
    """

    def __init__(self, shell: Any) -> None:
        self._shell, self._turn, self._at_first = shell, shell.transform_cell, self._ways(shell)
        self._ready: dict[str, str] = {}
        self._once: dict[str, str] = {}

    def __call__(self, raw_cell: str) -> str:
        if raw_cell in self._ready and self._ways(self._shell) == self._at_first:
            return self._ready[raw_cell]
        if raw_cell in self._once:
            return self._once.pop(raw_cell)
        self._once = {raw_cell: self._turn(raw_cell)}
        return self._once[raw_cell]

    def lay_ready(self, cells: Iterable[str]) -> None:
        for cell in cells:
            with suppress(SyntaxError):
                turned = self._turn(cell)
                if len(turned.splitlines()) > 1:
                    self._ready[cell] = turned

    @staticmethod
    def _ways(shell: Any) -> list[Any]:
        manager = shell.input_transformer_manager
        return [*manager.cleanup_transforms, *manager.line_transforms, *manager.token_transformers, *shell.input_transformers_post]
