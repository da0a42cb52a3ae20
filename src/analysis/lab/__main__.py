"""Opens JupyterLab at the start notebook; what follows on the command line are options of JupyterLab."""

import os
import sys

from analysis.lab.opening import environment, options

if __name__ == "__main__":
    from jupyterlab.labapp import main

    os.environ.update(environment())
    sys.exit(main(options(*sys.argv[1:])))
