"""``khmerid specimen``, ``fixtures`` and ``serve-specimens``: cards that belong to nobody, for tests."""

import contextlib
import datetime as dt
import enum
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from khmerid.batch.encoding import write_lines
from khmerid.batch.output import output
from khmerid.batch.parts import complete
from khmerid.batch.visible import to_visible
from khmerid.cli.options import CANNOT, SOME_ROWS_FAILED, OutputOption, day_option, prepare_output
from khmerid.testing.fixture_files import find_files, fix_file, read_rows
from khmerid.testing.fixtures import FixtureCode
from khmerid.testing.server import serve
from khmerid.testing.specimen import Specimen, make_specimen

if TYPE_CHECKING:
    from khmerid.testing.rendering import DrawnSpecimen

_CODES: Final = [str(code) for code in FixtureCode]


class Shape(enum.StrEnum):
    """In which shape the cards are written."""

    JSONL = "jsonl"
    LINES = "lines"
    MRZ = "mrz"


def specimen(  # noqa: PLR0913 - one for each option
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
        typer.Option("--format", help="The service's answer, lines of any OCR, or the MRZ alone."),
    ] = Shape.JSONL,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--picture",
            metavar="DIR",
            file_okay=False,
            help="Draw the cards there, as PNG files, and write each row into a JSON file beside it.",
        ),
    ] = None,
    destination: OutputOption = None,
) -> None:
    """Invent valid cards that belong to nobody, one JSON row each, with the truth that a reader should find.

    Rows go into khmerid examine, those of mrz into khmerid mrz. The same seed gives the same card. Numbers
    begin with 99, as no issued card's does.
    """

    def made() -> Iterator[tuple[str, Specimen]]:
        for number in range(seed, seed + count):
            try:
                yield f"specimen-{number}", make_specimen(seed=number, today=today)
            except ValueError as error:
                raise typer.BadParameter(str(error)) from None

    if picture is not None:
        if destination is not None:
            message = "the rows go into files beside the pictures; there is no other output"
            raise typer.BadParameter(message)
        _draw(made(), shape, picture)
        return
    prepare_output(destination)
    with output(destination) as stream:
        write_lines((_row(identity, one, shape) for identity, one in made()), stream)


def _draw(specimens: Iterator[tuple[str, Specimen]], shape: Shape, folder: Path) -> None:
    """Draw specimens into a folder; files that are there from before are replaced, each by a whole one."""
    draw = _drawing()
    for identity, one in specimens:
        drawn = draw(one)
        folder.mkdir(parents=True, exist_ok=True)
        with complete(folder / f"{identity}.png") as stream:
            stream.buffer.write(drawn.image)
        places = {
            "picture": f"{identity}.png",
            "corners": drawn.corners,
            "portrait": drawn.portrait,
            "drawn": drawn.lines,
        }
        with complete(folder / f"{identity}.json") as stream:
            write_lines([_row(identity, one, shape) | places], stream)


def _drawing() -> "Callable[[Specimen], DrawnSpecimen]":
    """Return what draws, or say why nothing can be drawn here."""
    try:
        from khmerid.testing.rendering import draw_specimen, require_shaping  # noqa: PLC0415 - needs the extra

        require_shaping()
    except (ModuleNotFoundError, RuntimeError) as error:
        typer.echo(f"khmerid: {error}", err=True)
        raise typer.Exit(CANNOT) from None
    return draw_specimen


def _row(identity: str, made: Specimen, shape: Shape) -> dict[str, Any]:
    if shape is Shape.MRZ:
        return {"id": identity, "lines": list(made.mrz)}
    response = made.response() if shape is Shape.JSONL else made.lines()
    return {"id": identity, "today": made.today.isoformat(), "response": response, "truth": made.truth}


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
            help="The code of a fault to allow; may be given more than once.",
        ),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Put check digits right first, nothing else.")] = False,
) -> None:
    """Check that stored responses are sound fixtures and nobody's real card.

    Each fault is one line: file, row, field, code, what is there and what would be right. The exit status is
    0 if all rows are sound, 1 if some are not.
    """
    sound = faulty = 0
    files = list(find_files(paths))
    prepare_output(None, files)
    for file in files:
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
        raise typer.Exit(SOME_ROWS_FAILED)


def serve_specimens(  # noqa: PLR0913 - one for each option
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is a free one.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the cards, the damage and the errors.")] = 0,
    severity: Annotated[float, typer.Option(min=0, help="Damage: 0 none, 0.2 little, 1 much.")] = 0,
    latency: Annotated[float, typer.Option(min=0, help="Seconds before an answer.")] = 0,
    error_rate: Annotated[
        float, typer.Option(min=0, max=1, help="Share of requests that fail for the moment.")
    ] = 0,
    token: Annotated[str | None, typer.Option(help="The only token accepted; all are by default.")] = None,
) -> None:
    """Answer on the loopback address as the recognition service does, with invented cards, until Ctrl-C.

    The first line of the output is the address. The same picture gets the same card.
    """
    settings = {
        "seed": seed,
        "severity": severity,
        "latency": latency,
        "error_rate": error_rate,
        "token": token,
    }
    with serve(port=port, **settings) as service:
        typer.echo(service.url)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
