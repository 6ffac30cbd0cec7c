"""The server as an ASGI application: the recognition service's API, and reports on the same pictures.

>>> app = make_app(ServeSettings())
>>> [*app.openapi()["paths"]][:2]
['/v2/{project_id}/ocr/cambodian-idcard', '/v1/report']
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, Final

import fastapi
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.security import APIKeyHeader, HTTPBearer
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException
from starlette.requests import Request

import khmerid
from khmerid.huawei import wire
from khmerid.huawei.answer import write_error
from khmerid.huawei.received import RefusedRequestError
from khmerid.report.report import Report
from khmerid.serve.asked import to_recognition, to_report
from khmerid.serve.download import Downloader
from khmerid.serve.models import (
    ErrorAnswer,
    RecognitionAnswer,
    RecognitionRequest,
    ReportRequest,
    StateAnswer,
)
from khmerid.serve.pool import Pool
from khmerid.serve.reader import OpenReader, open_picture_reader
from khmerid.serve.service import Service
from khmerid.serve.settings import ServeSettings
from khmerid.serve.watching import RequestMetrics, Watch

RECOGNITION_PATH: Final = wire.PATH.format("{project_id}")
REPORT_PATH: Final = "/v1/report"
_JSON: Final = "application/json"
#: Seconds after which a client may try again that was refused because of others: what one picture takes.
_RETRY_AFTER: Final = "2"
_BECAUSE_OF_OTHERS: Final = (wire.TOO_MANY, wire.UNAVAILABLE)
_DESCRIPTION: Final = (
    "Reads pictures of the Cambodian identity card on this machine. Nothing is stored or sent on."
)
_REQUEST_ID: Final = {wire.REQUEST_ID_HEADER: {"description": "The id.", "schema": {"type": "string"}}}
_ERRORS: Final = (
    ("400", "The request or its picture is at fault; or the picture could not be read."),
    ("401", "The token is missing or wrong."),
    ("429", "Too many requests are in hand: try again after `Retry-After` seconds."),
    ("503", "The picture waited too long to be read: try again after `Retry-After` seconds."),
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
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _refused)
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
        return await service.respond(request, to_recognition)

    @app.post(
        REPORT_PATH,
        response_model=Report,
        responses=_RESPONSES,
        openapi_extra=_takes(ReportRequest),
        dependencies=needs_token,
    )
    async def report(request: Request) -> Response:
        """Read the card in a picture and report on it: values, how sure each is, reasons for doubt."""
        return await service.respond(request, lambda body: to_report(body, service.settings.policy))


def _add_state(app: fastapi.FastAPI, service: Service) -> None:
    """Add what is said of the server itself; as every GET, each has a HEAD."""

    @app.head("/healthz", include_in_schema=False)
    @app.get("/healthz")
    async def health() -> StateAnswer:
        """Say that the server runs."""
        return StateAnswer(status="ok")

    @app.head("/readyz", include_in_schema=False)
    @app.get("/readyz", responses={503: {"model": StateAnswer}})
    async def readiness(response: Response) -> StateAnswer:
        """Say whether a process has its reader open."""
        if service.pool.ready:
            return StateAnswer(status="ok")
        response.status_code = 503
        return StateAnswer(status="starting")

    @app.head("/metrics", include_in_schema=False)
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


def _refused(request: Request, error: Exception) -> Response:
    refusal = error.error if isinstance(error, RefusedRequestError) else wire.NO_SUCH_PATH
    request.state.code = refusal.code
    headers = {"Retry-After": _RETRY_AFTER} if refusal in _BECAUSE_OF_OTHERS else None
    return JSONResponse(write_error(refusal, request.state.request_id), refusal.status, headers)
