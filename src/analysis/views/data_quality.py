"""Is the data fit to judge by?"""

from __future__ import annotations

import re
from collections import Counter

from analysis import audit, charts
from analysis.numbers import exact
from analysis.pages.blocks import Block, Cell, Folded, Heading, Prose, Table, Tile, Tiles
from analysis.workbook import Workbook

SEVERITIES = ("critical", "warning", "info")
OUTCOMES = ("holds", "fails", "not_applicable")


def failing(wb: Workbook, *severities: str) -> list[dict[str, str]]:
    """Findings that fail, of the given severities or of all, the gravest first."""
    chosen = severities or SEVERITIES
    found = [f for f in wb.findings if f["outcome"] == "fails" and f["severity"] in chosen]
    return sorted(found, key=lambda f: (SEVERITIES.index(f["severity"]), f["check"], f["document"], int(f["line"] or 0), f["subject"]))


def headline(wb: Workbook) -> list[Block]:
    """How many checks hold, fail and do not apply, and whether anything stops the judgement."""
    w = wb.words
    checks = {o: len({(f["check"], f["document"]) for f in wb.findings if f["outcome"] == o}) for o in OUTCOMES}
    tiles = [
        Tile(
            w("quality.checks"),
            str(sum(checks.values())),
            w("quality.checks_detail", holds=checks["holds"], fails=checks["fails"], none=checks["not_applicable"]),
        )
    ]
    tiles += [
        Tile(w(f"severity.{s}"), str(len(failing(wb, s))), w(f"severity.{s}_detail"), "#temuan", "bad" if failing(wb, s) and s == "critical" else "")
        for s in SEVERITIES
    ]
    return [Tiles(tiles), Prose(sentence(wb), "lead")]


def sentence(wb: Workbook) -> str:
    """Whether the data are fit, in one sentence."""
    w, number = wb.words, {s: len(failing(wb, s)) for s in SEVERITIES}
    if number["critical"]:
        return w("quality.stopped", count=number["critical"])
    told = [w(f"index.severity.{s}", count=n) for s, n in number.items() if n]
    return w("quality.fit_with", found=w.join(told)) if told else w("quality.fit")


def gate(wb: Workbook) -> list[Block]:
    """A warning before anything is judged, if a critical check fails; nothing otherwise."""
    stopping = failing(wb, "critical")
    return [Prose(wb.words("quality.stopped", count=len(stopping)), "warn")] if stopping else []


def findings(wb: Workbook) -> list[Block]:
    """Every failing place: what is checked, what is printed there, what was expected."""
    w, found = wb.words, failing(wb)
    if not found:
        return [Heading(w("quality.findings"), "temuan"), Prose(w("quality.no_findings"), "note")]
    columns = [w(f"column.{c}") for c in ("severity", "check", "place", "subject", "found", "expected", "reading")]
    rows = [
        [
            Cell(w(f"severity.{f['severity']}"), tone=f"severity-{f['severity']}"),
            Cell(f"{f['check']} {audit.sentence(f['check'], w.lang)}"),
            Cell(_place(wb, f)),
            Cell(wb.subject(f["subject"])),
            *(Cell(_value(wb, f[name])[0]) for name in ("found", "expected")),
            Cell(_value(wb, f["found"])[1]),
        ]
        for f in found
    ]
    if not any(row[-1].text for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return [Heading(w("quality.findings"), "temuan"), Table(w("quality.findings_table"), columns, rows, frozenset({4, 5}))]


def _value(wb: Workbook, text: str) -> tuple[str, str]:
    """A stored value in the form of the language, and the reading that would give it in words."""
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)(?: \((.+)\))?", text)
    if match is None:
        return text, ""
    value, names = exact(match[1]), match[2]
    number = wb.words.number(value, 0 if value.denominator == 1 else 2)
    return number, wb.words.join(wb.words(f"variant.{name}") for name in names.split(";")) if names else ""


def _place(wb: Workbook, finding: dict[str, str]) -> str:
    if not finding["line"]:
        return str(wb.facts.sources[finding["document"]].sidecar["title"]) if finding["document"] else "–"
    return wb.place(finding["document"], int(finding["line"]))


def coverage(wb: Workbook) -> list[Block]:
    """What was checked: by suite, how many checks hold, fail and do not apply, and on how many rows."""
    w = wb.words
    names = sorted({f["suite"] for f in wb.findings})
    if not names:
        return []
    outcomes = Counter((f["suite"], f["outcome"]) for f in {(f["check"], f["document"], f["outcome"]): f for f in wb.findings}.values())
    drawn = [{"label": w.or_plain("suite", s), "value": outcomes[s, o], "series": w(f"outcome.{o}")} for s in names for o in OUTCOMES if outcomes[s, o]]
    rows = [[Cell(w.or_plain("suite", s)), *(Cell(str(outcomes[s, o])) for o in OUTCOMES)] for s in names]
    table = Table(w("quality.coverage"), [w("column.suite"), *(w(f"outcome.{o}") for o in OUTCOMES)], rows, frozenset({1, 2, 3}))
    colours = {w("outcome.holds"): charts.GOOD, w("outcome.fails"): charts.BAD, w("outcome.not_applicable"): charts.SOFT}
    drawing = charts.stacked_bars(drawn, axis=w("axis.checks"), colours=colours)
    return [
        Heading(w("quality.coverage"), "cakupan"),
        wb.chart(drawing, title=w("quality.coverage"), finding=w("quality.coverage_how"), table=table),
        Folded(w("quality.all_checks"), [_all_checks(wb)]),
    ]


def _all_checks(wb: Workbook) -> Table:
    w = wb.words
    passed = sorted((f for f in wb.findings if f["outcome"] != "fails"), key=lambda f: (f["check"], f["document"]))
    columns = [w("column.check"), w("column.outcome"), w("column.rows"), w("column.document")]
    rows = [
        [
            Cell(f"{f['check']} {audit.sentence(f['check'], w.lang)}"),
            Cell(w(f"outcome.{f['outcome']}")),
            Cell(f["applied"]),
            Cell(str(wb.facts.sources[f["document"]].sidecar["title"]) if f["document"] else "–"),
        ]
        for f in passed
    ]
    return Table(w("quality.all_checks"), columns, rows, frozenset({2}))


def corrections(wb: Workbook) -> list[Block]:
    """Where the raw data are read otherwise than the text has them, and why."""
    w = wb.words
    entries = [(source, entry) for source in (wb.facts.sources[d] for d in wb.documents) for entry in source.corrections]
    if not entries:
        return []
    rows = [[Cell(wb.place(s.document, int(e["line"]))), Cell(str(e["printed"])), Cell(str(e["meant"])), Cell(str(e["why"][w.lang]))] for s, e in entries]
    return [
        Heading(w("quality.corrections"), "koreksi"),
        Table(w("quality.corrections_table"), [w("column.place"), w("column.printed"), w("column.meant"), w("column.why")], rows),
    ]
