"""How wide words are, and words cut to a width: the library that draws takes milliseconds to measure one, and measures some of them many times."""

from __future__ import annotations

from typing import Any

_WIDTHS = {
    191: "'",
    222: "ijl‘’",
    260: "|",
    278: " !,./:;I[\\]ft·",
    333: "()-`r“”",
    355: '"{}',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–",
    584: "+<=>~×−",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
}
"""Thousandths of the size of the letters, in the metric that Liberation Sans, Arial and Helvetica share."""
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 1000
_BOLD = 1.08
"""Bold letters are never wider than this in any words but the shortest."""
ELLIPSIS = "…"
SIZE = 13


def width_of(words: str, *, bold: bool = False, size: float = SIZE) -> float:
    """The width of words in pixels, without the kerning that makes them a little narrower."""
    return sum(_WIDTH.get(letter, _UNKNOWN) for letter in words) * size / 1000 * (_BOLD if bold else 1)


def cut(words: str, limit: float, *, bold: bool = False, size: float = SIZE) -> str:
    """The words if they fit into `limit` pixels, else as much of their beginning as does with an ellipsis."""
    if width_of(words, bold=bold, size=size) <= limit:
        return words
    room = (limit - width_of(ELLIPSIS, bold=bold, size=size)) * 1000 / size / (_BOLD if bold else 1)
    for place, letter in enumerate(words):
        room -= _WIDTH.get(letter, _UNKNOWN)
        if room < 0:
            return words[:place] + ELLIPSIS
    return words


def with_words_cut(spec: dict[str, Any]) -> dict[str, Any]:
    """A drawing whose words stand cut in its data, so that the library that draws need not measure them; `spec` itself is changed."""
    for part in parts_of(spec):
        mark, channels = part.get("mark"), part.get("encoding", {})
        if isinstance(mark, dict) and mark.get("type") == "text" and "limit" in mark and "field" in channels.get("text", {}):
            limit, bold, size = mark.pop("limit"), mark.get("fontWeight") == "bold", mark.get("fontSize", SIZE)
            field = channels["text"]["field"]
            channels["text"] = {**channels["text"], "field": f"{field}_{limit}{'b' * bold}"}
            for rows in spec.get("datasets", {}).values():
                for row in rows:
                    if isinstance(row.get(field), str):
                        row[channels["text"]["field"]] = cut(row[field], limit, bold=bold, size=size)
    axis = spec.get("config", {}).get("axis", {})
    if axis.get("labelLimit") and max(map(width_of, _labels(spec)), default=0) <= axis["labelLimit"]:
        axis["labelLimit"] = 0
    return spec


def _labels(spec: dict[str, Any]) -> set[str]:
    """All words beside the axes that come from the data as they are."""
    channels = [part.get("encoding", {}).get(name, {}) for part in parts_of(spec) for name in ("x", "y")]
    fields = {channel["field"] for channel in channels if "field" in channel}
    return {row[field] for rows in spec.get("datasets", {}).values() for row in rows for field in fields if isinstance(row.get(field), str)}


def parts_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The drawing and all drawings in it."""
    inner = [spec.get("spec"), *(part for name in ("layer", "hconcat", "vconcat", "concat") for part in spec.get(name, ()))]
    return [spec, *(found for part in inner if isinstance(part, dict) for found in parts_of(part))]
