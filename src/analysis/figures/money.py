"""Ceilings, spending, absorption and efficiency, by budget line, indicator, objective and kind of spending.

Subjects: a budget code, `IKU.4`, `SS.10`, `kind:<kind>`, `<code>/kind:<kind>`, `version:<version>`, `belanja:<code>` and `total`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from analysis.figures.figure import Cell
from analysis.figures.indicators import definition, indicators, natural
from analysis.figures.ledger import Call, Ledger, Place, builds
from analysis.law import NotComputable
from analysis.periods import Period
from analysis.references import AMOUNTS

VERSIONS = ("perubahan", "murni")
CLASSIFICATIONS = ("keluaran", "unit", "belanja")


@dataclass(frozen=True)
class Line:
    """A budget line in the tree of a unit: `leaf` lines carry the amounts."""

    row: dict[str, Any]
    leaf: bool
    ancestors: tuple[str, ...]

    @property
    def code(self) -> str:
        return str(self.row["code"])

    @property
    def served(self) -> list[str]:
        return [code for code in str(self.row["indicator"]).split(";") if code]


class Tree:
    """The budget lines of a unit and the units below it, in one version and classification, each below its parent."""

    def __init__(self, rows: Sequence[dict[str, Any]]):
        self.rows = rows
        parents = {row["parent"] for row in rows}
        above = {row["code"]: row["parent"] for row in rows}
        lines = [Line(row, row["code"] not in parents, tuple(_chain(above, row["parent"]))) for row in rows]
        self.lines = sorted(lines, key=lambda line: [natural(code) for code in (*reversed(line.ancestors), line.code)])

    @property
    def leaves(self) -> list[Line]:
        return [line for line in self.lines if line.leaf]

    def under(self, code: str) -> list[Line]:
        """The leaves that are the line `code` or below it."""
        return [line for line in self.leaves if line.code == code or code in line.ancestors]


def _chain(above: dict[str, str], code: str) -> list[str]:
    chain: list[str] = []
    while code and code not in chain:
        chain.append(code)
        code = above.get(code, "")
    return chain


def tree_of(ledger: Ledger, unit: str, period: str, version: str | None = None, classification: str | None = None) -> Tree:
    """The budget tree for the period, or else for its year; the revised ceiling before the first, outputs before kinds.

    Raises NotComputable if the documents print no budget there.
    """
    for when in dict.fromkeys([period, str(Period.parse(period).whole_year)]):
        rows = [row for member in ledger.facts.family(unit) for row in ledger.rows("budget", member, when)]
        for kept in [version] if version else VERSIONS:
            for tree in [classification] if classification else CLASSIFICATIONS:
                chosen = [row for row in rows if row["version"] == kept and row["classification"] == tree]
                if chosen:
                    return Tree(_once(ledger, chosen))
    raise NotComputable("budget_missing")


def _once(ledger: Ledger, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with each line of a unit once: where several documents print it, as the last of those that give it an amount."""
    lines: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        lines.setdefault((row["unit"], row["code"]), []).append(row)
    if len(lines) == len(rows):
        return rows

    def worth(row: dict[str, Any]) -> tuple[bool, Any]:
        return any(row[name] == row[name] for name in AMOUNTS), Period.parse(str(ledger.facts.sources[row["document"]].sidecar["period"])).end

    kept = {max(told, key=worth)["index"] for told in lines.values()}
    return [row for row in rows if row["index"] in kept]


def budget_subjects(ledger: Ledger, unit: str, period: str) -> list[str]:
    """Every line of the main tree, the indicators that have a budget, the kinds of spending, and the total."""
    try:
        tree = tree_of(ledger, unit, period)
    except NotComputable:
        return []
    lines = [line.code for line in tree.lines if line.code != "total"]
    served = sorted({line.served[0] for line in tree.leaves if len(line.served) == 1}, key=natural)
    kinds = [f"kind:{kind}" for kind in sorted({str(line.row["kind"]) for line in tree.leaves} - {""})]
    return [*dict.fromkeys(lines), *served, *kinds, "total"]


