"""The languages in which reports are written, the first of them the usual one, and where the pages of each lie."""

from html import escape

LANGUAGES = ("id", "en")


class Printed(str):
    """Words in the language of the documents on a page in another: whoever reads the page aloud is told."""

    def __html__(self) -> str:
        return f'<span lang="{LANGUAGES[0]}">{escape(str(self), quote=False)}</span>'


def printed(words: str, lang: str) -> str:
    """Words of a document as they stand on a page in a language."""
    return words if lang == LANGUAGES[0] else Printed(words)


def folder_of(lang: str) -> str:
    """Where the pages of a language lie below the site: at its top for the usual one, else in a folder of their own."""
    return "" if lang == LANGUAGES[0] else f"{lang}/"


def language_of(page: str) -> str:
    """The language of a page by its address below the site."""
    first = page.partition("/")[0]
    return first if first in LANGUAGES[1:] else LANGUAGES[0]
