"""An HTTP server on the loopback address that answers what a test tells it to."""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs


@attrs.frozen(kw_only=True)
class Answer:
    """What the server does with one request: answers it, late, cut short, or not at all."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = attrs.field(factory=lambda: {"Content-Type": "application/json"})
    delay: float = 0.0  # seconds before the first byte
    pause: float = 0.0  # seconds before each further byte
    head_pause: float = 0.0  # seconds before each byte of an endless head
    missing: int = 0  # bytes that are promised and not sent
    hangs_up: bool = False


@attrs.frozen(kw_only=True)
class Request:
    """What a client sent."""

    path: str
    headers: Mapping[str, str]
    body: Any


class Loopback:
    """The answers still to be given, the last of them again and again, and the requests received."""

    def __init__(self) -> None:
        self.answers: list[Answer] = [Answer()]
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self.url = ""

    def answer(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests.clear()

    def next(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    loopback: Loopback


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        loopback = self.server.loopback
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        loopback.requests.append(
            Request(path=self.path, headers=dict(self.headers), body=json.loads(content) if content else None)
        )
        answer = loopback.next()
        loopback.closing.wait(answer.delay)
        self.close_connection = True
        if answer.hangs_up:
            return
        if answer.head_pause:
            self._send_head_without_end(answer.head_pause)
            return
        with contextlib.suppress(OSError):  # the client may have given up
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + answer.missing))
            self.end_headers()
            for part in _parts(answer):
                self.wfile.write(part)
                self.wfile.flush()
                loopback.closing.wait(answer.pause)

    def _send_head_without_end(self, pause: float) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not self.server.loopback.closing.wait(pause):
                self.wfile.write(b"x")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name in http.server
        pass


def _parts(answer: Answer) -> list[bytes]:
    if not answer.pause:
        return [answer.body]
    return [answer.body[place : place + 1] for place in range(len(answer.body))]


@contextlib.contextmanager
def serve() -> Iterator[Loopback]:
    """Serve on a free port of the loopback address until the context is left."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.loopback = Loopback()
    server.loopback.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.loopback
    finally:
        server.loopback.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
