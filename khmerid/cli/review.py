"""``khmerid review``: the page on which people decide the cards that a machine does not."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from khmerid.batch.output import output
from khmerid.batch.visible import to_visible
from khmerid.cli.options import CANNOT, prepare_output

if TYPE_CHECKING:
    from khmerid.review.pictures import CardPictures

_MEGABYTE: Final = 1_000_000
_DEFAULT: Final = Path("review.html")


def review(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", exists=True, dir_okay=False, help="Rows of khmerid examine --format jsonl."
        ),
    ],
    *,
    pictures: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Pictures with the names of the rows' ids, or those of khmerid read --save-crops.",
        ),
    ] = None,
    picture_limit: Annotated[
        int, typer.Option(metavar="MB", min=0, help="Megabytes of pictures that the page has at most.")
    ] = 64,
    destination: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", dir_okay=False, help="The page.")
    ] = _DEFAULT,
) -> None:
    """Make a page of HTML on which people decide the cards that a machine does not.

    It needs no server and no network: open the file in a browser. It holds personal data, as its rows do.
    Best are rows of examine --evidence, which have the texts of print and MRZ.
    """
    prepare_output(destination, files)
    try:
        from khmerid.review.page import write_page  # noqa: PLC0415 - needs the extra
        from khmerid.review.pictures import CardPictures  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        typer.echo(f"khmerid: {error}", err=True)
        raise typer.Exit(CANNOT) from None
    taking = CardPictures(pictures, picture_limit * _MEGABYTE) if pictures else None
    rows = ResultRows(files)
    with output(destination) as stream:
        made = write_page(rows, stream, pictures=taking)
    typer.echo(
        f"{made.cards:,} cards, {made.for_people:,} of them for people: {to_visible(str(destination))}",
        err=True,
    )
    if taking:
        typer.echo(_of_pictures(taking), err=True)


class ResultRows:
    """The rows of files of reports, each time anew."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for file in self._files:
            with file.open("rb") as stream:
                for number, line in enumerate(stream, 1):
                    if line.strip():
                        yield _row(line, f"{file}: line {number}")


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if isinstance(row, dict) and "id" in row and _is_report(row):
        return row
    message = f"{to_visible(where)}: not a row of khmerid examine --format jsonl"
    raise EOFError(message)


def _is_report(row: dict[str, Any]) -> bool:
    error, fields = row.get("error"), row.get("fields")
    if isinstance(error, dict):
        return isinstance(error.get("code"), str) and isinstance(error.get("message"), str)
    return (
        isinstance(fields, dict)
        and all(isinstance(field, dict) for field in fields.values())
        and row.get("decision") in {"accept", "review", "reject"}
        and all(isinstance(row.get(name), list) for name in ("reasons", "checks", "findings"))
    )


def _of_pictures(taking: "CardPictures") -> str:
    told = f"{taking.taken:,} pictures"
    if taking.missing:
        told += f"; {taking.missing:,} cards for people have none"
    if taking.left_out:
        told += f"; {taking.left_out:,} found no room: --picture-limit"
    return told
