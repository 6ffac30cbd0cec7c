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
#: Seconds to take what was sent.
TAKING_SECONDS: Final = 60.0
#: Connections at a time; each has a few kilobytes, the bodies of requests are bounded elsewhere.
MOST_CONNECTIONS: Final = 500
_LIMITS: Final[dict[object, float]] = {h11.IDLE: HEAD_SECONDS, h11.SEND_BODY: BODY_SECONDS}


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 of uvicorn with limits."""

    _owed: object = None
    _sending: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take a connection, or hang up where there are too many."""
        super().connection_made(transport)
        self.access_log = False  # else uvicorn logs paths wherever the logger of their name has a handler
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
        else:
            self._look()

    def data_received(self, data: bytes) -> None:
        """Take what the client sent."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._owed = None  # what is owed begins anew
        self._look()

    def pause_writing(self) -> None:
        """Wait for the client to take what was sent."""
        super().pause_writing()
        self._limit_taking()

    def resume_writing(self) -> None:
        """Send on."""
        super().resume_writing()
        _cancel(self._taking)
        self._taking = None

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection."""
        super().timeout_keep_alive_handler()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the limits."""
        super().connection_lost(exc)
        _cancel(self._sending)
        _cancel(self._taking)

    def _look(self) -> None:
        """Set the limit for what is owed now; it goes on while the same is owed."""
        if self.transport.is_closing():  # with what is still to be taken
            _cancel(self._sending)
            self._limit_taking()
            return
        owed = self.conn.their_state
        if owed is not self._owed:
            self._owed = owed
            _cancel(self._sending)
            if owed in _LIMITS:
                self._sending = self.loop.call_later(_LIMITS[owed], self.transport.abort)

    def _limit_taking(self) -> None:
        _cancel(self._taking)
        self._taking = self.loop.call_later(TAKING_SECONDS, self.transport.abort)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
