"""The server as an ASGI application: the recognition service's API, and reports on the same pictures.

A request is refused by its token before its body is read, and where too many are in hand; so what is kept of
bodies at a time has an upper bound.
"""

import asyncio
import contextlib
import datetime as dt
import hmac
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Annotated, Any, Final

import attrs
import fastapi
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import APIKeyHeader, HTTPBearer
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

import khmerid
from khmerid.huawei import wire
from khmerid.huawei.answer import write_error
from khmerid.huawei.received import LONGEST_REQUEST, RefusedRequestError, Wanted, read_body, take_wanted
from khmerid.misreading.profile import SHIPPED_PROFILES
from khmerid.report.plain import from_plain
from khmerid.report.report import Report
from khmerid.serve.download import Downloader
from khmerid.serve.jobs import ALARM_OF_SWITCH, DEFAULT_ALARMS, Job, RecognitionJob, ReportJob
from khmerid.serve.models import (
    ErrorAnswer,
    RecognitionAnswer,
    RecognitionRequest,
    ReportRequest,
    StateAnswer,
)
from khmerid.serve.pool import Outcome, Pool, UnreadError
from khmerid.serve.reader import OpenReader, open_picture_reader
from khmerid.serve.settings import ServeSettings
from khmerid.serve.watching import RequestMetrics, Watch

RECOGNITION_PATH: Final = wire.PATH.format("{project_id}")
REPORT_PATH: Final = "/v1/report"
_JSON: Final = "application/json"
#: Seconds after which a client that was refused because too many requests are in hand may try again: about
#: what one picture takes.
_RETRY_AFTER: Final = "2"
#: The day on which a card is presented is that in Cambodia, wherever the server stands.
_CAMBODIA: Final = dt.timezone(dt.timedelta(hours=7))
_DESCRIPTION: Final = (
    "Reads pictures of the Cambodian identity card on this machine. Nothing is stored or sent on."
)
_REQUEST_ID: Final = {wire.REQUEST_ID_HEADER: {"description": "The id.", "schema": {"type": "string"}}}
_ERRORS: Final = (
    ("400", "The request or its picture is at fault; or the picture could not be read."),
    ("401", "The token is missing or wrong."),
    ("429", "Too many requests are in hand: try again after `Retry-After` seconds."),
    ("default", "The path is wrong, or the server failed."),
)
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorAnswer, "description": why, "headers": _REQUEST_ID} for status, why in _ERRORS
}
# New versions of FastAPI send addresses and texts of exceptions to OpenTelemetry where that is set up.
_NO_TELEMETRY: Final[Any] = dict.fromkeys(
    ("tracing", "metrics", "logs", "operation_spans", "auto_configure"), False
)

_token_header = APIKeyHeader(name=wire.TOKEN_HEADER, auto_error=False)
_bearer = HTTPBearer(auto_error=False)


@attrs.define(kw_only=True, repr=False, eq=False)
class Service:
    """What all requests share."""

    settings: ServeSettings
    pool: Pool
    metrics: RequestMetrics
    downloader: Downloader
    _in_hand: int = attrs.field(default=0, init=False)

    def require_token(self, sent: str | None) -> None:
        """Refuse a request without the token, in a time that tells nothing of it."""
        token = self.settings.token
        if token is not None and not hmac.compare_digest((sent or "").encode(), token.encode()):
            raise RefusedRequestError(wire.BAD_CREDENTIALS)

    async def respond(self, request: Request, to_job: Callable[[dict[str, Any]], "_Asked"]) -> Response:
        """Receive a picture, have it read, and return what is made of it."""
        with self._admitted():
            asked = to_job(read_body(await _receive(request)))
            wanted = asked.wanted
            picture = wanted.image
            if picture is None:
                picture = await self.downloader.fetch(wanted.url or "")
            begin = time.perf_counter()
            outcome = await self._outcome(request, asked.job(picture))
            self.metrics.reading.observe(time.perf_counter() - begin)
        if isinstance(outcome, wire.ServiceError):
            raise RefusedRequestError(outcome)
        return Response(outcome, media_type=_JSON)

    @contextlib.contextmanager
    def _admitted(self) -> Iterator[None]:
        if self._in_hand >= self.settings.workers + self.settings.queue:
            raise RefusedRequestError(wire.TOO_MANY)
        self._in_hand += 1
        try:
            yield
        finally:
            self._in_hand -= 1

    @property
    def in_hand(self) -> int:
        """How many requests are received, wait or are read."""
        return self._in_hand

    async def _outcome(self, request: Request, job: Job) -> Outcome:
        """Return the outcome of a job, or give it up when the client is gone."""
        outcome = asyncio.wrap_future(self.pool.submit(job))
        gone = asyncio.ensure_future(_until_gone(request))
        try:
            either: set[asyncio.Future[Any]] = {outcome, gone}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not outcome.done():
                raise ClientDisconnect
            return outcome.result()
        except UnreadError:
            return wire.NOT_RECOGNISED
        finally:
            outcome.cancel()
            gone.cancel()


@attrs.frozen(repr=False)
class _Asked:
    """What a request wants, and the job it makes of the picture."""

    wanted: Wanted
    job: Callable[[bytes], Job]


