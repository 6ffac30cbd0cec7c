"""``python -m khmerid``: the command."""

import sys

from khmerid.cli import main

if __name__ == "__main__":  # pragma: no branch
    sys.exit(main())
