"""How heavy are the pages, beside nbconvert's own pages of the same executed notebooks, and the whole site in one archive?

Runs every unit, period and notebook into a folder of its own and prints the heaviest pages, what ten charts on a page would weigh,
the share of style and script, and the archive as it would be handed over on a memory stick, also reckoned for 200 pages.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

import nbformat
from nbconvert import HTMLExporter
from told import kinerja

PAGE_KB, SITE_MB, PAGES = 250, 10, 200
"""The goals: a page with ten charts in kilobytes, a site of this many pages in megabytes."""
SAMPLED = 12
"""One page in so many is compared with nbconvert's."""


def drawings(page: str) -> list[str]:
    """The charts of a page."""
    return re.findall(r"<figure class=\"chart\">.*?<svg.*?</svg>", page, re.DOTALL)


def of_ten_charts(page: str) -> float:
    """What the page would weigh with ten charts like its own, in kilobytes, without their tables."""
    own = [len(drawing.encode()) for drawing in drawings(page)]
    return (len(page.encode()) + (10 - len(own)) * sum(own) / len(own)) / 1000


def archived(files: Iterable[Path], root: Path) -> int:
    """Bytes of an archive of the files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(root))
    return len(held.getvalue())


def beside_nbconvert(notebooks: list[Path]) -> list[float]:
    """How many times as heavy nbconvert's own pages of the same executed notebooks are."""
    exporter = HTMLExporter()  # type: ignore[no-untyped-call]
    ratios = []
    for notebook in notebooks:
        page, _ = exporter.from_notebook_node(nbformat.read(notebook, 4))  # type: ignore[no-untyped-call]
        ratios.append(len(page.encode()) / notebook.with_suffix(".html").stat().st_size)
    return ratios


def main() -> None:
    """Runs the grid and prints what its pages weigh."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        reports = place / "reports"
        kinerja(["run", "--out-dir", str(place / "out"), "--reports-dir", str(reports), "--keep-notebooks"], place / "home")
        files = sorted(file for file in reports.rglob("*.html") if not any(part.startswith(".") for part in file.relative_to(reports).parts))
        pages = {file.relative_to(reports).as_posix(): file.read_text("utf-8") for file in files}
        drawn = {name: page for name, page in pages.items() if drawings(page)}
        _print(pages, drawn, archived(files, reports), beside_nbconvert(sorted(reports.rglob("*.ipynb"))[::SAMPLED]))


def _print(pages: dict[str, str], drawn: dict[str, str], archive: int, ratios: list[float]) -> None:
    heavy = sorted(pages, key=lambda name: -len(pages[name].encode()))[:5]
    worst = max(drawn, key=lambda name: of_ten_charts(drawn[name]))
    frame = [len("".join(re.findall(r"<(?:style|script)\b.*?</(?:style|script)>", page, re.DOTALL)).encode()) / 1000 for page in pages.values()]
    rows = [
        ("pages", f"{len(pages)}", ""),
        ("a page, median", f"{median(len(page.encode()) for page in pages.values()) / 1000:.0f} kB", ""),
        *((f"heaviest: {name}, {len(drawings(pages[name]))} charts", f"{len(pages[name].encode()) / 1000:.0f} kB", "") for name in heavy),
        ("a page with ten charts, median", f"{median(of_ten_charts(page) for page in drawn.values()):.0f} kB", f"under {PAGE_KB} kB"),
        (f"the same, heaviest: {worst}", f"{of_ten_charts(drawn[worst]):.0f} kB", f"under {PAGE_KB} kB"),
        ("a chart, median", f"{median(len(d.encode()) for page in drawn.values() for d in drawings(page)) / 1000:.1f} kB", ""),
        ("style and script of a page, median", f"{median(frame):.1f} kB", ""),
        ("all pages in one archive", f"{archive / 1e6:.2f} MB", ""),
        (f"the same for {PAGES} pages", f"{archive / 1e6 * PAGES / len(pages):.2f} MB", f"under {SITE_MB} MB"),
        ("nbconvert's own page of the same notebook / ours, median", f"{median(ratios):.2f}", ""),
    ]
    for row in rows:
        print("\t".join(row))


if __name__ == "__main__":
    main()
