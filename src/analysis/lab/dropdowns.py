"""The drop-downs of the form, in the widgets of Jupyter: each offers only what fits the ones before it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from analysis.languages import LANGUAGES

if TYPE_CHECKING:
    from analysis.lab.choosing import Form

_LAYOUT = {"width": "36rem", "max_width": "100%"}
_STYLE = {"description_width": "8rem"}


def dropdowns(form: Form) -> Any:
    """A drop-down each for language, unit, period and notebook, and below them the command that makes the same pages."""
    return _Dropdowns(form).box


class _Dropdowns:
    """Keeps the drop-downs and the form in step: what is chosen in one is chosen in the form, and the form tells what the others offer."""

    def __init__(self, form: Form):
        import ipywidgets

        self.form, self.telling = form, False
        self.lists = {name: ipywidgets.Dropdown(layout=_LAYOUT, style=_STYLE) for name in ("lang", "unit", "period", "notebook")}
        self.said = ipywidgets.HTML()
        self.tell()
        for name, one in self.lists.items():
            one.observe(lambda change, name=name: self.chosen(name, change["new"]), names="value")
        self.box = ipywidgets.VBox([*self.lists.values(), self.said])

    def chosen(self, name: str, value: str) -> None:
        """Takes what a hand has chosen."""
        if not self.telling:
            self.form.choose(**{name: value})
            self.tell()

    def tell(self) -> None:
        """Shows what the form holds now."""
        self.telling = True
        w = self.form.words
        for name, one in self.lists.items():
            offers = [(w(f"start.language.{lang}"), lang) for lang in LANGUAGES] if name == "lang" else self.form.offers(name)  # type: ignore[arg-type]
            one.description = w("start.language" if name == "lang" else f"start.{name}")
            if one.options != tuple(offers):
                one.options = offers
            one.value = getattr(self.form.chosen, name)
        self.said.value = f"<p>{escape(w('start.then'))}<br><code>{escape(self.form.command)}</code></p>"
        self.telling = False
