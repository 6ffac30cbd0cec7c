r"""The body of a request to the service, made without a file or a network.

What the service would refuse is refused here, because a refused call takes a second and may be billed.

>>> build_request(url="https://bucket.obs.ap-southeast-3.myhuaweicloud.com/specimen.jpg", detect_blur=True)
{'url': 'https://bucket.obs.ap-southeast-3.myhuaweicloud.com/specimen.jpg', 'detect_blur': True}
>>> build_request(image=b"GIF89a")
Traceback (most recent call last):
ValueError: the image is not a PNG, JPG, BMP or TIFF file
"""

import base64
import io
import ipaddress
from typing import Unpack
from urllib.parse import urlsplit

from khmerid.huawei import wire


def build_request(
    *, image: bytes | None = None, url: str | None = None, **switches: Unpack[wire.Switches]
) -> dict[str, str | bool]:
    """Return the body of a request for the bytes of an image, or for the address of one.

    Raises ``ValueError`` for what the service would refuse and ``TypeError`` for a switch it does not have.
    """
    if (image is None) == (url is None):
        message = "a request takes exactly one of image and url"
        raise ValueError(message)
    body: dict[str, str | bool] = {}
    if image is not None:
        body[wire.IMAGE] = _base64_of(image)
    if url is not None:
        body[wire.URL] = _checked(url)
    for name, value in switches.items():
        if name not in wire.SWITCHES:
            message = f"the service has no switch {name!r}; it has {', '.join(wire.SWITCHES)}"
            raise TypeError(message)
        if not isinstance(value, bool):
            message = f"the switch {name!r} is {type(value).__name__}, not a boolean"
            raise TypeError(message)
        body[name] = value
    return body


def fault_of_image(image: bytes) -> tuple[wire.ServiceError, str] | None:
    """Return the error with which the service would refuse an image, and what is wrong; ``None`` if nothing.

    >>> error, why = fault_of_image(b"BM")
    >>> error.code, why
    ('AIS.0102', "the image's width and height cannot be read from its header")
    """
    length = (len(image) + 2) // 3 * 4
    if length > wire.LONGEST_BASE64:
        why = f"the image has {length} characters in base64; the service takes {wire.LONGEST_BASE64}"
        return wire.TOO_LONG, why
    if not image.startswith(wire.SIGNATURES):
        return wire.BAD_FORMAT, "the image is not a PNG, JPG, BMP or TIFF file"
    try:
        import imagesize  # noqa: PLC0415  # an extra, which takes in a client of HTTP
    except ModuleNotFoundError as error:
        message = "a picture cannot be looked at without imagesize: pip install 'khmerid[huawei]'"
        raise ModuleNotFoundError(message, name=error.name) from None
    sides = imagesize.get(io.BytesIO(image))
    if -1 in sides:
        return wire.BAD_FORMAT, "the image's width and height cannot be read from its header"
    width, height = map(abs, sides)  # a BMP that is stored from the top down has a negative height
    if not all(wire.SHORTEST_SIDE <= side <= wire.LONGEST_SIDE for side in (width, height)):
        limits = f"{wire.SHORTEST_SIDE} to {wire.LONGEST_SIDE}"
        return (
            wire.BAD_SIDES,
            f"the image has {width} x {height} pixels; the service takes {limits} on each side",
        )
    return None


def _base64_of(image: object) -> str:
    if not isinstance(image, (bytes, bytearray)):
        message = f"the image is {type(image).__name__}, not the bytes of a file"
        raise TypeError(message)
    fault = fault_of_image(bytes(image))
    if fault:
        raise ValueError(fault[1])
    return base64.b64encode(image).decode("ascii")


def _checked(url: object) -> str:
    if not isinstance(url, str):
        message = f"the url is {type(url).__name__}, not text"
        raise TypeError(message)
    if not url.isascii() or not url.isprintable() or " " in url:
        message = "the url has characters that must be percent-encoded"
        raise ValueError(message)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in {"http", "https"}:
        message = "the url is not an http or https address"
        raise ValueError(message)
    if _is_private(host):
        message = "the url is not public: the service could not download from it"
        raise ValueError(message)
    return url


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"
