"""Does the audit find things? Plants defects of every kind in documents that are right, and counts what is found, and where.

python bench/audit_recall.py [--documents N] [--seed S] [--repeats R] [--markdown FILE]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from defects import KINDS, Planted
from documents import Document, cloned, read, write_all
from generated import documents
from trial import Outcome, Place, failing, place_of, trial

from analysis.audit import Finding
from analysis.tables import RAW, load

Task = tuple[str, bool, Document, Planted]
BATCH = 60


@dataclass(frozen=True)
class Untouched:
    """The audit of documents without defects: how many tables it read, and what it said of them."""

    tables: int
    printed: int
    findings: Mapping[str, Sequence[Finding]]

    @property
    def places(self) -> dict[str, set[Place]]:
        return {name: {place_of(finding, "~u~") for finding in found} for name, found in self.findings.items()}

    @property
    def severities(self) -> Counter[str]:
        return Counter(finding.severity for found in self.findings.values() for finding in found)


def untouched(given: Sequence[Document]) -> Untouched:
    """Every document by units of its own, audited together."""
    with TemporaryDirectory() as folder:
        write_all([cloned(document, "~u~") for document in given], Path(folder))
        facts = load(Path(folder))
    found = failing(facts)
    tables = sum(frame["document"].nunique() for frame in facts.tables.values())
    printed = sum(len(source.sidecar["tables"]) for source in facts.sources.values())
    return Untouched(tables, printed, {document.name: found.get(f"{document.name}~u~", []) for document in given})


def planted(given: Sequence[Document], repeats: int, seed: int) -> Iterator[Task]:
    """Every kind `repeats` times, each in another document; those that offer no place are passed over."""
    for number, kind in enumerate(KINDS.values()):
        random, done = Random(f"{seed}-{kind.name}"), 0
        for step in range(len(given)):
            if done == repeats:
                break
            document = given[(number * repeats + step) % len(given)]
            result = kind.plant(document, random)
            if result is not None:
                done += 1
                yield kind.name, kind.evident, document, result


def tried(tasks: Sequence[Task], baseline: Mapping[str, set[Place]], pool: ProcessPoolExecutor) -> list[Outcome]:
    """All trials, in batches that are spread over the cores."""
    batches = [tasks[first : first + BATCH] for first in range(0, len(tasks), BATCH)]
    return [outcome for done in pool.map(trial, batches, [baseline] * len(batches)) for outcome in done]


HEAD = ("kind of defect", "planted", "refused", "found", "right place", "pinpointed", "unseen by any claim", "found by")


def rows_of(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """One row per kind and one for all, in the columns of `HEAD`."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[KINDS[outcome.kind].title].append(outcome)
    return [*(_row(title, group) for title, group in groups.items()), _row("all", outcomes)]


def _row(title: str, group: Sequence[Outcome]) -> tuple[str, ...]:
    checks = Counter(check for outcome in group for check in outcome.checks)
    unseen = Counter(outcome.unseen for outcome in group if outcome.unseen)
    why = ", ".join(f"{count} {reason}" for reason, count in unseen.most_common())
    told = ", ".join(f"{check} {count}" for check, count in checks.most_common(4))
    counts = (sum(getattr(outcome, name) for outcome in group) for name in ("refused", "found", "at_place", "pinpointed"))
    return (title, str(len(group)), *map(str, counts), why, told)


def missed(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The defects that something contradicts and nothing found."""
    return [outcome for outcome in outcomes if not outcome.found and not outcome.unseen]


def table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD), *("| " + " | ".join(row) + " |" for row in rows)])


def summary(outcomes: Sequence[Outcome]) -> str:
    """Found among what something contradicts, and how often at the right place."""
    seen = [outcome for outcome in outcomes if outcome.found or not outcome.unseen]
    found, place = sum(o.found for o in seen), sum(o.at_place for o in seen)
    share = f"{100 * found / len(seen):.1f} %" if seen else "-"
    info = sum(set(o.severities) == {"info"} for o in outcomes)
    return (
        f"{len(outcomes)} planted; {len(outcomes) - len(seen)} that nothing contradicts; "
        f"of the other {len(seen)} found {found} ({share}), at the right place {place}; {info} told only as info."
    )


def told_of(state: Untouched) -> str:
    """How many false alarms in how many tables."""
    counts = state.severities
    alarms = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("critical", "warning", "info"))
    return f"{len(state.findings)} documents, {state.tables} raw tables ({state.printed} printed tables): {alarms}."


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    start = time.perf_counter()
    made = documents(options.documents, options.seed)
    real = [read(folder) for folder in sorted(RAW.iterdir()) if folder.is_dir()]
    with ProcessPoolExecutor(2) as pool:
        clean, received = pool.map(untouched, [made, real])
        outcomes = tried(list(planted(made, options.repeats, options.seed)), clean.places, pool)
        others = tried(list(planted(real, 3, options.seed)), received.places, pool)
    command = f"python bench/audit_recall.py --documents {options.documents} --seed {options.seed} --repeats {options.repeats}"
    page = _page(command, (clean, outcomes), (received, others))
    print(page)
    for outcome in [*missed(outcomes), *missed(others)] if options.missed else []:
        print(f"missed: {outcome.kind} in {outcome.document} at {', '.join(map(str, outcome.lines))}: {outcome.told}")
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
    if options.markdown:
        options.markdown.write_text(page, "utf-8")


def _page(command: str, generated: tuple[Untouched, list[Outcome]], received: tuple[Untouched, list[Outcome]]) -> str:
    parts = ["# What the audit finds", INTRODUCTION.format(command=command, kinds=len(KINDS))]
    for title, (state, outcomes) in (("Generated documents", generated), ("Received documents", received)):
        parts += [f"## {title}", f"Untouched: {told_of(state)}", f"With one defect each: {summary(outcomes)}", table(rows_of(outcomes))]
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """Written by `{command}`; not edited by hand.

Documents that are right by construction are audited as they are, where every failing finding is a false alarm, and again with one
planted defect each, of {kinds} kinds. The same is done to the received documents, whose corrections apply and whose own findings do not count.

- *refused*: the raw tables cannot be loaded with the defect in them; it counts as found, and as found at the right place where the refusal names its line.
- *found*: a failing finding of that document which the audit without the defect does not give.
- *right place*: such a finding, or one of its quotations, is at a planted line; *pinpointed*: the finding itself is.
- *unseen by any claim*: not found, and no claim of the document is contradicted: none was computed from the changed cell, or those that were
  still hold (rounding hides it), or the claim was wrong or could not be recomputed before. Defects that contradict the calendar, a regulation, a scale
  or the page itself are never counted here."""


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=90, help="generated documents (90)")
    parser.add_argument("--seed", type=int, default=1, help="what the documents and defects are drawn from (1)")
    parser.add_argument("--repeats", type=int, default=5, help="defects of each kind (5)")
    parser.add_argument("--markdown", type=Path, help="file to write the tables to")
    parser.add_argument("--missed", action="store_true", help="list every defect that was missed")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
