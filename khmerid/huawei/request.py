r"""The body of a request to the service, made without a file or a network.

What the service would refuse is refused here, because a refused call takes a second and may be billed.
The limits are those of its API reference: no side under 15 or over 8192 pixels, at most 10 MB of base64.

>>> build_request(url="https://bucket.obs.ap-southeast-3.myhuaweicloud.com/specimen.jpg", detect_blur=True)
{'url': 'https://bucket.obs.ap-southeast-3.myhuaweicloud.com/specimen.jpg', 'detect_blur': True}
>>> build_request(image=b"GIF89a")
Traceback (most recent call last):
ValueError: the image is not a PNG, JPG, BMP or TIFF file

"""

import base64
import io
import ipaddress
from typing import Final, TypedDict, Unpack
from urllib.parse import urlsplit

_SIGNATURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*")
_SHORTEST_SIDE: Final = 15
_LONGEST_SIDE: Final = 8192
_LONGEST_BASE64: Final = 10 * 1024 * 1024


class Switches(TypedDict, total=False):
    """What a request can ask for besides the fields; what is not given is not sent."""

    return_portrait_image: bool
    return_portrait_location: bool
    return_idcard_type: bool
    return_adjusted_image: bool
    detect_border_integrity: bool
    detect_blocking_within_border: bool
    detect_blur: bool
    detect_glare: bool
    detect_tampering: bool
    detect_reproduce: bool


def build_request(
    *, image: bytes | None = None, url: str | None = None, **switches: Unpack[Switches]
) -> dict[str, str | bool]:
    """Make the body of a request from the bytes of an image, or from the address of one.

    Raises ``ValueError`` for what the service would refuse and ``TypeError`` for a switch it does not have.
    """
    if (image is None) == (url is None):
        message = "a request takes exactly one of image and url"
        raise ValueError(message)
    body: dict[str, str | bool] = {}
    if image is not None:
        body["image"] = _base64_of(image)
    if url is not None:
        body["url"] = _checked(url)
    for name, value in switches.items():
        if name not in Switches.__annotations__:
            message = f"the service has no switch {name!r}; it has {', '.join(Switches.__annotations__)}"
            raise TypeError(message)
        if not isinstance(value, bool):
            message = f"the switch {name!r} is {type(value).__name__}, not a boolean"
            raise TypeError(message)
        body[name] = value
    return body


def _base64_of(image: object) -> str:
    if not isinstance(image, (bytes, bytearray)):
        message = f"the image is {type(image).__name__}, not the bytes of a file"
        raise TypeError(message)
    if not image.startswith(_SIGNATURES):
        message = "the image is not a PNG, JPG, BMP or TIFF file"
        raise ValueError(message)
    length = (len(image) + 2) // 3 * 4
    if length > _LONGEST_BASE64:
        message = f"the image has {length} characters in base64; the service takes {_LONGEST_BASE64}"
        raise ValueError(message)
    sides = [abs(side) for side in _sides(bytes(image))]
    if not all(_SHORTEST_SIDE <= side <= _LONGEST_SIDE for side in sides):
        message = f"the image has {sides[0]} x {sides[1]} pixels; the service takes 15 to 8192 on each side"
        raise ValueError(message)
    return base64.b64encode(image).decode("ascii")


def _sides(image: bytes) -> tuple[int, int]:
    """Read width and height; a BMP stored from the top down has a negative height."""
    import imagesize  # noqa: PLC0415  # it takes in a client of HTTP, which nothing else here needs

    width, height = imagesize.get(io.BytesIO(image))
    if -1 in {width, height}:
        message = "the image's width and height cannot be read from its header"
        raise ValueError(message)
    return width, height


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
