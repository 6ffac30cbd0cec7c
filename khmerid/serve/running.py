"""A server that runs until it is told to stop: its socket, its log, its end.

On SIGTERM and Ctrl-C no more connections are taken, and what is in hand is finished.
"""

import contextlib
import logging
import os
import socket
import sys
from collections.abc import Iterator
from typing import Final

import fastapi
import uvicorn

from khmerid.serve.application import make_app
from khmerid.serve.connections import BoundedProtocol
from khmerid.serve.reader import OpenReader, open_picture_reader
from khmerid.serve.settings import ServeSettings
from khmerid.serve.watching import JsonFormatter

#: Seconds that what is in hand gets to finish, besides those of one picture.
_GRACE: Final = 10
_BACKLOG: Final = 512
_LEVELS: Final = {"khmerid.serve": logging.INFO, "uvicorn.error": logging.WARNING, "asyncio": logging.WARNING}


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 is a free one. Raises ``OSError`` with the address as its file."""
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        # That of a socket repeats the address; that of a name that leads nowhere has a number of its own.
        why = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        raise OSError(error.errno, why, where) from None


def run_server(
    settings: ServeSettings, listening: socket.socket, *, open_reader: OpenReader = open_picture_reader
) -> str:
    """Serve on a socket until told to stop; return why that could not be done, or an empty text."""
    trouble: list[str] = []

    def give_up(what: str) -> None:
        trouble.append(what)
        server.should_exit = True

    server = make_server(make_app(settings, open_reader=open_reader, cannot_open=give_up), settings)
    with _logging(), contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it once more when it has ended
        server.run(sockets=[listening])
    return next(iter(trouble), "")


def make_server(app: fastapi.FastAPI, settings: ServeSettings) -> uvicorn.Server:
    """Return a server for an application, which logs nothing by itself that a client has sent."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=BoundedProtocol,
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=int(settings.seconds) + _GRACE,
        )
    )


@contextlib.contextmanager
def _logging() -> Iterator[None]:
    """Write what is logged as JSON to the standard error, and nothing of it elsewhere."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    loggers = [logging.getLogger(name) for name in _LEVELS]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger, level in zip(loggers, _LEVELS.values(), strict=True):
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, (level, propagate) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate
