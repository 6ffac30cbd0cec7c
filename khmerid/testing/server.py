"""A stand-in for the recognition service: an HTTP server on the loopback address that answers with specimens.

>>> import urllib.request
>>> with serve() as service:
...     request = urllib.request.Request(
...         f"{service.url}/v2/project/ocr/cambodian-idcard",
...         data=b'{"url": "https://example.com/card.jpg"}',
...         headers={"X-Auth-Token": "any"},
...     )
...     with urllib.request.urlopen(request) as response:
...         result = json.load(response)["result"]
>>> result["id_number"][:2]
'99'
"""

import contextlib
import json
import random
import re
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

import attrs

from khmerid.huawei import wire
from khmerid.huawei.answer import write_error
from khmerid.huawei.received import LONGEST_REQUEST, Wanted
from khmerid.testing.contract import REFUSALS, check_request, number_of
from khmerid.testing.damage import damage
from khmerid.testing.marking import shown_in
from khmerid.testing.specimen import Specimen, make_specimen, to_response

# Failures beside the codes of the service.
_BROKEN: Final = ("hang_up", "html", "empty", "cut_short")
_PASSING: Final = [code for code, error in REFUSALS.items() if error.retry == "backoff"]
#: What is kept of the requests: the last hundred, and of these as many as have so many bytes together. More
#: keeps more memory; a test that looks farther back takes what it needs as it goes.
_MOST_KEPT: Final = 100
_MOST_BYTES: Final = 64 * 1024 * 1024
#: Seconds for which a client may send nothing.
_PATIENCE: Final = 30
_LENGTH: Final = re.compile("[0-9]{1,12}")
_MALFORMED: Final = wire.REFUSED_OR_TIMED_OUT.sent(400, "The request is malformed.")
_NAMES: Final = {name.lower(): name for name in (wire.TOKEN_HEADER, wire.SIGNATURE_HEADER, "Content-Type")}


@attrs.frozen(kw_only=True, repr=False)
class ReceivedRequest:
    """What a client sent."""

    path: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        """The content as JSON."""
        return json.loads(self.content)


