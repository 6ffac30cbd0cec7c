"""Connections with an end: a client that sends or takes its bytes too slowly is cut off.

uvicorn has a limit for the time between two requests alone. Here one runs whenever the client owes something:
the head of a request, the rest of its body, or to take what was sent.
"""

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds for what the client owes: the head of a request, and then all of its body.
HEAD_SECONDS: Final = 10.0
BODY_SECONDS: Final = 60.0
#: Seconds to take a response that is complete.
TAKING_SECONDS: Final = 60.0
#: Connections at a time; each has a few kilobytes, the bodies of requests are bounded elsewhere.
MOST_CONNECTIONS: Final = 500
_TO_TAKE: Final = "the response"
_LIMITS: Final[dict[object, float]] = {
    h11.IDLE: HEAD_SECONDS,
    h11.SEND_BODY: BODY_SECONDS,
    _TO_TAKE: TAKING_SECONDS,
}


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 of uvicorn with limits."""

    _owed: object = None
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take a connection, or hang up where there are too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take what the client sent."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the client to take the last response."""
        super().on_response_complete()
        self._owed = None  # what is owed begins anew
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the limit."""
        super().connection_lost(exc)
        self._stop()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection; what was sent on it may still be on its way."""
        super().timeout_keep_alive_handler()
        self._stop()
        self._timer = self.loop.call_later(TAKING_SECONDS, self.transport.abort)

    def _look(self) -> None:
        """Set the limit for what is owed now; it goes on while the same is owed."""
        owed: object = _TO_TAKE if self.transport.is_closing() else self.conn.their_state
        if owed is self._owed:
            return
        self._owed = owed
        self._stop()
        if owed in _LIMITS:
            self._timer = self.loop.call_later(_LIMITS[owed], self.transport.abort)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
