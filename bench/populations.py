"""The counted populations of a generated document: agencies with their index, people by unit and rank, classes, ratios over time."""

from __future__ import annotations

from fractions import Fraction

from drawn import Drawn
from indices import DIMENSIONS, hundredths
from manuscript import Manuscript
from printing import spelled

# fmt: off
PLACES = [
    "Jati", "Cendana", "Meranti", "Ulin", "Damar", "Bakau", "Cemara", "Akasia", "Mahoni", "Trembesi", "Ketapang", "Angsana", "Flamboyan", "Kenanga",
    "Melati", "Anggrek", "Dahlia", "Mawar", "Teratai", "Kamboja", "Sonokeling", "Pinus", "Beringin", "Nangka", "Rambutan", "Manggis", "Salak", "Kelapa",
    "Bambu", "Rotan",
]
# fmt: on
RANKS = ("gol_ii", "gol_iii_a", "gol_iii_b", "gol_iv")
SERVICES = ("Pengadaan", "Kenaikan Pangkat", "Pencantuman Gelar", "Kartu Pegawai", "Pindah Instansi", "Masa Kerja", "Pensiun", "Cuti", "Mutasi", "Konsultasi")
CHANNELS = ("simpegnas", "web_service", "belum")


def agencies(m: Manuscript, count: int) -> None:
    """The agencies below the office: people, four dimensions, index, category and rank of each."""
    scores = {}
    with m.table("Nilai IP ASN instansi wilayah kerja", m.random.choice((m.own, m.other))):
        for place in m.random.sample(PLACES, count):
            m.next()
            kind = m.random.choice(("kab", "kota"))
            member = f"{kind}-{place.lower()}"
            shared = {"population": "ip-asn-instansi", "member": member, "name": f"Pemerintah {kind.title()}. {place}"}
            people = m.random.randint(120, 1900) * 10 + m.random.choice((0, 0, 0, 3, 7))
            m.fact("members", **shared, attribute="jumlah_pns", value=m.number(people))
            told = {name: hundredths(m, *ends) for name, ends in DIMENSIONS.items()}
            scores[member] = sum(told.values(), Fraction(0))
            for name, score in told.items():
                m.fact("members", **shared, attribute=name, value=m.number(score, 2))
            for figure, form in (("skor", "nilai"), ("kategori", "word"), ("peringkat", "whole")):
                m.claim(figure, f"ip-asn-instansi:{member}", form)  # type: ignore[arg-type]
        m.next()
        m.claim("jumlah", "ip-asn-instansi/jumlah_pns", "whole")
    _told_of_agencies(m, scores)


def _told_of_agencies(m: Manuscript, scores: dict[str, Fraction]) -> None:
    """What the prose says of the agencies: how many, in which categories, and which is first and last."""
    m.next()
    m.claim("banyaknya", "ip-asn-instansi", "whole")
    count = len(scores)
    m.fact("statements", kind="count", subject="ip-asn-instansi", value=m.number(count), words=f"terdapat {m.number(count)} ({spelled(count)}) instansi")
    for category in ("tinggi", "sedang"):
        m.claim("banyaknya", f"ip-asn-instansi={category}", "whole")
        m.claim("porsi_pct", f"ip-asn-instansi={category}", "pct")
    order = sorted(scores, key=lambda member: scores[member])
    for member, word in ((order[-1], "tertinggi"), (order[0], "terendah")):
        m.next()
        m.claim("skor", f"ip-asn-instansi:{member}", "nilai")
        words = f"capaian {word} diperoleh {member} dengan nilai {m.number(scores[member], 2)}"
        m.fact("statements", kind="comparison", subject=f"ip-asn-instansi:{member}", value=word, words=words)


def people(m: Manuscript, count: int) -> None:
    """People by unit and rank, with totals of rows and of columns."""
    with m.table("Jumlah pegawai per golongan"):
        for place in range(1, count + 1):
            m.next()
            shared = {"population": "pegawai-golongan", "member": f"bagian-{place}", "name": f"Bagian {place}"}
            for rank in RANKS:
                m.fact("members", **shared, attribute=rank, value=m.number(m.random.randint(2, 1400)))
            m.claim("jumlah", f"pegawai-golongan:bagian-{place}", "whole")
        m.next()
        for rank in RANKS:
            m.claim("jumlah", f"pegawai-golongan/{rank}", "whole")
        m.claim("jumlah", "pegawai-golongan", "whole")


