"""``khmerid recognise``: pictures in, reports out, by way of the recognition service."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from khmerid.batch.answering import examined
from khmerid.batch.writing import output
from khmerid.cli.examine import SOME_ROWS_FAILED
from khmerid.cli.forms import WRITERS, Answers, Format
from khmerid.cli.options import FormatOption, OutputOption, day_option
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei.errors import concerns_the_image
from khmerid.huawei.wire import QUALITY_SWITCHES, Switches

if TYPE_CHECKING:
    from khmerid.huawei.client import HuaweiOcr

_CANNOT: Final = 2


def recognise(  # noqa: PLR0913 - typer takes each option as an argument
    pictures: Annotated[
        list[str],
        typer.Argument(metavar="PICTURE", help="PNG, JPG, BMP or TIFF files, or public addresses of some."),
    ],
    *,
    endpoint: Annotated[
        str,
        typer.Option(envvar="KHMERID_ENDPOINT", help="Such as ocr.ap-southeast-3.myhuaweicloud.com."),
    ],
    project_id: Annotated[str, typer.Option(envvar="KHMERID_PROJECT_ID", help="The project to call as.")],
    token: Annotated[
        str,
        typer.Option(
            envvar="KHMERID_TOKEN",
            help="The project's token. The variable is safer: options are seen by others on the machine.",
        ),
    ],
    alarms: Annotated[
        bool, typer.Option(help="Ask whether the picture is a copy, blurred, altered and so on.")
    ] = True,
    form: FormatOption = Format.TABLE,
    today: Annotated[
        dt.date | None,
        day_option("The day on which the cards were presented.", default="the current date"),
    ] = None,
    destination: OutputOption = None,
) -> None:
    """Send pictures of cards to Huawei Cloud OCR and examine what it reads; each call may be billed.

    A picture that cannot be examined becomes an error row, and the exit status is 1. Where the service
    refuses the account or the credentials, the pictures that remain are not sent.
    """
    for picture in pictures:
        if not _is_address(picture) and not Path(picture).is_file():
            message = f"no such file: {picture}"
            raise typer.BadParameter(message)
    day = today or dt.date.today()  # noqa: DTZ011 - the day on the wall, where the command runs
    failed = False

    def noted(rows: Answers) -> Answers:
        nonlocal failed
        for row in rows:
            failed = failed or "error" in row
            yield row

    with _service(endpoint, project_id, token) as service, output(destination) as stream:
        responses = _responses(service, pictures, QUALITY_SWITCHES if alarms else Switches())
        rows = ({"id": picture} | examined(response, day) for picture, response in responses)
        WRITERS[form](noted(rows), stream)
    if failed:
        raise typer.Exit(SOME_ROWS_FAILED)


def _service(endpoint: str, project_id: str, token: str) -> "HuaweiOcr":
    try:
        from khmerid.huawei.client import HuaweiOcr  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        typer.echo(f"khmerid: {error}", err=True)
        raise typer.Exit(_CANNOT) from None
    try:
        return HuaweiOcr(endpoint, project_id, token=token)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _responses(service: "HuaweiOcr", pictures: list[str], switches: Switches) -> Iterator[tuple[str, object]]:
    """Give for each picture what the service answered, or the error in its place."""
    refusal: ApiError | None = None
    for picture in pictures:
        if refusal is None:
            response = _recognised(service, picture, switches)
            if isinstance(response, ApiError) and _refuses_all(response):
                refusal = response
        yield picture, refusal or response


def _recognised(service: "HuaweiOcr", picture: str, switches: Switches) -> object:
    try:
        if _is_address(picture):
            return service.recognise(url=picture, **switches)
        return service.recognise(Path(picture).read_bytes(), **switches)
    except (ApiError, UnexpectedResponseError) as error:
        return error
    except ValueError as error:  # the picture is refused before it is sent
        return UnexpectedResponseError(str(error))
    except OSError as error:  # those that went before are paid for: they are not lost for this one
        return UnexpectedResponseError(f"the file cannot be read: {error.strerror}")


def _refuses_all(error: ApiError) -> bool:
    return error.retry == "no" and not concerns_the_image(error.code)


def _is_address(picture: str) -> bool:
    return picture.startswith(("http://", "https://"))
