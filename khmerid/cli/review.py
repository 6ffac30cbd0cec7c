"""``khmerid review``: the page on which people decide the cards that a machine does not."""

import datetime as dt
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from khmerid.answering.examining import Terms
from khmerid.answering.input_row import InputRow, Row
from khmerid.batch.output import output
from khmerid.batch.sources import rows_in
from khmerid.batch.visible import to_visible
from khmerid.cli.options import (
    CANNOT,
    LanguageOption,
    PolicyOption,
    ProfileOption,
    day_option,
    prepare_output,
)
from khmerid.explained import Language
from khmerid.phrases import Phrase
from khmerid.report.policy import DEFAULT_POLICY

if TYPE_CHECKING:
    from khmerid.review.known import Planting
    from khmerid.review.pictures import PagePictures

_MEGABYTE: Final = 1_000_000
_DEFAULT: Final = Path("review.html")


def review(  # noqa: PLR0913 - typer takes each option as an argument
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
    known: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="Mix in known cards with faults, this share of what people see: 0.05. "
            "Their truth goes into FILE.known.jsonl beside the page.",
        ),
    ] = None,
    today: Annotated[
        dt.date | None,
        day_option("The day on which known cards are presented.", default="the current date"),
    ] = None,
    policy: PolicyOption = None,
    profile: ProfileOption = None,
    lang: LanguageOption = Language.ENGLISH,
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
        from khmerid.review.pictures import PagePictures  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        typer.echo(f"khmerid: {error}", err=True)
        raise typer.Exit(CANNOT) from None
    rows: Iterable[Row] = ResultRows(files)
    drawn: dict[str | int, bytes] = {}
    if known is not None:
        terms = Terms(
            today=today or dt.date.today(),  # noqa: DTZ011 - the day on the wall, where the command runs
            policy=policy or DEFAULT_POLICY,
            profile=profile,
        )
        planting = _planted(rows, known, terms)
        rows = MixedRows(rows, planting)
        truth = destination.with_name(f"{destination.stem}.known.jsonl")
        prepare_output(truth, files)
        with output(truth) as stream:
            stream.writelines(planting.lines())
        known_cards = Phrase.KNOWN_CARDS.told(lang, count=len(planting.cards), file=to_visible(str(truth)))
        typer.echo(known_cards, err=True)
        drawn = _drawn(planting) if pictures else {}
    taking = PagePictures(pictures, picture_limit * _MEGABYTE, drawn) if pictures else None
    try:
        with output(destination) as stream:
            made = write_page(rows, stream, pictures=taking)
            if not made.cards:
                message = "there are no rows in the input"
                raise EOFError(message)
    except ValueError as error:
        raise EOFError(str(error)) from None
    page_made = Phrase.PAGE_MADE.told(
        lang, cards=made.cards, people=made.for_people, file=to_visible(str(destination))
    )
    typer.echo(page_made, err=True)
    if taking:
        typer.echo(_of_pictures(taking, lang), err=True)


class MixedRows:
    """Rows with those of known cards among them, each time anew."""

    def __init__(self, rows: Iterable[Row], planting: "Planting") -> None:
        self._rows, self._planting = rows, planting

    def __iter__(self) -> Iterator[Row]:
        return self._planting.mixed(self._rows)


def _planted(rows: Iterable[Row], share: float, terms: Terms) -> "Planting":
    from khmerid.review.known import plant  # noqa: PLC0415 - heavy, and only for those who ask for it

    try:
        return plant(rows, share=share, seed=secrets.randbits(64), terms=terms)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    except (AttributeError, LookupError, TypeError):
        message = "the rows are not reports as khmerid examine writes them"
    raise EOFError(message)


def _drawn(planting: "Planting") -> dict[str | int, bytes]:
    """Return a picture of each known card: without one it would be told by that."""
    try:
        from khmerid.testing.rendering import draw_specimen  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        typer.echo(f"khmerid: {error}", err=True)
        raise typer.Exit(CANNOT) from None
    return {card.row["id"]: draw_specimen(card.specimen).image for card in planting.cards}


class ResultRows:
    """The rows of files of reports, each time anew."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    def __iter__(self) -> Iterator[Row]:
        return map(_result, rows_in(self._files))


def _result(one: InputRow) -> Row:
    try:
        row = None if one.trouble else json.loads(one.content)
    except (ValueError, RecursionError):
        row = None
    if isinstance(row, dict) and isinstance(row.get("id"), str | int):
        return row
    message = f"row {one.number}: not a row of khmerid examine --format jsonl"
    raise EOFError(message)


def _of_pictures(taking: "PagePictures", language: Language) -> str:
    counts = {
        Phrase.PICTURES: taking.taken,
        Phrase.WITHOUT_PICTURE: taking.missing,
        Phrase.NO_ROOM: taking.left_out,
    }
    told = [phrase.told(language, count=count) for phrase, count in counts.items()]
    return "; ".join(text for text, count in zip(told, counts.values(), strict=True) if count) or told[0]