def make_app(
    settings: ServeSettings,
    *,
    open_reader: OpenReader = open_picture_reader,
    cannot_open: Callable[[str], None] = lambda _: None,
    downloader: Downloader | None = None,
) -> fastapi.FastAPI:
    """Return the application; its processes start and end with it.

    ``cannot_open`` is called, from another thread, with what is wrong where not even the first reader can be
    opened. The metrics are those of this application alone, so it runs in one process.
    """
    metrics = RequestMetrics()
    pool = Pool(
        open_reader=open_reader,
        workers=settings.workers,
        seconds=settings.seconds,
        cannot_open=cannot_open,
        gone_wrong=metrics.gone_wrong,
    )
    service = Service(
        settings=settings,
        pool=pool,
        metrics=metrics,
        downloader=downloader or Downloader(hosts=settings.url_hosts),
    )
    metrics.ready.set_function(lambda: pool.ready)
    metrics.in_hand.set_function(lambda: service.in_hand)

    @contextlib.asynccontextmanager
    async def lifespan(_app: fastapi.FastAPI) -> AsyncIterator[None]:
        pool.start()
        at_once = True  # as it is where this is cancelled: a second Ctrl-C
        try:
            yield
            at_once = False
        finally:
            await asyncio.to_thread(pool.close, at_once=at_once)

    app = fastapi.FastAPI(
        title="khmerid",
        version=khmerid.__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.add_middleware(Watch, metrics=metrics)
    app.add_exception_handler(RefusedRequestError, _refused)
    app.add_exception_handler(HTTPException, _no_such_path)
    app.add_exception_handler(RequestValidationError, _no_such_path)
    _add_pictures(app, service)
    _add_state(app, service)
    return app


def _add_pictures(app: fastapi.FastAPI, service: Service) -> None:
    """Add what takes a picture."""

    def require_token(sent: Annotated[str | None, fastapi.Security(_token_header)]) -> None:
        service.require_token(sent)

    needs_token = [fastapi.Depends(require_token)]

    @app.post(
        RECOGNITION_PATH,
        response_model=RecognitionAnswer,
        responses=_RESPONSES,
        openapi_extra=_takes(RecognitionRequest),
        dependencies=needs_token,
    )
    async def recognise(
        request: Request,
        _project_id: Annotated[str, fastapi.Path(alias="project_id", pattern=f"^{wire.PROJECT_ID.pattern}$")],
    ) -> Response:
        """Read the card in a picture, as the service "Cambodian ID Card" of Huawei Cloud OCR does.

        Whether the portrait was replaced is not looked at: there is no result for it, whatever is asked.
        """
        return await service.respond(request, _to_recognition)

    @app.post(
        REPORT_PATH,
        response_model=Report,
        responses=_RESPONSES,
        openapi_extra=_takes(ReportRequest),
        dependencies=needs_token,
    )
    async def report(request: Request) -> Response:
        """Read the card in a picture and report on it: values, how sure each is, reasons for doubt."""
        return await service.respond(request, lambda body: _to_report(body, service.settings))


def _add_state(app: fastapi.FastAPI, service: Service) -> None:
    """Add what is said of the server itself."""

    @app.get("/healthz")
    async def health() -> StateAnswer:
        """Say that the server runs."""
        return StateAnswer(status="ok")

    @app.get("/readyz", responses={503: {"model": StateAnswer}})
    async def readiness(response: Response) -> StateAnswer:
        """Say whether a process has its reader open."""
        if service.pool.ready:
            return StateAnswer(status="ok")
        response.status_code = 503
        return StateAnswer(status="starting")

    @app.get("/metrics", response_class=Response, responses={401: _RESPONSES["401"]})
    async def metrics(
        sent: Annotated[str | None, fastapi.Security(_token_header)],
        bearer: Annotated[Any, fastapi.Security(_bearer)],
    ) -> Response:
        """Return metrics for Prometheus, which sends the token as that of a bearer."""
        service.require_token(sent or (bearer and bearer.credentials))
        return Response(generate_latest(service.metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _takes(model: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": model.model_json_schema()}}}}


def _to_recognition(body: dict[str, Any]) -> _Asked:
    wanted = take_wanted(body)
    return _Asked(wanted, lambda picture: RecognitionJob(picture=picture, switches=wanted.switches))


def _to_report(body: dict[str, Any], settings: ServeSettings) -> _Asked:
    own = {name: body.pop(name) for name in ("today", "evidence", "profile") if name in body}
    wanted = take_wanted(body)
    evidence, profile, today = own.get("evidence", False), own.get("profile"), own.get("today")
    if not (
        isinstance(evidence, bool)
        and (profile is None or profile in SHIPPED_PROFILES)
        and wanted.switches.keys() <= ALARM_OF_SWITCH.keys()
    ):
        raise RefusedRequestError(wire.BAD_PARAMETER)
    switches: Mapping[str, object] = wanted.switches
    alarms = tuple(
        alarm for switch, alarm in ALARM_OF_SWITCH.items() if switches.get(switch, alarm in DEFAULT_ALARMS)
    )
    day = dt.datetime.now(_CAMBODIA).date() if today is None else _day(today)
    return _Asked(
        wanted,
        lambda picture: ReportJob(
            picture=picture,
            alarms=alarms,
            today=day,
            policy=settings.policy,
            profile=profile,
            evidence=evidence,
        ),
    )


def _day(sent: object) -> dt.date:
    try:
        return from_plain(sent, dt.date)
    except ValueError:
        raise RefusedRequestError(wire.BAD_PARAMETER) from None


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


async def _until_gone(request: Request) -> None:
    kind = ""
    while kind != "http.disconnect":
        kind = (await request.receive())["type"]


def _refused(request: Request, error: Exception) -> Response:
    refusal = error.error if isinstance(error, RefusedRequestError) else wire.NO_SUCH_PATH
    request.state.code = refusal.code
    headers = {"Retry-After": _RETRY_AFTER} if refusal is wire.TOO_MANY else None
    return JSONResponse(write_error(refusal, request.state.request_id), refusal.status, headers)


_no_such_path = _refused
