"""Calls of a recognition service, with retries: ``pip install 'khmerid[huawei]'``.

Each gives an answer as ``khmerid.examine`` takes it, or raises ``khmerid.errors.ApiError``. An endpoint is
``ocr.<region>.myhuaweicloud.com``. A token is valid for 24 hours; where it is given by a function, that
function is called before every attempt and should keep its token for as long as it is valid.

>>> HuaweiOcr("ocr.ap-southeast-3.myhuaweicloud.com", "0123456789abcdef", token="secret")
HuaweiOcr(endpoint='https://ocr.ap-southeast-3.myhuaweicloud.com', project_id='0123456789abcdef')
"""

import importlib
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Final, Self, TypeVar, Unpack

import attrs

from khmerid.huawei.call import (
    Backoff,
    Call,
    Receiver,
    Retries,
    check_project_id,
    check_token,
    to_address,
    within,
)
from khmerid.huawei.errors import error_of_exception
from khmerid.huawei.request import build_request
from khmerid.huawei.response import find_result
from khmerid.huawei.wire import RESULT, Switches

try:
    import anyio
    import httpx
    import stamina
except ModuleNotFoundError as error:
    _message = "khmerid.huawei.client needs more than the library: pip install 'khmerid[huawei]'"
    raise ModuleNotFoundError(_message, name=error.name) from None

__all__ = ["AsyncHuaweiOcr", "Backoff", "HuaweiOcr", "SdkOcr"]

T = TypeVar("T")

_CONNECT_SECONDS: Final = 10.0


@attrs.frozen
class _Service:
    endpoint: str = attrs.field(converter=to_address)
    project_id: str = attrs.field(validator=check_project_id)
    timeout: float = attrs.field(default=120.0, kw_only=True, repr=False)
    backoff: Backoff = attrs.field(factory=Backoff, kw_only=True, repr=False)

    def _sent(self, call: Call, token: str) -> dict[str, Any]:
        """Return the arguments with which httpx sends one attempt.

        A redirection is not followed, whatever the client does otherwise: the token is not for another host.
        """
        limits = httpx.Timeout(self.timeout, connect=min(self.timeout, _CONNECT_SECONDS))
        headers = call.headers(token)
        return {"headers": headers, "content": call.content, "timeout": limits, "follow_redirects": False}


@attrs.frozen
class HuaweiOcr(_Service):
    """The service: ``recognise`` sends one image; ``timeout`` is in seconds, for each attempt as a whole.

    Your own ``client`` can have a proxy, or the header ``Enterprise-Project-Id``.

    >>> from khmerid.testing.server import serve
    >>> with serve() as service, HuaweiOcr(service.url, "project", token="any") as ocr:
    ...     response = ocr.recognise(url="https://example.com/card.jpg")
    >>> list(response)
    ['result']
    """

    token: str | Callable[[], str] = attrs.field(kw_only=True, repr=False, validator=check_token)
    client: httpx.Client = attrs.field(factory=httpx.Client, kw_only=True, repr=False)

    def recognise(
        self, image: bytes | None = None, *, url: str | None = None, **switches: Unpack[Switches]
    ) -> dict[str, object]:
        """Send an image, or the address of one, and return the answer as ``khmerid.examine`` takes it.

        Raises ``ApiError`` where the service or the network failed for good, ``UnexpectedResponseError``
        where the answer does not have the documented shape, and what ``build_request`` raises.
        """
        call = Call.to(self.endpoint, self.project_id, build_request(image=image, url=url, **switches))
        retries = Retries(self.backoff, renews_token=callable(self.token))
        return stamina.RetryingCaller(**_schedule(self.backoff))(retries, self._attempt, call)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _attempt(self, call: Call) -> dict[str, object]:
        sent = self._sent(call, self.token() if callable(self.token) else self.token)
        try:
            response, content = within(self.timeout, lambda: self._send(call.address, sent))
        except (httpx.HTTPError, TimeoutError) as error:
            failure = error_of_exception(error)
        else:
            return call.read(content, response.status_code, response.headers)
        raise failure  # not in the handler: an error of httpx holds the request, with image and token

    def _send(self, address: str, sent: dict[str, Any]) -> tuple[httpx.Response, bytearray]:
        receiver = Receiver(self.timeout)
        with self.client.stream("POST", address, **sent) as response:
            for part in response.iter_bytes():
                receiver.add(part)
        return response, receiver.content


