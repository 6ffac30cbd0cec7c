"""One picture from its request to its response: who may ask, how many at a time, how long all of it may take.

A request is refused by its token before its body is read, and where too many are in hand; so what is kept of
bodies at a time has an upper bound.
"""

import asyncio
import contextlib
import hmac
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from khmerid.huawei import wire
from khmerid.huawei.received import LONGEST_REQUEST, RefusedRequestError, read_body
from khmerid.serve.asked import Asked
from khmerid.serve.download import Downloader
from khmerid.serve.jobs import Job
from khmerid.serve.pool import Outcome, Pool, UnreadError
from khmerid.serve.settings import ServeSettings
from khmerid.serve.watching import RequestMetrics

#: How often the time of one picture a request waits for its own to be read.
_PATIENCE: Final = 2


@attrs.define(kw_only=True, repr=False, eq=False)
class Service:
    """What all requests share."""

    settings: ServeSettings
    pool: Pool
    metrics: RequestMetrics
    downloader: Downloader
    _in_hand: int = attrs.field(default=0, init=False)

    @property
    def in_hand(self) -> int:
        """How many requests are received, wait or are read."""
        return self._in_hand

    def require_token(self, sent: str | None) -> None:
        """Refuse a request without the token, in a time that tells nothing of it."""
        token = self.settings.token
        if token is not None and not hmac.compare_digest((sent or "").encode(), token.encode()):
            raise RefusedRequestError(wire.BAD_CREDENTIALS)

    async def respond(self, request: Request, to_asked: Callable[[dict[str, Any]], Asked]) -> Response:
        """Receive a picture, have it read, and return what is made of it."""
        with self._admitted():
            # In a thread: a picture can be made up so that its head takes seconds to read.
            asked = await asyncio.to_thread(_read, await _receive(request), to_asked)
            picture = asked.wanted.image
            if picture is None:
                picture = await self.downloader.fetch(asked.wanted.url or "")
            begin = time.perf_counter()
            outcome = await self._outcome(request, asked.job(picture))
            self.metrics.reading.observe(time.perf_counter() - begin)
        if isinstance(outcome, wire.ServiceError):
            raise RefusedRequestError(outcome)
        return Response(outcome, media_type="application/json")

    @contextlib.contextmanager
    def _admitted(self) -> Iterator[None]:
        if self._in_hand >= self.settings.workers + self.settings.queue:
            raise RefusedRequestError(wire.TOO_MANY)
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1

    async def _outcome(self, request: Request, job: Job) -> Outcome:
        """Return the outcome of a job; give it up when the client is gone, or when it waits too long."""
        outcome = asyncio.wrap_future(self.pool.submit(job))
        gone = asyncio.ensure_future(_until_gone(request))
        either: set[asyncio.Future[Any]] = {outcome, gone}
        try:
            await asyncio.wait(
                either, timeout=_PATIENCE * self.settings.seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if gone.done() and not outcome.done():
                raise ClientDisconnect
            return outcome.result() if outcome.done() else wire.UNAVAILABLE
        except UnreadError:
            return wire.NOT_RECOGNISED
        finally:
            outcome.cancel()
            gone.cancel()


async def _receive(request: Request) -> bytearray:
    """Return the body of a request, as long as it is not too long."""
    announced = request.headers.get("Content-Length", "0")
    if not announced.isdecimal() or int(announced) > LONGEST_REQUEST:
        raise RefusedRequestError(wire.TOO_LONG)
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > LONGEST_REQUEST:
            raise RefusedRequestError(wire.TOO_LONG)
    return content


def _read(content: bytearray, to_asked: Callable[[dict[str, Any]], Asked]) -> Asked:
    return to_asked(read_body(content))


async def _until_gone(request: Request) -> None:
    kind = ""
    while kind != "http.disconnect":
        kind = (await request.receive())["type"]
