"""Huawei Cloud OCR, "Cambodian ID Card", over HTTP with a token.

An endpoint is ``ocr.<region>.myhuaweicloud.com``. A token is valid for 24 hours; where it is given by a
function, that function is called before every attempt and should keep its token for as long as it is valid.

>>> HuaweiOcr("ocr.ap-southeast-3.myhuaweicloud.com", "0123456789abcdef", token="secret")
HuaweiOcr(endpoint='https://ocr.ap-southeast-3.myhuaweicloud.com', project_id='0123456789abcdef')

"""

import inspect
import json
from collections.abc import Awaitable, Callable
from typing import Final, Self, Unpack

import attrs
import httpx

from khmerid.huawei import Switches, build_request
from khmerid.huawei.errors import error_of_exception
from khmerid.huawei.exchange import Answer, Call, Receiver, check_project_id, check_token, to_address
from khmerid.huawei.retries import Backoff, Retries, repeating, repeating_async

_CONNECT_SECONDS: Final = 10.0


@attrs.frozen
class _Service:
    endpoint: str = attrs.field(converter=to_address)
    project_id: str = attrs.field(validator=check_project_id)
    timeout: float = attrs.field(default=120.0, kw_only=True, repr=False)
    backoff: Backoff = attrs.field(factory=Backoff, kw_only=True, repr=False)

    def _call(self, body: dict[str, str | bool]) -> Call:
        address = f"{self.endpoint}/v2/{self.project_id}/ocr/cambodian-idcard"
        return Call(address, json.dumps(body).encode())

    def _limits(self) -> httpx.Timeout:
        return httpx.Timeout(self.timeout, connect=min(self.timeout, _CONNECT_SECONDS))


@attrs.frozen
class HuaweiOcr(_Service):
    """The service: ``recognise`` sends one image; ``timeout`` is in seconds, for each attempt.

    A ``client`` of one's own can have a proxy, or the header ``Enterprise-Project-Id``.
    """

    token: str | Callable[[], str] = attrs.field(kw_only=True, repr=False, validator=check_token)
    client: httpx.Client = attrs.field(factory=httpx.Client, kw_only=True, repr=False)

    def recognise(
        self, image: bytes | None = None, *, url: str | None = None, **switches: Unpack[Switches]
    ) -> dict[str, object]:
        """Send an image, or the address of one, and return the answer as ``khmerid.examine`` takes it.

        Raises ``ApiError`` where the service or the network failed for good, ``UnexpectedResponseError``
        where the answer has not the documented shape, and what ``build_request`` raises.
        """
        call = self._call(build_request(image=image, url=url, **switches))
        retries = Retries(self.backoff, renews_token=callable(self.token))
        return repeating(self.backoff)(retries, self._attempt, call)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _attempt(self, call: Call) -> dict[str, object]:
        token = self.token() if callable(self.token) else self.token
        return call.read(self._send(call.address, call.headers(token), call.content))

    def _send(self, address: str, headers: dict[str, str], content: bytes) -> Answer:
        receiver = Receiver(self.timeout)
        try:
            with self.client.stream(
                "POST", address, headers=headers, content=content, timeout=self._limits()
            ) as response:
                for part in response.iter_bytes():
                    receiver.add(part)
            return receiver.answer(response.status_code, response.headers)
        except (httpx.HTTPError, TimeoutError) as error:
            failure = error_of_exception(error)
        raise failure  # not in the handler: an error of httpx holds the request, with image and token


@attrs.frozen
class AsyncHuaweiOcr(_Service):
    """The same for ``asyncio`` and Trio; the function that gives a token may be a coroutine function."""

    token: str | Callable[[], str | Awaitable[str]] = attrs.field(
        kw_only=True, repr=False, validator=check_token
    )
    client: httpx.AsyncClient = attrs.field(factory=httpx.AsyncClient, kw_only=True, repr=False)

    async def recognise(
        self, image: bytes | None = None, *, url: str | None = None, **switches: Unpack[Switches]
    ) -> dict[str, object]:
        """Send an image, or the address of one; see ``HuaweiOcr.recognise``."""
        call = self._call(build_request(image=image, url=url, **switches))
        retries = Retries(self.backoff, renews_token=callable(self.token))
        return await repeating_async(self.backoff)(retries, self._attempt, call)

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
        return call.read(await self._send(call.address, call.headers(token), call.content))

    async def _send(self, address: str, headers: dict[str, str], content: bytes) -> Answer:
        receiver = Receiver(self.timeout)
        try:
            async with self.client.stream(
                "POST", address, headers=headers, content=content, timeout=self._limits()
            ) as response:
                async for part in response.aiter_bytes():
                    receiver.add(part)
            return receiver.answer(response.status_code, response.headers)
        except (httpx.HTTPError, TimeoutError) as error:
            failure = error_of_exception(error)
        raise failure