def selected(at: Place) -> tuple[Tree, list[Line]]:
    """The budget tree and the leaves that the subject of the figure speaks of. Raises NotComputable if there are none."""
    code, _, below = at.subject.partition("/kind:")
    if below:
        return _by_kind_under(at, code, below)
    kind, _, name = at.subject.partition(":")
    if kind == "belanja":
        tree = tree_of(at.ledger, at.unit, at.period, classification="belanja")
        return tree, _found(tree.under(name))
    if kind == "version":
        tree = tree_of(at.ledger, at.unit, at.period, version=name)
        return tree, tree.leaves
    if kind == "kind":
        return _by_kind(at, name)
    tree = tree_of(at.ledger, at.unit, at.period)
    if kind == "total" and not any(line.code == "total" and line.leaf for line in tree.lines):
        return tree, tree.leaves
    if kind.startswith("IKU."):
        return tree, _found([line for line in tree.leaves if line.served == [kind]])
    if kind.startswith("SS."):
        codes = [c for c in indicators(at.ledger, at.unit, at.period) if definition(at.ledger, at.unit, at.period, c)["objective"] == kind]
        return tree, _found([line for line in tree.leaves if line.served and set(line.served) <= set(codes)])
    return tree, _found(tree.under(at.subject) or _in_other_version(at))


def _by_kind(at: Place, name: str) -> tuple[Tree, list[Line]]:
    """The leaves of one kind, in the first classification that tells kinds; none of a told kind is a sum of nothing."""
    for classification in CLASSIFICATIONS:
        try:
            tree = tree_of(at.ledger, at.unit, at.period, classification=classification)
        except NotComputable:
            continue
        if any(line.row["kind"] for line in tree.leaves):
            return tree, [line for line in tree.leaves if line.row["kind"] == name]
    raise NotComputable("budget_missing")


def _by_kind_under(at: Place, code: str, kind: str) -> tuple[Tree, list[Line]]:
    """The leaves of one kind under a code, in the main tree; none of a told kind is a sum of nothing."""
    lines = _found(tree_of(at.ledger, at.unit, at.period).under(code))
    if not any(line.row["kind"] for line in lines):
        raise NotComputable("not_in_documents")
    return Tree([line.row for line in lines]), [line for line in lines if line.row["kind"] == kind]


def _in_other_version(at: Place) -> list[Line]:
    try:
        return tree_of(at.ledger, at.unit, at.period, version="murni").under(at.subject)
    except NotComputable:
        return []


def _found(lines: list[Line]) -> list[Line]:
    if not lines:
        raise NotComputable("not_in_documents")
    return lines


def ceiling(at: Place, line: Line) -> dict[str, Cell | None]:
    """The printed amounts of a leaf, by column."""
    return {column: at.ledger.cell("budget", line.row, column) for column in ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "pagu_rp")}


@builds("pagu_rp", subjects=budget_subjects)
def pagu_rp(at: Place) -> Call:
    """A leaf's own way to its ceiling; above it, the sum of the leaves."""
    tree, lines = selected(at)
    if not lines:
        return Call({"baris": [Fraction(0)]}, case="sum", inputs=tuple(at.ledger.counted(line.row, "kind") for line in tree.leaves))
    if len(lines) == 1 and lines[0].code == at.subject and lines[0].row["unit"] == at.unit:
        return _own_ceiling(at, lines[0])
    return Call({"baris": [_ceiling_of(at, line) for line in lines if _has_ceiling(at, line)]}, case="sum")


def _own_ceiling(at: Place, line: Line) -> Call:
    cells = ceiling(at, line)
    if cells["pagu_rp"] is not None:
        return Call({"nilai": cells["pagu_rp"]}, case="stated")
    if cells["pagu_awal_rp"] is None:
        raise NotComputable("nil_printed")
    return Call({"pagu_awal": cells["pagu_awal_rp"], "blokir": cells["blokir_rp"] or 0, "penambahan": cells["penambahan_rp"] or 0}, case="leaf")


def _has_ceiling(at: Place, line: Line) -> bool:
    cells = ceiling(at, line)
    return cells["pagu_rp"] is not None or cells["pagu_awal_rp"] is not None


def _ceiling_of(at: Place, line: Line) -> Any:
    """The ceiling of a leaf as an input: its cell if it is printed, else the figure that computes it."""
    stated = ceiling(at, line)["pagu_rp"]
    return stated or Place(at.ledger, line.row["unit"], at.period, line.code).figure("pagu_rp")


