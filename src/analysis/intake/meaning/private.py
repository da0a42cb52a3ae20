"""What is never kept of a file: names, employee numbers (NIP) and addresses of persons, known by heads and by the form of values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.intake.meaning.heads import plain

_NIP = re.compile(r"'?\s*[12][09]\d{2}[01]\d[0-3]\d[\s.-]?[12][09]\d{2}[01]\d[\s.-]?[129][\s.-]?\d{3}\s*")
_OF_PERSONS = {"nip", "nik", "nrp", "nuptk", "npwp", "email", "surel", "telepon", "telp", "hp", "whatsapp", "lahir"}
_NAMES = {"pegawai", "lengkap", "pns", "asn", "pejabat", "karyawan", "peserta", "responden"}


def of_persons(head: str) -> bool:
    """Whether a head says that persons are named below it."""
    words = plain(head).split()
    return bool(_OF_PERSONS & set(words)) or ("nama" in words and bool(_NAMES & set(words)))


def names_persons(head: str, values: Iterable[str]) -> bool:
    """Whether a column names persons, by its head or because any of its values is an employee number."""
    return of_persons(head) or any(_NIP.fullmatch(value) for value in values)
