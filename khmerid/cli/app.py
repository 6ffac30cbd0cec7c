"""All subcommands, and how each of them ends."""

import contextlib
import errno
import functools
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, Final, NoReturn, ParamSpec

import typer
import typer.core

import khmerid
from khmerid.batch.visible import to_visible
from khmerid.cli.calibrate import calibrate, drift, label
from khmerid.cli.examine import examine, recognise
from khmerid.cli.merge import merge
from khmerid.cli.mrz import mrz
from khmerid.cli.options import CANNOT
from khmerid.cli.place import place
from khmerid.cli.read import read
from khmerid.cli.reference import codes, schema
from khmerid.cli.review import review
from khmerid.cli.serve import serve
from khmerid.cli.specimens import fixtures, serve_specimens, specimen

P = ParamSpec("P")

_NOBODY_READS: Final = 141  # 128 and the number of SIGPIPE, as of a program that it ends
_STOPS: Final = [signal.Signals[name] for name in ("SIGTERM", "SIGHUP") if name in signal.Signals.__members__]

_STATUSES: Final = (
    "Exit status: 0 done; 1 done, but some rows could not be read, or something has changed; "
    "2 not done, for the reason given; 129, 130, 143 stopped; 141 nobody read on."
)

# A subcommand and the function that does it; its docstring is the help.
_COMMANDS: Final[dict[str, Callable[..., None]]] = {
    "examine": examine,
    "read": read,
    "recognise": recognise,
    "serve": serve,
    "calibrate": calibrate,
    "drift": drift,
    "label": label,
    "mrz": mrz,
    "place": place,
    "codes": codes,
    "specimen": specimen,
    "schema": schema,
    "fixtures": fixtures,
    "serve-specimens": serve_specimens,
}
# Groups of subcommands, the first of which is meant where none is named.
_GROUPS: Final[dict[str, tuple[str, dict[str, Callable[..., None]]]]] = {
    "review": (
        "Let people decide the cards that a machine does not. `khmerid review FILE…` makes the page.",
        {"page": review, "merge": merge},
    ),
}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    with _standard_streams(), _stoppable():
        try:
            _app()(None if arguments is None else list(arguments), prog_name="khmerid")
        except SystemExit as ending:
            # rich and typer end so when the output is closed.
            return _NOBODY_READS if isinstance(ending.__context__, BrokenPipeError) else int(ending.code or 0)
        except OSError as error:  # the help or a message cannot be written
            return _cannot(error)
    raise AssertionError  # pragma: no cover - an app ends by SystemExit


class _ClosedStream(io.TextIOBase):
    """Stands for a standard stream that was closed before the start, where Python has ``None``."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def buffer(self) -> NoReturn:
        raise OSError(errno.EBADF, "closed before the start", self._name)

    def write(self, _text: str) -> int:
        raise OSError(errno.EBADF, "closed before the start", self._name)


@contextlib.contextmanager
def _standard_streams() -> Iterator[None]:
    """Let a terminal without Khmer show code points, and a stream that is closed say so when it is used."""
    streams = sys.stdin, sys.stdout, sys.stderr
    if None in streams:  # or the next file opened would be the one that others write to
        opened = [os.open(os.devnull, os.O_RDWR) for _ in streams]
        for number in filter((2).__lt__, opened):
            os.close(number)
    sys.stdin = sys.stdin or _ClosedStream("the standard input")
    sys.stdout = sys.stdout or _ClosedStream("the standard output")
    sys.stderr = sys.stderr or io.StringIO()  # nobody hears what is said
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Let what asks the command to end do so as Ctrl-C does, so that no part of a file is left."""

    def stop(number: int, _frame: object) -> None:
        raise KeyboardInterrupt(number)

    in_main = threading.current_thread() is threading.main_thread()  # only there can a signal be handled
    taken = [number for number in _STOPS if in_main and signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"khmerid {khmerid.__version__}")
        raise typer.Exit


def _app() -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode="markdown",  # sets paragraphs anew, at the width of the terminal
        epilog=_STATUSES,
        pretty_exceptions_enable=False,  # its tracebacks show local variables: what was on a card
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_khmerid)
    for name, command in _COMMANDS.items():
        app.command(name)(_ends_well(command))
    for name, (help_text, commands) in _GROUPS.items():
        group = typer.Typer(cls=_WithDefault, no_args_is_help=True, rich_markup_mode="markdown")
        for its_name, command in commands.items():
            group.command(its_name)(_ends_well(command))
        app.add_typer(group, name=name, help=help_text)
    return app


class _WithDefault(typer.core.TyperGroup):
    """A group whose first subcommand is meant where the first word is none of them."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the first subcommand before arguments that begin with none, nor ask for help."""
        if args and args[0] not in {*self.commands, *self.get_help_option_names(ctx)}:
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)


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
        except KeyboardInterrupt as stop:
            number = signal.Signals(stop.args[0] if stop.args else signal.SIGINT)
            how = "interrupted" if number is signal.SIGINT else f"stopped by {number.name}"
            _say(how)
            raise typer.Exit(128 + number) from None
        except EOFError as error:
            _say(str(error))
            raise typer.Exit(CANNOT) from None
        except BrokenPipeError:
            raise typer.Exit(_NOBODY_READS) from None
        except OSError as error:
            raise typer.Exit(_cannot(error)) from None

    return ending


def _cannot(error: OSError) -> int:
    """Say in one line what stopped the command, and return its exit status."""
    where = f"{error.filename}: " if error.filename else ""
    what = "; ".join([error.strerror or str(error), *getattr(error, "__notes__", [])])
    _say(to_visible(where + what))
    return CANNOT


def _say(what: str) -> None:
    with contextlib.suppress(OSError):  # where nobody can be told, the status tells
        typer.echo(f"khmerid: {what}", err=True)


def _flush_output() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        # What is left goes nowhere: the interpreter would try once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
