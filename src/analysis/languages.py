"""The languages in which reports are written, the first of them the usual one, and where the pages of each lie."""

LANGUAGES = ("id", "en")


def folder_of(lang: str) -> str:
    """Where the pages of a language lie below the site: at its top for the usual one, else in a folder of their own."""
    return "" if lang == LANGUAGES[0] else f"{lang}/"


def language_of(page: str) -> str:
    """The language of a page by its address below the site."""
    first = page.partition("/")[0]
    return first if first in LANGUAGES[1:] else LANGUAGES[0]
