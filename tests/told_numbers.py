"""What the pages of a site tell in prose: every digit must be a figure, a count, words as printed, or of a kind that counts nothing.

Figures are held against `figures.csv`, counts against the list that they lead to, evidence against `findings.csv`, quotations against what was transcribed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from analysis.audit import kept
from analysis.audit.finding import addressed
from analysis.words import FOLDER, words
from analysis.workbook import anchor

VOID = {"br", "hr", "img", "input", "link", "meta"}
SILENT = {"td", "th", "svg", "pre", "script", "style"}
"""Elements that hold no prose: cells of tables, drawings, code."""
KINDS = {"count": "count", "code": "code", "named": "named", "of": "named", "period": "period", "at": "where", "where": "where", "law": "law"}
"""Classes of words that are of a kind, the inner ones before those that hold them."""
TRACES = {"traces"}
"""Where numbers lead to: what a trace says is its own source."""
_KEPT = 12
"""How many pages are kept as trees: those of a report lead to each other."""
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[^\s“”\"()]*\d[^\s“”\"()]*")
_NUMBER = re.compile(r"(?P<sign>[−+]?)(?P<rp>Rp)?(?P<digits>\d[\d.,]*)\s?(?P<unit>%|\w+)?")


@dataclass(eq=False)
class Element:
    """An element of a page with what it holds."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    parts: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def href(self) -> str:
        return self.attributes.get("href", "")

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def above(self) -> Iterator[Element]:
        """The element and everything that it stands in, from the inside."""
        found: Element | None = self
        while found is not None:
            yield found
            found = found.parent

    @property
    def all(self) -> Iterator[Element]:
        """The element and everything in it, in the order of the page."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part.all

    def named(self, *tags: str) -> list[Element]:
        return [element for element in self.all if element.tag in tags]


class Reader(HTMLParser):
    """A page as a tree."""

    def __init__(self, markup: str):
        super().__init__()
        self.root = self.open = Element("", {})
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.open)
        self.open.parts.append(made)
        if tag not in VOID:
            self.open = made

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open = next(element for element in self.open.above if element.tag == tag).parent or self.root

    def handle_data(self, data: str) -> None:
        self.open.parts.append(data)


@dataclass
class Page:
    """One page: its tree, its language, and its elements by address."""

    root: Element

    @cached_property
    def lang(self) -> str:
        return self.root.named("html")[0].attributes["lang"]

    @cached_property
    def flat(self) -> list[Element]:
        return list(self.root.all)

    @cached_property
    def places(self) -> dict[str, Element]:
        return {element.attributes["id"]: element for element in self.flat if "id" in element.attributes}

    def section(self, heading: Element) -> list[Element]:
        """What stands below a heading, up to the next of its level; all of the section that it opens."""
        if heading.parent and heading.parent.tag == "section" and next((e for e in heading.parent.parts if isinstance(e, Element)), None) is heading:
            return list(heading.parent.all)
        after = self.flat[self.flat.index(heading) + 1 :]
        end = next((n for n, e in enumerate(after) if re.fullmatch(r"h[2-6]", e.tag) and e.tag <= heading.tag), len(after))
        return after[:end]


class Site:
    """Rendered reports beside their result files."""

    def __init__(self, reports: Path, processed: Path, raw: Path, expectations: Path):
        self.reports, self.processed = reports, processed
        self._pages: dict[str, Page] = {}
        self._findings: dict[str, dict[str, Any]] = {}
        self.sources = [raw, FOLDER, expectations]

    @property
    def addresses(self) -> list[str]:
        return sorted(file.relative_to(self.reports).as_posix() for file in self.reports.rglob("*.html"))

    def page(self, address: str) -> Page | None:
        """A page as a tree; only the last few are kept, for a whole site of trees is large."""
        file = self.reports / address
        if address not in self._pages and file.is_file():
            if len(self._pages) >= _KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[address] = Page(Reader(file.read_text("utf-8")).root)
        return self._pages.get(address)

    @cached_property
    def figures(self) -> dict[str, dict[str, str]]:
        """The rows of every `figures.csv` by the address of their trace."""
        rows = [row for file in sorted(self.processed.rglob("figures.csv")) for row in _rows(file)]
        return {anchor(SimpleNamespace(**row)): row for row in rows}  # type: ignore[arg-type]

    @cached_property
    def transcribed(self) -> str:
        """Everything that raw files, catalogues and checks say: what a name, a code, a reference or a quotation may consist of."""
        files = [file for folder in self.sources for file in sorted(folder.rglob("*")) if file.suffix in {".csv", ".yaml", ".po", ".json"}]
        text = "\n".join(file.read_text("utf-8") for file in files)
        return text + re.sub(r"-(\d+)-(\d{4})\b", r" \1/\2", text)

    def findings(self, folder: str) -> dict[str, Any]:
        """The findings of a report by the address of their evidence."""
        if folder not in self._findings:
            told = kept.stored(self.processed / folder)
            self._findings[folder] = dict(addressed(f for f in told.findings if f.fails)) if told else {}
        return self._findings[folder]

    @cached_property
    def subjects(self) -> set[str]:
        """What findings are about."""
        return {row["subject"] for file in self.processed.rglob("findings.csv") for row in _rows(file)}

    def folder(self, address: str) -> str:
        """The report that a page belongs to: `unit/period`."""
        return "/".join(address.split("/")[-3:-1])

    # what is wrong with a page

    def untold(self, address: str) -> list[str]:
        """Every digit in the prose of a page that is not what it must be, with why."""
        page = self.page(address)
        assert page is not None, address
        (main,) = page.root.named("main")
        return [f"{address}: {why}" for why in self._of(main, page, address)]

    def _of(self, element: Element, page: Page, address: str) -> Iterator[str]:
        if element.tag in SILENT or element.classes & TRACES:
            return
        told = element.tag == "a" and "#f-" in element.href and not element.classes & set(KINDS)
        if told and (why := self._not_the_figure(element, page.lang)):
            yield why
        for part in element.parts:
            if isinstance(part, Element):
                yield from self._of(part, page, address)
            elif _DIGIT.search(part) and not told and (why := self._not_of_a_kind(element, part, page, address)):
                yield why

    def _not_the_figure(self, link: Element, lang: str) -> str:
        row = self.figures.get(link.href.partition("#")[2])
        if row is None:
            return f"'{link.text}' leads to {link.href}, which no figures.csv holds"
        return "" if shows(link.text, row, lang) else f"'{link.text}' leads to {row['figure']} {row['subject']}, which is {row['value'] or row['reason']}"

    def _not_of_a_kind(self, element: Element, text: str, page: Page, address: str) -> str:
        for around in element.above:
            if around.tag == "q" or (around.classes & {"words"} and "own" not in around.classes):
                return "" if self._printed(around.text) else f"no document prints “{around.text}”"
            if "evidence" in around.classes:
                return self._not_the_evidence(around, text, page.lang, address)
            if kinds := [kind for name, kind in KINDS.items() if name in around.classes]:
                return str(getattr(self, f"_no_{kinds[0]}")(around, page, address))
        return f"'{text.strip()}' is neither figure nor count, and of no kind"

    def _printed(self, text: str) -> bool:
        return all(_flat(part) in self._flat_transcribed for part in re.split(r" \+ |�", text.rstrip("…")))

    @cached_property
    def _flat_transcribed(self) -> str:
        text = self.transcribed.replace('""', '"')
        return _flat(text + re.sub(r"[-:]", " ", text))

    def _no_count(self, counted: Element, page: Page, address: str) -> str:
        number = int(re.sub(r"\D", "", counted.text))
        if not counted.href:
            fold = next((e for e in counted.above if e.tag == "details"), None) if any(e.tag == "summary" for e in counted.above) else None
            found = entries(list(fold.all)[1:]) if fold else {0}
        else:
            target, _, name = counted.href.partition("#")
            place = (Path("/") / Path(address).parent / target).resolve().relative_to("/").as_posix() if target else address
            found = self._listed(self.page(place), name, self.folder(place), next((c for c in counted.classes if c.startswith("is-")), ""))
        return "" if number in found else f"'{counted.text}' counts {counted.href or 'nothing'}, which holds {sorted(found)}"

    def _listed(self, page: Page | None, name: str, folder: str, among: str = "") -> set[int]:
        """How many entries the place of a page has that a count leads to; `among` those of a class, or the counts that are told there."""
        if name.startswith("terhenti"):
            reason = f"stopped:{name.removeprefix('terhenti').removeprefix('-')}"
            return {sum(row["reason"].startswith(reason) for row in _rows(self.processed / folder / "figures.csv"))}
        if page is None or name not in page.places:
            return set()
        place = page.places[name]
        elements = page.section(place) if re.fullmatch(r"h[2-6]", place.tag) else list(place.all)
        if among == "is-told":
            return {int(re.sub(r"\D", "", e.text)) for e in elements if e.tag == "td" and re.fullmatch(r"\d[\d.,]*", e.text)}
        return {sum(among in e.classes for e in elements)} if among else entries(elements)

    def _no_code(self, element: Element, page: Page, address: str) -> str:
        return self._unknown(element, r"[A-Za-z0-9.#/-]*")

    def _no_named(self, element: Element, page: Page, address: str) -> str:
        """A name is transcribed; a bare number in it, other than a year, is so with the word before it, or is the number of what follows."""
        w = words(page.lang)
        ordinals = "|".join([w("place.short_line", line=r"[\d, –]+"), w("part.band", scheme="", order=r"\d+")])
        for part in re.split(r" · |: ", re.sub(ordinals, "", element.text, flags=re.IGNORECASE)):
            if part in self.subjects:
                continue
            for bare in re.finditer(r"(?<!\S)\d+(?!\S)", part):
                before, behind = part[: bare.start()].split()[-1:], part[bare.end() :].strip()
                beside = f"{before[0]} {bare[0]}" if before else behind or bare[0] + "?"
                known = _flat(beside) in self._flat_transcribed
                if not known and not re.fullmatch(r"(?:19|20)\d\d", bare[0]) and _flat(element.text) not in self._flat_transcribed:
                    return f"'{element.text}' holds a number that no name has"
        return self._unknown(element, r".*", "\n".join(self.subjects))

    def _no_law(self, element: Element, page: Page, address: str) -> str:
        return "" if "#f-" in element.href and element.href.partition("#")[2] in self.figures else self._unknown(element, r".*", law_words())

    def _no_where(self, element: Element, page: Page, address: str) -> str:
        line = words(page.lang)("place.short_line", line=r"[\d, –]+")
        named = re.sub(line, "", element.text, flags=re.IGNORECASE)
        missing = [token for token in _tokens(named) if token not in self.transcribed]
        return f"'{element.text}' is no place" if missing else ""

    def _no_period(self, element: Element, page: Page, address: str) -> str:
        return "" if re.fullmatch(r"\D*\b(?:19|20)\d\d\b\D*", element.text) else f"'{element.text}' is no period"

    def _unknown(self, element: Element, form: str, known: str = "") -> str:
        missing = [token for token in _tokens(element.text) if token not in known and token not in self.transcribed]
        return "" if re.fullmatch(form, element.text) and not missing else f"'{element.text}' is not known as {element.attributes['class']}"

    def _not_the_evidence(self, element: Element, text: str, lang: str, address: str) -> str:
        finding = self.findings(self.folder(address)).get(element.attributes.get("id", ""))
        if finding is None:
            return f"'{text.strip()}' belongs to no finding"
        told = " ".join(finding.cells)
        known = {_decimal(number) for number in re.findall(r"-?\d+(?:\.\d+)?", told)}
        for token in _tokens(text):
            number = shown(token, lang)
            rounded = number is not None and any(_rounded(value, number[1]) == number[0] for value in known)
            if not rounded and token not in told and token not in self.transcribed:
                return f"'{token}' is not in the finding {finding.anchor}"
        return ""


def entries(elements: list[Element]) -> set[int]:
    """How many entries there are among the elements: findings, rows of tables, what the columns of a table add up to, or items."""
    evidence = [e for e in elements if "evidence" in e.classes]
    if evidence:
        return {len(evidence), sum("waived" not in e.classes for e in evidence)}
    if traces := [e for e in elements if e.tag == "article" and e.attributes.get("id", "").startswith("f-")]:
        return {len(traces)}
    tables = [e for e in elements if e.tag == "table"]
    if tables:
        rows = [row for table in tables for body in table.named("tbody") for row in body.named("tr") if "group" not in row.classes]
        return {len(rows)} | {total for table in tables for total in _sums(table)} | _parts(rows)
    return {sum(e.tag == "li" for e in elements), sum("quoted" in e.classes for e in elements)} - {0} or {0}


def _sums(table: Element) -> set[int]:
    """The totals in the last row of a table that the whole numbers above them add up to."""
    body, foot = ([[cell.text for cell in row.named("th", "td")] for part in table.named(name) for row in part.named("tr")] for name in ("tbody", "tfoot"))
    columns = list(zip(*body, strict=True)) if foot else []
    whole = {
        n: [int(re.sub(r"[.,]", "", cell)) for cell in column] for n, column in enumerate(columns) if all(re.fullmatch(r"[\d.,]+", cell) for cell in column)
    }
    return {sum(numbers) for n, numbers in whole.items() if foot[0][n] and int(re.sub(r"\D", "", foot[0][n]) or -1) == sum(numbers)}


def _parts(rows: list[Element]) -> set[int]:
    """What the cells of a column add up to that tell how many of how many: both sums."""
    columns: dict[str, list[re.Match[str] | None]] = {}
    for row in rows:
        for n, cell in enumerate(row.named("th", "td")):
            told = re.fullmatch(r"(\d[\d.,]*) \w+ (\d[\d.,]*)|–", cell.text)
            columns.setdefault(cell.attributes.get("data-label", str(n)), []).append(told)
    whole = [[cell for cell in column if cell] for column in columns.values() if all(column)]
    return {sum(int(re.sub(r"\D", "", cell[n] or "0")) for cell in column) for column in whole for n in (1, 2)}


def shown(text: str, lang: str) -> tuple[Decimal, int, str, bool] | None:
    """A number as the language writes it: its value as shown, its decimals, its unit, and whether it is rupiah."""
    match = _NUMBER.fullmatch(text.replace("\u00a0", " ").strip())
    if not match:
        return None
    group, point = (".", ",") if lang == "id" else (",", ".")
    whole, _, part = match["digits"].partition(point)
    if not re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})*", whole) or not re.fullmatch(r"\d*", part):
        return None
    value = Decimal(f"{'-' if match['sign'] == '−' else ''}{whole.replace(group, '')}.{part or '0'}")
    return value, len(part), match["unit"] or "", bool(match["rp"])


def shows(text: str, row: dict[str, str], lang: str) -> bool:
    """Whether the text is the value of a row of `figures.csv` in the form of the language."""
    w = words(lang)
    if not row["value"]:
        return text in {w("none.na"), w("none.dash"), w("none.nil")}
    if row["measure"] == "kategori":
        return text == w.or_plain("category", row["value"])
    number = shown(text, lang)
    if number is None:
        return False
    told, places, unit, rupiah = number
    sizes = {w("unit.million"): 6, w("unit.billion"): 9, w("unit.trillion"): 12}
    value = Decimal(row["value"]).scaleb(-sizes.get(unit, 0))
    fits = unit in ({"%"} if row["measure"] == "pct" else {"", *sizes} if rupiah else {""})
    return fits and rupiah == (row["measure"] == "rp") and (places >= 2 or value == told) and _rounded(value, places) == told


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8"), newline="")))


def _tokens(text: str) -> list[str]:
    """The words that hold digits, without the marks around them."""
    return [re.sub(r"^ke-", "", token.strip(".,;:%")) for token in _TOKEN.findall(text)]


def _decimal(text: str) -> Decimal:
    return Decimal(text)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _flat(text: str) -> str:
    """The text without blanks, middle dots and capitals, as far as quotations and names are compared."""
    return re.sub(r"[\s·]+", "", text).casefold()


@cache
def law_words() -> str:
    """What the rules and dated parameters refer to."""
    from analysis.rules import law

    return "\n".join([*(r.reference for r in law().rules), *(p.reference for p in law().parameters)])
