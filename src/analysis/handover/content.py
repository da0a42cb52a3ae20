"""What a page says, in a small vocabulary without looks: headings, paragraphs, lists, tables, figures, quotations, traces of figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from bs4 import Comment, Tag
from bs4.element import NavigableString, PageElement

from analysis.handover.drawing import drawing_of

Node = dict[str, Any]
"""A block: its `kind`, its `ids`, and what it holds."""
Inline = str | Node
"""Words, or words in another form: `link`, `strong`, `emph`, `code`, `sup`, `sub`; or a `break` of the line."""

_ADDRESSES = {"ids", "labels"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LEFT_OUT = {"nav", "script", "style", "template", "noscript", "button", "input", "select", "textarea", "form", "dialog", "hr", "meta", "link"}
_FORMS = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "dfn": "emph", "cite": "emph", "code": "code", "sup": "sup", "sub": "sub"}
_SIGNS = {"here", "close", "skip"}
"""What links that only lead about the page are called."""
_TRACING = "traces"
_AS_WORDS = {"break": "\n", "sup": " "}
_INLINE = {*_FORMS, "a", "abbr", "span", "small", "br", "wbr", "q", "s", "u", "mark", "time", "var", "kbd", "samp", "bdi", "bdo", "data"}
_TONES = ("lead", "note", "warn", "quiet", "about", "name", "words", "where", "says")
_STACKED = {"figcaption", "dd", "dt"}
"""Where spans side by side stand one below the other."""
_HOLDERS = ("details", "section", "article", "aside", "div", "li")
"""What a trace may be."""


def blocks_of(element: Tag) -> list[Node]:
    """What the element holds, block by block; words that stand loose in it are paragraphs."""
    found: list[Node] = []
    loose: list[PageElement] = []
    for child in element.children:
        if _is_inline(child):
            loose.append(child)
        elif isinstance(child, Tag) and child.name not in _LEFT_OUT:
            found += [*_paragraph(loose), *_block(child)]
            loose = []
    return found + _paragraph(loose)


def inlines_of(element: Tag) -> list[Inline]:
    """The words of the element, with links and emphasis; no blank at either end."""
    return _trimmed(_joined(_inlines(element.children, stacked=element.name in _STACKED)))


def plain(told: Iterable[Inline | Node]) -> str:
    """The words alone; a raised mark stands apart."""
    return "".join(one if isinstance(one, str) else _AS_WORDS.get(one["kind"], "") + plain(one.get("of", ())) for one in told)


def within(nodes: Iterable[Node]) -> Iterator[Node]:
    """All blocks, those in others too, in the order of reading."""
    for node in nodes:
        yield node
        yield from within(_inner(node))


def changed(told: Sequence[Any], change: Callable[[str | Node], list[Any]]) -> list[Any]:
    """The same with every piece of words and every node replaced by what `change` makes of it, those within others first."""
    found: list[Any] = []
    for one in told:
        if isinstance(one, list):
            found.append(changed(one, change))
        elif isinstance(one, str):
            found += change(one)
        else:
            found += change({name: changed(held, change) if isinstance(held, list) and name not in _ADDRESSES else held for name, held in one.items()})
    return found


def _inner(node: Node) -> Iterator[Node]:
    """The blocks that a block holds."""
    if node["kind"] == "table":
        yield from (block for row in (*node["head"], *node["rows"], *node["foot"]) for cell in row for block in cell["of"])
    elif node["kind"] in {"list", "beside"}:
        yield from (block for item in node["items"] for block in item)
    elif node["kind"] == "terms":
        yield from (block for item in node["items"] for block in item["about"])
    else:
        yield from node.get("of", ())


def _is_inline(child: PageElement) -> bool:
    if isinstance(child, Tag):
        return child.name in _INLINE and child.find(lambda tag: tag.name not in _INLINE) is None
    return isinstance(child, NavigableString) and not isinstance(child, Comment)


def _paragraph(loose: list[PageElement]) -> list[Node]:
    text = _trimmed(_joined(_inlines(loose)))
    return [{"kind": "paragraph", "tone": "", "text": text}] if plain(text).strip() else []


def _block(tag: Tag) -> list[Node]:
    """The blocks of one element; the first of them has its id."""
    made = _trace(tag) if is_trace(tag) else _MAKERS.get(tag.name, _container)(tag)
    name = str(tag.get("id", ""))
    if name and made and name not in made[0].get("ids", ()):
        made[0] = {**made[0], "ids": [name, *made[0].get("ids", ())]}
    return made


def is_trace(tag: Tag) -> bool:
    """Whether the element says where a figure comes from, or what a rule is that figures come from."""
    name = str(tag.get("id", ""))
    return (tag.name in _HOLDERS and name.startswith("f-")) or (tag.name == "article" and name.startswith("r-"))


def _trace(tag: Tag) -> list[Node]:
    """Where one figure comes from; it is named by its summary or its first heading, and a link that stands alone in it only closes it."""
    for closing in tag.find_all("a", recursive=False):
        closing.extract()
    title = tag.find(["summary", "h2", "h3", "h4", "h5"])
    name = _unlinked(inlines_of(title)) if isinstance(title, Tag) else []
    if isinstance(title, Tag):
        title.extract()
    return [{"kind": "trace", "name": name, "of": blocks_of(tag)}]


def _heading(tag: Tag) -> list[Node]:
    return [{"kind": "heading", "level": int(tag.name[1]), "text": _unlinked(inlines_of(tag))}]


def _unlinked(told: Sequence[Any]) -> list[Any]:
    """The same without links: headings and heads of tables are shown again elsewhere."""
    return changed(told, lambda one: one["of"] if isinstance(one, dict) and one.get("kind") == "link" else [one])


def _text(tag: Tag) -> list[Node]:
    tone = next((tone for tone in _TONES if tone in _classes(tag)), "")
    return [{**made, "tone": tone} if made["kind"] == "paragraph" else made for made in blocks_of(tag)]


def _list(tag: Tag) -> list[Node]:
    items = [blocks_of(item) for item in tag.find_all("li", recursive=False)]
    return [{"kind": "list", "ordered": tag.name == "ol", "items": items}] if items else []


def _terms(tag: Tag) -> list[Node]:
    """Pairs of a name and what is said of it; pairs may be wrapped."""
    items: list[Node] = []
    for part in tag.find_all(["dt", "dd"]):
        if part.name == "dt" or not items:
            ids = [str(one["id"]) for one in (part.parent, part) if one and one is not tag and one.get("id")]
            items.append({"term": inlines_of(part) if part.name == "dt" else [], "about": [], "ids": ids})
        if part.name == "dd":
            text = inlines_of(part)
            stacked = part.find(lambda inner: inner.name not in _INLINE) is None
            items[-1]["about"] += [{"kind": "paragraph", "tone": "", "text": text}] if stacked else blocks_of(part)
    return [{"kind": "terms", "key": "tiles" in _classes(tag), "items": items}] if items else []


def _table(tag: Tag) -> list[Node]:
    caption = tag.find("caption")
    rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    parts = {name: [_row(row) for row in rows if _part(row) == part] for name, part in (("head", "thead"), ("rows", "tbody"), ("foot", "tfoot"))}
    return [{"kind": "table", "caption": inlines_of(caption) if isinstance(caption, Tag) else [], **parts, "head": _unlinked(parts["head"])}]


def _part(row: Tag) -> str:
    """The part of the table in which the row stands: its body, where none is named."""
    part = row.parent.name if row.parent else ""
    return part if part in {"thead", "tfoot"} else "tbody"


def _row(row: Tag) -> list[Node]:
    return [_cell(cell) for cell in row.find_all(["th", "td"], recursive=False)]


def _cell(cell: Tag) -> Node:
    names = _classes(cell)
    spans = {name: int(str(cell.get(name, "1"))) for name in ("colspan", "rowspan")}
    return {"head": cell.name == "th", "num": "num" in names, **spans, "of": blocks_of(cell)}


def _figure(tag: Tag) -> list[Node]:
    """A drawing with its caption; what else stands in the figure follows it. Several drawings follow the caption that they share."""
    caption, drawn = tag.find("figcaption"), tag.find_all("svg")
    told = inlines_of(caption) if isinstance(caption, Tag) else []
    drawing = drawing_of(drawn[0], _SPACE.sub(" ", plain(told))) if len(drawn) == 1 else None
    if isinstance(caption, Tag):
        caption.extract()
    if drawing is None:
        return ([{"kind": "caption", "text": told}] if told else []) + blocks_of(tag)
    drawn[0].extract()
    return [{**drawing, "caption": told}, *blocks_of(tag)]


def _drawing(tag: Tag) -> list[Node]:
    drawing = drawing_of(tag, "")
    return [{**drawing, "caption": []}] if drawing else []


def _folded(tag: Tag) -> list[Node]:
    """What stands behind a summary, open; an explanation of terms is kept apart."""
    if "terms" in _classes(tag):
        return [{"kind": "glossary", "of": [term for held in tag.find_all("dl") for term in _terms(held)]}]
    summary = tag.find("summary", recursive=False)
    told = inlines_of(summary) if isinstance(summary, Tag) else []
    if isinstance(summary, Tag):
        summary.extract()
    return [{"kind": "folded", "summary": told, "of": blocks_of(tag)}]


def _quotation(tag: Tag) -> list[Node]:
    return [{"kind": "quotation", "of": blocks_of(tag)}]


def _verbatim(tag: Tag) -> list[Node]:
    return [{"kind": "verbatim", "lines": tag.get_text().strip("\n").split("\n")}]


def _container(tag: Tag) -> list[Node]:
    """A part of the page: sides and panels stand beside each other, what stands out is framed, what holds traces is kept apart."""
    parts = tag.find_all(True, recursive=False)
    if "sides" in _classes(tag):
        return [{"kind": "beside", "columns": len(parts), "whole": False, "items": [blocks_of(side) for side in parts]}]
    if len(parts) > 1 and all(part.find("svg") for part in parts):
        return [{"kind": "beside", "columns": 2, "whole": True, "items": [blocks_of(panel) for panel in parts]}]
    held = blocks_of(tag)
    if tag.name in {"section", "aside"} and (_TRACING in _classes(tag) or any(node["kind"] == "trace" for node in within(held))):
        return [{"kind": "traces", "of": held}]
    if tag.get("role") in {"group", "note", "alert"} or "notice" in _classes(tag):
        return [{"kind": "framed", "of": held}] if held else []
    return held


_MAKERS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    "p": _text,
    "dl": _terms,
    "table": _table,
    "figure": _figure,
    "svg": _drawing,
    "details": _folded,
    "blockquote": _quotation,
    "pre": _verbatim,
}


def _classes(tag: Tag) -> list[str]:
    return list(tag.get_attribute_list("class"))


def _inlines(children: Iterable[PageElement], *, stacked: bool = False) -> Iterator[Inline]:
    """Words as they come; a span right after another begins a new line where spans are `stacked`, else it stands apart by a blank."""
    after_span = False
    for child in children:
        if not isinstance(child, Tag):
            if not isinstance(child, Comment):
                after_span = after_span and not str(child).strip()
                yield _SPACE.sub(" ", str(child))
        elif child.name not in _LEFT_OUT:
            if after_span and child.name == "span":
                yield {"kind": "break"} if stacked else " "
            after_span = child.name == "span"
            yield from _inline(child)


def _inline(tag: Tag) -> list[Inline]:
    if tag.name in {"br", "wbr"}:
        return [{"kind": "break"}] if tag.name == "br" else ["\u200b"]
    held = _joined(_inlines(tag.children))
    if tag.name == "a" and _SIGNS.intersection(_classes(tag)):
        return []
    if tag.name == "q":
        return ["“", *held, "”"]
    if tag.name == "a" and tag.get("href"):
        return [{"kind": "link", "to": str(tag["href"]), "of": held}]
    return [{"kind": _FORMS[tag.name], "of": held}] if tag.name in _FORMS else held


def _joined(told: Iterable[Inline]) -> list[Inline]:
    """Words beside words as one piece, with single blanks."""
    found: list[Inline] = []
    for one in told:
        if isinstance(one, str) and found and isinstance(found[-1], str):
            found[-1] = _SPACE.sub(" ", found[-1] + one)
        elif one:
            found.append(one)
    return found


def _trimmed(told: list[Inline]) -> list[Inline]:
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if told and isinstance(told[end], str):
            told[end] = strip(str(told[end]), " ")
    return [one for one in told if one]
