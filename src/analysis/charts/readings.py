"""One thing under several conventions: each reading on a line of its own, the rule before all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.charts.look import BAD, INK, MUTED, NEUTRAL, PAPER, WIDTH, about, altair, data_of, layered, look, unchecked

_LINE, _LEFT = 21, 220


@unchecked
def readings(rows: Sequence[dict[str, Any]], *, axis: str, bounds: Mapping[float, str] | None = None) -> Any:
    """A dot per row, its reading named at the left and its value beside it; rows of one `label` stand together under it.

    Rows: label, series, value, text, rule; the rows of a label begin with the rule, a filled diamond. `bounds` are named lines.
    """
    alt = altair()
    lines, heads = _lines(rows)
    data = data_of([{**row, "line": line} for row, line in zip(rows, lines, strict=True)])
    y = alt.Y("line:Q", axis=None, scale=alt.Scale(domain=[-0.7, lines[-1] + 0.7], reverse=True, nice=False, zero=False))
    x = alt.X("value:Q", title=axis, scale=alt.Scale(domain=_domain(rows, bounds or {}), nice=False, zero=False))
    base, named = alt.Chart(data), about("named")
    rule, others = base.transform_filter("datum.rule"), base.transform_filter("!datum.rule")
    left = {"y": y, "x": alt.XValue(0), "text": alt.Text("series:N"), "description": named}
    value = {"y": y, "x": x, "text": alt.Text("text:N"), "description": named}
    layers = [
        *_bounded(bounds or {}, y),
        others.mark_point(filled=True, fill=PAPER, stroke=NEUTRAL, strokeWidth=2, opacity=1, size=60).encode(y=y, x=x, description=about()),
        rule.mark_point(filled=True, fill=INK, shape="diamond", opacity=1, size=150).encode(y=y, x=x, description=about()),
        others.mark_text(align="left", dx=9).encode(**value),
        rule.mark_text(align="left", dx=9, fontWeight="bold").encode(**value),
        others.mark_text(align="right", dx=-8, limit=_LEFT - 12).encode(**left),
        rule.mark_text(align="right", dx=-8, limit=_LEFT - 12, fontWeight="bold").encode(**left),
    ]
    if heads:
        head = alt.Chart(data_of(heads)).mark_text(align="left", dx=6 - _LEFT, limit=WIDTH - 12, fontWeight="bold", color=MUTED)
        layers.append(head.encode(y=y, x=alt.XValue(0), text=alt.Text("label:N"), description=named))
    return layered(*layers, **look(_LINE * (lines[-1] + 1) + 8))


def _lines(rows: Sequence[dict[str, Any]]) -> tuple[list[int], list[dict[str, Any]]]:
    """On which line each row stands, and the heads between them where there is more than one label."""
    headed = len({row["label"] for row in rows}) > 1
    lines: list[int] = []
    heads: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        if headed and (number == 0 or row["label"] != rows[number - 1]["label"]):
            heads.append({"label": row["label"], "line": number + len(heads), "about": row["about"], "named": row["named"]})
        lines.append(number + len(heads))
    return lines, heads


def _domain(rows: Sequence[dict[str, Any]], bounds: Mapping[float, str]) -> list[float]:
    values = [*(float(row["value"]) for row in rows), *bounds]
    span = max(values) - min(values) or 1.0
    return [min(values) - 0.08 * span, max(values) + 0.22 * span]


def _bounded(bounds: Mapping[float, str], y: Any) -> list[Any]:
    if not bounds:
        return []
    alt = altair()
    base = alt.Chart(data_of([{"bound": bound, "name": name} for bound, name in bounds.items()]))
    x = alt.X("bound:Q")
    return [
        base.mark_rule(color=BAD, strokeDash=[4, 3]).encode(x=x),
        base.mark_text(baseline="bottom", dy=-3, color=BAD).encode(x=x, y=alt.YValue(0), text=alt.Text("name:N")),
    ]
