"""A request to the service as whoever answers it receives it: what it asks for, or why it is refused.

Names, limits, codes and messages are those of `khmerid.huawei.wire`; `khmerid.testing` and `khmerid.serve`
answer by this.

>>> read_wanted(b'{"url": "https://example.com/card.jpg", "detect_blur": true}')
Wanted(url, detect_blur)
>>> read_wanted(b'{"url": 1}')
Traceback (most recent call last):
khmerid.huawei.received.RefusedRequestError: AIS.0101: a parameter of the request is wrong
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, Final, cast

import attrs

from khmerid.huawei import wire
from khmerid.huawei.request import fault_of_image
from khmerid.json_text import DuplicateKeyError, without_duplicates

#: Bytes of a request that are read: the longest image and some, so that one that is only a little too long is
#: answered as by the service.
LONGEST_REQUEST: Final = wire.LONGEST_BASE64 + 1024 * 1024
#: Commas and opening brackets in a request; a sound one has a comma for each key. A body of ten megabytes of
#: brackets would otherwise become some hundred megabytes of objects.
_MOST_MARKS: Final = 1000
_MARKS: Final = (b",", b"[", b"{")


class RefusedRequestError(Exception):
    """A request is refused with an error of the service."""

    def __init__(self, error: wire.ServiceError) -> None:
        super().__init__(f"{error.code}: {error.meaning}")
        self.error: Final = error


@attrs.frozen(kw_only=True, repr=False)
class Wanted:
    """What a sound request asks for: a picture, as the bytes of a file or by its address, and switches."""

    image: bytes | None = None
    url: str | None = None
    switches: wire.Switches

    def __repr__(self) -> str:
        source = wire.URL if self.image is None else wire.IMAGE
        return f"Wanted({', '.join([source, *self.switches])})"


def read_wanted(content: bytes | bytearray) -> Wanted:
    """Return what the content of a request asks for, or raise ``RefusedRequestError``."""
    return take_wanted(read_body(content))


def read_body(content: bytes | bytearray) -> dict[str, Any]:
    """Return the object of JSON in a request."""
    if sum(map(content.count, _MARKS)) > _MOST_MARKS:
        raise RefusedRequestError(wire.BAD_PARAMETER)
    try:
        body = json.loads(content, object_pairs_hook=without_duplicates)
    except DuplicateKeyError:
        error = wire.BAD_PARAMETER
    except (ValueError, RecursionError):
        error = wire.NOT_JSON
    else:
        if isinstance(body, dict):
            return body
        error = wire.BAD_PARAMETER
    # Raised here and not in the handler, because the error of json holds the whole document.
    raise RefusedRequestError(error)


def take_wanted(body: Mapping[str, Any]) -> Wanted:
    """Return what a body asks for; its image has been looked at for its format and its size."""
    if not body.keys() <= {wire.IMAGE, wire.URL, *wire.SWITCHES}:
        raise RefusedRequestError(wire.BAD_PARAMETER)
    switches = {name: value for name, value in body.items() if name in wire.SWITCHES}
    if not all(isinstance(value, bool) for value in switches.values()):
        raise RefusedRequestError(wire.BAD_PARAMETER)
    image, url = body.get(wire.IMAGE), body.get(wire.URL)
    if (image is None) == (url is None) or not isinstance(url if image is None else image, str):
        raise RefusedRequestError(wire.BAD_PARAMETER)
    asked = cast("wire.Switches", switches)
    return Wanted(url=url, switches=asked) if image is None else Wanted(image=_decode(image), switches=asked)


def check_image(image: bytes) -> bytes:
    """Return the bytes of a file that is a picture within the limits, as far as its head tells."""
    fault = fault_of_image(image)
    if fault:
        raise RefusedRequestError(fault[0])
    return image


def _decode(text: str) -> bytes:
    try:
        image = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        image = b""  # of no format: raised by the check, where no error holds the text
    return check_image(image)
