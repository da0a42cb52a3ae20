"""What a regulation measures by a rule whose content is not established: known by name and year, and refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from analysis.law import NotComputable, rule

IP_ASN_2023 = "PermenPANRB 38/2018; surat BKN 4190/B-BM.02.01/SD/K/2024 (isi belum dilihat)"
RB_2023 = "PermenPANRB 3/2023 dan 9/2023; Kepmen PANRB 739/2023 (bagian penilaian belum dilihat utuh)"
IKPA_2022 = "PER-5/PB/2022 (bunyi aturan belum dilihat)"
IKPA_2025 = "PER-5/PB/2024 dengan penyesuaian Inpres 1/2025 (nilai tidak ditemukan; sumber tentang yang disesuaikan bertentangan)"
KMK_466 = "KMK 466/2023 (pembagian, rumus, dan ambang SBK belum dilihat)"
KMK_466_KL = "KMK 466/2023 (bobot IKSS, IKP, dan RO pada sumber tidak berjumlah benar)"
STABLE = "beberapa rumus instansi; tidak ada peraturan yang menetapkannya"


def _each(ids: str, **properties: Any) -> list[dict[str, Any]]:
    return [{"id": id, "measure": "nilai", "certainty": "U", **properties} for id in ids.split()]


UNKNOWN = [
    *_each("capaian_pct capaian_tahunan_pct", version="stabil", case="stabil", reference=STABLE, measure="pct"),
    *_each("kategori", version="bkn-12-2022", case="nspk", since=2022, reference="Peraturan BKN 12/2022 (rentang angka belum dilihat)", measure="kategori"),
    *_each(
        "ip_asn_kualifikasi_nilai ip_asn_kompetensi_nilai ip_asn_kinerja_nilai ip_asn_disiplin_nilai ip_asn_pegawai_nilai",
        version="bkn-4190-2024",
        since=2023,
        reference=IP_ASN_2023,
    ),
    *_each("akip_komponen_nilai", version="permenpanrb-12-2015", since=2015, until=2020, reference="PermenPANRB 12/2015 (subkomponen belum dilihat)"),
    *_each("rb_nilai rb_subkomponen_nilai", version="permenpanrb-9-2023", since=2023, reference=RB_2023),
    *_each("merit_nilai", version="setelah-kasn", since=2024, reference="UU 20/2023 (setelah KASN berakhir, penilaian belum dilihat)"),
    *_each(
        "ikpa_revisi_dipa_nilai ikpa_penyerapan_nilai ikpa_belanja_kontraktual_nilai ikpa_penyelesaian_tagihan_nilai",
        version="per-5-pb-2022",
        since=2022,
        until=2023,
        reference=IKPA_2022,
    ),
    *_each(
        "ikpa_revisi_dipa_nilai ikpa_deviasi_hal3_nilai ikpa_penyerapan_nilai ikpa_belanja_kontraktual_nilai ikpa_penyelesaian_tagihan_nilai"
        " ikpa_up_tup_nilai ikpa_capaian_output_nilai ikpa_pengurang_nilai",
        version="per-5-pb-2024-penyesuaian-2025",
        since=2025,
        until=2025,
        reference=IKPA_2025,
    ),
    *_each(
        "ikpa_up_tup_nilai",
        version="per-5-pb-2024-tanpa-kkp",
        case="tanpa_kkp",
        since=2024,
        until=2024,
        reference="PER-5/PB/2024 (nilai satker tanpa KKP: dua bacaan bertentangan)",
    ),
    *_each("capaian_keluaran_pct", version="pmk-62-2023", since=2024, reference="PMK 62/2023 dan KMK 466/2023 (rumus belum dilihat)", measure="pct"),
    *_each("nka_perencanaan_nilai", version="kmk-466-2023-kl", case="kl", since=2023, reference=KMK_466_KL),
    *_each("efisiensi_sbk_nilai", version="kmk-466-2023", since=2023, reference=KMK_466),
]


def not_established() -> Fraction:
    """Not established: the content of the rule was not seen, or its sources disagree."""
    raise NotComputable("not_established")


for _unknown in UNKNOWN:
    rule(**_unknown)(not_established)
