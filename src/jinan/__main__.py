"""`python -m jinan`: the command line of a node."""

import sys

from jinan.cli import main

sys.exit(main(sys.argv[1:]))
