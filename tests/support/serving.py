"""A server over an invented reader, on a free port of the loopback address; and requests to it."""

import base64
import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import attrs

from khmerid.huawei import wire
from khmerid.serve.application import make_app
from khmerid.serve.download import Downloader
from khmerid.serve.reader import OpenReader
from khmerid.serve.running import listen, make_server
from khmerid.serve.settings import ServeSettings
from support.pictures import picture
from support.readers import SOUND, open_invented

PROJECT = "0123456789abcdef0123456789abcdef"
RECOGNITION = wire.PATH.format(PROJECT)
REPORT = "/v1/report"
TOKEN = "a-token-of-the-tests-alone"  # noqa: S105 - of a test


@attrs.frozen
class Reply:
    status: int
    headers: Any
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        return str(self.body.get("error_code", ""))


@attrs.frozen
class Served:
    """The address of a server, and requests to it."""

    url: str

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def request(
        self, method: str, path: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection(*self.address, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, content, headers or {})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())

    def get(self, path: str, **headers: str) -> Reply:
        return self.request("GET", path, headers=headers)

    def post(self, body: object, path: str = RECOGNITION, token: str | None = TOKEN) -> Reply:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", path, content, {wire.TOKEN_HEADER: token} if token is not None else {})


def image(width: int = 77, height: int = SOUND) -> str:
    """Return a picture in base64: the seed of the specimen, and what happens."""
    return base64.b64encode(picture(width, height)).decode()


def wait_until(condition: Any, seconds: float = 30.0) -> None:
    """Wait until something is so, or fail."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@contextlib.contextmanager
def serving(
    settings: ServeSettings | None = None,
    *,
    open_reader: OpenReader = open_invented,
    downloader: Downloader | None = None,
    send_buffer: int | None = None,
    keep_alive: int = 5,
) -> Iterator[Served]:
    """Serve until the context is left; by default with a token.

    ``send_buffer`` is how many bytes the system takes that the client has not, ``keep_alive`` for how many
    seconds a connection may be idle.
    """
    settings = settings or ServeSettings(token=TOKEN)
    app = make_app(settings, open_reader=open_reader, downloader=downloader)
    server = make_server(app, settings)
    server.config.timeout_keep_alive = keep_alive
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        if send_buffer is not None:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wait_until(lambda: server.started)
            yield Served(f"http://127.0.0.1:{port}")
        finally:
            server.should_exit = True
            thread.join()
