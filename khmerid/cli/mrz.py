"""``khmerid mrz``: MRZs out of rows of JSON, or one typed by hand."""

import enum
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from khmerid.answering.mrz_rows import read_mrz, read_mrz_row
from khmerid.batch.encoding import Format
from khmerid.batch.output import output
from khmerid.batch.showing import show_mrz, show_mrzs
from khmerid.batch.sources import rows_in, trouble_with
from khmerid.batch.writing import encode, write
from khmerid.cli.options import SOME_ROWS_FAILED, LanguageOption, TableOrJson, format_option, prepare_output
from khmerid.explained import Language
from khmerid.recovery.issuers import CAMBODIA, GENERIC, Issuer
from khmerid.recovery.recovered import RecoveryOutcome


class Rules(enum.StrEnum):
    """By whose rules an MRZ is repaired."""

    AUTO = "auto"
    KHM = "KHM"
    ANY = "any"


_UNREAD: Final = frozenset(map(str, (RecoveryOutcome.INVALID, RecoveryOutcome.NOTHING)))
_ISSUERS: Final[dict[Rules, Issuer | None]] = {Rules.AUTO: None, Rules.KHM: CAMBODIA, Rules.ANY: GENERIC}


def mrz(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|LINE...", help="Files as of examine, - for the standard input, or lines of one MRZ."
        ),
    ],
    *,
    form: Annotated[TableOrJson, format_option("MRZ")] = TableOrJson.TABLE,
    issuer: Annotated[
        Rules, typer.Option(help="By whose rules to repair; auto: the issuer that the MRZ names.")
    ] = Rules.AUTO,
    strict: Annotated[bool, typer.Option("--strict", help="Read by the letter; repair nothing.")] = False,
    lang: LanguageOption = Language.ENGLISH,
) -> None:
    """Read MRZs, of cards (TD1, TD2) and passports (TD3), and repair what their check digits speak for.

    A row is a response as examine takes it, or {"id": ..., "lines": [...]}; lines may also be one text. One
    that cannot be read becomes an error row: as many rows come out as went in, in order. The exit status is
    1 if there is any.
    """
    rules, written_as = _ISSUERS[issuer], Format(form)
    # An MRZ has fillers, a path has none: neither has to be marked.
    are_files = not any("<" in text or "\n" in text for text in what)
    if are_files:
        files = [Path(name) for name in what]
        for file in files:
            if trouble := trouble_with(file):
                raise typer.BadParameter(trouble)
        prepare_output(None, files)
        rows = (read_mrz_row(row, rules, strict=strict) for row in rows_in(files))
    else:
        rows = ({"id": None} | read_mrz(lines, rules, strict=strict) for lines in [what])
    unread = 0

    def encoded() -> Iterator[object]:
        nonlocal unread
        for row in rows:
            unread += "error" in row or row["outcome"] in _UNREAD
            yield encode([row], written_as)

    with output(None) as stream:
        show = functools.partial(show_mrzs if are_files else show_mrz, language=lang)
        write(encoded(), stream, written_as, show)
    if unread:
        raise typer.Exit(SOME_ROWS_FAILED)
