"""Options that several subcommands have."""

import datetime as dt
import enum
import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from khmerid.batch.encoding import Format
from khmerid.batch.parts import left_parts
from khmerid.batch.sources import STDIN, InputFormat, overwritten
from khmerid.batch.visible import to_visible
from khmerid.explained import Language
from khmerid.misreading import Profile
from khmerid.misreading.profile import SHIPPED_PROFILES
from khmerid.report.plain import from_plain
from khmerid.report.policy import Policy

SOME_ROWS_FAILED, CANNOT = 1, 2  # exit statuses


# What a format's files are called.
_SUFFIXES: Final = frozenset({"json", "jsonl", "csv", "parquet"})


class TableOrJson(enum.StrEnum):
    """The formats of what is no report: of each, the `Format` of its name."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class FailOn(enum.StrEnum):
    """Which rows make the exit status 1: each stands for those before it, too."""

    NEVER = "never"
    ERROR = "error"
    REJECT = "reject"
    REVIEW = "review"


def read_day(text: str) -> dt.date:
    """Return the day that an option names."""
    try:
        return from_plain(text, dt.date)
    except ValueError:
        message = "not a day such as 2019-05-04"
        raise typer.BadParameter(message) from None


def day_option(help_text: str, default: str) -> Any:
    """Return the option of a day: what it means for a subcommand, and the default it shows."""
    return typer.Option(parser=read_day, metavar="DAY", help=help_text, show_default=default)


def prepare_output(destination: Path | None, inputs: Iterable[Path] = ()) -> None:
    """Refuse an output that is also an input, and name what killed runs left of it.

    Raises ``typer.BadParameter``, before anything is read or written.
    """
    if file := overwritten(inputs, destination):
        message = f"the output would overwrite the input: {'the standard input' if file == STDIN else file}"
        raise typer.BadParameter(message)
    for part in left_parts(destination) if destination else []:
        typer.echo(
            f"khmerid: {to_visible(str(part))} was left by a run that was killed: look and remove it",
            err=True,
        )


def format_of(form: Format | None, destination: Path | None) -> Format:
    """Return the format that is asked for, or that the output's name asks for; otherwise that for people.

    Raises ``typer.BadParameter`` where it cannot be written, before anything is read.
    """
    suffix = destination.suffix.lower().removeprefix(".") if destination else ""
    named = Format(suffix) if suffix in _SUFFIXES else Format.TABLE
    chosen = form or named
    if chosen is Format.PARQUET:
        if destination is None or (destination.exists() and not destination.is_file()):
            message = "Parquet is written to a file: --output FILE"
            raise typer.BadParameter(message)
        try:
            importlib.import_module("khmerid.arrow")
        except ModuleNotFoundError as error:
            typer.echo(f"khmerid: {error}", err=True)
            raise typer.Exit(CANNOT) from None
    return chosen


def format_option(row: str) -> Any:
    """Return the option of the output's format; a row of it is of a ``row``."""
    return typer.Option("--format", help=f"For people, or one JSON row per {row}.")


def read_policy(file: str) -> Policy:
    """Return the policy in the file that an option names."""
    try:
        return Policy.from_toml(file)
    except OSError as error:
        message = f"{file}: {error.strerror}"
    except (TypeError, ValueError) as error:
        message = f"{file}: {error}"
    raise typer.BadParameter(message)


def read_profile(file: str) -> Profile:
    """Return the profile that an option names: one that comes with the package, or a file."""
    try:
        return Profile.shipped(file) if file in SHIPPED_PROFILES else Profile.from_file(file)
    except OSError as error:
        message = f"{file}: {error.strerror}; with khmerid come {', '.join(SHIPPED_PROFILES)}"
    except ValueError as error:
        message = f"{file}: {error}"
    raise typer.BadParameter(message)


FailOnOption = Annotated[
    FailOn,
    typer.Option(
        help="Exit with 1 where a row is an error; with reject, or a rejected card; with review, or any card "
        "that is not accepted."
    ),
]
TodayOption = Annotated[
    dt.date | None,
    day_option(
        "The day on which a card was presented whose row does not say so.", default="the current date"
    ),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes to work in.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of what the rows come to.")]
RedactOption = Annotated[
    bool, typer.Option("--redact", help="Leave out all that was on a card: what may be logged.")
]
ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume", help="Keep a journal beside the output, and go on where a run that was stopped has ended."
    ),
]
LanguageOption = Annotated[
    Language,
    typer.Option(help="English or Khmer, of what is for people. Codes and names of options are English."),
]
ColumnOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The column of responses in CSV and Parquet.", show_default="response"),
]
InputFormatOption = Annotated[
    InputFormat | None, typer.Option(help="How the rows stand in a text.", show_default="by the file's name")
]
EvidenceOption = Annotated[
    bool,
    typer.Option("--evidence", help="Say of each value how it was made of each text. It quotes the card."),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        help="For people, or one row per card for programs.",
        show_default="that of the output's name, or a table",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", dir_okay=False, help="Write there, all or nothing."),
]
PolicyOption = Annotated[
    Policy | None,
    typer.Option("--policy", parser=read_policy, metavar="FILE", help="What a machine may decide, as TOML."),
]
ProfileOption = Annotated[
    Profile | None,
    typer.Option(
        "--profile",
        parser=read_profile,
        metavar="FILE",
        help=f"What the engine misreads: a file of `calibrate`, or {', '.join(SHIPPED_PROFILES)}.",
    ),
]
