"""Blocks in a notebook that somebody has open: the style of pages around them alone, traces that open where they are asked for, links to pages that are built.

Whoever executes a notebook as a file gets none of this: pages, and the notebooks kept beside them, hold the bare blocks.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

_HERE = Path(__file__).parent
_SHEETS = ("base", "lab", "tables", "blocks", "answers", "charts", "panels", "evidence", "traces")
"""The style sheets that hold in a notebook, in their order; those of the frame of a page, of the home page and of print have nothing to hold for."""
_AROUND = "&.kinerja.kinerja"
_DARK = '[data-jp-theme-light="false"] &{'
_THEME = re.compile(r"@media (?:screen and )?\(prefers-color-scheme:dark\)\{")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_BESIDE = "window.open(this.previousElementSibling.href,'_blank','noopener')"
"""Opens a page in a tab of the browser, at the address that JupyterLab gives the link before it; a link alone JupyterLab opens itself, without its anchor."""
_TRACE = re.compile(r"#[fr]-")


class Shows(Protocol):
    """Whatever shows itself as escaped markup."""

    def html(self) -> str: ...


def asked_here() -> bool:
    """Whether what runs was asked for by somebody who has the notebook open.

    JupyterLab says with every cell which one it is, and a click in a form comes as a message of its own; nbclient, papermill and the engine of this project
    say neither.
    """
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    kernel = getattr(shell, "kernel", None)
    parent: Any = kernel.get_parent() if kernel is not None else None
    if not parent:
        return False
    return bool(parent.get("metadata", {}).get("cellId")) or parent.get("header", {}).get("msg_type") == "comm_msg"


def output(items: Sequence[Shows], page: Path | None = None) -> dict[str, str]:
    """Blocks as one output of a cell; `page` is the folder that their own page lies in, None where it has none."""
    markup = "\n".join(item.html() for item in items)
    return {"text/html": f'<style>{_style(_needed(markup))}</style><div class="kinerja">{_Led(markup, page)}</div>', "text/plain": repr(list(items))}


def _needed(markup: str) -> tuple[str, ...]:
    """The style sheets of what is shown; those that every page has are there always."""
    from analysis.pages.frame import SEEN_IN

    return tuple(name for name in _SHEETS if name not in SEEN_IN or re.search(f'class="(?:{SEEN_IN[name]})', markup))


@cache
def _style(names: tuple[str, ...]) -> str:
    """Style sheets of pages as they hold below a block alone, so that nothing of JupyterLab's own moves; dark is told by JupyterLab's theme."""
    texts = ((_HERE / "styles" / f"{name}.css").read_text("utf-8") for name in names)
    lines = "".join(line.strip() for text in texts for line in text.splitlines())
    held = _THEME.sub(lambda match: _DARK, lines)
    for whole in (":root{", "body{"):
        held = re.sub(rf"(?<![\w-]){re.escape(whole)}", "&{", held)
    themed = "&{--paper:var(--jp-layout-color0,#fff);color-scheme:light}" + _DARK + "--paper:var(--jp-layout-color0,#12171d);color-scheme:dark}"
    return f".kinerja{{{_AROUND}{{{held}{themed}}}}}"


def beside() -> Path:
    """The folder of the notebook that is open, which links of its outputs start from."""
    told = Path(os.environ.get("JPY_SESSION_NAME", ""))
    return told.parent if told.is_absolute() else Path.cwd()


class _Led:
    """The markup with its links as they lead in a notebook, and with addresses that no other notebook open beside it has."""

    def __init__(self, markup: str, page: Path | None):
        self.page, self.opened = page, 'class="traces opened"' in markup
        self.article, self.closing = "", list[str]()
        self.text = _TAG.sub(self._tag, markup)

    def __str__(self) -> str:
        return self.text

    def _tag(self, match: re.Match[str]) -> str:
        ends, name, rest = match.groups()
        told = dict(_ATTRIBUTE.findall(rest))
        if name == "a":
            return f"</{self.closing.pop()}>" if ends else self._link(told)
        if ends or not {"id", "aria-labelledby"} & set(told):
            return match[0]
        if name == "article":
            self.article = _own(told["id"])
        popover = " popover" if name == "article" and not self.opened else ""
        return f"<{name}{popover}{_ATTRIBUTE.sub(_named, rest)}>"

    def _link(self, told: dict[str, str]) -> str:
        href, look = told.get("href", ""), told.get("class", "")
        if href.startswith("#n-"):
            return self._begin("button", f'class="close" type="button" popovertarget="{self.article}" popovertargetaction="hide"')
        if _TRACE.match(href) and not self.opened:
            return self._begin("button", f'class="{f"way {look}".strip()}" type="button" popovertarget="{_own(href[1:])}"')
        if href.startswith("#"):
            return self._begin("a", f'class="{look}" href="#{_own(href[1:])}"')
        if place := self._place(href):
            return f'<a hidden href="{place}"></a>' + self._begin("button", f'class="{f"way {look}".strip()}" type="button" onclick="{_BESIDE}"')
        return self._begin("span", f'class="{look}"')

    def _begin(self, name: str, attributes: str) -> str:
        self.closing.append(name)
        return f"<{name} {attributes}>"

    def _place(self, href: str) -> str:
        """Where a page of the site lies from the notebook; '' if it is not built."""
        path, _, anchor = href.partition("#")
        file = (self.page / path).resolve() if self.page else None
        if file is None or not file.is_file():
            return ""
        return quote(os.path.relpath(file, beside().resolve()).replace(os.sep, "/")) + (f"#{anchor}" if anchor else "")


def _own(name: str) -> str:
    """An address of this kernel: notebooks that are open at once show the same figures."""
    return f"k{os.getpid()}-{name}"


def _named(match: re.Match[str]) -> str:
    name, value = match.groups()
    return f'{name}="{" ".join(_own(one) for one in value.split())}"' if name in {"id", "aria-labelledby"} else match[0]
