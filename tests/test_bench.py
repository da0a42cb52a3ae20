"""The arithmetic and the forms of the benchmarks; no time is measured here."""

from __future__ import annotations

import json
from typing import Any

import choice
import history
import machine
import memory
import pytest
import speed
from spread import Load, Spread, alternated, marginal, spreads

from analysis.grid import Task, plan
from analysis.run.rawfiles import RawFiles
from analysis.run.steps import Folders

FIGURES = {"report_ratio": Spread((24.0, 26.0, 25.5)), "noop_seconds": Spread((2.0,)), "plan_cpu_seconds": Spread((0.4, 0.6))}


@pytest.mark.parametrize(("less", "more", "n_less", "n_more", "each"), [(5.0, 9.0, 2, 10, 0.5), (5.0, 5.0, 1, 2, 0.0), (0.0, 18.0, 0, 18, 1.0)])
def test_marginal_cost_leaves_the_start_out(less: float, more: float, n_less: int, n_more: int, each: float) -> None:
    assert marginal(less, more, n_less, n_more) == each
    assert marginal(less + 7, more + 7, n_less, n_more) == each


def test_marginal_cost_of_no_more_is_refused() -> None:
    with pytest.raises(ValueError, match="2 are not more than 2"):
        marginal(1.0, 2.0, 2, 2)


@pytest.mark.parametrize(("rounds", "middle"), [((3.0,), 3.0), ((3.0, 1.0, 2.0), 2.0), ((4.0, 1.0, 2.0, 3.0), 2.5)])
def test_median_is_the_middle_of_the_rounds(rounds: tuple[float, ...], middle: float) -> None:
    assert Spread(rounds).told == {"median": middle, "minimum": min(rounds), "maximum": max(rounds), "rounds": list(rounds)}


def test_rounds_are_gathered_by_figure() -> None:
    assert spreads([{"a": 1.0, "b": 2.0}, {"a": 3.0}]) == {"a": Spread((1.0, 3.0)), "b": Spread((2.0,))}


def test_every_other_round_goes_backwards_and_tells_the_same() -> None:
    gone: list[str] = []

    def way(name: str) -> str:
        gone.append(name)
        return name

    ways = [lambda name=name: way(name) for name in "abc"]
    told = [alternated(ways, number) for number in range(2)]

    assert told == [["a", "b", "c"]] * 2
    assert gone == ["a", "b", "c", "c", "b", "a"]


def test_load_of_others_is_a_number_of_processors() -> None:
    with Load() as load:
        sum(range(1000))

    assert load.others is None or load.others >= 0


def test_family_holds_a_process_and_all_below_it() -> None:
    assert memory.family(2, {1: 0, 2: 1, 3: 2, 4: 3, 5: 1, 6: 5}) == {2, 3, 4}


def test_chosen_notebooks_are_in_the_grid_once() -> None:
    grid = set(plan(RawFiles(Folders().data)))
    chosen = [*choice.FIRST, *choice.rest(quick=False)]

    assert len(chosen) == len(set(chosen)) == len(choice.FIRST) + len(choice.REPORTS) * len(choice.NOTEBOOKS)
    assert set(chosen) <= grid
    assert set(choice.rest(quick=True)) < set(choice.rest(quick=False))
    assert all(isinstance(task, Task) for task in chosen)


def test_changed_row_is_there_once_and_differs_by_one_digit() -> None:
    name, before, after = choice.ROW

    assert (Folders().data / name).read_text("utf-8").count(before) == 1
    assert [(a.isdigit(), b.isdigit()) for a, b in zip(before, after, strict=True) if a != b] == [(True, True)]


@pytest.mark.parametrize(
    ("name", "value", "state"),
    [("report_ratio", 25, True), ("report_ratio", 24.9, False), ("floor_ratio", 2, True), ("noop_seconds", 1.5, False), ("report_seconds", 1, None)],
)
def test_goal_is_reached_or_not(name: str, value: float, state: bool | None) -> None:
    assert choice.reached(name, value) is state


@pytest.fixture
def results() -> dict[str, Any]:
    return speed.results_of(FIGURES, 0.25, quick=True)


def test_results_hold_figures_versions_and_machine(results: dict[str, Any]) -> None:
    assert json.loads(json.dumps(results)) == results
    assert list(results) == ["date", "commit", "machine", "versions", "choices", "others_busy", "figures"]
    assert set(results["versions"]) == {"python", *machine.LIBRARIES}
    assert set(results["machine"]) == {"system", "processors", "processor", "memory_mib"}
    assert results["figures"]["report_ratio"] == {
        "median": 25.5,
        "minimum": 24.0,
        "maximum": 26.0,
        "rounds": [24.0, 26.0, 25.5],
        "goal": ">= 25",
        "reached": True,
    }
    assert results["figures"]["noop_seconds"]["reached"] is False
    assert "goal" not in results["figures"]["plan_cpu_seconds"]


def test_results_name_no_folder(results: dict[str, Any]) -> None:
    assert str(Folders().root) not in json.dumps(results)


def test_table_says_what_is_reached(results: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    speed.show(results)
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line}

    assert lines["report_ratio"].endswith(">= 25: reached")
    assert lines["noop_seconds"].endswith("< 1.5: not reached")


def test_history_gains_a_row_below_its_last(results: dict[str, Any]) -> None:
    told = history.row(results, "a | b")
    text = f"before\n\n{history.head()}\n| old |\n\nafter\n"

    assert told.startswith(f"| {results['date']} | a / b | 0.250 | 25.5 | – |")
    assert told.count("|") == history.head().splitlines()[0].count("|")
    assert history.with_row(text, told) == text.replace("| old |", f"| old |\n{told}")


def test_history_without_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table begins"):
        history.with_row("nothing here", "| row |")


def test_readme_has_the_table_and_explains_every_goal() -> None:
    text = history.README.read_text("utf-8")

    assert history.head() in text
    assert [name for name in {*choice.GOALS, *history.COLUMNS} if f"`{name}`" not in text] == []
