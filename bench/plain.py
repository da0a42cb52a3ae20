"""The plain way: papermill's and nbconvert's own interfaces in one process, the stock kernel, every option as it comes."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import papermill
from nbconvert import HTMLExporter


def report(task: dict[str, Any], reports: Path) -> None:
    """One notebook executed, and its page."""
    executed, page = reports / f"{task['page']}.ipynb", reports / task["page"]
    page.parent.mkdir(parents=True, exist_ok=True)
    papermill.execute_notebook(task["notebook"], str(executed), parameters=task["arguments"])
    body, _ = HTMLExporter().from_filename(str(executed))  # type: ignore[no-untyped-call]
    page.write_text(body, "utf-8")


def main() -> None:
    """Makes the first notebooks and the rest, one after the other; tells the seconds of both."""
    asked = json.load(sys.stdin)
    seconds = {}
    for part in ("first", "rest"):
        started = time.perf_counter()
        for task in asked[part]:
            report(task, Path(asked["reports"]))
        seconds[part] = time.perf_counter() - started
    print(json.dumps({**seconds, "each": seconds["rest"] / len(asked["rest"])}))


if __name__ == "__main__":
    main()
