"""The budget of a generated document: a tree of outputs with its spending, the same money by kind, and every total of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from manuscript import Manuscript
from printing import rupiah

KRO = ("AAH", "ABQ", "AEA", "AFA", "BDB", "EBA", "EBD", "QDB")
KINDS = (("51", "Belanja Pegawai", "pegawai"), ("52", "Belanja Barang", "barang"), ("53", "Belanja Modal", "modal"))
LEVELS = ("program", "kegiatan", "kro", "ro")


@dataclass(frozen=True)
class Leaf:
    """An output with its money: before, blocked, added, spent; and the indicator that it serves."""

    code: str
    name: str
    unit: str
    serves: str
    before: int
    blocked: int
    added: int
    spent: int

    @property
    def ceiling(self) -> int:
        return self.before - self.blocked + self.added


@dataclass(frozen=True)
class Branch:
    """A line of the tree: its code, its level, what stands below it, and its leaf if it is one."""

    code: str
    parent: str
    name: str
    below: list[Branch] = field(default_factory=list)
    leaf: Leaf | None = None

    @property
    def level(self) -> str:
        return LEVELS[self.code.count(".")]

    def walk(self) -> Iterator[Branch]:
        yield self
        for branch in self.below:
            yield from branch.walk()


def drawn(m: Manuscript, served: list[str], programmes: int) -> list[Branch]:
    """A tree in which every indicator of `served` has a line of its own, and some lines serve none."""
    waiting = [*served, *[""] * m.random.randint(1, 3)]
    m.random.shuffle(waiting)
    trees = []
    for number in range(programmes):
        mine = waiting[number::programmes]
        top = Branch(f"{number + 1:02d}", "", f"Program Dukungan dan Layanan {number + 1}")
        for step, first in enumerate(range(0, len(mine), 4)):
            activity = Branch(f"{top.code}.{4840 + step}", top.code, f"Kegiatan Pembinaan {number + 1}-{step + 1}")
            top.below.append(activity)
            groups = m.random.sample(KRO, 2)
            for place, serves in enumerate(mine[first : first + 4]):
                _place(m, activity, groups[place % 2], place, serves)
        trees.append(top)
    return trees


def _place(m: Manuscript, activity: Branch, group: str, place: int, serves: str) -> None:
    code = f"{activity.code}.{group}"
    kro = next((branch for branch in activity.below if branch.code == code), None)
    if kro is None:
        kro = Branch(code, activity.code, f"Layanan {group}")
        activity.below.append(kro)
    leaf = f"{code}.{place + 1:03d}"
    name = f"Rincian Output {group} {place + 1}"
    kro.below.append(Branch(leaf, code, name, leaf=_money(m, leaf, name, serves)))


def _money(m: Manuscript, code: str, name: str, serves: str) -> Leaf:
    before = m.random.randint(60, 2400) * 1_000_000 + m.random.randint(0, 999) * 1000
    blocked = m.random.choice((0, m.random.randint(3, 50) * 1_000_000 + m.random.randint(1, 999) * 1000))
    added = m.random.choice((0, 0, m.random.randint(3, 90) * 1_000_000 + m.random.randint(1, 999) * 1000))
    spent = (before - blocked + added) * m.random.randint(93_000, 99_900) // 100_000
    unit = m.random.choice(m.children) if m.children else m.unit
    return Leaf(code, name, unit, serves, before, blocked, added, spent)


def leaves(trees: list[Branch]) -> list[Leaf]:
    return [branch.leaf for tree in trees for branch in tree.walk() if branch.leaf]


def write(m: Manuscript, trees: list[Branch], *, first_version: bool, by_kind: bool) -> None:
    """The ceilings, the spending, the outputs below them, and where asked for the first version and the kinds of spending."""
    with m.table("Pagu anggaran per rincian output"):
        for branch in (branch for tree in trees for branch in tree.walk()):
            _ceiling_row(m, branch)
        m.next()
        for figure in ("pagu_awal_rp", "blokir_rp", "penambahan_rp", "blokir_neto_rp", "pagu_rp"):
            m.claim(figure, "total", "rp")
    with m.table("Realisasi anggaran per rincian output", m.random.choice((m.own, m.other))):
        for branch in (branch for tree in trees for branch in tree.walk()):
            _spending_row(m, branch)
        m.next()
        _absorbed(m, "total")
    if first_version:
        _first_version(m, trees)
    if by_kind:
        _kinds(m, trees)
    for child in m.children:
        if any(leaf.unit == child for leaf in leaves(trees)):
            m.next()
            m.claim("pagu_rp", "total", "rp", unit=child)
            m.claim("realisasi_rp", "total", "rp", unit=child)
            m.claim("serapan_pct", "total", "pct", unit=child)


def _ceiling_row(m: Manuscript, branch: Branch) -> None:
    m.next()
    leaf = branch.leaf
    shared = {"version": "perubahan", "classification": "keluaran", "code": branch.code, "parent": branch.parent, "level": branch.level, "name": branch.name}
    if leaf is None:
        m.fact("budget", **shared)
        for figure in ("pagu_awal_rp", "blokir_neto_rp", "pagu_rp"):
            m.claim(figure, branch.code, "rp")
        return
    moved = {"blokir_rp": leaf.blocked, "penambahan_rp": leaf.added}
    told = {name: rupiah(amount, m.style) if amount else "-" for name, amount in moved.items()}
    m.fact("budget", **shared, unit=leaf.unit, indicator=leaf.serves, pagu_awal_rp=rupiah(leaf.before, m.style), **told)
    m.claim("pagu_rp", branch.code, "rp", unit=leaf.unit)


def _spending_row(m: Manuscript, branch: Branch) -> None:
    m.next()
    if branch.leaf is None:
        _absorbed(m, branch.code)
        return
    leaf = branch.leaf
    m.fact("spending", unit=leaf.unit, classification="keluaran", code=branch.code, realisasi_rp=rupiah(leaf.spent, m.style))
    m.claim("pagu_rp", branch.code, "rp", unit=leaf.unit)
    m.claim("serapan_pct", branch.code, "pct", unit=leaf.unit)
    m.claim("sisa_rp", branch.code, "rp", unit=leaf.unit)


def _absorbed(m: Manuscript, subject: str) -> None:
    for figure in ("pagu_rp", "realisasi_rp", "sisa_rp"):
        m.claim(figure, subject, "rp")
    m.claim("serapan_pct", subject, "pct")


def _first_version(m: Manuscript, trees: list[Branch]) -> None:
    """The ceilings as first agreed, which the revised ones start from."""
    with m.table("Pagu anggaran semula"):
        for branch in (branch for tree in trees for branch in tree.walk()):
            m.next()
            shared = {"code": branch.code, "parent": branch.parent, "level": branch.level, "name": branch.name}
            unit = branch.leaf.unit if branch.leaf else m.unit
            told = {"pagu_rp": rupiah(branch.leaf.before, m.style)} if branch.leaf else {}
            m.fact("budget", unit=unit, version="murni", classification="keluaran", **shared, **told)
        m.next()
        m.claim("pagu_rp", "version:murni", "rp")


def _kinds(m: Manuscript, trees: list[Branch]) -> None:
    """The same money once more by kind of spending, with the totals of the kinds."""
    ceiling, spent = (sum(getattr(leaf, name) for leaf in leaves(trees)) for name in ("ceiling", "spent"))
    shares = [m.random.randint(20, 50), m.random.randint(20, 40)]
    with m.table("Anggaran per jenis belanja", m.random.choice((m.own, m.other))):
        ceilings, spendings = (_split(amount, shares) for amount in (ceiling, spent))
        for (code, name, kind), amount, used in zip(KINDS, ceilings, spendings, strict=True):
            m.next()
            m.fact("budget", version="perubahan", classification="belanja", code=code, level="kelompok", name=name)
            for subject in (f"belanja:{code}", f"kind:{kind}"):
                m.claim("pagu_rp", subject, "rp")
                m.claim("realisasi_rp", subject, "rp")
                m.claim("serapan_pct", subject, "pct")
            halves = list(zip(_split(amount, [60]), _split(used, [60]), strict=True))
            for number, (mine, out) in enumerate(halves, 1):
                account = {"classification": "belanja", "code": f"{code}{number}111"}
                m.next()
                told = {"parent": code, "level": "akun", "name": f"{name} {number}", "kind": kind}
                m.fact("budget", version="perubahan", **account, **told, pagu_rp=rupiah(mine, m.style))
                m.fact("spending", **account, realisasi_rp=rupiah(out, m.style))


def _split(amount: int, shares: list[int]) -> list[int]:
    """The amount in parts of so many percent, and the rest."""
    parts = [amount * share // 100 for share in shares]
    return [*parts, amount - sum(parts)]
