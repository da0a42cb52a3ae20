"""Opens JupyterLab at the start notebook; what follows on the command line are options of JupyterLab."""

import subprocess
import sys
from contextlib import suppress

from analysis.lab.opening import command, environment

if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(subprocess.run(command(*sys.argv[1:]), env=environment(), check=False).returncode)
