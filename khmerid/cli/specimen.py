"""``khmerid specimen``: valid cards that belong to nobody."""

import datetime as dt
import enum
import json
from typing import Annotated, Any

import typer

from khmerid.batch.writing import output
from khmerid.cli.options import OutputOption, day_option
from khmerid.testing.specimen import Specimen, make_specimen


class Shape(enum.StrEnum):
    """In which shape the cards are written."""

    JSONL = "jsonl"
    LINES = "lines"
    MRZ = "mrz"


def specimen(
    *,
    count: Annotated[int, typer.Option("--count", "-n", min=0, help="How many cards.")] = 1,
    seed: Annotated[int, typer.Option(help="The seed of the first card; the next ones follow it.")] = 1,
    today: Annotated[
        dt.date | None,
        day_option(
            "The day on which the cards are presented, and valid.", default="a day in the validity of each"
        ),
    ] = None,
    shape: Annotated[
        Shape,
        typer.Option("--format", help="The service's answer, lines of any OCR, or the zone alone."),
    ] = Shape.JSONL,
    destination: OutputOption = None,
) -> None:
    """Invent valid cards of nobody, one JSON row each, with the truth that a reader should find.

    Rows go into khmerid examine, those of mrz into khmerid mrz. The same seed gives the same card. Numbers
    begin with 99, which that of no card does.
    """
    with output(destination) as stream:
        for number in range(seed, seed + count):
            try:
                made = make_specimen(seed=number, today=today)
            except ValueError as error:
                raise typer.BadParameter(str(error)) from None
            stream.write(json.dumps(_row(f"specimen-{number}", made, shape), ensure_ascii=False) + "\n")


def _row(identity: str, made: Specimen, shape: Shape) -> dict[str, Any]:
    if shape is Shape.MRZ:
        return {"id": identity, "lines": list(made.mrz)}
    response = made.response() if shape is Shape.JSONL else made.lines()
    return {"id": identity, "today": made.today.isoformat(), "response": response, "truth": made.truth}