def graded(m: Manuscript, code: str) -> Drawn:
    """Agencies by grade, of which the best two count."""
    counts = {grade: m.random.randint(*ends) for grade, ends in {"a": (12, 30), "b": (6, 15), "c": (1, 4), "d": (0, 2)}.items()}

    def write() -> None:
        with m.table("Hasil penilaian NSPK"):
            for grade, count in counts.items():
                m.next()
                m.fact("members", population="nspk", member=grade, name=grade.upper(), attribute="jumlah", value=m.number(count))
                m.claim("porsi_pct", f"nspk:{grade}", "pct")
            m.next()
            m.claim("jumlah", "nspk", "whole")

    good = counts["a"] + counts["b"]
    return Drawn("class_share", Fraction(100 * good, sum(counts.values())), write)


def _classified(m: Manuscript, population: str, title: str, names: list[str], classes: list[str], good: set[str]) -> Drawn:
    """Members told one by one, each with its class."""

    def write() -> None:
        with m.table(title):
            for name, told in zip(names, classes, strict=True):
                m.next()
                m.fact("members", population=population, member=name.lower().replace(" ", "-"), name=name, attribute="kelas", **{"class": told})
            m.next()
            m.claim("banyaknya", population, "whole")
            for told in sorted(set(classes)):
                m.claim("banyaknya", f"{population}={told}", "whole")

    return Drawn("class_share", Fraction(100 * sum(told in good for told in classes), len(classes)), write)


def digital(m: Manuscript, code: str) -> Drawn:
    """Services, each digital or not yet."""
    names = list(SERVICES[: m.random.randint(7, 10)])
    classes = ["ya"] * len(names)
    classes[m.random.randrange(len(names))] = "belum"
    return _classified(m, "digital", "Layanan berbasis digital", names, classes, {"ya"})


def connected(m: Manuscript, code: str) -> Drawn:
    """Agencies, each with the channel that its system is connected by."""
    names = m.random.sample(PLACES, m.random.randint(8, 14))
    classes = [m.random.choice(CHANNELS[:2]) for _ in names]
    classes[m.random.randrange(len(names))] = "belum"
    return _classified(m, "integrasi", "Integrasi sistem informasi", names, classes, set(CHANNELS[:2]))


def ratio(m: Manuscript, code: str) -> Drawn:
    """Some of a number, told in prose."""
    whole = m.random.randint(18, 640)
    part = whole - m.random.randint(0, max(1, whole // 12))

    def write() -> None:
        m.next()
        for figure in ("pembilang_iku", "penyebut_iku"):
            m.claim(figure, code, "whole")
        m.claim("realisasi_iku", code, "pct")

    cells = {"numerator": m.number(part), "denominator": m.number(whole)}
    return Drawn("ratio", Fraction(100 * part, whole), write, cells)


def by_quarter(m: Manuscript, code: str) -> Drawn:
    """Some of a number, told year-to-date for every quarter."""
    whole = m.random.randint(12, 90)
    steps = [*sorted(m.random.randint(1, whole - 2) for _ in range(3)), whole - m.random.randint(0, max(1, whole // 12))]
    parts = [max(steps[: place + 1]) for place in range(4)]

    def write() -> None:
        with m.table(f"Realisasi {code} per triwulan"):
            for quarter, part in enumerate(parts, 1):
                m.next()
                place = {"period": f"{m.year}-TW{quarter}", "code": code}
                m.fact("realisations", **place, method="ratio", numerator=m.number(part), denominator=m.number(whole), status="final")
                m.fact("targets", **place, basis="measurement", value=m.number(20 * quarter))
                m.claim("realisasi_iku", code, "pct", period=place["period"])
                m.claim("capaian_pct", code, "pct", period=place["period"])

    cells = {"numerator": m.number(parts[-1]), "denominator": m.number(whole)}
    return Drawn("ratio", Fraction(100 * parts[-1], whole), write, cells)


def settled(m: Manuscript, code: str) -> Drawn:
    """A percentage that the document states, with what it was counted out of."""
    whole = m.random.randint(8, 40)
    value = Fraction(100 * (whole - m.random.randint(0, 2)), whole)
    shown = Fraction(round(value * 100), 100)
    return Drawn("stated", shown, cells={"value": f"{m.number(value, 2)}%", "denominator": m.number(whole)})


def counted(m: Manuscript, code: str) -> Drawn:
    """A number of documents or agencies that the document states."""
    value = m.random.randint(18, 44)
    return Drawn("stated", Fraction(value), cells={"value": m.number(value)})


def awaited(m: Manuscript, code: str) -> Drawn:
    """A score that nobody has told yet."""
    return Drawn("stated", None, cells={"value": "N/A", "status": "na", "reason": "belum_ada_nilai_resmi"})
