"""Citations of law in prose, in all their spellings, as the canonical ids of the registry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from analysis.peraturan import Instrument, instruments

_MINISTRY = r"(?:Pendayagunaan Aparatur Negara (?:dan|&) Reformasi Birokrasi|PAN\s*(?:&|dan|-)?\s*(?:RB|Reformasi Birokrasi))"
_AGENCY = r"(?:Badan Kepegawa+ian Negara|BKN)"
_PLANNING = r"(?:PPN|Perencanaan Pembangunan Nasional)\s*/\s*(?:Kepala\s+)?(?:Bappenas|Badan Perencanaan Pembangunan Nasional)"
_REPUBLIC = r"(?:\s+(?:Republik Indonesia|RI))?"
_KINDS = (
    ("UU", r"(?:Undang\s*[-—–]?\s*undang(?:\s*\(UU\))?|UU)"),
    ("PP", r"(?:Peraturan Pemerintah(?:\s*\(PP\))?|PP)"),
    ("Perpres", r"(?:Peraturan Presiden|Perpres)"),
    ("PermenPANRB", rf"(?:Pera(?:tur|rut)an Menteri\s+|Permen\s*){_MINISTRY}"),
    ("PermenPPN", rf"(?:Pera(?:tur|rut)an Menteri\s+|Permen\s*){_PLANNING}"),
    ("Permendagri", r"(?:Peraturan Menteri Dalam Negeri|Permendagri)"),
    ("Peraturan BKN", rf"(?:Peraturan (?:Kepala )?|Perka ?|Per ?){_AGENCY}"),
    ("Peraturan KASN", r"Peraturan KASN"),
    ("Peraturan LAN", r"Peraturan (?:Lembaga Administrasi Negara|LAN)"),
    ("Keputusan Kepala BKN", rf"Keputusan Kepala {_AGENCY}"),
)
_NUMBER = r"\s*(?:(?:Nomor|No)\b\.?)?\s*:?\s*(\d+(?:\.\d+)*)\s*(?:\s+Tahun\s+|/KEP/|/)(\d{4})\b"
_TITLE = r"(?:\s+(?:Tanggal\s[^,;]*?\s)?t\w*ntang\s+([^;(]+))?"
_CITED = [(kind, re.compile(rf"\b{words}{_REPUBLIC}{_NUMBER}{_TITLE}", re.IGNORECASE)) for kind, words in _KINDS]
_OWN_NUMBER = (
    ("PMK {0}", re.compile(rf"\b(?:PMK|Peraturan Menteri Keuangan)\s*(?:(?:Nomor|No)\b\.?)?\s*(\d+/PMK\.\d+/\d{{4}}){_TITLE}", re.IGNORECASE)),
    ("{0}", re.compile(rf"\b(PER-\d+/PB/\d{{4}}){_TITLE}", re.IGNORECASE)),
    ("TAP MPR {0}", re.compile(rf"\bTAP MPR(?: RI)?\s*(?:Nomor\s*)?([IVXLC]+/MPR/\d{{4}}){_TITLE}", re.IGNORECASE)),
)
_ENOUGH, _ALIKE = 20, 0.93
"""How many letters of a title name an instrument, and how alike they must be: a letter may be misread."""


@dataclass(frozen=True)
class Citation:
    """One instrument cited: its canonical id, the title said with it (empty if none), and where it stands in the text."""

    id: str
    title: str = ""
    start: int = 0

    @property
    def kind(self) -> str:
        return self.id.rpartition(" ")[0]

    @property
    def number(self) -> str:
        """Number and year, such as `8/2006`."""
        return self.id.rpartition(" ")[2]


def citations(text: str) -> list[Citation]:
    """The instruments cited in `text`, in its order; kinds that the registry does not know are left out."""
    found = [
        Citation(f"{kind} {match[1]}{'/KEP/' if '/KEP/' in match[0].upper() else '/'}{match[2]}", _clean(match[3]), match.start())
        for kind, pattern in _CITED
        for match in pattern.finditer(text)
    ]
    found += [Citation(form.format(match[1].upper()), _clean(match[2]), match.start()) for form, pattern in _OWN_NUMBER for match in pattern.finditer(text)]
    return sorted(found, key=lambda citation: citation.start)


def _clean(title: str | None) -> str:
    return " ".join((title or "").split()).rstrip(" .,")


def same_title(printed: str, title: str) -> bool:
    """Whether a printed title, perhaps cut off, is that title; letters count, and every year in it."""
    said, known = _letters(printed), _letters(title)
    length = min(len(said), len(known))
    if length < min(_ENOUGH, len(known)) or len(said) > 2 * len(known):
        return False
    years = re.findall(r"\d{4}", said[:length])
    return years == re.findall(r"\d{4}", known[:length]) and SequenceMatcher(None, said[:length], known[:length], autojunk=False).ratio() >= _ALIKE


def _letters(title: str) -> str:
    spelled = re.sub(r"\bKementerian Negara\b", "Kementerian", re.sub(r"\bASN\b", "Aparatur Sipil Negara", title))
    return re.sub(r"[^a-z0-9]", "", spelled.casefold())


def meant(citation: Citation) -> Instrument | None:
    """The instrument whose title a citation says under a number that the registry does not know; None if there is no single one.

    Only an instrument of the same kind, or one of another kind with the same number, can be meant.
    """
    known = instruments()
    if citation.id in known or not citation.title:
        return None
    near = [i for i in known.values() if Citation(i.id).kind == citation.kind or Citation(i.id).number == citation.number]
    found = [instrument for instrument in near if same_title(citation.title, instrument.title)]
    return found[0] if len(found) == 1 else None
