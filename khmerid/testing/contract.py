"""What the recognition service answers to a request, without a network.

Paths, headers, limits, codes and messages are those of its reference. An image is looked at for its format
and size only; which card it shows, its bytes settle, so that the same picture is always the same card.

>>> refusal = check_request("/v2/0123/ocr/cambodian-idcard", {"X-Auth-Token": "t"}, b'{"url": 1}')
>>> refusal.code, refusal.status
('AIS.0101', 400)

"""

import base64
import binascii
import io
import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

import attrs
import imagesize
import regex

from khmerid.huawei import Switches

PATH = regex.compile(r"/v2/[A-Za-z0-9_-]+/ocr/cambodian-idcard")

_LONGEST_BASE64: Final = 10 * 1024 * 1024
_SIDES: Final = range(15, 8193)  # pixels


@attrs.frozen
class Refusal:
    """An error of the service: its code, its message and the status under which it is sent."""

    code: str
    status: int
    message: str

    def body(self, request_id: str) -> dict[str, str]:
        """Return what is sent; the gateway adds the id of the request."""
        error = {"error_code": self.code, "error_msg": self.message}
        return error | {"request_id": request_id} if self.code.startswith("APIG") else error


# The status of the ModelArts codes is not documented; theirs are those that go with the meaning.
REFUSALS: Final[Mapping[str, Refusal]] = {
    code: Refusal(code, status, message)
    for code, status, message in (
        ("AIS.0101", 400, "The input parameter is invalid."),
        ("AIS.0102", 400, "The image format is not supported."),
        ("AIS.0103", 400, "The image size does not meet the requirements."),
        ("AIS.0104", 400, "The image is not supported or the image quality is poor."),
        ("AIS.0105", 400, "Recognition failed."),
        ("APIG.0101", 404, "The API does not exist or has not been published in the environment"),
        ("APIG.0201", 504, "Backend timeout."),
        ("APIG.0202", 502, "Backend unavailable."),
        ("APIG.0203", 504, "Backend timeout."),
        ("APIG.0301", 401, "Incorrect IAM authentication information: verify token fail"),
        ("APIG.0307", 401, "The token must be updated."),
        ("APIG.0308", 429, "The throttling threshold has been reached: limit:100,time:1 minute"),
        ("ModelArts.4104", 400, "The request body is too long."),
        ("ModelArts.4105", 400, "The request body is not JSON."),
        ("ModelArts.4204", 403, "Access api error! Not subscribe this api."),
        ("ModelArts.4401", 429, "Too many concurrent requests."),
        ("ModelArts.4403", 503, "Service unavailable."),
        ("ModelArts.4505", 500, "Backend service internal error."),
        ("ModelArts.4603", 400, "The image could not be downloaded from the URL."),
    )
}
PASSING: Final = ("APIG.0202", "APIG.0203", "APIG.0308", "ModelArts.4403", "ModelArts.4505")


@attrs.frozen
class Wanted:
    """What a sound request asks for: the switches, and a number for the picture."""

    switches: Switches
    picture: int


def check_request(
    path: str, headers: Mapping[str, str], content: bytes, *, token: str | None = None
) -> Refusal | Wanted:
    """Return why the service refuses a request, or what it asks for.

    A request has a token, which is held to ``token`` where one is given, or is signed with AK/SK, which is
    not checked. ``headers`` are looked up by the names that the service documents.
    """
    sent = headers.get("X-Auth-Token")
    if not PATH.fullmatch(path.partition("?")[0]):
        return REFUSALS["APIG.0101"]
    if sent is None and "Authorization" not in headers:
        return REFUSALS["APIG.0301"]
    if token is not None and sent is not None and sent != token:
        return REFUSALS["APIG.0301"]
    try:
        body = json.loads(content)
    except ValueError:
        return REFUSALS["ModelArts.4105"]
    return _check_body(body)


def _check_body(body: Any) -> Refusal | Wanted:
    if not isinstance(body, dict) or not body.keys() <= {"image", "url", *Switches.__annotations__}:
        return REFUSALS["AIS.0101"]
    sources = [body[name] for name in ("image", "url") if body.get(name) is not None]
    switches: Any = {name: value for name, value in body.items() if name in Switches.__annotations__}
    if len(sources) != 1 or not isinstance(sources[0], str):
        return REFUSALS["AIS.0101"]
    if not all(isinstance(value, bool) for value in switches.values()):
        return REFUSALS["AIS.0101"]
    refusal = _check_image(sources[0]) if "image" in body else _check_address(sources[0])
    return refusal or Wanted(switches, zlib.crc32(sources[0].encode()))


def _check_image(image: str) -> Refusal | None:
    if len(image) > _LONGEST_BASE64:
        return REFUSALS["ModelArts.4104"]
    try:
        sides = imagesize.get(io.BytesIO(base64.b64decode(image, validate=True)))
    except (binascii.Error, ValueError):
        return REFUSALS["AIS.0102"]
    if -1 in sides:
        return REFUSALS["AIS.0102"]
    return None if all(abs(side) in _SIDES for side in sides) else REFUSALS["AIS.0103"]


def _check_address(address: str) -> Refusal | None:
    """Refuse what is no address; nothing is downloaded."""
    return None if address.startswith(("http://", "https://")) else REFUSALS["ModelArts.4603"]
