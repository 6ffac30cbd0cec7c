"""All subcommands, and how each of them ends."""

import functools
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Final, ParamSpec

import typer

import khmerid
from khmerid.cli.examine import examine, recognise
from khmerid.cli.mrz import mrz
from khmerid.cli.options import CANNOT
from khmerid.cli.place import place
from khmerid.cli.reference import codes, schema
from khmerid.cli.specimens import fixtures, serve_specimens, specimen

P = ParamSpec("P")

_INTERRUPTED, _NOBODY_READS = 130, 141

# A subcommand and the function that does it; its docstring is the help.
_COMMANDS: Final[dict[str, Callable[..., None]]] = {
    "examine": examine,
    "recognise": recognise,
    "mrz": mrz,
    "place": place,
    "codes": codes,
    "specimen": specimen,
    "schema": schema,
    "fixtures": fixtures,
    "serve-specimens": serve_specimens,
}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Khmer shows code points
    try:
        _app()(None if arguments is None else list(arguments), prog_name="khmerid")
    except SystemExit as ending:
        return int(ending.code or 0)
    raise AssertionError  # pragma: no cover - an app ends by SystemExit


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"khmerid {khmerid.__version__}")
        raise typer.Exit


def _app() -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode="markdown",  # sets paragraphs anew, at the width of the terminal
        pretty_exceptions_enable=False,  # its tracebacks show local variables: what was on a card
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_khmerid)
    for name, command in _COMMANDS.items():
        app.command(name)(_ends_well(command))
    return app


def _khmerid(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and leave.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    """From any OCR of a Cambodian identity card to typed values, each with how sure it is."""


def _ends_well(command: Callable[P, None]) -> Callable[P, None]:
    """End with one line and an exit status, not a traceback, where files, pipes or the user stop it."""

    @functools.wraps(command)
    def ending(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            try:
                command(*args, **kwargs)
            finally:
                _flush_output()
        except KeyboardInterrupt:
            typer.echo("khmerid: interrupted", err=True)
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            raise typer.Exit(_NOBODY_READS) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            typer.echo(f"khmerid: {where}{error.strerror or error}", err=True)
            raise typer.Exit(CANNOT) from None

    return ending


def _flush_output() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        # What is left goes nowhere: the interpreter would try once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
