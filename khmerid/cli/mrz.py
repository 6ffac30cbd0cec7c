"""``khmerid mrz``: MRZs out of rows of JSON, or one typed by hand."""

import enum
from pathlib import Path
from typing import Annotated, Final

import typer

from khmerid.batch.answering import read_mrz, read_mrz_row
from khmerid.batch.files import Format, output, rows_in, write
from khmerid.batch.showing import show_mrz, show_mrzs
from khmerid.cli.options import SOME_ROWS_FAILED, format_option, prepare_output
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer


class Rules(enum.StrEnum):
    """By whose rules an MRZ is repaired."""

    AUTO = "auto"
    KHM = "KHM"
    ANY = "any"


_ISSUERS: Final[dict[Rules, Issuer | None]] = {Rules.AUTO: None, Rules.KHM: CAMBODIA, Rules.ANY: GENERIC}


def mrz(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="ROWS|LINE...", help="A file of rows, - for the standard input, or the lines of one MRZ."
        ),
    ],
    *,
    form: Annotated[Format, format_option("MRZ")] = Format.TABLE,
    issuer: Annotated[
        Rules, typer.Option(help="By whose rules to repair; auto: the issuer that the MRZ names.")
    ] = Rules.AUTO,
    strict: Annotated[bool, typer.Option("--strict", help="Read by the letter; repair nothing.")] = False,
) -> None:
    """Read MRZs of three lines (TD1) and repair what their check digits prove.

    A row is {"id": ..., "lines": [...]}; lines may also be one text. One that cannot be read becomes an
    error row: as many rows come out as went in, in order. The exit status is 1 if there is any.
    """
    rules = _ISSUERS[issuer]
    # An MRZ has fillers, a path has none: neither has to be marked.
    is_file = len(what) == 1 and "<" not in what[0] and "\n" not in what[0]
    if is_file:
        prepare_output(None, [Path(what[0])])
        texts = enumerate(rows_in([Path(what[0])], one_per_line=True), 1)
        rows = (read_mrz_row(number, text, rules, strict=strict) for number, text in texts)
    else:
        rows = ({"id": None} | read_mrz(lines, rules, strict=strict) for lines in [what])
    with output(None) as stream:
        failed = write(rows, stream, form, show_mrzs if is_file else show_mrz)
    if failed:
        raise typer.Exit(SOME_ROWS_FAILED)
