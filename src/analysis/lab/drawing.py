"""Charts that an analyst draws herself, visible without any network."""

from __future__ import annotations

from typing import Any

from analysis.charts import svg_of

RENDERER = "kinerja"


def draw_offline(lang: str = "id") -> None:
    """Lets every Altair chart of this notebook show itself as a drawing made here, with numbers in the form of the language.

    What Altair does by itself asks the network for the program that draws, or leaves it to JupyterLab, which knows older charts only.
    """
    import altair

    def drawn(spec: dict[str, Any], **given: object) -> dict[str, str]:
        described = str(spec.get("description") or spec.get("title") or spec.get("mark", ""))
        return {"image/svg+xml": svg_of(spec, lang=lang), "text/plain": described}

    altair.renderers.register(RENDERER, drawn)
    altair.renderers.enable(RENDERER)
