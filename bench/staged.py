"""A whole run that prints a line when a stage begins and for each step that it made, so that others know what they look at."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from analysis.run import Asked, Event, Folders, run


def tell(event: Event) -> None:
    """The stage, at once."""
    print(event.stage, flush=True)


def main() -> None:
    """Runs the whole grid."""
    asked = json.loads(sys.argv[1])
    run(Asked(), workers=asked["workers"], folders=Folders(out=Path(asked["out"]), reports=Path(asked["reports"])), on_event=tell)


if __name__ == "__main__":
    main()
