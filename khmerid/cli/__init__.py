"""The command ``khmerid``: ``app.py`` has its subcommands, and the exit status of each.

Exit status: 0 when everything was done, 1 when some rows could not be examined (they are in the output as
error rows), 2 when the command could not do its work, 130 after Ctrl-C, 141 when the output is closed.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    try:
        from khmerid.cli.app import run  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"typer", "rich"}:
            raise
        print("the command needs more than the library: pip install 'khmerid[cli]'", file=sys.stderr)  # noqa: T201
        return 2
    return run(arguments)