@attrs.frozen
class AsyncHuaweiOcr(_Service):
    """The same for ``asyncio`` and Trio; the function that gives a token may be a coroutine function.

    >>> import asyncio
    >>> from khmerid.testing.server import serve
    >>> async def recognised(endpoint):
    ...     async with AsyncHuaweiOcr(endpoint, "project", token="any") as ocr:
    ...         return await ocr.recognise(url="https://example.com/card.jpg")
    >>> with serve() as service:
    ...     response = asyncio.run(recognised(service.url))
    >>> list(response)
    ['result']
    """

    token: str | Callable[[], str | Awaitable[str]] = attrs.field(
        kw_only=True, repr=False, validator=check_token
    )
    client: httpx.AsyncClient = attrs.field(factory=httpx.AsyncClient, kw_only=True, repr=False)

    async def recognise(
        self, image: bytes | None = None, *, url: str | None = None, **switches: Unpack[Switches]
    ) -> dict[str, object]:
        """Send an image, or the address of one; see ``HuaweiOcr.recognise``."""
        call = Call.to(self.endpoint, self.project_id, build_request(image=image, url=url, **switches))
        retries = Retries(self.backoff, renews_token=callable(self.token))
        return await stamina.AsyncRetryingCaller(**_schedule(self.backoff))(retries, self._attempt, call)

    async def close(self) -> None:
        """Close the connections."""
        await self.client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _attempt(self, call: Call) -> dict[str, object]:
        token = self.token() if callable(self.token) else self.token
        if inspect.isawaitable(token):
            token = await token
        sent, receiver = self._sent(call, token), Receiver(self.timeout)
        try:
            with anyio.fail_after(self.timeout):
                async with self.client.stream("POST", call.address, **sent) as response:
                    async for part in response.aiter_bytes():
                        receiver.add(part)
        except (httpx.HTTPError, TimeoutError) as error:
            failure = error_of_exception(error)
        else:
            return call.read(receiver.content, response.status_code, response.headers)
        raise failure


def _check_client(_instance: object, _attribute: object, client: T) -> None:
    if not hasattr(client, "recognize_cambodian_id_card"):
        message = f"{type(client).__name__} is not an OcrClient of the official SDK"
        raise TypeError(message)


@attrs.frozen
class SdkOcr:
    """The service through an ``OcrClient`` of the official SDK; its time-outs are those of the client.

    The SDK signs with AK/SK, gets its own region and credentials, and is imported only when a call is made.

    >>> SdkOcr("not a client")
    Traceback (most recent call last):
    TypeError: str is not an OcrClient of the official SDK
    """

    client: Any = attrs.field(validator=_check_client)
    backoff: Backoff = attrs.field(factory=Backoff, kw_only=True, repr=False)

    def recognise(
        self, image: bytes | None = None, *, url: str | None = None, **switches: Unpack[Switches]
    ) -> dict[str, object]:
        """Send an image, or the address of one; see ``HuaweiOcr.recognise``."""
        # A body as plain data, because old versions of the SDK know fewer switches.
        body = build_request(image=image, url=url, **switches)
        sdk = importlib.import_module("huaweicloudsdkocr.v1")
        request = sdk.RecognizeCambodianIdCardRequest(body=body)
        retries = Retries(self.backoff, renews_token=False)
        return stamina.RetryingCaller(**_schedule(self.backoff))(retries, self._attempt, request)

    def _attempt(self, request: object) -> dict[str, object]:
        try:
            response = self.client.recognize_cambodian_id_card(request)
        except Exception as error:  # noqa: BLE001 - the SDK also raises what is not its own
            failure = error_of_exception(error)
        else:
            return {RESULT: dict(find_result(response))}
        raise failure


def _schedule(backoff: Backoff) -> dict[str, Any]:
    """Return the arguments with which stamina repeats a call until it succeeds or may not be retried."""
    return {
        "attempts": backoff.attempts,
        "timeout": None,
        "wait_initial": backoff.first,
        "wait_max": backoff.longest,
        "wait_jitter": backoff.first,
    }
