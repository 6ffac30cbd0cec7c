"""The command ``khmerid``: ``app.py`` has its subcommands, and the exit status of each.

The exit statuses are a table at the end of ``docs/command.md``.
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
    except KeyboardInterrupt:  # later ones are told by the subcommand
        print("khmerid: interrupted", file=sys.stderr)  # noqa: T201
        return 130
    return run(arguments)