@attrs.define(kw_only=True)
class StandIn:
    """What the server does, and what it received; everything may be changed while it runs.

    ``severity`` damages the answers (`khmerid.testing.damage`), ``latency`` delays them by so many seconds.
    ``token`` is the one that is accepted; where it is ``None``, every token is. ``error_rate`` is the share
    of requests, from 0 to 1, that fail with an error after which another try helps. ``requests`` are the last
    ones, a hundred at most, ``received`` is how many there were.
    """

    url: str = ""
    seed: int = 0
    severity: float = 0.0
    latency: float = 0.0
    token: str | None = attrs.field(default=None, repr=False)
    error_rate: float = 0.0
    requests: deque[ReceivedRequest] = attrs.field(factory=deque, repr=False, init=False)
    received: int = attrs.field(default=0, init=False)
    _next: deque[Mapping[str, Any] | str] = attrs.field(factory=deque, repr=False, init=False)
    _closing: threading.Event = attrs.field(factory=threading.Event, repr=False, init=False)
    _lock: threading.Lock = attrs.field(factory=threading.Lock, repr=False, init=False)

    def answer(self, *responses: Mapping[str, Any] | Specimen) -> None:
        """Answer the next requests with these, one each, instead of specimens of the server's own."""
        self._next += [item.response() if isinstance(item, Specimen) else item for item in responses]

    def fail(self, *failures: str) -> None:
        """Let the next requests fail, one each, with a code of the service or by what goes wrong on the way.

        That is ``hang_up``, ``html``, ``empty`` or ``cut_short``. Raises ``ValueError`` for another word.
        """
        for failure in failures:
            if failure not in REFUSALS and failure not in _BROKEN:
                message = f"no failure {failure!r}; there are {', '.join((*REFUSALS, *_BROKEN))}"
                raise ValueError(message)
        self._next += failures

    def specimen(self, picture: int) -> Specimen:
        """Return the card that the server takes to be in a picture that is not marked as another's."""
        return make_specimen(seed=self.seed + picture)

    def reply(self, request: ReceivedRequest) -> Mapping[str, Any] | wire.ServiceError | str:
        """Return the answer to a request: a body, an error of the service, or how the answer breaks."""
        number = self._keep(request)
        self._closing.wait(self.latency)
        wanted = check_request(request.path, request.headers, request.content, token=self.token)
        if isinstance(wanted, wire.ServiceError):
            return wanted
        try:
            planned: Mapping[str, Any] | str | None = self._next.popleft()
        except IndexError:
            planned = self._by_chance(number)
        if planned is None:
            return self._recognise(wanted)
        return REFUSALS.get(planned, planned) if isinstance(planned, str) else planned

    def _keep(self, request: ReceivedRequest) -> int:
        """Keep a request, with as many before it as there is room for, and return its number, from 0."""
        with self._lock:
            self.requests.append(request)
            self.received += 1
            while (
                len(self.requests) > _MOST_KEPT
                or sum(len(kept.content) for kept in self.requests) > _MOST_BYTES
            ):
                self.requests.popleft()
            return self.received - 1

    def _by_chance(self, number: int) -> str | None:
        chance = random.Random(f"{self.seed} {number}")  # noqa: S311 - the same failures again
        return chance.choice(_PASSING) if chance.random() < self.error_rate else None

    def _recognise(self, wanted: Wanted) -> dict[str, Any]:
        picture = number_of(wanted)
        shown = shown_in(wanted.image) if wanted.image is not None else None
        card = shown or self.specimen(picture)
        response = to_response(card.printed, card.mrz, switches=wanted.switches)
        return damage(response, seed=self.seed + picture, severity=self.severity)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stand_in: StandIn


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE

    def do_POST(self) -> None:
        stand_in = self.server.stand_in
        length = self._length()
        if isinstance(length, wire.ServiceError):
            self.close_connection = True  # where the next request begins is not known
            self._send(length, f"{stand_in.received:032x}")
            return
        content = self.rfile.read(length)
        headers = {_NAMES.get(name.lower(), name): value for name, value in self.headers.items()}
        reply = stand_in.reply(ReceivedRequest(path=self.path, headers=headers, content=content))
        self._send(reply, f"{stand_in.received:032x}")

    def do_GET(self) -> None:
        """Refuse every other method as the gateway does."""
        self._send(wire.NO_SUCH_PATH, "0" * 32)

    do_PUT = do_DELETE = do_GET  # noqa: N815 - the names in http.server

    def _length(self) -> int | wire.ServiceError:
        """Return how many bytes a request has behind its headers, or why they are not read."""
        lengths = self.headers.get_all("Content-Length", [])
        if len(lengths) != 1 or not _LENGTH.fullmatch(lengths[0]):
            return _MALFORMED
        return length if (length := int(lengths[0])) <= LONGEST_REQUEST else wire.TOO_LONG

    def _send(self, reply: Mapping[str, Any] | wire.ServiceError | str, request_id: str) -> None:
        if reply == "hang_up":
            self.close_connection = True
            return
        with contextlib.suppress(OSError):  # the client may have given up
            self._write(reply, request_id)

    def _write(self, reply: Mapping[str, Any] | wire.ServiceError | str, request_id: str) -> None:
        status = reply.status if isinstance(reply, wire.ServiceError) else 502 if reply == "html" else 200
        content = _content(reply, request_id)
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if reply == "html" else "application/json")
        self.send_header(wire.REQUEST_ID_HEADER, request_id)
        missing = 100 if reply == "cut_short" else 0
        self.send_header("Content-Length", str(len(content) + missing))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = self.close_connection or reply == "cut_short"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in http.server
        """Log nothing: a path may hold what a card has."""


def _content(reply: Mapping[str, Any] | wire.ServiceError | str, request_id: str) -> bytes:
    if isinstance(reply, wire.ServiceError):
        return json.dumps(write_error(reply, request_id)).encode()
    if isinstance(reply, str):
        return {"html": b"<html><body>502 Bad Gateway</body></html>", "cut_short": b'{"result": {'}.get(
            reply, b""
        )
    return json.dumps(reply, ensure_ascii=False).encode()


@contextlib.contextmanager
def serve(*, port: int = 0, **settings: Any) -> Iterator[StandIn]:
    """Serve on the loopback address until the context is left; ``settings`` are those of `StandIn`.

    Port 0 is a free one; the address is ``url``. Raises ``OSError`` where the port is taken.
    """
    stand_in = StandIn(**settings)
    server = _Server(("127.0.0.1", port), _Handler)
    server.stand_in = stand_in
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in._closing.set()  # noqa: SLF001 - its own server
        server.shutdown()
        thread.join()
        server.server_close()
