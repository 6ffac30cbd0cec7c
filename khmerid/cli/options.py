"""Options that several words of the command have."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from khmerid.batch.answering import to_day
from khmerid.cli.forms import Format


def read_day(text: str) -> dt.date:
    """Read the day that an option names."""
    day = to_day(text)
    if day is None:
        message = "not a day such as 2019-05-04"
        raise typer.BadParameter(message)
    return day


def day_option(help_text: str, default: str) -> Any:
    """Return the option of a day: what it means for a word of the command, and the default it shows."""
    return typer.Option(parser=read_day, metavar="DAY", help=help_text, show_default=default)


FormatOption = Annotated[Format, typer.Option("--format", help="For people, or one JSON row per card.")]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", dir_okay=False, help="Write there, all or nothing."),
]
