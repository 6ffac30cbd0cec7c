"""One call without the sending: where it goes, what is sent, what came back, and whether it is made again.

A call changes nothing at the service, so making it again is safe; after a time-out it may be billed twice.
Bad credentials are never sent again: five in a row lock the key for five minutes. Too many calls in a minute
ask for a wait of two to five seconds, and a day's quota for none. Other failures wait longer each time.

>>> to_address("ocr.ap-southeast-3.myhuaweicloud.com")
'https://ocr.ap-southeast-3.myhuaweicloud.com'
>>> retries = Retries(Backoff(), renews_token=False)
>>> retries(ApiError(code="APIG.0301", meaning="the token is wrong", retry="no"))
False
>>> retries(ApiError(code="ModelArts.4505", meaning="the service failed inside", retry="backoff"))
True
"""

import contextvars
import ipaddress
import json
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Final, TypeVar
from urllib.parse import SplitResult, urlsplit

import attrs

from khmerid.errors import ApiError, UnexpectedResponseError
from khmerid.huawei import wire
from khmerid.huawei.response import result_of_answer

T = TypeVar("T")

_TOKEN: Final = re.compile(r"[!-~]+")  # RFC 9110, 5.5: what a header can hold, without blanks
_LONGEST_ANSWER: Final = 64 * 1024 * 1024  # bytes; two pictures of ten MB in base64, and some
_RENEWING: Final = frozenset({wire.AUTHORIZER_REFUSED, wire.TOKEN_EXPIRED})


def to_address(endpoint: str) -> str:
    """Return the address of an endpoint; plain http is for the loopback address alone.

    >>> to_address("http://example.com")
    Traceback (most recent call last):
    ValueError: the endpoint is not an https address: a card and a token are not sent in the open
    """
    parts = _parts(endpoint if "://" in endpoint else f"https://{endpoint}")
    host = parts.hostname
    if not host or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        message = "the endpoint is not the name of a host, such as ocr.ap-southeast-3.myhuaweicloud.com"
        raise ValueError(message)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        message = "the endpoint is not an https address: a card and a token are not sent in the open"
        raise ValueError(message)
    return f"{parts.scheme}://{parts.netloc}"


def check_project_id(_instance: object, _attribute: object, project_id: str) -> None:
    """Refuse what would lead the address elsewhere."""
    if not wire.PROJECT_ID.fullmatch(project_id):
        message = "the project id has other characters than letters, numerals, hyphens and underscores"
        raise ValueError(message)


def check_token(_instance: object, _attribute: object, token: T) -> None:
    """Refuse a token that no header can hold; a function that gives one is not called here."""
    if not callable(token) and not (isinstance(token, str) and _TOKEN.fullmatch(token)):
        message = "the token is not text of visible ASCII characters"
        raise ValueError(message)


@attrs.define(repr=False)
class Receiver:
    """The parts of an answer as they come in, until it takes too long or gets too large."""

    seconds: float
    _start: float = attrs.field(factory=time.monotonic, init=False)
    content: bytearray = attrs.field(factory=bytearray, init=False)

    def add(self, part: bytes) -> None:
        """Add a part; raise ``TimeoutError`` or ``UnexpectedResponseError``."""
        self.content += part
        if time.monotonic() > self._start + self.seconds:
            raise TimeoutError
        if len(self.content) > _LONGEST_ANSWER:
            message = f"the response is longer than {_LONGEST_ANSWER} bytes"
            raise UnexpectedResponseError(message)


def within(seconds: float, send: Callable[[], T]) -> T:
    """Return what ``send`` returns or raise what it raises; raise ``TimeoutError`` when the time is over.

    A client's own time-outs count from part to part: a server that sends one byte of a header a minute never
    meets them. A blocking client cannot be told to stop, so it runs in a thread, which is left to itself when
    the time is over; it ends with the next part of the answer, or with the client's time-out.
    """
    outcome: Future[T] = Future()
    context = contextvars.copy_context()

    def run() -> None:
        try:
            outcome.set_result(context.run(send))
        except BaseException as error:  # noqa: BLE001 - raised where the outcome is asked for
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome.result(seconds)


@attrs.define(repr=False)
class Call:
    """One call, through all of its attempts."""

    address: str
    content: bytes
    _refused_token: str | None = attrs.field(default=None, init=False)
    _refusal: ApiError | None = attrs.field(default=None, init=False)

    @classmethod
    def to(cls, address: str, project_id: str, body: dict[str, str | bool]) -> "Call":
        """Return a call of the service at an address."""
        return cls(address + wire.PATH.format(project_id), json.dumps(body).encode())

    def headers(self, token: str) -> dict[str, str]:
        """Return the headers of one attempt; a token that must be renewed is not sent again."""
        if self._refusal is not None and token == self._refused_token:
            raise self._refusal
        check_token(self, None, token)
        self._refused_token = token
        return {"Content-Type": "application/json", wire.TOKEN_HEADER: token}

    def read(self, content: bytearray, status: int, headers: Mapping[str, str]) -> dict[str, object]:
        """Return the answer to one attempt, as ``khmerid.examine`` takes it."""
        try:
            result = result_of_answer(content, status, headers.get(wire.REQUEST_ID_HEADER))
        except ApiError as error:
            self._refusal = error if _asks_for_a_new_token(error) else None
            raise
        return {wire.RESULT: dict(result)}


@attrs.frozen(kw_only=True)
class Backoff:
    """How many attempts a call has, and the seconds between them.

    The wait begins with ``first`` and doubles up to ``longest``, each time with up to ``first`` more at
    random. A throttled call waits for a time between the two of ``throttled``.
    """

    attempts: int = 4
    first: float = 1.0
    longest: float = 20.0
    throttled: tuple[float, float] = (2.0, 5.0)


@attrs.define
class Retries:
    """What may still be tried for one call: the answer is whether to retry, or the seconds until then."""

    backoff: Backoff
    renews_token: bool
    _had_its_one: bool = attrs.field(default=False, init=False)

    def __call__(self, error: Exception) -> bool | float:
        """Decide on one failure."""
        if not isinstance(error, ApiError) or error.retry == "no":
            return False
        if error.retry == "once":
            new_token = _asks_for_a_new_token(error)
            if self._had_its_one or (new_token and not self.renews_token):
                return False
            self._had_its_one = True
            return 0.0 if new_token else True
        if wire.find_code(error.code) is wire.THROTTLED or error.code == "429":
            return random.uniform(*self.backoff.throttled)  # noqa: S311 - spreads the calls, keeps no secret
        return True


def _asks_for_a_new_token(error: ApiError) -> bool:
    return wire.find_code(error.code) in _RENEWING


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - refuses what is not a number
    except ValueError:
        return urlsplit("")
    return parts


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
