"""How fast a sheet of answers becomes a tally, beside the plain way of reading and counting it in the same run: `bench/survey.py [--respondents N]`."""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ELEMENTS, SERVICES, ROUNDS = 9, 5, 3
"""What a sheet holds, and how often each way counts it."""


def written(file: Path, respondents: int) -> None:
    """A workbook with one row per respondent: an id, a service and the answers, of which one in fifty respondents leaves out one."""
    import xlsxwriter

    source = random.Random(14)
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet("Jawaban")
    sheet.write_row(0, 0, ["ID Responden", "Layanan", *(f"U{number}" for number in range(1, ELEMENTS + 1))])
    for row in range(1, respondents + 1):
        answers: list[int | None] = list(source.choices([1, 2, 3, 4], [2, 8, 40, 50], k=ELEMENTS))
        answers[row % ELEMENTS] = None if row % 50 == 0 else answers[row % ELEMENTS]
        sheet.write_row(row, 0, [f"R{row}", f"Layanan {row % SERVICES}", *answers])
    book.close()


def ours(file: Path) -> dict[str, float]:
    """Opened with all its guards, and taken: every row told what became of it."""
    from analysis.intake.files.opening import opened
    from analysis.intake.layouts import skm
    from analysis.intake.reading import Asked, Context

    begun = time.perf_counter()
    book = opened(file)
    read = time.perf_counter()
    reading = skm.take(book, Asked(unit="x", period="2024-TW3"), Context({}))
    done = time.perf_counter()
    tallied = [taken.cells for taken in reading.taken if taken.table == "answers" and taken.cells["subject"] == "element:U1"]
    total = sum(int(row["points"]) * int(row["respondents"]) for row in tallied)
    return {"seconds": done - begun, "open": read - begun, "take": done - read, "points": total}


def plain(file: Path) -> dict[str, float]:
    """`read_excel` as it comes, and the means of the elements by service."""
    import pandas as pd

    begun = time.perf_counter()
    frame = pd.read_excel(file)
    frame.groupby("Layanan")[[f"U{number}" for number in range(1, ELEMENTS + 1)]].mean()
    return {"seconds": time.perf_counter() - begun, "points": float(frame["U1"].sum())}


WAYS = {"ours": ours, "plain": plain}


def measured(way: str, file: Path) -> dict[str, float]:
    """One way in a process of its own, with the most memory that it held in MiB."""
    done = subprocess.run([sys.executable, __file__, "--way", way, "--file", str(file)], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--respondents", type=int, default=200_000)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--way", choices=WAYS)
    asked.add_argument("--file", type=Path)
    told = asked.parse_args()
    if told.way:
        found = WAYS[told.way](told.file)
        print(json.dumps(found | {"mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return
    with TemporaryDirectory(prefix="kinerja-") as folder:
        file = Path(folder) / "survei.xlsx"
        written(file, told.respondents)
        order = [list(WAYS) if number % 2 == 0 else list(WAYS)[::-1] for number in range(told.rounds)]
        rounds = [{way: measured(way, file) for way in ways} for ways in order]
    if len({one[way]["points"] for one in rounds for way in WAYS}) != 1:
        sys.exit("the two ways do not count the same answers")
    for name in ("seconds", "open", "take", "mib"):
        print(f"{name:8}", *(f"{way} {median(one[way][name] for one in rounds):8.2f}" for way in WAYS if name in rounds[0][way]))
    print(f"ratio    {median(one['plain']['seconds'] / one['ours']['seconds'] for one in rounds):.2f} (plain / ours, {told.respondents} respondents)")


if __name__ == "__main__":
    main()
