"""What is told of the requests: an id in each response, a line in the log, metrics for Prometheus.

A line has the method, the template of the path, the status, the code of an error, the seconds and the id.
Nothing else is told anywhere: no path as sent, no query, no address, no header, nothing of a picture or a
card, and of an exception that nobody foresaw its type.

>>> formatter = JsonFormatter()
>>> record = logging.makeLogRecord({"msg": "request", "levelname": "INFO", "created": 0, "told": {"a": 1}})
>>> formatter.format(record)
'{"time": "1970-01-01T00:00:00.000+00:00", "level": "info", "event": "request", "a": 1}'
"""

import datetime as dt
import json
import logging
import secrets
import time
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from khmerid.huawei import wire
from khmerid.huawei.answer import write_error
from khmerid.serve.pool import FAILURES, UnreadError

LOGGER: Final = logging.getLogger("khmerid.serve")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER: Final = "other"  # a method or a path that there is not: what was sent is not repeated
_GONE: Final = 499  # the status that nginx logs where the client hung up
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 20, 30, 60)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; of those of libraries only what is the same each time."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.name if record.name == "asyncio" else str(record.msg).partition("\n")[0],
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
        return json.dumps(line)


def tell(event: str, level: int = logging.INFO, **told: object) -> None:
    """Log an event."""
    LOGGER.log(level, event, extra={"told": told})


class RequestMetrics:
    """What is counted, in a registry of its own."""

    def __init__(self) -> None:
        self.registry: Final = CollectorRegistry()
        self.requests: Final = Counter(
            "khmerid_requests", "Requests.", ["method", "route", "status", "code"], registry=self.registry
        )
        self.seconds: Final = Histogram(
            "khmerid_request_seconds",
            "Seconds from the head of a request to the end of its response.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.reading: Final = Histogram(
            "khmerid_reading_seconds",
            "Seconds that a picture waits and is read.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.in_hand: Final = Gauge(
            "khmerid_pictures_in_hand",
            "Pictures that are received, wait or are read.",
            registry=self.registry,
        )
        self.ready: Final = Gauge(
            "khmerid_workers_ready", "Processes with an open reader.", registry=self.registry
        )
        self.failures: Final = Counter(
            "khmerid_reading_failures",
            "Pictures that could not be read through no known fault of theirs, by why.",
            ["why"],
            registry=self.registry,
        )
        for why in FAILURES:
            self.failures.labels(why)

    def gone_wrong(self, error: UnreadError) -> None:
        """Count and log that a picture could not be read."""
        self.failures.labels(error.why).inc()
        tell("reading_failed", logging.ERROR, why=error.why, exception=error.kind)


class Watch:
    """Gives each request an id, counts and logs it, and answers what nobody foresaw."""

    def __init__(self, app: ASGIApp, *, metrics: RequestMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        request_id = secrets.token_hex(16)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                name = wire.REQUEST_ID_HEADER.lower().encode()
                message["headers"] = [*message["headers"], (name, request_id.encode())]
            await send(message)

        told: dict[str, str] = {}
        try:
            await self._app(scope, receive, send_with_id)
        except ClientDisconnect:
            status = _GONE
        except Exception as error:  # noqa: BLE001 - only its type may be told
            told["exception"] = type(error).__name__
            state["code"] = wire.FAILED_INSIDE.code
            if not status:
                body = write_error(wire.FAILED_INSIDE, request_id)
                response = JSONResponse(body, wire.FAILED_INSIDE.status)
                await response(scope, receive, send_with_id)
        method = scope["method"] if scope["method"] in _METHODS else _OTHER
        route = getattr(scope.get("route"), "path", _OTHER)
        code = state.get("code", "")
        seconds = time.perf_counter() - begin
        self._metrics.requests.labels(method, route, status, code).inc()
        self._metrics.seconds.labels(route).observe(seconds)
        tell(
            "request",
            logging.ERROR if told else logging.INFO,
            method=method,
            route=route,
            status=status,
            code=code,
            seconds=round(seconds, 4),
            request_id=request_id,
            **told,
        )
