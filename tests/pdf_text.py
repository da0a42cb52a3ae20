"""What a PDF says and how it is tagged, read with nothing but its own tables of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)


def text_of(pdf: pikepdf.Pdf) -> str:
    """All words of all pages in the order in which they are drawn, without blanks: where lines and words end is a matter of places."""
    return "".join("".join(_words(pikepdf.parse_content_stream(page), page.Resources) for page in [one]) for one in pdf.pages)


def _words(stream: Any, resources: Any) -> str:
    found, signs = [], {}
    for operands, operator in stream:
        if str(operator) == "Tf":
            signs = _signs(resources.Font[str(operands[0])])
        elif str(operator) == "Do":
            drawn = resources.XObject[str(operands[0])]
            if drawn.Subtype == "/Form":
                found.append(_words(pikepdf.parse_content_stream(drawn), drawn.get("/Resources", resources)))
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else operands
            shown = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
            found += [signs.get(code[at : at + 2], "") for code in shown for at in range(0, len(code), 2)]
    return "".join("".join(found).split()).replace("\u200b", "")


def _signs(font: Any) -> dict[bytes, str]:
    table = font.ToUnicode.read_bytes()
    found: dict[bytes, str] = {}
    for kind, block in _BLOCK.findall(table):
        if kind == b"char":
            found |= {bytes.fromhex(code.decode()): _decoded(sign) for code, sign in _CHAR.findall(block)}
        for first, last, start, _ in _RANGE.findall(block) if kind == b"range" else ():
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[(int(first, 16) + step).to_bytes(2, "big")] = chr(int(start, 16) + step)
    return found


def _decoded(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def tags(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """The parts of the structure of one kind, in the order of reading."""
    return [part for part in _parts(pdf.Root.StructTreeRoot.K) if kind == part.S]


def _parts(kids: Any) -> Iterator[Any]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from _parts(kid.K)