@builds("pagu_awal_rp", subjects=lambda ledger, unit, period: _having(ledger, unit, period, "pagu_awal_rp"))
def pagu_awal_rp(at: Place) -> Call:
    cells = [ceiling(at, line)["pagu_awal_rp"] for line in selected(at)[1]]
    return Call({"baris": [c for c in cells if c is not None]})


def _having(ledger: Ledger, unit: str, period: str, column: str) -> list[str]:
    try:
        tree = tree_of(ledger, unit, period)
    except NotComputable:
        return []
    return budget_subjects(ledger, unit, period) if any(line.row[column] == line.row[column] for line in tree.leaves) else []


@builds("blokir_rp", "penambahan_rp", "blokir_neto_rp", subjects=lambda ledger, unit, period: _having(ledger, unit, period, "blokir_rp"))
def moved_rp(at: Place) -> Call:
    """Amounts blocked and added, line by line, grouped by unit; a negative blocking is an addition."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in selected(at)[1]:
        cells = ceiling(at, line)
        moved = {"blokir": cells["blokir_rp"] or _nil(line, "blokir_rp"), "penambahan": cells["penambahan_rp"] or 0}
        groups.setdefault(line.row["unit"], []).append(moved)
    return Call({"unit": list(groups.values())})


def _nil(line: Line, column: str) -> Cell:
    """A printed dash in an amount that was moved: nothing, at its place."""
    return Cell(line.row["document"], int(line.row["line"]), column, Fraction(0), table="budget", row=line.row["index"])


@builds("realisasi_rp", subjects=budget_subjects)
def realisasi_rp(at: Place) -> Call:
    _, lines = selected(at)
    cells = [spent(at, line) for line in lines]
    if not any(cells):
        raise NotComputable("nil_printed" if _spending_known(at) else "spending_missing")
    return Call({"baris": [cell for cell in cells if cell is not None]})


def spent(at: Place, line: Line) -> Cell | None:
    """What was spent on a leaf, as printed."""
    rows = at.ledger.rows("spending", line.row["unit"], at.period, classification=line.row["classification"], code=line.code)
    return at.ledger.cell("spending", rows[0], "realisasi_rp") if rows else None


def _spending_known(at: Place) -> bool:
    return any(at.ledger.rows("spending", member, at.period) for member in at.ledger.facts.family(at.unit))


@builds("serapan_pct", "sisa_rp", "sisa_pct", subjects=budget_subjects)
def serapan_pct(at: Place) -> Call:
    return Call({"realisasi": at.figure("realisasi_rp"), "pagu": at.figure("pagu_rp")})


def _with_budget(ledger: Ledger, unit: str, period: str) -> list[str]:
    """Indicators with a budget of their own and spending, and the total over them."""
    served = [s for s in budget_subjects(ledger, unit, period) if s.startswith("IKU.")]
    known = [s for s in served if s in indicators(ledger, unit, period)]
    return [*known, "total"] if known else []


@builds("efisiensi_pct", subjects=_with_budget)
def efisiensi_pct(at: Place) -> Call:
    """Over one indicator, or over all indicators that have a budget of their own."""
    codes = [at.subject] if at.subject != "total" else _with_budget(at.ledger, at.unit, at.period)[:-1]
    lines = [(at.figure("pagu_rp", c), at.figure("capaian_pct", c), at.figure("realisasi_rp", c)) for c in codes]
    return Call({"keluaran": lines})


@builds("efisiensi_terbatas_pct", subjects=_with_budget)
def efisiensi_terbatas_pct(at: Place) -> Call:
    return Call({"efisiensi": at.figure("efisiensi_pct")})


@builds("nilai_efisiensi", subjects=_with_budget)
def nilai_efisiensi(at: Place) -> Call:
    return Call({"efisiensi_terbatas": at.figure("efisiensi_terbatas_pct")})


@builds("jumlah_baris")
def jumlah_baris(at: Place) -> Call:
    """How many lines of a level the main budget tree has."""
    lines = [line for line in tree_of(at.ledger, at.unit, at.period).lines if line.row["level"] == at.subject]
    return Call({"anggota": [line.code for line in lines]}, inputs=tuple(at.ledger.counted(line.row, "code") for line in lines))
