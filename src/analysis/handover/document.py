"""The PDF of a report: its title page, its chapters, its appendices."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.handover.book import Chapter
from analysis.handover.content import Inline, Node
from analysis.handover.pdf import pdf_of
from analysis.handover.report import Report, digest_of

MADE_FROM = "08-made-from"


def pdf(report: Report) -> bytes:
    """The whole report as one tagged document."""
    w = report.words
    told = {
        "title": f"{w('handover.kind')} · {report.title}",
        "author": "kinerja",
        "description": w("handover.description"),
        "lang": report.lang,
        "site": w("handover.kind"),
        "unit": report.name,
        "period": w.period(report.period),
        "contents": w("handover.contents"),
        "front": _front(report),
    }
    return pdf_of(told, [*report.chapters, _made_from(report)])


def _front(report: Report) -> list[Node]:
    """What the report rests on, in short."""
    w, made = report.words, report.made_from
    told = [(w("handover.documents"), list(report.documents))]
    told += [(w(f"handover.{name}", count=len(made[name])), [digest_of(made[name].items())]) for name in ("inputs", "code", "outputs")]
    pairs = [{"term": [name], "about": [_paragraph([one]) for one in values]} for name, values in told]
    return [_paragraph([w("handover.description")], "lead"), {"kind": "terms", "key": False, "items": pairs}, _paragraph([w("handover.digests")], "note")]


def _made_from(report: Report) -> Chapter:
    """Every raw file and result file with its digest."""
    w, made = report.words, report.made_from
    tables = [
        _table(w(f"handover.{name}", count=len(made[name])), [w("handover.file"), "SHA-256"], sorted(made[name].items())) for name in ("inputs", "outputs")
    ]
    return Chapter(MADE_FROM, w(f"handover.{MADE_FROM}"), "", [_paragraph([w("handover.code_list")]), *tables])


def _paragraph(text: Sequence[Inline], tone: str = "") -> Node:
    return {"kind": "paragraph", "tone": tone, "text": list(text)}


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Node:
    return {"kind": "table", "caption": [caption], "head": [[_cell(name, head=True) for name in columns]], "rows": [_row(row) for row in rows], "foot": []}


def _row(texts: Sequence[str]) -> list[Node]:
    return [_cell(text, head=not place) for place, text in enumerate(texts)]


def _cell(text: str, *, head: bool) -> Node:
    return {"head": head, "num": False, "colspan": 1, "rowspan": 1, "of": [_paragraph([text])]}
