"""The command, with an invented reader in the place of khmerid's own."""

import sys

from khmerid.cli import main
from khmerid.serve import reader
from support.readers import open_invented

reader.open_picture_reader = open_invented

if __name__ == "__main__":  # the processes that read take this module in, too
    sys.exit(main())
