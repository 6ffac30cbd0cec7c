"""``khmerid fixtures``: whether stored responses are sound fixtures."""

from pathlib import Path
from typing import Annotated, Final

import typer

from khmerid.cli.showing import to_visible
from khmerid.testing.fixture_files import find_files, fix_file, read_rows
from khmerid.testing.fixtures import FixtureCode

_SOME_NOT_SOUND: Final = 1
_CODES: Final = [str(code) for code in FixtureCode]


def _read_code(text: str) -> str:
    if text not in _CODES:
        message = f"no such code; there are {', '.join(_CODES)}"
        raise typer.BadParameter(message)
    return text


def fixtures(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", exists=True, help="JSON or JSONL files, or folders of them."),
    ],
    *,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            parser=_read_code,
            metavar="CODE",
            help="The code of a fault that is none here; may be given more than once.",
        ),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Put check digits right first, nothing else.")] = False,
) -> None:
    """Check that stored responses are sound fixtures and nobody's real card.

    Each fault is one line: file, row, field, code, what is there and what would be right. The exit status is
    0 if all rows are sound, 1 if some are not.
    """
    sound = faulty = 0
    for file in find_files(paths):
        if fix and (count := fix_file(file)):
            typer.echo(f"{to_visible(str(file))}: check digits put right in {count} rows", err=True)
        for row in read_rows(file, allow=allow or ()):
            faulty += bool(row.faults)
            sound += not row.faults
            for fault in row.faults:
                typer.echo(to_visible(f"{file}: {row.name}: {fault}"))
    if not sound + faulty:
        message = "there are no JSON or JSONL files"
        raise typer.BadParameter(message)
    typer.echo(f"{sound} sound, {faulty} not", err=True)
    if faulty:
        raise typer.Exit(_SOME_NOT_SOUND)
