"""The languages in which reports are written; the first is the usual one."""

LANGUAGES = ("id", "en")
