"""One call over HTTP without the sending: where it goes, what is sent, what came back.

>>> to_address("ocr.ap-southeast-3.myhuaweicloud.com")
'https://ocr.ap-southeast-3.myhuaweicloud.com'
>>> to_address("http://example.com")
Traceback (most recent call last):
ValueError: the endpoint is not an https address: a card and a token are not sent in the open

"""

import ipaddress
import re
import time
from collections.abc import Mapping
from typing import Final, TypeVar
from urllib.parse import SplitResult, urlsplit

import attrs

from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei.response import result_of_answer
from khmerid.huawei.retries import TOKEN_MUST_BE_RENEWED

T = TypeVar("T")

_PROJECT_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN: Final = re.compile(r"[!-~]+")  # RFC 9110, 5.5: what a header can hold, without blanks
_LONGEST_ANSWER: Final = 64 * 1024 * 1024  # bytes; two pictures of ten MB in base64, and some


def to_address(endpoint: str) -> str:
    """Bring an endpoint to an address; plain http is for the loopback address alone."""
    parts = _parts(endpoint if "://" in endpoint else f"https://{endpoint}")
    host = parts.hostname
    if not host or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        message = "the endpoint is not the name of a host, such as ocr.ap-southeast-3.myhuaweicloud.com"
        raise ValueError(message)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        message = "the endpoint is not an https address: a card and a token are not sent in the open"
        raise ValueError(message)
    return f"{parts.scheme}://{parts.netloc}"


def check_project_id(_instance: object, _attribute: object, project_id: str) -> None:
    """Refuse what would lead the address elsewhere."""
    if not _PROJECT_ID.fullmatch(project_id):
        message = "the project id has other characters than letters, numerals, hyphens and underscores"
        raise ValueError(message)


def check_token(_instance: object, _attribute: object, token: T) -> None:
    """Refuse a token that no header can hold; a function that gives one is not called here."""
    if not callable(token) and not (isinstance(token, str) and _TOKEN.fullmatch(token)):
        message = "the token is not text of visible ASCII characters"
        raise ValueError(message)


@attrs.frozen
class Answer:
    """What came back over HTTP."""

    status: int
    content: bytes
    request_id: str | None


@attrs.define
class Receiver:
    """The parts of an answer as they come in, until it takes too long or gets too large.

    A client's own time-out counts from part to part; a server that sends one byte a minute never meets it.
    """

    seconds: float
    _start: float = attrs.field(factory=time.monotonic, init=False)
    content: bytearray = attrs.field(factory=bytearray, init=False)

    def add(self, part: bytes) -> None:
        """Add a part; raises ``TimeoutError`` or ``UnexpectedResponseError``."""
        self.content += part
        if time.monotonic() > self._start + self.seconds:
            raise TimeoutError
        if len(self.content) > _LONGEST_ANSWER:
            message = f"the response is longer than {_LONGEST_ANSWER} bytes"
            raise UnexpectedResponseError(message)

    def answer(self, status: int, headers: Mapping[str, str]) -> Answer:
        """Give what came in, once it is whole."""
        return Answer(status, bytes(self.content), headers.get("X-Request-Id"))


@attrs.define
class Call:
    """One call, through all of its attempts."""

    address: str
    content: bytes
    _refused_token: str | None = attrs.field(default=None, init=False)
    _refusal: ApiError | None = attrs.field(default=None, init=False)

    def headers(self, token: str) -> dict[str, str]:
        """Make the headers of one attempt; a token that must be renewed is not sent again."""
        if self._refusal is not None and token == self._refused_token:
            raise self._refusal
        check_token(self, None, token)
        self._refused_token = token
        return {"Content-Type": "application/json", "X-Auth-Token": token}

    def read(self, answer: Answer) -> dict[str, object]:
        """Read the answer to one attempt, as ``khmerid.examine`` takes it."""
        try:
            result = result_of_answer(answer.content, answer.status, answer.request_id)
        except ApiError as error:
            self._refusal = error if error.code in TOKEN_MUST_BE_RENEWED else None
            raise
        return {"result": dict(result)}


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - refuses what is no number
    except ValueError:
        return urlsplit("")
    return parts


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
