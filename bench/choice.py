"""What is measured: fixed choices, so that results of different days can be held against each other."""

from __future__ import annotations

from analysis.grid import Task

NOTEBOOKS = ("00-summary", "01-data-quality", "02-achievement", "03-absorption", "04-efficiency", "05-reproduction", "06-traces")
FIRST = (Task("02-achievement", "kanreg-07", "2024"), Task("05-reproduction", "kanreg-07", "2024"))
"""Made first, so that start costs are paid before the marginal cost begins."""
REPORTS = (("deputi-pmk", "2022"), ("dit-jabatan", "2022"), ("dit-kompensasi", "2022"), ("kanreg-06", "2023"), ("bkpsdm-way-kanan", "2023"))
"""Every sixth report of the grid, from the second; on average they cost what the whole grid does."""
QUICK = 1
"""How many of the reports a quick run takes."""

WORKERS = 2
UNIT = "kanreg-06"
"""The unit whose audit is timed."""
ROW = ("deputi-pmk_laporan-kinerja_2023/realisations.csv", "648,dit-kinerja,2023,IKU.2,stated,94.80,", "648,dit-kinerja,2023,IKU.2,stated,94.81,")
"""A realisation of one directorate of the deputy: file below the raw folder, the row as it is, and with one digit changed."""

GOALS: dict[str, tuple[str, float]] = {
    "report_ratio": (">=", 25),
    "floor_ratio": ("<=", 2),
    "pss_mib_two_workers": ("<", 400),
    "noop_seconds": ("<", 1.5),
    "help_cpu_seconds": ("<", 0.3),
    "grid_cold_seconds": ("<", 45),
}


def rest(quick: bool) -> list[Task]:
    """The notebooks whose cost is the marginal one: whole reports, so that each bears its share of their figures."""
    return [Task(notebook, unit, period) for unit, period in REPORTS[: QUICK if quick else None] for notebook in NOTEBOOKS]


def reached(name: str, value: float) -> bool | None:
    """Whether a figure is where it should be; None where no goal is set."""
    if name not in GOALS:
        return None
    sign, goal = GOALS[name]
    return {">=": value >= goal, "<=": value <= goal, "<": value < goal}[sign]
