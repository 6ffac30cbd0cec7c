"""Pictures as rows that a service reads, with the extra ``huawei``: each call may be billed."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from khmerid.answering.examining import Terms, examine_response
from khmerid.answering.input_row import Row
from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei.errors import concerns_the_image
from khmerid.huawei.wire import QUALITY_SWITCHES, Switches

if TYPE_CHECKING:
    from khmerid.huawei.client import HuaweiOcr

_NO_ALARMS: Final = Switches()


def examine_pictures(
    service: "HuaweiOcr", pictures: Iterable[str], terms: Terms, *, alarms: bool
) -> Iterator[Row]:
    """Yield a row for each picture, a file or an address, as the service reads it.

    Where the service refuses the account or the credentials, the pictures that remain are not sent.
    """
    response: object = None
    for picture in pictures:
        if not (isinstance(response, ApiError) and _refuses_all(response)):
            response = _recognised(service, picture, QUALITY_SWITCHES if alarms else _NO_ALARMS)
        yield {"id": picture} | examine_response(response, terms)


def is_address(picture: str) -> bool:
    """Return whether a picture is given by its address and not as a file."""
    return picture.startswith(("http://", "https://"))


def _recognised(service: "HuaweiOcr", picture: str, switches: Switches) -> object:
    """Return what the service answered, or the error in its place."""
    try:
        if is_address(picture):
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
